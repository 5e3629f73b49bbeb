// npm run shots: the main pages of the demo as pictures, at both widths, into docs/shots. Look at them: what is ugly there is ugly everywhere.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { startApp } from '../test/web/app.ts'
import { launch, visitor } from '../test/web/browser.ts'
import { journeys } from '../test/web/journeys.ts'
import { begin, signIn } from '../test/web/people.ts'
import { walk } from '../test/web/walker.ts'

const out = join(import.meta.dirname, '../docs/shots'), widths = { 1280: 900, 390: 844 } as const
/** No picture is longer: a page's beginning tells what it is, and a reader loads little. */
const longest = { 1280: 1400, 390: 2000 } as const, heaviest = 250_000
mkdirSync(out, { recursive: true })
const app = await startApp(), browser = await launch()

/** From the top of the page, or the part `of` it alone. */
async function shoot(page: Page, name: string, of?: string): Promise<void> {
  for (const [width, height] of Object.entries(widths)) {
    await page.setViewportSize({ width: Number(width), height })
    const whole = await page.locator(of ?? 'html').evaluate((e, room) => { const r = e.getBoundingClientRect(); return { x: Math.max(0, r.left - room), y: Math.max(0, r.top + window.scrollY - room), width: r.width + 2 * room, height: r.height + 2 * room } }, of === undefined ? 0 : 16)
    const picture = await page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: true, clip: { ...whole, height: Math.min(whole.height, longest[width as unknown as keyof typeof longest]) } })
    if (picture.length > heaviest) throw new Error(`${name}-${width}.png weighs ${picture.length} bytes`)
  }
}
const fresh = async (work: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> => {
  const context = await visitor(browser, { js: false })
  try { await work(await context.newPage(), context) } finally { await context.close() }
}

await fresh(async (page) => {
  for (const [name, path] of [['home', '/'], ['search', '/buscar?q=pencion'], ['service', '/servicios/certificado-antecedentes'], ['demo', '/demo']] as const) { await page.goto(app.url + path); await shoot(page, name) }
  const pension = '/servicios/pension-garantizada-universal'
  await page.goto(app.url + pension)
  for (const [part, text] of [['day', '24'], ['month', '11'], ['year', '1999']] as const) await page.locator(`[name="r.born-${part}"]`).fill(text)
  await page.locator('section[aria-labelledby=revisa] form button').first().click()
  await page.waitForLoadState('load')
  await shoot(page, 'pre-check', 'section[aria-labelledby=revisa]')
})
/** Pages of a journey that stand for all: which of them, as what. */
const wanted: { readonly [service: string]: { readonly [page: string]: string } } = {
  'certificado-antecedentes': { 'p/run': 'once-only', 'p/use': 'question', revisar: 'check' },
  'reclamo-sernac': {},
}
for (const j of journeys.filter((x) => wanted[x.service])) await fresh(async (page) => {
  await signIn(page, app.url, j.person)
  await begin(page, app.url, j.service)
  const end = await walk(page, { answers: j.answers, seen: async (p, what) => {
    const name = wanted[j.service]![what]
    if (name !== undefined) await shoot(p, name)
    if (what === 'p/company_rut') { await p.fill('[name=company_rut]', '41.900.101-6'); await p.locator('button[name=do][value=save]').click(); await p.waitForLoadState('load'); await shoot(p, 'error') }
  } })
  const id = /tramite\/([0-9a-f-]{36})/.exec(end.url)![1]!
  if (j.issues) {
    await page.reload()
    await shoot(page, 'receipt')
    const pdf = await (await page.request.get(new URL((await page.locator('main a[href*="/documento/"]').first().getAttribute('href'))!, app.url).href)).body(), folder = mkdtempSync(join(tmpdir(), 'ventanilla-shots-'))
    writeFileSync(join(folder, 'c.pdf'), pdf)
    const drawn = spawnSync('pdftoppm', ['-png', '-r', '96', '-singlefile', '-f', '1', join(folder, 'c.pdf'), join(out, 'certificate')])
    rmSync(folder, { recursive: true, force: true })
    if (drawn.status !== 0) throw new Error('pdftoppm (poppler-utils) draws the certificate and is not here')
    await page.goto(new URL((await page.locator('main a[href*="/verificar/"]').first().getAttribute('href'))!, app.url).href)
    await shoot(page, 'verify')
    await page.goto(`${app.url}/mis-tramites/${id}`)
    await shoot(page, 'case')
  } else { await page.goto(`${app.url}/mis-tramites`); await shoot(page, 'mine') }
})
// A machine in a public place, and the telephone beside it.
{
  const context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, locale: 'es-CL', reducedMotion: 'reduce' }), kiosk = await context.newPage(), phone = await (await visitor(browser, { width: 390 })).newPage()
  const press = async (page: Page, name: string | RegExp): Promise<void> => { await page.getByRole('button', { name }).first().click(); await page.waitForLoadState('load') }
  const picture = async (name: string): Promise<void> => { if ((await kiosk.screenshot({ path: join(out, `kiosk-${name}-1080.png`) })).length > heaviest) throw new Error(`kiosk-${name} is too heavy`) }
  await kiosk.goto(`${app.url}/totem/3`)
  await picture('welcome')
  await press(kiosk, 'Español')
  await press(kiosk, 'Continuar')
  await kiosk.locator('button[value="certificado-antecedentes"]').click()
  await press(kiosk, 'Mostrar el código QR')
  await picture('sign-in')
  await phone.goto((await kiosk.locator('[data-address]').textContent())!)
  await phone.screenshot({ path: join(out, 'kiosk-phone-390.png') })
  await press(phone, 'Seguir aquí')
  await phone.locator('main button[value="elena"]').first().click()
  await press(phone, 'Seguir aquí')
  await press(kiosk, 'Empezar el trámite')
  await kiosk.keyboard.press('1')
  await press(kiosk, 'Continuar')
  await picture('question')
  await context.close()
}
// Somebody attended: by telephone, at a counter with the second screen, and in a conversation.
{
  const press = async (page: Page, name: string | RegExp): Promise<void> => { await page.getByRole('button', { name }).first().click(); await page.waitForLoadState('load') }
  const open = async (width: number, height = 900): Promise<Page> => { const page = await (await visitor(browser, { width })).newPage(); await page.setViewportSize({ width, height }); return page }
  const post = async (who: string): Promise<Page> => { const page = await open(1440, 1000); await page.goto(`${app.url}/equipo/entrar?volver=%2Fagente`); await page.locator(`main button[value="${who}"]`).click(); await page.waitForLoadState('load'); return page }
  const picture = async (page: Page, name: string): Promise<void> => { if ((await page.screenshot({ path: join(out, `${name}.png`) })).length > heaviest) throw new Error(`${name} is too heavy`) }
  const rosa = await open(390, 844)
  await signIn(rosa, app.url, 'rosa')
  await begin(rosa, app.url, 'reclamo-sernac')
  await walk(rosa, { answers: { final_user: 'yes', company_rut: '41.900.101-5' } }).catch(() => {})
  const code = /[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}/.exec(await rosa.locator('main').innerText())![0], id = /tramite\/([0-9a-f-]{36})/.exec(rosa.url())![1]!

  const juan = await post('juan@telefono-2')
  await press(juan, 'Anotar la llamada')
  await juan.locator('#otp-code').fill(code)
  await juan.keyboard.press('Enter')
  await juan.locator('input[name=digits]').waitFor()
  await juan.locator('input[name=digits]').fill(/(\d{3}) (\d{3})/.exec(await (await fetch(`${app.url}/demo`)).text())!.slice(1).join(''))
  await Promise.all([juan.waitForURL(new RegExp(`/t/${id}`)), juan.keyboard.press('Enter')])
  await picture(juan, 'agent-script-1440')

  const marta = await post('marta@meson-3'), mirror = await open(1280, 800)
  await mirror.goto(`${app.url}/espejo`)
  await mirror.locator('main button').first().click()
  await marta.goto(`${app.url}/equipo/espejo`)
  await marta.locator('[name=digits]').fill((await mirror.locator('.vn-digits').textContent())!)
  await marta.getByRole('button', { name: 'Conectar', exact: true }).click()
  await marta.goto(`${app.url}/agente`)
  await marta.locator('[name=ticket]').fill('A042')
  await press(marta, 'Atender la visita')
  await marta.locator('[name=run]').first().fill('41.000.117-9')
  await marta.getByLabel('Vi la cédula y es la persona de la foto').check()
  await press(marta, 'Es la persona')
  await press(marta, /^Seguir/)
  await mirror.locator('dl').first().waitFor({ timeout: 20_000 })
  await picture(mirror, 'mirror-1280')

  await rosa.goto(`${app.url}/ayuda?tramite=${id}`)
  await rosa.locator('a[href*="/chat?tramite="]').first().click()
  await rosa.waitForLoadState('load')
  await press(rosa, 'Empezar a conversar')
  await rosa.locator('.vn-bubble').last().scrollIntoViewIfNeeded()
  await picture(rosa, 'chat-390')
  await rosa.goto(`${app.url}/mi-historia`)
  await picture(rosa, 'history-390')
}
await browser.close()
await app.stop()
