import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { Hand } from '#cases'
import { readConfig } from '#platform/config'
import { type House, startHouse } from '../../src/app/main.ts'
import { watchReads } from '../access/watch.ts'
import { testServices } from './app.ts'
import { axe, launch, overflows, visitor } from './browser.ts'
import { complaints } from './html.ts'
import { begin, signIn, signInByPassword } from './people.ts'
import { walk } from './walker.ts'

/** An address where nobody answers: enough for the ways that lead there. */
const provider = { VENTANILLA_CLAVEUNICA_URL: 'http://127.0.0.1:9', VENTANILLA_CLAVEUNICA_CLIENT_ID: 'prueba', VENTANILLA_CLAVEUNICA_CLIENT_SECRET: 'prueba' }
const watch = watchReads()
let house: House, browser: Browser, folder: string, url: string
test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ventanilla-after-'))
  ;[house, browser] = await Promise.all([startHouse(readConfig({ PORT: '0', VENTANILLA_DATA: folder, ...testServices, ...provider }), { root: process.cwd(), demo: true, dev: false, work: true, serve: true, tap: watch.tap }), launch()])
  url = house.address!
})
test.after(async () => { await browser?.close(); await house?.stop(); rmSync(folder, { recursive: true, force: true }); watch.close() })
const idIn = (page: Page): string => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(page.url())![0]
const press = async (page: Page, name: string | RegExp): Promise<void> => { await page.getByRole('button', { name }).first().click(); await page.waitForLoadState('load') }
async function clean(page: Page): Promise<void> {
  for (const width of [320, 1280]) { await page.setViewportSize({ width, height: 900 }); assert.deepEqual([...(await axe(page)), ...((await overflows(page)) ? ['scrolls sideways'] : [])], [], `${page.url()} ${width}`) }
  assert.deepEqual(await complaints(await page.content()), [], page.url())
}

test('she pays on her own screen: refused and unanswered are told apart, paid once, and only then the certificate comes', async () => {
  const context = await visitor(browser, { width: 390 }), page = await context.newPage()
  await signIn(page, url, 'elena')
  await begin(page, url, 'cert-prueba')
  await walk(page, { answers: { use: 'work' } })
  const id = idIn(page)
  assert.match(await page.locator('main').innerText(), /Falta que pagues/)
  assert.equal(await page.locator('main a[href*="/documento/"]').count(), 0, 'nothing is issued before it is paid')
  await page.getByRole('link', { name: 'Pagar', exact: true }).first().click()
  await clean(page)
  await page.locator('summary', { hasText: 'Probar otras' }).click()
  await press(page, 'Probar un pago rechazado')
  assert.match(await page.locator('main').innerText(), /no se cobró nada/)
  await page.locator('summary', { hasText: 'Probar otras' }).click()
  await press(page, 'Probar un pago sin respuesta')
  assert.match(await page.locator('main').innerText(), /todavía no sabemos si te cobró/)
  await clean(page)
  // Two taps at once, and somebody else's tap.
  const token = await page.locator('main input[name=_token]').first().getAttribute('value'), form = { _token: token!, do: 'pay' }
  const both = await Promise.all([page.request.post(`${url}/tramite/${id}/pagar`, { form, headers: { origin: url } }), page.request.post(`${url}/tramite/${id}/pagar`, { form, headers: { origin: url } })])
  for (const reply of both) assert.ok(reply.ok(), String(reply.status()))
  const stranger = await visitor(browser), theirs = await stranger.newPage()
  await signIn(theirs, url, 'rosa')
  assert.equal((await theirs.request.get(`${url}/tramite/${id}/pagar`)).status(), 404)
  await stranger.close()
  await page.goto(`${url}/tramite/${id}/comprobante`)
  await page.locator('main a[href*="/documento/"]').first().waitFor()
  await page.goto(`${url}/tramite/${id}/pagar`)
  assert.match(await page.locator('main').innerText(), /Tu pago está hecho[\s\S]*DEMO-/)
  const events = await house.cases.timeline(id, { role: 'system', channel: 'api', assurance: 0 })
  assert.ok(events.ok && events.value.filter((e) => e.type === 'paid').length === 1, 'paid once')
  await context.close()
})
test('she signs what she sent: verified outside over the digest of the case; staff cannot, and it goes on only then', async () => {
  const context = await visitor(browser, { width: 390 }), page = await context.newPage(), pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
  const file = (name: string) => ({ file: { name, mimeType: 'application/pdf', buffer: pdf } })
  await signIn(page, url, 'pedro')
  await begin(page, url, 'recl-prueba')
  await walk(page, { answers: { mine: 'yes', matter: 'wait', happened_on: { day: '10', month: '11', year: '2026' }, what_happened: 'Esperé tres horas con mi número y nadie me llamó.', receipt: file('a.pdf'), reply: file('b.pdf') } })
  const id = idIn(page)
  await page.getByRole('link', { name: 'Firmar', exact: true }).first().click()
  await clean(page)
  await press(page, 'Firmar')
  await page.waitForURL(/comprobante/)
  assert.doesNotMatch(await page.locator('main').innerText(), /Falta que firmes/)
  const found = await house.cases.open(id, { role: 'system', channel: 'api', assurance: 0 })
  assert.ok(found.ok)
  const { digest, stage, outcomes } = found.value.case, signed = outcomes.find((o) => o.type === 'signed')!.data as { statement: string; signature: string; publicKey: string; sha256: string }
  assert.equal(stage, 'review')
  assert.equal(signed.sha256, digest)
  assert.equal(JSON.parse(signed.statement).sha256, digest)
  assert.ok(verify(null, Buffer.from(signed.statement), createPublicKey({ key: Buffer.from(signed.publicKey, 'base64'), type: 'spki', format: 'der' }), Buffer.from(signed.signature, 'base64')))
  await page.getByRole('link', { name: 'Cuéntanos cómo te fue' }).click()
  await press(page, 'Enviar mi opinión')
  assert.match(await page.title(), /^Error/)
  await clean(page)
  await page.locator('[name=score][value="6"]').check()
  await page.locator('[name=resolved][value=partly]').check()
  await page.locator('[name=ease][value="7"]').check()
  await press(page, 'Enviar mi opinión')
  assert.match(await page.locator('main').innerText(), /Gracias por tu opinión/)
  await context.close()
})
test('who comes in only to sign is signed out when it is done, here and at ClaveÚnica; who was here before stays', async () => {
  const context = await visitor(browser, { width: 390 }), page = await context.newPage(), pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'), file = { file: { name: 'a.pdf', mimeType: 'application/pdf', buffer: pdf } }
  await signIn(page, url, 'pedro')
  await begin(page, url, 'recl-prueba')
  await walk(page, { answers: { mine: 'yes', matter: 'wait', happened_on: { day: '10', month: '11', year: '2026' }, what_happened: 'Esperé tres horas con mi número y nadie me llamó.', receipt: file, reply: file } })
  const id = idIn(page)
  await context.clearCookies()
  await signInByPassword(page, url, '41000250-7', { back: `/tramite/${id}/firmar` })
  await page.waitForURL(/\/firmar$/)
  await press(page, 'Firmar')
  await page.waitForURL(/\/firmado$/)
  assert.match(await page.locator('main').innerText(), /Tu solicitud está firmada[\s\S]*cerramos tu sesión/)
  assert.doesNotMatch(await page.locator('body').innerText(), /Pedro|ClaveÚnica/, 'nothing of him is on it')
  await clean(page)
  assert.equal((await page.request.get(`${url}/tramite/${id}/comprobante`)).status(), 404, 'nobody is signed in any more')
  const found = await house.cases.open(id, { role: 'system', channel: 'api', assurance: 0 })
  assert.ok(found.ok && found.value.case.outcomes.some((o) => o.type === 'signed'))
  // The link on it leads back to the case, by the door. That session is for everything, and stays.
  await page.getByRole('link', { name: 'Entrar para ver tu trámite' }).click()
  await page.fill('main [name=run]', '41000250-7')
  await page.fill('main [name=password]', 'testing')
  await press(page, 'Entrar')
  await page.waitForURL(`**/mis-tramites/${id}`)
  await page.goto(`${url}/entrar?volver=/tramite/${id}/firmar`)
  const token = async () => (await page.locator('main input[name=_token]').first().getAttribute('value'))!
  assert.match((await page.request.post(`${url}/tramite/${id}/firmar`, { form: { _token: await token() }, headers: { origin: url }, maxRedirects: 0 })).headers()['location']!, /comprobante$/)
  assert.equal((await page.request.get(`${url}/tramite/${id}/comprobante`)).status(), 200)
  // Who came by ClaveÚnica goes on to its own way out.
  await context.addCookies([{ name: 'por-claveunica', value: '1', url }])
  for (const [lang, words] of [['', 'Cerrar también en ClaveÚnica'], ['/en', 'Sign out of ClaveÚnica too']] as const) {
    const reply = await page.request.get(`${url}${lang}/tramite/${id}/firmado`)
    assert.equal(reply.headers()['refresh'], `4;url=${lang}/entrar/claveunica/cerrar`)
    assert.ok((await reply.text()).includes(words))
  }
  await page.goto(`${url}/tramite/${id}/firmado`)
  await page.screenshot({ path: '.cache/signed-out-390.png', fullPage: true })
  await page.waitForURL(/claveunica\/cerrar/)
  assert.match(await page.locator('main').innerText(), /ClaveÚnica/)
  await context.close()
})
test('one history over all channels, without what staff keep to themselves; «this was not me» undoes the contact; who looked stands there with the reason', async () => {
  const hand: Hand = { role: 'agent', by: 'marta', institution: 'ips', channel: 'counter', venue: 'oficina-017', assurance: 0 }
  const context = await visitor(browser, { width: 390 }), page = await context.newPage()
  await signIn(page, url, 'ana')
  await begin(page, url, 'bono-prueba')
  const id = idIn(page), journey = await house.cases.open(id, { role: 'system', channel: 'api', assurance: 0 })
  assert.ok(journey.ok)
  const visit = await house.cases.episodes.open({ key: 'visita de prueba', actor: hand, institution: 'ips', direction: 'in', post: 'meson-3', ticket: 'A042' })
  assert.ok(visit.ok)
  assert.ok((await house.cases.episodes.identify(visit.value.id, hand, { person: journey.value.case.person!, how: 'document' })).ok)
  assert.ok((await house.cases.attention.open(hand, { on: { call: visit.value.id }, reason: 'Pregunta por su bono' })).ok)
  assert.ok((await house.cases.episodes.note(visit.value.id, hand, 'Nota que nadie más ve')).ok)
  assert.ok((await house.cases.open(id, await house.cases.attention.viewer(hand))).ok)
  await page.goto(`${url}/mis-tramites`)
  await page.getByRole('link', { name: 'Tu historia en todos los canales' }).click()
  const text = await page.locator('main').innerText()
  assert.match(text, /Contacto \(oficina\)/)
  assert.match(text, /Empezó el trámite \(en línea\)/)
  assert.match(text, /Marta Lagos Pino[\s\S]*Pregunta por su bono/)
  assert.doesNotMatch(text, /Nota que nadie más ve/)
  await clean(page)
  await page.goto(`${url}/en/mi-historia`)
  await clean(page)
  await page.goto(`${url}/mi-historia`)
  await press(page, /^No fui yo/)
  assert.equal(await page.getByRole('button', { name: /^No fui yo/ }).count(), 0)
  assert.match(await page.locator('main').innerText(), /marcado «no fui yo»/)
  assert.equal((await house.cases.open(id, await house.cases.attention.viewer(hand))).ok, false, 'the hand sees nothing of her any more')
  await context.close()
})
