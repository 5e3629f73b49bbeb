import type { NotificationsProvider } from '../index.ts'

/** Remembers what it was asked to tell, each key once; sends nothing anywhere. */
export const demo = (): NotificationsProvider & { readonly told: ReadonlyMap<string, string> } => {
  const told = new Map<string, string>()
  return { name: 'demo', demo: true, told, tell: async (key, { on, channels }) => { told.set(key, on); return { took: channels } } }
}
