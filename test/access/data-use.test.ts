import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type House, startHouse } from '#app/main.ts'
import type { Hand } from '#cases'
import { readConfig } from '#platform/config'
import { testServices } from '../web/app.ts'
import { axe, launch, overflows } from '../web/browser.ts'
import { begin, signIn } from '../web/people.ts'
import { watchReads } from './watch.ts'

// Rosa begins an application; Marta attends her; an institution's system reads it; somebody of her surname looks at her. She sees all of it, asks about one, and it is explained.
const watch = watchReads(), homes: { readonly who: string; readonly home: Buffer }[] = [], contexts: BrowserContext[] = [], shots = process.env['VENTANILLA_SHOTS']
let house: House, browser: Browser, folder: string, url: string, rosa: Page, carmen: Page
const system = { role: 'system', channel: 'api', assurance: 0 } as const
test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ventanilla-uses-'))
  ;[house, browser] = await Promise.all([startHouse(readConfig({ PORT: '0', VENTANILLA_DATA: folder, ...testServices }), { root: process.cwd(), demo: true, dev: false, work: false, serve: true, tap(s) { watch.tap(s); if (s.text.startsWith('insert into data_use.homes')) homes.push({ who: String(s.values[0]), home: s.values[1] as Buffer }) } }), launch()])
  url = house.address!
})
test.after(async () => { for (const c of contexts) await c.close(); await browser.close(); await house.stop(); rmSync(folder, { recursive: true, force: true }); watch.close() })
const open = async (width = 390): Promise<Page> => { const c = await browser.newContext({ viewport: { width, height: 900 }, locale: 'es-CL', reducedMotion: 'reduce' }); contexts.push(c); return c.newPage() }
const at = async (who: string, path: string, width?: number): Promise<Page> => { const p = await open(width); await p.goto(`${url}/equipo/entrar?volver=${path}`); await p.locator(`button[value="${who}"]`).click(); await p.waitForURL(`**${path}`); return p }
const clean = async (page: Page, what: string): Promise<void> => { assert.deepEqual(await axe(page), [], what); assert.equal(await overflows(page), false, what); if (shots !== undefined) { mkdirSync(shots, { recursive: true }); await page.screenshot({ path: join(shots, `${what}.png`), fullPage: true }) } }
const main = (page: Page): Promise<string> => page.locator('main').innerText()
type Usage = { readonly usage: readonly { readonly logtime: string; readonly action: string; readonly receiver: string; readonly reason?: string; readonly case?: string }[]; readonly limit: number }

test('she sees who, when, why, which data and under which case; nobody else does; a program of hers gets it in the shape of findUsage', async () => {
  rosa = await open()
  await signIn(rosa, url, 'rosa')
  await begin(rosa, url, 'bono-prueba')
  const id = /tramite\/([0-9a-f-]{36})/.exec(rosa.url())![1]!, found = await house.cases.open(id, system)
  assert.ok(found.ok)
  const person = found.value.case.person!, marta: Hand = { role: 'agent', by: 'marta', institution: 'ips', channel: 'counter', venue: 'oficina-017', assurance: 0 }
  const contact = await house.cases.episodes.open({ key: 'B2', actor: marta, institution: 'ips', direction: 'in', post: 'meson-3', ticket: 'B2' })
  assert.ok(contact.ok && (await house.cases.episodes.identify(contact.value.id, marta, { person, how: 'document' })).ok)
  assert.ok((await house.cases.attention.open(marta, { on: { ticket: contact.value.id }, person, reason: 'no entiende una carta' })).ok)
  assert.ok((await house.cases.open(id, await house.cases.attention.viewer(marta))).ok)
  // A system of an institution, on a basis of its own.
  const token = /(vc_[A-Za-z0-9_-]{43})/.exec(await (await fetch(`${url}/demo`)).text())![1]!, acting = { authorization: `Bearer ${token}`, 'ventanilla-person': '41000117-9', 'ventanilla-basis': 'convenio 12/2026' }
  assert.equal((await fetch(`${url}/api/v1/cases`, { headers: acting })).status, 200)
  assert.equal((await fetch(`${url}/api/v1/journeys/${id}`, { headers: acting })).status, 200)

  await rosa.goto(`${url}/mi-historia`)
  await rosa.getByRole('link', { name: 'Todo lo que se usó de tus datos' }).click()
  const text = await main(rosa)
  for (const said of ['Marta Lagos Pino, Instituto de Previsión Social', 'Abrió un trámite tuyo', 'no entiende una carta', 'Abrió una atención contigo', 'Servicio de Registro Civil', 'Vio la lista de tus trámites', 'convenio 12/2026', 'Consultó «']) assert.ok(text.includes(said), `${said}\n${text}`)
  assert.doesNotMatch(text, /41\.?000/)
  await clean(rosa, 'uses-390')
  await rosa.setViewportSize({ width: 1280, height: 900 })
  await clean(rosa, 'uses-1280')
  await rosa.getByLabel('Mostrar').selectOption('system')
  await rosa.getByRole('button', { name: 'Filtrar' }).click()
  assert.match(rosa.url(), /quien=system/)
  assert.ok(!(await main(rosa)).includes('Marta Lagos'))

  const cookie = (await rosa.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; '), ask = async (query: string, headers = { cookie }) => fetch(`${url}/api/usage${query}`, { headers })
  const { usage, limit } = await (await ask('')).json() as Usage
  assert.equal(limit, 100)
  for (const u of usage) assert.deepEqual([typeof u.logtime, typeof u.action, typeof u.receiver], ['string', 'string', 'string'])
  assert.deepEqual(usage.map((u) => u.logtime), usage.map((u) => u.logtime).sort().reverse(), 'newest first')
  assert.ok(usage.some((u) => u.receiver === 'Instituto de Previsión Social' && u.reason === 'no entiende una carta' && u.case === id))
  const second = await (await ask('?offset=1&limit=2')).json() as Usage
  assert.deepEqual(second.usage, usage.slice(1, 3))
  assert.equal((await ask('?limit=no')).status, 400)
  assert.equal((await ask('', { cookie: '' })).status, 401)
  const ana = await open()
  await signIn(ana, url, 'ana')
  await ana.goto(`${url}/mi-cuenta/quien-vio`)
  assert.match(await main(ana), /Nadie ha usado tus datos/)
})

test('she does not recognise one; the supervisor sees who looked and not at whom until it is opened, asks, reads the explanation and closes; all of it stands in her record', async () => {
  await rosa.goto(`${url}/mi-cuenta/quien-vio?quien=staff`)
  await rosa.getByRole('button', { name: /^No lo reconozco/ }).first().click()
  await rosa.waitForLoadState('load')
  assert.match(await main(rosa), /Avisaste que no lo reconoces/)
  // The rules run too: nothing else of that day is strange, and made anew the same stands there.
  carmen = await at('carmen@telefono-2', '/equipo/miradas', 1280)
  const list = await main(carmen)
  assert.match(list, /Marta Lagos Pino/)
  assert.match(list, /La persona no reconoce esta mirada/)
  assert.doesNotMatch(list, /Rosa|Núñez/)
  await clean(carmen, 'looks-1280')
  await carmen.getByRole('link', { name: 'Marta Lagos Pino' }).click()
  assert.match(await main(carmen), /Rosa Núñez Paredes/)
  await carmen.getByRole('button', { name: 'Pedir explicación' }).click()
  assert.match(await main(carmen), /Escribe el mensaje/)
  await clean(carmen, 'look-problem-1280')
  await carmen.getByLabel('Tu mensaje').fill('¿Por qué abriste este trámite?')
  await carmen.getByRole('button', { name: 'Pedir explicación' }).click()
  await carmen.waitForLoadState('load')
  assert.match(await main(carmen), /Explicación pedida/)
  const path = new URL(carmen.url()).pathname
  const marta = await at('marta@meson-3', '/equipo/explicaciones')
  assert.match(await main(marta), /¿Por qué abriste este trámite\?/)
  assert.doesNotMatch(await main(marta), /Rosa/)
  await clean(marta, 'asked-390')
  await marta.getByLabel('Tu mensaje').fill('Vino al mesón con una carta.')
  await marta.getByRole('button', { name: 'Enviar la explicación' }).click()
  await marta.waitForLoadState('load')
  assert.match(await main(marta), /No te han pedido nada/)
  // Whoever looked does not judge it, nor does anybody of another institution or without the desk; the auditor sees and changes nothing.
  for (const [who, status] of [['juan@telefono-2', 403], ['ines@administracion-ips', 403], ['marta@meson-3', 403], ['teresa@auditoria', 200]] as const) {
    const p = await open()
    await p.goto(`${url}/equipo/entrar`)
    await p.locator(`button[value="${who}"]`).click()
    assert.equal((await p.goto(`${url}${path}`))!.status(), status, who)
    if (who.startsWith('teresa')) assert.equal(await p.getByRole('button', { name: 'Cerrar con este motivo' }).count(), 0)
  }
  await carmen.reload()
  assert.match(await main(carmen), /Vino al mesón con una carta/)
  await carmen.getByLabel('Tu mensaje').fill('La atención está registrada en el mesón.')
  await carmen.getByRole('button', { name: 'Cerrar con este motivo' }).click()
  await carmen.waitForLoadState('load')
  assert.match(await main(carmen), /Cerrada/)
  await rosa.goto(`${url}/mi-cuenta/quien-vio?quien=staff`)
  const text = await main(rosa)
  assert.match(text, /Carmen Ríos Alarcón[\s\S]*Revisó quién te había mirado/)
})

test('an application written for ClaveÚnica gets her RUN and name: whose, and when, stands with her once for each sign-in', async () => {
  const form = { client_id: 'demo-claveunica', redirect_uri: 'http://127.0.0.1:4599/institucion-demo/callback', state: 's'.repeat(40) }, asks = `${url}/openid/authorize?${new URLSearchParams({ ...form, response_type: 'code', scope: 'openid run name' })}`
  const shown = await fetch(asks), cookie = shown.headers.getSetCookie().map((c) => c.split(';')[0]).join('; '), token = /name="_token" value="([^"]+)"/.exec(await shown.text())![1]!
  const done = await fetch(`${url}/openid/entrar`, { method: 'POST', redirect: 'manual', headers: { cookie, origin: url }, body: new URLSearchParams({ ...form, _token: token, run: '41.000.117-9', password: 'testing' }) }), code = new URL(done.headers.get('location')!).searchParams.get('code')!
  const post = async (path: string, body: object, headers = {}) => (await fetch(`${url}/openid/${path}`, { method: 'POST', headers, body: new URLSearchParams({ ...body }) })).json() as Promise<{ readonly [k: string]: unknown }>
  const { access_token } = await post('token', { ...form, client_secret: 'demo-claveunica-secret', grant_type: 'authorization_code', code })
  for (let turn = 0; turn < 2; turn++) assert.deepEqual((await post('userinfo', {}, { authorization: `Bearer ${String(access_token)}` }))['RolUnico'], { numero: 41000117, DV: '9', tipo: 'RUN' })
  await rosa.goto(`${url}/mi-cuenta/quien-vio?quien=system`)
  assert.equal((await main(rosa)).match(/Secretaría de Gobierno Digital[^\n]*\n+Recibió datos tuyos[\s\S]*?Datos: RUN, nombre/g)?.length, 1, await main(rosa))
})

test('who looks at their own record is found by the job, which says in hers that it compared; where she lives was kept as a digest; no chore reads anybody in silence', async () => {
  // Marta writes her own RUN at her counter: a visit like any other.
  const marta = await at('marta@meson-3', '/agente', 1280)
  await marta.locator('input[name=ticket]').fill('B9')
  await marta.getByRole('button', { name: 'Atender la visita' }).click()
  await marta.locator('input[name=run]').fill('41.000.908-0')
  await marta.locator('input[name=seen]').check()
  await marta.getByRole('button', { name: 'Es la persona' }).click()
  await marta.waitForLoadState('load')
  for (const chore of Object.values(house.chores)) await chore()
  await carmen.goto(`${url}/equipo/miradas`)
  assert.match(await main(carmen), /Miró su propio registro/)
  assert.doesNotMatch(await main(carmen), /41\.?000/)
  await rosa.setViewportSize({ width: 390, height: 900 })
  await rosa.goto(`${url}/mi-cuenta/quien-vio?quien=job`)
  assert.match(await main(rosa), /Ventanilla[\s\S]*Comparó tu apellido y dirección con los de quien te miró/)
  // There is nobody to explain what runs by itself.
  assert.equal(await rosa.getByRole('button', { name: /^No lo reconozco/ }).count(), 0)
  await clean(rosa, 'uses-job-390')
  await rosa.goto(`${url}/mi-cuenta/quien-vio?quien=system`)
  await clean(rosa, 'uses-system-390')
  // A register said where Rosa lives, for her own application: enough to compare, and nothing to read.
  assert.ok(homes.length > 0 && homes.every((h) => h.home.length === 32))
  assert.ok(watch.readsBy.job > 0 && watch.readsBy.staff > 0 && watch.readsBy.client > 0, JSON.stringify(watch.readsBy))
})
