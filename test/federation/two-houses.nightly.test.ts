import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { rooms } from '#app/ground.ts'
import { type House, startHouse } from '#app/main.ts'
import { readConfig } from '#platform/config'
import { testDatabase } from '#platform/database'
import { watchReads } from '../access/watch.ts'
import { axe, launch, overflows, visitor } from '../web/browser.ts'
import { complaints } from '../web/html.ts'

/** Two installations: one signs people in by ClaveÚnica's contract, the other is an application of an institution there, by configuration only. Each has an address of its own, as cookies know no ports. */
type Standing = { readonly house: House; readonly url: string; close(): Promise<void> }
const watch = watchReads()
async function standing(env: { readonly [name: string]: string }): Promise<Standing> {
  const db = await testDatabase({ rooms }), folder = mkdtempSync(join(tmpdir(), 'ventanilla-federation-'))
  const house = await startHouse(readConfig({ PORT: '0', DATABASE_URL: db.url, VENTANILLA_DATA: folder, ...env }), { root: process.cwd(), demo: true, dev: false, work: false, serve: true, tap: watch.tap })
  let open = true
  return { house, url: house.address!, async close() { if (!open) return; open = false; await house.stop(); await db.close(); rmSync(folder, { recursive: true, force: true }) } }
}
const freePort = (host: string): Promise<number> => new Promise((yes, no) => { const s = createServer().once('error', no).listen(0, host, () => { const { port } = s.address() as { port: number }; s.close(() => yes(port)) }) })
const shots = process.env['SHOTS']
let a: Standing, b: Standing, browser: Browser, port: number
const credentials = { client: '', secret: '' }
test.before(async () => { [a, browser, port] = await Promise.all([standing({}), launch(), freePort('127.0.0.2')]) })
test.after(async () => { await browser?.close(); await b?.close(); await a?.close(); watch.close() })

const member = async (at: Standing, who: string, path: string, { js = false, width = 1280, lang = '' } = {}): Promise<Page> => {
  const page = await (await visitor(browser, { js, width, lang: lang === '' ? 'es' : 'en' })).newPage()
  await page.goto(`${at.url}${lang}/equipo/entrar?volver=${lang}${path}`)
  await page.locator(`button[value="${who}"]`).click()
  await page.waitForURL(`**${lang}${path}`)
  return page
}
const press = async (page: Page, name: string | RegExp): Promise<void> => { await page.getByRole('button', { name }).first().click(); await page.waitForLoadState('load') }
/** Everything a look can tell of a page, at both widths. */
async function fine(page: Page, name: string): Promise<void> {
  assert.deepEqual(await complaints(await page.content()), [], name)
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    assert.deepEqual(await axe(page), [], `${name} ${width}`)
    assert.equal(await overflows(page), false, `${name} scrolls sideways at ${width}`)
    if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true })
  }
}
const fields = (): { readonly [name: string]: string } => ({
  name: 'Portal de pensiones', description: 'Muestra a cada persona sus pagos y permite cambiar la forma de pago.', url: 'https://portal.ips.gob.cl', admin_name: 'Inés Quiroga Soto', admin_mail: 'ines.quiroga@ips.gob.cl', technical_name: 'Raúl Pino Vera', technical_mail: 'raul.pino@ips.gob.cl',
  sandbox: `http://127.0.0.2:${port}/entrar/claveunica/vuelta`, qa: 'https://qa.ips.gob.cl/vuelta', production: 'https://portal.ips.gob.cl/vuelta', logouts: `http://127.0.0.2:${port}, https://portal.ips.gob.cl`,
})

test('an institution asks, is corrected box by box with nothing lost, is accepted, and gets its secret once', async () => {
  const admin = await member(a, 'ines@administracion-ips', '/equipo/aplicaciones', { js: true })
  await fine(admin, 'applications-empty')
  await admin.getByRole('link', { name: 'Pedir credenciales' }).click()
  for (const [name, value] of Object.entries({ ...fields(), admin_mail: 'contacto@ips.gob.cl', production: 'https://portal.ips.gob.cl/vuelta?x=1' })) await admin.fill(`[name=${name}]`, value)
  await admin.check('[name=audience][value=public]')
  await admin.check('[name=contract][value=claveunica]')
  await press(admin, 'Enviar la solicitud')
  assert.match(await admin.title(), /^Error/)
  const told = await admin.locator('.govuk-error-summary a').allInnerTexts()
  assert.equal(told.length, 3, told.join('\n'))
  for (const [i, words] of [/casilla general/, /sin «\?»/, /condiciones/].entries()) assert.match(told[i]!, words)
  assert.equal(await admin.inputValue('[name=description]'), fields()['description'], 'nothing is lost')
  await fine(admin, 'application-errors')
  await admin.fill('[name=admin_mail]', fields()['admin_mail']!)
  await admin.fill('[name=production]', fields()['production']!)
  await admin.check('[name=terms]')
  await press(admin, 'Enviar la solicitud')
  const path = new URL(admin.url()).pathname
  assert.match(path, /aplicaciones\/[0-9a-f-]{36}$/)

  // Another institution finds nothing there; an agent has no place at this desk.
  const other = await member(a, 'hugo@administracion-sernac', '/equipo/aplicaciones')
  assert.equal((await other.goto(a.url + path))!.status(), 404)
  await other.goto(`${a.url}/equipo/aplicaciones`)
  assert.ok(!(await other.locator('main').innerText()).includes('Portal de pensiones'))
  const agent = await member(a, 'marta@meson-3', '/agente')
  assert.equal((await agent.goto(`${a.url}/equipo/aplicaciones`))!.status(), 403)

  const central = await member(a, 'pablo@unidad-central', '/equipo/aplicaciones', { js: true })
  assert.match(await central.locator('main').innerText(), /Institución Demo/, 'the demo’s application stands there')
  await fine(central, 'applications-central')
  await central.getByRole('link', { name: 'Portal de pensiones' }).first().click()
  await press(central, 'Devolver con motivos')
  assert.match(await central.locator('.govuk-error-summary').innerText(), /Escribe el motivo/)
  await fine(central, 'application-review')
  await central.fill('#f-return', 'Está completa.')
  await press(central, 'Aceptar la solicitud')

  await admin.reload()
  await press(admin, 'Crear las de pruebas')
  credentials.client = /ips-portal-de-pensiones-sandbox-[0-9a-f]{6}/.exec(await admin.locator('main').innerText())?.[0] ?? ''
  credentials.secret = /[A-Za-z0-9_-]{43}/.exec((await admin.locator('#secreto').innerText()).replace(/\s/g, '').replace('client_secret:', ''))?.[0] ?? ''
  assert.match(credentials.client, /^ips-portal-de-pensiones-sandbox-[0-9a-f]{6}$/)
  assert.match(credentials.secret, /^[A-Za-z0-9_-]{43}$/)
  await fine(admin, 'application-secret')
  await admin.goto(a.url + path)
  assert.ok(!(await admin.content()).includes(credentials.secret), 'once, and never again')
  await press(admin, 'Crear las de producción')
  assert.match(await admin.getByRole('table', { name: 'Credenciales' }).innerText(), /Bloqueada hasta certificar/)
  await press(admin, 'Pedir la certificación')
  for (const page of [admin, other, agent, central]) await page.context().close()
})

test('the other installation signs people in there by configuration only, and leaves there too', async () => {
  b = await standing({ PORT: String(port), VENTANILLA_HOST: '127.0.0.2', VENTANILLA_CLAVEUNICA_URL: a.url, VENTANILLA_CLAVEUNICA_CLIENT_ID: credentials.client, VENTANILLA_CLAVEUNICA_CLIENT_SECRET: credentials.secret })
  const page = await (await visitor(browser, { js: false, width: 390 })).newPage()
  const enter = async (): Promise<void> => {
    await page.goto(`${b.url}/entrar?volver=/mis-tramites`)
    await page.getByRole('link', { name: 'Iniciar sesión con ClaveÚnica' }).click()
    assert.ok(page.url().startsWith(`${a.url}/openid/authorize/?client_id=${credentials.client}&response_type=code&scope=openid%20run%20name&redirect_uri=`), page.url())
    await page.fill('[name=run]', '44.444.444-4')
    await page.fill('[name=password]', 'testing')
    await press(page, 'Entrar')
    await page.waitForURL(`${b.url}/mis-tramites`)
  }
  await enter()
  assert.match(await page.locator('header').innerText(), /María Carmen/)
  // Leaving here leaves there: the password is asked again.
  await press(page, 'Salir')
  await page.waitForURL(/adios|cerrar/)
  await page.waitForURL(`${b.url}/entrar/claveunica/adios`)
  assert.match(await page.locator('main').innerText(), /Cerraste las dos sesiones/)
  await page.goto(`${b.url}/mis-tramites`)
  assert.match(page.url(), /\/entrar\?/)
  await enter()
  // A state of another browser, or none, comes to nothing; nobody is signed in by a link.
  const stranger = await (await visitor(browser, { js: true })).newPage()
  await stranger.goto(`${b.url}/entrar/claveunica/vuelta?code=${'a'.repeat(32)}&state=${'b'.repeat(48)}`)
  assert.match(await stranger.locator('main').innerText(), /Empieza otra vez/)
  await fine(stranger, 'claveunica-no')
  await stranger.goto(`${b.url}/entrar`)
  await fine(stranger, 'claveunica-door')
  await stranger.goto(`${b.url}/en/entrar`)
  await fine(stranger, 'claveunica-door-en')
  await stranger.context().close()
  await page.context().close()
})

test('the self-test and the certification show what was really seen', async () => {
  const operator = await member(b, 'omar@operacion', '/equipo/claveunica', { js: true })
  const lines = Object.fromEntries((await operator.locator('main tbody tr').all().then((rows) => Promise.all(rows.map(async (r) => [(await r.locator('th').innerText()).trim(), (await r.locator('td').first().innerText()).trim()] as const)))))
  assert.deepEqual(Object.values(lines).map((v) => v.replace(/^Resultado\s*/, '')), ['Cumple', 'No cumple', 'Cumple', 'Cumple', 'Cumple', 'Cumple', 'Cumple', 'Cumple', 'Cumple', 'Aún no visto', 'No cumple'], JSON.stringify(lines))
  assert.ok(!(await operator.content()).includes(credentials.secret))
  await fine(operator, 'self-test')
  const central = await member(a, 'pablo@unidad-central', '/equipo/aplicaciones', { js: true })
  await Promise.all([central.waitForURL(/aplicaciones\/[0-9a-f-]{36}$/), central.getByRole('link', { name: 'Portal de pensiones' }).first().click()])
  const verdicts = (await central.getByRole('table', { name: 'Certificación' }).locator('tbody tr td:nth-of-type(1)').allInnerTexts()).map((t) => t.replace(/^Resultado\s*/, '').trim())
  assert.deepEqual(verdicts, ['Aún no visto', 'Cumple', 'Cumple', 'Cumple', 'Cumple', 'Cumple', 'Aún no visto', 'Cumple', 'Aún no visto', 'Aún no visto'])
  assert.equal(await central.getByRole('button', { name: 'Certificar y abrir producción' }).count(), 0, 'four lines are not declared yet')
  await fine(central, 'certification')
  // Revoked at once: the next sign-in stops at the provider's own page.
  await central.fill('#f-revoke', 'Prueba de revocación inmediata.')
  await press(central, 'Revocar ahora')
  const page = await (await visitor(browser, { js: false })).newPage()
  await page.goto(`${b.url}/entrar/claveunica`)
  assert.ok(page.url().startsWith(a.url))
  assert.match(await page.locator('main').innerText(), /su permiso fue retirado/)
  for (const p of [operator, central, page]) await p.context().close()
})

test('the provider is away: nothing is lost, what works meanwhile is said, and nobody waits', async () => {
  const page = await (await visitor(browser, { js: true })).newPage(), begun = await page.request.get(`${b.url}/entrar/claveunica`, { maxRedirects: 0 }), state = new URL(begun.headers()['location']!).searchParams.get('state')!
  await a.close()
  const reply = await page.goto(`${b.url}/entrar/claveunica/vuelta?code=${'a'.repeat(32)}&state=${state}`)
  assert.equal(reply!.status(), 503)
  assert.ok(Number(reply!.headers()['retry-after']) > 0)
  assert.match(await page.locator('main').innerText(), /No perdiste nada[\s\S]*código y su PIN/)
  await fine(page, 'claveunica-down')
  // After three failures every page says so, and the way in says it at once instead of leading nowhere.
  for (let i = 0; i < 2; i++) {
    const again = new URL((await page.request.get(`${b.url}/entrar/claveunica`, { maxRedirects: 0 })).headers()['location']!).searchParams.get('state')!
    assert.equal((await page.goto(`${b.url}/entrar/claveunica/vuelta?code=${'a'.repeat(32)}&state=${again}`))!.status(), 503)
  }
  await page.goto(`${b.url}/buscar`)
  assert.match(await page.locator('body').innerText(), /Ahora no podemos comprobar quién eres/)
  assert.equal((await page.request.get(`${b.url}/entrar/claveunica`, { maxRedirects: 0 })).status(), 503)
  await page.context().close()
})
