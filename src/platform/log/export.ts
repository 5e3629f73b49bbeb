import type { Crypto } from '#platform/crypto'
import type { Header } from './chain.ts'
import type { Log } from './log.ts'
import type { Seal, Sealer } from './sealer.ts'

/**
 * A stream with its evidence, one JSON file. Hashes and proofs are hex and base64; `payload` is any JSON of the same value (its
 * RFC 8785 text is what was hashed). An erased or redacted event has its digest alone. `head` is what the installation declares and signs.
 */
export type Export = {
  readonly format: 'ventanilla-log/1'
  readonly stream: string
  readonly exportedAt: string
  readonly events: readonly { readonly header: Header; readonly payload: unknown; readonly salt: string | null; readonly digest: string; readonly hash: string }[]
  readonly head: { readonly seq: number; readonly hash: string; readonly signature: string }
  readonly seal: Seal | null
  readonly publicKey: string
}
export const headText = (stream: string, seq: number, hash: string, at: string): string => `ventanilla/head/1\n${stream}\n${seq}\n${hash}\n${at}\n`

/** null when there is no such stream. `without` names events whose payload must not leave (a redacted copy): they still verify. */
export async function exportStream({ log, sealer, crypto, now }: { readonly log: Log; readonly sealer: Sealer; readonly crypto: Crypto; readonly now: () => string }, stream: string, without: readonly number[] = []): Promise<Export | null> {
  const events = await log.events(stream), last = events.at(-1)
  if (last === undefined) return null
  const exportedAt = now(), hash = last.hash.toString('hex')
  return {
    format: 'ventanilla-log/1', stream, exportedAt,
    events: events.map(({ data, salt, digest, hash: h, ...header }) => {
      const kept = data !== null && salt !== null && !without.includes(header.seq)
      return { header, payload: kept ? data : null, salt: kept ? salt.toString('hex') : null, digest: digest.toString('hex'), hash: h.toString('hex') }
    }),
    head: { seq: last.seq, hash, signature: crypto.sign(Buffer.from(headText(stream, last.seq, hash, exportedAt))).toString('base64') },
    seal: await sealer.sealOf(stream), publicKey: crypto.publicKey(),
  }
}
