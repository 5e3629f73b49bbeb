import type { Case } from '#core/case'
import type { Outcome } from '#core/refusal'
import { mount, type Mounted } from './routes.ts'
import { orderOf } from './rules.ts'
import type { App } from '#platform/http'

/** What became of asking for money: `unknown` is no answer in time, which is never the same as a refusal. */
export type Settled = { readonly state: 'paid'; readonly receipt: string } | { readonly state: 'refused' | 'unknown' }
/** A gateway. `order` repeats for the same payment: it charges once, however often it is asked. */
export type PaymentsProvider = { readonly name: string; readonly demo: boolean; charge(order: { readonly order: string; readonly amount: number; readonly currency: string }, choice?: string): Promise<Settled> }
/** Writes what came of an effect as an event of the case (`cases.act` with `record`); the same key is the same event. */
export type Record = (caseId: string, effect: string, outcome: { readonly type: string; readonly data: { readonly [k: string]: unknown } }, key: string) => Promise<Outcome<unknown>>
type Effect = { readonly id: string; readonly data: { readonly [k: string]: unknown } }
export type Payments = ReturnType<typeof createPayments>

/** JSON Schemas of the effects it performs; app joins them into the vocabulary. */
export const effects = { charge: { type: 'object', required: ['amount', 'currency'], properties: { amount: { type: 'integer', description: 'Whole minor units.' }, currency: { type: 'string' } }, additionalProperties: false } } as const

export function createPayments({ provider }: { readonly provider: PaymentsProvider }) {
  const payments = {
    demo: provider.demo,
    performs: { charge: async ({ id, data }: Effect) => ({ type: 'payment-requested', data: { order: id, amount: data['amount'], currency: data['currency'], provider: provider.name } }) },
    /** Asks the gateway once for what is due. Paid before answers paid again and charges nothing. Refusals: those of the case. */
    async pay(caseId: string, file: Pick<Case, 'outcomes'>, record: Record, choice?: string): Promise<Outcome<Settled>> {
      const due = orderOf(file)
      if (due === undefined) return { ok: false, refusal: 'not-found' }
      if (due.paid) return { ok: true, value: { state: 'paid', receipt: due.receipt! } }
      const settled = await provider.charge(due, choice)
      if (settled.state === 'paid') {
        const kept = await record(caseId, due.order, { type: 'paid', data: { order: due.order, amount: due.amount, currency: due.currency, receipt: settled.receipt, provider: provider.name } }, `paid:${due.order}`)
        if (!kept.ok) return kept
      }
      return { ok: true, value: settled }
    },
    routes: (app: App, mounted: Mounted): void => mount(app, payments, mounted),
  }
  return payments
}
export { demo } from './providers/demo.ts'
export { failing } from './providers/failing.ts'
export { type Order, orderOf } from './rules.ts'
