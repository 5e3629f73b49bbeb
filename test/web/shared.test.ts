import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { Hand } from '#cases'
import { readConfig } from '#platform/config'
import { type House, startHouse } from '../../src/app/main.ts'
import { watchReads } from '../access/watch.ts'
import { axe, launch, overflows, visitor } from './browser.ts'
import { complaints } from './html.ts'
import { begin, signIn } from './people.ts'

const watch = watchReads()
let house: House, browser: Browser, folder: string
test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ventanilla-shared-'))
  ;[house, browser] = await Promise.all([startHouse(readConfig({ PORT: '0', VENTANILLA_DATA: folder }), { root: process.cwd(), demo: true, dev: false, work: true, serve: true, tap: watch.tap }), launch()])
})
test.after(async () => { await browser?.close(); await house?.stop(); rmSync(folder, { recursive: true, force: true }); watch.close() })
const hand: Hand = { role: 'agent', by: '0b6f0000-0000-4000-8000-000000000001', institution: 'ips', channel: 'phone', venue: 'central-telefonica', assurance: 0 } as Hand
const ok = <T>(outcome: { ok: true; value: T } | { ok: false; refusal: string }): T => { assert.ok(outcome.ok, outcome.ok ? '' : outcome.refusal); return outcome.value }
async function started(person: string, js = true) {
  const context = await visitor(browser, { js, width: 390 }), page = await context.newPage()
  await signIn(page, house.address!, person)
  await begin(page, house.address!, 'reclamo-sernac')
  return { context, page, id: /tramite\/([0-9a-f-]{36})/.exec(page.url())![1]!, code: /[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}/.exec(await page.locator('main').innerText())![0] }
}
/** Accessible, valid, and nothing runs out sideways, at both widths. */
async function looked(page: Page, paths: readonly string[]): Promise<void> {
  const wrong: string[] = [], back = page.viewportSize()!
  for (const path of paths) for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    await page.goto(`${house.address}${path}`)
    wrong.push(...(await axe(page)).map((v) => `${path} ${width} ${v}`), ...(await complaints(await page.content())).map((v) => `${path} ${v}`), ...((await overflows(page)) ? [`${path} ${width} scrolls sideways`] : []))
  }
  assert.deepEqual(wrong, [])
  await page.setViewportSize(back)
}
let call = 0
const ring = async (by = hand) => ok(await house.cases.episodes.open({ key: `llamada ${++call}`, actor: by, institution: 'ips', direction: 'in', post: 'telefono-1' })).id

test('an agent asks to come in: the open page says so by itself, the person lets her in, is told of what she writes, and puts her out', async () => {
  const { context, page, id, code } = await started('rosa'), episode = await ring()
  const asked = ok(await house.cases.live.join(code, hand, { episode, consent: { how: 'screen' } }))
  assert.equal(asked.state, 'asked')
  const yes = page.getByRole('button', { name: 'Sí, que entre' })
  await yes.waitFor({ timeout: 5_000 })
  assert.deepEqual(await axe(page), [])
  assert.equal(await overflows(page), false)
  await yes.click()
  await page.waitForURL(/\/compartir$/)
  await looked(page, [new URL(page.url()).pathname, `/en${new URL(page.url()).pathname}`])
  assert.equal(asked.state === 'asked' && ok(await house.cases.live.asked(asked.request, hand)).state, 'joined')
  const viewer = await house.cases.attention.viewer(hand), open = ok(await house.cases.open(id, viewer))
  ok(await house.cases.live.presence(id, viewer, { screen: 'agente-pantalla-1' }))
  await page.goto(`${house.address}/tramite/${id}`)
  const typed = page.locator('main input[type=radio]').first()
  await typed.check()
  ok(await house.cases.act(id, { do: 'answer', answers: { company_rut: { value: '41900101-5', state: 'given' } }, basedOn: open.seq }, viewer, 'wrote'))
  await page.getByText('Hay respuestas nuevas en este trámite.').waitFor({ timeout: 5_000 })
  assert.equal(await typed.isChecked(), true, 'what was typed stays')
  await page.getByRole('link', { name: 'Quién está en tu trámite' }).click()
  await page.getByRole('button', { name: /^Sacar a/ }).click()
  await page.getByText('Solo estás tú.').waitFor()
  assert.equal((await house.cases.open(id, await house.cases.attention.viewer(hand))).ok, false)
  await context.close()
})
test('the same without scripts, in a page of its own that is accessible and valid', async () => {
  const second = { ...hand, by: '0b6f0000-0000-4000-8000-000000000002' }, { context, page, id, code } = await started('ana', false), episode = await ring(second)
  ok(await house.cases.live.join(code, second, { episode, consent: { how: 'screen' } }))
  await page.getByRole('link', { name: 'Quién está en tu trámite' }).click()
  assert.deepEqual(await complaints(await page.content()), [])
  await page.getByRole('button', { name: 'No', exact: true }).click()
  assert.match(await page.locator('main').innerText(), /Solo estás tú/)
  const other = await visitor(browser), theirs = await other.newPage()
  await signIn(theirs, house.address!, 'pedro')
  assert.equal((await theirs.goto(`${house.address}/tramite/${id}/compartir`))!.status(), 404)
  await other.close()
  await context.close()
})
test('a link goes on elsewhere: one device, the person herself, once', async () => {
  const { context, id } = await started('rosa'), mine = { role: 'citizen', channel: 'web', assurance: 3, person: ok(await house.cases.open(id, { role: 'system', channel: 'web', assurance: 3 } as never)).case.person! } as const
  const { token } = ok(await house.cases.links.make(mine, { kind: 'continue', journey: id })), address = `${house.address}/seguir/${token}`
  const phone = await visitor(browser, { js: false, width: 390 }), page = await phone.newPage()
  await page.goto(address)
  assert.match(await page.locator('main').innerText(), /Sigue tu trámite aquí/)
  assert.deepEqual(await complaints(await page.content()), [])
  await page.getByRole('button', { name: 'Seguir aquí' }).click()
  await page.locator('main a[href$="#people"]').click()
  await page.locator('main button[value="rosa"]').first().click()
  await page.waitForURL(/\/seguir\//)
  await page.getByRole('button', { name: 'Seguir aquí' }).click()
  await page.waitForURL(new RegExp(`/tramite/${id}`))
  const { token: fresh } = ok(await house.cases.links.make(mine, { kind: 'continue', journey: id })), eyes = await visitor(browser)
  await looked(await eyes.newPage(), [`/seguir/${fresh}`, `/en/seguir/${fresh}`])
  await eyes.close()
  const second = await visitor(browser, { js: false }), late = await second.newPage(), answer = await late.goto(address)
  assert.ok(answer!.status() >= 400)
  assert.doesNotMatch(await late.locator('main').innerText(), /SERNAC|Rosa/)
  assert.ok((await late.goto(`${house.address}/seguir/${'A'.repeat(43)}`))!.status() >= 400)
  await Promise.all([context.close(), phone.close(), second.close()])
})
