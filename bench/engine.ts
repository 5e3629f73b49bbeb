/**
 * The engine against a function written by hand for the same service of 61 questions, in one process, turn about: one step (an answer kept, judged, and
 * the next question found) and one full pass over a complete case. And what a first compilation takes, and what a browser loads to run a compiled
 * service. A line that begins with FAIL broke its limit. How other engines do stands in docs/benchmarks.md.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'
import { limitOf } from './engine/limit.ts'
import { median } from './engine/measure.ts'
import { oursOf, plainErrors } from './engine/ours.ts'
import { answersOf, definition, getAnswer, plainPath, toAnswers } from './engine/service.ts'

const limits = { step: 3, full: 5, compile: 10, bundle: 14 }
const here = join(import.meta.dirname, 'engine')

export async function run(): Promise<readonly string[]> {
  const same = verify(30), lines = [`engine: the same next question, errors, missing and eligibility as the limit in ${same} steps and passes`]
  const [step = 0, full = 0] = JSON.parse(await alone('ratios.ts')) as readonly number[]
  lines.push(judged('one step, 61 questions', step, limits.step, 'x the hand-written function'), judged('one full pass, complete case', full, limits.full, 'x the hand-written function'))
  lines.push(judged('first compilation in a new process', Number(await alone('compile.ts', 9)), limits.compile, 'ms of CPU'), judged('bundle that runs a compiled service', (await bundle()).gzip / 1024, limits.bundle, 'KB gzip'))
  return lines
}
const judged = (what: string, value: number, limit: number, unit: string): string => `${value > limit ? 'FAIL ' : ''}engine: ${what}: ${value.toFixed(2)} ${unit} (limit ${limit})`

/** Whole walks, complete cases, cases with answers to questions that are not asked, and half-filled ones. Throws at the first difference. */
export function verify(seeds: number): number {
  const def = definition(), limit = limitOf(def), ours = oursOf(def)
  let compared = 0
  const equal = (a: unknown, b: unknown, what: string): void => { compared++; if (JSON.stringify(a) !== JSON.stringify(b)) throw new Error(`${what}: the limit says ${JSON.stringify(a)}, the engine ${JSON.stringify(b)}`) }
  for (let seed = 1; seed <= seeds; seed++) {
    const all = answersOf(def, seed), j = {}, k = ours.journey()
    let a = limit.step(j, null), b = ours.step(k, null)
    for (let n = 0; ; n++) {
      equal([a.next, a.errors], [b.next === null ? null : plainPath(b.next), plainErrors(b.errors)], `seed ${seed} step ${n}`)
      if (a.next === null) break
      const slot = a.next, value = getAnswer(all, slot)
      a = limit.step(j, slot, value)
      b = ours.step(k, b.next, value)
      if (n % 9 !== 0) continue
      // What hangs on an answer not yet given is unknown to us: not asked, and no verdict; the limit takes it for false or nothing. All else is alike.
      const half = limit.full(j), view = ours.full(k), undecided = new Set(view.facts.filter((f) => f.status === 'undecided').map((f) => plainPath(f.path)))
      equal(half.missing.filter((path) => !undecided.has(path)), view.missing.map(plainPath), `seed ${seed} half ${n} missing`)
      equal([half.errors, view.eligibility.verdict === 'unknown' || half.eligible], [plainErrors(view.errors), view.eligibility.verdict !== 'no'], `seed ${seed} half ${n}`)
    }
    for (const [what, given] of [['complete', j], ['stale', all]] as const) {
      const f = limit.full(given), view = ours.full(toAnswers(given))
      equal([f.missing, f.errors, f.eligible, []], [view.missing.map(plainPath), plainErrors(view.errors), view.eligibility.verdict === 'yes', view.deferred], `seed ${seed} ${what}`)
    }
  }
  return compared
}

/** What a file of ours prints, bundled as in production and in a process of its own; several times, the median. */
async function alone(file: string, times = 1): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-bench-')), outfile = join(folder, 'run.mjs')
  try {
    await build({ entryPoints: [join(here, file)], bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' })
    const said: string[] = []
    for (let i = 0; i < times; i++) said.push((await promisify(execFile)(process.execPath, [outfile])).stdout.trim())
    return times === 1 ? said[0]! : String(median(said.map(Number)))
  } finally { rmSync(folder, { recursive: true, force: true }) }
}

/** core keeps nothing and starts nothing when it is loaded: what is not used may be left out. */
const pure: Plugin = { name: 'pure', setup: ({ onResolve, resolve }) => { onResolve({ filter: /^[#.]/ }, async ({ path, pluginData, ...rest }) => (pluginData === 'seen' ? undefined : { ...(await resolve(path, { ...rest, pluginData: 'seen' })), sideEffects: false })) } }
export async function bundle(): Promise<{ readonly bytes: number; readonly gzip: number; readonly files: readonly string[] }> {
  const made = await build({ entryPoints: [join(here, 'browser.ts')], bundle: true, minify: true, write: false, metafile: true, format: 'esm', platform: 'browser', target: 'es2022', outdir: 'out', plugins: [pure] })
  const { contents } = made.outputFiles[0]!
  return { bytes: contents.length, gzip: gzipSync(contents).length, files: Object.entries(Object.values(made.metafile.outputs)[0]!.inputs).filter(([, i]) => i.bytesInOutput > 0).map(([path]) => path) }
}
if (process.argv[1] === import.meta.filename) { const lines = await run(); for (const line of lines) console.log(line); process.exit(lines.some((l) => l.startsWith('FAIL')) ? 1 : 0) }
