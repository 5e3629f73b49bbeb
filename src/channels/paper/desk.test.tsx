import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import type { Hand } from '#cases'
import type { Engine } from '#core/journey'
import { refusals } from '#core/refusal'
import type { Outcome } from '#core/refusal'
import { readVocabulary } from '#enablers/authoring'
import { createHttp } from '#platform/http'
import { document } from '#ui'
import { citizen, hand, house, type House, person } from '../../../test/spine/house.ts'
import { engineFrom, registersOf } from '../../../test/web/channel.tsx'
import { Visitor } from '../../../test/web/visitor.ts'
import { createPaper } from './index.ts'

const { vocabulary } = readVocabulary(['services'], {})
const value = <T,>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const runs: { readonly [run: string]: number } = { '41000117-9': 1, '41000250-7': 2 }
const banks = [{ id: '012', say: { es: 'BancoEstado' } }], comunas = [{ id: '13120', say: { es: 'Ñuñoa' } }]

/** The desk on the real spine: a cookie says which hand sits at it. */
async function desk(engine: Engine, data: { readonly [path: string]: unknown } = {}) {
  const h: House = await house({ engine, registers: registersOf(data) }), lines: string[] = []
  const http = await createHttp({
    secret: Buffer.alloc(32, 3), now: () => h.time.now, log: (line) => { lines.push(JSON.stringify({ ...line, error: line.error instanceof Error ? line.error.stack : line.error })) }, healthy: async () => true, refusals, assets: [],
    render: { page: (s) => document({ lang: s.lang, title: s.title, siteName: 'V', body: s.body as never, home: '/', skip: 'x', nav: { label: 'n', items: [] }, footer: { label: 'f', items: [] } }), apology: (a) => <h1>{a.title}</h1> },
  })
  const handOf = (name: string | undefined): Hand | undefined => (name === undefined ? undefined : hand(name))
  const paper = createPaper({
    cases: h.cases, engineOf: async (id) => (id === engine.service.id ? engine : undefined), today: () => h.clock.today(), lists: () => ({ comunas, banks }), publicUrl: () => 'https://v.example',
    names: { institution: (id) => id, register: (id, lang) => vocabulary.registers[id]?.name[lang] ?? id, owner: (id) => id },
    staffOf: async (req) => handOf(req.cookies['staff']), staffName: (by) => `Sra. ${by}`, personOf: async (run) => { const n = runs[run.replace(/[.\s]/g, '')]; return n === undefined ? undefined : person(n) },
  })
  await http.screens((app) => paper.mount(app, { actorOf: (req) => (req.cookies['session'] ? citizen(Number(req.cookies['session'])) : { role: 'citizen', channel: 'web', assurance: 0 }), page: http.page }))
  const url = await http.listen('127.0.0.1', 0)
  const at = (name?: string): Visitor => { const v = new Visitor(url); if (name !== undefined) v.cookies.set('staff', name); return v }
  return { h, at, url, lines, async stop() { await http.stop(500); await h.close() } }
}
const bono = engineFrom(readFileSync('test/services/ips/bono-prueba/service.yaml', 'utf8')), known = { born: '1960-03-05', address: { street: 'Los Aromos', number: '123', comuna: '13120' } }
const scan = { name: 'formulario.pdf', type: 'application/pdf', body: '%PDF-1.7\n1 0 obj\n' }

test('a form handed in: typed on one page, compared, sent as the person’s, with its scan; the receipt says that it was paper', async () => {
  const d = await desk(bono, known)
  try {
    const marta = d.at('marta')
    await d.at().get('/equipo/papel').then((p) => assert.match(p.url, /^\/equipo\/entrar/), () => {})
    await marta.get('/equipo/papel')
    await marta.send('Copiar este papel', { mark: 'no existe', run: '41.000.117-8', ref: '' })
    assert.equal(marta.page.status, 422)
    for (const text of ['Escribe el código del formulario', 'Escribe el RUN con su dígito', 'Elige cómo llegó']) assert.ok(marta.page.text.includes(text), text)
    await marta.send('Copiar este papel', { mark: 'https://v.example/formulario/bono-prueba?version=1.0.0', run: '41.000.117-9', how: 'document', ref: 'Oficio 12' })
    assert.match(marta.page.h1, /Copiar: Bono de calefacción/, d.lines.join('\n'))
    assert.match(marta.page.text, /Registro Civil dice: 05\/03\/1960\. En blanco queda así\./)
    assert.match(marta.page.text, /3\. ¿Cómo es la vivienda en que vives\?/, 'with the number it has on the paper')
    const path = marta.page.url
    // A wrong value keeps what was typed and saves nothing.
    await marta.send('Guardar y revisar', { tenure: 'rented', 'born-day': '31', 'born-month': '2', 'born-year': '1960' })
    assert.equal(marta.page.status, 422)
    await marta.send('Guardar y revisar', { tenure: 'rented', income: 'low', heating: 'wood', other_benefit: 'no', pay_by: 'office', 'born-day': '', 'born-month': '', 'born-year': '', scan: { ...scan, name: 'malo.exe', body: 'MZ\u0000' } })
    assert.match(marta.page.text, /Elige un PDF, JPG o PNG/)
    await marta.send('Guardar y revisar', { tenure: 'rented', income: 'low', heating: 'wood', other_benefit: 'no', pay_by: 'office', 'address-street': 'Los Aromos', 'address-number': '321', 'address-comuna': '13120', scan })
    assert.match(marta.page.url, /revisar$/, marta.page.text)
    for (const line of ['Arrendada', 'Hasta $600.000', 'Los Aromos 321', '05/03/1960']) assert.ok(marta.page.text.includes(line), `${line} in ${marta.page.text}`)
    await marta.send('Enviar la solicitud')
    assert.match(marta.page.text, /Confirma que el papel está firmado/)
    await marta.send('Enviar la solicitud', { signed: 'yes' })
    assert.match(marta.page.text, /Copiada de un formulario en papel por Sra\. marta/)
    // Somebody else's paper is nobody else's, not even among clerks.
    const juan = d.at('juan')
    for (const to of [path, `${path}/revisar`, `${path}/comprobante`]) assert.equal((await juan.get(to)).status, 404, to)
    await marta.send('Terminar con este papel')
    assert.equal((await marta.get(path)).status, 409, 'the contact is over, and the attention with it')
    // The same entry number is the same paper.
    await marta.get('/equipo/papel')
    await marta.send('Copiar este papel', { mark: 'bono-prueba@1.0.0', run: '41.000.117-9', how: 'document', ref: 'oficio 12' })
    assert.match(marta.page.text, /Ese papel ya se copió/)
    const [line] = await d.h.cases.mine(person(1)), mine = value(await d.h.cases.open(line!.id, citizen(1)))
    assert.equal(mine.case.status, 'submitted')
    const by = Object.fromEntries(Object.entries(mine.case.answers).map(([id, a]) => [id, [a.state, a.channel, a.by, a.for === person(1), a.assurance]]))
    for (const id of ['tenure', 'income', 'heating', 'other_benefit', 'pay_by']) assert.deepEqual(by[id], ['given', 'paper', 'marta', true, 3])
    assert.deepEqual([by['born']![0], by['address']![0]], ['confirmed', 'declared'], 'blank lets the register stand; what the paper says instead is declared')
    assert.equal(mine.case.papers?.[0]?.name, 'formulario.pdf')
    const timeline = value(await d.h.cases.episodes.timelineOf(person(1), citizen(1)))
    assert.ok(timeline.some((e) => e.type === 'submitted' && e.channel === 'paper') && timeline.some((e) => e.type === 'ended' && e.channel === 'paper'), JSON.stringify(timeline.map((e) => [e.type, e.channel])))
  } finally { await d.stop() }
})
test('by post: level 1 is told what to do, and it stays a contact with its outcome', async () => {
  const d = await desk(bono, known)
  try {
    const marta = d.at('marta')
    await marta.get('/equipo/papel')
    await marta.send('Copiar este papel', { mark: 'bono-prueba', run: '41.000.117-9', how: 'claimed', ref: '' })
    assert.equal(marta.page.status, 409)
    assert.match(marta.page.text, /Por correo no basta para este trámite.*entregarlo en una oficina con su cédula/)
    const [episode] = await d.h.cases.episodes.list({ institution: 'srcei', open: false })
    assert.equal(episode!.status, 'ended')
    assert.deepEqual(await d.h.cases.mine(person(1)), [])
    // A code of somebody else's journey opens nothing.
    const other = await d.h.begin(citizen(2))
    await marta.get('/equipo/papel')
    await marta.send('Copiar este papel', { mark: other.code, run: '41.000.117-9', how: 'document', ref: '' })
    assert.match(marta.page.text, /Ese código no es de un trámite de esta persona/)
  } finally { await d.stop() }
})
test('a journey begun on the web goes on on paper: printed with its code and what was said, typed in by its code', async () => {
  const d = await desk(bono, known)
  try {
    const begun = await d.h.begin(citizen(1))
    value(await d.h.cases.act(begun.id, { do: 'answer', answers: { tenure: { value: 'lent', state: 'given' } }, basedOn: begun.seq }, citizen(1), d.h.key()))
    const rosa = d.at()
    rosa.cookies.set('session', '1')
    await rosa.get(`/tramite/${begun.id}/formulario`)
    assert.ok(rosa.page.text.includes(begun.code) && rosa.page.text.includes('Prestada Ya lo respondiste'), rosa.page.text)
    assert.match(rosa.page.html, /Código de este formulario: bono-prueba@1\.0\.0/)
    const other = d.at()
    other.cookies.set('session', '2')
    assert.equal((await other.get(`/tramite/${begun.id}/formulario`)).status, 404)
    const marta = d.at('marta')
    await marta.get('/equipo/papel')
    await marta.send('Copiar este papel', { mark: begun.code, run: '41.000.117-9', how: 'document', ref: '' })
    assert.ok(marta.fields('Guardar y revisar').some((c) => c.name === 'tenure' && c.value === 'lent' && c.on), 'what she said stands there')
    await marta.send('Lo demás quedó en blanco', { income: 'low' })
    await marta.send('Guardar y revisar')
    assert.match(marta.page.text, /Se pide después/)
    assert.match(marta.page.text, /Todavía falta lo que no trae el papel/)
    await marta.send('Dejar este papel sin enviar')
    assert.equal(marta.page.url, '/equipo/papel')
    const file = value(await d.h.cases.open(begun.id, citizen(1)))
    assert.deepEqual([file.case.answers['tenure']!.channel, file.case.answers['income']!.channel, file.case.answers['heating']!.state], ['web', 'paper', 'deferred'])
  } finally { await d.stop() }
})
test('every kind is typed, rows too; files go to their question', async () => {
  const engine = engineFrom(readFileSync('test/web/kinds.yaml', 'utf8')), d = await desk(engine)
  try {
    const marta = d.at('marta')
    await marta.get('/equipo/papel')
    await marta.send('Copiar este papel', { mark: 'every-kind', run: '41.000.117-9', how: 'document', ref: '' })
    await marta.send('Agregar fila', { agree: 'yes', few: 'a' })
    const row = (field: string): string => marta.fields('Guardar y revisar').map((c) => c.name).find((n) => n.startsWith('family.') && n.endsWith(`.${field}`))!
    await marta.send('Agregar fila', { [row('first')]: 'Tomás', [row('age')]: '7' })
    const rows = marta.fields('Guardar y revisar').map((c) => c.name).filter((n) => n.endsWith('.first'))
    assert.equal(rows.length, 2)
    await marta.send('Quitar esta fila')
    const pdf = { name: 'contrato.pdf', type: 'application/pdf', body: '%PDF-1.7\n1 0 obj\n' }
    await marta.send('Guardar y revisar', {
      [row('first')]: 'Tomás', [row('age')]: '7', lots: 'r6', needs: ['ramp'], rooms: '3', metres: '40,5', rent: '350.000', 'since-day': '1', 'since-month': '2', 'since-year': '2020', story: 'Me cambié de casa', owner: '41.000.250-7', mail: '', mobile: '9 1234 5678',
      'home-street': 'Los Aromos', 'home-number': '1', 'home-comuna': '13120', 'account-bank': '012', 'account-type': 'vista', 'account-number': '123456', proof: pdf, scan,
    })
    assert.match(marta.page.url, /revisar$/, marta.page.text)
    const [, , , episode, id] = marta.page.url.split('/')
    await marta.get(`/equipo/papel/${episode}/${id}`)
    await marta.send('Lo demás quedó en blanco')
    await marta.send('Guardar y revisar')
    await marta.send('Enviar la solicitud', { signed: 'yes' })
    assert.match(marta.page.text, /Copiada de un formulario en papel/, marta.page.text)
    const file = value(await d.h.cases.open(id!, citizen(1))).case, plain = Object.fromEntries(Object.entries(file.answers).map(([k, a]) => [k, a.value ?? a.rows?.map((r) => Object.values(r.answers).map((c) => c.value)) ?? a.state]))
    assert.deepEqual({ ...plain, proof: (plain['proof'] as { name: string }).name }, {
      agree: true, few: 'a', lots: 'r6', needs: ['ramp'], rooms: 3, metres: '40.5', rent: 350000, since: '2020-02-01', story: 'Me cambié de casa', owner: '41000250-7', firm: 'declined', mail: 'declined', mobile: '+56912345678', home: { street: 'Los Aromos', number: '1', comuna: '13120' },
      account: { bank: '012', type: 'sight', number: '123456' }, family: [['Tomás', 7]], proof: 'contrato.pdf', signed: 'declined',
    })
  } finally { await d.stop() }
})
