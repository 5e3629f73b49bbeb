import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { importFiles, inSpanish, isDone, reportText } from './index.ts'

const here = dirname(fileURLToPath(import.meta.url))
/** Every sentence of the code that follows `refused:`, its inserts being any word. */
const sentences = ['', 'formats'].flatMap((folder) => readdirSync(join(here, folder)).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts')).flatMap((f) => {
  const code = readFileSync(join(here, folder, f), 'utf8')
  const whole = [...code.matchAll(/refused: (?:`([^`]*)`|'([^']*)')/g)].map((m) => m[1] ?? m[2]!), ofZip = f === 'zip.ts' ? [...code.matchAll(/\bno\((?:`([^`]*)`|'([^']*)')\)/g)].map((m) => `f.zip ${m[1] ?? m[2]}`) : []
  return [...whole, ...ofZip].map((s) => s.replace(/\$\{[^{}]*\}/g, (_, at: number) => (at === 0 ? 'f.json' : '7'))).map((sentence) => ({ f, sentence }))
}))
test('every refusal in the code can be said in Spanish', () => {
  assert.ok(sentences.length > 45, `${sentences.length}`)
  // Sentences made of one insert say what another function says; many.kind stands in the plural.
  const bare = /^f\.json:? 7$|^f\.zip \$/
  for (const { f, sentence } of sentences) if (!bare.test(sentence)) assert.ok(inSpanish(sentence.replace('7 7s;', '7 components;')), `${f}: ${sentence}`)
})
test('what a file has there comes over as it is, once', () => {
  assert.equal(inSpanish('a b.json has 30 pages; at most 10 are read'), 'a b.json tiene 30 páginas; se leen 10 como máximo')
  assert.equal(inSpanish('f: its pages go in a loop: /a$1 -> {way} -> /a$1'), 'f: sus páginas dan vueltas en círculo: /a$1 -> {way} -> /a$1')
  assert.equal(inSpanish('f.zip holds «is empty» twice'), 'f.zip contiene «is empty» dos veces')
  assert.equal(inSpanish('anything else'), undefined)
})
test('a person reads a refusal in both languages', () => {
  const r = importFiles([{ name: 'f.json', bytes: Buffer.from('') }], { format: 'auto', vocabulary: { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: [], institutions: {}, channels: {} } })[0]!
  assert.ok(!isDone(r))
  assert.equal(reportText(r), 'f.json: refused\n  f.json is empty\n  f.json está vacío\n')
})
