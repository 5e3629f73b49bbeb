import type { Fact, Service, Text, Vocabulary } from '#core/service'
import type { Activity0, Both } from './law.ts'
import { say, type Word, words } from './words.ts'

/**
 * One line of the register of processing activities: what is done with personal data, for one purpose of one service (the eight columns of the
 * State's own register; reference/law.md 10.01). Texts in es and en.
 */
export type Activity = {
  readonly id: string
  readonly service?: string
  readonly title: Both
  readonly institution: string
  /** Who decides (controller); the platform that carries it out is processor for an institution's service. */
  readonly controller: string
  readonly processor?: string
  readonly purpose: Both
  readonly categories: readonly { readonly fact: string; readonly label: Both; readonly class: DataClass; readonly basis?: string; readonly keep?: string }[]
  readonly class: DataClass
  readonly universe: Both
  readonly basis: readonly string[]
  readonly recipients: readonly Both[]
  readonly keep: Both
  readonly source: readonly Both[]
  readonly version: string
  /** Civil date from which this version is in force. */
  readonly from: string
}
export type DataClass = 'personal' | 'sensitive' | 'statistical' | 'secret' | 'reserved' | 'other'
export type Change = { readonly service: string; readonly from: string; readonly to: string; readonly on: string; readonly added: readonly string[]; readonly removed: readonly string[]; readonly changed: readonly string[] }

const bothOf = (text: Text | undefined, id: string): Both => ({ es: text?.['es'] ?? text?.['en'] ?? id, en: text?.['en'] ?? text?.['es'] ?? id })
const wordOf = (word: Word, values: { readonly [k: string]: string } = {}): Both => ({ es: say(word, 'es', values), en: say(word, 'en', values) })
/** Words of a purpose; one that the table does not know says its own name. */
export const purposeOf = (id: string): Both => (Object.hasOwn(words, `purpose_${id}`) ? wordOf(`purpose_${id}` as Word) : { es: id.replaceAll('_', ' '), en: id.replaceAll('_', ' ') })
const duration = (iso: string): Both => { const days = /^P(\d+)D$/.exec(iso)?.[1], years = /^P(\d+)Y$/.exec(iso)?.[1]; return days !== undefined ? wordOf('days', { n: days }) : years !== undefined ? wordOf('years', { n: years }) : { es: iso, en: iso } }

/** Facts that hold somebody's data: what is asked or fetched. A note asks nothing, a legal figure and what is computed are nobody's. */
const holds = (f: Fact): boolean => f.type !== 'note' && (f.source === undefined || 'registry' in f.source)
export const classOf = (f: Fact, vocabulary: Vocabulary): DataClass => {
  const known = f.attribute === undefined ? undefined : vocabulary.attributes[f.attribute]?.class
  return f.sensitive === true ? 'sensitive' : (known ?? 'personal')
}
const flat = (facts: readonly Fact[]): readonly Fact[] => facts.flatMap((f) => (f.list === undefined ? [f] : f.list.of.map((g) => ({ ...g, purpose: g.purpose ?? f.purpose, legal_basis: g.legal_basis ?? f.legal_basis, source: g.source ?? f.source, sensitive: g.sensitive ?? f.sensitive, id: `${f.id}.${g.id}` }) as Fact)))

export type RatNeeds = { readonly vocabulary: Vocabulary; readonly nameOf: (institution: string) => Both; /** Who runs the platform for the institutions. */ readonly platform: string }
/** The activities of one definition: one for each purpose its facts name. `service` is the compiled one: attributes have lent their kind and wording. */
export function activitiesOf(service: Service, from: string, { vocabulary, nameOf, platform }: RatNeeds): readonly Activity[] {
  const facts = flat(service.facts).filter(holds), purposes = [...new Set(facts.map((f) => f.purpose ?? 'other'))]
  const registers = (of: readonly Fact[]): readonly string[] => [...new Set(of.flatMap((f) => (f.source !== undefined && 'registry' in f.source ? [f.source.registry] : [])))]
  const actors = [...new Set((service.lifecycle ?? []).flatMap((s) => (s.actor === undefined || s.actor === 'person' ? [] : [s.actor.split('.')[0]!])))]
  return purposes.map((purpose): Activity => {
    const of = facts.filter((f) => (f.purpose ?? 'other') === purpose), classes = of.map((f) => classOf(f, vocabulary)), asked = of.some((f) => f.source === undefined || ('registry' in f.source && f.source.else !== 'block'))
    const providers = service.providers !== undefined && 'each' in service.providers ? wordOf(`each_${service.providers.each}`) : nameOf(service.institution)
    const own = [...new Set(of.flatMap((f) => (f.legal_basis === undefined ? [] : [f.legal_basis])))]
    return {
      id: `${service.id}.${purpose}`, service: service.id, title: bothOf(service.title, service.id), institution: service.institution, controller: service.institution, processor: platform, purpose: purposeOf(purpose),
      categories: of.map((f) => ({ fact: f.id, label: bothOf(f.say?.label ?? f.say?.ask, f.id), class: classOf(f, vocabulary), ...(f.legal_basis === undefined ? {} : { basis: f.legal_basis }), ...(f.retain === undefined ? {} : { keep: f.retain }) })),
      class: classes.includes('sensitive') ? 'sensitive' : (classes.find((c) => c === 'secret' || c === 'reserved') ?? classes[0] ?? 'personal'),
      universe: wordOf(service.audience.who === 'company' ? 'universeCompany' : service.audience.representation === true ? 'universeMandate' : 'universePerson', { service: bothOf(service.title, service.id).es }),
      basis: [...own, ...service.law.filter((l) => !own.includes(l))],
      recipients: [providers, ...actors.filter((a) => a !== service.institution && a !== 'municipality').map(nameOf), ...registers(of).map((r) => named(r, vocabulary, nameOf, 'asks'))],
      keep: { es: say('keep', 'es', { draft: duration(service.keep ?? 'P60D').es }), en: say('keep', 'en', { draft: duration(service.keep ?? 'P60D').en }) },
      source: [...(asked ? [wordOf('sourcePerson')] : []), ...registers(of).map((r) => named(r, vocabulary, nameOf, 'sourceRegister'))],
      version: service.version, from,
    }
  })
}
function named(register: string, vocabulary: Vocabulary, nameOf: RatNeeds['nameOf'], word: Word): Both {
  const r = vocabulary.registers[register], name = bothOf(r?.name, register), owner = nameOf(r?.institution ?? register)
  return { es: say(word, 'es', { register: name.es, institution: owner.es }), en: say(word, 'en', { register: name.en, institution: owner.en }) }
}
/** What the platform does on its own account, from the dated table of the law. */
export const ownActivities = (rows: readonly Activity0[], platform: string, version: string, from: string): readonly Activity[] => rows.map((r) => ({
  id: `plataforma.${r.id}`, title: wordOf('platformTitle'), institution: platform, controller: platform, purpose: r.purpose, categories: [{ fact: r.id, label: r.categories, class: r.class as DataClass }], class: r.class as DataClass, universe: r.universe, basis: [r.basis], recipients: [r.recipients], keep: r.keep, source: [r.source], version, from,
}))

/** What changed from one version of a service to the next, by fact: new data, data no longer asked, and a purpose, class, basis or time of keeping that is another. */
export function changeOf(before: readonly Activity[], after: readonly Activity[]): Change | undefined {
  if (before.length === 0 || after.length === 0) return undefined
  const lines = (all: readonly Activity[]) => new Map(all.flatMap((a) => a.categories.map((c) => [c.fact, JSON.stringify([a.purpose.es, c.class, c.basis ?? a.basis, c.keep ?? a.keep.es])] as const)))
  const was = lines(before), is = lines(after)
  return { service: after[0]!.service!, from: before[0]!.version, to: after[0]!.version, on: after[0]!.from, added: [...is.keys()].filter((k) => !was.has(k)), removed: [...was.keys()].filter((k) => !is.has(k)), changed: [...is.keys()].filter((k) => was.has(k) && was.get(k) !== is.get(k)) }
}

/** A cell of a table file: quoted, and a text that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection). */
const cell = (text: string): string => `"${(/^[\s]*[=+\-@\t\r|%]/.test(text) ? `'${text}` : text).replaceAll('"', '""').replaceAll(/[\r\n]+/g, ' ')}"`
const columns: readonly (readonly [Word, (a: Activity, lang: 'es' | 'en', nameOf: RatNeeds['nameOf']) => string])[] = [
  ['colActivity', (a) => a.id], ['colService', (a, l) => a.title[l]], ['colController', (a, l, n) => n(a.controller)[l]], ['colProcessor', (a, l, n) => (a.processor === undefined ? '' : n(a.processor)[l])], ['colPurpose', (a, l) => a.purpose[l]],
  ['colCategories', (a, l) => a.categories.map((c) => c.label[l]).join('; ')], ['colClass', (a, l) => say(`class_${a.class}`, l)], ['colUniverse', (a, l) => a.universe[l]], ['colBasis', (a) => a.basis.join('; ')], ['colRecipients', (a, l) => a.recipients.map((r) => r[l]).join('; ')],
  ['colKeep', (a, l) => a.keep[l]], ['colSource', (a, l) => a.source.map((s) => s[l]).join('; ')], ['colVersion', (a) => a.version], ['colFrom', (a) => a.from],
]
/** RFC 4180, UTF-8 with its mark, so that a spreadsheet reads the accents. */
export const csvOf = (all: readonly Activity[], lang: 'es' | 'en', nameOf: RatNeeds['nameOf']): string =>
  `\ufeff${[columns.map(([word]) => cell(say(word, lang))), ...all.map((a) => columns.map(([, read]) => cell(read(a, lang, nameOf))))].map((row) => row.join(',')).join('\r\n')}\r\n`
