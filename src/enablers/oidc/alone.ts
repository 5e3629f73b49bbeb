import { adapterOn } from './adapter.ts'
import { library, metadataOf } from './library.ts'
import { createSecrets, createStore, type Sql } from './store.ts'

/** The library with our store and nothing else of ours: what we are measured beside. */
export async function libraryAlone({ sql, secret, now }: { readonly sql: Sql; readonly secret: Buffer; readonly now: () => number }) {
  const { Provider, errors } = await library()
  return { Provider, adapter: adapterOn(createStore(sql, createSecrets(secret), now), (kept) => metadataOf(kept, now()), () => new errors.InvalidGrant('it was used before')) }
}
