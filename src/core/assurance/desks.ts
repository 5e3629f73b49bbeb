import type { Actor, StaffRole } from '../actor/index.ts'

/** How far somebody reaches at a desk. `own`: the matters of their institution · `all`: of every institution · `see`: of every institution, and changes nothing. */
export type Reach = 'own' | 'all' | 'see'
type Row = { readonly [r in StaffRole]: Reach | null }

/**
 * Who may stand at which desk: all pages and commands of staff that are no act on one case (those stand in `table`). A route of staff names
 * its desk and nothing else; the web server asks this table before the route begins. What is not here is nobody's.
 */
export const desks = {
  //                   agent    officer  supervisor author   admin    central  auditor  operator
  'post':         desk('own',   'own',   'own',     'own',   'own',   'own',   'own',   'own'),   // where everybody begins: their own post
  'attention':    desk('own',   null,    'own',     null,    null,    null,    null,    null),    // contacts: counter, telephone, chat, their screens and scanners
  'paper':        desk('own',   null,    'own',     null,    null,    null,    null,    null),    // forms that are typed in
  'enrolment':    desk('own',   null,    'own',     null,    null,    null,    null,    null),    // a document is checked and an account activated
  'mandates':     desk('own',   'own',   'own',     null,    null,    null,    'see',   null),    // a mandate is granted or revoked at a counter, and its document
  'decisions':    desk(null,    'own',   'own',     null,    null,    null,    null,    null),    // cases that were sent
  'looks':        desk(null,    null,    'own',     null,    null,    null,    'see',   null),    // looks that need an explanation
  'applications': desk(null,    null,    null,      null,    'own',   'all',   'see',   null),    // credentials of institutions
  'privacy':      desk(null,    null,    null,      null,    'own',   'all',   'see',   null),    // rights over personal data
  'breaches':     desk(null,    null,    null,      null,    null,    'all',   'see',   'all'),   // incidents and their notices
  'federation':   desk(null,    null,    null,      null,    null,    'all',   'see',   'all'),   // the self-test against the State's sign-in
  'authoring':    desk(null,    null,    null,      'own',   null,    null,    'see',   null),    // definitions of services
  'operation':    desk(null,    null,    null,      null,    null,    null,    null,    'all'),   // the platform itself
} as const satisfies { readonly [desk: string]: Row }
export type Desk = keyof typeof desks
function desk(agent: Reach | null, officer: Reach | null, supervisor: Reach | null, author: Reach | null, admin: Reach | null, central: Reach | null, auditor: Reach | null, operator: Reach | null): Row {
  return { agent, officer, supervisor, author, 'institution-admin': admin, 'central-unit': central, auditor, operator }
}

/** Undefined: this role has no place at this desk, or there is no such desk. */
export const reachOf = (at: string, { role }: Pick<Actor, 'role'>): Reach | undefined =>
  (Object.hasOwn(desks, at) ? ((desks[at as Desk] as { readonly [role: string]: Reach | null })[role] ?? undefined) : undefined)
/** May this role do that at this desk? `writes`: it changes something. */
export const mayStandAt = (at: string, actor: Pick<Actor, 'role'>, writes: boolean): boolean => { const reach = reachOf(at, actor); return reach !== undefined && !(writes && reach === 'see') }
/** Is a matter of this institution within reach of somebody who stands at this desk? */
export const withinReach = (at: string, actor: Pick<Actor, 'role' | 'institution'>, institution: string | undefined): boolean => { const reach = reachOf(at, actor); return reach !== undefined && (reach !== 'own' || (institution !== undefined && actor.institution === institution)) }
