import { Fault } from '#platform/fault'
import type { Companies } from '../types.ts'

/** Never answers: without a real register nobody represents a company. */
export const failing = (): Companies => ({ name: 'failing', demo: false, companiesOf: async () => { throw new Fault('provider-missing', 'no register of companies is connected') } })
