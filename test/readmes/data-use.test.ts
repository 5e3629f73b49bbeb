import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { findingsOf, surnamesOf } from '#enablers/data-use'

test('the example of data-use runs and gives what it says', () => {
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/enablers/data-use/README.md', 'utf8')) ?? []
  let checked = 0
  const lines = block.split('\n').filter((l) => !l.startsWith('import')).map((line) => {
    const [, code = line, value] = /^(.*?)\s+\/\/ (\[.*\])$/.exec(line) ?? []
    if (value === undefined) return line
    checked++
    return `same(${code}, ${value})`
  })
  new Function('findingsOf', 'surnamesOf', 'same', lines.join('\n'))(findingsOf, surnamesOf, assert.deepEqual)
  assert.equal(checked, 3)
})
