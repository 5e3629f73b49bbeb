import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { launch } from '../../test/web/browser.ts'
import { gallery } from './gallery/gallery.tsx'
import { assets } from './index.ts'

// What only a browser can judge: contrast, width, keyboard, paper; in the strictest CSP, so a style that depends on anything inline would be seen.
const csp = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
const files = new Map(assets().map(a => [a.path, a]))
let browser: Browser
before(async () => { browser = await launch() })
after(() => browser.close())

async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<{ page: Page; complaints: string[]; go(name: string): Promise<void>; close(): Promise<void> }> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', m => complaints.push(m.text()))
  await page.route('**/*', route => {
    const path = new URL(route.request().url()).pathname
    const file = files.get(path)
    const html = gallery[path.slice(1)]
    if (file) return route.fulfill({ body: Buffer.from(file.body), contentType: file.type })
    if (html) return route.fulfill({ body: html, contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': csp } })
    complaints.push(`asked for ${path}`)
    return route.fulfill({ status: 404 })
  })
  return { page, complaints, close: () => context.close(), async go(name) { await page.goto(`http://ventanilla.test/${name}`); await page.evaluate('document.fonts.ready') } }
}
const sideways = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth') as Promise<number>
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

// Colours do not depend on the width: each once here, all four together by night.
for (const width of [320, 1280]) for (const colorScheme of process.env['PARITY'] === 'all' ? ['light', 'dark'] as const : [width === 320 ? 'light' : 'dark'] as const)
  test(`axe finds nothing at ${width} px, ${colorScheme}, and nothing scrolls sideways`, async () => {
    const { page, go, complaints, close } = await open({ viewport: { width, height: 800 }, colorScheme })
    for (const name of Object.keys(gallery)) {
      await go(name)
      const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode(true).analyze()
      assert.deepEqual(violations.flatMap(v => v.nodes.map(n => `${name}: ${v.id} ${n.target.join(' ')} ${n.failureSummary?.split('\n')[1]?.trim() ?? ''}`)), [])
      assert.ok(await sideways(page) <= 0, `${name} scrolls sideways`)
    }
    assert.deepEqual(complaints, [])
    await close()
  })

test('axe and the width are really judged: crimes are found', async () => {
  const { page, go, close } = await open({ viewport: { width: 320, height: 800 }, bypassCSP: true })
  await go('question')
  await page.addStyleTag({ content: '.vn-quiet { color: #bbb } h1 { white-space: nowrap }' })
  const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode(true).analyze()
  assert.ok(violations.some(v => v.id === 'color-contrast'))
  assert.ok(await sideways(page) > 0)
  await close()
})
test('text at 200 % fits a phone: nothing is cut, nothing scrolls sideways', async () => {
  const { page, go, close } = await open({ viewport: { width: 640, height: 800 }, bypassCSP: true })
  for (const name of Object.keys(gallery)) {
    await go(name)
    await page.addStyleTag({ content: 'html { font-size: 200% }' })
    assert.ok(await sideways(page) <= 0, `${name} scrolls sideways`)
    const cut = await page.evaluate(`[...document.querySelectorAll('main *')].filter(e => !e.closest('.govuk-visually-hidden, .vn-scroll, .vn-steps, svg, thead') && getComputedStyle(e).overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1 && !['INPUT', 'SELECT', 'TEXTAREA'].includes(e.tagName)).map(e => e.className)`)
    assert.deepEqual(cut, [], name)
  }
  await close()
})
test('everything to press is at least 44 px high, or stands in a line of text', async () => {
  const { page, go, close } = await open({ viewport: { width: 360, height: 800 } })
  for (const name of ['question', 'home', 'fields']) {
    await go(name)
    const small = await page.evaluate(`[...document.querySelectorAll('button, .govuk-button, input:not([type=hidden]), select, summary, .vn-header a, .govuk-back-link')].map(e => [e.className || e.tagName, Math.round(e.getBoundingClientRect().height)]).filter(([c, h]) => h > 0 && h < 44)`)
    assert.deepEqual(small, [], name)
  }
  await close()
})
test('the keyboard reaches everything in order and sees where it is', async () => {
  const { page, go, close } = await open({ viewport: { width: 1280, height: 800 } })
  await go('question')
  const seen: string[] = []
  for (let i = 0; i < 13; i++) {
    await page.keyboard.press('Tab')
    seen.push(await page.evaluate(`(() => { const e = document.activeElement; const box = e.matches('.govuk-radios__input') ? e.parentElement : e; const s = getComputedStyle(box); return (e.textContent.trim() || e.value) + (s.boxShadow.includes('6px') ? '' : ' (no ring)') })()`) as string)
  }
  assert.deepEqual(seen, ['Saltar al contenido', 'Ventanilla', 'Trámites', 'Oficinas', 'Ayuda', 'English', 'Rosa Núñez', 'Salir', 'Volver', 'si', 'Por qué lo preguntamos', 'Guardar y continuar', 'Parar y seguir después'])
  await page.keyboard.press('Shift+Tab'); await page.keyboard.press('Shift+Tab'); await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(`document.querySelector('details').open`), false)
  await close()
})
test('without scripts: a choice shows its own fields, an error leads to its field', async () => {
  const { page, go, close } = await open({ viewport: { width: 1280, height: 800 }, javaScriptEnabled: false })
  await go('everything')
  assert.equal(await page.locator('#f-aviso-correo').isVisible(), true)
  assert.equal(await page.locator('#f-aviso-carta').isVisible(), false)
  await page.locator('#f-aviso-2').check()
  assert.equal(await page.locator('#f-aviso-correo').isVisible(), false)
  assert.equal(await page.locator('#f-aviso-carta').isVisible(), true)
  await page.getByRole('link', { name: 'Escribe un correo' }).click()
  assert.match(page.url(), /#f-correo$/)
  await close()
})
test('paper: the receipt prints its words, its code and its QR, and no page furniture', async () => {
  const { page, go, close } = await open({ viewport: { width: 794, height: 1123 }, colorScheme: 'dark' })
  await page.emulateMedia({ media: 'print' })
  await go('receipt')
  for (const shown of ['h1', '.vn-ticket', '.vn-qr', '.vn-cord', '.vn-brand']) assert.equal(await page.locator(shown).first().isVisible(), true, shown)
  for (const gone of ['.vn-nav', '.vn-me', '.vn-footer', '.govuk-button', '.vn-score']) assert.equal(await page.locator(gone).first().isVisible(), false, gone)
  assert.equal(await page.evaluate(`getComputedStyle(document.querySelector('.vn-ticket')).color`), 'rgb(0, 0, 0)')
  assert.equal(await page.evaluate(`getComputedStyle(document.querySelector('.govuk-panel')).backgroundColor`), 'rgb(255, 255, 255)')
  const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast']).setLegacyMode(true).analyze()
  assert.deepEqual(violations.flatMap(v => v.nodes.map(n => n.target.join(' '))), [])
  await close()
})
test('people who choose their own colours still see edges and choices', async () => {
  const { page, go, close } = await open({ viewport: { width: 1280, height: 800 }, forcedColors: 'active' })
  await go('question')
  const [chosen, other] = await page.evaluate(`[...document.querySelectorAll('.govuk-radios__item')].map(e => getComputedStyle(e).outlineStyle)`) as string[]
  assert.deepEqual([chosen, other], ['solid', 'none'])
  assert.equal(await page.evaluate(`getComputedStyle(document.querySelector('.govuk-button')).borderTopStyle`), 'solid')
  await close()
})

// Contrast, measured from the style sheet itself: roles on the grounds they stand on, light and dark (look/README's table).
const pairs: readonly (readonly [text: string, ground: string, least: number])[] = [
  ['text', 'page', 7], ['text', 'surface', 7], ['text-2', 'page', 4.5], ['text-2', 'surface', 4.5], ['text-2', 'sunken', 4.5], ['text-2', 'note-soft', 4.5], ['text-2', 'selected', 4.5], ['text-2', 'care-soft', 4.5], ['heading', 'page', 7], ['heading', 'selected', 7],
  ['link', 'page', 4.5], ['link', 'surface', 4.5], ['link', 'sunken', 4.5], ['link', 'care-soft', 4.5], ['link-hover', 'page', 4.5], ['link-visited', 'page', 4.5], ['link-visited', 'sunken', 4.5], ['on-action', 'action', 4.5], ['on-action', 'action-hover', 4.5], ['action', 'page', 4.5], ['action', 'selected', 4.5],
  ['on-deep', 'deep', 7], ['on-deep-2', 'deep', 4.5], ['good', 'good-soft', 4.5], ['good', 'surface', 4.5], ['good', 'page', 4.5], ['care', 'care-soft', 4.5], ['bad', 'bad-soft', 4.5], ['bad', 'page', 4.5], ['on-bad', 'bad', 4.5], ['heading', 'bad-soft', 4.5], ['text', 'good-soft', 7], ['text', 'care-soft', 7], ['text', 'bad-soft', 7],
  ['accent', 'surface', 4.5], ['accent', 'page', 4.5], ['surface', 'good', 4.5], ['surface', 'bad', 4.5], ['surface', 'care', 4.5],
  ['edge-control', 'page', 3], ['edge-control', 'surface', 3], ['selected-edge', 'selected', 3], ['sill', 'page', 3], ['sill', 'sunken', 3], ['surface', 'sill', 3], ['bad', 'surface', 3], ['focus', 'focus-edge', 3],
]
test('contrast of every pair of roles, from the CSS, light and dark', () => {
  const css = readFileSync('src/ui/tokens.css', 'utf8')
  const read = (block: string): { [role: string]: string } => Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(m => [m[1]!, m[2]!]))
  const [light, dark] = css.split('@media (prefers-color-scheme: dark)')
  for (const [scheme, roles] of [['light', read(light!)], ['dark', { ...read(light!), ...read(dark!.split('@media')[0]!) }]] as const) {
    const colour = (role: string): string => {
      const value = roles[role]
      assert.ok(value !== undefined, role)
      const to = /^var\(--([\w-]+)\)$/.exec(value)
      return to ? colour(to[1]!) : value
    }
    for (const [text, ground, least] of pairs) {
      const ratio = contrast(colour(text), colour(ground))
      assert.ok(ratio >= least, `${scheme}: ${text} on ${ground} is ${ratio.toFixed(2)}, needs ${least}`)
    }
  }
  assert.equal(contrast('#ffffff', '#000000'), 21)
})
function contrast(a: string, b: string): number {
  const light = (hex: string): number => {
    assert.match(hex, /^#[0-9a-f]{6}$/i)
    const [r, g, bl] = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16) / 255).map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number]
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl
  }
  const [hi, lo] = [light(a), light(b)].sort((x, y) => y - x) as [number, number]
  return (hi + 0.05) / (lo + 0.05)
}
