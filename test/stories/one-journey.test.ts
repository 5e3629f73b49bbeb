import assert from 'node:assert/strict'
import test from 'node:test'
import { keyed } from '../ivr/line.ts'
import { dial } from '../ivr/phone.ts'
import { begin, signIn } from '../web/people.ts'
import { walk } from '../web/walker.ts'
import { follow, idIn, main, press, type Stage, stage } from './stage.ts'

let s: Stage
test.before(async () => { s = await stage() })
test.after(() => s?.close())

test('story ONE: begun on the web, continued by a real call into the automatic line, taken over by an agent, moved to a kiosk, sent from a telephone’s browser: one case, one timeline', async () => {
  // The web.
  const rosa = await s.someone(390)
  await signIn(rosa, s.url, 'rosa')
  await begin(rosa, s.url, 'bono-prueba')
  const id = idIn(rosa)
  await walk(rosa, { answers: { tenure: 'rented' } }).catch(() => {})
  const { case: { code, person } } = await s.journey(id)

  // A real call: Spanish, go on, the code, six digits, one answer by keys, and a person, please.
  const phone = await dial(s.sip)
  const juan = await s.someone(1440)
  try {
    phone.invite()
    await phone.answered()
    for (const keys of ['1', '1', keyed(code), '#']) { await phone.begins(); await phone.keys(keys) }
    await phone.begins()
    await phone.keys(`${await s.digits()}#`)
    await phone.begins()
    await phone.keys('1')
    await s.soon(async () => (await s.journey(id)).case.answers['income'], 'the answer by keys')
    await phone.begins()
    await phone.keys('0')

    // An agent takes the waiting call, with the journey and her level at once, and asks the next question.
    await s.staff('juan@telefono-2', 1440, juan)
    await juan.getByRole('button', { name: /^Atender/ }).first().waitFor({ timeout: 20_000 })
    await press(juan, /^Atender/)
    await press(juan, 'Abrir la atención')
    await press(juan, /^Seguir/)
    await juan.waitForURL(new RegExp(`/t/${id}`))
    assert.match(await main(juan), /Pregunta 5 de 7/)
    await juan.keyboard.press('2')
    await Promise.all([juan.waitForNavigation(), juan.keyboard.press('Enter')])
    await Promise.all([juan.waitForNavigation(), juan.keyboard.press('Enter')])
  } finally { await phone.hangUp() }
  assert.deepEqual([(await s.journey(id)).case.answers['heating']?.value, (await s.journey(id)).case.answers['heating']?.by], ['gas', 'juan'])

  // The kiosk: her code, and six digits to her own telephone; one answer more there.
  const kiosk = await s.someone(1080)
  await kiosk.setViewportSize({ width: 1080, height: 1920 })
  await kiosk.goto(`${s.url}/totem/3`)
  await press(kiosk, 'Español')
  await press(kiosk, 'Continuar')
  await follow(kiosk, 'Seguir un trámite que ya empecé')
  await press(kiosk, 'Mostrar el código QR')
  await rosa.goto((await kiosk.locator('[data-address]').textContent())!)
  await press(rosa, 'Seguir aquí')
  await kiosk.waitForURL(/\/seguir$/, { timeout: 10_000 })
  await kiosk.getByRole('button', { name: /^Bono/ }).click({ timeout: 10_000 })
  await kiosk.waitForURL(/\/p\/other_benefit/)
  for (const key of ['2', 'Enter']) await kiosk.keyboard.press(key)
  await kiosk.waitForURL(/\/p\/pay_by/)

  // By the code on the machine to her own telephone, which ends it; the machine forgets her at that moment.
  await press(kiosk, 'Mostrar el código QR')
  await rosa.goto((await kiosk.locator('[data-address]').textContent())!)
  await press(rosa, 'Seguir aquí')
  await kiosk.waitForURL(`${s.url}/totem/3`, { timeout: 10_000 })
  assert.doesNotMatch(await kiosk.content(), /Rosa|Bono/)
  assert.equal((await walk(rosa, { answers: { pay_by: 'office' } })).end, 'sent')

  // One case, and each answer says where and by whom it was given; one timeline over all channels.
  const { case: file } = await s.journey(id)
  assert.equal(file.status, 'submitted')
  assert.deepEqual(Object.fromEntries(Object.entries(file.answers).map(([p, a]) => [p, a.by === person ? a.channel : `${a.channel} ${a.by}`])), { born: 'web', address: 'web', tenure: 'web', income: 'ivr', heating: 'phone juan', other_benefit: 'kiosk', pay_by: 'web' })
  assert.deepEqual((await s.house.cases.mine(person!)).map((l) => l.id), [id], 'one case')
  const told = [...(await s.timeline(person!))].reverse().filter((e) => ['started', 'answered', 'submitted', 'opened', 'handed-over', 'wiped'].includes(e.type)).map((e) => `${e.type} ${e.channel}`)
  assert.deepEqual(told.filter((line, i) => line !== told[i - 1]), ['started web', 'answered web', 'opened ivr', 'answered ivr', 'handed-over ivr', 'answered phone', 'opened kiosk', 'answered kiosk', 'wiped api', 'answered web', 'submitted web'])
  await rosa.goto(`${s.url}/mi-historia`)
  assert.match(await main(rosa), /tótem[\s\S]*Juan Paillán Reyes/)
})
