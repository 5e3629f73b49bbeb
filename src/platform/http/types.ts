import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify'

export type App = FastifyInstance<RawServerDefault, RawRequestDefaultExpression<RawServerDefault>, RawReplyDefaultExpression<RawServerDefault>, FastifyBaseLogger, TypeBoxTypeProvider>
export type Request = FastifyRequest
export type Reply = FastifyReply

/**
 * Who may reach a route. Every route says one of these; one that says nothing stops the start (reliability S1). The route × role test
 * reads the table back with `routesOf`.
 */
export const accesses = {
  public:   'anyone, and the same for all',
  session:  'anyone, but what it answers depends on who looks',
  person:   'a person who signed in, at least at the level that the route names',
  case:     'whoever the access rule of the case lets in; anybody else gets 404',
  client:   'a Bearer token: of one journey, or of an institution’s system',
  signed:   'a machine that signs what it sends; anybody else gets 401',
  staff:    'whoever of the staff has a place at the desk that the route names; anybody else is sent to the door of staff, or gets 403',
  operator: 'whoever runs the platform',
  demo:     'anyone, and only where the demo runs',
} as const
export type Access = keyof typeof accesses

export type RefusalTable = { readonly [code: string]: { readonly status: number; readonly es: string; readonly en: string } }
/** The same shape as core/refusal's Refusal: platform knows the shape, app brings the table. */
export type Refused = { readonly refusal: string; readonly detail?: unknown }

/** What a screen gives; `body` is whatever app's `render` understands. `findable`: the same for all, and search engines may keep it, although its route holds a session for its form. */
export type Screen = { readonly title: string; readonly body: unknown; readonly nav?: string; readonly status?: number; readonly wide?: boolean; readonly findable?: boolean; /** A screen in a public place: nothing of the site around it but its name and languages. */ readonly stage?: boolean; /** Addresses of scripts of ours. */ readonly scripts?: readonly string[] }
/** What `render` gets: the screen and where it stands. `path` has no language prefix and no query. `other` leads to the same page in each other language. */
export type Sheet = Screen & { readonly lang: string; readonly path: string; readonly other: readonly { readonly lang: string; readonly href: string }[]; readonly personal: boolean; readonly error?: boolean }
/** A page that says no. `kept`: what was typed, to be sent again by one button. `retryAfter`: seconds. `reference`: what to tell a help desk. */
export type Apology = {
  readonly lang: string; readonly status: number; readonly code: string; readonly title: string; readonly message: string; readonly reference: string
  readonly retryAfter?: number; readonly kept?: { readonly action: string; readonly fields: readonly (readonly [string, string])[] }; readonly again: string
}
export type Render = { readonly page: (sheet: Sheet, req: Request) => string | Promise<string>; readonly apology: (apology: Apology, req: Request) => unknown }

/** Given to every room that shows screens. */
export type Page = {
  /** Sends one HTML page. */
  (req: Request, reply: Reply, screen: Screen): Promise<Reply>
  /** Sends the page (or, below /api, the RFC 9457 answer) of an expected no. */
  readonly refuse: (req: Request, reply: Reply, refused: Refused) => Promise<Reply>
  readonly lang: (req: Request) => string
  /** A path of ours in the language of this page. */
  readonly href: (req: Request, path: string) => string
  /** The hidden field `_token` of a form: tied to the session, new on every page. */
  readonly token: (req: Request) => string
  /** Idempotency key of this form: its token and the SHA-256 of its fields (contracts §4). A double click repeats it, a change makes another. */
  readonly key: (req: Request) => string
  /** Random id of this browser, for journeys begun by nobody in particular. */
  readonly device: (req: Request) => string
}

/** A file as it streams in. Read it before asking for the next. */
export type Upload = { readonly field: string; readonly name: string; readonly type: string; readonly stream: AsyncIterable<Uint8Array> }

export type Line = { readonly what: 'request' | 'fault' | 'refused'; readonly id: string; readonly method: string; readonly route: string; readonly status: number; readonly ms?: number; readonly code?: string; readonly error?: unknown }

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** Of a route of staff: the desk whose table says which roles may come (`HttpOptions.desks`). */
    desk?: string
    /** Of a person's own route: the least assurance; 1 when it says nothing. */
    level?: number
    /** Own bucket of the limits table for this route, instead of the one its access gives; `false` for none. */
    limit?: string | false
  }
  interface FastifyRequest {
    /** Files of a multipart form, in order; its other fields are in `body`. */
    uploads: AsyncIterable<Upload>
    typed: { device?: string; deviceIsNew?: boolean; nonce?: string }
  }
}
