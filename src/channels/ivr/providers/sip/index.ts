import { createSocket, type RemoteInfo } from 'node:dgram'
import { randomBytes, randomInt } from 'node:crypto'
import { conduct, tell, type Wired } from './caller.ts'
import { allOf, answerSdp, branchOf, headerOf, readOffer, readSip, respond, type SipMessage, uriOf, userOf, written } from './message.ts'
import { type Line, openLine } from './rtp.ts'

export type SipOptions = Wired & { readonly host: string; readonly port: number; /** Calls at once; one more is told that we are busy. */ readonly most?: number }
export type Sip = { readonly host: string; readonly port: number; readonly calls: number; stop(): Promise<void> }
/** Milliseconds: first repeat of an answer nobody acknowledged, the longest between two, and when we give up (RFC 3261 T1, T2, 64 T1). */
const t1 = 500, t2 = 4000, giveUp = 32_000
const tagOf = (address: string): string => /;\s*tag=([^;\s]+)/i.exec(address)?.[1] ?? ''
/** Nobody telephones longer, in milliseconds: a caller whose BYE was lost is let go. */
const longest = 60 * 60_000

type Dialog = { readonly id: string; readonly tag: string; readonly invite: SipMessage; readonly peer: RemoteInfo; ok: string; acknowledged: boolean; line?: Line; conducted?: ReturnType<typeof conduct>; timers: Set<NodeJS.Timeout>; over: boolean }

/**
 * The reference adapter: answers real SIP calls over UDP, speaks G.711 µ-law, hears RFC 4733 keys, and asks the platform what to do by the same signed requests any provider sends. For tests and a small office behind
 * its own exchange: no TLS, no SRTP, no NAT, no registration. Nothing of it knows a service.
 */
export function createSip(options: SipOptions): Promise<Sip> {
  const { host, most = 20 } = options, socket = createSocket('udp4'), dialogs = new Map<string, Dialog>(), endings = new Set<Promise<unknown>>()
  const send = (text: string, to: { readonly address: string; readonly port: number }): void => { socket.send(text, to.port, to.address) }
  const later = (d: Dialog, ms: number, work: () => void): void => { const timer = setTimeout(() => { d.timers.delete(timer); work() }, ms); d.timers.add(timer) }

  /** Over for us: sound and clocks stop, and the platform is told. `dropped`: nobody said goodbye. */
  function finish(d: Dialog, cause: 'normal' | 'dropped'): void {
    if (d.over) return
    d.over = true
    d.conducted?.end()
    d.line?.close()
    for (const timer of d.timers) clearTimeout(timer)
    dialogs.delete(d.id)
    if (d.conducted === undefined) return
    const told = tell(options, '/api/telephony/calls', { call: callOf(d), event: 'ended', cause }).catch((problem) => options.tell?.('the end of a call could not be told', problem)).finally(() => endings.delete(told))
    endings.add(told)
  }
  const callOf = (d: Dialog): string => `sip-${d.id}`.replace(/[^!-~]/g, '_').slice(0, 128)
  function hangUp(d: Dialog): void {
    if (d.over) return
    const { invite, tag, peer } = d, to = headerOf(invite, 'from'), from = `${headerOf(invite, 'to')};tag=${tag}`
    const routes = allOf(invite, 'record-route').map((r) => ['Route', r] as const)
    const bye = written(`BYE ${uriOf(headerOf(invite, 'contact') || to)} SIP/2.0`, [['Via', `SIP/2.0/UDP ${host}:${at()};branch=z9hG4bK${randomBytes(8).toString('hex')}`], ['Max-Forwards', '70'], ...routes, ['From', from], ['To', to], ['Call-ID', headerOf(invite, 'call-id')], ['CSeq', '1 BYE']])
    send(bye, peer)
    const again = setTimeout(() => { try { send(bye, peer) } catch { /* stopped */ } }, t1)
    again.unref()
    finish(d, 'normal')
  }
  const at = (): number => socket.address().port

  async function invited(m: SipMessage, peer: RemoteInfo): Promise<void> {
    const id = headerOf(m, 'call-id'), known = dialogs.get(id)
    // The same request again, or a change of one that stands: the answer is the same.
    if (known !== undefined) { if (known.ok !== '') send(branchOf(m) === branchOf(known.invite) ? known.ok : respond(m, 200, 'OK', { tag: known.tag, headers: ours(), body: bodyOf(known.ok) }), peer); return }
    const offer = readOffer(m.body), tag = randomBytes(8).toString('hex')
    if (id.length > 120 || offer === null) { send(respond(m, 488, 'Not Acceptable Here', { tag }), peer); return }
    if (dialogs.size >= most) { send(respond(m, 486, 'Busy Here', { tag }), peer); return }
    const d: Dialog = { id, tag, invite: m, peer, ok: '', acknowledged: false, timers: new Set(), over: false }
    dialogs.set(id, d)
    send(respond(m, 100, 'Trying'), peer)
    try { d.line = await openLine(host, offer, (key) => d.conducted?.key(key)) } catch (cause) { options.tell?.('no line for a call', cause); dialogs.delete(id); send(respond(m, 500, 'Server Internal Error', { tag }), peer); return }
    if (d.over) { d.line.close(); return }
    d.ok = respond(m, 200, 'OK', { tag, headers: ours(), body: answerSdp(host, d.line.port, offer.events, randomInt(2 ** 31)) })
    repeat(d, t1, Date.now() + giveUp)
  }
  const ours = (): readonly (readonly [string, string])[] => [['Contact', `<sip:ventanilla@${host}:${at()}>`], ['Allow', 'INVITE, ACK, BYE, CANCEL, OPTIONS'], ['Content-Type', 'application/sdp']]
  const bodyOf = (text: string): string => text.slice(text.indexOf('\r\n\r\n') + 4)
  function repeat(d: Dialog, wait: number, until: number): void {
    send(d.ok, d.peer)
    later(d, wait, () => { if (d.acknowledged || d.over) return; if (Date.now() > until) finish(d, 'dropped'); else repeat(d, Math.min(wait * 2, t2), until) })
  }
  function acknowledged(d: Dialog): void {
    if (d.acknowledged || d.over || d.line === undefined) return
    d.acknowledged = true
    const from = userOf(headerOf(d.invite, 'from')), to = userOf(headerOf(d.invite, 'to'))
    d.conducted = conduct(options, { call: callOf(d), ...(from === '' ? {} : { from: from.slice(0, 40) }), ...(to === '' ? {} : { to: to.slice(0, 40) }) }, d.line, () => hangUp(d))
    void d.conducted.run()
    later(d, longest, () => hangUp(d))
  }

  socket.on('message', (bytes, peer) => {
    const m = readSip(bytes)
    if (m === null || m.method === '') return
    const held = dialogs.get(headerOf(m, 'call-id')), d = held !== undefined && tagOf(headerOf(held.invite, 'from')) === tagOf(headerOf(m, 'from')) ? held : undefined
    switch (m.method) {
      case 'INVITE': void invited(m, peer); return
      case 'ACK': if (d !== undefined) acknowledged(d); return
      case 'BYE': send(d === undefined ? respond(m, 481, 'Call/Transaction Does Not Exist') : respond(m, 200, 'OK', { tag: d.tag }), peer); if (d !== undefined) finish(d, 'normal'); return
      case 'CANCEL':
        send(d === undefined ? respond(m, 481, 'Call/Transaction Does Not Exist') : respond(m, 200, 'OK', { tag: d.tag }), peer)
        if (d !== undefined && !d.acknowledged) { send(respond(d.invite, 487, 'Request Terminated', { tag: d.tag }), peer); finish(d, 'dropped') }
        return
      case 'OPTIONS': send(respond(m, 200, 'OK', { tag: 'options', headers: [['Allow', 'INVITE, ACK, BYE, CANCEL, OPTIONS'], ['Accept', 'application/sdp']] }), peer); return
      default: send(respond(m, 501, 'Not Implemented', { tag: 'none' }), peer)
    }
  })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(options.port, host, () => {
      socket.off('error', reject)
      socket.on('error', (cause) => options.tell?.('the telephone line failed', cause))
      resolve({
        host, port: at(), get calls() { return dialogs.size },
        async stop() { for (const d of [...dialogs.values()]) hangUp(d); await Promise.race([Promise.all(endings), new Promise((done) => setTimeout(done, 3000).unref())]); await new Promise<void>((done) => socket.close(() => done())) },
      })
    })
  })
}
