import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import test from 'node:test'
import type { Channel } from '#core/actor'
import { compile, lint, type Answer, type Answers, type Engine, type Env, type View } from '#core/journey'
import { kinds, parse } from '#core/kinds'
import { createCalendar, type Holiday } from '#core/law'
import type { Example, Fact, Service, Text, Value } from '#core/service'
import { readVocabulary } from '#enablers/authoring'
import { readYaml } from '#platform/yaml'

/** What holds for every service of ours, whichever it is: nothing here knows one by name. */
const { vocabulary, problems: unread } = readVocabulary(['services'], {})
/** Those we ship, and those that exist for tests alone: invented, so without an entry in the catalogue and without sources. */
const filesIn = (root: string): readonly string[] => readdirSync(root).filter((institution) => !institution.startsWith('_') && statSync(join(root, institution)).isDirectory()).flatMap((institution) => readdirSync(join(root, institution)).map((service) => join(root, institution, service, 'service.yaml'))).filter(existsSync)
const shipped = filesIn('services'), files = [...shipped, ...filesIn('test/services')]
const holidays = (readYaml(readFileSync('services/_law/holidays-cl.yaml', 'utf8'), 'holidays-cl.yaml').value as unknown as { holidays: readonly Holiday[] }).holidays
const calendar = createCalendar(holidays)

const services = files.map((file) => {
  const { value, problems } = readYaml(readFileSync(file, 'utf8'), file)
  assert.deepEqual(problems, [], file)
  const done = compile(value, vocabulary)
  return { file, name: basename(dirname(file)), linted: lint(value, vocabulary).map((p) => `${p.code} ${p.at.join('.')} ${p.message}`), ...('engine' in done ? { engine: done.engine, problems: [] } : { engine: undefined, problems: done.problems }) }
})
const compiled = services.flatMap((s) => (s.engine ? [{ ...s, engine: s.engine, service: s.engine.service }] : []))

test('there are four services or more and three for tests, and each compiles and lints with the vocabulary of services/_vocabulary', () => {
  assert.deepEqual(unread, [])
  assert.ok(shipped.length >= 4 && files.length >= shipped.length + 3, files.join())
  for (const s of services) assert.deepEqual(s.problems, [], s.file)
  for (const s of services) assert.deepEqual(s.linted, [], `${s.file}: the linter has neither errors nor warnings`)
})

/** What an example writes as text becomes what a channel would send: the screen's own form for a person's answer, the canonical value for the rest. */
const wholeSize = (raw: unknown): unknown => (typeof raw === 'object' && raw !== null && 'size' in raw ? { ...raw, size: Number(raw.size) } : raw)
const typedAs = (channel: Channel, fact: Fact, raw: unknown): unknown => {
  const value = parse(fact, wholeSize(raw), { lang: 'es', channel: 'api' })
  if (!value.ok || channel === 'api') return wholeSize(raw)
  switch (fact.type) {
    case 'file': case 'address': case 'bank_account': case 'list': case 'many': case 'choice': case 'text': return value.value
    default: return channel === 'web' || channel === 'counter' ? kinds[fact.type].fields(value.value, fact)[''] ?? kinds[fact.type].fields(value.value, fact) : kinds[fact.type].format(value.value, fact, 'es')
  }
}
type Ran = { readonly view: View; readonly refused: readonly { readonly fact: string; readonly code: string }[] }
/** Runs an example as `walk` would (contracts §3): what a register gave is confirmed, or silent; the rest is deferred, or declined where it may be. */
function run(engine: Engine, example: Example, channel: Channel): Ran {
  const env: Env = { today: example.on, channel, lang: 'es', workingDay: calendar.isWorkingDay }
  const answers: { [id: string]: Answer } = {}
  const refused: { fact: string; code: string }[] = []
  for (const [from, state] of [[example.fetched ?? {}, 'confirmed'], [example.given, 'given']] as const) for (const [id, raw] of Object.entries(from)) {
    const fact = engine.fact(id)
    assert.ok(fact, `«${example.name}» names ${id}, which is no fact`)
    const read = parse(fact, typedAs(channel, fact, raw), { lang: 'es', channel, today: example.on })
    const silent = fact.source !== undefined && 'registry' in fact.source && fact.source.confirm === 'silent'
    if (read.ok) answers[id] = { value: read.value as Value, state: state === 'confirmed' && silent ? 'fetched' : state }
    else { refused.push({ fact: id, code: read.code }); answers[id] = { state: 'deferred' } }
  }
  // What is still asked is deferred, and may open what depends on it; so once more until nothing is new.
  for (let n = 0; n < engine.service.facts.length; n++) {
    const open = engine.pass(answers, env).facts.filter((f) => f.status === 'missing' && f.answer === undefined && f.list === undefined)
    if (open.length === 0) break
    for (const f of open) answers[f.path] = { state: engine.fact(f.path)?.optional ? 'declined' : 'deferred' }
  }
  return { view: engine.pass(answers as Answers, env), refused }
}
const askedOf = (view: View): readonly string[] => view.facts.filter((f) => f.status !== 'computed' && f.status !== 'absent' && f.status !== 'undecided').map((f) => f.path)
const comparable = (view: View) => ({ ...view, facts: view.facts.map(({ path, status, value }) => ({ path, status, value })), computed: view.computed })
const transacting = (service: Service): readonly Channel[] => Object.entries(service.channels ?? { web: 'transact' }).flatMap(([c, depth]) => (depth === 'transact' ? [c as Channel] : []))

for (const { file, engine, service } of compiled) {
  test(`${file}: every example holds, and gives the same view in every channel`, () => {
    for (const example of service.examples) {
      const { expect } = example, channels = transacting(service)
      const { view, refused } = run(engine, example, 'api')
      const said = `${file}: «${example.name}»`
      const found = {
        ...(expect.asked ? { asked: askedOf(view) } : {}), ...(expect.errors ? { errors: [...refused, ...view.errors.filter((e) => e.level !== 'warn').map(({ fact, code }) => ({ fact, code }))] } : {}), ...(expect.eligibility ? { eligibility: view.eligibility.verdict } : {}),
        ...(expect.because ? { because: view.eligibility.because } : {}), ...(expect.fee === undefined ? {} : { fee: view.fee === 'unknown' ? 'unknown' : String(view.fee.amount) }), ...(expect.canSubmit === undefined ? {} : { canSubmit: view.canSubmit }),
        ...(expect.computed ? { computed: Object.fromEntries(Object.keys(expect.computed).map((id) => [id, String(view.computed[id])])) } : {}),
      }
      assert.deepEqual(found, { ...expect, ...(expect.fee === undefined ? {} : { fee: String(expect.fee) }) }, said)
      for (const channel of channels) assert.deepEqual(comparable(run(engine, example, channel).view), comparable(view), `${said} in ${channel}`)
    }
  })
  test(`${file}: there is an example for yes, no and unknown, for each rule's no and each check's error`, () => {
    const outcomes = new Set(service.examples.map((e) => e.expect.eligibility))
    for (const outcome of ['yes', 'no', 'unknown'] as const) assert.ok(outcomes.has(outcome), `${file} has no example of ${outcome}`)
    for (const rule of service.eligibility) assert.ok(service.examples.some((e) => e.expect.because?.includes(rule.id)), `${file}: no example says no by «${rule.id}»`)
    for (const f of service.facts) for (const c of f.check ?? []) assert.ok(service.examples.some((e) => run(engine, e, 'api').view.errors.some((x) => x.fact === f.id && x.code === c.id && (x.level === 'warn') === (c.level === 'warn'))), `${file}: no example meets the check «${c.id}» of ${f.id}`)
    if (service.providers && 'each' in service.providers) for (const institution of service.providers.institutions ?? []) {
      const served = service.examples.filter((e) => run(engine, e, 'api').view.competent === institution)
      assert.ok(served.some((e) => e.expect.canSubmit), `${file}: no example sent to ${institution}`)
      assert.ok(service.offers?.some((o) => o.institution === institution), `${file}: ${institution} offers nothing`)
      assert.ok(Object.hasOwn(vocabulary.institutions, institution), institution)
    }
  })
}

/** Every text of a definition with its path; `voice` and `readback` are spoken, all else is read on a screen. */
const isText = (x: unknown): x is Text => typeof x === 'object' && x !== null && ['es', 'en'].some((lang) => typeof (x as Text)[lang] === 'string')
function textsOf(x: unknown, at = ''): { readonly at: string; readonly text: Text; readonly spoken: boolean }[] {
  if (Array.isArray(x)) return x.flatMap((y, i) => textsOf(y, `${at}.${(y as { id?: string } | null)?.id ?? i}`))
  if (typeof x !== 'object' || x === null) return []
  if (isText(x)) return [{ at, text: x, spoken: /\.(voice|readback)$/.test(at) }]
  // Answers of people and options' ids are no words of ours.
  return Object.entries(x).flatMap(([k, y]) => (k === 'examples' ? [] : textsOf(y, `${at}.${k}`)))
}
const words = compiled.map(({ file, service }) => ({ file, texts: textsOf(service) }))
const inDirectory = textsOf(vocabulary.attributes)

test('every text exists in every language of its service, es and en for ours', () => {
  for (const { file, service } of compiled) assert.deepEqual([...service.languages].sort(), ['en', 'es'], file)
  for (const { file, texts } of [...words, { file: 'attributes', texts: inDirectory }]) for (const { at, text } of texts) for (const lang of ['es', 'en']) assert.ok(text[lang]?.trim(), `${file}${at} has no ${lang}`)
})
test('each fact that is asked has all its wordings, of its own or of its attribute', () => {
  for (const { file, engine, service } of compiled) for (const { id } of service.facts) {
    const f = engine.fact(id)!
    const wanted = f.type === 'note' ? ['ask', 'voice', 'short'] : f.source && !('registry' in f.source) ? ['ask', 'label'] : ['ask', 'voice', 'short', 'label', 'why', 'readback']
    for (const key of wanted) assert.ok(f.say[key as keyof typeof f.say], `${file}: ${id} has no ${key}`)
    assert.ok(f.purpose, `${file}: ${id} has no purpose`)
    assert.ok(f.section && service.sections?.some((s) => s.id === f.section), `${file}: ${id} stands in no section`)
  }
})

/**
 * How one treats whom (Guía de voz y tono; design.md §6): a screen says tú, a voice says usted. Words that only one of the two
 * says, as whole words; a form that both share (`puede`, third person) cannot be told from this table and is left out.
 */
const informal = /(?<![\p{L}])(tú|ti|contigo|te|tu|tus|tuyo|tuya|tienes|tuviste|puedes|quieres|eres|estás|debes|cambia|revisa|revísala|revísalo|escribe|elige|envía|marca|cuenta los|adjunta (el|tu|la|una)|usa el|corrige|vuelve|dime|cuéntanos|autorizas|necesitas|prefieres|compraste|contrataste|pagaste|pides|recibes|rindes|cotizas|aprobaste|vives|naciste|llamas)(?![\p{L}])/iu
const formal = /(?<![\p{L}])(usted|ustedes|dígame|díganos|cuéntenos|cuénteme|ingrese|escriba|elija|seleccione|envíe|marque|adjunte|revise|corrija|vuelva|tenga a bien)(?![\p{L}])/iu
test('a screen says tú and a voice says usted, in services and in the directory', () => {
  let spoken = 0
  for (const { file, texts } of [...words, { file: 'attributes', texts: inDirectory }]) for (const t of texts) {
    spoken += t.spoken ? 1 : 0
    assert.doesNotMatch(t.text['es'] ?? '', t.spoken ? informal : formal, `${file}${t.at}: ${t.spoken ? 'a voice says usted' : 'a screen says tú'}`)
    // law.md 11.01: at most 20 words to a sentence, and no day named from where one stands.
    for (const sentence of (t.text['es'] ?? '').replace(/arts?\. /g, 'art ').split(/[.:?!]\s/)) if (!/\.(illustrative|readback)$/.test(t.at)) assert.ok(sentence.split(/\s+/).length <= 20, `${file}${t.at}: ${sentence}`)
    assert.doesNotMatch(t.text['es'] ?? '', /(?<![\p{L}])(hoy|ayer|mañana|podrás|haga clic|haz clic)(?![\p{L}])/iu, `${file}${t.at}`)
  }
  assert.ok(spoken > 60)
  assert.match('¿Cuál es tu RUN?', informal)
  assert.match('Dígame su RUN', formal)
})

test('what a register holds is not asked without its source (E12), and every law is named', () => {
  for (const { file, service } of compiled) {
    for (const f of service.facts) {
      const a = f.attribute === undefined ? undefined : vocabulary.attributes[f.attribute]!
      if (!a) continue
      assert.ok(f.source && 'registry' in f.source ? f.source.registry === a.register && f.source.field === a.field : f.reason, `${file}: ${f.id} is held by ${a.register} and has neither source nor reason`)
    }
    const laws = [...service.law, ...service.eligibility.map((r) => r.law), ...(service.lifecycle ?? []).map((s) => s.law)]
    assert.ok(service.law.length > 0, file)
    for (const law of laws) assert.match(law ?? '', /\S{2,}.*\d/, `${file}: «${law}»`)
    if (shipped.includes(file)) assert.ok(service.sources?.length, `${file} has no sources`)
    else assert.ok(service.illustrative, `${file} does not say that it is invented`)
  }
  for (const [id, p] of Object.entries(vocabulary.parameters)) {
    assert.match(p.law, /\d/, id)
    assert.ok(p.source !== undefined || p.illustrative, `${id} has neither source nor the mark of an example`)
    p.values.forEach((v, i) => { const next = p.values[i + 1]; if (next) assert.ok(v.until !== undefined && v.until < next.from, `${id} from ${v.from}`) })
  }
})

test('actors, referrals and catalogue entries exist', () => {
  const catalogue = new Set(readdirSync('services/_catalogue/services').flatMap((name) => [...readFileSync(join('services/_catalogue/services', name), 'utf8').matchAll(/^ {2}- id: (\S+)$/gm)].map((m) => m[1])))
  for (const { file, service } of compiled) {
    if (shipped.includes(file)) assert.ok(service.catalogue && catalogue.has(service.catalogue), `${file}: ${service.catalogue}`)
    for (const s of service.lifecycle ?? []) if (s.actor) assert.ok(vocabulary.actors.includes(s.actor), `${file}: ${s.actor}`)
    for (const r of service.eligibility) if (r.else) assert.ok(catalogue.has(r.else.refer) || compiled.some((s) => s.service.id === r.else!.refer), `${file}: ${r.else.refer}`)
    for (const i of [service.institution, ...Object.values(vocabulary.registers).map((r) => r.institution)]) assert.ok(Object.hasOwn(vocabulary.institutions, i), i)
  }
})
