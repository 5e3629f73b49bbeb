import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { axe, overflows } from '../web/browser.ts'
import { signIn } from '../web/people.ts'
import { office, type Office, press } from './post.ts'

let o: Office
test.before(async () => { o = await office() })
test.after(async () => { assert.deepEqual(o.faults, []); await o.close() })
const clean = async (page: Page, what: string): Promise<void> => { if (process.env['SHOTS'] !== undefined) await page.screenshot({ path: `${process.env['SHOTS']}/${what.replaceAll(' ', '-')}.png`, fullPage: true }); assert.deepEqual(await axe(page), [], what); assert.equal(await overflows(page), false, what) }
const runs = { rosa: '41.000.117-9', pedro: '41.000.250-7' } as const
/** Marta attends a visit at her counter and saw the card of this person. */
async function visit(marta: Page, who: keyof typeof runs, ticket: string): Promise<string> {
  await marta.goto(`${o.url}/agente`)
  await marta.locator('input[name=ticket]').fill(ticket)
  await press(marta, 'Atender la visita')
  await marta.locator('input[name=run]').first().fill(runs[who])
  await marta.locator('input[name=seen]').check()
  await press(marta, 'Es la persona')
  return /contacto\/([0-9a-f-]{36})/.exec(marta.url())![1]!
}
const over = async (marta: Page, episode: string): Promise<void> => { const done = await o.house.cases.episodes.end(episode, { role: 'system', channel: 'counter', assurance: 0 }, 'resolved'); assert.ok(done.ok); await marta.goto(`${o.url}/agente`) }

test('a mandate with its paper, given at the counter for one service; whoever holds it acts within it in a contact, and not a step beyond; once it is ended the next page knows', async () => {
  const marta = await o.at('marta@meson-3', { width: 1280 }), first = await visit(marta, 'rosa', 'A101')
  await marta.getByRole('link', { name: 'Actúa por otra persona' }).click()
  await clean(marta, 'mandates')
  // Nothing is taken without its paper; her own signature needs her own telephone.
  await marta.locator('input[name=run]').fill(runs.pedro)
  await marta.locator('select[name=service]').selectOption('recl-prueba')
  for (const [part, n] of [['day', '30'], ['month', '06'], ['year', '2027']] as const) await marta.locator(`input[name=until-${part}]`).fill(n)
  await press(marta, 'Registrar el mandato')
  await marta.getByText('Primero pide que confirme en su propio teléfono').first().waitFor()
  await marta.locator('select[name=paper]').selectOption('notary')
  await press(marta, 'Registrar el mandato')
  await marta.getByText('Escribe el número del documento').first().waitFor()
  await clean(marta, 'problem')
  await marta.locator('input[name=reference]').fill('Notaría 3, 12.345')
  await marta.locator('input[type=file]').setInputFiles({ name: 'poder.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') })
  await marta.locator('input[name=there]').check()
  await press(marta, 'Registrar el mandato')
  await marta.getByText('El mandato quedó vigente').waitFor()
  // Its paper: for whoever took it; a colleague who has its address finds nothing.
  const paper = (await marta.getByRole('link', { name: 'Descargar el documento' }).getAttribute('href'))!, juan = await o.at('juan@meson-4')
  assert.deepEqual([(await marta.request.get(`${o.url}${paper}`)).status(), (await juan.request.get(`${o.url}${paper}`)).status()], [200, 404])
  await clean(marta, 'given')
  await marta.goto(`${o.url}/agente/contacto/${first}/saber?servicio=recl-prueba`)
  assert.match(await marta.locator('main').innerText(), /Con mandato\s+Sí, otra persona puede actuar[\s\S]*Si permite «enviar»/)
  await clean(marta, 'levels')
  await over(marta, first)

  const second = await visit(marta, 'pedro', 'A102')
  await marta.getByRole('link', { name: 'Actúa por otra persona' }).click()
  await press(marta, 'Actuar por')
  await marta.getByText('dentro de su mandato').waitFor()
  await marta.goto(`${o.url}/agente/contacto/${second}/saber`)
  const cells = async (step: string): Promise<string> => marta.locator('#niveles tr', { hasText: step }).locator('td').last().innerText()
  assert.match(await cells('Enviar'), /Sí/)
  assert.match(await cells('Pagar y firmar'), /su mandato no lo permite/)
  await clean(marta, 'levels by mandate')
  await marta.goto(`${o.url}/agente/contacto/${second}`)
  await clean(marta, 'acting')
  await marta.locator('select[name=service]').selectOption('bono-prueba')
  await press(marta, 'Empezar')
  assert.doesNotMatch(marta.url(), /\/t\//, 'not a service beyond the mandate')
  await marta.goto(`${o.url}/agente/contacto/${second}`)
  await marta.locator('select[name=service]').selectOption('recl-prueba')
  await press(marta, 'Empezar')
  assert.match(marta.url(), /\/t\/[0-9a-f-]{36}/, await marta.locator('main').innerText())
  const id = /\/t\/([0-9a-f-]{36})/.exec(marta.url())![1]!, hers = await o.page({ width: 390 })
  await signIn(hers, o.url, 'rosa', { back: '/mi-historia' })
  assert.match(await hers.locator('main').innerText(), /La atiende su representante/, 'who looked, and for whom')
  await hers.goto(`${o.url}/mis-tramites`)
  assert.match(await hers.locator('main').innerText(), new RegExp((await o.journey(id)).case.code), 'the matter is hers')

  // Ended by whoever gave it, anywhere: the very next page here is without it.
  await hers.goto(`${o.url}/mi-cuenta/mandatos`)
  await endMandate(hers)
  // Her page turns by itself, or at the next step: the case is not to be had any more.
  const next = await marta.request.get(`${o.url}/agente/contacto/${second}/t/${id}`)
  assert.ok(next.status() === 404 || !new URL(next.url()).pathname.includes('/t/'), `${next.status()} ${next.url()}`)
  await marta.getByText('El mandato terminó').first().waitFor()
  await clean(marta, 'over')
  await press(marta, 'Seguir por sí misma')
  await marta.getByText('El mandato terminó').waitFor({ state: 'detached' })
})
/** On her own page, as she would. */
async function endMandate(hers: Page): Promise<void> {
  await press(hers, 'Quitar el mandato')
}
