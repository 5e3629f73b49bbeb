import type { Run } from '../cli.ts'

export const run: Run = async () => { throw new Error('not wired yet') }
