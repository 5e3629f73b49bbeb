import type { Problem } from './types.ts'

/**
 * Shapes: one table says what a definition may hold; from it come the reader (every scalar of a YAML definition is a
 * string, the shape gives it its type) and the published JSON Schema. Reading never throws and is linear.
 */
export type Shape = { readonly read: (raw: unknown, at: Way, say: Say) => unknown; readonly schema: () => { readonly [k: string]: unknown } }
/** The way to what is read, one and the same for a whole reading: who goes into a part pushes its key and takes it off again; who keeps it copies it. */
type Way = (string | number)[]
type Say = (at: Way, message: string) => void
type Raw = { readonly [k: string]: unknown }

const part = (of: Shape, raw: unknown, key: string | number, at: Way, say: Say): unknown => { at.push(key); const read = of.read(raw, at, say); at.pop(); return read }
const isMap = (x: unknown): x is Raw => typeof x === 'object' && x !== null && !Array.isArray(x)
const MOST = 5000
const DEEPEST = 16

export const text = (schema: Raw = {}, ok?: (s: string) => string | undefined, most = 20000): Shape => ({
  read(raw, at, say) {
    const s = typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : raw
    if (typeof s !== 'string') { say(at, 'a text is wanted here'); return undefined }
    if (s.length > most) { say(at, `longer than ${most} characters`); return undefined }
    const bad = ok?.(s)
    if (bad) { say(at, bad); return undefined }
    return s
  },
  schema: () => ({ type: 'string', ...schema }),
})
export const flag: Shape = {
  read(raw, at, say) {
    if (raw === true || raw === 'true') return true
    if (raw === false || raw === 'false') return false
    say(at, 'true or false is wanted here')
    return undefined
  },
  schema: () => ({ type: 'boolean' }),
}
export const whole = (least: number, most: number): Shape => ({
  read(raw, at, say) {
    const n = typeof raw === 'string' && /^-?\d{1,15}$/.test(raw) ? Number(raw) : raw
    if (typeof n !== 'number' || !Number.isInteger(n) || n < least || n > most) { say(at, `a whole number from ${least} to ${most} is wanted here`); return undefined }
    return n
  },
  schema: () => ({ type: 'integer', minimum: least, maximum: most }),
})
export const oneOf = (...names: readonly string[]): Shape => ({
  read(raw, at, say) {
    if (typeof raw === 'string' && names.includes(raw)) return raw
    say(at, `one of ${names.join(', ')} is wanted here`)
    return undefined
  },
  schema: () => ({ enum: names }),
})
export const list = (of: Shape, most = MOST): Shape => ({
  read(raw, at, say) {
    if (raw === '' || raw === null) return []
    if (!Array.isArray(raw)) { say(at, 'a list is wanted here'); return undefined }
    if (raw.length > most) { say(at, `more than ${most} entries`); return undefined }
    const out: unknown[] = []
    for (let i = 0; i < raw.length; i++) { const read = part(of, raw[i], i, at, say); if (read !== undefined) out.push(read) }
    return out
  },
  schema: () => ({ type: 'array', items: of.schema(), maxItems: most }),
})
export const map = (of: Shape, key: (k: string) => boolean = () => true, most = MOST): Shape => ({
  read(raw, at, say) {
    if (raw === '' || raw === null) return {}
    if (!isMap(raw)) { say(at, 'a map is wanted here'); return undefined }
    const keys = Object.keys(raw)
    if (keys.length > most) { say(at, `more than ${most} entries`); return undefined }
    const out: Record<string, unknown> = {}
    for (const k of keys) {
      if (k === '__proto__' || !key(k)) { say([...at, k], `«${k}» cannot be a key here`); continue }
      const v = part(of, raw[k], k, at, say)
      if (v !== undefined) out[k] = v
    }
    return out
  },
  schema: () => ({ type: 'object', additionalProperties: of.schema() }),
})
/** Keys ending in `?` may be left out. Any other key is refused with the nearest known one. */
export const record = (keys: { readonly [key: string]: Shape }): Shape => {
  const known = Object.entries(keys).map(([k, of]) => ({ k: k.replace('?', ''), must: !k.endsWith('?'), of }))
  return {
    read(raw, at, say) {
      if (!isMap(raw)) { say(at, `a map with ${known.filter((x) => x.must).map((x) => x.k).join(', ') || known[0]!.k} is wanted here`); return undefined }
      const out: Record<string, unknown> = {}
      let found = 0
      for (let i = 0; i < known.length; i++) {
        const { k, must, of } = known[i]!, v = raw[k]
        if (v === undefined || !Object.hasOwn(raw, k)) { if (must) say(at, `«${k}» is missing`); continue }
        found++
        const read = part(of, v, k, at, say)
        if (read !== undefined) out[k] = read
      }
      const all = Object.keys(raw)
      if (found < all.length) for (const k of all.slice(0, 200)) if (!known.some((x) => x.k === k)) say([...at, k], `there is no key «${k}»${near(k, known.map((x) => x.k))}`)
      return out
    },
    schema: () => ({ type: 'object', additionalProperties: false, required: known.filter((x) => x.must).map((x) => x.k), properties: Object.fromEntries(known.map((x) => [x.k, x.of.schema()])) }),
  }
}
/** The first alternative whose mark fits: `string`, `number`, `list`, or a key that a map holds. */
export const either = (...ways: readonly (readonly [string, Shape])[]): Shape => ({
  read(raw, at, say) {
    const way = ways.find(([mark]) => (mark === 'list' ? Array.isArray(raw) : mark === 'string' || mark === 'number' ? typeof raw === mark : isMap(raw) && Object.hasOwn(raw, mark)))
    if (!way) { say(at, `one of ${ways.map(([mark]) => mark).join(', ')} is wanted here`); return undefined }
    return way[1].read(raw, at, say)
  },
  schema: () => ({ oneOf: ways.map(([, of]) => of.schema()) }),
})
/** A shape inside itself. Nesting is bounded here, so that what is deep, or holds itself, is refused and never followed. */
export const later = (of: () => Shape, ref: string): Shape => ({
  read(raw, at, say) {
    if (at.length > DEEPEST) { say(at, 'nested too deep'); return undefined }
    return of().read(raw, at, say)
  },
  schema: () => ({ $ref: ref }),
})
/** A value of an example: plain data, a few levels, whatever its meaning. */
export const anything: Shape = {
  read(raw, at, say) {
    let left = MOST * 4
    const plain = (x: unknown, depth: number): boolean => --left > 0 && (typeof x !== 'object' || x === null ? typeof x !== 'function' : depth < 6 && Object.values(x).every((v) => plain(v, depth + 1)))
    if (plain(raw, 0)) return raw
    say(at, 'nested too deep, or too long')
    return undefined
  },
  schema: () => ({}),
}

const near = (k: string, names: readonly string[]): string => {
  const found = names.find((n) => n.toLowerCase() === k.toLowerCase() || (k.length > 2 && (n.startsWith(k) || k.startsWith(n))))
  return found ? `; did you mean «${found}»?` : ''
}

export function readWith<T>(shape: Shape, raw: unknown): { value?: T; problems: Problem[] } {
  const problems: Problem[] = []
  const value = shape.read(raw, [], (at, message) => { if (problems.length < 100) problems.push({ code: 'E00', level: 'E', at: [...at], message }) })
  return problems.length ? { problems } : { value: value as T, problems }
}
