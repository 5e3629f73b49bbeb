import type { Option } from '../service/index.ts'
import { dueOf, empty, frame, inForce, passOf, run, stepOf } from './pass.ts'
import { type Compiled, type Program, ready, type Slot } from './ready.ts'
import type { Answers, Engine, Env } from './types.ts'

/** Runs a service that was compiled, here or elsewhere. */
export const load = (compiled: Compiled): Engine => engineOf(ready(compiled))

function engineOf(p: Program): Engine {
  const s = frame()
  const slots = new Map<string, Slot>(p.slots.flatMap((x): [string, Slot][] => [[x.id, x], ...x.fields.map((f): [string, Slot] => [`${x.id}.${f.id}`, f])]))
  const find = (path: string): Slot | undefined => slots.get(path) ?? slots.get(path.replace(/^([^.]+)\.[^.]+\.([^.]+)$/, '$1.$2'))
  return {
    service: p.service,
    pass: (answers, env) => passOf(p, s, answers, env),
    next: (answers, env) => stepOf(p, s, answers, env, null).next,
    step: (answers, env, path) => stepOf(p, s, answers, env, path),
    fact: (path) => find(path)?.fact,
    options: (path, answers, env) => offered(p, find(path), path, answers, env),
    due: (answers, env) => dueOf(p, s, answers, env),
    reads: (id) => p.reads.get(id) ?? p.reads.get(`rule:${id}`) ?? [],
    dependents: (fact) => [...p.reads].filter(([, list]) => list.includes(fact)).map(([id]) => id.replace(/^rule:|#$/g, '')),
    parameter: (name, today) => (Object.hasOwn(p.parameters, name) ? inForce(p.parameters[name]!, today) : undefined),
  }
}

/** The options whose condition is not false now. */
function offered(p: Program, slot: Slot | undefined, path: string, answers: Answers, env: Env): readonly Option[] {
  const options = slot?.fact.options ?? []
  if (!slot?.offered.length) return options
  const s = frame()
  run(p, s, answers, env, empty(null), false)
  const [list, row] = path.split('.')
  const owner = row === undefined ? undefined : p.slots.findIndex((x) => x.id === list)
  if (owner !== undefined && owner >= 0) {
    const at = answers[list!]?.rows?.findIndex((r) => r.id === row) ?? -1
    s.rows[0] = (s.v[owner] as { rows: readonly unknown[][] } | null)?.rows[at] ?? []
  }
  return options.filter((o) => slot.offered.find((x) => x.id === o.id)?.fn(s) !== false)
}
