import { randomInt } from 'node:crypto'
import type { Actor } from '#core/actor'
import { type Looker, mayBegin } from '#core/assurance'
import { codeOf, decide, isKnown, readCode } from '#core/case'
import { no, type Outcome, yes } from '#core/refusal'
import { hashPin, newPin, pinFits } from './pin.ts'
import { type CasesNeeds, type Spine, startId } from './spine.ts'
import type { Cases, Started } from './types.ts'

/** A new journey. Its id comes from who starts it and the key, so the same start twice is one journey, whichever arrives first. */
export function createStart(needs: CasesNeeds, spine: Spine): Cases['start'] {
  return async ({ service, language, actor, key, device }) => {
    const found = await needs.definitions.get(service)
    if (found === undefined) return no('service-unknown', { service })
    const allowed = mayBegin(actor as Looker, service)
    if (!allowed.ok) return allowed
    const { engine } = found, id = startId(needs.ids, actor, device, key), body = { service, language }
    const today = spine.todayAt(engine.service.institution), now = needs.clock.now(), env = { today, lang: language, channel: actor.channel }
    const known = isKnown(actor), pin = known ? undefined : newPin(), pinHash = pin === undefined ? undefined : await hashPin(pin)
    for (let turn = 0; turn < 5; turn++) {
      const code = codeOf(Array.from({ length: 8 }, () => randomInt(25)))
      const decided = decide(null, { do: 'start', service: engine.service.id, version: engine.service.version, language, code, ...(pinHash === undefined ? {} : { pinHash }) }, actor, { engine, env, today, now, get view() { return engine.pass({}, env) } })
      if (!decided.ok) return decided
      const answer = { code, ...(pin === undefined ? {} : { pin }) }
      const made = needs.crypto.create(id, engine.service.institution)
      const written = await spine.write({ id, ...made, institution: engine.service.institution }, decided.value, actor, engine, { today, now }, { command: { key, body, answer } })
      if (written === 'taken') continue
      if (written === 'exists' || written === 'raced') { needs.crypto.drop(id); return again(id, key, body) }
      if (!written.ok) return no('busy')
      return yes({ id, seq: written.value.seq, replayed: false, ...answer })
    }
    return no('busy')
  }
  async function again(id: string, key: string, body: unknown): Promise<Outcome<Started>> {
    const here = await spine.load(id, { key, body })
    if (here === null) return no('busy')
    if (here.key === null) return no('journey-ended')
    if (!here.before?.same) return no('key-reused')
    return yes({ id, seq: here.before.seq, replayed: true, ...(here.before.answer as { code: string; pin?: string }) })
  }
}

const tries = 5, lockedFor = 3600
/** Code and PIN together. Five tries an hour for each journey, counted before they are compared. */
export function createResume(needs: CasesNeeds, spine: Spine): Cases['resume'] {
  const { sql, clock } = needs
  return async (typed, pin) => {
    const code = readCode(typed)
    const { rows } = code === null ? { rows: [] } : await sql.query<{ id: string }>('select id from log.cases where code = $1', [code], 'cases-code')
    const id = rows[0]?.id
    // What does not exist takes as long and says the same as a wrong PIN.
    if (id === undefined) { await pinFits(pin, undefined); return no('code-or-pin-wrong') }
    const now = clock.now()
    const { rows: counted } = await sql.query<{ n: number; left: number }>(`insert into cases.tries as t (case_id, since, n) values ($1::uuid, $2::timestamptz, 1)
      on conflict (case_id) do update set n = case when t.since <= $2::timestamptz - make_interval(secs => $3::integer) then 1 else least(t.n + 1, 1000) end, since = case when t.since <= $2::timestamptz - make_interval(secs => $3::integer) then $2::timestamptz else t.since end
      returning n, ceil(extract(epoch from since + make_interval(secs => $3::integer) - $2::timestamptz))::integer as left`, [id, now, lockedFor], 'cases-try')
    if (counted[0]!.n > tries) return no('too-many-tries', { seconds: Math.max(1, counted[0]!.left) })
    const here = await spine.load(id)
    const open = here !== null && here.key !== null && here.file.pinHash !== undefined && here.file.person === undefined ? here.file : undefined
    if (!(await pinFits(pin, open?.pinHash))) return no('code-or-pin-wrong', { left: tries - counted[0]!.n })
    await sql.query('delete from cases.tries where case_id = $1::uuid', [id], 'cases-try-done')
    return open === undefined ? no('code-or-pin-wrong') : yes({ id })
  }
}
export type { Actor }
