import { type Static, type TSchema, Type } from 'typebox'
import { channels, roles } from '#core/actor'
import { kindNames } from '#core/service'

/** What goes in and out, as TypeBox: from it come validation, types and OpenAPI. A table of shapes; each named one is a component of the document. */
const object = <T extends Parameters<typeof Type.Object>[0]>(properties: T, more: Parameters<typeof Type.Object>[1] = {}) => Type.Object(properties, more)
const closed = <T extends Parameters<typeof Type.Object>[0]>(properties: T, more: Parameters<typeof Type.Object>[1] = {}) => Type.Object(properties, { additionalProperties: false, ...more })
const ref = <T extends TSchema>(schema: T) => Type.Unsafe<Static<T>>({ $ref: `${(schema as { $id?: string }).$id}#` })
const text = (description: string, more: object = {}) => Type.String({ description, ...more })
const one = <const T extends readonly string[]>(values: T, more: object = {}) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...more })
const maybe = Type.Optional
const caseId = '0d3f6a0e-8c1b-5a52-9f0e-3b1c5f2a7d41', digest = 'c0ffee'.padEnd(64, '0')

const date = (description: string) => text(description, { format: 'date' })
const instant = (description: string) => text(description, { format: 'date-time' })
const lang = text('Language of the words beside it (BCP 47): the one asked for, or another when that has no text.')
const value = Type.Unknown({ description: 'Canonical JSON of the kind: see `answers` of the service.' })
const path = text('`fact`, or `list.row.fact` for a cell.')
const href = text('A path of this API.')
const seq = Type.Integer({ minimum: 1, description: 'Number of the last event. Send it back as `basedOn`.' })
const fee = Type.Union([object({ amount: Type.Integer({ description: 'Whole minor units; pesos have none.' }), currency: Type.String() }), Type.Literal('unknown')])
const links = Type.Record(Type.String(), Type.String(), { description: 'Paths of this API for what comes next.' })
const status = one(['journey', 'submitted', 'in-review', 'closed', 'rejected', 'expired', 'deleted'], { description: '`journey` until it is sent.' })

export const Problem = object({
  type: text('`urn:ventanilla:refusal:<code>`'), title: text('What to do, in the language of `Accept-Language` (es or en).'), status: Type.Integer(), code: text('One of docs/errors.md, or `fault`.'),
  data: maybe(Type.Unknown({ description: 'What is needed to say it well: the field (`at`, or `path`), the `problems` of each answer, who changed it, seconds to wait.' })), reference: text('Id of the request, for a help desk.'),
}, { $id: 'Problem', description: 'A refusal (RFC 9457).', examples: [{ type: 'urn:ventanilla:refusal:answer-invalid', title: 'There is a problem with the answer. Correct it and send it again.', status: 422, code: 'answer-invalid', data: { path: 'rooms', code: 'range', check: 0, problems: [{ path: 'rooms', code: 'range', check: 0, says: 'Up to 20' }] }, reference: '3k9x0c2m5v1q' }] })

const listed = { id: Type.String(), version: Type.String(), institution: text('Id of the institution that answers for it.'), title: Type.String(), summary: maybe(Type.String()), lang, languages: Type.Array(Type.String()), assurance: Type.Integer({ minimum: 0, maximum: 3, description: 'How sure one must be of who asks: 0 anonymous, 3 ClaveÚnica or document checked.' }) }
export const Services = object({ services: Type.Array(object({ ...listed, links })) }, { $id: 'Services', description: 'Published services.' })

const option = object({ id: Type.String(), label: Type.String(), hint: maybe(Type.String()) })
const question = object({
  type: one(kindNames), lang, ask: text('Addresses the person as tú.'), label: Type.String(), hint: maybe(Type.String()), why: maybe(text('Why it is asked.')), options: maybe(Type.Array(option, { description: 'Those that can be chosen now.' })), optional: Type.Boolean(),
  mayFollow: maybe(text('It may follow that long after sending (ISO 8601 duration).')), assurance: maybe(Type.Integer()),
  list: maybe(object({ label: Type.String(), min: Type.Integer(), max: Type.Integer(), facts: Type.Array(Type.String(), { description: 'Facts of a row.' }) })),
})
export const ServiceForm = object({
  ...listed, law: Type.Array(Type.String()), channels: maybe(Type.Record(Type.String(), Type.String())),
  facts: Type.Array(object({ id: Type.String(), section: maybe(Type.String()), asked: Type.Boolean({ description: 'false when it is computed from others.' }), conditional: Type.Boolean({ description: 'Asked only when its condition holds.' }), register: maybe(text('Register that is asked first.')), question })),
  rules: Type.Array(object({ id: Type.String(), says: Type.String(), law: maybe(Type.String()) }), { description: 'Who the service is for.' }),
  answers: Type.Unsafe<object>({ type: 'object', description: 'JSON Schema 2020-12 of all answers as one object. Lists are arrays of rows.' }), links,
}, { $id: 'Service', description: 'The public form of a definition.' })

export const StartBody = closed({ service: Type.String({ minLength: 1, maxLength: 128 }), language: maybe(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', description: 'Otherwise as `Accept-Language` says.' })) }, { $id: 'Start', examples: [{ service: 'un-tramite', language: 'es' }] })
export const Started = object({
  id: Type.String({ format: 'uuid' }), code: text('To say aloud and to find it again.'), pin: maybe(text('Six digits; with the code it opens an anonymous journey elsewhere. Only for an anonymous start.')),
  token: maybe(text('Bearer token of this journey alone. Only when nobody known started it.')), seq, links,
}, { $id: 'Started', description: 'A journey was begun.', examples: [{ id: caseId, code: 'BCDF-GHJK', pin: '123456', token: 'vj_...', seq: 1, links: { self: `/api/v1/journeys/${caseId}`, answers: `/api/v1/journeys/${caseId}/answers` } }] })

const provenance = object({
  state: one(['open', 'given', 'confirmed', 'fetched', 'declared', 'declined', 'deferred'], { description: '`fetched`: a register said it and nobody confirmed it yet. `declared`: said by the person where a register was silent.' }),
  channel: maybe(one(channels)), role: maybe(one(roles)), at: maybe(instant('When.')), seq: maybe(Type.Integer()),
  register: maybe(object({ register: Type.String(), institution: Type.String(), receipt: Type.String(), at: instant('When it said so.'), until: maybe(Type.String()) })),
})
const fact = object({
  path, fact: Type.String(), list: maybe(Type.String()), row: maybe(Type.String()), section: maybe(Type.String()),
  status: one(['answered', 'missing', 'deferred', 'declined', 'absent', 'undecided', 'computed', 'note', 'invalid'], { description: '`absent`: does not apply. `undecided`: an answer still missing decides whether it applies.' }),
  value: maybe(value), shown: maybe(text('The value as people read it.')), provenance: maybe(provenance), rows: maybe(Type.Array(Type.String(), { description: 'Ids of a list’s rows.' })), question: maybe(question),
})
const because = object({ rule: Type.String(), says: Type.String(), law: maybe(Type.String()) })
export const JourneyView = object({
  id: Type.String({ format: 'uuid' }), code: Type.String(), service: Type.String(), version: Type.String(), language: Type.String(), status, seq, today: date('Civil date by which it is judged.'),
  next: Type.Union([Type.String(), Type.Null()], { description: 'Path of the next fact to ask; null when nothing is left.' }), missing: Type.Array(Type.String()), deferred: Type.Array(Type.String()),
  errors: Type.Array(object({ path, code: Type.String(), warn: Type.Boolean({ description: 'A warning does not block.' }), says: Type.String() })),
  registers: Type.Array(Type.String(), { description: 'Paths that a register may answer: POST …/registers asks it.' }),
  eligibility: object({ verdict: one(['yes', 'no', 'unknown']), because: Type.Array(because), wouldDecide: Type.Array(Type.String(), { description: 'Facts whose answer would settle it.' }) }),
  fee, canSubmit: Type.Boolean(), institution: Type.Union([Type.String(), Type.Null()], { description: 'The competent one, once known.' }), facts: Type.Array(fact), links,
}, { $id: 'Journey', description: 'Everything a channel can show of a journey.', examples: [{ id: caseId, code: 'BCDF-GHJK', service: 'un-tramite', version: '1.0.0', language: 'es', status: 'journey', seq: 1, today: '2026-11-24', next: 'use', missing: ['use'], deferred: [], errors: [], registers: [], eligibility: { verdict: 'unknown', because: [], wouldDecide: ['use'] }, fee: { amount: 0, currency: 'CLP' }, canSubmit: false, institution: 'srcei', facts: [{ path: 'use', fact: 'use', status: 'missing', question: { type: 'choice', lang: 'en', ask: 'What do you need it for?', label: 'What do you need it for', options: [{ id: 'private', label: 'Private use' }], optional: false } }], links: { self: `/api/v1/journeys/${caseId}` } }] })

const basedOn = Type.Integer({ minimum: 0, description: 'The `seq` you saw. A newer change of the same fact refuses with `answer-changed`.' })
const listId = Type.String({ minLength: 1, maxLength: 64 }), rowId = Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$', description: 'Made by you and never used again.' })
export const AnswersBody = closed({
  answers: Type.Record(Type.String({ minLength: 1, maxLength: 200 }), closed({ value: maybe(value), state: maybe(one(['declined', 'deferred', 'confirmed'], { description: '`declined`: optional and passed by. `deferred`: later. `confirmed`: what the register said is right.' })) }, { minProperties: 1 }), { minProperties: 1, maxProperties: 500 }), basedOn,
}, { $id: 'Answers', description: 'Judged and kept together: all or none.', examples: [{ answers: { use: { value: 'special' }, nickname: { state: 'declined' }, names: { state: 'confirmed' } }, basedOn: 1 }] })
export const RowBody = closed({ list: listId, row: rowId, basedOn }, { $id: 'Row', examples: [{ list: 'people', row: 'r1', basedOn: 2 }] })
export const CloseBody = closed({ list: listId, basedOn }, { $id: 'CloseList', examples: [{ list: 'people', basedOn: 3 }] })
export const RegistersBody = closed({ paths: maybe(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 200, description: 'Otherwise all that are open.' })) }, { $id: 'AskRegisters', examples: [{ paths: ['names'] }] })
export const FileBody = object({ file: Type.String({ contentMediaType: 'application/octet-stream', description: 'Exactly one file.' }) }, { $id: 'File' })
export const Attached = object({ name: Type.String(), type: text('What its content was found to be.'), size: Type.Integer(), sha256: Type.String() }, { $id: 'Attached', description: 'The value to answer the fact with.', examples: [{ name: 'contrato.pdf', type: 'application/pdf', size: 48211, sha256: digest }] })
export const Summary = object({ id: Type.String(), seq, service: Type.String(), version: Type.String(), digest: text('Names this summary: send it with the submission.'), answers: Type.Record(Type.String(), Type.Unknown(), { description: 'Every applicable answer by path; a declined one is null, a deferred one `{"deferred":true}`.' }) }, { $id: 'Summary', description: 'What a person checks before sending.', examples: [{ id: caseId, seq: 4, service: 'un-tramite', version: '1.0.0', digest, answers: { use: 'private', nickname: null } }] })
export const SubmitBody = closed({ digest: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of the summary that was shown.' }) }, { $id: 'Submission', examples: [{ digest }] })

const caseLine = { id: Type.String(), code: Type.String(), service: Type.String(), version: Type.String(), status, institution: maybe(Type.String()), due: maybe(date('By when an answer is due.')) }
export const CaseList = object({ cases: Type.Array(object({ ...caseLine, startedAt: instant('When it was begun.'), updatedAt: instant('When it last changed.'), links })) }, { $id: 'Cases', description: 'Journeys and cases of the person you act for, newest first.' })
export const CaseView = object({
  ...caseLine, title: Type.String(), lang, submittedAt: instant('When it was sent.'), stage: maybe(Type.String()), fee, seq,
  documents: Type.Array(object({ title: Type.String(), folio: maybe(Type.String()), verify: maybe(text('Public page that proves it.')), href: maybe(href) }), { description: 'What was issued.' }),
  attachments: Type.Array(object({ path, name: Type.String(), type: Type.String(), size: Type.Integer(), href })),
  timeline: Type.Array(object({ seq: Type.Integer(), at: instant('When.'), type: Type.String(), says: Type.String(), channel: one(channels), role: one(roles) })), links,
}, { $id: 'Case', description: 'A case after it was sent.' })

/** Every named schema, for the document and for validation. */
export const shared = [Problem, Services, ServiceForm, StartBody, Started, JourneyView, AnswersBody, RowBody, CloseBody, RegistersBody, FileBody, Attached, Summary, SubmitBody, CaseList, CaseView] as const
export { ref }
