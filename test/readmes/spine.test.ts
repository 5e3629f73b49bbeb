import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import * as cases from '#cases'
import * as assurance from '#core/assurance'
import * as canonical from '#platform/canonical'
import * as kase from '#core/case'
import * as blob from '#platform/blob'
import * as crypto from '#platform/crypto'
import * as log from '#platform/log'
import * as outbox from '#platform/outbox'
import { agent, citizen, hand, house, person } from '../spine/house.ts'

/** A README's example is a promise: it runs as it stands, and each line `expression   // value` gives that value. */
test('the examples of the spine’s rooms run and give what they say', async () => {
  const h = await house()
  try {
    const { id: caseId, code } = await h.begin(citizen(7))
    await h.cases.act(caseId, { do: 'answer', answers: { names: { value: 'Rosa', state: 'given' } }, basedOn: 1 }, citizen(7), 'readme')
    const read = (await h.log.read(caseId))!
    const at = h.clock.now(), event = { at, today: '2026-11-24', actor: citizen(7), events: [{ type: 'noted', data: {} }], effects: [], command: { key: 'readme', body: {} } }
    const given: { readonly [room: string]: { readonly [name: string]: unknown } } = {
      'src/platform/canonical': canonical, 'src/core/assurance': assurance, 'src/core/case': { ...kase, engine: h.engine },
      'src/platform/crypto': { ...crypto, folder: join(h.folder, 'readme-keys') },
      'src/platform/blob': { ...blob, folder: join(h.folder, 'readme-blobs'), caseId, key: read.key, upload: (async function* () { yield Buffer.from('hola') })(), response: { write() {} }, filesOf: async () => [] },
      'src/platform/log': { ...log, sql: h.sql, crypto: h.crypto, now: h.clock.now, sealer: h.sealer, caseId, ...event },
      'src/platform/outbox': { ...outbox, sql: h.sql, now: h.clock.now, random: () => 0.5, send: async () => {} },
      'src/cases': { ...cases, needs: h.needs, actor: citizen(), agent: agent('marta'), hand: hand('marta'), rosa: person(7), code },
    }
    for (const [room, names] of Object.entries(given)) {
      const block = [...readFileSync(`${room}/README.md`, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map((m) => m[1]).join('\n')
      let checked = 0
      const lines = block.split('\n').filter((l) => !l.startsWith('import ')).map((line) => {
        const [, code = line, said = ''] = /^(.*?)\s+\/\/ (.*)$/.exec(line) ?? []
        const value = /^(\[.*\]|\{.*\}|'[^']*'|-?\d+|true|false)(,|$)/.exec(said)?.[1]
        if (value === undefined || /^\s*(const|for|try|catch|await)\b/.test(code)) return line
        checked++
        return `same(${code.replace(/;$/, '')}, ${value}, ${JSON.stringify(line)})`
      })
      const scope = { ...names, same: (a: unknown, b: unknown, line: string) => assert.deepEqual(a, b, line) }
      try { await new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)(...Object.keys(scope), lines.join('\n'))(...Object.values(scope)) } catch (error) { throw new Error(`${room}/README.md`, { cause: error }) }
      assert.ok(checked > 0 || ['src/platform/blob', 'src/platform/outbox'].includes(room), `${room} says no value`)
    }
  } finally { await h.close() }
})
