import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '#platform/fault'
import { readYaml, type Tree } from '#platform/yaml'
import { type About, type Case, type ChannelId, channelIds, type Comuna, type Entry, type Evidence, type Institution, type LifeEvent, type Office, type SearchWords, type Segment, type Step, type Tongue, type Wait, type Words } from './types.ts'

export type Data = { readonly entries: readonly Entry[]; readonly institutions: readonly Institution[]; readonly comunas: readonly Comuna[]; readonly offices: readonly Office[]; readonly lifeEvents: readonly LifeEvent[]; readonly search: SearchWords; readonly about: About }
/** Changes when the rows made from the same files would be others: part of the hash that lets a start skip everything. */
const shape = 5

type Map = { readonly [k: string]: Tree }
/** `message` begins with file:line:col. */
export class CatalogueFault extends Fault {
  constructor(message: string) { super('catalogue-unreadable', message) }
}

/** Without the last five a catalogue has no territory, offices, moments, words of its own; without the first it is none. */
const lists = ['institutions.yaml', 'catalogue.yaml', 'territory.yaml', 'offices.yaml', 'life-events.yaml', 'search.yaml'] as const
const filesOf = (folder: string): readonly string[] => [
  ...lists.map(f => join(folder, f)).filter(f => f.endsWith('institutions.yaml') || existsSync(f)),
  ...readdirSync(join(folder, 'services')).filter(f => f.endsWith('.yaml')).sort().map(f => join(folder, 'services', f)),
]
/** SHA-256 (hex) over the files' names and bytes: what a start compares instead of reading YAML. */
export function hashOf(folder: string): string {
  const hash = createHash('sha256').update(String(shape))
  for (const file of filesOf(folder)) hash.update('\0').update(file.slice(folder.length)).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}

/** Reads a catalogue folder. A catalogue that cannot be read is a fault that names file, line and what is wrong; nothing of it is used. */
export function readCatalogue(folder: string): Data {
  const files = filesOf(folder), about = aboutOf(files.find(f => f === join(folder, 'catalogue.yaml'))), nothing = node({}, [], () => folder, about.language)
  const list = (name: (typeof lists)[number]): Node => { const file = files.find(f => f === join(folder, name)); return file === undefined ? nothing : open(file, about.language) }
  const institutions = list('institutions.yaml'), territory = list('territory.yaml'), offices = list('offices.yaml'), lifeEvents = list('life-events.yaml'), search = list('search.yaml'), services = files.filter(f => f.startsWith(join(folder, 'services'))).map(f => open(f, about.language))
  const known = new Set(Object.keys(institutions.map))
  const data: Data = {
    institutions: Object.keys(institutions.map).map((id) => institution(id, institutions.at(id))),
    comunas: territory.list('regions').flatMap(region => region.list('provinces').flatMap(province => {
      const comunas = province.at('comunas')
      return Object.keys(comunas.map).map((cut): Comuna => ({ cut, name: comunas.text(cut), province: province.text('name'), region: region.text('name'), regionId: region.text('id') }))
    })),
    offices: offices.list('offices').map(office),
    lifeEvents: lifeEvents.list('life_events').map((x): LifeEvent => ({ id: x.text('id'), order: x.number('order'), icon: x.text('icon'), name: x.words('name'), first: x.texts('first') })).sort((a, b) => a.order - b.order),
    search: { ignore: search.maybeAt('ignore').lists(), same: both(search.maybeAt('same').lists(), groups) }, about,
    entries: services.flatMap(file => file.list('services').map(x => entry(x, x.has('gathered') ? x.text('gathered') : file.text('gathered')))),
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
  data.lifeEvents.forEach(l => { for (const id of l.first) if (!ids.has(id)) lifeEvents.list('life_events').find(x => x.text('id') === l.id)!.fault('first', `${id} is no service`) })
  data.offices.forEach((o, i) => {
    const at = offices.list('offices')[i]!
    if (!known.has(o.institution)) at.fault('institution', `${o.institution} is no institution`)
    if (!comunas.has(o.comuna)) at.fault('comuna', `${o.comuna} is no comuna`)
  })
  data.institutions.forEach(x => { if (x.comuna !== undefined && !comunas.has(x.comuna)) institutions.at(x.id).fault('comuna', `${x.comuna} is no comuna`) })
  return data
}

function aboutOf(file: string | undefined): About {
  if (file === undefined) return { examples: [] }
  const x = open(file, undefined)
  return { examples: x.texts('examples'), ...(x.has('language') && { language: x.oneOf('language', ['pt']) as Tongue }), ...x.maybe('currency'), ...x.maybe('source') }
}
const groups = (lines: readonly string[]) => lines.map(line => line.split(',').map(w => w.trim()))
const both = <A, B>({ es, en }: { readonly es: A; readonly en: A }, to: (a: A) => B): { readonly es: B; readonly en: B } => ({ es: to(es), en: to(en) })
const institution = (id: string, x: Node): Institution => ({ id, name: x.text('name'), kind: x.text('kind'), ...x.maybe('short'), ...x.maybe('code'), ...x.maybe('comuna'), ...x.maybe('zone'), ...x.maybeWords('note'), ...x.maybe('uri'), ...x.maybeWords('contact') })
const office = (x: Node): Office => ({
  id: x.text('id'), name: x.text('name'), institution: x.text('institution'), kind: x.text('kind'), comuna: x.text('comuna'), confidence: x.text('confidence'), sources: x.texts('sources'),
  ...x.maybe('address'), ...x.maybe('phone'), ...x.maybe('as_of', 'asOf'), ...x.maybeWords('hours'), ...x.maybeWords('note'),
})
function entry(x: Node, gathered: string): Entry {
  const cost = x.has('cost') ? x.at('cost') : undefined, volume = x.has('volume') ? x.at('volume') : undefined
  const steps = x.has('steps') ? x.list('steps').map(step) : undefined
  const by = cost?.has('by_channel') ? cost.at('by_channel') : undefined
  return {
    id: x.text('id'), name: x.words('name'), institution: x.text('institution'), gathered,
    partners: x.list('partners').map(p => (p.has('institution') ? { institution: p.text('institution') } : { name: p.words('name') })),
    what: x.words('what'), ...x.maybeWords('who'), requirements: x.wordsList('requirements'), documents: x.has('documents') || steps === undefined ? x.wordsList('documents') : always(steps),
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
    words: x.at('words').lists(), sources: x.texts('sources'),
    ...(x.has('audience') && { audience: x.list('audience').map(a => ({ who: a.words('who'), ...a.maybeWords('needs') })) }), ...(x.has('segments') && { segments: x.manyOf('segments', ['citizens', 'companies', 'bodies', 'others']) as readonly Segment[] }),
    ...(steps && { steps }), ...(x.has('wait') && { wait: wait(x.at('wait')) }), ...x.maybeWords('time_note', 'timeNote'), ...x.maybeWords('validity'), ...x.maybeWords('contact'), ...x.maybeWords('access'), ...x.maybeWords('priority'), ...x.maybeWords('treatment'),
    ...(x.has('topics') && { topics: x.texts('topics') }), ...(x.has('related') && { related: x.texts('related') }), ...x.maybe('ref'),
  }
}

const cases = <T>(x: Node, key: string, read: (item: Node) => T): readonly Case<T>[] => x.list(key).map(c => ({ ...c.maybeWords('when'), items: c.list('items').map(read) }))
const channelOf = (x: Node): ChannelId => x.oneOf('channel', channelIds) as ChannelId
const step = (x: Node): Step => ({
  ...x.maybeWords('title'), ...x.maybeWords('what'), ...x.maybeWords('time'), documents: cases(x, 'documents', d => d.said()),
  costs: cases(x, 'costs', c => ({ ...c.maybeWords('text'), ...(c.has('amount') && { amount: c.number('amount') }), ...c.maybe('currency'), ...c.maybeWords('varies') })),
  channels: cases(x, 'channels', c => ({ channel: channelOf(c), ...c.maybe('type'), ...c.maybeWords('text'), ...c.maybeWords('wait'), ...c.maybeWords('if_down', 'ifDown') })),
})
const wait = (x: Node): Wait => ({ kind: x.oneOf('kind', ['at-once', 'between', 'up-to', 'average']) as Wait['kind'], ...(x.has('least') && { least: x.number('least') }), ...(x.has('most') && { most: x.number('most') }), ...x.maybe('unit') })
/** Documents that every case needs, each once: what a list of them shows where the source keeps them by step. */
const always = (steps: readonly Step[]): readonly Words[] => [...new Map(steps.flatMap(s => s.documents.flatMap(c => (c.when === undefined ? c.items : []))).map(d => [d.es, d])).values()]

function open(file: string, tongue: Tongue | undefined): Node {
  const read = readYaml(readFileSync(file, 'utf8'), file)
  const p = read.problems[0]
  if (p !== undefined || read.value === undefined) throw new CatalogueFault(`${file}:${p?.line ?? 1}:${p?.col ?? 1} ${p?.message ?? 'nothing in it'}`)
  return node(read.value, [], path => { const at = read.where(path); return `${file}:${at.line}:${at.col}` }, tongue)
}
/** A place in a file: says where it stands when what is there is not what is wanted. */
function node(value: Tree | undefined, path: readonly (string | number)[], where: (path: readonly (string | number)[]) => string, tongue: Tongue | undefined): Node {
  const fault = (what: string, at = path): never => { throw new CatalogueFault(`${where(at)} ${what}`) }
  const oneOf = (key: string, v: unknown, allowed: readonly string[]): string => (typeof v === 'string' && allowed.includes(v) ? v : fault(`${key} is ${String(v)}: it must be one of ${allowed.join(', ')}`, [...path, key]))
  const map: Map = typeof value === 'object' && !Array.isArray(value) ? value : {}
  const go = (key: string) => node(map[key], [...path, key], where, tongue)
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
    list: (key: string): Node[] => { const v = map[key] ?? []; return Array.isArray(v) ? v.map((item, i) => node(item, [...path, key, i], where, tongue)) : fault(`${key} is no list`) },
    words: (key: string): Words => self.at(key).said(),
    wordsList: (key: string): readonly Words[] => self.list(key).map(w => w.said()),
    said: (): Words => (tongue === undefined ? { es: self.text('es'), en: self.text('en') } : { es: self.text(tongue), en: self.text(tongue) }),
    lists: () => ({ es: self.texts(tongue ?? 'es'), en: self.texts(tongue ?? 'en') }),
    maybeAt: (key: string) => node(map[key] ?? {}, [...path, key], where, tongue),
    maybe: ((key: string, name = key) => (map[key] === undefined ? {} : { [name]: self.text(key) })) as Node['maybe'],
    maybeWords: ((key: string, name = key) => (map[key] === undefined ? {} : { [name]: self.words(key) })) as Node['maybeWords'],
  }
  return self
}
type Node = {
  readonly map: Map
  fault(key: string, what: string): never; oneOf(key: string, allowed: readonly string[]): string; manyOf(key: string, allowed: readonly string[]): readonly string[]
  has(key: string): boolean; at(key: string): Node; text(key: string): string; number(key: string): number; texts(key: string): readonly string[]; list(key: string): Node[]
  words(key: string): Words; wordsList(key: string): readonly Words[]; said(): Words; maybeAt(key: string): Node
  lists(): { readonly es: readonly string[]; readonly en: readonly string[] }
  maybe<K extends string>(key: K): { [k in K]?: string }; maybe<K extends string, N extends string>(key: K, name: N): { [k in N]?: string }
  maybeWords<K extends string>(key: K): { [k in K]?: Words }; maybeWords<K extends string, N extends string>(key: K, name: N): { [k in N]?: Words }
}
