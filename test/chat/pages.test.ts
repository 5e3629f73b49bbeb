import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import test from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type Running, startApp, testServices } from '../web/app.ts'
import { axe, launch, overflows, visitor } from '../web/browser.ts'
import { begin, signIn } from '../web/people.ts'

let app: Running, browser: Browser
test.before(async () => { [app, browser] = await Promise.all([startApp(testServices), launch()]) })
test.after(async () => { await browser.close(); await app.stop() })
const press = async (page: Page, name: string | RegExp): Promise<void> => { await page.getByRole('button', { name }).last().click(); await page.waitForLoadState('load') }
const text = (page: Page): Promise<string> => page.locator('main').innerText()
const shot = async (page: Page, name: string): Promise<void> => { const folder = process.env['VENTANILLA_SHOTS']; if (folder === undefined) return; mkdirSync(folder, { recursive: true }); await page.screenshot({ path: `${folder}/chat-${name}.png`, fullPage: true }) }

test('from any page into a conversation with the journey; to a person and back; both screens follow by themselves', async () => {
  const her = await visitor(browser, { width: 320 }), page = await her.newPage(), staff = await visitor(browser, { width: 1440 }), desk = await staff.newPage()
  await signIn(page, app.url, 'rosa')
  await begin(page, app.url, 'bono-prueba')
  const id = /([0-9a-f]{8}-[0-9a-f-]{27})/.exec(page.url())![1]!
  await page.goto(`${app.url}/ayuda?tramite=${id}`)
  await page.getByRole('link', { name: /chat/i }).or(page.locator(`a[href*="/chat?tramite="]`)).first().click()
  await page.waitForLoadState('load')
  await press(page, 'Empezar a conversar')
  assert.match(await text(page), /Seguimos con: Bono de calefacción/)
  for (let n = 0; n < 8 && !/¿Cuánto recibe tu hogar/.test(await text(page)); n++) await page.locator('.vn-bubble button[name=choice]:not([value=why])').first().click().then(() => page.waitForLoadState('load'))
  await press(page, '¿Por qué?')
  await press(page, 'Hasta $600.000')
  assert.deepEqual(await axe(page), [], 'a question')
  assert.ok(!(await overflows(page)))
  await shot(page, 'pregunta-320')
  await page.setViewportSize({ width: 1280, height: 900 })
  await shot(page, 'pregunta-1280')
  await page.getByLabel('Tu mensaje').fill('PERSONA')
  await press(page, 'Enviar')

  await desk.goto(`${app.url}/equipo/entrar?volver=/agente`)
  await desk.locator('main button[value="luis@chats-1"]').click()
  await desk.waitForLoadState('load')
  await desk.locator('button[value^="claim:"]').first().click()
  await desk.waitForLoadState('load')
  assert.match(desk.url(), /\/agente\/chat\/[0-9a-f-]{36}$/)
  assert.match(await text(desk), /Identidad comprobada, nivel 3[\s\S]*|Hasta \$600\.000/)
  for (const width of [1440, 320]) { await desk.setViewportSize({ width, height: 900 }); if (width === 320) assert.deepEqual(await axe(desk), [], `the post, ${width}`); assert.ok(!(await overflows(desk)), `the post, ${width}`); await shot(desk, `puesto-${width}`) }
  // Her page is told, and asks nobody to load it again.
  await page.getByText('Luis Contreras Vega tomó la conversación').waitFor()
  await page.getByLabel('Tu mensaje').fill('esto lo estoy escribiendo')
  await desk.getByLabel('Tu respuesta').fill('Hola. Vi tus respuestas, no necesitas repetirlas.')
  await press(desk, 'Enviar respuesta')
  await page.getByText('Hola. Vi tus respuestas, no necesitas repetirlas.').waitFor()
  assert.equal(await page.getByLabel('Tu mensaje').inputValue(), 'esto lo estoy escribiendo', 'what she is writing stays')
  await press(page, 'Enviar')
  await desk.getByText('esto lo estoy escribiendo').waitFor()
  await press(desk, 'Enviar enlace seguro')
  await page.getByText('Enlace seguro para entrar', { exact: true }).waitFor()
  assert.deepEqual(await axe(page), [], 'with a person')
  await shot(page, 'persona-1280')
  // On a slow network the stream tells first that the conversation is no longer hers; the form's own answer is what she sees.
  await desk.route('**/agente/chat/*', async (route) => {
    if (route.request().method() !== 'POST') { await route.continue(); return }
    const response = await route.fetch({ maxRedirects: 0 })
    await page.getByText(/Luis Contreras Vega dejó la conversación/).waitFor()
    await desk.waitForTimeout(500)
    await route.fulfill({ response })
  })
  await press(desk, 'Devolver al asistente')
  await desk.waitForURL(/\/agente$/)
  await page.getByText(/Luis Contreras Vega dejó la conversación/).waitFor()
  // What came by itself can be tapped.
  await page.getByRole('button', { name: 'Confirmar' }).waitFor()
  await press(page, 'Confirmar')
  assert.match(await text(page), /¿Con qué calefaccionas tu hogar\?/)
  await page.goto(`${app.url}/en/chat`)
  assert.deepEqual(await axe(page), [], 'in English')
  await Promise.all([her.close(), staff.close()])
})
