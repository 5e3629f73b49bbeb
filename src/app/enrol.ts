import type { EnrolPort } from '#channels/agent'
import type { Enablers } from './enablers.ts'

/** Accounts as a counter needs them. The demo's civil register has a drawing in place of a photo, and it says so. */
export const enrolOf = ({ accounts, identity }: Pick<Enablers, 'accounts' | 'identity'>, demo: boolean): EnrolPort => ({
  runOf: identity.runOf,
  async enrol(of) { const done = await accounts.enrol(of); return done.ok ? { ok: true, value: { activation: done.activation, until: done.until } } : done },
  contacts: accounts.contacts, carry: accounts.contacts.carry, lockOf: accounts.lockOf, unlock: accounts.unlock, hasPin: accounts.pin.has, activatePath: '/activar',
  ...(demo ? { photo: async (person) => ({ type: 'image/svg+xml', bytes: Buffer.from(drawing(Number.parseInt(person.slice(-4), 16))) }) as const } : {}),
})
const drawing = (n: number): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 200"><rect width="160" height="200" fill="#e6e9ee"/><circle cx="80" cy="78" r="${34 + (n % 6)}" fill="#9aa4b2"/><path d="M20 190c4-44 32-62 60-62s56 18 60 62z" fill="#9aa4b2"/><text x="80" y="196" font-family="sans-serif" font-size="13" text-anchor="middle" fill="#1d2733">DEMO</text></svg>`
