import { kinds } from '#core/kinds'
import { type Mounted, mandateWords } from '#enablers/mandates'
import { Fault } from '#platform/fault'
import type { Request } from '#platform/http'
import type { Enablers } from './enablers.ts'

/** What mandates need of the sessions of identity. */
export const mandatesOf = ({ identity }: Pick<Enablers, 'identity'>): Omit<Mounted, 'page'> => ({
  sessionOf: identity.sessionOf, staffOf: identity.staff.staffOf, actAs: identity.actAs, nameOf: identity.namesOf,
  formatRun: (run) => { const read = kinds.run.parse(run, { type: 'run' }, { lang: 'es', channel: 'web' }); return read.ok ? kinds.run.format(read.value, { type: 'run' }, 'es') : run },
})
/** Whom this browser acts for now, by name: what the band above every page says. Undefined: for its own person. */
export const actingForOf = ({ identity, mandates }: Pick<Enablers, 'identity' | 'mandates'>) => async (req: Request): Promise<string | undefined> => {
  const session = await identity.sessionOf(req)
  if (session?.mandate === undefined) return undefined
  const viewer = await identity.actorOf(req)
  if (viewer.mandate === undefined || viewer.person === undefined) return undefined
  const found = await mandates.get(viewer.mandate, session.person)
  if (found === undefined) throw new Fault('bug', 'a mandate that acts is not there')
  return found.mandate.kept.names ?? (await identity.namesOf(viewer.person)) ?? ''
}
/** What somebody is called in an event: staff by their register, a representative by identity. */
export const nameInEvents = ({ identity }: Pick<Enablers, 'identity'>) => async (by: string): Promise<string | undefined> => (/^[0-9a-f-]{36}$/.test(by) ? identity.namesOf(by) : identity.staff.nameOf(by))
/** «Ana Soto por Rosa Núñez»: whoever did something by this mandate, and for whom. */
export const actedByOf = ({ identity, mandates }: Pick<Enablers, 'identity' | 'mandates'>) => async (mandate: string, lang: string): Promise<string | undefined> => {
  const sides = await mandates.parties(mandate)
  if (sides === undefined) return undefined
  const [who, whom] = await Promise.all([identity.namesOf(sides.representative), sides.names ?? identity.namesOf(sides.represented)]), someone = mandateWords('someone', lang)
  return mandateWords('both', lang, { who: who ?? someone, whom: whom ?? someone })
}
