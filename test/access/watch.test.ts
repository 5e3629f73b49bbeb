import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import { ids } from '#platform/clock'
import { asJob } from '#platform/telemetry'
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

test('programs of institutions are heard by whatever they prove themselves with: a provider’s token, an exchanged one, ClaveÚnica’s; a sign-in page and a person’s own token are not', async () => {
  const watch = watchReads(), say = (text: string, values: readonly unknown[], rows: readonly { readonly [c: string]: unknown }[]): void => watch.tap({ text, values, rows })
  const event = (person: string, by: string) => say('with e as (insert into log.events (at) select $1) select 1', [ids.uuid5(person, 'access'), by], [{ wrote: 1 }])
  const server = createServer((req, res) => { void (async () => {
    await wait(2)
    const path = req.url!, known = req.headers['x-known'], first = req.headers['x-first'] !== undefined
    if (path.startsWith('/openid')) say('select account, client from claveunica.tokens where hash = $1', ['x'], [{ account: 'a', client: 'portal' }])
    else say('select id, stage from oidc.clients where id = $1', ['portal'], [{ id: 'portal' }])
    if (first) event(known === 'luis' ? luis : rosa, 'portal')
    if (path.startsWith('/openid')) { say('select a.id, a.sealed from accounts.accounts a where a.id = $1', ['7'], [{ id: '7' }]); say('select id, sealed from identity.persons where run_key = $1', ['k'], [{ id: rosa }]) } else say('select run_key, sealed from identity.persons where id = $1', [rosa], [{ sealed: 'y' }])
    res.end('x')
  })() })
  await new Promise<void>((r) => { server.listen(0, '127.0.0.1', r) })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ask = async (path: string, headers: { readonly [k: string]: string } = {}) => { await (await fetch(url + path, { headers })).text(); await wait(30) }, bearer = { authorization: 'Bearer abc.def' }
  try {
    say('insert into identity.persons (id) values ($1) returning id', [rosa], [{ id: rosa }])
    for (const path of ['/oidc/auth?x=1', '/openid/authorize', '/api/usage']) await ask(path)
    await ask('/api/v1/cases', { authorization: `Bearer vj_${'a'.repeat(43)}` })
    assert.deepEqual(watch.forgotten(), [])
    for (const path of ['/oidc/userinfo', '/oidc/token', '/openid/userinfo', '/api/v1/cases']) await ask(path, bearer)
    assert.deepEqual(watch.forgotten().map((f) => [f.what, f.by, f.person]), [['GET /oidc/userinfo', 'portal', rosa], ['GET /oidc/token', 'portal', rosa], ['GET /openid/userinfo', 'portal', 'of an account'], ['GET /api/v1/cases', 'portal', rosa]])
    await ask('/openid/token', { ...bearer, 'x-first': '1', 'x-known': 'luis' })
    assert.deepEqual(watch.forgotten().at(-1)?.what, 'GET /openid/token', 'an event of somebody else is none of hers')
    const found = watch.forgotten().length
    for (const path of ['/oidc/userinfo', '/openid/userinfo', '/api/v1/cases']) await ask(path, { ...bearer, 'x-first': '1' })
    assert.equal(watch.forgotten().length, found)
  } finally { server.close(); watch.stop() }
})
test('a job that reads a person without saying so is found; an effect of a case may read that case and whose it is, if it was taken on, and nobody else', async () => {
  const watch = watchReads(), say = (text: string, values: readonly unknown[], rows: readonly { readonly [c: string]: unknown }[]): void => watch.tap({ text, values, rows }), of = '0199aaaa-0000-7000-8000-0000000000c1', other = '0199aaaa-0000-7000-8000-0000000000c2'
  const event = (person: string, by: string) => say('with e as (insert into log.events (at) select $1) select 1', [ids.uuid5(person, 'access'), by], [{ wrote: 1 }])
  const person = (id: string) => say('select run_key, sealed from identity.persons where id = $1', [id], [{ sealed: 'y' }]), caseOf = (id: string, whose: string) => say('select e.seq, c.person_id as c_person from log.cases c', [id], [{ c_person: whose, c_for: null }])
  const found = () => watch.forgotten().map((f) => [f.what, f.person])
  try {
    for (const id of [rosa, luis]) say('insert into identity.persons (id) values ($1) returning id', [id], [{ id }])
    // A test that reads for itself is no job; nor is one that reads nobody.
    person(rosa)
    await asJob({ name: 'seal' }, async () => { await wait(1); say('select count(*) from log.checkpoints', [], [{ n: 1 }]) })
    await asJob({ name: 'looks' }, async () => { event(rosa, 'looks'); await wait(1); person(rosa) })
    assert.deepEqual(found(), [])
    await asJob({ name: 'sweep' }, async () => { await wait(1); person(rosa) })
    // Another job's event is not this one's; one that fails has read all the same.
    await assert.rejects(asJob({ name: 'tell' }, async () => { await wait(1); person(rosa); throw new Error('x') }))
    assert.deepEqual(found(), [['job sweep', rosa], ['job tell', rosa]])
    // An effect nobody took on covers nothing.
    await asJob({ name: 'notify', stream: of }, async () => { caseOf(of, rosa) })
    assert.deepEqual(found().at(-1), ['job notify', rosa])
    say('update outbox.effects set run_at = $1 returning id', [], [{ stream_id: of }])
    const before = found().length
    await Promise.all([asJob({ name: 'notify', stream: of }, async () => { caseOf(of, rosa); await wait(2); person(rosa) }), asJob({ name: 'certify', stream: of }, async () => { caseOf(of, rosa) })])
    assert.equal(found().length, before)
    await asJob({ name: 'pay', stream: of }, async () => { caseOf(of, rosa); await wait(1); caseOf(other, luis) })
    assert.deepEqual(found().at(-1), ['job pay', luis])
    assert.ok(watch.readsBy.job >= 6)
    assert.throws(() => watch.close(), /a person was read/)
  } finally { watch.stop() }
})
