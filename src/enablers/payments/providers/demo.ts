import { createHash } from 'node:crypto'
import type { PaymentsProvider } from '../index.ts'

/** Charges nobody: whoever tries it says what the gateway shall answer. The receipt comes from the order, so that it repeats. */
export const demo = (): PaymentsProvider => ({
  name: 'demo', demo: true,
  charge: async ({ order }, choice) => (choice === 'refused' ? { state: 'refused' } : choice === 'unknown' ? { state: 'unknown' } : { state: 'paid', receipt: `DEMO-${createHash('sha256').update(order).digest('hex').slice(0, 10).toUpperCase()}` }),
})
