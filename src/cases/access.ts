import type { Actor } from '#core/actor'
import { yes } from '#core/refusal'
import type { CasesNeeds } from './spine.ts'
import { createStreams } from './streams.ts'

/**
 * For what reads a person's data outside the doors of cases (a command of whoever runs the platform): written in her own record first.
 * Throws when it cannot be; then nothing may be shown.
 */
export async function recordUse(needs: Pick<CasesNeeds, 'log' | 'crypto' | 'clock' | 'ids'>, person: string, actor: Omit<Actor, 'person'>, use: { readonly what: string; readonly case?: string }): Promise<void> {
  const done = await createStreams(needs).write({ id: needs.ids.uuid5(person, 'access'), kind: 'access', institution: 'personas', actor: { ...actor, person }, from: 2 ** 31 - 1 }, () => yes({ events: [{ type: 'looked', data: use }] }))
  if (!done.ok) throw new Error(`a use of a person's data could not be recorded: ${done.refusal}`)
}
