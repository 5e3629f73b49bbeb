import assert from 'node:assert/strict'
import test from 'node:test'
import { PDFDocument } from 'pdf-lib'
import type { Browser, Page } from 'playwright-core'
import { axe, launch, overflows, visitor } from '../web/browser.ts'
import { type Counter, counter, value } from './counter.ts'
import { jpegOf, page as sheet } from './sheet.ts'

let c: Counter, browser: Browser
test.before(async () => { c = await counter(); browser = await launch() })
test.after(async () => { await browser?.close(); await c?.stop() })
const axed = async (page: Page, what: string): Promise<void> => { assert.deepEqual(await axe(page), [], what); assert.equal(await overflows(page), false, what) }
const shot = async (page: Page, name: string): Promise<void> => { if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name}.png`, fullPage: true }) }
async function desk(who: string) { const context = await visitor(browser); await context.addCookies([{ name: 'staff', value: who, url: c.url }]); return { page: await context.newPage(), close: () => context.close() } }
const drawn = new Map<string, Buffer>()
const picture = (name: string, made: Parameters<typeof sheet>[0] = {}) => { const key = JSON.stringify(made), buffer = drawn.get(key) ?? Buffer.from(jpegOf(sheet(made))); drawn.set(key, buffer); return { name, mimeType: 'image/jpeg', buffer } }
const story = 'Esperé tres horas con mi número y nadie me llamó.'

test('Two pages scanned: the second mirrors a lamp and is placed again; one document goes to its question; a receipt without any RUN', async () => {
  const visit = await c.visit('marta', 'meson-3', 250), { page, close } = await desk('marta@meson-3'), path = c.mirror.scanPath(visit.episode, visit.id, 'receipt')
  try {
    await page.goto(`${c.url}${path}`)
    await axed(page, 'nothing scanned yet')
    await page.setInputFiles('[name=page-new]', picture('uno.jpg'))
    await page.click('button[value=check]')
    await page.getByText('Página 1: se lee bien').waitFor()
    await page.setInputFiles('[name=page-new]', picture('dos.jpg', { glare: 0.04 }))
    await page.click('button[value=check]')
    await page.getByText('Página 2: hay un reflejo; ponla de nuevo').waitFor()
    assert.equal(await page.locator('button[value=attach]').count(), 0, 'not while a page is no good')
    await shot(page, 'scan-glare')
    await axed(page, 'a page to place again')
    await page.click('button[value="keep:2"]')
    await page.getByText('Anota por qué se deja así.').first().waitFor()
    await page.setInputFiles('[name=page-2]', picture('dos-otra-vez.jpg'))
    await page.locator('button[value=replace]').nth(1).click()
    await page.getByText('Página 2: se lee bien').waitFor()
    await page.click('button[value=attach]')
    await page.getByText('Adjuntado: Comprobante.pdf').waitFor()
    const viewer = await c.h.cases.attention.viewer(visit.hand), file = value(await c.h.cases.open(visit.id, viewer)).case.answers['receipt']!.value as { sha256: string; type: string; name: string }
    assert.deepEqual([file.type, file.name], ['application/pdf', 'Comprobante.pdf'])
    const parts: Uint8Array[] = []
    for await (const part of value(await c.h.cases.download(visit.id, file.sha256, viewer)).stream) parts.push(part)
    assert.equal((await PDFDocument.load(Buffer.concat(parts))).getPageCount(), 2)
    assert.deepEqual((await c.h.sql.query('select 1 from mirror.scans')).rows, [], 'nothing stays beside the case')
    // What is no picture, and what is kept as it is, with its reason.
    await page.goto(`${c.url}${c.mirror.scanPath(visit.episode, visit.id, 'reply')}`)
    await page.setInputFiles('[name=page-new]', { name: 'virus.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('MZ\u0000\u0000') })
    await page.click('button[value=check]')
    await page.getByText('Elige un archivo JPG, PNG o PDF.').first().waitFor()
    await page.setInputFiles('[name=page-new]', picture('oscura.jpg', { paper: 85, ink: 25 }))
    await page.click('button[value=check]')
    await page.getByText('Página 1: está muy oscura').waitFor()
    await page.fill('[name=reason-1]', 'El original es papel de calco')
    await page.click('button[value="keep:1"]')
    await page.getByText('Se deja así: El original es papel de calco').waitFor()
    await page.click('button[value=attach]')
    await page.getByText('Adjuntado: Respuesta recibida.pdf').waitFor()
    assert.match(value(await c.h.cases.episodes.get(visit.episode, viewer)).notes[0]!.text, /Página 1 se dejó así. El original es papel de calco/)
    // Nobody else's, not even at the next counter; and no question that is no document.
    const juan = await desk('juan@meson-4')
    for (const to of [path, c.mirror.receiptPath(visit.episode, visit.id)]) assert.equal((await juan.page.goto(`${c.url}${to}`))!.status(), 404, to)
    await juan.close()
    assert.equal((await page.goto(`${c.url}${c.mirror.scanPath(visit.episode, visit.id, 'matter')}`))!.status(), 409)
    assert.equal((await page.goto(`${c.url}${c.mirror.receiptPath(visit.episode, visit.id)}`))!.status(), 409, 'nothing was sent yet')

    await visit.answer({ names: { state: 'confirmed' }, mine: true, matter: 'wait', happened_on: '2026-11-18', what_happened: story })
    const hers = await c.h.cases.live.viewer(visit.episode, { role: 'citizen', channel: 'counter', device: 'mirror-test', assurance: 0 })
    value(await c.h.cases.act(visit.id, { do: 'read-back', says: 'yes', how: 'screen', text: 'ab'.repeat(32), sum: c.h.cases.digest(value(await c.h.cases.open(visit.id, hers))) }, hers, c.h.key()))
    assert.equal(await visit.submit(), 'accepted')
    await page.goto(`${c.url}${c.mirror.receiptPath(visit.episode, visit.id)}`)
    for (const text of ['Reclamo con antecedentes (prueba)', 'Marta Lagos, Mesón 3, por la persona', 'Por la persona en su pantalla', '18/11/2026', 'Comprobante.pdf', 'Firmas el reclamo que enviaste.']) await page.getByText(text).first().waitFor({ timeout: 3000 }).catch(() => assert.fail(`no «${text}» on the receipt`))
    assert.doesNotMatch((await page.textContent('main'))!, /\d{2}\.?\d{3}\.?\d{3}-[\dk]/i, 'no RUN')
    await axed(page, 'receipt A4')
    await shot(page, 'receipt-a4')
    await page.click('text=Ver en rollo de 80 mm')
    await axed(page, 'receipt 80 mm')
    await shot(page, 'receipt-80')
    // The printer is asked once; a second print is a copy and says so.
    await page.addInitScript(() => { globalThis.print = () => { document.title = 'printed' } })
    assert.doesNotMatch((await page.textContent('main'))!, /Copia/)
    for (const copy of [1, 2]) {
      await page.getByRole('button', { name: 'Imprimir' }).click()
      await page.waitForFunction(() => document.title === 'printed')
      assert.equal(/Copia 2/.test((await page.textContent('main'))!), copy === 2)
    }
    assert.deepEqual(value(await c.h.cases.episodes.get(visit.episode, await c.h.cases.attention.viewer(visit.hand))).prints, [visit.id, visit.id])
    const pdf = await PDFDocument.load(await page.pdf({ preferCSSPageSize: true }))
    assert.ok(Math.abs(pdf.getPage(0).getWidth() - (80 / 25.4) * 72) < 2, 'printed on the roll')
    const english = await page.goto(`${c.url}/en${c.mirror.receiptPath(visit.episode, visit.id)}`)
    assert.match((await english!.text()), /Marta Lagos, Counter 3, for the person/)
  } finally { await close() }
})
