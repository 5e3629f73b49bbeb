import assert from 'node:assert/strict'
import test from 'node:test'
import { axe } from '../web/browser.ts'
import { type Hall, hall, main, press, system, value } from './hall.ts'

let h: Hall
test.before(async () => { h = await hall() })
test.after(async () => { await h?.close() })

test('story A3: Elena begins at machine 3, takes it along by QR, a photograph of the code is refused, she pays on her telephone, and the next visitor finds no trace', async () => {
  const kiosk = await h.machine(), phone = await h.phone(), thief = await h.phone()
  await h.welcome(kiosk)
  await h.service(kiosk, 'cert-prueba')
  // Who she is, on her own telephone: both screens show the same symbol, and neither RUN nor name is typed here.
  await press(kiosk, 'Mostrar el código QR')
  const identify = await h.code(kiosk), symbol = (await kiosk.locator('.vn-kiosk-sign').textContent())!
  await phone.goto(identify)
  assert.match(await main(phone), new RegExp(`el tótem 3 muestra el mismo símbolo: ${symbol}`))
  assert.deepEqual(await axe(phone), [])
  await h.follow(phone, identify, 'elena')
  assert.match(await main(phone), /Vuelve al tótem 3/)
  await kiosk.getByRole('button', { name: 'Empezar el trámite' }).click({ timeout: 8_000 })
  await kiosk.waitForURL(/\/p\//)
  assert.match(await main(kiosk), /Elena Vera/, 'what registers know is there for her yes')
  assert.doesNotMatch(decodeURIComponent(new URL(kiosk.url()).pathname), /Elena|41/)
  assert.deepEqual(await axe(kiosk), [])
  for (const key of ['1', 'Enter']) await kiosk.keyboard.press(key)
  await kiosk.waitForURL(/\/p\/use/)
  for (const key of ['2', 'Enter']) await kiosk.keyboard.press(key)
  await kiosk.waitForURL(/\/revisar/)
  const held = await kiosk.context().cookies(), was = kiosk.url()

  // The code moves it: hers first, a photograph of it five seconds later is refused.
  await press(kiosk, 'Mostrar el código QR')
  const move = await h.code(kiosk)
  await thief.goto(move)
  await h.follow(phone, move, 'elena')
  const id = /tramite\/([0-9a-f-]{36})/.exec(phone.url())![1]!
  await kiosk.waitForURL(h.at, { timeout: 6_000 })
  assert.match(await main(kiosk), /Toca tu idioma/)
  await press(thief, 'Seguir aquí')
  assert.match(await main(thief), /enlace/)
  assert.doesNotMatch(`${thief.url()} ${await main(thief)}`, /Elena|entrar/i)

  // Nothing of her is left: storage, back key, the old cookie, the next visitor.
  assert.deepEqual((await kiosk.context().cookies()).filter((c) => /^totem/.test(c.name) && c.value !== ''), [])
  await kiosk.goBack()
  await kiosk.waitForURL(h.at)
  await kiosk.context().addCookies(held)
  for (const path of [was, `${h.at}/comprobante`, `${h.at}/p/use`, `${h.at}/terminar`]) {
    const reply = await kiosk.goto(path)
    assert.equal(kiosk.url(), h.at, path)
    assert.doesNotMatch(await reply!.text(), /Elena|41\.?000/)
  }
  await h.welcome(kiosk)
  assert.doesNotMatch(await kiosk.content(), /Elena|41\.?000/)
  await kiosk.goto(`${h.at}/tramite`)
  assert.match(kiosk.url(), /\/servicios$/)

  // She ends it on her telephone: sends and pays.
  await phone.goto(`${h.url}/tramite/${id}/revisar`)
  await press(phone, 'Enviar solicitud')
  await phone.goto(`${h.url}/tramite/${id}/pagar`)
  await press(phone, /^Pagar/)
  const { case: file } = value(await h.house.cases.open(id, system))
  assert.ok(file.submittedAt !== undefined)
  assert.deepEqual([file.answers['use']?.value, file.answers['use']?.channel, file.answers['use']?.device?.startsWith('totem-3/')], ['study', 'kiosk', true], 'the answer says where it was given')
  assert.ok(value(await h.house.cases.timeline(id, system)).some((e) => e.type === 'paid'))

  // Her own history tells of the contact at the machine and how it ended.
  const said = (await h.timeline(file.person!)).filter((e) => e.channel === 'kiosk' || e.episode !== undefined).map((e) => e.type)
  for (const type of ['opened', 'identified', 'link-made', 'link-opened', 'started', 'answered', 'wiped', 'ended']) assert.ok(said.includes(type), `${type} is not in ${said.join(' ')}`)
  assert.deepEqual((await h.timeline(file.person!)).find((e) => e.type === 'wiped')?.data, { why: 'handed-off', fieldsHeld: 0 })
})
test('what she began on her telephone goes on at the machine, where only hers is offered', async () => {
  const kiosk = await h.machine(), phone = await h.phone()
  await phone.goto(`${h.url}/demo?volver=%2Fmis-tramites#people`)
  await phone.locator('main button[value="ana"]').first().click()
  await phone.waitForLoadState('load')
  await phone.goto(`${h.url}/empezar/cert-prueba`)
  await phone.locator('main form button').first().click()
  await phone.waitForLoadState('load')
  const id = /tramite\/([0-9a-f-]{36})/.exec(phone.url())![1]!
  await h.welcome(kiosk)
  await kiosk.goto(`${h.at}/seguir`)
  await press(kiosk, 'Mostrar el código QR')
  await h.follow(phone, await h.code(kiosk), 'ana')
  await kiosk.locator('button[name=code]').waitFor({ timeout: 8_000 })
  assert.equal(await kiosk.locator('button[name=code]').count(), 1)
  await kiosk.keyboard.press('1')
  await kiosk.waitForURL(/\/p\//)
  assert.match(await main(kiosk), /Ana Rojas/)
  await kiosk.goto(`${h.at}/terminar`)
  assert.match(await main(kiosk), /queda guardado/)
  await kiosk.keyboard.press('1')
  await kiosk.waitForURL(h.at)
  assert.equal(value(await h.house.cases.open(id, system)).case.status, 'journey', 'hers is kept')
})
test('all of it at the machine: sent there, the receipt on paper without her name, and the end', async () => {
  const kiosk = await h.machine(), phone = await h.phone()
  await h.welcome(kiosk, 'en')
  await h.service(kiosk, 'certificado-antecedentes')
  await press(kiosk, 'Show the QR code')
  await h.follow(phone, (await h.code(kiosk)).replace('/en/', '/'), 'elena')
  // Without waiting for the screen to notice by itself.
  await kiosk.getByRole('link', { name: 'I have signed in on my phone' }).click().catch(() => {})
  await press(kiosk, 'Begin')
  for (let turn = 0; turn < 12 && !/revisar|comprobante/.test(kiosk.url()); turn++) {
    const first = kiosk.locator('main input[type=radio]').first()
    if ((await first.count()) > 0) { await kiosk.keyboard.press('1'); await press(kiosk, 'Continue') } else await press(kiosk, /I prefer not|Answer later/)
  }
  assert.match(kiosk.url(), /\/en\/totem\/3\/revisar/)
  assert.deepEqual(await axe(kiosk), [])
  await press(kiosk, /^Send/)
  assert.match(kiosk.url(), /comprobante/)
  assert.deepEqual(await axe(kiosk), [])
  await kiosk.evaluate(() => { window.print = () => {} })
  await press(kiosk, 'Print on paper')
  const slip = await kiosk.locator('.vn-slip').innerText()
  assert.match(slip, /[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}/)
  assert.doesNotMatch(slip, /Elena|41\.?000/)
  await press(kiosk, 'End and erase')
  assert.equal(kiosk.url(), h.at)
})
