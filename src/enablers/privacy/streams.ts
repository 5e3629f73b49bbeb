import { no, type Outcome, yes } from '#core/refusal'
import type { Crypto } from '#platform/crypto'
import { type Beside, genesis, type HeaderActor, type Kind, type Log, type Stored } from '#platform/log'

export type Clock = { now(): string; today(zone: string): string }
export type NewEvent = { readonly type: string; readonly data: { readonly [k: string]: unknown } }
export type Step = { readonly events: readonly NewEvent[]; readonly beside: (seq: number) => readonly Beside[] }
const turns = 20, zone = 'America/Santiago'

/** Requests and incidents are streams of the one log: each a hash chain under its own key, sealed with all others (contracts §4). A lost race begins again. */
export function createStreams({ log, crypto, clock }: { readonly log: Log; readonly crypto: Crypto; readonly clock: Clock }) {
  return {
    /** `decide` sees the events so far; none at all (null) where there is no stream yet. Refusals: its own, `key-reused`, `busy`; `not-found` when it was forgotten. */
    async write(at: { readonly id: string; readonly kind: Kind; readonly institution: string; readonly actor: HeaderActor; readonly command?: { readonly key: string; readonly body: unknown } }, decide: (events: readonly Stored[] | null) => Outcome<Step>): Promise<Outcome<{ readonly seq: number; readonly replayed: boolean }>> {
      for (let turn = 0; turn < turns; turn++) {
        const here = await log.stream(at.id, { command: at.command })
        if (here?.before) return here.before.same ? yes({ seq: here.before.seq, replayed: true }) : no('key-reused')
        if (here && here.key === null) return no('not-found')
        const decided = decide(here?.events ?? null)
        if (!decided.ok) return decided
        const { events, beside } = decided.value, after = here?.seq ?? 0, made = here ? null : crypto.create(at.id, at.institution)
        const written = await log.append({ stream: at.id, key: made?.key ?? here!.key!, after, previous: here?.hash ?? genesis, at: clock.now(), today: clock.today(zone), actor: at.actor, events, ...(made ? { begin: { kind: at.kind, institution: at.institution, wrapped: made.wrapped } } : {}), command: at.command, beside: beside(after + events.length) })
        if (written.wrote) return yes({ seq: written.seq, replayed: false })
        if (made) crypto.drop(at.id)
      }
      return no('busy')
    },
    async events(id: string): Promise<readonly Stored[]> { const here = await log.stream(id); return here?.key == null ? [] : here.events },
  }
}
export type Streams = ReturnType<typeof createStreams>
