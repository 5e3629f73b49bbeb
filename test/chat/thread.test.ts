import assert from 'node:assert/strict'
import test from 'node:test'
import { commandIn, limitsOf, type Shape, shapesOf, transports, waysOf } from '#channels/chat'
import { hand, person, serviceYaml } from '../spine/house.ts'
import { talk } from './thread.ts'

let t: Awaited<ReturnType<typeof talk>>
test.before(async () => { t = await talk({ yaml: serviceYaml.replace('assurance: 1,', 'assurance: 2,') }) })
test.after(() => t.close())

const options = (n: number, chars: number) => Array.from({ length: n }, (_, i) => ({ id: `o${i}`, text: `${i}`.padEnd(chars, 'x') }))
test('what a transport can show decides how options are given', () => {
  const table: readonly (readonly [keyof typeof transports, number, number, ReturnType<typeof waysOf>])[] = [
    ['whatsapp', 0, 5, 'none'], ['whatsapp', 3, 20, 'buttons'], ['whatsapp', 3, 21, 'list'], ['whatsapp', 3, 25, 'numbered'], ['whatsapp', 4, 20, 'list'], ['whatsapp', 10, 24, 'list'], ['whatsapp', 11, 5, 'numbered'],
    ['messenger', 3, 20, 'buttons'], ['messenger', 4, 5, 'numbered'], ['mail', 2, 5, 'numbered'], ['web', 3, 60, 'buttons'], ['web', 10, 80, 'list'], ['web', 11, 5, 'numbered'],
  ]
  for (const [name, n, chars, way] of table) assert.equal(waysOf(options(n, chars), limitsOf(name)), way, `${name} ${n} x ${chars}`)
  for (const [name, limits] of Object.entries(transports)) for (const n of [0, 2, 9, 40]) {
    const shapes = shapesOf({ ask: 'Question?', text: 'ñandú 🦙 '.repeat(500), options: options(n, 18) }, limits), body = (s: Shape) => s.body
    for (const s of shapes) assert.ok(body(s).length <= limits.bodyChars && !/[\uD800-\uDBFF]$/.test(body(s)), `${name} ${n}`)
    assert.ok(shapes.slice(0, -1).every((s) => s.do === 'text'), 'what can be tapped stands at the end')
    if (n > limits.maxListRows && n > limits.maxButtons) assert.match(shapes.map(body).join(' '), new RegExp(`${n}\\. `), 'each option by its number')
  }
})
test('commands in both languages, with or without accents and signs', () => {
  for (const [text, command] of [['¿POR QUÉ?', 'why'], ['por que', 'why'], ['Why?', 'why'], ['PERSONA', 'person'], ['quiero hablar con una persona', 'person'], ['Menú', 'menu'], ['VOLVER.', 'back'], ['pausa', 'pause'], ['BORRAR', 'erase'], ['delete', 'erase'], ['Abrir', 'open']] as const) assert.equal(commandIn(text), command, text)
  for (const text of ['persona natural', 'porque sí', '']) assert.equal(commandIn(text), undefined, text)
})

test('a forged signature is told nothing; a message that comes twice is one, whatever else came meanwhile', async () => {
  const forged = await t.post({ events: [{ type: 'message', id: 'x', thread: 'forged', text: 'hola' }] }, { key: 'another secret of tests, long enough' })
  assert.deepEqual([forged.status, forged.body['code'] ?? forged.body['refusal']], [401, 'signature-wrong'])
  assert.equal(t.open('forged').all.length, 0)
  assert.equal((await t.post({ events: [{ type: 'message', id: 'x', thread: 'a', text: 'hola' }] }, { transport: 'web' })).status, 404, 'our own page is no transport')
  assert.equal((await t.post({ events: [{ type: 'message', id: 'x' }] })).status, 400)
  const w = t.open('twice')
  await w.say('hola', 'one')
  const said = w.all.length
  assert.match(w.text, /asistente automático[\s\S]*¿Qué quieres hacer\?/)
  await w.tap('begin', 'two')
  const after = w.all.length
  for (const id of ['two', 'one', 'two']) await (id === 'one' ? w.say('hola', 'one') : w.tap('begin', 'two'))
  assert.ok(said < after && w.all.length === after, 'nothing is said twice')
  await Promise.all([w.say('persona', 'three'), w.say('persona', 'three'), w.say('persona', 'three')])
  assert.equal(w.all.filter((m) => /Avisamos a una persona/.test(m.shape.body)).length, 1)
})

test('in public nothing is asked: an invitation, once', async () => {
  const post = { events: [{ type: 'post', id: 'p1', thread: '@vecina' }] }
  await t.post(post); await t.post(post)
  const all = t.open('@vecina').all
  assert.equal(all.length, 1)
  assert.match(all[0]!.shape.body, /privado: https:\/\/v\.test\/chat/)
  assert.doesNotMatch(all[0]!.shape.body, /\?|RUN/)
})

test('a message to tap is an answer, a number is one too; sections are confirmed, changed, asked why, gone back to', async () => {
  const w = t.open('flow')
  await w.say('hola'); await w.tap('begin'); await w.say('1')
  assert.match(w.text, /pide saber quién eres[\s\S]*https:\/\/v\.test\/seguir\//, 'level 2, and nobody is known')
  await w.tap('ready')
  assert.match(w.text, /Todavía no vemos tu identidad/)
  const token = /seguir\/([\w-]{43})/.exec(w.text)![1]!, hers = { role: 'citizen', person: person(7), channel: 'web', assurance: 3 } as const
  assert.ok((await t.h.cases.links.open(token, 'her-phone', hers)).ok)
  await w.tap('ready')
  assert.match(w.text, /Empezamos: Prueba[\s\S]*Nombres/)
  await w.say('Rosa Núñez')
  assert.deepEqual(w.offered, ['a:use:private', 'a:use:special'])
  await w.say('¿por qué?')
  assert.match(w.text, /Ley 19\.880[\s\S]*¿Para qué\?/, 'and the question again')
  await w.say('2')
  assert.match(w.text, /¿Qué institución\?/)
  await w.say('volver')
  assert.match(w.text, /¿Para qué\?/)
  await w.tap('a:use:private')
  assert.match(w.text, /¿Cuántas piezas\?/)
  await w.say('muchas')
  assert.match(w.text, /número/i)
  await w.say('21')
  assert.match(w.text, /Hasta 20[\s\S]*¿Cuántas piezas\?/)
  await w.say('3')
  // A button of before, tapped late: a change, told as one.
  await w.tap('a:use:special')
  assert.match(w.text, /Cambiado\. Para qué: Especial[\s\S]*¿Qué institución\?/)
  await w.say('english')
  assert.match(w.text, /Which institution\?/, 'answers stay')
  await w.say('español')
  await w.say('pausa')
  assert.match(w.text, /queda guardado con el código/)
  await w.say('hola de nuevo')
  assert.match(w.text, /¿Qué institución\?/, 'the same question')
  await w.say('Notaría de Ñuñoa')
  assert.match(w.text, /Apodo/, 'on to what is still open')
})

test('what waits leaves when the transport is back; statuses only grow', async () => {
  const w = t.open('away')
  t.breakFor(1)
  await w.say('hola')
  assert.equal(w.all.length, 0)
  t.h.time.now += 5_000
  await t.chat.send()
  assert.match(w.all.map((m) => m.shape.body).join('\n'), /asistente automático[\s\S]*¿Qué quieres hacer/, 'in order')
  const ref = w.all[0]!.ref, status = async (): Promise<string> => (await t.sql.query<{ status: string }>('select status from chat.messages where key = $1', [w.all[0]!.key.replace(/:0$/, '')])).rows[0]!.status
  assert.equal(await status(), 'sent')
  for (const [told, is] of [['read', 'read'], ['delivered', 'read'], ['failed', 'read'], ['sent', 'read']] as const) { assert.equal((await t.post({ events: [{ type: 'status', message: ref, status: told }] })).status, 200); assert.equal(await status(), is, told) }
  assert.equal((await t.post({ events: [{ type: 'status', message: 'nobody', status: 'read' }] })).status, 200)
})

test('something urgent, and a person: the assistant says no more until it is given back', async () => {
  const w = t.open('urgent')
  await w.say('me quiero morir')
  assert.match(w.text, /\*4141/)
  await w.say('¿hay alguien?')
  assert.match(w.text, /Ya avisamos/)
  await w.say('hola?')
  assert.equal(w.text, '', 'told once')
  const [line] = await t.h.cases.episodes.list({ institution: 'srcei', post: 'social' }), luis = hand('luis', 'chat')
  assert.equal(line!.by, undefined)
  assert.ok((await t.h.cases.episodes.claim(line!.id, luis)).ok)
  await w.say('menu')
  assert.equal(w.text, '', 'silent while somebody attends')
})
