import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { keyDays } from './rules.ts'
import type { KeyRow, Secrets, Store } from './store.ts'

export type SigningKeys = { /** Private keys, the one that signs first. */ readonly keys: readonly { readonly [member: string]: unknown }[]; /** The same for the same keys. */ readonly mark: string }
export type Keys = ReturnType<typeof createKeys>

/** ES256 keys of this provider, the same for every process: one signs, the next is already published, those before it are kept until what they signed has ended. */
export function createKeys({ store, secrets, now }: { readonly store: Store; readonly secrets: Secrets; readonly now: () => number }) {
  async function make(state: KeyRow['state']): Promise<void> {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' }), kid = randomBytes(8).toString('hex'), { d, ...open } = privateKey.export({ format: 'jwk' })
    await store.keepKey({ kid, state, sealed: secrets.seal({ ...open, d }, `key:${kid}`), public: { ...open, kid, alg: 'ES256', use: 'sig' } })
  }
  const privateOf = (row: KeyRow): { readonly [member: string]: unknown } => ({ ...secrets.open<object>(row.sealed, `key:${row.kid}`), kid: row.kid, alg: 'ES256', use: 'sig' })
  async function all(): Promise<readonly KeyRow[]> {
    let rows = await store.keys()
    for (const state of ['current', 'next', 'console'] as const) if (!rows.some((r) => r.state === state)) { await make(state); rows = await store.keys() }
    return rows
  }
  const order = ['current', 'next', 'old'], keys = {
    async signing(): Promise<SigningKeys> {
      const rows = (await all()).filter((r) => r.state !== 'console').sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
      return { keys: rows.map(privateOf), mark: rows.map((r) => `${r.kid}:${r.state}`).join() }
    },
    /** The agents' console proves by this one to be itself. */
    async console() {
      const row = (await all()).find((r) => r.state === 'console')!
      return { kid: row.kid, key: createPrivateKey({ key: secrets.open<JsonWebKey>(row.sealed, `key:${row.kid}`) as never, format: 'jwk' }), public: row.public }
    },
    /** The next one signs from now on. `due`: only when the present one has signed long enough. */
    async rotate(due = false): Promise<boolean> {
      const rows = await all(), current = rows.find((r) => r.state === 'current')!, next = rows.find((r) => r.state === 'next')!
      if (due && now() - current.since.getTime() < keyDays.signs * 86_400_000) return false
      if (!(await store.moveKey(current.kid, 'current', 'old', keyDays.kept * 86_400))) return false
      await store.moveKey(next.kid, 'next', 'current')
      await make('next')
      return true
    },
  }
  return keys
}
