import type { App, Limits, Page, Reply, Request, Screen } from '#platform/http'
import type { Accounts } from './accounts.ts'
import { lives } from './rules.ts'
import { activateScreen, digitsScreen, downScreen, enterScreen, goneScreen, passkeyScreen, type Problem, secondScreen, type Way, whoseScreen } from './screens/enter.tsx'
import { say } from './words.ts'

type Proof = { readonly run: string; readonly names: string; readonly assurance: 1 | 2 | 3; readonly method: string; readonly amr: readonly string[]; readonly provider: string }
export type OwnSession = { readonly person: string; readonly names: string; readonly assurance: 0 | 1 | 2 | 3; readonly amr: readonly string[]; readonly since: number; readonly sid: string }
/** From app: the layout, limits, the sessions of identity, and where else one may sign in. */
export type Mounted = {
  readonly page: Page; readonly limits: Limits; readonly https: boolean; readonly demo: boolean
  /** Address of the bundled passkey.client.ts. */
  readonly script: string
  readonly now: () => number
  readonly sessionOf: (req: Request) => Promise<OwnSession | undefined>
  readonly enter: (req: Request, reply: Reply, proof: Proof) => Promise<void>
  readonly sessionsOf: (person: string) => Promise<readonly { readonly sid: string; readonly since: string; readonly lastAt: string; readonly about?: string }[]>
  readonly endSession: (person: string, sid: string) => Promise<boolean>
  /** Only a path of ours. */
  readonly ownPath: (text: string | undefined) => string | undefined
  /** The origin people's browsers stand at, from configuration; on this machine alone, the one they came to. A passkey is bound to it. */
  readonly originOf: (req: Request) => string
  /** A browser that will drop our cookie. */
  readonly insecure: (req: Request) => boolean
  readonly home: string
  /** Other ways to sign in, by configuration. */
  readonly others?: (req: Request, back: string | undefined) => readonly Way[]
  /** Lines of `/mi-cuenta` beside this room's own: those that are mounted. */
  readonly more: (lang: string) => readonly { readonly path: string; readonly text: string }[]
  readonly watch: <T>(work: () => Promise<T>) => Promise<T>
  /** Can anybody be verified now? While not, these doors say so, keep what was typed, and count no try. */
  readonly answers: () => boolean
  readonly tell: (what: string, cause: unknown) => void
}
export const deviceName = 'conocido'
export const fieldOf = (req: Request, name: string, most = 200): string => { const v = ((req.body ?? {}) as { readonly [k: string]: unknown })[name]; return typeof v === 'string' ? v.slice(0, most) : '' }
/** Browsers bind passkeys to names, never to bare addresses: the same machine by its name. */
export const namedOf = (origin: string): string | undefined => { const url = new URL(origin); if (url.hostname !== '127.0.0.1') return undefined; url.hostname = 'localhost'; return url.origin }
const statuses = { wrong: 422, question: 422, locked: 429, busy: 503 } as const
/** Why a new password was not kept: too weak is the person's to mend; too many waiting is ours, and says when to come back. */
export const whyNot = (lang: string, done: { readonly problem: string; readonly seconds?: number }, field: string): Problem => ({ field, text: say(`p_${done.problem}` as 'p_short', lang, { seconds: String(done.seconds ?? 1) }), ...(done.problem === 'busy' ? { status: statuses.busy, seconds: done.seconds ?? 1 } : {}) })
const open = { config: { access: 'session' } } as const

/** Signing in by an account of ours, in every way there is. */
export function enterRoutes(app: App, accounts: Accounts, m: Mounted): void {
  const { page } = m
  const shown = (req: Request, back = m.ownPath((req.query as { volver?: string }).volver)) => ({ lang: page.lang(req), href: (path: string) => page.href(req, path), token: page.token(req), back })
  const posted = (req: Request) => shown(req, m.ownPath(fieldOf(req, 'volver', 2000) || undefined))
  const go = (req: Request, reply: Reply, path: string): Reply => reply.code(303).header('location', page.href(req, path)).send() as unknown as Reply
  const goBack = (reply: Reply, s: ReturnType<typeof shown>): Reply => reply.code(303).header('location', s.back ?? s.href(m.home)).send() as unknown as Reply
  async function enter(req: Request, reply: Reply, account: string, assurance: 2 | 3, amr: readonly string[]): Promise<Reply> {
    const who = (await accounts.of(account))!
    await accounts.entered(who.run, amr, page.lang(req))
    await m.enter(req, reply, { run: who.run, names: [...who.names, ...who.surnames].join(' '), assurance, method: 'own', amr, provider: 'own' })
    if (assurance === 3) reply.setCookie(deviceName, accounts.deviceCookie(who.run, req.cookies[deviceName]), { path: '/', httpOnly: true, sameSite: 'lax', secure: m.https, maxAge: lives.deviceDays * 86_400 })
    return goBack(reply, posted(req))
  }
  const page1 = (req: Request, s: ReturnType<typeof shown>, more: Partial<Parameters<typeof enterScreen>[0]> = {}) => enterScreen({ ...s, run: '', demo: m.demo, others: m.others?.(req, s.back) ?? [], insecure: m.insecure(req), ...more })

  type S = ReturnType<typeof shown>
  const away = (req: Request, reply: Reply, screen: Screen, s: S): Promise<Reply> => { reply.header('retry-after', '60'); return page(req, reply, downScreen(screen, s)) }
  /** A door that says who somebody is. `typed`: its screen with what was typed, for when nobody can say so. */
  const proves = (path: string, typed: (req: Request, s: S) => Screen | Promise<Screen>, does: (req: Request, reply: Reply, s: S) => Promise<Reply>): void => {
    app.post(path, open, async (req, reply) => { const s = posted(req); return m.answers() ? does(req, reply, s) : away(req, reply, await typed(req, s), s) })
  }

  app.get('/entrar', open, async (req, reply) => page(req, reply, page1(req, shown(req), { known: (await m.sessionOf(req))?.names })))
  proves('/entrar', (req, s) => page1(req, s, { run: fieldOf(req, 'run', 30) }), async (req, reply, s) => {
    const run = fieldOf(req, 'run', 30)
    let done: Awaited<ReturnType<Accounts['check']>>
    try { done = await m.watch(() => accounts.check(run, fieldOf(req, 'password', 500), { device: req.cookies[deviceName], source: req.ip, question: { asked: fieldOf(req, 'asked'), answer: fieldOf(req, 'answer', 20) } })) } catch (cause) {
      m.tell('sign-in failed', cause)
      return away(req, reply, page1(req, s, { run }), s)
    }
    if (done.ok && done.second === 'totp') return page(req, reply, secondScreen({ ...s, pending: await accounts.beginSecond(done.account), wrong: false }))
    if (done.ok) return enter(req, reply, done.account, 3, ['pwd'])
    const { problem, seconds = 0, ask } = done
    if (seconds > 0) reply.header('retry-after', String(Math.min(seconds, 86_400)))
    const text = problem === 'locked' ? say(seconds > 86_400 * 30 ? 'closed' : 'locked', s.lang, { minutes: String(Math.max(1, Math.ceil(seconds / 60))) }) : say(problem === 'question' ? 'badAnswer' : problem, s.lang, { seconds: String(seconds) })
    return page(req, reply, page1(req, s, { run, problem: { text, status: statuses[problem] }, ...(ask === true ? { question: accounts.question(run, s.lang) } : {}) }))
  })

  // Pages that only a form leads to: whoever comes by a link, or asks for the other language, begins anew.
  for (const [path, first] of [['/entrar/segundo', '/entrar'], ['/entrar/codigo/verificar', '/entrar/codigo'], ['/entrar/recuperar/codigo', '/entrar/recuperar']] as const) app.get(path, open, async (req, reply) => go(req, reply, first))
  proves('/entrar/segundo', (req, s) => secondScreen({ ...s, pending: fieldOf(req, 'pending'), wrong: false, digits: fieldOf(req, 'digits', 20) }), async (req, reply, s) => {
    const pending = fieldOf(req, 'pending'), done = await accounts.second(pending, fieldOf(req, 'digits', 20))
    return done === 'gone' ? page(req, reply, goneScreen(s, '/entrar')) : done === 'wrong' ? page(req, reply, secondScreen({ ...s, pending, wrong: true })) : enter(req, reply, done.account, 3, ['pwd', 'otp'])
  })
  const passkey = async (req: Request, s: S, wrong = false): Promise<Screen> => { const { options, token } = await accounts.passkeys.begin(m.originOf(req)); return passkeyScreen({ ...s, options, challenge: token, wrong, script: m.script, byName: namedOf(m.originOf(req)) }) }
  app.get('/entrar/llave', open, async (req, reply) => page(req, reply, await passkey(req, shown(req))))
  proves('/entrar/llave', passkey, async (req, reply, s) => {
    const account = await accounts.passkeys.check(fieldOf(req, 'challenge'), fieldOf(req, 'response', 20_000), m.originOf(req))
    return account === undefined ? page(req, reply, await passkey(req, s, true)) : enter(req, reply, account, 3, ['hwk'])
  })
  for (const [path, kind] of [['/entrar/codigo', 'once'], ['/entrar/recuperar', 'recover']] as const) {
    app.get(path, open, async (req, reply) => page(req, reply, whoseScreen({ ...shown(req), kind })))
    proves(path, (req, s) => whoseScreen({ ...s, kind, run: fieldOf(req, 'run', 30) }), async (req, reply, s) => {
      const run = fieldOf(req, 'run', 30), taken = m.limits.take('sign-in', `${kind} ${run.replace(/\W/g, '').toUpperCase()}`)
      if (!taken.ok) return page.refuse(req, reply, { refusal: 'too-many-tries', detail: { retryAfter: taken.retryAfter } })
      const begun = kind === 'once' ? await accounts.oneTime(run, s.lang) : await accounts.recover(run, s.lang)
      return page(req, reply, digitsScreen({ ...s, kind, pending: begun.token }))
    })
  }
  proves('/entrar/codigo/verificar', (req, s) => digitsScreen({ ...s, kind: 'once', pending: fieldOf(req, 'pending'), digits: fieldOf(req, 'digits', 20) }), async (req, reply, s) => {
    const pending = fieldOf(req, 'pending'), done = await accounts.oneTimed(pending, fieldOf(req, 'digits', 20))
    return done === 'gone' ? page(req, reply, goneScreen(s, '/entrar/codigo')) : done === 'wrong' ? page(req, reply, digitsScreen({ ...s, kind: 'once', pending, problem: { field: 'digits', text: say('digitsWrong', s.lang) } })) : enter(req, reply, done.account, 2, ['otp', 'sms'])
  })
  /** Of a refusal that is not the person's, machines and browsers are told when to come back. */
  const told = (reply: Reply, problem: Problem): Problem => { if (problem.seconds !== undefined) reply.header('retry-after', String(problem.seconds)); return problem }
  proves('/entrar/recuperar/codigo', (req, s) => digitsScreen({ ...s, kind: 'recover', pending: fieldOf(req, 'pending'), digits: fieldOf(req, 'digits', 20) }), async (req, reply, s) => {
    const pending = fieldOf(req, 'pending'), done = await accounts.recovered(pending, fieldOf(req, 'digits', 20), fieldOf(req, 'password', 500))
    if (done.ok) return go(req, reply, '/entrar')
    return done.problem === 'gone' ? page(req, reply, goneScreen(s, '/entrar/recuperar')) : page(req, reply, digitsScreen({ ...s, kind: 'recover', pending, problem: told(reply, done.problem === 'code' ? { field: 'digits', text: say('digitsWrong', s.lang) } : { ...whyNot(s.lang, done, 'password'), digits: fieldOf(req, 'digits', 20) }) }))
  })
  app.get('/activar', open, async (req, reply) => page(req, reply, activateScreen({ ...shown(req), run: '', code: '' })))
  proves('/activar', (req, s) => activateScreen({ ...s, run: fieldOf(req, 'run', 30), code: fieldOf(req, 'code', 40) }), async (req, reply, s) => {
    const run = fieldOf(req, 'run', 30), code = fieldOf(req, 'code', 40), taken = m.limits.take('sign-in', `activate ${run.replace(/\W/g, '').toUpperCase()}`)
    if (!taken.ok) return page.refuse(req, reply, { refusal: 'too-many-tries', detail: { retryAfter: taken.retryAfter } })
    const done = await accounts.activate(run, code, fieldOf(req, 'password', 500))
    if (done.ok) return enter(req, reply, done.account, 3, ['pwd'])
    return page(req, reply, activateScreen({ ...s, run, code, problem: told(reply, done.problem === 'code' || done.problem === 'gone' ? { field: 'code', text: say('p_code', s.lang) } : whyNot(s.lang, done, 'password')) }))
  })
}
