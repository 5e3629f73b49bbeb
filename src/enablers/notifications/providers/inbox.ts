import type { NotificationsProvider } from '../index.ts'

/** The person's own pages: the event that comes of it stands in their timeline, so nothing leaves the house. Messages by mail or telephone need a carrier of their own. */
export const inbox = (): NotificationsProvider => ({ name: 'inbox', demo: false, tell: async (_key, { channels }) => ({ took: channels.filter((c) => c === 'inbox') }) })
