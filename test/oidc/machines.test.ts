import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import test from 'node:test'
import * as jose from 'jose'
import * as client from 'openid-client'
import { acrs, type OidcClient } from '#enablers/oidc'
import { browser, insecure, kiosk, type Place, place, plain, proof, runs, signIn } from './place.ts'

/** What happens without a person's browser: the telephone, an institution's own system, keys, two processes. */
let at: Place, system: OidcClient, conf: client.Configuration, pair: CryptoKeyPair, rosa = '', juan = ''
test.before(async () => {
  at = await place()
  pair = await client.randomDPoPKeyPair('ES256', { extractable: true })
  const key = { ...(await jose.exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }
  system = { id: 'prueba-sistema', institution: 'srcei', name: { es: 'Sistema de prueba', en: 'Test system' }, stage: 'sandbox', proof: { method: 'private_key_jwt', jwks: { keys: [key] } }, ways: ['system', 'ask'], assurance: 3, data: ['name'], consent: 'given' }
  for (const c of [system, plain, kiosk]) assert.ok((await at.oidc.keepClient(c)).ok)
  conf = await client.discovery(new URL(at.issuer), system.id, undefined, client.PrivateKeyJwt({ key: pair.privateKey, kid: 'k1' }), insecure)
  ;[rosa, juan] = (await Promise.all([at.identity.personOf(runs.rosa), at.identity.personOf(runs.juan)])) as [string, string]
})
test.after(async () => { await at?.stop(); assert.deepEqual(at?.complaints, []) })
const req = (headers: object = {}, url = '/api/v1/cases') => ({ method: 'GET', raw: { url }, headers }) as never

test('an institution’s system proves itself by its key; its token says which institution, and ends when it is revoked', async () => {
  const { access_token } = await client.clientCredentialsGrant(conf, { scope: 'api' }), who = await at.oidc.tokens.who(`Bearer ${access_token}`, req())
  assert.deepEqual(who, { ok: true, value: { kind: 'client', client: { id: system.id, institution: 'srcei', assurance: 3 } } })
  // Tied to a key, when it wants.
  const DPoP = client.getDPoPHandle(conf, pair), tied = await client.clientCredentialsGrant(conf, { scope: 'api' }, { DPoP })
  assert.equal((await at.oidc.tokens.who(`Bearer ${tied.access_token}`, req()))?.ok, false)
  assert.equal((await at.oidc.tokens.who(`DPoP ${tied.access_token}`, req({ dpop: await proof(pair, { url: `${at.origin}/api/v1/cases`, token: tied.access_token }) })))?.ok, true)
  const stranger = await client.randomDPoPKeyPair('ES256'), false_ = await client.discovery(new URL(at.issuer), system.id, undefined, client.PrivateKeyJwt({ key: stranger.privateKey, kid: 'k1' }), insecure)
  await assert.rejects(client.clientCredentialsGrant(false_, { scope: 'api' }), (e: { error?: string }) => e.error === 'invalid_client')
  assert.deepEqual(await at.oidc.keepClient({ ...system, id: 'con-clave', proof: { method: 'client_secret_post', secret: 'x'.repeat(32) } }), { ok: false, refusal: 'bad-request', detail: { problem: 'proof' } })
  assert.ok((await at.oidc.revokeClient(system.id)).ok)
  assert.equal((await at.oidc.tokens.who(`Bearer ${access_token}`, req()))?.ok, false)
  await assert.rejects(client.clientCredentialsGrant(conf, { scope: 'api' }))
  await at.sql.query('update oidc.clients set revoked_at = null')
})
test('another key beside the one before: both count until its time, then only the new one', async () => {
  const next = await client.randomDPoPKeyPair('ES256', { extractable: true }), jwk = async (p: CryptoKeyPair, kid: string) => ({ ...(await jose.exportJWK(p.publicKey)), kid, alg: 'ES256', use: 'sig' })
  const old = { jwks: { keys: [await jwk(pair, 'k1')] } }, jwks = { keys: [await jwk(next, 'k2')] }, until = (ms: number) => ({ ...old, until: new Date(Date.now() + ms).toISOString() })
  const tries = async (p: CryptoKeyPair, kid: string): Promise<string> => { const c = await client.discovery(new URL(at.issuer), 'prueba-llaves', undefined, client.PrivateKeyJwt({ key: p.privateKey, kid }), insecure); return client.clientCredentialsGrant(c, { scope: 'api' }).then(() => 'in', (e: { error?: string }) => e.error ?? 'failed') }
  assert.ok((await at.oidc.keepClient({ ...system, id: 'prueba-llaves', proof: { method: 'private_key_jwt', jwks, old: until(60_000) } })).ok)
  assert.deepEqual([await tries(next, 'k2'), await tries(pair, 'k1'), await tries(pair, 'k2')], ['in', 'in', 'invalid_client'])
  await at.oidc.changeClient('prueba-llaves', { proof: { method: 'private_key_jwt', jwks, old: until(-1) } })
  assert.deepEqual([await tries(next, 'k2'), await tries(pair, 'k1')], ['in', 'invalid_client'])
  await at.oidc.revokeClient('prueba-llaves')
})
test('on the telephone: she is asked on her own page or by a link, by whom and for what; her yes is her level, her no is told', async () => {
  const ask = async (who: keyof typeof runs, level: 1 | 2 | 3, message: string) => { const a = await at.oidc.ask({ run: runs[who], message, level, by: { institution: 'srcei', post: 'Mesón 4', name: 'Luis' } }); assert.ok(a.ok, JSON.stringify(a)); return a.value.id }
  const id = await ask('rosa', 3, 'Llamada 4711'), b = browser(at.origin)
  assert.deepEqual(await at.oidc.asked(id), { state: 'waiting' })
  assert.equal((await at.oidc.answer(id, juan, 'yes', { amr: ['pwd'] })).ok, false, 'nobody else answers')
  assert.deepEqual(await at.oidc.answer(id, rosa, 'yes', { amr: ['sms'] }), { ok: false, refusal: 'assurance-too-low', detail: { needed: 3 } })
  assert.match((await b.follow('/mi-cuenta/aprobaciones', undefined)).html!, /door/)
  const page = (await b.follow('/mi-cuenta/aprobaciones', 'who=rosa&level=3&amr=pwd')).html!
  for (const words of ['Luis, Mesón 4, Registro Civil', 'Llamada 4711', 'Sí, soy yo', 'No fui yo']) assert.ok(page.includes(words), words)
  assert.match(await (await b.press(/<main[\s\S]*<\/main>/.exec(page)![0], { do: 'yes' }, '')).text(), /confirmaste que eres tú/)
  assert.deepEqual(await at.oidc.asked(id), { state: 'granted', person: rosa, acr: acrs[2], amr: ['pwd'] })
  const got = await at.oidc.collect(id)
  assert.ok(got.ok)
  const { payload } = await jose.jwtVerify(got.value.id_token, jose.createRemoteJWKSet(new URL(`${at.issuer}/jwks`)), { issuer: at.issuer, audience: 'agent-console' })
  assert.deepEqual([payload.sub, payload['acr'], payload['amr']], [rosa, acrs[2], ['pwd']])
  assert.equal((await at.oidc.collect(id)).ok, false, 'once')
  // By the link: as sure as her telephone is hers. Without signing in, and without scripts.
  const second = await ask('rosa', 2, 'Llamada 4712'), link = /\/aprobar\/[\w-]+/.exec(at.sms.at(-1)!.text)![0]
  assert.ok(!at.sms.at(-1)!.text.includes(runs.rosa) && at.sms.at(-1)!.person === rosa)
  const phone = browser(at.origin), shown = await (await phone.ask(link)).text()
  assert.match(await (await phone.press(shown, { do: 'yes' }, link)).text(), /confirmaste que eres tú/)
  assert.deepEqual(await at.oidc.asked(second), { state: 'granted', person: rosa, acr: acrs[1], amr: ['sms'] })
  assert.equal((await phone.ask(link)).status, 410, 'a link of one use')
  // Somebody else's browser, signed in, learns nothing by it.
  const third = await ask('rosa', 3, 'Llamada 4713'), again = /\/aprobar\/[\w-]+/.exec(at.sms.at(-1)!.text)![0], juans = browser(at.origin)
  assert.equal((await juans.follow(`/prueba/entrar?who=juan&level=3&volver=${again}`, undefined)).status, 410)
  const low = await (await browser(at.origin).ask(`/en${again}`)).text()
  assert.ok(!low.includes('Yes, it is me') && low.includes('Sign in to answer yes'))
  const no = browser(at.origin)
  assert.match(await (await no.press(await (await no.ask(again)).text(), { do: 'no' }, again)).text(), /no fuiste tú/)
  assert.deepEqual([(await at.oidc.asked(third)).state, at.told.length, (at.told[0] as { what: string; person: string }).person], ['refused', 1, rosa])
  assert.equal((await at.oidc.answer(third, rosa, 'yes', { amr: ['pwd'] })).ok, false, 'the first answer stands')
  // Three in an hour, by whatever way they come.
  const fourth = await at.oidc.ask({ run: runs.rosa, message: 'otra', level: 2 })
  assert.ok(!fourth.ok && fourth.refusal === 'too-many-tries' && (fourth.detail as { retryAfter: number }).retryAfter > 3000)
  const wire = await client.initiateBackchannelAuthentication(conf, { scope: 'openid name', login_hint: runs.juan, binding_message: 'Oficina 7', acr_values: acrs[1] }), poll = client.pollBackchannelAuthenticationGrant(conf, { ...wire, interval: 1 })
  assert.ok((await at.oidc.answer((await at.oidc.pendingFor(juan))[0]!.id, juan, 'yes', { amr: ['pin', 'sms', 'tel'] })).ok)
  const tokens = await poll
  assert.deepEqual([tokens.claims()!.sub, tokens.claims()!['acr'], tokens.claims()!['amr']], [juan, acrs[2], ['pin', 'sms', 'tel']])
})
test('two processes are one: what one began the other finishes, and a code or a refresh token that two use at once counts for one', async () => {
  const config = await client.discovery(new URL(at.issuer), plain.id, 's'.repeat(32), undefined, insecure), beside = await place({ db: at.sql })
  try {
    const b = browser(at.origin), s = await signIn(at, config, b, { door: 'who=rosa&level=3', scope: 'openid name' }), code = s.way.url!.searchParams.get('code')!
    const send = (to: string, form: { readonly [k: string]: string }) => fetch(`${to}/oidc/token`, { method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${plain.id}:${'s'.repeat(32)}`).toString('base64')}` }, body: new URLSearchParams(form) })
    const trade = (to: string) => send(to, { grant_type: 'authorization_code', code, redirect_uri: plain.redirectUris![0]!, code_verifier: s.verifier })
    const both = await Promise.all([trade(at.origin), trade(beside.origin), trade(at.origin), trade(beside.origin)]), won = both.filter((r) => r.status === 200)
    assert.ok(won.length <= 1, `${won.length} got tokens for one code`)
    // Whoever won it holds nothing: two had the code, so neither is trusted.
    for (const r of won) assert.equal((await fetch(`${at.issuer}/userinfo`, { headers: { authorization: `Bearer ${((await r.json()) as { access_token: string }).access_token}` } })).status, 401)
    const second = await (await signIn(at, config, b, { door: 'who=rosa&level=3', scope: 'openid name' })).tokens(), refresh = (to: string) => send(to, { grant_type: 'refresh_token', refresh_token: second.refresh_token! })
    const renewed = await Promise.all([refresh(at.origin), refresh(beside.origin)])
    assert.ok(renewed.filter((r) => r.status === 200).length <= 1)
    assert.equal((await refresh(beside.origin)).status, 400)
  } finally { await beside.stop() }
})
test('keys: the next is published before it signs, the old one stays for what it signed, and no longer', async () => {
  const config = await client.discovery(new URL(at.issuer), plain.id, 's'.repeat(32), undefined, insecure), published = async () => ((await (await fetch(`${at.issuer}/jwks`)).json()) as { keys: { kid: string; d?: string }[] }).keys
  const sign = async () => { const t = (await (await signIn(at, config, browser(at.origin), { door: 'who=rosa&level=3', scope: 'openid' })).tokens()).id_token!; return { t, kid: String(jose.decodeProtectedHeader(t).kid) } }
  const before = await published(), first = await sign()
  assert.deepEqual([before.length, before.some((k) => k.d !== undefined), before[0]!.kid], [2, false, first.kid])
  assert.equal(await at.oidc.keys.rotate(true), false, 'not yet due')
  assert.ok(await at.oidc.keys.rotate())
  const after = await published(), second = await sign()
  assert.deepEqual([after.length, second.kid], [3, before[1]!.kid], 'the one that was already known signs')
  const verify = async (t: string) => jose.jwtVerify(t, jose.createLocalJWKSet({ keys: (await published()) as never }), { issuer: at.issuer, audience: plain.id })
  await verify(first.t)
  await at.sql.query(`update oidc.keys set until = now() - interval '1 second' where state = 'old'`)
  await at.oidc.refresh()
  await assert.rejects(verify(first.t), 'its key is gone')
  await verify(second.t)
})
test('what cannot be written down does not leave: no data without a line in her own record', async () => {
  const config = await client.discovery(new URL(at.issuer), plain.id, 's'.repeat(32), undefined, insecure), s = await signIn(at, config, browser(at.origin), { door: 'who=rosa&level=3' }), { access_token } = await s.tokens(), before = at.complaints.length
  let down = true
  at.oidc.onGiven(async () => { if (down) throw new Error('the record is away') })
  const asked = await fetch(`${at.issuer}/userinfo`, { headers: { authorization: `Bearer ${access_token}` } })
  assert.equal(asked.status, 500)
  assert.ok(!(await asked.text()).includes('41000117'))
  assert.match(at.complaints.splice(before).join(), /the record is away/)
  down = false
  assert.equal((await fetch(`${at.issuer}/userinfo`, { headers: { authorization: `Bearer ${access_token}` } })).status, 200)
})
test('at another origin of its own: its pages, forms and sessions stay there', async () => {
  const free = createServer().listen(0, '127.0.0.1')
  await new Promise((r) => free.once('listening', r))
  const { port } = free.address() as { port: number }
  await new Promise((r) => free.close(r))
  const apart = await place({ port, oidc: { origin: `http://localhost:${port}` } })
  try {
    assert.equal(apart.issuer, `http://localhost:${port}/oidc`)
    assert.ok((await apart.oidc.keepClient({ ...plain, consent: 'asked' })).ok)
    const config = await client.discovery(new URL(apart.issuer), plain.id, 's'.repeat(32), undefined, insecure), s = await signIn(apart, config, browser(`http://localhost:${port}`), { door: 'who=rosa&level=3' })
    assert.ok(s.way.seen.includes('consent:yes'))
    assert.equal((await s.tokens()).claims()!.iss, apart.issuer)
  } finally { await apart.stop() }
})
test('nothing that is kept tells who or opens anything', async () => {
  const rows = JSON.stringify((await Promise.all(['records', 'clients', 'keys', 'logins', 'asks'].map(async (t) => (await at.sql.query(`select * from oidc.${t}`)).rows))).flat().map((r) => Object.values(r as object).map((v) => (Buffer.isBuffer(v) ? v.toString('latin1') : v))))
  for (const secret of [runs.rosa, '41000117', 's'.repeat(32), '"d"', 'Llamada 4711', 'de prueba']) assert.ok(!rows.includes(secret), secret)
})
test('a store that forgets to mark a code used lets it be used twice: what the tests above would see', async () => {
  const blind = await place({ db: { ...at.sql, query: (async (text: string, values: readonly unknown[], name?: string) => (name === 'oidc-consume' ? { rows: [{ n: 1 }], count: 1 } : at.sql.query(text, values, name))) as never } as never })
  try {
    const config = await client.discovery(new URL(blind.issuer), plain.id, 's'.repeat(32), undefined, insecure), s = await signIn(blind, config, browser(blind.origin), { door: 'who=rosa&level=3', scope: 'openid' })
    await s.tokens()
    await s.tokens()
  } finally { await blind.stop() }
})
