import { no, yes } from '#core/refusal'
import { signal } from './attention.ts'
import { bare, type Contact, idOf } from './episodes.ts'
import { hashOf, type LinkRoom, tokenOf } from './links.ts'
import type { Episodes } from './live-types.ts'
import { type Lease, type LeaseEnd, leaseSeconds, type Leases } from './reach-types.ts'
import { type CasesNeeds, type Spine, system } from './spine.ts'
import type { Streams } from './streams.ts'
import type { Viewer } from './types.ts'

type Row = { hash: Buffer; until: Date | string; episode_id: string; printed: boolean; device: string; venue: string | null }
const columns = 'hash, until, episode_id, printed, device, venue'
/** How the contact at the machine ended. */
const outcomes: { readonly [w in LeaseEnd]: Parameters<Episodes['end']>[2] } = { 'finished': 'resolved', 'idle': 'wiped', 'lost': 'wiped', 'handed-off': 'handed-over', 'next-visitor': 'wiped' }
export type LeaseRoom = Leases & {
  /** Its journey was opened on the visitor's own telephone. */
  handedOff(episode: string): Promise<void>
  /** The timer of a lease rings: wiped when no heartbeat came; else when to look again. */
  ring(episode: string): Promise<string | undefined>
}

/**
 * Nothing of a visitor stays at a machine in a public place (reference/channels.md §2.3). What the machine may touch hangs on a lease in the database: a crashed
 * browser renews nothing, and the server wipes without it.
 */
export function createLeases(needs: CasesNeeds, spine: Spine, streams: Streams, contact: Contact, rooms: { readonly over: (episode: string) => Promise<void>; readonly links: LinkRoom; readonly viewer: (episode: string, actor: Viewer) => Promise<Viewer> }): LeaseRoom {
  const { sql, clock } = needs
  const until = (): string => new Date(Date.parse(clock.now()) + leaseSeconds * 1000).toISOString()
  const alive = async (token: string): Promise<Row | undefined> =>
    /^[A-Za-z0-9_-]{43}$/.test(token) ? (await sql.query<Row>(`select ${columns} from cases.leases where hash = $1 and ended_at is null and until > $2::timestamptz`, [hashOf(token), clock.now()], 'cases-lease')).rows[0] : undefined
  /** Two visitors at one machine are two devices to the journeys they write in. */
  const deviceOf = (r: Pick<Row, 'device' | 'episode_id'>): string => `${r.device}/${r.episode_id.slice(0, 8)}`
  const actorOf = (r: Row, channel: Viewer['channel']): Viewer => ({ role: 'citizen', channel, assurance: 0, device: deviceOf(r), ...(r.venue === null ? {} : { venue: r.venue }) })

  async function wipe(where: 'hash' | 'episode_id', value: Buffer | string, why: LeaseEnd, onlyLate = false): Promise<void> {
    const now = clock.now()
    const { rows: [r] } = await sql.query<Row>(`update cases.leases set ended_at = $2::timestamptz, ended_why = $3 where ${where} = $1 and ended_at is null${onlyLate ? ' and until <= $2::timestamptz' : ''} returning ${columns}`, [value, now, why])
    if (r !== undefined) await clear(r, why)
  }
  /** The rest of it, each step of which may be done again: a server that died in the middle goes on when the timer rings. */
  async function clear(r: Row, why: LeaseEnd): Promise<void> {
    const file = await contact.read(r.episode_id)
    for (const journey of file?.journeys ?? []) {
      const here = await spine.load(journey)
      if (here?.file?.status !== 'journey' || here.file.person !== undefined || r.printed || (await rooms.links.taken(journey))) continue
      // A draft that came from elsewhere by its code and PIN stays where it came from.
      if ((await needs.log.events(journey))[0]?.actor.device !== deviceOf(r)) continue
      const gone = await spine.act(journey, { do: 'delete' }, { ...actorOf(r, 'kiosk'), journeys: [journey] })
      if (gone.ok) await spine.forget(journey)
    }
    // Counted after all of it: what the machine could still touch once its contact is over.
    await contact.command(r.episode_id, system, { do: 'end', outcome: outcomes[why] })
    const left = await rooms.viewer(r.episode_id, actorOf(r, file?.channel ?? 'kiosk'))
    await contact.command(r.episode_id, system, { do: 'tell', type: 'wiped', data: { why, fieldsHeld: (left.journeys?.length ?? 0) + (left.person === undefined ? 0 : 1) } })
    await rooms.over(r.episode_id)
    await signal(sql, r.episode_id, clock.now())
  }
  const shown = async (r: Row): Promise<Lease> => ({ episode: r.episode_id, until: new Date(r.until).toISOString(), journeys: (await contact.read(r.episode_id))?.journeys ?? [], printed: r.printed })

  return {
    async open({ device, venue, institution, channel = 'kiosk' }) {
      const { rows: before } = await sql.query<{ episode_id: string }>('select episode_id from cases.leases where device = $1 and ended_at is null', [device], 'cases-lease-device')
      for (const { episode_id } of before) await wipe('episode_id', episode_id, 'next-visitor')
      const token = tokenOf(), end = until(), now = clock.now(), episode = idOf(needs.ids)(channel, hashOf(token).toString('hex'))
      const actor = { role: 'citizen', channel, assurance: 0, device, ...(venue === undefined ? {} : { venue }) } as const
      const begun = await streams.write({ id: episode, kind: 'episode', institution, actor: bare(actor), now }, () => yes({ events: [{ type: 'opened', data: { direction: 'in', institution } }], beside: contact.linesOf(null), effects: [{ kind: 'wipe', runAt: end, data: {} }] }))
      if (!begun.ok) return begun
      // Two starts at once on one machine: one of them is the visitor's.
      const { rows } = await sql.query('insert into cases.leases (hash, opened_at, until, episode_id, device, venue) values ($1, $2::timestamptz, $3::timestamptz, $4::uuid, $5, $6) on conflict do nothing returning 1', [hashOf(token), now, end, episode, device, venue ?? null])
      return rows.length === 0 ? no('busy') : yes({ token, episode, until: end })
    },
    async renew(token) {
      if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return no('contact-ended')
      const { rows: [r] } = await sql.query<Row>(`update cases.leases set until = $2::timestamptz where hash = $1 and ended_at is null and until > $3::timestamptz returning ${columns}`, [hashOf(token), until(), clock.now()], 'cases-lease-renew')
      if (r !== undefined) return yes(await shown(r))
      await wipe('hash', hashOf(token), 'lost', true)
      return no('contact-ended')
    },
    async actor(token) { const r = await alive(token); return r === undefined ? undefined : { ...actorOf(r, (await contact.read(r.episode_id))?.channel ?? 'kiosk'), episode: r.episode_id } },
    async viewer(token) {
      const r = await alive(token)
      return r === undefined ? { role: 'citizen', channel: 'kiosk', assurance: 0 } : rooms.viewer(r.episode_id, actorOf(r, 'kiosk'))
    },
    async printed(token) { await sql.query('update cases.leases set printed = true where hash = $1 and ended_at is null', [hashOf(token)]) },
    wipe: (token, why) => wipe('hash', hashOf(token), why),
    handedOff: (episode) => wipe('episode_id', episode, 'handed-off'),
    async ring(episode) {
      await wipe('episode_id', episode, 'lost', true)
      const { rows: [r] } = await sql.query<Row & { ended_why: LeaseEnd | null }>(`select ${columns}, ended_why from cases.leases where episode_id = $1::uuid`, [episode])
      if (r === undefined) return undefined
      if (r.ended_why === null) return new Date(r.until).toISOString()
      if (!(await needs.log.events(episode)).some((e) => e.type === 'wiped')) await clear(r, r.ended_why)
      return undefined
    },
  }
}
