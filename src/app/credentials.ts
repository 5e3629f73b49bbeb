import type { Clients, ClaveUnica } from '#enablers/claveunica'
import { type Client, type Keeper, type OnboardingNeeds, sameKey } from '#enablers/onboarding'
import type { Oidc } from '#enablers/oidc'
import { Fault } from '#platform/fault'

/** The sign-ins as onboarding sees them: it decides about applications, they serve them. */
export function keepersOf({ claveunica, clients, oidc }: { readonly claveunica: Pick<ClaveUnica, 'keepClient'>; readonly clients: Clients; readonly oidc: Pick<Oidc, 'keepClient' | 'changeClient' | 'revokeClient' | 'client'> }): OnboardingNeeds['keepers'] {
  const change = (c: Client): Promise<void> => clients.change(c.id, { redirectUris: c.redirectUris, logoutUris: c.logoutUris, certified: c.open })
  const byContract: Keeper = {
    async keep({ secret, ...c }) { await claveunica.keepClient({ id: c.id, name: c.name, stage: c.stage, secret, redirectUris: c.redirectUris, logoutUris: c.logoutUris }); await change(c) },
    change, rotate: clients.rotate, endOld: clients.endOld, revoke: clients.revoke,
  }
  // What onboarding let through, the provider takes too; when it does not, that is a mistake of ours.
  const must = async (done: Promise<{ readonly ok: boolean; readonly detail?: unknown }>): Promise<void> => { const d = await done; if (!d.ok) throw new Fault('client-refused', `the OpenID provider refused a client: ${JSON.stringify(d.detail ?? '')}`) }
  // One's own machine is for sandbox alone, also to sign out to.
  const away = (c: Client): readonly string[] => (c.stage === 'sandbox' ? c.logoutUris : c.logoutUris.filter((u) => u.startsWith('https:')))
  const byOpenId: Keeper = {
    keep: ({ secret, ...c }) => must(oidc.keepClient({
      id: c.id, institution: c.institution, name: { es: c.name, en: c.name }, stage: c.stage, ways: ['code', 'refresh'], redirectUris: c.redirectUris, logoutUris: away(c), data: ['run', 'name'],
      proof: c.keys === undefined ? { method: 'client_secret_basic', secret } : { method: 'private_key_jwt', jwks: c.keys as never },
    }, c.open)),
    change: (c) => must(oidc.changeClient(c.id, { redirectUris: c.redirectUris, logoutUris: away(c), certified: c.open })),
    async rotate(id, secret, until) { const now = (await oidc.client(id))?.proof; if (now !== undefined && 'secret' in now) await must(oidc.changeClient(id, { proof: { method: now.method, secret, old: { secret: now.secret, until } } })) },
    // What stays counts as it is; only what is not among the new ones ends with the time.
    async rekey(id, keys, until) {
      const now = (await oidc.client(id))?.proof
      if (now !== undefined && 'jwks' in now) await must(oidc.changeClient(id, { proof: { method: now.method, jwks: keys as never, old: { jwks: { keys: now.jwks.keys.filter((k) => !keys.keys.some((n) => sameKey(n, k))) }, until } } }))
    },
    async endOld(id) {
      const now = (await oidc.client(id))?.proof
      if (now === undefined || !('old' in now)) return
      const { old: _ended, ...proof } = now
      await must(oidc.changeClient(id, { proof }))
    },
    revoke: (id) => must(oidc.revokeClient(id)),
  }
  return { claveunica: byContract, oidc: byOpenId }
}
/** One application of the demonstration for each contract, there from the first start and approved: `demo-claveunica`, `demo-oidc`. */
const demos = {
  claveunica: { id: '01930d2a-0000-7000-8000-00000000c1a5', institution: 'sgd', more: '', description: 'Aplicación inventada de la demostración, para probar el contrato de ClaveÚnica.' },
  oidc: { id: '01930d2a-0000-7000-8000-00000000c1a6', institution: 'srcei', more: ', OpenID Connect', description: 'Aplicación inventada de la demostración, para probar OpenID Connect.' },
} as const
export const demoApplication = (contract: keyof typeof demos, client: { readonly id: string; readonly name: string; readonly redirectUris: readonly string[]; readonly logoutUris: readonly string[] }) => ({
  id: demos[contract].id, institution: demos[contract].institution, demo: true, pairs: [{ client: client.id, stage: 'sandbox' as const }],
  application: {
    name: `${client.name}${demos[contract].more}`, description: demos[contract].description, audience: 'public' as const, url: 'https://institucion-demo.gob.cl', contract, admin: { name: 'Pablo Oyarzún Rivas', mail: 'pablo.oyarzun@digital.gob.cl' }, technical: { name: 'Omar Vidal Huenchul', mail: 'omar.vidal@digital.gob.cl' },
    redirects: { sandbox: client.redirectUris, qa: [], production: [] }, logouts: client.logoutUris,
  },
})
