import { randomUUID } from 'node:crypto'
import { switched, type Switches } from '../switches.ts'
import type { RegisterProvider } from '../types.ts'

/** What a demo register says of one person (by RUN) or company (by RUT): register, field, value. */
export type DemoRecord = { readonly key: string; readonly registers: { readonly [registry: string]: { readonly [field: string]: unknown } } }

/** Every register of the demo, from one table of invented people and companies. Each answer has a receipt of its own. */
export function demo(records: readonly DemoRecord[]): RegisterProvider {
  const byKey = new Map(records.map((r) => [r.key, r.registers]))
  return {
    name: 'demo',
    demo: true,
    async ask({ registry, run, key, fields }) {
      const record = byKey.get(run ?? String(key))?.[registry]
      if (record === undefined) return null
      return { fields: Object.fromEntries(fields.filter((f) => Object.hasOwn(record, f)).map((f) => [f, record[f]])), receipt: `demo-${randomUUID()}` }
    },
  }
}

/** The same stand-in for each of these registers, with its switch. */
export const demoProviders = (records: readonly DemoRecord[], switches: Switches, slowMs?: number): { readonly [registry: string]: RegisterProvider } =>
  Object.fromEntries(switches.ids.map((id) => [id, switched(demo(records), switches, slowMs)]))
