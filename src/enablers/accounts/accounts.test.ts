import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { ids } from '#platform/clock'
import { testDatabase } from '#platform/database'
import * as room from './index.ts'
import { createHasher } from './hasher.ts'

const { createAccounts, demoAccount, lock, migrations, passwordProblem, pinProblem, sandboxPeople } = room
const time = { now: Date.parse('2026-11-28T12:00:00.000Z') }
const sent: { person: string; kind: string; to: string; text: string }[] = [], told: { person: string; type: string; data: object }[] = [], ended: string[] = []
const personOf = async (run: string): Promise<string> => ids.uuid5('00000000-0000-4000-8000-000000000000', run), runs = new Map<string, string>()
let db: Awaited<ReturnType<typeof testDatabase>>, accounts: room.Accounts
const needs = () => ({
  sql: db, secret: createHash('sha256').update('tests').digest(), ids, now: () => time.now, runOf: async (p: string) => runs.get(p), endSessions: async (p: string) => { ended.push(p) },
  personOf: async (run: string) => { const p = await personOf(run); runs.set(p, run); return p }, send: async (m: (typeof sent)[number]) => { sent.push(m) }, tell: async (person: string, type: string, data: object) => { told.push({ person, type, data }) },
})
test.before(async () => { db = await testDatabase({ rooms: [migrations] }); accounts = createAccounts(needs()); await accounts.seed([...sandboxPeople, demoAccount('41000117-9', 'Rosa Núñez Paredes')], 'testing') })
test.after(() => db.close())
const digitsIn = (text: string): string => /(\d{3}) (\d{3})/.exec(text)!.slice(1).join('')
const ana = { names: ['Ana'], surnames: ['Rojas', 'Soto'], document: { kind: 'cedula', number: 'A 123.456', expires: '2030-01-01' }, checkedBy: 'ana' }

test('a RUN is locked after ten failures, whoever has it, and from however many at once; each time twice as long; a right password does not open it', async () => {
  for (const run of ['55555555-5', '41000999-1']) {
    const said: string[] = []
    for (let i = 0; i < lock.failures + 2; i++) { const done = await accounts.check(run, 'wrong'); said.push(done.ok ? 'in' : done.problem) }
    assert.deepEqual(said, [...Array(lock.failures).fill('wrong'), 'locked', 'locked'], run)
  }
  assert.deepEqual(await accounts.check('55555555-5', 'testing'), { ok: false, problem: 'locked', seconds: 600 })
  time.now += 599_000
  assert.equal((await accounts.check('55.555.555-5', 'testing')).ok, false)
  time.now += 2_000
  for (let i = 0; i < lock.failures; i++) await accounts.check('55555555-5', 'wrong')
  const again = await accounts.check('55555555-5', 'testing')
  assert.ok(!again.ok && again.problem === 'locked' && again.seconds === 1200, 'the second time')
  time.now += 1_201_000
  assert.ok((await accounts.check('55555555-5', 'testing')).ok)
  // A thousand addresses with one try each at one RUN: ten were judged.
  const many = await Promise.all(Array.from({ length: 1000 }, (_, i) => accounts.check('88888888-8', `guess ${i}`, { source: `10.0.${i >> 8}.${i & 255}` }))), said = many.map((m) => (m.ok ? 'in' : m.problem))
  assert.deepEqual([...new Set(said)].filter((s) => !['wrong', 'locked', 'busy'].includes(s)), [])
  for (let i = 0; i < lock.failures; i++) await accounts.check('88888888-8', `later ${i}`, { source: `10.1.0.${i}` })
  assert.ok(said.filter((s) => s === 'wrong').length <= lock.failures)
  const after = await accounts.check('88888888-8', 'testing', { source: '10.2.0.1' })
  assert.ok(!after.ok && after.problem === 'locked')
})
test('who signed in here before is not locked out by strangers; from the fourth try a question in words comes along', async () => {
  const device = accounts.deviceCookie('44444444-4', undefined)
  assert.match(device, /^[\w-]{24}\.[\w-]{43}$/)
  for (let i = 0; i < 12; i++) await accounts.check('44444444-4', 'stranger')
  assert.equal((await accounts.check('44444444-4', 'testing')).ok, false)
  assert.ok((await accounts.check('44444444-4', 'testing', { device })).ok, 'at home')
  assert.equal((await accounts.check('44444444-4', 'testing', { device: device.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')) })).ok, false, 'a made-up one')
  const fresh = '41000117-9', none = { asked: '', answer: '' }, said = []
  for (let i = 0; i < 4; i++) said.push(await accounts.check(fresh, 'wrong', { question: none }))
  assert.deepEqual(said.map((s) => (s.ok ? 'in' : `${s.problem} ${s.ask}`)), ['wrong false', 'wrong false', 'wrong true', 'question true'])
  const words = ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve']
  const { text, asked } = accounts.question(fresh, 'es'), [, a, b] = /es (\w+) más (\w+)$/.exec(text)!, answer = String(words.indexOf(a!) + words.indexOf(b!))
  assert.equal((await accounts.check(fresh, 'testing', { question: { asked: accounts.question('44444444-4', 'es').asked, answer } })).ok, false, 'another RUN’s question')
  assert.equal((await accounts.check(fresh, 'testing', { question: { asked, answer: '99' } })).ok, false)
  // Nothing is no answer, whatever the sum: one of ten and more has no word here.
  for (let q = accounts.question(fresh, 'es'); ; q = accounts.question(fresh, 'es')) {
    const [, x, y] = /es (\w+) más (\w+)$/.exec(q.text)!
    if (words.indexOf(x!) + words.indexOf(y!) < 10) continue
    assert.equal((await accounts.check(fresh, 'testing', { question: { asked: q.asked, answer: '' } })).ok, false)
    break
  }
  assert.ok((await accounts.check(fresh, 'testing', { question: { asked, answer } })).ok)
})
test('enrolment needs two pairs of eyes and a document that holds; its code sets one password, once', async () => {
  const run = '41000250-7', problem = async (over: object) => { const r = await accounts.enrol({ ...ana, run, second: { by: 'luis' }, ...over }); return r.ok ? 'ok' : r.detail.problem }
  assert.deepEqual([await problem({ second: { by: 'ana' } }), await problem({ run: '41000250-8' }), await problem({ document: { ...ana.document, expires: '2026-11-27' } }), await problem({ document: { ...ana.document, number: '' } }), await problem({ names: [' '] }), await problem({ pin: '123456' }), await problem({ contacts: [{ kind: 'sms', value: '22' }] })], ['second', 'run', 'document', 'document', 'names', 'pin', 'contact'])
  const done = await accounts.enrol({ ...ana, run, second: { register: 'photo' }, contacts: [{ kind: 'sms', value: '912345678' }], pin: '482915' })
  assert.ok(done.ok)
  assert.deepEqual(told.filter((t) => t.person === done.person).map((t) => t.type), ['account-enrolled', 'contact-added', 'phone-pin-set'])
  assert.deepEqual((await accounts.contacts.usable(done.person))?.value, '+56912345678', 'given in person, and the first: at once')
  assert.equal((await accounts.check(run, '')).ok, false, 'no password yet')
  const why = async (code: string, password: string) => { const r = await accounts.activate(run, code, password); return r.ok ? 'ok' : r.problem }
  assert.deepEqual([await why('2222-2222-2222', 'cuatro zorros azules'), await why(done.activation, 'corta'), await why(done.activation.toLowerCase().replaceAll('-', ' '), 'cuatro zorros azules'), await why(done.activation, 'cuatro zorros azules')], ['code', 'short', 'ok', 'code'])
  assert.ok((await accounts.check(run, 'cuatro zorros azules')).ok)
  const kept = JSON.stringify([(await db.query('select * from accounts.accounts')).rows, (await db.query('select * from accounts.proofs')).rows, (await db.query('select * from accounts.contacts')).rows], (_, v) => (Buffer.isBuffer(v) || v?.type === 'Buffer' ? Buffer.from(v).toString('latin1') : v))
  for (const secret of ['41000250', 'Rojas', '912345678', '123456']) assert.ok(!kept.includes(secret), secret)
})
test('a changed contact: six digits, a notice to old and new, and a day before codes go there', async () => {
  const person = await personOf('41000250-7'), before = sent.length
  const added = await accounts.contacts.add(person, { kind: 'email', value: 'ana@ejemplo.cl' })
  assert.ok(added.ok && added.value.to === 'a···@ejemplo.cl')
  assert.equal((await accounts.contacts.confirm(person, added.value.id, '000000')).ok, false)
  assert.equal((await accounts.contacts.confirm(await personOf('other'), added.value.id, digitsIn(sent.at(-1)!.text))).ok, false, 'another person’s')
  const confirmed = await accounts.contacts.confirm(person, added.value.id, digitsIn(sent.at(-1)!.text))
  assert.ok(confirmed.ok && !confirmed.value.usable)
  assert.deepEqual(sent.slice(before).map((m) => m.to).sort(), ['+56912345678', 'ana@ejemplo.cl', 'ana@ejemplo.cl'], 'digits to the new one; a notice to both')
  const phone = (await accounts.contacts.list(person)).find((c) => c.kind === 'sms')!
  assert.ok((await accounts.contacts.remove(person, phone.id)).ok)
  assert.equal((await accounts.contacts.remove(await personOf('other'), added.value.id)).ok, false)
  assert.equal(await accounts.contacts.usable(person), undefined, 'who adds theirs and takes away hers gets no codes')
  assert.deepEqual(sent.slice(before).filter((m) => m.to === phone.value).map((m) => /se (agregó|quitó) un contacto/.exec(m.text)?.[1]), ['agregó', 'quitó'], 'and she hears of it on the old one')
  time.now += 86_400_000
  assert.equal((await accounts.contacts.usable(person))?.value, 'ana@ejemplo.cl')
  const went: boolean[] = []
  for (let i = 0; i < 6; i++) went.push((await accounts.contacts.carry({ person, text: 'x', key: String(i) })).ok)
  assert.deepEqual(went, [true, true, true, true, true, false], 'five an hour to one destination')
})
test('recovery: the same for every RUN; a code of one use unlocks, ends all sessions and is told', async () => {
  const person = await personOf('41000250-7')
  time.now += 3_700_000
  for (let i = 0; i < 11; i++) await accounts.check('41000250-7', 'wrong')
  const nobody = await accounts.recover('41000999-1', 'es'), before = sent.length
  await nobody.sent
  assert.equal(sent.length, before)
  assert.deepEqual(await accounts.recovered(nobody.token, '123456', 'nueve garzas blancas'), { ok: false, problem: 'code' })
  const mine = await accounts.recover('41.000.250-7', 'es')
  await mine.sent
  const digits = digitsIn(sent.at(-1)!.text)
  assert.deepEqual(await accounts.recovered(mine.token, digits, '1234567890'), { ok: false, problem: 'known' })
  assert.ok((await accounts.recovered(mine.token, digits, 'nueve garzas blancas')).ok)
  assert.deepEqual(await accounts.recovered(mine.token, digits, 'otra clave más larga'), { ok: false, problem: 'gone' })
  assert.ok(ended.includes(person) && told.some((t) => t.person === person && t.type === 'account-recovered'))
  assert.match(sent.at(-1)!.text, /recuperó tu cuenta/)
  assert.ok((await accounts.check('41000250-7', 'nueve garzas blancas')).ok, 'unlocked')
  assert.equal((await accounts.check('41000250-7', 'cuatro zorros azules')).ok, false)
})
test('a counter unlocks whoever’s document was checked: tries begin anew everywhere, her record and her contact points are told, in the language she chose', async () => {
  const person = await personOf('41000250-7'), before = sent.length
  await accounts.language.seen(person, 'en')
  for (let i = 0; i < 11; i++) await accounts.check('41000250-7', 'wrong')
  const lock = (await accounts.lockOf(person))!
  assert.ok(lock.failed >= 10 && lock.seconds > 0)
  assert.equal(await accounts.unlock(person, 'marta'), true)
  assert.deepEqual(await accounts.lockOf(person), { failed: 0, seconds: 0 })
  assert.ok((await accounts.check('41000250-7', 'nueve garzas blancas')).ok)
  assert.deepEqual(told.at(-1), { person, type: 'account-unlocked', data: { by: 'marta' } })
  assert.deepEqual(sent.slice(before).map((m) => [m.to, /your account was unlocked/.test(m.text)]), [['ana@ejemplo.cl', true]])
  assert.deepEqual([await accounts.unlock(await personOf('other'), 'marta'), await accounts.lockOf(await personOf('other'))], [false, undefined])
  // Chosen is chosen: signing in on a page in another language changes nothing.
  await accounts.language.choose(person, 'es')
  await accounts.language.seen(person, 'en')
  assert.equal(await accounts.language.of(person), 'es')
  await accounts.told(person, 'passkey-added')
  assert.match(sent.at(-1)!.text, /cambió la forma de entrar/)
})
test('who has no contact point here hears of it where another register knows her; the same notice goes once', async () => {
  const heard: { readonly text: string; readonly key: string }[] = [], other = createAccounts({ ...needs(), elsewhere: async (m) => { heard.push(m); return { ok: true, value: { to: '···' } } } }), person = await personOf('44444444-4')
  await other.language.choose(person, 'en')
  await other.contacts.notice(person, { es: 'hola', en: 'hello' }, 'k')
  assert.deepEqual(heard.map((m) => [m.text, m.key]), [['hello', `${person}:k`]])
})
test('an app of codes: each counts once; three tries between password and code', async () => {
  const { account } = (await accounts.byRun('99999999-9'))!, begun = accounts.totp.begin(account), code = (more = 0) => new TOTP({ secret: Secret.fromBase32(begun.secret), digits: 6, period: 30 }).generate({ timestamp: time.now + more })
  assert.equal(accounts.totp.again((await accounts.byRun('44444444-4'))!.account, begun.sealed), undefined, 'another account’s secret')
  assert.equal(await accounts.totp.keep(account, begun.secret, '000000'), false)
  assert.ok(await accounts.totp.keep(account, begun.secret, code()))
  const done = await accounts.check('99999999-9', 'testing')
  assert.ok(done.ok && done.second === 'totp')
  const token = await accounts.beginSecond(account)
  assert.equal(await accounts.second(token, code()), 'wrong', 'used already')
  assert.deepEqual(await accounts.second(token, code(30_000)), { account })
  const late = await accounts.beginSecond(account)
  assert.deepEqual([await accounts.second(late, '000000'), await accounts.second(late, '000000'), await accounts.second(late, '000000'), await accounts.second(late, code(60_000))], ['wrong', 'wrong', 'gone', 'gone'])
})
test('the telephone’s PIN: five tries, then locked until it is set anew in person', async () => {
  const person = await personOf('41000117-9')
  assert.equal(await accounts.pin.check(person, '482915'), 'none')
  assert.deepEqual(['12345', '111111', '123456', '121212', '196003', '482915'].map(pinProblem), ['shape', 'easy', 'easy', 'easy', 'easy', undefined])
  assert.ok((await accounts.pin.set(person, '482915', 'ana')).ok)
  assert.equal(await accounts.pin.check(person, '482915'), 'right')
  const said = await Promise.all(Array.from({ length: 8 }, () => accounts.pin.check(person, '000000')))
  assert.deepEqual([said.filter((s) => s === 'wrong').length, said.filter((s) => s === 'locked').length], [4, 4])
  assert.equal(await accounts.pin.check(person, '482915'), 'locked')
  await accounts.pin.set(person, '482916', 'ana')
  assert.equal(await accounts.pin.check(person, '482916'), 'right')
})
test('passwords: long enough, on no list, not her own RUN or name', () => {
  const own = { run: '41000117-9', names: ['Rosa'], surnames: ['Núñez', 'Paredes'] }
  assert.deepEqual(['corta', '1234567890', 'Password123', 'aaaaaaaaaaaa', 'abcdefghijkl', '41000117-9!', 'paredes2026', 'la casa de la esquina', 'x'.repeat(201)].map((p) => passwordProblem(p, own)), ['short', 'known', 'known', 'known', 'known', 'yours', 'yours', undefined, 'long'])
})
test('turns: known browsers first, then addresses that did not fail lately; one that sends a thousand waits behind its own, and is the one sent away', async () => {
  const hasher = createHasher({ atOnce: 1, within: 800, now: () => 0 }), order: string[] = [], release: (() => void)[] = []
  const job = (name: string, source: string, first = false) => hasher.run(() => new Promise<void>((done) => { order.push(name); release.push(done) }), { source, first }).then(() => name, () => `${name} away`)
  for (let i = 0; i < 5; i++) hasher.went('robot', false)
  const robot = [job('r0', 'robot'), job('r1', 'robot')], flood = Array.from({ length: 40 }, (_, i) => job(`f${i}`, 'flood')), lawful = job('lawful', 'home'), known = job('known', 'cafe', true)
  for (let i = 0; i < 60; i++) { release.shift()?.(); await new Promise((r) => setImmediate(r)) }
  assert.deepEqual([order[0], order[1]], ['r0', 'known'])
  assert.ok(order.indexOf('lawful') <= 3, order.slice(0, 6).join())
  assert.deepEqual([await lawful, await known], ['lawful', 'known'])
  assert.equal(await robot[1], 'r1 away')
  assert.ok((await Promise.all(flood)).filter((f) => f.endsWith('away')).length >= 25)
  hasher.went('robot', true)
  assert.equal(hasher.waiting(), 0)
})
test('the README’s example gives what it says', async () => {
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/enablers/accounts/README.md', 'utf8')) ?? []
  let checked = 0
  const lines = block.split('\n').filter((l) => !l.startsWith('const accounts')).map((l) => { const [, code, value] = /^(.*?)\s+\/\/ (.*)$/.exec(l) ?? []; if (code === undefined) return l; checked++; return `;same(${code}, ${value})` })
  await new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)('accounts', 'same', lines.join('\n'))(accounts, assert.deepEqual)
  assert.equal(checked, 3)
})
