import type { Adapter } from 'oidc-provider'
import type { Store } from './store.ts'
import type { Kept } from './store.ts'

/** What the library asks of a store, on ours. `client` turns an application into what the library knows of one. */
export const adapterOn = (store: Store, client: (kept: Kept) => object, again: (model: string) => Error) => (model: string): Adapter => ({
  async find(id) {
    if (model !== 'Client') return store.find(model, id) as never
    const kept = await store.client(id)
    return (kept === undefined || kept.revoked || (kept.client.stage === 'production' && !kept.certified) ? undefined : client(kept)) as never
  },
  findByUserCode: (code) => store.findByUserCode(model, code) as never,
  findByUid: (uid) => store.findByUid(model, uid) as never,
  async upsert(id, payload, seconds) {
    // Two at once with the same proof: the store says who came first, the library only who came before.
    if (model === 'ReplayDetection') { if (!(await store.once(model, id, seconds))) throw again(model); return }
    await store.upsert(model, id, payload as never, seconds)
  },
  async consume(id) {
    if (await store.consume(model, id)) return
    // Somebody else used it between the library's look and now: as if it had been seen used (RFC 6749 §4.1.2).
    const grant = (await store.find(model, id))?.['grantId']
    if (typeof grant === 'string') await store.endGrant(grant)
    throw again(model)
  },
  destroy: (id) => store.destroy(model, id),
  revokeByGrantId: (grant) => store.revokeByGrantId(model, grant),
})
