import type { OidcClient } from '../types.ts'

/** Applications of the demonstration: one that signs people in, and a machine without a keyboard. Their secrets are printed, so they open nothing outside it. */
export const demoClients: readonly OidcClient[] = [
  { id: 'demo-oidc', institution: 'srcei', name: { es: 'Institución Demo', en: 'Demo Institution' }, stage: 'sandbox', proof: { method: 'client_secret_basic', secret: 'demo-oidc-secret-of-32-characters' }, ways: ['code', 'refresh', 'exchange'], redirectUris: ['http://127.0.0.1:4598/institucion-demo/callback'], logoutUris: ['http://127.0.0.1:4598/institucion-demo/adios'], data: ['run', 'name'], consent: 'asked' },
  { id: 'demo-totem', institution: 'srcei', name: { es: 'Tótem de demostración', en: 'Demonstration kiosk' }, stage: 'sandbox', proof: { method: 'none' }, ways: ['device'], data: ['name'], consent: 'given' },
]
