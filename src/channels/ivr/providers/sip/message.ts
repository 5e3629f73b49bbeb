/** SIP messages and SDP, as much as answering a call takes (RFC 3261, RFC 4566). Hostile input gives null, never a throw. */
export type SipMessage = { readonly method: string; readonly status: number; readonly uri: string; readonly headers: readonly (readonly [name: string, value: string])[]; readonly body: string }

const largest = 8_192
/** Compact forms (RFC 3261 §7.3.3). */
const long: { readonly [short: string]: string } = { v: 'via', f: 'from', t: 'to', i: 'call-id', m: 'contact', c: 'content-type', l: 'content-length', k: 'supported' }

export function readSip(bytes: Buffer): SipMessage | null {
  if (bytes.length > largest) return null
  const text = bytes.toString('utf8'), end = text.indexOf('\r\n\r\n'), head = end < 0 ? text : text.slice(0, end), [first = '', ...lines] = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const request = /^([A-Z]{3,20}) (\S{1,500}) SIP\/2\.0$/.exec(first), response = /^SIP\/2\.0 (\d{3}) /.exec(first)
  if (request === null && response === null) return null
  const headers: (readonly [string, string])[] = []
  for (const line of lines) {
    const at = line.indexOf(':')
    if (at < 1 || headers.length > 100) return null
    const name = line.slice(0, at).trim().toLowerCase()
    headers.push([long[name] ?? name, line.slice(at + 1).trim()])
  }
  const message = { method: request?.[1] ?? '', status: Number(response?.[1] ?? 0), uri: request?.[2] ?? '', headers, body: end < 0 ? '' : text.slice(end + 4) }
  return ['via', 'from', 'to', 'call-id', 'cseq'].every((name) => headerOf(message, name) !== '') ? message : null
}
export const headerOf = (m: Pick<SipMessage, 'headers'>, name: string): string => m.headers.find(([n]) => n === name)?.[1] ?? ''
export const allOf = (m: Pick<SipMessage, 'headers'>, name: string): readonly string[] => m.headers.filter(([n]) => n === name).map(([, v]) => v)
/** Branch of the topmost Via: the transaction. */
export const branchOf = (m: SipMessage): string => /;\s*branch=([^;,\s]+)/i.exec(headerOf(m, 'via'))?.[1] ?? ''
/** The user of a name-addr: who calls, as the other side says. */
export const userOf = (address: string): string => /sips?:([^@;>\s]{1,64})@/i.exec(address)?.[1] ?? ''
/** The URI inside `<...>`, or the bare one. */
export const uriOf = (address: string): string => /<([^>]+)>/.exec(address)?.[1] ?? address.split(';', 1)[0]!.trim()

export function respond(to: SipMessage, status: number, reason: string, { tag, headers = [], body = '' }: { readonly tag?: string; readonly headers?: readonly (readonly [string, string])[]; readonly body?: string } = {}): string {
  const told = headerOf(to, 'to'), marked = tag === undefined || /;\s*tag=/i.test(told) ? told : `${told};tag=${tag}`
  return written(`SIP/2.0 ${status} ${reason}`, [...allOf(to, 'via').map((v) => ['Via', v] as const), ...allOf(to, 'record-route').map((v) => ['Record-Route', v] as const), ['From', headerOf(to, 'from')], ['To', marked], ['Call-ID', headerOf(to, 'call-id')], ['CSeq', headerOf(to, 'cseq')], ...headers], body)
}
export const written = (first: string, headers: readonly (readonly [string, string])[], body = ''): string => [first, ...headers.map(([n, v]) => `${n}: ${v}`), `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n')

/** Where the other side hears us and how it sends keys; null when it does not speak G.711 µ-law. */
export type Offer = { readonly host: string; readonly port: number; /** Payload type of telephone-event (RFC 4733); undefined: it sends none. */ readonly events: number | undefined }
export function readOffer(sdp: string): Offer | null {
  const audio = /^m=audio (\d{1,5}) RTP\/AVP([ \d]*)/m.exec(sdp), host = /^c=IN IP4 ([\d.]{7,15})/m.exec(sdp)?.[1]
  if (audio === null || host === undefined || !audio[2]!.trim().split(/\s+/).includes('0')) return null
  const events = /^a=rtpmap:(\d{1,3}) telephone-event\/8000/m.exec(sdp)?.[1], port = Number(audio[1])
  return port === 0 || port > 65_535 ? null : { host, port, events: events === undefined ? undefined : Number(events) }
}
/** G.711 µ-law and keys, as offered. */
export function answerSdp(host: string, port: number, events: number | undefined, session: number): string {
  const keys = events === undefined ? [] : [`a=rtpmap:${events} telephone-event/8000`, `a=fmtp:${events} 0-15`]
  return ['v=0', `o=ventanilla ${session} 1 IN IP4 ${host}`, 's=-', `c=IN IP4 ${host}`, 't=0 0', `m=audio ${port} RTP/AVP 0${events === undefined ? '' : ` ${events}`}`, 'a=rtpmap:0 PCMU/8000', ...keys, 'a=ptime:20', 'a=sendrecv', ''].join('\r\n')
}
