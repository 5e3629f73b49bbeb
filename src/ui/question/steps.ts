import type { Engine, FactView, View } from '#core/journey'
import type { Fact } from '#core/service'

/** What one page asks: facts said `together`, or facts of one section that registers already gave and the person only confirms. */
export type Step = { readonly mode: 'ask' | 'confirm' | 'list'; readonly paths: readonly string[]; readonly notes: readonly string[] }

const openStatus = new Set(['answered', 'missing', 'deferred', 'declined', 'invalid'])
export const isSilent = (fact: Fact | undefined): boolean => fact?.source !== undefined && 'registry' in fact.source && fact.source.confirm === 'silent'
export const registryOf = (fact: Fact | undefined) => (fact?.source !== undefined && 'registry' in fact.source ? fact.source : undefined)
export const blocks = (fact: Fact | undefined): boolean => registryOf(fact)?.else === 'block'
/** A fact that a person may answer or change here; what a register settled in silence and what is computed are not. */
export const isAsked = (engine: Engine, f: FactView): boolean => openStatus.has(f.status) && !isSettled(engine, f)
/** What a register said about a silent fact stands without a page; only when it said nothing is the person asked. */
export const isSettled = (engine: Engine, f: FactView): boolean => isSilent(engine.fact(f.path)) && f.answer?.from !== undefined
/** A register's datum, still to be confirmed. */
export const isFetched = (f: FactView | undefined): boolean => f?.answer?.state === 'fetched'
export const sectionOf = (engine: Engine, path: string): string | undefined => engine.fact(path.split('.')[0] ?? '')?.section

/** The step that shows `path`; undefined when it is not asked now. `correct`: the person said a register's datum is wrong and writes the right one. */
export function stepOf(engine: Engine, view: View, path: string, correct = false): Step | undefined {
  const at = view.facts.findIndex(f => f.path === path)
  const here = view.facts[at]
  const fact = engine.fact(path)
  if (here === undefined || fact === undefined || !openStatus.has(here.status) || isSettled(engine, here)) return undefined
  const notes = notesBefore(engine, view, at)
  if (fact.type === 'list') return { mode: 'list', paths: [path], notes }
  if (correct) return { mode: 'ask', paths: [path], notes: [] }
  if (here.answer?.from !== undefined && (isFetched(here) || here.answer.state === 'confirmed')) {
    return { mode: 'confirm', paths: isFetched(here) ? run(engine, view, at, f => isFetched(f) && engine.fact(f.path)?.type !== 'list') : [path], notes }
  }
  if (fact.together !== true) return { mode: 'ask', paths: [path], notes }
  return { mode: 'ask', paths: run(engine, view, at, f => engine.fact(f.path)?.together === true && f.answer?.from === undefined), notes: notesBefore(engine, view, first(engine, view, at)) }
}

/** The longest run of asked facts around `at`, of the same section and row, all of which pass `fits`. */
function run(engine: Engine, view: View, at: number, fits: (f: FactView) => boolean): readonly string[] {
  const here = view.facts[at]!
  const same = (f: FactView) => f.row === here.row && sectionOf(engine, f.path) === sectionOf(engine, here.path)
  const paths = [here.path]
  for (const way of [-1, 1]) {
    for (let i = at + way; i >= 0 && i < view.facts.length; i += way) {
      const f = view.facts[i]!
      if (!openStatus.has(f.status) || isSettled(engine, f)) { if (f.status === 'note') break; continue }
      if (!same(f) || !fits(f)) break
      if (way < 0) paths.unshift(f.path)
      else paths.push(f.path)
    }
  }
  return paths
}
const first = (engine: Engine, view: View, at: number): number => view.facts.findIndex(f => f.path === run(engine, view, at, x => engine.fact(x.path)?.together === true && x.answer?.from === undefined)[0])

/** Notes that stand right above a question: they are read with it. */
function notesBefore(engine: Engine, view: View, at: number): readonly string[] {
  const notes: string[] = []
  for (let i = at - 1; i >= 0; i--) {
    const f = view.facts[i]!
    if (f.status === 'note') notes.unshift(f.path)
    else if (isAsked(engine, f)) break
  }
  return notes
}
/** The asked fact before this step, for the way back; undefined at the first. */
export function before(engine: Engine, view: View, step: Step): string | undefined {
  const at = view.facts.findIndex(f => f.path === step.paths[0])
  for (let i = at - 1; i >= 0; i--) if (isAsked(engine, view.facts[i]!)) return view.facts[i]!.path
  return undefined
}

export type Section = { readonly id: string | undefined; readonly title: { readonly [lang: string]: string } | undefined; readonly facts: readonly FactView[]; readonly state: 'done' | 'now' | 'next' }
/** Sections that hold something now, in order; `current` is the path being asked. Facts without a section make one of their own. */
export function sections(engine: Engine, view: View, current: string | null): readonly Section[] {
  const titles = new Map((engine.service.sections ?? []).map(s => [s.id, s.title]))
  const order: (string | undefined)[] = []
  const held = new Map<string | undefined, FactView[]>()
  for (const f of view.facts) {
    const id = sectionOf(engine, f.path)
    if (!held.has(id)) { held.set(id, []); order.push(id) }
    held.get(id)!.push(f)
  }
  const now = current === null ? order.length : order.indexOf(sectionOf(engine, current))
  return order.map((id, i): Section & { readonly at: number } => ({ id, title: id === undefined ? undefined : titles.get(id), facts: held.get(id)!, state: i < now ? 'done' : i === now ? 'now' : 'next', at: i }))
    // A section where nothing may be asked is no stop on the way; one that cannot be told yet is.
    .filter(s => s.facts.some(f => isAsked(engine, f) || f.status === 'undecided' || f.status === 'note'))
}
/** While a note that stops applies, the way ends here. */
export const stopNote = (engine: Engine, view: View): string | undefined => view.facts.find(f => f.status === 'note' && engine.fact(f.path)?.stop === true)?.path
