import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '#platform/fault'
import { readYaml, type Tree } from '#platform/yaml'
import { type ChannelId, channelIds, type Comuna, type Entry, type Evidence, type Institution, type LifeEvent, type Office, type SearchWords, type Words } from './types.ts'

export type Data = { readonly entries: readonly Entry[]; readonly institutions: readonly Institution[]; readonly comunas: readonly Comuna[]; readonly offices: readonly Office[]; readonly lifeEvents: readonly LifeEvent[]; readonly search: SearchWords }
/** Changes when the rows made from the same files would be others: part of the hash that lets a start skip everything. */
const shape = 4

type Map = { readonly [k: string]: Tree }
/** `message` begins with file:line:col. */
export class CatalogueFault extends Fault {
  constructor(message: string) { super('catalogue-unreadable', message) }
}

const filesOf = (folder: string): readonly string[] => [
  ...['institutions.yaml', 'territory.yaml', 'offices.yaml', 'life-events.yaml', 'search.yaml'].map(f => join(folder, f)),
  ...readdirSync(join(folder, 'services')).filter(f => f.endsWith('.yaml')).sort().map(f => join(folder, 'services', f)),
]
/** SHA-256 (hex) over the files' names and bytes: what a start compares instead of reading YAML. */
export function hashOf(folder: string): string {
  const hash = createHash('sha256').update(String(shape))
  for (const file of filesOf(folder)) hash.update('\0').update(file.slice(folder.length)).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}

/** Reads services/_catalogue. A catalogue that cannot be read is a fault that names file, line and what is wrong; nothing of it is used. */
export function readCatalogue(folder: string): Data {
  const [institutions, territory, offices, lifeEvents, search, ...services] = filesOf(folder).map(open)
  const known = new Set(Object.keys(institutions!.map))
  const data: Data = {
    institutions: Object.keys(institutions!.map).map((id) => institution(id, institutions!.at(id))),
    comunas: territory!.list('regions').flatMap(region => region.list('provinces').flatMap(province => {
      const comunas = province.at('comunas')
      return Object.keys(comunas.map).map((cut): Comuna => ({ cut, name: comunas.text(cut), province: province.text('name'), region: region.text('name'), regionId: region.text('id') }))
    })),
    offices: offices!.list('offices').map(office),
    lifeEvents: lifeEvents!.list('life_events').map((x): LifeEvent => ({ id: x.text('id'), order: x.number('order'), icon: x.text('icon'), name: x.words('name'), first: x.texts('first') })).sort((a, b) => a.order - b.order),
    search: { ignore: { es: search!.at('ignore').texts('es'), en: search!.at('ignore').texts('en') }, same: { es: groups(search!.at('same'), 'es'), en: groups(search!.at('same'), 'en') } },
    entries: services.flatMap(file => file.list('services').map(x => entry(x, file.text('gathered')))),
  }
  const moments = new Set(data.lifeEvents.map(l => l.id)), comunas = new Set(data.comunas.map(c => c.cut)), ids = new Set(data.entries.map(e => e.id)), seen = new Set<string>(), places = services.flatMap(file => file.list('services'))
  data.entries.forEach((e, i) => {
    const at = places[i]!
    if (seen.has(e.id)) at.fault('id', `a second service is called ${e.id}`)
    seen.add(e.id)
    for (const [key, id] of [['institution', e.institution], ...e.partners.flatMap(p => ('institution' in p ? [['partners', p.institution] as const] : []))] as const) if (!known.has(id)) at.fault(key, `${id} is no institution`)
    for (const id of e.lifeEvents) if (!moments.has(id)) at.fault('life_events', `${id} is no moment of life`)
    if (e.localOf !== undefined && !ids.has(e.localOf)) at.fault('local_of', `${e.localOf} is no service`)
    if (e.sources.length === 0) at.fault('sources', 'a service without a source is a rumour')
  })
  data.lifeEvents.forEach(l => { for (const id of l.first) if (!ids.has(id)) lifeEvents!.list('life_events').find(x => x.text('id') === l.id)!.fault('first', `${id} is no service`) })
  data.offices.forEach((o, i) => {
    const at = offices!.list('offices')[i]!
    if (!known.has(o.institution)) at.fault('institution', `${o.institution} is no institution`)
    if (!comunas.has(o.comuna)) at.fault('comuna', `${o.comuna} is no comuna`)
  })
  data.institutions.forEach(x => { if (x.comuna !== undefined && !comunas.has(x.comuna)) institutions!.at(x.id).fault('comuna', `${x.comuna} is no comuna`) })
  return data
}

const groups = (x: Node, lang: string) => x.texts(lang).map(line => line.split(',').map(w => w.trim()))
const institution = (id: string, x: Node): Institution => ({ id, name: x.text('name'), kind: x.text('kind'), ...x.maybe('short'), ...x.maybe('code'), ...x.maybe('comuna'), ...x.maybe('zone'), ...x.maybeWords('note') })
const office = (x: Node): Office => ({
  id: x.text('id'), name: x.text('name'), institution: x.text('institution'), kind: x.text('kind'), comuna: x.text('comuna'), confidence: x.text('confidence'), sources: x.texts('sources'),
  ...x.maybe('address'), ...x.maybe('phone'), ...x.maybe('as_of', 'asOf'), ...x.maybeWords('hours'), ...x.maybeWords('note'),
})
function entry(x: Node, gathered: string): Entry {
  const cost = x.has('cost') ? x.at('cost') : undefined, volume = x.has('volume') ? x.at('volume') : undefined
  const by = cost?.has('by_channel') ? cost.at('by_channel') : undefined
  return {
    id: x.text('id'), name: x.words('name'), institution: x.text('institution'), gathered,
    partners: x.list('partners').map(p => (p.has('institution') ? { institution: p.text('institution') } : { name: p.words('name') })),
    what: x.words('what'), ...x.maybeWords('who'), requirements: x.wordsList('requirements'), documents: x.wordsList('documents'),
    ...(cost && { cost: {
      ...(cost.has('amount') && { amount: cost.number('amount') }), ...(by && { byChannel: Object.fromEntries(Object.keys(by.map).map(c => [c, by.number(c)])) as { [c in ChannelId]?: number } }),
      text: cost.words('text'), ...cost.maybe('source') } }),
    ...x.maybeWords('time'),
    channels: Object.fromEntries(Object.keys(x.at('channels').map).map(c => {
      const ch = x.at('channels').at(c)
      if (!channelIds.includes(c as ChannelId)) x.at('channels').fault(c, `${c} is no channel`)
      return [c, { available: ch.oneOf('available', ['true', 'false']) === 'true', ...(ch.has('depth') && { depth: ch.oneOf('depth', ['inform', 'signpost', 'transact']) }), ...ch.maybe('url'), ...ch.maybeWords('note') }]
    })) as Entry['channels'],
    law: x.texts('law'), lifeEvents: x.texts('life_events'), ...(x.has('identity') && { identity: x.oneOf('identity', ['required', 'optional', 'none']) as 'required' }), ...x.maybe('local_of', 'localOf'),
    ...(volume && { volume: { value: volume.number('value'), ...(volume.has('percent') && { percent: true }), unit: volume.words('unit'), period: volume.words('period'), source: volume.text('source'), ...(volume.has('comparable') && { comparable: true }) } }),
    ...x.maybe('as_of', 'asOf'), evidence: x.manyOf('evidence', ['official', 'official-via-secondary', 'press', 'secondary']) as readonly Evidence[], ...x.maybeWords('note'),
    words: { es: x.at('words').texts('es'), en: x.at('words').texts('en') }, sources: x.texts('sources'),
  }
}

function open(file: string): Node {
  const read = readYaml(readFileSync(file, 'utf8'), file)
  const p = read.problems[0]
  if (p !== undefined || read.value === undefined) throw new CatalogueFault(`${file}:${p?.line ?? 1}:${p?.col ?? 1} ${p?.message ?? 'nothing in it'}`)
  return node(read.value, [], path => { const at = read.where(path); return `${file}:${at.line}:${at.col}` })
}
/** A place in a file: says where it stands when what is there is not what is wanted. */
function node(value: Tree | undefined, path: readonly (string | number)[], where: (path: readonly (string | number)[]) => string): Node {
  const fault = (what: string, at = path): never => { throw new CatalogueFault(`${where(at)} ${what}`) }
  const oneOf = (key: string, v: unknown, allowed: readonly string[]): string => (typeof v === 'string' && allowed.includes(v) ? v : fault(`${key} is ${String(v)}: it must be one of ${allowed.join(', ')}`, [...path, key]))
  const map: Map = typeof value === 'object' && !Array.isArray(value) ? value : {}
  const go = (key: string) => node(map[key], [...path, key], where)
  const self: Node = {
    map,
    has: (key: string): boolean => map[key] !== undefined,
    at: (key: string) => (map[key] === undefined ? fault(`${key} is missing`) : go(key)),
    text: (key: string): string => { const v = map[key]; return typeof v === 'string' && v !== '' ? v : fault(`${key} is missing`) },
    fault: (key: string, what: string): never => fault(what, [...path, key]),
    oneOf: (key: string, allowed: readonly string[]): string => oneOf(key, self.text(key), allowed),
    manyOf: (key: string, allowed: readonly string[]): readonly string[] => self.texts(key).map(v => oneOf(key, v, allowed)),
    number: (key: string): number => { const n = Number(self.text(key)); return Number.isFinite(n) ? n : fault(`${key} is no number`, [...path, key]) },
    texts: (key: string): readonly string[] => { const v = map[key] ?? []; return Array.isArray(v) && v.every(t => typeof t === 'string') ? (v as string[]) : fault(`${key} is no list of texts`) },
    list: (key: string): Node[] => { const v = map[key] ?? []; return Array.isArray(v) ? v.map((item, i) => node(item, [...path, key, i], where)) : fault(`${key} is no list`) },
    words: (key: string): Words => { const w = self.at(key); return { es: w.text('es'), en: w.text('en') } },
    wordsList: (key: string): readonly Words[] => self.list(key).map(w => ({ es: w.text('es'), en: w.text('en') })),
    maybe: ((key: string, name = key) => (map[key] === undefined ? {} : { [name]: self.text(key) })) as Node['maybe'],
    maybeWords: ((key: string) => (map[key] === undefined ? {} : { [key]: self.words(key) })) as Node['maybeWords'],
  }
  return self
}
type Node = {
  readonly map: Map
  fault(key: string, what: string): never; oneOf(key: string, allowed: readonly string[]): string; manyOf(key: string, allowed: readonly string[]): readonly string[]
  has(key: string): boolean; at(key: string): Node; text(key: string): string; number(key: string): number; texts(key: string): readonly string[]; list(key: string): Node[]
  words(key: string): Words; wordsList(key: string): readonly Words[]
  maybe<K extends string>(key: K): { [k in K]?: string }; maybe<K extends string, N extends string>(key: K, name: N): { [k in N]?: string }
  maybeWords<K extends string>(key: K): { [k in K]?: Words }
}
