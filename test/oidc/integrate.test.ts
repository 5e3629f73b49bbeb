import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import * as client from 'openid-client'
import type { Browser, Page } from 'playwright-core'
import { type Running, startApp } from '../web/app.ts'
import { axe, launch, overflows, visitor } from '../web/browser.ts'
import { complaints } from '../web/html.ts'
import { rooms } from '#app/ground.ts'
import { createOidc } from '#enablers/oidc'
import { ids } from '#platform/clock'
import { fileKeyring } from '#platform/crypto'
import { testDatabase } from '#platform/database'
import { hear, insecure, plain } from './place.ts'

/** The two programs of docs/integrator.md, as they stand there, in a real browser whose forms lead only where their page says. */
const programs = [...readFileSync('docs/integrator.md', 'utf8').matchAll(/```js\n([\s\S]*?)```\n```json\n([\s\S]*?)```/g)].map(([, code = '', said = '']) => ({ code, said: JSON.parse(said) as object, port: Number(/listen\((\d+)/.exec(code)![1]) }))
let app: Running, browser: Browser, db: Awaited<ReturnType<typeof testDatabase>>, folder = '', deaf = ''
const env = () => ({ DATABASE_URL: db.url, VENTANILLA_DATA: folder, VENTANILLA_OIDC_INTERNAL: new URL(deaf).host })
const made: string[] = [], children: ChildProcess[] = []
test.before(async () => {
  const reserved = await hear()
  deaf = reserved.url
  reserved.close()
  folder = mkdtempSync(join(tmpdir(), 'ventanilla-integrate-'))
  db = await testDatabase({ rooms })
  ;[app, browser] = await Promise.all([startApp(env()), launch()])
})
test.after(async () => { for (const c of children) c.kill(); for (const file of made) rmSync(file, { force: true }); await browser?.close(); await app?.stop(); await db?.close(); rmSync(folder, { recursive: true, force: true }) })
/** Starts it; another test may hold its port for a while. */
async function started({ code, port }: (typeof programs)[number]): Promise<void> {
  const file = join('test/oidc', `.client-${port}-${process.pid}.mjs`)
  writeFileSync(file, code)
  made.push(file)
  for (let tries = 0; tries < 60; tries++) {
    const child = spawn(process.execPath, [file], { env: { ...process.env, BASE: app.url }, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (c: Buffer) => { said += c.toString() })
    for (let n = 0; n < 100 && child.exitCode === null; n++) { await new Promise((r) => setTimeout(r, 100)); if (await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).then((r) => r.headers.get('location')?.startsWith(app.url) === true, () => false)) { children.push(child); return } }
    if (child.exitCode === null) child.kill()
    if (!said.includes('EADDRINUSE')) throw new Error(said || 'it did not listen')
    await new Promise((r) => setTimeout(r, 2000))
  }
  throw new Error(`port ${port} is taken`)
}
const within = (got: unknown, wanted: unknown): void => { for (const [k, v] of Object.entries(wanted as object)) if (typeof v === 'object') within((got as { [k: string]: unknown })[k], v); else assert.equal((got as { [k: string]: unknown })[k], v, k) }

test('fifteen lines sign a person in, by either door, without scripts and at any width', async () => {
  assert.equal(programs.length, 2)
  for (const program of programs) {
    assert.ok(program.code.trim().split('\n').length <= 17)
    await started(program)
    const context = await visitor(browser, { js: false, width: 390 }), page = await context.newPage()
    await page.goto(`http://127.0.0.1:${program.port}/`)
    await page.fill('main [name=run]', '44.444.444-4')
    await page.fill('main [name=password]', 'testing')
    await page.getByRole('button', { name: 'Entrar', exact: true }).last().click()
    if (program.code.includes('openid-client')) {
      await page.waitForURL(/interaccion/)
      const yes = page.getByRole('button', { name: 'Sí, dar estos datos' })
      await yes.waitFor()
      for (const words of ['Institución Demo', 'Tu RUN', 'Tu nombre', 'Registro Civil']) assert.ok((await page.locator('main').innerText()).includes(words), words)
      assert.deepEqual(await complaints(await page.content()), [])
      await page.screenshot({ path: '.cache/oidc-consent-390.png', fullPage: true })
      await yes.click()
    }
    await page.waitForURL(/institucion-demo\/callback/)
    within(JSON.parse(await page.locator('body').innerText()), program.said)
    await context.close()
  }
})
test('pages of permission, machines and approvals are accessible in both languages', async () => {
  const context = await visitor(browser, { width: 320 }), page = await context.newPage()
  const look = async (path: string, name: string): Promise<void> => {
    for (const lang of ['', '/en']) for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await page.goto(`${app.url}${lang}${path}`)
      assert.deepEqual([...(await axe(page)), ...((await overflows(page)) ? ['scrolls'] : []), ...(await complaints(await page.content()))], [], `${lang}${path} ${width}`)
      if (lang === '') await page.screenshot({ path: `.cache/oidc-${name}-${width}.png`, fullPage: true })
    }
  }
  await look('/oidc/device', 'device')
  await look('/oidc/session/end', 'logout')
  await look('/oidc/auth?client_id=nobody', 'error')
  await page.goto(`${app.url}/entrar?volver=/mi-cuenta/aprobaciones`)
  await page.fill('main [name=run]', '44.444.444-4')
  await page.fill('main [name=password]', 'testing')
  await page.getByRole('button', { name: 'Entrar', exact: true }).last().click()
  await page.waitForURL(/aprobaciones/)
  await look('/mi-cuenta/aprobaciones', 'approvals')
  assert.match(await page.locator('main').innerText(), /Institución Demo|Demo Institution/)
  await page.goto(`${app.url}/mi-cuenta/aprobaciones`)
  await page.getByRole('button', { name: /Quitar el permiso/ }).click()
  assert.match(await page.locator('main').innerText(), /Quitaste el permiso/)
  await context.close()
})

/** A member of staff at a post. */
const member = async (who: string, path: string): Promise<Page> => {
  const page = await (await visitor(browser, { width: 1280 })).newPage()
  await page.goto(`${app.url}/equipo/entrar?volver=${path}`)
  await page.locator(`button[value="${who}"]`).click()
  await page.waitForURL(`**${path}`)
  return page
}
const press = async (page: Page, name: string | RegExp): Promise<void> => { await page.getByRole('button', { name }).first().click(); await page.waitForLoadState('load') }
const looks = async (page: Page, name: string): Promise<void> => {
  assert.deepEqual(await complaints(await page.content()), [], name)
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    assert.deepEqual([...(await axe(page)), ...((await overflows(page)) ? ['scrolls'] : [])], [], `${name} ${width}`)
    await page.screenshot({ path: `.cache/onboarding-${name}-${width}.png`, fullPage: true })
  }
}
/** Goes on, with the cookies of that browser and saying yes where it is asked, until it would leave for an address that nobody opens here. */
async function through(page: Page, from: string, to: string): Promise<string> {
  let at = from
  for (let step = 0; step < 12 && !at.startsWith(to); step++) {
    let reply = await page.request.get(at, { maxRedirects: 0 })
    if (reply.status() === 200) {
      const html = await reply.text(), refresh = reply.headers()['refresh']?.split('url=')[1]
      if (refresh !== undefined) { at = new URL(refresh, at).href; continue }
      reply = await page.request.post(at, { maxRedirects: 0, headers: { origin: app.url }, form: { do: 'yes', _token: /name="_token" value="([^"]*)"/.exec(html)![1]! } })
    }
    at = new URL(reply.headers()['location']!, at).href
  }
  return at
}
/** Where an institution's application waits for people; as `localhost` it is another site than the platform. */
const institution = (form: () => string): Promise<Server> => new Promise((yes) => { const server = createServer((req, res) => { res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(req.url?.startsWith('/formulario') ? form() : '<p>Portal de pensiones</p>') }).listen(0, '127.0.0.1', () => yes(server)) })

test('an application by OpenID Connect from its request to production: the system sees its lines, a secret changes without a gap, and what is certified signs people in', async () => {
  let form = ''
  const server = await institution(() => form), { port } = server.address() as AddressInfo, here = `http://127.0.0.1:${port}`, back = `${here}/vuelta`
  const admin = await member('ines@administracion-ips', '/equipo/aplicaciones'), central = await member('pablo@unidad-central', '/equipo/aplicaciones'), person = await (await visitor(browser, { js: false, width: 390 })).newPage()
  try {
    // Those of the demonstration stand there, approved and named as what they are.
    const shown = await central.locator('main').innerText()
    for (const name of [/Institución Demo\s/, /Institución Demo, OpenID Connect/]) assert.match(shown, name)
    assert.equal(shown.match(/Demostración/gi)?.length, 2)
    // Asked for and accepted.
    await admin.getByRole('link', { name: 'Pedir credenciales' }).click()
    const boxes = { name: 'Portal de pensiones', description: 'Muestra a cada persona sus pagos y permite cambiar la forma de pago.', url: 'https://portal.ips.gob.cl', admin_name: 'Inés Quiroga Soto', admin_mail: 'ines.quiroga@ips.gob.cl', technical_name: 'Raúl Pino Vera', technical_mail: 'raul.pino@ips.gob.cl', sandbox: back, qa: 'https://qa.ips.gob.cl/vuelta', production: 'https://portal.ips.gob.cl/vuelta', logouts: `${here}, https://portal.ips.gob.cl` }
    for (const [name, value] of Object.entries(boxes)) await admin.fill(`[name=${name}]`, value)
    for (const box of ['[name=audience][value=public]', '[name=contract][value=oidc]', '[name=terms]']) await admin.check(box)
    await press(admin, 'Enviar la solicitud')
    const path = new URL(admin.url()).pathname
    assert.match(path, /aplicaciones\/[0-9a-f-]{36}$/)
    await central.goto(app.url + path)
    await press(central, 'Aceptar la solicitud')
    const fresh = async (button: string): Promise<{ readonly id: string; readonly secret: string }> => {
      await admin.goto(app.url + path)
      if (!(await admin.getByRole('button', { name: button }).isVisible())) await admin.locator('summary', { hasText: 'Cambiar un secreto' }).click()
      await press(admin, button)
      const stage = /pruebas$/.test(button) ? 'sandbox' : 'production', text = (await admin.locator('main').innerText()).replace(/\s/g, '')
      return { id: new RegExp(`ips-portal-de-pensiones-${stage}-[0-9a-f]{6}`).exec(text)![0], secret: /client_secret:([A-Za-z0-9_-]{43})/.exec((await admin.locator('#secreto').innerText()).replace(/\s/g, ''))![1]! }
    }
    const first = await fresh('Crear las de pruebas'), production = await fresh('Crear las de producción')
    const open = (pair: { readonly id: string; readonly secret: string }) => client.discovery(new URL(`${app.url}/oidc`), pair.id, pair.secret, undefined, insecure), tries = async (pair: { readonly id: string; readonly secret: string }): Promise<string> => client.tokenIntrospection(await open(pair), 'x').then(() => 'in', (e: { error?: string }) => e.error ?? 'failed')
    assert.deepEqual([await tries(first), await tries(production)], ['in', 'invalid_client'], 'production is shut until it is certified')

    // Another secret: both count, until the time the page shows or until she ends the one before.
    const second = await fresh('Cambiar el secreto de pruebas')
    assert.match(await admin.locator('main').innerText(), /El anterior sirve hasta el/)
    assert.deepEqual([await tries(second), await tries(first)], ['in', 'in'])
    await admin.goto(app.url + path)
    await looks(admin, 'overlap')
    await press(admin, 'Terminar ahora el anterior de pruebas')
    assert.deepEqual([await tries(second), await tries(first)], ['in', 'invalid_client'])

    // She tries it in sandbox: people sign in, their data come by the back end, and they leave.
    const config = await open(second), begin = async () => { const pkceCodeVerifier = client.randomPKCECodeVerifier(), expectedState = client.randomState(); return { checks: { pkceCodeVerifier, expectedState }, asked: { redirect_uri: back, scope: 'openid run name', state: expectedState, code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256' } } }
    const came = async (checks: { readonly pkceCodeVerifier: string; readonly expectedState: string }) => { await person.waitForURL(`${back}?**`); const tokens = await client.authorizationCodeGrant(config, new URL(person.url()), checks), who = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub); return { tokens, who } }
    const one = await begin()
    await person.goto(client.buildAuthorizationUrl(config, one.asked).href)
    await person.fill('main [name=run]', '44.444.444-4')
    await person.fill('main [name=password]', 'testing')
    await person.getByRole('button', { name: 'Entrar', exact: true }).last().click()
    await person.waitForURL(/interaccion/)
    await person.getByRole('button', { name: 'Sí, dar estos datos' }).click()
    assert.equal((await came(one.checks)).who['run'], '44444444-4')
    // Again, by a form of the institution's own page, which is another site: she is still known here.
    const two = await begin()
    form = `<form method="post" action="${app.url}/oidc/auth">${Object.entries({ ...two.asked, client_id: second.id, response_type: 'code' }).map(([k, v]) => `<input type="hidden" name="${k}" value="${v}">`).join('')}<button>Entrar</button></form>`
    await person.goto(`http://localhost:${port}/formulario`)
    await person.getByRole('button', { name: 'Entrar' }).click()
    const { tokens } = await came(two.checks)
    form = `<form method="post" action="${app.url}/oidc/session/end"><input type="hidden" name="id_token_hint" value="${tokens.id_token!}"><input type="hidden" name="post_logout_redirect_uri" value="${here}"><button>Salir</button></form>`
    await person.goto(`http://localhost:${port}/formulario`)
    await person.getByRole('button', { name: 'Salir' }).click()
    await person.getByRole('button', { name: 'Cerrar la sesión' }).click()
    await person.waitForURL(`${here}/`)

    // The system saw it; the rest is declared; only then it is certified.
    await admin.goto(app.url + path)
    await press(admin, 'Pedir la certificación')
    await central.goto(app.url + path)
    const lines = async (): Promise<readonly string[]> => (await central.getByRole('table', { name: 'Certificación' }).locator('tbody tr').allInnerTexts()).map((row) => (/No cumple|Aún no visto|Cumple/i.exec(row)?.[0] ?? row).toLowerCase())
    assert.deepEqual(await lines(), ['aún no visto', 'cumple', 'cumple', 'cumple', 'cumple', 'cumple', 'aún no visto', 'cumple', 'aún no visto', 'aún no visto'])
    assert.equal(await central.getByRole('button', { name: 'Certificar y abrir producción' }).count(), 0)
    for (const line of ['button', 'secrets', 'unknown', 'site']) {
      await central.selectOption('[name=line]', line)
      await central.check('[name=good][value=yes]')
      await central.locator('#f-check').fill('Visto en pantalla compartida.')
      await press(central, 'Guardar la línea')
    }
    await press(central, 'Certificar y abrir producción')

    // What is certified works: to the address of production, which nobody opens here.
    assert.equal(await tries(production), 'in')
    const live = await open(production), last = await begin(), to = 'https://portal.ips.gob.cl/vuelta'
    await person.goto(`${app.url}/entrar?volver=/mis-tramites`)
    await person.fill('main [name=run]', '44.444.444-4')
    await person.fill('main [name=password]', 'testing')
    await person.getByRole('button', { name: 'Entrar', exact: true }).last().click()
    await person.waitForURL('**/mis-tramites')
    const at = await through(person, client.buildAuthorizationUrl(live, { ...last.asked, redirect_uri: to }).href, to)
    const { access_token, claims } = await client.authorizationCodeGrant(live, new URL(at), last.checks).then((t) => ({ access_token: t.access_token, claims: t.claims()! }))
    assert.equal((await client.fetchUserInfo(live, access_token, claims.sub))['run'], '44444444-4')
  } finally { for (const page of [admin, central, person]) await page.context().close(); server.close(); server.closeAllConnections() }
})

test('an institution that could not be told of a sign-out is told by the process that comes after', async () => {
  // As an operator would register it: the request of institutions has no such address.
  const side = createOidc({ sql: db, secret: fileKeyring(join(folder, 'keys')).key('platform-oidc'), ids, now: Date.now, publicUrl: () => app.url, outbox: { add: async () => {} }, people: {} as never })
  const back = 'http://127.0.0.1:45982/vuelta', pair = { id: 'prueba-sorda', secret: 's'.repeat(32) }, person = await (await visitor(browser, { js: false, width: 390 })).newPage()
  assert.ok((await side.keepClient({ ...plain, id: pair.id, redirectUris: [back], backchannelLogout: deaf })).ok)
  const config = await client.discovery(new URL(`${app.url}/oidc`), pair.id, pair.secret, undefined, insecure)
  await person.goto(`${app.url}/entrar?volver=/mis-tramites`)
  await person.fill('main [name=run]', '55.555.555-5')
  await person.fill('main [name=password]', 'testing')
  await person.getByRole('button', { name: 'Entrar', exact: true }).last().click()
  await person.waitForURL('**/mis-tramites')
  const pkceCodeVerifier = client.randomPKCECodeVerifier(), asked = client.buildAuthorizationUrl(config, { redirect_uri: back, scope: 'openid', state: 'x', code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256' })
  const to = await through(person, asked.href, back), { sub } = (await client.authorizationCodeGrant(config, new URL(to), { pkceCodeVerifier, expectedState: 'x' })).claims()!
  await person.goto(`${app.url}/salir`)
  await person.locator('main form button').first().click()
  await person.waitForURL((url) => !url.pathname.includes('salir'))
  // Nobody listens there: it was tried, and waits.
  for (const late = Date.now() + 60_000; !app.log().includes('the errand back-channel-logout failed') && Date.now() < late; ) await new Promise((r) => setTimeout(r, 50))
  assert.equal((await db.query(`select 1 from outbox.effects where kind = 'back-channel-logout'`)).rows.length, 1)
  await app.stop()
  const { heard, close } = await hear(Number(new URL(deaf).port))
  try {
    app = await startApp(env())
    for (const late = Date.now() + 60_000; heard.length === 0 && Date.now() < late; ) await new Promise((r) => setTimeout(r, 50))
    assert.equal(heard.length, 1)
    const claims = JSON.parse(Buffer.from(new URLSearchParams(heard[0]).get('logout_token')!.split('.')[1]!, 'base64url').toString()) as { readonly sub: string; readonly aud: string }
    assert.deepEqual([claims.sub, claims.aud], [sub, pair.id])
  } finally { close(); await person.context().close() }
})
