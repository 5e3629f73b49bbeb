import assert from 'node:assert/strict'
import test from 'node:test'
import { createRegisters, failing } from '#enablers/registers'
import { createCircuit, failuresToBeDown } from '#platform/circuit'
import { createStatus } from './status.ts'

const names = { 'srcei.civil': { institution: 'srcei', name: { es: 'Registro Civil', en: 'Civil Registry' } }, 'mds.rsh': { institution: 'mindes', name: { es: 'Registro Social de Hogares', en: 'Social Registry of Households' } } }
test('what is down is said in plain words, in both languages, from the calls themselves; all is well says nothing', async () => {
  let now = 0, switched: 'slow' | undefined
  const circuit = createCircuit(() => now)
  const registers = createRegisters({ providers: { 'srcei.civil': failing(), 'mds.rsh': failing() }, registers: names, attributes: {}, runOf: async (person) => (person === 'rosa' ? '41000117-9' : undefined), now: () => '2026-11-24T13:00:00.000Z', demo: true, circuit, known: (id) => (id === 'mds.rsh' ? switched : undefined) })
  const status = createStatus({ registers, circuit, vocabulary: { registers: names } })
  assert.deepEqual([status.troubles(), status.text('es')], [[], undefined])
  const ask = (person: string) => registers.fetch([{ path: 'born', registry: 'srcei.civil', field: 'birth_date' }], { person, case: 'c', service: 's', institution: 'i' })
  for (let n = 0; n < failuresToBeDown + 2; n++) await ask('nobody we know')
  assert.equal(status.text('es'), undefined, 'a mistake of ours is no outage of theirs')
  for (let n = 0; n < failuresToBeDown; n++) assert.deepEqual((await ask('rosa'))['born'], { outcome: 'down' })
  assert.deepEqual(status.troubles(), [{ kind: 'register', id: 'srcei.civil', state: 'down' }])
  assert.equal(status.text('es'), 'Ahora no responde: Registro Civil. Tu trámite no se pierde: puedes seguir, o dejarlo y volver después.')
  switched = 'slow'
  assert.match(status.text('en')!, /^Not answering now: Civil Registry\. Answering late: Social Registry of Households\. Your application is not lost/)
  for (let n = 0; n < failuresToBeDown; n++) circuit.failed('certificates')
  assert.match(status.text('es')!, /La emisión de documentos está detenida/)
  assert.equal(status.verifies(), true)
  for (const gone of [createStatus({ registers: { status: () => [] }, circuit: createCircuit(() => now), vocabulary: { registers: {} }, answers: () => false })]) assert.deepEqual([gone.verifies(), gone.troubles(), gone.text('en')?.startsWith('We cannot check who you are now.')], [false, [{ kind: 'enabler', id: 'identity', state: 'down' }], true], 'switched off')
  for (let n = 0; n < failuresToBeDown; n++) circuit.failed('identity')
  assert.equal(status.verifies(), false, 'by its own calls')
  now += 20 * 60_000
  switched = undefined
  assert.equal(status.text('es'), undefined, 'what nobody called is not known')
})
