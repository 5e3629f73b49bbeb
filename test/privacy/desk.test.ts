import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { inflateRawSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import type { Hand } from '#cases'
import type { Outcome } from '#core/refusal'
import { type House, startHouse } from '#app/main.ts'
import { readConfig } from '#platform/config'
import { watchReads } from '../access/watch.ts'
import { testServices } from '../web/app.ts'
import { axe, launch, overflows, visitor } from '../web/browser.ts'
import { begin, signIn } from '../web/people.ts'
import { walk } from '../web/walker.ts'

const watch = watchReads()
let house: House, folder: string, browser: Browser
test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ventanilla-desk-'))
  house = await startHouse(readConfig({ PORT: '0', VENTANILLA_DATA: folder, ...testServices }), { root: process.cwd(), demo: true, dev: false, work: true, serve: true, tap: watch.tap })
  browser = await launch()
})
test.after(async () => { await browser.close(); await house.stop(); rmSync(folder, { recursive: true, force: true }); watch.close() })

const shots = process.env['VENTANILLA_SHOTS']
async function good(page: Page, name: string): Promise<void> {
  assert.deepEqual(await axe(page), [], name)
  assert.equal(await overflows(page), false, `${name} scrolls sideways`)
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}
const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const press = async (page: Page, text: string | RegExp): Promise<void> => { await page.getByRole('button', { name: text }).first().click(); await page.waitForLoadState('load') }
const staff = async (who: string, width = 1280): Promise<Page> => {
  const page = await (await visitor(browser, { width })).newPage()
  await page.goto(`${house.address}/equipo/entrar`)
  await page.locator(`main button[value^="${who}@"]`).first().click()
  return page
}

test('on a telephone: a person sees her data, takes a copy, blocks, asks for a correction that the institution answers, and erases', async () => {
  const page = await (await visitor(browser, { width: 390 })).newPage(), home = `${house.address}/mi-cuenta/privacidad`
  await page.goto(home)
  assert.match(page.url(), /\/entrar\?volver=/)
  await signIn(page, house.address!, 'rosa')
  await begin(page, house.address!, 'certificado-antecedentes')
  await page.goto(home)
  assert.equal(await page.locator('h1').innerText(), 'Tus datos personales')
  await good(page, 'desk')

  await page.goto(`${home}/pedir/access`)
  await press(page, 'Ver mis datos')
  assert.match(await page.locator('.vn-code').first().innerText(), /^DP-/)
  await good(page, 'receipt-access')
  await page.getByRole('button', { name: 'Ver mis datos' }).or(page.getByRole('link', { name: 'Ver mis datos' })).first().click()
  const data = await page.locator('main').innerText()
  assert.match(data, /41\.?000\.?117-9/)
  assert.match(data, /Certificado de antecedentes/)
  await good(page, 'data')

  await page.goto(`${home}/pedir/portability`)
  await press(page, 'Preparar mi copia')
  const href = await page.getByRole('link', { name: /Descargar mi copia/ }).or(page.getByRole('button', { name: /Descargar mi copia/ })).first().getAttribute('href'), reply = await page.request.get(`${house.address}${href}`)
  assert.equal(reply.headers()['content-type'], 'application/zip')
  const copy = JSON.parse(first(await reply.body())) as { person: readonly { run: string }[]; cases: readonly { service: string }[]; looks: readonly unknown[] }
  assert.deepEqual([copy.person[0]!.run, copy.cases.map((c) => c.service)], ['41000117-9', ['certificado-antecedentes']])
  assert.equal((await (await browser.newContext()).request.get(`${house.address}${href}`, { maxRedirects: 0 })).status(), 303, 'nobody else gets it')
  const other = await (await visitor(browser)).newPage()
  await signIn(other, house.address!, 'ana')
  assert.equal((await other.request.get(`${house.address}${href}`)).status(), 404)

  await page.goto(`${home}/pedir/rectification`)
  await press(page, 'Pedir la corrección')
  assert.equal(await page.locator('.govuk-error-summary').isVisible(), true)
  await good(page, 'ask-missing')
  await page.fill('[name=text]', 'Mi comuna es otra')
  await press(page, 'Pedir la corrección')
  await good(page, 'receipt-open')
  const number = await page.locator('.vn-code').first().innerText(), own = page.url()
  // The central unit answers; what it saw stands with her.
  const pablo = await staff('pablo')
  await pablo.goto(`${house.address}/equipo/privacidad`)
  await good(pablo, 'queue')
  assert.doesNotMatch(await pablo.locator('main').innerText(), /Rosa/, 'no name stands in a list')
  await pablo.getByRole('link', { name: new RegExp(number) }).click()
  assert.match(await pablo.locator('main').innerText(), /Mi comuna es otra/)
  await good(pablo, 'answer')
  await pablo.getByLabel('Aceptar y responder').check()
  await pablo.fill('[name=text]', 'La corregimos hoy.')
  await press(pablo, 'Enviar')
  await page.goto(own)
  assert.match(await page.locator('main').innerText(), /La corregimos hoy\./)
  await page.goto(`${home}/datos`)
  assert.match((await page.locator('main').textContent())!, /Pablo/, 'the look stands with her')

  await page.goto(`${home}/pedir/blocking`)
  await good(page, 'ask-blocking')
  await press(page, /^Bloquear/)
  await press(page, 'Terminar el bloqueo')
  assert.match(await page.locator('main').innerText(), /Bloqueo terminado/)

  await page.goto(`${home}/pedir/erasure`)
  assert.match(await page.locator('main').innerText(), /Trámites sin enviar: 1/)
  await good(page, 'ask-erasure')
  await press(page, 'Borrar para siempre')
  await good(page, 'erased')
  assert.match(await page.locator('main').innerText(), /Tu nombre y tu RUN|borramos|Borramos/)
  await page.goto(home)
  assert.match(page.url(), /\/entrar\?volver=/, 'her session ended with her')
})

test('an answer of a case that was sent is put right by its institution: the person sees it, who did it, and what it was stays in the log', async () => {
  const page = await (await visitor(browser, { width: 390 })).newPage(), pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'), file = (name: string) => ({ file: { name, mimeType: 'application/pdf', buffer: pdf } })
  await signIn(page, house.address!, 'pedro')
  await begin(page, house.address!, 'recl-prueba')
  const id = /tramite\/([0-9a-f-]{36})/.exec(page.url())![1]!
  assert.equal((await walk(page, { answers: { mine: 'yes', matter: 'wait', happened_on: { day: '10', month: '11', year: '2026' }, what_happened: 'Esperé tres horas con mi número y nadie me llamó.', receipt: file('a.pdf'), reply: file('b.pdf') } })).end, 'sent')
  await page.goto(`${house.address}/mi-cuenta/privacidad/pedir/rectification`)
  await page.locator(`main [name=case][value="${id}"]`).check()
  await page.fill('[name=text]', 'No fue el 10, fue el 12 de noviembre.')
  await press(page, 'Pedir la corrección')
  const number = await page.locator('.vn-code').first().innerText(), own = page.url()
  const open = async (who: string): Promise<Page> => { const at = await staff(who); await at.goto(`${house.address}/equipo/privacidad`); await at.getByRole('link', { name: new RegExp(number) }).click(); await at.locator('#responder').waitFor(); return at }
  // Who runs the platform sees the request; the case is not theirs to change.
  const pablo = await open('pablo')
  await pablo.getByText('Lo corrige la institución que tiene el trámite').waitFor()
  assert.equal(await pablo.getByLabel('Aceptar y responder').count(), 0)
  await good(pablo, 'correct-elsewhere')

  const hugo = await open('hugo')
  await good(hugo, 'correct-choose')
  await hugo.getByLabel('Aceptar y responder').check()
  await hugo.fill('textarea[name=text]', 'La corregimos hoy.')
  await press(hugo, 'Enviar')
  await hugo.getByText('Elige qué dato se corrige').first().waitFor()
  await good(hugo, 'correct-missing')
  await hugo.getByRole('link', { name: /Corregir.*Fecha de los hechos/ }).click()
  await hugo.locator('[name=happened_on-day]').fill('40')
  await hugo.getByLabel('Aceptar y responder').check()
  await hugo.fill('textarea[name=text]', 'La corregimos hoy.')
  await press(hugo, 'Enviar')
  await hugo.locator('.govuk-error-summary').waitFor()
  await good(hugo, 'correct-wrong')
  await hugo.locator('[name=happened_on-day]').fill('12')
  await press(hugo, 'Enviar')
  await hugo.getByText('La corregimos hoy.').first().waitFor()
  await good(hugo, 'correct-done')

  const file1 = value(await house.cases.open(id, { role: 'system', channel: 'api', assurance: 0 }))
  assert.deepEqual([file1.case.answers['happened_on']!.value, file1.case.answers['happened_on']!.by], ['2026-11-12', 'hugo'])
  const event = value(await house.cases.timeline(id, { role: 'system', channel: 'api', assurance: 0 })).find((e) => e.type === 'corrected')!
  assert.deepEqual([(event.data['was'] as { value: unknown }).value, event.data['why'], event.data['request']], ['2026-11-10', 'La corregimos hoy.', number])
  await page.goto(own)
  assert.match(await page.locator('main').innerText(), /La corregimos hoy\./)
  await page.goto(`${house.address}/mi-historia`)
  assert.match(await page.locator('main').innerText(), /La institución corrigió una respuesta/)
  await good(page, 'history-corrected')
})

test('who is served at a counter asks through the agent, with the person identified; what she blocks the agent no longer sees', async () => {
  const ana = await (await visitor(browser, { width: 390 })).newPage(), marta = await staff('marta'), help = `${house.address}/equipo/privacidad/pedir`
  await signIn(ana, house.address!, 'ana')
  await begin(ana, house.address!, 'certificado-antecedentes')
  const id = /tramite\/([0-9a-f-]{36})/.exec(ana.url())![1]!
  await marta.goto(help)
  assert.match(await marta.locator('main').innerText(), /No tienes una atención abierta/)
  const hand: Hand = { role: 'agent', by: 'marta', institution: 'ips', channel: 'counter', venue: 'oficina-017', assurance: 0 }, { cases } = house
  const visit = value(await cases.episodes.open({ key: 'ticket', actor: hand, institution: 'ips', direction: 'in', ticket: 'A1' })), person = (await house.cases.open(id, { role: 'auditor', by: 'teresa', channel: 'web', assurance: 3 }))
  const whose = value(person).case.person!
  value(await cases.episodes.identify(visit.id, hand, { person: whose, how: 'document' }))
  value(await cases.attention.open(hand, { on: { ticket: visit.id }, person: whose, reason: 'Pide bloquear sus datos' }))
  const viewer = await cases.attention.viewer(hand)
  value(await cases.open(id, viewer))
  await marta.goto(help)
  await good(marta, 'help')
  await press(marta, 'Registrar la solicitud')
  assert.equal(await marta.locator('.govuk-error-summary').isVisible(), true)
  await marta.getByLabel('Bloquear tus datos').check()
  await press(marta, 'Registrar la solicitud')
  const number = await marta.locator('.vn-code').first().innerText()
  await good(marta, 'help-done')
  const closed = await cases.open(id, viewer)
  assert.equal(closed.ok ? 'open' : closed.refusal, 'data-blocked')
  await ana.goto(`${house.address}/mi-cuenta/privacidad`)
  assert.match(await ana.locator('#solicitudes').locator('xpath=..').innerText(), new RegExp(number))
  assert.equal((await ana.goto(`${house.address}/tramite/${id}`))!.status(), 200, 'she herself goes on')
})

test('an incident from the recording to the public page, and the register that anybody reads, in both languages', async () => {
  const page = await staff('pablo')
  await page.goto(`${house.address}/equipo/privacidad/incidentes`)
  await press(page, 'Registrar')
  // When it was known stands there already: by the clock on the wall, to be changed.
  assert.equal(await page.locator('.govuk-error-summary li').count(), 6)
  assert.match(await page.inputValue('[name=knownAt]'), /^\d{4}-\d\d-\d\d \d\d:\d\d$/)
  await good(page, 'incident-missing')
  const today = new Date().toISOString()
  for (const [name, text] of [['finder', 'Turno'], ['scope', 'Una tabla'], ['measures', 'Se cerró'], ['from', today.slice(0, 10)], ['until', today.slice(0, 10)]] as const) await page.fill(`[name=${name}]`, text)
  await page.getByLabel('Alguien vio o copió datos').check()
  await press(page, 'Registrar')
  await good(page, 'incident')
  await page.fill('#reference-csirt-alert', 'ANCI-1')
  await press(page, /Marcar como enviado/)
  assert.equal(await page.locator('#reference-csirt-alert').count(), 0)
  assert.match(await page.locator('main').innerText(), /Enviado el/)
  await press(page, /Buscar a quiénes afecta/)
  await page.fill('[name=es]', 'Pasó esto.')
  await page.fill('[name=en]', 'This happened.')
  await press(page, 'Publicar')
  await page.goto(`${house.address}/en/avisos-de-seguridad`)
  assert.match(await page.locator('main').innerText(), /This happened\./)
  await good(page, 'notices')
  const phone = await (await visitor(browser, { width: 320 })).newPage()
  for (const path of ['/registro-de-tratamientos', '/en/registro-de-tratamientos/certificado-antecedentes', '/registro-de-tratamientos/plataforma']) { assert.equal((await phone.goto(`${house.address}${path}`))!.status(), 200); await good(phone, `register${path.replaceAll('/', '-')}`) }
  const csv = await phone.request.get(`${house.address}/registro-de-tratamientos.csv`), json = await phone.request.get(`${house.address}/registro-de-tratamientos.json`)
  assert.match(await csv.text(), /certificado-antecedentes\.identify/)
  assert.ok((await json.json() as { activities: unknown[] }).activities.length > 10)
  assert.equal((await phone.goto(`${house.address}/registro-de-tratamientos/nada`))!.status(), 404)
})
/** The first file of a ZIP: its JSON. */
function first(zip: Buffer): string { const at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6])) + 16), packed = zip.readUInt32LE(at + 20), local = zip.readUInt32LE(at + 42), from = local + 30 + zip.readUInt16LE(local + 26); return inflateRawSync(zip.subarray(from, from + packed)).toString() }
