import assert from 'node:assert/strict'
import test from 'node:test'
import type { Browser } from 'playwright-core'
import { type Running, startApp } from './app.ts'
import { axe, launch, overflows, visitor } from './browser.ts'
import { journeys } from './journeys.ts'
import { begin, signIn } from './people.ts'
import { walk } from './walker.ts'

let app: Running, browser: Browser
test.before(async () => { [app, browser] = await Promise.all([startApp(), launch()]) })
test.after(async () => { await browser?.close(); await app?.stop() })

test('the demo page: registers stand side by side where there is room, one below the other on a telephone, and no number is broken', async () => {
  const context = await visitor(browser), page = await context.newPage()
  await page.goto(`${app.url}/demo`)
  const rows = async () => new Set(await page.locator('main select').evaluateAll((all) => all.map((e) => Math.round(e.getBoundingClientRect().bottom)))).size
  const count = await page.locator('main select').count()
  assert.ok(count > 8)
  assert.ok(await rows() <= Math.ceil(count / 3), 'three a row on a wide screen')
  await page.setViewportSize({ width: 320, height: 700 })
  assert.equal(await rows(), count)
  assert.equal(await overflows(page), false)
  for (const rut of await page.locator('tbody th .vn-code').all()) assert.equal(await rut.evaluate((e) => e.getClientRects().length), 1, await rut.innerText())
  assert.deepEqual(await axe(page), [])
  await context.close()
})

test('each municipality says where it serves and how to reach it: on the page of the service, and the one that has the case on its receipt', async () => {
  const context = await visitor(browser), page = await context.newPage()
  await page.goto(`${app.url}/servicios/licencia-conducir-b`)
  const offers = await page.locator('section[aria-labelledby=ofrece]').innerText()
  assert.match(offers, /Municipalidad de Ñuñoa\s+Dirección de Tránsito, Municipalidad de Ñuñoa\. Contacto: transito\.nunoa@ejemplo\.cl/)
  assert.deepEqual(await axe(page), [])
  const j = journeys.find((x) => x.service === 'licencia-clase-b')!
  await signIn(page, app.url, j.person)
  await begin(page, app.url, j.service)
  const end = await walk(page, { answers: j.answers })
  assert.match(await page.locator('main aside').innerText(), /A cargo: Dirección de Tránsito, Municipalidad de (Ñuñoa|Concepción|Punta Arenas)\s+Contacto: transito\.\w+@ejemplo\.cl/)
  await page.goto(end.url.replace(/\/tramite\/([0-9a-f-]{36}).*/, '/mis-tramites/$1'))
  assert.match(await page.locator('main aside').innerText(), /Dirección de Tránsito/)
  // On a telephone the documents of a case do not hide below its history.
  await page.setViewportSize({ width: 390, height: 844 })
  const top = async (what: string) => (await page.locator(what).boundingBox())!.y
  assert.ok(await top('main aside') < await top('#historia'))
  assert.deepEqual(await axe(page), [])
  await context.close()
})
