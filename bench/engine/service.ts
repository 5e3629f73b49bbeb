import type { Answers } from '#core/journey'
import type { Vocabulary } from '#core/service'

/**
 * The service of the benchmark: 61 questions (54 of its own, how many live there, and 6 of each member), half of them with a condition, a third
 * with a check, two computed. Small arrays, so that each peer gets it in its own language: ['gt', ['v', 'q4'], 30].
 */
export type Expr = string | number | boolean | { readonly 0: string; readonly 1?: Expr; readonly 2?: Expr }
export type Question = { readonly kind: 'q'; readonly id: string; readonly type: 'choice' | 'number' | 'bool' | 'text'; when?: Expr; valid?: { readonly code: string; readonly expr: Expr }[] }
export type Item = Question | { readonly kind: 'group'; readonly id: string; readonly countOf: string; readonly fields: readonly Omit<Question, 'kind'>[] } | { readonly kind: 'calc'; readonly id: string; readonly expr: Expr }
export type Definition = { readonly items: readonly Item[]; readonly eligibility: Expr; readonly members: number }
type Plain = { [slot: string]: unknown; members?: { [field: string]: unknown }[] }
export type Given = Plain

export function rng(seed: number): () => number {
  let s = seed >>> 0
  return () => { s = (s + 0x6d2b79f5) >>> 0; let t = s; t = Math.imul(t ^ (t >>> 15), t | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 4294967296 }
}
const types = ['choice', 'number', 'bool', 'text', 'number', 'choice'] as const

export function definition(n = 54, members = 10): Definition {
  const r = rng(7), items: Item[] = [], by: { [t in Question['type']]: string[] } = { choice: [], number: [], bool: [], text: [] }
  const condTarget = Math.round(n * 0.5), validTarget = Math.round(n * 0.33), groupAt = 6
  let conds = 0, valids = 0
  const pick = (a: readonly string[]): Expr => ['v', a[Math.floor(r() * a.length)]!]
  for (let i = 0; i < n; i++) {
    if (i === groupAt) {
      items.push({ kind: 'q', id: 'members_count', type: 'number' })
      items.push({ kind: 'group', id: 'members', countOf: 'members_count', fields: [
        { id: 'name', type: 'text' }, { id: 'age', type: 'number', valid: [{ code: 'range', expr: ['and', ['ge', ['self'], 0], ['le', ['self'], 120]] }] },
        { id: 'relation', type: 'choice' }, { id: 'studies', type: 'bool', when: ['lt', ['r', 'age'], 25] }, { id: 'works', type: 'bool', when: ['ge', ['r', 'age'], 15] },
        { id: 'income', type: 'number', when: ['eq', ['r', 'works'], true], valid: [{ code: 'range', expr: ['and', ['ge', ['self'], 0], ['le', ['self'], 3000000]] }] },
      ] })
      items.push({ kind: 'calc', id: 'total_income', expr: ['add', ['v', 'q1'], ['sum', 'members', 'income']] })
      items.push({ kind: 'calc', id: 'per_capita', expr: ['div', ['v', 'total_income'], ['add', 1, ['count', 'members']]] })
    }
    const type = types[i % 6]!, id = `q${i}`, q: Question = { kind: 'q', id, type }
    if (i >= 5 && conds < condTarget && (n - i <= condTarget - conds || r() < 0.56)) {
      const C = pick(by.choice), N = pick(by.number), B = pick(by.bool), C2 = pick(by.choice), t = conds % 6
      conds++
      q.when = t === 0 ? ['eq', C, 'A'] : t === 1 ? ['gt', N, 30] : t === 2 ? ['and', ['eq', B, true], ['ne', C, 'C']] : t === 3 ? ['or', ['gt', N, 60], ['eq', C2, 'B']]
        : t === 4 ? (i > groupAt ? ['lt', ['v', 'per_capita'], 350000] : ['not', ['eq', C, 'C']]) : ['or', ['and', ['ge', N, 10], ['lt', N, 90]], ['eq', B, false]]
    }
    if (type === 'number' && i > 0 && valids < validTarget) {
      valids++
      const others = by.number
      q.valid = [valids % 3 === 0 && others.length > 0 ? { code: 'cross', expr: ['ge', ['add', ['self'], 40], ['or0', pick(others)]] } : { code: 'range', expr: ['and', ['ge', ['self'], 0], ['le', ['self'], 95]] }]
    } else if (type === 'choice' && valids < validTarget && i > 6) { valids++; q.valid = [{ code: 'choice', expr: ['or', ['eq', ['self'], 'A'], ['or', ['eq', ['self'], 'B'], ['eq', ['self'], 'C']]] }] }
    by[type].push(id)
    items.push(q)
  }
  return { items, eligibility: ['and', ['lt', ['v', 'per_capita'], 400000], ['ge', ['v', 'q1'], 18]], members }
}
/** One person's answers to everything, asked or not. */
export function answersOf(def: Definition, seed: number): Given {
  const r = rng(seed), a: Plain = {}
  const value = (t: string): unknown => (t === 'choice' ? ['A', 'B', 'C'][Math.floor(r() * 3)] : t === 'number' ? Math.floor(r() * 100) : t === 'bool' ? r() < 0.5 : `texto ${Math.floor(r() * 1e4)}`)
  for (const it of def.items) {
    if (it.kind === 'q') a[it.id] = it.id === 'members_count' ? def.members : value(it.type)
    else if (it.kind === 'group') a.members = Array.from({ length: def.members }, () => Object.fromEntries(it.fields.map((f) => [f.id, f.id === 'age' ? Math.floor(r() * 125) : f.id === 'income' ? Math.floor(r() * 3100000) : value(f.type)])))
  }
  return a
}
export function setAnswer(j: Given, slot: string, value: unknown): void {
  if (!slot.includes('.')) { j[slot] = value; return }
  const [, k = '', f = ''] = slot.split('.'), rows = (j.members ??= [])
  ;(rows[Number(k)] ??= {})[f] = value
}
export function getAnswer(a: Given, slot: string): unknown {
  if (!slot.includes('.')) return a[slot]
  const [, k = '', f = ''] = slot.split('.')
  return a.members![Number(k)]![f]
}

// --- the same in our own language

const signs: { readonly [op: string]: string } = { gt: '>', lt: '<', ge: '>=', le: '<=' }
/** FEEL. What is not equal to something must be there: of an absent answer FEEL says that it differs. */
export function feel(e: Expr): string {
  if (typeof e !== 'object') return JSON.stringify(e)
  const { 0: o, 1: a = '', 2: b = '' } = e
  switch (o) {
    case 'v': return String(a)
    case 'r': return `row.${String(a)}`
    case 'self': return 'value'
    case 'and': case 'or': return `(${feel(a)} ${o} ${feel(b)})`
    case 'not': return `not(${feel(a)})`
    case 'add': return `(${feel(a)} + ${feel(b)})`
    case 'div': return `(${feel(a)} / ${feel(b)})`
    case 'or0': return `default(${feel(a)}, 0)`
    case 'sum': return `sum(${String(a)}.${String(b)})`
    case 'count': return `count(${String(a)})`
    case 'eq': return b === true ? feel(a) : `${feel(a)} = ${feel(b)}`
    case 'ne': return `(applies(${feel(a)}) and ${feel(a)} != ${feel(b)})`
    default: return `${feel(a)} ${signs[o]} ${feel(b)}`
  }
}
const say = (id: string) => ({ ask: { es: `¿${id}?`, en: `${id}?` } })
const kindOf = { choice: 'choice', number: 'integer', bool: 'yesno', text: 'text' } as const
function fact(q: Omit<Question, 'kind'>): { [key: string]: unknown } {
  return {
    id: q.id, type: kindOf[q.type], say: say(q.id), ...(q.when === undefined ? {} : { when: feel(q.when) }),
    ...(q.type === 'choice' ? { options: ['A', 'B', 'C'].map((id) => ({ id, say: { es: id, en: id } })) } : {}),
    ...(q.valid === undefined ? {} : { check: q.valid.map((v) => ({ id: v.code, must: feel(v.expr), say: { es: 'Revisa', en: 'Check' } })) }),
  }
}
/** As service.yaml would read. */
export const serviceOf = (def: Definition): unknown => ({
  id: 'bench', version: '1.0.0', institution: 'i', title: { es: 'Prueba', en: 'Bench' }, languages: ['es'], law: ['Ley 19.880'], audience: { who: 'person', assurance: 0 },
  facts: def.items.map((it) => it.kind === 'q' ? fact(it)
    : it.kind === 'calc' ? { id: it.id, type: it.id === 'per_capita' ? 'decimal' : 'integer', source: { compute: feel(it.expr) }, say: say(it.id) }
      : { id: it.id, type: 'list', when: `${it.countOf} > 0`, list: { of: it.fields.map(fact), min: 0, max: 20, label: { es: 'Persona', en: 'Person' } }, say: say(it.id) }),
  eligibility: [{ id: 'eligible', must: feel(def.eligibility), say: { es: 'No te corresponde', en: 'Not for you' } }],
})
export const vocabulary: Vocabulary = { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: [], institutions: { i: { name: 'I' } }, channels: {} }

/** Ours keeps an answer with its state, and a list's rows by id (`members.r0.age`, where the others say `members.0.age`). */
export function toAnswers(a: Given): Answers {
  const out: { [id: string]: unknown } = {}
  for (const [id, v] of Object.entries(a)) out[id] = id === 'members' ? { state: 'given', rows: (v as { [f: string]: unknown }[]).map((row, k) => ({ id: `r${k}`, answers: Object.fromEntries(Object.entries(row).map(([f, x]) => [f, { value: x, state: 'given' }])) })) } : { value: v, state: 'given' }
  return out as Answers
}
export const plainPath = (path: string): string => path.replace(/^members\.r(\d+)\./, 'members.$1.')
