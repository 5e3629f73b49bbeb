import { createHmac } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { no, type Outcome, yes } from '#core/refusal'
import { canonical } from '#platform/canonical'
import { open, seal, sha256 } from '#platform/crypto'
import type { IvrPorts, TurnIn, TurnOut } from './types.ts'

export const migrations = { name: 'ivr', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const

/** Milliseconds: a request that repeats waits so long for the first of its kind; after `lost` whoever had it is taken for dead. Rows are kept a day. */
const patience = 5_000, look = 100, lost = 15_000, kept = 24 * 3_600_000
export type CallRow<S> = { readonly episode: string; readonly channel: 'ivr' | 'phone'; readonly turn: number; readonly state?: S }

/** What is kept of a call while it lasts. Ids of providers are hashed, words and keys sealed. */
export function createStore<S>({ sql, seal: secret, now }: Pick<IvrPorts, 'sql' | 'seal' | 'now'>) {
  const hashed = (call: string): Buffer => createHmac('sha256', secret).update(call).digest()
  const at = (): string => new Date(now()).toISOString()
  const put = (value: unknown, place: string): Buffer => seal(secret, Buffer.from(JSON.stringify(value)), place)
  const take = <T>(bytes: Buffer, place: string): T => JSON.parse(open(secret, bytes, place).toString()) as T
  const place = (call: Buffer, n: number | 'state'): string => `ivr:${call.toString('hex')}:${n}`
  return {
    async call(id: string): Promise<CallRow<S> | undefined> {
      const call = hashed(id), { rows: [r] } = await sql.query<{ episode_id: string; channel: 'ivr' | 'phone'; turn: number; state: Buffer | null }>('select episode_id, channel, turn, state from ivr.calls where call = $1', [call], 'ivr-call')
      return r && { episode: r.episode_id, channel: r.channel, turn: r.turn, ...(r.state === null ? {} : { state: take<S>(r.state, place(call, 'state')) }) }
    },
    /** Whoever comes first says which contact a call is; the rows of yesterday go. */
    async keep(id: string, row: CallRow<S>): Promise<void> {
      const call = hashed(id)
      await sql.query(`insert into ivr.calls (call, at, episode_id, channel, turn, state) values ($1, $2::timestamptz, $3::uuid, $4, $5, $6)
        on conflict (call) do update set at = excluded.at, turn = greatest(ivr.calls.turn, excluded.turn), state = coalesce(excluded.state, ivr.calls.state)`, [call, at(), row.episode, row.channel, row.turn, row.state === undefined ? null : put(row.state, place(call, 'state'))], 'ivr-keep')
    },
    async sweep(): Promise<void> {
      const before = new Date(now() - kept).toISOString()
      await sql.query('delete from ivr.turns where at < $1::timestamptz', [before], 'ivr-sweep-turns')
      await sql.query('delete from ivr.calls where at < $1::timestamptz', [before], 'ivr-sweep-calls')
    },
    /**
     * Once for each call and turn: who is first works, whoever repeats it waits for the same answer. The same turn with other content is `key-reused`. A fault gives the turn back, so that the provider's next try does the work.
     */
    async once(input: TurnIn, work: () => Promise<TurnOut>): Promise<Outcome<TurnOut>> {
      const call = hashed(input.call), body = sha256(canonical(input)), where = place(call, input.turn)
      for (const until = now() + patience; ;) {
        const { rows: mine } = await sql.query(`insert into ivr.turns (call, n, at, body) values ($1, $2, $3::timestamptz, $4)
          on conflict (call, n) do update set at = excluded.at where ivr.turns.answer is null and ivr.turns.body = excluded.body and ivr.turns.at < $5::timestamptz returning n`, [call, input.turn, at(), body, new Date(now() - lost).toISOString()], 'ivr-turn')
        if (mine.length > 0) break
        const { rows: [r] } = await sql.query<{ body: Buffer; answer: Buffer | null }>('select body, answer from ivr.turns where call = $1 and n = $2', [call, input.turn], 'ivr-turn-read')
        if (r !== undefined && !r.body.equals(body)) return no('key-reused', { call: input.call, turn: input.turn })
        if (r?.answer) return yes(take<TurnOut>(r.answer, where))
        if (now() > until) return no('busy')
        await new Promise((done) => setTimeout(done, look))
      }
      try {
        const answer = await work()
        await sql.query('update ivr.turns set answer = $3 where call = $1 and n = $2', [call, input.turn, put(answer, where)], 'ivr-turn-answer')
        return yes(answer)
      } catch (error) {
        await sql.query('delete from ivr.turns where call = $1 and n = $2 and answer is null', [call, input.turn], 'ivr-turn-back')
        throw error
      }
    },
  }
}
export type Store<S> = ReturnType<typeof createStore<S>>
