import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const folder = mkdtempSync(join(tmpdir(), 'ventanilla-cli-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
type Ended = { readonly code: number | null; readonly out: string; readonly err: string }
/** No database can be reached from here: what runs must not need one. */
const ventanilla = (args: readonly string[], input = ''): Promise<Ended> => new Promise((resolve) => {
  const child = spawn(process.execPath, [join(root, 'bin/ventanilla.mjs'), ...args], { env: { ...process.env, DATABASE_URL: 'postgres://127.0.0.1:1/none', VENTANILLA_DATA: join(folder, 'none') } })
  let out = '', err = ''
  child.stdout.on('data', (chunk) => { out += chunk })
  child.stderr.on('data', (chunk) => { err += chunk })
  child.on('close', (code) => resolve({ code, out, err }))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
})
const write = (name: string, text: string) => { const path = join(folder, name); writeFileSync(path, text); return path }
const pgu = join(root, 'services/ips/pension-garantizada-universal/service.yaml')
const broken = (name: string) => write(name, readFileSync(pgu, 'utf8').replace(/must: .*/, 'must: nobody > 3'))

test('how it is called: help 0, mistakes 2 with the usage on stderr and nothing on stdout', async () => {
  assert.equal((await ventanilla(['--help'])).code, 0)
  assert.match((await ventanilla(['lint', '--help'])).out, /usage: ventanilla lint/)
  const mistakes: readonly (readonly string[])[] = [
    [], ['dance'], ['lint'], ['lint', '--nope', pgu], ['lint', 'no-such-file.yaml'], ['lint', pgu, '--vocabulary', 'no-such-folder'], ['walk'], ['walk', pgu], ['walk', pgu, pgu, '--answers', '-'],
    ['walk', pgu, '--answers', 'no-such-file'], ['walk', pgu, '--answers', '-', '--channel', 'pigeon'], ['walk', pgu, '--answers', '-', '--today', '2026-02-30'], ['verify'], ['publish'], ['export'], ['serve', 'me'],
  ]
  const ended = await Promise.all(mistakes.map((args) => ventanilla(args, '{}')))
  for (const [i, { code, out, err }] of ended.entries()) {
    assert.equal(code, 2, mistakes[i]!.join(' '))
    assert.equal(out, '')
    assert.match(err, /usage: ventanilla/)
  }
  for (const input of ['', '[]', 'null', '{"a":', 'x']) assert.equal((await ventanilla(['walk', pgu, '--answers', '-'], input)).code, 2, input)
})

test('lint: our services pass; an error is file:line:col code message and exit 1', async () => {
  const good = await ventanilla(['lint', pgu])
  assert.equal(good.code, 0, good.out)
  const path = broken('bad.yaml'), bad = await ventanilla(['lint', path])
  assert.equal(bad.code, 1)
  for (const line of bad.out.trim().split('\n')) assert.match(line, /^\S+\.yaml:\d+:\d+ [EW]\d\d \S/)
  assert.match(bad.out, / E01 /)
})

test('lint --fix writes the house style and nothing else', async () => {
  const text = readFileSync(pgu, 'utf8'), path = write('fix.yaml', text.replace('languages:\n  - es\n  - en', 'languages: [es, en]'))
  await ventanilla(['lint', '--fix', path])
  assert.equal(readFileSync(path, 'utf8'), text)
})

test('walk: JSON alone on stdout; 1 for a refused definition, 3 for a channel that is not built', async () => {
  const walked = await ventanilla(['walk', pgu, '--answers', '-', '--today', '2026-11-24'], '{"nonsense":1}')
  assert.equal(walked.code, 0, walked.err)
  const said = JSON.parse(walked.out)
  assert.deepEqual(Object.keys(said).sort(), ['asked', 'ignored', 'sections', 'turns', 'view'])
  assert.deepEqual(said.ignored, ['nonsense'])
  assert.equal(said.view.canSubmit, false)
  assert.equal(said.view.eligibility, 'unknown')
  assert.deepEqual(said.view.missing.filter((id: string) => !said.view.deferred.includes(id)), [])
  const refused = await ventanilla(['walk', broken('refused.yaml'), '--answers', '-'], '{}')
  assert.deepEqual([refused.code, refused.out], [1, ''])
  const later = await ventanilla(['walk', pgu, '--answers', '-', '--channel', 'outreach'], '{}')
  assert.deepEqual([later.code, later.out], [3, ''])
})
