import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { no, type Outcome, yes } from '#core/refusal'
import type { Sql } from './store.ts'

/** Six digits live five minutes and three tries (reference/channels.md §2.1); five an hour for one person. */
const liveMs = 5 * 60_000, tries = 3, anHour = 5
/** Carries words to the contact a person verified before; answers where they went, masked. `not-allowed` when there is none. */
export type Deliver = (message: { readonly person: string; readonly digits: string; readonly key: string }) => Promise<Outcome<{ readonly to: string }>>
export type Otp = {
  send(to: { readonly person: string; readonly about: string }): Promise<Outcome<{ readonly challenge: string; readonly to: string }>>
  /** Once. `about` must be what they were sent for. */
  verify(challenge: string, digits: string, about: string): Promise<Outcome<{ readonly person: string }>>
  sweep(): Promise<void>
}
export function createOtp({ sql, secret, ids, now, deliver, answers = () => true }: { readonly sql: Sql; readonly secret: Buffer; readonly ids: { uuid7(): string }; readonly now: () => number; readonly deliver: Deliver; /** Can anybody be verified now? */ readonly answers?: () => boolean }): Otp {
  const mac = (challenge: string, digits: string): Buffer => createHmac('sha256', secret).update(`${challenge}:${digits}`).digest()
  const at = (millis: number): string => new Date(millis).toISOString()
  return {
    async send({ person, about }) {
      if (!answers()) return no('identity-down')
      const { rows: [sent] } = await sql.query<{ n: number }>('select count(*)::integer as n from identity.challenges where person_id = $1 and sent_at > $2', [person, at(now() - 3_600_000)])
      if (sent!.n >= anHour) return no('too-many-tries', { retryAfter: 3600 })
      const challenge = ids.uuid7(), digits = String(randomInt(1_000_000)).padStart(6, '0')
      await sql.query('insert into identity.challenges (id, person_id, about, digits, sent_at, expires_at) values ($1, $2, $3, $4, $5, $6)', [challenge, person, about, mac(challenge, digits), at(now()), at(now() + liveMs)])
      const went = await deliver({ person, digits, key: challenge })
      return went.ok ? yes({ challenge, to: went.value.to }) : went
    },
    async verify(challenge, typed, about) {
      // No try of hers was judged, so none is counted.
      if (!answers()) return no('identity-down')
      if (!/^[0-9a-f-]{36}$/.test(challenge)) return no('otp-wrong')
      // Counted before they are compared, so that a hundred at once are still three.
      const { rows: [row] } = await sql.query<{ person_id: string; about: string; digits: Buffer; tries: number }>('update identity.challenges set tries = tries + 1 where id = $1 and used_at is null and expires_at > $2 and tries < $3 returning person_id, about, digits, tries', [challenge, at(now()), tries])
      if (row === undefined) return no('otp-wrong', { left: 0 })
      if (row.about !== about || !timingSafeEqual(row.digits, mac(challenge, typed.replace(/\D/g, '').slice(0, 6)))) return no('otp-wrong', { left: tries - row.tries })
      const { rows } = await sql.query('update identity.challenges set used_at = $2 where id = $1 and used_at is null returning 1', [challenge, at(now())])
      return rows.length === 0 ? no('otp-wrong', { left: 0 }) : yes({ person: row.person_id })
    },
    async sweep() { await sql.query('delete from identity.challenges where sent_at < $1', [at(now() - 86_400_000)]) },
  }
}
