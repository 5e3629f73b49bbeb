import assert from 'node:assert/strict'
import test from 'node:test'
import type { Browser } from 'playwright-core'
import { type Running, startApp } from './app.ts'
import { axe, launch, overflows, visitor } from './browser.ts'

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
