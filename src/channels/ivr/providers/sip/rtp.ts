import { createSocket, type Socket } from 'node:dgram'
import { randomInt } from 'node:crypto'
import { isIPv4 } from 'node:net'
import type { Offer } from './message.ts'
import { perPacket, quiet } from './sound.ts'

/** Keys by their number (RFC 4733 §3.2). */
const keysOf = '0123456789*#'
/** Milliseconds: packets of one key repeat each 50 ms while it is pressed, and three times when it is let go. The same time stamp after a longer pause is a new key of a sender that does not count on. */
const sameKey = 400, packetMs = 20

/** Which keys were pressed, from packets that are sent again and again, come out of order or get lost. A key counts at its first packet; its other packets, the three that end it too, carry its time stamp. */
export function keyReader(now: () => number) {
  let last: { readonly stamp: number; readonly event: number; at: number } | undefined
  const done = new Map<number, number>()
  return (packet: Buffer): string | undefined => {
    if (packet.length < 16) return undefined
    const stamp = packet.readUInt32BE(4), event = packet[12 + (packet[0]! & 0x0f) * 4], at = now()
    if (event === undefined || event >= keysOf.length) return undefined
    if (last?.stamp === stamp && last.event === event && at - last.at < sameKey) { last.at = at; return undefined }
    // A packet of an earlier key that was overtaken.
    const before = done.get(stamp)
    if (before !== undefined && at - before < sameKey) return undefined
    if (last !== undefined) { done.set(last.stamp, last.at); if (done.size > 32) done.delete(done.keys().next().value!) }
    last = { stamp, event, at }
    return keysOf[event]
  }
}

export type Line = { readonly port: number; /** Plays until the end, or until `stop`; true when it was played whole. */ play(sound: Uint8Array): Promise<boolean>; stop(): void; close(): void; readonly sent: number; readonly received: number }
/** One call's sound: G.711 µ-law out each 20 ms, silence between words so that the other side knows the line is alive; keys in. */
export function openLine(host: string, offer: Offer, onKey: (key: string) => void): Promise<Line> {
  const socket: Socket = createSocket('udp4'), source = randomInt(2 ** 32), readKey = keyReader(() => Date.now()), count = { sent: 0, received: 0 }
  const to = { host: isIPv4(offer.host) ? offer.host : host, port: offer.port }
  let seq = randomInt(2 ** 15), stamp = randomInt(2 ** 31), playing: { readonly sound: Uint8Array; at: number; readonly end: (whole: boolean) => void } | undefined, due = Date.now(), timer: NodeJS.Timeout | undefined, fresh = true
  const packet = (): void => {
    const out = Buffer.alloc(12 + perPacket, quiet)
    out[0] = 0x80; out[1] = playing !== undefined && fresh ? 0x80 : 0; out.writeUInt16BE(seq, 2); out.writeUInt32BE(stamp, 4); out.writeUInt32BE(source, 8)
    if (playing !== undefined) { out.set(playing.sound.subarray(playing.at, playing.at + perPacket), 12); playing.at += perPacket; fresh = false }
    seq = (seq + 1) & 0xffff; stamp = (stamp + perPacket) >>> 0; count.sent++
    socket.send(out, to.port, to.host)
    if (playing !== undefined && playing.at >= playing.sound.length) { const { end } = playing; playing = undefined; end(true) }
  }
  // What the machine was late for is sent at once, up to a fifth of a second: the other side keeps a buffer.
  const tick = (): void => {
    const late = Date.now()
    if (late - due > 200) due = late - packetMs
    while (due <= late) { packet(); due += packetMs }
    timer = setTimeout(tick, Math.max(1, due - Date.now()))
  }
  socket.on('message', (bytes, from) => {
    if (bytes.length < 12 || (bytes[0]! & 0xc0) !== 0x80 || from.address !== to.host) return
    count.received++
    const type = bytes[1]! & 0x7f
    if (offer.events !== undefined && type === offer.events) { const key = readKey(bytes); if (key !== undefined) onKey(key) }
  })
  socket.on('error', () => { /* the other side is gone: its BYE or our clock ends the call */ })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(0, host, () => {
      socket.off('error', reject)
      tick()
      const stop = (): void => { const was = playing; playing = undefined; was?.end(false) }
      resolve({
        port: socket.address().port, stop,
        play(sound) { playing?.end(false); fresh = true; return new Promise((end) => { if (sound.length === 0) end(true); else playing = { sound, at: 0, end } }) },
        close() { clearTimeout(timer); stop(); try { socket.close() } catch { /* closed */ } },
        get sent() { return count.sent }, get received() { return count.received },
      })
    })
  })
}
