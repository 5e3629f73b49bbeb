import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type House, startHouse } from '#app/main.ts'
import type { Entry } from '#cases'
import type { Outcome } from '#core/refusal'
import { readConfig } from '#platform/config'
import { watchReads } from '../access/watch.ts'
import { testServices } from '../web/app.ts'
import { launch } from '../web/browser.ts'

export const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
export const system = { role: 'system', channel: 'api', assurance: 0 } as const
/** 1080 px are 336 mm. */
export const screen = { width: 1080, height: 1920 } as const
export const millimetres = (px: number): number => (px * 336) / screen.width
export const main = (page: Page): Promise<string> => page.locator('main').innerText()
export const press = async (page: Page, name: string | RegExp): Promise<void> => { await page.getByRole('button', { name }).first().click(); await page.waitForLoadState('load') }

export type Hall = Awaited<ReturnType<typeof hall>>
/** The whole house with its machine 3, and browsers: the machine's own and telephones of people. */
export async function hall() {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-kiosk-')), watch = watchReads()
  const [house, browser]: [House, Browser] = await Promise.all([startHouse(readConfig({ PORT: '0', VENTANILLA_DATA: folder, ...testServices }), { root: process.cwd(), demo: true, dev: false, work: true, serve: true, tap: watch.tap }), launch()])
  const url = house.address!, contexts: BrowserContext[] = []
  const open = async (options: Parameters<Browser['newContext']>[0]): Promise<Page> => { const context = await browser.newContext({ locale: 'es-CL', reducedMotion: 'reduce', ...options }); contexts.push(context); return context.newPage() }
  return {
    house, url, at: `${url}/totem/3`,
    machine: (js = true): Promise<Page> => open({ viewport: screen, javaScriptEnabled: js }),
    phone: (): Promise<Page> => open({ viewport: { width: 390, height: 844 } }),
    /** Language, aids, services: as far as the list of what can be done here. */
    async welcome(page: Page, lang: 'es' | 'en' = 'es'): Promise<void> {
      await page.goto(`${url}/totem/3`)
      await press(page, lang === 'es' ? 'Español' : 'English')
      await press(page, lang === 'es' ? 'Continuar' : 'Continue')
    },
    service: async (page: Page, id: string): Promise<void> => { await page.locator(`button[value="${id}"]`).click(); await page.waitForLoadState('load') },
    /** What the QR code on the machine holds: the demonstration shows it too. */
    code: async (page: Page): Promise<string> => (await page.locator('[data-address]').textContent())!,
    /** Opens a link on a telephone, and signs in there if it asks for it. */
    async follow(phone: Page, address: string, person?: string): Promise<void> {
      await phone.goto(address)
      await press(phone, 'Seguir aquí')
      if (person === undefined || !phone.url().includes('/entrar')) return
      await phone.locator('main a[href$="#people"]').click()
      await phone.locator(`main button[value="${person}"]`).first().click()
      await phone.waitForLoadState('load')
      if (phone.url().includes('/seguir/')) await press(phone, 'Seguir aquí')
    },
    timeline: async (person: string): Promise<readonly Entry[]> => value(await house.cases.episodes.timelineOf(person, { role: 'citizen', person, channel: 'web', assurance: 3 })),
    async close(): Promise<void> { for (const c of contexts) await c.close().catch(() => {}); await browser.close(); await house.stop(); rmSync(folder, { recursive: true, force: true }); watch.close() },
  }
}
