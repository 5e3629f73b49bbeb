import type { Journey, Viewer } from '#cases'
import type { Given } from '#core/case'
import { kinds, parse, spokenError } from '#core/kinds'
import type { Engine } from '#core/journey'
import type { KindName } from '#core/service'
import type { Refusal } from '#core/refusal'
import { formatMoney, labelOf, proseText, sectionOf, stopNote, textIn, withLists } from '#ui'
import { type Call, keyOf, type PhaseRule, type State, type Step, viewerOf } from './call.ts'
import { askFact, fillAloud, gather, nextByKeys, notesAbove, rawOf, readBackOf, restOf } from './turns.ts'
import { say } from './words.ts'

type Here = { readonly journey: Journey; readonly viewer: Viewer }
const one = gather(1)
const notKey = ({ state }: Call): Step => ({ wrong: [say('notKey', state.lang)] })
/** Labels named at most; the rest is a number. */
const named = 3
/** Kinds that are read back before sending, whoever gave them (reference/channels.md §2.1). */
const mustHear: ReadonlySet<KindName> = new Set(['run', 'rut', 'date', 'money', 'address', 'email', 'phone', 'bank_account'])
const envOf = ({ today }: Journey, lang: string): Parameters<Engine['options']>[2] => ({ today, channel: 'ivr', lang })
const fixed = (call: Call, more: Partial<State>): Call => ({ ...call, state: { ...call.state, ...more } })

async function open(call: Call): Promise<Here | Refusal> {
  const viewer = await viewerOf(call), found = await call.ivr.cases.open(call.state.journey!, viewer)
  return found.ok ? { journey: found.value, viewer } : found
}
/** The way into a journey: its name, in the caller's language from here on, and the first question. */
export async function entered(call: Call, id: string, begun = false): Promise<Step> {
  const now = fixed(call, { journey: id }), here = await open(now), { lang } = call.state
  if ('ok' in here) return { go: 'menu', say: [say('ended', lang)] }
  const { case: file, engine: { service } } = here.journey
  if (file.status === 'journey' && file.language !== lang && service.languages.includes(lang)) await call.ivr.cases.act(id, { do: 'change-language', language: lang }, here.viewer, keyOf(call, 'language'))
  return onward(fixed(now, { code: file.code }), [say(begun ? 'began' : 'goOn', lang, { service: textIn(service.title, lang) })])
}
/** Where the journey stands now: a pure reading of its view. `forced`: this question again. */
async function onward(call: Call, first: readonly string[] = []): Promise<Step> {
  const { ivr, state } = call, { lang } = state, opened = await open(call)
  if ('ok' in opened) return { go: 'menu', state: { given: [] }, say: [...first, say('ended', lang)] }
  const here = await prefilled(call, opened), { journey, viewer } = here, { engine, view, case: file } = journey
  const carried = { journey: file.id, code: file.code, given: state.given, ...(state.pin === undefined ? {} : { pin: state.pin }) }
  if (file.status !== 'journey') return { bye: 'resolved', topics: 'answered', say: [...first, say('already', lang)] }
  const path = nextByKeys(journey, viewer, ivr.lists(), envOf(journey, lang)), refused = view.eligibility.verdict === 'no' || stopNote(engine, view) !== undefined
  // The section is over, or the way: what was keyed in is read back before anything else.
  if (state.given.length > 0 && (refused || path === undefined || sectionOf(engine, path) !== sectionOf(engine, state.given[0]!))) return { go: 'readBack', state: carried, say: first }
  if (refused) return { go: 'notForYou', state: carried, say: first }
  if (path !== undefined) return { go: 'ask', state: { ...carried, path, basedOn: journey.seq }, say: first }
  return { go: view.canSubmit && viewer.assurance >= Math.max(1, engine.service.audience.assurance) ? 'send' : 'rest', state: carried, say: first }
}
/** Once-only: registers are asked for what stands before the next question, of a caller whose level lets them be asked. What they say is masked below level 3 and waits for the person's yes elsewhere. */
async function prefilled(call: Call, here: Here): Promise<Here> {
  const { journey, viewer } = here, { view } = journey
  if (viewer.person === undefined || viewer.assurance < 2 || journey.case.status !== 'journey') return here
  const next = nextByKeys(journey, viewer, call.ivr.lists(), envOf(journey, call.state.lang)), upTo = next === undefined ? view.facts.length : view.facts.findIndex((f) => f.path === next)
  const paths = view.needs.map((n) => n.path).filter((p) => view.facts.findIndex((f) => f.path === p) <= upTo)
  if (paths.length === 0) return here
  const got = await call.ivr.cases.prefill(journey.id, paths, viewer)
  return got.ok ? { viewer, journey: got.value } : here
}
const must = async (call: Call): Promise<Here> => { const here = await open(call); if ('ok' in here) throw new Error(`a journey of this call cannot be read: ${here.refusal}`); return here }
/** Where the key's answer goes after the caller changed one thing: back to what was said, else on. */
async function answer(call: Call, given: Given): Promise<Step> {
  const { ivr, state } = call, { lang, path = '', basedOn = 0 } = state, { journey, viewer } = await must(call), { engine } = journey
  const done = await ivr.cases.act(journey.id, { do: 'answer', answers: { [path]: given }, basedOn }, viewer, keyOf(call, `answer:${path}`))
  if (done.ok) return onward(fixed(call, { given: [...state.given.filter((p) => p !== path), path] }))
  const detail = done.detail as { readonly problems?: readonly { readonly path: string; readonly code: string; readonly check?: number }[] } | undefined
  switch (done.refusal) {
    case 'answer-changed': return onward(call, [say('changed', lang)])
    case 'question-not-asked': case 'already-submitted': case 'assurance-too-low': case 'sign-in-needed': case 'not-allowed': return onward(call)
    case 'answer-invalid': return { wrong: (detail?.problems ?? []).slice(0, 1).map((p) => { const fact = engine.fact(p.path)!, check = p.check === undefined ? undefined : fact.check?.[p.check]; return check === undefined ? spokenError(p.code, fact, lang, journey.today) : proseText(textIn(check.say, lang), 'speech', fillAloud(journey, lang, ivr.lists())) }) }
    default: return { go: 'ask', state: { path, basedOn } }
  }
}

/** From the first question to the last: asked, read back, changed, sent or left for another hand. */
export const journeyPhases = {
  ask: {
    async ask(call) {
      const { ivr, state: { lang, path = '', noted } } = call, { journey } = await must(call), { engine } = journey, fact = engine.fact(path)!, fill = fillAloud(journey, lang, ivr.lists())
      const above = notesAbove(journey, path).filter((n) => !noted.includes(n)), notes = above.map((n) => proseText(textIn(engine.fact(n)!.say.voice ?? engine.fact(n)!.say.ask, lang), 'speech', fill))
      const { say: words, gather: how } = askFact(fact, engine.options(path, journey.case.answers, envOf(journey, lang)), lang, fill)
      return { say: [...notes, ...words], gather: how, noted: above }
    },
    async hear(call, digits) {
      const { ivr, state: { lang, path = '' } } = call, { journey } = await must(call), { engine } = journey, fact = engine.fact(path)!
      const options = engine.options(path, journey.case.answers, envOf(journey, lang)), spec = { ...withLists(fact, ivr.lists()), ...(options.length > 0 ? { options } : {}) }
      if (digits === '#' && fact.optional) return answer(call, { state: 'declined' })
      const read = parse(spec, rawOf(fact, digits), { lang, channel: 'ivr', today: journey.today })
      if (!read.ok) return { wrong: [fact.type === 'choice' || fact.type === 'yesno' ? say('notKey', lang) : spokenError(read.code, spec, lang, journey.today), ...(fact.say.hint === undefined ? [] : [proseText(textIn(fact.say.hint, lang), 'speech')])] }
      return answer(call, { value: read.value, state: 'given' })
    },
  },
  readBack: {
    async ask(call) {
      const { state: { lang, given } } = call, { journey } = await must(call), lines = given.flatMap((p) => readBackOf(journey, p, lang, call.ivr.lists()) ?? [])
      return { say: [...(lines.length === 0 ? [] : [say('readBack', lang), ...lines]), say('right', lang)], gather: one }
    },
    hear(call, digits) {
      const { given } = call.state
      if (digits === '1') return onward(fixed(call, { given: [] }))
      return digits !== '2' ? notKey(call) : given.length > 1 ? { go: 'change' } : again(call, given[0]!)
    },
  },
  change: {
    async ask(call) {
      const { state: { lang, given } } = call, { journey } = await must(call)
      return { say: given.slice(0, 9).map((p, i) => say('change', lang, { label: labelOf(journey.engine.fact(p)!, lang), key: i + 1 })), gather: one }
    },
    hear(call, digits) {
      const path = /^[1-9]$/.test(digits) ? call.state.given.slice(0, 9)[Number(digits) - 1] : undefined
      return path === undefined ? notKey(call) : again(call, path)
    },
  },
  notForYou: {
    async ask(call) {
      const { ivr, state: { lang } } = call, { journey } = await must(call), { engine, view } = journey, fill = fillAloud(journey, lang, ivr.lists()), stop = stopNote(engine, view)
      const why = [...view.eligibility.because.flatMap((id) => { const rule = engine.service.eligibility.find((r) => r.id === id); return view.eligibility.verdict === 'no' && rule !== undefined ? [rule.say] : [] }), ...(stop === undefined ? [] : [engine.fact(stop)!.say.voice ?? engine.fact(stop)!.say.ask])]
      return { say: [say('notForYou', lang), ...why.slice(0, 3).map((t) => proseText(textIn(t, lang), 'speech', fill)), say('restChoose', lang)], gather: one }
    },
    hear: (call, digits) => (digits === '1' ? { person: 'rest' } : digits === '2' ? { bye: 'resolved', topics: 'answered', say: [] } : notKey(call)),
  },
  rest: {
    async ask(call) {
      const { state: { lang } } = call, { journey } = await must(call), labels = [...new Set(restOf(journey).map((f) => labelOf(journey.engine.fact(f.path)!, lang).replace(/\.$/, '')))], shown = labels.slice(0, named).join(', ')
      const left = labels.length === 0 ? say('restNothing', lang) : say('rest', lang, { labels: labels.length > named ? say('restMany', lang, { labels: shown, n: labels.length - named }) : shown })
      return { say: [left, say('restChoose', lang)], gather: one }
    },
    hear: (call, digits) => (digits === '1' ? { person: 'rest' } : digits === '2' ? { bye: 'partly', topics: 'continued', say: [] } : notKey(call)),
  },
  send: {
    async ask(call) {
      const { ivr, state: { lang } } = call, { journey } = await must(call), { engine, view } = journey
      const heard = view.facts.flatMap((f) => (f.status === 'answered' && mustHear.has(engine.fact(f.path)?.type ?? 'note') ? (readBackOf(journey, f.path, lang, ivr.lists()) ?? []) : []))
      const cost = view.fee !== 'unknown' && view.fee.amount > 0 ? [say('fee', lang, { fee: view.fee.currency === 'CLP' ? kinds.money.spoken(view.fee.amount, { type: 'money' }, lang) : formatMoney(view.fee, lang) })] : []
      return { say: [...heard, ...cost, say('send', lang)], gather: one }
    },
    async hear(call, digits) {
      const { ivr, state: { lang } } = call
      if (digits === '2') return { bye: 'partly', topics: 'continued', say: [] }
      if (digits !== '1') return notKey(call)
      const { journey, viewer } = await must(call), done = await ivr.cases.act(journey.id, { do: 'submit', digest: ivr.cases.digest(journey) }, viewer, keyOf(call, 'submit'))
      if (done.ok) { ivr.cases.wake(); return { bye: 'resolved', topics: 'done', say: [say('sent', lang)] } }
      return done.refusal === 'answers-missing' || done.refusal === 'summary-changed' ? onward(call, [say('changed', lang)]) : onward(call)
    },
  },
} as const satisfies { readonly [phase: string]: PhaseRule }

const again = async (call: Call, path: string): Promise<Step> => ({ go: 'ask', state: { path, basedOn: (await must(call)).journey.seq } })
