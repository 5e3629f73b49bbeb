import type { App } from '#platform/http'
import type { State } from './call.ts'
import { createCti } from './cti.ts'
import { createHandle } from './handle.ts'
import { ivrRoutes } from './routes.ts'
import { createStore } from './store.ts'
import type { IvrPorts } from './types.ts'

export type { Answerer, CallEvent, Gather, Heard, IvrPorts, Say, TurnIn, TurnOut, Verb } from './types.ts'
export { type IvrTurn, turnsOf } from './turns.ts'
export { createSip, type Sip, type SipOptions } from './providers/sip/index.ts'
export { migrations } from './store.ts'

export type Ivr = { /** Mount once: `http.routes(ivr.routes)`. */ routes(app: App): void }
/** The telephone's automatic line, and the port by which a telephone exchange tells of its calls. It knows no service. */
export function createIvr(ports: IvrPorts): Ivr {
  const store = createStore<State>(ports), turn = createHandle(ports, store), cti = createCti(ports, store)
  return { routes(app) { ivrRoutes(app, ports, { turn, ...cti, store }) } }
}
