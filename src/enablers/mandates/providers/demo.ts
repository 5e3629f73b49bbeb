import type { Companies } from '../types.ts'

/** The demo's register of companies: who represents which, from its file of people. */
export const demo = (of: { readonly [run: string]: readonly { readonly rut: string; readonly names: string }[] }): Companies => ({ name: 'demo', demo: true, companiesOf: async (run) => of[run] ?? [] })
