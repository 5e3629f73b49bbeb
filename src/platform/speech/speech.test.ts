import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import * as speech from './index.ts'

test('the example of the README speaks, and gives what it says', async () => {
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(new URL('./README.md', import.meta.url), 'utf8')) ?? [], names = Object.keys(speech)
  let checked = 0
  const lines = block.split('\n').filter((l) => !l.startsWith('import')).map((line) => { const [, code, said] = /^(.*?)\s+\/\/ (.*)$/.exec(line) ?? []; if (code === undefined) return line; checked++; return `;same(${code}, ${said}, ${JSON.stringify(line)})` })
  await new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)(...names, 'same', lines.join('\n'))(...names.map((n) => (speech as unknown as { [k: string]: unknown })[n]), assert.deepEqual)
  assert.equal(checked, 5)
})
test('Spanish and English sound different and last; a repeated sentence is made once', async () => {
  const voice = speech.espeak(), text = 'Marque uno para seguir.'
  const [es, again, en] = await Promise.all([voice.speak(text, 'es-CL'), voice.speak(text, 'es-CL'), voice.speak(text, 'en')])
  assert.ok(es !== null && en !== null && es === again)
  assert.ok(es.samples.length > es.rate && speech.loudness(es.samples) > 500 && speech.loudness(en.samples) > 500)
  assert.notEqual(es.samples.length, en.samples.length)
})
test('without the program there is no voice and no fault; it is told once', async () => {
  const told: string[] = [], voice = speech.espeak({ program: 'no-such-voice', tell: (what) => told.push(what) })
  assert.deepEqual([await voice.speak('hola', 'es'), await voice.speak('adiós', 'es')], [null, null])
  assert.deepEqual(told, ['no voice: espeak-ng is not here'])
})
test('what is no sound is none', () => {
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(44), Buffer.from('RIFF'.padEnd(60, ' ')), Buffer.concat([speech.wavOf({ rate: 8000, samples: new Int16Array(0) })])]) assert.equal(speech.readWav(bytes), null)
  assert.equal(speech.loudness(new Int16Array(0)), 0)
})
