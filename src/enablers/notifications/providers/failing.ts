import type { NotificationsProvider } from '../index.ts'

/** What a carrier that is down looks like from here. */
export const failing = (): NotificationsProvider => ({ name: 'failing', demo: true, tell: async () => { throw new Error('the carrier is down') } })
