import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import * as chat from '#channels/chat'
import { engineFrom, serviceYaml } from '../spine/house.ts'

test('the example of conversations runs and gives what it says', () => {
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/channels/chat/README.md', 'utf8')) ?? []
  let checked = 0
  const lines = block.split('\n').filter((l) => !l.startsWith('import')).map((l) => { const [, code, said] = /^(.*?)\s+\/\/ (.*)$/.exec(l) ?? []; if (code === undefined) return l; checked++; return `;same(${code}, ${said}, ${JSON.stringify(l)})` })
  const scope = { ...chat, engine: engineFrom(serviceYaml), same: (a: unknown, b: unknown, l: string) => assert.deepEqual(a, b, l) }
  new Function(...Object.keys(scope), lines.join('\n'))(...Object.values(scope))
  assert.equal(checked, 7)
})
