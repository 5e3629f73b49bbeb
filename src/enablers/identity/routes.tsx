import type { App, Limits, Page, Reply, Request } from '#platform/http'
import type { Fields, IdentityProvider, Proof } from './provider.ts'
import { ownPath } from './rules.ts'
import { downScreen, leaveScreen } from './screens/enter.tsx'
import type { Sessions } from './sessions.ts'
import { say } from './words.ts'

export type Mounted = { readonly page: Page; readonly limits: Limits }
type Needs = Mounted & { readonly provider: IdentityProvider; readonly sessions: Sessions; readonly enter: (req: Request, reply: Reply, proof: Proof) => Promise<void>; readonly home: string; readonly demo: boolean; readonly clears: readonly string[]; readonly leaving: (req: Request) => string | undefined; readonly tell: (what: string, cause: unknown) => void; readonly left: (session: string) => Promise<void> }

/** Sign-out, and the demo's door; the real one belongs to whoever keeps accounts, and enters by `identity.enter`. `volver` says where to go on, and only to a page of ours. */
export function routes(app: App, { page, limits, provider, sessions, enter, home, demo, clears, leaving, tell, left }: Needs): void {
  const shown = (req: Request) => ({ lang: page.lang(req), href: (path: string) => page.href(req, path), token: page.token(req) })
  const go = (req: Request, reply: Reply, back: string | undefined): Reply => reply.code(303).header('location', back ?? page.href(req, home)).send() as unknown as Reply
  const down = (req: Request, reply: Reply, cause: unknown): Promise<Reply> => {
    tell(`the identity provider ${provider.name} failed`, cause)
    reply.header('retry-after', '60')
    return page(req, reply, { title: say('downTitle', page.lang(req)), status: 503, body: downScreen(shown(req)) })
  }

  // Where people are only chosen, nobody is identified: this door is the demo's, and exists nowhere else.
  if (provider.demo || demo) app.post('/entrar/demo', { config: { access: 'demo' } }, async (req, reply) => {
    const fields = fieldsOf(req.body), tried = provider.tried(fields)
    if (tried === undefined) return page.refuse(req, reply, { refusal: 'bad-request' })
    // Tries at one person's door are counted wherever they come from (contracts §5); the one that was right gives its place back.
    const taken = limits.take('sign-in', `tried ${tried}`)
    if (!taken.ok) return page.refuse(req, reply, { refusal: 'too-many-tries', detail: { retryAfter: taken.retryAfter } })
    const verified = await attempt(provider.verify(fields))
    if (!verified.ok || verified.value.ok) limits.give('sign-in', `tried ${tried}`)
    if (!verified.ok) return down(req, reply, verified.cause)
    if (!verified.value.ok) return page.refuse(req, reply, verified.value)
    await enter(req, reply, verified.value.value)
    return go(req, reply, ownPath(fields['volver']))
  })
  app.get('/salir', { config: { access: 'session' } }, async (req, reply) =>
    page(req, reply, { title: say('leaveTitle', page.lang(req)), body: leaveScreen({ ...shown(req), back: ownPath((req.query as { volver?: string }).volver) }) }))
  app.post('/salir', { config: { access: 'session' } }, async (req, reply) => {
    const session = await sessions.of(req), next = leaving(req)
    await sessions.leave(req, reply, clears)
    if (session !== undefined) await left(session.hash.toString('hex'))
    return go(req, reply, next === undefined ? undefined : page.href(req, next))
  })
}

export const fieldsOf = (body: unknown): Fields => Object.fromEntries(Object.entries((body ?? {}) as { readonly [k: string]: unknown }).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
/** An outage of the other side, as a value: it has its own page, which says what works meanwhile. */
export const attempt = <T,>(work: Promise<T>): Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly cause: unknown }> => work.then((value) => ({ ok: true, value }), (cause: unknown) => ({ ok: false, cause }))
