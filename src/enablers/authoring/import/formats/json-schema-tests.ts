import { all, any, type Condition, not } from '../condition.ts'
import { isMap, listOf, mapOf, mapsOf } from '../parse.ts'
import type { Json, JsonMap } from '../types.ts'
import { type Known, oneOf, present, tooLong } from './compare.ts'

/** The questions that answer to a property beside the rule: several, when branches ask it in several ways. */
export type Find = (key: string) => readonly Known[] | undefined
const silent: ReadonlySet<string> = new Set(['type', 'title', 'description', '$comment'])
const orders: { readonly [key: string]: string } = { minimum: '>=', maximum: '<=', exclusiveMinimum: '>', exclusiveMaximum: '<' }
const DEEPEST = 20

/** The schema of an `if` as a condition; a sentence when it says more than fixed values, bounds and presence. A missing answer passes no test, whatever JSON Schema says of it. */
export function readTest(s: JsonMap, find: Find): Condition | string {
  const is = testOf(s, find, 0)
  return typeof is !== 'string' && tooLong(is) ? 'it is longer than a rule may be' : is
}
function testOf(s: JsonMap, find: Find, depth: number): Condition | string {
  if (depth > DEEPEST) return 'it is too deep to be read'
  const tests: (Condition | string)[] = [], compared = new Set(Object.keys(mapOf(s['properties'])))
  for (const [key, value] of Object.entries(s)) {
    if (key === 'properties') for (const [name, v] of Object.entries(mapOf(value))) tests.push(ofProperty(name, mapOf(v), find))
    else if (key === 'required') { for (const name of listOf(value)) if (typeof name === 'string' && !compared.has(name)) tests.push(each(name, find, present)) }
    else if (key === 'allOf' || key === 'anyOf') tests.push(joined(key === 'allOf' ? all : any, mapsOf(value).map((x) => testOf(x, find, depth + 1))))
    else if (key === 'not' && isMap(value)) tests.push(negated(testOf(value, find, depth + 1)))
    else if (!silent.has(key)) return `«${key}» is not a test that is read`
  }
  return tests.length === 0 ? 'it compares no property' : joined(all, tests)
}
const joined = (how: typeof all, tests: readonly (Condition | string)[]): Condition | string => tests.find((t): t is string => typeof t === 'string') ?? how(...(tests as readonly Condition[]))
const negated = (t: Condition | string): Condition | string => (typeof t === 'string' ? t : not(t))
const each = (name: string, find: Find, test: (k: Known) => Condition | string): Condition | string => {
  const known = find(name)
  return known === undefined ? `there is no question «${name}» beside it` : joined(any, known.map(test))
}
/** `const` and `enum` of a schema, if it has either. */
export const valuesOf = (s: JsonMap): readonly Json[] | undefined => (s['const'] !== undefined ? [s['const']] : Array.isArray(s['enum']) ? (s['enum'] as readonly Json[]) : undefined)
const fixed = (name: string, values: readonly Json[], find: Find): Condition | string => each(name, find, (k) => oneOf(k, values) ?? `a ${k.type} cannot be compared with a fixed value`)
function ofProperty(name: string, s: JsonMap, find: Find): Condition | string {
  const tests: (Condition | string)[] = [], values = valuesOf(s), other = valuesOf(mapOf(s['not'])), held = valuesOf(mapOf(s['contains']))
  if (values) tests.push(fixed(name, values, find))
  // What is not answered is not another value either: JSON Schema asks only of what is there.
  if (other) tests.push(joined(all, [each(name, find, present), negated(fixed(name, other, find))]))
  if (held) tests.push(fixed(name, held, find))
  for (const [key, op] of Object.entries(orders)) {
    const bound = s[key]
    if (typeof bound === 'number') tests.push(each(name, find, (k) => (k.type === 'integer' || k.type === 'decimal') && /^-?\d{1,15}(\.\d{1,10})?$/.test(String(bound)) ? { feel: `${k.ref} ${op} ${bound}`, reads: [k.ref] } : `a ${k.type} has no bounds`))
  }
  return tests.length === 0 ? 'only fixed values and bounds of a property are compared' : joined(all, tests)
}
