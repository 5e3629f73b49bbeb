import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import { ids } from '#platform/clock'
import { watchReads } from './watch.ts'

// The hook itself: a page of staff that forgets, one that writes first, one that writes too late, one of the person's own, and a system.
const rosa = '0199aaaa-0000-7000-8000-000000000001', luis = '0199aaaa-0000-7000-8000-000000000002', wait = (ms: number) => new Promise((r) => setTimeout(r, ms))
test('a route that forgets is found, and one that writes too late; one that writes first, or shows a person her own, is not', async () => {
  const watch = watchReads(), say = (text: string, values: readonly unknown[], rows: readonly { readonly [c: string]: unknown }[]): void => watch.tap({ text, values, rows })
  const staff = () => say('select member_id, post_id, idle_until from identity.staff_sessions where hash = $1', ['x'], [{ member_id: 'marta' }]), client = () => say('select t.hash, t.client_id from identity.tokens t', ['x'], [{ client_id: 'demo-client' }])
  const read = (person: string) => say('select run_key, sealed from identity.persons where id = $1', [person], [{ run_key: 'x', sealed: 'y' }]), event = (person: string, by: string) => say('with e as (insert into log.events (at) select $1) select 1', [ids.uuid5(person, 'access'), by], [{ wrote: 1 }])
  const server = createServer((req, res) => { void (async () => {
    await wait(2)
    const path = req.url!
    if (path.startsWith('/agente') || path.startsWith('/en/equipo')) staff(); else if (req.headers.authorization !== undefined) client()
    if (path.includes('first')) event(rosa, 'marta')
    await wait(2)
    read(path.includes('other') ? luis : rosa)
    res.end('x')
    if (path.includes('late')) { await wait(20); event(luis, 'marta') }
  })() })
  await new Promise<void>((r) => { server.listen(0, '127.0.0.1', r) })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ask = async (path: string, headers: { readonly [k: string]: string } = {}) => { await (await fetch(url + path, { headers })).text(); await wait(30) }
  try {
    // Known to the house as persons.
    for (const id of [rosa, luis]) say('insert into identity.persons (id) values ($1) returning id', [id], [{ id }])
    await ask('/mi-historia')
    await ask('/agente/first')
    assert.deepEqual(watch.forgotten(), [])
    await Promise.all([ask('/agente/first'), ask('/mi-historia'), ask('/en/equipo/forgets-other')])
    assert.deepEqual(watch.forgotten().map((f) => [f.what, f.by, f.person]), [['GET /en/equipo/forgets-other', 'marta', luis]])
    await ask('/agente/late-other')
    await ask('/api/v1/cases', { authorization: 'Bearer vc_x' })
    assert.deepEqual(watch.forgotten().map((f) => [f.what, f.by]), [['GET /en/equipo/forgets-other', 'marta'], ['GET /agente/late-other', 'marta'], ['GET /api/v1/cases', 'demo-client']])
    assert.ok(watch.reads >= 5)
  } finally { server.close(); watch.stop() }
})
