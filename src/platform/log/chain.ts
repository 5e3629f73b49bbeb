import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { canonical } from '#platform/canonical'
import { type Key, open, seal, sha256 } from '#platform/crypto'

/** Who acts, as it stands in a header: no personal data, ids are ours. */
export type HeaderActor = { readonly role: string; readonly person?: string; readonly by?: string; readonly mandate?: string; readonly institution?: string; readonly channel: string; readonly venue?: string; readonly device?: string; readonly assurance: number }
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
  role: a.role, channel: a.channel, assurance: a.assurance, ...(a.person === undefined ? {} : { person: a.person }), ...(a.by === undefined ? {} : { by: a.by }), ...(a.mandate === undefined ? {} : { mandate: a.mandate }), ...(a.institution === undefined ? {} : { institution: a.institution }),
  ...(a.venue === undefined ? {} : { venue: a.venue }), ...(a.device === undefined ? {} : { device: a.device }),
})

/**
 * What most payloads and states are made of, for deflate to refer to: a form of four answers takes half the room. Part of the format: it never
 * changes; another one gets another first byte.
 */
const dictionary = Buffer.from('"institution":"","register":"","receipt":{"at":"2026-","id":"","outcome":"got","values":{"status":"closed","stage":"","next":"","effect":"","folio":"","sha256":"","size":,"type":"application/pdf","name":"","output":"certificate"{"service":"","version":"1.0.0","language":"es","code":"","digest":"","due":"202","fee":{"amount":0,"currency":"CLP"},"today":"2026-12-"state":"declined"},"state":"deferred"},"state":"declared","state":"fetched","state":"confirmed","value":true},"value":false},"rows":[{"id":"r1","values":{"by":"","role":"citizen","channel":"web","assurance":3,"at":"2026-11-24T","seq":,"state":"given","value":""},"{"answers":{"')
const RAW = 0, DEFLATED = 1, small = 40
const pack = (text: string): Buffer => {
  const bytes = Buffer.from(text), packed = bytes.length > small ? deflateRawSync(bytes, { dictionary, level: 6 }) : bytes
  return packed.length < bytes.length ? Buffer.concat([Buffer.from([DEFLATED]), packed]) : Buffer.concat([Buffer.from([RAW]), bytes])
}
const unpack = (bytes: Buffer): string => (bytes[0] === DEFLATED ? inflateRawSync(bytes.subarray(1), { dictionary }) : bytes.subarray(1)).toString('utf8')

const SALT = 16
/** Salt and payload sealed together; the digest is over the payload as it was. */
export const sealPayload = (key: Key, stream: string, seq: number, salt: Buffer, payload: string): Buffer => seal(key, Buffer.concat([salt, pack(payload)]), `event:${stream}:${seq}`)
export function openPayload(key: Key, stream: string, seq: number, sealed: Buffer): { readonly salt: Buffer; readonly text: string } {
  const plain = open(key, sealed, `event:${stream}:${seq}`)
  return { salt: plain.subarray(0, SALT), text: unpack(plain.subarray(SALT)) }
}
/** Anything else that is personal: the folded state, stored answers, effects. */
export const sealJson = (key: Key, value: unknown, aad: string): Buffer => seal(key, pack(JSON.stringify(value)), aad)
export const openJson = (key: Key, sealed: Buffer, aad: string): unknown => JSON.parse(unpack(open(key, sealed, aad)))
