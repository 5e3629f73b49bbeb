import type { PaymentsProvider } from '../index.ts'

/** A gateway that does not answer. */
export const failing = (): PaymentsProvider => ({ name: 'failing', demo: true, charge: async () => { throw new Error('the gateway is down') } })
