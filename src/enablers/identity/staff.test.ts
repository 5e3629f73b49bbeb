import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { no, refusals, yes } from '#core/refusal'
import { ids } from '#platform/clock'
import { fileKeyring } from '#platform/crypto'
import { testDatabase } from '#platform/database'
import { createHttp } from '#platform/http'
import { document } from '#ui'
import { createIdentity, demo, demoStaff, failingStaff, type IdentityNeeds, migrations, type StaffProvider } from './index.ts'

const both = (es: string) => ({ es, en: es })
const posts = [{ id: 'mesa-3', kind: 'counter', channel: 'counter', venue: '017', name: both('Mesa 3') }, { id: 'phone-1', kind: 'phone', channel: 'phone', name: both('Teléfono 1') }] as const
const members = [
  { id: 'marta', names: 'Marta Lagos', role: 'agent', institution: 'ips', posts: ['mesa-3', 'phone-1'], story: both('Atiende.') },
  { id: 'carmen', names: 'Carmen Ríos', role: 'supervisor', institution: 'ips', posts: ['phone-1'], story: both('Supervisa.') },
] as const
const folder = mkdtempSync(join(tmpdir(), 'ventanilla-staff-'))
const db = await testDatabase({ rooms: [migrations] })
test.after(async () => { await db.close(); rmSync(folder, { recursive: true, force: true }) })

async function made(options: Partial<IdentityNeeds> = {}) {
  await db.query('truncate identity.staff_sessions, identity.challenges, identity.sessions')
  const clock = { now: Date.UTC(2026, 10, 24, 13) }, left: unknown[] = [], sent: { person: string; digits: string }[] = []
  const identity = createIdentity({
    sql: db, keyring: fileKeyring(join(folder, 'keys')), ids, now: () => clock.now, demo: true, provider: demo([{ id: 'rosa', run: '41000117-9', names: 'Rosa Núñez', story: both('x') }]), staff: demoStaff({ members, posts }),
    deliver: async ({ person, digits }) => { sent.push({ person, digits }); return yes({ to: '+56 9 ···· ··01' }) }, ...options,
  })
  identity.onLeft(async (who) => { left.push(who) })
  const http = await createHttp({
    publicUrl: 'http://localhost', secret: Buffer.alloc(32, 7), now: () => clock.now, log: () => {}, healthy: async () => true, refusals, accountOf: identity.accountOf,
    render: { page: (s) => document({ lang: s.lang, title: s.title, siteName: 'Ventanilla', home: '/', skip: 'Saltar', body: s.body as never, nav: { label: 'Principal', items: [] }, footer: { label: 'Sobre', items: [] } }), apology: (a) => `${a.code}` as never },
  })
  await http.screens((app) => {
    identity.routes(app, { page: http.page, limits: http.limits })
    app.get('/who', { config: { access: 'session' } }, async (req) => ({ staff: (await identity.staff.staffOf(req)) ?? null, guard: (await identity.guardOf(req)) ?? null, account: (await identity.accountOf(req)) ?? null }))
  })
  await http.app.ready()
  const browser = () => {
    const jar: { [name: string]: string } = {}
    const send = async (method: 'GET' | 'POST', url: string, fields?: { readonly [name: string]: string }) => {
      const reply = await http.app.inject({ method, url, headers: { host: 'localhost', origin: 'http://localhost', 'sec-fetch-site': 'same-origin', cookie: Object.entries(jar).map(([k, v]) => `${k}=${v}`).join('; '), ...(fields ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) }, ...(fields ? { payload: new URLSearchParams(fields).toString() } : {}) })
      for (const c of reply.cookies) if (c.value === '' || (c.expires && c.expires.getTime() < 1000)) delete jar[c.name]; else jar[c.name] = c.value
      return reply
    }
    const post = async (url: string, fields: { readonly [name: string]: string }, page = url) => send('POST', url, { _token: /name="_token" value="([^"]+)"/.exec((await send('GET', page)).body)?.[1] ?? '', ...fields })
    return { jar, send, post, who: async () => (await send('GET', '/who')).json() as { staff: { [k: string]: unknown } | null; guard: string | null; account: string | null } }
  }
  return { identity, clock, left, sent, browser }
}

test('a member takes a post and is an actor without any person; leaving and a second browser end it, and whoever listens hears', async () => {
  const m = await made(), b = m.browser(), page = await b.send('GET', '/equipo/entrar')
  assert.match(page.body, /Demostración: cualquiera puede tomar un puesto/)
  assert.equal((page.body.match(/name="staff"/g) ?? []).length, 3, 'each member at each of their posts')
  assert.match((await b.send('GET', '/en/equipo/entrar')).body, /Sign in to your post/)
  const entered = await b.post('/equipo/entrar', { staff: 'marta@mesa-3', volver: '/equipo?cola=1' })
  assert.deepEqual([entered.statusCode, entered.headers.location], [303, '/equipo?cola=1'])
  const cookie = entered.cookies.find((c) => c.name === 'staff')!
  assert.deepEqual([cookie.httpOnly, cookie.sameSite, /^[\w-]{43}$/.test(cookie.value)], [true, 'Lax', true])
  const { staff, guard, account } = await b.who()
  assert.deepEqual({ ...staff, device: undefined, post: (staff!['post'] as { id: string }).id }, { role: 'agent', by: 'marta', institution: 'ips', channel: 'counter', venue: '017', assurance: 0, names: 'Marta Lagos', device: undefined, post: 'mesa-3' })
  assert.deepEqual([guard, account], [null, staff!['device']], 'limits count by her shift, not by the office’s address')
  assert.ok(!JSON.stringify((await db.query('select * from identity.staff_sessions')).rows).includes(cookie.value))
  // A citizen in the same browser is somebody else.
  await b.post('/entrar/demo', { person: 'rosa' }, '/salir')
  assert.equal((await b.who()).staff!['by'], 'marta')
  assert.deepEqual([await m.identity.staff.whoAt('mesa-3'), await m.identity.staff.whoAt('phone-1')], [['marta'], []])
  const other = m.browser()
  await other.post('/equipo/entrar', { staff: 'marta@phone-1' })
  assert.deepEqual([await m.identity.staff.whoAt('mesa-3'), await m.identity.staff.whoAt('phone-1')], [[], ['marta']])
  assert.deepEqual([(await b.who()).staff, (await other.who()).staff!['channel'], m.left], [null, 'phone', [{ by: 'marta' }]])
  const out = await other.post('/equipo/salir', {})
  assert.deepEqual([out.headers.location, (await other.who()).staff, m.left.length], ['/equipo/entrar', null, 2])
  const session = (await b.who()).guard
  await b.post('/salir', {})
  assert.deepEqual(m.left.at(-1), { session })
})
test('no post that is not one’s own, no planted cookie, no shift without end, no demo without --demo', async () => {
  const m = await made(), b = m.browser()
  for (const staff of ['carmen@mesa-3', 'nobody@mesa-3', 'marta', '', '__proto__@mesa-3']) { assert.equal((await b.post('/equipo/entrar', { staff })).statusCode, 400, staff); assert.equal((await b.who()).staff, null) }
  b.jar['staff'] = 'A'.repeat(43)
  assert.equal((await b.who()).staff, null)
  delete b.jar['staff']
  assert.equal((await b.post('/equipo/entrar', { staff: 'marta@mesa-3', volver: 'https://evil.test/' })).headers.location, '/equipo')
  m.clock.now += 59 * 60_000
  assert.ok((await b.who()).staff)
  m.clock.now += 61 * 60_000
  assert.equal((await b.who()).staff, null, 'an hour untouched')
  await m.identity.sweep()
  assert.deepEqual(m.left, [{ by: 'marta' }], 'what was open ends with the shift')
  await b.post('/equipo/entrar', { staff: 'marta@mesa-3' })
  for (let hour = 0; hour < 13; hour++) { m.clock.now += 3_500_000; await b.who() }
  assert.equal((await b.who()).staff, null, 'twelve hours')
  assert.throws(() => createIdentity({ sql: db, keyring: fileKeyring(join(folder, 'keys')), ids, now: Date.now, demo: false, provider: { ...demo([]), demo: false }, staff: demoStaff({ members, posts }) }), /demo/)
})
for (const [provider, works] of [[demoStaff({ members, posts }), true], [failingStaff(), false]] as readonly (readonly [StaffProvider, boolean])[]) test(`the contract of a staff provider: ${provider.name}`, async () => {
  if (!works) { await assert.rejects(provider.verify({})); const m = await made({ staff: provider }), b = m.browser(); assert.equal((await b.post('/equipo/entrar', { staff: 'x' })).statusCode, 503); return }
  assert.deepEqual(await provider.verify({ staff: 'marta@phone-1' }), { ok: true, value: { member: 'marta', post: 'phone-1' } })
  assert.ok(!(await provider.verify({})).ok)
})
test('six digits: once, five minutes, three tries, for what they were sent for; a hundred at once are still three', async () => {
  const m = await made(), person = ids.uuid5('00000000-0000-4000-8000-000000000000', 'rosa')
  const send = async (about = 'journey-1') => { const s = await m.identity.otp.send({ person, about }); if (!s.ok) assert.fail(s.refusal); return { ...s.value, digits: m.sent.at(-1)!.digits } }
  const wrong = (digits: string): string => String((Number(digits) + 1) % 1_000_000).padStart(6, '0')
  const a = await send()
  assert.match(a.digits, /^\d{6}$/)
  assert.ok(!JSON.stringify((await db.query('select * from identity.challenges')).rows).includes(a.digits))
  assert.equal((await m.identity.otp.verify(a.challenge, a.digits, 'journey-2')).ok, false)
  assert.deepEqual(await m.identity.otp.verify(a.challenge, `${a.digits.slice(0, 3)} ${a.digits.slice(3)}`, 'journey-1'), { ok: true, value: { person } })
  assert.equal((await m.identity.otp.verify(a.challenge, a.digits, 'journey-1')).ok, false, 'once')
  const b = await send(), tries = await Promise.all(Array.from({ length: 30 }, () => m.identity.otp.verify(b.challenge, wrong(b.digits), 'journey-1')))
  assert.ok(tries.every((t) => !t.ok))
  assert.equal((await m.identity.otp.verify(b.challenge, b.digits, 'journey-1')).ok, false, 'too late for the right ones')
  const c = await send()
  m.clock.now += 5 * 60_000 + 1
  assert.equal((await m.identity.otp.verify(c.challenge, c.digits, 'journey-1')).ok, false)
  for (const odd of ['', 'x', "' or 1=1", ids.uuid7()]) assert.equal((await m.identity.otp.verify(odd, '123456', 'journey-1')).ok, false)
  await send(); await send()
  const more = await m.identity.otp.send({ person, about: 'journey-1' })
  assert.ok(!more.ok && more.refusal === 'too-many-tries')
  const silent = await made({ deliver: async () => no('not-allowed', { problem: 'no contact' }) }), none = await silent.identity.otp.send({ person, about: 'x' })
  assert.ok(!none.ok && none.refusal === 'not-allowed')
})
