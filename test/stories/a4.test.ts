import assert from 'node:assert/strict'
import test from 'node:test'
import { signed } from '#platform/webhook'
import { signIn } from '../web/people.ts'
import { main, press, type Stage, stage } from './stage.ts'

const secret = 'a-secret-of-a-transport-of-32-characters'
let s: Stage, hours = 0
test.before(async () => { s = await stage({ millis: () => Date.now() + hours * 3_600_000, env: { VENTANILLA_CHAT_SECRET: secret } }) })
test.after(() => s?.close())

let n = 0
/** What the transport tells of her, signed; and what it was given to carry, newest first. */
async function tell(event: object): Promise<void> {
  const text = JSON.stringify({ events: [event] }), reply = await fetch(`${s.url}/api/chat/whatsapp`, { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...signed(secret, text, Date.now() + hours * 3_600_000) } })
  assert.equal(reply.status, 200, await reply.clone().text())
}
const say = (text: string): Promise<void> => tell({ type: 'message', id: `m${n++}`, thread: 'vecina-1', text })
const tap = (choice: string): Promise<void> => tell({ type: 'message', id: `m${n++}`, thread: 'vecina-1', choice })

test('story A4: invited out of a public post, known by a link, answered by buttons, why, a person, the window closes, ABRIR, the survey', async () => {
  const carried = await s.someone(1280), sink = async (): Promise<string> => { await carried.goto(`${s.url}/demo/mensajes`); return main(carried) }, last = async (what: RegExp, why: string): Promise<string> => s.soon(async () => { const all = await sink(); return what.test(all) ? all : undefined }, why)
  // In public nothing is asked of her: she is invited to write in private, once.
  await tell({ type: 'post', id: 'p1', thread: '@vecina' })
  await tell({ type: 'post', id: 'p1', thread: '@vecina' })
  const invited = await last(/@vecina/, 'an invitation')
  assert.equal(invited.match(/@vecina/g)!.length, 1)
  assert.match(invited, /privado/)

  // In private the allowance needs to know who she is: a link of one use, and Ana signs in on her own telephone.
  await say('hola')
  await tap('begin')
  const menu = await sink(), place = [...menu.matchAll(/(\d)\. Bono de calefacción/g)].at(-1)?.[1] ?? '1'
  await say(/Bono de calefacción/.test(menu) ? place : '1')
  await last(/seguir\/[\w-]{43}/, 'a link')
  const link = (await sink()).match(/http\S*\/seguir\/[\w-]{43}/)![0], ana = await s.someone(390)
  await signIn(ana, s.url, 'ana')
  await ana.goto(link)
  await press(ana, 'Seguir aquí')
  await tap('ready')
  const newest = async (): Promise<string> => { await sink(); return (await carried.locator('main tbody tr').first().innerText()).replace(/\s+/g, ' ') }, until = (what: RegExp, why: string): Promise<string> => s.soon(async () => { const now = await newest(); return what.test(now) ? now : undefined }, why)
  const code = /Tu código es ([2-9A-Z-]{11})/.exec(await last(/Tu código es/, 'the code'))![1]!
  for (let turn = 0; turn < 6 && !/vivienda/.test(await newest()); turn++) await say('1')
  await until(/vivienda/, 'the first question of her own')
  await say('2')
  for (let turn = 0; turn < 3 && !/recibe tu hogar/.test(await newest()); turn++) await say('1')

  // At the income she asks why; the question stands there again. Then a person.
  await say('¿POR QUÉ?')
  assert.match(await until(/recibe tu hogar/, 'the question again'), /recibe tu hogar/)
  assert.match(await sink(), /El bono es para hogares que reciben hasta/)
  await say('PERSONA')
  await last(/Avisamos a una persona/, 'somebody was told')
  const luis = await s.staff('luis@chats-1')
  await luis.locator('button[value^="claim:"]').first().click()
  await luis.waitForURL(/\/agente\/chat\//)
  assert.match(await main(luis), /recibe tu hogar|Ingreso/i, 'at the same question')
  // The first word after that is answered by nothing but that a person has it; from then on the assistant is silent.
  await say('hola')
  const quiet = await sink()
  await say('¿sigue ahí?')
  await luis.reload()
  await luis.getByText('¿sigue ahí?').first().waitFor()
  assert.equal(await sink(), quiet, 'the assistant says nothing while somebody has it')

  // The answer comes 26 hours later: nothing but the template leaves, until she writes ABRIR.
  hours = 26
  await luis.reload()
  assert.match(await main(luis), /El plazo para responder libremente terminó/)
  assert.equal(await luis.getByRole('button', { name: 'Enviar respuesta' }).count(), 0)
  await luis.getByLabel('Tu respuesta').fill('Puede sumar lo que recibe cada persona de su hogar.')
  await press(luis, 'Guardar y avisar')
  assert.match(await until(/ABRIR/, 'the template'), /tenemos respuesta/)
  assert.doesNotMatch(await sink(), /sumar lo que recibe/)
  await say('ABRIR')
  await until(/sumar lo que recibe/, 'the answer')
  await press(luis, 'Devolver al asistente')

  // The assistant stands at the same question; she ends it by buttons, sends it, and says how it went.
  await until(/recibe tu hogar/, 'the same question again')
  const { value: [line] } = { value: (await s.house.cases.episodes.list({ institution: 'ips', open: true })).filter((e) => e.channel === 'chat') }
  const id = (await s.house.cases.episodes.get(line!.id, { role: 'system', channel: 'api', assurance: 0 }) as { ok: true; value: { journeys: readonly string[] } }).value.journeys[0]!
  for (let turn = 0; turn < 14 && (await s.journey(id)).case.status === 'journey'; turn++) { const asked = await newest(); await say(/otro|sucursal|recibir/i.test(asked) && !/Confirmar|Enviar/.test(asked) ? '2' : '1') }
  const { case: file } = await s.journey(id)
  assert.deepEqual([file.status, file.code], ['submitted', code])
  assert.ok(Object.values(file.answers).every((a) => a.channel === 'chat'), 'all of it in the conversation')
  await last(/nota|1 a 7/i, 'the survey')
  for (const mark of ['7', '1', '6']) await say(mark)
  await last(/Gracias/, 'thanks')
  const told = [...(await s.timeline(file.person!))].reverse().map((e) => e.type)
  for (const type of ['opened', 'identified', 'link-opened', 'started', 'answered', 'handed-over', 'claimed', 'submitted']) assert.ok(told.includes(type), `${type} is not in ${told.join(' ')}`)
})
