import assert from 'node:assert/strict'
import test from 'node:test'
import { hand, person, serviceYaml } from '../spine/house.ts'
import { Visitor } from '../web/visitor.ts'
import { talk } from './thread.ts'

let t: Awaited<ReturnType<typeof talk>>
test.before(async () => { t = await talk({ yaml: serviceYaml }) })
test.after(() => t.close())
/** A browser at which somebody signed in, as a person or at a post. */
class Known extends Visitor {
  constructor(origin: string, who: { readonly [cookie: string]: string }) { super(origin); for (const [k, v] of Object.entries(who)) this.cookies.set(k, v) }
}

test('a person takes over at the same question; after the window only the template leaves, and ABRIR lets the answer out', async () => {
  const w = t.open('ana')
  await w.say('hola'); await w.tap('begin'); await w.say('1'); await w.say('Ana Rojas')
  assert.deepEqual(w.offered, ['a:use:private', 'a:use:special'])
  await w.say('PERSONA')
  assert.match(w.text, /Avisamos a una persona/)
  const [line] = await t.h.cases.episodes.list({ institution: 'srcei', post: 'social' }), id = line!.id, luis = new Known(t.url, { 'x-staff': 'luis' }), marta = new Known(t.url, { 'x-staff': 'marta' }), path = `/agente/chat/${id}`
  assert.equal((await luis.get(path)).status, 404, 'not before it is taken')
  assert.ok((await t.h.cases.episodes.claim(id, hand('luis', 'chat'))).ok)
  assert.equal((await marta.get(path)).status, 404, 'nobody else’s')
  await luis.get(path)
  assert.equal(luis.page.status, 200)
  assert.match(luis.page.text, /luis tomó la conversación[\s\S]*Quedan 23 h 59 min/)
  assert.match(luis.page.text, /Va en: Para qué/, 'the same question')
  await luis.send('Enviar respuesta', { text: '' })
  assert.equal(luis.page.status, 422)
  await luis.send('Enviar respuesta', { text: 'Hola, Ana. Vi tus respuestas.' })
  assert.match(w.last.shape.body, /^Hola, Ana/)
  assert.match(luis.page.text, /Enviado, sin saber si llegó/, '«sent» is not «arrived»')
  await t.post({ events: [{ type: 'status', message: w.last.ref, status: 'read' }] })
  await luis.get(path)
  assert.match(luis.page.text, /Hola, Ana\. Vi tus respuestas\. \S+ horas\. Leído/)
  await w.say('gracias')
  assert.equal(w.text, '', 'the assistant says no more')

  t.h.time.now += 26 * 3_600_000
  const before = w.all.length
  await luis.get(path)
  assert.match(luis.page.text, /El plazo para responder libremente terminó/)
  assert.ok(!luis.page.html.includes('Enviar respuesta'), 'nothing that would leave freely')
  await luis.send('Guardar y avisar', { text: 'Tu bono fue aprobado.' })
  assert.deepEqual(w.all.slice(before).map((m) => [m.shape.body, m.template]), [['Ventanilla: tenemos respuesta para ti. Escribe ABRIR para leerla.', 'answer-waiting']], 'the template, and nothing of the answer')
  assert.match(luis.page.text, /Guardado: sale cuando escriba ABRIR/)
  await w.say('abrir')
  assert.equal(w.text, 'Tu bono fue aprobado.')
  await luis.get(path)
  assert.match(luis.page.text, /Quedan 23 h/)

  await luis.send('Enviar enlace seguro', { text: '' })
  assert.match(w.last.shape.body, /https:\/\/v\.test\/seguir\//)
  assert.doesNotMatch(luis.page.html, /\/seguir\/[\w-]{43}/, 'hers alone')
  await luis.send('Devolver al asistente', { text: '' })
  assert.match(w.last.shape.body, /¿Para qué\?/, 'the same question again')
  assert.equal((await luis.get(path)).status, 404, 'no longer his')
  await w.tap('a:use:private')
  assert.match(w.text, /¿Cuántas piezas\?/)
})

test('our own page: without scripts; a browser’s conversation is of whoever is signed in, and of nobody who sits there later', async () => {
  const her = new Known(t.url, { 'x-person': person(3) })
  await her.get('/chat')
  await her.send('Empezar a conversar')
  assert.match(her.page.text, /¿Qué quieres hacer\?/)
  await her.send('Enviar', { text: '   ' })
  assert.equal(her.page.status, 422)
  await her.send('Empezar un trámite')
  await her.send('Prueba')
  assert.match(her.page.text, /Empezamos: Prueba\. Tu código es \S+\. Asistente automático Nombres/, 'known by her session: no PIN')
  await her.send('Enviar', { text: 'Rosa' })
  await her.send('¿Por qué?')
  assert.match(her.page.text, /Ley 19\.880/)
  await her.send('Particular')
  const said = her.page.text
  await her.get('/chat')
  assert.equal(her.page.text, said, 'the same question after loading it again')

  const later = new Known(t.url, { 'x-person': person(4) })
  for (const [k, v] of her.cookies) if (k !== 'x-person') later.cookies.set(k, v)
  await later.get('/chat')
  assert.doesNotMatch(later.page.text, /Rosa|Particular/)
  await later.send('Empezar a conversar')
  assert.match(later.page.text, /¿Qué quieres hacer\?/)
  assert.doesNotMatch(later.page.text, /Rosa|Particular/)
  const nobody = new Visitor(t.url)
  for (const [k, v] of later.cookies) if (k !== 'x-person') nobody.cookies.set(k, v)
  assert.match((await nobody.get('/chat')).text, /Empezar a conversar/)
  assert.equal((await nobody.get('/chat/eventos')).status, 404)
})

test('a journey is carried into the conversation by whoever holds it, and deleted with all that was written', async () => {
  const hers = { role: 'citizen', person: person(5), channel: 'web', assurance: 3 } as const, begun = await t.h.begin(hers), her = new Known(t.url, { 'x-person': person(5) }), other = new Known(t.url, { 'x-person': person(6) })
  await other.get(`/chat?tramite=${begun.id}`)
  assert.ok(!other.page.html.includes(begun.id), 'another person’s is not there')
  await her.get(`/chat?tramite=${begun.id}`)
  await her.send('Empezar a conversar')
  assert.match(her.page.text, new RegExp(`Seguimos con: Prueba\\. Tu código es ${begun.code}\\.`))
  await her.send('Enviar', { text: 'Rosa María' })
  assert.match(her.page.text, /¿Para qué\?/)
  await her.send('Enviar', { text: 'mi RUN es 41.000.117-9' })
  assert.match(her.page.text, /41\.000\.117-9[\s\S]*¿Lo borramos de la conversación\?/)
  await her.send('Borrarlo')
  assert.doesNotMatch(her.page.text, /41\.000\.117-9/)
  assert.match(her.page.text, /Mensaje borrado a pedido tuyo[\s\S]*¿Para qué\?/, 'and the question again')
  await her.send('Enviar', { text: 'borrar' })
  await her.send('Sí, borrar todo')
  assert.doesNotMatch(her.page.text, /Rosa María/)
  assert.match(her.page.text, /Borrado\./)
  const gone = await t.h.cases.open(begun.id, hers)
  assert.equal(gone.ok ? gone.value.case.status : gone.refusal, 'journey-ended')
})
