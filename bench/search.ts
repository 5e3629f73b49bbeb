/**
 * Searching the register of services against its peer, in one run: the same typed words through the catalogue (meanings, stemming, mending, ranking, counts)
 * and through a plain `select ... like` over the folded text, on the register as it is and on twenty copies of it. Quality is the tests' business;
 * here is what it costs. Where ../shared/data is, also on Brazil's register as it was imported, whose texts are long and Portuguese. A line that begins with FAIL broke its limit.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Catalogue, createCatalogue, importLetters, migrations } from '#enablers/catalogue'
import { testDatabase } from '#platform/database'

const root = join(import.meta.dirname, '..'), rounds = 6
/** How many times the peer's median one search may take, and milliseconds at the 95th percentile (words that nobody can find cost most). */
const limits = { ratio: { 1: 8, 20: 2, letters: 2 }, p95: { 1: 250, 20: 250, letters: 250 } } as const
const letters = join(root, '../shared/data/br-cartas-de-servico')
/** Typed well, typed by ear, in the other language, and found nowhere. */
const typed = ['certificado de nacimiento', 'carnet', 'licencia de conducir', 'pensión', 'registro social de hogares', 'permiso de circulación', 'subsidio arriendo', 'fonasa', 'pasaporte', 'clave unica', 'me echaron del trabajo', 'beca', 'sertificado nasimiento', 'lisensia de condusir', 'pencion', 'bono imbierno', 'birth certificate', 'xyzzy']
const typedPt = ['aposentadoria', 'seguro-desemprego', 'carteira de trabalho', 'licença maternidade', 'imposto de renda', 'cpf', 'passaporte', 'certidão negativa', 'bolsa família', 'casa própria', 'registrar marca', 'fui demitido', 'aposentadria', 'sertidão', 'pasaporte', 'cadastro', 'autorização exportação', 'xyzzy']

export async function run(): Promise<readonly string[]> {
  const lines: string[] = []
  for (const copies of [1, 20, ...(existsSync(letters) ? ['letters' as const] : [])] as const) {
    const db = await testDatabase({ rooms: [migrations] }), folder = mkdtempSync(join(tmpdir(), 'ventanilla-bench-'))
    try {
      if (copies === 'letters') importLetters({ from: letters, to: folder, today: '2026-11-28' })
      else { cpSync(join(root, 'services/_catalogue'), folder, { recursive: true }); multiply(folder, copies) }
      const catalogue = createCatalogue({ sql: db, folder, now: Date.now, transactable: () => null })
      await catalogue.load()
      await db.query('create table bench_text as select id, lower(unaccent(entry::text)) as body from catalogue.services')
      await db.query('analyze')
      const peer = async (q: string): Promise<void> => {
        const words = q.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().split(' ')
        await db.query(`select id from bench_text where ${words.map((_, i) => `body like $${i + 1}`).join(' and ')} order by id limit 20`, words.map((w) => `%${w}%`))
      }
      const ours: number[] = [], theirs: number[] = []
      for (let r = 0; r <= rounds; r++) for (const q of copies === 'letters' ? typedPt : typed) {
        const a = await timed(() => peer(q)), b = await timed(() => one(catalogue, q))
        if (r > 0) { theirs.push(a); ours.push(b) }
      }
      const p = (list: readonly number[], at: number): number => [...list].sort((x, y) => x - y)[Math.min(list.length - 1, Math.floor(list.length * at))]!
      const ratio = p(ours, 0.5) / p(theirs, 0.5), tail = p(ours, 0.95), n = catalogue.list('es', { limit: 0 }).total
      lines.push(`${tail > limits.p95[copies] || ratio > limits.ratio[copies] ? 'FAIL ' : ''}search: ${n} ${copies === 'letters' ? 'letters of Brazil' : 'services'}: p50 ${p(ours, 0.5).toFixed(1)} ms, p95 ${tail.toFixed(1)} ms (limit ${limits.p95[copies]} ms); select ... like: p50 ${p(theirs, 0.5).toFixed(1)} ms, p95 ${p(theirs, 0.95).toFixed(1)} ms: ratio ${ratio.toFixed(1)} (limit ${limits.ratio[copies]})`)
    } finally { await db.close(); rmSync(folder, { recursive: true, force: true }) }
  }
  return lines
}
const one = async (catalogue: Catalogue, q: string): Promise<void> => { await catalogue.search(q, 'es') }
async function timed(work: () => Promise<void>): Promise<number> {
  const from = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - from) / 1e6
}
/** The same services again under other ids, a file each time. */
function multiply(folder: string, copies: number): void {
  const services = join(folder, 'services')
  for (const name of readdirSync(services)) for (let n = 2; n <= copies; n++) writeFileSync(join(services, name.replace('.yaml', `-${n}.yaml`)), readFileSync(join(services, name), 'utf8').replace(/^ {2}- id: (.+)$/gm, `  - id: $1-${n}`))
}
if (process.argv[1] === import.meta.filename) { const lines = await run(); for (const line of lines) console.log(line); process.exit(lines.some((l) => l.startsWith('FAIL')) ? 1 : 0) }
