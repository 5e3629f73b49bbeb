import { fileTypeFromBuffer } from 'file-type'
import type { Key } from '#platform/crypto'
import type { Blobs } from './index.ts'

/** A document as it comes in: what it says of itself is not believed. */
export type Incoming = { readonly name: string; readonly type: string; readonly stream: AsyncIterable<Uint8Array> }
/** Its kind, by its first bytes, is none of those accepted. */
export class WrongType extends Error {}
/** Bytes that tell every kind we know. */
const sniffed = 4100

/** Into the blobs, its media type judged by its first bytes before any of it is written. Throws WrongType, or TooLarge beyond `most` bytes; nothing is left behind then. */
export async function intake(blobs: Blobs, stream: string, key: Key, file: Incoming, { accept, most }: { readonly accept: readonly string[]; readonly most: number }): Promise<{ readonly name: string; readonly type: string; readonly size: number; readonly sha256: string }> {
  let type = '', odd = false
  const judge = async (head: Buffer): Promise<void> => { type = await kindOf(head, file.type); if (!accept.includes(type)) { odd = true; throw new WrongType(type) } }
  const checked = async function* (): AsyncGenerator<Uint8Array> {
    let head: Buffer = Buffer.alloc(0), seen = false
    for await (const part of file.stream) {
      if (seen) { yield part; continue }
      head = Buffer.concat([head, part])
      if (head.length < sniffed) continue
      seen = true
      await judge(head)
      yield head
    }
    if (!seen) { await judge(head); yield head }
  }
  try {
    const { sha256, size } = await blobs.put(stream, key, checked(), most)
    return { name: nameOf(file.name), type, size, sha256 }
  } catch (error) {
    // A store may wrap what its source threw.
    throw odd ? new WrongType(type) : error
  }
}
/** Media type by content. Plain text has no signature: it counts as text when it says so and is valid UTF-8 without zero bytes. */
async function kindOf(head: Buffer, said: string): Promise<string> {
  const found = await fileTypeFromBuffer(head)
  if (found) return found.mime
  if (!/^text\/(plain|csv)$/.test(said) || head.includes(0)) return 'application/octet-stream'
  return new TextDecoder('utf-8').decode(head.subarray(0, Math.max(0, head.length - 4))).includes('\ufffd') ? 'application/octet-stream' : said
}
/** A name to show and to save under: no path, no control characters. */
const nameOf = (name: string): string => name.normalize('NFC').replace(/^.*[\\/]/, '').replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '').trim().slice(0, 120) || 'documento'
