import { isMap, listOf, textOf } from '../parse.ts'
import type { Json, JsonMap } from '../types.ts'

/** Keys that say something of a value, each one element of the report. */
export const rules: ReadonlySet<string> = new Set(['required', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'format', 'const', 'not', 'contains', 'dependencies', 'dependentRequired', 'default'])
const branching = ['anyOf', 'oneOf', 'allOf'] as const
const plumbing: ReadonlySet<string> = new Set(['$schema', '$id', 'id', '$comment', 'type', 'title', 'description', 'properties', 'definitions', '$defs', 'items', 'enum', 'enumNames', 'anyOf', 'oneOf', 'allOf', 'if', 'then', 'else', '$ref', 'additionalProperties', 'example', 'examples', 'nullable'])

/** References that lead to references are followed so far. */
export const DEEPEST = 25
type Part = { readonly at: string; readonly kind: string; readonly name: string }
/** Every part of the document, in its order, whether or not anything leads to it. `not` and `contains` are one rule each: what stands inside is theirs. */
export function* partsOf(root: JsonMap): Generator<Part> {
  const open: { readonly s: JsonMap; readonly at: string }[] = [{ s: root, at: '#' }]
  for (let x = open.pop(); x; x = open.pop()) {
    const { s, at } = x, inner: { s: JsonMap; at: string }[] = []
    for (const [key, value] of Object.entries(s)) {
      if (rules.has(key)) yield { at: `${at}/${key}`, kind: 'rule', name: key }
      else if (!plumbing.has(key)) yield { at: `${at}/${key}`, kind: 'setting', name: key }
      if (key === 'enum') for (const [i, v] of listOf(value).entries()) yield { at: `${at}/enum/${i}`, kind: 'option', name: String(v) }
      if (key === 'properties' && isMap(value)) for (const [k, v] of Object.entries(value)) { yield { at: `${at}/properties/${k}`, kind: 'property', name: k }; if (isMap(v)) inner.push({ s: v, at: `${at}/properties/${k}` }) }
      if ((key === 'definitions' || key === '$defs') && isMap(value)) for (const [k, v] of Object.entries(value)) if (isMap(v)) inner.push({ s: v, at: `${at}/${key}/${k}` })
      if (branching.includes(key as 'anyOf')) for (const [i, v] of listOf(value).entries()) { yield { at: `${at}/${key}/${i}`, kind: 'branch', name: key }; if (isMap(v)) inner.push({ s: v, at: `${at}/${key}/${i}` }) }
      if (key === 'if') yield { at: `${at}/if`, kind: 'condition', name: 'if' }
      if ((key === 'then' || key === 'else' || key === 'items') && isMap(value)) inner.push({ s: value, at: `${at}/${key}` })
    }
    for (const y of inner.reverse()) open.push(y)
  }
}

/** Every map of the document. */
export function* everySchema(root: JsonMap): Generator<JsonMap> {
  const open: Json[] = [root]
  for (let x = open.pop(); x !== undefined; x = open.pop()) {
    if (isMap(x)) yield x
    for (const y of Array.isArray(x) ? x : Object.values(x as JsonMap)) if (typeof y === 'object' && y !== null) open.push(y)
  }
}
const unescaped = (s: string): string => { try { return decodeURIComponent(s) } catch { return s } }
/** `#/definitions/name`, own keys only (RFC 6901). */
export function pointed(root: JsonMap, ref: string): JsonMap | undefined {
  if (!ref.startsWith('#/')) return ref === '#' ? root : undefined
  let here: Json | undefined = root
  for (const part of ref.slice(2).split('/')) {
    const key = unescaped(part).replaceAll('~1', '/').replaceAll('~0', '~')
    here = isMap(here) && Object.hasOwn(here, key) ? here[key] : Array.isArray(here) && /^\d{1,4}$/.test(key) ? here[Number(key)] : undefined
  }
  return isMap(here) ? here : undefined
}
/** A schema and those its reference leads to, each once. */
export function schemasOf(root: JsonMap, s: JsonMap): readonly JsonMap[] {
  const out = [s]
  for (let ref = textOf(s['$ref']); ref !== undefined; ) {
    const next: JsonMap | undefined = pointed(root, ref)
    if (next === undefined || out.includes(next) || out.length > DEEPEST) break
    out.push(next)
    ref = textOf(next['$ref'])
  }
  return out
}
