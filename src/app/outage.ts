import { createSwitches } from '#enablers/registers'

/** Identity as the demo may take it down: for everybody in this process, until it is put back or half an hour has passed. */
export type Outage = {
  /** Can anybody be verified now, as far as the switch goes? */
  answers(): boolean
  set(down: boolean): void
}
const id = 'identity'
/** `now`: Unix milliseconds. */
export function createOutage(now: () => number): Outage {
  const switches = createSwitches([id], now)
  return { answers: () => switches.of(id) !== 'down', set: (down) => { switches.set(id, down ? 'down' : 'normal') } }
}
