import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { answerAt, codeOf, codesByKeys, codeSymbols, evolve, readCode, type StoredEvent, symbolsOn, withAnswer } from './index.ts'

const picks = fc.array(fc.nat({ max: 24 }), { minLength: 8, maxLength: 8 })
test('a code is read however it is typed, and not with one wrong symbol or two exchanged', () => {
  fc.assert(fc.property(picks, fc.nat({ max: 8 }), fc.nat({ max: 24 }), fc.integer({ min: 1, max: 3 }), (p, at, symbol, apart) => {
    const code = codeOf(p), raw = code.replaceAll('-', '')
    assert.match(code, /^[2-9CDFGHJKMNPQRTVWXY]{3}(-[2-9CDFGHJKMNPQRTVWXY]{3}){2}$/)
    for (const typed of [code, raw.toLowerCase(), ` ${raw.slice(0, 4)} ${raw.slice(4)} `, code.replaceAll('-', '–')]) assert.equal(readCode(typed), code)
    const wrong = raw.slice(0, at) + codeSymbols[symbol]! + raw.slice(at + 1)
    if (wrong !== raw) assert.equal(readCode(wrong), null)
    const other = at + apart
    if (other < 9 && raw[at] !== raw[other]) {
      const swapped = [...raw]; swapped[at] = raw[other]!; swapped[other] = raw[at]!
      assert.equal(readCode(swapped.join('')), null, `${at} and ${other}`)
    }
  }), { numRuns: 3000 })
  for (const no of ['', 'A'.repeat(9), '222222221', 'x'.repeat(1e6), '2222-2222']) assert.equal(readCode(no), null)
})
test('a code keyed on a telephone is among those its keys may mean, and each of them is a code', () => {
  const keyOf = (symbol: string): string => [...'23456789'].find((k) => symbolsOn(k).includes(symbol))!
  assert.deepEqual([...'23456789'].flatMap((k) => symbolsOn(k)).sort(), [...codeSymbols].sort())
  fc.assert(fc.property(picks, (p) => {
    const code = codeOf(p), keys = [...code.replaceAll('-', '')].map(keyOf).join(''), all = codesByKeys(keys)
    assert.ok(all.includes(code) && all.length <= 11_000 && new Set(all).size === all.length, `${code} ${all.length}`)
    for (const other of all.slice(0, 5)) assert.equal(readCode(other), other)
  }), { numRuns: 60 })
  for (const no of ['', '12345678', '1'.repeat(9), '2'.repeat(10), '23456789*']) assert.deepEqual(codesByKeys(no), [])
})
test('answers by path: rows by their id, nothing inherited from objects', () => {
  const answers = { people: { state: 'open' as const, rows: [{ id: 'r1', answers: {} }] } }
  const next = withAnswer(answers, 'people.r1.age', { state: 'given', value: 7 })
  assert.equal(answerAt(next, 'people.r1.age')?.value, 7)
  assert.equal(answerAt(answers, 'people.r1.age'), undefined, 'what was is not changed')
  assert.equal(withAnswer(answers, 'people.r9.age', { state: 'given', value: 7 }), answers)
  for (const path of ['constructor', 'people.r1.toString', '__proto__', 'hasOwnProperty']) assert.equal(answerAt(next, path), undefined)
})
test('an event of an enabler is kept as an outcome, whatever its name', () => {
  const actor = { role: 'system', channel: 'api', assurance: 0 } as const, at = '2026-11-24T12:00:00.000Z', today = '2026-11-24'
  const base = evolve(null, { stream: 's', seq: 1, type: 'started', at, today, actor, data: { service: 'x', version: '1', language: 'es', code: 'c' } } as StoredEvent)
  for (const type of ['certificate-issued', 'constructor', 'toString', '__proto__']) assert.deepEqual(evolve(base, { stream: 's', seq: 2, type, at, today, actor, data: {} }).outcomes, [{ type, at, data: {} }])
})
