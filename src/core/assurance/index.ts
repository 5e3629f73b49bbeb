import type { Actor, Assurance, Power, PowerAct } from '../actor/index.ts'
import type { Case, Command } from '../case/index.ts'
import { no, type Outcome, yes } from '../refusal/index.ts'

import { type Identification, type Sight, sight } from './sight.ts'

export { type Desk, desks, mayStandAt, type Reach, reachOf, withinReach } from './desks.ts'
export { isVisible, masked, mayChange } from './mask.ts'
export { type Identification, isMasked, levelOf, type Sight, sight, sightOf, ways } from './sight.ts'

/** How an actor stands to one case. `none` never learns that it exists. */
export type Relation = 'self' | 'representative' | 'helper' | 'holder' | 'client' | 'competent' | 'audit' | 'system' | 'none'
/** What may be done with a case: a command, or reading it. `file` is its documents, `log` its events. */
export type Act = Command['do'] | 'read' | 'log' | 'file'
type Row = { readonly [r in Exclude<Relation, 'none'>]: Assurance | null }

/**
 * Who may do what, the one table (design.md §5): the least assurance for each relation, null never.
 * self: the person · representative: who acts for them by mandate, as far as it reaches (`covers`) · helper: staff inside an attention with that person · holder: whoever holds an anonymous
 * journey (its code and PIN, or its token); what a helper sees and sends of somebody's journey is `sight`'s on top · client: an institution's system for a person, on a recorded basis · competent: an officer
 * of the institution that decides, after submission · audit: reads, never writes · system: timers and effects.
 */
export const table: { readonly [a in Act]: Row } = {
  //                    self     representative  helper   holder   client   competent audit   system
  'read':            row(2,       2,              0,       0,       0,       3,        3,      0),
  'log':             row(2,       2,              0,       0,       0,       3,        3,      0),
  'file':            row(2,       2,              0,       0,       0,       3,        null,   0),
  'start':           row(0,       2,              0,       0,       0,       null,     null,   0),
  'answer':          row(2,       2,              0,       0,       0,       null,     null,   null),
  'add-row':         row(2,       2,              0,       0,       0,       null,     null,   null),
  'remove-row':      row(2,       2,              0,       0,       0,       null,     null,   null),
  'close-list':      row(2,       2,              0,       0,       0,       null,     null,   null),
  'change-language': row(2,       2,              0,       0,       0,       null,     null,   null),
  'submit':          row(2,       2,              0,       0,       0,       null,     null,   null),
  'claim':           row(2,       null,           null,    2,       null,    null,     null,   null),
  'delete':          row(2,       2,              2,       0,       0,       null,     null,   null),
  'let-in':          row(2,       2,              0,       0,       null,    null,     null,   null),
  'take-over':       row(2,       2,              0,       0,       null,    null,     null,   null),
  'hand-back':       row(2,       2,              0,       0,       null,    null,     null,   0),
  'leave':           row(2,       2,              0,       0,       null,    null,     null,   0),
  'keep-paper':      row(null,    null,           0,       null,    null,    3,        null,   null),
  'ask-read-back':   row(2,       2,              0,       0,       null,    null,     null,   null),
  'read-back':       row(2,       2,              0,       0,       null,    null,     null,   null),
  'act':             row(null,    null,           null,    null,    null,    3,        null,   null),
  'fetch':           row(null,    null,           null,    null,    null,    null,     null,   0),
  'record':          row(null,    null,           null,    null,    null,    null,     null,   0),
  'remind':          row(null,    null,           null,    null,    null,    null,     null,   0),
  'end-term':        row(null,    null,           null,    null,    null,    null,     null,   0),
  'pass-deadline':   row(null,    null,           null,    null,    null,    null,     null,   0),
  'verify':          row(3,       null,           3,       null,    null,    null,     null,   0),
  // Granted at the desk of data rights; it says so with the number of what was asked.
  'correct':         row(null,    null,           null,    null,    null,    3,        null,   null),
  'expire':          row(null,    null,           null,    null,    null,    null,     null,   0),
}
/** By mandate, on top of the level: which of its acts each thing asks for (reference/channels.md §2.1, R: exactly the mandate's scope). Null: never, whatever it says. Every one also needs `see`. */
export const covers: { readonly [a in Act]: PowerAct | null } = {
  'read': 'see', 'log': 'see', 'file': 'see',
  'start': 'fill', 'answer': 'fill', 'add-row': 'fill', 'remove-row': 'fill', 'close-list': 'fill', 'change-language': 'fill', 'let-in': 'fill', 'take-over': 'fill', 'hand-back': 'fill', 'leave': 'fill', 'keep-paper': 'fill', 'ask-read-back': 'fill', 'read-back': 'fill',
  'submit': 'send', 'delete': 'send',
  'claim': null, 'verify': null, 'correct': null, 'act': null, 'fetch': null, 'record': null, 'remind': null, 'end-term': null, 'pass-deadline': null, 'expire': null,
}
/** Does it reach this service, for this act? Without `see` it reaches nothing. */
export const reaches = (power: Power | undefined, act: PowerAct, service: string | undefined): boolean =>
  power?.acts.includes('see') === true && power.acts.includes(act) && (power.services === 'all' || (service !== undefined && power.services.includes(service)))
/** Whoever acts by mandate, whatever their role: a representative, or staff and clients who attend one. */
export const isByMandate = (actor: Looker): boolean => actor.mandate !== undefined || actor.role === 'representative'
/** May a case of this service be begun for the one whose mandate it is? Everybody else begins by the service's own level. */
export function mayBegin(actor: Looker, service: string): Outcome<null> {
  if (!isByMandate(actor)) return yes(null)
  if (!reaches(actor.power, 'see', service)) return no('mandate-limited')
  if (!reaches(actor.power, 'fill', service)) return no('mandate-limited', { act: 'fill' })
  return actor.assurance < 2 ? no('assurance-too-low', { needs: 2 }) : yes(null)
}

/** What a helper needs in sight for it, in a journey that is somebody's: an anonymous draft goes as far as its own service says. */
const needs: { readonly [a in Act]?: keyof Sight } = { 'log': 'timeline', 'file': 'documents', 'submit': 'submit', 'delete': 'change' }
function row(self: Assurance | null, representative: Assurance | null, helper: Assurance | null, holder: Assurance | null, client: Assurance | null, competent: Assurance | null, audit: Assurance | null, system: Assurance | null): Row {
  return { self, representative, helper, holder, client, competent, audit, system }
}

/** `journeys`: those a browser or token holds · `joined`: those a person let this hand into · `attention`: the open one of a hand, `how` its person was identified · `power`: how far the mandate reaches by which they act now. */
export type Looker = Actor & { readonly power?: Power; readonly journeys?: readonly string[]; readonly joined?: readonly string[]; readonly attention?: string; readonly how?: Identification }
type Known = Pick<Case, 'id' | 'status'> & { readonly service?: string | undefined; readonly person?: string | undefined; readonly forPerson?: string | undefined; readonly institution?: string | undefined }

/**
 * A person's case is theirs alone; holding the journey opens it only while it is nobody's (signing in attaches it, design.md §5).
 * Who was let into one journey is its helper, whoever it is: an agent, or a caller who only claims to be its person.
 * By mandate one sees the represented's cases of its services and nothing else: nothing held, nothing joined.
 * Staff have no case of their own: `actor.person` of an agent is the person of the open attention, `actor.institution` of an officer theirs.
 */
export function relationOf(actor: Looker, file: Known): Relation {
  const theirs = actor.person !== undefined && (actor.person === file.person || actor.person === file.forPerson)
  const held = file.person === undefined && actor.journeys?.includes(file.id) === true, joined = actor.joined?.includes(file.id) === true
  if (actor.role !== 'system' && isByMandate(actor) && !(theirs && reaches(actor.power, 'see', file.service))) return 'none'
  switch (actor.role) {
    case 'system': return 'system'
    case 'representative': return 'representative'
    case 'citizen': return theirs && !(joined && actor.assurance < 2) ? 'self' : held ? 'holder' : joined ? 'helper' : 'none'
    case 'agent': return theirs || held || joined ? 'helper' : 'none'
    case 'client': return theirs ? 'client' : held ? 'holder' : 'none'
    case 'officer': case 'supervisor': case 'institution-admin': return theirs || held || joined ? 'helper' : file.status !== 'journey' && file.institution !== undefined && actor.institution === file.institution ? 'competent' : 'none'
    case 'auditor': return 'audit'
    default: return 'none'
  }
}

/** May this actor do that with this case? A case of somebody else's is `not-found`, whoever asks. */
export function may(act: Act, actor: Looker, file: Known): Outcome<Relation> {
  const relation = relationOf(actor, file)
  if (relation === 'none') return no('not-found')
  // Staff touch nobody's matter without an open contact and a reason.
  if (relation === 'helper' && actor.role !== 'citizen' && actor.attention === undefined) return no('attention-needed')
  const least = table[act][relation]
  // Not a word about the case to whom may not even read it.
  if (least === null) return table.read[relation] === null ? no('not-found') : no('not-allowed')
  if (actor.assurance < least) return no(actor.person === undefined ? 'sign-in-needed' : 'assurance-too-low', { needs: least })
  if (relation !== 'system' && isByMandate(actor)) {
    const wanted = covers[act]
    if (wanted === null) return no('not-allowed')
    if (!reaches(actor.power, wanted, file.service)) return no('mandate-limited', { act: wanted })
  }
  const seen = relation === 'helper' && file.person !== undefined ? needs[act] : undefined
  if (seen !== undefined && !sight[actor.assurance][seen]) return no('assurance-too-low', { needs: 2 })
  return yes(relation)
}
