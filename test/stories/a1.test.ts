import assert from 'node:assert/strict'
import test from 'node:test'
import { begin, signIn } from '../web/people.ts'
import { walk } from '../web/walker.ts'
import { idIn, main, press, type Stage, stage } from './stage.ts'

let s: Stage
test.before(async () => { s = await stage() })
test.after(() => s?.close())

test('story A1: web, then telephone, the line drops, then web again: one journey, three contacts of hers, no question asked twice', async () => {
  // Rosa begins on her own screen at T3 and stops after four of seven.
  const rosa = await s.someone(390)
  await signIn(rosa, s.url, 'rosa')
  await begin(rosa, s.url, 'bono-prueba')
  const id = idIn(rosa)
  await walk(rosa, { answers: { tenure: 'rented', income: 'low' } }).catch(() => {})
  const at = async (): Promise<Awaited<ReturnType<typeof s.journey>>> => s.journey(id), { case: { code, person } } = await at()
  assert.deepEqual(Object.keys((await at()).case.answers).sort(), ['address', 'born', 'income', 'tenure'])

  // She calls; Juan takes it. Her code, and six digits that she says back: T2.
  const juan = await s.staff('juan@telefono-2')
  await press(juan, 'Anotar la llamada')
  await juan.locator('#otp-code').fill(code)
  await juan.keyboard.press('Enter')
  await juan.locator('input[name=digits]').fill(await s.digits())
  await Promise.all([juan.waitForURL(new RegExp(`/t/${id}`)), juan.keyboard.press('Enter')])
  assert.match(await main(juan), /Pregunta 5 de 7/)
  const html = await juan.content()
  assert.ok(html.includes('Arrendada') && html.includes('Protegido en T2: no se lee'), 'her own answers are readable, what registers said is not')
  for (const secret of ['1960', 'Aromos']) assert.ok(!html.includes(secret), secret)
  // Questions five and six, each with its read-back.
  for (const key of ['2', '2']) {
    await juan.keyboard.press(key)
    await Promise.all([juan.waitForNavigation(), juan.keyboard.press('Enter')])
    await juan.getByText('¿Está bien?').first().waitFor()
    await Promise.all([juan.waitForNavigation(), juan.keyboard.press('Enter')])
  }
  const mid = (await at()).case.answers
  assert.deepEqual(['heating', 'other_benefit'].map((p) => [mid[p]?.value, mid[p]?.channel, mid[p]?.role, mid[p]?.by, mid[p]?.assurance]), [['gas', 'phone', 'agent', 'juan', 2], [false, 'phone', 'agent', 'juan', 2]])

  // The line drops. She gets a link with her code, and a call is promised.
  await press(juan, 'Se cortó')
  const cut = await s.soon(async () => (await s.contacts(id)).find((e) => e.status === 'interrupted' && e.tasks.length > 0), 'the contact is cut')
  assert.equal(cut.tasks[0]!.status, 'open')
  assert.ok((await s.board()).includes(code))
  await rosa.goto(await s.link())
  await press(rosa, 'Seguir aquí')
  assert.match(rosa.url(), new RegExp(id))
  assert.equal((await walk(rosa, { answers: { pay_by: 'office' } })).end, 'sent')

  // One journey; no question twice; three contacts in her history: hers on the web, the call that was cut, hers again; no call is made any more.
  const { case: file } = await at()
  assert.equal(file.status, 'submitted')
  assert.deepEqual(Object.fromEntries(Object.entries(file.answers).map(([p, a]) => [p, `${a.channel} ${a.role ?? 'citizen'}`])), { born: 'web citizen', address: 'web citizen', tenure: 'web citizen', income: 'web citizen', heating: 'phone agent', other_benefit: 'phone agent', pay_by: 'web citizen' })
  const asked = (await s.events(id)).filter((e) => e.type === 'answered').flatMap((e) => Object.keys(e.data['answers'] as object))
  assert.deepEqual([...asked].sort(), [...new Set(asked)].sort(), 'no question asked twice')
  const after = await s.soon(async () => { const e = (await s.contacts(id)).find((x) => x.id === cut.id)!; return e.tasks[0]!.status === 'closed' ? e : undefined }, 'the promised call closes by itself')
  assert.deepEqual([after.tasks[0]!.closedWhy, after.tasks[0]!.attempts], ['submitted', 0])
  const told = [...(await s.timeline(person!))].reverse()
  assert.deepEqual(told.filter((e) => ['answered', 'interrupted', 'link-opened', 'submitted', 'call-back-closed'].includes(e.type)).map((e) => (e.role === 'system' ? e.type : `${e.type} ${e.channel} ${e.role}`)).filter((line, i, all) => line !== all[i - 1]), ['answered web citizen', 'answered phone agent', 'interrupted phone agent', 'link-opened', 'answered web citizen', 'submitted web citizen', 'call-back-closed'])
  // She sees all of it, and who helped her.
  await rosa.goto(`${s.url}/mi-historia`)
  assert.match(await main(rosa), /Juan Paillán Reyes/)
})
