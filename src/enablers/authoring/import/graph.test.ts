import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { compile, walk } from '#core/journey'
import { all, any, type Condition, feel, not } from './condition.ts'
import { type Page, type Reach, reach } from './graph.ts'

const vocabulary = { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: [], institutions: {}, channels: {} }
const say = { ask: { en: 'x' } }
type Question = { readonly fact: string; readonly kind: 'yesno' | 'choice' | 'many'; readonly optional: boolean }
type Answers = { readonly [fact: string]: unknown }
const options = ['a', 'b', 'c']

/** The service that a graph gives: an empty note and the questions of each page, each under the page's condition. */
function serviceOf(found: Reach, questions: ReadonlyMap<string, readonly Question[]>) {
  const when = (page: string) => { const c = found.reached.get(page)!; return c === true ? {} : { when: feel(c) } }
  const facts = found.order.flatMap((page) => [
    ...found.steps.filter((s) => s.page === page).map((s) => ({ id: s.id, type: 'yesno', source: { compute: feel(s.is) }, say })),
    { id: `note-${page}`, type: 'note', section: page, say, ...when(page) },
    ...(questions.get(page) ?? []).map((q) => ({ id: q.fact, type: q.kind, section: page, say, ...(q.optional ? { optional: true } : {}), ...(q.kind === 'yesno' ? {} : { options: options.map((id) => ({ id, say: { en: id } })) }), ...when(page) })),
    ...(found.ends.has(page) ? [{ id: `end-${page}`, type: 'note', stop: true, section: `end of ${page}`, say, ...(found.ends.get(page) === true ? {} : { when: feel(found.ends.get(page)!) }) }] : []),
  ])
  const made = compile({ id: 's', version: '1.0.0', status: 'draft', institution: 'i', title: { en: 'S' }, languages: ['en'], law: [], audience: { who: 'person', assurance: 0 }, facts }, vocabulary)
  assert.ok('engine' in made, JSON.stringify(made))
  return made.engine
}
/** The rule itself, page by page: the first link whose condition holds, else the first without one. What was not asked on the way makes its test false. */
function simulate(pages: readonly Page[], questions: ReadonlyMap<string, readonly Question[]>, answers: Answers): string[] {
  const asked: { [fact: string]: unknown } = {}, way: string[] = []
  const holds = (c: Condition): boolean => typeof c === 'boolean' ? c : 'all' in c ? c.all.every(holds) : 'any' in c ? c.any.some(holds) : 'not' in c ? !holds(c.not) : 'in' in c ? c.in.includes(asked[c.fact] as string) : 'has' in c ? (asked[c.fact] as string[] | undefined)?.includes(c.has) === true : assert.fail()
  for (let page: string | undefined = pages[0]!.id; page !== undefined;) {
    way.push(page)
    for (const q of questions.get(page) ?? []) if (Object.hasOwn(answers, q.fact)) asked[q.fact] = answers[q.fact]
    const links = pages.find((p) => p.id === page)!.next.filter((l) => pages.some((p) => p.id === l.to))
    const next = links.find((l) => l.when !== undefined && holds(l.when)) ?? links.find((l) => l.when === undefined)
    if (!next) way.push(`end of ${page}`)
    page = next?.to
  }
  return way
}

const graph = fc.record({
  pages: fc.array(fc.record({ asks: fc.array(fc.record({ kind: fc.constantFrom('yesno' as const, 'choice' as const, 'many' as const), optional: fc.boolean() }), { maxLength: 2 }), links: fc.array(fc.record({ skip: fc.nat(3), plain: fc.boolean(), condition: fc.letrec<{ c: unknown; leaf: unknown }>((tie) => ({
    leaf: fc.tuple(fc.nat(30), fc.nat(2), fc.boolean()), c: fc.oneof({ maxDepth: 2, depthSize: 'small' }, tie('leaf'), fc.record({ op: fc.constantFrom('all', 'any', 'not'), of: fc.array(tie('c'), { minLength: 1, maxLength: 2 }) })),
  })).c }), { maxLength: 3 }) }), { minLength: 2, maxLength: 8 }),
  seed: fc.array(fc.nat(5), { minLength: 20, maxLength: 20 }),
})

test('any graph: the engine shows the pages that the links lead through, whatever the answers', () => {
  fc.assert(fc.property(graph, ({ pages: drawn, seed }) => {
    const questions = new Map(drawn.map((p, i) => [`p${i}`, p.asks.map((q, k): Question => ({ fact: `q${i}_${k}`, ...q }))]))
    const flat = [...questions.values()].flat()
    const conditionOf = (raw: unknown): Condition => {
      if (Array.isArray(raw)) {
        const q = flat[(raw[0] as number) % Math.max(1, flat.length)], option = options[raw[1] as number]!
        const leaf: Condition = !q ? true : q.kind === 'yesno' ? { fact: q.fact, in: [raw[2] as boolean] } : q.kind === 'choice' ? { fact: q.fact, in: raw[2] ? [option] : [option, 'c'].filter((x, i, l) => l.indexOf(x) === i) } : { fact: q.fact, has: option }
        return leaf
      }
      const { op, of } = raw as { op: string; of: unknown[] }
      const list = of.map(conditionOf)
      return op === 'all' ? all(...list) : op === 'any' ? any(...list) : not(list[0]!)
    }
    const pages = drawn.map((p, i): Page => ({ id: `p${i}`, asks: questions.get(`p${i}`)!.map((q) => ({ fact: q.fact, optional: q.optional, ...(q.kind === 'yesno' ? { values: [true, false] } : q.kind === 'choice' ? { values: options } : {}) })), next: p.links.map((l) => { const to = `p${i + 1 + l.skip}`; return l.plain ? { to } : { to, when: conditionOf(l.condition) } }) }))
    const found = reach(pages, 'p0', (page) => `at_${page}`)
    assert.ok(!('loop' in found))
    const engine = serviceOf(found, questions)
    for (let turn = 0; turn < 4; turn++) {
      const answers = Object.fromEntries(flat.flatMap((q, i) => { const n = seed[(i * 3 + turn * 7) % 20]!; return q.optional && n === 5 ? [] : [[q.fact, q.kind === 'yesno' ? n % 2 === 0 : q.kind === 'choice' ? options[n % 3]! : options.filter((_, k) => ((n >> k) & 1) === 1)]] }))
      assert.deepEqual(walk(engine, answers, { lang: 'en', channel: 'web', today: '2026-11-25' }).sections, simulate(pages, questions, answers))
    }
  }), { numRuns: 400 })
})

const yn = (fact: string, v = true): Condition => ({ fact, in: [v] })
const page = (id: string, next: Page['next'], ...facts: string[]): Page => ({ id, next, asks: facts.map((fact) => ({ fact, values: [true, false] })) })
const rows: readonly (readonly [string, readonly Page[], { readonly [page: string]: string }])[] = [
  ['a way that parts and meets again leaves no trace', [page('a', [{ to: 'b', when: yn('x') }, { to: 'c' }], 'x'), page('b', [{ to: 'c' }]), page('c', [])], { a: 'true', b: 'x = true', c: 'true' }],
  ['both answers lead on: nothing to ask', [page('a', [{ to: 'b', when: yn('x') }, { to: 'c', when: yn('x', false) }], 'x'), page('b', [{ to: 'd' }]), page('c', [{ to: 'd' }]), page('d', [])], { b: 'x = true', c: 'x = false', d: 'true' }],
  ['the nearest question says it all', [page('a', [{ to: 'b', when: yn('x') }, { to: 'd' }], 'x'), page('b', [{ to: 'c', when: yn('y') }, { to: 'd' }], 'y'), page('c', [{ to: 'd' }]), page('d', [])], { b: 'x = true', c: 'y = true', d: 'true' }],
  ['the first link that holds wins', [page('a', [{ to: 'b', when: yn('x') }, { to: 'c', when: yn('y') }, { to: 'd' }], 'x', 'y'), page('b', []), page('c', []), page('d', [])], { b: 'x = true', c: 'x = false and y = true', d: 'x = false and y = false' }],
  ['the link without a condition may stand first', [page('a', [{ to: 'c' }, { to: 'b', when: yn('x') }], 'x'), page('b', []), page('c', [])], { b: 'x = true', c: 'x = false' }],
]
for (const [name, pages, wanted] of rows) test(name, () => {
  const found = reach(pages, pages[0]!.id, (p) => p) as Reach
  for (const [id, text] of Object.entries(wanted)) assert.equal(feel(found.reached.get(id)!), text, id)
})

test('a loop is refused with its pages, however long', () => {
  assert.deepEqual(reach([page('a', [{ to: 'b' }]), page('b', [{ to: 'c' }]), page('c', [{ to: 'b', when: yn('x') }], 'x')], 'a', (p) => p), { loop: ['b', 'c', 'b'] })
  const long = Array.from({ length: 900 }, (_, i) => page(`p${i}`, [{ to: `p${(i + 1) % 900}` }]))
  assert.equal((reach(long, 'p0', (p) => p) as { loop: string[] }).loop.length, 901)
})

test('what leads nowhere, what nothing leads to and what is asked later are told', () => {
  const found = reach([page('a', [{ to: 'b', when: yn('z') }, { to: 'gone' }, { to: 'b' }, { to: 'c' }], 'x'), page('b', [], 'z'), page('c', []), page('alone', [])], 'a', (p) => p) as Reach
  assert.deepEqual(found.never, ['c', 'alone'])
  assert.deepEqual(found.dead.map((d) => d.why), ['there is no page gone', 'another link without a condition stands before it'])
  assert.deepEqual(found.late, [{ page: 'a', fact: 'z' }])
  assert.equal(feel(found.ends.get('b')!), 'true')
})

test('a graph with too many ways names its steps, and means the same', () => {
  const levels = 24, questions = new Map<string, Question[]>()
  const pages = Array.from({ length: levels }, (_, i) => ['a', 'b'].map((side) => {
    const id = `${side}${i}`, other = side === 'a' ? 'b' : 'a', fact = `q_${id}`
    questions.set(id, [{ fact, kind: 'yesno', optional: false }])
    return page(id, i + 1 === levels ? [] : [{ to: `${other}${i + 1}`, when: yn(fact) }, { to: `${side}${i + 1}` }], fact)
  })).flat()
  const found = reach(pages, 'a0', (p) => `at_${p}`) as Reach
  assert.ok(found.steps.length > 40)
  const engine = serviceOf(found, questions)
  for (let turn = 0; turn < 20; turn++) {
    const answers = Object.fromEntries([...questions.values()].flat().map((q, i) => [q.fact, (i * 7 + turn * 13) % (2 + (turn % 3)) === 0]))
    assert.deepEqual(walk(engine, answers, { lang: 'en', channel: 'web', today: '2026-11-25' }).sections, simulate(pages, questions, answers))
  }
})

test('conditions as FEEL', () => {
  const table: readonly (readonly [Condition, string])[] = [
    [true, 'true'], [all(), 'true'], [any(), 'false'], [all(yn('a'), false), 'false'],
    [{ fact: 'c', in: ['x', 'y "z"'] }, 'c in ("x", "y \\"z\\"")'], [not({ fact: 'c', in: ['x'] }), 'c != "x"'], [not({ fact: 'c', in: ['x', 'y'] }), 'not(c in ("x", "y"))'],
    [not({ fact: 'm', has: 'x' }), 'list contains(m, "x") != true'], [{ fact: 'a', in: [true, false] }, 'applies(a)'], [not({ feel: 'n > 3', reads: ['n'] }), '(n > 3) != true'],
    [all(yn('a'), any(yn('b'), yn('c'))), 'a = true and (b = true or c = true)'], [not(all(yn('a'), yn('b'))), 'a != true or b != true'],
  ]
  for (const [c, text] of table) assert.equal(feel(c), text)
})
