import type { App, Page, Reply, Request } from '#platform/http'
import type { Federation } from './federation.ts'
import { closedScreen, closingScreen, noScreen, testScreen } from './screens/pages.tsx'

/** From app: the layout, whether people come by https, where sign-in may return to (a path of ours), and where this process listens. */
export type Mounted = { readonly page: Page; readonly https: boolean; readonly ownPath: (text: string | undefined) => string | undefined; readonly origin: () => string }
/** Kept in the browser while it is away; and while a session here came by ClaveÚnica. */
const keptAs = (state: string): string => `entrada-${state.slice(0, 8)}`, byClaveUnica = 'por-claveunica'
/** What just happened to this browser, for the page that tells it: nobody is sent to a way out by a link alone. */
const notKnown = 'sin-identidad', leaving = 'saliendo'
/** Set by a sign-in of ours through ClaveÚnica: signing out goes on to `/entrar/claveunica/cerrar`. */
export const cameBy = (req: Request): boolean => req.cookies[byClaveUnica] !== undefined
const one = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 600) : '')
const whys = ['estado', 'rechazo', 'cancelada', 'caida', 'desconocido'] as const

export function mount(app: App, room: Federation, { page, https, ownPath, origin }: Mounted): void {
  const flags = { path: '/', httpOnly: true, sameSite: 'lax', secure: https } as const, missing = (req: Request, reply: Reply): Promise<Reply> => page.refuse(req, reply, { refusal: 'not-found' })
  const go = (reply: Reply, to: string): Reply => reply.code(302).header('cache-control', 'no-store').header('location', to).send() as unknown as Reply

  app.get('/entrar/claveunica', { config: { access: 'public' } }, async (req, reply) => {
    if (!room.configured) return missing(req, reply)
    if (room.shut()) { reply.header('retry-after', '30'); return page(req, reply, noScreen({ page, req, why: 'caida' })) }
    const { state, kept, to } = room.begin(ownPath(one((req.query as { volver?: unknown }).volver)) ?? page.href(req, '/mis-tramites'), page.lang(req))
    reply.setCookie(keptAs(state), kept, { ...flags, maxAge: 900 })
    return go(reply, to)
  })
  app.get('/entrar/claveunica/vuelta', { config: { access: 'session' } }, async (req, reply) => {
    if (!room.configured) return missing(req, reply)
    const query = req.query as { readonly [k: string]: unknown }, state = one(query['state']), cookie = keptAs(/^[0-9a-f]{48}$/.test(state) ? state : 'none'), begun = room.begun(req.cookies[cookie], state)
    reply.clearCookie(cookie, flags)
    const came = await room.finish(begun, { code: one(query['code']), error: one(query['error']) })
    if (came.end === 'no' && came.why === 'desconocido') { reply.setCookie(notKnown, '1', { ...flags, maxAge: 60 }); await room.saw('unknown', true) }
    if (came.end === 'no') return go(reply, `${begun?.lang === 'en' ? '/en' : ''}/entrar/claveunica/no?por=${came.why}`)
    await room.enter(req, reply, came.person)
    reply.setCookie(byClaveUnica, '1', flags)
    return go(reply, came.back)
  })
  app.get('/entrar/claveunica/no', { config: { access: 'session' } }, async (req, reply) => {
    if (!room.configured) return missing(req, reply)
    const why = whys.find((w) => w === (req.query as { por?: unknown }).por) ?? 'rechazo', out = why === 'desconocido' && req.cookies[notKnown] !== undefined ? room.leave() : undefined
    if (why === 'caida') reply.header('retry-after', '30')
    // Whoever is not known here leaves ClaveÚnica too, by a navigation of the page itself (law.md 1.17, 1.18).
    if (out !== undefined) reply.header('refresh', `4;url=${out}`)
    return page(req, reply, noScreen({ page, req, why, out }))
  })
  app.get('/entrar/claveunica/cerrar', { config: { access: 'session' } }, async (req, reply) => {
    const out = room.leave()
    if (out === undefined) return missing(req, reply)
    reply.clearCookie(byClaveUnica, flags).setCookie(leaving, '1', { ...flags, maxAge: 120 })
    reply.header('refresh', `1;url=${out}`)
    return page(req, reply, closingScreen({ page, req, out }))
  })
  app.get('/entrar/claveunica/adios', { config: { access: 'session' } }, async (req, reply) => {
    if (!room.configured) return missing(req, reply)
    if (req.cookies[leaving] !== undefined) { await room.saw('logout', true); reply.clearCookie(leaving, flags) }
    return page(req, reply, closedScreen({ page, req }))
  })
  app.get('/equipo/claveunica', { config: { access: 'staff', desk: 'federation' } }, async (req, reply) => {
    const own = async (path: string) => { const r = await fetch(`${origin()}${path}`, { redirect: 'manual', signal: AbortSignal.timeout(5_000) }); return { status: r.status, location: r.headers.get('location') ?? '', policy: r.headers.get('content-security-policy') ?? '', text: await r.text() } }
    return page(req, reply, testScreen({ page, req, tested: await room.test(own), settings: { url: room.settings.url, redirect: room.settings.redirect(), goodbye: room.settings.goodbye() } }))
  })
}
