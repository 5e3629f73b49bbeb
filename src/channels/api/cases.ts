import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { no } from '#core/refusal'
import { type App, type Reply, type Request, savedAs } from '#platform/http'
import { operation, reading } from './docs.ts'
import { type Gate, languageIn } from './gate.ts'
import { CaseList, CaseView, ref } from './schemas.ts'
import { caseOf, casesOf } from './show.ts'
import type { ApiPorts, Content } from './types.ts'

export function caseRoutes(app: App, { cases, documents }: ApiPorts, gate: Gate): void {
  app.get('/api/v1/cases', { config: { access: 'client' }, schema: operation({ id: 'listCases', tag: 'Cases', summary: 'Cases of the person you act for', description: 'Only with a client token, `Ventanilla-Person` and `Ventanilla-Basis`.', gives: { 200: ref(CaseList) }, refuses: ['sign-in-needed', 'not-allowed'] }) }, async (request, response) => {
    const req = request as Request, reply = response as unknown as Reply, { person } = gate.viewer(req)
    return person === undefined ? gate.refuse(req, reply, req.headers.authorization === undefined ? no('sign-in-needed') : no('not-allowed', { at: 'headers/ventanilla-person' })) : gate.answer(reply, 200, casesOf(await cases.mine(gate.viewer(req))))
  })
  app.get('/api/v1/cases/:id', { config: { access: 'client' }, schema: operation({ id: 'readCase', tag: 'Cases', summary: 'A case that was sent: its state, term, documents and what happened', gives: { 200: ref(CaseView) }, refuses: [...reading, 'not-submitted'] }, Type.Object({ id: Type.String() })) }, async (request, response) => {
    const req = request as Request, reply = response as unknown as Reply, found = await gate.open(req)
    if (!found.ok) return gate.refuse(req, reply, found)
    if (found.value.case.submittedAt === undefined) return gate.refuse(req, reply, no('not-submitted'))
    const timeline = await cases.timeline(found.value.id, gate.viewer(req)), lang = languageIn(req, found.value)
    return timeline.ok ? gate.answer(reply, 200, caseOf(found.value, timeline.value, await documents.of(found.value, lang), lang), lang) : gate.refuse(req, reply, timeline)
  })
  app.get('/api/v1/cases/:id/files/:sha256', {
    config: { access: 'client' }, exposeHeadRoute: false,
    schema: operation({ id: 'readFile', tag: 'Cases', summary: 'A document of a case: attached to it or issued for it', gives: { 200: { description: 'The document.', content: { 'application/octet-stream': { schema: Type.String({ contentMediaType: 'application/octet-stream' }) } } } as never }, refuses: reading }, Type.Object({ id: Type.String(), sha256: Type.String({ description: 'As `href` names it.' }) })),
  }, async (request, response) => {
    const req = request as Request, reply = response as unknown as Reply, found = await gate.open(req), { sha256 } = request.params as { sha256: string }
    if (!found.ok) return gate.refuse(req, reply, found)
    if (!/^[0-9a-f]{64}$/.test(sha256)) return gate.refuse(req, reply, no('not-found'))
    const attached = await cases.download(found.value.id, sha256, gate.viewer(req)), content: Content | undefined = attached.ok ? attached.value : attached.refusal === 'not-found' ? await documents.open(found.value, sha256) : undefined
    if (content === undefined) return gate.refuse(req, reply, attached.ok ? no('not-found') : attached)
    return reply.type(content.type).header('content-disposition', savedAs(content.name)).send(Readable.from(content.stream)) as unknown as Reply
  })
}
