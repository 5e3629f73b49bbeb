import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { testDatabase } from '#platform/database'
import { createCatalogue, importLetters, lettersExit, lettersText, migrations } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'ventanilla-letters-')), from = join(folder, 'letters'), to = join(folder, 'catalogue'), today = '2026-11-28'
test.after(() => rmSync(folder, { recursive: true, force: true }))
/** An invented letter in the shape of the source. */
const letter = (id: string, name: string, more = '', price = '57,28') => `<?xml version="1.0" encoding="UTF-8"?>
<servico xmlns="http://servicos.gov.br/v3/schema"><id>${id}</id><dbId>${id.length}</dbId><nome>${name}</nome><nomes-populares><item id="1">Licença de teste</item></nomes-populares><descricao>Um serviço inventado.</descricao><contato>Ligue 000.</contato><gratuito>false</gratuito>
<solicitantes><solicitante id="1"><tipo>Pessoas com mais de 18 anos</tipo><requisitos>Morar no país</requisitos></solicitante></solicitantes><tempo-total-estimado><ate max="5" unidade="dias-uteis"/></tempo-total-estimado>
<etapas><etapa id="1"><titulo>Pedir</titulo><descricao>Preencha o pedido.</descricao><documentos><default><item id="1">Foto</item></default><caso descricao="Estrangeiros"><item id="2">Passaporte</item></caso></documentos>
<custos><default><custo><descricao>Taxa</descricao><moeda>R$</moeda><valor>${price}</valor></custo></default><caso descricao="Urgência"><custo><descricao>Taxa de urgência</descricao><moeda>R$</moeda><valor>100</valor></custo></caso></custos>
<canais-de-prestacao><default><canal-de-prestacao id="1" tipo="web-preencher"><descricao>https://exemplo.gov.br/pedir</descricao></canal-de-prestacao><canal-de-prestacao id="2" tipo="presencial" tempo-estimado-espera="30"><descricao>Rua Um, 1</descricao></canal-de-prestacao></default></canais-de-prestacao></etapa></etapas>
<orgao id="http://exemplo.gov.br/id/1"><nomeOrgao>Órgão Inventado (OI)</nomeOrgao></orgao><segmentos-da-sociedade><item>Cidadãos</item></segmentos-da-sociedade>${more}</servico>`
const laughs = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, i) => `<!ENTITY ${String.fromCharCode(98 + i)} "${`&${String.fromCharCode(97 + i)};`.repeat(10)}">`).join('')}]><servico><id>&u;</id></servico>`

test('letters become a register of their own; a malformed one is refused by name while the rest load', async () => {
  mkdirSync(from, { recursive: true })
  const put = (file: string, text: string | Buffer) => writeFileSync(join(from, file), text)
  put('tirar-licenca.xml', letter('tirar-licenca', 'Tirar licença de teste'))
  put('renovar-licenca.xml', letter('renovar-licenca', 'Renovar licença de teste'))
  put('quebrada.xml', letter('quebrada', 'Quebrada').replace('</etapas>', ''))
  put('risadas.xml', laughs)
  put('funda.xml', `<servico>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}</servico>`)
  put('enorme.xml', Buffer.alloc(50 * 1024 * 1024, 32))
  const began = performance.now(), before = process.memoryUsage().rss, r = importLetters({ from, to, today })
  assert.ok(performance.now() - began < 10_000 && process.memoryUsage().rss - before < 300e6, 'bounded time and memory')
  assert.deepEqual([r.files, r.imported, lettersExit(r)], [6, 2, 1])
  assert.deepEqual(r.refused.map((x) => x.file).sort(), ['enorme.xml', 'funda.xml', 'quebrada.xml', 'risadas.xml'])
  for (const { why } of r.refused) assert.ok(why.length > 10, why)
  assert.match(lettersText(r), /quebrada\.xml is no XML that can be read: line \d+/)
  const db = await testDatabase({ rooms: [migrations] })
  try {
    const c = createCatalogue({ sql: db, folder: to, now: Date.now, transactable: () => null })
    await c.load()
    const { hits: [first], total } = await c.search('licensa de teste', 'es')
    assert.deepEqual([total, c.about().language, c.about().currency], [2, 'pt', 'BRL'])
    assert.match(first!.name.es, /licença de teste/)
    const [step] = first!.steps!
    assert.deepEqual([step!.documents.map((d) => [d.when?.es, d.items.length]), step!.costs.map((k) => [k.when?.es, k.items[0]!.amount])], [[[undefined, 1], ['Estrangeiros', 1]], [[undefined, 5728], ['Urgência', 10_000]]])
    assert.deepEqual([first!.channels.web?.depth, first!.channels.counter?.depth, first!.segments, first!.wait], ['transact', 'transact', ['citizens'], { kind: 'up-to', most: 5, unit: 'dias-uteis' }])
    assert.equal(c.nameOf(first!.institution, 'es'), 'Órgão Inventado')
  } finally { await db.close() }
})
test('imported again: by id, with what changed, and what could not be read stays as it was', () => {
  writeFileSync(join(from, 'tirar-licenca.xml'), letter('tirar-licenca', 'Tirar licença de teste', '', '61,00'))
  writeFileSync(join(from, 'renovar-licenca.xml'), '<servico>')
  writeFileSync(join(from, 'nova.xml'), letter('nova', 'Nova licença'))
  const r = importLetters({ from, to, today: '2026-11-29' }), { difference: d } = r
  assert.deepEqual([d.added, d.changed.map((c) => c.id), d.removed, d.kept, r.first], [['nova'], ['tirar-licenca'], [], ['renovar-licenca'], false])
  assert.ok(d.changed[0]!.fields.some((f) => f.from.includes('5728') && f.to.includes('6100')))
  assert.match(lettersText(r), /since the last import: 1 new, 1 changed, 0 gone/)
  const again = readFileSync(join(to, 'institutions.yaml'), 'utf8')
  assert.deepEqual(importLetters({ from, to, today: '2026-11-30' }).difference.changed, [])
  assert.equal(readFileSync(join(to, 'institutions.yaml'), 'utf8'), again)
})
test('a folder that holds something else is not written over; a folder without letters says so', () => {
  const other = join(folder, 'other')
  mkdirSync(other)
  writeFileSync(join(other, 'thesis.txt'), 'mine')
  assert.throws(() => importLetters({ from, to: other, today }), /holds something that this import did not write/)
  assert.throws(() => importLetters({ from: other, to: join(folder, 'x'), today }), /holds no service letters/)
})
