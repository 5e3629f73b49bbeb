import { channels } from '../actor/index.ts'
import { defers } from '../kinds/index.ts'
import type { Fact } from '../service/index.ts'
import { type Definition, insertsOf, isAsked, type Placed, type Say } from './lint-definition.ts'

/** E11, W10: personal data has a purpose, sensitive data a legal basis, and somebody reads it (Ley 19.628; data minimisation). */
export function judgeData(d: Definition, say: Say): void {
  const read = readOf(d)
  for (const p of d.facts) {
    const { fact: f, at, list } = p
    if (!isAsked(f)) continue
    if (!f.purpose && !list?.purpose) say('E11', at, `«${f.id}» has no purpose`)
    if (f.sensitive && !f.legal_basis && !list?.legal_basis) say('E11', at, `«${f.id}» is sensitive and has no legal_basis`)
    const basis = f.legal_basis ?? list?.legal_basis
    if (f.sensitive && basis && !citesNorm(basis)) say('W10', at, `the legal_basis of «${f.id}», which is sensitive, names no norm`)
    if (!read(p)) say('E11', at, `nothing reads «${f.id}»: no rule, no document and no stage needs it`)
  }
}
/** A norm by its kind and number, or the Constitution or a code: what a register of processing activities can cite. */
const citesNorm = (basis: string): boolean => /\b(ley|l\.|dfl|d\.f\.l\.|decreto|d\.s\.|resolución|act|law|regulation|c\.f\.r\.|u\.s\.c\.)\b.*\d|constitución|código|\d+ (cfr|usc)/i.test(basis)
/** Which channel of a notice needs which kind of fact. */
const reached: { readonly [channel: string]: Fact['type'] } = { email: 'email', sms: 'phone', phone: 'phone', letter: 'address' }
function readOf({ service, names, wordings, facts }: Definition): (p: Placed) => boolean {
  const stages = service.lifecycle ?? []
  if (stages.some((s) => s.reads === '*')) return () => true
  const told = new Set<string>([...stages.flatMap((s) => [...(Array.isArray(s.reads) ? s.reads : []), ...(s.writes ?? [])]), ...(service.outputs ?? []).flatMap((o) => o.facts ?? [])])
  for (const { text, at } of wordings) if (at.at(-1) !== 'readback') for (const t of Object.values(text)) for (const id of insertsOf(t)) told.add(id)
  for (const { fact: f } of facts) if (f.source && 'registry' in f.source && f.source.key !== undefined) told.add(f.source.key)
  const kinds = new Set(service.notify?.flatMap((n) => n.channels.flatMap((c) => (Object.hasOwn(reached, c) ? [reached[c]] : []))))
  const direct = ({ fact: f, list }: Placed): boolean => kinds.has(f.type) || f.type === 'signature' || (list ? names.has(`.${f.id}`) || told.has(list.id) || told.has(`${list.id}.${f.id}`) || told.has(f.id) : names.has(f.id) || told.has(f.id))
  const lists = new Set(facts.filter((p) => p.list && direct(p)).map((p) => p.list!.id))
  return (p) => direct(p) || (!p.list && lists.has(p.fact.id))
}

/** E12: what a register holds is not asked again (Ley 21.180, Ley 19.880 art. 17 d), unless the service says why. */
export function judgeOnce({ facts, vocabulary }: Definition, say: Say): void {
  for (const { fact: f, at, list } of facts) {
    const held = f.attribute !== undefined && Object.hasOwn(vocabulary.attributes, f.attribute) ? vocabulary.attributes[f.attribute] : undefined
    if (held && isAsked(f) && !f.source && !list?.source && !f.reason?.trim()) say('E12', [...at, 'attribute'], `asks what ${held.register} already holds: give its source, or a reason`)
  }
}

/** E15: what a fact asks for, some served channel can give. */
export function judgeAssurance({ facts, service, vocabulary, serves }: Definition, say: Say): void {
  const served = channels.filter((c) => serves(c) && Object.hasOwn(vocabulary.channels, c))
  if (!served.length) return
  const most = Math.max(...served.map((c) => vocabulary.channels[c]!.assurance))
  const wrong = (wanted: number) => `asks for assurance ${wanted}; the channels it is served in give ${most} at most`
  if (service.audience.assurance > most) say('E15', ['audience', 'assurance'], wrong(service.audience.assurance))
  for (const { fact: f, at } of facts) if ((f.assurance ?? 0) > most) say('E15', [...at, 'assurance'], wrong(f.assurance!))
}

/** W02 and W03: what a telephone keypad can take. */
export function judgeKeypad({ facts, service, serves }: Definition, say: Say): void {
  const asked = facts.filter((p) => isAsked(p.fact))
  if (serves('ivr')) for (const { fact: f, at } of asked) if ((f.type === 'choice' || f.type === 'many') && (f.options?.length ?? 0) > 9) say('W02', [...at, 'options'], `has ${f.options!.length} options; a keypad takes 9`)
  if (service.channels?.ivr !== 'transact') return
  const top = asked.filter((p) => !p.list), left = top.filter((p) => defers(p.fact, 'ivr'))
  if (left.length * 5 > top.length) say('W03', ['channels', 'ivr'], `${left.length} of ${top.length} questions cannot be answered by keypad`)
}

/** E01, E03, W09: what facts name, and how they are named. */
export function judgeNames({ facts, service, top }: Definition, say: Say): void {
  const sections = service.sections && new Set(service.sections.map((s) => s.id))
  const above = new Set<string>()
  for (const { fact: f, at, list } of facts) {
    if (sections && f.section !== undefined && !sections.has(f.section)) say('E01', [...at, 'section'], `there is no section «${f.section}»`)
    const key = f.source && 'registry' in f.source ? f.source.key : undefined
    if (key !== undefined && !top.has(key)) say('E01', [...at, 'source', 'key'], `there is no «${key}»`)
    else if (key !== undefined && !above.has(key)) say('E03', [...at, 'source', 'key'], `«${key}» is asked later; the key of a record stands above it`)
    if (!list) above.add(f.id)
    if (service.status !== 'draft' && !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(f.id)) say('W09', [...at, 'id'], `«${f.id}» is not snake_case`)
  }
}
