import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { HtmlValidate } from 'html-validate'
import type { VNode } from 'preact'
import type { Case } from '#core/case'
import { compile } from '#core/journey'
import { refusals } from '#core/refusal'
import type { Attribute, Vocabulary } from '#core/service'
import type { Key } from '#platform/crypto'
import { testDatabase } from '#platform/database'
import { createHttp, type Line } from '#platform/http'
import { readYaml } from '#platform/yaml'
import { document } from '#ui'
import { type Certificates, type CertificatesNeeds, createCertificates, demo, type Effect, effects, failing, folioOf, type Maker, migrations, typst } from './index.ts'

const attribute = (type: 'run' | 'text', es: string): Attribute => ({ type, class: 'personal', owner: 'srcei', register: 'srcei.civil', field: es, say: { ask: { es, en: es }, label: { es, en: es } } })
const vocabulary: Vocabulary = { attributes: { 'person.run': attribute('run', 'RUN'), 'person.names': attribute('text', 'Nombres') }, parameters: {}, registers: { 'srcei.civil': { institution: 'srcei', name: { es: 'Registro Civil' } } }, effects, actors: [], institutions: { srcei: { name: 'Registro Civil' } }, channels: {} }
const yaml = `id: prueba
version: 1.0.0
institution: srcei
title: { es: Trámite de prueba, en: Test service }
languages: [es, en]
law: [Ley 19.880, Ley 21.180]
audience: { who: person, assurance: 3 }
facts:
  - { id: run, attribute: person.run, source: { registry: srcei.civil, field: run, confirm: show, else: ask } }
  - { id: names, attribute: person.names, source: { registry: srcei.civil, field: names, confirm: show, else: ask } }
  - id: use
    type: choice
    options:
      - { id: private, say: { es: Fines particulares, en: Private purposes } }
    say: { ask: { es: ¿Para qué?, en: What for? }, label: { es: Tipo, en: Kind } }
  - { id: paid, type: money, optional: true, say: { ask: { es: Monto, en: Amount } } }
  - { id: since, type: date, say: { ask: { es: Desde cuándo, en: Since when } } }
  - { id: secret, type: text, say: { ask: { es: Secreto, en: Secret } } }
  - { id: twice, type: money, source: { compute: 'default(paid, 0) * 2' }, say: { ask: { es: Doble, en: Double } } }
  - id: people
    type: list
    list: { min: 0, max: 3, label: { es: Persona, en: Person }, of: [{ id: first, type: text, say: { ask: { es: Nombre, en: Name } } }] }
    say: { ask: { es: Personas, en: People } }
eligibility: []
lifecycle: [{ id: issue, outputs: [certificate, plain], law: 'Ley 1, art. 2' }]
outputs:
  - id: certificate
    valid_for: P60D
    title: { es: Certificado de prueba, en: Test certificate }
    body: { es: "Se certifica a **{names}**, con [su ley](https://www.bcn.cl/leychile).\\n\\n{paid}\\n\\n- uno {since}", en: "This certifies **{names}**." }
    facts: [names, run, use, paid, since, twice, people]
  - { id: plain, law: 'Ley 3', title: { es: Constancia, en: Record } }
examples: []
`
const done = compile(readYaml(yaml, 'service.yaml').value, vocabulary)
if ('problems' in done) throw new Error(JSON.stringify(done.problems))
const { engine } = done
const caseId = randomUUID(), names = 'Rosa Núñez Paredes', today = '2026-11-24', now = '2026-11-24T13:04:05.000Z'
const given = (value: unknown) => ({ value: value as never, state: 'given' as const })
const file: Case = {
  id: caseId, seq: 4, status: 'submitted', service: 'prueba', version: '1.0.0', language: 'es', code: 'XXX-XXX-XXX', institution: 'srcei', fetched: {}, outcomes: [], touchedOn: today,
  answers: { run: given('41000117-9'), names: given(names), use: given('private'), paid: given(1050), since: given('2026-01-31'), secret: given('no lo digas'), people: { state: 'given', rows: [{ id: 'a', answers: { first: given('Inés') } }, { id: 'b', answers: { first: given('Leo') } }] } },
}
const effectOf = (id: string, more: Partial<Effect> & { file?: Case } = {}): Effect => {
  const { file: own = file, ...rest } = more
  return { id, case: own, kind: 'issue-certificate', data: { output: 'certificate' }, engine, view: engine.pass(own.answers, { today, lang: 'es' }), today, now, ...rest }
}

const sql = await testDatabase({ rooms: [migrations] })
const folder = mkdtempSync(join(tmpdir(), 'ventanilla-issued-'))
test.after(async () => { await sql.close(); rmSync(folder, { recursive: true, force: true }) })
const keys = new Map<string, Key>(), secret = Buffer.alloc(32, 3)
let day = today
const needs: CertificatesNeeds = {
  sql, maker: demo(), secret, publicUrl: () => 'https://ventanilla.example', institutionName: (_id, lang) => (lang === 'en' ? 'Civil Registry' : 'Registro Civil'), today: () => day,
  keyOf: async (id) => { if (!keys.has(id)) keys.set(id, Buffer.alloc(32, 9)); return keys.get(id)!.length === 0 ? null : keys.get(id)! },
}
const certificates = createCertificates(needs)
const issue = (c: Certificates, e: Effect) => c.performs['issue-certificate'](e)
const rowsOf = async (id: string) => (await sql.query<{ [k: string]: unknown }>('select * from certificates.issued where effect_id = $1', [id])).rows
const textOf = (pdf: Buffer): string => { const path = join(folder, `${randomUUID()}.pdf`); writeFileSync(path, pdf); return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ') }
const bytesOf = async (folio: string, id = caseId): Promise<Buffer> => { const found = await certificates.download(id, folio); return found.ok ? found.value.bytes : assert.fail(found.refusal) }
const sha = (b: Buffer): string => createHash('sha256').update(b).digest('hex')

test('one effect, one certificate: the same row, folio and bytes however often and whenever it is asked', async () => {
  const id = randomUUID(), first = await issue(certificates, effectOf(id))
  assert.deepEqual(first, { type: 'certificate-issued', data: { output: 'certificate', folio: folioOf(id, secret), sha256: first.data.sha256, issuedAt: now, validUntil: '2027-01-23' } })
  const bytes = await bytesOf(first.data.folio)
  assert.equal(sha(bytes), first.data.sha256)
  // A day later, in another process, with a maker that is down: what was made stands.
  assert.deepEqual(await issue(createCertificates({ ...needs, maker: failing() }), effectOf(id, { today: '2026-11-25', now: '2026-11-25T13:00:00.000Z' })), first)
  assert.equal((await rowsOf(id)).length, 1)
  assert.ok(bytes.equals(await bytesOf(first.data.folio)))
  assert.notEqual((await issue(certificates, effectOf(randomUUID()))).data.folio, first.data.folio)
})
test('eight workers at the same effect, each with its own clock: one certificate', async () => {
  for (let round = 0; round < 5; round++) {
    const id = randomUUID()
    // All of them have made their document before the first writes it down.
    let waiting = 0, go: () => void
    const all = new Promise<void>((resolve) => { go = resolve }), slow: Maker = { ...demo(), make: async (c) => { const pdf = await demo().make(c); if (++waiting === 8) go(); await all; return pdf } }
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, n) => issue(createCertificates({ ...needs, maker: slow }), effectOf(id, { now: `2026-11-24T13:00:0${n}.000Z` }))))
    for (const outcome of outcomes) assert.deepEqual(outcome, outcomes[0])
    assert.equal((await rowsOf(id)).length, 1)
    assert.equal(sha(await bytesOf(outcomes[0]!.data.folio)), outcomes[0]!.data.sha256)
  }
})
test('a maker that fails leaves nothing behind and is a fault, so that the outbox tries again', async () => {
  const id = randomUUID()
  await assert.rejects(issue(createCertificates({ ...needs, maker: failing() }), effectOf(id)), /down/)
  await assert.rejects(issue(certificates, effectOf(id, { data: { output: 'none' } })), /no output/)
  assert.equal((await rowsOf(id)).length, 0)
  assert.equal((await issue(certificates, effectOf(id))).data.folio, folioOf(id, secret))
})
test('the document says what the output names, as each kind shows it, once; nothing else of the case', async () => {
  const text = textOf(await bytesOf((await issue(certificates, effectOf(randomUUID()))).data.folio))
  for (const said of ['Registro Civil', 'Certificado de prueba', 'Emitido el 24/11/2026 a las 10:04 horas', names, '41.000.117-9', 'Tipo Fines particulares', '$1.050', 'uno 31/01/2026', '$2.100', 'Persona 1: Nombre Inés', 'Persona 2: Nombre Leo', 'su ley', 'Válido hasta el 23/01/2027', 'Ley 1, art. 2', 'Demostración: sin valor legal']) assert.ok(text.includes(said), `${said} in ${text}`)
  for (const once of [names, '$1.050', '31/01/2026']) assert.equal(text.split(once).length, 2, once)
  assert.ok(!text.includes('no lo digas') && !text.includes('{'))
  const en = textOf(await bytesOf((await issue(certificates, effectOf(randomUUID(), { file: { ...file, language: 'en' } }))).data.folio))
  for (const said of ['Civil Registry', 'Test certificate', `This certifies ${names}`, 'Private purposes', 'Issued on 24 November 2026 at 10:04']) assert.ok(en.includes(said), said)
  // An output that names no fact still says whose it is; a language without words of ours is Spanish.
  const plain = textOf(await bytesOf((await issue(createCertificates({ ...needs, maker: typst() }), effectOf(randomUUID(), { file: { ...file, language: 'arn' }, data: { output: 'plain' } }))).data.folio))
  for (const said of ['Constancia', names, '41.000.117-9', 'Ley 3']) assert.ok(plain.includes(said), said)
  assert.ok(!plain.includes('sin valor legal') && !plain.includes('Válido hasta'))
})
test('a document is never issued with a hole: what its body names and is not there stops it; what was declined is a dash', async () => {
  const { paid: _, ...answers } = file.answers, id = randomUUID()
  await assert.rejects(issue(certificates, effectOf(id, { file: { ...file, answers } })), /names paid, which is missing/)
  assert.equal((await rowsOf(id)).length, 0)
  const text = textOf(await bytesOf((await issue(certificates, effectOf(id, { file: { ...file, answers: { ...answers, paid: { state: 'declined' } } } }))).data.folio))
  assert.match(text, /Monto — /)
})
test('plain columns hold nobody; the bytes are sealed; forgetting leaves the fact that it was issued', async () => {
  const own = randomUUID(), id = randomUUID(), { data: { folio } } = await issue(certificates, effectOf(id, { file: { ...file, id: own } }))
  const [row] = await rowsOf(id), { pdf, ...plain } = row!
  assert.deepEqual(Object.keys(plain).sort(), ['case_id', 'demo', 'effect_id', 'folio', 'institution', 'issued_at', 'output', 'service', 'service_name', 'sha256', 'title', 'valid_until', 'version', 'zone'])
  for (const person of [/Rosa|Núñez|Paredes/, /41\.?000\.?117/]) { assert.doesNotMatch(JSON.stringify(plain), person); assert.doesNotMatch((pdf as Buffer).toString('latin1'), person) }
  assert.ok(!(pdf as Buffer).includes('%PDF'))
  // Moved to another row, or under another key, the bytes do not open.
  const other = await issue(certificates, effectOf(randomUUID(), { file: { ...file, id: own } }))
  await sql.query('update certificates.issued set pdf = $1 where folio = $2', [pdf, other.data.folio])
  await assert.rejects(certificates.download(own, other.data.folio))
  assert.deepEqual(await certificates.download(caseId, folio), { ok: false, refusal: 'not-found' })
  keys.set(own, Buffer.alloc(0))
  assert.deepEqual(await certificates.download(own, folio), { ok: false, refusal: 'journey-ended' })
  await assert.rejects(issue(certificates, effectOf(randomUUID(), { file: { ...file, id: own } })), /forgotten/)
  await certificates.forget(own)
  assert.deepEqual((await rowsOf(id))[0]!['pdf'], null)
  assert.equal((await certificates.verify({ folio }, 'es')).verdict, 'issued')
})
test('the list of a case’s documents', async () => {
  const own = randomUUID(), id = randomUUID(), { data: { folio } } = await issue(certificates, effectOf(id, { file: { ...file, id: own } }))
  assert.deepEqual(await certificates.documents(own, 'en'), [{ title: 'Test certificate', folio, href: `/tramite/${own}/documento/${folio}`, verify: `/verificar/${folio}` }])
  assert.deepEqual(await certificates.documents(randomUUID(), 'es'), [])
})
test('without 32 bytes of secret there are no folios', () => { assert.throws(() => createCertificates({ ...needs, secret: Buffer.alloc(16) }), /32 bytes/) })

// --- the public page, over the real web server
const lines: Line[] = []
async function site(limits = {}) {
  const http = await createHttp({
    secret, now: () => Date.parse(now), log: (line) => lines.push(line), healthy: async () => true, refusals, limits,
    render: {
      page: (s) => document({ lang: s.lang, title: s.title, siteName: 'Ventanilla', body: s.body as VNode, home: '/', skip: 'Saltar', nav: { label: 'Principal', items: [] }, footer: { label: 'Pie', items: [{ href: '/', text: 'Inicio' }] }, languages: s.other.map((o) => ({ ...o, text: o.lang })), languagesLabel: 'Idiomas' }),
      apology: (a) => a.message,
    },
  })
  await http.screens((app) => certificates.routes(app, { page: http.page, limits: http.limits, mayOpen: async (req, id) => id === caseId && req.headers['x-who'] === 'rosa' }))
  await http.app.ready()
  return http
}
const http = await site(), html = new HtmlValidate({ extends: ['html-validate:recommended'], rules: { 'doctype-style': 'off', 'void-style': 'off', 'aria-label-misuse': ['error', { allowAnyNamable: true }], 'long-title': 'off', 'require-sri': 'off', 'no-inline-style': 'error' } })
test.after(() => http.stop())
const get = (url: string, headers: Record<string, string> = {}) => http.app.inject({ method: 'GET', url, headers })
const spoken = (body: string): string => body.replace(/<head>.*?<\/head>/s, '').replace(/<[^>]+>/g, ' ').replace(/&#39;/g, '’').replace(/\s+/g, ' ')
/** Sends the form as a browser without JavaScript does. */
async function post(url: string, fields: { readonly [name: string]: string }, upload?: Buffer, from = '/verificar') {
  const form = await get(from), token = /name="_token" value="([^"]+)"/.exec(form.body)![1]!, cookie = form.cookies.map((c) => `${c.name}=${c.value}`).join('; '), edge = 'x-edge-x'
  const part = (name: string, value: string | Buffer, more = '') => Buffer.concat([Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`), Buffer.from(value as string), Buffer.from('\r\n')])
  const payload = Buffer.concat([part('_token', token), ...Object.entries(fields).map(([n, v]) => part(n, v)), part('file', upload ?? '', `; filename="${upload ? 'documento.pdf' : ''}"\r\ncontent-type: application/pdf`), Buffer.from(`--${edge}--\r\n`)])
  return http.app.inject({ method: 'POST', url, headers: { 'content-type': `multipart/form-data; boundary=${edge}`, origin: 'http://localhost:80', host: 'localhost:80', 'sec-fetch-site': 'same-origin', cookie }, payload })
}
const { data: known } = await issue(certificates, effectOf(randomUUID())), original = await bytesOf(known.folio), changed = Buffer.from(original)
changed[changed.length - 20]! ^= 1

test('the public page: folio, file the same, file altered, expired, unknown; clean HTML in both languages, nobody’s name', async () => {
  const typo = known.folio.slice(0, -1) + (known.folio.endsWith('2') ? '3' : '2'), stranger = folioOf('stranger', secret), form = Buffer.from('%PDF-1.7 something else')
  for (const lang of ['', '/en']) {
    const es = lang === '', path = `${lang}/verificar/${known.folio}`
    const pages: readonly (readonly [string, Awaited<ReturnType<typeof get>>, number, readonly string[]])[] = [
      ['form', await get(`${lang}/verificar`), 200, es ? ['Verifica un documento', 'todavía no lleva firma electrónica avanzada'] : ['Check a document', 'does not carry an advanced electronic signature yet']],
      ['issued', await get(path), 200, es ? ['Este folio existe', 'Certificado de prueba', 'Registro Civil', 'Trámite de prueba', '24/11/2026, 10:04 horas', '23/01/2027', 'Vigente', 'Falta comparar tu archivo', 'Compáralo con lo que tienes', 'Qué prueba esta página', 'Qué no prueba', 'todavía no lleva firma electrónica avanzada', 'documento de demostración', known.sha256.slice(0, 4)] : ['This folio exists', '24 November 2026, 10:04', '23 January 2027', 'Test certificate', 'Civil Registry', 'In force', 'What it does not prove']],
      ['same', await post(path, {}, original), 200, es ? ['Este documento es auténtico', 'Nadie lo ha cambiado', 'Igual al original', 'Coincide', 'firma electrónica avanzada'] : ['This document is authentic', 'Matches']],
      ['altered', await post(path, {}, changed), 200, es ? ['No confíes en este documento', 'Qué hacer', 'No lo aceptes', 'Distinto del original', 'No coincide', 'Huella de tu archivo'] : ['Do not trust this document', 'What to do', 'Does not match']],
      ['unknown', await get(`${lang}/verificar/${stranger}`), 404, es ? ['No encontramos este documento', 'letra por letra'] : ['We could not find this document', 'letter by letter']],
      ['no file', await post(path, {}), 200, es ? ['Elige el archivo PDF', 'Hay un problema'] : ['Choose the PDF file']],
      ['nothing', await post(`${lang}/verificar`, { folio: '', hash: '' }), 200, es ? ['Escribe el folio o sube el archivo'] : ['Type the folio or upload the file']],
      ['bad hash', await post(`${lang}/verificar`, { folio: known.folio, hash: 'xyz' }), 200, es ? ['Copia'] : ['Copy all of it']],
      ['file alone', await post(`${lang}/verificar`, { folio: '' }, original), 200, es ? ['Este documento es auténtico', known.folio] : ['This document is authentic']],
      ['other file alone', await post(`${lang}/verificar`, { folio: '' }, form), 404, es ? ['no es igual a ningún documento'] : ['not the same as any document']],
      ['hash', await post(`${lang}/verificar`, { folio: known.folio.toLowerCase(), hash: known.sha256.toUpperCase().replace(/(.{4})/g, '$1 ') }), 200, es ? ['Este documento es auténtico'] : ['This document is authentic']],
    ]
    for (const [name, reply, status, words] of pages) {
      const at = `${name}${lang}`
      assert.equal(reply.statusCode, status, at)
      const report = await html.validateString(reply.body)
      assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => `${m.ruleId} ${m.message} ${m.selector}`)), [], at)
      const text = spoken(reply.body)
      if (name === 'bad hash') assert.match(text, es ? /Cópiala completa/ : /Copy all/)
      else for (const word of words) assert.ok(text.includes(word), `${at}: ${word} in ${text}`)
      assert.doesNotMatch(reply.body, /Rosa|Núñez|Paredes|41\.?000\.?117|no lo digas|XXX-XXX-XXX/, at)
      assert.ok(!reply.body.includes(caseId), at)
      assert.equal(reply.body.match(/<h1/g)!.length, 1, at)
    }
    // A mistyped folio and one nobody issued are the same page, but for the folio itself.
    const [a, b] = await Promise.all([typo, stranger].map(async (f) => { const r = await get(`${lang}/verificar/${f}`); return [r.statusCode, r.body.replaceAll(f, 'F')] }))
    assert.deepEqual(a, b)
  }
  day = '2027-01-23'
  assert.match((await get(`/verificar/${known.folio}`)).body, /Vigente/)
  day = '2027-01-24'
  const over = spoken((await get(`/verificar/${known.folio}`)).body)
  assert.ok(over.includes('Venció el 23/01/2027') && over.includes('Vencido') && !over.includes('Vigente'))
  day = today
})
test('an unknown folio asks the database as often as a mistyped one', async () => {
  const asked: string[] = []
  const watched = createCertificates({ ...needs, sql: { query: (text, values) => { asked.push(text); return sql.query(text, values as unknown[]) } } })
  for (const folio of [folioOf('nobody', secret), 'AAAA-AAAA-AAAA-AAAA', 'x', known.folio]) { asked.length = 0; await watched.verify({ folio }, 'es'); assert.equal(asked.length, 1, folio) }
})
test('hostile folios and files: an answer, never a fault, and nothing of them is kept', async () => {
  const before = (await sql.query<{ n: string }>('select count(*) as n from certificates.issued')).rows[0]!.n
  for (const typed of ["'; drop table certificates.issued; --", '<script>alert(1)</script>', '../../etc/passwd', '%00', '😀', 'x'.repeat(400)]) {
    const reply = await get(`/verificar/${encodeURIComponent(typed)}`)
    assert.equal(reply.statusCode, 404, typed)
    assert.doesNotMatch(reply.body, /<script>alert/)
  }
  const go = await get('/verificar?folio=' + encodeURIComponent('//mal.example'))
  assert.deepEqual([go.statusCode, go.headers.location], [303, '/verificar/%2F%2Fmal.example'])
  assert.equal((await post(`/verificar/${known.folio}`, {}, Buffer.alloc(11 * 1_048_576))).statusCode, 413)
  assert.equal((await http.app.inject({ method: 'POST', url: `/verificar/${known.folio}`, headers: { origin: 'https://mal.example' } })).statusCode, 403)
  assert.equal((await sql.query<{ n: string }>('select count(*) as n from certificates.issued')).rows[0]!.n, before)
  assert.ok(!lines.some((l) => l.what === 'fault'))
  assert.ok(!JSON.stringify(lines).includes(known.folio))
})
test('looking up is limited by address; this machine itself is not', async () => {
  const small = await site({ verify: { burst: 3, perMinute: 1 } })
  const from = async (remoteAddress: string) => (await small.app.inject({ method: 'GET', url: `/verificar/${known.folio}`, remoteAddress })).statusCode
  assert.deepEqual([await from('203.0.113.9'), await from('203.0.113.9'), await from('203.0.113.9'), await from('203.0.113.9'), await from('203.0.113.10')], [200, 200, 200, 429, 200])
  for (let n = 0; n < 6; n++) assert.equal(await from('127.0.0.1'), 200)
  await small.stop()
})
test('the download: an attachment for whoever may open the case, not found for anybody else', async () => {
  const url = `/tramite/${caseId}/documento/${known.folio}`, reply = await get(url, { 'x-who': 'rosa' })
  assert.deepEqual([reply.statusCode, reply.headers['content-type'], reply.headers['content-disposition'], reply.headers['cache-control'], reply.headers['x-content-type-options']], [200, 'application/pdf', `attachment; filename="prueba-${known.folio}.pdf"`, 'no-store', 'nosniff'])
  assert.ok(original.equals(reply.rawPayload))
  assert.equal((await get(`/en${url}`, { 'x-who': 'rosa' })).statusCode, 200)
  const { data: foreign } = await issue(certificates, effectOf(randomUUID(), { file: { ...file, id: randomUUID() } }))
  for (const [path, who] of [[url, 'nobody'], [`/tramite/${randomUUID()}/documento/${known.folio}`, 'rosa'], [`/tramite/${caseId}/documento/${foreign.folio}`, 'rosa'], [`/tramite/${caseId}/documento/nada`, 'rosa'], [`/tramite/x/documento/${known.folio}`, 'rosa']] as const) {
    const no = await get(path, { 'x-who': who })
    assert.equal(no.statusCode, 404, path)
    assert.ok(!no.body.includes('%PDF'))
  }
})
