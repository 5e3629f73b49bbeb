import { availableParallelism } from 'node:os'

type Job = { readonly work: () => Promise<void>; readonly drop: () => void }
type Line = Map<string, Job[]>
export type Hasher = ReturnType<typeof createHasher>
/** More waited than could be judged in time: nothing was done. */
export class Busy extends Error { readonly seconds: number; constructor(seconds: number) { super('too many wait'); this.seconds = seconds } }

/** Failures of one address, less what was right there: from `suspect` on, others go first. Forgotten in ten minutes. */
const suspect = 5, rightCounts = 5, forgetMs = 600_000, mostSources = 20_000

/**
 * Turns for work that costs a core (argon2id): as many at once as there are cores, and one more that reads meanwhile, so that it never starves
 * itself. Browsers their person used before come first, then addresses that did not fail lately, then the rest; within each, every address has its
 * turn, so that one that sends a thousand waits behind its own. So many wait that the last of them is judged in time; of those beyond, the last
 * class goes first, and in it whoever has most in line: sent away, politely, and may come again.
 */
export function createHasher({ atOnce = availableParallelism() + 1, within = 500, now = () => performance.now() }: { readonly atOnce?: number; /** Milliseconds somebody waits at most. */ readonly within?: number; readonly now?: () => number } = {}) {
  const lines: readonly [Line, Line, Line] = [new Map(), new Map(), new Map()], marks = new Map<string, { score: number; until: number }>()
  let running = 0, waiting = 0, took = 80
  const most = (): number => Math.max(atOnce * 2, Math.floor((within / took) * atOnce))
  /** The next of the line whose turn is longest ago: a Map keeps its order, and who had a turn goes to its end. */
  const next = (line: Line): Job | undefined => {
    for (const [source, jobs] of line) {
      line.delete(source)
      const job = jobs.shift()
      if (jobs.length > 0) line.set(source, jobs)
      if (job !== undefined) { waiting--; return job }
    }
    return undefined
  }
  const go = (): void => {
    while (running < atOnce) {
      const job = next(lines[0]) ?? next(lines[1]) ?? next(lines[2])
      if (job === undefined) return
      running++
      const began = now()
      void job.work().finally(() => { running--; took = took * 0.9 + Math.max(1, now() - began) * 0.1; go() })
    }
  }
  const longestIn = (line: Line) => [...line.entries()].reduce<readonly [string, Job[]] | undefined>((a, b) => (a === undefined || b[1].length > a[1].length ? b : a), undefined)
  /** From the last class up to one's own: whoever has most in line gives up the last of it; in one's own only who has more than oneself. */
  const makeRoom = (source: string, place: number): boolean => {
    for (let at = 2; at >= place; at--) {
      const line = lines[at]!, found = longestIn(line)
      if (found === undefined || (at === place && found[1].length <= (line.get(source)?.length ?? 0) + 1)) continue
      found[1].pop()!.drop()
      waiting--
      if (found[1].length === 0) line.delete(found[0])
      return true
    }
    return false
  }
  const placeOf = (source: string, first: boolean): 0 | 1 | 2 => { const mark = marks.get(source); return first ? 0 : mark !== undefined && mark.until > now() && mark.score >= suspect ? 2 : 1 }
  return {
    /** Rejects with `Busy` when it had to be sent away. `first`: a browser its person used before. */
    run<T>(work: () => Promise<T>, { source = '', first = false }: { readonly source?: string | undefined; readonly first?: boolean | undefined } = {}): Promise<T> {
      return new Promise((resolve, reject) => {
        const away = (): void => reject(new Busy(Math.max(1, Math.ceil((waiting * took) / atOnce / 1000)))), place = placeOf(source, first)
        if (waiting >= most() && !makeRoom(source, place)) { away(); return }
        const line = lines[place], jobs = line.get(source) ?? []
        jobs.push({ work: () => work().then(resolve, reject), drop: away })
        line.set(source, jobs)
        waiting++
        go()
      })
    },
    /** How it went for this address. An office behind one address has its right ones too. */
    went(source: string, right: boolean): void {
      const old = marks.get(source), score = Math.max(0, (old !== undefined && old.until > now() ? old.score : 0) + (right ? -rightCounts : 1))
      marks.delete(source)
      if (score === 0) return
      if (marks.size >= mostSources) marks.delete(marks.keys().next().value!)
      marks.set(source, { score, until: now() + forgetMs })
    },
    waiting: () => waiting,
  }
}
