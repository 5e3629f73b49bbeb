import type { Speech } from '#platform/speech'
import { signed } from '#platform/webhook'
import type { Gather, Heard, TurnIn, TurnOut, Verb } from '../../types.ts'
import { say } from '../../words.ts'
import type { Line } from './rtp.ts'
import { toLine } from './sound.ts'

/** `webhook`: origin of the platform. `secret`: signs what we send. */
export type Wired = { readonly webhook: string; readonly secret: Uint8Array | string; readonly speech: Speech; readonly now: () => number; readonly tell?: (what: string, cause: unknown) => void; /** Milliseconds for which a second stands: tests hurry. */ readonly second?: number }
/** Tries of one request, and milliseconds between them: the platform keeps what it answered, so a repeat is safe. */
const tries = 4, pause = 500, hold = 20
type Told = { readonly call: string; readonly from?: string; readonly to?: string }

/** Says something to the platform as any telephone provider does: signed, again when it did not arrive. */
export async function tell({ webhook, secret, now }: Wired, path: string, message: unknown): Promise<unknown> {
  const body = JSON.stringify(message)
  for (let n = 1; ; n++) {
    try {
      const reply = await fetch(`${webhook}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...signed(secret, body, now()) }, signal: AbortSignal.timeout(15_000) })
      if (reply.ok) return await reply.json()
      if (reply.status < 500 || n >= tries) throw new Error(`the platform answered ${reply.status}`)
    } catch (cause) { if (n >= tries) throw cause }
    await new Promise((done) => setTimeout(done, pause * n))
  }
}

/** One call from answer to end: asks the platform what to do, does it, tells what was heard. */
export function conduct(wired: Wired, told: Told, line: Line, hangUp: () => void) {
  const second = wired.second ?? 1000
  let keys: string[] = [], ended = false, woken: (() => void) | undefined
  const sleep = (ms: number): Promise<void> => new Promise((done) => { const timer = setTimeout(done, ms); woken = () => { clearTimeout(timer); done() } })
  /** Words until they are over; a key cuts them short. */
  const speak = async (text: string, lang: string): Promise<void> => {
    const audio = await wired.speech.speak(text, lang)
    if (audio !== null && !ended && keys.length === 0) await line.play(toLine(audio))
  }
  async function collect({ max, silence, between }: Gather): Promise<Heard> {
    for (let until = Date.now() + silence * second; !ended;) {
      const closed = keys.indexOf('#'), n = keys[0] === '*' ? 1 : closed >= 0 && closed < max ? closed + 1 : keys.length >= max ? max : 0
      if (n > 0) return { digits: keys.splice(0, n).join('') }
      const left = until - Date.now()
      if (left <= 0) return keys.length > 0 ? { digits: keys.splice(0).join('') } : { silence: true }
      const had = keys.length
      await sleep(left)
      if (keys.length > had) until = Date.now() + between * second
    }
    return { silence: true }
  }
  /** The line stays; nobody here can connect sound with a colleague's ear: that takes a telephone exchange. */
  async function wait(lang: string): Promise<void> { while (!ended) { keys = []; await speak(say('hold', lang), lang); await sleep(hold * second) } }

  async function run(): Promise<void> {
    let heard: Heard | undefined, lang = 'es'
    for (let turn = 0; !ended;) {
      const asked: TurnIn = { ...told, turn, ...(heard === undefined ? {} : { heard }) }, answer = (await tell(wired, '/api/telephony/turns', asked)) as TurnOut
      if (ended) return
      turn = answer.turn
      const gather = answer.verbs.find((v): v is Gather => v.do === 'gather')
      if (gather?.clear) keys = []
      for (const verb of answer.verbs) if (verb.do === 'say') { lang = verb.lang; await speak(verb.text, verb.lang) }
      if (gather === undefined) { await last(answer.verbs, lang); return }
      heard = await collect(gather)
    }
  }
  async function last(verbs: readonly Verb[], lang: string): Promise<void> { if (verbs.some((v) => v.do === 'hang-up')) { hangUp(); return } await wait(lang) }

  return {
    key(key: string): void { keys.push(key); if (keys.length > 64) keys.shift(); line.stop(); woken?.() },
    /** Never rejects: what goes wrong is said to the caller, and she is let go. */
    async run(): Promise<void> {
      try { await run() } catch (cause) {
        wired.tell?.('a call could not go on', cause)
        keys = []
        await speak(say('fault', 'es'), 'es')
        if (!ended) hangUp()
      }
    },
    end(): void { ended = true; line.stop(); woken?.() },
  }
}
