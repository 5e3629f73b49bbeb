import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { testServices } from '../web/app.ts'
import { launch, visitor } from '../web/browser.ts'
import { begin, signIn } from '../web/people.ts'
import { idIn, main, press } from './stage.ts'

/** The application as a process of its own, which can be killed and started again on the same data and the same port. */
async function server() {
  const data = mkdtempSync(join(tmpdir(), 'ventanilla-kill-')), port = await new Promise<number>((done) => { const s = createServer().listen(0, '127.0.0.1', () => { const { port: free } = s.address() as { port: number }; s.close(() => done(free)) }) })
  let child: ChildProcess | undefined
  const start = (): Promise<void> => new Promise((yes, no) => {
    let text = ''
    const now = spawn(process.execPath, ['bin/ventanilla.mjs', 'serve', '--demo'], { env: { ...process.env, PORT: String(port), VENTANILLA_DATA: data, ...testServices }, stdio: ['ignore', 'pipe', 'pipe'] })
    child = now
    for (const out of [now.stdout!, now.stderr!]) out.on('data', (d: Buffer) => { text += d.toString(); if (/listening on/.test(text)) yes() })
    now.once('exit', (code) => no(new Error(`it ended with ${code}:\n${text.slice(-2000)}`)))
  })
  const end = (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => new Promise((done) => { if (child === undefined || child.exitCode !== null) { done(); return } child.removeAllListeners('exit').once('exit', () => done()); child.kill(signal) })
  await start()
  return { url: `http://127.0.0.1:${port}`, start, kill: () => end('SIGKILL'), async stop(): Promise<void> { await end('SIGTERM'); rmSync(data, { recursive: true, force: true }) } }
}

test('story KILL: kill -9 while an agent and the person write one journey: nothing that was acknowledged is lost, and both screens come back by themselves', async () => {
  const [app, browser] = await Promise.all([server(), launch()])
  try {
    const open = async (width: number): Promise<Page> => (await visitor(browser, { width })).newPage()
    const rosa = await open(390), elsewhere = await (rosa.context()).newPage(), agent = await open(1440)
    await signIn(rosa, app.url, 'rosa')
    await begin(rosa, app.url, 'bono-prueba')
    while (!/p\/tenure$/.test(rosa.url())) { await rosa.locator('main [name=confirm][value=yes]').check(); await press(rosa, 'Guardar y continuar') }
    const id = idIn(rosa), code = /[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}/.exec(await main(rosa))![0]
    await rosa.locator('[name=tenure][value=rented]').check()
    await press(rosa, 'Guardar y continuar')
    // Juan is on the telephone with her, in the same journey.
    await agent.goto(`${app.url}/equipo/entrar?volver=%2Fagente`)
    await agent.locator('main button[value="juan@telefono-2"]').click()
    await agent.waitForLoadState('load')
    await press(agent, 'Anotar la llamada')
    await agent.locator('#otp-code').fill(code)
    await agent.keyboard.press('Enter')
    await agent.locator('input[name=digits]').waitFor()
    await agent.locator('input[name=digits]').fill(/(\d{3}) (\d{3})/.exec(await (await fetch(`${app.url}/demo`)).text())!.slice(1).join(''))
    await Promise.all([agent.waitForURL(new RegExp(`/t/${id}`)), agent.keyboard.press('Enter')])
    const hers = agent.url()
    await app.kill()
    const typed = rosa.locator('[name=income][value=low]')
    await typed.check()
    await app.start()
    assert.equal(await typed.isChecked(), true, 'what was chosen and not yet sent stands there')
    await press(rosa, 'Guardar y continuar')
    await elsewhere.goto(`${app.url}/tramite/${id}/p/heating`)
    await elsewhere.locator('[name=heating][value=gas]').check()
    await press(elsewhere, 'Guardar y continuar')
    // Its stream was cut with the server; it found the new one without a reload.
    await rosa.getByText('Hay respuestas nuevas en este trámite.').waitFor({ timeout: 20_000 })
    // So did his: what she answered stands on his page, and the call is as it was.
    await agent.locator('dd', { hasText: 'Gas o parafina' }).first().waitFor({ state: 'attached', timeout: 20_000 })
    assert.equal(agent.url(), hers)
    await elsewhere.goto(`${app.url}/tramite/${id}/seccion/2`)
    assert.match(await main(elsewhere), /Arrendada[\s\S]*Hasta \$600\.000/)
  } finally { await browser.close(); await app.stop() }
})
