import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type Running, startApp } from './app.ts'
import { launch, visitor } from './browser.ts'
import { signIn } from './people.ts'

let app: Running, browser: Browser
const data = mkdtempSync(join(tmpdir(), 'ventanilla-tour-'))
test.before(async () => { [app, browser] = await Promise.all([startApp({ VENTANILLA_DATA: data }), launch()]) })
test.after(async () => { await browser?.close(); await app?.stop(); rmSync(data, { recursive: true, force: true }) })

const tour = /## A tour of the demo\n([\s\S]*?)\n## /.exec(readFileSync('README.md', 'utf8'))![1]!
/** Everything a screen said on the way. */
let said = ''
const spoken = (text: string) => text.replace(/\s+/g, ' ')
async function read(page: Page): Promise<string> { const text = spoken(await page.locator('body').innerText()); said += `${text}\n`; return text }
async function press(page: Page, name: string): Promise<void> {
  const it = page.getByRole('button', { name, exact: true }).or(page.getByRole('link', { name, exact: true })).first()
  await Promise.all([page.waitForEvent('framenavigated'), it.click()])
  await page.waitForLoadState('load')
  await read(page)
}
async function pick(page: Page, label: string): Promise<void> { await page.getByLabel(label, { exact: true }).first().check() }
async function start(page: Page, service: string, person: string): Promise<void> {
  await page.goto(app.url)
  await read(page)
  await page.getByRole('searchbox').or(page.locator('main input[name=q]')).first().fill(service)
  await press(page, 'Buscar')
  await press(page, service)
  await press(page, 'Empezar el trámite')
  // The people of the demo sign in by their cards.
  await page.locator('main a[href*="/demo"]').first().click()
  await page.waitForLoadState('load')
  await read(page)
  await page.locator('main').getByRole('button', { name: person }).first().click()
  await page.waitForLoadState('load')
  await press(page, 'Empezar el trámite')
}

test("the README's tour, word for word", async (t) => {
  const context = await visitor(browser, { js: false }), page = await context.newPage()
  let code = ''
  await t.test('1 and 2: a certificate, verified by a stranger', async () => {
    await start(page, 'Certificado de antecedentes', 'Rosa Núñez Paredes')
    assert.match(await read(page), /Rosa Núñez Paredes/)
    await pick(page, 'Sí, son correctos')
    await press(page, 'Guardar y continuar')
    await pick(page, 'Fines particulares')
    await press(page, 'Guardar y continuar')
    for (let n = 0; n < 8 && !/\/revisar$/.test(page.url()); n++) {
      if (page.url().includes('/seccion/')) { await press(page, 'Continuar'); continue }
      const yes = page.locator('main').getByLabel(/^Sí(, (son correctos|es correcto))?$/).first()
      if (await yes.count()) await yes.check()
      await press(page, 'Guardar y continuar')
    }
    assert.match(await read(page), /Revisa tus respuestas/)
    await press(page, 'Enviar solicitud')
    for (let n = 0; n < 20 && !(await read(page)).includes('Tu documento está listo'); n++) { await page.waitForTimeout(500); await page.reload() }
    assert.match(await read(page), /Tu documento está listo/)
    code = /[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}/.exec(await page.locator('main').innerText())![0]
    const address = await page.getByRole('link', { name: 'Verificar el documento' }).getAttribute('href')
    const stranger = await visitor(browser, { js: false }), other = await stranger.newPage()
    await other.goto(new URL(address!, app.url).href)
    assert.match(await read(other), /firma electrónica avanzada/i)
    await stranger.close()
  })
  await t.test('3 and 6: a pension, and the switches of the registers', async () => {
    await context.clearCookies()
    await start(page, 'Pensión Garantizada Universal (PGU)', 'Arturo Prieto Salas')
    await page.goto(`${app.url}/demo`)
    await page.getByLabel('Registro Civil', { exact: true }).selectOption({ label: 'No responde' })
    await press(page, 'Guardar estado de los registros')
    await page.getByLabel('Registro Civil', { exact: true }).selectOption({ label: 'Responde' })
    await press(page, 'Guardar estado de los registros')
  })
  await t.test('4 and 5: a complaint and a licence', async () => {
    for (const [service, person] of [['Reclamar ante el SERNAC', 'Rosa Núñez Paredes'], ['Licencia de conducir clase B, primera vez', 'Ana Rojas Fuentes']] as const) {
      await context.clearCookies()
      await start(page, service, person)
      await pick(page, 'Sí, son correctos')
      await press(page, 'Guardar y continuar')
      await press(page, 'Parar y seguir después')
      assert.match(await read(page), /[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}/)
    }
  })
  await t.test('7: the case exported by its code and verified; altered, it is not', () => {
    const file = join(data, 'case.json'), run = (...args: string[]) => spawnSync(process.execPath, ['bin/ventanilla.mjs', ...args], { encoding: 'utf8', env: { ...process.env, VENTANILLA_DATA: data } })
    assert.equal(run('export', code, '-o', file).status, 0)
    assert.equal(run('verify', file).status, 0)
    writeFileSync(file, readFileSync(file, 'utf8').replace('Municipalidad', 'Municipalidas').replace(/"at": "2/, '"at": "1'))
    assert.equal(run('verify', file).status, 1)
  })
  await t.test('8: asked on her own telephone', async () => {
    const desk = await visitor(browser, { js: false }), juan = await desk.newPage()
    await juan.goto(`${app.url}/equipo/entrar?volver=/agente`)
    await read(juan)
    await juan.locator('button[value="juan@telefono-2"]').click()
    await juan.waitForLoadState('load')
    await press(juan, 'Anotar la llamada')
    await juan.locator('summary', { hasText: 'Solo dice quién es' }).click()
    await juan.locator('#claimed-run').fill('41.000.117-9')
    await press(juan, 'Anotar lo que dice')
    await press(juan, 'Pedir confirmación en su teléfono')
    await context.clearCookies()
    await signIn(page, app.url, 'rosa', { back: '/mi-cuenta/aprobaciones' })
    await read(page)
    await press(page, 'Sí, soy yo')
    await press(juan, '¿Ya respondió?')
    assert.match(await read(juan), /Lo confirmó en su teléfono/)
    await desk.close()
  })
  await t.test('9: identity is switched off, and on again', async () => {
    await page.goto(`${app.url}/demo`)
    await press(page, 'Apagar la identificación')
    await context.clearCookies()
    await signIn(page, app.url, 'rosa')
    assert.match(await read(page), /La identificación no responde/)
    await page.goto(`${app.url}/demo`)
    await press(page, 'Encender la identificación')
    await signIn(page, app.url, 'rosa')
    assert.match(await read(page), /Mis trámites/)
  })
  await t.test('every word the tour quotes stands on a screen', () => {
    const quoted = [...tour.matchAll(/«([^«»]+(?:«[^»]+»)?)»/g)].map(([, words]) => words!).filter((words) => !['English', 'Entregarlo después de enviar'].includes(words))
    assert.ok(quoted.length > 15)
    assert.deepEqual(quoted.filter((words) => !said.includes(spoken(words))), [])
  })
  await context.close()
})
