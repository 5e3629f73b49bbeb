import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { type House, startHouse } from '#app/main.ts'
import type { Outcome } from '#core/refusal'
import { readConfig } from '#platform/config'
import { watchReads } from '../access/watch.ts'
import { keyed } from './line.ts'
import { dial } from './phone.ts'

/** What can be keyed, and a text that cannot. Nobody needs to be known, so that code and PIN open it. */
const definition = `id: prueba-de-teclas
version: 1.0.0
institution: srcei
title: { es: Prueba de teclas, en: Keys test }
languages: [es, en]
law: [Ley 19.880]
audience: { who: person, assurance: 0 }
channels: { web: transact, ivr: transact, phone: transact, api: transact }
sections:
  - { id: one, title: { es: Uno, en: One } }
  - { id: two, title: { es: Dos, en: Two } }
facts:
  - { id: use, type: choice, section: one, purpose: decide, options: [{ id: work, say: { es: Trabajo, en: Work } }, { id: home, say: { es: Casa, en: Home } }], say: { ask: { es: ¿Para qué?, en: What for? } } }
  - { id: rooms, type: integer, section: one, purpose: decide, say: { ask: { es: ¿Cuántas piezas?, en: How many rooms? } } }
  - { id: since, type: date, section: two, purpose: decide, say: { ask: { es: ¿Desde cuándo?, en: Since when? } } }
  - { id: company, type: rut, section: two, purpose: decide, say: { ask: { es: ¿Qué empresa?, en: Which company? } } }
  - { id: story, type: text, section: two, purpose: decide, say: { ask: { es: Cuéntanos., en: Tell us. } } }
eligibility:
  - { id: any, must: rooms > 0, say: { es: Al menos una pieza., en: At least one room. } }
lifecycle:
  - { id: issue, outputs: [paper] }
outputs:
  - { id: paper, title: { es: Constancia, en: Record }, facts: [use, since, company, story] }
examples:
  - { name: yes, on: 2026-11-24, given: { use: work, rooms: "3", since: 2020-01-01, company: 41900101-5, story: algo }, expect: { eligibility: yes } }
  - { name: no, on: 2026-11-24, given: { use: work, rooms: "0", since: 2020-01-01, company: 41900101-5, story: algo }, expect: { eligibility: no } }
`
const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const system = { role: 'system', channel: 'api', assurance: 0 } as const, marta = { role: 'agent', by: 'marta', institution: 'ips', channel: 'phone', venue: 'central-telefonica', assurance: 0 } as const
const watch = watchReads()
let house: House, folder: string, sip: { readonly host: string; readonly port: number }, token: string, n = 0
test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ventanilla-sip-'))
  const service = join(folder, 'more/srcei/prueba-de-teclas')
  mkdirSync(service, { recursive: true })
  writeFileSync(join(service, 'service.yaml'), definition)
  house = await startHouse(readConfig({ PORT: '0', VENTANILLA_DATA: folder, VENTANILLA_SIP: '127.0.0.1:0', VENTANILLA_SERVICES: `${join(folder, 'more')}:test/services` }), { root: process.cwd(), demo: true, dev: false, work: true, serve: true, tap: watch.tap })
  const [, host = '', port = ''] = /telephone: sip:ventanilla@([\d.]+):(\d+)/.exec(house.says.join('\n')) ?? []
  sip = { host, port: Number(port) }
  token = /(vc_[A-Za-z0-9_-]{43})/.exec(await board())![1]!
})
test.after(async () => { await house?.stop(); rmSync(folder, { recursive: true, force: true }); watch.close() })

const board = async (): Promise<string> => (await fetch(`${house.address}/demo`)).text()
const digitsSent = async (): Promise<string> => /(\d{3}) (\d{3})/.exec(await board())!.slice(1).join('')
const api = async (path: string, body: unknown, run?: string) => {
  const reply = await fetch(`${house.address}/api/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': `sip-test-number-${n++}`, ...(run === undefined ? {} : { authorization: `Bearer ${token}`, 'ventanilla-person': run, 'ventanilla-basis': 'prueba' }) }, body: JSON.stringify(body) })
  assert.ok(reply.ok, await reply.clone().text())
  return (await reply.json()) as { readonly [k: string]: unknown }
}
const soon = async <T>(what: () => Promise<T | undefined>, ms = 15_000): Promise<T> => { for (const end = Date.now() + ms; Date.now() < end; await new Promise((r) => setTimeout(r, 100))) { const found = await what(); if (found !== undefined) return found } return assert.fail('it did not come') }
const contacts = async (open = true) => Promise.all((await house.cases.episodes.list({ institution: 'ips', open })).map(async (e) => value(await house.cases.episodes.get(e.id, system))))
const waiting = (journey: string, ms?: number) => soon(async () => (await contacts()).find((f) => f.journeys.includes(journey) && f.handedTo !== undefined), ms)

/** A SIPp scenario (its recorded keys are of payload type 101): call, press these keys one after the other, a space is a while, wait, hang up. */
function scenario(keys: string, pace: number): string {
  const name: { readonly [k: string]: string } = { '#': 'pound', '*': 'star' }
  const request = (method: string, cseq: number, to: string, body: string): string => `<send${method === 'ACK' ? '' : ' retrans="500"'}><![CDATA[\n${method} sip:1818@[remote_ip]:[remote_port] SIP/2.0\nVia: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\nFrom: <sip:+56912345678@[local_ip]:[local_port]>;tag=[call_number]\nTo: <sip:1818@[remote_ip]:[remote_port]>${to}\nCall-ID: [call_id]\nCSeq: ${cseq} ${method}\nContact: <sip:c@[local_ip]:[local_port]>\nMax-Forwards: 70\n${body}]]></send>\n`
  const sdp = 'Content-Type: application/sdp\nContent-Length: [len]\n\nv=0\no=u 1 1 IN IP4 [local_ip]\ns=-\nc=IN IP4 [media_ip]\nt=0 0\nm=audio [auto_media_port] RTP/AVP 0 101\na=rtpmap:0 PCMU/8000\na=rtpmap:101 telephone-event/8000\n'
  const press = [...keys].map((k) => (k === ' ' ? '<pause milliseconds="' + 5 * pace + '"/>' : `<nop><action><exec play_pcap_audio="/usr/share/sip-tester/dtmf_2833_${name[k] ?? k}.pcap"/></action></nop><pause milliseconds="${pace}"/>`)).join('\n')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="keys">\n${request('INVITE', 1, '', sdp)}<recv response="100" optional="true"/><recv response="180" optional="true"/><recv response="200"/>\n${request('ACK', 1, '[peer_tag_param]', 'Content-Length: 0\n\n')}<pause milliseconds="1500"/>\n${press}\n<pause milliseconds="5000"/>\n${request('BYE', 2, '[peer_tag_param]', 'Content-Length: 0\n\n')}<recv response="200"/>\n</scenario>\n`
}
async function sipp(keys: string, pace: number): Promise<{ readonly code: number | null; readonly said: string }> {
  const file = join(folder, `keys-${n++}.xml`), program = (JSON.parse(readFileSync('.cache/sipp.json', 'utf8')) as { path: string }).path
  writeFileSync(file, scenario(keys, pace))
  const child = spawn(program, ['-sf', file, '-m', '1', '-i', '127.0.0.1', '-mi', '127.0.0.1', '-nostdin', `${sip.host}:${sip.port}`], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const out of [child.stdout, child.stderr]) out.on('data', (d: Buffer) => { said += d.toString() })
  const late = setTimeout(() => child.kill('SIGKILL'), 120_000)
  return new Promise((done) => child.once('exit', (code) => { clearTimeout(late); done({ code, said: said.slice(-2000) }) }))
}

test('a real call by SIPp: code and PIN, all that can be keyed in, a wrong key on the way, the rest to a person with every answer kept', async () => {
  // SIPp presses by the clock and hears nothing: on a machine that is slow to answer it presses more slowly, once.
  let id = '', file: Awaited<ReturnType<typeof waiting>> | undefined, calling: ReturnType<typeof sipp> | undefined
  for (const pace of [600, 2000]) {
  const begun = await api('/journeys', { service: 'prueba-de-teclas', language: 'es' })
  id = String(begun['id'])
  // Spanish, go on, code, PIN; a key that is no option, then Casa; three rooms; right; a date; a RUT; right; a person, please.
  calling = sipp(`11${keyed(String(begun['code']))}${String(begun['pin'])}#9 23#105032020419001015#11`, pace)
  file = await Promise.race([waiting(id, 110_000), calling.then(({ said }) => (pace === 600 ? undefined : assert.fail(`the call ended before anybody was asked for: ${said}`)))])
  if (file !== undefined) break
  }
  assert.ok(file !== undefined && calling !== undefined)
  assert.deepEqual([file.channel, file.handedTo?.why, file.by, file.status], ['ivr', 'Falta lo que no se responde por teclas', undefined, 'open'])
  // Marta takes it while the caller waits: she has the journey at once, at the question that is left.
  value(await house.cases.episodes.claim(file.id, marta))
  value(await house.cases.attention.open(marta, { on: { call: file.id }, reason: 'viene de la línea automática' }))
  const seen = value(await house.cases.open(id, await house.cases.attention.viewer(marta))), { answers } = seen.case
  assert.deepEqual(['use', 'rooms', 'since', 'company'].map((p) => answers[p]?.value), ['home', 3, '2020-03-05', '41900101-5'])
  assert.ok(['use', 'rooms', 'since', 'company'].every((p) => answers[p]!.channel === 'ivr'))
  assert.deepEqual([seen.view.next, answers['story']], ['story', undefined])
  const { code, said } = await calling
  assert.equal(code, 0, said)
  assert.equal(value(await house.cases.episodes.get(file.id, system)).status, 'open', 'she wraps up by herself')
})

test('who calls hears a voice, in Spanish and in English; her six digits raise the level; a key cuts the words short; the machine hangs up with the code said', async () => {
  const begun = await api('/journeys', { service: 'bono-prueba', language: 'es' }, '41000117-9'), id = String(begun['id']), phone = await dial(sip)
  try {
    phone.invite()
    await phone.answered()
    const welcome = await phone.listen()
    assert.ok(welcome.loudness > 300 && welcome.seconds > 3, JSON.stringify(welcome))
    await phone.keys('2')
    const menu = await phone.listen()
    assert.ok(menu.loudness > 300 && menu.seconds > 5, JSON.stringify(menu))
    await phone.keys('1')
    await phone.until(() => phone.heard.loudAt > Date.now() - 100, 5000, 'no question')
    // In the middle of the words, as people who call often do; one packet of a key is enough, and a strange order does no harm.
    const keys = keyed(String(begun['code']))
    for (const [i, k] of [...keys].entries()) { phone.key(k, i === 2 ? 'lost' : i === 5 ? 'mixed' : 'whole'); await new Promise((r) => setTimeout(r, 60)) }
    await phone.begins()
    await phone.keys('#')
    await phone.begins()
    await phone.keys(`${await digitsSent()}#`)
    // What she keys in is hers, at level 2: rented, low, wood, no other, at a branch.
    for (const k of ['2', '1', '1', '1', '2', '1', '2', '1']) { await phone.begins(); await phone.keys(k) }
    await phone.begins()
    const seen = value(await house.cases.open(id, system)).case.answers
    assert.deepEqual(['tenure', 'income', 'heating', 'other_benefit', 'pay_by'].map((p) => [seen[p]?.value, seen[p]?.channel, seen[p]?.assurance]), [['rented', 'ivr', 2], ['low', 'ivr', 2], ['wood', 'ivr', 2], [false, 'ivr', 2], ['office', 'ivr', 2]])
    assert.deepEqual([seen['born']?.state, seen['address']?.state], ['fetched', 'fetched'], 'registers were asked, and nothing was confirmed unheard')
    await phone.keys('2')
    await phone.over()
    const file = (await contacts(false)).find((f) => f.journeys.includes(id))!
    assert.deepEqual([file.status, file.outcome, file.level, file.topics.map((t) => t.outcome)], ['ended', 'partly', 2, ['continued']])
    assert.match(await board(), /siga|go on with/i, 'and a link is on its way')
  } finally { await phone.hangUp() }
})

test('the line drops in the middle: the draft stays, the contact is interrupted; she is called back', async () => {
  const begun = await api('/journeys', { service: 'bono-prueba', language: 'es' }, '41000117-9'), id = String(begun['id']), phone = await dial(sip)
  phone.invite()
  await phone.answered()
  await phone.begins()
  await phone.keys('1')
  await phone.begins()
  await phone.keys('1')
  await phone.begins()
  await phone.keys(keyed(String(begun['code'])))
  await phone.begins()
  await phone.keys('#')
  await phone.begins()
  await phone.keys(`${await digitsSent()}#`)
  await phone.begins()
  await phone.keys('2')
  await soon(async () => value(await house.cases.open(id, system)).case.answers['tenure'])
  await phone.hangUp()
  const file = await soon(async () => (await contacts(false)).find((f) => f.journeys.includes(id) && f.status === 'interrupted' && f.tasks.length > 0))
  assert.deepEqual([file.tasks.length, value(await house.cases.open(id, system)).case.answers['tenure']!.value], [1, 'rented'])
})

test('SIP as it comes: options, a stranger’s goodbye, an unknown voice, a call taken back, an answer nobody acknowledges, rubbish', async () => {
  const phone = await dial(sip)
  phone.send('OPTIONS', 7)
  await phone.until(() => phone.got.includes('200 OPTIONS'), 3000, 'no answer to OPTIONS')
  phone.send('BYE', 8)
  await phone.until(() => phone.got.includes('481 BYE'), 3000, 'a call that is not there can be ended')
  phone.send('SUBSCRIBE', 9)
  await phone.until(() => phone.got.includes('501 SUBSCRIBE'), 3000, 'no answer to a method we lack')
  phone.invite(18)
  await phone.until(() => phone.got.includes('488 INVITE'), 3000, 'a codec we lack was taken')
  await phone.hangUp()

  const quiet = await dial(sip, { answer: false })
  quiet.invite()
  await quiet.until(() => quiet.got.filter((g) => g === '200 INVITE').length >= 2, 4000, 'the answer is not sent again')
  quiet.send('BYE', 3, { tag: 'somebody-else' })
  await quiet.until(() => quiet.got.includes('481 BYE'), 3000, 'somebody else can end the call')
  quiet.send('CANCEL', 1, { branch: 'INVITE1' })
  await quiet.until(() => quiet.got.includes('487 INVITE') && quiet.got.includes('200 CANCEL'), 3000, 'it cannot be taken back')
  await quiet.hangUp()
  for (const junk of ['', 'hola', 'INVITE', 'INVITE sip:x SIP/2.0\r\n\r\n', `INVITE sip:x SIP/2.0\r\n${'a: b\r\n'.repeat(500)}\r\n`]) { const s = await dial(sip); s.send(junk as 'BYE', 1); await s.hangUp() }
  const again = await dial(sip)
  again.send('OPTIONS', 1)
  await again.until(() => again.got.includes('200 OPTIONS'), 3000, 'it did not survive')
  await again.hangUp()
})
