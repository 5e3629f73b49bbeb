import type { Case } from '#core/case'

/** What is to be paid for one case: `order` is the effect that asked for it. Amounts are whole minor units (contracts §1). */
export type Order = { readonly order: string; readonly amount: number; readonly currency: string; readonly paid: boolean; readonly receipt?: string }

/** The case's own log is the only account kept here: the latest order, and whether it was paid. */
export function orderOf({ outcomes }: Pick<Case, 'outcomes'>): Order | undefined {
  const asked = outcomes.findLast((o) => o.type === 'payment-requested')?.data
  if (asked === undefined) return undefined
  const paid = outcomes.find((o) => o.type === 'paid' && o.data['order'] === asked['order'])?.data
  return { order: String(asked['order']), amount: Number(asked['amount']), currency: String(asked['currency']), paid: paid !== undefined, ...(paid === undefined ? {} : { receipt: String(paid['receipt']) }) }
}
