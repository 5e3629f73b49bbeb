import { type Looker, reachOf } from '#core/assurance'
import { addDays } from '#core/date'
import { no, type Outcome, yes } from '#core/refusal'
import type { Crypto } from '#platform/crypto'
import type { Beside, HeaderActor, Log } from '#platform/log'
import { dueOn, extensionOf, type PrivacyLaw, type Right } from './law.ts'
import type { Store } from './store.ts'
import type { Clock, NewEvent, Streams } from './streams.ts'
import type { Correction, ErasureResult, PrivacyPorts, RequestFile, RequestLine, RequestStatus } from './types.ts'
import { say, type Word } from './words.ts'

export type Ask = { readonly kind: Right; readonly case?: string; readonly text?: string }
/** What staff may do with an open request. */
export type Reply = { readonly do: 'answer' | 'refuse' | 'extend' | 'lift'; readonly text: string; /** Of a rectification about a case that was sent: without it none is granted. */ readonly correction?: Correction | undefined }
/** Requests about no single case go to whoever runs the platform. */
const platform = 'sgd', keeper = 'personas', zone = 'America/Santiago', most = 4000
/** Which need words of hers: what is wrong, or why she objects. */
export const needsText: ReadonlySet<Right> = new Set(['rectification', 'objection'])
/** Which the platform answers by itself, at once. */
const atOnce: ReadonlySet<Right> = new Set(['access', 'portability', 'erasure'])
const symbols = '23456789CDFGHJKMNPQRTVWXY'
const header = (v: Looker): HeaderActor => ({ role: v.role, channel: v.channel, assurance: v.assurance, ...(v.person === undefined ? {} : { person: v.person }), ...(v.by === undefined ? {} : { by: v.by }), ...(v.institution === undefined ? {} : { institution: v.institution }), ...(v.venue === undefined ? {} : { venue: v.venue }) })
const words = (text: string | undefined): string | undefined => { const t = text?.normalize('NFC').trim(); return t === undefined || t === '' ? undefined : t.slice(0, most) }

export type RequestsNeeds = { readonly store: Store; readonly streams: Streams; readonly log: Log; readonly crypto: Crypto; readonly clock: Clock; readonly ids: { uuid5(namespace: string, name: string): string }; readonly law: PrivacyLaw; readonly workingDay: (date: string) => boolean; readonly ports: () => PrivacyPorts; readonly tell: (what: string, cause: unknown) => void }
export type Requests = ReturnType<typeof createRequests>

/** What a person asks over her data, from the asking to the answer: each request one stream of evidence with a number, a day by which it is answered, and a state. */
export function createRequests({ store, streams, log, crypto, clock, ids, law, workingDay, ports, tell }: RequestsNeeds) {
  const numberOf = (): string => { const bytes = crypto.random(8); return `DP-${[...bytes].map((b) => symbols[b % symbols.length]).join('').replace(/^(.{4})/, '$1-')}` }
  const today = (): string => clock.today(zone), due = (kind: Right): string => dueOn(today(), law.rights[kind].days, workingDay, (d) => addDays(d, 1))
  /** Only her own, on her own screen or through who attends her; for herself alone, whoever has a mandate (Ley 21.719: the rights are the holder's). */
  function mayAsk(viewer: Looker, kind: Right): Outcome<string> {
    if (viewer.person === undefined) return no('sign-in-needed')
    if (viewer.role !== 'citizen' && viewer.role !== 'agent' && viewer.role !== 'supervisor') return no('not-allowed')
    if ('mandate' in viewer && viewer.mandate !== undefined) return no('not-allowed')
    if (viewer.role !== 'citizen' && viewer.attention === undefined) return no('attention-needed')
    return viewer.assurance < law.rights[kind].level ? no('assurance-too-low', { needs: law.rights[kind].level }) : yes(viewer.person)
  }
  const fileOf = async (line: RequestLine): Promise<RequestFile> => {
    const events = await streams.events(line.id), asked = events[0]?.data, result = events.findLast((e) => e.data['result'] !== undefined)?.data['result'] as ErasureResult | undefined
    return { ...line, ...(typeof asked?.['text'] === 'string' ? { text: asked['text'] } : {}), ...(result === undefined ? {} : { result }), steps: events.map((e) => ({ at: e.at, type: e.type, ...(e.actor.by === undefined ? {} : { by: e.actor.by }), ...(e.seq > 1 && typeof e.data['text'] === 'string' ? { text: e.data['text'] } : {}) })) }
  }
  /** What went out of the house is tried again by nobody: the desk shows it all the same. */
  const told = async (line: RequestLine, word: Word): Promise<void> => {
    if (line.person !== undefined) await ports().tell({ person: line.person, key: `privacy:${line.id}:${word}`, text: { es: say(word, 'es', { number: line.number }), en: say(word, 'en', { number: line.number }) } }).catch((cause: unknown) => tell('a person could not be told of her request', cause))
    if (line.case !== undefined) await ports().tellCase(line.case, { type: caseEvents[word] ?? 'data-request-told', data: { number: line.number, kind: line.kind } }, `privacy:${line.id}:${word}`).catch((cause: unknown) => tell('a case could not be told of a request', cause))
  }
  const caseEvents: { readonly [word: string]: string } = { toldAsked: 'data-request-made', toldAnswered: 'data-request-granted', toldRefused: 'data-request-refused', toldLifted: 'data-unblocked', toldBlocked: 'data-blocked' }

  const requests = {
    /**
     * `key` is the form's: a double click is one request. Access and portability are answered by being shown; erasure is done at once, as far as the law lets it; a block holds from this moment.
     * Refusals: sign-in-needed, assurance-too-low, not-allowed, attention-needed, answer-invalid (words are missing), not-found (no case of hers), key-reused.
     */
    async ask(viewer: Looker, ask: Ask, key: string): Promise<Outcome<RequestLine & { readonly result?: ErasureResult }>> {
      const who = mayAsk(viewer, ask.kind)
      if (!who.ok) return who
      const text = words(ask.text)
      if (needsText.has(ask.kind) && text === undefined) return no('answer-invalid', { missing: ['text'] })
      const about = ask.case === undefined ? undefined : await ports().caseOf(viewer, ask.case)
      if (about !== undefined && !about.ok) return about
      const id = ids.uuid5(who.value, `privacy:${key}`), before = await store.line(id)
      // Done before: what is gone is not erased twice.
      if (before !== undefined) return yes(before)
      const result = ask.kind === 'erasure' ? await ports().erase(viewer) : undefined
      if (result !== undefined && !result.ok) return result
      const status: RequestStatus = result?.ok ? (result.value.kept.length > 0 ? 'partly' : 'answered') : atOnce.has(ask.kind) ? 'answered' : 'open', closed = status !== 'open'
      const line: RequestLine = { id, number: numberOf(), askedAt: clock.now(), due: due(ask.kind), extended: false, kind: ask.kind, status, institution: about?.ok ? about.value.institution : platform, channel: viewer.channel, person: who.value, ...(closed ? { closedAt: clock.now() } : {}), ...(ask.case === undefined ? {} : { case: ask.case }), ...(viewer.by === undefined ? {} : { by: viewer.by }) }
      const events: NewEvent[] = [{ type: 'requested', data: { kind: ask.kind, ...(text === undefined ? {} : { text }), ...(ask.case === undefined ? {} : { case: ask.case }) } }, ...(ask.kind === 'blocking' ? [{ type: 'blocked', data: {} }] : []), ...(closed ? [{ type: 'answered', data: result?.ok ? { result: result.value } : {} }] : [])]
      const done = await streams.write({ id, kind: 'person', institution: keeper, actor: header(viewer), command: { key, body: { ...ask } } }, () => yes({ events, beside: () => [store.begin(line), ...(ask.kind === 'blocking' ? [store.block(who.value, ask.case)] : [])] }))
      if (!done.ok) return done
      // She is nobody here any more: what she asked keeps its number, and its words go with her.
      if (result?.ok && (result.value.gone['person'] ?? 0) > 0) await requests.unname(who.value)
      else if (!done.value.replayed && !atOnce.has(ask.kind)) await told(line, ask.kind === 'blocking' ? 'toldBlocked' : 'toldAsked')
      return yes({ ...((await store.line(id)) ?? line), ...(result?.ok ? { result: result.value } : {}) })
    },
    mine: (person: string): Promise<readonly RequestLine[]> => store.ofPerson(person),
    /** A request for the one it concerns; anybody else's is not there. */
    async ofOwn(viewer: Looker, id: string): Promise<Outcome<RequestFile>> {
      const line = isId(id) ? await store.line(id) : undefined
      return line === undefined || line.person === undefined || line.person !== viewer.person || viewer.assurance < 2 ? no('not-found') : yes(await fileOf(line))
    },
    /** She opens again what she had blocked. */
    async lift(viewer: Looker, id: string): Promise<Outcome<RequestLine>> {
      const mine = viewer.role === 'citizen' && !('mandate' in viewer && viewer.mandate !== undefined) ? await requests.ofOwn(viewer, id) : no('not-found')
      if (!mine.ok) return mine
      if (mine.value.kind !== 'blocking') return no('not-allowed')
      return closeBy(header(viewer), mine.value, { type: 'lifted', data: {} }, 'lifted', 'toldLifted')
    },
    /** The queue of an institution, or of all for who may see all. Refusal: not-allowed. */
    async queue(staff: Looker): Promise<Outcome<readonly RequestLine[]>> { const reach = reachOf('privacy', staff); return reach === undefined ? no('not-allowed') : yes(await store.queue(reach === 'own' ? (staff.institution ?? '') : undefined)) },
    /** Opened by staff: the look stands with the person before anything leaves. Another institution's is not there. */
    async open(staff: Looker, id: string): Promise<Outcome<RequestFile>> {
      const reach = reachOf('privacy', staff), line = isId(id) ? await store.line(id) : undefined
      if (reach === undefined) return no('not-allowed')
      if (line === undefined || (reach === 'own' && line.institution !== staff.institution)) return no('not-found')
      if (line.person !== undefined) await ports().looked(staff, line.person, 'privacy-request', line.id)
      return yes(await fileOf(line))
    },
    /** Answers, refuses with its reason, makes the term longer once, or lifts a block. Refusals: not-allowed, not-found, already-answered as `not-allowed`, answer-invalid. */
    async reply(staff: Looker, id: string, { do: what, text: typed, correction }: Reply): Promise<Outcome<RequestLine>> {
      const reach = reachOf('privacy', staff), line = isId(id) ? await store.line(id) : undefined, text = words(typed)
      if (reach === undefined || reach === 'see') return no('not-allowed')
      if (line === undefined || (reach === 'own' && line.institution !== staff.institution)) return no('not-found')
      if (text === undefined) return no('answer-invalid', { missing: ['text'] })
      const actor: HeaderActor = { ...header(staff), ...(line.person === undefined ? {} : { person: line.person }) }
      if (what === 'extend') {
        const more = extensionOf(law.rights[line.kind])
        // Once, asked and decided before it ends (Ley 19.880 art. 26).
        if (line.extended || today() > line.due || more < 1) return no('not-allowed', { problem: line.extended ? 'extended' : 'late' })
        const until = dueOn(line.due, more, workingDay, (d) => addDays(d, 1))
        const done = await whileOpen(actor, line.id, [{ type: 'extended', data: { text, until } }], () => [store.move({ status: 'open', closed: false, due: until, extended: true })])
        if (done.ok) await told(line, 'toldExtended')
        return done.ok ? yes((await store.line(id))!) : done
      }
      // Granted is done: the answer of the case is another one before anybody is told. A second try after a crash finds it so.
      if (what === 'answer' && line.kind === 'rectification' && line.case !== undefined) {
        if (line.status !== 'open') return no('not-allowed', { problem: 'closed' })
        const file = await ports().correctable(staff, line.case)
        if (file === 'elsewhere') return no('not-allowed', { problem: 'elsewhere' })
        if (typeof file !== 'string') {
          if (correction === undefined) return no('answer-invalid', { missing: ['path'] })
          const done = await ports().correct(staff, line.case, { ...correction, why: text, request: line.number }, `privacy:${line.id}:correct`)
          // Put right before, in other words: the request was not closed then.
          if (!done.ok && done.refusal !== 'key-reused') return done.refusal === 'answer-invalid' ? no('answer-invalid', { missing: ['value'], code: (done.detail as { code?: string } | undefined)?.code ?? '' }) : done
        }
      }
      if ((what === 'lift') !== (line.kind === 'blocking' && what === 'lift')) return no('not-allowed')
      const [type, status, word] = ({ answer: ['answered', 'answered', 'toldAnswered'], refuse: ['refused', 'refused', 'toldRefused'], lift: ['lifted', 'lifted', 'toldLifted'] } as const)[what]
      return closeBy(actor, line, { type, data: { text } }, status, word)
    },
    blocked: store.blocked,
    /** Erased as a person: her requests keep number, kind, dates and state; their words are forgotten. */
    async unname(person: string): Promise<void> { for (const id of await store.unname(person)) await log.forget(id) },
  }
  const isId = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  /** Closed is closed: the second of two answers finds nothing open. A block that staff refuse or lift, or she does, opens; one that is granted holds until it is lifted. */
  const whileOpen = (actor: HeaderActor, id: string, events: readonly NewEvent[], beside: () => readonly Beside[]) => streams.write({ id, kind: 'person', institution: keeper, actor }, (before) => {
    const closed = before?.some((e) => closing.has(e.type)) ?? true, lifts = events[0]?.type === 'lifted' && before !== null && !before.some((e) => e.type === 'lifted' || e.type === 'refused')
    return closed && !lifts ? no('not-allowed', { problem: 'closed' }) : yes({ events, beside })
  })
  async function closeBy(actor: HeaderActor, line: RequestLine, event: NewEvent, status: RequestStatus, word: Word): Promise<Outcome<RequestLine>> {
    const opens = line.kind === 'blocking' && status !== 'answered'
    const done = await whileOpen(actor, line.id, [event], () => [store.move({ status, closed: true }), ...(opens ? [store.unblock()] : [])])
    if (!done.ok) return done
    await told(line, word)
    return yes((await store.line(line.id))!)
  }
  return requests
}
const closing = new Set(['answered', 'refused', 'lifted'])
