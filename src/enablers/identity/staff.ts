import { Fault } from '#platform/fault'
import type { Reply, Request } from '#platform/http'
import { isLoopbackHost } from './rules.ts'
import { hashToken, newToken } from './secrets.ts'
import type { Staff, StaffDoor, StaffProvider } from './staff-types.ts'
import type { Sql } from './store.ts'

export const staffCookie = 'staff'
/** A shift: ends after an hour untouched, and at most after twelve. */
const idleMs = 3_600_000, longestMs = 12 * 3_600_000
const at = (millis: number): string => new Date(millis).toISOString()
type Row = { member_id: string; post_id: string; idle_until: Date }

export type StaffRoom = StaffDoor & {
  enter(req: Request, reply: Reply, who: { readonly member: string; readonly post: string }): Promise<void>
  leave(req: Request, reply: Reply): Promise<void>
  sweep(): Promise<void>
}

/** Sessions of staff, apart from those of citizens: an agent who is also a citizen is two things in one browser. `left` is told who left a post. */
export function createStaff({ sql, provider, now, demo, https, left }: { readonly sql: Sql; readonly provider: StaffProvider; readonly now: () => number; readonly demo: boolean; readonly https: boolean; readonly left: (by: string) => Promise<void> }): StaffRoom {
  if (provider.demo && !demo) throw new Fault('provider-demo', `the staff provider «${provider.name}» is a demo: start with --demo, or set a real one`)
  const known = new WeakMap<Request, Promise<Staff | undefined>>()
  const cookieOf = (req: Request): string | undefined => { const c = req.cookies[staffCookie]; return c !== undefined && /^[A-Za-z0-9_-]{43}$/.test(c) ? c : undefined }
  const flags = (req: Request) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure: https || req.protocol === 'https' || !isLoopbackHost(req.hostname) }) as const

  async function read(req: Request, touch = true): Promise<Staff | undefined> {
    const cookie = cookieOf(req)
    if (cookie === undefined) return undefined
    const hash = hashToken(cookie), { rows: [row] } = await sql.query<Row>('select member_id, post_id, idle_until from identity.staff_sessions where hash = $1 and provider = $2 and idle_until > $3 and expires_at > $3', [hash, provider.name, at(now())], 'identity-staff')
    const member = provider.members.find((m) => m.id === row?.member_id), post = provider.posts.find((p) => p.id === row?.post_id)
    // Who is no longer of the staff, or no longer at this post, is out.
    if (row === undefined || member === undefined || post === undefined || !member.posts.includes(post.id)) return undefined
    if (touch && now() + idleMs - row.idle_until.getTime() >= 60_000) await sql.query('update identity.staff_sessions set idle_until = greatest(idle_until, $2) where hash = $1', [hash, at(now() + idleMs)], 'identity-staff-touch')
    return { role: member.role, by: member.id, institution: member.institution, channel: post.channel, ...(post.venue === undefined ? {} : { venue: post.venue }), device: hash.toString('hex').slice(0, 16), assurance: 0, names: member.names, post }
  }
  return {
    members: provider.members.map(({ run: _own, ...m }) => m), posts: provider.posts,
    nameOf: (by) => provider.members.find((m) => m.id === by)?.names ?? by,
    staffOf(req) { let who = known.get(req); if (who === undefined) known.set(req, (who = read(req))); return who },
    staffAnew: (req) => read(req, false),
    async whoAt(post) {
      const { rows } = await sql.query<{ member_id: string }>('select member_id from identity.staff_sessions where post_id = $1 and provider = $2 and idle_until > $3 and expires_at > $3 order by started_at', [post, provider.name, at(now())], 'identity-staff-at')
      return rows.map((r) => r.member_id).filter((id) => provider.members.some((m) => m.id === id && m.posts.includes(post)))
    },
    async enter(req, reply, { member, post }) {
      const token = newToken(), t = now()
      // One post at a time: the row of the member moves, and what was open elsewhere ends.
      const { rows } = await sql.query<{ moved: boolean }>(`insert into identity.staff_sessions (hash, member_id, post_id, provider, started_at, idle_until, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (member_id) do update set hash = excluded.hash, post_id = excluded.post_id, provider = excluded.provider, started_at = excluded.started_at, idle_until = excluded.idle_until, expires_at = excluded.expires_at returning xmax <> 0 as moved`, [hashToken(token), member, post, provider.name, at(t), at(t + idleMs), at(t + longestMs)])
      if (rows[0]?.moved) await left(member)
      reply.setCookie(staffCookie, token, flags(req))
      known.delete(req)
    },
    async leave(req, reply) {
      const cookie = cookieOf(req)
      if (cookie !== undefined) for (const { member_id } of (await sql.query<{ member_id: string }>('delete from identity.staff_sessions where hash = $1 returning member_id', [hashToken(cookie)])).rows) await left(member_id)
      reply.clearCookie(staffCookie, flags(req))
      known.delete(req)
    },
    async sweep() { for (const { member_id } of (await sql.query<{ member_id: string }>('delete from identity.staff_sessions where idle_until < $1 or expires_at < $1 returning member_id', [at(now())])).rows) await left(member_id) },
  }
}
