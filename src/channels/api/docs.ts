import { type TSchema, Type } from 'typebox'
import { type RefusalCode, refusals } from '#core/refusal'
import { Problem, ref } from './schemas.ts'

/** Every operation may meet these. */
const always: readonly RefusalCode[] = ['bad-request', 'busy']
export const reading: readonly RefusalCode[] = ['sign-in-needed', 'not-found', 'assurance-too-low', 'journey-ended']
export const writing: readonly RefusalCode[] = [...reading, 'not-allowed', 'key-missing', 'key-reused', 'too-many-tries']

/** The refusals of an operation by status, each a problem+json; and the fault. */
function failures(codes: readonly RefusalCode[]): { [status: string]: TSchema } {
  const by: { [status: string]: string[] } = { 500: ['fault'] }
  for (const code of new Set([...codes, ...always])) (by[refusals[code].status] ??= []).push(code)
  return Object.fromEntries(Object.entries(by).map(([status, names]) => [status, { description: names.map((n) => `\`${n}\``).join(', '), content: { 'application/problem+json': { schema: ref(Problem) } } } as unknown as TSchema]))
}

const acting = {
  'ventanilla-person': Type.Optional(Type.String({ maxLength: 64, description: 'With a client token: whom you act for, as a RUN (`41000117-9`) or the id you were given. Never in an address.' })),
  'ventanilla-basis': Type.Optional(Type.String({ maxLength: 200, description: 'With a client token and a person: what allows you to, as the folio of a mandate or an authorisation. It is recorded.' })),
  'ventanilla-mandate': Type.Optional(Type.String({ maxLength: 64, description: 'The person named acts for somebody else, by this mandate of theirs: what you do is for the represented, and no more than it covers. Asked about on every request; once it is over, `not-found`.' })),
}
const key = { 'idempotency-key': Type.String({ minLength: 1, maxLength: 200, pattern: '^[!-~]+$', description: 'Unique for each request you mean. The same key and body again give the same result; another body is refused (`key-reused`).' }) }
const language = { lang: Type.Optional(Type.String({ maxLength: 35, description: 'Language of the words, before `Accept-Language`.' })) }

export type Says = { readonly id: string; readonly summary: string; readonly description?: string; readonly tag: 'Services' | 'Journeys' | 'Cases'; readonly gives: { readonly [status: number]: TSchema }; readonly refuses: readonly RefusalCode[]; readonly body?: TSchema; readonly query?: { readonly [name: string]: TSchema }; readonly multipart?: boolean; readonly keyed?: boolean; readonly open?: boolean; readonly anonymous?: boolean }

/** One operation for Fastify and for OpenAPI. Params come from the route's own. */
const query = Type.Object(language)
/** What Fastify reads of it: the types of params and body come through. */
type Operation<B extends TSchema, P extends TSchema> = { readonly params: P; readonly body: B; readonly querystring: typeof query; readonly consumes?: string[] }
export function operation<B extends TSchema, P extends TSchema>(says: Says & { readonly body?: B }, params?: P): Operation<B, P> {
  const headers = { ...(says.open ? {} : acting), ...(says.keyed ? key : {}) }
  return {
    operationId: says.id, summary: says.summary, description: says.description ?? says.summary, tags: [says.tag],
    ...(params === undefined ? {} : { params }), querystring: Type.Object({ ...language, ...says.query }),
    ...(says.body === undefined ? {} : { body: says.body }), ...(says.multipart ? { consumes: ['multipart/form-data'] } : {}),
    ...(Object.keys(headers).length > 0 ? { headers: Type.Object(headers) } : {}),
    ...(says.anonymous ? { security: [{}, { bearer: [] }] } : says.open ? { security: [] } : {}),
    response: { ...says.gives, ...failures(says.refuses) },
  } as unknown as Operation<B, P>
}
