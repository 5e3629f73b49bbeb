import { isAsked, sectionOf, sections, type Step, stopNote } from '#ui'
import { pathFor, questionPath } from './open.ts'
import type { Here } from './types.ts'

/** Where a journey stands: a pure reading of its view; nothing about position is stored. */
export function placeOf({ id, journey }: Here): string {
  const { case: file, view, engine } = journey
  if (file.status === 'deleted' || file.status === 'expired') return pathFor(id, 'terminado')
  if (file.status !== 'journey') return `/mis-tramites/${id}`
  if (view.eligibility.verdict === 'no' || stopNote(engine, view) !== undefined) return pathFor(id, 'no-corresponde')
  return view.next === null ? pathFor(id, 'revisar') : questionPath(id, view.next)
}
/** Where a person goes after answering a step: back to the check page they came from, to the check of a section just finished, or on. */
export function after(here: Here, step: Step, back: string | undefined): string {
  const { id, journey: { case: file, engine, view } } = here
  const place = placeOf(here)
  if (file.status !== 'journey' || place !== questionPath(id, view.next ?? '')) return place
  const left = sectionOf(engine, step.paths[0]!)
  const all = sections(engine, view, view.next)
  const at = all.findIndex(s => s.id === left)
  // One page that held the whole section needs no page to look at it again.
  const others = all[at]?.facts.some(f => isAsked(engine, f) && f.row === undefined && !step.paths.includes(f.path)) ?? false
  const leaves = sectionOf(engine, view.next!) !== left && all[at]?.state === 'done'
  return leaves && others && back === undefined ? pathFor(id, 'seccion', String(at + 1)) : place
}
