import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type House, startHouse } from '#app/main.ts'
import { readConfig } from '#platform/config'
import { watchReads } from '../access/watch.ts'
import { testServices } from '../web/app.ts'
import { axe, launch, overflows, visitor } from '../web/browser.ts'
import { begin, signIn } from '../web/people.ts'
import { walk } from '../web/walker.ts'

/** One mother, one daughter, one service: what the daughter does stands with both names, and the moment it is taken back nothing is left. */
const folder = mkdtempSync(join(tmpdir(), 'ventanilla-mandates-')), shots = process.env['VENTANILLA_SHOTS'], watch = watchReads()
let house: House, browser: Browser, url: string
test.before(async () => { house = await startHouse(readConfig({ PORT: '0', VENTANILLA_DATA: folder, ...testServices }), { root: process.cwd(), demo: true, dev: false, work: true, serve: true, tap: watch.tap }); url = house.address!; browser = await launch() })
test.after(async () => { await browser.close(); await house.stop(); rmSync(folder, { recursive: true, force: true }); watch.close() })

const text = (page: Page): Promise<string> => page.locator('main').innerText()
const press = async (page: Page, name: string): Promise<void> => { await page.getByRole('button', { name }).first().click(); await page.waitForLoadState('load') }
async function clean(page: Page, name: string): Promise<void> {
  for (const width of shots === undefined ? [1280, 320] : [390, 1280, 320]) {
    await page.setViewportSize({ width, height: 900 })
    if (width === 320) { assert.deepEqual(await axe(page), [], name); assert.equal(await overflows(page), false, name) }
    if (shots !== undefined && width !== 320) { mkdirSync(shots, { recursive: true }); await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true }) }
  }
}
/** The stream that a page of hers keeps open, until it says that it is over: milliseconds. */
async function streamOf(page: Page, on: string): Promise<{ readonly over: Promise<number>; readonly stop: () => void }> {
  const cookie = (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; '), stopped = new AbortController()
  const reply = await fetch(`${url}/eventos?on=${encodeURIComponent(on)}`, { headers: { cookie, accept: 'text/event-stream' }, signal: stopped.signal }), reader = reply.body!.getReader(), first = new TextDecoder().decode((await reader.read()).value)
  assert.equal(reply.status, 200)
  const over = (async () => { let all = first; while (!/event: over/.test(all)) { const { value, done } = await reader.read(); if (done) break; all += new TextDecoder().decode(value) } assert.match(all, /event: over/); return Date.now() })()
  return { over, stop: () => stopped.abort() }
}

test('a mother lets her daughter act for one service, sees all of it under both names, and takes it back everywhere at once', async () => {
  const rosas = await (await visitor(browser)).newPage(), anas = await (await visitor(browser)).newPage(), pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
  const file = (name: string) => ({ file: { name, mimeType: 'application/pdf', buffer: pdf } }), answers = { mine: 'yes', matter: 'wait', happened_on: { day: '10', month: '11', year: '2026' }, what_happened: 'Esperé tres horas con mi número y nadie me llamó.', receipt: file('a.pdf'), reply: file('b.pdf') }
  // Something of Rosa's own that the mandate will not cover.
  await signIn(rosas, url, 'rosa')
  await begin(rosas, url, 'pension-garantizada-universal')
  const pension = /tramite\/([0-9a-f-]{36})/.exec(rosas.url())![1]!

  await rosas.goto(`${url}/mi-cuenta/mandatos/dar`)
  await clean(rosas, 'give')
  await rosas.getByLabel('RUN de la persona').fill('41.000.498-9')
  await press(rosas, 'Continuar')
  assert.match(await text(rosas), /Escribe el RUN completo/)
  await rosas.getByLabel('RUN de la persona').fill('41.000.498-4')
  await rosas.getByLabel('Reclamo con antecedentes (prueba)').check()
  await press(rosas, 'Continuar')
  assert.match(await text(rosas), /41\.000\.498-4[\s\S]*Reclamo con antecedentes/)
  await clean(rosas, 'check')
  await rosas.locator('input[type=file]').setInputFiles({ name: 'poder.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>no') })
  await press(rosas, 'Dar este mandato')
  assert.match(await text(rosas), /Ese archivo no es un PDF, JPG o PNG/)
  await clean(rosas, 'check-problem')
  await rosas.locator('input[type=file]').setInputFiles({ name: 'poder.pdf', mimeType: 'application/pdf', buffer: pdf })
  await press(rosas, 'Dar este mandato')
  assert.match(await text(rosas), /Espera que lo acepte/)
  assert.doesNotMatch(await text(rosas), /Ana Rojas/, 'who has not said yes is the RUN that was typed')

  await signIn(anas, url, 'ana', { back: '/mi-cuenta/mandatos' })
  assert.match(await text(anas), /Rosa Núñez Paredes[\s\S]*Espera tu respuesta/)
  await clean(anas, 'received')
  await press(anas, 'Aceptar')
  // Both have the paper, to be saved; by its address nobody else does.
  await anas.getByRole('link', { name: 'Ver los detalles' }).first().click()
  await clean(anas, 'detail')
  const paper = (await anas.getByRole('link', { name: 'Descargar poder.pdf' }).getAttribute('href'))!, got = await anas.request.get(`${url}${paper}`)
  assert.deepEqual([got.status(), got.headers()['content-type'], (await got.body()).equals(pdf)], [200, 'application/pdf', true])
  assert.match(got.headers()['content-disposition']!, /attachment.*poder\.pdf/)
  assert.equal((await rosas.request.get(`${url}${paper}`)).status(), 200)
  const pedros = await (await visitor(browser)).newPage()
  await signIn(pedros, url, 'pedro')
  assert.equal((await pedros.request.get(`${url}${paper}`)).status(), 404)
  const told = await (await fetch(`${url}/demo`)).text()
  for (const said of ['quedó registrado un mandato', 'alguien te dio un mandato', 'aceptaron el mandato que diste']) assert.ok(told.includes(said), said)
  await anas.goto(`${url}/mi-cuenta/mandatos`)
  await press(anas, 'Actuar por Rosa Núñez Paredes')
  assert.match(anas.url(), /mis-tramites$/)
  assert.match(await anas.locator('.vn-acting').innerText(), /Actúas por Rosa Núñez Paredes\s+Dejar de actuar/)
  assert.doesNotMatch(await text(anas), /Pensión/, 'nothing that the mandate does not cover')
  assert.equal((await anas.goto(`${url}/mis-tramites/${pension}`))!.status(), 404)
  // Another service, that no mandate may do.
  await begin(anas, url, 'bono-prueba')
  assert.match(await text(anas), /Tu mandato no alcanza para esto/)

  await begin(anas, url, 'recl-prueba')
  const id = /tramite\/([0-9a-f-]{36})/.exec(anas.url())![1]!
  assert.equal((await walk(anas, { answers })).end, 'sent')
  assert.match(await text(anas), /Lo envió Ana Rojas Fuentes por Rosa Núñez Paredes/)
  await clean(anas, 'receipt')
  // She may not sign for her: the mandate does not say so.
  await anas.goto(`${url}/tramite/${id}/firmar`)
  await press(anas, 'Firmar')
  assert.match(await text(anas), /Tu mandato no alcanza para esto/)

  await rosas.goto(`${url}/mis-tramites/${id}`)
  assert.match(await text(rosas), /Ana Rojas Fuentes por Rosa Núñez Paredes/)
  await rosas.goto(`${url}/mi-historia`)
  assert.match(await text(rosas), /Se aceptó un mandato[\s\S]*Ana Rojas Fuentes actúa por ti/)
  assert.match(await text(rosas), /Solicitud enviada[\s\S]*Ana Rojas Fuentes por Rosa Núñez Paredes/)
  await anas.goto(`${url}/mi-historia`)
  assert.doesNotMatch(await text(anas), /Pensión|Quién miró tus datos/, 'while she acts, only what the mandate covers; who looked is Rosa’s alone')

  // Taken back: the next request on the web and by the API, and the stream that stands open, within a second.
  const own = await house.cases.mine((await house.cases.timeline(id, { role: 'system', channel: 'api', assurance: 0 }) as { value: readonly { actor: { person?: string } }[] }).value[0]!.actor.person!)
  assert.deepEqual(own.map((l) => l.id).sort(), [id, pension].sort())
  await rosas.goto(`${url}/mi-cuenta/mandatos`)
  const mandate = /mandatos\/([0-9a-f-]{36})/.exec(await rosas.content())![1]!, api = async () => { const token = /vc_[\w-]{43}/.exec(await (await fetch(`${url}/demo`)).text())![0]; return (await fetch(`${url}/api/v1/cases/${id}`, { headers: { authorization: `Bearer ${token}`, 'ventanilla-person': '41000498-4', 'ventanilla-basis': 'Convenio de prueba', 'ventanilla-mandate': mandate } })).status }
  assert.equal(await api(), 200)
  const stream = await streamOf(anas, `journey:${id}`)
  await new Promise((r) => setTimeout(r, 600))
  const revoked = Date.now()
  await press(rosas, 'Quitar el mandato')
  assert.match(await text(rosas), /No has dado ningún mandato/)
  assert.ok((await stream.over) - revoked < 3000)
  stream.stop()
  assert.equal((await anas.goto(`${url}/mis-tramites/${id}`))!.status(), 404)
  assert.equal(await anas.locator('.vn-acting').count(), 0)
  assert.equal(await api(), 404)
  await anas.goto(`${url}/mis-tramites`)
  assert.doesNotMatch(await text(anas), /Reclamo/, 'and it was never hers')
  await rosas.goto(`${url}/mi-historia`)
  assert.match(await text(rosas), /Se quitó un mandato/)
  await clean(rosas, 'history')
})
