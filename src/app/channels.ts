import type { Cases, Journey } from '#cases'
import { createAgent } from '#channels/agent'
import { createApi } from '#channels/api'
import { createChat } from '#channels/chat'
import { claveUnicaWords } from '#enablers/federation'
import { ownPath } from '#enablers/identity'
import { createIvr } from '#channels/ivr'
import { createKiosk } from '#channels/kiosk'
import { createMirror } from '#channels/mirror'
import { machineRoutes } from '#enablers/claveunica'
import { createPaper } from '#channels/paper'
import { createWeb } from '#channels/web'
import { selfOf } from '#core/actor'
import { isByMandate, reaches, reachOf } from '#core/assurance'
import { kinds } from '#core/kinds'
import type { Option } from '#core/service'
import type { Http, Request } from '#platform/http'
import { textIn } from '#ui'
import type { Base } from './ground.ts'
import { createDemo } from './demo.tsx'
import type { Enablers } from './enablers.ts'
import { say } from './words.ts'
import { actedByOf, mandatesOf, nameInEvents } from './mandates.ts'
import { postRoutes } from './post.tsx'
import { enrolOf } from './enrol.ts'
import { helpOf } from './help.ts'
import { chatOf } from './chat.ts'
import { actingOf } from './acting.ts'
import { consoleOf } from './console.ts'
import { kioskOf } from './kiosk.ts'
import { createLinear } from './linear.ts'
import { telephoneOf } from './telephone.ts'
import type { Scripts } from './scripts.ts'

/** Every channel that exists, one line each. `walk --channel` answers 3 for one that does not. */
export const built: readonly string[] = [
  'web',
  'api',
  'paper',
  'ivr',
  'chat',
  'counter',
  'phone',
  'kiosk',
  // new: '__name__',
]

/** What else a person finds at `/mi-cuenta`, once somebody mounts it. */
const ownPlaces = [{ path: '/mi-cuenta/mandatos', word: 'ownMandates' }, { path: '/mi-cuenta/privacidad', word: 'ownPrivacy' }, { path: '/mi-cuenta/aprobaciones', word: 'ownApprovals' }] as const

/** Puts every room's pages and routes on the web server. */
export async function mountChannels(http: Http, { cases, base, enablers, demo, scripts, origin }: { /** Where this process listens, once it does. */ readonly origin: () => string; readonly cases: Cases; readonly base: Base; readonly enablers: Enablers; readonly demo: boolean; readonly scripts: Scripts['path'] }): Promise<void> {
  const { page, limits } = http, { claveunica, payments, signature, surveys, catalogue, certificates, identity, switches, authoring, vocabulary, law, people } = enablers
  const engineOf = async (id: string) => enablers.current(id), today = () => base.clock.today()
  const comunas: readonly Option[] = catalogue.comunas().map(({ cut, name }) => ({ id: cut, say: { es: name } }))
  const documents = async ({ id }: Journey, lang: string) => certificates.documents(id, lang)

  const names = {
    institution: (id: string, lang: string) => catalogue.nameOf(id, lang === 'en' ? 'en' : 'es'), register: (id: string, lang: string) => vocabulary.registers[id]?.name[lang] ?? vocabulary.registers[id]?.name['es'] ?? id,
    owner: (id: string, lang: string) => catalogue.nameOf(vocabulary.registers[id]?.institution ?? id, lang === 'en' ? 'en' : 'es'),
  }
  const lists = () => ({ comunas, banks: [] }), publicUrl = (req: Request) => base.config.publicUrl ?? `${req.protocol}://${req.host}`

  const web = createWeb({
    cases, engineOf, today, workingDay: law.workingDay, documents, remember: identity.remember, guardOf: identity.guardOf, actorAnew: identity.actorAnew, staffName: nameInEvents(enablers), actedBy: actedByOf(enablers), script: scripts.web, lists, publicUrl, names, formOf: (id) => `/tramite/${id}/formulario`, help: { ...helpOf(enablers, base), chat: (journey) => chat.path(journey) },
    serviceName: async (id, lang) => enablers.current(id)?.service.title[lang] ?? catalogue.get(id)?.name[lang === 'en' ? 'en' : 'es'],
  })
  /** Who stands at a counter or is on the line. A company's number names nobody, unless somebody has an account by it. */
  const personOf = async (typed: string): Promise<string | undefined> =>
    kinds.run.parse(typed, { type: 'run' }, { lang: 'es', channel: 'counter' }).ok || (await enablers.accounts.byRun(typed)) !== undefined ? identity.personOf(typed) : undefined
  const paper = createPaper({ cases, engineOf, today, workingDay: law.workingDay, names, lists, publicUrl, staffOf: identity.staff.staffOf, staffName: identity.staff.nameOf, personOf })
  const mirror = createMirror({
    pin: enablers.accounts.pin.set,
    cases, sql: base.db, seal: base.secret('mirror'), now: () => Date.parse(base.clock.now()), names, lists, publicUrl, staffOf: identity.staff.staffOf, staffAt: identity.staff.whoAt, staffName: identity.staff.nameOf, posts: identity.staff.posts, script: scripts.mirror, workPath: (episode, id) => `/agente/contacto/${episode}/t/${id}`, homePath: '/agente',
  })
  const agent = createAgent({
    cases, engineOf, workingDay: law.workingDay, names, lists, publicUrl, now: () => Date.parse(base.clock.now()), services: async () => authoring.list(today()), staffOf: identity.staff.staffOf, staffAnew: identity.staff.staffAnew, staffName: identity.staff.nameOf,
    posts: identity.staff.posts, colleagues: identity.staff.members, personOf, otp: identity.otp, verifies: enablers.status.verifies, message: (m) => enablers.telephone.send(m), confirm: consoleOf(enablers), acting: actingOf(enablers, today), script: scripts.agent,
    enrol: enrolOf(enablers, demo),
    mirror: async (post) => ({ paired: await mirror.paired(post), href: mirror.pairPath }), scanPath: mirror.scanPath, receiptPath: mirror.receiptPath,
  })
  const kiosk = createKiosk({ ...kioskOf(enablers, base, cases, demo), names, lists, publicUrl, script: scripts.kiosk })
  const chat = createChat({ ...chatOf(enablers, base, cases, demo), names, lists, limits, script: scripts.chat, publicUrl: () => base.config.publicUrl ?? origin() })
  const mayOpen = async (req: Request, id: string): Promise<boolean> => (await cases.open(id, await identity.actorOf(req))).ok
  // What the person does after sending, on her own screen: nobody does it for her with a link of staff.
  const caseOf = async (req: Request) => {
    const id = (req.params as { id?: string }).id ?? '', viewer = await identity.actorOf(req), found = /^[0-9a-f-]{36}$/.test(id) ? await cases.open(id, viewer) : { ok: false as const, refusal: 'not-found' as const }
    if (!found.ok) return found
    const { case: file, engine } = found.value, lang = page.lang(req)
    // By mandate one pays and signs only where it says so, in one's own name for the represented.
    if (req.method === 'POST' && isByMandate(viewer) && /\/(?:pagar|firmar)$/.test(req.url.split('?')[0]!) && (!reaches(viewer.power, 'sign', file.service) || engine.service.audience.representation !== true)) return { ok: false as const, refusal: 'mandate-limited' as const }
    return { ok: true as const, value: { id, case: file, service: textIn(engine.service.title, lang), ...(viewer.person !== undefined && viewer.person === file.person && viewer.assurance >= Math.max(2, engine.service.audience.assurance) ? { person: selfOf(viewer) ?? viewer.person } : {}) } }
  }
  const record = (id: string, effect: string, outcome: { readonly type: string; readonly data: { readonly [k: string]: unknown } }, key: string) => cases.act(id, { do: 'record', effect, outcome }, { role: 'system', channel: 'web', assurance: 0 }, key)
  const aboutOf = async (req: Request) => {
    const found = await caseOf(req)
    if (!found.ok) return found
    const { id, case: file, service } = found.value
    if (file.submittedAt === undefined) return { ok: false as const, refusal: 'not-submitted' as const }
    // The channel that is judged is the one it was sent by, wherever the question is answered.
    const events = await cases.timeline(id, await identity.actorOf(req)), sent = events.ok ? events.value.findLast((e) => e.type === 'submitted')?.actor.channel : undefined
    return { ok: true as const, value: { id, name: service, service: file.service, institution: file.institution ?? '', channel: sent ?? 'web', language: page.lang(req) } }
  }
  const board = createDemo({ people, registers: { switches, names: vocabulary.registers }, identity, outage: enablers.outage, telephone: enablers.telephone, clientToken: () => identity.callers.demoToken() })

  const linear = createLinear(identity, base.config.publicUrl?.startsWith('https:') ?? false)
  linear.watch(http.app)
  await http.screens((app) => {
    web.mount(app, { actorOf: identity.actorOf, page })
    postRoutes(app, { page, staff: identity.staff })
    paper.mount(app, { actorOf: identity.actorOf, page })
    kiosk.mount(app, { page })
    chat.mount(app, { actorOf: identity.actorOf, page })
    agent.mount(app, { page })
    mirror.mount(app, { page })
    catalogue.routes(app, { page, homeBlock: web.homeBlock, formOf: (service) => `/formulario/${encodeURIComponent(service)}`, startBlock: (req, service) => { const engine = enablers.current(service); return engine && web.startBlock(req, engine, page.lang(req)) } })
    certificates.routes(app, { page, limits, mayOpen })
    identity.routes(app, { page, limits })
    enablers.mandates.routes(app, { page, ...mandatesOf(enablers) })
    enablers.accounts.routes(app, {
      page, limits, demo, others: (req, back) => (enablers.federation.configured ? [{ href: page.href(req, `/entrar/claveunica${back === undefined ? '' : `?volver=${encodeURIComponent(back)}`}`), text: claveUnicaWords(page.lang(req)), official: true as const }] : []),
      https: base.config.publicUrl?.startsWith('https:') ?? false, script: scripts.passkey, now: () => Date.now(), home: '/mis-tramites', ownPath, sessionOf: identity.sessionOf, enter: identity.enter, sessionsOf: identity.sessionsOf, endSession: identity.endSession, insecure: identity.insecure, originOf: publicUrl,
      watch: (work) => enablers.circuit.watch('identity', work), answers: enablers.outage.answers, tell: base.telemetry.tell, more: (lang) => ownPlaces.filter((p) => http.app.hasRoute({ method: 'GET', url: p.path })).map(({ path, word }) => ({ path, text: say(word, lang) })),
    })
    claveunica.routes(app, { page, limits, observed: enablers.onboarding.observed, https: base.config.publicUrl?.startsWith('https:') ?? false })
    enablers.onboarding.routes(app, { page, today, staffName: identity.staff.nameOf, async handOf(req) { const who = await identity.staff.staffOf(req), reach = who && reachOf('applications', who); return who === undefined || reach === undefined ? undefined : { by: who.by, institution: who.institution, reach } } })
    enablers.federation.routes(app, { page, https: base.config.publicUrl?.startsWith('https:') ?? false, ownPath, origin })
    payments.routes(app, { page, caseOf, record })
    signature.routes(app, { page, caseOf, record, ended: linear.ended, leaving: enablers.leaving })
    surveys.routes(app, { page, aboutOf, tell: ({ id, channel }) => record(id, 'survey', { type: 'survey-answered', data: { channel } }, 'survey') })
    enablers.privacy.routes(app, {
      page, actorOf: identity.actorOf, staffOf: identity.staff.staffOf, institution: names.institution, publicUrl, today, now: base.clock.now, leave: identity.leave,
      attending: async (req) => { const hand = await identity.staff.staffOf(req), viewer = hand === undefined ? undefined : await cases.attention.viewer(hand); return viewer?.attention === undefined ? undefined : viewer },
    })
    if (demo) board.routes(app, { page })
  })

  const api = createApi({
    cases, engineOf, callers: identity.callers, page, workingDay: law.workingDay,
    services: async () => authoring.list(today()).map((e) => e.service),
    documents: {
      of: async (journey, lang) => (await certificates.documents(journey.id, lang)).map(({ title, folio, verify }) => ({ title, folio, verify })),
      open: async (journey, sha256) => {
        for (const { folio } of await certificates.documents(journey.id, 'es')) {
          const found = await certificates.download(journey.id, folio)
          if (found.ok && (await certificates.verify({ folio, sha256 }, 'es')).verdict === 'same') return { name: found.value.name, type: 'application/pdf', stream: (async function* () { yield found.value.bytes })() }
        }
        return undefined
      },
    },
  })
  await http.routes(api.routes)
  await http.routes((app) => machineRoutes(app, claveunica, { limits, clients: enablers.clients, observed: enablers.onboarding.observed, https: base.config.publicUrl?.startsWith('https:') ?? false }))
  const ivr = createIvr({
    cases, sql: base.db, lists, limits, page, now: () => Date.parse(base.clock.now()), publicUrl: () => base.config.publicUrl ?? origin(), tell: base.telemetry.tell,
    services: async () => authoring.list(today()).filter((e) => e.service.channels?.ivr === 'transact'), ...telephoneOf(enablers, base),
  })
  await enablers.oidc.mount(http)
  await http.routes(ivr.routes)
  await http.routes((app) => chat.routes(app, page))
}
