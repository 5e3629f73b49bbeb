import { type Answers, compile, type Engine, type View } from '#core/journey'
import { type Definition, plainPath, serviceOf, vocabulary } from './service.ts'

type Mutable = { [id: string]: { value?: unknown; state: string; rows?: { id: string; answers: Mutable }[] } }
export type Ours = { readonly engine: Engine; journey(): Answers; step(j: Answers, slot: string | null, value?: unknown): { readonly next: string | null; readonly errors: readonly { readonly fact: string; readonly code: string }[] }; full(a: Answers): View }
const env = { today: '2026-11-24' }

/** Our engine through its door. A step keeps the answer where it stands, as the limit does; the rows of a household are there once it is counted. */
export function oursOf(def: Definition): Ours {
  const done = compile(serviceOf(def), vocabulary)
  if ('problems' in done) throw new Error(JSON.stringify(done.problems))
  const { engine } = done
  return {
    engine, journey: () => ({}),
    step(j, slot, value) {
      if (slot !== null) put(j as Mutable, slot, value)
      return engine.step(j, env, slot)
    },
    full: (a) => engine.pass(a, env),
  }
}
function put(j: Mutable, slot: string, value: unknown): void {
  if (!slot.includes('.')) {
    j[slot] = { value, state: 'given' }
    if (slot === 'members_count') j['members'] = { state: 'given', rows: Array.from({ length: Number(value) }, (_, k) => ({ id: `r${k}`, answers: {} })) }
    return
  }
  const [, row = '', f = ''] = slot.split('.')
  j['members']!.rows![Number(row.slice(1))]!.answers[f] = { value, state: 'given' }
}
export const plainErrors = (errors: readonly { readonly fact: string; readonly code: string }[]): string[] => errors.map((e) => `${plainPath(e.fact)}:${e.code}`)
