import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { begin, signIn } from '../web/people.ts'
import { walk } from '../web/walker.ts'
import { follow, idIn, main, press, type Stage, stage } from './stage.ts'

let s: Stage, url = ''
// A passkey needs a name, not an address.
test.before(async () => { s = await stage(); url = s.url.replace('127.0.0.1', 'localhost') })
test.after(async () => { await s.close() })
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'), file = (name: string) => ({ file: { name, mimeType: 'application/pdf', buffer: pdf } })
const answers = { names: 'Berta Loyola Mena', mine: 'yes', matter: 'wait', happened_on: { day: '10', month: '11', year: '2026' }, what_happened: 'Esperé tres horas con mi número y nadie me llamó.', receipt: file('a.pdf'), reply: file('b.pdf') }
const run = '41.000.777-0', password = 'cordillera de noviembre'

/** Marta sees her card at the counter, Juan looks too; her telephone is confirmed, and she goes home with a code of one use. */
async function enrolled(marta: Page, juan: Page): Promise<string> {
  await marta.locator('input[name=ticket]').fill('E7')
  await press(marta, 'Atender la visita')
  await marta.locator('input[name=run]').fill(run)
  await marta.locator('input[name=seen]').check()
  await press(marta, 'Es la persona')
  const contact = marta.url().split('?')[0]!
  await marta.goto(`${contact}/inscribir`)
  for (const [name, value] of Object.entries({ names: 'Berta', surnames: 'Loyola Mena', number: '523.118.904', 'expires-day': '7', 'expires-month': '3', 'expires-year': '2031' })) await marta.locator(`.vn-post__work input[name="${name}"]`).fill(value)
  for (const box of await marta.locator('input[name=checks]').all()) await box.check()
  await press(marta, 'Pedir la segunda revisión')
  await juan.goto(`${s.url}/agente`)
  await follow(juan, 'Revisar')
  await press(juan, 'Confirmo que es la persona')
  await marta.goto(`${contact}/contactos`)
  await marta.locator('input[name=value]').fill('+56 9 5550 0177')
  await press(marta, 'Agregar y enviar')
  const sent = /(\d{3}) (\d{3})/.exec((await s.board()).replace(/<[^>]+>/g, ' ').replace(/\+56[\d ·]+/g, ' '))!
  await marta.locator('input[name=digits]').fill(`${sent[1]}${sent[2]}`)
  await press(marta, 'Confirmar')
  await marta.goto(`${contact}/inscribir`)
  await press(marta, 'Crear la cuenta y dar el código')
  return (await marta.locator('#activacion .vn-code').first().innerText()).trim()
}

test('a person enrolled at a counter signs in on the web with a passkey, is known on a call by her own telephone, lets her daughter act for one service, takes it back, and sees all of it', async () => {
  const [marta, juan, luis, berta, ana] = await Promise.all([s.staff('marta@meson-3', 1280), s.staff('juan@meson-4', 1280), s.staff('luis@telefono-1', 1280), s.someone(390), s.someone(1280)])
  const daughters = signIn(ana, s.url, 'ana', { back: '/mi-cuenta/mandatos' })
  const code = await enrolled(marta, juan)

  // At home: the code sets her password once, and her telephone becomes her key.
  await berta.goto(`${url}/activar`)
  await berta.locator('[name=run]').fill(run)
  await berta.locator('[name=code]').fill(code)
  for (const field of await berta.locator('main input[type=password]').all()) await field.fill(password)
  await berta.locator('main form button').first().click()
  await berta.waitForLoadState('load')
  const keys = await berta.context().newCDPSession(berta)
  await keys.send('WebAuthn.enable')
  await keys.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
  await berta.goto(`${url}/mi-cuenta/llaves`)
  if (berta.url().includes('/entrar')) { await berta.locator('[name=run]').fill(run); await berta.locator('[name=password]').fill(password); await berta.locator('main form button').first().click(); await berta.waitForLoadState('load') }
  await berta.getByRole('button', { name: 'Agregar una llave de este equipo' }).click()
  await berta.waitForURL(/hecho=1/)
  await berta.goto(`${url}/salir`)
  await press(berta, 'Salir')
  await berta.goto(`${url}/entrar/llave?volver=${encodeURIComponent('/mi-cuenta')}`)
  await berta.getByRole('button', { name: 'Usar mi llave de acceso' }).click()
  await berta.waitForURL(/\/mi-cuenta$/)

  // She calls. Luis knows only what she says; her own telephone says the rest, and nothing secret passes through him.
  await press(luis, 'Anotar la llamada')
  await luis.locator('summary', { hasText: 'Solo dice quién es' }).click()
  await luis.locator('#claimed-run').fill(run)
  await press(luis, 'Anotar lo que dice')
  await press(luis, 'Pedir confirmación en su teléfono')
  const number = await luis.locator('#confirmacion .vn-code').innerText(), call = idIn(luis)
  assert.match(await s.board(), new RegExp(`${number}[^]*?/aprobar/`), 'the way to answer went to her telephone')
  await berta.goto(`${url}/mi-cuenta/aprobaciones`)
  assert.match(await main(berta), new RegExp(number))
  await press(berta, 'Sí, soy yo')
  await luis.getByText('T3, identidad comprobada').waitFor()
  const known = await s.house.cases.episodes.get(call, { role: 'system', channel: 'api', assurance: 0 })
  assert.ok(known.ok)
  assert.deepEqual([known.value.level, known.value.how], [3, 'step-up'])
  await luis.getByText('Historia en todos').first().waitFor()

  // Her daughter may complain in her name, and nothing else.
  await berta.goto(`${url}/mi-cuenta/mandatos/dar`)
  await berta.getByLabel('RUN de la persona').fill('41.000.498-4')
  await berta.getByLabel('Reclamo con antecedentes (prueba)').check()
  await press(berta, 'Continuar')
  await press(berta, 'Dar este mandato')
  await daughters
  await ana.reload()
  await press(ana, 'Aceptar')
  await press(ana, 'Actuar por')
  await begin(ana, s.url, 'bono-prueba')
  assert.match(await main(ana), /Tu mandato no alcanza para esto/)
  await begin(ana, s.url, 'recl-prueba')
  const id = idIn(ana)
  assert.equal((await walk(ana, { answers })).end, 'sent')
  assert.equal((await s.journey(id)).case.person, known.value.person, 'the matter is her mother’s')
  assert.match(await main(ana), /Lo envió Ana Rojas Fuentes por Berta Loyola Mena/)
  assert.equal((await ana.goto(`${s.url}/mis-tramites/${id}`))!.status(), 200)

  // Taken back: the very next request is nobody's.
  await berta.goto(`${url}/mi-cuenta/mandatos`)
  await press(berta, 'Quitar el mandato')
  for (const path of [`/mis-tramites/${id}`, `/tramite/${id}`]) assert.equal((await ana.goto(s.url + path))!.status(), 404, path)

  // All of it stands in her timeline, and who used her data.
  await berta.goto(`${url}/mi-historia`)
  const history = await main(berta)
  for (const told of [/Confirmado en tu teléfono/, /Se aceptó un mandato/, /Se quitó un mandato/, /Ana Rojas Fuentes/, /llave de acceso/i]) assert.match(history, told)
  const uses = history.slice(history.indexOf('Quién miró tus datos'))
  for (const who of ['Marta Lagos Pino', 'Juan Paillán Reyes', 'Luis']) assert.ok(uses.includes(who), `${who}: ${uses}`)
  await berta.getByRole('link', { name: 'Todo lo que se usó de tus datos' }).click()
  const all = await main(berta)
  for (const told of [/Marta Lagos Pino, Instituto de Previsión Social/, /Juan Paillán Reyes/, /Luis Contreras Vega/, /Abrió una atención contigo/, /Vio los datos de tu cédula/]) assert.match(all, told)
  assert.doesNotMatch(all, /41\.?000/)
})
