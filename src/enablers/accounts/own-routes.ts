import type { App, Reply, Request } from '#platform/http'
import type { Accounts } from './accounts.ts'
import { fieldOf, type Mounted, namedOf, type OwnSession, whyNot } from './routes.ts'
import { lives } from './rules.ts'
import type { Problem } from './screens/enter.tsx'
import { appScreen, contactsScreen, indexScreen, keysScreen, passwordScreen, sessionsScreen } from './screens/mine.tsx'
import type { Account } from './types.ts'
import { say, type Word } from './words.ts'

const own = { config: { access: 'person', level: 2 } } as const
const pages = [['/mi-cuenta/seguridad', 'security'], ['/mi-cuenta/llaves', 'keys'], ['/mi-cuenta/codigos', 'app'], ['/mi-cuenta/sesiones', 'sessions'], ['/mi-cuenta/contactos', 'contacts']] as const satisfies readonly (readonly [string, Word])[]

/** A person's own account: how she signs in, where she is, how she is reached. Changes need level 3 and a sign-in of the last ten minutes. */
export function ownRoutes(app: App, accounts: Accounts, m: Mounted): void {
  const { page } = m
  type Seen = { readonly session: OwnSession; readonly account: Account | undefined; readonly shown: { readonly lang: string; readonly href: (path: string) => string; readonly token: string; readonly done: boolean; readonly fresh: boolean; readonly at: string } }
  /** The gate let them in: there is a session. */
  async function seen(req: Request, at: string): Promise<Seen> {
    const session = (await m.sessionOf(req))!
    return { session, account: await accounts.ofPerson(session.person), shown: { lang: page.lang(req), href: (path) => page.href(req, path), token: page.token(req), at, done: (req.query as { hecho?: string }).hecho === '1', fresh: session.assurance === 3 && m.now() - session.since < lives.freshMinutes * 60_000 } }
  }
  const done = (req: Request, reply: Reply, at: string): Reply => reply.code(303).header('location', page.href(req, `${at}?hecho=1`)).send() as unknown as Reply
  const stale = (req: Request, reply: Reply, at: string): Reply => reply.code(303).header('location', page.href(req, `/entrar?volver=${encodeURIComponent(page.href(req, at))}`)).send() as unknown as Reply
  const told = (s: Seen, type: string): Promise<void> => accounts.told(s.session.person, type)
  /** `change` answers a problem, or undefined when it is done. Who is not fresh goes to the door first. */
  function mine(at: string, show: (s: Seen, req: Request, problem?: Problem & { readonly id?: string }) => Promise<Parameters<typeof page>[2]>, change: (s: Seen, req: Request, act: string, id: string) => Promise<(Problem & { readonly id?: string }) | undefined>, always: (act: string) => boolean = () => false): void {
    app.get(at, own, async (req, reply) => page(req, reply, await show(await seen(req, at), req)))
    app.post(at, own, async (req, reply): Promise<Reply> => {
      const s = await seen(req, at)
      const act = fieldOf(req, 'do', 20)
      if (!s.shown.fresh && !always(act)) return stale(req, reply, at)
      const problem = await change(s, req, act, fieldOf(req, 'id', 500))
      if (problem?.seconds !== undefined) reply.header('retry-after', String(problem.seconds))
      return problem === undefined ? done(req, reply, at) : page(req, reply, await show(s, req, problem))
    })
  }
  app.get('/mi-cuenta', own, async (req, reply) => {
    const lang = page.lang(req), session = (await m.sessionOf(req))!
    return page(req, reply, indexScreen({ lang, names: session.names, ways: [...pages.map(([path, word]) => ({ path, text: say(word, lang) })), { path: '/mi-historia', text: say('history', lang) }, ...m.more(lang)].map(({ path, text }) => ({ href: page.href(req, path), text })) }))
  })
  mine('/mi-cuenta/seguridad', async ({ shown, account }, _, problem) => passwordScreen({ ...shown, active: account?.active === true, problem }), async (s, req) => {
    if (s.account === undefined) return { field: 'password', text: say('noAccount', s.shown.lang) }
    const changed = await accounts.change(s.account.account, fieldOf(req, 'password', 500))
    return changed.ok ? undefined : whyNot(s.shown.lang, changed.problem === 'gone' ? { problem: 'code' } : changed, 'password')
  })
  mine('/mi-cuenta/llaves', async ({ shown, account, session }, req, problem) => {
    const begun = account !== undefined && shown.fresh ? await accounts.passkeys.beginNew(account, session.names, m.originOf(req)) : undefined
    return { ...keysScreen({ ...shown, keys: account === undefined ? [] : await accounts.passkeys.list(account.account), begun: begun && { options: begun.options, challenge: begun.token }, script: m.script, bad: problem !== undefined, byName: namedOf(m.originOf(req)) }), ...(problem === undefined ? {} : { status: 422 }) }
  }, async (s, req, act, id) => {
    const bad = { field: 'name', text: say('keyBad', s.shown.lang) }
    if (s.account === undefined) return bad
    const ok = act === 'remove' ? await accounts.passkeys.remove(s.account.account, id) : await accounts.passkeys.keep(s.account.account, fieldOf(req, 'challenge'), fieldOf(req, 'response', 20_000), fieldOf(req, 'name', 60), m.originOf(req))
    if (!ok) return bad
    await told(s, act === 'remove' ? 'passkey-removed' : 'passkey-added')
    return undefined
  })
  mine('/mi-cuenta/codigos', async ({ shown, account }, req, problem) => appScreen({ ...shown, on: account?.second === 'totp', problem, begun: account === undefined ? undefined : ((problem === undefined ? undefined : accounts.totp.again(account.account, fieldOf(req, 'sealed', 2000))) ?? accounts.totp.begin(account.account)) }), async (s, req, act) => {
    const wrong = { field: 'digits', text: say('digitsWrong', s.shown.lang) }
    if (s.account === undefined) return wrong
    if (act === 'appTurnOff') await accounts.totp.end(s.account.account)
    else {
      const begun = accounts.totp.again(s.account.account, fieldOf(req, 'sealed', 2000))
      if (begun === undefined || !(await accounts.totp.keep(s.account.account, begun.secret, fieldOf(req, 'digits', 20)))) return wrong
    }
    await told(s, act === 'appTurnOff' ? 'totp-off' : 'totp-on')
    return undefined
  })
  mine('/mi-cuenta/sesiones', async ({ shown, session }) => sessionsScreen({ ...shown, sessions: await m.sessionsOf(session.person), own: session.sid }), async (s, _, __, sid) => { await m.endSession(s.session.person, sid); return undefined }, () => true)
  mine('/mi-cuenta/contactos', async ({ shown, session }, req, problem) => contactsScreen({ ...shown, contacts: await accounts.contacts.list(session.person), language: await accounts.language.of(session.person), typed: problem?.field === 'contact' ? fieldOf(req, 'contact') : '', problem, wrong: problem?.id }), async (s, req, act, id) => {
    const { lang } = s.shown, { person } = s.session
    if (act === 'msgLanguageGo') { await accounts.language.choose(person, fieldOf(req, 'language', 5)); return undefined }
    if (act === 'remove') { await accounts.contacts.remove(person, id); return undefined }
    if (act === 'confirm') return (await accounts.contacts.confirm(person, id, fieldOf(req, 'digits', 20))).ok ? undefined : { field: `digits-${id}`, text: say('digitsWrong', lang), id }
    const value = fieldOf(req, 'contact'), added = await accounts.contacts.add(person, { kind: value.includes('@') ? 'email' : 'sms', value }, { lang })
    return added.ok ? undefined : { field: 'contact', text: say(added.refusal === 'too-many-tries' ? 'c_many' : (added.detail as { problem?: string } | undefined)?.problem === 'known' ? 'c_known' : 'c_contact', lang) }
  }, (act) => act === 'msgLanguageGo')
}
