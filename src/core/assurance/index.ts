import type { Actor, Assurance } from '../actor/index.ts'
import type { Case, Command } from '../case/index.ts'
import { no, type Outcome, yes } from '../refusal/index.ts'

import { type Identification, type Sight, sight } from './sight.ts'

export { type Desk, desks, mayStandAt, type Reach, reachOf, withinReach } from './desks.ts'
export { isVisible, masked, mayChange } from './mask.ts'
export { type Identification, isMasked, levelOf, type Sight, sight, sightOf, ways } from './sight.ts'

/** How an actor stands to one case. `none` never learns that it exists. */
export type Relation = 'self' | 'helper' | 'holder' | 'client' | 'competent' | 'audit' | 'system' | 'none'
/** What may be done with a case: a command, or reading it. `file` is its documents, `log` its events. */
export type Act = Command['do'] | 'read' | 'log' | 'file'
type Row = { readonly [r in Exclude<Relation, 'none'>]: Assurance | null }

/**
 * Who may do what, the one table (design.md §5): the least assurance for each relation, null never.
 * self: the person, or who represents them · helper: staff inside an attention with that person · holder: whoever holds an anonymous
 * journey (its code and PIN, or its token); what a helper sees and sends of somebody's journey is `sight`'s on top · client: an institution's system for a person, on a recorded basis · competent: an officer
 * of the institution that decides, after submission · audit: reads, never writes · system: timers and effects.
 */
export const table: { readonly [a in Act]: Row } = {
  //                    self     helper   holder   client   competent audit   system
  'read':            row(2,       0,       0,       0,       3,        3,      0),
  'log':             row(2,       0,       0,       0,       3,        3,      0),
  'file':            row(2,       0,       0,       0,       3,        null,   0),
  'start':           row(0,       0,       0,       0,       null,     null,   0),
  'answer':          row(2,       0,       0,       0,       null,     null,   null),
  'add-row':         row(2,       0,       0,       0,       null,     null,   null),
  'remove-row':      row(2,       0,       0,       0,       null,     null,   null),
  'close-list':      row(2,       0,       0,       0,       null,     null,   null),
  'change-language': row(2,       0,       0,       0,       null,     null,   null),
  'submit':          row(2,       0,       0,       0,       null,     null,   null),
  'claim':           row(2,       null,    2,       null,    null,     null,   null),
  'delete':          row(2,       2,       0,       0,       null,     null,   null),
  'let-in':          row(2,       0,       0,       null,    null,     null,   null),
  'take-over':       row(2,       0,       0,       null,    null,     null,   null),
  'hand-back':       row(2,       0,       0,       null,    null,     null,   0),
  'leave':           row(2,       0,       0,       null,    null,     null,   0),
  'keep-paper':      row(null,    0,       null,    null,    3,        null,   null),
  'ask-read-back':   row(2,       0,       0,       null,    null,     null,   null),
  'read-back':       row(2,       0,       0,       null,    null,     null,   null),
  'act':             row(null,    null,    null,    null,    3,        null,   null),
  'fetch':           row(null,    null,    null,    null,    null,     null,   0),
  'record':          row(null,    null,    null,    null,    null,     null,   0),
  'remind':          row(null,    null,    null,    null,    null,     null,   0),
  'end-term':        row(null,    null,    null,    null,    null,     null,   0),
  'pass-deadline':   row(null,    null,    null,    null,    null,     null,   0),
  'expire':          row(null,    null,    null,    null,    null,     null,   0),
}
/** What a helper needs in sight for it, in a journey that is somebody's: an anonymous draft goes as far as its own service says. */
const needs: { readonly [a in Act]?: keyof Sight } = { 'log': 'timeline', 'file': 'documents', 'submit': 'submit', 'delete': 'change' }
function row(self: Assurance | null, helper: Assurance | null, holder: Assurance | null, client: Assurance | null, competent: Assurance | null, audit: Assurance | null, system: Assurance | null): Row {
  return { self, helper, holder, client, competent, audit, system }
}

/** `journeys`: those a browser or token holds · `joined`: those a person let this hand into · `attention`: the open one of a hand, `how` its person was identified. */
export type Looker = Actor & { readonly journeys?: readonly string[]; readonly joined?: readonly string[]; readonly attention?: string; readonly how?: Identification }
type Known = Pick<Case, 'id' | 'status'> & { readonly person?: string | undefined; readonly forPerson?: string | undefined; readonly institution?: string | undefined }

/**
 * A person's case is theirs alone; holding the journey opens it only while it is nobody's (signing in attaches it, design.md §5).
 * Who was let into one journey is its helper, whoever it is: an agent, or a caller who only claims to be its person.
 * Staff have no case of their own: `actor.person` of an agent is the person of the open attention, `actor.institution` of an officer theirs.
 */
export function relationOf(actor: Looker, file: Known): Relation {
  const theirs = actor.person !== undefined && (actor.person === file.person || actor.person === file.forPerson)
  const held = file.person === undefined && actor.journeys?.includes(file.id) === true, joined = actor.joined?.includes(file.id) === true
  switch (actor.role) {
    case 'system': return 'system'
    case 'citizen': case 'representative': return theirs && !(joined && actor.assurance < 2) ? 'self' : held ? 'holder' : joined ? 'helper' : 'none'
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
  if (relation === 'helper' && actor.role !== 'citizen' && actor.role !== 'representative' && actor.attention === undefined) return no('attention-needed')
  const least = table[act][relation]
  // Not a word about the case to whom may not even read it.
  if (least === null) return table.read[relation] === null ? no('not-found') : no('not-allowed')
  if (actor.assurance < least) return no(actor.person === undefined ? 'sign-in-needed' : 'assurance-too-low', { needs: least })
  const seen = relation === 'helper' && file.person !== undefined ? needs[act] : undefined
  if (seen !== undefined && !sight[actor.assurance][seen]) return no('assurance-too-low', { needs: 2 })
  return yes(relation)
}
