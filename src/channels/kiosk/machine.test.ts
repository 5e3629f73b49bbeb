import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import * as kiosk from '#channels/kiosk'
import { machineOf, maySpeak, spokenQuery } from './machine.ts'

const seal = Buffer.alloc(32, 7)
test('the page of the room runs and gives what it says', async () => {
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/channels/kiosk/README.md', 'utf8')) ?? []
  let checked = 0
  const lines = block.split('\n').filter((l) => !l.startsWith('import')).map((l) => { const [, code, said] = /^(.*?)\s+\/\/ (.*)$/.exec(l) ?? []; if (code === undefined || said!.startsWith('KioskPorts')) return l; checked++; return `;same(${code}, ${said}, ${JSON.stringify(l)})` })
  const scope = { ...kiosk, ports: {}, http: { screens: async () => {} }, seal, same: (a: unknown, b: unknown, l: string) => assert.deepEqual(a, b, l) }
  await new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)(...Object.keys(scope), lines.join('\n'))(...Object.values(scope))
  assert.equal(checked, 2)
})
test('a machine speaks only what our own screens say', () => {
  const q = new URLSearchParams(spokenQuery(seal, '¿Para qué? Tecla 1: Trabajo.'))
  assert.equal(maySpeak(seal, q.get('texto')!, q.get('firma')!), true)
  assert.equal(maySpeak(seal, `${q.get('texto')!} Otra cosa.`, q.get('firma')!), false)
  assert.equal(maySpeak(seal, q.get('texto')!, ''), false)
  assert.equal(maySpeak(Buffer.alloc(32, 8), q.get('texto')!, q.get('firma')!), false, 'another house, another key')
})
test('an address names a machine that stands somewhere, or none', () => {
  const three = { id: '3', venue: 'oficina-017', institution: 'ips' }
  assert.equal(machineOf([three], '3'), three)
  for (const id of ['', '4', '../3', '3'.repeat(60), 'constructor']) assert.equal(machineOf([three], id), undefined)
})
