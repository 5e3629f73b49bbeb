import type { App, Page } from '#platform/http'
import { createHandle } from './conversation/handle.ts'
import { createSender } from './conversation/outgoing.ts'
import { createStore } from './conversation/store.ts'
import type { Chat, ChatPorts, Mounted } from './conversation/types.ts'
import { deskRoutes } from './pages/desk.ts'
import { sinkRoutes } from './pages/sink.tsx'
import { webhookRoutes } from './pages/webhook.ts'
import { webRoutes } from './pages/web.tsx'

export { type ChatTurn, turnsOf } from './conversation/questions.ts'
export { type Option as ChatOption, type Said, type Shape, shapesOf, waysOf } from './conversation/shape.ts'
export { commandIn } from './conversation/commands.ts'
export { isTransport, type Limits as TransportLimits, limitsOf, type TransportName, transports, windowLeft } from './conversation/transports.ts'
export { demoCarrier, type SinkMessage } from './conversation/outgoing.ts'
export { migrations } from './conversation/store.ts'
export type { Carrier, ChatPorts } from './conversation/types.ts'

export type ChatChannel = {
  /** Once for each language (http.screens). */
  mount(app: App, mounted: Mounted): void
  /** What transports send us: `http.routes((app) => chat.routes(app, page))`. */
  routes(app: App, page: Pick<Page, 'refuse'>): void
  /** Sends what waits; to be called now and then, for what did not leave at once. */
  send(): Promise<void>
  /** Path of the conversation, with the journey one comes from. */
  path(journey?: string): string
}
/** Conversations: our own page, and whatever transports carry. It knows no service. */
export function createChat(ports: ChatPorts): ChatChannel {
  const store = createStore(ports), send = createSender(ports, store), handle = createHandle(ports, store, send)
  return {
    mount(app, mounted) { const chat: Chat = { ...ports, ...mounted }; webRoutes(app, chat, handle, store); deskRoutes(app, chat, handle, store); if (ports.sink !== undefined) sinkRoutes(app, mounted, ports.sink) },
    routes(app, page) { webhookRoutes(app, { ...ports, page }, handle, store) },
    send,
    path: (journey) => (journey === undefined ? '/chat' : `/chat?tramite=${encodeURIComponent(journey)}`),
  }
}
