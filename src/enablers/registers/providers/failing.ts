import type { RegisterProvider } from '../types.ts'

/** A register that is away. */
export const failing = (): RegisterProvider => ({ name: 'failing', demo: false, ask: async () => { throw new Error('the register is down') } })
