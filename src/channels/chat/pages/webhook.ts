import { type TSchema, Type } from 'typebox'
import { no } from '#core/refusal'
import type { App, Reply, Request } from '#platform/http'
import { isSigned } from '#platform/webhook'
import type { Handle } from '../conversation/handle.ts'
import type { Input } from '../conversation/journey.ts'
import type { Store } from '../conversation/store.ts'
import { isTransport, type TransportName, transports } from '../conversation/transports.ts'
import type { ChatPorts } from '../conversation/types.ts'
import { say } from '../conversation/words.ts'

const id = Type.String({ minLength: 1, maxLength: 200, pattern: '^[!-~]+$', description: 'Your own id: the same whenever you send it again.' })
const thread = Type.String({ minLength: 1, maxLength: 200, pattern: '^[!-~]+$', description: 'Your own name of the conversation. It identifies nobody.' })
const event = Type.Union([
  Type.Object({ type: Type.Literal('message'), id, thread, text: Type.Optional(Type.String({ maxLength: 4_000 })), choice: Type.Optional(Type.String({ maxLength: 700, description: 'The id of the button or row that was tapped, as we sent it.' })), label: Type.Optional(Type.String({ maxLength: 200 })), lang: Type.Optional(Type.Union([Type.Literal('es'), Type.Literal('en')])) }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('status'), message: Type.String({ minLength: 1, maxLength: 300, description: 'The id that you gave our message.' }), status: Type.Union([Type.Literal('sent'), Type.Literal('delivered'), Type.Literal('read'), Type.Literal('failed')]) }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('post'), id, thread: Type.String({ minLength: 1, maxLength: 200, pattern: '^[!-~]+$', description: 'Where an answer in public goes. What was posted is not sent to us, and not kept.' }), lang: Type.Optional(Type.Union([Type.Literal('es'), Type.Literal('en')])) }, { additionalProperties: false }),
])
type Event =
  | { readonly type: 'message'; readonly id: string; readonly thread: string; readonly text?: string; readonly choice?: string; readonly label?: string; readonly lang?: string }
  | { readonly type: 'status'; readonly message: string; readonly status: 'sent' | 'delivered' | 'read' | 'failed' }
  | { readonly type: 'post'; readonly id: string; readonly thread: string; readonly lang?: string }
const body = Type.Object({ events: Type.Array(event, { minItems: 1, maxItems: 100 }) }, { additionalProperties: false })
const params = Type.Object({ transport: Type.String({ maxLength: 40 }) })
const headers = Type.Object({ 'ventanilla-timestamp': Type.String({ description: 'Unix time in seconds when you sent it.' }), 'ventanilla-signature': Type.String({ description: '`v1=` and HMAC-SHA256, in hex, of `timestamp.body` with the secret you share.' }) })
const problem = { description: 'A refusal: RFC 9457.', content: { 'application/problem+json': { schema: { type: 'object', additionalProperties: true } } } } as const
const schema = { operationId: 'chatEvents', summary: 'What was written to us, and how our messages fare', description: 'Send each as often as you like and in any order: a message with an id that we know changes nothing, and a status never goes back.', tags: ['chat'], security: [], headers, params, body, response: { 200: Type.Object({ taken: Type.Integer() }), 400: problem, 401: problem, 404: problem } } as unknown as { readonly body: TSchema }

/** What transports tell us: signed over the very bytes, proved before anything is read. */
export function webhookRoutes(app: App, chat: ChatPorts & { readonly page: { readonly refuse: (req: Request, reply: Reply, refused: { readonly refusal: string }) => Promise<Reply> } }, handle: Handle, store: Store): void {
  const proved = new WeakSet<Request>()
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 256 * 1024 }, (request, bytes, done) => {
    const req = request as Request
    if (!isSigned({ secrets: chat.secrets, headers: req.headers, body: bytes as Buffer, now: chat.now() })) return done(null, undefined)
    proved.add(req)
    try { done(null, JSON.parse((bytes as Buffer).toString('utf8'))) } catch { done(Object.assign(new Error('not JSON'), { statusCode: 400 }), undefined) }
  })
  app.addHook('preValidation', async (request, reply) => { if (request.method === 'POST' && !proved.has(request as Request)) return chat.page.refuse(request as Request, reply as unknown as Reply, no('signature-wrong')) })

  app.post('/api/chat/:transport', { config: { access: 'signed', limit: false }, schema }, async (req, reply) => {
    const { transport } = req.params as { transport: string }
    if (!isTransport(transport) || transport === 'web') return chat.page.refuse(req as Request, reply as unknown as Reply, no('not-found'))
    const { events } = req.body as { readonly events: readonly Event[] }
    // One after the other: their order is that of the conversation.
    for (const one of events) await take(transport, one)
    return reply.send({ taken: events.length })
  })

  async function take(transport: TransportName, one: Event): Promise<void> {
    if (one.type === 'status') {
      const episode = await store.fares(transport, one.message, one.status)
      if (episode !== undefined) await handle.changed(episode)
      return
    }
    const lang = one.lang ?? 'es'
    if (one.type === 'post') {
      // In public nothing is asked and nothing is kept: an invitation, once for each post.
      await chat.carrier.send({ key: `post:${transport}:${one.id}`, transport, thread: one.thread, shape: { do: 'text', body: say('public', lang, { url: `${chat.publicUrl()}${lang === 'en' ? '/en' : ''}/chat` }).slice(0, transports[transport].bodyChars) } })
      return
    }
    const input: Input | undefined = one.choice !== undefined ? { choice: one.choice } : one.text !== undefined && one.text.trim() !== '' ? { text: one.text.trim().slice(0, 2_000) } : undefined
    if (input === undefined) return
    await handle.receive(transport, one.thread, { id: one.id, input, lang, ...(one.label === undefined ? {} : { shown: one.label }) })
  }
}
