import type { App } from '#platform/http'
import { deskRoutes } from './desk.ts'
import { deskPath, scanPath } from './paths.ts'
import { mirrorRoutes, pairRoutes } from './routes.ts'
import { createScans } from './scan/store.ts'
import { createStore } from './store.ts'
import type { MirrorPorts, Mounted } from './types.ts'

export { migrations } from './store.ts'
export type { Member, MirrorPorts, Mounted, PostHere } from './types.ts'

export type MirrorChannel = {
  /** Once for each language (http.screens). */
  mount(app: App, mounted: Mounted): void
  /** Is a screen turned to the person connected to this post? */
  paired(post: string): Promise<boolean>
  stateOf(post: string): Promise<{ readonly paired: boolean }>
  /** Where it is connected; where a paper is scanned for a question; where a receipt is printed. */
  readonly pairPath: string
  scanPath(episode: string, id: string, path: string): string
  receiptPath(episode: string, id: string): string
}
/** The counter's second screen, its scanner and its printer. It knows no service. */
export function createMirror(ports: MirrorPorts): MirrorChannel {
  const store = createStore(ports), scans = createScans(ports)
  return {
    mount(app, mounted) { const mirror = { ...ports, ...mounted, store, scans }; mirrorRoutes(app, mirror); pairRoutes(app, mirror); deskRoutes(app, mirror) },
    paired: (post) => store.isPaired(post), stateOf: async (post) => ({ paired: await store.isPaired(post) }),
    pairPath: '/equipo/espejo', scanPath, receiptPath: (episode, id) => deskPath(episode, id, 'comprobante'),
  }
}
