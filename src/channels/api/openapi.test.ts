import assert from 'node:assert/strict'
import test from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { channels } from '#core/actor'
import { refusals } from '#core/refusal'
import { createHttp } from '#platform/http'
import { createApi } from './index.ts'
import { happened } from './words.ts'

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is read as the JSON it is
type Doc = any
/** The document needs no port: nothing is asked of them. */
async function documented(): Promise<Doc> {
  const http = await createHttp({ secret: Buffer.alloc(32, 1), now: Date.now, log: () => {}, healthy: async () => true, refusals, render: { page: () => '', apology: () => '' } })
  await http.routes(createApi({ page: http.page } as unknown as Parameters<typeof createApi>[0]).routes)
  await http.app.ready()
  const document = (await http.app.inject({ method: 'GET', url: '/api/openapi.json' })).json()
  await http.stop(100)
  return document
}
const document = await documented()
const operations = Object.entries<Doc>(document.paths).flatMap(([path, item]) => Object.entries<Doc>(item).map(([method, op]) => ({ path, method, op, at: `${method} ${path}` })))

test('OpenAPI 3.1: every operation is named, told, guarded, and says what it gives and refuses', () => {
  assert.equal(document.openapi, '3.1.0')
  assert.equal(operations.length, 15)
  assert.deepEqual(document.components.securitySchemes.bearer.scheme, 'bearer')
  assert.equal(new Set(operations.map((o) => o.op.operationId)).size, operations.length)
  for (const { path, method, op, at } of operations) {
    assert.match(path, /^\/api\/v1\//)
    assert.ok(op.operationId && op.summary && op.description && op.tags.length === 1, at)
    const statuses = Object.keys(op.responses)
    assert.ok(statuses.some((c) => c.startsWith('2')) && statuses.includes('400') && statuses.includes('500') && statuses.includes('503'), at)
    for (const [status, response] of Object.entries<Doc>(op.responses)) {
      assert.ok(response.description, `${at} ${status}`)
      const types = Object.keys(response.content)
      assert.deepEqual(types, Number(status) < 300 ? [path.endsWith('/{sha256}') ? 'application/octet-stream' : 'application/json'] : ['application/problem+json'], `${at} ${status}`)
    }
    const names = op.parameters?.map((p: Doc) => `${p.in}:${p.name}`) ?? []
    for (const p of op.parameters ?? []) if (p.in !== 'path' || !/^(id|list|row)$/.test(p.name)) assert.ok(p.description || path.startsWith('/api/v1/services'), `${at} ${p.name}`)
    assert.deepEqual((path.match(/\{[^}]+\}/g) ?? []).map((x) => `path:${x.slice(1, -1)}`).filter((x) => !names.includes(x)), [], at)
    assert.equal(names.includes('header:idempotency-key'), method === 'post', at)
    if (method === 'post') { assert.equal(op.parameters.find((p: Doc) => p.name === 'idempotency-key').required, true); assert.ok(op.requestBody, at) }
    assert.deepEqual(op.security, path.startsWith('/api/v1/services') ? [] : at === 'post /api/v1/journeys' ? [{}, { bearer: [] }] : [{ bearer: [] }], at)
  }
})

test('every reference leads somewhere, every schema compiles, every example fits', () => {
  const ajv = new Ajv2020({ strict: false })
  ;(addFormats as unknown as (a: Ajv2020) => void)(ajv)
  ajv.addSchema({ $id: 'https://api.test/', ...document })
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { $ref } = node as { $ref?: unknown }
    if (typeof $ref === 'string') assert.ok($ref.startsWith('#/') && $ref.slice(2).split('/').reduce<Doc>((at, key) => at?.[decodeURIComponent(key).replaceAll('~1', '/')], document), $ref)
    for (const inner of Object.values(node)) visit(inner)
  }
  visit(document)
  let examples = 0
  for (const [name, schema] of Object.entries<Doc>(document.components.schemas)) {
    const fits = ajv.compile({ $ref: `https://api.test/#/components/schemas/${name}` })
    for (const example of schema.examples ?? []) { examples++; assert.ok(fits(example), `${name}: ${JSON.stringify(fits.errors)}`) }
  }
  assert.ok(examples >= 10, `${examples} examples`)
})

test('no address carries a person, and words stand in both languages', () => {
  for (const { path, op } of operations) for (const name of [path, ...(op.parameters ?? []).filter((p: Doc) => p.in !== 'header').map((p: Doc) => p.name)]) assert.doesNotMatch(name, /run|rut|person/i)
  for (const [type, w] of Object.entries(happened)) assert.ok(w.es.endsWith('.') && w.en.endsWith('.'), type)
  assert.ok(channels.includes('api'))
})
