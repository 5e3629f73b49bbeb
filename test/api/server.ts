import assert from 'node:assert/strict'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { type ApiPorts, createApi } from '#channels/api'
import type { Viewer } from '#cases'
import { no, refusals, yes } from '#core/refusal'
import { createHttp } from '#platform/http'
import { watchReads } from '../access/watch.ts'
import { type House, house, person } from '../spine/house.ts'

type Json = { readonly [key: string]: never }
// biome-ignore lint/suspicious/noExplicitAny: a body is whatever the server sent
export type Said = { readonly status: number; readonly body: any; readonly headers: Headers; readonly text: string }
export type Ask = (method: 'GET' | 'POST' | 'DELETE', path: string, more?: { readonly token?: string | undefined; readonly person?: string; readonly basis?: string; readonly key?: string; readonly body?: unknown; readonly form?: FormData; readonly headers?: { readonly [name: string]: string } }) => Promise<Said>

/** An institution's system of test people: the token says which, the headers for whom. RUNs of test people are 41.000.xxx. */
export const clientToken = 'client-of-tests', basis = 'Mandato 2026-114'
const people: { readonly [run: string]: string } = { '41000117-9': person(1), '41000512-3': person(2) }

/** The API over the spine and a database, with callers known by two kinds of token. Every answer is held against the document. */
export async function apiServer(options: Parameters<typeof house>[0] & { readonly ports?: (h: House) => Partial<ApiPorts> } = {}) {
  // What the institution's system reads of a person stands in that person's record.
  const watch = watchReads((req) => (req.headers.authorization === `Bearer ${clientToken}` ? { asks: 'client', by: 'client-1' } : undefined))
  const { ports, ...rest } = options, h = await house({ wrap: watch.hears, ...rest }), recorded: { person: string; basis: string }[] = []
  const lines: unknown[] = []
  const http = await createHttp({
    secret: Buffer.alloc(32, 7), now: () => h.time.now, log: (line) => lines.push(line), healthy: async () => true, refusals, version: '1.0.0',
    render: { page: () => '<!doctype html>', apology: () => '' },
  })
  const callers: ApiPorts['callers'] = {
    async of(req) {
      const token = /^Bearer (\S+)$/.exec(req.headers.authorization ?? '')?.[1]
      if (token?.startsWith('journey-')) return yes({ role: 'citizen', channel: 'api', assurance: 0, journeys: [token.slice(8)] } satisfies Viewer)
      if (token !== clientToken) return no('sign-in-needed')
      const run = req.headers['ventanilla-person'], why = req.headers['ventanilla-basis']
      if (run === undefined) return yes({ role: 'client', by: 'client-1', institution: 'srcei', channel: 'api', assurance: 3 } satisfies Viewer)
      if (typeof why !== 'string' || why === '' || typeof run !== 'string' || people[run] === undefined) return no('not-allowed')
      recorded.push({ person: people[run], basis: why })
      return yes({ role: 'client', by: 'client-1', institution: 'srcei', person: people[run], channel: 'api', assurance: 3 } satisfies Viewer)
    },
    journeyToken: async (id) => `journey-${id}`,
  }
  const api = createApi({
    cases: h.cases, callers, page: http.page, engineOf: async (service) => (service === h.engine.service.id ? h.engine : undefined), services: async () => [h.engine.service],
    documents: { of: async () => [], open: async () => undefined }, ...ports?.(h),
  })
  await http.routes(api.routes)
  const url = await http.listen('127.0.0.1', 0)
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as Json, holds = conformance(document)
  let keys = 0
  const ask: Ask = async (method, path, { token, person: run, basis: why = basis, key, body, form, headers } = {}) => {
    const reply = await fetch(`${url}${path}`, {
      method, redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(run === undefined ? {} : { 'ventanilla-person': run, 'ventanilla-basis': why }), ...(method === 'POST' && key !== '' ? { 'idempotency-key': key ?? `a-key-of-the-tests-${keys++}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers,
      },
      ...(form ? { body: form } : body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await reply.text(), type = (reply.headers.get('content-type') ?? '').split(';')[0]!
    const said: Said = { status: reply.status, headers: reply.headers, text, body: /json/.test(type) ? JSON.parse(text) : text }
    holds(method, path.split('?')[0]!, said, type)
    return said
  }
  return { h, http, url, document, ask, recorded, lines, async close() { await http.stop(1000); await h.close(); watch.close() } }
}
export type ApiServer = Awaited<ReturnType<typeof apiServer>>

/** Schemas of the document as they are, and closed: a field that it does not name is a mistake of ours. */
function conformance(document: Json) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ;(addFormats as unknown as (a: Ajv2020) => void)(ajv)
  const closed = close(structuredClone(document)) as { paths: { [path: string]: { [method: string]: { responses: { [status: string]: { content?: { [type: string]: object } } } } } } }
  ajv.addSchema({ $id: 'https://api.test/', ...closed })
  const made = new Map<string, ValidateFunction>()
  return (method: string, path: string, said: Said, type: string): void => {
    const template = Object.keys(closed.paths).find((p) => new RegExp(`^${p.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path) && closed.paths[p]![method.toLowerCase()])
    if (template === undefined) { assert.equal(said.status, 404, `${method} ${path} is in no document`); return }
    const response = closed.paths[template]![method.toLowerCase()]!.responses[said.status]
    assert.ok(response, `${method} ${template} says ${said.status} ${said.text}, which its document does not`)
    if (said.status === 200 && /\/files\//.test(template)) return
    assert.ok(response.content?.[type], `${method} ${template} ${said.status} is ${type}`)
    const at = `https://api.test/#/paths/${encodeURIComponent(template.replaceAll('~', '~0').replaceAll('/', '~1'))}/${method.toLowerCase()}/responses/${said.status}/content/${type.replace('/', '~1').replace('+', '%2B')}/schema`
    let validate = made.get(at)
    if (!validate) made.set(at, (validate = ajv.compile({ $ref: at })))
    assert.ok(validate(said.body), `${method} ${template} ${said.status}: ${JSON.stringify(validate.errors?.slice(0, 3))} in ${said.text.slice(0, 600)}`)
  }
}
function close(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node
  for (const [key, inner] of Object.entries(node)) if (key !== 'examples' && key !== 'example') close(inner)
  if ('properties' in node && 'type' in node && node.type === 'object' && !('additionalProperties' in node)) Object.assign(node, { additionalProperties: false })
  return node
}
