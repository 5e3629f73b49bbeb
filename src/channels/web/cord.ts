import { type StoredEvent, termOf } from '#core/case'
import { personActionOf } from '#core/service'
import { channelIcon, channelName, day, labelOf, moment, type Origin as By, textIn } from '#ui'
import { pathFor, questionPath } from './open.ts'
import type { Document, Here, Web } from './types.ts'
import { say, type Word } from './words.ts'

/** A knot of the cord: what happened is solid, what happens now is filled, what comes is dashed. */
export type Knot = { readonly state: 'done' | 'now' | 'next'; readonly icon: By['icon'] | 'check' | 'review' | 'answer' | 'document'; readonly title: string; readonly when?: string; readonly text?: string; readonly link?: { readonly href: string; readonly text: string } }

/** What happens after sending, from the definition's own stages and the case's dates. */
export function nextSteps(web: Web, here: Here, documents: readonly Document[]): readonly Knot[] {
  const { lang, journey: { case: file, engine, view } } = here
  const { service } = engine
  const institution = web.names.institution(file.institution ?? view.competent ?? service.institution, lang)
  const knots: Knot[] = [{ state: 'done', icon: 'check', title: say('nextReceived', lang), ...(file.submittedAt ? { when: moment(file.submittedAt, lang) } : {}) }]
  for (const path of view.deferred) {
    const fact = engine.fact(path)
    const until = termOf(engine, path, file.submittedOn)
    if (fact === undefined || until === null) continue
    const label = labelOf(fact, lang)
    knots.push({ state: 'now', icon: 'letter', title: say('nextFollow', lang, { fact: label }), text: say('nextFollowBy', lang, { date: day(until, lang) }), link: { href: questionPath(here.id, path), text: say('nextFollowGo', lang, { fact: label }) } })
  }
  const stages = service.lifecycle ?? []
  const ended = file.status === 'closed' || file.status === 'rejected'
  const at = ended ? stages.length : Math.max(0, stages.findIndex(s => s.id === file.stage))
  stages.forEach((stage, i) => {
    const hers = personActionOf(stage) as 'pay' | 'sign' | undefined
    if (hers === 'pay' && (typeof file.fee !== 'object' || file.fee.amount === 0)) return
    const issued = (stage.outputs ?? []).length > 0 && stage.actor === undefined
    const done = i < at || (issued && documents.length > 0)
    const title = hers !== undefined ? say(i < at ? `done_${hers}` : `next_${hers}`, lang) : issued ? say(done ? 'nextIssued' : 'nextIssue', lang, { title: textIn(service.outputs?.find(o => o.id === stage.outputs![0])?.title, lang) }) : say('nextReview', lang, { institution })
    knots.push({ state: done ? 'done' : i === at ? 'now' : 'next', icon: issued ? 'document' : hers === undefined ? 'review' : 'answer', title, ...(hers !== undefined && i === at ? { link: { href: personPath(here.id, hers), text: say(`go_${hers}`, lang) } } : {}), ...(stage.say ? { text: textIn(stage.say, lang) } : {}) })
  })
  if (file.due !== undefined && !ended) knots.push({ state: 'next', icon: 'answer', title: say('nextAnswer', lang, { date: day(file.due, lang) }) })
  return knots
}

/** Where the person does what a stage waits for. */
export const personPath = (id: string, action: 'pay' | 'sign'): string => pathFor(id, action === 'pay' ? 'pagar' : 'firmar')
/** What the case waits for from its person now. */
export const waitsFor = ({ case: file, engine }: Here['journey']): 'pay' | 'sign' | undefined =>
  file.status === 'submitted' || file.status === 'in-review' ? (personActionOf(engine.service.lifecycle?.find(s => s.id === file.stage)) as 'pay' | 'sign' | undefined) : undefined

const titles: { readonly [type: string]: Word } = {
  started: 'ev_started', claimed: 'ev_claimed', 'language-changed': 'ev_language', submitted: 'ev_submitted', acted: 'ev_acted',
  'certificate-issued': 'ev_issued', notified: 'ev_notified', followed: 'ev_followed', reminded: 'ev_reminded', 'term-ended': 'ev_term', 'deadline-passed': 'ev_deadline', 'paper-kept': 'ev_paper',
  paid: 'ev_paid', signed: 'ev_signed', 'survey-answered': 'ev_survey', 'payment-requested': 'ev_charge', 'signature-requested': 'ev_sign',
}
const quiet = new Set(['language-changed', 'row-added', 'row-removed', 'list-closed', 'stage-ended'])

/** Both names, by mandate: what was done for somebody says by whom. */
export type Acted = ReadonlyMap<string, string>
export async function actedIn(web: Web, lang: string, events: readonly StoredEvent[]): Promise<Acted> {
  const found = new Map<string, string>()
  for (const id of new Set(events.flatMap(e => e.actor.mandate ?? []))) { const both = await web.actedBy?.(id, lang); if (both !== undefined) found.set(id, both) }
  return found
}

/** The log as a person reads it, newest first: what one hand did in a row is one knot. */
export function timeline(web: Web, here: Here, events: readonly StoredEvent[], acted: Acted = new Map()): readonly Knot[] {
  const { lang } = here
  const knots: (Knot & { n: number; hand: string; type: string })[] = []
  for (const e of events) {
    if (quiet.has(e.type)) continue
    const hand = `${e.type}|${e.actor.channel}|${e.actor.role}|${e.actor.by ?? ''}|${e.actor.mandate ?? ''}`, both = e.actor.mandate === undefined ? undefined : acted.get(e.actor.mandate)
    const n = e.type === 'answered' ? Object.keys((e.data['answers'] as object | undefined) ?? {}).length : 1
    const last = knots.at(-1)
    if (last && last.hand === hand && (e.type === 'answered' || e.type === 'fetched')) {
      const all = last.n + n
      knots[knots.length - 1] = { ...last, n: all, when: whenOf(e, lang), ...(e.type === 'answered' ? { title: titleOf(web, e, all, lang) } : {}) }
      continue
    }
    knots.push({ state: 'done', icon: e.actor.role === 'system' ? iconOf(e.type) : channelIcon(e.actor.channel), title: titleOf(web, e, n, lang), when: whenOf(e, lang), ...(both === undefined ? {} : { text: both }), n, hand, type: e.type })
  }
  return knots.reverse().map(({ n: _n, hand: _hand, type: _type, ...knot }) => knot)
}
const iconOf = (type: string): Knot['icon'] => (type === 'fetched' ? 'register' : type === 'certificate-issued' ? 'document' : type === 'notified' || type === 'reminded' ? 'letter' : 'check')
const whenOf = (e: StoredEvent, lang: string): string => `${moment(e.at, lang)}${e.actor.role === 'system' ? '' : `. ${capital(channelName(e.actor.channel, lang))}`}`
const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1)
function titleOf(web: Web, e: StoredEvent, n: number, lang: string): string {
  if (e.type === 'answered') return e.actor.role === 'citizen' || e.actor.role === 'representative' ? (n === 1 ? say('ev_answered1', lang) : say('ev_answered', lang, { n })) : say('ev_answeredBy', lang, { n })
  if (e.type === 'fetched') {
    const values = Object.values((e.data['values'] as { [path: string]: { outcome?: string; receipt?: { register: string } } } | undefined) ?? {})
    const registers = [...new Set(values.flatMap(v => (v.receipt ? [web.names.register(v.receipt.register, lang)] : [])))]
    return registers.length > 0 ? say('ev_fetched', lang, { registers: registers.join(', ') }) : say('ev_fetchFailed', lang)
  }
  return say(Object.hasOwn(titles, e.type) ? titles[e.type]! : e.type.endsWith('-failed') ? 'ev_failed' : 'ev_other', lang)
}
