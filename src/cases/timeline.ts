import { isByMandate, isMasked, sightOf } from '#core/assurance'
import type { StoredEvent } from '#core/case'
import type { Stored } from '#platform/log'
import { no, yes } from '#core/refusal'
import type { AttentionRoom } from './attention.ts'
import type { Entry, Episodes } from './live-types.ts'
import type { CasesNeeds } from './spine.ts'

/** The most of each that one page of a person's history is made of, the latest first. */
const most = 60
type Data = { readonly [k: string]: unknown }
const pick = (...keys: readonly string[]) => (d: Data): Data => Object.fromEntries(keys.flatMap((k) => (d[k] === undefined ? [] : [[k, d[k]]])))
const pathsIn = (key: string) => (d: Data): Data => ({ paths: Object.keys((d[key] as object | undefined) ?? {}) })

/** Event x what of it stands in a timeline: never a value that somebody gave. What is not in the table shows nothing but that it happened. */
const shows: { readonly [type: string]: (d: Data) => Data } = {
  'started': pick('service', 'language'), 'answered': pathsIn('answers'), 'fetched': pathsIn('values'), 'corrected': pick('path', 'request', 'review'), 'review-promised': pick('dueAt', 'case'), 'review-closed': pick('why'), 'row-added': pick('list'), 'row-removed': pick('list'), 'list-closed': pick('list'), 'language-changed': pick('language'),
  'submitted': pick('institution', 'due'), 'acted': pick('action', 'stage'), 'stage-ended': pick('stage', 'next', 'status'), 'reminded': pick('days', 'until'), 'term-ended': pick('path', 'until'), 'deadline-passed': pick('due'), 'certificate-issued': pick('output'),
  'consented': pick('by', 'how'), 'joined': pick('by', 'role', 'channel', 'venue', 'level'), 'left': pick('by'), 'taken-over': (d) => ({ to: (d['to'] as Data | undefined)?.['by'] }),
  'readback-asked': pick('section'), 'readback-confirmed': pick('section', 'how'), 'readback-disputed': pick('section', 'how'), 'paid': pick('amount', 'currency'),
  'opened': pick('direction', 'ticket', 'post', 'ringing'), 'claimed': pick('by', 'seconds'), 'identified': pick('how', 'level'), 'waited': pick('seconds'), 'topic-opened': pick('service', 'journey', 'about'), 'topic-closed': pick('topic', 'outcome', 'cause'), 'entered': pick('journey', 'how'),
  'made-provisional': pick('until'), 'document-checked': (d) => ({ kind: (d['document'] as Data | undefined)?.['kind'] }), 'looked-again': pick('says', 'register'), 'proofing-refused': pick('why'), 'enrolled': pick('by', 'register'),
  'handed-over': pick('post', 'by', 'why'), 'interrupted': pick('why', 'duration'), 'ended': pick('outcome', 'duration'), 'noted': pick('text'), 'accompanied': pick('relation'), 'printed': pick('journey'), 'link-made': pick('kind', 'journey'), 'link-opened': pick('kind', 'journey'), 'link-refused': pick('kind'), 'wiped': pick('why', 'fieldsHeld'),
  'mandate-granted': pick('mandate', 'kind', 'services', 'acts', 'until', 'other', 'side'), 'mandate-accepted': pick('mandate', 'other', 'side'), 'mandate-refused': pick('mandate', 'other', 'side'), 'mandate-revoked': pick('mandate', 'other', 'side', 'by'), 'mandate-ending': pick('mandate', 'other', 'side', 'until'), 'mandate-ended': pick('mandate', 'other', 'side', 'why'),
  'ask-refused': pick('message', 'institution', 'post'), 'data-given': pick('client', 'institution', 'data'), 'confirmation-asked': pick('message'), 'call-back-promised': pick('dueAt', 'case', 'about'), 'call-back-taken': pick('by'), 'call-back-attempted': pick('result'), 'call-back-closed': pick('why'), 'verification-promised': pick('dueAt', 'case'), 'verification-taken': pick('by'), 'verification-attempted': pick('result'), 'verification-closed': pick('why'),
}
/** What staff keep among themselves, by event: whole, or these keys of it. */
const internal: { readonly [type: string]: true | readonly string[] } = { 'noted': true, 'topic-closed': ['cause'], 'handed-over': ['why'], 'call-back-promised': ['about'] }
/** What of an event is theirs alone: all of it (true), or these keys. */
export const ofStaffAlone = (type: string): true | readonly string[] => (Object.hasOwn(internal, type) ? internal[type]! : [])
const shown = (type: string, data: Data): Data => (Object.hasOwn(shows, type) ? shows[type]! : () => ({}))(data)

/** An event of a case for whoever may see that it happened and not what was said. */
export const withoutValues = (e: StoredEvent): StoredEvent => ({ ...e, data: shown(e.type, e.data) })

/** One line after another over all channels: journeys and contacts of a person, newest first. */
export function createTimeline(needs: CasesNeeds, room: AttentionRoom): Episodes['timelineOf'] {
  const { sql, log } = needs
  return async (person, viewer) => {
    const staff = viewer.role !== 'citizen' && viewer.role !== 'representative'
    if (viewer.person !== person) return no(staff && viewer.attention === undefined ? 'attention-needed' : 'not-found')
    if (staff && viewer.attention === undefined) return no('attention-needed')
    if (viewer.assurance < 2 || (isMasked(viewer) && !sightOf(viewer.assurance, viewer.how).timeline)) return no('assurance-too-low', { needs: 2 })
    if (staff) await room.attention.look(viewer, person, 'timeline')
    // By mandate: its services' cases alone. Contacts, and what else happened to her, are the person's own.
    const bound = isByMandate(viewer), reached = !bound || viewer.power?.services === 'all' ? null : (viewer.power?.services ?? [])
    if (bound && !viewer.power?.acts.includes('see')) return no('not-found')
    const [cases, contacts, flags, told] = await Promise.all([
      sql.query<{ id: string; service: string; code: string }>(`select id, service, code from log.cases where (person_id = $1::uuid or for_person_id = $1::uuid) and status not in ('deleted', 'expired') and ($2::text[] is null or service = any($2)) order by updated_at desc limit ${most}`, [person, reached], 'cases-timeline'),
      bound ? { rows: [] } : sql.query<{ id: string }>(`select id from cases.episodes where person_id = $1::uuid order by opened_at desc limit ${most}`, [person], 'cases-contacts'),
      bound ? [] : room.flags(person), bound ? [] : room.toldOf(person),
    ])
    const entries: Entry[] = flags.map((f) => ({ at: f.at, seq: f.seq, type: 'contact-disowned', channel: f.channel, role: 'citizen', assurance: 2, episode: f.episode, data: {} }))
    for (const e of told) entries.push(entryOf(e, {}, shown(e.type, e.data)))
    const add = async (id: string, of: Pick<Entry, 'case' | 'service' | 'code' | 'episode'>): Promise<void> => {
      for (const e of await log.events(id)) {
        const hide = Object.hasOwn(internal, e.type) ? internal[e.type]! : []
        if (hide === true && !staff) continue
        const data = shown(e.type, e.data ?? {})
        entries.push({ ...entryOf(e, of, staff || hide === true ? data : Object.fromEntries(Object.entries(data).filter(([k]) => !hide.includes(k)))), ...(hide === true ? { internal: true as const } : {}) })
      }
    }
    // What she had blocked staff do not see here either.
    const hides = needs.blocks !== undefined && viewer.role !== 'citizen' && !needs.blocks.roles.includes(viewer.role)
    for (const { id, service, code } of cases.rows) if (!(hides && (await needs.blocks!.of(person, id)))) await add(id, { case: id, service, code })
    for (const { id } of contacts.rows) await add(id, { episode: id })
    return yes(entries.sort((a, b) => (a.at === b.at ? b.seq - a.seq : a.at < b.at ? 1 : -1)))
  }
}
/** `for`: whom somebody acted for by mandate. */
const entryOf = (e: Pick<Stored, 'at' | 'seq' | 'type' | 'actor'>, of: Pick<Entry, 'case' | 'service' | 'code' | 'episode'>, data: Data): Entry => ({
  at: e.at, seq: e.seq, type: e.type, channel: e.actor.channel as Entry['channel'], role: e.actor.role, assurance: e.actor.assurance as Entry['assurance'], ...(e.actor.by === undefined ? {} : { by: e.actor.by }), ...(e.actor.venue === undefined ? {} : { venue: e.actor.venue }),
  ...(e.actor.mandate === undefined ? {} : { mandate: e.actor.mandate, ...(e.actor.person === undefined ? {} : { for: e.actor.person }) }), ...of, data,
})
