import type { Maker } from '../types.ts'
import { typst } from './typst.ts'

/** The same document, marked on every page as a demonstration without legal value. Refused in production. */
export const demo = (): Maker => ({ ...typst({ demo: true }), name: 'demo' })
