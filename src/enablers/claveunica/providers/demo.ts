import type { Account, NewClient } from '../claveunica.ts'

/** The four people of ClaveÚnica's own sandbox (law.md 1.20); their names are invented here. */
export const demoAccounts: readonly Account[] = [
  { run: '44444444-4', password: 'testing', names: ['María', 'Carmen'], surnames: ['Del Río', 'González'] },
  { run: '55555555-5', password: 'testing', names: ['José'], surnames: ['Antilef', 'Muñoz'] },
  { run: '88888888-8', password: 'testing', names: ['Ana'], surnames: ['Rojas', 'Pérez'] },
  { run: '99999999-9', password: 'testing', names: ['Luis', 'Alberto'], surnames: ['Soto', 'Vega'] },
]
/** An application of an institution that nobody is, to try the contract with. */
export const demoClients: readonly NewClient[] = [
  { id: 'demo-claveunica', secret: 'demo-claveunica-secret', name: 'Institución Demo', stage: 'sandbox', redirectUris: ['http://127.0.0.1:4599/institucion-demo/callback'], logoutUris: ['http://127.0.0.1:4599'] },
]
