import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import type { Look } from '#cases'
import { ids } from '#platform/clock'
import { testDatabase } from '#platform/database'
import { hand, house, person, rooms } from '../../../test/spine/house.ts'
import { createDataUse, type DataUse, type DataUseNeeds, homeText, type Member, migrations } from './index.ts'

const secret = createHash('sha256').update('tests').digest(), rosa = person(1), luis = person(2), marta = person(9), ana = person(4)
const names: { readonly [id: string]: string } = { [rosa]: 'Rosa Núñez Paredes', [luis]: 'Luis Contreras Vega', [marta]: 'Marta Lagos Pino', [ana]: 'Ana Pino Soto' }
const carmen: Member = { ...hand('carmen', 'phone'), role: 'supervisor', by: 'carmen', institution: 'srcei' }

async function place(over: Partial<DataUseNeeds> = {}) {
  const database = await testDatabase({ rooms: [...rooms, migrations] }), h = await house({ database }), read: string[] = []
  // Noon in Chile: not the night, unless a test says so.
  h.time.now = Date.parse('2026-11-24T15:00:00.000Z')
  const make = (): DataUse => createDataUse({
    sql: database, secret, ids, now: h.clock.now, looks: h.cases.looksAt, fetches: async () => [], grounds: async () => [], personOfStaff: async (by) => (by === 'marta' ? marta : undefined),
    names: { staff: (by) => (by === 'marta' ? 'Marta Lagos Pino' : by), institution: (id) => id, register: (id) => id, attribute: (id) => id, person: async (id) => { read.push(id); return names[id] } },
    tell: (who, event, key) => h.cases.tell(who, event, { role: 'citizen', channel: 'web', assurance: 2, person: who }, key), look: (member, who, what) => h.cases.attention.look({ ...member, assurance: 0 }, who, what),
    compared: (who, { name, what }, key) => h.cases.tell(who, { type: 'looked', data: { what } }, { role: 'system', by: name, channel: 'web', assurance: 0, person: who }, key), ...over,
  })
  const rows = async () => (await database.query<{ id: string; person_id: string; reasons: string[]; looks: number; points: number; first_at: Date }>('select id, person_id, reasons, looks, points, first_at from data_use.findings order by person_id, first_at')).rows
  return { h, database, read, make, rows, uses: make(), sees: (by: string, who: string, what = 'journey') => h.cases.attention.look({ ...hand(by), institution: 'srcei' }, who, what), of: async (who: string) => (await rows()).filter((r) => r.person_id === who).flatMap((r) => r.reasons), jobs: async (who: string): Promise<readonly Look[]> => (await h.cases.looksAt(who)).filter((l) => l.role === 'system') }
}

test('a surname, an address, one’s own record: each is found among what stands in the logs; a neighbour of another flat is not', async () => {
  const p = await place()
  try {
    await p.uses.lives(marta, { comuna: '13120', street: 'Los Aromos', number: '123', unit: 'Depto. 41' })
    await p.uses.lives(rosa, { comuna: '13120', street: 'LOS ÁROMOS ', number: '123', unit: 'depto 41' })
    await p.uses.lives(luis, { comuna: '13120', street: 'Los Aromos', number: '123', unit: 'depto 42' })
    for (const who of [rosa, luis, ana, marta]) { await p.sees('marta', who); p.h.time.now += 2 * 3_600_000 }
    p.h.time.now = Date.parse('2026-11-24T23:00:00.000Z')
    assert.equal(await p.uses.refresh(), 3)
    // Nobody was served, each time.
    assert.deepEqual([await p.of(rosa), await p.of(luis), await p.of(ana), await p.of(marta)], [['address', 'no-act'], [], ['no-act', 'surname'], ['no-act', 'own-record']])
    // Without the register nobody knows where she lives.
    await p.uses.forget(rosa)
    await p.uses.refresh(true)
    assert.deepEqual(await p.of(rosa), [])
    const { rows } = await p.database.query<{ home: Buffer }>('select home from data_use.homes')
    assert.ok(rows.length === 2 && rows.every((r) => r.home.length === 32), 'a digest, and no address')
    assert.ok(rows.every((r) => !r.home.equals(createHash('sha256').update(`home:${homeText({ comuna: '13120', street: 'Los Aromos', number: '123', unit: 'depto 42' })}`).digest())), 'whoever has no key cannot try addresses')
  } finally { await p.h.close() }
})
test('made anew from the logs: the same findings, what people said of them stays, what no log says goes, what lies further back comes', async () => {
  const p = await place()
  try {
    await p.sees('marta', ana)
    p.h.days(5)
    await p.sees('marta', marta)
    await p.sees('marta', rosa)
    assert.equal(await p.uses.refresh(), 1, 'a turn judges the last days')
    assert.deepEqual((await p.rows()).map((r) => r.person_id), [marta])
    assert.equal(await p.uses.refresh(true), 2)
    const before = await p.rows(), own = before.find((r) => r.person_id === marta)!
    assert.deepEqual(before.map((r) => [r.person_id, r.looks]).sort(), [[ana, 1], [marta, 1]].sort())
    // One is asked about, one she does not recognise, one nobody’s log knows.
    assert.ok((await p.uses.ask(own.id, carmen, '¿Por qué?')).ok)
    const look = (await p.h.cases.looksAt(rosa)).find((l) => l.by === 'marta')!
    assert.ok((await p.uses.disown(rosa, look.seq)).ok)
    await p.database.query("insert into data_use.findings (id, first_at, last_at, person_id, by_id, institution, day, looks, points, reasons) values ($1::uuid, $2, $2, $3::uuid, 'marta', 'srcei', '2026-11-29', 9, 9, '{night}')", [person(77), p.h.clock.now(), luis])
    const judged = await p.rows()
    assert.equal(judged.length, 4)
    for (let turn = 0; turn < 2; turn++) {
      assert.equal(await p.make().refresh(true), 2)
      const after = await p.rows()
      assert.deepEqual(after, judged.filter((r) => r.person_id !== luis), 'the same, in each process')
      const lines = await p.uses.findings(carmen)
      assert.deepEqual(lines.map((l) => [l.id, l.state]).sort(), after.map((r) => [r.id, r.person_id === marta ? 'asked' : r.person_id === rosa ? 'flagged' : 'new']).sort())
    }
    const said = await p.uses.asked('marta')
    assert.deepEqual(said.map((s) => s.said.map((x) => x.text)), [['¿Por qué?']])
    // Two turns at once make no second line of anything.
    await Promise.all([p.uses.refresh(true), p.make().refresh(true)])
    assert.deepEqual((await p.rows()).map((r) => r.id).sort(), judged.filter((r) => r.person_id !== luis).map((r) => r.id).sort())
  } finally { await p.h.close() }
})
test('a job that compares her name says so in her record first, once a day whatever process does it; she sees it as what it is', async () => {
  const p = await place()
  try {
    await p.sees('marta', rosa)
    assert.deepEqual(await p.jobs(rosa), [])
    await Promise.all([p.uses.refresh(), p.make().refresh()])
    await p.make().refresh(true)
    assert.deepEqual((await p.jobs(rosa)).map((l) => [l.what, l.by]), [['compared', 'looks']])
    assert.deepEqual((await p.uses.usesOf(rosa)).map((u) => [u.kind, u.what]).sort(), [['job', 'compared'], ['staff', 'journey']])
    p.h.days(1)
    await p.uses.refresh()
    assert.equal((await p.jobs(rosa)).length, 2)
    assert.deepEqual(await p.jobs(ana), [], 'nobody looked at her, nobody compares')
    // Where it cannot be written down, nobody is compared.
    p.read.length = 0
    const away = await place({ compared: async () => { throw new Error('the record is away') } })
    try {
      await away.sees('marta', ana)
      await assert.rejects(away.uses.refresh(), /the record is away/)
      assert.deepEqual([away.read, await away.rows()], [[], []])
    } finally { await away.h.close() }
  } finally { await p.h.close() }
})
