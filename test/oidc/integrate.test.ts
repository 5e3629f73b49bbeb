import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import type { Browser } from 'playwright-core'
import { type Running, startApp } from '../web/app.ts'
import { axe, launch, overflows, visitor } from '../web/browser.ts'
import { complaints } from '../web/html.ts'

/** The two programs of docs/integrator.md, as they stand there, in a real browser whose forms lead only where their page says. */
const programs = [...readFileSync('docs/integrator.md', 'utf8').matchAll(/```js\n([\s\S]*?)```\n```json\n([\s\S]*?)```/g)].map(([, code = '', said = '']) => ({ code, said: JSON.parse(said) as object, port: Number(/listen\((\d+)/.exec(code)![1]) }))
let app: Running, browser: Browser
const made: string[] = [], children: ChildProcess[] = []
test.before(async () => { [app, browser] = await Promise.all([startApp(), launch()]) })
test.after(async () => { for (const c of children) c.kill(); for (const file of made) rmSync(file, { force: true }); await browser?.close(); await app?.stop() })
/** Starts it; another test may hold its port for a while. */
async function started({ code, port }: (typeof programs)[number]): Promise<void> {
  const file = join('test/oidc', `.client-${port}-${process.pid}.mjs`)
  writeFileSync(file, code)
  made.push(file)
  for (let tries = 0; tries < 60; tries++) {
    const child = spawn(process.execPath, [file], { env: { ...process.env, BASE: app.url }, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (c: Buffer) => { said += c.toString() })
    for (let n = 0; n < 100 && child.exitCode === null; n++) { await new Promise((r) => setTimeout(r, 100)); if (await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).then((r) => r.headers.get('location')?.startsWith(app.url) === true, () => false)) { children.push(child); return } }
    if (child.exitCode === null) child.kill()
    if (!said.includes('EADDRINUSE')) throw new Error(said || 'it did not listen')
    await new Promise((r) => setTimeout(r, 2000))
  }
  throw new Error(`port ${port} is taken`)
}
const within = (got: unknown, wanted: unknown): void => { for (const [k, v] of Object.entries(wanted as object)) if (typeof v === 'object') within((got as { [k: string]: unknown })[k], v); else assert.equal((got as { [k: string]: unknown })[k], v, k) }

test('fifteen lines sign a person in, by either door, without scripts and at any width', async () => {
  assert.equal(programs.length, 2)
  for (const program of programs) {
    assert.ok(program.code.trim().split('\n').length <= 17)
    await started(program)
    const context = await visitor(browser, { js: false, width: 390 }), page = await context.newPage()
    await page.goto(`http://127.0.0.1:${program.port}/`)
    await page.fill('main [name=run]', '44.444.444-4')
    await page.fill('main [name=password]', 'testing')
    await page.getByRole('button', { name: 'Entrar', exact: true }).last().click()
    if (program.code.includes('openid-client')) {
      await page.waitForURL(/interaccion/)
      const yes = page.getByRole('button', { name: 'Sí, dar estos datos' })
      await yes.waitFor()
      for (const words of ['Institución Demo', 'Tu RUN', 'Tu nombre', 'Registro Civil']) assert.ok((await page.locator('main').innerText()).includes(words), words)
      assert.deepEqual(await complaints(await page.content()), [])
      await page.screenshot({ path: '.cache/oidc-consent-390.png', fullPage: true })
      await yes.click()
    }
    await page.waitForURL(/institucion-demo\/callback/)
    within(JSON.parse(await page.locator('body').innerText()), program.said)
    await context.close()
  }
})
test('pages of permission, machines and approvals are accessible in both languages', async () => {
  const context = await visitor(browser, { width: 320 }), page = await context.newPage()
  const look = async (path: string, name: string): Promise<void> => {
    for (const lang of ['', '/en']) for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await page.goto(`${app.url}${lang}${path}`)
      assert.deepEqual([...(await axe(page)), ...((await overflows(page)) ? ['scrolls'] : []), ...(await complaints(await page.content()))], [], `${lang}${path} ${width}`)
      if (lang === '') await page.screenshot({ path: `.cache/oidc-${name}-${width}.png`, fullPage: true })
    }
  }
  await look('/oidc/device', 'device')
  await look('/oidc/session/end', 'logout')
  await look('/oidc/auth?client_id=nobody', 'error')
  await page.goto(`${app.url}/entrar?volver=/mi-cuenta/aprobaciones`)
  await page.fill('main [name=run]', '44.444.444-4')
  await page.fill('main [name=password]', 'testing')
  await page.getByRole('button', { name: 'Entrar', exact: true }).last().click()
  await page.waitForURL(/aprobaciones/)
  await look('/mi-cuenta/aprobaciones', 'approvals')
  assert.match(await page.locator('main').innerText(), /Institución Demo|Demo Institution/)
  await page.goto(`${app.url}/mi-cuenta/aprobaciones`)
  await page.getByRole('button', { name: /Quitar el permiso/ }).click()
  assert.match(await page.locator('main').innerText(), /Quitaste el permiso/)
  await context.close()
})
