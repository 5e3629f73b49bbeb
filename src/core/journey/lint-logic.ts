import type { DecisionTable } from '../service/index.ts'
import { columnsOf, judge } from './literal.ts'
import type { At, Definition, Say } from './lint-definition.ts'

/** E05, E06, W07: what fixed values alone decide about conditions. */
export function judgeConditions({ facts, service, domains }: Definition, say: Say): void {
  for (const p of facts) {
    const of = domains(p)
    p.written.options?.forEach((o, i) => { if (o.when !== undefined && judge(o.when, of).never) say('E05', [...p.at, 'options', i, 'when'], `the option «${o.id}» can never be offered`) })
    p.written.check?.forEach((c, i) => {
      const { never, always } = judge(c.must, of)
      if (never) say('E06', [...p.at, 'check', i, 'must'], 'no answer can pass this check')
      if (always) say('W07', [...p.at, 'check', i, 'must'], 'always holds')
    })
  }
  service.eligibility.forEach((r, i) => { if (judge(r.must, domains(undefined)).always) say('W07', ['eligibility', i, 'must'], 'always holds') })
}

/** E05: a literal decision table covers every case (DMN 1.5 §8.2.8), under unique only once, and every row can match. */
export function judgeTables(d: Definition, say: Say): void {
  for (const [id, table] of Object.entries(d.service.decisions ?? {})) if (typeof table !== 'string') judgeTable(table, ['decisions', id], d, say)
}
/** Steps that one table may cost: what is wider is left to its examples. */
const MOST = 1_000_000
function judgeTable(t: DecisionTable, at: At, d: Definition, say: Say): void {
  const cells = t.rules.map((r) => r.if)
  if (cells.some((row) => row.length !== t.inputs.length)) return
  const columns = columnsOf(t.inputs, cells, d.domains(undefined))
  if (!columns) return
  const rows = t.rules.length
  const dead = new Set<number>()
  for (let i = 0; i < rows; i++) if (columns.some((c) => !c.samples.some((x) => c.rows[i]!(x)))) { dead.add(i); say('E05', [...at, 'rules', i], 'this row can never match') }
  // Two inputs made of the same facts hang together in ways that a grid cannot see.
  const names = columns.flatMap((c) => [...c.names])
  const apart = columns.every((c) => c.plain) || new Set(names).size === names.length
  if (!apart) return
  const overlaps = new Map<string, readonly [number, number]>()
  const first = new Set<number>()
  let gap: string[] | undefined
  let steps = 0
  const visit = (k: number, alive: readonly number[], where: readonly string[]): void => {
    if ((steps += alive.length + 1) > MOST) return
    const c = columns[k]
    if (!alive.length) { gap ??= [...where]; return }
    if (!c) {
      first.add(alive[0]!)
      for (const other of alive.slice(1, 20)) if (overlaps.size < 20) overlaps.set(`${alive[0]} ${other}`, [alive[0]!, other])
      return
    }
    for (const x of c.samples) visit(k + 1, alive.filter((i) => c.rows[i]!(x)), [...where, `${c.input} is ${shown(x)}`])
  }
  visit(0, t.rules.map((_, i) => i), [])
  const whole = steps <= MOST
  if (gap && t.default === undefined && !t.hit.startsWith('collect')) say('E05', at, `no row matches when ${gap.join(' and ')}: add one, or a default`)
  if (t.hit === 'unique' || t.hit === 'any') for (const [a, b] of overlaps.values()) {
    if (t.hit === 'unique' || t.rules[a]!.then.trim() !== t.rules[b]!.then.trim()) say('E05', [...at, 'rules', b], `matches together with row ${a + 1}${t.hit === 'any' ? ' and gives something else' : ''}`)
  }
  if (whole && t.hit === 'first') for (let i = 0; i < rows; i++) if (!first.has(i) && !dead.has(i)) say('E05', [...at, 'rules', i], 'can never match: the rows above take every case')
}
const shown = (x: unknown): string => (typeof x === 'string' ? (x.startsWith('\u0000') ? 'anything else' : `"${x}"`) : String(x))
