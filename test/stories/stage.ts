import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type House, startHouse } from '#app/main.ts'
import type { Entry, Episode } from '#cases'
import type { Outcome } from '#core/refusal'
import { readConfig } from '#platform/config'
import { watchReads } from '../access/watch.ts'
import { testServices } from '../web/app.ts'
import { launch, visitor } from '../web/browser.ts'

export const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
export const system = { role: 'system', channel: 'api', assurance: 0 } as const
export type Stage = Awaited<ReturnType<typeof stage>>

/** The whole house with the test services and a telephone, and browsers for those who play. */
export async function stage({ millis, env = {} }: { readonly millis?: () => number; readonly env?: { readonly [name: string]: string } } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-story-'))
  // Whatever staff, institutions and jobs read of a person in a story stands in their own record.
  const watch = watchReads()
  const [house, browser]: [House, Browser] = await Promise.all([startHouse(readConfig({ PORT: '0', VENTANILLA_DATA: folder, VENTANILLA_SIP: '127.0.0.1:0', ...testServices, ...env }), { ...(millis === undefined ? {} : { millis }), root: process.cwd(), demo: true, dev: false, work: true, serve: true, tap: watch.tap }), launch()])
  const url = house.address!, [, host = '', port = ''] = /telephone: sip:ventanilla@([\d.]+):(\d+)/.exec(house.says.join('\n')) ?? [], contexts: BrowserContext[] = []
  const soon = async <T>(what: () => Promise<T | undefined>, why: string, ms = 15_000): Promise<T> => { for (const end = Date.now() + ms; Date.now() < end; await new Promise((r) => setTimeout(r, 100))) { const found = await what(); if (found !== undefined) return found } return assert.fail(`it did not come: ${why}`) }
  const board = async (): Promise<string> => (await (await fetch(`${url}/demo`)).text()).replaceAll('&amp;', '&')
  return {
    house, url, sip: { host, port: Number(port) }, soon, board,
    /** Somebody with a browser of their own. */
    async someone(width = 1280): Promise<Page> { const context = await visitor(browser, { width }); contexts.push(context); return context.newPage() },
    async staff(who: string, width = 1440, at?: Page): Promise<Page> {
      const page = at ?? (await this.someone(width))
      await page.goto(`${url}/equipo/entrar?volver=%2Fagente`)
      await page.locator(`main button[value="${who}"]`).click()
      await page.waitForLoadState('load')
      return page
    },
    /** What the demo's carrier would have sent last: six digits, or a link. */
    digits: async (): Promise<string> => soon(async () => /(\d{3}) (\d{3})/.exec(await board())?.slice(1).join(''), 'six digits'),
    link: async (): Promise<string> => soon(async () => /http:\/\/[^\s<"]*\/seguir\/[\w-]{43}/.exec(await board())?.[0], 'a link'),
    journey: async (id: string) => value(await house.cases.open(id, system)),
    events: async (id: string) => value(await house.cases.timeline(id, system)),
    async contacts(of: string): Promise<readonly Episode[]> { const all = await Promise.all([true, false].map((open) => house.cases.episodes.list({ institution: 'ips', open }))), ids = [...new Set(all.flat().map((e) => e.id))]; return (await Promise.all(ids.map(async (id) => value(await house.cases.episodes.get(id, system))))).filter((e) => e.journeys.includes(of) || e.topics.some((t) => t.journey === of)).sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1)) },
    async timeline(person: string): Promise<readonly Entry[]> { return value(await house.cases.episodes.timelineOf(person, { role: 'citizen', person, channel: 'web', assurance: 3 })) },
    async close(): Promise<void> { for (const c of contexts) await c.close().catch(() => {}); await browser.close(); await house.stop(); rmSync(folder, { recursive: true, force: true }); watch.close() },
  }
}
export const press = async (page: Page, name: string | RegExp): Promise<void> => { await page.getByRole('button', { name }).first().click(); await page.waitForLoadState('load') }
export const follow = async (page: Page, name: string | RegExp): Promise<void> => { await page.getByRole('link', { name }).first().click(); await page.waitForLoadState('load') }
export const idIn = (page: Page): string => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(page.url())![0]
export const main = (page: Page): Promise<string> => page.locator('main').innerText()
