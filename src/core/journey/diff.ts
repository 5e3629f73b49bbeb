import { type Node, parse, print } from '../expression/index.ts'
import type { Fact, Migration, Option, Service, Value } from '../service/index.ts'
import { namesIn } from './literal.ts'
import type { Answer, Answers } from './types.ts'

/** wording: new text is used at once. compatible: a journey moves at its next touch, one pass shows what is missing. breaking: `migrate` must say what becomes of answers. */
export type ChangeKind = 'wording' | 'compatible' | 'breaking'
/** `path`: `facts.age.check.range`; rows as `facts.household.income`. */
export type Change = { readonly path: string; readonly kind: ChangeKind; readonly what: string }
/** `settled`: breaking, but the new version's `migrate` says what becomes of each. */
export type Diff = { readonly verdict: 'same' | ChangeKind; readonly settled: boolean; readonly changes: readonly Change[] }

/**
 * What a new version means for journeys under way (engine.md §4.4), fact by fact, option by option, rule by rule. What cannot be shown to
 * be looser counts as stricter. Submitted cases never move, so what follows submission is never breaking.
 */
export function diff(before: Service, after: Service): Diff {
  const changes: Change[] = []
  const migration = after.migrate && Object.hasOwn(after.migrate, before.version) ? after.migrate[before.version]! : {}
  let open = 0
  const say = (path: string, kind: ChangeKind, what: string, covered = migration.finish_on_old_until !== undefined) => {
    if (kind === 'breaking' && !covered) open++
    changes.push({ path, kind, what })
  }
  const decisive = decisiveIn(before, after)
  diffFacts(before.facts, after.facts, 'facts', { say, migration, decisive })
  pairs(before.eligibility, after.eligibility, (r) => r.id).forEach(([id, a, b]) => {
    const path = `eligibility.${id}`
    if (!a) say(path, 'breaking', 'a new rule')
    else if (!b) say(path, 'compatible', 'the rule is gone')
    else { condition(path, a.must, b.must, say); words(path, [a.say, a.law, a.else], [b.say, b.law, b.else], say) }
  })
  for (const [id, a, b] of pairs(Object.entries(before.decisions ?? {}), Object.entries(after.decisions ?? {}), ([k]) => k)) {
    if (!same(a?.[1], b?.[1])) say(`decisions.${id}`, decisive.has(id) ? 'breaking' : 'compatible', !a ? 'a new decision' : !b ? 'the decision is gone' : 'decides otherwise')
  }
  const keys: readonly (readonly [keyof Service, ChangeKind])[] = [
    ['institution', 'compatible'], ['providers', 'compatible'], ['competent', 'compatible'], ['offers', 'compatible'], ['audience', 'compatible'], ['channels', 'compatible'], ['fee', 'compatible'], ['deadline', 'compatible'],
    ['silence', 'compatible'], ['keep', 'compatible'], ['lifecycle', 'compatible'], ['outputs', 'compatible'], ['notify', 'compatible'],
    ['title', 'wording'], ['summary', 'wording'], ['languages', 'wording'], ['sections', 'wording'], ['check_section', 'wording'], ['law', 'wording'], ['fee_law', 'wording'], ['illustrative', 'wording'], ['sources', 'wording'], ['catalogue', 'wording'],
  ]
  for (const [key, kind] of keys) if (!same(before[key], after[key])) say(key, kind, 'changed')
  const worst = (['breaking', 'compatible', 'wording'] as const).find((k) => changes.some((c) => c.kind === k)) ?? 'same'
  return { verdict: worst, settled: open === 0, changes }
}

type Say = (path: string, kind: ChangeKind, what: string, covered?: boolean) => void
type With = { readonly say: Say; readonly migration: Migration; readonly decisive: ReadonlySet<string> }
function diffFacts(before: readonly Fact[], after: readonly Fact[], at: string, { say, migration, decisive }: With): void {
  const until = migration.finish_on_old_until !== undefined
  const renamed = migration.rename ?? {}
  const was = before.map((f) => ({ ...f, id: Object.hasOwn(renamed, f.id) ? renamed[f.id]! : f.id, had: f.id }))
  const again = (id: string) => until || migration.ask_again?.includes(id) === true
  for (const [id, a, b] of pairs<(typeof was)[number] | Fact>(was, after, (f) => f.id)) {
    const path = `${at}.${id}`
    if (!a) { say(path, 'compatible', 'a new fact'); continue }
    if (!b) { say(path, 'breaking', 'the fact is gone: its answers too', until || migration.drop?.includes(id) === true); continue }
    if ('had' in a && a.had !== id) say(path, 'breaking', `was called ${a.had}`, true)
    const covered = again(id)
    for (const key of ['type', 'attribute', 'currency'] as const) if (!same(a[key], b[key])) say(`${path}.${key}`, 'breaking', `was ${String(a[key] ?? 'none')}, is ${String(b[key] ?? 'none')}`, covered)
    const computed = [a, b].some((f) => f.source && !('registry' in f.source))
    if (!same(a.source, b.source)) say(`${path}.source`, computed && decisive.has(id) ? 'breaking' : 'compatible', 'comes from elsewhere', covered)
    if (!same(a.when, b.when)) say(`${path}.when`, 'compatible', 'applies otherwise')
    if (!same(a.optional, b.optional)) say(`${path}.optional`, 'compatible', b.optional ? 'may be declined now' : 'is required now')
    for (const key of ['may_follow', 'assurance', 'purpose', 'sensitive', 'legal_basis', 'reason', 'retain', 'stop', 'lines'] as const) if (!same(a[key], b[key])) say(`${path}.${key}`, 'compatible', 'changed')
    for (const [key, sign] of [['min', 1], ['min_length', 1], ['max', -1], ['max_length', -1], ['decimals', -1]] as const) bound(`${path}.${key}`, a[key], b[key], sign, (p, k, w) => say(p, k, w, covered))
    if (!same(a.format, b.format) && b.format !== undefined) say(`${path}.format`, 'breaking', 'must have another form', covered)
    if (!same(a.accept, b.accept) && b.accept) say(`${path}.accept`, a.accept?.every((t) => b.accept!.includes(t)) ? 'compatible' : 'breaking', 'takes other files', covered)
    words(path, [a.say, a.section, a.together], [b.say, b.section, b.together], say)
    pairs(a.check ?? [], b.check ?? [], (c, i) => c.id ?? String(i)).forEach(([cid, x, y]) => {
      const where = `${path}.check.${cid}`
      const stern = (z: typeof x) => z?.level !== 'warn'
      if (!x) say(where, stern(y) ? 'breaking' : 'compatible', 'a new check', covered)
      else if (!y) say(where, 'compatible', 'the check is gone')
      else { condition(where, x.must, y.must, (p, k, w) => say(p, stern(y) ? k : 'compatible', w, covered)); if (!stern(x) && stern(y)) say(where, 'breaking', 'was a warning', covered); words(where, [x.say], [y.say], say) }
    })
    diffOptions(a.options ?? [], b.options ?? [], path, migration.options && Object.hasOwn(migration.options, id) ? migration.options[id]! : {}, (p, k, w, c) => say(p, k, w, c || covered))
    if (a.list && b.list) {
      bound(`${path}.list.min`, a.list.min, b.list.min, 1, (p, k, w) => say(p, k, w, covered))
      bound(`${path}.list.max`, a.list.max, b.list.max, -1, (p, k, w) => say(p, k, w, covered))
      words(path, [a.list.label], [b.list.label], say)
      diffFacts(a.list.of, b.list.of, path, { say: (p, k, w, c) => say(p, k, w, c || covered), migration: {}, decisive })
    }
  }
}
function diffOptions(before: readonly Option[], after: readonly Option[], path: string, mapped: { readonly [from: string]: string }, say: Say): void {
  for (const [id, a, b] of pairs(before, after, (o) => o.id)) {
    const where = `${path}.options.${id}`
    if (!a) say(where, 'compatible', 'a new option')
    else if (!b) say(where, 'breaking', 'the option is gone', Object.hasOwn(mapped, id))
    else {
      if (!same(a.when, b.when)) say(where, b.when === undefined ? 'compatible' : 'breaking', b.when === undefined ? 'always offered now' : 'offered otherwise')
      words(where, [a.say, a.hint, a.voice], [b.say, b.hint, b.voice], say)
    }
  }
}

/** Both lists by id, in order of the new one, what is gone last. */
function pairs<T>(before: readonly T[], after: readonly T[], id: (x: T, i: number) => string): readonly (readonly [string, T | undefined, T | undefined])[] {
  const was = new Map(before.map((x, i) => [id(x, i), x]))
  const is = new Map(after.map((x, i) => [id(x, i), x]))
  return [...[...is].map(([k, x]) => [k, was.get(k), x] as const), ...[...was].filter(([k]) => !is.has(k)).map(([k, x]) => [k, x, undefined] as const)]
}
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false
  const [x, y] = [Object.entries(a), b as { readonly [k: string]: unknown }]
  return x.length === Object.keys(b).length && x.every(([k, v]) => Object.hasOwn(y, k) && same(v, y[k]))
}
const words = (path: string, a: readonly unknown[], b: readonly unknown[], say: Say): void => { if (!same(a, b)) say(path, 'wording', 'other words') }
/** `sign` 1: a higher bound is stricter. */
function bound(path: string, a: string | number | undefined, b: string | number | undefined, sign: 1 | -1, say: Say): void {
  if (a === b) return
  const [x, y] = [Number(a), Number(b)]
  const looser = b === undefined || (a !== undefined && (Number.isNaN(x) || Number.isNaN(y) ? sign * (String(a) < String(b) ? -1 : 1) > 0 && /^\d{4}-/.test(String(a) + String(b)) : sign * (x - y) > 0))
  say(path, looser ? 'compatible' : 'breaking', `${a === undefined ? 'was free' : `was ${a}`}, ${b === undefined ? 'is free' : `is ${b}`}`)
}

/** A condition that lets more through is compatible; one that lets less, or that cannot be compared, is breaking. */
function condition(path: string, a: string, b: string, say: Say): void {
  if (a === b) return
  let x: Node, y: Node
  try { [x, y] = [parse(a), parse(b)] } catch { say(path, 'breaking', `was ${a}, is ${b}`); return }
  if (print(x) === print(y)) return
  say(path, looser(x, y) ? 'compatible' : 'breaking', `${looser(x, y) ? 'looser' : 'stricter, or another'}: was ${a}, is ${b}`)
}
/** Does `b` hold wherever `a` does, as far as their shapes show? */
function looser(a: Node, b: Node): boolean {
  if (print(a) === print(b)) return true
  if (b.n === 'op' && b.v === 'or' && (looser(a, b.a) || looser(a, b.b))) return true
  if (a.n === 'op' && a.v === 'and' && (looser(a.a, b) || looser(a.b, b))) return true
  if (a.n === 'op' && b.n === 'op' && a.v === b.v) {
    if (a.v === 'and' || a.v === 'or') return looser(a.a, b.a) && looser(a.b, b.b)
    const [x, y] = [fixed(a.b), fixed(b.b)]
    if (print(a.a) === print(b.a) && x !== undefined && y !== undefined) return a.v === '>' || a.v === '>=' ? y <= x : a.v === '<' || a.v === '<=' ? y >= x : false
  }
  if (a.n === 'in' && b.n === 'in' && print(a.a) === print(b.a)) {
    const [s, t] = [a.tests, b.tests]
    if (s.every((p) => p.t === 'is') && t.every((p) => p.t === 'is')) return s.every((p) => t.some((q) => p.t === 'is' && q.t === 'is' && print(p.a) === print(q.a)))
    const [p, q] = [s[0], t[0]]
    if (s.length === 1 && t.length === 1 && p?.t === 'range' && q?.t === 'range' && same(p.open, q.open)) {
      const [l, h, m, n] = [fixed(p.lo), fixed(p.hi), fixed(q.lo), fixed(q.hi)]
      return l !== undefined && h !== undefined && m !== undefined && n !== undefined && m <= l && n >= h
    }
  }
  return false
}
const fixed = (e: Node): number | undefined => (e.n === 'num' ? Number(e.v) : e.n === 'neg' && e.a.n === 'num' ? -Number(e.a.v) : undefined)

/** What eligibility rests on, however far down, in either version. */
function decisiveIn(...services: readonly Service[]): ReadonlySet<string> {
  const out = new Set<string>()
  const read = (source: string): readonly string[] => { try { return [...namesIn(parse(source))] } catch { return [] } }
  for (const s of services) {
    const facts = new Map(s.facts.map((f) => [f.id, f]))
    const open = s.eligibility.flatMap((r) => read(r.must))
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (out.has(id)) continue
      out.add(id)
      const f = facts.get(id), d = s.decisions && Object.hasOwn(s.decisions, id) ? s.decisions[id] : undefined
      if (f?.source && 'compute' in f.source) open.push(...read(f.source.compute))
      if (f?.when !== undefined) open.push(...read(f.when))
      if (typeof d === 'string') open.push(...read(d))
      else if (d) open.push(...d.inputs.flatMap(read), ...d.rules.flatMap((r) => read(r.then)))
    }
  }
  return out
}

/**
 * The answers of a journey under the new version, by its `migrate`: facts renamed, options mapped (in a choice or a many), facts dropped, and
 * those to be asked again taken away. Names are those of the old version for `rename` and `drop`, of the new one for `options` and `ask_again`. Rows go with their list.
 * What `migrate` does not name stays as it is; the pass under the new version shows what is missing.
 */
export function migrateAnswers(answers: Answers, { rename = {}, options = {}, drop = [], ask_again = [] }: Migration): Answers {
  const out: { [fact: string]: Answer } = {}
  const gone = new Set(drop), again = new Set(ask_again)
  for (const [old, answer] of Object.entries(answers)) {
    if (gone.has(old)) continue
    const id = Object.hasOwn(rename, old) ? rename[old]! : old
    if (again.has(id)) continue
    const map = Object.hasOwn(options, id) ? options[id]! : undefined
    const value = map && answer.value !== undefined ? mapped(answer.value, map) : answer.value
    out[id] = value === answer.value ? answer : { ...answer, value }
  }
  return out
}
const mapped = (value: Value, map: { readonly [from: string]: string }): Value => {
  const one = (id: string) => (Object.hasOwn(map, id) ? map[id]! : id)
  return typeof value === 'string' ? one(value) : Array.isArray(value) ? [...new Set((value as readonly string[]).map(one))] : value
}
