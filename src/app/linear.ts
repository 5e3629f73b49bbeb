import type { Identity } from '#enablers/identity'
import type { App, Reply, Request } from '#platform/http'

/** What is done in one go, by somebody who comes in for it alone: signing. Where people go on afterwards (a journey that was sent has its receipt and its case) is not. */
const linear = /^(?:\/[a-z]{2})?(\/tramite\/[0-9a-f-]{36}\/firmar)$/
const door = /^(?:\/[a-z]{2})?\/entrar(?:\/claveunica)?\/?$/, cookie = 'lineal'
const pathOf = (text: unknown): string | undefined => (typeof text === 'string' ? linear.exec(text)?.[1] : undefined)

/**
 * Whoever came through the door to do one thing is signed out when it is done, without asking (law.md 1.18). It begins where the door is asked to
 * lead to it and nobody is signed in; who was here before keeps her session, and its button to leave.
 */
export function createLinear({ sessionOf, endSession, leave }: Pick<Identity, 'sessionOf' | 'endSession' | 'leave'>, https: boolean) {
  const flags = { path: '/', httpOnly: true, sameSite: 'lax', secure: https } as const
  return {
    watch(app: App): void {
      app.addHook('preHandler', async (request, answer) => {
        const req = request as Request, reply = answer as Reply, [path = '', query] = req.url.split('?', 2)
        if (req.method !== 'GET' || !door.test(path) || (await sessionOf(req)) !== undefined) return
        const to = pathOf(new URLSearchParams(query).get('volver'))
        if (to !== undefined) reply.setCookie(cookie, to, { ...flags, maxAge: 3600 })
        else if (req.cookies[cookie] !== undefined) reply.clearCookie(cookie, flags)
      })
    },
    /** It is done: true when the session was for this alone, and is over now. */
    async ended(req: Request, reply: Reply): Promise<boolean> {
      const session = await sessionOf(req)
      if (session === undefined || req.cookies[cookie] === undefined || req.cookies[cookie] !== pathOf(req.url.split('?', 1)[0])) return false
      reply.clearCookie(cookie, flags)
      await endSession(session.person, session.sid)
      await leave(req, reply)
      return true
    },
  }
}
