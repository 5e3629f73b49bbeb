import { inflateRawSync } from 'node:zlib'
import type { Refused } from '../types.ts'

/** The files of a zip that were asked for, by path, and the paths of all others. */
export type Unzipped = { readonly files: ReadonlyMap<string, Buffer>; readonly others: readonly string[] }
/** Bounds of an archive, each checked before the work it bounds (OWASP ASVS 5.0 §5.2.3). */
export const zipLimits = { entries: 200, entry: 10 * 1024 * 1024, total: 50 * 1024 * 1024, ratio: 200 } as const
const END = 0x06054b50, CENTRAL = 0x02014b50, LOCAL = 0x04034b50

/**
 * The files of a zip (PKWARE APPNOTE 6.3.10 §4.3), read in memory, never written anywhere. Only the central directory is believed, and it is held to
 * the bytes: sizes are checked before inflating, and inflating stops at that size, so that a lying header neither grows it nor cuts it short unseen. Only the files
 * of `wanted` are unpacked: what nobody reads costs nothing.
 */
export function readZip(bytes: Buffer, name: string, wanted: ReadonlySet<string>): Unzipped | Refused {
  const no = (why: string): Refused => ({ refused: `${name} ${why}` })
  const end = endOf(bytes)
  if (end < 0) return no('is no zip that can be read: it has no directory')
  const count = bytes.readUInt16LE(end + 10), start = bytes.readUInt32LE(end + 16)
  if (bytes.readUInt16LE(end + 4) !== 0 || count === 0xffff || start === 0xffffffff) return no('is a zip in several parts or of the 64-bit kind, which is not read')
  if (count > zipLimits.entries) return no(`holds ${count} files; a zip has at most ${zipLimits.entries}`)
  const out = new Map<string, Buffer>(), seen = new Set<string>()
  let at = start, total = 0
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) return no('is no zip that can be read: its directory is broken')
    const flags = bytes.readUInt16LE(at + 8), method = bytes.readUInt16LE(at + 10), packed = bytes.readUInt32LE(at + 20), size = bytes.readUInt32LE(at + 24)
    const nameLength = bytes.readUInt16LE(at + 28), local = bytes.readUInt32LE(at + 42)
    const entry = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    if (unsafe(entry)) return no(`holds the path «${entry.slice(0, 80)}», which leads out of it`)
    if (entry.endsWith('/')) continue
    if (seen.has(entry)) return no(`holds «${entry.slice(0, 80)}» twice`)
    seen.add(entry)
    if ((flags & 1) !== 0) return no('is locked with a password')
    if (size > zipLimits.entry) return no(`holds «${entry.slice(0, 80)}» of ${size} bytes; a file in it has at most ${zipLimits.entry}`)
    if ((total += size) > zipLimits.total) return no(`holds more than ${zipLimits.total} bytes`)
    if (size > 1024 && size > packed * zipLimits.ratio) return no(`holds «${entry.slice(0, 80)}», which grows more than ${zipLimits.ratio} times: it looks like a zip bomb`)
    if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== LOCAL) return no('is no zip that can be read: an entry is not where the directory says')
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    if (from + packed > bytes.length) return no('is cut short')
    if (!wanted.has(entry)) continue
    const data = bytes.subarray(from, from + packed)
    if (method === 0) { if (packed !== size) return no('is no zip that can be read: a stored entry has two sizes'); out.set(entry, Buffer.from(data)); continue }
    if (method !== 8) return no(`holds «${entry.slice(0, 80)}» packed in a way that is not read (method ${method})`)
    const plain = inflated(data, size)
    if (plain?.length !== size) return no(`holds «${entry.slice(0, 80)}», which cannot be unpacked to the size it claims`)
    out.set(entry, plain)
  }
  return { files: out, others: [...seen].filter((entry) => !wanted.has(entry)) }
}
const inflated = (data: Buffer, size: number): Buffer | undefined => { try { return inflateRawSync(data, { maxOutputLength: size + 1 }) } catch { return undefined } }
/** The last record, after which only a comment of at most 65,535 bytes may stand. */
function endOf(bytes: Buffer): number {
  for (let i = bytes.length - 22; i >= 0 && i >= bytes.length - 22 - 0xffff; i--) if (bytes.readUInt32LE(i) === END && i + 22 + bytes.readUInt16LE(i + 20) === bytes.length) return i
  return -1
}
const unsafe = (path: string): boolean => path === '' || path.length > 300 || path.startsWith('/') || path.includes('\\') || path.includes('\u0000') || /^[A-Za-z]:/.test(path) || path.split('/').includes('..')
