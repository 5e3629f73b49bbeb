import { type Channel, outcomeOf, type Told } from './rules.ts'

/** The other side: whatever carries a notice to a person. `key` repeats for the same effect: honour it. `took` are the channels that accepted it. */
export type NotificationsProvider = { readonly name: string; readonly demo: boolean; tell(key: string, notice: { readonly case: string; readonly on: string; readonly channels: readonly Channel[] }): Promise<{ readonly took: readonly Channel[] }> }
type Effect = { readonly id: string; readonly case: { readonly id: string }; readonly data: { readonly [k: string]: unknown } }
export type Notifications = { readonly performs: { readonly notify: (effect: Effect) => Promise<{ readonly type: 'notified'; readonly data: Told }> } }

/** JSON Schemas of the effects it performs; app joins them into the vocabulary. */
export const effects = {
  notify: { type: 'object', required: ['on', 'channels'], properties: { on: { type: 'string' }, channels: { type: 'array', items: { type: 'string' } }, until: { type: 'string', format: 'date' } } },
} as const

export const createNotifications = ({ provider }: { readonly provider: NotificationsProvider }): Notifications => ({
  performs: {
    async notify({ id, case: file, data }) {
      const on = String(data['on']), wanted = Array.isArray(data['channels']) ? data['channels'].map(String) : []
      return outcomeOf(on, wanted, (await provider.tell(id, { case: file.id, on, channels: wanted })).took)
    },
  },
})
export { inbox } from './providers/inbox.ts'
export { demo } from './providers/demo.ts'
export { failing } from './providers/failing.ts'
export { demoTelephone, failingTelephone, maskedNumber, type SentMessage, type Telephone } from './telephone.ts'
