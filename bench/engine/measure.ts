import { getAnswer, type Definition, type Given, toAnswers, answersOf } from './service.ts'
import type { Limit } from './limit.ts'

/** What a person goes through with their answers: which question comes, what they say; and the whole of it at the end. `path` is our spelling. */
export type Script = { readonly seq: readonly { readonly slot: string; readonly path: string; readonly value: unknown }[]; readonly done: Given; readonly ours: ReturnType<typeof toAnswers> }
export function scriptsOf(def: Definition, limit: Limit, seeds: readonly number[]): readonly Script[] {
  return seeds.map((seed) => {
    const all = answersOf(def, seed), done: Given = {}, seq: { slot: string; path: string; value: unknown }[] = []
    let r = limit.step(done, null)
    while (r.next !== null) {
      const slot = r.next, value = getAnswer(all, slot)
      seq.push({ slot, path: slot.replace(/^members\.(\d+)/, 'members.r$1'), value })
      r = limit.step(done, slot, value)
    }
    return { seq, done, ours: toAnswers(done) }
  })
}

/** Things done per second of this process's own CPU time: who else works on the machine does not count. */
export function rate(work: (n: number) => number, ms: number): number {
  let done = 0, n = 0
  const from = process.cpuUsage(), until = performance.now() + ms
  do done += work(n++); while (performance.now() < until)
  const { user, system } = process.cpuUsage(from)
  return done / ((user + system) / 1e6)
}
export const median = (list: readonly number[]): number => [...list].sort((x, y) => x - y)[list.length >> 1]!
/** How many times as long as the limit: they alternate in one process, and the median of the rounds counts. */
export function ratio(limit: (n: number) => number, other: (n: number) => number, { rounds = 15, ms = 60 } = {}): number {
  for (let i = 0; i < 4; i++) { rate(limit, ms); rate(other, ms) }
  return median(Array.from({ length: rounds }, () => rate(limit, ms) / rate(other, ms)))
}
