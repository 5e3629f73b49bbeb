import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { canonical } from '#core/canonical'
import { type Key, open, seal, sha256 } from '#platform/crypto'

/** Who acts, as it stands in a header: no personal data, ids are ours. */
export type HeaderActor = { readonly role: string; readonly person?: string; readonly by?: string; readonly institution?: string; readonly channel: string; readonly venue?: string; readonly device?: string; readonly assurance: number }
/** What stands beside every payload in the clear. `at` is a UTC instant with milliseconds, `today` a civil date. */
export type Header = { readonly stream: string; readonly seq: number; readonly type: string; readonly at: string; readonly today: string; readonly actor: HeaderActor }
export type Data = { readonly [k: string]: unknown }

/** Before the first event stand 32 zero bytes. */
export const genesis: Buffer = Buffer.alloc(32)
export const headerText = ({ stream, seq, type, at, today, actor }: Header): string => canonical({ stream, seq, type, at, today, actor })
/** SHA-256(salt || RFC 8785 payload): salted, so that it tells nothing of a payload that was erased. */
export const digestOf = (salt: Buffer, payload: string): Buffer => sha256(salt, payload)
/** SHA-256(previous || RFC 8785 header || digest). */
export const hashOf = (previous: Buffer, header: Header, digest: Buffer): Buffer => sha256(previous, headerText(header), digest)
/** Only what a header may hold, in whatever object it comes. */
export const actorOf = (a: HeaderActor): HeaderActor => ({
  role: a.role, channel: a.channel, assurance: a.assurance, ...(a.person === undefined ? {} : { person: a.person }), ...(a.by === undefined ? {} : { by: a.by }), ...(a.institution === undefined ? {} : { institution: a.institution }),
  ...(a.venue === undefined ? {} : { venue: a.venue }), ...(a.device === undefined ? {} : { device: a.device }),
})

const SALT = 16, small = 160
/** Salt and payload sealed together: a byte says whether the payload is deflated; the digest is over the payload as it was. */
export function sealPayload(key: Key, stream: string, seq: number, salt: Buffer, payload: string): Buffer {
  const bytes = Buffer.from(payload), packed = bytes.length > small ? deflateRawSync(bytes) : bytes
  const smaller = packed.length < bytes.length
  return seal(key, Buffer.concat([salt, Buffer.from([smaller ? 1 : 0]), smaller ? packed : bytes]), `event:${stream}:${seq}`)
}
export function openPayload(key: Key, stream: string, seq: number, sealed: Buffer): { readonly salt: Buffer; readonly text: string } {
  const plain = open(key, sealed, `event:${stream}:${seq}`), body = plain.subarray(SALT + 1)
  return { salt: plain.subarray(0, SALT), text: (plain[SALT] === 1 ? inflateRawSync(body) : body).toString('utf8') }
}
/** Anything else that is personal: the folded state, stored answers, effects. Deflated when that helps. */
export function sealJson(key: Key, value: unknown, aad: string): Buffer {
  const bytes = Buffer.from(JSON.stringify(value)), packed = bytes.length > small ? deflateRawSync(bytes, { level: 6 }) : bytes
  const smaller = packed.length < bytes.length
  return seal(key, Buffer.concat([Buffer.from([smaller ? 1 : 0]), smaller ? packed : bytes]), aad)
}
export function openJson(key: Key, sealed: Buffer, aad: string): unknown {
  const plain = open(key, sealed, aad), body = plain.subarray(1)
  return JSON.parse((plain[0] === 1 ? inflateRawSync(body) : body).toString('utf8'))
}
