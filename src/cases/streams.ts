import type { Actor } from '#core/actor'
import { no, type Outcome, yes } from '#core/refusal'
import { type Beside, genesis, type Kind, type Stored } from '#platform/log'
import { type CasesNeeds, effectId } from './spine.ts'

export type NewEvent = { readonly type: string; readonly data: { readonly [k: string]: unknown } }
/** What a decision gives: the events, and the room's plain line about the stream, moved with them. */
export type Step = { readonly events: readonly NewEvent[]; readonly beside?: (events: readonly Stored[]) => readonly Beside[]; /** Timers and effects, of the last event. */ readonly effects?: readonly { readonly kind: string; readonly runAt: string; readonly data: { readonly [k: string]: unknown } }[] }
type At = { readonly id: string; readonly kind: Kind; readonly institution: string; readonly actor: Actor; readonly from?: number; readonly now?: string; readonly command?: { readonly key: string; readonly body: unknown } | undefined }
export type Wrote = { readonly seq: number; readonly replayed: boolean; readonly events: readonly Stored[] }

const turns = 20

/** Streams that are no case: read, decide, append; a lost race begins again. The stream begins with its first event. */
export function createStreams({ log, crypto, clock, ids }: Pick<CasesNeeds, 'log' | 'crypto' | 'clock' | 'ids'>) {
  return {
    /** `decide` sees the events so far (those after `from`), and none at all (null) where there is no stream yet. */
    async write({ id, kind, institution, actor, from, now, command }: At, decide: (events: readonly Stored[] | null) => Outcome<Step>): Promise<Outcome<Wrote>> {
      for (let turn = 0; turn < turns; turn++) {
        const here = await log.stream(id, { from, command })
        if (here?.before) return here.before.same ? yes({ seq: here.before.seq, replayed: true, events: here.events }) : no('key-reused')
        if (here && here.key === null) return no('contact-ended')
        const decided = decide(here?.events ?? null)
        if (!decided.ok) return decided
        const { events, beside, effects = [] } = decided.value
        if (events.length === 0) return yes({ seq: here?.seq ?? 0, replayed: false, events: here?.events ?? [] })
        const at = now ?? clock.now(), today = clock.today('America/Santiago'), after = here?.seq ?? 0, made = here ? null : crypto.create(id, institution)
        const stored = events.map((e, i): Stored => ({ stream: id, seq: after + 1 + i, type: e.type, at, today, actor, data: e.data }))
        const all = [...(here?.events ?? []), ...stored]
        const written = await log.append({ stream: id, key: made?.key ?? here!.key!, after, previous: here?.hash ?? genesis, at, today, actor, events, ...(made ? { begin: { kind, institution, wrapped: made.wrapped } } : {}), command, beside: beside?.(all), effects: effects.map((e, n) => ({ ...e, seq: stored.at(-1)!.seq, id: effectId(ids, id, stored.at(-1)!.seq, e.kind, n) })) })
        if (written.wrote) return yes({ seq: written.seq, replayed: false, events: all })
        if (made) crypto.drop(id)
      }
      return no('busy')
    },
    read: (id: string) => log.stream(id),
  }
}
export type Streams = ReturnType<typeof createStreams>
