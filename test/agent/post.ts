import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type House, startHouse } from '#app/main.ts'
import { readConfig } from '#platform/config'
import { signed } from '#platform/webhook'
import { watchReads } from '../access/watch.ts'
import { testServices } from '../web/app.ts'
import { launch } from '../web/browser.ts'
import { begin, signIn } from '../web/people.ts'
import { walk } from '../web/walker.ts'

const secret = 'a-secret-of-tests-of-32-characters-or-more'
export type Office = Awaited<ReturnType<typeof office>>
/** The real application with its demo staff, one browser, and an exchange that tells of its calls. */
export async function office() {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-agent-'))
  // Whatever staff read of a person in these stories stands in her own record.
  const watch = watchReads()
  const house: House = await startHouse(readConfig({ PORT: '0', VENTANILLA_DATA: folder, VENTANILLA_TELEPHONY_SECRET: secret, ...testServices }), { root: process.cwd(), demo: true, dev: false, work: false, serve: true, tap: watch.tap })
  const browser: Browser = await launch(), url = house.address!, contexts: BrowserContext[] = [], faults: string[] = []
  const page = async ({ js = true, lang = 'es', width = 1440 } = {}): Promise<Page> => {
    const context = await browser.newContext({ javaScriptEnabled: js, viewport: { width, height: 900 }, locale: lang === 'es' ? 'es-CL' : 'en-GB', reducedMotion: 'reduce' }), made = await context.newPage()
    contexts.push(context)
    made.on('pageerror', (e) => faults.push(e.message))
    return made
  }
  let calls = 0
  return {
    house, browser, url, page, faults,
    /** Signed in at a post, at its inbox. */
    async at(who: string, options: { readonly js?: boolean; readonly lang?: string; readonly width?: number } = {}): Promise<Page> {
      const made = await page(options), lang = options.lang === 'en' ? '/en' : ''
      await made.goto(`${url}${lang}/equipo/entrar?volver=${lang}/agente`)
      await made.locator(`button[value="${who}"]`).click()
      await made.waitForURL(`**${lang}/agente`)
      return made
    },
    /** One of the demo's people begins the heating allowance on her own screen and stops after these answers. */
    async begun(person: string, answers: { readonly [fact: string]: string }): Promise<{ readonly page: Page; readonly id: string; readonly code: string }> {
      const hers = await page({ js: false })
      await signIn(hers, url, person)
      await begin(hers, url, 'bono-prueba')
      await walk(hers, { answers }).catch(() => {})
      const id = /tramite\/([0-9a-f-]{36})/.exec(hers.url())![1]!, found = await house.cases.open(id, { role: 'system', channel: 'api', assurance: 0 })
      assert.ok(found.ok)
      return { page: hers, id, code: found.value.case.code }
    },
    journey: async (id: string) => { const found = await house.cases.open(id, { role: 'system', channel: 'api', assurance: 0 }); assert.ok(found.ok); return found.value },
    newCall: (): string => `exchange-${calls++}`,
    async exchange(body: { readonly call: string; readonly event: 'ringing' | 'answered' | 'ended'; readonly [k: string]: string }): Promise<{ readonly episode: string; readonly status: string }> {
      const text = JSON.stringify(body), reply = await fetch(`${url}/api/telephony/calls`, { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...signed(secret, text, Date.now()) } })
      assert.equal(reply.status, 200, await reply.clone().text())
      return (await reply.json()) as { readonly episode: string; readonly status: string }
    },
    /** What the demo's telephone shows, newest first. */
    messages: async (): Promise<string> => (await fetch(`${url}/demo`)).text(),
    async close(): Promise<void> { for (const c of contexts) await c.close(); await browser.close(); await house.stop(); rmSync(folder, { recursive: true, force: true }); watch.close() },
  }
}
export const press = async (page: Page, name: string): Promise<void> => { await page.getByRole('button', { name }).first().click(); await page.waitForLoadState('load') }
/** A key that leads to another page. */
export const key = async (page: Page, name: string): Promise<void> => { await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press(name)]) }
