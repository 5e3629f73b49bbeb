import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { importFiles, inSpanish, isDone, limits, parseFile } from './index.ts'

/** What strangers may hand over to hurt: each is refused, or read for what it is, in bounded time (issue: bring your forms). The other formats and zips: formats/hostile.test.ts. */
const vocabulary = { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: ['imported.caseworker'], institutions: {}, channels: {} }
const bytes = (x: unknown) => (Buffer.isBuffer(x) ? x : Buffer.from(typeof x === 'string' ? x : JSON.stringify(x)))
/** Slow machines are allowed for; what is not bounded took minutes. */
const MOST_MS = 10_000
function judge(x: unknown, name = 'form.json'): { readonly refused?: string; readonly facts?: number; readonly lost: readonly string[] } {
  // Processor time: who else works on the machine does not count.
  const began = process.cpuUsage(), r = importFiles([{ name, bytes: bytes(x) }], { format: 'auto', vocabulary })[0]!, spent = process.cpuUsage(began), ms = (spent.user + spent.system) / 1000
  assert.ok(ms < MOST_MS, `${Math.round(ms)} ms`)
  if (!isDone(r)) assert.ok(inSpanish(r.refused), `nobody says in Spanish: ${r.refused}`)
  return isDone(r) ? { facts: r.service.facts.length, lost: r.elements.flatMap((e) => (e.fate === 'lost' ? [e.how!] : [])) } : { refused: r.refused, lost: [] }
}

type Raw = { readonly [key: string]: unknown }
const yesNo = (name: string): Raw => ({ type: 'YesNoField', name, title: name, id: name })
const page = (i: number, components: readonly Raw[], next: readonly Raw[], more: Raw = {}): Raw => ({ path: `/p${i}`, title: 'P', components, next, ...more })
const form = (pages: readonly Raw[], more: Raw = {}): Raw => ({ startPage: '/p0', pages: [...pages, { path: '/s', title: 'S', controller: 'summary' }], lists: [], conditions: [], sections: [], ...more })
const row = (name: string, more: Raw = {}): Raw => ({ field: { name }, operator: 'is', value: { value: 'true' }, ...more })
const many = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i))
const end = [{ path: '/s' }]

const refused: readonly (readonly [string, () => unknown, RegExp])[] = [
  ['nothing',                   () => '',                                                      /is empty/],
  ['no JSON',                   () => '{"a":',                                                 /is no JSON/],
  ['deep nesting',              () => `${'['.repeat(200_000)}${']'.repeat(200_000)}`,          /deeper than 64/],
  ['deep maps',                 () => `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`,     /deeper than 64/],
  ['__proto__',                 () => '{"pages":[{"path":"/a","__proto__":{"x":1}}]}',         /__proto__/],
  ['constructor',               () => '{"constructor":{"prototype":{"x":1}}}',                 /not allowed/],
  ['another format',            () => '{"hello":1}',                                           /no format known/],
  ['binary',                    () => Buffer.from([0, 1, 2, 3]),                               /no format known/],
  ['50 MB',                     () => Buffer.alloc(52_428_800, 32),                            /larger than 8 MB/],
  ['millions of lists',         () => `{"pages":[${'[],'.repeat(2_500_000)}1]}`,               /more than 250000 values/],
  ['millions of maps',          () => `{"pages":[${'{},'.repeat(2_500_000)}1]}`,               /more than 250000 values/],
  ['millions of keys',          () => `{${many(500_000, (i) => `"k${i}":1`).join(',')}}`,      /more than 250000 values/],
  ['many pages',                () => form(many(20_000, (i) => page(i, [], end))),             /20001 pages; at most 1000/],
  ['many components',           () => form([page(0, many(40_000, (i) => yesNo(`x${i}`)), end)]), /40000 components; at most 2000/],
  ['components in components',  () => form([page(0, [{ type: 'MultiInputField', name: 'm', children: many(30_000, (i) => yesNo(`x${i}`)) }], end)]), /30001 components/],
  ['many links',                () => form(many(900, (i) => page(i, [], many(20, () => ({ path: '/s' }))))), /18000 links; at most 10000/],
  ['many languages',            () => ({ ...form([page(0, [yesNo('x')], end)]), metadata: { translations: Object.fromEntries(many(500, (i) => [`${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + Math.floor(i / 26))}`, {}])) } }), /languages; at most 20/],
  ['a list offered many times', () => form([page(0, many(1900, (i) => ({ type: 'RadiosField', name: `x${i}`, title: 'X', list: 'L' })), end)], { lists: [{ name: 'L', items: many(2000, (i) => ({ text: `t${i}`, value: `v${i}` })) }] }), /definition larger than 1 MB/],
  ['one long condition for all', () => ({ engine: 'V2', pages: [...many(600, (i) => page(i, [yesNo(`x${i}`)], [], i ? { condition: 'c' } : {})), { path: '/s', controller: 'SummaryPageController' }], lists: [], conditions: [{ id: 'c', items: many(499, (i) => ({ componentId: `x${i}`, operator: 'is', value: i % 2 === 0, coordinator: i % 3 ? 'or' : 'and' })) }] }), /come to more than 200000 tests/],
  ['a loop',                    () => form(many(900, (i) => page(i, [], [{ path: `/p${(i + 1) % 900}` }]))), /go in a loop: \/p0 -> /],
]
for (const [name, make, why] of refused) test(`refused: ${name}`, () => {
  assert.match(judge(make()).refused ?? 'it was imported', why)
  assert.equal(({} as { x?: unknown }).x, undefined)
})

test('billion laughs: conditions that name conditions, many questions of one name', () => {
  const laughs = many(60, (i) => ({ name: `c${i}`, value: { conditions: i === 0 ? [row('x')] : [{ conditionName: `c${i - 1}` }, { conditionName: `c${i - 1}`, coordinator: i % 2 ? 'or' : 'and' }] } }))
  const ways = (condition: string) => [page(0, [yesNo('x')], [{ path: '/p1', condition }, ...end]), page(1, [yesNo('y')], end)]
  for (const top of [12, 19, 40, 59]) assert.ok(judge(form(ways(`c${top}`), { conditions: laughs.slice(0, top + 1) })).lost.some((why) => /more than 500 tests|nested too deep/.test(why)), `${top}`)
  assert.equal(judge(form(ways('c8'), { conditions: laughs.slice(0, 9) })).facts, 2, 'what is large but no bomb is read')
  const same = form([page(0, many(1500, () => yesNo('x')), [{ path: '/p1', condition: 'c' }, ...end]), page(1, [yesNo('y')], end)], { conditions: [{ name: 'c', value: { conditions: many(3000, () => row('x')) } }] })
  assert.ok(judge(same).lost.includes('with the conditions it names it has more than 500 tests'))
})
test('a graph of a thousand pages in which every other page is skipped is read', () => {
  const n = 900, pages = many(n, (i) => page(i, [yesNo(`x${i}`)], i + 2 < n ? [{ path: `/p${i + 2}`, condition: `c${i}` }, { path: `/p${i + 1}` }] : end))
  const read = judge(form(pages, { conditions: many(n, (i) => ({ name: `c${i}`, value: { conditions: [row(`x${i}`)] } })) }))
  assert.ok((read.facts ?? 0) > n, JSON.stringify(read).slice(0, 300))
})
test('HTML that opens and never closes', () => {
  for (const piece of ['<', '<b>', '<ul>', '<a href="http://x', '<p "', '<!--', '{{ ', '[x](', '&#60;', '</a']) {
    const read = judge(form([page(0, [{ type: 'Para', name: 'n', content: piece.repeat(600_000 / piece.length) }, yesNo('x')], end)]))
    assert.equal(read.facts, 2, `${piece}: ${read.refused}`)
  }
})
test('YAML bombs are refused by the reader of YAML', () => {
  for (const text of ['a: &a [x]\nb: [*a, *a]\n', `${'- '.repeat(40)}x\n`, '__proto__: 1\n']) assert.match((parseFile({ name: 'x.yaml', bytes: bytes(text) }) as { refused: string }).refused, /is no YAML that can be read: line \d/)
})

test('on the command line they are refused in little memory, and the good one among them is imported', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-hostile-'))
  try {
    const files = refused.map(([, make], i) => { const path = join(folder, `f${i}.json`); writeFileSync(path, bytes(make())); return path }), good = join(folder, 'good.json')
    writeFileSync(good, JSON.stringify(form([page(0, [yesNo('x')], end)])))
    const out = spawnSync(process.execPath, ['--max-old-space-size=192', 'bin/ventanilla.mjs', 'import', 'auto', ...files, good, '-o', join(folder, 'out')], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=192' }, timeout: 120_000 })
    assert.equal(out.status, 1, `${out.status} ${out.signal} ${out.stderr}`)
    assert.equal([...out.stdout.matchAll(/: refused/g)].length, files.length)
    assert.match(out.stdout, /good\.json: digital-form-builder -> imported\/good/)
    assert.ok(limits.bytes < 52_428_800)
  } finally { rmSync(folder, { recursive: true, force: true }) }
})
