import { createHash, randomBytes } from 'node:crypto'
import { Fault } from '#platform/fault'

export type Clock = {
  /** UTC instant with milliseconds: `2026-11-24T13:00:00.000Z`. */
  now(): string
  /** The civil date `YYYY-MM-DD` in an IANA zone; continental Chile when none is given. Throws `clock-zone` for an unknown one. */
  today(zone?: string): string
}
export const chile = 'America/Santiago'

/** The one clock of a process. `millis` (Unix milliseconds) is given by tests that move the time. */
export function createClock(millis: () => number = Date.now): Clock {
  const zones = new Map<string, Intl.DateTimeFormat>()
  const formatOf = (zone: string): Intl.DateTimeFormat => {
    let format = zones.get(zone)
    if (!format) {
      try { format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }) } catch (error) { throw new Fault('clock-zone', `there is no time zone ${zone}`, error) }
      zones.set(zone, format)
    }
    return format
  }
  return {
    now: () => new Date(millis()).toISOString(),
    today(zone = chile) {
      const parts = Object.fromEntries(formatOf(zone).formatToParts(millis()).map(({ type, value }) => [type, value]))
      return `${parts['year']!.padStart(4, '0')}-${parts['month']}-${parts['day']}`
    },
  }
}

export type Ids = {
  /** RFC 9562: ordered by time, and within one process by when it was asked for. */
  uuid7(): string
  /** RFC 9562: the same for the same namespace (a UUID) and name. */
  uuid5(namespace: string, name: string): string
  /** So many bytes nobody can guess. */
  bytes(count: number): Buffer
  /** From 0 to below 1, for jitter and draws. */
  chance(): number
}

export function createIds(millis: () => number = Date.now): Ids {
  let last = 0, counter = 0
  return {
    uuid7() {
      // RFC 9562 §6.2 method 1: twelve bits count within the millisecond, from a random start in their lower half; a full one borrows the next.
      const now = millis(), random = randomBytes(10)
      if (now > last) { last = now; counter = random.readUInt16BE(8) & 0x7ff } else if (++counter > 0xfff) { last++; counter = 0 }
      const bytes = Buffer.alloc(16)
      bytes.writeUIntBE(last, 0, 6)
      bytes.writeUInt16BE(0x7000 | counter, 6)
      random.copy(bytes, 8, 0, 8)
      return formed(bytes, 7)
    },
    uuid5: (namespace, name) => formed(createHash('sha1').update(Buffer.from(namespace.replaceAll('-', ''), 'hex')).update(name, 'utf8').digest().subarray(0, 16), 5),
    bytes: randomBytes,
    chance: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
  }
}
export const ids: Ids = createIds()

function formed(bytes: Buffer, version: number): string {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
