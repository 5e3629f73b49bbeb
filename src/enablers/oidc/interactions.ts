import { rankOf, acrOf, wanted } from './rules.ts'

type Seen = { readonly assurance: number; readonly amr: readonly string[]; /** Unix milliseconds. */ readonly since: number; readonly sid: string }
type Wish = { readonly acr_values?: unknown; readonly max_age?: unknown }
/**
 * Is who is signed in here enough for what is asked? `enough`; `door`: send them to sign in; `weak`: they just did, and it is still not enough, so say why
 * instead of going in circles. `again`: a sign-in after the question is wanted (prompt=login); `asked`: the session there was when we sent them to the door.
 */
export function judge({ session, wish, again, asked, now }: { readonly session: Seen | undefined; readonly wish: Wish; readonly again: boolean; readonly asked: string | undefined; readonly now: number }): 'enough' | 'door' | 'weak' {
  if (session === undefined) return 'door'
  const fresh = asked !== undefined && asked !== session.sid, age = Number(wish.max_age)
  if (again && !fresh) return 'door'
  if (wish.max_age !== undefined && !fresh && Number.isFinite(age) && now - session.since > age * 1000) return 'door'
  if (rankOf(acrOf(session.assurance, session.amr)) >= wanted(wish.acr_values)) return 'enough'
  return fresh ? 'weak' : 'door'
}
