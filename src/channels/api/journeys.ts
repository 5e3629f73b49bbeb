import { Type } from 'typebox'
import type { Journey } from '#cases'
import { type Command, type Given, isKnown, summaryOf } from '#core/case'
import { no, type Outcome } from '#core/refusal'
import type { Value } from '#core/service'
import type { App, Reply, Request } from '#platform/http'
import { operation, reading, writing } from './docs.ts'
import { type Gate, languageIn } from './gate.ts'
import { AnswersBody, Attached, CloseBody, FileBody, JourneyView, ref, RegistersBody, RowBody, StartBody, Started, SubmitBody, Summary } from './schemas.ts'
import { journeyOf } from './show.ts'
import type { ApiPorts } from './types.ts'
import { languageOf } from './wording.ts'

const id = Type.Object({ id: Type.String({ description: 'Id of the journey.' }) })
const digits = '^[0-9]{1,9}$'
/** Keys of starts by nobody known are told apart by nothing else: a short one could be somebody's too. */
const shortest = 16

export function journeyRoutes(app: App, ports: ApiPorts, gate: Gate): void {
  const { cases, callers, engineOf } = ports
  const show = (req: Request, reply: Reply, found: Outcome<Journey>): Reply | Promise<Reply> => {
    if (!found.ok) return gate.refuse(req, reply, found)
    const lang = languageIn(req, found.value)
    return gate.answer(reply, 200, journeyOf(ports, found.value, lang), lang)
  }
  /** One command, then the journey as it stands. */
  const act = async (req: Request, reply: Reply, command: Command, key = gate.key(req)): Promise<Reply> => {
    const found = await gate.open(req)
    if (!found.ok) return gate.refuse(req, reply, found)
    const done = await cases.act(found.value.id, command, gate.viewer(req), key)
    return done.ok ? show(req, reply, await gate.open(req)) : gate.refuse(req, reply, done)
  }

  app.post('/api/v1/journeys', { config: { access: 'session' }, schema: operation({ id: 'startJourney', tag: 'Journeys', summary: 'Begin a journey', description: 'Without a token it is nobody’s: the answer carries a code, a PIN and a token for it, and the Idempotency-Key must be random, 16 characters or more. With a client token it is the person’s whom you act for.', gives: { 201: ref(Started) }, refuses: [...writing, 'service-unknown'], body: ref(StartBody), keyed: true, anonymous: true }) }, async (request, response) => {
    const req = request as Request, reply = response as unknown as Reply, viewer = gate.viewer(req), { service, language } = request.body
    // A journey's token opens that journey and begins no other.
    if (viewer.journeys !== undefined && viewer.person === undefined) return gate.refuse(req, reply, no('not-allowed'))
    if (viewer.person === undefined && viewer.by === undefined && gate.key(req).length - 'api:'.length < shortest) return gate.refuse(req, reply, no('bad-request', { at: 'headers/idempotency-key', problem: `must be random, ${shortest} characters or more, while nobody known starts` }))
    const engine = await engineOf(service)
    if (engine === undefined) return gate.refuse(req, reply, no('service-unknown', { service }))
    const started = await cases.start({ service, language: language ?? languageOf(request.query.lang, req.headers['accept-language'], engine.service.languages), actor: viewer, key: gate.key(req), device: `api:${req.ip}` })
    if (!started.ok) return gate.refuse(req, reply, started)
    const { id: made, code, pin, seq } = started.value, self = `/api/v1/journeys/${made}`
    return gate.answer(reply.header('location', self), 201, { id: made, code, ...(pin === undefined ? {} : { pin }), ...(isKnown(viewer) ? {} : { token: await callers.journeyToken(made) }), seq, links: { self, answers: `${self}/answers`, registers: `${self}/registers`, summary: `${self}/summary` } })
  })

  app.get('/api/v1/journeys/:id', { config: { access: 'client' }, schema: operation({ id: 'readJourney', tag: 'Journeys', summary: 'A journey as it stands: what is asked next, and every fact with its words', gives: { 200: ref(JourneyView) }, refuses: reading }, id) }, async (req, reply) => show(req as Request, reply as unknown as Reply, await gate.open(req as Request)))

  app.post('/api/v1/journeys/:id/answers', { config: { access: 'client' }, schema: operation({ id: 'answer', tag: 'Journeys', summary: 'Give answers', description: 'All of them are kept, or none. Answers the journey as it then stands.', gives: { 200: ref(JourneyView) }, refuses: [...writing, 'question-not-asked', 'answer-invalid', 'answer-changed', 'already-submitted'], body: ref(AnswersBody), keyed: true }, id) }, async (req, reply) => {
    const { answers, basedOn } = req.body
    const given: { [path: string]: Given } = Object.create(null)
    for (const [path, a] of Object.entries(answers)) given[path] = { ...(a.value === undefined ? {} : { value: a.value as Value }), state: a.state ?? 'given' }
    return act(req as Request, reply as unknown as Reply, { do: 'answer', answers: { ...given }, basedOn })
  })
  app.post('/api/v1/journeys/:id/rows', { config: { access: 'client' }, schema: operation({ id: 'addRow', tag: 'Journeys', summary: 'Add a row to a list', gives: { 200: ref(JourneyView) }, refuses: [...writing, 'question-not-asked', 'answer-invalid', 'answer-changed', 'already-submitted'], body: ref(RowBody), keyed: true }, id) }, async (req, reply) => act(req as Request, reply as unknown as Reply, { do: 'add-row', ...req.body }))
  app.delete('/api/v1/journeys/:id/rows/:list/:row', { config: { access: 'client' }, schema: operation({ id: 'removeRow', tag: 'Journeys', summary: 'Remove a row of a list', description: 'Needs no key: taking the same row away twice is once.', gives: { 200: ref(JourneyView) }, refuses: [...reading, 'not-allowed', 'question-not-asked', 'answer-changed', 'already-submitted', 'too-many-tries'], query: { basedOn: Type.String({ pattern: digits, description: 'The `seq` you saw.' }) } }, Type.Object({ id: Type.String(), list: Type.String({ maxLength: 64 }), row: Type.String({ maxLength: 40 }) })) }, async (req, reply) => {
    const { list, row } = req.params, basedOn = Number((req.query as { basedOn?: string }).basedOn)
    return act(req as Request, reply as unknown as Reply, { do: 'remove-row', list, row, basedOn }, `api-delete:${list}.${row}:${basedOn}`)
  })
  app.post('/api/v1/journeys/:id/rows/close', { config: { access: 'client' }, schema: operation({ id: 'closeList', tag: 'Journeys', summary: 'Say that a list has all its rows', gives: { 200: ref(JourneyView) }, refuses: [...writing, 'question-not-asked', 'answer-invalid', 'answer-changed', 'already-submitted'], body: ref(CloseBody), keyed: true }, id) }, async (req, reply) => act(req as Request, reply as unknown as Reply, { do: 'close-list', ...req.body }))

  app.post('/api/v1/journeys/:id/registers', { config: { access: 'client' }, schema: operation({ id: 'askRegisters', tag: 'Journeys', summary: 'Ask the registers of the State', description: 'For facts in `registers` of the journey: only for a person whose identity was checked, once per journey, fact and key; up to 2 seconds. What came is `fetched`: confirm it by an answer.', gives: { 200: ref(JourneyView) }, refuses: writing, body: ref(RegistersBody), keyed: true }, id) }, async (request, response) => {
    const req = request as Request, reply = response as unknown as Reply, found = await gate.open(req)
    if (!found.ok) return gate.refuse(req, reply, found)
    return show(req, reply, await cases.prefill(found.value.id, request.body.paths ?? found.value.view.needs.map((n) => n.path), gate.viewer(req)))
  })

  app.post('/api/v1/journeys/:id/files/:path', {
    config: { access: 'client' }, validatorCompiler: () => () => true,
    schema: operation({ id: 'attachFile', tag: 'Journeys', summary: 'Upload a document', description: 'multipart/form-data with one file. It is kept by its content, so the same file twice is one. Then answer the fact with the value you get.', gives: { 201: ref(Attached) }, refuses: [...writing, 'question-not-asked', 'already-submitted', 'file-too-large', 'file-type-refused', 'files-too-many'], body: ref(FileBody), multipart: true, keyed: true }, Type.Object({ id: Type.String(), path: Type.String({ description: 'Path of the fact.' }) })),
  }, async (request, response) => {
    const req = request as Request, reply = response as unknown as Reply, found = await gate.open(req)
    if (!found.ok) return gate.refuse(req, reply, found)
    if (!req.isMultipart()) return gate.refuse(req, reply, no('bad-request', { at: 'body', problem: 'must be multipart/form-data with one file' }))
    for await (const file of req.uploads) {
      const kept = await cases.attach(found.value.id, (request.params as { path: string }).path, file, gate.viewer(req))
      return kept.ok ? gate.answer(reply, 201, kept.value) : gate.refuse(req, reply, kept)
    }
    return gate.refuse(req, reply, no('bad-request', { at: 'body', problem: 'must hold one file' }))
  })

  app.get('/api/v1/journeys/:id/summary', { config: { access: 'client' }, schema: operation({ id: 'readSummary', tag: 'Journeys', summary: 'What a person checks before sending, with its digest', gives: { 200: ref(Summary) }, refuses: reading }, id) }, async (request, response) => {
    const req = request as Request, reply = response as unknown as Reply, found = await gate.open(req)
    if (!found.ok) return gate.refuse(req, reply, found)
    const { case: file, engine, view, seq } = found.value
    return gate.answer(reply, 200, { id: file.id, seq, ...summaryOf(engine, file, view), digest: cases.digest(found.value) })
  })
  app.post('/api/v1/journeys/:id/submission', { config: { access: 'client' }, schema: operation({ id: 'submit', tag: 'Journeys', summary: 'Send it', description: 'With the digest of the summary that the person saw. Another one is refused with the differences.', gives: { 200: ref(JourneyView) }, refuses: [...writing, 'answers-missing', 'not-eligible', 'summary-changed', 'already-submitted'], body: ref(SubmitBody), keyed: true }, id) }, async (req, reply) => act(req as Request, reply as unknown as Reply, { do: 'submit', digest: req.body.digest }))
}
