import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { createCertificates, demo, folioOf, migrations } from '#enablers/certificates'
import { chile } from '#platform/clock'
import { testDatabase } from '#platform/database'
import { citizen, engineFrom, house, rooms } from '../spine/house.ts'

const yaml = readFileSync(join(import.meta.dirname, '../chaos/service.yaml'), 'utf8'), secret = Buffer.alloc(32, 5), people = 60
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

test('kill -9 in the middle: one folio and one certificate for each effect, and each reaches its case', { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-kill-')), database = await testDatabase({ rooms: [...rooms, migrations] })
  const h = await house({ engine: engineFrom(yaml), database, folder })
  // Everything has waited for a while already.
  h.time.now = Date.now() - 60_000
  const start = (linger: number) => new Promise<ChildProcess>((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'worker.ts'), JSON.stringify({ url: database.url, folder, yaml, secret: secret.toString('hex'), linger })], { stdio: ['ignore', 'pipe', 'inherit'] })
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)))
    child.stdout!.once('data', () => resolve(child))
  })
  const kill = (child: ChildProcess) => new Promise<void>((resolve) => { child.removeAllListeners('exit').once('exit', () => resolve()); child.kill('SIGKILL') })
  const count = async (text: string): Promise<number> => Number((await database.query<{ n: string }>(text)).rows[0]!.n)
  const issued = () => count('select count(*) as n from certificates.issued'), told = () => count("select count(*) as n from log.events where type = 'certificate-issued'")
  try {
    const ids: string[] = []
    for (let n = 0; n < people; n++) {
      const who = citizen(n + 1), { id } = await h.begin(who), act = async (command: Parameters<typeof h.cases.act>[1]) => { const done = await h.cases.act(id, command, who, h.key()); assert.ok(done.ok, JSON.stringify(done)) }
      await act({ do: 'answer', basedOn: 1, answers: Object.fromEntries(Object.entries({ names: `Persona ${n}`, use: 'private', rooms: 2, nickname: 'x' }).map(([f, value]) => [f, { value, state: 'given' as const }])) })
      const opened = await h.cases.open(id, who)
      assert.ok(opened.ok)
      await act({ do: 'submit', digest: h.cases.digest(opened.value) })
      ids.push(id)
    }
    let kills = 0, between = 0
    while ((await told()) < people && kills < 60) {
      const child = await start(kills < 8 ? 300 : 0)
      // Six are struck as soon as a row is written down whose event is not in the log, where a second one would be made; two at any moment; then they may work.
      if (kills < 6) for (let n = 0; n < 1000 && (await issued()) - (await told()) <= 0; n++) await sleep(10)
      else await sleep(kills < 8 ? 400 * Math.random() : 4000)
      await kill(child)
      kills++
      if ((await issued()) > (await told())) between++
    }
    assert.ok(kills >= 8 && between >= 4, `${kills} kills, ${between} of them between the row and its event`)
    assert.equal(await issued(), people)
    const certificates = createCertificates({ sql: database, maker: demo(), secret, publicUrl: () => '', institutionName: (id) => id, today: () => '2026-11-24', keyOf: async (id) => (await h.log.read(id))?.key ?? null })
    const folios = new Set<string>()
    for (const [n, id] of ids.entries()) {
      const events = (await h.log.events(id)).filter((e) => e.type === 'certificate-issued')
      assert.equal(events.length, 1)
      const data = events[0]!.data as { folio: string; sha256: string; effect: string }, found = await certificates.download(id, data.folio)
      assert.ok(found.ok)
      assert.equal(data.folio, folioOf(data.effect, secret))
      assert.equal(createHash('sha256').update(found.value.bytes).digest('hex'), data.sha256)
      assert.equal((await certificates.documents(id, 'es')).length, 1)
      assert.equal((await certificates.verify({ folio: data.folio, sha256: data.sha256 }, 'es')).verdict, 'same')
      folios.add(data.folio)
      const opened = await h.cases.open(id, citizen(n + 1))
      assert.ok(opened.ok && opened.value.case.status === 'closed')
    }
    assert.equal(folios.size, people)
    assert.equal((await database.query<{ zone: string }>('select distinct zone from certificates.issued')).rows[0]!.zone, chile)
  } finally { await h.close(); rmSync(folder, { recursive: true, force: true }) }
})
