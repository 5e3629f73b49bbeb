import { type Engine, walk } from '#core/journey'
import type { Fact } from '#core/service'
import type { Json, JsonMap } from './types.ts'

/** The day of the examples: any, but always the same. */
const day = '2026-11-24'
/** Answers for a walk: the first, or the last, of what may be answered; nothing where any answer would be made up. */
const given = (f: Fact, last: boolean): Json | undefined => {
  switch (f.type) {
    case 'yesno': return !last
    case 'choice': return f.options?.at(last ? -1 : 0)?.id
    case 'many': { const one = f.options?.at(last ? -1 : 0)?.id; return one === undefined ? undefined : [one] }
    default: return undefined
  }
}
/**
 * Walks that the engine made and a person has yet to judge: nothing answered, first answers, last answers. They hold an author to what was imported:
 * whoever changes a condition sees which way changed.
 */
export function examplesOf(engine: Engine): readonly JsonMap[] {
  const walked = (name: string, answers: { readonly [fact: string]: Json }): JsonMap => {
    const { asked, view } = walk(engine, answers, { channel: 'web', lang: 'es', today: day })
    return { name, on: day, ...(Object.keys(answers).length ? { given: answers } : {}), expect: { asked, canSubmit: view.canSubmit } }
  }
  const ways = [['first answers', false], ['last answers', true]] as const
  const made = [walked('nothing answered yet', {}), ...ways.map(([name, last]) => walked(name, Object.fromEntries(engine.service.facts.flatMap((f) => { const v = given(f, last); return v === undefined ? [] : [[f.id, v]] }))))]
  return made.filter((e, i) => i === 0 || ('given' in e && JSON.stringify(e['given']) !== JSON.stringify(made[i - 1]!['given'])))
}
