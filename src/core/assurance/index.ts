import type { Actor, Assurance } from '../actor/index.ts'
import type { Case, Command } from '../case/index.ts'
import { no, type Outcome, yes } from '../refusal/index.ts'

/** How an actor stands to one case. `none` never learns that it exists. */
export type Relation = 'self' | 'helper' | 'holder' | 'client' | 'competent' | 'audit' | 'system' | 'none'
/** What may be done with a case: a command, or reading it. `file` is its documents, `log` its events. */
export type Act = Command['do'] | 'read' | 'log' | 'file'
type Row = { readonly [r in Exclude<Relation, 'none'>]: Assurance | null }

/**
 * Who may do what, the one table (design.md §5): the least assurance for each relation, null never.
 * self: the person, or who represents them · helper: staff inside an attention with that person · holder: whoever holds an anonymous
 * journey (its code and PIN, or its token) · client: an institution's system for a person, on a recorded basis · competent: an officer
 * of the institution that decides, after submission · audit: reads, never writes · system: timers and effects.
 */
export const table: { readonly [a in Act]: Row } = {
  //                    self     helper   holder   client   competent audit   system
  'read':            row(2,       1,       0,       0,       3,        3,      0),
  'log':             row(2,       1,       0,       0,       3,        3,      0),
  'file':            row(2,       1,       0,       0,       3,        null,   0),
  'start':           row(0,       0,       0,       0,       null,     null,   0),
  'answer':          row(2,       1,       0,       0,       null,     null,   null),
  'add-row':         row(2,       1,       0,       0,       null,     null,   null),
  'remove-row':      row(2,       1,       0,       0,       null,     null,   null),
  'close-list':      row(2,       1,       0,       0,       null,     null,   null),
  'change-language': row(2,       1,       0,       0,       null,     null,   null),
  'submit':          row(2,       1,       0,       0,       null,     null,   null),
  'claim':           row(2,       null,    2,       null,    null,     null,   null),
  'delete':          row(2,       2,       0,       0,       null,     null,   null),
  'act':             row(null,    null,    null,    null,    3,        null,   null),
  'fetch':           row(null,    null,    null,    null,    null,     null,   0),
  'record':          row(null,    null,    null,    null,    null,     null,   0),
  'remind':          row(null,    null,    null,    null,    null,     null,   0),
  'end-term':        row(null,    null,    null,    null,    null,     null,   0),
  'pass-deadline':   row(null,    null,    null,    null,    null,     null,   0),
  'expire':          row(null,    null,    null,    null,    null,     null,   0),
}
function row(self: Assurance | null, helper: Assurance | null, holder: Assurance | null, client: Assurance | null, competent: Assurance | null, audit: Assurance | null, system: Assurance | null): Row {
  return { self, helper, holder, client, competent, audit, system }
}

export type Looker = Actor & { readonly journeys?: readonly string[] }
type Known = Pick<Case, 'id' | 'status'> & { readonly person?: string | undefined; readonly forPerson?: string | undefined; readonly institution?: string | undefined }

/**
 * A person's case is theirs alone; holding the journey opens it only while it is nobody's (signing in attaches it, design.md §5).
 * Staff have no case of their own: `actor.person` of an agent is the person of the open attention, `actor.institution` of an officer theirs.
 */
export function relationOf(actor: Looker, file: Known): Relation {
  const theirs = actor.person !== undefined && (actor.person === file.person || actor.person === file.forPerson)
  const held = file.person === undefined && actor.journeys?.includes(file.id) === true
  switch (actor.role) {
    case 'system': return 'system'
    case 'citizen': case 'representative': return theirs ? 'self' : held ? 'holder' : 'none'
    case 'agent': return theirs || held ? 'helper' : 'none'
    case 'client': return theirs ? 'client' : held ? 'holder' : 'none'
    case 'officer': case 'supervisor': case 'institution-admin': return theirs || held ? 'helper' : file.status !== 'journey' && file.institution !== undefined && actor.institution === file.institution ? 'competent' : 'none'
    case 'auditor': return 'audit'
    default: return 'none'
  }
}

/** May this actor do that with this case? A case of somebody else's is `not-found`, whoever asks. */
export function may(act: Act, actor: Looker, file: Known): Outcome<Relation> {
  const relation = relationOf(actor, file)
  if (relation === 'none') return no('not-found')
  const least = table[act][relation]
  // Not a word about the case to whom may not even read it.
  if (least === null) return table.read[relation] === null ? no('not-found') : no('not-allowed')
  if (actor.assurance < least) return no(actor.person === undefined ? 'sign-in-needed' : 'assurance-too-low', { needs: least })
  return yes(relation)
}
