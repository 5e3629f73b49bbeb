import { no, type Outcome, yes } from '#core/refusal'

/**
 * Short words to the telephone a person verified: six digits, a link to go on. `key` repeats for the same message: honour it. `to` is where it went, masked, for whoever
 * asked for it. `not-allowed`: there is no such contact. An outage is thrown.
 */
export type Telephone = { readonly name: string; readonly demo: boolean; send(message: { readonly person: string; readonly text: string; readonly key: string }): Promise<Outcome<{ readonly to: string }>>; /** The same to an address the caller knows; `shown` is how it may be shown. */ sendTo(message: { readonly person: string; readonly to: string; readonly shown: string; readonly text: string; readonly key: string }): Promise<void> }
export type SentMessage = { readonly at: string; readonly person: string; readonly to: string; readonly text: string }

/** The last two digits are enough to recognise one's own. */
export const maskedNumber = (number: string): string => `${number.startsWith('+56') ? '+56 ' : ''}···· ··${number.slice(-2)}`

/** Nothing leaves: what would have been sent is shown on the demo's page. `contactOf`: the number this person verified. */
export function demoTelephone({ contactOf, now, most = 40 }: { readonly contactOf: (person: string) => Promise<string | undefined>; readonly now: () => string; readonly most?: number }): Telephone & { /** Newest first. */ sent(): readonly SentMessage[] } {
  const sent = new Map<string, SentMessage>()
  const keep = (person: string, to: string, text: string, key: string): void => {
    if (!sent.has(key)) sent.set(key, { at: now(), person, to, text })
    if (sent.size > most) sent.delete(sent.keys().next().value!)
  }
  return {
    name: 'demo', demo: true,
    async send({ person, text, key }) {
      const number = await contactOf(person)
      if (number === undefined) return no('not-allowed', { problem: 'no-contact' })
      const to = maskedNumber(number)
      keep(person, to, text, key)
      return yes({ to })
    },
    async sendTo({ person, shown, text, key }) { keep(person, shown, text, key) },
    sent: () => [...sent.values()].reverse(),
  }
}
export const failingTelephone = (): Telephone => ({ name: 'failing', demo: true, send: async () => { throw new Error('the carrier is down') }, sendTo: async () => { throw new Error('the carrier is down') } })
