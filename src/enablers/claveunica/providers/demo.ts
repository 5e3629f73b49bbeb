import type { NewClient } from '../claveunica.ts'

/** An application of an institution that nobody is, to try the contract with. */
export const demoClients: readonly NewClient[] = [
  { id: 'demo-claveunica', secret: 'demo-claveunica-secret', name: 'Institución Demo', stage: 'sandbox', redirectUris: ['http://127.0.0.1:4599/institucion-demo/callback'], logoutUris: ['http://127.0.0.1:4599'] },
]
