import { createHash } from 'node:crypto'
import type { Actor, Power } from '#core/actor'
import { may } from '#core/assurance'
import { canonical } from '#platform/canonical'
import { type Case, type CaseEvent, type Command, type Context, decide, differences, type Effect, evolve, follow, type StoredEvent, summaryOf } from '#core/case'
import type { Engine, Env, View } from '#core/journey'
import { no, type Outcome, yes } from '#core/refusal'
import type { Blobs } from '#platform/blob'
import type { Crypto, Key } from '#platform/crypto'
import { type CaseColumns, type CaseRow, genesis, type Log, type NewEffect, type Read, type Sql } from '#platform/log'
import type { Outbox } from '#platform/outbox'
import type { OtpPort } from './live-types.ts'
import type { Blocks } from './person-types.ts'
import type { Performer, RegistersPort, Viewer } from './types.ts'

/** Everything cases needs from outside; app puts it together. */
export type CasesNeeds = {
  readonly sql: Sql
  readonly log: Log
  readonly crypto: Crypto
  readonly outbox: Outbox
  readonly blobs: Blobs
  readonly clock: { /** UTC instant with milliseconds. */ now(): string; /** Civil date in a zone. */ today(zone: string): string }
  readonly ids: { uuid5(namespace: string, name: string): string }
  /** The definition in force, or exactly that version. */
  readonly definitions: { get(service: string, version?: string): Definition | undefined | Promise<Definition | undefined> }
  readonly registers: RegistersPort
  readonly performers: { readonly [kind: string]: Performer }
  /** Who acts for whom now, asked anew each time; undefined: revoked, over, or never theirs. Without it nobody acts for anybody in a contact. */
  readonly powers?: PowersPort
  /** What its person had blocked; without it nothing is. */
  readonly blocks?: Blocks
  /** Does nobody answer who verifies identities now? Then a card shown at a counter is looked at, and what is sent on it is provisional. */
  readonly identityDown?: () => boolean
  /** Six digits to a contact verified before; without it nobody proves who they are that way. */
  readonly otp?: OtpPort
  readonly law?: { readonly workingDay?: (date: string) => boolean; readonly zoneOf?: (institution: string) => string | undefined }
  /** Faults that nobody waits for: of the worker, of a register. Never personal data. */
  readonly tell?: (what: string, cause: unknown) => void
  /** Milliseconds a register has (contracts §4). */
  readonly registerBudget?: number
}
/** `person`: the one who is acted for. */
export type PowersPort = { of(mandate: string, representative: string): Promise<(Power & { readonly id: string; readonly person: string }) | undefined> }
export type Definition = { readonly engine: Engine; readonly sha256?: string }

/** A case as it stands. `file` is null when its key was forgotten: only the plain columns are left. */
export type Here = { readonly row: CaseRow; readonly hash: Buffer; readonly kept: number; readonly before?: Read['before'] } & ({ readonly key: Key; readonly file: Case } | { readonly key: null; readonly file: null })
export type Alive = Extract<Here, { readonly key: Key }>
/** What the answer will be kept under. */
export type Asked = { readonly key: string; readonly body: unknown; readonly answer?: unknown }
type More = { readonly command?: Asked | undefined; readonly done?: { readonly id: string; readonly fence: number } | undefined }
export type Acted = Outcome<{ readonly seq: number; readonly replayed: boolean; readonly events: readonly StoredEvent[] }> | { readonly ok: false; readonly refusal: 'stale' }

const zone = 'America/Santiago'
/** Kept folds in this process: a shortcut only, every read begins with the database. */
const remembered = 5_000
/** The stored state is renewed this often; what lies between is folded when read. */
export const keepEvery = 32
/** A race over another field is tried again this often before it counts as a crowd. */
const turns = 12
/** The namespace of case ids (a UUIDv4 of our own). */
const starts = '6f0a6f5e-0c07-4d4a-9e51-2b9a4c8f7d31'
export const startId = (ids: CasesNeeds['ids'], actor: Actor, device: string, key: string): string => ids.uuid5(starts, canonical([actor.person ?? null, actor.by ?? null, actor.person === undefined && actor.by === undefined ? device : null, key]))
export const effectId = (ids: CasesNeeds['ids'], stream: string, seq: number, kind: string, n: number): string => ids.uuid5(stream, `${seq}:${kind}:${n}`)
export const system: Actor = { role: 'system', channel: 'api', assurance: 0 }

/** The one way to a case and back: read, decide, write in one statement. */
export function createSpine(needs: CasesNeeds) {
  const { log, ids, clock, definitions, law } = needs
  const folds = new Map<string, { readonly seq: number; readonly file: Case }>()
  const remember = (id: string, file: Case): void => {
    folds.delete(id)
    folds.set(id, { seq: file.seq, file })
    if (folds.size > remembered) folds.delete(folds.keys().next().value!)
  }
  const todayAt = (institution: string): string => clock.today(law?.zoneOf?.(institution) ?? zone)

  async function load(id: string, command?: Asked, fresh = false): Promise<Here | null> {
    const held = fresh ? undefined : folds.get(id)
    const read = await log.read(id, { from: held?.seq, command })
    // A fold of ours that the database does not know: it lost what it had promised, or is another one.
    if (read === null) { folds.delete(id); return held ? load(id, command, true) : null }
    const { row, key, hash, kept, before } = read, rest = { row, hash, kept, ...(before ? { before } : {}) }
    if (key === null) { folds.delete(id); return { ...rest, key, file: null } }
    let file: Case | null = read.state === undefined ? (read.base === 0 ? null : held!.file) : (read.state as Case)
    for (const e of read.events) file = evolve(file, e as StoredEvent)
    if (!fresh) remember(id, file!)
    return { ...rest, key, file: file! }
  }

  async function engineOf(file: { readonly service: string; readonly version: string }): Promise<Engine> {
    const found = await definitions.get(file.service, file.version)
    if (found === undefined) throw new Error(`no definition ${file.service}@${file.version} for a case of it`)
    return found.engine
  }
  /** Submission freezes the day everything is judged by (contracts §1). */
  function envOf(file: Case, today: string, channel: Env['channel'] | undefined): Env {
    return { today: file.submittedOn ?? today, lang: file.language, ...(file.submittedOn === undefined ? {} : { submitted: file.submittedOn }), ...(channel === undefined ? {} : { channel }), ...(law?.workingDay ? { workingDay: law.workingDay } : {}) }
  }
  const dayOf = (file: Case, engine: Engine): string => todayAt(file.institution ?? engine.service.institution)

  /** One command of one actor. Access first, then what was answered before, then the decision; a lost race begins again. */
  async function act(id: string, command: Command, viewer: Viewer, more: More = {}): Promise<Acted> {
    for (let turn = 0; turn < turns; turn++) {
      const here = await load(id, more.command)
      if (here === null) return no('not-found')
      const allowed = may(command.do, viewer, here.row as Parameters<typeof may>[2])
      if (!allowed.ok) return allowed
      if (here.before) return here.before.same ? yes({ seq: here.before.seq, replayed: true, events: [] }) : no('key-reused')
      if (here.key === null) return no('journey-ended')
      const engine = await engineOf(here.file), today = dayOf(here.file, engine), env = envOf(here.file, today, viewer.channel), { file } = here
      let view: View | undefined
      const ctx: Context = {
        engine, env, today, now: clock.now(), get view() { return (view ??= engine.pass(file.answers, env)) },
        ...(command.do === 'submit' || command.do === 'read-back' ? { digest: digestOf(engine, file, (view ??= engine.pass(file.answers, env)), command.do === 'read-back' ? command.section : undefined) } : {}),
      }
      const decided = decide(file, command, viewer, ctx)
      if (!decided.ok) return decided.refusal === 'summary-changed' && command.do === 'submit' ? no('summary-changed', { differences: await changedSince(here, engine, ctx, command.digest) }) : decided
      if (decided.value.length === 0) return yes({ seq: file.seq, replayed: false, events: [] })
      const written = await write(here, decided.value, viewer, engine, ctx, more)
      if (typeof written !== 'string') return written
    }
    return no('busy')
  }

  type Begin = { readonly id: string; readonly key: Key; readonly wrapped: Buffer; readonly institution: string }
  /** What the events make of the case, what they ask for, and all of it in one statement. */
  async function write(here: Alive | Begin, events: readonly CaseEvent[], actor: Actor, engine: Engine, { today, now }: Pick<Context, 'today' | 'now'>, more: More): Promise<Acted | 'raced' | 'exists' | 'taken'> {
    const begun = 'file' in here ? here : null, stream = begun ? begun.file.id : (here as Begin).id, after = begun?.file.seq ?? 0
    let file: Case | null = begun?.file ?? null
    const made: StoredEvent[] = [], effects: NewEffect[] = [], cancel: string[] = []
    events.forEach((event, i) => {
      const stored: StoredEvent = { stream, seq: after + 1 + i, type: event.type, at: now, today, actor: plain(actor), data: event.data as StoredEvent['data'] }
      file = evolve(file, stored)
      made.push(stored)
      const counted: { [kind: string]: number } = {}
      for (const e of follow(stored, file, engine)) {
        const n = e.n ?? (counted[e.kind] = (counted[e.kind] ?? -1) + 1)
        effects.push({ id: effectId(ids, stream, stored.seq, e.kind, n), seq: stored.seq, kind: e.kind, runAt: instantOf(e, now), data: e.data })
      }
      // The timer of a draft has nothing more to do.
      if (event.type === 'submitted' || event.type === 'deleted' || event.type === 'expired') cancel.push(effectId(ids, stream, 1, 'keep', 0))
    })
    const next = file!, columns = columnsOf(next), ended = made.some((e) => e.type === 'submitted' || e.type === 'deleted' || e.type === 'expired')
    const written = await log.append({
      stream, key: here.key!, after, previous: begun?.hash ?? genesis, at: now, today, actor, events: made, effects, cancel: cancel.filter((id) => id !== more.done?.id),
      ...(begun ? {} : { begin: { kind: 'case' as const, institution: (here as Begin).institution, wrapped: (here as Begin).wrapped } }),
      columns: begun === null || canonical(columns) !== canonical(columnsOf(begun.file)) ? columns : undefined,
      ...(begun !== null && (ended || next.seq - begun.kept >= keepEvery) ? { state: next } : {}), done: more.done, command: more.command,
    })
    if (!written.wrote) return written.why === 'stale' ? { ok: false, refusal: 'stale' } : written.why
    remember(stream, next)
    if (effects.some((e) => e.runAt <= now)) needs.outbox.wake()
    return yes({ seq: written.seq, replayed: false, events: made })
  }

  /** Which answers changed since the summary somebody saw: the log is folded until its digest comes up. */
  async function changedSince(here: Alive, engine: Engine, ctx: Context, digest: string) {
    const is = summaryOf(engine, here.file, ctx.view)
    let file: Case | null = null
    for (const e of await log.events(here.file.id)) {
      if (e.data === null) return []
      file = evolve(file, e as unknown as StoredEvent)
      const view = engine.pass(file.answers, ctx.env)
      if (digestOf(engine, file, view) === digest) return differences(summaryOf(engine, file, view), is, canonical)
    }
    return []
  }
  /** What this process remembers of a case is gone too. */
  const forget = async (id: string): Promise<void> => { folds.delete(id); await needs.blobs.forget(id); await log.forget(id) }
  return { load, act, write, engineOf, envOf, dayOf, todayAt, forget }
}
export type Spine = ReturnType<typeof createSpine>

export const digestOf = (engine: Engine, file: Case, view: View, section?: string): string => createHash('sha256').update(canonical(section === undefined ? summaryOf(engine, file, view) : { section, ...summaryOf(engine, file, view, section) })).digest('hex')
const instantOf = (e: Effect, now: string): string => (e.runAt === undefined ? now : e.runAt.length === 10 ? `${e.runAt}T12:00:00.000Z` : e.runAt)
export const columnsOf = (c: Case): CaseColumns => ({ status: c.status, service: c.service, version: c.version, language: c.language, code: c.code, person: c.person, forPerson: c.forPerson, institution: c.institution, due: c.due })
/** Only what a header holds: a viewer also carries the journeys of a session. */
export const plain = (a: Actor): Actor => ({
  role: a.role, channel: a.channel, assurance: a.assurance, ...(a.person === undefined ? {} : { person: a.person }), ...(a.by === undefined ? {} : { by: a.by }), ...(a.mandate === undefined ? {} : { mandate: a.mandate }), ...(a.institution === undefined ? {} : { institution: a.institution }),
  ...(a.venue === undefined ? {} : { venue: a.venue }), ...(a.device === undefined ? {} : { device: a.device }),
})
