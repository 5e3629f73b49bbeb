import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Page } from 'playwright-core'
import type { TurnOut } from '#channels/ivr'
import { signed } from '#platform/webhook'
import { textOf } from '../ivr/line.ts'
import { stage } from '../stories/stage.ts'
import { axe, overflows } from '../web/browser.ts'
import { testServices } from '../web/app.ts'

const secret = 'a-secret-of-tests-of-32-characters-or-more'
export const open = 'bono-abierto'
/** A page of staff may turn by itself in the same moment: then it is asked for again. */
export const visit = async (page: Page, address: string): Promise<void> => { await page.goto(address).catch(() => page.goto(address)) }
export type Place = Awaited<ReturnType<typeof place>>
/** The whole house with its demo, one more service that asks nobody who they are, and the switch that takes identity down. */
export async function place() {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-open-')), at = join(folder, 'ips', open), yaml = readFileSync('test/services/ips/bono-prueba/service.yaml', 'utf8')
  mkdirSync(at, { recursive: true })
  writeFileSync(join(at, 'service.yaml'), yaml.replace('id: bono-prueba', `id: ${open}`).replace('  assurance: 2', '  assurance: 0').replaceAll('Bono de calefacción (prueba)', 'Bono abierto (prueba)').replaceAll('Heating allowance (test)', 'Open allowance (test)'))
  const s = await stage({ env: { VENTANILLA_SERVICES: [testServices.VENTANILLA_SERVICES, folder].join(delimiter), VENTANILLA_TELEPHONY_SECRET: secret } }), url = s.url
  const signedPost = async (path: string, body: object): Promise<{ readonly status: number; readonly body: { readonly [k: string]: unknown } }> => {
    const text = JSON.stringify(body), reply = await fetch(`${url}${path}`, { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...signed(secret, text, Date.now()) } })
    return { status: reply.status, body: (await reply.json()) as { readonly [k: string]: unknown } }
  }
  let calls = 0
  return {
    ...s, signedPost,
    /** At the page of the demonstration, as anybody does. */
    async identity(way: 'down' | 'up'): Promise<void> {
      const page = await s.someone()
      await page.goto(`${url}/demo`)
      const button = page.getByRole('button', { name: way === 'down' ? 'Apagar la identificación' : 'Encender la identificación' })
      if (await button.count()) { await button.click(); await page.waitForLoadState('load') }
      await page.locator('form[action="/demo/identidad"]').getByText(way === 'down' ? 'No responde: está apagada' : 'Responde', { exact: true }).waitFor()
      await page.close()
    },
    /** The automatic line, as a provider of telephones calls it: what is said after each key. */
    async dial(from?: string) {
      const call = `away-${calls++}`
      let turn = 0, now: TurnOut = { call, turn, verbs: [] }
      const next = async (heard?: object): Promise<string> => {
        const { status, body } = await signedPost('/api/telephony/turns', { call, turn, ...(from === undefined ? {} : { from }), ...(heard === undefined ? {} : { heard }) })
        assert.equal(status, 200, JSON.stringify(body))
        now = body as unknown as TurnOut
        turn = now.turn
        return textOf(now.verbs)
      }
      await next()
      return { call, key: (digits: string) => next({ digits }), get last() { return now.verbs.at(-1)!.do } }
    },
    /** A form's own token, for what no button sends; in a tab of its own. */
    async send(page: Page, path: string, from: string, fields: { readonly [name: string]: string }) {
      const tab = await page.context().newPage()
      await tab.goto(`${url}${from}`)
      const token = /name="_token" value="([^"]+)"/.exec(await tab.content())![1]!, reply = await tab.request.post(`${url}${path}`, { form: { _token: token, ...fields }, headers: { origin: url }, maxRedirects: 0 })
      await tab.close()
      return { status: reply.status(), wait: Number(reply.headers()['retry-after'] ?? 0), text: await reply.text() }
    },
    /** Nothing to complain about, on a telephone and on a desk. */
    async clean(page: Page, what: string): Promise<void> {
      const size = page.viewportSize()!
      for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 900 })
        assert.deepEqual(await axe(page), [], `${what}, ${width}`)
        assert.equal(await overflows(page), false, `${what}, ${width}`)
        await this.shot(page, `${what}-${width}`)
      }
      await page.setViewportSize(size)
    },
    async shot(page: Page, what: string): Promise<void> {
      const shots = process.env['VENTANILLA_SHOTS']
      if (shots === undefined) return
      mkdirSync(shots, { recursive: true })
      await page.screenshot({ path: join(shots, `identity-down-${what.replaceAll(' ', '-')}.png`), fullPage: true })
    },
    async close(): Promise<void> { await s.close(); rmSync(folder, { recursive: true, force: true }) },
  }
}
