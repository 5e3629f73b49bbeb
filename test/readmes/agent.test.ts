import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import * as agent from '#channels/agent'
import type { Viewer } from '#cases'
import { engineFrom, registersOf } from '../web/channel.tsx'
import { citizen, hand, house, person } from '../spine/house.ts'

/** The README's example over a journey of the heating allowance at level 2, begun by its person: each line `expression   // value` gives that value. */
test('the example of the agent’s workspace runs and gives what it says', async () => {
  const engine = engineFrom(readFileSync('test/services/ips/bono-prueba/service.yaml', 'utf8')), h = await house({ engine, registers: registersOf({ born: '1960-03-05', address: { street: 'Los Aromos', number: '123', comuna: '13120' } }) })
  try {
    const { id, code } = await h.begin(citizen(1)), juan = hand('juan', 'phone')
    await h.cases.prefill(id, ['born', 'address'], citizen(1))
    const call = await h.cases.episodes.open({ key: 'a call', actor: juan, institution: 'ips', direction: 'in', post: 'phone' })
    assert.ok(call.ok)
    const sent = await h.cases.live.askOtp(code, juan, call.value.id)
    assert.ok(sent.ok)
    assert.ok((await h.cases.live.join(code, juan, { episode: call.value.id, consent: { how: 'otp', challenge: sent.value.challenge, digits: h.sent.at(-1)!.digits } })).ok)
    const viewer: Viewer = await h.cases.attention.viewer(juan), open = async () => { const found = await h.cases.open(id, viewer); assert.ok(found.ok); return found.value }
    assert.equal(viewer.person, person(1))
    const first = await open(), said = await h.cases.act(id, { do: 'answer', answers: { tenure: { value: 'own', state: 'given' } }, basedOn: first.seq }, viewer, 'k')
    assert.ok(said.ok)
    // The first lines speak of the journey before that answer, the reading-back of the one after it.
    const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/channels/agent/README.md', 'utf8')) ?? [], mounted: unknown[] = []
    let checked = 0
    const lines = block.split('\n').filter((l) => !l.startsWith('import')).map((l) => {
      const [, raw, value] = /^(.*?)\s+\/\/ (.*)$/.exec(l) ?? [], code = l.includes('readAll(') ? l.replace('{ journey,', '{ journey: after,') : raw
      if (raw === undefined || value!.startsWith('AgentPorts')) return code ?? l.replace('{ journey, talk', '{ journey: after, talk')
      checked++
      return `;same(${code}, ${value}, ${JSON.stringify(l)})`
    })
    const scope = { ...agent, ports: { cases: h.cases }, page: {}, http: { screens: async (mount: unknown) => { mounted.push(mount) } }, journey: first, after: await open(), viewer, lists: { comunas: [], banks: [] }, same: (a: unknown, b: unknown, l: string) => assert.deepEqual(a, b, l) }
    await new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)(...Object.keys(scope), lines.join('\n'))(...Object.values(scope))
    assert.deepEqual([checked, mounted.length], [5, 1])
  } finally { await h.close() }
})
