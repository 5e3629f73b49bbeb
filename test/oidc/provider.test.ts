import assert from 'node:assert/strict'
import test from 'node:test'
import * as jose from 'jose'
import * as client from 'openid-client'
import { acrs } from '#enablers/oidc'
import { type Browser, back, browser, hear, insecure, kiosk, type Place, place, plain, runs, proof, signIn, web } from './place.ts'

/** An institution's side by an independent library (openid-client), against the provider on PostgreSQL. */
let at: Place, config: client.Configuration, ear: Awaited<ReturnType<typeof hear>>
const level3 = 'who=rosa&level=3&amr=pwd'
test.before(async () => {
  ear = await hear()
  at = await place({ oidc: { internal: [new URL(ear.url).host] }, powers: { of: async (mandate, by) => (mandate === 'm-1' && by === mother.by && !mother.revoked ? { id: 'm-1', person: mother.person, services: 'all', acts: ['see'] } : undefined) } })
  for (const c of [{ ...web, backchannelLogout: ear.url }, plain, kiosk]) assert.ok((await at.oidc.keepClient(c)).ok)
  config = await client.discovery(new URL(at.issuer), web.id, 's'.repeat(32), undefined, insecure)
  mother.person = (await at.identity.personOf(runs.juan))!
  mother.by = (await at.identity.personOf(runs.rosa))!
})
test.after(async () => { await at?.stop(); ear?.close(); assert.deepEqual(at?.complaints, []) })
const because = (what: RegExp) => (error: Error): boolean => what.test(`${error.message} ${(error.cause as Error | undefined)?.message}`)
const mother = { person: '', by: '', revoked: false }

test('discovery, a pushed request, PKCE and a proof of the key: permission once, a person by our own id, her data by scope', async () => {
  const b = browser(at.origin), first = await signIn(at, config, b, { door: level3, dpop: true })
  assert.deepEqual(first.way.seen, ['/oidc/auth', '/oidc/interaccion/:id', '/entrar', '/prueba/entrar', '/oidc/interaccion/:id', '/oidc/auth/:id', '/oidc/interaccion/:id', 'consent:yes', '/oidc/auth/:id'])
  const tokens = await first.tokens(), claims = tokens.claims()!
  assert.equal(claims.sub, mother.by)
  assert.deepEqual([claims['acr'], claims['amr'], tokens.token_type], [acrs[2], ['pwd'], 'dpop'])
  const who = await client.fetchUserInfo(config, tokens.access_token, claims.sub, { DPoP: first.DPoP! })
  assert.deepEqual([who['run'], who['RolUnico'], who['name']], [runs.rosa, { numero: 41000117, DV: '9', tipo: 'RUN' }, 'rosa de prueba'])
  assert.deepEqual(at.given.at(-1), { person: mother.by, client: web.id, institution: 'srcei', data: ['run', 'name'] }, 'written down before it left')
  // A stolen token is nothing without its key.
  assert.equal((await fetch(`${at.issuer}/userinfo`, { headers: { authorization: `Bearer ${tokens.access_token}` } })).status, 401)
  // The second time nothing is asked.
  const again = await signIn(at, config, b, { dpop: true })
  assert.deepEqual(again.way.seen, ['/oidc/auth'])
  assert.equal((await again.tokens()).claims()!.sub, mother.by)
  // In another browser the permission is still there.
  assert.ok(!(await signIn(at, config, browser(at.origin), { door: level3, dpop: true })).way.seen.includes('consent:yes'))
})
test('whoever says no goes back to the institution with access_denied, and nothing was given', async () => {
  const said = await signIn(at, config, browser(at.origin), { door: 'who=juan&level=3', dpop: true, say: 'no' })
  assert.equal(said.way.url!.searchParams.get('error'), 'access_denied')
  assert.deepEqual(await at.oidc.approvals.of(mother.person), [])
})
test('acr_values is kept: a weaker sign-in is asked again, and whoever cannot is told so instead of going in circles', async () => {
  const b = browser(at.origin), weak = await client.discovery(new URL(at.issuer), plain.id, 's'.repeat(32), undefined, insecure)
  assert.equal((await (await signIn(at, weak, b, { door: 'who=rosa&level=1&amr=pwd' })).tokens()).claims()!['acr'], acrs[0])
  const up = await signIn(at, weak, b, { door: 'who=rosa&level=3&amr=pwd otp', params: { acr_values: acrs[3] } })
  assert.ok(up.way.seen.includes('/entrar'))
  const claims = (await up.tokens()).claims()!
  assert.deepEqual([claims['acr'], claims['amr']], [acrs[3], ['pwd', 'otp']])
  // Its own application may ask what a token is, and end it.
  const mine = await (await signIn(at, weak, b, {})).tokens()
  assert.deepEqual([(await client.tokenIntrospection(weak, mine.access_token)).active, (await client.tokenIntrospection(config, mine.access_token)).active], [true, false])
  await client.tokenRevocation(weak, mine.access_token)
  assert.equal((await client.tokenIntrospection(weak, mine.access_token)).active, false)
  // What is there is enough for less, and for any of several.
  for (const acr_values of [acrs[0], `${acrs[3]} ${acrs[2]}`]) assert.deepEqual((await signIn(at, weak, b, { params: { acr_values } })).way.seen, ['/oidc/auth'])
  const told = await signIn(at, weak, browser(at.origin), { door: 'who=rosa&level=2&amr=sms', params: { acr_values: acrs[3] } })
  assert.match(told.way.html!, /Hace falta entrar de una forma más segura/)
  // A sign-in of before does not do where one is asked for now.
  for (const params of [{ prompt: 'login' }, { max_age: '0' }]) { await new Promise((r) => setTimeout(r, 20)); assert.ok((await signIn(at, weak, b, { door: level3, params: params as never })).way.seen.includes('/entrar'), JSON.stringify(params)) }
  // Without a page (prompt=none) it is said, not asked.
  assert.equal((await signIn(at, weak, browser(at.origin), { params: { prompt: 'none' } })).way.url!.searchParams.get('error'), 'login_required')
})
test('a machine without a keyboard: the person compares the code on her own telephone, without scripts, in her language', async () => {
  const machine = await client.discovery(new URL(at.issuer), kiosk.id, undefined, client.None(), insecure), b = browser(at.origin)
  const begun = await client.initiateDeviceAuthorization(machine, { scope: 'openid name' }), poll = client.pollDeviceAuthorizationGrant(machine, { ...begun, interval: 1 })
  const page = await (await b.ask(begun.verification_uri_complete!.replace('/oidc/', '/en/oidc/'))).text()
  assert.match(page, /Sign in on another screen/)
  assert.ok(page.includes(`value="${begun.user_code}"`), 'the code is already there')
  assert.doesNotMatch(page, /<script(?! src)/)
  const wrong = await b.press(page, { user_code: 'BBBB-BBBB' }, '')
  assert.equal(wrong.status, 422)
  const confirm = await (await b.press(await wrong.text(), { user_code: begun.user_code.toLowerCase() }, '')).text()
  assert.match(confirm, /Do you see this code/)
  assert.ok(confirm.includes(begun.user_code) && confirm.includes('Test kiosk'))
  const go = await b.press(confirm, { confirm: 'yes' }, ''), end = await b.follow(go.headers.get('location')!, level3)
  assert.match(end.html!, /you are signed in on the other screen/)
  assert.equal((await poll).claims()!.sub, mother.by)
})
test('signing out here ends it there, and there ends it here; the institution is told', async () => {
  const b = browser(at.origin), first = await signIn(at, config, b, { door: level3, dpop: true }), tokens = await first.tokens()
  const before = ear.heard.length, form = await (await b.ask('/salir')).text()
  await b.press(form, {}, '/salir')
  await at.settled()
  assert.equal(ear.heard.length, before + 1)
  const token = new URLSearchParams(ear.heard.at(-1)).get('logout_token')!, { payload } = await jose.jwtVerify(token, jose.createRemoteJWKSet(new URL(`${at.issuer}/jwks`)), { issuer: at.issuer, audience: web.id, typ: 'logout+jwt' })
  assert.deepEqual([payload.sub, Object.keys(payload['events'] as object)], [mother.by, ['http://schemas.openid.net/event/backchannel-logout']])
  assert.equal(payload['sid'], tokens.claims()!['sid'])
  await assert.rejects(client.fetchUserInfo(config, tokens.access_token, mother.by, { DPoP: first.DPoP! }), 'the token ended with it')
  assert.ok((await signIn(at, config, b, { door: level3, dpop: true })).way.seen.includes('/entrar'))
  // The other way: the institution's own button.
  const again = await signIn(at, config, b, { dpop: true }), id_token_hint = (await again.tokens()).id_token!
  const asked = await (await b.ask(client.buildEndSessionUrl(config, { id_token_hint, post_logout_redirect_uri: web.logoutUris![0]!, state: 'x' }).href)).text()
  assert.match(asked, /¿Quieres cerrar tu sesión\?/)
  const left = await b.press(asked, { logout: 'yes' }, '')
  assert.equal(left.headers.get('location'), `${web.logoutUris![0]}?state=x`)
  assert.ok((await signIn(at, config, b, { door: level3, dpop: true })).way.seen.includes('/entrar'), 'nobody is signed in here any more')
  await at.settled()
  assert.equal(ear.heard.length, before + 2, 'and was told once')
})
test('whoever could not be told that she left is told later, also by another process after the first one ended', async () => {
  const shut = await hear(), port = Number(new URL(shut.url).port), internal = [new URL(shut.url).host], deaf = { ...plain, id: 'prueba-sorda', backchannelLogout: shut.url }
  shut.close()
  let here = await place({ db: at.sql, oidc: { internal } })
  try {
    const waiting = async (): Promise<number> => (await at.sql.query<{ n: number }>(`select count(*)::int as n from outbox.effects where kind = 'back-channel-logout'`)).rows[0]!.n, own = Number(new URL(here.origin).port)
    assert.ok((await here.oidc.keepClient(deaf)).ok)
    const conf = await client.discovery(new URL(here.issuer), deaf.id, 's'.repeat(32), undefined, insecure), b = browser(here.origin), sid = (await (await signIn(here, conf, b, { door: level3 })).tokens()).claims()!['sid']
    await b.press(await (await b.ask('/salir')).text(), {}, '/salir')
    assert.equal(await waiting(), 1, 'kept before the answer left')
    await here.settled()
    assert.match(here.complaints.join(), /the errand back-channel-logout failed/)
    assert.equal(await waiting(), 1, 'nobody heard, so it stays')
    const { rows } = await at.sql.query<{ row: string }>('select e::text as row from outbox.effects e')
    assert.ok(!rows.some((r) => r.row.includes(Buffer.from(mother.by).toString('hex')) || r.row.includes(deaf.id)), 'whom it is about is sealed')
    await here.stop()
    const heard = await hear(port)
    here = await place({ db: at.sql, port: own, oidc: { internal } })
    for (const late = Date.now() + 30_000; heard.heard.length === 0 && Date.now() < late; await new Promise((r) => setTimeout(r, 100))) await here.settled()
    const { payload } = await jose.jwtVerify(new URLSearchParams(heard.heard[0]).get('logout_token')!, jose.createRemoteJWKSet(new URL(`${here.issuer}/jwks`)), { issuer: here.issuer, audience: deaf.id, typ: 'logout+jwt' })
    assert.deepEqual([payload.sub, payload['sid'], heard.heard.length, await waiting(), here.complaints], [mother.by, sid, 1, 0, []])
    heard.close()
  } finally { await here.stop() }
})
test('a form of an institution’s own page begins a sign-in and a sign-out: POST, without cookies, and nothing of it in an address', async () => {
  const b = browser(at.origin), conf = await client.discovery(new URL(at.issuer), plain.id, 's'.repeat(32), undefined, insecure), pkceCodeVerifier = client.randomPKCECodeVerifier(), state = client.randomState()
  const send = (path: string, form: { readonly [k: string]: string }, type = 'application/x-www-form-urlencoded') => fetch(`${at.issuer}${path}`, { method: 'POST', redirect: 'manual', headers: { origin: 'https://institucion.test', 'sec-fetch-site': 'cross-site', 'content-type': type }, body: new URLSearchParams(form).toString() })
  const asked = await send('/auth', { client_id: plain.id, response_type: 'code', scope: 'openid run', redirect_uri: back, state, code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256' }), to = asked.headers.get('location')!
  assert.deepEqual([asked.status, /state|client_id/.test(to)], [303, false])
  const tokens = await client.authorizationCodeGrant(conf, (await b.follow(to, level3)).url!, { pkceCodeVerifier, expectedState: state })
  assert.equal(tokens.claims()!.sub, mother.by)
  const leaving = await send('/session/end', { id_token_hint: tokens.id_token!, post_logout_redirect_uri: plain.logoutUris![0]!, state: 'x' }), page = await b.follow(leaving.headers.get('location')!, undefined)
  assert.ok(!leaving.headers.get('location')!.includes(tokens.id_token!) && page.html!.includes('¿Quieres cerrar tu sesión?'), 'she is known, and asked')
  assert.equal((await b.press(page.html!, { logout: 'yes' }, '')).headers.get('location'), `${plain.logoutUris![0]}?state=x`)
  // What is no form, is too large, or came long ago.
  for (const reply of [await send('/auth', { a: 'b' }, 'text/plain'), await send('/auth', { a: 'x'.repeat(20_000) }), await b.ask('/oidc/auth?enviado=nada')]) assert.deepEqual([reply.status, /ya venció/.test(await reply.text())], [400, true])
  const wrong = await b.follow((await send('/auth', { client_id: 'nobody' })).headers.get('location')!, undefined)
  assert.equal(wrong.status, 400)
})
test('a secret that is being changed: the one before counts until its time, or until it is ended', async () => {
  const mine = { ...plain, id: 'prueba-cambio' }, next = 'n'.repeat(32)
  const tries = async (secret: string): Promise<string> => { const conf = await client.discovery(new URL(at.issuer), mine.id, secret, undefined, insecure); return client.tokenIntrospection(conf, 'whatever').then(() => 'in', (e: { error?: string }) => e.error ?? 'failed') }
  assert.ok((await at.oidc.keepClient(mine)).ok)
  const change = (old?: { readonly secret: string; readonly until: string }) => at.oidc.changeClient(mine.id, { proof: { method: 'client_secret_basic', secret: next, ...(old === undefined ? {} : { old }) } }), first = 's'.repeat(32)
  await change({ secret: first, until: new Date(Date.now() + 60_000).toISOString() })
  assert.deepEqual([await tries(next), await tries(first), await tries('x'.repeat(32))], ['in', 'in', 'invalid_client'])
  await change({ secret: first, until: new Date(Date.now() - 1).toISOString() })
  assert.deepEqual([await tries(next), await tries(first)], ['in', 'invalid_client'])
  await change()
  assert.deepEqual([await tries(next), await tries(first)], ['in', 'invalid_client'])
})
test('acting by a mandate: a token that says both, asked again each time it is used; none of another person, none without its key', async () => {
  const b = browser(at.origin), signed = await signIn(at, config, b, { door: level3, dpop: true }), mine = (await signed.tokens()).access_token, DPoP = signed.DPoP!
  const swap = (mandate: string, dpop: client.DPoPOptions['DPoP'] = DPoP) => client.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:token-exchange', { subject_token: mine, subject_token_type: 'urn:ietf:params:oauth:token-type:access_token', mandate }, dpop === undefined ? {} : { DPoP: dpop })
  const got = await swap('m-1'), { payload } = await jose.jwtVerify(got.access_token, jose.createRemoteJWKSet(new URL(`${at.issuer}/jwks`)), { issuer: at.issuer, audience: `${at.origin}/api/v1`, typ: 'at+jwt' })
  assert.deepEqual([payload.sub, payload['act'], payload['mandate'], payload['acr']], [mother.person, { sub: mother.by }, 'm-1', acrs[2]])
  await assert.rejects(swap('m-2'), /invalid_grant|response body/)
  await assert.rejects(swap('m-1', client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'))), 'the key of another')
  const use = async (given: string | undefined, scheme = 'DPoP') => at.oidc.tokens.who(`${scheme} ${got.access_token}`, { method: 'GET', raw: { url: '/api/v1/cases?status=open' }, headers: given === undefined ? {} : { dpop: given } } as never)
  const right = { url: `${at.origin}/api/v1/cases`, token: got.access_token }, other = await client.randomDPoPKeyPair('ES256', { extractable: true })
  assert.deepEqual([await use(undefined), await use(undefined, 'Bearer'), await use('x.y.z'), await use(await proof(other, right)), await use(await proof(signed.pair!, { ...right, method: 'POST' })), await use(await proof(signed.pair!, { ...right, url: `${at.origin}/api/v1` })), await use(await proof(signed.pair!, { ...right, token: mine })), await use(await proof(signed.pair!, { ...right, iat: 1 }))].map((r) => r?.ok), Array(8).fill(false), 'nothing without its proof')
  const once = await proof(signed.pair!, right), seen = await use(once)
  assert.ok(seen?.ok && seen.value.kind === 'representative')
  assert.deepEqual([seen.value.looker.role, seen.value.looker.person, seen.value.looker.by, seen.value.looker.assurance], ['representative', mother.person, mother.by, 3])
  assert.equal((await use(once))?.ok, false, 'a proof counts once')
  mother.revoked = true
  assert.equal((await use(await proof(signed.pair!, right)))?.ok, false, 'revoked: the next request is refused')
  mother.revoked = false
  await at.oidc.approvals.remove(mother.by, web.id)
  assert.equal((await use(await proof(signed.pair!, right)))?.ok, false, 'she took her permission back')
  assert.equal((await at.oidc.tokens.who(`Bearer ${mine}`, { method: 'GET', raw: { url: '/' }, headers: {} } as never))?.ok, false, 'a person’s own token is none here')
})
test('what is not right is refused: state, nonce, PKCE, another issuer, no signature, a foreign address, a code twice', async () => {
  const conf = await client.discovery(new URL(at.issuer), plain.id, 's'.repeat(32), undefined, insecure), b = browser(at.origin)
  const begin = async () => { const s = await signIn(at, conf, b, { door: level3 }); return { ...s, grant: (checks: object, url = s.way.url!) => client.authorizationCodeGrant(conf, url, { ...s.checks, ...checks }) } }
  await assert.rejects((await begin()).grant({ expectedState: 'other' }), because(/state/))
  await assert.rejects((await begin()).grant({ expectedNonce: 'other' }), because(/nonce/))
  await assert.rejects((await begin()).grant({ pkceCodeVerifier: client.randomPKCECodeVerifier() }), (e: { error?: string }) => e.error === 'invalid_grant')
  await assert.rejects((await begin()).grant({ pkceCodeVerifier: undefined }), (e: { error?: string }) => e.error === 'invalid_grant')
  const mixed = await begin(), url = new URL(mixed.way.url!); url.searchParams.set('iss', 'https://evil.test')
  await assert.rejects(mixed.grant({}, url), because(/iss/))
  const ask = (params: { readonly [k: string]: string }) => b.follow(`${at.issuer}/auth?${new URLSearchParams({ client_id: plain.id, response_type: 'code', scope: 'openid', redirect_uri: back, ...params })}`, level3)
  assert.equal((await ask({})).url!.searchParams.get('error'), 'invalid_request', 'PKCE is needed')
  assert.equal((await ask({ code_challenge: 'a'.repeat(43), code_challenge_method: 'plain' })).url!.searchParams.get('error'), 'invalid_request')
  const foreign = await ask({ redirect_uri: 'https://evil.test/cb', code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' })
  assert.deepEqual([foreign.url, foreign.status], [undefined, 400], 'nobody is sent there')
  assert.match(foreign.html!, /No podemos seguir con lo que pide/)
  assert.equal((await b.follow(`${at.issuer}/auth?${new URLSearchParams({ client_id: web.id, response_type: 'code', scope: 'openid', redirect_uri: back, code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' })}`, level3)).url!.searchParams.get('error'), 'invalid_request', 'this one pushes first')
  // A code used again takes back what the first use got.
  const twice = await begin(), tokens = await twice.grant({})
  await assert.rejects(twice.grant({}), (e: { error?: string }) => e.error === 'invalid_grant')
  await assert.rejects(client.fetchUserInfo(conf, tokens.access_token, mother.by))
  // A proof of a key counts once, also where the library looks.
  const { pair } = await signIn(at, config, b, { dpop: true }), once = await proof(pair!, { method: 'POST', url: `${at.issuer}/request`, token: '' }), push = () => fetch(`${at.issuer}/request`, { method: 'POST', headers: { dpop: once, authorization: `Basic ${Buffer.from(`${web.id}:${'s'.repeat(32)}`).toString('base64')}` }, body: new URLSearchParams({ client_id: web.id, response_type: 'code', scope: 'openid', redirect_uri: back, code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' }) })
  assert.equal((await push()).status, 201)
  const replayed = await push()
  assert.deepEqual([replayed.status, ((await replayed.json()) as { error: string }).error.startsWith('invalid_')], [400, true])
  // A token nobody signed.
  const none = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${Buffer.from(JSON.stringify({ iss: at.issuer, aud: `${at.origin}/api/v1`, sub: mother.person, act: { sub: mother.by }, mandate: 'm-1', exp: 9e9 })).toString('base64url')}.x`
  assert.equal((await at.oidc.tokens.who(`Bearer ${none}`, { method: 'GET', raw: { url: '/' }, headers: {} } as never))?.ok, false)
  const hint = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ iss: at.issuer, aud: plain.id, sub: mother.by })).toString('base64url')}.`
  assert.equal((await b.ask(`${at.issuer}/session/end?id_token_hint=${hint}`)).status, 400)
})
test('the authorisation answer is bound to the browser that asked: another browser’s question opens nothing', async () => {
  const attacker = browser(at.origin), victim: Browser = browser(at.origin)
  const asked = await attacker.ask(`${at.issuer}/auth?${new URLSearchParams({ client_id: plain.id, response_type: 'code', scope: 'openid', redirect_uri: back, code_challenge: 'a'.repeat(43), code_challenge_method: 'S256', state: 'x' })}`)
  const trap = asked.headers.get('location')!
  const opened = await victim.follow(trap, level3)
  assert.equal(opened.status, 400)
  assert.match(opened.html!, /ya venció/)
})
