import assert from 'node:assert/strict'
import test from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { refusals } from '#core/refusal'
import { apiServer, type ApiServer, basis, clientToken, type Said } from '../../../test/api/server.ts'

const run = '41000117-9', me = { token: clientToken, person: run }, you = { token: clientToken, person: '41000512-3' }
const registers = { fetch: async (needs: readonly { readonly path: string }[]) => Object.fromEntries(needs.map((n) => [n.path, n.path === 'names' ? { outcome: 'got' as const, value: 'Rosa Núñez Paredes', receipt: { register: 'srcei.civil', institution: 'srcei', id: 'r-1', at: '2026-11-24T12:00:00.000Z' } } : { outcome: 'none' as const }])) }
let s: ApiServer
test.before(async () => { s = await apiServer({ registers, performers: { 'issue-certificate': async (e) => ({ type: 'certificate-issued', data: { output: e.data['output'] } }), notify: async () => null } }) })
test.after(() => s.close())

const refused = (said: Said, code: keyof typeof refusals | 'fault', status = code === 'fault' ? 500 : refusals[code].status): Said => {
  assert.deepEqual([said.status, said.body.code, said.body.type], [status, code, `urn:ventanilla:refusal:${code}`], said.text)
  assert.match(said.headers.get('content-type') ?? '', /^application\/problem\+json/)
  assert.equal(said.body.status, status)
  return said
}
const good = (said: Said, status = 200): Said['body'] => { assert.equal(said.status, status, said.text); return said.body }
const begin = async (who: { token?: string; person?: string } = me) => good(await s.ask('POST', '/api/v1/journeys', { ...who, body: { service: 'spine-test', language: 'es' } }), 201)
const whole = { names: { state: 'confirmed' }, use: { value: 'private' }, rooms: { value: 3 }, nickname: { state: 'declined' }, company: { state: 'declined' }, company_name: { state: 'declined' }, permission: { value: false }, proof: { state: 'declined' }, later: { value: 'nada' }, secure: { state: 'declined' } }

test('a journey from start to case, for a person on a basis', async () => {
  const { id, seq, pin, token, links } = await begin()
  assert.deepEqual([pin, token, links.self], [undefined, undefined, `/api/v1/journeys/${id}`])
  assert.deepEqual(s.recorded.at(-1)!.basis, basis)
  const first = good(await s.ask('GET', links.self, { ...me, headers: { 'accept-language': 'en' } }))
  assert.deepEqual([first.next, first.status, first.canSubmit, first.registers], ['names', 'journey', false, ['names', 'company_name']])
  const use = first.facts.find((f: { path: string }) => f.path === 'use')
  assert.deepEqual([use.status, use.question.ask, use.question.lang, use.question.options], ['missing', 'What for?', 'en', [{ id: 'private', label: 'Private' }, { id: 'special', label: 'Special' }]])
  assert.equal(first.facts.find((f: { path: string }) => f.path === 'institution_name').question, undefined, 'what does not apply yet is not asked')

  const fetched = good(await s.ask('POST', `${links.self}/registers`, { ...me, body: {} }))
  const names = fetched.facts.find((f: { path: string }) => f.path === 'names')
  assert.deepEqual([names.value, names.provenance.state, names.provenance.register.receipt], ['Rosa Núñez Paredes', 'fetched', 'r-1'])

  const form = new FormData()
  form.append('file', new Blob(['hola, esto es un documento'], { type: 'text/plain' }), 'carta.txt')
  const file = good(await s.ask('POST', `${links.self}/files/proof`, { ...me, form }), 201)
  assert.deepEqual([file.name, file.type, file.size], ['carta.txt', 'text/plain', 26])

  const row = good(await s.ask('POST', `${links.self}/rows`, { ...me, body: { list: 'people', row: 'ana', basedOn: fetched.seq } }))
  const two = good(await s.ask('POST', `${links.self}/rows`, { ...me, body: { list: 'people', row: 'beto', basedOn: row.seq } }))
  const gone = good(await s.ask('DELETE', `${links.self}/rows/people/beto?basedOn=${two.seq}`, me))
  assert.deepEqual(gone.facts.find((f: { path: string }) => f.path === 'people').rows, ['ana'])
  assert.equal(good(await s.ask('DELETE', `${links.self}/rows/people/beto?basedOn=${two.seq}`, me)).seq, gone.seq, 'taking it away twice is once')
  const cells = good(await s.ask('POST', `${links.self}/answers`, { ...me, body: { answers: { 'people.ana.first': { value: 'Ana' }, 'people.ana.age': { value: 30 } }, basedOn: gone.seq } }))
  const closed = good(await s.ask('POST', `${links.self}/rows/close`, { ...me, body: { list: 'people', basedOn: cells.seq } }))
  const done = good(await s.ask('POST', links.answers, { ...me, body: { answers: { ...whole, proof: { value: file } }, basedOn: closed.seq } }))
  assert.deepEqual([done.next, done.missing, done.canSubmit, done.eligibility.verdict], [null, [], true, 'yes'])

  const summary = good(await s.ask('GET', links.summary, me))
  assert.deepEqual([summary.answers.use, summary.answers.nickname, summary.answers['people.ana.age']], ['private', null, 30])
  refused(await s.ask('GET', `/api/v1/cases/${id}`, me), 'not-submitted')
  const sent = good(await s.ask('POST', `${links.self}/submission`, { ...me, body: { digest: summary.digest } }))
  assert.deepEqual([sent.status, sent.canSubmit, sent.links.case], ['submitted', false, `/api/v1/cases/${id}`])
  while ((await s.h.cases.workOnce()) > 0);
  const kept = good(await s.ask('GET', sent.links.case, { ...me, headers: { 'accept-language': 'en' } }))
  assert.deepEqual([kept.status, kept.due, kept.title, kept.attachments[0].name, kept.timeline.at(0).says, kept.timeline.at(-1).type], ['closed', '2026-12-24', 'Test', 'carta.txt', 'You started it.', 'stage-ended'])
  assert.ok(kept.timeline.every((e: object) => !('data' in e)))
  const download = await s.ask('GET', kept.attachments[0].href, me)
  assert.deepEqual([download.status, download.text], [200, 'hola, esto es un documento'])
  assert.match(download.headers.get('content-disposition') ?? '', /^attachment; filename="carta.txt"/)
  const mine = good(await s.ask('GET', '/api/v1/cases', me))
  assert.equal(mine.cases.find((c: { id: string }) => c.id === id).links.self, `/api/v1/cases/${id}`)
  assert.ok(seq >= 1)
})

test('nobody known: a random key, a code, a PIN, and a token for that journey alone', async () => {
  refused(await s.ask('POST', '/api/v1/journeys', { key: 'one', body: { service: 'spine-test' } }), 'bad-request')
  const key = 'b8b0a7f2-1c5f-4c8a-9a0d-5a5b7d0c9e11'
  const made = good(await s.ask('POST', '/api/v1/journeys', { key, body: { service: 'spine-test' } }), 201), again = good(await s.ask('POST', '/api/v1/journeys', { key, body: { service: 'spine-test' } }), 201)
  assert.deepEqual([again.id, again.pin, again.code], [made.id, made.pin, made.code])
  assert.match(made.pin, /^\d{6}$/)
  const other = await begin({})
  assert.equal((await s.ask('GET', made.links.self, { token: made.token })).status, 200)
  refused(await s.ask('GET', other.links.self, { token: made.token }), 'not-found')
  refused(await s.ask('POST', '/api/v1/journeys', { token: made.token, body: { service: 'spine-test' } }), 'not-allowed')
  refused(await s.ask('GET', '/api/v1/cases', { token: made.token }), 'not-allowed')
  const filled = good(await s.ask('POST', made.links.answers, { token: made.token, body: { answers: { use: { value: 'private' } }, basedOn: 1 } }))
  refused(await s.ask('POST', made.links.answers, { token: made.token, body: { answers: { secure: { value: 'x' } }, basedOn: filled.seq } }), 'sign-in-needed')
})

test('a repeat is the same; another body under its key is refused; a POST without key is refused before anything is read', async () => {
  const started = { ...me, key: 'start-twice', body: { service: 'spine-test', language: 'es' } }
  const a = good(await s.ask('POST', '/api/v1/journeys', started), 201), b = good(await s.ask('POST', '/api/v1/journeys', started), 201)
  assert.deepEqual(b, a)
  refused(await s.ask('POST', '/api/v1/journeys', { ...started, body: { service: 'spine-test', language: 'en' } }), 'key-reused')
  const answer = { ...me, key: 'k1', body: { answers: { rooms: { value: 2 } }, basedOn: 1 } }
  const one = good(await s.ask('POST', a.links.answers, answer)), two = good(await s.ask('POST', a.links.answers, answer))
  assert.equal(two.seq, one.seq)
  refused(await s.ask('POST', a.links.answers, { ...answer, body: { answers: { rooms: { value: 3 } }, basedOn: 1 } }), 'key-reused')
  for (const path of ['', `/${a.id}/answers`, `/${a.id}/rows`, `/${a.id}/rows/close`, `/${a.id}/registers`, `/${a.id}/files/proof`, `/${a.id}/submission`]) refused(await s.ask('POST', `/api/v1/journeys${path}`, { ...me, key: '', body: 'not even JSON' }), 'key-missing')
})

test('another person’s case is not there, whatever is asked of it', async () => {
  const { id, links } = await begin()
  for (const [method, path, body] of [['GET', '', undefined], ['GET', '/summary', undefined], ['POST', '/answers', { answers: { rooms: { value: 1 } }, basedOn: 1 }], ['POST', '/rows', { list: 'people', row: 'r', basedOn: 1 }], ['POST', '/rows/close', { list: 'people', basedOn: 1 }], ['POST', '/registers', {}], ['POST', '/files/proof', {}], ['POST', '/submission', { digest: 'a'.repeat(64) }], ['DELETE', '/rows/people/r?basedOn=1', undefined]] as const) {
    const theirs = refused(await s.ask(method, `${links.self}${path}`, { ...you, body }), 'not-found'), none = refused(await s.ask(method, `/api/v1/journeys/00000000-0000-4000-8000-000000000000${path}`, { ...you, body }), 'not-found')
    assert.deepEqual({ ...theirs.body, reference: '' }, { ...none.body, reference: '' }, 'nothing tells it from one that does not exist')
    refused(await s.ask(method, `${links.self}${path}`, { body }), 'sign-in-needed')
    refused(await s.ask(method, `${links.self}${path}`, { token: 'made-up', body }), 'sign-in-needed')
  }
  refused(await s.ask('GET', `/api/v1/cases/${id}`, you), 'not-found')
  refused(await s.ask('GET', `/api/v1/cases/${id}/files/${'a'.repeat(64)}`, you), 'not-found')
  refused(await s.ask('GET', '/api/v1/journeys/41000117-9', me), 'not-found')
  refused(await s.ask('GET', '/api/v1/cases', { token: clientToken }), 'not-allowed')
  refused(await s.ask('GET', links.self, { ...me, basis: '' }), 'not-allowed')
})

test('wrong types say where', async () => {
  const { links } = await begin()
  const bad = async (path: string, body: unknown, at: RegExp) => { const said = refused(await s.ask('POST', path, { ...me, body }), 'bad-request'); assert.match(String(said.body.data?.at ?? ''), at, said.text) }
  await bad('/api/v1/journeys', { service: 7 }, /^body\/service$/)
  await bad('/api/v1/journeys', { service: 'spine-test', extra: 1 }, /^body$/)
  await bad(links.answers, { answers: { rooms: 3 }, basedOn: 1 }, /^body\/answers\/rooms$/)
  await bad(links.answers, { answers: { rooms: { value: 3 } }, basedOn: '1' }, /^body\/basedOn$/)
  await bad(links.answers, { answers: {}, basedOn: 1 }, /^body\/answers$/)
  await bad(links.answers, { answers: { rooms: { value: 1, state: 'given' } }, basedOn: 1 }, /^body\/answers\/rooms\/state$/)
  await bad(`${links.self}/rows`, { list: 'people', row: '../x', basedOn: 1 }, /^body\/row$/)
  await bad(`${links.self}/submission`, { digest: 'nope' }, /^body\/digest$/)
  await bad(links.answers, '{"answers":', /^$/)
  await bad(links.answers, '{"answers":{"__proto__":{"value":1}},"basedOn":1}', /^$/)
  refused(await s.ask('POST', `${links.self}/files/proof`, { ...me, body: {} }), 'bad-request')
  refused(await s.ask('POST', `${links.self}/files/proof`, { ...me, form: new FormData() }), 'bad-request')
  refused(await s.ask('DELETE', `${links.self}/rows/people/r`, me), 'bad-request')
  refused(await s.ask('POST', '/api/v1/journeys', { ...me, key: 'has a space', body: { service: 'spine-test' } }), 'bad-request')
})

test('every refusal of a journey comes with its status and what is needed to say it', async () => {
  refused(await s.ask('POST', '/api/v1/journeys', { ...me, body: { service: 'nothing' } }), 'service-unknown')
  refused(await s.ask('GET', '/api/v1/services/nothing'), 'service-unknown')
  const { id, links } = await begin(), send = (answers: object, basedOn: number) => s.ask('POST', links.answers, { ...me, body: { answers, basedOn }, headers: { 'accept-language': 'en' } })
  const wrong = refused(await send({ rooms: { value: 99 }, use: { value: 'private' } }, 1), 'answer-invalid')
  assert.deepEqual(wrong.body.data.problems, [{ path: 'rooms', code: 'range', check: 0, says: 'Up to 20' }])
  assert.match(refused(await send({ rooms: { value: 'many' } }, 1), 'answer-invalid').body.data.problems[0].says, /number/)
  for (const a of [{ nope: { value: 1 } }, { institution_name: { value: 'x' } }, { 'people.r9.age': { value: 1 } }]) refused(await send(a, 1), 'question-not-asked')
  const first = good(await send({ rooms: { value: 5 } }, 1))
  good(await send({ rooms: { value: 6 } }, first.seq))
  const changed = refused(await send({ rooms: { value: 7 } }, first.seq), 'answer-changed')
  assert.deepEqual([changed.body.data.path, changed.body.data.value, changed.body.data.channel], ['rooms', 6, 'api'])
  refused(await s.ask('POST', `${links.self}/submission`, { ...me, body: { digest: 'a'.repeat(64) } }), 'answers-missing')

  const upload = (content: Uint8Array | string, name: string, type: string, path = 'proof') => { const form = new FormData(); form.append('file', new Blob([content as never], { type }), name); return s.ask('POST', `${links.self}/files/${path}`, { ...me, form }) }
  refused(await upload('x', 'a.txt', 'text/plain', 'rooms'), 'question-not-asked')
  refused(await upload(Buffer.from('<html></html>'), 'a.html', 'text/html'), 'file-type-refused')
  refused(await upload('a'.repeat(100_001), 'big.txt', 'text/plain'), 'file-too-large')
  refused(await upload('a'.repeat(11_000_000), 'huge.txt', 'text/plain'), 'file-too-large')

  const none = good(await send({ ...whole, names: { value: 'Rosa' }, rooms: { value: 0 }, people: { value: [] } }, 9))
  assert.deepEqual([none.eligibility.verdict, none.eligibility.because], ['no', [{ rule: 'some_rooms', says: 'At least one room' }]])
  refused(await s.ask('POST', `${links.self}/submission`, { ...me, body: { digest: 'a'.repeat(64) } }), 'not-eligible')
  const ready = good(await send({ rooms: { value: 4 } }, none.seq)), seen = good(await s.ask('GET', links.summary, me)).digest
  assert.equal(ready.canSubmit, true)
  good(await send({ rooms: { value: 5 } }, ready.seq))
  const differs = refused(await s.ask('POST', `${links.self}/submission`, { ...me, body: { digest: seen } }), 'summary-changed')
  assert.deepEqual(differs.body.data.differences, [{ path: 'rooms', was: 4, is: 5 }])
  const { digest } = good(await s.ask('GET', links.summary, me))
  good(await s.ask('POST', `${links.self}/submission`, { ...me, key: 'sent', body: { digest } }))
  good(await s.ask('POST', `${links.self}/submission`, { ...me, key: 'sent', body: { digest } }))
  refused(await s.ask('POST', `${links.self}/submission`, { ...me, body: { digest } }), 'already-submitted')
  refused(await send({ rooms: { value: 1 } }, 99), 'already-submitted')
  refused(await s.ask('GET', `/api/v1/cases/${id}/files/${'a'.repeat(64)}`, me), 'not-found')
  refused(await s.ask('GET', `/api/v1/cases/${id}/files/x`, me), 'not-found')

  const old = await begin()
  await s.h.cases.act(old.id, { do: 'delete' }, { role: 'client', by: 'c', person: (await s.h.cases.open(old.id, { role: 'system', channel: 'api', assurance: 0 }) as { value: { case: { person: string } } }).value.case.person, channel: 'api', assurance: 3 }, 'gone')
  refused(await s.ask('GET', old.links.self, me), 'journey-ended')
})

test('services: the list, the public form and a JSON Schema that its answers fit', async () => {
  const list = good(await s.ask('GET', '/api/v1/services?lang=en'))
  assert.deepEqual([list.services[0].id, list.services[0].title], ['spine-test', 'Test'])
  const form = good(await s.ask('GET', '/api/v1/services/spine-test', { headers: { 'accept-language': 'fr, en;q=0.8, es;q=0.2' } }))
  assert.deepEqual([form.lang, form.facts[1].question.ask, form.facts[2].conditional, form.rules[0].says], ['en', 'What for?', true, 'At least one room'])
  const fits = new Ajv2020({ strict: false, formats: { date: true, email: true, 'date-time': true } }).compile(form.answers)
  const answers = { names: 'Rosa', use: 'private', rooms: 3, people: [{ first: 'Ana', age: 30 }], permission: true }
  assert.ok(fits(answers), JSON.stringify(fits.errors))
  for (const bad of [{ ...answers, rooms: 'three' }, { ...answers, use: 'other' }, { ...answers, people: [{ first: 'Ana' }] }, { ...answers, people: Array(4).fill({ first: 'A', age: 1 }) }, { ...answers, company: '1' }, { ...answers, more: 1 }, { use: 'private' }]) assert.ok(!fits(bad), JSON.stringify(bad))
  assert.equal((await s.ask('GET', '/api/v1/services')).headers.get('content-language'), 'es')
})

test('no RUN in an address, and none in the log', async () => {
  assert.ok(s.lines.length > 50)
  assert.doesNotMatch(JSON.stringify(s.lines), /41000\d{3}/)
})
