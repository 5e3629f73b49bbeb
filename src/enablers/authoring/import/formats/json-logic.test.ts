import assert from 'node:assert/strict'
import test from 'node:test'
import { parse } from '#core/expression'
import { feel } from '../condition.ts'
import type { Json } from '../types.ts'
import type { Known } from './compare.ts'
import { jsonLogic } from './json-logic.ts'

const facts: { readonly [key: string]: Known } = Object.fromEntries(([
  ['yes', 'yesno'], ['no', 'yesno'], ['pick', 'choice', ['a', 'b']], ['boxes', 'many', ['x', 'y']], ['n', 'decimal'], ['m', 'integer'], ['word', 'text'], ['born', 'date'], ['rows', 'list'],
] as const).map(([id, type, options]) => [id, { id, ref: id, type, ...(options ? { options } : {}) }]))
const read = (rule: unknown) => jsonLogic(rule as Json, (path) => (path === 'cell' ? { id: 'cell', ref: 'cell', type: 'text', list: 'rows' } : Object.hasOwn(facts, path) ? facts[path] : undefined))

const v = (name: string) => ({ var: name })
const kept: readonly (readonly [unknown, string])[] = [
  [{ '==': [v('yes'), true] }, 'yes = true'], [{ '==': [v('yes'), 'true'] }, 'yes = true'], [{ '!=': [v('yes'), true] }, 'yes != true'], [v('yes'), 'yes = true'], [{ '!': [v('yes')] }, 'yes != true'], [{ '!!': [v('word')] }, 'applies(word)'],
  [{ '===': ['a', v('pick')] }, 'pick = "a"'], [{ '==': [v('pick'), 'gone'] }, 'false'], [{ in: [v('pick'), ['a', 'b']] }, 'pick = "a" or pick = "b"'], [{ '==': [v('pick'), ''] }, '(applies(pick)) != true'],
  [v('boxes.x'), 'list contains(boxes, "x")'], [{ '==': [v('boxes.x'), true] }, 'list contains(boxes, "x")'], [{ '==': [v('boxes.x'), false] }, 'list contains(boxes, "x") != true'], [{ in: ['y', v('boxes')] }, 'list contains(boxes, "y")'],
  [{ '>': [v('n'), 5] }, 'n > 5'], [{ '<=': [1, v('n'), 10] }, '1 <= n and n <= 10'], [{ '>=': [{ '+': [v('n'), v('m'), 1] }, 10] }, 'n + m + 1 >= 10'], [{ '==': [{ '*': [v('n'), { '-': [v('m'), 1] }] }, 4] }, 'n * (m - 1) = 4'], [{ '<': [{ max: [v('n'), v('m')] }, 3] }, 'max(n, m) < 3'],
  [{ '>': [{ date: v('born') }, { '-': [{ today: [] }, { rdelta: [18, 0, 0] }] }] }, 'born > today - duration("P216M")'], [{ '<': [v('born'), '2020-01-31'] }, 'born < date("2020-01-31")'], [{ '==': [{ date: '2020-01-31T10:00:00Z' }, v('born')] }, 'date("2020-01-31") = born'],
  [{ and: [v('yes'), { or: [v('no'), { '==': [v('word'), 'z"q'] }] }] }, 'yes = true and (no = true or word = "z\\"q")'], [{ if: [v('yes'), { '==': [v('n'), 1] }, v('no'), true, false] }, 'yes = true and n = 1 or yes != true and no = true'],
  [{ in: ['ab', v('word')] }, 'contains(word, "ab")'], [true, 'true'], [{ or: [] }, 'false'], [{ '==': [1, 1] }, 'true'], [v('rows'), 'count(rows) > 0'],
]
for (const [rule, says] of kept) test(`${JSON.stringify(rule)} is ${says}`, () => {
  const t = read(rule)
  assert.ok('is' in t, JSON.stringify(t))
  assert.equal(feel(t.is), says)
  assert.doesNotThrow(() => parse(says), 'the engine reads it')
})

const told: readonly (readonly [unknown, RegExp])[] = [
  [{ '==': [v('gone'), 1] }, /no question «gone»/], [{ log: [1] }, /«log» is not an operation/], [{ map: [v('rows'), 1] }, /«map» is not/], [{ '>': [v('word'), 3] }, /only numbers and days/], [{ '==': [v('n'), v('word')] }, /two different kinds/],
  [{ '==': [v('n'), 1], '!': [1] }, /several operations in one/], [{ '>': [{ '/': [v('n'), v('m')] }, 1] }, /division by what may be zero/], [{ '<': [v('born'), 'tomorrow'] }, /is no day/], [{ '>': [{ '-': [v('born'), { rdelta: [1, 0, 3] }] }, v('born')] }, /years and days at once/],
  [{ '>': [{ '-': [v('born'), 3] }, v('born')] }, /only a span of time/], [{ '==': [v('boxes.x'), 'maybe'] }, /ticked or not/], [{ '>': [v('cell'), 1] }, /asked once a row/], [{ or: Array.from({ length: 501 }, () => v('yes')) }, /more than 500 tests/], [{ var: 'constructor' }, /no question «constructor»/],
]
for (const [rule, why] of told) test(`${JSON.stringify(rule).slice(0, 60)} is told: ${why.source}`, () => { const t = read(rule); assert.match('why' in t ? t.why : `it was read: ${feel(t.is)}`, why) })
