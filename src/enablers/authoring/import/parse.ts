import { readYaml } from '#platform/yaml'
import type { Json, JsonMap, Parsed, Refused, SourceFile } from './types.ts'

/**
 * Bounds on what strangers hand over (OWASP ASVS 5.0 §5.2): each is checked before the work it bounds. The largest real form seen has 230 KB and
 * 7000 values. `values`: commas and brackets of JSON. `options`: of one question, as the core has it. `tests`: of one condition, with those it names; `work`: tests of all links together.
 * `written`: characters of the definition that comes out.
 */
export const limits = { bytes: 8_388_608, values: 250_000, depth: 64, facts: 2000, options: 2000, pages: 1000, links: 10_000, tests: 500, work: 200_000, languages: 20, written: 1_048_576 } as const
export const tooLarge = (name: string): string => `${name} is larger than ${limits.bytes / 1_048_576} MB`
/** Names that mean something to a JavaScript object. No definition of any format needs them as keys. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype'])

export const isMap = (x: unknown): x is JsonMap => typeof x === 'object' && x !== null && !Array.isArray(x)
export const mapOf = (x: unknown): JsonMap => (isMap(x) ? x : {})
export const listOf = (x: unknown): readonly Json[] => (Array.isArray(x) ? x : [])
export const mapsOf = (x: unknown): readonly JsonMap[] => listOf(x).filter(isMap)
/** A scalar as text; undefined for what is none or empty. */
export const textOf = (x: unknown): string | undefined => (typeof x === 'string' ? (x.trim() === '' ? undefined : x) : typeof x === 'number' || typeof x === 'boolean' ? String(x) : undefined)
/** Own keys only, and `true` in any spelling a form editor writes. */
export const at = (x: JsonMap, key: string): Json | undefined => (Object.hasOwn(x, key) ? x[key] : undefined)
export const isTrue = (x: unknown): boolean => x === true || x === 'true'

/** Reads JSON or YAML. Never throws; refuses in time and memory linear in the bytes. Zip and XML pass through with `json` undefined. */
export function parseFile(file: SourceFile): Parsed | Refused {
  const { name, bytes } = file
  if (bytes.length > limits.bytes) return { refused: tooLarge(name) }
  if (bytes.length === 0) return { refused: `${name} is empty` }
  if ((bytes[0] === 0x50 && bytes[1] === 0x4b) || /\.(xml|zip)$/i.test(name)) return { ...file, json: undefined }
  const text = new TextDecoder('utf-8').decode(bytes)
  const first = /\S/.exec(text)?.[0]
  if (first === '{' || first === '[') {
    const much = tooMuch(text)
    if (much !== undefined) return { refused: `${name} ${much}` }
    let json: Json
    try { json = JSON.parse(text) as Json } catch (error) { return { refused: `${name} is no JSON: ${(error as Error).message.slice(0, 120)}` } }
    const bad = badKey(json)
    return bad === undefined ? { ...file, json } : { refused: `${name} has the key «${bad}», which is not allowed` }
  }
  if (!/\.ya?ml$/i.test(name)) return { ...file, json: undefined }
  const yaml = readYaml(text, name)
  return yaml.value === undefined ? { refused: `${name} is no YAML that can be read: line ${yaml.problems[0]?.line ?? 1}, ${yaml.problems[0]?.message ?? 'unknown'}` } : { ...file, json: yaml.value as Json }
}

/** Brackets and commas outside texts, before any parser is asked. */
function tooMuch(text: string): string | undefined {
  let depth = 0, values = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 34) { for (i++; i < text.length && text.charCodeAt(i) !== 34; i++) if (text.charCodeAt(i) === 92) i++ }
    else if (c === 44) values++
    else if (c === 123 || c === 91) { values++; if (++depth > limits.depth) return `is nested deeper than ${limits.depth} levels` }
    else if (c === 125 || c === 93) depth--
    if (values > limits.values) return `has more than ${limits.values} values`
  }
  return undefined
}
/** Is it longer than so many characters, written as JSON? Stops counting there: what a small file repeats may be large. */
export function longer(root: unknown, most: number): boolean {
  const open: unknown[] = [root]
  let left = most
  while (open.length) {
    const x = open.pop()
    left -= typeof x === 'string' ? x.length + 2 : 4
    if (Array.isArray(x)) for (const y of x) open.push(y)
    else if (isMap(x)) for (const key of Object.keys(x)) { left -= key.length + 4; open.push(x[key]) }
    if (left < 0 || open.length > most) return true
  }
  return false
}
function badKey(root: Json): string | undefined {
  const open: Json[] = [root]
  for (let x = open.pop(); x !== undefined; x = open.pop()) {
    if (Array.isArray(x)) { for (const y of x) if (typeof y === 'object' && y !== null) open.push(y) } else if (isMap(x)) for (const key of Object.keys(x)) {
      if (forbidden.has(key)) return key
      const y = x[key]
      if (typeof y === 'object' && y !== null) open.push(y)
    }
  }
  return undefined
}
