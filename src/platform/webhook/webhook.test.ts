import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import * as webhook from './index.ts'

const { isSigned, signed } = webhook, now = 1_795_000_000_000, body = '{"call":"1"}', headers = signed('one', body, now)
const check = (change: Partial<Parameters<typeof isSigned>[0]> = {}) => isSigned({ secrets: ['one'], headers, body, now, ...change })

test('what was signed is known; another body, secret, time or shape is not', () => {
  assert.ok(check())
  assert.ok(check({ secrets: ['new', 'one'] }), 'while one secret replaces another')
  assert.ok(check({ body: Buffer.from(body) }))
  assert.ok(check({ now: now + 299_000 }) && check({ now: now - 299_000 }))
  assert.ok(!check({ now: now + 301_000 }) && !check({ now: now - 301_000 }))
  assert.ok(!check({ body: `${body} ` }) && !check({ secrets: ['two'] }) && !check({ secrets: [] }))
  const stamp = headers['ventanilla-timestamp']!, signature = headers['ventanilla-signature']!
  assert.ok(!check({ headers: { 'ventanilla-timestamp': String(Number(stamp) + 1), 'ventanilla-signature': signature } }), 'the time is signed too')
  for (const bad of [{}, { 'ventanilla-timestamp': stamp }, { 'ventanilla-timestamp': stamp, 'ventanilla-signature': '' }, { 'ventanilla-timestamp': stamp, 'ventanilla-signature': signature.toUpperCase() }, { 'ventanilla-timestamp': stamp, 'ventanilla-signature': signature.slice(0, -1) }, { 'ventanilla-timestamp': 'NaN', 'ventanilla-signature': signature }, { 'ventanilla-timestamp': stamp, 'ventanilla-signature': [signature, signature] }]) assert.ok(!check({ headers: bad as typeof headers }), JSON.stringify(bad))
})
test('the example of the README gives what it says', () => {
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(new URL('./README.md', import.meta.url), 'utf8')) ?? [], names = Object.keys(webhook)
  let checked = 0
  const lines = block.split('\n').filter((l) => !l.startsWith('import')).map((line) => { const [, code, said] = /^(.*?)\s+\/\/ (.*)$/.exec(line) ?? []; if (code === undefined) return line; checked++; return `;same(${code}, ${said})` })
  new Function(...names, 'same', lines.join('\n'))(...names.map((n) => (webhook as unknown as { [k: string]: unknown })[n]), assert.deepEqual)
  assert.equal(checked, 5)
})
