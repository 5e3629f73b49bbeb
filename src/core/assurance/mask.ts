import type { Actor } from '../actor/index.ts'
import type { Case } from '../case/index.ts'
import type { Answer, Answers, Engine, FactView, View } from '../journey/index.ts'
import { type Identification, isMasked, sightOf } from './sight.ts'

type Eye = Actor & { readonly how?: Identification; readonly journeys?: readonly string[]; readonly joined?: readonly string[] }
type Seen = { readonly case: Case; readonly view: View; readonly masked: readonly string[] }

/** Whose hand gave it: the one that typed, else the person. */
const handOf = (a: { readonly by?: string; readonly person?: string }): string | undefined => a.by ?? a.person
const fromRegister = (a: Answer): boolean => a.state === 'fetched' || a.state === 'confirmed' || a.from !== undefined

/** May this value be shown to this actor? What the same hand typed is no secret to it. */
export function isVisible(a: Answer, actor: Eye): boolean {
  if (!isMasked(actor)) return true
  const s = sightOf(actor.assurance, actor.how)
  return fromRegister(a) ? s.prefilled : s.answers === 'all' || isOwn(a, actor)
}
/** The same hand gave it. Who only claims to be somebody (below level 2) is known by this contact alone: what that somebody said before stays hidden. */
const isOwn = (a: Answer, actor: Eye): boolean => a.by === handOf(actor) && (actor.role === 'agent' || actor.assurance >= 2 || (a.device !== undefined && a.device === actor.device))
/** May this actor put another value in place of this one? Below level 2 a caller adds what is new and changes nothing of others'. */
export const mayChange = (before: Answer | undefined, actor: Eye): boolean =>
  before === undefined || (before.value === undefined && before.rows === undefined) || !isMasked(actor) || sightOf(actor.assurance, actor.how).change || isOwn(before, actor)

const bare = (a: Answer): Answer => { const { value: _v, rows, from: _f, ...rest } = a; return rows === undefined ? rest : { ...rest, rows: rows.map((r) => ({ id: r.id, answers: Object.fromEntries(Object.entries(r.answers).map(([id, x]) => [id, bare(x)])) })) } }

/**
 * The journey as whoever attends may see it: values taken out here, on the server, so that no screen, script or page holds what the level
 * does not allow. What is computed from a masked value is masked too. Paths, states and who gave them stay: the question is still known to be answered.
 */
export function masked(engine: Engine, file: Case, view: View, actor: Eye): Seen {
  // A draft that is nobody's is open to whom its holder let in: code and PIN, or a yes on her own screen.
  if (!isMasked(actor) || (file.person === undefined && (actor.joined?.includes(file.id) || actor.journeys?.includes(file.id)))) return { case: file, view, masked: [] }
  const paths = new Set<string>(), ids = new Set<string>()
  const hide = (path: string): void => { paths.add(path); ids.add(path.split('.')[0]!) }
  const through = (answers: Answers, before: string): Answers => Object.fromEntries(Object.entries(answers).map(([id, a]): [string, Answer] => {
    const path = before + id
    if (!isVisible(a, actor)) { if (a.value !== undefined) hide(path); if (a.rows !== undefined) { for (const r of a.rows) for (const cell of Object.keys(r.answers)) hide(`${path}.${r.id}.${cell}`); } return [id, bare(a)] }
    return [id, a.rows === undefined ? a : { ...a, rows: a.rows.map((r) => ({ id: r.id, answers: through(r.answers, `${path}.${r.id}.`) })) }]
  }))
  const answers = through(file.answers, '')
  // Facts stand in order and read only what is above them: one pass finds all that is computed from what is hidden.
  for (const fact of engine.service.facts) if (fact.source !== undefined && !('registry' in fact.source) && engine.reads(fact.id).some((id) => ids.has(id))) hide(fact.id)
  const cellOf = (path: string): Answer | undefined => { const [id, row, cell] = path.split('.'); const top = Object.hasOwn(answers, id!) ? answers[id!] : undefined; return row === undefined ? top : top?.rows?.find((r) => r.id === row)?.answers[cell ?? ''] }
  const facts = view.facts.map((f): FactView => {
    const hidden = paths.has(f.path) || (f.status === 'computed' && ids.has(f.fact)), { value, answer, ...rest } = f
    return { ...rest, ...(hidden || value === undefined ? {} : { value }), ...(answer === undefined ? {} : { answer: cellOf(f.path) ?? bare(answer) }) }
  })
  const coarse = file.person !== undefined && sightOf(actor.assurance, actor.how).status !== 'full'
  return {
    case: { ...file, answers, ...(coarse ? { outcomes: [] } : {}) },
    view: { ...view, facts, computed: Object.fromEntries(Object.entries(view.computed).filter(([id]) => !ids.has(id))), needs: view.needs.map(({ key: _key, ...n }) => n) },
    masked: [...paths].sort(),
  }
}
