import { createDeflateRaw } from 'node:zlib'

/** CRC-32 of ISO 3309, by table. */
const crcTable = Uint32Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0 })
const crcOf = (crc: number, bytes: Uint8Array): number => { let c = crc; for (const b of bytes) c = crcTable[(c ^ b) & 0xff]! ^ (c >>> 8); return c }
/** Names are UTF-8, sizes follow the bytes (PKWARE APPNOTE 6.3.10 §4.4.4 bits 3 and 11). */
const flags = 0x0808, deflated = 8, largest = 0xffffffff
/** 1 January 1980: the same copy has the same bytes, and no clock is needed. */
const date = 0x21

/** A ZIP as it is made: nothing of it is held in memory but its list. Throws beyond 4 GiB, which the plain format does not hold. */
export async function* zip(entries: AsyncIterable<{ readonly name: string; readonly bytes: AsyncIterable<Uint8Array> }>): AsyncGenerator<Buffer> {
  const central: Buffer[] = []
  let at = 0
  const out = (b: Buffer): Buffer => { at += b.length; if (at > largest) throw new Error('the copy is larger than a ZIP holds'); return b }
  for await (const { name, bytes } of entries) {
    const path = Buffer.from(name), from = at, local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0); local.writeUInt16LE(20, 4); local.writeUInt16LE(flags, 6); local.writeUInt16LE(deflated, 8); local.writeUInt16LE(date, 12); local.writeUInt16LE(path.length, 26)
    yield out(Buffer.concat([local, path]))
    let crc = 0xffffffff, size = 0, packed = 0
    const deflate = createDeflateRaw(), feed = (async () => {
      for await (const part of bytes) { crc = crcOf(crc, part); size += part.length; if (!deflate.write(part)) await new Promise((then) => deflate.once('drain', then)) }
      deflate.end()
    })().catch((error) => { deflate.destroy(error) })
    for await (const part of deflate as AsyncIterable<Buffer>) { packed += part.length; yield out(part) }
    await feed
    const sum = (crc ^ 0xffffffff) >>> 0, after = Buffer.alloc(16), head = Buffer.alloc(46)
    after.writeUInt32LE(0x08074b50, 0); after.writeUInt32LE(sum, 4); after.writeUInt32LE(packed, 8); after.writeUInt32LE(size, 12)
    yield out(after)
    head.writeUInt32LE(0x02014b50, 0); head.writeUInt16LE(20, 4); head.writeUInt16LE(20, 6); head.writeUInt16LE(flags, 8); head.writeUInt16LE(deflated, 10); head.writeUInt16LE(date, 14)
    head.writeUInt32LE(sum, 16); head.writeUInt32LE(packed, 20); head.writeUInt32LE(size, 24); head.writeUInt16LE(path.length, 28); head.writeUInt32LE(from, 42)
    central.push(Buffer.concat([head, path]))
  }
  const start = at, end = Buffer.alloc(22)
  for (const one of central) yield out(one)
  end.writeUInt32LE(0x06054b50, 0); end.writeUInt16LE(central.length, 8); end.writeUInt16LE(central.length, 10); end.writeUInt32LE(at - start, 12); end.writeUInt32LE(start, 16)
  yield end
}
