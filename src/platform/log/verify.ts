import { canonical } from '#platform/canonical'
import { sha256, signedBy } from '#platform/crypto'
import { digestOf, genesis, type Header, hashOf } from './chain.ts'
import { headText } from './export.ts'
import { includes, leafHash } from './merkle.ts'
import { noteOf } from './sealer.ts'

export type Finding = { readonly code: 'shape' | 'order' | 'header' | 'digest' | 'hash' | 'head' | 'head-signature' | 'seal' | 'checkpoint-signature' | 'key'; readonly seq?: number; readonly message: string }
export type Verdict = {
  readonly ok: boolean
  readonly stream: string | null
  readonly events: number
  /** Events whose payload was erased or left out of this copy. */
  readonly withheld: readonly number[]
  /** Up to which event the signed Merkle log vouches, and since when. */
  readonly sealed: { readonly seq: number; readonly size: number; readonly at: string } | null
  /** SHA-256 of the public key, to compare with the one the institution publishes. */
  readonly fingerprint: string | null
  readonly problems: readonly Finding[]
}
type Raw = { readonly [k: string]: unknown }
const isMap = (x: unknown): x is Raw => typeof x === 'object' && x !== null && !Array.isArray(x)
const hex = (x: unknown, bytes: number): Buffer | null => (typeof x === 'string' && x.length === bytes * 2 && /^[0-9a-f]*$/.test(x) ? Buffer.from(x, 'hex') : null)
const base64 = (x: unknown): Buffer => Buffer.from(typeof x === 'string' ? x : '', 'base64')

/**
 * Checks an exported stream with nothing but the export: any event changed, left out, moved or cut off is found, the last of them because
 * the head is declared and signed and the seal names an event and its hash. `publicKey` (SPKI DER, base64): the key that one trusts;
 * without it the export's own is used and only its fingerprint can be compared. Total: never throws, whatever the file holds.
 */
export function verifyExport(file: unknown, { publicKey }: { readonly publicKey?: string } = {}): Verdict {
  const problems: Finding[] = [], withheld: number[] = []
  const wrong = (code: Finding['code'], message: string, seq?: number) => { if (problems.length < 100) problems.push(seq === undefined ? { code, message } : { code, seq, message }) }
  const verdict = (stream: string | null, events: number, sealed: Verdict['sealed'], key: string | null): Verdict => ({ ok: problems.length === 0, stream, events, withheld, sealed, fingerprint: key === null ? null : sha256(Buffer.from(key, 'base64')).toString('hex'), problems })
  if (!isMap(file) || file['format'] !== 'ventanilla-log/1' || typeof file['stream'] !== 'string' || !Array.isArray(file['events']) || !isMap(file['head'])) {
    wrong('shape', 'this is no export of a log (format ventanilla-log/1)')
    return verdict(null, 0, null, null)
  }
  const stream = file['stream'], events = file['events'] as readonly unknown[], head = file['head'], own = typeof file['publicKey'] === 'string' ? file['publicKey'] : null, key = publicKey ?? own
  if (publicKey !== undefined && own !== publicKey) wrong('key', 'the export carries another public key than the trusted one')
  const hashes: Buffer[] = []
  let previous = genesis
  events.forEach((raw, i) => {
    const seq = i + 1, header = isMap(raw) ? raw['header'] : undefined, digest = isMap(raw) ? hex(raw['digest'], 32) : null, hash = isMap(raw) ? hex(raw['hash'], 32) : null
    if (!isMap(raw) || !isMap(header) || digest === null || hash === null) { wrong('shape', 'the event is not whole', seq); hashes.push(Buffer.alloc(32)); return }
    if (header['stream'] !== stream) wrong('header', 'the event belongs to another stream', seq)
    if (header['seq'] !== seq) wrong('order', `event ${seq} was expected here, this one says ${String(header['seq'])}`, seq)
    if (raw['payload'] === null || raw['payload'] === undefined) withheld.push(seq)
    else if (!digestFits(hex(raw['salt'], 16), raw['payload'], digest)) wrong('digest', 'the payload is not the one that was written', seq)
    if (!hashFits(previous, header as unknown as Header, digest, hash)) wrong('hash', 'the event does not follow from the one before', seq)
    hashes.push(hash)
    previous = hash
  })
  const last = hashes.at(-1)
  if (last === undefined) wrong('shape', 'there is no event')
  else if (head['seq'] !== events.length || head['hash'] !== last.toString('hex')) wrong('head', `the declared head is event ${String(head['seq'])}; the last one here is ${events.length}`)
  if (key === null || !signedBy(key, Buffer.from(headText(stream, Number(head['seq']), String(head['hash']), String(file['exportedAt']))), base64(head['signature']))) wrong('head-signature', 'the head is not signed by this key')
  return verdict(stream, events.length, sealOf(file['seal'], hashes, key, wrong), key)
}
function digestFits(salt: Buffer | null, payload: unknown, digest: Buffer): boolean {
  try { return salt !== null && digestOf(salt, canonical(payload)).equals(digest) } catch { return false }
}
function hashFits(previous: Buffer, header: Header, digest: Buffer, hash: Buffer): boolean {
  // The whole header as given, so that a field slipped in does not go unseen.
  try { return sha256(previous, canonical(header), digest).equals(hash) && hashOf(previous, header, digest).equals(hash) } catch { return false }
}
function sealOf(raw: unknown, hashes: readonly Buffer[], key: string | null, wrong: (code: Finding['code'], message: string, seq?: number) => void): Verdict['sealed'] {
  if (raw === null || raw === undefined) return null
  const point = isMap(raw) ? raw['checkpoint'] : undefined
  if (!isMap(raw) || !isMap(point) || !Array.isArray(raw['path'])) { wrong('seal', 'the seal is not whole'); return null }
  const seq = Number(raw['seq']), size = Number(point['size']), at = String(point['at']), rootHash = base64(point['root']), hash = hashes[seq - 1]
  if (point['note'] !== noteOf(size, rootHash, at) || key === null || !signedBy(key, Buffer.from(String(point['note'])), base64(point['signature']))) { wrong('checkpoint-signature', 'the checkpoint is not signed by this key'); return null }
  if (hash === undefined) { wrong('seal', `the log vouches for event ${seq}, which is not here`, seq); return null }
  if (!includes(leafHash(hash), Number(raw['pos']), size, raw['path'].map(base64), rootHash)) { wrong('seal', 'the sealed log holds another hash for this event', seq); return null }
  return { seq, size, at }
}
