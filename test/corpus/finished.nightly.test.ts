import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { startApp } from '../web/app.ts'
import { axe, launch, visitor } from '../web/browser.ts'
import { begin, signIn } from '../web/people.ts'

/** Answers whatever stands on the page: the first of what is offered, a plain word, a day, a number. Knows no form. */
async function answer(page: Page): Promise<number> {
  const form = page.locator('main form[method=post]').first()
  const names = await form.locator('input:not([type=hidden]), select, textarea').evaluateAll((all) => [...new Map(all.map((e) => { const i = e as HTMLInputElement; return [i.name, { name: i.name, type: e.tagName === 'SELECT' ? 'select' : i.type, mode: i.inputMode, most: i.maxLength }] as const })).values()])
  for (const { name, type, mode } of names) {
    const field = form.locator(`[name="${name}"]`)
    if (type === 'radio' || type === 'checkbox') await field.first().check()
    else if (type === 'select') await field.selectOption({ index: 1 })
    else if (await field.inputValue() === '') await field.fill(/-day$/.test(name) ? '5' : /-month$/.test(name) ? '3' : /-year$/.test(name) ? '1960' : type === 'email' ? 'a@example.org' : mode === 'numeric' || mode === 'decimal' ? '12' : 'Example')
  }
  const questions = new Set(names.map(({ name }) => name.replace(/-(day|month|year)$/, ''))).size
  const close = form.locator('button[name=do][value=close]')
  await Promise.all([page.waitForEvent('framenavigated'), ((await close.count()) ? close : form.locator('button[name=do][value=save], button:not([name])')).first().click()])
  await page.waitForLoadState('load')
  return questions
}

test('a form of a hundred questions, imported and finished, is published and completed in a browser', async () => {
  const data = mkdtempSync(join(tmpdir(), 'ventanilla-finished-'))
  execFileSync(process.execPath, ['bin/ventanilla.mjs', 'publish', 'test/corpus/finished/benefits-update-10-10ezr.yaml'], { env: { ...process.env, VENTANILLA_DATA: data }, stdio: ['ignore', 'pipe', 'pipe'] })
  const app = await startApp({ VENTANILLA_DATA: data }), browser = await launch()
  try {
    const context = await visitor(browser, { lang: 'en', width: 390 }), page = await context.newPage()
    await signIn(page, app.url, 'rosa', { lang: 'en' })
    await begin(page, app.url, 'benefits-update-10-10ezr', { lang: 'en' })
    let asked = 0, pages = 0
    for (; pages < 150 && !/\/comprobante/.test(page.url()); pages++) {
      const path = new URL(page.url()).pathname
      if (/\/(codigo|seccion\/\d+)$/.test(path)) { await page.locator('main a.govuk-button').first().click(); await page.waitForLoadState('load'); continue }
      if (path.endsWith('/revisar')) { assert.deepEqual(await axe(page), []); await Promise.all([page.waitForEvent('framenavigated'), page.locator('main form button').first().click()]); await page.waitForLoadState('load'); continue }
      assert.match(path, /\/p\//, await page.locator('main').innerText())
      assert.equal(await page.locator('.govuk-error-summary').count(), 0, await page.locator('main').innerText())
      asked += await answer(page)
    }
    assert.match(page.url(), /\/comprobante/)
    assert.ok(asked >= 90, `${asked} questions on ${pages} pages`)
    assert.match(await page.locator('main').innerText(), /We have your application|received/i)
  } finally { await browser.close(); await app.stop(); rmSync(data, { recursive: true, force: true }) }
})
