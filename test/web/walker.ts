import type { Page } from 'playwright-core'

/** What a person answers, by fact: a value of a choice, what is typed, the parts of a date or an address by suffix, several values, or a file. */
export type Typed = string | readonly string[] | { readonly [suffix: string]: string } | { readonly file: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer } }
export type Answers = { readonly [path: string]: Typed }
export type Way = {
  readonly answers: Answers
  /** Keys alone: Tab, arrows, space and Enter; a click is not made. */
  readonly keyboard?: boolean
  /** Sees every page before it is answered. */
  readonly seen?: (page: Page, what: string) => Promise<void>
  /** Says a register's datum is wrong, once each. */
  readonly wrong?: readonly string[]
}
export type End = { readonly end: 'sent' | 'no' | 'stopped'; readonly pages: readonly string[]; readonly url: string }

/** Goes a whole journey as a person would, page by page, from wherever the browser stands; knows no service. */
export async function walk(page: Page, way: Way): Promise<End> {
  const pages: string[] = []
  let last = ''
  for (let n = 0; n < 120; n++) {
    const url = new URL(page.url()), at = url.pathname.replace(/^\/en(?=\/)/, '').replace(/^\/(tramite\/[0-9a-f-]{36}|totem\/[\w-]+)/, ''), what = at.replace(/^\//, '') || 'start'
    if (what + (await page.title()) === last) throw new Error(`the page does not go on: ${what}\n${await page.locator('main').innerText()}`)
    last = what + (await page.title())
    pages.push(what)
    await way.seen?.(page, what)
    if (at === '/comprobante') return { end: 'sent', pages, url: page.url() }
    if (at === '/no-corresponde') return { end: 'no', pages, url: page.url() }
    if (at === '/codigo' || at.startsWith('/seccion/')) { await press(page, page.locator('main a.govuk-button').first(), way); continue }
    if (at === '/revisar') { const send = page.locator('main form button').first(); if (!(await send.count())) return { end: 'stopped', pages, url: page.url() }; await press(page, send, way); continue }
    if (!at.startsWith('/p/')) throw new Error(`where is this? ${page.url()}\n${await page.locator('main').innerText()}`)
    await answer(page, decodeURIComponent(at.slice(3)), way)
  }
  throw new Error(`no end: ${pages.join(' ')}`)
}

async function answer(page: Page, path: string, way: Way): Promise<void> {
  const form = page.locator('main form[method=post]').first()
  if (!(await form.count())) throw new Error(`the page does not go on: ${path}\n${await page.locator('main').innerText()}`)
  const names = await form.locator('[name]').evaluateAll((all) => [...new Set(all.map((e) => (e as HTMLInputElement).name))])
  if (names.includes('confirm')) {
    const wrong = (way.wrong ?? []).find((p) => names.includes('confirm') && p === path)
    await choose(page, form.locator(`[name=confirm][value="${wrong === undefined ? 'yes' : `no:${wrong}`}"]`), way)
  } else if (names.includes('pick')) throw new Error('a conflict came up')
  else {
    const fields = [...new Set(names.filter((n) => !['_token', 'seq', 'do', 'volver', 'correct'].includes(n)).map((n) => Object.keys(way.answers).find((p) => n === p || n.startsWith(`${p}-`)) ?? n))]
    for (const field of fields) {
      const typed = way.answers[field]
      if (typed !== undefined) await fill(page, form, field, typed, way)
    }
  }
  await press(page, form.locator('button[name=do][value=save], button:not([name])').first(), way)
}
async function fill(page: Page, form: ReturnType<Page['locator']>, path: string, typed: Typed, way: Way): Promise<void> {
  const named = (name: string) => form.locator(`[name="${name}"]`)
  if (typeof typed === 'object' && 'file' in typed && typeof typed.file === 'object') { await reach(page, named(path), way); return named(path).setInputFiles(typed.file as { name: string; mimeType: string; buffer: Buffer }) }
  if (Array.isArray(typed)) { for (const value of typed as readonly string[]) await choose(page, form.locator(`[name="${path}"][value="${value}"]`), way); return }
  if (typeof typed === 'object') { for (const [suffix, text] of Object.entries(typed as { readonly [s: string]: string })) await write(page, named(`${path}-${suffix}`), text, way); return }
  const type = await named(path).first().evaluate((e) => (e as HTMLInputElement).type)
  return type === 'radio' ? choose(page, form.locator(`[name="${path}"][value="${typed as string}"]`), way) : write(page, named(path), typed as string, way)
}
async function write(page: Page, field: ReturnType<Page['locator']>, text: string, way: Way): Promise<void> {
  const select = (await field.evaluate((e) => e.tagName)) === 'SELECT'
  if (!way.keyboard) { if (select) await field.selectOption(text); else await field.fill(text); return }
  await reach(page, field, way)
  if (!select) { await page.keyboard.press('Control+A'); await page.keyboard.type(text); return }
  // A list answers to the first letters of what it shows.
  await page.keyboard.type((await field.locator(`option[value="${text}"]`).textContent()) ?? '')
}
/** A radio group is one stop: arrows move inside it. A checkbox is a stop of its own. */
async function choose(page: Page, field: ReturnType<Page['locator']>, way: Way): Promise<void> {
  if (!way.keyboard) { await field.check(); return }
  if ((await field.getAttribute('type')) === 'checkbox') { await reach(page, field, way); if (!(await field.isChecked())) await page.keyboard.press('Space'); return }
  const group = page.locator(`[name="${await field.getAttribute('name')}"]`)
  await reach(page, group, way)
  await page.keyboard.press('Space')
  for (let n = 0; n < 40 && !(await field.isChecked()); n++) await page.keyboard.press('ArrowDown')
  if (!(await field.isChecked())) throw new Error(`no key chooses ${await field.getAttribute('value')}`)
}
async function press(page: Page, button: ReturnType<Page['locator']>, way: Way): Promise<void> {
  if (way.keyboard) { await reach(page, button, way); await Promise.all([page.waitForLoadState('load'), page.waitForEvent('framenavigated'), page.keyboard.press('Enter')]) } else await Promise.all([page.waitForEvent('framenavigated'), button.click()])
  await page.waitForLoadState('load')
}
/** Tab until the focus is on one of these; where it stands must be seen. */
async function reach(page: Page, target: ReturnType<Page['locator']>, way: Way): Promise<void> {
  if (!way.keyboard) return
  const on = () => target.evaluateAll((all) => all.includes(document.activeElement as HTMLElement))
  for (let n = 0; n < 200; n++) {
    if (await on()) {
      const seen = await page.evaluate(() => { const e = document.activeElement as HTMLInputElement, shown = e.type === 'radio' || e.type === 'checkbox' || e.type === 'file' ? (e.parentElement ?? e) : e, r = shown.getBoundingClientRect(); return r.width > 0 && r.height > 0 } )
      if (!seen) throw new Error('the focus is on something nobody sees')
      return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never comes to ${target}`)
}
