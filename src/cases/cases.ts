import { may } from '#core/assurance'
import type { Case, StoredEvent } from '#core/case'
import { no, type Outcome, yes } from '#core/refusal'
import { createCheck, createSweep } from './check.ts'
import { createAttach, createDownload } from './files.ts'
import { createPrefill } from './prefill.ts'
import { type CasesNeeds, createSpine, digestOf } from './spine.ts'
import { createResume, createStart } from './start.ts'
import type { Cases, CaseLine, Journey, Viewer } from './types.ts'
import { createWork } from './work.ts'

/** The spine: read the log, decide in core, write once, show the view (design.md §4). */
export function createCases(needs: CasesNeeds): Cases {
  const spine = createSpine(needs)

  async function open(id: string, viewer: Viewer): Promise<Outcome<Journey>> {
    const here = await spine.load(id)
    if (here === null) return no('not-found')
    const allowed = may('read', viewer, here.row as Parameters<typeof may>[2])
    if (!allowed.ok) return allowed
    if (here.key === null || here.file.status === 'deleted' || here.file.status === 'expired') return no('journey-ended')
    const { pinHash: _secret, ...file } = here.file, engine = await spine.engineOf(file), today = file.submittedOn ?? spine.dayOf(file, engine)
    return yes({ id, seq: file.seq, case: file, engine, view: engine.pass(file.answers, spine.envOf(file, today, viewer.channel)), today })
  }

  type Line = { id: string; code: string; service: string; version: string; status: Case['status']; institution_id: string | null; due: string | null; updated_at: Date | string; started_at: Date | string }
  return {
    start: createStart(needs, spine),
    async act(id, command, viewer, key) {
      const done = await spine.act(id, command, viewer, { command: { key, body: command } })
      if (!done.ok) return done.refusal === 'stale' ? no('busy') : done
      // Who deletes wants it gone now; the effect does it again should this process end here.
      if (command.do === 'delete' && !done.value.replayed) await spine.forget(id)
      return yes({ id, seq: done.value.seq, replayed: done.value.replayed })
    },
    open,
    resume: createResume(needs, spine),
    async mine(person) {
      const { rows } = await needs.sql.query<Line>(`select id, code, service, version, status, institution_id, due_at::text as due, updated_at, started_at from log.cases
        where (person_id = $1::uuid or for_person_id = $1::uuid) and status not in ('deleted', 'expired') order by started_at desc limit 500`, [person], 'cases-mine')
      return rows.map((r): CaseLine => ({ id: r.id, code: r.code, service: r.service, version: r.version, status: r.status, ...(r.institution_id === null ? {} : { institution: r.institution_id }), ...(r.due === null ? {} : { due: r.due }), updatedAt: new Date(r.updated_at).toISOString(), startedAt: new Date(r.started_at).toISOString() }))
    },
    async timeline(id, viewer) {
      const here = await spine.load(id)
      if (here === null) return no('not-found')
      const allowed = may('log', viewer, here.row as Parameters<typeof may>[2])
      if (!allowed.ok) return allowed
      if (here.key === null) return no('journey-ended')
      return yes((await needs.log.events(id)).map(({ digest: _d, hash: _h, salt: _s, data, ...header }) => { const { pinHash: _secret, ...shown } = data ?? {}; return { ...header, data: shown } as unknown as StoredEvent }))
    },
    prefill: createPrefill(needs, spine, open),
    digest: ({ engine, case: file, view }) => digestOf(engine, file, view),
    attach: createAttach(needs, spine),
    download: createDownload(needs, spine),
    check: createCheck(needs, spine),
    sweep: createSweep(needs, spine),
    wake: () => needs.outbox.wake(),
    ...createWork(needs, spine),
  }
}
