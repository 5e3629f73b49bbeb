import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { axe, overflows } from '../web/browser.ts'
import { office, type Office, press } from './post.ts'

let o: Office
test.before(async () => { o = await office() })
test.after(async () => { await o.close() })
const clean = async (page: Page, what: string): Promise<void> => { assert.deepEqual(await axe(page), [], what); assert.equal(await overflows(page), false, what) }
const system = { role: 'system', channel: 'api', assurance: 0 } as const
/** What is asked on this page, answered, read back and said yes to. */
async function answer(page: Page, choices: { readonly [fact: string]: string }): Promise<void> {
  for (let n = 0; n < 20; n++) {
    if (page.url().includes('/leer')) return
    const confirm = page.locator('button[value=confirm]')
    if (await confirm.count()) { await confirm.click(); await page.waitForLoadState('load'); continue }
    const fact = await page.locator('#pregunta input[name=p]').inputValue()
    await page.locator(`#pregunta input[name="${fact}"][value="${choices[fact]}"]`).check()
    await press(page, 'Leer de vuelta')
    await press(page, 'Dijo que sí')
  }
}

test('a visit without scripts: document, helper, note, one page, and nothing is sent before she confirms on her own screen', async () => {
  const marta = await o.at('marta@meson-3', { js: false })
  await press(marta, 'Atender la visita')
  await marta.getByText('Escribe el número de atención').waitFor()
  await marta.locator('input[name=ticket]').fill('a042')
  await press(marta, 'Atender la visita')
  const contact = marta.url(), episode = /contacto\/([0-9a-f-]{36})/.exec(contact)![1]!
  // The same ticket at another counter: who attends it is told.
  const juan = await o.at('juan@meson-4', { js: false })
  await juan.locator('input[name=ticket]').fill('A042')
  await press(juan, 'Atender la visita')
  await juan.getByText('Marta Lagos Pino ya tomó este contacto').waitFor()
  await press(marta, 'Es la persona')
  for (const text of ['Ese RUN no es válido', 'Mira la cédula']) await marta.getByText(text).first().waitFor()
  // A company's number names nobody who could stand there.
  await marta.locator('input[name=run]').fill('76.000.000-0')
  await marta.locator('input[name=seen]').check()
  await press(marta, 'Es la persona')
  await marta.getByText('Ese RUN no es válido').first().waitFor()
  await marta.locator('input[name=run]').fill('41.000.117-9')
  await marta.locator('input[name=seen]').check()
  await press(marta, 'Es la persona')
  await marta.getByText('Mostró su cédula').waitFor()

  const open = async (words: string): Promise<void> => { await marta.locator('summary', { hasText: words }).click() }
  await open('Anotar a quien acompaña')
  await marta.locator('input[name=names]').fill('Luisa Vera')
  await marta.locator('input[name=relation]').fill('hija')
  await press(marta, 'Anotar')
  await marta.getByText('Acompaña: Luisa Vera, hija').waitFor()
  await open('Agregar una nota interna')
  await marta.locator('textarea[name=text]').fill('Prefiere el mesón')
  await press(marta, 'Guardar la nota')
  await marta.getByText('Prefiere el mesón').first().waitFor()

  await marta.locator('select[name=service]').selectOption('bono-prueba')
  await press(marta, 'Empezar')
  const id = /\/t\/([0-9a-f-]{36})/.exec(marta.url())![1]!, at = `${contact}/t/${id}`
  assert.ok((await marta.content()).includes('cinco de marzo de mil novecientos sesenta'), 'with the card shown, what registers say is read out')
  await press(marta, 'Dijo que sí')
  // The rest on one page, as she tells it; a wrong half keeps what was typed.
  await marta.goto(`${at}/hoja`)
  for (const [fact, value] of Object.entries({ tenure: 'lent', income: 'low', heating: 'gas', other_benefit: 'no' })) await marta.locator(`#pregunta input[name="${fact}"][value="${value}"]`).check()
  await press(marta, 'Guardar y leer de vuelta')
  await marta.getByText('Todavía falta').waitFor()
  await marta.goto(at)
  await answer(marta, { pay_by: 'office' })
  await marta.goto(`${at}/leer`)
  assert.equal(await marta.locator('button[value=send]').count(), 0)
  // Whoever presses all the same is refused by the rule itself.
  const html = await marta.content(), token = /name="_token" value="([^"]+)"/.exec(html)![1]!, sum = /name="sum" value="([^"]+)"/.exec(html)![1]!
  const sent = await marta.request.post(`${at}/leer`, { form: { _token: token, sum, do: 'send' }, headers: { origin: o.url } })
  assert.equal(sent.status(), 409)
  assert.match(await sent.text(), /Falta que la persona confirme esto/)
  assert.equal((await o.journey(id)).case.status, 'journey')
  // Nor does a spoken yes count while there is a screen.
  await open('La pantalla no funciona')
  await marta.locator('details[open] button[value=yes]').click()
  await marta.getByText('Escribe qué le pasa a la pantalla').first().waitFor()

  // Her screen: asked, confirmed there, and then it can be sent.
  const screen = await o.page(), pair = await o.at('marta@meson-3')
  await screen.goto(`${o.url}/espejo`)
  await screen.locator('main button').first().click()
  await screen.locator('.vn-digits').waitFor()
  await pair.goto(`${o.url}/equipo/espejo`)
  await pair.locator('[name=digits]').fill((await screen.locator('.vn-digits').innerText()).trim())
  await pair.getByRole('button', { name: 'Conectar', exact: true }).click()
  await pair.getByText('Hay una pantalla conectada').first().waitFor()
  // Another browser is another sitting: it says again why, and nothing of hers is shown before.
  await pair.goto(at)
  await press(pair, 'Abrir la atención')
  await pair.goto(`${at}/hoja`)
  await clean(pair, 'sheet')
  await pair.goto(`${at}/leer`)
  assert.match(await pair.locator('main').innerText(), /Su pantalla está conectada/)
  await clean(pair, 'read at a counter')
  await pair.getByRole('button', { name: 'Pedir que confirme en su pantalla' }).click()
  await pair.getByText('Esperando que confirme').waitFor()
  await screen.getByRole('button', { name: /^Sí/ }).first().click({ timeout: 15_000 })
  // The agent's page turns by itself.
  await pair.locator('button[value=send]').waitFor({ timeout: 15_000 })
  await pair.locator('button[value=send]').click()
  await pair.waitForURL('**/comprobante')
  await clean(pair, 'receipt')
  const { case: file } = await o.journey(id), whole = file.readback!.said.find((s) => s.section === undefined)!
  assert.deepEqual([file.status, whole.how, whole.by], ['submitted', 'screen', undefined])
  const visit = await o.house.cases.episodes.get(episode, system)
  assert.ok(visit.ok)
  assert.deepEqual([visit.value.ticket, visit.value.beside, visit.value.how], ['A042', { names: 'Luisa Vera', relation: 'hija' }, 'document'])
  assert.deepEqual(o.faults, [])
})

test('English, a narrow screen and what a service says: the same pages, with their source', async () => {
  const carmen = await o.at('carmen@meson-3', { lang: 'en', width: 320 })
  await clean(carmen, 'inbox, narrow')
  await carmen.locator('input[name=ticket]').fill('B7')
  await press(carmen, 'Attend the visit')
  await clean(carmen, 'contact, narrow')
  await carmen.getByRole('link', { name: 'What the service says' }).first().click()
  await carmen.locator('select[name=servicio]').selectOption('bono-prueba')
  await press(carmen, 'Look')
  await carmen.getByText('Source: definition bono-prueba, version 1.0.0').waitFor()
  await clean(carmen, 'knowledge, narrow')
  await carmen.keyboard.press('?')
  await carmen.getByText('F7: hold').waitFor()
  assert.deepEqual(o.faults, [])
})
