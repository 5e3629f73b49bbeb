import type { Actor, Assurance, Channel } from '../actor/index.ts'

/** The ways a person says who they are in a contact. */
export type Identification = 'none' | 'claimed' | 'pin' | 'otp' | 'video-document' | 'session' | 'step-up' | 'phone-pin' | 'document' | 'document-unverified'
/**
 * How sure each way makes us, at most, and where it can be had (reference/channels.md §2.1, §2.2). Knowledge alone, a telephone number
 * or a handle never pass 1: they can be known or forged by somebody else. `session`: the person's own signed-in screen, at its level.
 */
export const ways: { readonly [w in Identification]: { readonly level: Assurance; readonly only?: readonly Channel[] } } = {
  'none':           { level: 0 },
  'claimed':        { level: 1 },
  'pin':            { level: 1 }, // code and PIN of an anonymous journey: it opens that one
  'otp':            { level: 2 }, // six digits to a contact verified before, spoken or typed back
  'video-document': { level: 2, only: ['counter', 'outreach', 'chat'] },
  'session':        { level: 3 },
  'step-up':        { level: 3 }, // a link to their own telephone, and ClaveÚnica there
  'phone-pin':      { level: 3, only: ['phone', 'ivr'] }, // set in person before, and six digits (T3p)
  'document-unverified': { level: 2, only: ['counter', 'outreach', 'paper'] }, // a card looked at while the identity service is away: what is sent is provisional (reliability.md §4)
  'document':       { level: 3, only: ['counter', 'outreach', 'paper'] }, // a paper form: when its person hands it in and shows the document
}
/** The level a way gives in a channel; 0 where it cannot be had. `asked`: not more than this. */
export function levelOf(how: Identification, channel: Channel, asked: Assurance = 3): Assurance {
  const way = ways[how]
  return way.only !== undefined && !way.only.includes(channel) ? 0 : asked < way.level ? asked : way.level
}

/**
 * What whoever attends a person may see and do, by the level of this contact: T0 to T3 of the telephone (reference/channels.md §2.1), the
 * same for every channel in which somebody else looks or the line is not the person's own screen. The server masks by it; never a style sheet.
 */
export type Sight = {
  /** `coarse`: under way, or something is to be done. */
  readonly status: 'no' | 'coarse' | 'full'
  /** Answers the person gave: all, or only what this hand typed. */
  readonly answers: 'own' | 'all'
  /** What registers said. */
  readonly prefilled: boolean
  readonly timeline: boolean
  readonly documents: boolean
  /** Change what somebody else's hand gave. */
  readonly change: boolean
  readonly submit: boolean
  readonly appointment: boolean
  readonly callBack: boolean
  readonly sign: boolean
  /** Contact points, bank account. Never by `phone-pin`. */
  readonly contact: boolean
}
export const sight: { readonly [l in Assurance]: Sight } = {
  //    status            answers         prefilled         timeline         documents         change         submit         appointment         callBack         sign         contact
  0: row('no',             'own',          false,            false,           false,            false,         false,         false,              false,           false,       false), // T0 anonymous: information, a draft begun here
  1: row('coarse',         'own',          false,            false,           false,            false,         false,         false,              false,           false,       false), // T1 claimed: new data for that draft; nothing stored is read out
  2: row('full',           'all',          false,            true,            true,             true,          true,          true,               true,            false,       false), // T2 verified contact
  3: row('full',           'all',          true,             true,            true,             true,          true,          true,               true,            true,        true),  // T3 step-up, or in person with a checked document
}
function row(status: Sight['status'], answers: Sight['answers'], prefilled: boolean, timeline: boolean, documents: boolean, change: boolean, submit: boolean, appointment: boolean, callBack: boolean, sign: boolean, contact: boolean): Sight {
  return { status, answers, prefilled, timeline, documents, change, submit, appointment, callBack, sign, contact }
}
/** `how`: T3p (a telephone PIN) does all but change contact points or the bank account. */
export const sightOf = (level: Assurance, how?: Identification): Sight => (how === 'phone-pin' ? { ...sight[level], contact: false } : sight[level])

/** The person's own screen shows what is theirs; anywhere else somebody may be listening, or it is somebody else who looks. */
const ownScreens: readonly Channel[] = ['web', 'api']
const attends: readonly Actor['role'][] = ['citizen', 'representative', 'agent']
/** Is what this actor sees masked by level? Officers who decide, auditors, clients and the system stand in the table of acts alone. */
export const isMasked = (actor: Pick<Actor, 'role' | 'channel' | 'assurance'>): boolean => actor.assurance < 3 && attends.includes(actor.role) && (actor.role === 'agent' || !ownScreens.includes(actor.channel))
