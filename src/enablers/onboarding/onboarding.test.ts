import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { createCalendar } from '#core/law'
import { ids } from '#platform/clock'
import { testDatabase } from '#platform/database'
import * as door from './index.ts'
import { type Client, createOnboarding, type Hand, isComplete, machineLines, migrations, type Observation, type Raw, readApplication, redirectProblem } from './index.ts'
import { commands, mayDo, readKeys } from './rules.ts'

const ips = { id: 'ips', name: 'Instituto de Previsión Social', short: 'IPS' }
const right: Raw = {
  name: 'Portal de pensiones', description: 'Muestra a cada persona sus pagos y permite cambiar la forma de pago.', audience: 'public', url: 'https://portal.ips.gob.cl', contract: 'claveunica', keys: '', admin_name: 'Inés Quiroga Soto', admin_mail: 'ines.quiroga@ips.gob.cl', technical_name: 'Raúl Pino', technical_mail: 'rpino@ips.gob.cl',
  sandbox: 'http://127.0.0.1:3000/vuelta', qa: 'https://qa.ips.gob.cl/vuelta', production: 'https://portal.ips.gob.cl/vuelta\nhttps://sucursal.ips.gob.cl/cu', logouts: 'https://portal.ips.gob.cl, http://127.0.0.1:3000', terms: 'yes',
}
const problems = (over: Raw): object => { const r = readApplication({ ...right, ...over }, ips); return r.ok ? {} : r.problems }

test('the request: each box says what is wrong with it, all at once; the right one is read whole', () => {
  const read = readApplication(right, ips)
  assert.ok(read.ok)
  assert.deepEqual(read.value.redirects.production, ['https://portal.ips.gob.cl/vuelta', 'https://sucursal.ips.gob.cl/cu'])
  assert.deepEqual(read.value.logouts, ['https://portal.ips.gob.cl', 'http://127.0.0.1:3000'])
  assert.deepEqual(Object.keys(problems(Object.fromEntries(Object.keys(right).map((k) => [k, '']))).valueOf()).sort(), ['admin_mail', 'admin_name', 'audience', 'contract', 'description', 'name', 'production', 'qa', 'sandbox', 'technical_mail', 'technical_name', 'terms', 'url'])
  const wrong: readonly (readonly [Raw, object])[] = [
    [{ url: 'http://portal.ips.gob.cl' }, { url: 'urlGob' }], [{ url: 'https://gob.cl.ips.com' }, { url: 'urlGob' }], [{ url: 'https://xgob.cl' }, { url: 'urlGob' }],
    [{ admin_mail: 'contacto@ips.gob.cl' }, { admin_mail: 'mailGeneric' }], [{ technical_mail: 'raul.pino@gmail.com' }, { technical_mail: 'mailFree' }], [{ admin_mail: 'ines' }, { admin_mail: 'mailShape' }], [{ admin_name: 'Inés' }, { admin_name: 'nameFull' }],
    [{ logouts: 'https://portal.ips.gob.cl/salir' }, { logouts: 'logoutPath' }], [{ logouts: 'http://portal.ips.gob.cl' }, { logouts: 'uriHttps' }], [{ terms: 'on' }, { terms: 'termsNeeded' }],
    [{ production: 'https://portal.ips.gob.cl/vuelta\nhttps://portal.ips.gob.cl/v?x=1' }, { production: 'uriQuery' }], [{ contract: 'oidc', keys: '{}' }, { keys: 'keysJson' }], [{ contract: 'oidc', sandbox: 'http://127.0.0.2:3000/v' }, { sandbox: 'uriLocalhost' }],
  ]
  for (const [over, said] of wrong) assert.deepEqual(problems(over), said, JSON.stringify(over))
})
test('an address to come back to is exact, of the institution, encrypted, and never one’s own machine in production', () => {
  const table: readonly (readonly [string, door.Stage, string | undefined])[] = [
    ['https://www.ips.gob.cl/vuelta', 'production', undefined], ['https://servicios.gob.cl/ips/vuelta', 'production', undefined], ['https://prevision.gob.cl/vuelta', 'production', undefined],
    ['https://www.tips.gob.cl/vuelta', 'production', 'uriName'], ['https://otra.gob.cl/vuelta', 'qa', 'uriName'], ['https://www.ips.cl/vuelta', 'production', 'uriGob'], ['https://www.ips.cl/vuelta', 'qa', undefined],
    ['http://www.ips.gob.cl/vuelta', 'qa', 'uriHttps'], ['https://www.ips.gob.cl/vuelta?next=/', 'qa', 'uriQuery'], ['https://www.ips.gob.cl/vuelta#x', 'qa', 'uriQuery'], ['https://ana:x@www.ips.gob.cl/vuelta', 'qa', 'uriUser'],
    ['https://*.ips.gob.cl/vuelta', 'qa', 'uriWild'], ['https://www.ips.gob.cl/a/../vuelta', 'qa', 'uriWild'], ['https://WWW.ips.gob.cl/vuelta', 'qa', 'uriExact'], ['https://www.ips.gob.cl:443/vuelta', 'qa', 'uriExact'], ['javascript:alert(1)', 'qa', 'uriShape'], ['/vuelta', 'qa', 'uriShape'],
    ['http://127.0.0.1:3000/vuelta', 'sandbox', undefined], ['http://127.0.0.1:3000/ips', 'production', 'uriLoopback'], ['http://127.0.0.1:3000/ips', 'qa', 'uriLoopback'], ['http://localhost:3000/ips', 'sandbox', 'uriLocalhost'], ['https://localhost.ips.gob.cl/v', 'production', undefined],
  ]
  for (const [uri, stage, said] of table) assert.equal(redirectProblem(uri, stage, ips), said, `${uri} in ${stage}`)
})
test('keys: public ones only', () => {
  const ec = { kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }
  assert.ok(typeof readKeys(JSON.stringify({ keys: [ec] })) === 'object')
  assert.deepEqual([{ keys: [] }, { keys: [{ ...ec, d: 'x' }] }, { keys: [{ kty: 'oct', k: 'x' }] }, { keys: [{ kty: 'oct' }] }, { keys: [{ kty: 'RSA', n: 'short', e: 'AQAB' }] }, [], 'x'].map((v) => readKeys(JSON.stringify(v))), ['keysJson', 'keysPrivate', 'keysPrivate', 'keysKind', 'keysKind', 'keysJson', 'keysJson'])
})
test('the machine’s lines: unseen is not good, one bad is bad, and a state that repeats is seen', () => {
  const at = '2026-11-28T12:00:00.000Z', good = (['page', 'state-length', 'state-differs', 'scope', 'token', 'userinfo', 'logout'] as const).map((what) => ({ what, good: 2, bad: 0, lastAt: at })), https = ['https://a.gob.cl/v']
  const verdicts = (seen: Parameters<typeof machineLines>[0], uris = https): object => Object.fromEntries(Object.entries(machineLines(seen, uris)).map(([k, v]) => [k, v.verdict]))
  assert.deepEqual(verdicts(good), { https: 'good', page: 'good', state: 'good', sequence: 'good', backend: 'good', logout: 'good' })
  assert.deepEqual(verdicts([], []), { https: 'bad', page: 'unseen', state: 'unseen', sequence: 'unseen', backend: 'unseen', logout: 'unseen' })
  for (const [what, line] of [['page', 'page'], ['state-length', 'state'], ['state-differs', 'state'], ['scope', 'sequence'], ['token', 'backend'], ['userinfo', 'backend'], ['logout', 'logout']] as const) {
    assert.equal((verdicts(good.map((s) => (s.what === what ? { ...s, bad: 1 } : s))) as { [k: string]: string })[line], 'bad', what)
    assert.equal((verdicts(good.filter((s) => s.what !== what)) as { [k: string]: string })[line], 'unseen', what)
  }
  assert.equal((verdicts(good.map((s) => ({ ...s, good: 1 }))) as { state: string }).state, 'unseen', 'one state tells nothing about the next')
  assert.equal(isComplete(door.checklist.map(({ id, by }) => ({ id, by, verdict: 'good' as const }))), true)
  for (const { id } of door.checklist) assert.equal(isComplete(door.checklist.map((c) => ({ ...c, verdict: c.id === id ? 'unseen' as const : 'good' as const }))), false, id)
})
test('who does what: no command of the table is anybody else’s', () => {
  for (const what of Object.keys(commands) as (keyof typeof commands)[]) for (const standing of ['institution', 'central', 'reader'] as const) for (const state of ['asked', 'returned', 'accepted', 'revoked'] as const) if (mayDo(what, standing, state, 'asked')) assert.ok(standing === commands[what].who && state !== 'revoked', `${what} ${standing} ${state}`)
})

let db: Awaited<ReturnType<typeof testDatabase>>
const time = { now: Date.parse('2026-12-04T15:00:00.000Z') }, admin: Hand = { by: 'ines', institution: 'ips', reach: 'own' }, other: Hand = { by: 'hugo', institution: 'sernac', reach: 'own' }, central: Hand = { by: 'pablo', institution: 'sgd', reach: 'all' }, auditor: Hand = { by: 'teresa', institution: 'sgd', reach: 'see' }
const kept = new Map<string, Client & { secret: string; old?: string; until?: string; revoked?: true }>(), faults: string[] = []
// Friday 4 December 2026; Tuesday the 8th is a holiday.
const calendar = createCalendar([{ date: '2026-12-08', name: 'Inmaculada Concepción' }])
const roomOf = () => createOnboarding({
  sql: db, secret: Buffer.alloc(32, 5), ids, now: () => time.now, today: () => new Date(time.now).toISOString().slice(0, 10), workingDays: calendar.addWorkingDays, institution: (id) => (id === 'ips' ? ips : { id, name: id }), tell: (what) => faults.push(what),
  keepers: { claveunica: { keep: async (c) => { kept.set(c.id, c) }, change: async (c) => { kept.set(c.id, { ...kept.get(c.id)!, ...c }) }, rotate: async (id, secret, until) => { const { secret: old } = kept.get(id)!; kept.set(id, { ...kept.get(id)!, secret, old, until }) }, endOld: async (id) => { const { old: _, ...now } = kept.get(id)!; kept.set(id, now) }, revoke: async (id) => { kept.set(id, { ...kept.get(id)!, open: false, revoked: true }) } } },
})
test.before(async () => { db = await testDatabase({ rooms: [migrations] }) })
test.after(() => db.close())
const must = async <T>(outcome: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false }>): Promise<T> => { const done = await outcome; assert.ok(done.ok, JSON.stringify(done)); return done.value }
const said = async (outcome: Promise<{ readonly ok: boolean; readonly refusal?: string }>): Promise<string | undefined> => (await outcome).refusal

test('from the request to production and out again; others find nothing, and nothing is skipped', async () => {
  const room = roomOf(), nothing = await room.ask(admin, { ...right, name: '' })
  assert.ok(!nothing.ok && 'problems' in nothing)
  assert.deepEqual(await room.list(admin), [], 'what is wrong is not kept')
  const { id } = await must(room.ask(admin, right) as Promise<{ ok: true; value: { id: string } }>)
  assert.deepEqual((await room.list(central))[0]!.waits, [{ what: 'request', due: '2026-12-15' }], 'six working days, over a weekend and a holiday')
  // Another institution finds nothing, an auditor changes nothing, the institution does not answer itself.
  assert.equal(await said(room.open(other, id)), 'not-found')
  for (const what of ['accept', 'revoke'] as const) assert.equal(await said(room.decide(other, id, what, 'porque sí, de verdad')), 'not-found')
  assert.equal(await said(room.make(other, id, 'sandbox')), 'not-found')
  for (const hand of [admin, auditor]) assert.equal(await said(room.decide(hand, id, 'accept')), 'not-allowed')
  assert.equal(await said(room.make(admin, id, 'sandbox')), 'not-allowed', 'not before it is accepted')
  assert.deepEqual((await must(room.open(auditor, id))).may, [])
  // Sent back with a reason, corrected, accepted.
  assert.equal(await said(room.decide(central, id, 'return', 'no')), 'answer-invalid')
  await must(room.decide(central, id, 'return', 'Falta decir qué datos usa la aplicación.'))
  await must(room.ask(admin, { ...right, description: `${right.description} Usa el RUN y el nombre.` }, id) as Promise<{ ok: true; value: { id: string } }>)
  await must(room.decide(central, id, 'accept', 'Está completa.'))
  // Three pairs; each once; the secret is nowhere in the schema.
  const fresh = await must(room.make(admin, id, 'sandbox'))
  assert.equal(await said(room.make(admin, id, 'sandbox')), 'not-allowed')
  assert.equal(kept.get(fresh.client)!.secret, fresh.secret)
  const production = await must(room.make(admin, id, 'production'))
  assert.deepEqual([kept.get(fresh.client)!.open, kept.get(production.client)!.open], [true, false], 'production is blocked')
  const dump = async (): Promise<string> => JSON.stringify(await Promise.all(['applications', 'history', 'credentials', 'checks', 'changes'].map(async (t) => (await db.query(`select t::text as row from onboarding.${t} t`)).rows)))
  for (const hidden of [fresh.secret, 'ines.quiroga', 'Falta decir']) assert.ok(!(await dump()).includes(hidden) && !(await dump()).includes(Buffer.from(hidden).toString('hex')), hidden)
  const again = await must(room.rotate(admin, id, 'sandbox'))
  assert.ok(again.secret !== fresh.secret && kept.get(fresh.client)!.secret === again.secret && again.client === fresh.client)
  // The one before goes on for seven days, said in the same words to whoever keeps it and to whoever looks; it can be ended at once, once.
  const until = '2026-12-11T15:00:00.000Z', old = async () => (await must(room.open(admin, id))).pairs.find((p) => p.client === fresh.client)!.oldUntil
  assert.deepEqual([again.oldUntil, kept.get(fresh.client)!.until, kept.get(fresh.client)!.old, await old()], [until, until, fresh.secret, until])
  for (const hand of [central, auditor]) assert.equal(await said(room.endOld(hand, id, 'sandbox')), 'not-allowed')
  assert.equal(await said(room.endOld(other, id, 'sandbox')), 'not-found')
  await must(room.endOld(admin, id, 'sandbox'))
  assert.deepEqual([kept.get(fresh.client)!.old, await old(), await said(room.endOld(admin, id, 'sandbox'))], [undefined, undefined, 'not-allowed'])
  assert.equal(await said(room.rekey(admin, id, JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b', kid: 'k' }] }))), 'not-allowed', 'it proves itself by a secret')
  const third = await must(room.rotate(admin, id, 'sandbox'))
  time.now += 7 * 86_400_000
  assert.equal(await old(), undefined, 'over by itself')
  time.now -= 7 * 86_400_000
  assert.equal(kept.get(fresh.client)!.secret, third.secret)
  // New addresses count once they are accepted.
  const before = kept.get(fresh.client)!.redirectUris
  await must(room.askChange(admin, id, { ...right, sandbox: 'http://127.0.0.1:4000/vuelta' }) as Promise<{ ok: true; value: { id: string } }>)
  assert.deepEqual(kept.get(fresh.client)!.redirectUris, before)
  assert.deepEqual((await room.list(central))[0]!.waits, [{ what: 'change', due: '2026-12-10' }])
  assert.equal(await said(room.askChange(admin, id, right) as Promise<{ ok: boolean; refusal?: string }>), 'not-allowed', 'one change at a time')
  await must(room.decide(central, id, 'accept-change'))
  assert.deepEqual(kept.get(fresh.client)!.redirectUris, ['http://127.0.0.1:4000/vuelta'])
  assert.equal(kept.get(production.client)!.open, false, 'a change opens nothing')

  // Certification: the machine's lines by what it saw, the others declared with evidence.
  await must(room.decide(admin, id, 'ask-certification'))
  const look = async (...seen: Observation[]): Promise<void> => { for (const o of seen) await room.observed(o) }
  const walk = (state: string): readonly Observation[] => [{ client: fresh.client, what: 'authorize', state, scope: 'openid run name', dest: 'document' }, { client: fresh.client, what: 'token', browser: false }, { client: fresh.client, what: 'userinfo', browser: false }, { client: fresh.client, what: 'logout' }]
  await look(...walk('a'.repeat(30)), ...walk('b'.repeat(30)))
  for (const line of ['button', 'secrets', 'unknown'] as const) await must(room.check(central, id, line, true, 'Visto en pantalla compartida.'))
  assert.equal(await said(room.check(central, id, 'state', true, 'Yo digo que sí.')), 'not-allowed', 'nobody overrules the machine')
  assert.equal(await said(room.check(central, id, 'site', true, '')), 'answer-invalid', 'no evidence, no line')
  assert.equal(await said(room.check(admin, id, 'site', true, 'Lo digo yo.')), 'not-allowed')
  assert.equal(await said(room.decide(central, id, 'certify')), 'not-allowed', 'one line is not there yet')
  await must(room.check(central, id, 'site', true, 'https://portal.ips.gob.cl responde.'))
  // A state that repeats spoils it; sent back, it is looked at anew.
  await look(walk('b'.repeat(30))[0]!)
  assert.equal((await must(room.open(central, id))).lines.find((l) => l.id === 'state')!.verdict, 'bad')
  assert.equal(await said(room.decide(central, id, 'certify')), 'not-allowed')
  await must(room.decide(central, id, 'return-certification', 'El state se repite entre sesiones.'))
  assert.equal((await must(room.open(central, id))).lines.find((l) => l.id === 'page')!.verdict, 'unseen')
  await must(room.decide(admin, id, 'ask-certification'))
  time.now += 120_000
  await look(...walk('c'.repeat(30)), ...walk('d'.repeat(30)))
  await must(room.decide(central, id, 'certify', 'Todo visto.'))
  assert.equal(kept.get(production.client)!.open, true)
  assert.equal((await must(room.open(admin, id))).pairs.find((p) => p.stage === 'production')!.open, true)
  // Revoked at once, everywhere, and for good.
  await must(room.decide(central, id, 'revoke', 'Guardó claves de personas.'))
  assert.deepEqual([...kept.values()].map((c) => [c.open, c.revoked]), [[false, true], [false, true]])
  assert.deepEqual((await must(room.open(admin, id))).may, [])
  assert.equal(await said(room.make(admin, id, 'qa')), 'not-allowed')
  assert.deepEqual((await must(room.open(admin, id))).history.filter((h) => !h.what.startsWith('checked')).map((h) => h.what), ['asked', 'return', 'corrected', 'accept', 'made', 'made', 'rotated', 'old-ended', 'rotated', 'change-asked', 'accept-change', 'ask-certification', 'return-certification', 'ask-certification', 'certify', 'revoke'])
  assert.deepEqual(faults, [])
})
test('keys: another beside the one that counts, at every stage; none that is there already, none by a name that is taken', async () => {
  const key = (kid: string, x: string) => ({ kty: 'EC', crv: 'P-256', x, y: 'b', kid }), keyed = new Map<string, unknown>(), ended: string[] = []
  const room = createOnboarding({
    sql: db, secret: Buffer.alloc(32, 5), ids, now: () => time.now, today: () => '2026-12-04', workingDays: calendar.addWorkingDays, institution: (id) => (id === 'ips' ? ips : { id, name: id }), tell: (what) => faults.push(what),
    keepers: { oidc: { keep: async (c) => { keyed.set(c.id, c.keys) }, change: async () => {}, rotate: async () => {}, rekey: async (id, keys, until) => { keyed.set(id, { keys, until }) }, endOld: async (id) => { ended.push(id) }, revoke: async () => {} } },
  })
  const { id } = await must(room.ask(admin, { ...right, name: 'Con llaves', contract: 'oidc', keys: JSON.stringify({ keys: [key('a', 'one')] }) }) as Promise<{ ok: true; value: { id: string } }>)
  await must(room.decide(central, id, 'accept'))
  const [sandbox, qa] = [await must(room.make(admin, id, 'sandbox')), await must(room.make(admin, id, 'qa'))]
  assert.deepEqual((await must(room.open(admin, id))).may.filter((m) => ['rotate', 'rekey', 'end-old'].includes(m)), ['rekey'], 'there is no secret to change')
  const problem = async (keys: readonly object[]) => ((await room.rekey(admin, id, JSON.stringify({ keys }))) as { detail?: { problem?: string } }).detail?.problem
  assert.deepEqual([await problem([key('a', 'one')]), await problem([key('a', 'two')]), await problem([{ ...key('b', 'two'), d: 'x' }]), await problem([])], ['keysSame', 'keysKid', 'keysPrivate', 'keysJson'])
  assert.equal(await said(room.rekey(other, id, '{}')), 'not-found')
  await must(room.rekey(admin, id, JSON.stringify({ keys: [key('b', 'two')] })))
  const until = new Date(time.now + 7 * 86_400_000).toISOString()
  for (const pair of [sandbox, qa]) assert.deepEqual(keyed.get(pair.client), { keys: { keys: [key('b', 'two')] }, until })
  await must(room.endOld(admin, id))
  assert.deepEqual(ended.sort(), [sandbox.client, qa.client].sort())
  assert.deepEqual((await must(room.open(admin, id))).application.keys, { keys: [key('b', 'two')] })
})
test('OpenID Connect: it asks for openid and for nothing that it did not register', () => {
  const good = (scope: string, within?: string) => door.countersOf({ client: 'c', what: 'authorize', state: 's'.repeat(43), scope, dest: 'document', ...(within === undefined ? {} : { within }) }).find((c) => c.what === 'scope')!.good
  assert.deepEqual([good('openid', 'openid run name'), good('openid name', 'openid run name'), good('run', 'openid run'), good('openid run email', 'openid run'), good('openid'), good('name run openid')], [true, true, false, false, false, true])
})
test('two answers at once: one counts', async () => {
  const room = roomOf(), { id } = await must(room.ask(admin, { ...right, name: 'Otra aplicación' }) as Promise<{ ok: true; value: { id: string } }>)
  const done = await Promise.all([room.decide(central, id, 'accept'), room.decide(central, id, 'return', 'No cumple las condiciones.')])
  assert.deepEqual(done.map((d) => d.ok).sort(), [false, true])
})
test('the example of the README gives what it says', () => {
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/enablers/onboarding/README.md', 'utf8')) ?? []
  let checked = 0
  const lines = block.split('\n').filter((l) => !l.startsWith('import')).map((l) => { const [, code, told] = /^(.*?)\s+\/\/ (.*)$/.exec(l) ?? []; if (code === undefined) return l; checked++; return `;same(${code}, ${told}, ${JSON.stringify(l)})` })
  const scope = { ...door, same: (a: unknown, b: unknown, l: string) => assert.deepEqual(a, b, l) }
  new Function(...Object.keys(scope), lines.join('\n'))(...Object.values(scope))
  assert.equal(checked, 6)
})
