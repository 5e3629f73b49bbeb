import type { Looker } from '#core/assurance'
import type { Outcome } from '#core/refusal'
import type { Request } from '#platform/http'

/** What an application does here. `device`: a machine without a keyboard; `ask`: somebody on the telephone (CIBA); `exchange`: acts by a mandate; `system`: the institution's own system, for nobody in particular. */
export type Way = 'code' | 'refresh' | 'device' | 'ask' | 'exchange' | 'system'
/** A public key or several, as RFC 7517 writes them. */
export type Jwks = { readonly keys: readonly { readonly [member: string]: unknown }[] }
/** What it proved itself by before, and until when (ISO 8601) that still counts: while an institution changes it everywhere. */
export type Until<T> = T & { readonly until: string }
/** How it proves to be itself. A secret is kept sealed; of `private_key_jwt` (RFC 7523) only public keys are kept; `none` is for what cannot keep a secret. */
export type ClientProof = { readonly method: 'client_secret_basic' | 'client_secret_post'; readonly secret: string; readonly old?: Until<{ readonly secret: string }> } | { readonly method: 'private_key_jwt'; readonly jwks: Jwks; readonly old?: Until<{ readonly jwks: Jwks }> } | { readonly method: 'none' }
/** An application of an institution. */
export type OidcClient = {
  readonly id: string
  readonly institution: string
  /** As people read it on the page of permission. */
  readonly name: { readonly es: string; readonly en: string }
  readonly stage: 'sandbox' | 'qa' | 'production'
  readonly proof: ClientProof
  readonly ways: readonly Way[]
  readonly redirectUris?: readonly string[]
  /** Where a browser may go after signing out. */
  readonly logoutUris?: readonly string[]
  /** Told, back end to back end, that a person signed out (OpenID Connect Back-Channel Logout 1.0). */
  readonly backchannelLogout?: string
  /** Data it may ask for: `run`, `name`. `openid` is always there. */
  readonly data?: readonly ('run' | 'name')[]
  /** `given`: a law or agreement already allows it, and nobody is asked again. */
  readonly consent?: 'asked' | 'given'
  /** Its tokens count only with a proof of its key (RFC 9449), and requests only when pushed first (RFC 9126). */
  readonly dpop?: boolean
  readonly pushed?: boolean
  /** How sure its system is of whom it acts for; of `system` only. */
  readonly assurance?: 0 | 1 | 2 | 3
}
export type KeptClient = OidcClient & { readonly certified: boolean; readonly revoked: boolean }

/** Who asks a person to say who she is: shown to her. */
export type Asker = { readonly institution?: string; readonly post?: string; readonly name?: string }
export type Ask = { readonly run: string; /** Shown to both, to compare: the number of the call, say. Up to 60 characters. */ readonly message: string; readonly level: 1 | 2 | 3; readonly by?: Asker; /** Send a one-use link too. True unless said. */ readonly notify?: boolean }
export type Asked = { readonly state: 'waiting' | 'granted' | 'refused' | 'expired'; readonly person?: string; readonly acr?: string; readonly amr?: readonly string[] }
/** One that waits for a person's answer. Instants are ISO 8601. */
export type Pending = { readonly id: string; readonly message: string; readonly level: 1 | 2 | 3; readonly by: Asker; readonly client: string; readonly at: string; readonly until: string }
export type Answer = { readonly amr: readonly string[]; /** How sure one is of who answered; without it, what those ways give (`levelBy`). */ readonly assurance?: 1 | 2 | 3 }

/** Whom a token speaks for: an institution's system, or a representative who acts by a mandate. */
export type Bearer =
  | { readonly kind: 'client'; readonly client: { readonly id: string; readonly institution: string; readonly assurance: 0 | 1 | 2 | 3 } }
  | { readonly kind: 'representative'; readonly looker: Looker }
/** One institution's application and the data a person let it have. */
export type Approval = { readonly client: string; readonly institution: string; readonly name: { readonly es: string; readonly en: string }; readonly data: readonly string[]; readonly since: string; /** Her own choice, which she can take back; otherwise a law or agreement allows it. */ readonly hers: boolean }

/** What this room needs of mandates. */
export type Power = { readonly id: string; readonly person: string; readonly services: 'all' | readonly string[]; readonly acts: readonly string[] }
export type Powers = { of(mandate: string, representative: string): Promise<Power | undefined> }
/** What this room needs of identity. */
export type People = {
  sessionOf(req: Request): Promise<{ readonly person: string; readonly sid: string; readonly hash: Buffer; readonly assurance: 0 | 1 | 2 | 3; readonly amr: readonly string[]; /** Unix milliseconds of the sign-in. */ readonly since: number } | undefined>
  endSession(person: string, sid: string): Promise<unknown>
  /** Whether that person is still here: nothing of theirs is read. */
  exists(person: string): Promise<boolean>
  runOf(person: string): Promise<string | undefined>
  personOf(run: string): Promise<string | undefined>
  namesOf(person: string): Promise<string | undefined>
}
/** Something the person's history keeps: she said that it was not her who was on the telephone. */
export type Told = { readonly person: string; readonly what: 'ask-refused'; readonly ask: string; readonly message: string; readonly by: Asker; readonly client: string }

/** An institution is about to get data of a person: written down before they leave. */
export type Given = { readonly person: string; readonly client: string; readonly institution: string; /** `run`, `name`; `cases`: a representative’s token is used by this application. */ readonly data: readonly string[]; /** Written once for each; without it, each time. */ readonly key?: string }

export type Tokens = {
  /** Undefined: not a token of this provider. A refusal: it was one, and is over, revoked or without its proof. */
  who(authorization: string | undefined, req: Request): Promise<Outcome<Bearer> | undefined>
}

/** What an application did, as far as its certification asks (law.md 1.21): nothing of whoever signed in. `within`: the scopes it registered; `dest`: Sec-Fetch-Dest; `browser`: no back end called. */
export type Observation =
  | { readonly client: string; readonly what: 'authorize'; readonly state: string; readonly scope: string; readonly within: string; readonly dest: string | undefined }
  | { readonly client: string; readonly what: 'token' | 'userinfo'; readonly browser: boolean }
  | { readonly client: string; readonly what: 'logout' }
