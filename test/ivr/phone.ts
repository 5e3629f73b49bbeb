import { createSocket, type Socket } from 'node:dgram'
import { randomBytes, randomInt } from 'node:crypto'

/** Decodes G.711 µ-law by the standard's segments: not our own code, which it is here to judge. */
const decode = (byte: number): number => { const u = ~byte & 0xff, t = (((u & 0x0f) << 3) + 0x84) << ((u & 0x70) >> 4); return u & 0x80 ? 0x84 - t : t - 0x84 }
const bound = (host: string): Promise<Socket> => new Promise((resolve, reject) => { const s = createSocket('udp4'); s.once('error', reject); s.bind(0, host, () => resolve(s)) })
const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
const rms = (samples: readonly number[]): number => Math.sqrt(samples.reduce((a, s) => a + s * s, 0) / Math.max(1, samples.length))

export type Phone = Awaited<ReturnType<typeof dial>>
/** A telephone for tests: calls over SIP, hears what is said and how loud, presses keys as RFC 4733 has them. */
export async function dial(to: { readonly host: string; readonly port: number }, { from = '+56912345678', answer = true } = {}) {
  const host = '127.0.0.1', sip = await bound(host), rtp = await bound(host), id = randomBytes(8).toString('hex'), tag = randomBytes(4).toString('hex'), got: string[] = []
  const heard = { packets: 0, samples: [] as number[], loudAt: 0 }
  let remote = '', peer: number | undefined, seq = randomInt(1000), stamp = randomInt(1_000_000), ended = false
  const send = (method: string, cseq: number, { body = '', tag: mine = tag, branch = `${method}${cseq}` } = {}): void => {
    sip.send([`${method} sip:1818@${to.host}:${to.port} SIP/2.0`, `Via: SIP/2.0/UDP ${host}:${sip.address().port};branch=z9hG4bK${branch}${id}`, `From: <sip:${from}@${host}>;tag=${mine}`, `To: <sip:1818@${to.host}>${remote === '' ? '' : `;tag=${remote}`}`, `Call-ID: ${id}`, `CSeq: ${cseq} ${method}`, `Contact: <sip:t@${host}:${sip.address().port}>`, 'Max-Forwards: 70', ...(body ? ['Content-Type: application/sdp'] : []), `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'), to.port, to.host)
  }
  sip.on('message', (bytes) => {
    const text = bytes.toString(), status = /^SIP\/2\.0 (\d{3})/.exec(text)?.[1]
    got.push(`${status ?? ''}${status ? ' ' : ''}${status ? /^CSeq: \d+ (\S+)/m.exec(text)![1] : text.split(' ', 1)[0]}`)
    if (status === '200' && /^CSeq: 1 INVITE/m.test(text)) { remote = /^To:.*tag=(\S+)/m.exec(text)![1]!; peer = Number(/^m=audio (\d+)/m.exec(text)![1]); if (answer) send('ACK', 1) }
    if (text.startsWith('BYE')) { ended = true; sip.send(['SIP/2.0 200 OK', ...text.split('\r\n').filter((l) => /^(Via|From|To|Call-ID|CSeq):/.test(l)), 'Content-Length: 0', '', ''].join('\r\n'), to.port, to.host) }
  })
  rtp.on('message', (bytes) => {
    if ((bytes[1]! & 0x7f) !== 0) return
    const block = [...bytes.subarray(12)].map(decode)
    heard.packets++
    heard.samples.push(...block)
    if (rms(block) > 200) heard.loudAt = Date.now()
  })
  const until = async (what: () => boolean, ms: number, why: string): Promise<void> => { for (const end = Date.now() + ms; !what();) { if (Date.now() > end) throw new Error(`${why} (${got.join(', ')}; ${heard.packets} packets)`); await wait(20) } }
  const invite = (codec = 0): void => send('INVITE', 1, { body: `v=0\r\no=t 1 1 IN IP4 ${host}\r\ns=-\r\nc=IN IP4 ${host}\r\nt=0 0\r\nm=audio ${rtp.address().port} RTP/AVP ${codec} 101\r\na=rtpmap:101 telephone-event/8000\r\n` })
  /** Three packets while it is pressed and three that end it. `lost`: only one came; `mixed`: out of order. */
  const key = (k: string, how: 'whole' | 'lost' | 'mixed' = 'whole'): void => {
    const start = stamp
    stamp += 800
    const all = ([[0, 160], [0, 320], [0, 480], [0x80, 640], [0x80, 640], [0x80, 640]] as const).map(([end, duration], i) => {
      const p = Buffer.alloc(16)
      p[0] = 0x80; p[1] = (i === 0 ? 0x80 : 0) | 101; p.writeUInt16BE(seq++ & 0xffff, 2); p.writeUInt32BE(start, 4); p.writeUInt32BE(7, 8); p[12] = '0123456789*#'.indexOf(k); p[13] = end | 10; p.writeUInt16BE(duration, 14)
      return p
    })
    for (const p of how === 'lost' ? all.slice(4, 5) : how === 'mixed' ? [all[3]!, all[0]!, all[5]!, all[2]!] : all) rtp.send(p, peer!, host)
  }
  return {
    id, got, heard, key, send, invite, until,
    answered: () => until(() => peer !== undefined, 5000, 'nobody answered'),
    async keys(all: string): Promise<void> { for (const k of all) { key(k); await wait(40) } },
    /** Something is said, then nothing for `ms`. */
    async listen(ms = 900): Promise<{ readonly loudness: number; readonly seconds: number }> {
      const from = heard.samples.length, began = Date.now()
      await until(() => heard.loudAt > began, 20_000, 'nothing was said')
      await until(() => Date.now() - heard.loudAt > ms, 90_000, 'it never ended')
      const said = heard.samples.slice(from)
      return { loudness: rms(said), seconds: said.length / 8000 }
    },
    /** The next words have begun. */
    async begins(): Promise<void> { const from = Date.now() + 300; await until(() => heard.loudAt > from, 30_000, 'nothing was said') },
    over: () => until(() => ended, 90_000, 'it was never hung up'),
    async hangUp(): Promise<void> { if (!ended && peer !== undefined) { send('BYE', 2); await wait(150) } sip.close(); rtp.close() },
  }
}
