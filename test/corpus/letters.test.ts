import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { createCatalogue, importLetters, migrations } from '#enablers/catalogue'
import { testDatabase } from '#platform/database'

const data = join(import.meta.dirname, '../../../shared/data/br-cartas-de-servico'), needs = existsSync(data) ? {} : { skip: 'needs ../shared/data' }
/** As people in Brazil type it, and what must be among the first three; where several stand, any will do. */
const typed: readonly (readonly [q: string, wanted: string])[] = [
  ['aposentadoria por idade', 'aposentar-se-por-idade-trabalhador-urbano'], ['aposentadria por idade', 'aposentar-se-por-idade-trabalhador-urbano'], ['seguro desemprego', 'receber-o-seguro-desemprego'], ['fui demitido', 'receber-o-seguro-desemprego'],
  ['carteira de trabalho', 'obter-a-carteira-de-trabalho-e-previdencia-social'], ['auxilio doenca', 'obter-auxilio-doenca'], ['licença maternidade', 'obter-salario-maternidade'], ['salario maternidade', 'obter-salario-maternidade'], ['tirar cpf', 'regularizar-o-cpf complementar-dados-no-cpf'],
  ['passaporte', 'obter-passaporte-diplomatico-ou-oficial'], ['pasaporte', 'obter-passaporte-diplomatico-ou-oficial'], ['antecedentes criminais', 'emitir-certidao-de-antecedentes-criminais'], ['virar brasileiro', 'readquirir-nacionalidade-brasileira'], ['visto', 'obter-vistos-de-entrada-no-brasil'],
  ['bolsa familia', 'comprovar-cumprimento-das-condicionalidades-da-educacao-do-programa-bolsa-familia'], ['fies', 'obter-financiamento-do-fies'], ['casa propria', 'obter-financiamento-para-aquisicao-de-casa-propria'], ['fgts', 'sacar-o-fgts'], ['pis', 'sacar-cotas-do-pis-ou-pasep'], ['bpc', 'obter-beneficio-assistencial-ao-idoso'],
  ['registrar marca', 'registrar-marca'], ['patente', 'solicitar-patente'], ['alistamento militar', 'alistar-se-no-servico-militar-obrigatorio'], ['sertidão de antecedentes', 'emitir-certidao-de-antecedentes-criminais'], ['carteira do idoso', 'adquirir-carteira-do-idoso'], ['recurso multa', 'realizar-recurso-contra-multa'],
]

test('in Brazil’s register people find what they type, and every service by its own name', needs, async () => {
  const to = mkdtempSync(join(tmpdir(), 'ventanilla-letters-')), sql = await testDatabase({ rooms: [migrations] })
  try {
    const { counts, imported, refused } = importLetters({ from: data, to, today: '2026-11-28' })
    assert.deepEqual([imported, refused], [1424, []])
    assert.ok(counts.lost < 3_600 && counts.carried > 35_000, 'what is lost are numbers of the source’s database and pictures')
    const c = createCatalogue({ sql, folder: to, now: Date.now, transactable: () => null })
    await c.load()
    const missed: string[] = []
    for (const [q, wanted] of typed) for (const lang of ['es', 'en'] as const) {
      const { hits } = await c.search(q, lang, { limit: 3 })
      if (!hits.some((h) => wanted.split(' ').includes(h.id))) missed.push(`${lang} ${q}: ${hits.map((h) => h.id).join(', ')}`)
    }
    const all = c.list('es', { limit: 2_000 }).hits
    for (const e of all) { const { hits } = await c.search(e.name.es, 'es', { limit: 5 }); if (!hits.some((h) => h.id === e.id || h.name.es === e.name.es)) missed.push(e.name.es) }
    assert.deepEqual(missed, [])
    // What the issue names of each letter is there for machines too.
    assert.deepEqual([all.filter((e) => e.steps).length, all.filter((e) => e.audience).length, all.filter((e) => e.wait).length > 900, all.filter((e) => e.lifeEvents.length > 0).length > 900, all.filter((e) => e.steps?.some((s) => s.costs.some((k) => k.when))).length > 5], [1402, 1399, true, true, true])
    assert.ok(all.every((e) => Object.values(e.channels).every((ch) => ch.depth !== undefined)), 'each channel says how far it goes')
  } finally { await sql.close(); rmSync(to, { recursive: true, force: true }) }
})
