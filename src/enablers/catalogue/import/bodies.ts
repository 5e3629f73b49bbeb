import type { Row } from './letter.ts'
import { valueOf } from './letter.ts'
import { plain, written } from './prose.ts'
import type { Xml } from './xml.ts'

/** An institution by the address that letters name it with. `siorg` is the number in the State's own register of bodies, the end of that address. */
export type Body = { readonly uri: string; readonly name: string; readonly note?: string; readonly contact?: string }
export function readBody(root: Xml): Body | { readonly refused: string } {
  if (root.name !== 'orgao') return { refused: `is a <${root.name.slice(0, 40)}>, not an <orgao>` }
  const uri = valueOf(root, 'url'), name = valueOf(root, 'nome'), note = written(valueOf(root, 'conteudo') ?? '').text, contact = written(valueOf(root, 'contato') ?? '').text
  return uri === undefined || name === undefined ? { refused: 'has no <url> or no <nome>' } : { uri, name: plain(name), ...(note === '' ? {} : { note }), ...(contact === '' ? {} : { contact }) }
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^minist[eé]rio\b/i, 'ministry'], [/^(secretaria|gabinete|casa civil|presid[eê]ncia)/i, 'undersecretariat'], [/^superintend[eê]ncia/i, 'superintendence'], [/^(comiss[aã]o|conselho|comit[eê])/i, 'commission'], [/^funda[cç][aã]o/i, 'foundation'],
  [/^(empresa|companhia|caixa|banco|casa da moeda|servi[cç]o federal de processamento|ind[uú]strias|petr[oó]leo)|s\.?\/?a\.?$/i, 'company'], [/^(pol[ií]cia|comando|marinha|ex[eé]rcito|for[cç]a a[eé]rea)/i, 'order'],
]
const kindOf = (name: string): string => kinds.find(([of]) => of.test(name))?.[1] ?? 'service'
const slug = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60).replace(/-+$/, '')

/**
 * institutions.yaml, and the id of each address. The id is the body's own short name ("(INSS)"), else its name; who has one in `before` keeps it, whatever
 * the name has become. Names: the institution's own page, else the most frequent in its letters.
 */
export function bodyRows(bodies: readonly Body[], named: ReadonlyMap<string, readonly (string | undefined)[]>, before: { readonly [id: string]: Row }): { readonly rows: { readonly [id: string]: Row }; readonly idOf: ReadonlyMap<string, string> } {
  const own = new Map(bodies.map((b) => [b.uri, b])), idOf = new Map(Object.entries(before).flatMap(([id, b]) => { const uri = (b as { readonly [k: string]: Row })['uri']; return typeof uri === 'string' ? [[uri, id] as const] : [] }))
  const rows: { [id: string]: Row } = {}, taken = new Set(idOf.values())
  for (const uri of [...new Set([...own.keys(), ...named.keys()])].sort()) {
    const body = own.get(uri), whole = body?.name ?? mostFrequent(named.get(uri) ?? []) ?? `Órgão ${numberOf(uri)}`, [, name = whole, short] = /^(.*\S)\s*\(([^()]{2,40})\)$/.exec(whole) ?? []
    const wish = slug(short ?? name) || `orgao-${slug(numberOf(uri))}`, id = idOf.get(uri) ?? (taken.has(wish) ? `${wish}-${slug(numberOf(uri))}` : wish)
    idOf.set(uri, id)
    taken.add(id)
    rows[id] = { name: name.replace(/\s+/g, ' '), ...(short === undefined ? {} : { short }), kind: kindOf(name), uri, ...(body?.note === undefined ? {} : { note: { pt: body.note } }), ...(body?.contact === undefined ? {} : { contact: { pt: body.contact } }) }
  }
  return { rows: Object.fromEntries(Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1))), idOf }
}
const numberOf = (uri: string): string => uri.replace(/^.*\//, '').slice(0, 40)
function mostFrequent(names: readonly (string | undefined)[]): string | undefined {
  const count = new Map<string, number>()
  for (const n of names) if (n !== undefined) count.set(plain(n), (count.get(plain(n)) ?? 0) + 1)
  return [...count].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0]
}
