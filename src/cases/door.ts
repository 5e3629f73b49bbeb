import { staffRoles } from '#core/actor'
import { isByMandate, isMasked, masked, may, reaches } from '#core/assurance'
import type { StoredEvent } from '#core/case'
import { no, type Outcome, type Refusal, yes } from '#core/refusal'
import type { AttentionRoom } from './attention.ts'
import { createBlocking } from './person.ts'
import { type CasesNeeds, digestOf, type Here, type Spine } from './spine.ts'
import { withoutValues } from './timeline.ts'
import type { CaseLine, Cases, Journey, Viewer } from './types.ts'

/** Whoever looks in an institution's name, staff or a system of theirs, leaves a trace with the person. */
export const isOfInstitution = (viewer: Viewer): boolean => viewer.role === 'client' || (staffRoles as readonly Viewer['role'][]).includes(viewer.role)

/** Reading, for each viewer what its level allows: the access rule, the look written down, the mask; in this order, before anything leaves. */
export function createDoor(needs: CasesNeeds, spine: Spine, room: AttentionRoom) {
  const blocked = createBlocking(needs)
  /** Staff and clients leave a trace with the person whose matter it is. */
  const noted = async (here: Here, viewer: Viewer, what: string): Promise<void> => { if (isOfInstitution(viewer) && here.row.person !== undefined) await room.attention.look(viewer, here.row.person, what, here.row.id) }

  /** For the rooms of cases alone: all of it, once the access rule allows. */
  async function whole(id: string, viewer: Viewer): Promise<Outcome<Journey>> {
    const here = await spine.load(id)
    if (here === null) return no('not-found')
    const allowed = may('read', viewer, here.row as Parameters<typeof may>[2])
    if (!allowed.ok) return allowed
    if (here.key === null || here.file.status === 'deleted' || here.file.status === 'expired') return no('journey-ended')
    const kept = await blocked(here, viewer)
    if (kept !== undefined) return kept
    await noted(here, viewer, 'journey')
    const { pinHash: _secret, ...file } = here.file, engine = await spine.engineOf(file), today = file.submittedOn ?? spine.dayOf(file, engine)
    return yes({ id, seq: file.seq, case: file, engine, view: engine.pass(file.answers, spine.envOf(file, today, viewer.channel)), today })
  }
  function shown(journey: Journey, viewer: Viewer): Journey {
    const seen = masked(journey.engine, journey.case, journey.view, viewer)
    return seen.masked.length === 0 && seen.case === journey.case ? journey : { ...journey, case: seen.case, view: seen.view, masked: seen.masked, sum: (section) => digestOf(journey.engine, journey.case, journey.view, section) }
  }
  const open = async (id: string, viewer: Viewer): Promise<Outcome<Journey>> => { const found = await whole(id, viewer); return found.ok ? yes(shown(found.value, viewer)) : found }

  const timeline: Cases['timeline'] = async (id, viewer) => {
    const here = await spine.load(id)
    if (here === null) return no('not-found')
    const allowed = may('log', viewer, here.row as Parameters<typeof may>[2])
    if (!allowed.ok) return allowed
    if (here.key === null) return no('journey-ended')
    const kept = await blocked(here, viewer)
    if (kept !== undefined) return kept
    await noted(here, viewer, 'log')
    const blind = isMasked(viewer) && here.row.person !== undefined
    return yes((await needs.log.events(id)).map(({ digest: _d, hash: _h, salt: _s, data, ...header }) => { const { pinHash: _secret, ...rest } = data ?? {}, e = { ...header, data: rest } as unknown as StoredEvent; return blind ? withoutValues(e) : e }))
  }
  /** What is blocked nobody works on either; the person herself does. Who may not even read it learns nothing of it here. */
  async function keptFrom(id: string, viewer: Viewer): Promise<Refusal | undefined> {
    if (needs.blocks === undefined || viewer.role === 'system' || viewer.role === 'citizen') return undefined
    const here = await spine.load(id)
    return here === null || !may('read', viewer, here.row as Parameters<typeof may>[2]).ok ? undefined : blocked(here, viewer)
  }
  return { whole, shown, open, timeline, noted, blocked, keptFrom }
}

type Line = { id: string; code: string; service: string; version: string; status: CaseLine['status']; institution_id: string | null; due: string | null; updated_at: Date | string; started_at: Date | string }
export function createMine({ sql }: CasesNeeds): Cases['mine'] {
  return async (of) => {
    const viewer = typeof of === 'string' ? undefined : of, person = typeof of === 'string' ? of : of.person, bound = viewer !== undefined && isByMandate(viewer) ? viewer : undefined
    if (person === undefined || (bound !== undefined && !bound.power?.acts.includes('see'))) return []
    const { rows } = await sql.query<Line>(`select id, code, service, version, status, institution_id, due_at::text as due, updated_at, started_at from log.cases
      where (person_id = $1::uuid or for_person_id = $1::uuid) and status not in ('deleted', 'expired') and ($2::text[] is null or service = any($2)) order by started_at desc limit 500`, [person, bound?.power === undefined || bound.power.services === 'all' ? null : bound.power.services], 'cases-mine')
    return rows.filter((r) => bound === undefined || reaches(bound.power, 'see', r.service)).map((r): CaseLine => ({ id: r.id, code: r.code, service: r.service, version: r.version, status: r.status, ...(r.institution_id === null ? {} : { institution: r.institution_id }), ...(r.due === null ? {} : { due: r.due }), updatedAt: new Date(r.updated_at).toISOString(), startedAt: new Date(r.started_at).toISOString() }))
  }
}
