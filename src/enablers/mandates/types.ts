import type { Power, PowerAct } from '#core/actor'
import type { Form, Kind } from './rules.ts'

export type State = 'granted' | 'active' | 'revoked' | 'ended' | 'refused'
/** What shows that somebody may: the act itself (`form`), where it stands, and the document (`evidence.ts`) or a deed's number. Sealed. */
export type Evidence = { readonly form: Form; readonly reference?: string; readonly file?: { readonly name: string; readonly type: string; readonly size: number; readonly sha256: string }; /** RFC 8176, of the session in which it was given. */ readonly amr?: readonly string[]; /** SHA-256 of the words she agreed to. */ readonly text?: string; readonly register?: string }
/** What is sealed beside a mandate. `run`: as the one who gave it typed whom it is for; `names`: of a company. */
export type Kept = { readonly evidence: Evidence; readonly run?: string; readonly names?: string }
export type Mandate = {
  readonly id: string; readonly represented: string; readonly representative: string; readonly kind: Kind; readonly form: Form; readonly state: State; readonly services: 'all' | readonly string[]; readonly acts: readonly PowerAct[]
  readonly from: string; readonly until?: string; readonly grantedAt: string; readonly acceptedAt?: string; readonly endedAt?: string; readonly kept: Kept
}
/** What is asked for when a mandate is given. */
export type Terms = { readonly kind: Kind; readonly services: 'all' | readonly string[]; readonly acts: readonly PowerAct[]; readonly until?: string }
/** Why it was not given: the field that is wrong. */
export type Problem = 'file-type' | 'file-size' | 'run' | 'self' | 'kind' | 'services' | 'acts' | 'until' | 'form' | 'solemn' | 'evidence' | 'too-many' | 'level'
export type Granted = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly problem: Problem }
export type Happened = { readonly type: 'granted' | 'accepted' | 'refused' | 'revoked' | 'ending' | 'ended'; readonly at: string; readonly by: string; readonly role: string }
/** `person`: who is acted for. `until`: last civil day in Chile. */
export type Powers = Power & { readonly id: string; readonly person: string; readonly kind: Kind; readonly until?: string }
/** Who did it: a person themselves, or staff at a counter. */
export type Doer = { readonly by: string; readonly role: 'citizen' | 'agent' | 'officer' | 'supervisor' | 'system'; readonly institution?: string; readonly channel: 'web' | 'counter' | 'api' }
/** Whom a register says somebody represents. `rut`: canonical. */
export type Companies = { readonly name: string; readonly demo: boolean; companiesOf(run: string): Promise<readonly { readonly rut: string; readonly names: string }[]> }
/** What a service lets mandates do. `solemn`: its act needs an advanced signature or a public deed (Ley 19.880 art. 22). */
export type Allowing = { readonly id: string; readonly title: (lang: string) => string; readonly solemn: boolean }
