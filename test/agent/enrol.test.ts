import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { axe, overflows } from '../web/browser.ts'
import { signInByPassword } from '../web/people.ts'
import { office, type Office, press } from './post.ts'

let o: Office
test.before(async () => { o = await office() })
test.after(async () => { await o.close() })
const clean = async (page: Page, what: string): Promise<void> => {
  if (process.env['SHOTS'] !== undefined) await page.screenshot({ path: `${process.env['SHOTS']}/${what.replaceAll(' ', '-')}.png`, fullPage: true })
  assert.deepEqual(await axe(page), [], what)
  assert.equal(await overflows(page), false, what)
}
/** Whom a card identified at counter 3; her contact's address. */
async function visit(at: Page, ticket: string, run: string): Promise<string> {
  await at.goto(`${o.url}/agente`)
  await at.locator('input[name=ticket]').fill(ticket)
  await press(at, 'Atender la visita')
  await at.locator('input[name=run]').fill(run)
  await at.locator('input[name=seen]').check()
  await press(at, 'Es la persona')
  await at.getByText('Mostró su cédula').waitFor()
  return at.url().split('?')[0]!
}
async function document(at: Page, year = '2031'): Promise<void> {
  for (const [name, value] of Object.entries({ names: 'Berta', surnames: 'Loyola Mena', number: '523.118.904', 'expires-day': '7', 'expires-month': '3', 'expires-year': year })) await at.locator(`.vn-post__work input[name="${name}"]`).fill(value)
  for (const box of await at.locator('input[name=checks]').all()) await box.check()
  await press(at, 'Pedir la segunda revisión')
}

test('somebody without an account: the document, a colleague’s second look, her telephone, a PIN on her own screen, a code of one use; both names stay', async () => {
  const marta = await o.at('marta@meson-3'), juan = await o.at('juan@meson-4'), contact = await visit(marta, 'E1', '41.000.777-0'), episode = contact.split('/').at(-1)!
  await marta.getByRole('link', { name: 'Crear su cuenta, PIN y activación' }).click()
  await press(marta, 'Pedir la segunda revisión')
  for (const text of ['Escribe los nombres', 'Escribe el número de documento', 'Escribe la fecha', 'Comprueba las dos cosas']) await marta.getByText(text).first().waitFor()
  await clean(marta, 'document')
  await document(marta)
  await marta.getByText('Falta la segunda revisión').waitFor()
  await clean(marta, 'waiting')
  // The colleague's inbox names the post and nobody else; what it opens is in her own record before it shows.
  await juan.goto(`${o.url}/agente`)
  assert.match(await juan.locator('main').innerText(), /Marta Lagos Pino, Mesón 3, oficina 017, E1/)
  assert.doesNotMatch(await juan.content(), /Loyola/)
  await juan.getByRole('link', { name: 'Revisar' }).first().click()
  await juan.getByText('Loyola Mena').waitFor()
  await clean(juan, 'second look')
  // Whoever looked first cannot open it, and neither can anybody without a post.
  const request = juan.url()
  assert.equal((await marta.request.get(request)).status(), 404)
  await press(juan, 'Confirmo que es la persona')
  // Her page turns by itself.
  await marta.getByText('Revisó también Juan').waitFor({ timeout: 15_000 })

  await marta.getByRole('link', { name: 'Sus teléfonos y correos' }).first().click()
  await marta.locator('input[name=value]').fill('no es un número')
  await press(marta, 'Agregar y enviar')
  await marta.getByText('Revisa el número').first().waitFor()
  await marta.locator('input[name=value]').fill('+56 9 5550 0177')
  await press(marta, 'Agregar y enviar')
  await marta.getByText('Enviamos seis dígitos a').waitFor()
  await clean(marta, 'contact points')
  const digits = /(\d{3}) (\d{3})/.exec((await o.messages()).replace(/<[^>]+>/g, ' ').replace(/\+56[\d ·]+/g, ' '))!
  await marta.locator('input[name=digits]').fill(`${digits[1]}${digits[2]}`)
  await press(marta, 'Confirmar')
  await marta.getByText('Confirmado y en uso').waitFor()

  await marta.getByRole('link', { name: 'Crear su cuenta, PIN y activación' }).click()
  await marta.getByText('No hay una pantalla conectada').waitFor()
  const screen = await o.page(), pair = await o.at('marta@meson-3')
  await screen.goto(`${o.url}/espejo`)
  await screen.locator('main button').first().click()
  await pair.goto(`${o.url}/equipo/espejo`)
  await pair.locator('[name=digits]').fill((await screen.locator('.vn-digits').innerText()).trim())
  await pair.getByRole('button', { name: 'Conectar', exact: true }).click()
  await pair.goto(contact)
  await press(pair, 'Abrir la atención')
  await pair.goto(`${contact}/inscribir`)
  await press(pair, 'Pedir el PIN en su pantalla')
  const pin = async (one: string, two: string): Promise<void> => { await screen.goto(`${o.url}/espejo`); await screen.locator('input[name=pin]').fill(one); await screen.locator('input[name=again]').fill(two); await press(screen, 'Guardar mi PIN') }
  await screen.goto(`${o.url}/espejo`)
  await clean(screen, 'pin on her screen')
  await pin('111111', '111111')
  await screen.getByText('Ese se adivina fácil').first().waitFor()
  await pin('740926', '740962')
  await screen.getByText('no son iguales').first().waitFor()
  await pin('740926', '740926')
  await screen.getByText('Tu PIN quedó guardado').waitFor()
  await pair.getByText('El PIN quedó fijado').waitFor({ timeout: 15_000 })
  assert.doesNotMatch(await pair.content(), /740926/)
  await clean(pair, 'account')
  await press(pair, 'Crear la cuenta y dar el código')
  const code = (await pair.locator('#activacion .vn-code').first().innerText()).trim()
  await clean(pair, 'activation')
  assert.match(await o.messages(), /elige tu contraseña/)

  // At home: the code sets her password, once.
  const hers = await o.page({ js: false })
  await hers.goto(`${o.url}/activar`)
  await hers.locator('main form input:not([type=hidden])').first().fill(code)
  const known = await o.house.cases.episodes.get(episode, { role: 'system', channel: 'api', assurance: 0 })
  assert.ok(known.ok)
  assert.deepEqual([known.value.proofing!.state, known.value.proofing!.by, known.value.proofing!.second, known.value.pin], ['enrolled', 'marta', { by: 'juan' }, 'set'])
  const looks = await o.house.cases.looksAt(known.value.person!)
  for (const [by, what] of [['juan', 'document'], ['marta', 'contact-points'], ['marta', 'account']]) assert.ok(looks.some((l) => l.by === by && l.what === what), `${by} ${what}`)
  assert.deepEqual(o.faults, [])
})

test('a card that ran out, and somebody who is not in the photo: told kindly, with the way to have it looked at again; six digits alone change no telephone', async () => {
  const marta = await o.at('marta@meson-3')
  let contact = await visit(marta, 'E2', '41.000.778-9')
  await marta.goto(`${contact}/inscribir`)
  await document(marta, '2019')
  await marta.getByText('Ese documento ya venció').first().waitFor()
  await marta.locator('input[name=why][value=expired]').check()
  await press(marta, 'No crear la cuenta')
  await marta.getByText('Con uno vigente puede volver').waitFor()
  await clean(marta, 'refused')
  // She is still who she says, and no more: her telephone cannot be changed with that.
  await marta.goto(contact)
  await press(marta, 'Abrir la atención')
  await marta.goto(`${contact}/contactos`)
  await marta.getByText('Aquí no se cambia').waitFor()
  contact = await visit(marta, 'E3', '41.000.779-7')
  await marta.goto(`${contact}/inscribir`)
  await document(marta)
  await marta.locator('summary', { hasText: 'Sin colega a mano' }).click()
  const photo = await marta.request.get(`${contact}/inscribir/foto`)
  assert.deepEqual([photo.status(), photo.headers()['cache-control']], [200, 'no-store'])
  await press(marta, 'No es la misma persona')
  await marta.getByText('No es una acusación').waitFor()
  assert.match(await marta.locator('main').innerText(), /cinco días hábiles.*Ley 19\.880/s)
  assert.equal((await marta.request.get(`${contact}/inscribir/foto`)).status(), 404)
})

test('an account locked by wrong passwords opens at the counter, with her card in view and no other way; she is told in her language and signs in', async () => {
  const run = '41000512-3', hers = await o.page({ js: false })
  await signInByPassword(hers, `${o.url}/en`, run, { back: '/en/mi-cuenta/contactos' })
  await hers.locator('input[name=language][value=en]').check()
  await press(hers, 'Save the language')
  const stranger = await o.page({ js: false })
  for (let i = 0; i < 11; i++) await signInByPassword(stranger, o.url, run, { password: `equivocada ${i}` })
  await stranger.getByText(/Espera|bloque/).first().waitFor()
  await signInByPassword(stranger, o.url, run)
  await stranger.getByText(/Espera|bloque/).first().waitFor()

  const marta = await o.at('marta@meson-3'), contact = await visit(marta, 'E9', '41.000.512-3')
  await marta.goto(`${contact}/inscribir`)
  await marta.getByText('Bloqueada', { exact: true }).waitFor()
  await clean(marta, 'locked')
  await press(marta, 'Desbloquear su cuenta')
  await marta.getByText('La cuenta quedó desbloqueada').waitFor()
  await marta.getByText('No está bloqueada').waitFor()
  await clean(marta, 'unlocked')
  await signInByPassword(stranger, o.url, run, { back: '/mi-historia' })
  assert.match(await stranger.locator('main').innerText(), /Se desbloqueó tu cuenta/)
  assert.match(await o.messages(), /at an office your document was checked and your account was unlocked/)
  // Nobody opens it from another post, with no card in view.
  const juan = await o.at('juan@meson-4'), token = await juan.locator('form input[name=_token]').first().inputValue()
  assert.equal((await juan.request.post(`${contact}/inscribir`, { form: { _token: token, do: 'unlock' } })).status(), 404)
})
