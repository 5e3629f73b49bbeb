import { type App, openEvents } from '#platform/http'
import { bodyOf, seatOf, tableOf } from './desk.ts'
import type { Agent } from './types.ts'

/** What wakes the pages of a post. Numbers only: each page fetches what it shows, through its own access rule. */
export function liveRoutes(app: App, agent: Agent): void {
  const { live, attention } = agent.cases
  app.get('/agente/eventos', { config: { access: 'staff', desk: 'attention', limit: false } }, async (req, reply) => {
    const hand = await seatOf(agent, req, reply)
    if (hand === undefined) return reply
    const events = openEvents(req, reply, { browser: agent.page.device(req) })
    await live.stream({
      events, on: String((req.query as { on?: string }).on ?? ''),
      // Whoever left the post, or is at another, watches nothing.
      viewer: async () => { const now = await agent.staffAnew(req); return now === undefined ? { role: 'citizen', channel: hand.channel, assurance: 0 } : attention.viewer(now) },
      mayWatchPost: async (post) => { const now = await agent.staffAnew(req); return now !== undefined && (post === now.post.id || post === now.post.kind || post === now.venue) },
    })
    return reply
  })
  app.post('/agente/contacto/:episode/t/:id/presencia', { config: { access: 'staff', desk: 'attention', limit: false } }, async (req, reply) => {
    const table = await tableOf(agent, req, reply)
    if (table === undefined) return reply
    const { screen, path } = bodyOf(req)
    if (typeof screen !== 'string' || !/^[\w-]{8,64}$/.test(screen)) return agent.page.refuse(req, reply, { refusal: 'bad-request' })
    const done = await live.presence(table.id, table.viewer, { screen: `agent-${agent.page.device(req).slice(0, 40)}`, kind: 'agent', ...(typeof path === 'string' && path !== '' ? { path: path.slice(0, 200) } : {}) })
    return done.ok ? reply.code(204).send() : agent.page.refuse(req, reply, done)
  })
}
