import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Machine } from './types.ts'

const mac = (seal: Uint8Array, what: string): string => createHmac('sha256', seal).update(what).digest('base64url')
const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
const known = /^[A-Za-z0-9-]{1,40}$/
export const machineOf = (machines: readonly Machine[], id: string): Machine | undefined => (known.test(id) ? machines.find((m) => m.id === id) : undefined)
/** What a technician gives a machine once, at its own address `/totem/:machine/registrar/:token`; from then on its browser is that machine. */
export const registrationOf = (seal: Uint8Array, machine: string): string => mac(seal, `kiosk ${machine}`)
export const isRegistered = (seal: Uint8Array, machine: string, token: string | undefined): boolean => token !== undefined && same(token, registrationOf(seal, machine))
/** How a machine is called in provenance and leases. */
export const deviceOf = (machine: string): string => `totem-${machine}`

/** Longest text spoken at once: a question with its options. */
const longest = 1500
/** Query of an address that speaks this text: only what our own screens say is ever spoken, and nothing of it is kept. */
export const spokenQuery = (seal: Uint8Array, text: string): string => { const t = text.slice(0, longest); return `texto=${encodeURIComponent(t)}&firma=${mac(seal, `speak ${t}`)}` }
export const maySpeak = (seal: Uint8Array, text: string, signed: string): boolean => text.length <= longest && same(signed, mac(seal, `speak ${text}`))
