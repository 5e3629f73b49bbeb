/** The type of an expression. `literal` numbers take the unit of what they meet; `unit` is a currency (money, or a decimal made from money). */
export type Type = {
  readonly k: 'boolean' | 'integer' | 'decimal' | 'money' | 'date' | 'days' | 'months' | 'text' | 'choice' | 'many' | 'record' | 'list' | 'opaque' | 'null' | 'error'
  readonly unit?: string
  readonly literal?: boolean
  readonly options?: readonly string[]
  /** list: the most rows it may have. */
  readonly max?: number
  /** record: its members. list: the facts of a row. */
  readonly fields?: { readonly [id: string]: Field }
}
export type Field = { readonly slot: number | string; readonly type: Type; readonly absent: boolean }

/** What an evaluation reads. Values: undefined = unknown, null = absent, decimals are bigint × 10^10, dates YYYY-MM-DD, durations whole days or months. */
export type Frame = { readonly v: unknown[]; readonly rows: (readonly unknown[])[]; value: unknown; today: string; submitted: string | undefined; working: ((date: string) => boolean) | undefined; /** Lists by slot, kept for the next pass. */ lists?: ListValue[] }
export type ListValue = { readonly rows: readonly (readonly unknown[])[]; readonly open: boolean }
export type Fn = (s: Frame) => unknown

/** An operation and its operands as JSON: other operations, and fixed values of the operation. run.ts says what each does. */
export type Ir = readonly [op: string, ...operands: unknown[]]

/** A checked expression. It cannot fail: every input gives a value, null or undefined. Only its operations: `link` makes a function of them. */
export type Code = { readonly ir: Ir; readonly type: Type; readonly absent: boolean; readonly cost: number; readonly konst?: unknown; readonly lo?: number }

export const boolean: Type = { k: 'boolean' }
export const integer: Type = { k: 'integer' }
export const text: Type = { k: 'text' }
export const date: Type = { k: 'date' }
export const failed: Type = { k: 'error' }

export const isNumber = (t: Type) => t.k === 'integer' || t.k === 'decimal' || t.k === 'money'
export const isText = (t: Type) => t.k === 'text' || t.k === 'choice'
export const name = (t: Type): string => (t.k === 'money' ? `money (${t.unit})` : t.k === 'decimal' && t.unit ? `decimal (${t.unit})` : t.k === 'days' || t.k === 'months' ? `duration in ${t.k}` : t.k)

/** Can a value of `t` be the value of something declared as `wanted`? Whole literals and unitless rounding may become money. */
export function fits(t: Type, wanted: Type): boolean {
  if (t.k === 'error' || wanted.k === 'error' || t.k === 'null') return true
  if (wanted.k === 'money') return (t.k === 'money' && t.unit === wanted.unit) || (t.k === 'integer' && t.literal === true)
  if (wanted.k === 'decimal') return t.k === 'integer' || (t.k === 'decimal' && t.unit === wanted.unit) || (t.k === 'decimal' && !wanted.unit)
  if (wanted.k === 'choice' || wanted.k === 'text') return isText(t)
  return t.k === wanted.k
}
