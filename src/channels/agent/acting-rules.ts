import { contactPath } from './desk.ts'
import type { Desk } from './types.ts'

export const actingPath = (episode: string): string => contactPath(episode, 'representar')
/** Papers by which somebody may act, and for which kind of mandate; `presence`: she agreed signed in on her own telephone in this contact (Ley 19.799 art. 2 f). */
export const papers = { presence: 'simple-signature', notary: 'notary', deed: 'public-deed', court: 'court', birth: 'birth-record' } as const
export const kindsOf = ['power', 'guardian', 'company'] as const
/** A mandate is given or ended only by whoever stands there with a checked document, or signed in. */
export const mayGive = ({ episode }: Pick<Desk, 'episode'>): boolean => episode.level >= 3 && episode.how !== 'phone-pin'
