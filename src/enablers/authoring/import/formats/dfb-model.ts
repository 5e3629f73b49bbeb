import { at, isMap, listOf, mapOf, mapsOf, textOf } from '../parse.ts'
import type { JsonMap, Text } from '../types.ts'

/** digital-form-builder, versions 1 and 2, as one model: what XGov's, MHCLG's and DEFRA's engines have in common. */
export type Source = {
  readonly raw: JsonMap
  /** Version 2 has no links: pages follow one another, each with its own condition. */
  readonly v2: boolean
  readonly lang: string
  readonly languages: readonly string[]
  readonly pages: readonly SourcePage[]
  readonly lists: readonly JsonMap[]
  readonly conditions: readonly JsonMap[]
  /** A text with its translations (version 2 keeps them in `metadata.translations`, by id). */
  text(kind: 'pages' | 'components' | 'listItems', owner: JsonMap, key: string): Text
}
export type SourcePage = { readonly raw: JsonMap; readonly at: string; readonly path: string; readonly section: string | undefined; readonly role: Role; readonly components: readonly SourceComponent[]; readonly links: readonly JsonMap[] }
export type SourceComponent = { readonly raw: JsonMap; readonly at: string; readonly type: string; readonly name: string | undefined; readonly options: JsonMap; readonly schema: JsonMap }
export type Role = 'page' | 'check' | 'terminal' | 'repeat' | 'unknown'

/** Controllers by name, without folder and ending. A summary or a confirmation is check-your-answers. */
const roles: readonly (readonly [RegExp, Role])[] = [
  [/summary|confirm|checkyouranswers/i, 'check'], [/terminal/i, 'terminal'], [/repeat/i, 'repeat'], [/^(start|home|question|page|fileupload|upload|status|feedback|dob|instruction.*)?(page)?(controller)?$/i, 'page'],
]
export const empty = (x: unknown): boolean => x === undefined || x === null || x === '' || (Array.isArray(x) && x.length === 0) || (isMap(x) && Object.keys(x).length === 0)
/** Says nothing: a switch that is off, or a map of such. */
export const idle = (x: unknown): boolean => empty(x) || x === false || x === 'false' || (isMap(x) && Object.values(x).every(idle))
/** Keys of a map that say something, beyond those read elsewhere. */
export const settings = (x: JsonMap, read: ReadonlySet<string> = new Set()): readonly string[] => Object.keys(x).filter((k) => !read.has(k) && !empty(x[k]))

/** Keys read as what they are; any other that says something is a setting, and told. */
export const readKeys = {
  form: new Set(['pages', 'lists', 'sections', 'conditions', 'startPage', 'name']),
  page: new Set(['title', 'path', 'components', 'next', 'section', 'controller', 'condition', 'repeat', 'id', 'options']),
  component: new Set(['name', 'title', 'type', 'hint', 'list', 'content', 'children', 'options', 'schema', 'id', 'shortDescription', 'values']),
  item: new Set(['text', 'value', 'id', 'description', 'hint', 'condition']),
} as const

export const componentOf = (raw: JsonMap, where: string): SourceComponent => ({ raw, at: where, type: textOf(raw['type']) ?? '', name: textOf(raw['name']), options: mapOf(raw['options']), schema: mapOf(raw['schema']) })
export const childrenOf = (c: SourceComponent): readonly SourceComponent[] => mapsOf(c.raw['children']).map((raw, k) => componentOf(raw, `${c.at}.children[${k}]`))

export function sourceOf(raw: JsonMap): Source {
  const metadata = mapOf(raw['metadata']), translations = mapOf(metadata['translations'])
  const lang = metadata['isWelsh'] === true || metadata['isWelsh'] === 'true' ? 'cy' : (/^[a-z]{2,3}/.exec(textOf(metadata['language']) ?? '')?.[0] ?? 'en')
  const others = Object.keys(translations).filter((l) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/.test(l) && l !== lang)
  return {
    raw, v2: raw['engine'] === 'V2', lang, languages: [lang, ...others],
    pages: mapsOf(raw['pages']).map((p, i): SourcePage => {
      const controller = (textOf(p['controller']) ?? '').replace(/^.*\//, '').replace(/\.(js|ts)$/, '')
      return {
        raw: p, at: `pages[${i}]`, path: textOf(p['path']) ?? '', section: textOf(p['section']), role: roles.find(([re]) => re.test(controller))?.[1] ?? 'unknown',
        components: mapsOf(p['components']).map((c, k) => componentOf(c, `pages[${i}].components[${k}]`)), links: mapsOf(p['next']),
      }
    }),
    lists: mapsOf(raw['lists']), conditions: mapsOf(raw['conditions']),
    text(kind, owner, key) {
      const own = textOf(owner[key])
      const more = others.flatMap((l) => { const said = textOf(mapOf(mapOf(at(mapOf(translations[l]), kind))[textOf(owner['id']) ?? ''])[key]); return said === undefined ? [] : [[l, said] as const] })
      return Object.fromEntries([...(own === undefined ? [] : [[lang, own] as const]), ...more])
    },
  }
}

/** The rows of a condition, groups inside groups opened. */
export const rowsOf = (condition: JsonMap): readonly JsonMap[] => {
  const value = condition['value'], out: JsonMap[] = []
  const open = [...mapsOf(condition['items']), ...mapsOf(isMap(value) ? value['conditions'] : undefined)].reverse()
  for (let x = open.pop(); x; x = open.pop()) { if (Array.isArray(x['conditions'])) for (const y of [...mapsOf(x['conditions'])].reverse()) open.push(y); else out.push(x) }
  return out
}
/** Counted apart from the reading: a test holds the report to it. */
export function countOf(raw: JsonMap): { readonly [kind: string]: number } {
  const n: { [kind: string]: number } = {}
  const add = (kind: string, many: number) => { if (many > 0) n[kind] = (n[kind] ?? 0) + many }
  const said = (x: unknown, read: ReadonlySet<string> = new Set()) => (isMap(x) ? Object.entries(x).filter(([k, v]) => !read.has(k) && !empty(v)).length : 0)
  add('setting', said(raw, readKeys.form))
  add('section', listOf(raw['sections']).filter(isMap).length)
  for (const p of mapsOf(raw['pages'])) {
    add('page', 1)
    add('link', mapsOf(p['next']).length)
    add('setting', said(p, readKeys.page) + said(p['options']))
    const open = [...mapsOf(p['components'])]
    for (let c = open.pop(); c; c = open.pop()) { add('component', 1); add('setting', said(c, readKeys.component) + said(c['options']) + said(c['schema'])); for (const x of mapsOf(c['children'])) open.push(x) }
  }
  for (const l of mapsOf(raw['lists'])) { add('list', 1); for (const item of mapsOf(l['items'])) { add('option', 1); add('setting', said(item, readKeys.item)) } }
  for (const c of mapsOf(raw['conditions'])) { add('condition', 1); add('test', typeof c['value'] === 'string' ? 1 : rowsOf(c).length) }
  return n
}
