import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { HtmlValidate } from 'html-validate'
import { no, refusals, yes } from '#core/refusal'
import { ids } from '#platform/clock'
import { fileKeyring } from '#platform/crypto'
import { testDatabase } from '#platform/database'
import { createHttp } from '#platform/http'
import { document } from '#ui'
import { createIdentity, demo, failing, type IdentityNeeds, type IdentityProvider, migrations, none, ownPath } from './index.ts'

const people = [
  { id: 'rosa', run: '41000117-9', names: 'Rosa Núñez Paredes', story: { es: 'Cumple todo.', en: 'Meets everything.' } },
  { id: 'pedro', run: '41000250-7', names: 'Pedro Soto Vidal', story: { es: 'Pensión alta.', en: 'High pension.' } },
]
const journey = (n: number): string => ids.uuid5('00000000-0000-4000-8000-000000000000', `journey ${n}`)
const folder = mkdtempSync(join(tmpdir(), 'ventanilla-identity-'))
const db = await testDatabase({ rooms: [migrations] })
test.after(async () => { await db.close(); rmSync(folder, { recursive: true, force: true }) })

/** One that does ask for a secret: tries at a door can be wrong. */
const strict = (): IdentityProvider => ({
  ...demo(people), name: 'strict', demo: false,
  verify: async (f) => { const p = people.find((x) => x.id === f['person']); return p !== undefined && f['secret'] === 'right' ? yes({ run: p.run, names: p.names, assurance: 3, method: 'secret' }) : no('bad-request') },
})
type Options = Partial<IdentityNeeds> & { readonly publicUrl?: string }
async function made({ publicUrl = 'http://localhost', ...options }: Options = {}) {
  const clock = { now: Date.UTC(2026, 10, 24, 13) }, faults: string[] = []
  const identity = createIdentity({ sql: db, keyring: fileKeyring(join(folder, 'keys')), provider: demo(people), ids, now: () => clock.now, demo: true, home: '/mis-tramites', clears: ['pin'], tell: (what) => { faults.push(what) }, ...options })
  const http = await createHttp({
    publicUrl, secret: Buffer.alloc(32, 7), now: () => clock.now, log: () => {}, healthy: async () => true, refusals, accountOf: (req) => identity.accountOf(req),
    render: {
      page: (s) => document({ lang: s.lang, title: s.title, siteName: 'Ventanilla', home: '/', skip: 'Saltar', body: s.body as never, nav: { label: 'Principal', items: [] }, footer: { label: 'Sobre', items: [] } }),
      apology: (a) => `${a.code} ${a.retryAfter ?? ''}` as never,
    },
  })
  await http.screens((app) => {
    identity.routes(app, { page: http.page, limits: http.limits })
    app.get('/who', { config: { access: 'session' } }, async (req) => ({ ...(await identity.actorOf(req)), names: await identity.nameOf(req), account: await identity.accountOf(req), ...(identity.insecure(req) ? { insecure: true } : {}) }))
    app.post('/remember/:id', { config: { access: 'session' } }, async (req, reply) => { await identity.remember(req, reply, (req.params as { id: string }).id); return reply.send('ok') })
  })
  await http.app.ready()
  const host = new URL(publicUrl).host
  /** A browser: keeps its cookies, sends forms with the token of the page it saw. */
  const browser = (jar: { [name: string]: string } = {}) => {
    const send = async (method: 'GET' | 'POST', url: string, fields?: { readonly [name: string]: string }) => {
      const reply = await http.app.inject({ method, url, headers: { host, origin: publicUrl, 'sec-fetch-site': 'same-origin', cookie: Object.entries(jar).map(([k, v]) => `${k}=${v}`).join('; '), ...(fields ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) }, ...(fields ? { payload: new URLSearchParams(fields).toString() } : {}) })
      for (const c of reply.cookies) if (c.value === '' || (c.expires && c.expires.getTime() < 1000)) delete jar[c.name]; else jar[c.name] = c.value
      return reply
    }
    const token = async (url = '/salir') => /name="_token" value="([^"]+)"/.exec((await send('GET', url)).body)?.[1] ?? ''
    return {
      jar, send, token,
      enter: async (fields: { readonly [name: string]: string }) => send('POST', '/entrar/demo', { _token: await token(), ...fields }),
      leave: async () => send('POST', '/salir', { _token: await token('/salir') }),
      remember: async (id: string) => send('POST', `/remember/${id}`, { _token: await token() }),
      who: async () => (await send('GET', '/who')).json() as { person?: string; assurance: number; journeys?: string[]; names?: string; account?: string; insecure?: boolean; role: string; channel: string },
    }
  }
  return { identity, http, clock, faults, browser, bearer: (token: string) => `Bearer ${token}` }
}

for (const [provider, works] of [[demo(people), true], [strict(), true], [failing(), false]] as const) test(`the contract of an identity provider: ${provider.name}`, async () => {
  const right = { person: 'rosa', level: '2', secret: 'right' }
  assert.equal(provider.tried(right), 'rosa')
  assert.equal(provider.tried({}), undefined)
  if (!works) { await assert.rejects(provider.verify(right)); await assert.rejects(provider.choices()); return }
  const said = await provider.verify(right)
  assert.ok(said.ok && said.value.run === '41000117-9' && said.value.names === 'Rosa Núñez Paredes' && [1, 2, 3].includes(said.value.assurance))
  for (const wrong of [{ person: 'nobody', secret: 'right' }, {}, { person: '__proto__' }]) { const said = await provider.verify(wrong); assert.ok(!said.ok, JSON.stringify(wrong)) }
  assert.ok(provider.covers('41000117-9'))
})

test('nobody, then a person at the level chosen; sign-out leaves nothing', async () => {
  const m = await made(), b = m.browser({ pin: 'x.123456' })
  assert.deepEqual(await b.who(), { role: 'citizen', channel: 'web', assurance: 0 })
  const entered = await b.enter({ person: 'rosa', level: '2' })
  assert.deepEqual([entered.statusCode, entered.headers['location']], [303, '/mis-tramites'])
  const who = await b.who()
  assert.deepEqual([who.assurance, who.names, who.role], [2, 'Rosa Núñez Paredes', 'citizen'])
  assert.match(who.person!, /^[0-9a-f-]{36}$/)
  assert.equal(who.account, who.person)
  assert.equal(await m.identity.runOf(who.person!), '41000117-9')
  assert.equal(await m.identity.runOf(ids.uuid7()), undefined)
  const again = m.browser()
  await again.enter({ person: 'rosa' })
  assert.equal((await again.who()).person, who.person, 'the same person, whichever browser')
  assert.equal((await again.who()).assurance, 3, 'level 3 unless another is chosen')
  const cookie = b.jar['session']!
  await b.leave()
  assert.deepEqual([b.jar['session'], b.jar['pin']], [undefined, undefined])
  assert.equal((await m.browser({ session: cookie }).who()).person, undefined, 'a kept cookie opens nothing after sign-out')
  assert.equal((await again.who()).person, who.person, 'another browser stays')
})

test('cookie flags: HttpOnly, Lax, for the whole site; Secure unless on this machine', async () => {
  const flags = async (publicUrl: string, https = false) => { const m = await made({ publicUrl, https }); return (await m.browser().enter({ person: 'rosa' })).headers['set-cookie'] as unknown as string | string[] }
  const session = (all: string | string[]) => [all].flat().find((c) => c.startsWith('session='))!
  for (const [url, https, secure] of [['http://localhost', false, false], ['http://127.0.0.1:8080', false, false], ['http://[::1]:8080', false, false], ['http://10.0.0.5:8080', false, true], ['http://tramites.example.cl', false, true], ['http://localhost', true, true]] as const) {
    const cookie = session(await flags(url, https))
    assert.match(cookie, /^session=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly;.*SameSite=Lax$/, url)
    assert.equal(/; Secure/.test(cookie), secure, `${url} ${https}`)
    assert.doesNotMatch(cookie, /Max-Age|Expires|Domain/)
  }
  // Where the browser will drop it, whoever shows the door can say so.
  for (const [publicUrl, lost] of [['http://10.0.0.5:8080', true], ['http://localhost', false]] as const) assert.equal((await (await made({ publicUrl })).browser().who()).insecure ?? false, lost, publicUrl)
})

test('a session id is new at every sign-in; the old one, and one that somebody planted, open nothing', async () => {
  const m = await made(), planted = 'A'.repeat(43), b = m.browser({ session: planted })
  await b.enter({ person: 'rosa', level: '1' })
  const first = b.jar['session']!
  assert.notEqual(first, planted)
  assert.equal((await m.browser({ session: planted }).who()).person, undefined)
  await b.enter({ person: 'rosa', level: '3' })
  assert.notEqual(b.jar['session'], first, 'the rise from 1 to 3')
  assert.equal((await b.who()).assurance, 3)
  assert.deepEqual(await m.browser({ session: first }).who(), { role: 'citizen', channel: 'web', assurance: 0 })
  const anonymous = m.browser()
  await anonymous.remember(journey(1))
  const held = anonymous.jar['session']!
  await anonymous.remember(journey(2))
  assert.notEqual(anonymous.jar['session'], held, 'holding a journey more is a rise too')
  assert.equal((await m.browser({ session: held }).who()).journeys, undefined)
})

test('journeys of this browser stay through sign-in and step-up, and never pass from one person to another', async () => {
  const m = await made(), b = m.browser()
  await b.remember(journey(1))
  await b.remember(journey(2))
  await b.remember(journey(1))
  assert.deepEqual((await b.who()).journeys, [journey(2), journey(1)], 'the last one last, none twice')
  assert.match((await b.who()).account!, /^[0-9a-f]{64}$/)
  const token = await b.token(), before = { ...b.jar }
  await b.send('POST', '/entrar/demo', { _token: token, person: 'rosa', level: '1' })
  assert.deepEqual((await b.who()).journeys, [journey(2), journey(1)])
  // The same form sent by a second click arrives with the first cookie.
  const twin = m.browser(before)
  await twin.send('POST', '/entrar/demo', { _token: token, person: 'rosa', level: '1' })
  assert.deepEqual((await twin.who()).journeys, [journey(2), journey(1)], 'a double click loses nothing')
  await b.enter({ person: 'rosa', level: '3' })
  await b.remember(journey(3))
  assert.deepEqual((await b.who()).journeys, [journey(2), journey(1), journey(3)])
  await b.enter({ person: 'pedro' })
  const pedro = await b.who()
  assert.deepEqual([pedro.names, pedro.journeys], ['Pedro Soto Vidal', undefined])
  for (let n = 10; n < 40; n++) await b.remember(journey(n))
  assert.equal((await b.who()).journeys!.length, 20)
  assert.equal((await b.who()).journeys!.at(-1), journey(39))
})

test('a session ends when idle, at most after twelve hours, and when it is revoked', async () => {
  const m = await made(), b = m.browser(), minutes = (n: number) => { m.clock.now += n * 60_000 }
  await b.enter({ person: 'rosa' })
  minutes(29)
  assert.equal((await b.who()).assurance, 3)
  minutes(29)
  assert.equal((await b.who()).assurance, 3, 'used: the half hour begins again')
  minutes(30)
  assert.equal((await b.who()).assurance, 0, 'half an hour idle')
  await b.enter({ person: 'rosa' })
  for (let n = 0; n < 36; n++) { minutes(20); await b.who() }
  assert.equal((await b.who()).assurance, 0, 'twelve hours')
  await b.enter({ person: 'rosa' })
  const other = m.browser()
  await other.enter({ person: 'pedro' })
  await m.identity.revoke((await b.who()).person!)
  assert.equal((await b.who()).assurance, 0)
  assert.equal((await other.who()).assurance, 3)
  minutes(24 * 60)
  await m.identity.sweep()
  assert.equal((await db.query<{ n: string }>('select count(*) as n from identity.sessions')).rows[0]!.n, '0')
})

test('sign-in returns only to a page of ours', async () => {
  const own: [string, string][] = [
    ['/mis-tramites', '/mis-tramites'], ['/en/tramite/0190-a/p/run', '/en/tramite/0190-a/p/run'], ['/buscar?q=pensi%C3%B3n&p=2', '/buscar?q=pensi%C3%B3n&p=2'], ['/', '/'], ['/a/../b', '/b'], ['/a#part', '/a'], ['/entrar-aqui', '/entrar-aqui'],
  ]
  const foreign = [
    '//evil.test', '///evil.test', '/\\evil.test', '\\\\evil.test', '/\t/evil.test', '/\n/evil.test', '/a\r\nlocation: //evil.test', 'http://evil.test', 'https:evil.test', 'javascript:alert(1)', 'evil.test', '', ' /mis-tramites', '/.//evil.test', '/..//evil.test', '/a/..//evil.test',
    '/%0d%0a', '/entrar', '/entrar?volver=/entrar', '/en/entrar', '/salir', '/en/salir', `/${'a'.repeat(3000)}`, '/ñandú', '/\u202e', '/a b', 'mailto:a@b.cl', '@evil.test', '?x', '#x',
  ].filter((t) => t !== '/%0d%0a')
  for (const [given, path] of own) assert.equal(ownPath(given), path, given)
  for (const given of foreign) assert.equal(ownPath(given), undefined, JSON.stringify(given))
  assert.equal(ownPath(undefined), undefined)
  const m = await made()
  for (const [volver, location] of [['/tramite/1/p/run', '/tramite/1/p/run'], ['//evil.test', '/mis-tramites'], ['https://evil.test/', '/mis-tramites']] as const) {
    const b = m.browser()
    assert.equal((await b.enter({ person: 'rosa', volver })).headers['location'], location)
  }
})

test('tries at one person’s door are counted wherever they come from; the right one counts for nothing', async () => {
  const m = await made({ provider: strict() }), status = async (fields: { [k: string]: string }) => (await m.browser().enter(fields)).statusCode
  for (let n = 0; n < 15; n++) assert.equal(await status({ person: 'pedro', secret: 'right' }), 303)
  for (let n = 0; n < 10; n++) assert.equal(await status({ person: 'rosa', secret: `guess ${n}` }), 400)
  const refused = await m.browser().enter({ person: 'rosa', secret: 'right' })
  assert.equal(refused.statusCode, 429, 'from yet another browser, even the right secret waits')
  assert.ok(Number(refused.headers['retry-after']) > 0)
  assert.equal(await status({ person: 'pedro', secret: 'right' }), 303, 'another person’s door is open')
  m.clock.now += 61_000
  assert.equal(await status({ person: 'rosa', secret: 'right' }), 303)
})

test('the provider is away: sign-in says what works meanwhile, and sessions go on', async () => {
  const m = await made(), b = m.browser()
  await b.enter({ person: 'rosa' })
  const off = await made({ provider: { ...failing(), name: 'demo' } }), same = off.browser({ ...b.jar })
  assert.equal((await same.who()).names, 'Rosa Núñez Paredes')
  const other = off.browser(), post = await other.send('POST', '/entrar/demo', { _token: await other.token('/salir'), person: 'rosa' })
  assert.deepEqual([post.statusCode, post.headers['retry-after']], [503, '60'])
  assert.match(post.body, /href="\/seguir"/)
  assert.deepEqual(off.faults, Array(1).fill('the identity provider demo failed'))
  assert.equal((await other.who()).assurance, 0)
})

test('nothing of the demo opens anything without the demo', async () => {
  await assert.rejects(made({ demo: false }), { code: 'provider-demo' })
  const m = await made(), b = m.browser(), token = await m.identity.callers.demoToken()
  await b.enter({ person: 'rosa' })
  assert.equal((await m.identity.callers.who(m.bearer(token))).ok, true)
  const real = await made({ demo: false, provider: strict() })
  assert.equal((await real.browser({ ...b.jar }).who()).assurance, 0, 'a session that the demo began')
  assert.deepEqual(await real.identity.callers.who(m.bearer(token)), no('sign-in-needed'))
  await assert.rejects(real.identity.callers.demoToken(), { code: 'provider-demo' })
})

test('a Bearer token: of one journey alone, or of a client that acts for a person on a recorded basis', async () => {
  const m = await made(), { callers } = m.identity, who = callers.who
  const a = await callers.journeyToken(journey(1)), b = await callers.journeyToken(journey(2))
  assert.deepEqual(await who(m.bearer(a)), yes({ role: 'citizen', channel: 'api', assurance: 0, journeys: [journey(1)] }))
  assert.deepEqual(await who(m.bearer(b)), yes({ role: 'citizen', channel: 'api', assurance: 0, journeys: [journey(2)] }))
  assert.deepEqual(await who(undefined), yes({ role: 'citizen', channel: 'api', assurance: 0 }))
  const basis = { run: '41.000.117-9', basis: 'Convenio 12/2026, Ley 21.180 art. 4' }
  assert.equal((await who(m.bearer(a), basis)).ok, false, 'a journey token acts for nobody')

  const client = await callers.clientToken({ id: 'banco', institution: 'ips', assurance: 2 })
  assert.deepEqual(await who(m.bearer(client)), yes({ role: 'client', by: 'banco', institution: 'ips', channel: 'api', assurance: 0 }))
  const acting = await who(m.bearer(client), basis), twice = await who(m.bearer(client), { ...basis, run: '41000117-9' })
  assert.ok(acting.ok && twice.ok)
  assert.deepEqual([acting.value.by, acting.value.institution, acting.value.assurance, acting.value.person], ['banco', 'ips', 2, twice.value.person])
  const [recorded, ...more] = await callers.basesOf(acting.value.person!)
  assert.deepEqual([recorded!.client, recorded!.institution, recorded!.basis, recorded!.uses, more.length], ['banco', 'ips', basis.basis, 2, 0])
  const bad: [string, { run: string; basis: string }, string][] = [
    ['a RUN with a wrong digit', { ...basis, run: '41000117-8' }, 'bad-request'], ['no RUN', { ...basis, run: '' }, 'bad-request'], ['no reason', { ...basis, basis: ' x ' }, 'bad-request'],
    ['a reason with control characters', { ...basis, basis: 'Convenio\u0000 12' }, 'bad-request'], ['a person the demo does not cover', { ...basis, run: '41000512-3' }, 'not-found'],
  ]
  for (const [why, given, refusal] of bad) { const said = await who(m.bearer(client), given); assert.equal(said.ok ? 'ok' : said.refusal, refusal, why) }

  // The same answer to whatever is no token, no longer one, or somebody's session.
  const session = m.browser()
  await session.enter({ person: 'rosa' })
  const ended = await callers.journeyToken(journey(3)), over = await callers.clientToken({ id: 'otro', institution: 'sii', assurance: 1 })
  await callers.revoke({ token: ended })
  await callers.revoke({ client: 'otro' })
  const nothing = ['', 'Bearer', 'Bearer ', 'Bearer x', `Bearer ${session.jar['session']}`, m.bearer(`vj_${'A'.repeat(43)}`), m.bearer(`vc_${'A'.repeat(43)}`), m.bearer(`${a}x`), m.bearer(a.slice(0, -1)), m.bearer(a.replace('vj_', 'vc_')), `Basic ${a}`, m.bearer(ended), m.bearer(over)]
  for (const authorization of nothing) assert.deepEqual(await who(authorization), no('sign-in-needed'), authorization.slice(0, 12))
  assert.deepEqual(await who(undefined, basis), no('sign-in-needed'))
  assert.equal((await who(m.bearer(a))).ok, true, 'another token of the same kind still stands')
  await callers.revoke({ case: journey(1) })
  assert.deepEqual(await who(m.bearer(a)), no('sign-in-needed'))
  m.clock.now += 61 * 86_400_000
  assert.deepEqual(await who(m.bearer(b)), no('sign-in-needed'), 'after sixty days')
  m.clock.now += 365 * 86_400_000
  assert.deepEqual(await who(m.bearer(client)), no('sign-in-needed'), 'after a year')
  await m.identity.sweep()
  assert.equal((await db.query<{ n: string }>('select count(*) as n from identity.tokens where expires_at < now()')).rows[0]!.n, '0')
})

test('of a request: the two headers come together, in any encoding a sender uses', async () => {
  const m = await made(), { callers } = m.identity, token = await callers.demoToken()
  const of = (headers: { [name: string]: string }) => callers.of({ headers } as never)
  const latin = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
  const said = await of({ authorization: m.bearer(token), 'ventanilla-person': '41000250-7', 'ventanilla-basis': latin('Acuerdo n° 7 de la institución') })
  assert.ok(said.ok && said.value.role === 'client' && said.value.by === 'demo-client')
  assert.deepEqual((await callers.basesOf(said.value.person!)).map((x) => x.basis), ['Acuerdo n° 7 de la institución'])
  for (const half of [{ 'ventanilla-person': '41000250-7' }, { 'ventanilla-basis': 'Convenio 12' }]) { const no = await of({ authorization: m.bearer(token), ...half as { [k: string]: string } }); assert.equal(no.ok ? '' : no.refusal, 'bad-request') }
  const first = await callers.demoToken()
  m.clock.now += 25 * 3_600_000
  const next = await callers.demoToken()
  assert.notEqual(next, first)
  assert.equal((await callers.who(m.bearer(first))).ok, true, 'the old one still holds for a day')
})

test('a person found by her RUN, whoever typed it and however; made when she was never here', async () => {
  const m = await made(), b = m.browser()
  await b.enter({ person: 'rosa' })
  const { person } = await b.who()
  for (const typed of ['41.000.117-9', '410001179', ' 41000117-9 ']) assert.equal(await m.identity.personOf(typed), person)
  assert.deepEqual([await m.identity.personOf('41.000.117-8'), await m.identity.personOf('x')], [undefined, undefined])
  // ClaveÚnica's sandbox has numbers that companies have too (reference/law.md 1.20): what happens with their accounts has to find them.
  assert.equal(await m.identity.runOf((await m.identity.personOf('55.555.555-5'))!), '55555555-5')
  const never = await m.identity.personOf('41.000.498-4')
  assert.ok(never !== undefined && never === (await m.identity.personOf('410004984')))
  assert.deepEqual([await m.identity.namesOf(person!), await m.identity.namesOf(never), await m.identity.runOf(never)], ['Rosa Núñez Paredes', undefined, '41000498-4'])
})

test('no RUN, name, token or basis stands in the clear in any column', async () => {
  const m = await made(), b = m.browser(), token = await m.identity.callers.clientToken({ id: 'c', institution: 'ips', assurance: 2 })
  await b.enter({ person: 'rosa' })
  assert.ok((await m.identity.callers.who(m.bearer(token), { run: '41000250-7', basis: 'Por encargo de Pedro Soto' })).ok)
  const { rows: tables } = await db.query<{ name: string }>("select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema = 'identity'")
  assert.equal(tables.length, 7)
  let all = ''
  for (const { name } of tables) for (const row of (await db.query(`select * from ${name}`)).rows) for (const v of Object.values(row)) all += Buffer.isBuffer(v) ? `${v.toString('latin1')} ${v.toString('hex')} ` : `${JSON.stringify(v)} `
  const cookie = b.jar['session']!
  for (const secret of ['41000117', '41.000.117', '41000250', 'Rosa', 'Núñez', 'Paredes', 'Pedro', 'encargo', cookie, token, Buffer.from(cookie, 'base64url').toString('hex'), Buffer.from('Rosa').toString('hex')]) assert.ok(!all.includes(secret), secret)
  assert.ok(all.includes('ips'), 'the dump reads something')
})

test('without the demo there is no door where people are only chosen', async () => {
  const m = await made({ provider: none('own'), demo: false, also: ['accounts'] }), b = m.browser()
  assert.equal((await b.enter({ person: 'rosa' })).statusCode, 404)
  assert.equal((await b.who()).assurance, 0)
})

test('the pages are valid HTML in both languages', async () => {
  const m = await made(), b = m.browser(), validator = new HtmlValidate({ extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'], rules: { 'require-sri': 'off', 'no-redundant-role': 'off' } })
  const check = async (url: string, must: RegExp) => {
    const { body } = await b.send('GET', url)
    const { results } = await validator.validateString(body)
    assert.deepEqual(results.flatMap((r) => r.messages.map((x) => `${url} ${x.line} ${x.ruleId}: ${x.message}`)), [])
    assert.match(body, must, url)
  }
  await check('/salir', /¿Quieres salir\?/)
  await check('/en/salir', /Do you want to sign out/)
})
