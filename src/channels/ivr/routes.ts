import { type TSchema, Type } from 'typebox'
import { no, type Outcome } from '#core/refusal'
import type { App, Reply, Request } from '#platform/http'
import { isSigned } from '#platform/webhook'
import type { createCti } from './cti.ts'
import type { createHandle } from './handle.ts'
import type { Store } from './store.ts'
import type { State } from './call.ts'
import type { CallEvent, IvrPorts, TurnIn } from './types.ts'

const call = Type.String({ minLength: 1, maxLength: 128, pattern: '^[!-~]+$', description: 'Your own id of the call: the same in all that you send about it.' })
const number = Type.String({ maxLength: 40, description: 'A telephone number. Who calls is a hint and proves nothing.' })
const heard = Type.Union([Type.Object({ digits: Type.String({ maxLength: 64, pattern: '^[0-9*#]*$' }) }, { additionalProperties: false }), Type.Object({ silence: Type.Literal(true) }, { additionalProperties: false })])
const turnBody = Type.Object({ call, turn: Type.Integer({ minimum: 0, maximum: 10_000 }), from: Type.Optional(number), to: Type.Optional(number), heard: Type.Optional(heard) }, { additionalProperties: false })
const name = Type.String({ minLength: 1, maxLength: 64 })
const eventBody = Type.Object({ call, event: Type.Union([Type.Literal('ringing'), Type.Literal('answered'), Type.Literal('ended')]), direction: Type.Optional(Type.Union([Type.Literal('in'), Type.Literal('out')])), from: Type.Optional(number), to: Type.Optional(number), post: Type.Optional(name), agent: Type.Optional(name), cause: Type.Optional(Type.Union([Type.Literal('normal'), Type.Literal('dropped')])) }, { additionalProperties: false })
const keysBody = Type.Object({ call, digits: Type.String({ maxLength: 12, pattern: '^[0-9]+#?$', description: 'What the caller keyed in while somebody attends them. No log of yours may keep it, and whoever attends must not hear it.' }) }, { additionalProperties: false })
const verb = Type.Union([
  Type.Object({ do: Type.Literal('say'), lang: Type.String(), text: Type.String() }),
  Type.Object({ do: Type.Literal('gather'), max: Type.Integer(), silence: Type.Integer({ description: 'Seconds.' }), between: Type.Integer({ description: 'Seconds.' }), clear: Type.Optional(Type.Boolean()), secret: Type.Optional(Type.Boolean()) }),
  Type.Object({ do: Type.Literal('enqueue'), queue: Type.String() }), Type.Object({ do: Type.Literal('transfer'), to: Type.String() }), Type.Object({ do: Type.Literal('hang-up') }),
])
const headers = Type.Object({ 'ventanilla-timestamp': Type.String({ description: 'Unix time in seconds when you sent it.' }), 'ventanilla-signature': Type.String({ description: '`v1=` and HMAC-SHA256, in hex, of `timestamp.body` with the secret you share.' }) })
const problem = { description: 'A refusal: RFC 9457.', content: { 'application/problem+json': { schema: { type: 'object', additionalProperties: true } } } } as const
/** One operation for Fastify and for OpenAPI. */
const operation = <B extends TSchema>(of: { readonly operationId: string; readonly summary: string; readonly description: string; readonly body: B; readonly gives: TSchema }): { readonly body: B } => {
  const { gives, ...says } = of
  return { ...says, tags: ['Telephony'], security: [], headers, response: { 200: gives, ...failures } } as unknown as { readonly body: B }
}
const failures = { 400: problem, 401: problem, 409: problem, 503: problem } as const

/** Two addresses for telephone providers, below /api/telephony. Nothing is parsed before its signature was checked. */
export function ivrRoutes(app: App, ivr: IvrPorts, { turn, event, keys, store }: { readonly turn: ReturnType<typeof createHandle>; readonly event: ReturnType<typeof createCti>['event']; readonly keys: ReturnType<typeof createCti>['keys']; readonly store: Store<State> }): void {
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 16_384 }, (req, body, done) => {
    if (!isSigned({ secrets: ivr.secrets, headers: req.headers, body: body as Buffer, now: ivr.now() })) { done(null, undefined); return }
    proved.add(req as Request)
    try { done(null, JSON.parse((body as Buffer).toString('utf8'))) } catch { done(Object.assign(new Error('not JSON'), { statusCode: 400 }), undefined) }
  })
  const proved = new WeakSet<Request>()
  // Before the shape is looked at: whoever cannot sign learns nothing of it.
  app.addHook('preValidation', async (request, reply) => {
    const req = request as Request
    if (req.method === 'POST' && !proved.has(req)) return ivr.page.refuse(req, reply as unknown as Reply, no('signature-wrong'))
  })

  const answered = async (request: unknown, reply: unknown, done: Outcome<unknown>): Promise<Reply> => (done.ok ? (reply as Reply).send(done.value) : ivr.page.refuse(request as Request, reply as Reply, done))
  app.post('/api/telephony/turns', { config: { access: 'signed', limit: false }, schema: operation({ operationId: 'telephoneTurn', body: turnBody, gives: Type.Object({ call: Type.String(), turn: Type.Integer(), verbs: Type.Array(verb) }), summary: 'A call: what was heard, and what to say next', description: 'Turn 0 when you answer; then one more for each `gather`. The same call and turn again get the same answer; other content under them is refused (`key-reused`).' }) }, async (req, reply) => {
    const input = req.body as TurnIn
    return answered(req, reply, await store.once(input, () => turn(input)))
  })
  app.post('/api/telephony/calls', { config: { access: 'signed', limit: false }, schema: operation({ operationId: 'telephoneEvent', body: eventBody, gives: Type.Object({ call: Type.String(), episode: Type.String(), status: Type.String() }), summary: 'A call rings, is answered or has ended', description: 'Each may come twice, late or never. `agent` and `post` name who answered, by our ids.' }) }, async (req, reply) => answered(req, reply, await event(req.body as CallEvent)))
  app.post('/api/telephony/keys', { config: { access: 'signed', limit: false }, schema: operation({ operationId: 'telephoneKeys', body: keysBody, gives: Type.Object({ call: Type.String(), heard: Type.Boolean() }), summary: 'Keys of a call that somebody attends', description: 'Only after whoever attends asked for the telephone PIN, and within two minutes; else refused (`not-allowed`). Send the keys without letting them be heard.' }) }, async (req, reply) => answered(req, reply, await keys(req.body as { readonly call: string; readonly digits: string })))
}
