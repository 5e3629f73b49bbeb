import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import * as client from 'openid-client'
import { startHouse } from '#app/main.ts'
import { demoClients } from '#enablers/oidc'
import { readConfig } from '#platform/config'
import { watchReads } from '../access/watch.ts'
import { browser, insecure } from './place.ts'

/** Everything as it is put together: a mandate given on a page, a token that acts by it at the API, and nothing the moment it is taken back. */
test('a mandate given on the web acts through an institution’s application, for what it covers, until it is revoked', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-oidc-')), watch = watchReads(), house = await startHouse(readConfig({ PORT: '0', VENTANILLA_DATA: folder }), { root: process.cwd(), demo: true, dev: false, work: false, serve: true, tap: watch.tap })
  try {
    const origin = house.address!, rosaRun = '41000117-9', anaRun = '41000498-4', at = '/mi-cuenta/mandatos', demo = demoClients.find((c) => c.ways.includes('exchange'))!, back = demo.redirectUris![0]!
    const main = (html: string): string => /<main[\s\S]*<\/main>/.exec(html)![0], see = async (b: ReturnType<typeof browser>, path: string) => main(await (await b.ask(path)).text())
    const enter = async (run: string) => { const b = browser(origin), done = await b.press(await see(b, '/entrar'), { run, password: 'testing' }, '/entrar'); assert.equal(done.status, 303); return b }
    const [rosa, ana] = [await enter(rosaRun), await enter(anaRun)], year = String(new Date().getFullYear() + 1)
    // A matter of Rosa's, for the application to see.
    assert.equal((await rosa.press(await see(rosa, '/empezar/reclamo-sernac'), {}, '/empezar/reclamo-sernac')).status, 303)
    const given = await rosa.press(await see(rosa, `${at}/dar`), { run: anaRun, which: 'some', services: 'reclamo-sernac', acts: 'see', 'until-day': '1', 'until-month': '6', 'until-year': year, do: 'confirm' }, `${at}/dar`)
    assert.equal(given.status, 303, main(await given.text().then((t) => t || '<main></main>')).slice(0, 800))
    const received = await see(ana, at), mandate = /accept:([0-9a-f-]{36})/.exec(received)![1]!
    assert.equal((await ana.press(received, { do: `accept:${mandate}` }, at)).status, 303)

    const config = await client.discovery(new URL(`${origin}/oidc`), demo.id, 'secret' in demo.proof ? demo.proof.secret : '', undefined, insecure), verifier = client.randomPKCECodeVerifier()
    const way = await ana.follow(client.buildAuthorizationUrl(config, { redirect_uri: back, scope: 'openid name', code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' }).href, undefined)
    assert.ok(way.seen.includes('consent:yes'), JSON.stringify(way))
    const mine = await client.authorizationCodeGrant(config, way.url!, { pkceCodeVerifier: verifier }), swapped = await client.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:token-exchange', { subject_token: mine.access_token, subject_token_type: 'urn:ietf:params:oauth:token-type:access_token', mandate })
    const api = (token: string) => fetch(`${origin}/api/v1/cases`, { headers: { authorization: `Bearer ${token}` } })
    assert.equal((await api(mine.access_token)).status, 401, 'her own token is none of the API')
    const seen = await api(swapped.access_token)
    assert.equal(seen.status, 200, await seen.clone().text())
    const what = await seen.text()
    assert.match(what, /reclamo-sernac/)
    assert.ok(!what.includes(rosaRun))
    assert.equal((await api(swapped.access_token)).status, 200)
    // That an institution got her name stands on her own page.
    assert.match(await see(ana, '/mi-historia'), /Una institución recibió datos tuyos/)
    assert.match(await see(ana, '/mi-cuenta/quien-vio'), /Recibió datos tuyos[\s\S]*Datos: nombre/)
    // And with Rosa, that its system read her matters by somebody who acts for her: once for that token.
    assert.equal((await see(rosa, '/mi-cuenta/quien-vio')).match(/Datos: tus trámites, por quien actúa por ti/g)?.length, 1)
    assert.ok(watch.readsBy.client > 0)
    assert.equal((await rosa.press(await see(rosa, at), { do: `revoke:${mandate}` }, at)).status, 303)
    assert.equal((await api(swapped.access_token)).status, 401, 'the very next request')
    watch.close()
  } finally { await house.stop(); watch.stop(); rmSync(folder, { recursive: true, force: true }) }
})
