import assert from 'node:assert/strict'
import test from 'node:test'
import { signIn } from '../web/people.ts'
import { jpegOf, page as sheet } from '../mirror/sheet.ts'
import { main, press, type Stage, stage } from './stage.ts'

let s: Stage
test.before(async () => { s = await stage() })
test.after(() => s?.close())
const picture = (name: string, made: Parameters<typeof sheet>[0] = {}) => ({ name, mimeType: 'image/jpeg', buffer: Buffer.from(jpegOf(sheet(made))) })

test('story A2: at the counter, seen on the second screen, a page scanned again, sent only after his yes, signed on his own telephone', async () => {
  // Office 017, counter 3: the screen turned to the person is connected once; ticket A042 is called.
  const marta = await s.staff('marta@meson-3'), mirror = await s.someone(1280), pedro = await s.someone(390)
  await mirror.goto(`${s.url}/espejo`)
  await mirror.locator('main button').first().click()
  const digits = (await mirror.locator('.vn-digits').textContent())!
  await marta.goto(`${s.url}/equipo/espejo`)
  await marta.locator('[name=digits]').fill(digits)
  await marta.getByRole('button', { name: 'Conectar', exact: true }).click()
  await mirror.getByText('Aquí verás tu trámite').first().waitFor()
  await marta.goto(`${s.url}/agente`)
  await marta.locator('[name=ticket]').fill('A042')
  await press(marta, 'Atender la visita')

  // His card, then the complaint; what registers know is read to him, the rest is asked and seen on both screens.
  await marta.locator('[name=run]').first().fill('41.000.250-7')
  await marta.getByLabel('Vi la cédula y es la persona de la foto').check()
  await marta.locator('select[name=reason]').first().selectOption({ index: 1 }).catch(() => {})
  await press(marta, 'Es la persona')
  await marta.locator('select[name=service]').selectOption('recl-prueba')
  await press(marta, /^Empezar/)
  await marta.waitForURL(/\/t\/[0-9a-f-]{36}/)
  const contact = /contacto\/([0-9a-f-]{36})/.exec(marta.url())![1]!, id = /\/t\/([0-9a-f-]{36})/.exec(marta.url())![1]!, desk = `${s.url}/agente/contacto/${contact}/t/${id}`
  const yes = async (): Promise<void> => { await Promise.all([marta.waitForNavigation(), marta.keyboard.press('Enter')]) }
  await mirror.getByText(/Pedro Soto/).first().waitFor()
  assert.match(await main(marta), /Su nombre es Pedro Soto Vidal/)
  await yes()
  await marta.keyboard.press('1')
  await yes()
  await yes()
  // The first section stands on his own screen; he touches it himself.
  assert.match(marta.url(), /leer\?seccion=you/)
  await press(marta, /^Pedir/)
  await mirror.getByText('¿Está bien lo que Marta escribió?').first().waitFor()
  await mirror.getByRole('button', { name: 'Sí, está bien' }).click()
  await s.soon(async () => (await s.journey(id)).case.readback?.said.find((x) => x.section === 'you' && x.says === 'yes'), 'his yes to the first section')
  await marta.goto(`${desk}/hoja`)
  await marta.locator('[name=matter][value=wait]').check()
  for (const [part, text] of [['day', '10'], ['month', '11'], ['year', '2026']] as const) await marta.locator(`[name="happened_on-${part}"]`).fill(text)
  await marta.locator('[name=what_happened]').fill('Esperé tres horas con mi número y nadie me llamó.')
  await press(marta, /^Guardar/)
  await mirror.getByText('10/11/2026').first().waitFor()

  // Two papers. The second page of the first mirrors a lamp, and is placed again.
  for (const [path, pages] of [['receipt', 2], ['reply', 1]] as const) {
    await marta.goto(`${s.url}/equipo/meson/${contact}/${id}/escaner?p=${path}`)
    await marta.setInputFiles('[name=page-new]', picture('uno.jpg'))
    await marta.click('button[value=check]')
    await marta.getByText('Página 1: se lee bien').waitFor()
    if (pages === 2) {
      await marta.setInputFiles('[name=page-new]', picture('dos.jpg', { glare: 0.04 }))
      await marta.click('button[value=check]')
      await marta.getByText('Página 2: hay un reflejo; ponla de nuevo').waitFor()
      await marta.setInputFiles('[name=page-2]', picture('dos-otra-vez.jpg'))
      await marta.locator('button[value=replace]').nth(1).click()
      await marta.getByText('Página 2: se lee bien').waitFor()
    }
    await marta.click('button[value=attach]')
    await marta.getByText(/Adjuntado:/).first().waitFor({ timeout: 5000 }).catch(async () => assert.fail(`${marta.url()} ${await main(marta)}`))
  }

  // Marta cannot send before he has confirmed the whole on his own screen.
  await marta.goto(`${desk}/leer`)
  assert.equal(await marta.getByRole('button', { name: /^Enviar/ }).count(), 0)
  const viewer = await s.house.cases.attention.viewer({ role: 'agent', by: 'marta', institution: 'ips', channel: 'counter', venue: 'oficina-017', assurance: 0 }), open = await s.house.cases.open(id, viewer)
  assert.ok(open.ok)
  const early = await s.house.cases.act(id, { do: 'submit', digest: s.house.cases.digest(open.value) }, viewer, 'too early')
  assert.equal(early.ok ? 'sent' : early.refusal, 'confirmation-needed', 'nor by any other way')
  await press(marta, /^Pedir/)
  await mirror.getByText('¿Está bien todo lo que se va a enviar?').first().waitFor()
  await mirror.getByRole('button', { name: 'Sí, está bien' }).click()
  await marta.getByRole('button', { name: /^Enviar/ }).click({ timeout: 10_000 })
  await marta.waitForURL(/comprobante/)
  await mirror.getByText((await s.journey(id)).case.code).first().waitFor()

  // He signs on his own telephone, and takes a printed receipt along; Marta wraps up.
  await signIn(pedro, s.url, 'pedro')
  await pedro.goto(`${s.url}/tramite/${id}/firmar`)
  await press(pedro, 'Firmar')
  await pedro.waitForURL(/comprobante/)
  await marta.goto(`${s.url}/equipo/meson/${contact}/${id}/comprobante?ancho=80`)
  assert.match(await main(marta), /Comprobante\.pdf[\s\S]*Respuesta recibida\.pdf/)
  await marta.goto(`${s.url}/agente/contacto/${contact}/cerrar`)
  for (const select of await marta.locator('select[name^=outcome-]').all()) await select.selectOption('done')
  await marta.locator('select[name=outcome]').selectOption('resolved')
  await press(marta, 'Terminar el contacto')
  await mirror.getByText('Aquí verás tu trámite').first().waitFor()

  // Two documents, and a signature over the very digest that was sent and that he confirmed; times of the visit are there.
  const { case: file } = await s.journey(id), signed = file.outcomes.find((o) => o.type === 'signed')!
  assert.deepEqual([file.answers['receipt']?.state, file.answers['reply']?.state, file.stage], ['given', 'given', 'review'])
  assert.deepEqual([signed.data['sha256'], file.readback!.said.find((x) => x.section === undefined)?.sum], [file.digest, file.digest])
  assert.deepEqual(file.readback!.said.map((x) => [x.section ?? 'all', x.says, x.how, x.channel]).sort(), [['all', 'yes', 'screen', 'counter'], ['you', 'yes', 'screen', 'counter']])
  const [visit] = await s.contacts(id)
  assert.deepEqual([visit!.ticket, visit!.level, visit!.how, visit!.outcome, visit!.topics.map((t) => t.outcome)], ['A042', 3, 'document', 'resolved', ['done']])
  assert.ok(visit!.duration !== undefined && visit!.waited >= 0)
  const told = [...(await s.timeline(file.person!))].reverse().map((e) => e.type)
  for (const type of ['opened', 'identified', 'started', 'answered', 'readback-confirmed', 'submitted', 'signed', 'topic-closed', 'ended']) assert.ok(told.includes(type), `${type} is not in ${told.join(' ')}`)
})
