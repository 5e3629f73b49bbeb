import assert from 'node:assert/strict'
import test from 'node:test'
import { Fault } from '#platform/fault'
import { createTelemetry, type Line } from './index.ts'
import { redact } from './redact.ts'

function heard() {
  const lines: string[] = []
  return { lines, last: () => JSON.parse(lines.at(-1)!), telemetry: createTelemetry({ now: () => '2026-11-24T13:00:00.000Z', write: (line) => lines.push(line) }) }
}

test('only fields of the list are written', () => {
  const { telemetry, last } = heard()
  telemetry.log({ what: 'request', id: 'r1', route: '/casos/:id', status: 200, ms: 1.5, body: 'secreto', answers: { nombre: 'Rosa' }, headers: {}, code: { toString: () => 'x' } } as unknown as Line)
  assert.deepEqual(last(), { at: '2026-11-24T13:00:00.000Z', what: 'request', id: 'r1', route: '/casos/:id', status: 200, ms: 1.5 })
})

test('nothing that looks like a RUN passes, in any writing; what only resembles one to a machine does', () => {
  for (const run of ['41.000.001-7', '41000001-7', '410000017', '4.100.000-K', '4100000-k', '41.000.001 - 7', '41.000.0017', '41000001–7']) assert.equal(redact(`de ${run}, hoy`), 'de [run], hoy', run)
  assert.equal(redact('/x?run=41000001-7&y'), '/x?run=[run]&y')
  assert.equal(redact('rosa.diaz@example.cl +56 9 1234 5678 +56912345678'), '[mail] [phone] [phone]')
  for (const kept of ['12345678-1234-4123-8123-123456789012', '2026-11-24T13:00:00.000Z', 'store.ts:123:45', 'port 29099', '18.4.0', '1795516165367', 'v20.20.2', '127.0.0.1:5432', 'a'.repeat(20) + '12345678', '0123456789abcdef0123456789abcdef01234567']) assert.equal(redact(kept), kept)
})

test('an error tells its name, code, place and causes, and nothing it quotes', () => {
  const { telemetry, lines, last } = heard()
  const inner = Object.assign(new Error('invalid input syntax for type uuid: "Rosa Díaz 41.000.001-7"'), { code: '22P02', detail: 'Key (run)=(41000001-7) already exists.', where: 'secreto' })
  telemetry.tell('a register did not answer', new Fault('register-down', 'the register "srcei.civil" does not answer', inner))
  const { error } = last()
  assert.deepEqual([error.name, error.code, error.message], ['Fault', 'register-down', 'the register "srcei.civil" does not answer'])
  assert.deepEqual([error.cause.code, error.cause.message], ['22P02', 'invalid input syntax for type uuid: [...]'])
  assert.match(error.at[0], /telemetry\.test\.ts:\d+/)
  assert.doesNotMatch(lines.join(), /Rosa|41\.?000|secreto|Key/)
  telemetry.tell('thrown', 'Rosa')
  assert.deepEqual(last().error, { name: 'string' })
})

test('a line stays one line', () => {
  const { telemetry, lines } = heard()
  telemetry.tell('broken\nline\u2028', new Error('two\nlines'))
  assert.equal(lines.length, 1)
  assert.ok(!lines[0]!.includes('\n'))
})

test('requests are counted and timed by route', () => {
  const { telemetry } = heard()
  for (const ms of [0.4, 3, 12_000]) telemetry.log({ what: 'request', method: 'GET', route: '/casos/:id', status: 200, ms })
  telemetry.count('ventanilla_effects_total', { kind: 'no"tify' }, 2)
  const text = telemetry.metrics()
  for (const line of [
    'ventanilla_effects_total{kind="no\\"tify"} 2', 'ventanilla_requests_total{method="GET",route="/casos/:id",status="200"} 3', '# TYPE ventanilla_request_milliseconds histogram',
    'ventanilla_request_milliseconds_bucket{method="GET",route="/casos/:id",le="1"} 1', 'ventanilla_request_milliseconds_bucket{method="GET",route="/casos/:id",le="5"} 2',
    'ventanilla_request_milliseconds_bucket{method="GET",route="/casos/:id",le="10000"} 2', 'ventanilla_request_milliseconds_bucket{method="GET",route="/casos/:id",le="+Inf"} 3',
    'ventanilla_request_milliseconds_sum{method="GET",route="/casos/:id"} 12003.4', 'ventanilla_request_milliseconds_count{method="GET",route="/casos/:id"} 3',
  ]) assert.ok(text.split('\n').includes(line), `${line}\n${text}`)
})

test('labels gone wild do not fill the memory', () => {
  const { telemetry } = heard()
  for (let i = 0; i < 5_000; i++) telemetry.count('wild_total', { i })
  assert.ok(telemetry.metrics().split('\n').length < 600)
  assert.match(telemetry.metrics(), /wild_total\{other="true"\} 4500/)
})
