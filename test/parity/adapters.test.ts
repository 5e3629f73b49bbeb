import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { built } from '#app/channels.ts'
import { type House, startHouse } from '#app/main.ts'
import type { Channel } from '#core/actor'
import { defers } from '#core/kinds'
import { readConfig } from '#platform/config'
import { definitions } from '../../scripts/parity.ts'
import { watchReads } from '../access/watch.ts'
import { testServices } from '../web/app.ts'
import { adapters, openBrowser, telephonySecret, type World } from './adapters.ts'
import { sampleOf, substance } from './samples.ts'

const watch = watchReads()
let house: House, world: World, folder: string
test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ventanilla-parity-'))
  house = await startHouse(readConfig({ PORT: '0', VENTANILLA_DATA: folder, VENTANILLA_TELEPHONY_SECRET: telephonySecret, ...testServices }), { root: process.cwd(), demo: true, dev: false, work: false, serve: true, tap: watch.tap })
  world = { url: house.address!, browser: await openBrowser(), person: { id: 'rosa', run: '41000117-9' } }
})
test.after(async () => { await world.browser.close(); await house.stop(); rmSync(folder, { recursive: true, force: true }); watch.close() })

test('each channel that is built has its line in the table of this test', () => {
  assert.deepEqual(built.filter((channel) => !Object.hasOwn(adapters, channel)), [], 'carry a sample through it: a line in test/parity/adapters.ts')
})
/** Screens of staff and machines take a browser longest: with each run they carry the services made for tests, which hold every kind; nightly all of them. The spine carries all through all in each run. */
const slow: ReadonlySet<string> = new Set(['counter', 'phone', 'kiosk']), all = process.env['PARITY'] === 'all'
test('every service, as the same person with the same answers, through each channel that is built: the same case and the same view, but for who gave it where', async (t) => {
  for (const { file, engine } of definitions()) await t.test(file, async () => {
    const sample = sampleOf(file, engine), made: { [channel: string]: ReturnType<typeof substance> } = {}
    for (const [channel, carry] of Object.entries(adapters)) {
      const depth = engine.service.channels?.[channel as 'web']
      if ((depth !== undefined && depth !== 'transact') || (slow.has(channel) && !all && !file.includes('test/services'))) continue
      const id = await carry(world, sample), found = await house.cases.open(id, { role: 'system', channel: 'api', assurance: 0 })
      assert.ok(found.ok, `${channel} ${JSON.stringify(found)}`)
      const { case: one, view } = found.value
      assert.equal(one.status, 'submitted', channel)
      // Every answer that a person gave came by this channel, but for what its definition leaves there for another.
      for (const [path, a] of Object.entries(one.answers)) if ((a.state === 'given' || a.state === 'declared') && !defers(engine.fact(path)!, channel as Channel)) assert.equal(a.channel, channel, `${channel} ${path}`)
      made[channel] = substance(one, view)
    }
    const [first, ...rest] = Object.keys(made)
    assert.ok(first !== undefined && rest.length >= 1, `${file} went through ${Object.keys(made).join()}`)
    for (const channel of rest) assert.deepEqual(made[channel], made[first], `${engine.service.id}: ${channel} and ${first}`)
  })
})
