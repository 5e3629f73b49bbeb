/**
 * RFC 8785 (JSON Canonicalization Scheme): one text for one value, so that a hash of it means the value. Names in order of
 * UTF-16 code units, ECMAScript's own number and string forms, no blanks. Properties that are undefined are left out.
 * Throws TypeError on what JSON cannot say: NaN, infinities, lone surrogates, functions.
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string': return text(value)
    case 'boolean': return value ? 'true' : 'false'
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('RFC 8785: a number that JSON does not have')
      return String(value === 0 ? 0 : value)
    case 'object': {
      if (value === null) return 'null'
      if (Array.isArray(value)) {
        let out = '['
        for (let i = 0; i < value.length; i++) out += (i ? ',' : '') + canonical(value[i] === undefined ? null : value[i])
        return out + ']'
      }
      const map = value as { readonly [k: string]: unknown }
      const names = Object.keys(map)
      if (names.length > 1) names.sort(byUnit)
      let out = ''
      for (const name of names) if (map[name] !== undefined) out += `${out === '' ? '' : ','}${text(name)}:${canonical(map[name])}`
      return `{${out}}`
    }
    default: throw new TypeError(`RFC 8785: ${typeof value} is no JSON`)
  }
}
/** Code units, not the locale's order: `<` on strings is exactly that. */
const byUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const text = (s: string): string => {
  const out = JSON.stringify(s)
  // JSON.stringify escapes a lone surrogate as \udxxx; RFC 8785 §3.2.2.2 wants it refused.
  if (out.includes('\\ud') && /(^|[^\\])(\\\\)*\\ud[89a-f]/.test(out)) throw new TypeError('RFC 8785: a surrogate alone')
  return out
}
