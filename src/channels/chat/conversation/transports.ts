/**
 * What each way of carrying messages can show (reference/channels.md §2.4). windowHours: how long after her last message we may write freely · maxButtons, maxButtonChars, maxListRows, maxRowChars: answers to
 * tap; 0 is none · bodyChars: longest message · media: papers may be sent in it. A provider's own numbers belong here and nowhere else.
 */
export type Limits = { readonly windowHours: number | null; readonly maxButtons: number; readonly maxButtonChars: number; readonly maxListRows: number; readonly maxRowChars: number; readonly bodyChars: number; readonly media: boolean }
export const transports = {
  //           hours to answer     buttons        letters on one      rows of a list   letters of a row  letters of a message
  'web':       { windowHours: null, maxButtons: 3,  maxButtonChars: 60, maxListRows: 10, maxRowChars: 80,  bodyChars: 4000, media: false },
  'whatsapp':  { windowHours: 24,   maxButtons: 3,  maxButtonChars: 20, maxListRows: 10, maxRowChars: 24,  bodyChars: 1024, media: true },
  'messenger': { windowHours: 24,   maxButtons: 3,  maxButtonChars: 20, maxListRows: 0,  maxRowChars: 0,   bodyChars: 2000, media: true },
  'mail':      { windowHours: null, maxButtons: 0,  maxButtonChars: 0,  maxListRows: 0,  maxRowChars: 0,   bodyChars: 4000, media: true },
} as const satisfies { readonly [name: string]: Limits }
export type TransportName = keyof typeof transports
export const isTransport = (name: string): name is TransportName => Object.hasOwn(transports, name)
export const limitsOf = (name: TransportName): Limits => transports[name]

/** Milliseconds that are left to write freely; null where there is no limit, 0 when only a template may be sent. */
export function windowLeft(name: TransportName, lastIn: string | undefined, now: number): number | null {
  const { windowHours } = limitsOf(name)
  return windowHours === null ? null : lastIn === undefined ? 0 : Math.max(0, Date.parse(lastIn) + windowHours * 3_600_000 - now)
}
