import type { Maker } from '../types.ts'

/** Never makes a document: failure is a provider, too. */
export const failing = (): Maker => ({ name: 'failing', demo: true, make: async () => { throw new Error('the maker of documents is down') } })
