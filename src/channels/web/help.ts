import { createHash } from 'node:crypto'
import type { Viewer } from '#cases'
import { selfOf } from '#core/actor'
import { answerError, kinds } from '#core/kinds'
import type { AddressValue } from '#core/service'
import type { App, Request } from '#platform/http'
import type { Body } from '#ui'
import { dueOf, type Slot, slots } from './help-rules.ts'
import { go, refuse } from './open.ts'
import { helpScreen, promisedScreen } from './screens/help.tsx'
import type { Web } from './types.ts'
import { say } from './words.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, cut = /^[0-9]{5}$/
/** The journey that the page came from, for whoever may open it; anything else is no journey, and nobody is told which. */
export type Carried = { readonly id: string; readonly code: string; readonly service: string; readonly institution: string; readonly comuna?: string }
const one = (v: unknown, most: number): string => { const s = [v].flat()[0]; return typeof s === 'string' ? s.trim().slice(0, most) : '' }

/** Help on every page: be called, chat, the nearest office; each takes the journey along. */
export function helpRoutes(app: App, web: Web): void {
  app.get('/ayuda', { config: { access: 'session' } }, async (req, reply) => {
    const query = req.query as { tramite?: unknown; comuna?: unknown }, carried = await carriedOf(web, req, one(query.tramite, 40), await web.actorOf(req)), comuna = one(query.comuna, 5)
    return web.page(req, reply, helpScreen(web, req, { carried, comuna: cut.test(comuna) ? comuna : carried?.comuna }))
  })
  app.post('/ayuda/llamada', { config: { access: 'session' } }, async (req, reply) => {
    const { help } = web, body = (req.body ?? {}) as Body, lang = web.page.lang(req), viewer = await web.actorOf(req), carried = await carriedOf(web, req, one(body['tramite'], 40), viewer)
    if (help?.callBack === undefined) return refuse(web, req, reply, { ok: false, refusal: 'not-allowed' })
    const typed = { phone: one(body['phone'], 40), when: one(body['when'], 20), name: one(body['name'], 80), about: one(body['about'], 200) }
    const phone = kinds.phone.parse(typed.phone, { type: 'phone' }, { lang, channel: 'web' })
    const problems = { ...(phone.ok ? {} : { phone: answerError(phone.code, { type: 'phone' }, lang) }), ...((slots as readonly string[]).includes(typed.when) ? {} : { when: say('callWhenNeeded', lang) }) }
    if (!phone.ok || Object.keys(problems).length > 0) return web.page(req, reply, helpScreen(web, req, { carried, comuna: carried?.comuna, typed, problems }))
    const dueAt = dueOf(typed.when as Slot, help.now(), web.workingDay), done = await promise(web, viewer, help.callBack, { ...typed, phone: String(phone.value), dueAt, carried, lang })
    return done.ok ? go(web, req, reply, `/ayuda/llamada?hasta=${encodeURIComponent(dueAt)}${carried === undefined ? '' : `&tramite=${carried.id}`}`) : refuse(web, req, reply, done)
  })
  app.get('/ayuda/llamada', { config: { access: 'session' } }, async (req, reply) => {
    const query = req.query as { hasta?: unknown; tramite?: unknown }, at = Date.parse(one(query.hasta, 30))
    if (Number.isNaN(at)) return go(web, req, reply, '/ayuda')
    return web.page(req, reply, promisedScreen(web, req, new Date(at).toISOString(), await carriedOf(web, req, one(query.tramite, 40), await web.actorOf(req))))
  })
}

async function carriedOf(web: Web, req: Request, id: string, viewer: Viewer): Promise<Carried | undefined> {
  if (!uuid.test(id)) return undefined
  const found = await web.cases.open(id, viewer)
  if (!found.ok) return undefined
  const { case: file, engine } = found.value, address = engine.service.facts.map((f) => engine.fact(f.id)!).find((f) => f.type === 'address' && f.attribute !== undefined), value = address === undefined ? undefined : (file.answers[address.id]?.value as AddressValue | undefined)
  return { id, code: file.code, service: (await web.serviceName(engine.service.id, web.page.lang(req))) ?? file.service, institution: found.value.view.competent ?? engine.service.institution, ...(value !== undefined && cut.test(value.comuna) ? { comuna: value.comuna } : {}) }
}

type Asked = { readonly phone: string; readonly name: string; readonly about: string; readonly dueAt: string; readonly carried: Carried | undefined; readonly lang: string }
/** A contact that asks for a call: the same telephone and matter are one promise a day, whoever asks and however often. */
async function promise({ cases, today }: Web, viewer: Viewer, desk: { readonly institution: string; readonly post: string }, { phone, name, about, dueAt, carried, lang }: Asked) {
  const { journeys: _held, joined: _joined, ...actor } = viewer
  const key = `call-me:${createHash('sha256').update(JSON.stringify([phone, carried?.id ?? '', today()])).digest('hex').slice(0, 32)}`
  const opened = await cases.episodes.open({ key, actor, institution: desk.institution, direction: 'in' })
  if (!opened.ok) return opened
  const episode = opened.value.id, said = [say('callTo', 'es', { phone: kinds.phone.format(phone, { type: 'phone' }, 'es') }), name, about, lang === 'en' ? say('callEnglish', 'es') : ''].filter((s) => s !== '').join('. ')
  if (!opened.value.replayed) {
    // Signed in, the contact stands in her timeline; it opens nothing: whoever calls asks who she is.
    const self = selfOf(viewer)
    if (self !== undefined && viewer.assurance >= 2) { const known = await cases.episodes.identify(episode, actor, { person: self, how: 'session', level: viewer.assurance }); if (!known.ok) return known }
  }
  const task = await cases.tasks.open({ episode, actor, dueAt, post: desk.post, key: 'call-me', about: said.slice(0, 500), ...(carried === undefined ? {} : { case: carried.id }) })
  if (!task.ok) return task
  const topic = await cases.episodes.topic.open(episode, actor, { key: 'call-me', ...(carried === undefined ? {} : { journey: carried.id }) })
  if (topic.ok) await cases.episodes.topic.close(episode, actor, topic.value.topic, { outcome: 'call-back' })
  const ended = await cases.episodes.end(episode, actor, 'handed-over')
  return ended.ok ? task : ended
}
