import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { HtmlValidate } from 'html-validate'
import { createDemo, type DemoPerson, readPeople } from '#app/demo.tsx'
import { createOutage } from '#app/outage.ts'
import { readStaff } from '#app/demo/staff.ts'
import { staffRoles } from '#core/actor'
import type { RegistersPort } from '#cases'
import type { Given } from '#core/case'
import { compile } from '#core/journey'
import { canonical, checkDigit } from '#core/kinds'
import { type Outcome, refusals } from '#core/refusal'
import { readVocabulary } from '#enablers/authoring'
import * as identityRoom from '#enablers/identity'
import { createIdentity, demo as demoIdentity, migrations as identityMigrations } from '#enablers/identity'
import * as registersRoom from '#enablers/registers'
import { createRegisters, createSwitches, demoProviders } from '#enablers/registers'
import { ids } from '#platform/clock'
import { fileKeyring } from '#platform/crypto'
import { testDatabase } from '#platform/database'
import { createHttp } from '#platform/http'
import { readYaml } from '#platform/yaml'
import { document } from '#ui'
import { citizen, house, type House, rooms } from '../spine/house.ts'

const { vocabulary } = readVocabulary(['services'], {})
const data = readPeople('.', vocabulary)
const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const folder = mkdtempSync(join(tmpdir(), 'ventanilla-demo-'))
const db = await testDatabase({ rooms: [...rooms, identityMigrations] })
test.after(async () => { await db.close(); rmSync(folder, { recursive: true, force: true }) })

const files: { readonly [service: string]: string } = {
  'pension-garantizada-universal': 'services/ips/pension-garantizada-universal/service.yaml', 'certificado-antecedentes': 'services/srcei/certificado-antecedentes/service.yaml', 'licencia-clase-b': 'services/municipalidades/licencia-clase-b/service.yaml',
}
const engineOf = (path: string) => {
  const done = compile(readYaml(readFileSync(path, 'utf8'), path).value, vocabulary)
  if ('problems' in done) assert.fail(JSON.stringify(done.problems))
  return done.engine
}
const clock = { now: Date.parse('2026-11-24T13:00:00.000Z') }
const asked: { registry: string; person: string }[] = []
function registersFor(slowMs?: number) {
  const switches = createSwitches(Object.keys(vocabulary.registers), () => clock.now), told: string[] = []
  // Person n of the spine's test house is person n of the table.
  const runOf = async (person: string) => data.people.find((_, n) => citizen(n).person === person)?.run
  const port: RegistersPort = createRegisters({ providers: demoProviders(data.registers, switches, slowMs), registers: vocabulary.registers, attributes: vocabulary.attributes, runOf, now: () => new Date(clock.now).toISOString(), demo: true, tell: (what) => { told.push(what) } })
  return { switches, told, port: { fetch: (needs, basis) => { asked.push(...needs.map(({ registry }) => ({ registry, person: basis.person }))); return port.fetch(needs, basis) } } as RegistersPort }
}

test('nobody in the table is real: RUNs of 41.000.xxx, companies of 41.900.xxx, right check digits, nothing twice', () => {
  assert.equal(data.people.length, 10)
  for (const { run } of data.people) assert.match(run, /^41000\d{3}-[\dK]$/)
  for (const { key } of data.companies) assert.match(key, /^41900\d{3}-[\dK]$/)
  for (const key of [...data.people.map((p) => p.run), ...data.companies.map((c) => c.key)]) assert.equal(checkDigit(key.split('-')[0]!), key.at(-1), key)
  for (const all of [data.registers.map((r) => r.key), data.people.map((p) => p.id), data.people.map((p) => p.names), data.people.flatMap((p) => p.registers['sgd.contacto']?.['email'] ?? [])]) assert.equal(new Set(all).size, all.length)
  for (const p of data.people) for (const lang of ['es', 'en'] as const) assert.ok(p.story[lang].length > 20 && p.story[lang].split(/[.:;] /).every((s) => s.split(' ').length <= 25), `${p.id} ${lang}`)
  for (const names of [['rosa', 'Rosa Núñez', '41000117-9'], ['pedro', 'Pedro Soto', '41000250-7'], ['elena', 'Elena Vera', '41000333-3'], ['ana', 'Ana Rojas', '41000498-4']]) { const p = data.people.find((x) => x.id === names[0])!; assert.ok(p.names.startsWith(names[1]!)); assert.equal(p.run, names[2]) }
})

test('every datum of the data directory has an answer for everybody, or is named as missing', async () => {
  const { port, told } = registersFor()
  for (const [n, person] of data.people.entries()) for (const [id, { register, field, type }] of Object.entries(vocabulary.attributes)) {
    const keyed = register === 'sii.contribuyentes'
    const reply = (await port.fetch([{ path: id, registry: register, field, ...(keyed ? { key: data.companies[n % 3]!.key } : {}) }], { person: citizen(n).person!, case: 'c', service: 's', institution: 'i' }))[id]!
    assert.equal(reply.outcome, person.without.includes(`${register}.${field}`) ? 'none' : 'got', `${person.id} ${id} (${type})`)
  }
  assert.deepEqual(told, [])
  for (const p of data.people) for (const name of p.without) assert.ok(Object.values(vocabulary.attributes).some((a) => `${a.register}.${a.field}` === name), `${p.id} ${name}`)
})

/** Answers page by page until nothing is left to ask: confirms what registers gave, gives what the table says. */
async function answered(h: House, person: DemoPerson, n: number): Promise<{ readonly verdict: string; readonly because: readonly string[]; readonly canSubmit: boolean }> {
  const service = h.engine.service.id, who = citizen(n), known = { ...data.given[service], ...person.given[service] } as { readonly [fact: string]: unknown }
  const { id } = value(await h.cases.start({ service, language: 'es', actor: who, key: ids.uuid7(), device: 'd' }))
  for (let turn = 0, last = ''; turn < 80; turn++) {
    let j = value(await h.cases.open(id, who))
    const path = j.view.next
    if (path === null || path === last) return { ...j.view.eligibility, canSubmit: j.view.canSubmit }
    j = value(await h.cases.prefill(id, [path], who))
    if (j.view.next !== path) continue
    const a = j.case.answers[path], fact = j.engine.fact(path)!
    const given = (): Given => {
      if (a?.state === 'fetched') return { value: a.value!, state: 'confirmed' }
      if (!Object.hasOwn(known, path)) return { state: fact.optional ? 'declined' : 'deferred' }
      const text = known[path], read = canonical(fact, fact.type === 'yesno' ? text === 'true' : fact.type === 'integer' || fact.type === 'money' ? Number(text) : text, h.clock.today())
      return read.ok ? { value: read.value, state: 'given' } : assert.fail(`${path}: ${read.code}`)
    }
    value(await h.cases.act(id, { do: 'answer', answers: { [path]: given() }, basedOn: j.seq }, who, h.key()))
    last = path
  }
  return assert.fail('the journey does not end')
}

for (const [service, path] of Object.entries(files)) test(`each story of ${service} comes out as told`, async () => {
  const registers = registersFor(), h = await house({ engine: engineOf(path), registers: registers.port, database: db, folder })
  assert.equal(h.clock.today(), data.on)
  let told = 0
  for (const [n, person] of data.people.entries()) {
    const expect = person.expect[service]
    if (expect === undefined) { assert.ok(service === 'licencia-clase-b', `${person.id} says nothing of ${service}`); continue }
    const found = await answered(h, person, n)
    assert.equal(found.verdict, expect.eligibility, `${person.id}: ${found.because.join()}`)
    if (expect.because) assert.deepEqual([...found.because].sort(), [...expect.because].sort(), person.id)
    if (expect.eligibility === 'yes') assert.ok(found.canSubmit, `${person.id} could send it`)
    told++
  }
  assert.ok(told >= 3)
  assert.deepEqual([h.faults, registers.told], [[], []])
})

test('a slow or silent register takes no longer than the budget, and the person is asked or the service waits', async () => {
  const { switches, port, told } = registersFor(600), h = await house({ engine: engineOf(files['pension-garantizada-universal']!), registers: port, database: db, folder }), who = citizen(0)
  const begin = async () => value(await h.cases.start({ service: h.engine.service.id, language: 'es', actor: who, key: ids.uuid7(), device: 'd' })).id
  const first = await begin(), paths = h.engine.service.facts.map((f) => f.id)
  for (const id of switches.ids) switches.set(id, 'slow')
  switches.set('mds.focalizacion', 'down')
  const at = performance.now(), { case: file } = value(await h.cases.prefill(first, paths, who)), took = performance.now() - at
  // The house gives registers 200 ms; five of them at once are no slower than one.
  assert.ok(took >= 195 && took < 550, `${took} ms`)
  assert.deepEqual(Object.fromEntries(Object.entries(file.fetched).map(([path, f]) => [path, f.outcome])), { run: 'slow', names: 'slow', born: 'slow', residence_years: 'slow', residence_recent_years: 'slow', score: 'down', base_pension: 'slow', email: 'slow', phone: 'slow' })
  assert.deepEqual(told, ['register mds.focalizacion failed'])
  const j = value(await h.cases.open(first, who))
  value(await h.cases.act(first, { do: 'answer', answers: { born: { value: '1960-03-05', state: 'given' } }, basedOn: j.seq }, who, h.key()))
  const refused = await h.cases.act(first, { do: 'answer', answers: { score: { value: 4200, state: 'given' } }, basedOn: j.seq + 1 }, who, h.key())
  assert.equal(refused.ok, false, 'only the register may say the score')
  assert.equal(value(await h.cases.open(first, who)).case.answers['born']!.state, 'declared')
  asked.length = 0
  value(await h.cases.prefill(first, paths, who))
  assert.deepEqual(asked.map((a) => a.registry), ['mds.focalizacion'], 'once per journey; only what nobody but a register may say is asked again')
  switches.reset()
  const second = await begin(), { case: fresh } = value(await h.cases.prefill(second, paths, who))
  assert.deepEqual([fresh.answers['born']!.value, fresh.answers['score']!.value, fresh.answers['born']!.from!.institution], ['1960-03-05', 4200, 'srcei'])
})

async function page() {
  const switches = createSwitches(Object.keys(vocabulary.registers), () => clock.now)
  const identity = createIdentity({ sql: db, keyring: fileKeyring(join(folder, 'keys')), provider: demoIdentity(data.identity), ids, now: () => clock.now, demo: true })
  const http = await createHttp({
    publicUrl: 'http://localhost', secret: Buffer.alloc(32, 7), now: () => clock.now, log: () => {}, healthy: async () => true, refusals,
    render: { page: (s) => document({ lang: s.lang, title: s.title, siteName: 'Ventanilla', home: '/', skip: 'Saltar', body: s.body as never, nav: { label: 'Principal', items: [] }, footer: { label: 'Sobre', items: [] } }), apology: (a) => a.code as never },
  })
  const demo = createDemo({ people: data, registers: { switches, names: vocabulary.registers }, identity, outage: createOutage(() => 0), telephone: { sent: () => [] }, clientToken: identity.callers.demoToken })
  await http.screens((app) => { identity.routes(app, { page: http.page, limits: http.limits }); demo.routes(app, { page: http.page }) })
  await http.app.ready()
  const get = (url: string, cookie = '') => http.app.inject({ url, headers: { host: 'localhost', cookie } })
  const post = async (url: string, fields: { readonly [name: string]: string }) => {
    const seen = await get('/demo'), cookie = seen.cookies.map((c) => `${c.name}=${c.value}`).join('; '), token = /name="_token" value="([^"]+)"/.exec(seen.body)![1]!
    return http.app.inject({ method: 'POST', url, headers: { host: 'localhost', origin: 'http://localhost', 'sec-fetch-site': 'same-origin', cookie, 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ _token: token, ...fields }).toString() })
  }
  return { identity, switches, get, post, http }
}

test('the demo page: people and stories, switches, a token that works; valid HTML in both languages', async () => {
  const m = await page(), validator = new HtmlValidate({ extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'], rules: { 'require-sri': 'off', 'no-redundant-role': 'off' } })
  for (const [url, lang] of [['/demo', 'es'], ['/en/demo', 'en']] as const) {
    const { body, headers } = await m.get(url), text = body.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    assert.deepEqual((await validator.validateString(body)).results.flatMap((r) => r.messages.map((x) => `${x.line} ${x.ruleId}: ${x.message} ${x.selector}`)), [])
    assert.equal(headers['cache-control'], 'no-store')
    for (const p of data.people) { assert.ok(text.includes(p.names), p.id); assert.ok(text.includes(p.story[lang]), `${p.id} ${lang}`) }
    for (const { name } of Object.values(vocabulary.registers)) assert.ok(text.includes(name[lang]!), name[lang]!)
    for (const t of data.try) assert.ok(text.includes(`href="${lang === 'es' ? '' : '/en'}${t.path}"`), t.path)
    assert.ok(text.includes('41.900.101-5') && text.includes('Comercial Los Aromos SpA'))
    assert.doesNotMatch(text, /41\.?000\.?117/, 'a RUN of a person is on no page of ours')
    const token = /v[c]_[A-Za-z0-9_-]{43}/.exec(body)![0]
    assert.ok((await m.identity.callers.who(`Bearer ${token}`, { run: '41000117-9', basis: 'Convenio de prueba' })).ok)
  }
  const turned = await m.post('/demo/registros', { 'mds.rsh': 'down', 'srcei.civil': 'slow', do: 'save' })
  assert.deepEqual([turned.statusCode, turned.headers['location']], [303, '/demo#registers'])
  assert.deepEqual([m.switches.of('mds.rsh'), m.switches.of('srcei.civil'), m.switches.of('ips.pensiones')], ['down', 'slow', 'normal'])
  assert.match((await m.get('/demo')).body, /<select[^>]*name="mds\.rsh"[\s\S]*?<option value="down" selected/)
  assert.equal((await m.post('/demo/registros', { 'mds.rsh': 'broken', 'srcei.civil': 'normal' })).statusCode, 400)
  assert.equal(m.switches.of('srcei.civil'), 'slow', 'all or none')
  assert.equal((await m.post('/demo/registros', {})).statusCode, 400)
  assert.equal((await m.post('/demo/registros', { do: 'reset' })).statusCode, 303)
  assert.ok(m.switches.ids.every((id) => m.switches.of(id) === 'normal'))
  const entered = await m.post('/entrar/demo', { person: 'nora', level: '3', volver: '/mis-tramites' })
  assert.deepEqual([entered.statusCode, entered.headers['location']], [303, '/mis-tramites'])
})

test('a table of people that says what cannot be is refused, with its place', () => {
  const bad = (from: string, to: string) => {
    const root = mkdtempSync(join(tmpdir(), 'ventanilla-people-'))
    try {
      const text = readFileSync('services/_demo/people.yaml', 'utf8')
      assert.ok(text.includes(from), from)
      const at = join(root, 'services/_demo')
      mkdirSync(at, { recursive: true })
      writeFileSync(join(at, 'people.yaml'), text.replace(from, to))
      readPeople(root, vocabulary)
    } finally { rmSync(root, { recursive: true, force: true }) }
  }
  for (const [from, to, says] of [['41000117-9', '41000117-8', /:\d+:\d+ srcei\.civil\.run: /], ['score: 4200', 'score: much', /mds\.focalizacion\.score/], ['score: 4200', 'points: 4200', /no mds\.focalizacion\.points/], ['birth_date: 1960-03-05', 'birth_date: 1960-13-05', /birth_date/], ['on: 2026', '- x', /people\.yaml:\d+:\d+ /]] as const)
    assert.throws(() => bad(from, to), { code: 'demo-refused', message: says }, to)
})

/** A README's example is a promise: it runs as it stands, and each line `expression   // value` gives that value. */
test('the examples of identity and registers run and give what they say', async () => {
  const m = await page(), caseId = ids.uuid7(), person = citizen(0).person
  const given: { readonly [room: string]: { readonly [name: string]: unknown } } = {
    identity: { ...identityRoom, sql: db, keyring: fileKeyring(join(folder, 'keys')), people: data.identity, ids, now: () => clock.now, http: { ...m.http, screens: async () => {} }, req: { cookies: {}, headers: {}, hostname: 'localhost', protocol: 'http' }, caseId },
    registers: { ...registersRoom, vocabulary, records: data.registers, runOf: async () => data.people[0]!.run, now: () => '2026-11-24T13:00:00.000Z', basis: { person, case: caseId, service: 's', institution: 'ips' } },
  }
  for (const [room, names] of Object.entries(given)) {
    const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(`src/enablers/${room}/README.md`, 'utf8')) ?? []
    let checked = 0
    const lines = block.split('\n').map((line) => {
      const [, code = line, said = ''] = /^(.*?)\s+\/\/ (.*)$/.exec(line) ?? []
      if (said === '' || /^\s*(const|await)\b/.test(code)) return line
      checked++
      return `same(${code}, ${said}, ${JSON.stringify(line)})`
    })
    const scope = { ...names, same: (a: unknown, b: unknown, line: string) => assert.deepEqual(a, b, line) }
    const run = new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)(...Object.keys(scope), lines.join('\n'))
    await run(...Object.values(scope))
    assert.ok(checked >= 5, room)
  }
})

test('the staff of the demo: everybody has a post, every kind of post is served, and what does not exist is refused with its place', () => {
  const known = (id: string) => Object.hasOwn(vocabulary.institutions, id), { members, posts } = readStaff('.', known)
  assert.deepEqual([...new Set(posts.map((p) => p.kind))].sort(), ['counter', 'desk', 'phone', 'social'])
  for (const p of posts) assert.ok(members.some((m) => m.posts.includes(p.id)), p.id)
  assert.deepEqual([...new Set(members.map((m) => m.role))].sort(), [...staffRoles].sort())
  assert.throws(() => readStaff('.', (id) => id !== 'sernac'), /staff\.yaml:\d+:\d+ no such institution: sernac/)
})
