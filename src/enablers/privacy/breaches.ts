import { type Looker, mayStandAt } from '#core/assurance'
import { isDate } from '#core/date'
import { no, type Outcome, yes } from '#core/refusal'
import type { Crypto } from '#platform/crypto'
import type { HeaderActor, Stored } from '#platform/log'
import { type Both, type NoticeKind, noticeKinds, type PrivacyLaw } from './law.ts'
import type { BreachLine, Store } from './store.ts'
import type { Clock, NewEvent, Streams } from './streams.ts'
import type { PrivacyPorts } from './types.ts'
import { say, stepWord } from './words.ts'

export const breachKinds = ['access', 'loss', 'change', 'outage', 'other'] as const
export type BreachKind = (typeof breachKinds)[number]
/** What is written down of an incident (Decreto 9/2023 art. 12; reference/law.md 8.09): when it was known, what it was, who found it, how far it goes, what was done. Days: civil, of the data touched. */
export type NewBreach = { readonly kind: string; readonly knownAt: string; readonly finder: string; readonly scope: string; readonly measures: string; readonly from: string; readonly until: string; readonly institution?: string; readonly service?: string }
/** A notice that the law asks for: until when, and whether it was sent. `confirm`: the hours are to be read in the law yet. */
export type NoticeClock = { readonly kind: NoticeKind; readonly to: string; readonly law: string; readonly hours: number; readonly confirm: boolean; readonly until: string; readonly sentAt?: string; readonly late: boolean; readonly draft: string }
export type BreachFile = BreachLine & { readonly finder: string; readonly scope: string; readonly measures: string; readonly statement?: Both; readonly lessons?: string; readonly clocks: readonly NoticeClock[]; readonly steps: readonly { readonly at: string; readonly type: string; readonly by?: string; readonly text?: string }[] }
export type BreachCommand =
  | { readonly do: 'sent'; readonly notice: NoticeKind; readonly reference: string }
  | { readonly do: 'note'; readonly text: string }
  | { readonly do: 'choose' }
  | { readonly do: 'publish'; readonly statement: Both }
  | { readonly do: 'close'; readonly text: string }

const institution = 'sgd', most = 8000, batch = 200
const clean = (text: string | undefined): string => (text ?? '').normalize('NFC').trim().slice(0, most)
const after = (at: string, hours: number): string => new Date(Date.parse(at) + hours * 3_600_000).toISOString()

export type BreachesNeeds = { readonly store: Store; readonly streams: Streams; readonly crypto: Crypto; readonly clock: Clock; readonly ids: { uuid5(namespace: string, name: string): string }; readonly law: PrivacyLaw; readonly ports: () => PrivacyPorts; readonly tell: (what: string, cause: unknown) => void }
export type Breaches = ReturnType<typeof createBreaches>

/** Incidents: one stream of evidence each, the clocks of the law, drafts of its notices, whom it touched, and what the public is told. */
export function createBreaches({ store, streams, crypto, clock, ids, law, ports, tell }: BreachesNeeds) {
  const symbols = '23456789CDFGHJKMNPQRTVWXY', numberOf = (): string => `IN-${[...crypto.random(6)].map((b) => symbols[b % symbols.length]).join('')}`
  const actorOf = (s: Looker): HeaderActor => ({ role: s.role, channel: s.channel, assurance: s.assurance, ...(s.by === undefined ? {} : { by: s.by }), ...(s.institution === undefined ? {} : { institution: s.institution }) })
  const isId = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  const fileOf = (line: BreachLine, events: readonly Stored[]): BreachFile => {
    const first = events[0]?.data ?? {}, one = (k: string): string => String(first[k] ?? ''), published = events.findLast((e) => e.type === 'published')?.data, closed = events.findLast((e) => e.type === 'closed')?.data
    const sent = new Map(events.filter((e) => e.type === 'notice-sent').map((e) => [String(e.data['notice']), e.at])), told = events.find((e) => e.type === 'persons-chosen')?.at
    const clocks = noticeKinds.map((kind): NoticeClock => {
      const l = law.notices[kind], until = after(line.knownAt, l.hours), sentAt = sent.get(kind) ?? (kind === 'persons' ? told : undefined)
      return { kind, to: l.to, law: l.law, hours: l.hours, confirm: l.confirm, until, ...(sentAt === undefined ? {} : { sentAt }), late: (sentAt ?? clock.now()) > until, draft: draftOf(kind, line, { finder: one('finder'), scope: one('scope'), measures: one('measures') }, events) }
    })
    return { ...line, finder: one('finder'), scope: one('scope'), measures: one('measures'), ...(published === undefined ? {} : { statement: published['statement'] as Both }), ...(closed === undefined ? {} : { lessons: String(closed['text']) }), clocks, steps: events.map((e) => ({ at: e.at, type: e.type, ...(e.actor.by === undefined ? {} : { by: e.actor.by }), ...(e.seq > 1 && typeof (e.data['text'] ?? e.data['reference']) === 'string' ? { text: String(e.data['text'] ?? e.data['reference']) } : {}) })) }
  }
  /** From what was written down and what the log holds: nobody types the same thing twice at three in the morning. Spanish: it goes to bodies of the State. */
  function draftOf(kind: NoticeKind, b: BreachLine, said: { readonly finder: string; readonly scope: string; readonly measures: string }, events: readonly Stored[]): string {
    const lines = [say(`notice_${kind}`, 'es'), `${say('colNumber', 'es')}: ${b.number}`, `${say('knownAt', 'es')}: ${b.knownAt}`, `${say('breachKind', 'es')}: ${say(`breach_${b.kind as BreachKind}`, 'es')}`, `${say('finder', 'es')}: ${said.finder}`, `${say('scope', 'es')}: ${said.scope}`]
    if (kind === 'csirt-alert') return lines.join('\n')
    return [...lines, `${say('measures', 'es')}: ${said.measures}`, `${say('period', 'es')}: ${b.from} – ${b.until}`, `${say('personsTouched', 'es')}: ${b.persons}`, ...(b.institution === undefined ? [] : [`${say('colInstitution', 'es')}: ${b.institution}`]), ...(b.service === undefined ? [] : [`${say('colService', 'es')}: ${b.service}`]), '', `${say('whatWasDone', 'es')}:`, ...events.map((e) => `- ${e.at} ${stepWord(e.type, 'es')}`)].join('\n')
  }
  const needs = ['finder', 'scope', 'measures'] as const

  return {
    /** Refusals: not-allowed; answer-invalid with the fields that are missing. `key` is the form's. */
    async record(staff: Looker, b: NewBreach, key: string): Promise<Outcome<BreachLine>> {
      if (!mayStandAt('breaches', staff, true)) return no('not-allowed')
      const known = Date.parse(b.knownAt), missing = [...needs.filter((k) => clean(b[k]) === ''), ...((breachKinds as readonly string[]).includes(b.kind) ? [] : ['kind']), ...(Number.isNaN(known) || known > Date.parse(clock.now()) ? ['knownAt'] : []), ...(isDate(b.from) ? [] : ['from']), ...(isDate(b.until) && b.until >= b.from ? [] : ['until'])]
      if (missing.length > 0) return no('answer-invalid', { missing })
      const id = ids.uuid5('6b1f6b0a-6a55-4f7e-9d0e-2f7d7c9c6a51', `${staff.by ?? ''}:${key}`), line = { number: numberOf(), knownAt: new Date(known).toISOString(), from: b.from, until: b.until, kind: b.kind, ...(b.institution ? { institution: b.institution } : {}), ...(b.service ? { service: b.service } : {}) }
      const done = await streams.write({ id, kind: 'institution', institution, actor: actorOf(staff), command: { key, body: { ...b } } }, () => yes({ events: [{ type: 'recorded', data: { finder: clean(b.finder), scope: clean(b.scope), measures: clean(b.measures), kind: b.kind, knownAt: line.knownAt } }], beside: () => [store.record(line)] }))
      return done.ok ? yes((await store.breach(id))!) : done
    },
    async list(staff: Looker): Promise<Outcome<readonly BreachLine[]>> { return mayStandAt('breaches', staff, false) ? yes(await store.breaches()) : no('not-allowed') },
    async open(staff: Looker, id: string): Promise<Outcome<BreachFile>> {
      if (!mayStandAt('breaches', staff, false)) return no('not-allowed')
      const line = isId(id) ? await store.breach(id) : undefined
      return line === undefined ? no('not-found') : yes(fileOf(line, await streams.events(id)))
    },
    /** Refusals: not-allowed, not-found, answer-invalid, contact-ended never: a closed incident takes notes alone. */
    async act(staff: Looker, id: string, command: BreachCommand): Promise<Outcome<BreachFile>> {
      if (!mayStandAt('breaches', staff, true)) return no('not-allowed')
      const line = isId(id) ? await store.breach(id) : undefined
      if (line === undefined) return no('not-found')
      if (line.closedAt !== undefined && command.do !== 'note') return no('not-allowed', { problem: 'closed' })
      const told = await stepOf(line, command)
      if (!told.ok) return told
      const { event, beside } = told.value
      const done = await streams.write({ id, kind: 'institution', institution, actor: actorOf(staff) }, () => yes({ events: [event], beside: () => beside }))
      if (!done.ok) return done
      return yes(fileOf((await store.breach(id))!, await streams.events(id)))
    },
    /** What the public is told: published statements alone. */
    async statements(): Promise<readonly (BreachLine & { readonly statement: Both })[]> {
      const out: (BreachLine & { readonly statement: Both })[] = []
      for (const line of await store.breaches('published')) { const f = fileOf(line, await streams.events(line.id)); if (f.statement !== undefined) out.push({ ...line, statement: f.statement }) }
      return out
    },
    /** Those that touched her data, for her own page. */
    async touching(person: string): Promise<readonly (BreachLine & { readonly statement?: Both })[]> {
      const out: (BreachLine & { readonly statement?: Both })[] = []
      for (const line of await store.touching(person)) { const f = fileOf(line, await streams.events(line.id)); out.push({ ...line, ...(f.statement === undefined ? {} : { statement: f.statement }) }) }
      return out
    },
    /** Tells those who were not told yet, some at a time; who has no contact point finds it on her own page. Answers how many were told. */
    async work(): Promise<number> {
      let n = 0
      for (const { breach, person } of await store.untold(batch)) {
        const line = (await store.breach(breach))!
        const text = { es: say('toldBreach', 'es', { number: line.number }), en: say('toldBreach', 'en', { number: line.number }) }
        const done = await ports().tell({ person, key: `breach:${breach}:${person}`, text }).catch((cause: unknown) => { tell('a person could not be told of an incident', cause); return no('busy') })
        await store.tried(breach, person, done.ok ? clock.now() : undefined)
        if (done.ok) n++
      }
      return n
    },
  }
  async function stepOf(line: BreachLine, c: BreachCommand): Promise<Outcome<{ readonly event: NewEvent; readonly beside: readonly ReturnType<Store['touch']>[] }>> {
    const bad = (field: string) => no('answer-invalid', { missing: [field] })
    switch (c.do) {
      case 'sent': return !noticeKinds.includes(c.notice) ? bad('notice') : clean(c.reference) === '' ? bad('reference') : yes({ event: { type: 'notice-sent', data: { notice: c.notice, reference: clean(c.reference) } }, beside: [store.moveBreach({})] })
      case 'note': return clean(c.text) === '' ? bad('text') : yes({ event: { type: 'noted', data: { text: clean(c.text) } }, beside: [store.moveBreach({})] })
      case 'close': return clean(c.text) === '' ? bad('lessons') : yes({ event: { type: 'closed', data: { text: clean(c.text) } }, beside: [store.moveBreach({ closed: true })] })
      case 'publish': return clean(c.statement.es) === '' ? bad('es') : clean(c.statement.en) === '' ? bad('en') : yes({ event: { type: 'published', data: { statement: { es: clean(c.statement.es), en: clean(c.statement.en) } } }, beside: [store.moveBreach({ published: true })] })
      case 'choose': {
        const persons = await ports().affected({ from: line.from, until: line.until, ...(line.institution === undefined ? {} : { institution: line.institution }), ...(line.service === undefined ? {} : { service: line.service }) })
        return yes({ event: { type: 'persons-chosen', data: { n: persons.length } }, beside: [store.touch(persons), store.moveBreach({ persons: persons.length })] })
      }
    }
  }
}
