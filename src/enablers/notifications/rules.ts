export type Channel = string
export type Told = { readonly on: string; readonly channels: readonly Channel[]; readonly not?: readonly Channel[] }

/** What the carriers' answer means for the case. Channels that nobody serves yet are named: nobody may believe a message was sent that was not. */
export function outcomeOf(on: string, wanted: readonly Channel[], took: readonly Channel[]): { readonly type: 'notified'; readonly data: Told } {
  const channels = wanted.filter((c) => took.includes(c)), not = wanted.filter((c) => !took.includes(c))
  return { type: 'notified', data: { on, channels, ...(not.length ? { not } : {}) } }
}
