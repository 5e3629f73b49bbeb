import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { stringify } from 'yaml'
import { Fault } from '#platform/fault'
import { limits, readYaml, type Tree } from '#platform/yaml'
import { type Body, bodyRows, readBody } from './bodies.ts'
import type { Fate } from './fates.ts'
import { type Element, type Entry, type Letter, readLetter, type Row } from './letter.ts'
import { type Moment, momentOf, momentRows, momentsOf } from './moments.ts'
import { examples, searchRows } from './words-pt.ts'
import { readXml, xmlLimits } from './xml.ts'

export type LettersNeeds = {
  /** The folder of the letters: `servicos/*.xml`, or the letters themselves. `conteudo/orgaos` and `conteudo/linhas-da-vida` are looked for above it. */
  readonly from: string
  /** The catalogue folder to write, or to bring up to date. */
  readonly to: string
  /** Civil date on which the letters are read. */
  readonly today: string
  /** Where the letters are published: the address before a letter's file name. */
  readonly source?: string
}
export type Difference = { readonly added: readonly string[]; readonly changed: readonly { readonly id: string; readonly fields: readonly { readonly key: string; readonly from: string; readonly to: string }[] }[]; readonly removed: readonly string[]; readonly kept: readonly string[]; readonly unchanged: number }
export type LettersReport = {
  readonly files: number; readonly imported: number; readonly institutions: number; readonly moments: number; readonly first: boolean
  readonly refused: readonly { readonly file: string; readonly why: string }[]; readonly warnings: readonly string[]
  readonly counts: { readonly [f in Fate]: number }; readonly kinds: readonly { readonly kind: string; readonly fate: Fate; readonly how?: string; readonly n: number }[]; readonly difference: Difference
}

export const published = 'https://github.com/servicosgovbr/cartas-de-servico/blob/master/cartas-servico/v3/servicos/'
/** More letters than any government has. */
const most = 20_000

/**
 * Service letters into a catalogue folder. A letter that cannot be read is named and left out, its earlier entry kept; the others are written by id. Nothing
 * of the source is run. Throws `import-refused` only when there is nothing to read or the folder holds another catalogue.
 */
export function importLetters({ from, to, today, source = published }: LettersNeeds): LettersReport {
  const { letters: folder, content } = placesOf(from), files = xmlFiles(folder)
  if (files.length === 0) throw new Fault('import-refused', `${from} holds no service letters (*.xml)`)
  if (files.length > most) throw new Fault('import-refused', `${from} holds more than ${most} files`)
  const old = readOld(to), refused: { file: string; why: string }[] = [], warnings: string[] = [], letters: { readonly letter: Letter; readonly file: string }[] = [], bodies: Body[] = [], seen = new Map<string, string>(), unread = new Set<string>()
  const xml = (at: string, file: string) => {
    const size = lstatSync(join(at, file)).size
    return size > xmlLimits.bytes ? { refused: `is larger than ${xmlLimits.bytes / 1_048_576} MB` } : readXml(readFileSync(join(at, file)))
  }
  for (const file of files) {
    const read = xml(folder, file), letter = 'refused' in read ? read : readLetter(read.root, file), id = 'refused' in letter ? basename(file, '.xml') : letter.entry.id
    if ('refused' in letter) { refused.push({ file, why: letter.refused }); unread.add(id) } else if (seen.has(id)) refused.push({ file, why: `is a second letter called ${id}: the first is ${seen.get(id)!}` })
    else { seen.set(id, file); letters.push({ letter, file }) }
  }
  if (content !== undefined) for (const file of xmlFiles(join(content, 'orgaos'))) {
    const read = xml(join(content, 'orgaos'), file), body = 'refused' in read ? read : readBody(read.root)
    if ('refused' in body) refused.push({ file: `orgaos/${file}`, why: body.refused })
    else bodies.push(body)
  }
  const moments: Moment[] = content === undefined || !existsSync(join(content, 'linhas-da-vida')) ? [] : readdirSync(join(content, 'linhas-da-vida')).filter((f) => f.endsWith('.md')).sort().flatMap((f) => momentOf(f, readFileSync(join(content, 'linhas-da-vida', f), 'utf8').slice(0, 1000)) ?? [])
  const named = new Map<string, (string | undefined)[]>()
  for (const { letter: { body } } of letters) named.set(body.uri, [...(named.get(body.uri) ?? []), body.name])
  const { rows: institutions, idOf } = bodyRows(bodies, named, old.institutions), byRef = new Map(letters.map(({ letter: { entry } }) => [entry['ref'], entry.id]))

  const entries = letters.map(({ letter, file }): Entry => {
    const related = letter.related.flatMap((ref) => byRef.get(ref) ?? []), lost = letter.related.length - related.length
    if (lost > 0) warnings.push(`${file}: ${lost} related ${lost === 1 ? 'service is' : 'services are'} not among the letters`)
    const { evidence, ...rest } = letter.entry
    return { ...rest, institution: idOf.get(letter.body.uri)!, life_events: momentsOf(letter.entry, letter.areas, moments), ...(related.length === 0 ? {} : { related }), evidence: evidence!, sources: [`${source}${file}`] }
  })
  const kept = [...old.entries.values()].filter((e) => unread.has(e.id) && !seen.has(e.id)), difference = compare(entries, kept, old.entries)
  // An entry that says the same as before keeps the day on which it was read.
  const changed = new Set([...difference.added, ...difference.changed.map((c) => c.id)])
  const dated = [...entries.map((e) => ({ ...e, gathered: changed.has(e.id) ? today : (old.entries.get(e.id)?.['gathered'] ?? today) })), ...kept]
  write(to, { institutions: { ...Object.fromEntries(kept.flatMap((e) => { const i = old.institutions[e.institution]; return i === undefined ? [] : [[e.institution, i]] })), ...institutions }, moments: momentRows(moments), entries: dated, source, today: changed.size > 0 || old.today === undefined ? today : old.today })

  const elements = letters.flatMap(({ letter }) => letter.elements), tally = new Map<string, { kind: string; fate: Fate; how?: string; n: number }>()
  for (const e of elements) { const row = tally.get(e.kind) ?? { ...e, n: 0 }; row.n++; tally.set(e.kind, row) }
  const count = (fate: Fate): number => elements.filter((e: Element) => e.fate === fate).length
  return { files: files.length, imported: letters.length, institutions: Object.keys(institutions).length, moments: moments.length, first: old.today === undefined, refused, warnings, counts: { carried: count('carried'), approximated: count('approximated'), lost: count('lost') }, kinds: [...tally.values()].sort((a, b) => b.n - a.n || (a.kind < b.kind ? -1 : 1)), difference }
}

/** DIR may be the repository's root, `v3`, `servicos`, or any folder of letters. */
function placesOf(from: string): { readonly letters: string; readonly content: string | undefined } {
  if (!existsSync(from)) throw new Fault('import-refused', `there is no folder ${from}`)
  const letters = ['cartas-servico/v3/servicos', 'v3/servicos', 'servicos'].map((p) => join(from, p)).find((p) => existsSync(p)) ?? from
  return { letters, content: ['conteudo', '../conteudo', '../../conteudo', '../../../conteudo'].map((p) => join(from, p)).find((p) => existsSync(p)) }
}
const xmlFiles = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter((f) => f.isFile() && f.name.endsWith('.xml')).map((f) => f.name).sort() : [])

type Old = { readonly today: string | undefined; readonly institutions: { readonly [id: string]: Row }; readonly entries: ReadonlyMap<string, Entry> }
type Tree2 = { readonly [key: string]: Tree }
/** What an earlier import left. A folder that holds something else is not written over. */
function readOld(to: string): Old {
  const none: Old = { today: undefined, institutions: {}, entries: new Map() }
  if (!existsSync(to) || readdirSync(to).length === 0) return none
  const about = existsSync(join(to, 'catalogue.yaml')) ? (open(join(to, 'catalogue.yaml')) as Tree2) : undefined
  if (about?.['made_by'] !== madeBy) throw new Fault('import-refused', `${to} holds something that this import did not write: name an empty folder`)
  const files = readdirSync(join(to, 'services')).filter((f) => f.endsWith('.yaml')).sort()
  return { today: String(about['gathered']), institutions: open(join(to, 'institutions.yaml')) as Tree2, entries: new Map(files.flatMap((f) => (open(join(to, 'services', f)) as unknown as { readonly services: readonly Tree2[] }).services.map((e) => [String(e['id']), e as unknown as Entry] as const))) }
}
const open = (file: string): Tree => { const read = readYaml(readFileSync(file, 'utf8'), file), p = read.problems[0]; if (read.value === undefined) throw new Fault('import-refused', `${file}:${p?.line ?? 1}:${p?.col ?? 1} ${p?.message ?? 'nothing in it'}`); return read.value }
const madeBy = 'cartas-de-servico'

/** By id and field; the day of reading is no difference. */
function compare(now: readonly Entry[], kept: readonly Entry[], old: ReadonlyMap<string, Entry>): Difference {
  const here = new Set([...now, ...kept].map((e) => e.id)), changed = now.flatMap((e) => {
    const before = old.get(e.id)
    if (before === undefined) return []
    const fields = [...new Set([...Object.keys(before), ...Object.keys(e)])].filter((k) => k !== 'gathered' && text(before[k]) !== text(e[k])).map((key) => ({ key, from: text(before[key]), to: text(e[key]) }))
    return fields.length > 0 ? [{ id: e.id, fields }] : []
  })
  const added = now.filter((e) => !old.has(e.id)).map((e) => e.id)
  return { added, changed, removed: [...old.keys()].filter((id) => !here.has(id)), kept: kept.map((e) => e.id), unchanged: now.length - added.length - changed.length }
}
/** Empty lists and missing keys are the same. */
const text = (x: Row | undefined): string => (x === undefined || (Array.isArray(x) && x.length === 0) ? '' : typeof x === 'string' ? x : JSON.stringify(x))

/** One file per institution, and more of them where one would be larger than a reader takes. */
function write(to: string, { institutions, moments, entries, source, today }: { readonly institutions: { readonly [id: string]: Row }; readonly moments: readonly Row[]; readonly entries: readonly Entry[]; readonly source: string; readonly today: string }): void {
  mkdirSync(join(to, 'services'), { recursive: true })
  const files = new Map<string, string>()
  for (const id of Object.keys(institutions)) {
    let part = 1, list: Row[] = [], size = 0
    const flush = (): void => { if (list.length > 0) files.set(`${id}${part > 1 ? `-${part}` : ''}.yaml`, `# Service letters of this institution, as published. Written by the import: edit the letters, not this file.\n${yaml({ services: list })}`); part++; list = []; size = 0 }
    for (const e of entries.filter((x) => x.institution === id).sort((a, b) => (a.id < b.id ? -1 : 1))) {
      const more = JSON.stringify(e).length * 2
      if (size + more > limits.bytes) flush()
      list.push(e)
      size += more
    }
    flush()
  }
  for (const f of readdirSync(join(to, 'services'))) if (f.endsWith('.yaml') && !files.has(f)) rmSync(join(to, 'services', f))
  for (const [f, body] of files) put(join(to, 'services', f), body)
  put(join(to, 'institutions.yaml'), yaml(institutions))
  put(join(to, 'life-events.yaml'), yaml({ life_events: moments }))
  put(join(to, 'catalogue.yaml'), yaml({ language: 'pt', currency: 'BRL', made_by: madeBy, source, gathered: today, examples: [...examples] }))
  if (!existsSync(join(to, 'search.yaml'))) put(join(to, 'search.yaml'), `# How people ask. ignore: words of asking; same: words that mean the same, one group a line. By us: edit it, an import leaves it alone.\n${yaml(searchRows)}`)
}
const yaml = (x: unknown): string => stringify(x, { lineWidth: 0, aliasDuplicateObjects: false, schema: 'failsafe' })
/** A file that would be the same is not touched. */
const put = (file: string, body: string): void => { if (!existsSync(file) || readFileSync(file, 'utf8') !== body) writeFileSync(file, body) }
