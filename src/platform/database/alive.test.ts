import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { pathToFileURL } from 'node:url'
import { exclusively, signature, stillThere } from './alive.ts'

const lab = mkdtempSync(join(tmpdir(), 'ventanilla-alive-'))
after(() => rmSync(lab, { recursive: true, force: true }))

test('one at a time, also when holders are killed', async () => {
  const folder = mkdtempSync(join(lab, 'race-')), book = join(lab, 'book')
  writeFileSync(book, '')
  // Each writes `in` and `out` with its name; whoever finds an `in` of a living process that has not left tells.
  const script = join(lab, 'racer.mts')
  writeFileSync(script, `
    import { appendFileSync, readFileSync } from 'node:fs'
    import { exclusively, stillThere, signature } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'alive.ts')).href)}
    const me = signature(process.pid), book = ${JSON.stringify(book)}
    for (let n = 0; n < 25; n++) await exclusively(${JSON.stringify(folder)}, async () => {
      const inside = new Set()
      for (const line of readFileSync(book, 'utf8').split('\\n')) { const [what, ...who] = line.split(' '); if (what === 'in') inside.add(who.join(' ')); if (what === 'out') inside.delete(who.join(' ')) }
      for (const other of inside) if (stillThere(other)) appendFileSync(book, 'BROKEN ' + me + ' / ' + other + '\\n')
      appendFileSync(book, 'in ' + me + '\\n')
      await new Promise((r) => setTimeout(r, Math.random() * 8))
      appendFileSync(book, 'out ' + me + '\\n')
    })`)
  const go = (): ChildProcess => spawn(process.execPath, ['--import', 'tsx', script], { stdio: 'inherit' })
  const stayers = Array.from({ length: 4 }, go), victims = Array.from({ length: 4 }, go)
  const ended = stayers.map((child) => new Promise((resolve) => child.on('close', resolve)))
  for (const [i, victim] of victims.entries()) setTimeout(() => victim.kill('SIGKILL'), 900 + 150 * i)
  assert.deepEqual(await Promise.all(ended), [0, 0, 0, 0])
  for (const victim of victims) victim.kill('SIGKILL')
  const lines = readFileSync(book, 'utf8').split('\n')
  assert.deepEqual(lines.filter((line) => line.startsWith('BROKEN')), [])
  assert.ok(lines.filter((line) => line.startsWith('out')).length >= 100)
  assert.ok(readdirSync(folder).filter((name) => /^lock\.\d+$/.test(name)).length <= 2, 'no heap of files')
})

test('a lock of a process that is gone, or whose number somebody else has now, is taken; one that is held is waited for', async () => {
  const folder = mkdtempSync(join(lab, 'stale-'))
  for (const stale of ['4194303 1 x', `${process.pid} 12345 another-boot`, '', 'nonsense']) {
    writeFileSync(join(folder, 'lock.7'), stale)
    assert.equal(await exclusively(folder, async () => 'mine', 1000), 'mine', stale)
    for (const name of readdirSync(folder)) rmSync(join(folder, name))
  }
  writeFileSync(join(folder, 'lock.1'), signature(process.pid))
  await assert.rejects(exclusively(folder, async () => 'mine', 200), { code: 'database-locked' })
})

test('it is free again when the work throws, and within one process too', async () => {
  const folder = mkdtempSync(join(lab, 'throws-')), order: number[] = []
  await assert.rejects(exclusively(folder, async () => { throw new Error('mine') }), { message: 'mine' })
  await Promise.all([1, 2, 3].map((n) => exclusively(folder, async () => { order.push(n); await new Promise((resolve) => setTimeout(resolve, 20)); order.push(n) })))
  assert.deepEqual([order[0], order[2], order[4]], [order[1], order[3], order[5]])
})

test('a process is known by more than its number', () => {
  assert.equal(stillThere(signature(process.pid)), true)
  assert.equal(stillThere(`${process.pid} 1 boot`), false)
  assert.equal(stillThere(''), false)
})
