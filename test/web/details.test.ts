import assert from 'node:assert/strict'
import test from 'node:test'
import type { Browser } from 'playwright-core'
import { type Running, startApp } from './app.ts'
import { axe, launch, visitor } from './browser.ts'
import { journeys } from './journeys.ts'
import { begin, signIn } from './people.ts'
import { walk } from './walker.ts'

let app: Running, browser: Browser
test.before(async () => { [app, browser] = await Promise.all([startApp(), launch()]) })
test.after(async () => { await browser?.close(); await app?.stop() })
const fresh = async (js = false) => { const context = await visitor(browser, { js }); return { context, page: await context.newPage() } }

test('a search in the other language is the same search', async () => {
  const { context, page } = await fresh()
  await page.goto(`${app.url}/buscar?q=pensión`)
  await page.getByRole('link', { name: 'English' }).first().click()
  assert.equal(new URL(page.url()).pathname, '/en/buscar')
  assert.equal(await page.locator('main input[name=q]').first().inputValue(), 'pensión')
  await context.close()
})
test('search engines may keep what is for all, and nothing of a person', async () => {
  const { context, page } = await fresh()
  const hidden = async (path: string) => { await page.goto(app.url + path); return (await page.locator('meta[name=robots][content=noindex]').count()) > 0 }
  for (const path of ['/', '/servicios/certificado-antecedentes', '/servicios/certificado-nacimiento', '/instituciones/srcei', '/ayuda']) assert.equal(await hidden(path), false, path)
  for (const path of ['/entrar', '/seguir', '/no-such-page']) assert.equal(await hidden(path), true, path)
  await signIn(page, app.url, 'pedro')
  assert.equal(await hidden('/mis-tramites'), true)
  await context.close()
})
test('a draft stands on the home page until it is sent; its address leads a person who signed out back to it, and a stranger nowhere', async () => {
  const { context, page } = await fresh(true)
  await page.goto(app.url)
  assert.match(await page.locator(':is(section, div):has(> #sigue)').last().innerText(), /¿Ya empezaste un trámite\?/)
  assert.equal(await page.locator(':is(section, div):has(> #sigue) a[href*="/tramite/"]').count(), 0)
  await signIn(page, app.url, 'rosa')
  await begin(page, app.url, 'reclamo-sernac')
  const draft = page.url()
  await page.goto(app.url)
  const block = page.locator(':is(section, div):has(> #sigue)').last()
  assert.match(await block.textContent() ?? '', /Reclamo ante el SERNAC/)
  assert.deepEqual(await axe(page), [])
  await block.locator('a').first().click()
  await page.waitForURL(/\/tramite\//)
  await context.clearCookies()
  await page.goto(draft)
  assert.match(await page.locator('main').innerText(), /Si es tuyo, entra con tu identidad/)
  await page.getByRole('link', { name: 'Si es tuyo, entra con tu identidad' }).click()
  await page.locator('main a[href$="#people"]').click()
  await page.locator('main button[value="rosa"]').first().click()
  await page.waitForURL(draft)
  const other = await fresh()
  await signIn(other.page, app.url, 'ana')
  await other.page.goto(draft)
  assert.doesNotMatch(await other.page.locator('main').innerText(), /SERNAC|Rosa|Si es tuyo/)
  // The same words for what never was.
  await other.context.clearCookies()
  const said = async (address: string) => { await other.page.goto(address); return (await other.page.locator('main').innerText()).replace(/[0-9a-z]{12}/, '') }
  assert.equal(await said(draft.replace(/[0-9a-f]{36}|[0-9a-f-]{36}/, '00000000-0000-5000-8000-000000000000')), await said(draft))
  await context.close()
  await other.context.close()
})
test('what one attached is there to be saved again, by nobody else', async () => {
  const { context, page } = await fresh()
  await signIn(page, app.url, 'rosa')
  await begin(page, app.url, 'reclamo-sernac')
  let href = ''
  const end = await walk(page, { answers: journeys[2]!.answers, seen: async (p, what) => { if (what === 'revisar') href = (await p.locator('main a[href*="/archivo/"]').first().getAttribute('href')) ?? '' } })
  assert.equal(end.end, 'sent')
  const address = new URL(href, app.url).href, own = await page.request.get(address)
  assert.equal(own.status(), 200)
  assert.match(own.headers()['content-disposition'] ?? '', /^attachment; filename="boleta.pdf"/)
  assert.equal(own.headers()['x-content-type-options'], 'nosniff')
  assert.equal((await own.body()).subarray(0, 5).toString(), '%PDF-')
  const other = await fresh()
  await signIn(other.page, app.url, 'ana')
  assert.equal((await other.page.request.get(address)).status(), 404)
  assert.equal((await page.request.get(address.replace(/[0-9a-f]{6}$/, 'abcdef'))).status(), 404)
  await context.close()
  await other.context.close()
})
test('whoever takes a post comes to a page of it, and nobody else does', async () => {
  const { context, page } = await fresh(true)
  await page.goto(`${app.url}/equipo`)
  assert.match(new URL(page.url()).pathname, /\/equipo\/entrar$/)
  await page.locator('main button[name=staff]').first().click()
  await page.waitForURL(/\/equipo$/)
  assert.match(await page.locator('main').innerText(), /Digitar un formulario en papel/)
  assert.deepEqual(await axe(page), [])
  await page.goto(`${app.url}/en/equipo`)
  assert.deepEqual(await axe(page), [])
  await context.close()
})
