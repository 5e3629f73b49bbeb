import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { parse } from 'yaml'
import * as actor from '#core/actor'
import * as date from '#core/date'
import * as expression from '#core/expression'
import * as journey from '#core/journey'
import * as kinds from '#core/kinds'
import * as law from '#core/law'
import * as refusal from '#core/refusal'
import * as service from '#core/service'

const { holidays } = parse(readFileSync('services/_law/holidays-cl.yaml', 'utf8'), { schema: 'failsafe' }) as { holidays: readonly law.Holiday[] }
const rooms: { readonly [room: string]: { readonly [name: string]: unknown } } = { actor, date, expression, journey: { ...journey, vocabulary: { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: [], institutions: {}, channels: {} } }, kinds, law: { ...law, holidays }, refusal, service }

/** A README's example is a promise: each line `expression   // result` must give that result; "the same" repeats the one above. */
for (const [room, door] of Object.entries(rooms)) test(`the example of core/${room} gives what it says`, () => {
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(`src/core/${room}/README.md`, 'utf8')) ?? []
  const names = Object.keys(door)
  const run = (code: string) => new Function(...names, code)(...names.map(n => door[n])) as unknown
  let [before, last, checked] = ['', undefined as unknown, 0]
  for (const line of block.split('\n').filter(l => l.trim() !== '' && !l.startsWith('import '))) {
    const [, code = line, said] = /^(.*?)\s*\/\/ (.*)$/.exec(line) ?? []
    if (code.startsWith('const ')) { before += `${code.replace(' as const', '')};\n`; continue }
    const expected = said === 'the same' ? last : run(`return (${/^(\{.*\}|\[.*\]|'.*'|-?\d+|true|false)/.exec(said ?? '')?.[0]})`)
    assert.deepEqual(run(`${before}return ${code}`), expected, line)
    last = expected
    checked++
  }
  assert.ok(checked >= 5)
})
