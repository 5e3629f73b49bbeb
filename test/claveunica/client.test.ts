import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import test from 'node:test'
import type { Browser } from 'playwright-core'
import { type Running, startApp } from '../web/app.ts'
import { axe, launch, overflows, visitor } from '../web/browser.ts'
import { complaints } from '../web/html.ts'

/** An application of an institution, as its developers wrote it for ClaveÚnica; only the host is ours. */
function institution(host: string, said: (what: unknown) => void): Server {
  const id = 'demo-claveunica', secret = 'demo-claveunica-secret', back = 'http://127.0.0.1:4599/institucion-demo/callback', states = new Set<string>()
  const post = async (path: string, body: string, headers: { readonly [n: string]: string } = {}) => (await fetch(host + path, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } })).json() as Promise<{ readonly [k: string]: unknown }>
  return createServer(async (req, res) => {
    const url = new URL(req.url!, 'http://127.0.0.1:4599'), state = url.searchParams.get('state') ?? '', code = url.searchParams.get('code')
    if (code === null) { const fresh = randomBytes(20).toString('hex'); states.add(fresh); res.writeHead(302, { location: `${host}/openid/authorize/?${new URLSearchParams({ client_id: id, response_type: 'code', scope: 'openid run name', redirect_uri: back, state: fresh })}` }).end(); return }
    if (!states.delete(state)) { res.writeHead(400).end('state'); return }
    const token = await post('/openid/token/', new URLSearchParams({ client_id: id, client_secret: secret, redirect_uri: back, grant_type: 'authorization_code', code, state }).toString())
    const who = await post('/openid/userinfo/', '', { authorization: `Bearer ${String(token['access_token'])}` })
    said({ token, who })
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<title>Institución</title><p>Hola ${JSON.stringify(who)}</p>`)
  }).listen(4599, '127.0.0.1')
}

let app: Running, browser: Browser, server: Server
const heard: { readonly token: { readonly [k: string]: unknown }; readonly who: { readonly [k: string]: unknown } }[] = []
test.before(async () => { [app, browser] = await Promise.all([startApp(), launch()]); server = institution(app.url, (what) => heard.push(what as never)) })
test.after(async () => { server?.close(); server?.closeAllConnections(); await browser?.close(); await app?.stop() })

test('an application written for ClaveÚnica signs a person in here, without scripts, in three steps; a wrong password is told and nothing is lost', async () => {
  const context = await visitor(browser, { js: false, width: 390 }), page = await context.newPage()
  await page.goto('http://127.0.0.1:4599/')
  assert.ok(page.url().startsWith(`${app.url}/openid/authorize`))
  const html = await page.content(), form = /<form[\s\S]*?<\/form>/.exec(html)![0]
  assert.equal(html.match(/<form\b/g)!.length, 1, 'one form')
  assert.deepEqual([...form.matchAll(/<(?:input|button|select|textarea)\b[^>]*\bname="([^"]*)"/g)].map((m) => m[1]).sort(), ['_token', 'client_id', 'password', 'redirect_uri', 'run', 'state'])
  assert.deepEqual(await complaints(html), [])
  await page.fill('[name=run]', '44.444.444-4')
  await page.fill('[name=password]', 'nada')
  await page.getByRole('button', { name: 'Entrar' }).click()
  assert.match(await page.title(), /^Error/)
  assert.equal(await page.inputValue('[name=run]'), '44.444.444-4')
  await page.fill('[name=password]', 'testing')
  await page.getByRole('button', { name: 'Entrar' }).click()
  await page.waitForURL(/institucion-demo\/callback/)
  assert.deepEqual(heard[0]!.who['RolUnico'], { numero: 44444444, DV: '4', tipo: 'RUN' })
  assert.match(String(heard[0]!.token['access_token']), /^[0-9a-f]{32}$/)
  // Within 60 seconds no password is asked again; after leaving it is.
  await page.goto('http://127.0.0.1:4599/')
  assert.match(page.url(), /institucion-demo\/callback/)
  await page.goto(`${app.url}/api/v1/accounts/app/logout?redirect=${encodeURIComponent('http://127.0.0.1:4599/institucion-demo/adios')}`)
  assert.ok(page.url().startsWith(`${app.url}/openid/authorize`), 'it went on to the application, which asks to sign in again')
  await page.goto(`${app.url}/api/v1/accounts/app/logout?redirect=https://evil.test/`)
  assert.match(await page.locator('body').innerText(), /Cerraste la sesión/)
  await context.close()
})
test('the sign-in page is accessible in both languages; a trap is told on our page and sends nobody anywhere', async () => {
  const context = await visitor(browser, { width: 320 }), page = await context.newPage(), query = new URLSearchParams({ client_id: 'demo-claveunica', response_type: 'code', scope: 'openid run name', redirect_uri: 'http://127.0.0.1:4599/institucion-demo/callback', state: 'a'.repeat(40) })
  for (const lang of ['', '/en']) for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await page.goto(`${app.url}${lang}/openid/authorize/?${query}`)
    assert.deepEqual([...(await axe(page)), ...((await overflows(page)) ? ['scrolls'] : [])], [])
  }
  query.set('redirect_uri', 'http://127.0.0.1:4599/evil')
  const reply = await page.goto(`${app.url}/openid/authorize/?${query}`)
  assert.equal(reply!.status(), 400)
  assert.match(await page.locator('main').innerText(), /no es la que registró/)
  await context.close()
})
