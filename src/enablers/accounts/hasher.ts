import { availableParallelism } from 'node:os'

type Job = { readonly work: () => Promise<void>; readonly drop: () => void }
type Line = Map<string, Job[]>
export type Hasher = ReturnType<typeof createHasher>
/** More waited than could be judged in time: nothing was done. */
export class Busy extends Error { readonly seconds: number; constructor(seconds: number) { super('too many wait'); this.seconds = seconds } }

/**
 * Turns for work that costs a core (argon2id): as many at once as there are cores, so that it never starves itself. Browsers their person
 * used before come first; among the rest each address has its turn, so that one that sends a thousand waits behind its own. So many wait that
 * the last of them is judged in time; of those beyond, whoever has most in line is sent away, politely, and may come again.
 */
export function createHasher({ atOnce = availableParallelism(), within = 700, now = () => performance.now() }: { readonly atOnce?: number; /** Milliseconds somebody waits at most. */ readonly within?: number; readonly now?: () => number } = {}) {
  const known: Line = new Map(), others: Line = new Map()
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
      const job = next(known) ?? next(others)
      if (job === undefined) return
      running++
      const began = now()
      void job.work().finally(() => { running--; took = took * 0.9 + Math.max(1, now() - began) * 0.1; go() })
    }
  }
  /** Whoever has most in the line gives up the last of it. */
  const makeRoom = (source: string, first: boolean): boolean => {
    const longest = [...others.entries()].reduce<readonly [string, Job[]] | undefined>((a, b) => (a === undefined || b[1].length > a[1].length ? b : a), undefined)
    if (longest === undefined || (!first && longest[1].length <= (others.get(source)?.length ?? 0))) return false
    const [whose, jobs] = longest
    jobs.pop()!.drop()
    waiting--
    if (jobs.length === 0) others.delete(whose)
    return true
  }
  return {
    /** Rejects with `Busy` when it had to be sent away. `first`: a browser its person used before. */
    run<T>(work: () => Promise<T>, { source = '', first = false }: { readonly source?: string | undefined; readonly first?: boolean | undefined } = {}): Promise<T> {
      return new Promise((resolve, reject) => {
        const away = (): void => reject(new Busy(Math.max(1, Math.ceil((waiting * took) / atOnce / 1000))))
        if (waiting >= most() && !makeRoom(source, first)) { away(); return }
        const line = first ? known : others, jobs = line.get(source) ?? []
        jobs.push({ work: () => work().then(resolve, reject), drop: away })
        line.set(source, jobs)
        waiting++
        go()
      })
    },
    waiting: () => waiting,
  }
}
