import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type House, startHouse } from '#app/main.ts'
import type { Hand } from '#cases'
import { readConfig } from '#platform/config'
import { watchReads } from '../access/watch.ts'
import { testServices } from '../web/app.ts'
import { axe, launch, overflows, visitor } from '../web/browser.ts'
import { begin, signIn } from '../web/people.ts'

const watch = watchReads()
let house: House, browser: Browser, folder: string, url: string
test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ventanilla-help-'))
  ;[house, browser] = await Promise.all([startHouse(readConfig({ PORT: '0', VENTANILLA_DATA: folder, ...testServices }), { root: process.cwd(), demo: true, dev: false, work: false, serve: true, tap: watch.tap }), launch()])
  url = house.address!
})
test.after(async () => { await browser.close(); await house.stop(); rmSync(folder, { recursive: true, force: true }); watch.close() })
const marta: Hand = { role: 'agent', by: 'marta', institution: 'ips', channel: 'phone', assurance: 0 }
const settle = (page: Page) => page.waitForLoadState('load')

test('help stands on every page and takes the journey along: called back, with the journey, by somebody who has to know her first', async () => {
  const context = await visitor(browser, { js: true }), page = await context.newPage()
  for (const path of ['/', '/buscar', '/accesibilidad', '/no-such-page']) {
    await page.goto(url + path)
    assert.equal(await page.getByRole('contentinfo').getByRole('link', { name: 'Pedir ayuda a una persona' }).getAttribute('href'), '/ayuda', path)
  }
  await signIn(page, url, 'rosa')
  await begin(page, url, 'bono-prueba')
  const id = /tramite\/([0-9a-f-]{36})/.exec(page.url())![1]!, code = await page.locator('aside .vn-code').first().innerText()
  await page.getByRole('contentinfo').getByRole('link', { name: 'Pedir ayuda a una persona' }).click()
  await settle(page)
  assert.ok((await page.locator('main').innerText()).includes(code))
  await page.getByLabel('Tu teléfono').fill('123')
  await page.getByRole('button', { name: 'Pedir que me llamen' }).click()
  await settle(page)
  assert.match(await page.title(), /^Error/)
  assert.deepEqual(await axe(page), [])
  await page.getByLabel('Tu teléfono').fill('9 1234 5678')
  await page.getByLabel('¿Sobre qué? (opcional)').fill('No entiendo el ingreso')
  await page.getByRole('button', { name: 'Pedir que me llamen' }).click()
  await settle(page)
  assert.match(await page.locator('main').innerText(), /Te llamamos a más tardar el \d\d\/\d\d\/\d{4} a las \d\d:\d\d horas/)
  assert.deepEqual(await axe(page), [])
  // Asked again: still one promise.
  await page.goto(`${url}/ayuda?tramite=${id}`)
  await page.getByLabel('Tu teléfono').fill('+56 9 1234 5678')
  await page.getByLabel('El próximo día hábil en la tarde').check()
  await page.getByRole('button', { name: 'Pedir que me llamen' }).click()
  await settle(page)
  const tasks = await house.cases.tasks.list({ institution: 'ips', post: 'phone' })
  assert.deepEqual(tasks.map((t) => [t.case, t.status]), [[id, 'open']])
  assert.ok(!('about' in tasks[0]!), 'the list says nothing of anybody')
  // Whoever takes it knows the number and the matter, and nothing of hers until she proves who she is.
  assert.ok((await house.cases.tasks.take(tasks[0]!.id, marta)).ok)
  const opened = await house.cases.attention.open(marta, { on: { task: tasks[0]!.id }, reason: 'llamada' })
  assert.ok(opened.ok, JSON.stringify(opened))
  const viewer = await house.cases.attention.viewer(marta), contact = await house.cases.episodes.get(tasks[0]!.episode, viewer)
  assert.ok(contact.ok)
  assert.match(contact.value.tasks[0]!.about!, /9 1234 5678.*No entiendo el ingreso/)
  assert.ok(viewer.assurance <= 1)
  await context.close()
})
test('somebody else’s journey in the address is nobody’s: the page says nothing of it', async () => {
  const rosa = await visitor(browser), page = await rosa.newPage()
  await signIn(page, url, 'rosa')
  await begin(page, url, 'cert-prueba')
  const id = /tramite\/([0-9a-f-]{36})/.exec(page.url())![1]!, code = await page.locator('aside .vn-code').first().innerText()
  const stranger = await visitor(browser), other = await stranger.newPage()
  for (const who of [undefined, 'pedro']) {
    if (who !== undefined) await signIn(other, url, who)
    assert.equal((await other.goto(`${url}/ayuda?tramite=${id}`))!.status(), 200)
    const said = await other.locator('main').innerHTML()
    assert.ok(!said.includes(code) && !said.includes(id), 'the address alone opens nothing')
  }
  await rosa.close(); await stranger.close()
})
test('the nearest offices, by comuna and else by region; clean on any screen, in both languages, without scripts', async () => {
  const context = await visitor(browser, { js: false, width: 320 }), page = await context.newPage()
  await page.goto(`${url}/ayuda`)
  await page.getByLabel('Tu comuna').selectOption({ label: 'Arica' })
  await page.getByRole('button', { name: 'Buscar oficinas' }).click()
  await settle(page)
  assert.match(await page.locator('main').innerText(), /Inspección Provincial del Trabajo Arica\. General Lagos 589\. Arica/)
  await page.getByLabel('Tu comuna').selectOption({ label: 'Putre' })
  await page.getByRole('button', { name: 'Buscar oficinas' }).click()
  await settle(page)
  assert.match(await page.locator('main').innerText(), /En tu comuna no conocemos ninguna.*Arica/s)
  await context.close()
  for (const width of [320, 1280]) for (const lang of ['', '/en']) {
    const clean = await visitor(browser, { width }), view = await clean.newPage()
    await view.goto(`${url}${lang}/ayuda?comuna=15101`)
    assert.deepEqual([await axe(view), await overflows(view)], [[], false], `${width} ${lang}`)
    await clean.close()
  }
})
test('a register that is switched off is said above every page, in the language of the page, and no longer once it answers', async () => {
  const context = await visitor(browser), page = await context.newPage()
  const set = async (state: string) => {
    await page.goto(`${url}/demo`)
    await page.getByLabel('Registro Civil', { exact: true }).selectOption(state)
    await page.getByRole('button', { name: 'Guardar estado de los registros' }).click()
    await settle(page)
  }
  await set('down')
  for (const [path, says] of [['/', /Ahora no responde: Registro Civil\. Tu trámite no se pierde/], ['/en/ayuda', /Not answering now: Civil Registry\. Your application is not lost/], ['/equipo/entrar', /Ahora no responde: Registro Civil/]] as const) {
    await page.goto(url + path)
    assert.match(await page.getByRole('banner').innerText(), says, path)
    assert.deepEqual(await axe(page), [])
    await page.setViewportSize({ width: 320, height: 700 })
    assert.equal(await overflows(page), false)
    await page.setViewportSize({ width: 1280, height: 900 })
  }
  await set('normal')
  await page.goto(`${url}/`)
  assert.doesNotMatch(await page.getByRole('banner').innerText(), /no responde/)
  await context.close()
})
