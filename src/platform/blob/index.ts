import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open as openFile, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Key } from '#platform/crypto'

export { type Incoming, intake, WrongType } from './intake.ts'

/** Where documents lie. A deployment may put an object store behind this port. */
export type Blobs = {
  /** Streams bytes in, sealed. Throws TooLarge beyond `most` bytes and leaves nothing behind. The same bytes twice are one. */
  put(stream: string, key: Key, bytes: AsyncIterable<Uint8Array>, most: number): Promise<{ readonly sha256: string; readonly size: number }>
  /** Streams them out; throws when they were changed, cut or belong elsewhere. Null when they are not there. */
  get(stream: string, key: Key, sha256: string): Promise<AsyncIterable<Uint8Array> | null>
  /** All of a stream's documents are gone. */
  forget(stream: string): Promise<void>
  /** Drops files older than `before` (ms since 1970) that `referenced` does not know. Answers how many. */
  sweep(before: number, referenced: (stream: string) => Promise<ReadonlySet<string>>): Promise<number>
}
export class TooLarge extends Error {}

/**
 * File: 4 bytes "VB1\n", 8 random bytes, then chunks of up to 64 KiB plain, each AES-256-GCM with its 16-byte tag. The nonce is the random
 * bytes and the chunk's number; number and "last" are authenticated with the stream's id, so chunks cannot be moved, dropped or cut off.
 */
const magic = Buffer.from('VB1\n'), CHUNK = 65536, TAG = 16
const nonceOf = (prefix: Buffer, n: number): Buffer => { const nonce = Buffer.alloc(12); prefix.copy(nonce); nonce.writeUInt32BE(n, 8); return nonce }
const aadOf = (stream: string, n: number, last: boolean): Buffer => Buffer.from(`blob:${stream}:${n}:${last ? 'last' : 'more'}`)
const isStream = (id: string): boolean => /^[0-9a-f-]{36}$/.test(id)
const isHash = (s: string): boolean => /^[0-9a-f]{64}$/.test(s)

export function fileBlobs(folder: string): Blobs {
  const dirOf = (stream: string): string => { if (!isStream(stream)) throw new Error('not a stream id'); return join(folder, stream.slice(-2), stream) }
  return {
    async put(stream, key, bytes, most) {
      const dir = dirOf(stream), draft = join(dir, `.draft-${randomBytes(9).toString('hex')}`)
      await mkdir(dir, { recursive: true, mode: 0o700 })
      const file = await openFile(draft, 'wx', 0o600), hash = createHash('sha256'), prefix = randomBytes(8)
      let size = 0, n = 0, held: Buffer = Buffer.alloc(0)
      const write = async (chunk: Buffer, last: boolean): Promise<void> => {
        const cipher = createCipheriv('aes-256-gcm', key, nonceOf(prefix, n))
        cipher.setAAD(aadOf(stream, n++, last))
        await file.write(Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]))
      }
      try {
        await file.write(Buffer.concat([magic, prefix]))
        for await (const part of bytes) {
          size += part.length
          if (size > most) throw new TooLarge(`more than ${most} bytes`)
          hash.update(part)
          held = held.length === 0 ? Buffer.from(part) : Buffer.concat([held, part])
          // One chunk is always kept back, so that the last one is known to be the last.
          while (held.length > CHUNK) { await write(held.subarray(0, CHUNK), false); held = held.subarray(CHUNK) }
        }
        await write(held, true)
        await file.sync()
      } catch (error) {
        await file.close()
        await rm(draft, { force: true })
        throw error
      }
      await file.close()
      const sha256 = hash.digest('hex'), path = join(dir, sha256)
      await rename(draft, path)
      return { sha256, size }
    },
    async get(stream, key, sha256) {
      if (!isStream(stream) || !isHash(sha256)) return null
      const path = join(dirOf(stream), sha256)
      try { await stat(path) } catch { return null }
      return opened(path, stream, key)
    },
    async forget(stream) { await rm(dirOf(stream), { recursive: true, force: true }) },
    async sweep(before, referenced) {
      let gone = 0
      for (const shelf of await names(folder)) for (const stream of await names(join(folder, shelf))) {
        if (!isStream(stream)) continue
        const dir = join(folder, shelf, stream), old: string[] = []
        for (const name of await names(dir)) { const s = await stat(join(dir, name)).catch(() => null); if (s && s.mtimeMs < before) old.push(name) }
        if (old.length === 0) continue
        const known = await referenced(stream)
        for (const name of old) {
          // What is known is not asked about again for a year.
          if (known.has(name)) { const later = new Date(Date.now() + 365 * 86_400_000); await utimes(join(dir, name), later, later).catch(() => {}) } else { await rm(join(dir, name), { force: true }); gone++ }
        }
      }
      return gone
    },
  }
}
const names = async (dir: string): Promise<readonly string[]> => { try { return await readdir(dir) } catch { return [] } }

async function* opened(path: string, stream: string, key: Key): AsyncGenerator<Uint8Array> {
  let held: Buffer = Buffer.alloc(0), prefix: Buffer | null = null, n = 0
  const plain = (sealed: Buffer, last: boolean): Buffer => {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(prefix!, n))
    decipher.setAAD(aadOf(stream, n++, last))
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final()])
  }
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
    held = held.length === 0 ? part : Buffer.concat([held, part])
    if (prefix === null) {
      if (held.length < 12) continue
      if (!held.subarray(0, 4).equals(magic)) throw new Error('not a sealed document')
      prefix = Buffer.from(held.subarray(4, 12))
      held = held.subarray(12)
    }
    while (held.length > CHUNK + TAG) { yield plain(held.subarray(0, CHUNK + TAG), false); held = held.subarray(CHUNK + TAG) }
  }
  if (prefix === null || held.length < TAG) throw new Error('a sealed document was cut off')
  yield plain(held, true)
}
