// npm run corpus -- DIR [--update] [--why]: real forms of real governments through the importers, a table per source. DIR is a folder of sources, or one source.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readVocabulary } from '#enablers/authoring'
import { built } from '../../src/app/channels.ts'
import { type Judged, judgedOf, type Row, runSource, sources, worse } from './corpus.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url)))), baseline = join(root, 'test/corpus/baseline.json')
const args = process.argv.slice(2), dir = args.find((a) => !a.startsWith('-'))
if (dir === undefined || !existsSync(dir) || !statSync(dir).isDirectory()) { console.error(`usage: npm run corpus -- DIR [--update] [--why]\n  DIR: a folder of forms${dir === undefined ? '' : `; ${dir} is none`}`); process.exit(2) }
const at = resolve(dir), folders = new Set(readdirSync(at, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name))
const known = sources.filter((s) => folders.has(s.name)), own = sources.find((s) => s.name === basename(at))
const [data, chosen] = known.length ? [at, known] : [dirname(at), [own ?? { name: basename(at), files: /\.(json|ya?ml|zip)$/ }]]

const { vocabulary } = readVocabulary([join(root, 'services')])
const rows: Row[] = []
for (const source of chosen) { const row = runSource(data, source, vocabulary, built); rows.push(row); print(row) }
const total = rows.reduce((n, r) => ({ files: n.files + r.files, imported: n.imported + r.imported, equal: n.equal + r.equal, walks: n.walks + r.walks, seconds: n.seconds + r.seconds }), { files: 0, imported: 0, equal: 0, walks: 0, seconds: 0 })
console.log(`all: ${total.imported} of ${total.files} files imported, walks equal ${total.equal}/${total.walks} in ${built.join(', ')}, ${total.seconds.toFixed(1)} s, peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)

const was = existsSync(baseline) ? (JSON.parse(readFileSync(baseline, 'utf8')) as { [source: string]: Judged }) : {}
if (args.includes('--update')) writeFileSync(baseline, `${JSON.stringify({ ...was, ...Object.fromEntries(rows.map((r) => [r.source, judgedOf(r)])) }, null, 1)}\n`)
else {
  for (const r of rows) { const before = was[r.source]; if (before && before.files !== r.files) console.log(`not compared: ${r.source} has ${r.files} files, the baseline ${before.files}`) }
  const bad = rows.flatMap((r) => { const before = was[r.source]; return before ? worse(r.source, judgedOf(r), before) : [] })
  for (const line of bad) console.error(`worse than the baseline: ${line}`)
  process.exitCode = bad.length ? 1 : 0
}

function print(r: Row): void {
  const line = (cells: readonly (string | number)[]) => console.log(cells.map((c, i) => (i === 0 ? String(c).padEnd(14) : String(c).padStart(13))).join(''))
  const sum = judgedOf(r)
  console.log(`\n${r.source}: files ${r.files}, imported ${r.imported}, walks equal ${r.equal}/${r.walks}, ${r.seconds.toFixed(1)} s, peak ${r.megabytes.toFixed(0)} MB`)
  line(['element', 'carried', 'approximated', 'lost'])
  for (const [kind, n] of Object.entries(r.elements)) line([kind, n.carried, n.approximated, n.lost])
  line(['all', sum.carried, sum.approximated, sum.lost])
  console.log(`to finish: ${Object.entries(r.finish).sort().map(([code, n]) => `${code} ${n}`).join(', ') || 'nothing'}`)
  if (r.pass.facts) console.log(`largest: ${r.pass.file}, ${r.pass.facts} facts, a full pass ${r.pass.ms.toFixed(2)} ms`)
  for (const { file, why } of r.refused.slice(0, args.includes('--why') ? 1000 : 5)) console.log(`refused: ${why.includes(file) ? why : `${file}: ${why}`}`)
  if (r.refused.length > 5 && !args.includes('--why')) console.log(`refused: ${r.refused.length - 5} more (--why tells)`)
  for (const u of r.unequal.slice(0, 5)) console.log(`unequal in ${u.channel}: ${u.walk.file} ${JSON.stringify(u.walk.answers)}\n  recorded ${u.walk.sections.join(' ')}\n  walked   ${u.sections.join(' ')}`)
}
