import type { StoredEvent } from '#core/case'
import { no, type Outcome, type Refusal, yes } from '#core/refusal'
import { foldEpisode } from './episode.ts'
import { filesOf } from './files.ts'
import type { ErasureReach, OwnEvent, Personal } from './person-types.ts'
import type { CasesNeeds, Here, Spine } from './spine.ts'
import { ofStaffAlone } from './timeline.ts'
import type { Journey, Viewer } from './types.ts'

/** Undefined while it may be read. The person herself and who performs what the law orders are never kept out. */
export const createBlocking = ({ blocks }: Pick<CasesNeeds, 'blocks'>) => async (here: Pick<Here, 'row'>, viewer: Pick<Viewer, 'role' | 'person'>): Promise<Refusal | undefined> => {
  if (blocks === undefined || here.row.person === undefined || viewer.role === 'system' || (viewer.role === 'citizen' && viewer.person === here.row.person) || blocks.roles.includes(viewer.role)) return undefined
  return (await blocks.of(here.row.person, here.row.id)) ? no('data-blocked') : undefined
}
export type Blocking = ReturnType<typeof createBlocking>

/** Whoever acts for her by mandate is not herself: these rights are her own. */
const isByMandate = (viewer: object): boolean => 'mandate' in viewer && viewer.mandate !== undefined
const herself = (viewer: Viewer): viewer is Viewer & { readonly person: string } => viewer.role === 'citizen' && viewer.person !== undefined && !isByMandate(viewer) && viewer.assurance >= 2
const own = (e: StoredEvent): readonly OwnEvent[] => {
  const { pinHash: _secret, ...data } = e.data ?? {}, hidden = ofStaffAlone(e.type)
  return hidden === true ? [] : [{ seq: e.seq, at: e.at, type: e.type, role: e.actor.role, channel: e.actor.channel, ...(e.actor.by === undefined ? {} : { by: e.actor.by }), data: Object.fromEntries(Object.entries(data).filter(([k]) => !hidden.includes(k))) }]
}
const unfiled = "('journey')", over = "('ended', 'interrupted')"

/** What a person takes along, has erased, or is told about: the doors of cases for the rights over personal data. */
export function createPersonal(needs: CasesNeeds, spine: Spine, whole: (id: string, viewer: Viewer) => Promise<Outcome<Journey>>): Personal {
  const { sql, log } = needs
  const idsOf = async (person: string, more = ''): Promise<readonly string[]> =>
    (await sql.query<{ id: string }>(`select id from log.cases where (person_id = $1::uuid or for_person_id = $1::uuid) and status not in ('deleted', 'expired') ${more} order by started_at`, [person])).rows.map((r) => r.id)
  const reach = async (person: string): Promise<ErasureReach> => {
    const [journeys, filed] = [await idsOf(person, `and status in ${unfiled}`), await idsOf(person, `and status not in ${unfiled}`)], kept = new Set(filed), contacts: string[] = [], filedContacts: string[] = []
    for (const { id } of (await sql.query<{ id: string }>(`select id from cases.episodes where person_id = $1::uuid and status in ${over}`, [person])).rows) {
      const here = await log.stream(id), file = here?.key == null ? null : foldEpisode(here.events)
      if (file?.journeys.some((j) => kept.has(j)) === true) filedContacts.push(id); else contacts.push(id)
    }
    return { journeys, contacts, filed, filedContacts }
  }
  return {
    async *cases(viewer) {
      if (!herself(viewer)) return
      for (const id of await idsOf(viewer.person)) {
        const found = await whole(id, viewer)
        if (!found.ok) continue
        const { case: file } = found.value
        yield {
          id, code: file.code, service: file.service, version: file.version, status: file.status, ...(file.institution === undefined ? {} : { institution: file.institution }), ...(file.due === undefined ? {} : { due: file.due }), ...(file.submittedAt === undefined ? {} : { submittedAt: file.submittedAt }),
          answers: file.answers, events: (await log.events(id)).flatMap((e) => own({ ...e, data: e.data ?? {} } as unknown as StoredEvent)), files: [...filesOf(file.answers), ...(file.papers ?? []).map(({ name, type, size, sha256 }) => ({ name, type, size, sha256 }))],
        }
      }
    },
    async *contacts(viewer) {
      if (!herself(viewer)) return
      const { rows } = await sql.query<{ id: string; opened_at: Date | string; ended_at: Date | string | null; channel: string; institution_id: string }>('select id, opened_at, ended_at, channel, institution_id from cases.episodes where person_id = $1::uuid order by opened_at', [viewer.person])
      for (const r of rows) yield { id: r.id, openedAt: new Date(r.opened_at).toISOString(), ...(r.ended_at === null ? {} : { endedAt: new Date(r.ended_at).toISOString() }), channel: r.channel, institution: r.institution_id, events: (await log.events(r.id)).flatMap((e) => own({ ...e, data: e.data ?? {} } as unknown as StoredEvent)) }
    },
    reach,
    async forget(viewer) {
      if (viewer.person === undefined) return no('sign-in-needed')
      if (isByMandate(viewer) || (viewer.role !== 'citizen' && viewer.role !== 'agent' && viewer.role !== 'supervisor')) return no('not-allowed')
      if (viewer.role !== 'citizen' && viewer.attention === undefined) return no('attention-needed')
      if (viewer.assurance < 3) return no('assurance-too-low', { needs: 3 })
      const { journeys, contacts, filed } = await reach(viewer.person)
      for (const id of journeys) {
        const done = await spine.act(id, { do: 'delete' }, viewer)
        if (!done.ok && done.refusal !== 'journey-ended' && done.refusal !== 'already-submitted') return done.refusal === 'stale' ? no('busy') : done
        if (done.ok) await spine.forget(id)
      }
      // The key goes first: a contact that was begun to be forgotten is found again by its line, and forgotten to the end.
      for (const id of contacts) { await log.forget(id); await sql.query('with t as (update cases.tasks set person_id = null where episode_id = $1::uuid) update cases.episodes set person_id = null, ticket = null where id = $1::uuid', [id]) }
      await sql.query('update cases.attentions set person_id = null where person_id = $1::uuid and closed_at is not null and on_id = any($2::uuid[])', [viewer.person, contacts])
      return yes({ journeys: journeys.length, contacts: contacts.length, filed: filed.length })
    },
    async affected({ institution, service, from, until }) {
      const { rows } = await sql.query<{ person: string }>(`select distinct p as person from log.cases c, unnest(array[c.person_id, c.for_person_id]) p where p is not null and ($1::text is null or c.institution_id = $1) and ($2::text is null or c.service = $2)
        and c.started_at < ($4::date + 1) and c.updated_at >= $3::date order by p`, [institution ?? null, service ?? null, from, until])
      return rows.map((r) => r.person)
    },
  }
}
