import { createHash, randomBytes } from 'node:crypto'
import { isByMandate, may } from '#core/assurance'
import { no, yes } from '#core/refusal'
import { bare, type Contact } from './episodes.ts'
import { linkFinishWithin, linkKinds, type LinkKind, type Links } from './reach-types.ts'
import { type CasesNeeds, type Spine, system } from './spine.ts'
import type { Viewer } from './types.ts'

export type LinkRoom = Links & {
  /** Was the journey taken on elsewhere by one of its links? */
  taken(journey: string): Promise<boolean>
}
/** What follows when a link is opened, from the rooms that come after this one. */
export type Followed = { handedOff(episode: string): Promise<void>; raised(episode: string, viewer: Viewer & { readonly person: string }): Promise<boolean> }
type Row = { kind: LinkKind; until: Date | string; used_at: Date | string | null; device: string | null; case_id: string | null; episode_id: string | null; path: string | null }

export const tokenOf = (): string => randomBytes(32).toString('base64url')
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
/**
 * What both screens show of one link: whoever pastes another QR over a machine's shows another symbol (reference/channels.md §2.3). Made from the link itself, so that
 * nobody has to keep or send it.
 */
export const symbolShapes = ['diamond', 'circle', 'triangle', 'square', 'star'] as const
export type LinkSymbol = { readonly shape: (typeof symbolShapes)[number]; readonly digit: number }
export function symbolOf(token: string): LinkSymbol {
  const [a = 0, b = 0] = createHash('sha256').update(`symbol ${token}`).digest()
  return { shape: symbolShapes[a % symbolShapes.length]!, digit: 1 + (b % 9) }
}
const short = (text: string): string => hashOf(text).toString('base64url').slice(0, 22)
const after = (at: Date | string, seconds: number): number => Date.parse(new Date(at).toISOString()) + seconds * 1000

/** One use, one device. The token is 256 random bits and stands nowhere but in the link. */
export function createLinks(needs: CasesNeeds, spine: Spine, contact: Contact, followed: () => Followed): LinkRoom {
  const { sql, clock } = needs
  const columns = 'kind, until, used_at, device, case_id, episode_id, path'
  const wellFormed = (token: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(token)
  async function found(token: string, device: string): Promise<Row | undefined> {
    if (!wellFormed(token)) return undefined
    const { rows: [r] } = await sql.query<Row>(`select ${columns} from cases.links where hash = $1`, [hashOf(token)], 'cases-link')
    if (r === undefined) return undefined
    const now = Date.parse(clock.now())
    return r.used_at === null ? (after(r.until, 0) > now ? r : undefined) : r.device === short(device) && after(r.used_at, linkFinishWithin) > now ? r : undefined
  }
  const told = async (r: Row, type: 'link-opened' | 'link-refused'): Promise<void> => { if (r.episode_id !== null) await contact.command(r.episode_id, system, { do: 'tell', type, data: { kind: r.kind, ...(r.case_id === null ? {} : { journey: r.case_id }) } }) }

  return {
    async make(viewer, { kind, journey, episode, path }) {
      if (!Object.hasOwn(linkKinds, kind) || (kind === 'step-up' ? episode === undefined : journey === undefined)) return no('bad-request')
      if (journey !== undefined) {
        const here = await spine.load(journey)
        if (here === null) return no('not-found')
        const allowed = may('read', viewer, here.row as Parameters<typeof may>[2])
        if (!allowed.ok) return allowed
        if (here.key === null) return no('journey-ended')
        if (path !== undefined && (await spine.engineOf(here.file)).fact(path) === undefined) return no('question-not-asked', { path })
      }
      const token = tokenOf(), now = clock.now(), until = new Date(Date.parse(now) + linkKinds[kind].opensWithin * 1000).toISOString()
      if (episode !== undefined) { const noted = await contact.command(episode, bare(viewer), { do: 'tell', type: 'link-made', data: { kind, ...(journey === undefined ? {} : { journey }) } }); if (!noted.ok) return noted }
      await sql.query('insert into cases.links (hash, made_at, until, case_id, episode_id, kind, path, by_id) values ($1, $2::timestamptz, $3::timestamptz, $4::uuid, $5::uuid, $6, $7, $8)', [hashOf(token), now, until, journey ?? null, episode ?? null, kind, path ?? null, viewer.by ?? null])
      return yes({ token, until })
    },
    async look(token, device) {
      const r = await found(token, device), here = r?.case_id == null ? undefined : await spine.load(r.case_id)
      if (r === undefined) return no('link-stale')
      const machine = r.episode_id === null ? undefined : (await sql.query<{ device: string }>('select device from cases.leases where episode_id = $1::uuid', [r.episode_id], 'cases-link-machine')).rows[0]?.device
      return yes({ kind: r.kind, until: new Date(r.until).toISOString(), opened: r.used_at !== null, signIn: r.kind === 'step-up' || here?.row.person !== undefined, ...(here == null ? {} : { service: here.row.service }), ...(machine === undefined ? {} : { machine }), ...(r.path === null ? {} : { path: r.path }) })
    },
    async open(token, device, viewer) {
      if (!wellFormed(token)) return no('link-stale')
      const now = clock.now()
      // Whoever is first has it: one row, one statement.
      const { rows: [first] } = await sql.query<Row>(`update cases.links set used_at = $2::timestamptz, device = $3 where hash = $1 and used_at is null and until > $2::timestamptz returning ${columns}`, [hashOf(token), now, short(device)], 'cases-link-open')
      const r = first ?? (await found(token, device))
      if (r === undefined) return no('link-stale')
      if (first !== undefined) { await told(r, 'link-opened'); if (r.kind === 'hand-off' && r.episode_id !== null) await followed().handedOff(r.episode_id) }
      const here = r.case_id === null ? undefined : await spine.load(r.case_id)
      if (here?.key === null) return no('journey-ended')
      const owner = here?.row.person
      if (r.kind === 'step-up' || owner !== undefined) {
        if (viewer.person === undefined || viewer.assurance < 2) return no('sign-in-needed')
        if (r.kind === 'step-up' && viewer.assurance < 3) return no('assurance-too-low', { needs: 3 })
        // By mandate a link leads to a case that it covers; in a contact it says who is there, the representative, and for whom they act.
        const hers = isByMandate(viewer) ? (here == null ? r.kind === 'step-up' : may('read', viewer, here.row as Parameters<typeof may>[2]).ok) : owner === undefined || viewer.person === owner || viewer.person === here?.row.forPerson
        // Somebody else signed in: neither side learns more than that.
        if (!hers || (r.kind === 'step-up' && r.episode_id !== null && !(await followed().raised(r.episode_id, { ...viewer, person: viewer.person })))) { await told(r, 'link-refused'); return no('link-stale') }
      }
      await sql.query('update cases.links set done_at = coalesce(done_at, $2::timestamptz) where hash = $1', [hashOf(token), now], 'cases-link-done')
      return yes({ kind: r.kind, ...(here == null ? {} : { id: here.row.id, code: here.row.code }), ...(r.path === null ? {} : { path: r.path }), anonymous: owner === undefined })
    },
    async taken(journey) { return (await sql.query('select 1 from cases.links where case_id = $1::uuid and used_at is not null limit 1', [journey], 'cases-link-taken')).rows.length > 0 },
  }
}
