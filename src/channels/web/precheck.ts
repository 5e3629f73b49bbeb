import type { Answers, Engine, Env, View } from '#core/journey'
import { answerError, kinds } from '#core/kinds'
import type { Fact, Rule } from '#core/service'
import { blocks, type Body, isEmpty, type Problems, rawOf, type Typed, typedOf } from '#ui'

/** Kinds that a person can tell in a moment, without papers and without saying who they are. */
const quick = new Set(['yesno', 'choice', 'many', 'integer', 'decimal', 'money', 'date'])
/** `asked`: what to ask now, in order. `fetched`: what only a register tells, once the person starts. */
export type Precheck = {
  readonly asked: readonly Fact[]; readonly fetched: readonly Fact[]; readonly typed: Typed; readonly problems: Problems
  readonly verdict: View['eligibility']['verdict'] | undefined; readonly wants: readonly Fact[]; readonly because: readonly Rule[]
}

/** Fields of the pre-check stand apart from any other of the page's query. */
export const fieldOf = (id: string): string => `r.${id}`

/**
 * "Can I apply?", answered by nobody and kept nowhere: the facts that eligibility reads, passed through the service's own engine.
 * The permission to use sensitive data is not asked here: it is part of the application itself.
 */
export function precheck(engine: Engine, query: Body, env: Env, lang: string): Precheck {
  const { service } = engine
  const body: Body = Object.fromEntries(Object.entries(query).filter(([k]) => k.startsWith('r.')).map(([k, v]) => [k.slice(2), v]))
  const answers: { [id: string]: Answers[string] } = {}
  const typed: { [id: string]: Typed[string] } = {}
  const problems: { [id: string]: string } = {}
  const askable = (id: string): Fact | undefined => {
    const fact = engine.fact(id)
    return fact !== undefined && quick.has(fact.type) && fact.purpose !== 'authorisation' && !blocks(fact) ? fact : undefined
  }
  const wanted = new Set<string>()
  // An answer may bring up another question: the form grows until nothing new decides. Facts only read those above, so this ends.
  let view = engine.pass(answers, env)
  for (let round = 0; round <= service.facts.length; round++) {
    const fresh = view.eligibility.wouldDecide.filter(id => !wanted.has(id))
    if (fresh.length === 0) break
    for (const id of fresh) {
      wanted.add(id)
      const fact = askable(id)
      if (fact === undefined) continue
      const raw = rawOf(fact, id, body)
      if (isEmpty(raw)) continue
      typed[id] = typedOf(fact, id, body)
      const options = engine.options(id, answers, env)
      const parsed = kinds[fact.type].parse(raw, options.length > 0 ? { ...fact, options } : fact, { lang, channel: 'web', today: env.today })
      if (!parsed.ok) { problems[id] = answerError(parsed.code, fact, lang, env.today); continue }
      answers[id] = { value: parsed.value, state: 'given' }
      const error = engine.pass(answers, env).errors.find(e => e.fact === id && e.level !== 'warn')
      const check = error?.check === undefined ? undefined : fact.check?.[error.check]
      if (error) { problems[id] = check?.say[lang] ?? check?.say['es'] ?? answerError('not-understood', fact, lang); delete answers[id] }
    }
    view = engine.pass(answers, env)
  }
  const order = service.facts.filter(f => wanted.has(f.id)).map(f => engine.fact(f.id)!)
  const { verdict, because, wouldDecide } = view.eligibility
  const facts = (ids: readonly string[]) => order.filter(f => ids.includes(f.id))
  return {
    asked: order.filter(f => askable(f.id) !== undefined),
    fetched: facts(wouldDecide).filter(f => blocks(f)),
    wants: facts(wouldDecide).filter(f => askable(f.id) !== undefined),
    typed, problems,
    verdict: Object.keys(typed).length === 0 ? undefined : verdict,
    because: verdict === 'no' ? because.flatMap(id => service.eligibility.find(r => r.id === id) ?? []) : [],
  }
}
