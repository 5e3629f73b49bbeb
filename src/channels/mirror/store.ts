import { createHmac } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MirrorPorts } from './types.ts'

export const migrations = { name: 'mirror', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const

/** How long six digits may be typed, and how long a screen stays with its post: no shift is longer. Milliseconds. */
const codeMs = 10 * 60_000, pairedMs = 12 * 3_600_000
/** A screen: free, offering digits, or with a post. `name`: how events and presence name it, no way back to its cookie. */
export type Screen = { readonly name: string } & (
  | { readonly is: 'free' }
  | { readonly is: 'offered'; readonly code: string; readonly until: string }
  | { readonly is: 'paired'; readonly post: string; readonly institution: string }
)
type Row = { at: Date; until: Date; n: number; post: string | null; institution_id: string | null }

/** Which browser is the second screen of which post. The cookie is the screen's right to see, so only its HMAC is kept. */
export function createStore({ sql, seal, now }: Pick<MirrorPorts, 'sql' | 'seal' | 'now'>) {
  const mac = (use: string, text: string): Buffer => createHmac('sha256', seal).update(`${use}|${text}`).digest()
  const deviceOf = (device: string): Buffer => mac('device', device), nameOf = (hash: Buffer): string => `mirror-${hash.toString('hex').slice(0, 16)}`
  // Made again from the cookie at each look: the digits are kept nowhere.
  const digitsOf = (device: string, at: Date, n: number): string => String(mac('digits', `${device}|${at.toISOString()}|${n}`).readUInt32BE(0) % 1_000_000).padStart(6, '0')
  const time = (ms: number): string => new Date(ms).toISOString()
  return {
    async of(device: string): Promise<Screen> {
      const name = nameOf(deviceOf(device)), { rows: [r] } = await sql.query<Row>('select at, until, n, post, institution_id from mirror.screens where device = $1 and until > $2::timestamptz', [deviceOf(device), time(now())], 'mirror-screen')
      if (r === undefined) return { name, is: 'free' }
      return r.post === null ? { name, is: 'offered', code: digitsOf(device, new Date(r.at), r.n), until: new Date(r.until).toISOString() } : { name, is: 'paired', post: r.post, institution: r.institution_id! }
    },
    /** New digits for a free screen; what ran out goes. Two screens never offer the same ones at once. */
    async offer(device: string): Promise<void> {
      const at = new Date(now())
      await sql.query('delete from mirror.screens where until <= $1::timestamptz', [at.toISOString()], 'mirror-sweep')
      for (let n = 0; n < 20; n++) {
        const { rows } = await sql.query(`insert into mirror.screens (device, at, until, n, code) select $1, $2::timestamptz, $3::timestamptz, $4::integer, $5 where not exists (select 1 from mirror.screens where code = $5)
          on conflict (device) do update set at = excluded.at, until = excluded.until, n = excluded.n, code = excluded.code where mirror.screens.post is null returning n`, [deviceOf(device), at.toISOString(), time(at.getTime() + codeMs), n, mac('code', digitsOf(device, at, n))], 'mirror-offer')
        if (rows.length > 0 || (await this.of(device)).is === 'paired') return
      }
      throw new Error('no six digits were free')
    },
    /** One screen a post: the one before goes dark. Answers its name; undefined: no screen shows these digits now. */
    async pair(code: string, to: { readonly post: string; readonly institution: string; readonly by: string }): Promise<string | undefined> {
      const hash = mac('code', code), at = time(now())
      if ((await sql.query('select 1 from mirror.screens where code = $1 and until > $2::timestamptz', [hash, at], 'mirror-code')).rows.length === 0) return undefined
      await sql.query('delete from mirror.screens where post = $1', [to.post], 'mirror-dark')
      const { rows: [r] } = await sql.query<{ device: Buffer }>('update mirror.screens set code = null, post = $2, institution_id = $3, by_id = $4, until = $5::timestamptz where code = $1 and until > $6::timestamptz returning device', [hash, to.post, to.institution, to.by, time(now() + pairedMs), at], 'mirror-pair')
      return r && nameOf(r.device)
    },
    async unpair(post: string): Promise<void> { await sql.query('delete from mirror.screens where post = $1', [post], 'mirror-unpair') },
    async isPaired(post: string): Promise<boolean> { return (await sql.query('select 1 from mirror.screens where post = $1 and until > $2::timestamptz', [post, time(now())], 'mirror-paired')).rows.length > 0 },
  }
}
export type Store = ReturnType<typeof createStore>
