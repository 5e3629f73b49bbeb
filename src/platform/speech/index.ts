import { spawn } from 'node:child_process'

/** Mono 16-bit samples. */
export type Audio = { readonly rate: number; readonly samples: Int16Array }
/** Turns words into sound. Null: no voice for it here; then the words are only shown, or another way is found. */
export type Speech = { readonly name: string; speak(text: string, lang: string): Promise<Audio | null> }

/** Language to voice of espeak-ng. It has no Mapudungun. */
const voices: { readonly [lang: string]: string } = { es: 'es-419', en: 'en-us', ht: 'ht', qu: 'qu', gn: 'gn', fr: 'fr', pt: 'pt-br' }
/** Words a minute: slower than its own 175, for people who write down what they hear. */
const pace = '140'
/** What one is made to say at most: longer is cut by whoever writes wording. Seconds until a voice that hangs is given up. */
const longest = 4000, patience = 20_000

/**
 * espeak-ng, a program beside us (Debian: espeak-ng). Words go in by its standard input, so no list of processes ever shows them. The last `keep` sentences stay in memory:
 * prompts repeat. Without the program every answer is null, told once.
 */
export function espeak({ program = 'espeak-ng', keep = 200, tell }: { readonly program?: string; readonly keep?: number; readonly tell?: (what: string, cause: unknown) => void } = {}): Speech {
  const made = new Map<string, Promise<Audio | null>>()
  let silent = false
  const make = (text: string, voice: string): Promise<Audio | null> => new Promise((resolve) => {
    const parts: Buffer[] = [], child = spawn(program, ['-v', voice, '-s', pace, '--stdin', '--stdout'], { stdio: ['pipe', 'pipe', 'ignore'] })
    const late = setTimeout(() => child.kill('SIGKILL'), patience)
    const end = (audio: Audio | null): void => { clearTimeout(late); resolve(audio) }
    child.once('error', (cause) => { if (!silent) { silent = true; tell?.('no voice: espeak-ng is not here', cause) } end(null) })
    child.stdin.on('error', () => { /* it went away: 'close' or 'error' says so */ })
    child.stdout.on('data', (part: Buffer) => parts.push(part))
    child.once('close', () => end(readWav(Buffer.concat(parts))))
    child.stdin.end(text)
  })
  return {
    name: 'espeak-ng',
    speak(text, lang) {
      const voice = voices[lang.split('-', 1)[0]!], words = text.slice(0, longest).trim(), key = `${voice} ${words}`
      if (voice === undefined || words === '') return Promise.resolve(null)
      const found = made.get(key) ?? make(words, voice)
      made.delete(key)
      made.set(key, found)
      if (made.size > keep) made.delete(made.keys().next().value!)
      void found.then((audio) => { if (audio === null) made.delete(key) })
      return found
    },
  }
}
/** For tests, and where no machine should speak. */
export const mute = (): Speech => ({ name: 'mute', speak: async () => null })

/** RIFF/WAVE, PCM, 16 bits, one channel. A program that writes to a pipe cannot know its length: what follows the mark `data` is the sound. */
export function readWav(bytes: Buffer): Audio | null {
  if (bytes.length < 44 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.readUInt16LE(20) !== 1 || bytes.readUInt16LE(22) !== 1 || bytes.readUInt16LE(34) !== 16) return null
  const at = bytes.indexOf('data', 12, 'latin1')
  if (at < 0) return null
  const length = Math.floor(Math.min(bytes.readUInt32LE(at + 4), bytes.length - at - 8) / 2), samples = new Int16Array(length)
  for (let i = 0; i < length; i++) samples[i] = bytes.readInt16LE(at + 8 + 2 * i)
  return length === 0 ? null : { rate: bytes.readUInt32LE(24), samples }
}
/** The same sound as a WAV file, for browsers. */
export function wavOf({ rate, samples }: Audio): Buffer {
  const out = Buffer.alloc(44 + samples.length * 2)
  out.write('RIFF', 0, 'latin1'); out.writeUInt32LE(out.length - 8, 4); out.write('WAVEfmt ', 8, 'latin1'); out.writeUInt32LE(16, 16); out.writeUInt16LE(1, 20); out.writeUInt16LE(1, 22)
  out.writeUInt32LE(rate, 24); out.writeUInt32LE(rate * 2, 28); out.writeUInt16LE(2, 32); out.writeUInt16LE(16, 34); out.write('data', 36, 'latin1'); out.writeUInt32LE(samples.length * 2, 40)
  samples.forEach((s, i) => { out.writeInt16LE(s, 44 + 2 * i) })
  return out
}
/** Loudness: root of the mean square, 0 to 32767. Nothing at all is 0. */
export const loudness = (samples: Int16Array): number => Math.sqrt(samples.reduce((all, s) => all + s * s, 0) / Math.max(1, samples.length))
