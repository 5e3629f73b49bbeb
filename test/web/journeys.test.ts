import assert from 'node:assert/strict'
import test from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type Running, startApp } from './app.ts'
import { axe, launch, overflows, visitor } from './browser.ts'
import { complaints } from './html.ts'
import { journeys } from './journeys.ts'
import { begin, signIn } from './people.ts'
import { type End, walk } from './walker.ts'

let app: Running, browser: Browser
test.before(async () => { [app, browser] = await Promise.all([startApp(), launch()]) })
test.after(async () => { await browser?.close(); await app?.stop() })

/** Addresses that any page of the suite asked for: no RUN may stand in one (contracts §4, reliability A1). */
const asked: string[] = []
const run = /(?<![0-9a-f-])4[01][.]?\d{3}[.]?\d{3}-?[\dkK](?![0-9a-f-])/
async function visit(lang: string, { js = false, width = 1280 } = {}): Promise<{ readonly page: Page; close(): Promise<void> }> {
  const context = await visitor(browser, { js, lang, width }), page = await context.newPage()
  page.on('request', (r) => asked.push(r.url()))
  return { page, close: () => context.close() }
}

for (const j of journeys) test(`${j.service}: from its page to the receipt with keys alone and no JavaScript`, async () => {
  const { page, close } = await visit('es')
  await signIn(page, app.url, j.person)
  await begin(page, app.url, j.service)
  const end = await walk(page, { answers: j.answers, keyboard: true })
  assert.equal(end.end, 'sent')
  const text = await page.locator('main').innerText(), code = /[2-9CDFGHJKMNPQRTVWXY]{3}(-[2-9CDFGHJKMNPQRTVWXY]{3}){2}/.exec(text)?.[0]
  assert.ok(code, text)
  // The receipt says the same when it is opened again, and the case stands among the person's own with its history.
  await page.goto(`${app.url}/mis-tramites`)
  assert.ok((await page.locator('main').innerText()).includes(code))
  await page.goto(`${app.url}/mis-tramites/${/tramite\/([0-9a-f-]{36})/.exec(end.url)![1]}`)
  assert.match(await page.locator('main').innerText(), /Envi/)
  await close()
})

/** Pages looked at by axe and html-validate, each once a language: the first language at both widths, the second, of the same components, where words run out of room first; scripts of ours are refused, the engine stays on for axe. */
const seen = new Map<string, string[]>()
async function look(page: Page, lang: string, what: string): Promise<void> {
  const key = `${lang} ${what}`
  if (seen.has(key)) return
  const wrong: string[] = []
  seen.set(key, wrong)
  for (const width of lang === 'es' ? [320, 1280] : [320]) {
    await page.setViewportSize({ width, height: 900 })
    wrong.push(...(await axe(page)).map((v) => `${width}px ${v}`))
    if (await overflows(page)) wrong.push(`${width}px scrolls sideways`)
  }
  wrong.push(...await complaints(await page.content()))
  if ((await page.getAttribute('html', 'lang')) !== lang) wrong.push('the page does not say its language')
  if ((await page.locator('main form button:not(.govuk-button--secondary, .vn-quiet)').count()) > 40) wrong.push('too many buttons')
}
async function watched(lang: string) {
  const v = await visit(lang, { js: true })
  await v.page.route('**/*', (route) => (route.request().resourceType() === 'script' ? route.abort() : route.continue()))
  return v
}
for (const lang of ['es', 'en']) {
  test(`every page of each journey is accessible and valid, ${lang}`, async () => {
    // The second language, of the same components: one journey here, each of them by night.
    for (const j of lang === 'es' || process.env['PARITY'] === 'all' ? journeys : journeys.slice(0, 1)) {
      const { page, close } = await watched(lang)
      await signIn(page, app.url, j.person, { lang })
      await page.goto(`${app.url}${lang === 'es' ? '' : '/en'}/empezar/${j.service}`)
      await look(page, lang, `empezar ${j.service}`)
      await begin(page, app.url, j.service, { lang })
      const end: End = await walk(page, { answers: j.answers, seen: (p, what) => look(p, lang, `${j.service} ${what}`) })
      assert.equal(end.end, 'sent')
      await page.goto(end.url.replace(/\/tramite\/([0-9a-f-]{36}).*/, '/mis-tramites/$1'))
      await look(page, lang, `case ${j.service}`)
      await close()
    }
    assert.deepEqual(wrongOf(lang), [])
  })
  test(`an error keeps what was typed, says what to do and is accessible, ${lang}`, async () => {
    const { page, close } = await watched(lang)
    await signIn(page, app.url, 'rosa', { lang })
    await begin(page, app.url, 'reclamo-sernac', { lang })
    let met = false
    await walk(page, { answers: journeys[2]!.answers, seen: async (p, what) => {
      if (what !== 'p/company_rut' || met) return
      met = true
      await p.fill('[name=company_rut]', '41.900.101-6')
      await p.locator('button[name=do][value=save]').click()
      await p.waitForLoadState('load')
      assert.match(await p.title(), lang === 'es' ? /^Error: / : /^Error: /)
      assert.equal(await p.inputValue('[name=company_rut]'), '41.900.101-6')
      const summary = p.locator('.govuk-error-summary')
      assert.match(await summary.innerText(), lang === 'es' ? /dígito verificador/ : /check digit/)
      await summary.locator('a').first().click()
      assert.equal(await p.evaluate(() => document.activeElement?.getAttribute('name')), 'company_rut')
      await look(p, lang, 'an error')
    } })
    assert.ok(met)
    assert.deepEqual(wrongOf(lang), [])
    await close()
  })
  test(`every other page is accessible and valid, ${lang}`, async () => {
    const { page, close } = await watched(lang), at = lang === 'es' ? '' : '/en'
    for (const path of ['/', '/buscar?q=pencion', '/buscar?q=xyzzy', '/servicios/certificado-antecedentes', '/servicios/pension-garantizada-universal?r.born-day=1&r.born-month=2&r.born-year=1950', '/servicios/certificado-nacimiento', '/instituciones', '/instituciones/srcei', '/vida', '/vida/nacimiento',
      '/entrar', '/demo', '/verificar', '/verificar/CDFG-HJKM-NPQR-TVWX', '/seguir', '/ayuda', '/accesibilidad', '/privacidad', '/como-lo-hacemos', '/borrado', '/no-such-page', '/tramite/00000000-0000-4000-8000-000000000000', '/empezar/nothing', '/mis-tramites']) {
      await page.goto(`${app.url}${at}${path}`)
      await look(page, lang, path)
    }
    await signIn(page, app.url, 'arturo', { lang })
    await begin(page, app.url, 'pension-garantizada-universal', { lang })
    const end = await walk(page, { answers: { uniformed_fund: 'no', pay_by: 'in_person' }, seen: (p, what) => look(p, lang, `no ${what}`) })
    assert.equal(end.end, 'no', 'his household is of the richest tenth')
    const journey = /tramite\/([0-9a-f-]{36})/.exec(end.url)![0]
    for (const part of ['parar', 'borrar', 'revisar']) { await page.goto(`${app.url}${at}/${journey}/${part}`); await look(page, lang, `no ${part}`) }
    await page.goto(`${app.url}${at}/salir`)
    await look(page, lang, 'salir')
    assert.deepEqual(wrongOf(lang), [])
    await close()
  })
}
const wrongOf = (lang: string): readonly string[] => [...seen].filter(([key]) => key.startsWith(`${lang} `)).flatMap(([key, wrong]) => wrong.map((w) => `${key}: ${w}`))

test('the certificate is verified from its QR address by anybody, and a copy that was altered is not', async () => {
  const mine = await visit('es'), other = await visit('es')
  await signIn(mine.page, app.url, 'jorge')
  await begin(mine.page, app.url, 'certificado-antecedentes')
  const end = await walk(mine.page, { answers: journeys[0]!.answers })
  assert.equal(end.end, 'sent')
  const verify = await mine.page.locator('main a[href*="/verificar/"]').first().getAttribute('href')
  const download = await mine.page.locator('main a[href*="/documento/"]').first().getAttribute('href')
  const reply = await mine.page.request.get(new URL(download!, app.url).href), pdf = await reply.body()
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  assert.match(reply.headers()['content-disposition'] ?? '', /^attachment/)
  await other.page.goto(new URL(verify!, app.url).href)
  const said = await other.page.locator('main').innerText()
  assert.match(said, /Certificado de antecedentes/)
  assert.match(said, /firma electrónica avanzada/i, 'it says what is not there yet')
  assert.doesNotMatch(said, /Jorge|Medina|41[.]?000/, 'nobody learns whose it is')
  for (const [bytes, word] of [[pdf, /auténtico|igual|mism/i], [Buffer.concat([pdf, Buffer.from(' ')]), /No confíes/]] as const) {
    await other.page.goto(new URL(verify!, app.url).href)
    const file = other.page.locator('input[type=file]')
    if (!(await file.isVisible())) await other.page.locator('details summary').filter({ has: other.page.locator('xpath=..//input[@type="file"]') }).first().click()
    await file.setInputFiles({ name: 'c.pdf', mimeType: 'application/pdf', buffer: bytes })
    await other.page.locator('main form[enctype="multipart/form-data"] button').first().click()
    await other.page.waitForLoadState('load')
    assert.match(await other.page.locator('main').innerText(), word)
  }
  const stranger = await other.page.request.get(new URL(download!, app.url).href)
  assert.equal(stranger.status(), 404)
  await mine.close()
  await other.close()
})

test('a register that is down: the person is asked, or told, and nothing is lost', async () => {
  const { page, close } = await visit('es')
  await page.goto(`${app.url}/demo`)
  const name = await page.locator('select').first().getAttribute('name')
  for (const id of ['srcei.civil', 'srcei.condenas']) { const select = page.locator(`select[name="${id}"], select[name$="${id}"]`).first(); assert.ok(await select.count(), `${name} is how a switch is named`); await select.selectOption('down') }
  await page.locator('main form:has(select) button').first().click()
  await page.waitForLoadState('load')
  await signIn(page, app.url, 'elena')
  await begin(page, app.url, 'certificado-antecedentes')
  // Asked instead of fetched, and in the end held up by the one that only the register may say.
  const answers = { ...journeys[0]!.answers, run: '41.000.333-3', names: 'Elena Vera Muñoz' }
  await assert.rejects(walk(page, { answers }), /does not go on|no responde/)
  assert.match(await page.locator('main').innerText(), /no responde|No perdiste nada|no perdiste nada/)
  const stuck = page.url()
  await page.goto(`${app.url}/demo`)
  for (const id of ['srcei.civil', 'srcei.condenas']) await page.locator(`select[name="${id}"], select[name$="${id}"]`).first().selectOption('normal')
  await page.locator('main form:has(select) button').first().click()
  await page.waitForLoadState('load')
  await page.goto(stuck)
  assert.equal(stuck.includes('/tramite/'), true)
  await close()
})

test('no address held a RUN, nor did the log of the server', () => {
  assert.ok(asked.length > 500)
  assert.deepEqual(asked.filter((url) => run.test(decodeURIComponent(url).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ''))), [])
  const log = app.log()
  assert.match(log, /"route":"\/tramite\/:id\/p\/:path"/)
  for (const word of [run, /Rosa|Núñez|Los Aromos|hervidor/]) assert.doesNotMatch(log.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|"id":"[^"]*"|"at":"[^"]*"/g, ''), word)
})
