/** Run in a process of its own: step and full pass, each as many times as long as the limit's, as a JSON pair. */
import { limitOf } from './limit.ts'
import { ratio, type Script, scriptsOf } from './measure.ts'
import { oursOf } from './ours.ts'
import { definition } from './service.ts'

const def = definition(), limit = limitOf(def), ours = oursOf(def), scripts = scriptsOf(def, limit, [1, 2, 3, 4, 5, 6, 7, 8]), at = (n: number): Script => scripts[n & 7]!
let sink = 0
const step = ratio(
  (n) => { const { seq } = at(n), j = {}; let r = limit.step(j, null); for (const { slot, value } of seq) r = limit.step(j, slot, value); sink += r.errors.length; return seq.length },
  (n) => { const { seq } = at(n), j = ours.journey(); let r = ours.step(j, null); for (const { path, value } of seq) r = ours.step(j, path, value); sink += r.errors.length; return seq.length },
)
const full = ratio((n) => { sink += limit.full(at(n).done).errors.length; return 1 }, (n) => { sink += ours.full(at(n).ours).errors.length; return 1 })
if (sink === 0) throw new Error('nothing was measured')
console.log(JSON.stringify([step, full]))
