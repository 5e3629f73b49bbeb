import assert from 'node:assert/strict'
import test from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { axe, launch, overflows, visitor } from '../web/browser.ts'
import { type Counter, counter, value } from './counter.ts'

let c: Counter, browser: Browser
test.before(async () => { c = await counter(); browser = await launch() })
test.after(async () => { await browser?.close(); await c?.stop() })

const story = 'Esperé tres horas con mi número y nadie me llamó.'
const sees = (page: Page, text: string | RegExp, ms = 6000): Promise<void> => page.getByText(text).first().waitFor({ timeout: ms })
const gone = (page: Page, text: string): Promise<void> => page.getByText(text).first().waitFor({ state: 'detached', timeout: 6000 })
const axed = async (page: Page, what: string): Promise<void> => { assert.deepEqual(await axe(page), [], what); assert.equal(await overflows(page), false, what) }
const shot = async (page: Page, name: string): Promise<void> => { if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name}.png` }) }

/** A fresh browser as second screen of a post, and the browser of whoever serves there. */
async function paired(by: string, post: string, lang = 'es') {
  const context = await visitor(browser, { lang }), page = await context.newPage(), desk = await visitor(browser)
  await page.setViewportSize({ width: 1280, height: 800 })
  await desk.addCookies([{ name: 'staff', value: `${by}@${post}`, url: c.url }])
  const at = await desk.newPage()
  await page.goto(`${c.url}${lang === 'en' ? '/en' : ''}/espejo`)
  await page.click('main button')
  const digits = await page.textContent('.vn-digits')
  await at.goto(`${c.url}/equipo/espejo`)
  await at.fill('[name=digits]', digits!)
  await at.getByRole('button', { name: 'Conectar', exact: true }).click()
  return { context, page, desk, at, digits: digits!, close: async () => { await context.close(); await desk.close() } }
}

test('A visit on the second screen: live, confirmed by section and in whole, stale words refused, sent only after her yes', async () => {
  const m = await paired('marta', 'meson-3')
  try {
    await sees(m.at, 'Hay una pantalla conectada a Mesón 3')
    await axed(m.at, 'at the post')
    await sees(m.page, 'Aquí verás tu trámite')
    assert.deepEqual(await c.mirror.stateOf('meson-3'), { paired: true })
    const visit = await c.visit('marta', 'meson-3', 250)
    await sees(m.page, '¿Cuál es tu nombre completo?')
    await sees(m.page, 'Te atiende')
    await visit.answer({ names: { state: 'confirmed' }, mine: true })
    // Every question of the first section has its answer.
    await sees(m.page, '¿Está bien lo que Marta escribió?')
    await sees(m.page, 'Pedro Soto Vidal')
    await sees(m.page, 'Marta lo cambió recién')
    await shot(m.page, 'mirror-section')
    await axed(m.page, 'a section to confirm')
    await m.page.getByRole('button', { name: 'Sí, está bien' }).click()
    await sees(m.page, '¿Sobre qué es tu reclamo?')
    await visit.answer({ matter: 'wait', happened_on: '2026-11-18' })
    await sees(m.page, '18/11/2026')
    await visit.at('happened_on')
    await sees(m.page, '¿Cuándo pasó?')
    await shot(m.page, 'mirror-live')
    await axed(m.page, 'live')
    await visit.at('what_happened')
    await visit.answer({ what_happened: story, receipt: { state: 'deferred' }, reply: { state: 'deferred' } })
    await sees(m.page, '¿Está bien todo lo que se va a enviar?')
    assert.equal(await visit.submit(), 'confirmation-needed')
    // What she is looking at is not what stands there when her finger comes down: the screen's own script is kept from knowing.
    const still = await m.context.newPage()
    await still.route('**/assets/mirror.js', (r) => r.abort())
    await still.goto(`${c.url}/espejo`)
    await visit.answer({ happened_on: '2026-11-19' })
    await still.getByRole('button', { name: 'Sí, está bien' }).click()
    await sees(still, 'Cambió mientras lo leías')
    await sees(still, '19/11/2026')
    assert.equal(await visit.submit(), 'confirmation-needed')
    await still.close()
    await sees(m.page, '19/11/2026')
    await m.page.getByRole('button', { name: 'No, quiero corregir' }).click()
    await sees(m.page, 'Dile a Marta qué hay que corregir')
    assert.equal(await visit.submit(), 'confirmation-needed')
    await visit.answer({ happened_on: '2026-11-20' })
    await sees(m.page, '¿Está bien todo lo que se va a enviar?')
    await shot(m.page, 'mirror-whole')
    await m.page.getByRole('button', { name: 'Sí, está bien' }).click()
    await sees(m.page, 'Listo: Marta lo envía')
    await shot(m.page, 'mirror-ready')
    assert.equal(await visit.submit(), 'accepted')
    await sees(m.page, 'Código de tu trámite')
    await sees(m.page, 'Falta tu firma')
    await shot(m.page, 'mirror-sent')
    await axed(m.page, 'sent')
    const said = (await c.h.log.events(visit.id)).filter((e) => e.type.startsWith('readback'))
    assert.deepEqual(said.map((e) => [e.type, e.data?.['section'], e.data?.['how'], e.actor.role, e.actor.channel, e.actor.by]), [['readback-confirmed', 'you', 'screen', 'citizen', 'counter', undefined], ['readback-disputed', undefined, 'screen', 'citizen', 'counter', undefined], ['readback-confirmed', undefined, 'screen', 'citizen', 'counter', undefined]])
    for (const e of said) { assert.match(String(e.data?.['text']), /^[0-9a-f]{64}$/); assert.match(String(e.actor.device), /^mirror-[0-9a-f]{16}$/) }
    const { code } = value(await c.h.cases.open(visit.id, await c.h.cases.attention.viewer(visit.hand))).case
    await sees(m.page, code)
    await visit.end()
    await sees(m.page, 'Aquí verás tu trámite')
    assert.ok(!(await m.page.content()).includes(code), 'nothing of the last person stays')
  } finally { await m.close() }
})

test('A screen sees its own post alone; unpaired it sees nothing; what its browser asks for changes nothing', async () => {
  const m = await paired('juan', 'meson-4', 'en'), visit = await c.visit('marta', 'meson-3', 251)
  try {
    await visit.answer({ names: { state: 'confirmed' } })
    await sees(m.page, 'You will see your application here')
    // Asked for another post's journey, the stream tells of its own.
    const told = await m.page.evaluate(async (on) => {
      const stop = new AbortController(), reply = await fetch(`/espejo/eventos?on=${on}`, { signal: stop.signal }), reader = reply.body!.getReader(), until = Date.now() + 1500
      let text = ''
      while (Date.now() < until && !text.includes('"id"')) { const part = await Promise.race([reader.read(), new Promise<undefined>((r) => setTimeout(r, 300))]); if (part?.value) text += new TextDecoder().decode(part.value) }
      stop.abort()
      return text
    }, `journey:${visit.id},episode:${visit.episode},post:meson-3`)
    assert.ok(told.includes('meson-4') && !told.includes(visit.id) && !told.includes('meson-3'), told)
    assert.ok(!(await m.page.content()).includes('Pedro'))
    await axed(m.page, 'idle, in English')
    const own = await c.visit('juan', 'meson-4', 252)
    await own.answer({ names: { state: 'confirmed' }, mine: true })
    await sees(m.page, 'Is what Juan wrote right?')
    await axed(m.page, 'a section, in English')
    // Who moves to another counter takes along whom she attends.
    c.seats['meson-4'] = []
    await m.page.reload()
    await sees(m.page, 'You will see your application here')
    assert.ok(!(await m.page.content()).includes('Pedro'))
    c.seats['meson-4'] = ['juan']
    await m.page.reload()
    await sees(m.page, 'Is what Juan wrote right?')
    // Taken away from the post while somebody stands there.
    await m.at.getByRole('button', { name: 'Desconectar' }).click()
    await gone(m.page, 'Is what Juan wrote right?')
    await sees(m.page, 'Screen for the person')
    assert.ok(!(await m.page.content()).includes('Pedro'))
    assert.deepEqual(await c.mirror.stateOf('meson-4'), { paired: false })
    await own.end()
  } finally { await visit.end(); await m.close() }
})

test('Six digits: of one screen, for ten minutes, once; a counter has one screen; without JavaScript a button refreshes', async () => {
  const first = await paired('marta', 'meson-3'), plain = await visitor(browser, { js: false }), page = await plain.newPage()
  try {
    await page.goto(`${c.url}/espejo`)
    await page.click('main button')
    const digits = (await page.textContent('.vn-digits'))!
    assert.match(digits, /^\d{3} \d{3}$/)
    await page.reload()
    assert.equal(await page.textContent('.vn-digits'), digits, 'the same while it lasts')
    const type = async (text: string): Promise<string> => { await first.at.goto(`${c.url}/equipo/espejo`); await first.at.fill('[name=digits]', text); await first.at.getByRole('button', { name: 'Conectar', exact: true }).click(); return (await first.at.textContent('main'))! }
    assert.match(await type(first.digits), /Ninguna pantalla muestra esos dígitos/, 'used once')
    assert.match(await type(digits.replace(/\d$/, (d) => String((Number(d) + 1) % 10))), /Ninguna pantalla/)
    c.h.time.now += 10 * 60_000 + 1
    assert.match(await type(digits), /Ninguna pantalla/, 'ten minutes')
    await page.click('main a:has-text("Actualizar"), main button')
    await page.goto(`${c.url}/espejo`)
    await page.click('main button')
    assert.match(await type((await page.textContent('.vn-digits'))!), /Hay una pantalla conectada/)
    await page.getByRole('button', { name: 'Actualizar' }).or(page.getByRole('link', { name: 'Actualizar' })).click()
    await sees(page, 'Aquí verás tu trámite')
    await first.page.reload()
    await sees(first.page, 'Pantalla para la persona')
    // A telephone has none, and nobody without a post gets in.
    const phone = await visitor(browser, { js: false }), at = await phone.newPage()
    await phone.addCookies([{ name: 'staff', value: 'juan@telefono-1', url: c.url }])
    await at.goto(`${c.url}/equipo/espejo`)
    await sees(at, 'Solo un mesón tiene pantalla')
    await phone.clearCookies()
    const reply = await at.request.get(`${c.url}/equipo/espejo`, { maxRedirects: 0 })
    assert.equal(reply.status(), 303)
    assert.match(reply.headers()['location']!, /^\/equipo\/entrar/)
    await phone.close()
    c.h.time.now += 12 * 3_600_000
    await page.reload()
    await sees(page, 'Pantalla para la persona')
  } finally { await plain.close(); await first.close() }
})
