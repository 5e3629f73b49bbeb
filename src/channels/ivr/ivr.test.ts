import assert from 'node:assert/strict'
import test from 'node:test'
import type { Outcome } from '#core/refusal'
import { citizen, engineFrom, hand, person, serviceYaml } from '../../../test/spine/house.ts'
import { keyed, line, type Line, secret } from '../../../test/ivr/line.ts'
import { turnsOf } from './index.ts'

const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const system = { role: 'system', channel: 'api', assurance: 0 } as const, nobody = { role: 'citizen', channel: 'web', assurance: 0 } as const
// Nobody needs to be known for it, so that a call may begin it.
const open = engineFrom(serviceYaml)
let s: Line
test.before(async () => { s = await line({ engine: open }) })
test.after(() => s.close())
const episodes = async () => (await s.h.sql.query<{ id: string; status: string; channel: string; post: string | null; by_id: string | null }>('select id, status, channel, post, by_id from cases.episodes order by opened_at')).rows
const lastEpisode = async () => { const all = await episodes(); return value(await s.h.cases.episodes.get(all.at(-1)!.id, system)) }
const kept = async (id: string) => value(await s.h.cases.open(id, { ...nobody, journeys: [id] })).case.answers

test('a definition becomes turns: what is keyed, read, left to others, and only a register’s', () => {
  const es = turnsOf(open, 'es'), of = (id: string) => es.find((t) => t.fact === id)!
  assert.deepEqual(es.map((t) => [t.fact, t.how]), [['names', 'deferred'], ['use', 'keys'], ['institution_name', 'deferred'], ['rooms', 'keys'], ['nickname', 'deferred'], ['people', 'deferred'], ['company', 'keys'], ['company_name', 'deferred'], ['permission', 'keys'], ['record', 'register'], ['proof', 'deferred'], ['later', 'deferred'], ['secure', 'deferred']])
  assert.deepEqual(of('use').ask, { say: ['¿Para qué?', 'Para Particular, marque 1.', 'Para Especial, marque 2.'], gather: { do: 'gather', max: 1, silence: 7, between: 4 } })
  assert.deepEqual(of('permission').ask!.say, ['¿Autorizas?', 'Para sí, marque uno. Para no, marque dos.'])
  assert.deepEqual(of('company').ask!.gather, { do: 'gather', max: 10, silence: 7, between: 4, secret: true })
  assert.deepEqual(turnsOf(open, 'en').find((t) => t.fact === 'use')!.ask!.say, ['What for?', 'For Private, press 1.', 'For Special, press 2.'])
})

test('a journey begun by nobody known: asked, read back, changed, code and PIN at the end, all kept', async () => {
  const call = await s.dial()
  assert.match(call.text, /Para español, marque uno.*For English, press two/)
  assert.deepEqual(call.last, { do: 'gather', max: 1, silence: 7, between: 4 })
  await call.keys('1', '2')
  assert.match(call.text, /Para Prueba, marque 1/)
  await call.key('1')
  assert.match(call.text, /Empieza su trámite: Prueba\. ¿Para qué\?/)
  await call.key('1')
  assert.match(call.text, /¿Cuántas piezas\?.*al final gato/)
  await call.key('25#')
  assert.match(call.text, /^Hasta 20\. ¿Cuántas piezas\?/, 'a check of the definition, in its own words')
  assert.deepEqual(call.last, { do: 'gather', max: 13, silence: 7, between: 4, clear: true })
  await call.key('3#')
  assert.match(call.text, /RUT de la empresa/)
  await call.key('#')
  assert.match(call.text, /¿Autorizas\?/, 'an optional one is passed by')
  await call.key('2')
  assert.match(call.text, /Esto es lo que marcó\. ¿?Para qué: Particular\. Cuántas piezas: tres\. RUT de la empresa: sin respuesta\. Autorizas: no\. Si está bien/)
  await call.keys('2')
  assert.match(call.text, /Para cambiar Cuántas piezas, marque 2/)
  await call.keys('2', '4#')
  assert.match(call.text, /Cuántas piezas: cuatro/)
  await call.key('1')
  assert.match(call.text, /Por teclas no se responde lo que falta: Nombres, Quiénes viven ahí, Después/)
  const before = await lastEpisode(), id = before.journeys[0]!
  await call.key('2')
  const { code } = value(await s.h.cases.open(id, { ...nobody, journeys: [id] })).case
  assert.match(call.text, /Lo que respondió queda guardado\. Anote su código: .*Su PIN: /)
  assert.deepEqual(call.last, { do: 'hang-up' })
  const answers = await kept(id)
  assert.deepEqual([answers['use']!.value, answers['rooms']!.value, answers['company']!.state, answers['permission']!.value, answers['rooms']!.channel], ['private', 4, 'declined', false, 'ivr'])
  const after = await lastEpisode()
  assert.deepEqual([after.status, after.outcome, after.topics.map((t) => t.outcome)], ['ended', 'partly', ['continued']])
  // The PIN that was said opens it, in another call, by keys.
  const pin = /Su PIN: ([^.]+)\./.exec(call.text)![1]!.split(', ').map((w) => ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'].indexOf(w)).join('')
  const again = await s.dial()
  await again.keys('2', '1', keyed(code))
  assert.match(again.text, /If you have a PIN/)
  await again.key('000000' === pin ? '111111' : '000000')
  assert.match(again.text, /do not match/)
  await again.key(pin)
  assert.match(again.text, /You go on with: Test\. What is left cannot be keyed in: Names, Who lives there, Later/)
  await again.key('2')
  assert.match(again.text, /Write down your code/)
  assert.doesNotMatch(again.text, /PIN/, 'told once only')
})

test('begun on the web, gone on by telephone at level 2, handed to a person with all answers: what registers said is not read out', async () => {
  const t = await line({ engine: open, registers: { fetch: async (needs) => Object.fromEntries(needs.filter((n) => n.field === 'names').map((n) => [n.path, { outcome: 'got' as const, value: 'ROSA NÚÑEZ' }])) } })
  try {
    const rosa = citizen(1), { id, code } = await t.h.begin(rosa)
    value(await t.h.cases.act(id, { do: 'answer', answers: { use: { value: 'private', state: 'given' } }, basedOn: 1 }, rosa, 'web-1'))
    const call = await t.dial('+56910000001')
    await call.keys('1', '1', keyed(code), '#')
    assert.match(call.text, /le llegará un mensaje/)
    const digits = t.h.sent.at(-1)!.digits
    await call.key(digits)
    assert.match(call.text, /Sigue su trámite: Prueba\. ¿Cuántas piezas\?/, 'no question twice')
    await call.keys('3#', '#', '1')
    assert.match(call.text, /Cuántas piezas: tres/)
    assert.doesNotMatch(call.text, /NÚÑEZ/)
    await call.key('1')
    assert.match(call.text, /Por teclas no se responde lo que falta: Nombres/)
    await call.key('1')
    assert.deepEqual(call.last, { do: 'enqueue', queue: 'phone' })
    assert.match(call.text, /Le comunico con una persona\. No repite nada\. Anote su código/)
    const [waiting] = await t.h.cases.episodes.list({ institution: 'srcei', post: 'phone' }), marta = hand('marta', 'phone')
    const file = value(await t.h.cases.episodes.get(waiting!.id, system))
    assert.deepEqual([file.level, file.how, file.person, file.maybe, file.handedTo?.why], [2, 'otp', person(1), [person(1)], 'Falta lo que no se responde por teclas'])
    // The exchange says who answered: same call, same contact.
    const answered = await t.event({ call: call.call, event: 'answered', agent: 'marta', post: 'seat-1' })
    assert.deepEqual([answered.status, answered.body['episode']], [200, waiting!.id])
    value(await t.h.cases.attention.open(marta, { on: { call: waiting!.id }, reason: 'viene de la línea automática' }))
    const seen = value(await t.h.cases.open(id, await t.h.cases.attention.viewer(marta)))
    assert.deepEqual(['use', 'rooms', 'company', 'permission'].map((p) => seen.case.answers[p]!.value ?? seen.case.answers[p]!.state), ['private', 3, 'declined', true])
    assert.deepEqual([seen.case.answers['rooms']!.channel, seen.case.answers['rooms']!.assurance, seen.case.answers['use']!.channel, seen.masked], ['ivr', 2, 'web', ['names']])
    await call.key('1')
    assert.deepEqual([call.text, call.last], ['Siga en línea, ya le atienden.', { do: 'enqueue', queue: 'phone' }], 'the machine says no more')
    // Nothing of the call stands in the clear.
    const rows = JSON.stringify((await t.h.sql.query("select encode(call, 'escape') as c, encode(state, 'escape') as s from ivr.calls")).rows) + JSON.stringify((await t.h.sql.query("select encode(answer, 'escape') as a from ivr.turns")).rows)
    for (const word of [call.call, code, digits, 'piezas', 'Prueba']) assert.ok(!rows.includes(word), word)
  } finally { await t.close() }
})

test('a person at any moment; again; nought is an answer where it may be one', async () => {
  const call = await s.dial()
  await call.key('1')
  const menu = call.text
  await call.key('*')
  assert.equal(`En cualquier momento: cero y espere, para hablar con una persona; asterisco, para oír de nuevo. ${call.text}`, menu)
  await call.keys('2', '1', '1', '0#')
  assert.match(call.text, /Cuántas piezas: cero/, 'no rooms is an answer')
  await call.key('1')
  assert.match(call.text, /^Con esas respuestas este trámite no le corresponde\. Al menos una pieza\./, 'and the reason is said')
  await call.key('0')
  assert.deepEqual(call.last, { do: 'enqueue', queue: 'phone' })
  const file = await lastEpisode()
  assert.deepEqual([file.handedTo?.why, file.by, (await kept(file.journeys[0]!))['rooms']!.value], ['Pidió hablar con una persona', undefined, 0])
})

test('three wrong keys, or twice silence: a person, with what was given', async () => {
  const wrong = await s.dial()
  await wrong.keys('1', '2', '1', '9')
  assert.match(wrong.text, /^Esa tecla no está entre las opciones\. ¿Para qué\?/)
  await wrong.keys('#', '1', '99#', '*', '98#')
  assert.match(wrong.text, /^Hasta 20/)
  await wrong.key('97#')
  assert.match(wrong.text, /^Hasta 20\. Le comunico con una persona/)
  const file = await lastEpisode()
  assert.deepEqual([file.handedTo?.why, (await kept(file.journeys[0]!))['use']!.value], ['Tres teclas equivocadas seguidas', 'private'])
  const quiet = await s.dial()
  await quiet.key('1')
  await quiet.quiet()
  assert.match(quiet.text, /^No escuché ninguna tecla\. Para seguir/)
  await quiet.key('2')
  await quiet.quiet()
  assert.match(quiet.text, /^No escuché/, 'a key in between begins the count again')
  await quiet.quiet()
  assert.deepEqual([quiet.last, (await lastEpisode()).handedTo?.why], [{ do: 'enqueue', queue: 'phone' }, 'No respondió dos veces'])
})

test('an unknown code, a short one, a code of somebody without a telephone: a way on each time', async () => {
  const call = await s.dial()
  await call.keys('1', '1', '234')
  assert.match(call.text, /^El código tiene nueve símbolos/)
  await call.key('222222222')
  assert.match(call.text, /^No encontramos un trámite con ese código\. Marque los nueve/)
  await call.key('333333333')
  assert.deepEqual(call.last, { do: 'enqueue', queue: 'phone' }, 'the third time a person helps')
  const { code } = await s.h.begin(citizen(8)), other = await s.dial()
  await other.keys('1', '1', keyed(code), '#', '123456')
  assert.match(other.text, /^Los seis dígitos no coinciden/)
})

test('two codes under the same keys: one symbol tells them apart, and nothing else is told', async () => {
  const { code, pin } = await s.h.begin(nobody), other = await s.h.begin(nobody)
  // Another journey with a code of the same keys, as there are in a country.
  const { codesByKeys } = await import('#core/case'), twin = codesByKeys(keyed(code)).find((c) => c !== code)!
  await s.h.sql.query('update log.cases set code = $1 where id = $2', [twin, other.id])
  const call = await s.dial()
  await call.keys('1', '1', keyed(code))
  const at = Number(/símbolo número (\d)/.exec(call.text)![1]) - 1, symbol = code.replaceAll('-', '')[at]!, offered = [...call.text.matchAll(/Si es ([^,]+), marque (\d)/g)]
  assert.ok(offered.length >= 2)
  await call.key(offered.find((o) => o[1]!.startsWith(symbol))![2]!)
  await call.key(pin!)
  assert.match(call.text, /Sigue su trámite: Prueba/)
})

test('what asks for a known person is begun after RUN and six digits; a RUN of nobody hears the same', async () => {
  const t = await line({ engine: engineFrom(serviceYaml.replace(/assurance: 1\b/, 'assurance: 2')) })
  try {
    const call = await t.dial()
    await call.keys('1', '2', '1')
    assert.match(call.text, /pide saber quién llama\. Marque su RUN/)
    assert.deepEqual(call.last, { do: 'gather', max: 10, silence: 7, between: 4, secret: true })
    await call.key('41000117*')
    assert.match(call.text, /dígito verificador/)
    await call.key('410001179#')
    const heard = call.text
    await call.key(t.h.sent.at(-1)!.digits)
    assert.match(call.text, /Empieza su trámite: Prueba/)
    const file = value(await t.h.cases.episodes.get((await t.h.sql.query<{ id: string }>('select id from cases.episodes order by opened_at desc limit 1')).rows[0]!.id, system))
    assert.deepEqual([file.person, file.level, (await t.h.cases.mine(person(1))).length], [person(1), 2, 1])
    const stranger = await t.dial(), sent = t.h.sent.length
    await stranger.keys('1', '2', '1', '410005123#')
    assert.equal(stranger.text, heard)
    assert.equal(t.h.sent.length, sent)
    await stranger.key('123456')
    assert.match(stranger.text, /no coinciden/)
    assert.doesNotMatch(JSON.stringify(t.lines), /41000117|call-/)
  } finally { await t.close() }
})

test('the line drops: the draft is kept, and whoever is known gets a link and a call', async () => {
  const { id, code } = await s.h.begin(citizen(21)), call = await s.dial()
  await call.keys('1', '1', keyed(code), '#', s.h.sent.at(-1)?.digits ?? '')
  await call.key(s.h.sent.at(-1)!.digits)
  await call.keys('1', '5#')
  const said = await s.event({ call: call.call, event: 'ended', cause: 'dropped' })
  assert.deepEqual([said.status, said.body['status']], [200, 'interrupted'])
  assert.deepEqual((await s.event({ call: call.call, event: 'ended' })).body, said.body, 'twice is once')
  const file = await lastEpisode(), message = s.messages.filter((m) => m.person === person(21))
  assert.deepEqual([file.outcome, file.tasks.length, message.length], ['interrupted', 1, 1])
  assert.match(message[0]!.text, new RegExp(`${code} en https://v\\.test/seguir/[\\w-]{43}`))
  assert.equal(value(await s.h.cases.open(id, citizen(21))).case.answers['rooms']!.value, 5)
  // The provider did not notice: the call is over, and says so.
  await call.key('1')
  assert.match(call.text, /ya había terminado. Llame otra vez y siga con su código/)
  assert.deepEqual(call.last, { do: 'hang-up' })
})

test('a repeated webhook gets the same answer and does nothing twice; another content under its number is refused', async () => {
  const call = await s.dial()
  await call.keys('1', '2')
  const turn = call.turn, body = { call: call.call, turn, heard: { digits: '1' } }
  const all = await Promise.all([1, 2, 3, 4].map(() => s.post('/api/telephony/turns', body)))
  for (const a of all) assert.deepEqual(a, all[0])
  assert.equal(all[0]!.status, 200)
  assert.deepEqual((await lastEpisode()).journeys.length, 1, 'one journey')
  assert.deepEqual(await s.post('/api/telephony/turns', body), all[0], 'and later still')
  const other = await s.post('/api/telephony/turns', { ...body, heard: { digits: '2' } })
  assert.deepEqual([other.status, other.body['code']], [409, 'key-reused'])
  assert.deepEqual([(await s.post('/api/telephony/turns', { call: 'never-seen', turn: 7, heard: { digits: '1' } })).body['turn']], [8], 'a call nobody knows begins at the beginning')
})

test('a forged or late signature is refused before anything is read, whatever is sent', async () => {
  const body = { call: 'forged', turn: 0 }, before = (await episodes()).length
  for (const [path, sent, more] of [['turns', body, { secret: 'another secret of nobody at all, 99' }], ['turns', body, { headers: { 'ventanilla-signature': '' } }], ['turns', body, { headers: { 'ventanilla-timestamp': String(Math.floor(Date.now() / 1000) - 400) } }], ['calls', { call: 'forged', event: 'ringing' }, { secret: 'x' }], ['turns', 'not json', { secret: 'x' }], ['turns', 'call=forged&turn=0', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }], ['turns', { call: 'forged', turn: 0, heard: { digits: '1' }, more: 1 }, { secret: 'x' }]] as const) {
    const said = await s.post(`/api/telephony/${path}`, sent, more)
    assert.deepEqual([said.status, said.body['code']], [401, 'signature-wrong'], JSON.stringify([sent, more]))
  }
  assert.equal((await episodes()).length, before)
  for (const bad of ['not json', { call: 'x' }, { call: 'x', turn: -1 }, { call: 'a b', turn: 0 }, { call: 'x', turn: 0, heard: { digits: 'abc' } }, { call: 'x', turn: 0, extra: 1 }, { call: 'y'.repeat(200), turn: 0 }]) assert.equal((await s.post('/api/telephony/turns', bad)).status, 400, JSON.stringify(bad))
  assert.equal((await s.post('/api/telephony/calls', { call: 'x', event: 'sneezed' })).status, 400)
  assert.ok(secret.length >= 32)
})

test('the exchange tells of calls to people: ringing, answered, ended; lost, late and repeated ones; a number opens nothing', async () => {
  const ring = await s.event({ call: 'p1', event: 'ringing', from: '+56910000001', to: '1818' }), id = ring.body['episode'] as string
  assert.deepEqual([ring.status, ring.body['status']], [200, 'ringing'])
  assert.equal((await s.event({ call: 'p1', event: 'ringing', from: '+56910000001' })).body['episode'], id)
  const read = async (episode: string) => value(await s.h.cases.episodes.get(episode, system))
  assert.deepEqual([(await read(id)).maybe, (await read(id)).person, (await read(id)).level, (await read(id)).channel], [[person(1)], undefined, 0, 'phone'])
  assert.equal((await s.event({ call: 'p1', event: 'answered', agent: 'marta', post: 'seat-1' })).body['status'], 'open')
  assert.equal((await s.event({ call: 'p1', event: 'answered', agent: 'marta', post: 'seat-1' })).status, 200)
  const taken = await s.event({ call: 'p1', event: 'answered', agent: 'juan', post: 'seat-1' })
  assert.deepEqual([taken.status, taken.body['code']], [409, 'contact-taken'], 'two agents, one call')
  assert.equal((await s.event({ call: 'p1', event: 'answered', agent: 'marta', post: 'nowhere' })).status, 400)
  assert.equal((await s.event({ call: 'p1', event: 'ended', cause: 'normal' })).body['status'], 'open', 'she wraps up by herself')
  assert.equal((await s.event({ call: 'p1', event: 'ended', cause: 'dropped' })).body['status'], 'interrupted')
  // Answered without ringing: the event was lost, the contact is made.
  const late = await s.event({ call: 'p2', event: 'answered', agent: 'marta', post: 'seat-1' })
  assert.deepEqual([late.status, (await read(late.body['episode'] as string)).by], [200, 'marta'])
  // Given up while it rang; what comes after the end changes nothing.
  await s.event({ call: 'p3', event: 'ringing' })
  const gone = await s.event({ call: 'p3', event: 'ended' })
  assert.deepEqual([gone.body['status'], (await read(gone.body['episode'] as string)).outcome], ['ended', 'abandoned'])
  assert.deepEqual([(await s.event({ call: 'p3', event: 'answered', agent: 'marta', post: 'seat-1' })).body['status']], ['ended'])
})

test('a fault on the way gives the turn back: the provider’s next try does the work', async () => {
  let broken = true
  const t = await line({ engine: open }, (h) => ({ cases: { ...h.cases, live: { ...h.cases.live, byKeys: async (keys: string) => { if (broken) throw new Error('the database is away'); return h.cases.live.byKeys(keys) } } } }))
  try {
    const call = await t.dial(), { code } = await t.h.begin(nobody)
    await call.keys('1', '1')
    const body = { call: call.call, turn: call.turn, heard: { digits: keyed(code) } }
    assert.equal((await t.post('/api/telephony/turns', body)).status, 500)
    broken = false
    assert.equal((await t.post('/api/telephony/turns', body)).status, 200)
  } finally { await t.close() }
})
