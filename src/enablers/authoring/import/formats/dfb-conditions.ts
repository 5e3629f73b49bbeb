import { all, any, type Condition, not, quoted } from '../condition.ts'
import { isMap, limits, mapOf, mapsOf, textOf } from '../parse.ts'
import type { Report } from '../report.ts'
import type { JsonMap } from '../types.ts'
import { rowsOf, type Source } from './dfb-model.ts'

/** What a condition may read: a question as it was imported. Questions of one name are one datum to their engine. */
export type Readable = { readonly fact: string; readonly kind: string; readonly options?: readonly string[] }
export type Conditions = {
  /** By the name or id that links, pages and components use. Undefined: there is none, or it was lost. */
  of(name: string): Condition | undefined
  /** Tells what became of each, once all that use them were met. */
  tell(report: Report): void
}
/** `tests`: how many it comes to, with those of the conditions it names. */
type Read = { readonly condition: Condition; readonly tests: number } | { readonly lost: string }
const large = { lost: `with the conditions it names it has more than ${limits.tests} tests` } as const
type Told = { readonly changed: string[]; readonly problem: (why: string) => Read }

/** `find`: the questions a row names, by name, section.name or id. */
export function createConditions(source: Source, find: (key: string) => readonly Readable[] | undefined): Conditions {
  const byName = new Map(source.conditions.flatMap((c, i) => [textOf(c['name']), textOf(c['id'])].flatMap((k) => (k === undefined ? [] : [[k, { c, i }] as const]))))
  const made = new Map<JsonMap, { readonly read: Read; readonly changed: readonly string[] }>()
  const used = new Set<JsonMap>(), named = new Map<JsonMap, JsonMap[]>()
  /** Used, and with it every condition that it names. */
  const use = (c: JsonMap): void => { if (used.has(c)) return; used.add(c); for (const d of named.get(c) ?? []) use(d) }
  const items = new Map(source.lists.flatMap((l) => mapsOf(l['items']).flatMap((item) => (textOf(item['id']) === undefined ? [] : [[textOf(item['id'])!, textOf(item['value']) ?? ''] as const]))))

  const make = (c: JsonMap, above: readonly JsonMap[]): Read => {
    const had = made.get(c)
    if (had) return had.read
    const changed: string[] = []
    const told: Told = { changed, problem: (why) => ({ lost: why }) }
    const inside = [...above, c]
    const value = c['value']
    const read = above.includes(c) ? { lost: 'it reads itself' } : typeof value === 'string' ? expression(value, find) : group(isMap(value) ? mapsOf(value['conditions']) : mapsOf(c['items']), textOf(c['coordinator']), inside, told)
    made.set(c, { read, changed })
    return read
  }
  /** Rows joined by their coordinators; `and` binds closer than `or`. */
  const group = (rows: readonly JsonMap[], joined: string | undefined, above: readonly JsonMap[], told: Told): Read => {
    if (!rows.length) return { lost: 'it has no tests' }
    const parts: Condition[][] = [[]]
    let tests = 0
    for (const [i, r] of rows.entries()) {
      const read = row(r, above, told)
      if ('lost' in read) return read
      if ((tests += read.tests) > limits.tests) return large
      if (i > 0 && (textOf(r['coordinator']) ?? joined ?? 'and').toLowerCase() === 'or') parts.push([])
      parts.at(-1)!.push(read.condition)
    }
    return { condition: any(...parts.map((p) => all(...p))), tests }
  }
  const row = (r: JsonMap, above: readonly JsonMap[], told: Told): Read => {
    if (above.length > 20) return { lost: 'its groups are nested too deep' }
    const ref = textOf(r['conditionName']) ?? textOf(r['conditionId'])
    if (ref !== undefined) { const found = byName.get(ref); if (!found) return { lost: `there is no condition ${ref}` }; named.set(above[0]!, [...(named.get(above[0]!) ?? []), found.c]); return make(found.c, above) }
    if (Array.isArray(r['conditions'])) return group(mapsOf(r['conditions']), undefined, [...above, r], told)
    const key = textOf(mapOf(r['field'])['name']) ?? textOf(r['componentId']) ?? ''
    const facts = find(key)
    if (!facts) return { lost: `there is no question ${key}` }
    if (facts.length > limits.tests) return large
    const tests = facts.map((f) => test(f, (textOf(r['operator']) ?? '').toLowerCase(), r['value'], textOf(r['type']), items, told))
    const bad = tests.find((t) => 'lost' in t)
    return bad ?? { condition: any(...tests.map((t) => (t as { condition: Condition }).condition)), tests: tests.length }
  }
  return {
    of(name) {
      const found = byName.get(name)
      if (!found) return undefined
      const read = make(found.c, [])
      use(found.c)
      return 'lost' in read ? undefined : read.condition
    },
    tell(report) {
      for (const [i, c] of source.conditions.entries()) {
        const read = make(c, []), changed = made.get(c)!.changed
        const name = textOf(c['displayName']) ?? textOf(c['name']) ?? textOf(c['id'])
        const where = `conditions[${i}]`, rows = typeof c['value'] === 'string' ? 1 : rowsOf(c).length
        const say = (kind: string, place: string) => ('lost' in read ? report.lost(kind, place, read.lost, name) : !used.has(c) ? report.lost(kind, place, 'nothing uses it', name) : changed.length ? report.approximated(kind, place, [...new Set(changed)].join('; '), name) : report.carried(kind, place, name))
        say('condition', where)
        for (let k = 0; k < rows; k++) say('test', `${where}.value[${k}]`)
      }
    },
  }
}

const numbers: { readonly [operator: string]: string } = { is: '=', 'is not': '!=', 'is at least': '>=', 'is at most': '<=', 'is less than': '<', 'is more than': '>', 'is before': '<', 'is after': '>', 'is on or before': '<=', 'is on or after': '>=' }
const lengths: { readonly [operator: string]: string } = { 'is longer than': '>', 'is shorter than': '<', 'has length': '=' }
const compare = (op: string, a: number, b: number): boolean => (op === '=' ? a === b : op === '!=' ? a !== b : op === '>=' ? a >= b : op === '<=' ? a <= b : op === '<' ? a < b : a > b)

function test({ fact, kind, options }: Readable, operator: string, given: unknown, type: string | undefined, items: ReadonlyMap<string, string>, { changed, problem }: Told): Read {
  const told = isMap(given) ? given : { value: given as never }
  const value = textOf(told['itemId']) === undefined ? (textOf(told['value']) ?? '') : (items.get(textOf(told['itemId'])!) ?? '')
  const yes = (condition: Condition): Read => ({ condition, tests: 1 }), op = Object.hasOwn(numbers, operator) ? numbers[operator]! : undefined
  const feel = (text: string): Read => yes({ feel: text, reads: [fact] })
  const unknown = () => problem(`«${operator}» cannot be asked of ${fact}`)
  const number = /^-?\d{1,15}(\.\d{1,10})?$/.test(value) ? value : undefined
  switch (kind) {
    case 'yesno': {
      const is: Condition = { fact, in: [/^(true|yes)$/i.test(value)] }
      return operator === 'is' ? yes(is) : operator === 'is not' ? yes(not(is)) : unknown()
    }
    case 'choice': {
      if (op !== undefined && operator !== 'is' && operator !== 'is not') return number === undefined ? unknown() : yes({ fact, in: options!.filter((o) => /^-?\d+(\.\d+)?$/.test(o) && compare(op, Number(o), Number(number))) })
      if (!options!.includes(value)) changed.push(`${fact} has no option «${value}»`)
      const is: Condition = options!.includes(value) ? { fact, in: [value] } : false
      return operator === 'is' || operator === 'contains' ? yes(is) : operator === 'is not' || operator === 'does not contain' ? yes(not(is)) : unknown()
    }
    case 'many': {
      if (!options!.includes(value)) changed.push(`${fact} has no option «${value}»`)
      const has: Condition = options!.includes(value) ? { fact, has: value } : false
      if (operator === 'is' || operator === 'is not') changed.push(`${fact} takes several answers: «${operator}» is read as ${operator === 'is' ? 'contains' : 'does not contain'}`)
      return operator === 'contains' || operator === 'is' ? yes(has) : operator === 'does not contain' || operator === 'is not' ? yes(not(has)) : unknown()
    }
    case 'integer': case 'decimal': return op === undefined || number === undefined ? unknown() : operator === 'is not' ? yes(not({ feel: `${fact} = ${number}`, reads: [fact] })) : feel(`${fact} ${op} ${number}`)
    case 'date': {
      const when = dateOf(told, value, type)
      return op === undefined || when === undefined ? unknown() : operator === 'is not' ? yes(not({ feel: `${fact} = ${when}`, reads: [fact] })) : feel(`${fact} ${op} ${when}`)
    }
    case 'text': case 'email': {
      if (Object.hasOwn(lengths, operator)) return number === undefined ? unknown() : feel(`string length(${fact}) ${lengths[operator]} ${number}`)
      const is: Condition = { feel: `${fact} = ${quoted(value)}`, reads: [fact] }, holds: Condition = { feel: `contains(${fact}, ${quoted(value)})`, reads: [fact] }
      return operator === 'is' ? yes(is) : operator === 'is not' ? yes(not(is)) : operator === 'contains' ? yes(holds) : operator === 'does not contain' ? yes(not(holds)) : unknown()
    }
    default: return problem(`no condition can read ${fact}, which is ${kind}`)
  }
}
/** A day, or so long before or after today. */
function dateOf(told: JsonMap, value: string, type: string | undefined): string | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return `date("${value}")`
  if (!/relative/i.test(`${type ?? ''} ${textOf(told['type']) ?? ''}`)) return undefined
  const n = Number(textOf(told['period']) ?? textOf(told['timePeriod'])), unit = (textOf(told['unit']) ?? textOf(told['timeUnit']) ?? '')[0]?.toUpperCase()
  if (!Number.isInteger(n) || n < 0 || n > 9999 || !unit || !'DMY'.includes(unit)) return undefined
  return n === 0 ? 'today' : `today ${/past/i.test(textOf(told['direction']) ?? textOf(told['timeDirection']) ?? '') ? '-' : '+'} duration("P${n}${unit}")`
}

/** The older conditions, written as text: `section.name == true and …`. Read, never run; what is more than comparisons is lost. */
function expression(text: string, find: (key: string) => readonly Readable[] | undefined): Read {
  const tokens = text.slice(0, 4000).match(/[A-Za-z_$][\w.$-]*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?|[=!<>]=?=?|&&|\|\||[()]|\S/g) ?? []
  let p = 0, total = 0
  const quotedText = (t: string): string | undefined => (/^['"]/.test(t) ? t.slice(1, -1).replace(/\\(.)/g, '$1') : /^(true|false|\d+(\.\d+)?)$/.test(t) ? t : undefined)
  const operators: { readonly [sign: string]: string } = { '==': 'is', '===': 'is', '!=': 'is not', '!==': 'is not', '>': 'is more than', '<': 'is less than', '>=': 'is at least', '<=': 'is at most' }
  const fail = (why: string): never => { throw new Unread(why) }
  const factor = (depth: number): Condition => {
    if (depth > 20) fail('it is nested too deep')
    const t = tokens[p++]
    if (t === '(') { const c = either(depth + 1); if (tokens[p++] !== ')') fail('a bracket is not closed'); return c }
    if (t === 'not' || t === '!') return not(factor(depth + 1))
    if (t === undefined) return fail('it ends too soon')
    const literalFirst = quotedText(t), sign = tokens[p++] ?? ''
    const key = literalFirst === undefined ? t : (tokens[p++] ?? ''), value = literalFirst ?? quotedText(tokens[p++] ?? '')
    const operator = literalFirst === undefined ? (Object.hasOwn(operators, sign) ? operators[sign]! : undefined) : sign === 'in' ? 'contains' : undefined
    const facts = find(key)
    if (operator === undefined || value === undefined) return fail('it is more than comparisons')
    if (!facts) return fail(`there is no question ${key}`)
    if ((total += facts.length) > limits.tests) fail(large.lost)
    const tests = facts.map((f) => test(f, operator, { value }, undefined, new Map(), { changed: [], problem: (why) => ({ lost: why }) }))
    return any(...tests.map((r) => ('lost' in r ? fail(r.lost) : r.condition)))
  }
  const both = (depth: number): Condition => { const out = [factor(depth)]; while (tokens[p] === 'and' || tokens[p] === '&&') { p++; out.push(factor(depth)) } return all(...out) }
  const either = (depth: number): Condition => { const out = [both(depth)]; while (tokens[p] === 'or' || tokens[p] === '||') { p++; out.push(both(depth)) } return any(...out) }
  try {
    const condition = either(0)
    return p < tokens.length ? { lost: 'it is more than comparisons' } : { condition, tests: total }
  } catch (error) {
    if (!(error instanceof Unread)) throw error
    return { lost: error.message }
  }
}
class Unread extends Error {}
