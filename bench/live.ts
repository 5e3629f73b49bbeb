/**
 * Live screens: 500 watchers of 250 journeys while 100 answers a second are written, due by the clock. From the moment an answer is acknowledged until each
 * watcher is told (numbers only; a screen then fetches). In one process, as one server holds them. A line that begins with FAIL broke its limit.
 */
import { citizen, house } from '../test/spine/house.ts'

const journeys = 250, watchers = 500, perSecond = 100, seconds = 10, limit = 400

export async function run(): Promise<readonly string[]> {
  const h = await house()
  try {
    const begun = await Promise.all(Array.from({ length: journeys }, async (_, n) => ({ id: (await h.begin(citizen(n + 1))).id, viewer: citizen(n + 1), seq: 1 })))
    const acked = new Map<string, number>(), took: number[] = []
    let missed = 0
    globalThis.gc?.()
    const before = process.memoryUsage().heapUsed, stops: (() => void)[] = []
    for (let n = 0; n < watchers; n++) {
      const { id, viewer } = begun[n % journeys]!
      const watch = await h.cases.live.watch({ viewer: async () => viewer, journeys: [id], end: () => { missed++ }, tell: (changed) => {
        // Several answers may come in one word: the newest number stands for all before it.
        for (const { seq } of changed) for (let s = seq; ; s--) { const key = `${id} ${s}`, at = acked.get(key); if (at === undefined || told.has(`${n} ${key}`)) break; told.add(`${n} ${key}`); took.push(performance.now() - at) }
      } })
      if (!watch.ok) throw new Error(watch.refusal)
      stops.push(watch.value)
    }
    globalThis.gc?.()
    const each = (process.memoryUsage().heapUsed - before) / watchers / 1024
    const from = performance.now(), writing: Promise<void>[] = []
    for (let n = 0; n < perSecond * seconds; n++) {
      const wait = from + (n * 1000) / perSecond - performance.now()
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      const j = begun[(n * 7) % journeys]!
      writing.push((async () => {
        const done = await h.cases.act(j.id, { do: 'answer', answers: { rooms: { value: 1 + (n % 9), state: 'given' } }, basedOn: j.seq }, j.viewer, `live-${n}`)
        if (!done.ok) throw new Error(done.refusal)
        j.seq = done.value.seq
        acked.set(`${j.id} ${done.value.seq}`, performance.now())
      })())
    }
    await Promise.all(writing)
    const wrote = (performance.now() - from) / 1000
    for (const until = performance.now() + 5_000; took.length < acked.size * (watchers / journeys) && performance.now() < until;) await new Promise((resolve) => setTimeout(resolve, 50))
    for (const stop of stops) stop()
    await h.cases.live.stop()
    const sorted = took.sort((a, b) => a - b), p = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
    missed += acked.size * (watchers / journeys) - took.length
    return [`${p(0.95) > limit || missed > 0 ? 'FAIL ' : ''}live: ${watchers} watchers of ${journeys} journeys, ${Math.round(acked.size / wrote)} answers/s written: told after p50 ${p(0.5).toFixed(0)} ms, p95 ${p(0.95).toFixed(0)} ms (limit ${limit} ms), p99 ${p(0.99).toFixed(0)} ms; ${missed} not told; about ${Math.max(0, each).toFixed(1)} KB a watcher`]
  } finally { await h.close() }
}
const told = new Set<string>()
if (process.argv[1] === import.meta.filename) { const lines = await run(); for (const line of lines) console.log(line); process.exit(lines.some((l) => l.startsWith('FAIL')) ? 1 : 0) }
