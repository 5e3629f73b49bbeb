import { createHmac } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { open, seal } from '#platform/crypto'
import type { Said } from './shape.ts'
import type { State } from './state.ts'
import { isTransport, type TransportName } from './transports.ts'
import type { ChatPorts } from './types.ts'

export const migrations = { name: 'chat', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const

/** Milliseconds: a turn waits so long for the one before it; whoever holds a thread longer is taken for dead; words are kept a month. */
const patience = 8_000, look = 40, lost = 15_000, kept = 30 * 86_400_000
/** Whoever wrote it: `her`, `bot`, `note` (told by nobody), or a member of the staff. */
export type By = 'her' | 'bot' | 'note' | (string & {})
/** received: hers · kept: on our own pages · held: waits for ABRIR · queued, sent, delivered, read, failed: with a transport. */
export const statuses = ['received', 'kept', 'held', 'queued', 'sent', 'failed', 'delivered', 'read'] as const
export type Status = (typeof statuses)[number]
/** What a transport tells, in the order in which it may only grow: what comes late and says less changes nothing. «Failed» gives way to «delivered»: it did arrive. */
export const statusRank: { readonly [s in Status]: number } = { received: 0, kept: 0, held: 0, queued: 1, sent: 2, failed: 3, delivered: 4, read: 5 }
export type Message = { readonly n: number; readonly at: string; readonly by: By; readonly status: Status; /** Gone at her request. */ readonly said?: Said; readonly key: string }
export type Thread = { readonly id: string; readonly transport: TransportName; readonly address: string; readonly round: number; readonly episode?: string; readonly lastIn?: string; readonly state?: State }
type ThreadRow = { id: string; transport: string; address: Buffer; round: number; episode_id: string | null; last_in: Date | null; state: Buffer | null }
type MessageRow = { n: string; at: Date; by_id: string; status: Status; body: Buffer | null; key: string }
export type Waiting = { readonly n: number; readonly key: string; readonly said: Said; readonly thread: Thread; readonly tries: number }

/** Threads and what was written in them. Names of transports are hashed, words sealed. */
export function createStore({ sql, seal: secret, now, makeId }: Pick<ChatPorts, 'sql' | 'seal' | 'now' | 'makeId'>) {
  const hashed = (text: string): Buffer => createHmac('sha256', secret).update(text).digest(), at = (plus = 0): string => new Date(now() + plus).toISOString()
  const put = (value: unknown, place: string): Buffer => seal(secret, Buffer.from(JSON.stringify(value)), `chat:${place}`)
  const take = <T>(bytes: Buffer, place: string): T => JSON.parse(open(secret, bytes, `chat:${place}`).toString()) as T
  const iso = (d: Date | string): string => new Date(d).toISOString()
  const threadOf = (r: ThreadRow): Thread => ({ id: r.id, transport: isTransport(r.transport) ? r.transport : 'web', address: take<string>(r.address, `address:${r.id}`), round: r.round, ...(r.episode_id === null ? {} : { episode: r.episode_id }), ...(r.last_in === null ? {} : { lastIn: iso(r.last_in) }), ...(r.state === null ? {} : { state: take<State>(r.state, `state:${r.id}`) }) })
  const columns = 'id, transport, address, round, episode_id, last_in, state'
  return {
    async thread(transport: TransportName, name: string): Promise<Thread> {
      const id = makeId(), key = hashed(`${transport}:${name}`)
      await sql.query('insert into chat.threads (id, key, transport, address, at) values ($1::uuid, $2, $3, $4, $5::timestamptz) on conflict (key) do nothing', [id, key, transport, put(name, `address:${id}`), at()], 'chat-thread-new')
      return threadOf((await sql.query<ThreadRow>(`select ${columns} from chat.threads where key = $1`, [key], 'chat-thread')).rows[0]!)
    },
    async found(transport: TransportName, name: string): Promise<Thread | undefined> { const { rows: [r] } = await sql.query<ThreadRow>(`select ${columns} from chat.threads where key = $1`, [hashed(`${transport}:${name}`)], 'chat-thread'); return r && threadOf(r) },
    async byEpisode(episode: string): Promise<Thread | undefined> { const { rows: [r] } = await sql.query<ThreadRow>(`select ${columns} from chat.threads where episode_id = $1::uuid`, [episode], 'chat-by-episode'); return r && threadOf(r) },
    /** One turn of a thread at a time, in whichever process. */
    async alone<T>(id: string, work: (thread: Thread) => Promise<T>): Promise<T> {
      for (const until = Date.now() + patience; ;) {
        const { rows: [r] } = await sql.query<ThreadRow>(`update chat.threads set busy_until = $3::timestamptz where id = $1::uuid and busy_until < $2::timestamptz returning ${columns}`, [id, new Date().toISOString(), new Date(Date.now() + lost).toISOString()], 'chat-alone')
        if (r !== undefined) try { return await work(threadOf(r)) } finally { await sql.query("update chat.threads set busy_until = '-infinity' where id = $1::uuid", [id], 'chat-alone-end') }
        if (Date.now() > until) throw new Error('a conversation is busy for too long')
        await new Promise((done) => setTimeout(done, look))
      }
    },
    async keep(id: string, { episode, state, round, heard }: { readonly episode?: string; readonly state?: State; readonly round?: number; readonly heard?: boolean }): Promise<void> {
      await sql.query('update chat.threads set at = $2::timestamptz, episode_id = coalesce($3::uuid, episode_id), state = coalesce($4::bytea, state), round = coalesce($5::integer, round), last_in = case when $6::boolean then $2::timestamptz else last_in end where id = $1::uuid', [id, at(), episode ?? null, state === undefined ? null : put(state, `state:${id}`), round ?? null, heard === true], 'chat-keep')
    },
    /** A message of hers, once for each id of its transport. */
    async hear(thread: Thread, episode: string, key: string, ref: string, said: Said): Promise<void> {
      await sql.query("insert into chat.messages (thread_id, episode_id, at, by_id, key, ref, status, body) values ($1::uuid, $2::uuid, $3::timestamptz, 'her', $4, $5, 'received', $6) on conflict do nothing", [thread.id, episode, at(), key, hashed(`in:${thread.transport}:${ref}`), put(said, `said:${key}`)], 'chat-hear')
    },
    /** Was it heard, and answered to its end? */
    async heard(transport: TransportName, ref: string): Promise<{ readonly key: string; readonly done: boolean } | undefined> {
      const { rows: [r] } = await sql.query<{ key: string; due: Date | null }>('select key, due from chat.messages where ref = $1', [hashed(`in:${transport}:${ref}`)], 'chat-heard')
      return r && { key: r.key, done: r.due !== null }
    },
    async answered(key: string): Promise<void> { await sql.query('update chat.messages set due = $2::timestamptz where key = $1', [key, at()], 'chat-answered') },
    /** Something of ours, once for each key. */
    async write(thread: Thread, episode: string, { key, by, said, status }: { readonly key: string; readonly by: By; readonly said: Said; readonly status: Status }): Promise<void> {
      await sql.query('insert into chat.messages (thread_id, episode_id, at, by_id, key, status, due, body) values ($1::uuid, $2::uuid, $3::timestamptz, $4, $5, $6, $3::timestamptz, $7) on conflict (key) do nothing', [thread.id, episode, at(), by, key, status, put(said, `said:${key}`)], 'chat-write')
    },
    async messages(episode: string): Promise<readonly Message[]> {
      const { rows } = await sql.query<MessageRow>('select n, at, by_id, status, body, key from chat.messages where episode_id = $1::uuid order by n', [episode], 'chat-messages')
      return rows.map((r): Message => ({ n: Number(r.n), at: iso(r.at), by: r.by_id, status: r.status, key: r.key, ...(r.body === null ? {} : { said: take<Said>(r.body, `said:${r.key}`) }) }))
    },
    async redact(episode: string, key?: string): Promise<void> { await sql.query('update chat.messages set body = null where episode_id = $1::uuid and ($2::text is null or key = $2)', [episode, key ?? null], 'chat-redact') },
    /** She is back: what waited for her may leave. */
    async release(episode: string): Promise<void> { await sql.query("update chat.messages set status = 'queued', due = $2::timestamptz where episode_id = $1::uuid and status = 'held'", [episode, at()], 'chat-release') },
    /** What is to be sent now, in order, taken for `lost` milliseconds; one thread's messages leave one after the other. */
    async due(most = 20): Promise<readonly Waiting[]> {
      const { rows } = await sql.query<MessageRow & ThreadRow & { tries: number }>(`with mine as (update chat.messages set due = $2::timestamptz, tries = tries + 1 where n in (
          select n from chat.messages m where status = 'queued' and due <= $1::timestamptz and not exists (select 1 from chat.messages e where e.thread_id = m.thread_id and e.status = 'queued' and e.n < m.n) order by n limit $3 for update skip locked) returning *)
        select m.n, m.key, m.body, m.tries, t.id, t.transport, t.address, t.round, t.episode_id, t.last_in, t.state from mine m join chat.threads t on t.id = m.thread_id order by m.n`, [at(), at(lost), most], 'chat-due')
      return rows.map((r) => ({ n: Number(r.n), key: r.key, tries: r.tries, thread: threadOf(r), said: r.body === null ? { text: '' } : take<Said>(r.body, `said:${r.key}`) }))
    },
    async sent(n: number, transport: TransportName, ref: string): Promise<void> { await sql.query("update chat.messages set status = case when status = 'queued' then 'sent' else status end, ref = $2 where n = $1", [n, hashed(`out:${transport}:${ref}`)], 'chat-sent') },
    async unsent(n: number, again: number | undefined): Promise<void> { await sql.query(`update chat.messages set status = case when $2::timestamptz is null then 'failed' else status end, due = coalesce($2::timestamptz, due) where n = $1`, [n, again === undefined ? null : at(again)], 'chat-unsent') },
    /** A transport tells how a message of ours fares: grows, never shrinks. The contact it belongs to; undefined: not ours. */
    async fares(transport: TransportName, ref: string, status: 'sent' | 'delivered' | 'read' | 'failed'): Promise<string | undefined> {
      const below = statuses.filter((s) => statusRank[s] < statusRank[status]), mine = hashed(`out:${transport}:${ref}`)
      await sql.query('update chat.messages set status = $2 where ref = $1 and status = any($3::text[])', [mine, status, below], 'chat-fares')
      return (await sql.query<{ episode_id: string }>('select episode_id from chat.messages where ref = $1', [mine], 'chat-fares-of')).rows[0]?.episode_id
    },
    async sweep(): Promise<void> { await sql.query('delete from chat.threads where at < $1::timestamptz', [at(-kept)], 'chat-sweep') },
  }
}
export type Store = ReturnType<typeof createStore>
