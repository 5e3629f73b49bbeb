import type { RegisterProvider } from './types.ts'

/** How a register of the demo behaves. */
export const states = ['normal', 'slow', 'down'] as const
export type State = (typeof states)[number]
export type Switches = {
  readonly ids: readonly string[]
  of(registry: string): State
  /** False when there is no such register or state. */
  set(registry: string, state: string): boolean
  reset(): void
}
/** A demo that somebody left broken heals by itself. */
const lastsMs = 30 * 60_000

/** What the demo page turns: kept in this process, back to normal after half an hour. */
export function createSwitches(ids: readonly string[], now: () => number): Switches {
  const set = new Map<string, { readonly state: State; readonly until: number }>()
  return {
    ids,
    of(registry) {
      const held = set.get(registry)
      return held === undefined || held.until <= now() ? 'normal' : held.state
    },
    set(registry, state) {
      if (!ids.includes(registry) || !(states as readonly string[]).includes(state)) return false
      set.set(registry, { state: state as State, until: now() + lastsMs })
      return true
    },
    reset: () => set.clear(),
  }
}

/** The same register with its switch: `slow` answers after everybody's patience (2 s), `down` not at all. */
export const switched = (provider: RegisterProvider, switches: Switches, slowMs = 3_000): RegisterProvider => ({
  ...provider,
  async ask(question) {
    const state = switches.of(question.registry)
    if (state === 'down') throw new Error('the register was switched off on the demo page')
    if (state === 'slow') await new Promise<void>((resolve) => { setTimeout(resolve, slowMs).unref() })
    return provider.ask(question)
  },
})
