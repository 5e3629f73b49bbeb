import type { App } from '#platform/http'
import type { Body } from '#ui'
import { go, refuse, signInPath } from './open.ts'
import { historyScreen } from './screens/history.tsx'
import type { Web } from './types.ts'

/** Everything that happened with this person, whatever the channel, and who looked at it. She may say that a contact was not with her. */
export function historyRoutes(app: App, web: Web): void {
  app.get('/mi-historia', { config: { access: 'person', level: 2 } }, async (req, reply) => {
    const viewer = await web.actorOf(req)
    if (viewer.person === undefined) return go(web, req, reply, signInPath(web.page.href(req, '/mi-historia')))
    const entries = await web.cases.episodes.timelineOf(viewer.person, viewer)
    return entries.ok ? web.page(req, reply, await historyScreen(web, req, entries.value, viewer.mandate === undefined ? (await web.cases.looksAt(viewer.person)).filter((l) => l.role !== 'system' && l.what !== 'given') : undefined)) : refuse(web, req, reply, entries)
  })
  app.post('/mi-historia', { config: { access: 'person', level: 2 } }, async (req, reply) => {
    const viewer = await web.actorOf(req)
    if (viewer.person === undefined) return go(web, req, reply, signInPath(web.page.href(req, '/mi-historia')))
    const [what, episode = ''] = String(((req.body ?? {}) as Body)['do'] ?? '').split(':')
    if (what !== 'disown' || !/^[0-9a-f-]{36}$/.test(episode)) return refuse(web, req, reply, { ok: false, refusal: 'bad-request' })
    const done = await web.cases.episodes.disown(episode, viewer)
    return done.ok ? go(web, req, reply, '/mi-historia') : refuse(web, req, reply, done)
  })
}
