import type { Example, Fact, Problem } from '../service/index.ts'
import type { Engine } from './types.ts'
import { type How, walk } from './walk.ts'

/**
 * Runs a service's examples, each on its own day, and says what came out otherwise (E13). `given` and `fetched` are canonical answers,
 * `fetched` those a register gave and the person confirmed. Whatever an example leaves out is not answered. In any channel the result is the same.
 */
export function runExamples(engine: Engine, how: Partial<Pick<How, 'channel' | 'lang' | 'workingDay'>> = {}): readonly Problem[] {
  return engine.service.examples.flatMap((example, i) => run(engine, example, ['examples', i], how))
}

function run(engine: Engine, { name, on, given, fetched = {}, expect }: Example, at: Problem['at'], how: Partial<How>): readonly Problem[] {
  const problems: Problem[] = []
  const say = (path: readonly (string | number)[], message: string) => problems.push({ code: 'E13', level: 'E', at: [...at, ...path], message: `example «${name}»: ${message}` })
  const typed: { [key: string]: unknown } = Object.create(null)
  for (const [part, answers] of [['given', given], ['fetched', fetched]] as const) for (const id of Object.keys(answers)) {
    const fact = engine.fact(id)
    if (!fact || id.includes('.')) { say([part, id], `there is no fact «${id}»`); continue }
    if (part === 'fetched' && !(fact.source && 'registry' in fact.source)) say([part, id], `«${id}» has no register: give it under given`)
    typed[id] = canonicalOf(fact, answers[id])
  }
  const { asked, view, ignored } = walk(engine, typed, { channel: 'web', lang: 'es', ...how, today: on })
  for (const id of ignored) say(['given'], `«${id}» takes no answer`)
  const compare = (path: readonly string[], is: unknown, wanted: unknown) => {
    if (wanted !== undefined && same(is) !== same(wanted)) say(['expect', ...path], `${path.join(' ')} is ${same(is)}, ${same(wanted)} was expected`)
  }
  compare(['asked'], asked, expect.asked)
  compare(['errors'], view.errors.map((e) => `${e.fact}: ${e.code}`), expect.errors?.map((e) => `${e.fact}: ${e.code}`))
  compare(['eligibility'], view.eligibility, expect.eligibility)
  compare(['because'], view.because, expect.because)
  compare(['fee'], view.fee === 'unknown' ? 'unknown' : view.fee.amount, expect.fee)
  compare(['canSubmit'], view.canSubmit, expect.canSubmit)
  for (const [id, wanted] of Object.entries(expect.computed ?? {})) compare(['computed', id], Object.hasOwn(view.computed, id) ? view.computed[id] : null, wanted)
  return problems
}
/** A definition's scalars are text: values are compared as they are written. */
const same = (x: unknown): string => (Array.isArray(x) ? `[${x.map(same).join(', ')}]` : typeof x === 'object' && x !== null ? JSON.stringify(x) : String(x))

/** As JSON has it: what YAML keeps as text becomes the number or truth that the kind wants; the kind itself judges the rest. */
function canonicalOf(fact: Fact, value: unknown): unknown {
  switch (fact.type) {
    case 'integer': case 'money': return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
    case 'yesno': return value === 'true' ? true : value === 'false' ? false : value
    case 'many': return value === '' ? [] : value
    case 'file': return typeof value === 'object' && value !== null && 'size' in value ? { ...value, size: Number(value.size) } : value
    case 'list': return value === '' ? [] : Array.isArray(value) ? value.map((row: unknown) => (typeof row === 'object' && row !== null ? Object.fromEntries(Object.entries(row).map(([id, cell]) => {
      const of = fact.list?.of.find((f) => f.id === id)
      return [id, of ? canonicalOf(of, cell) : cell]
    })) : row)) : value
    default: return value
  }
}
