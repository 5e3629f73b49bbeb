import { personActionOf, stageActions } from '../service/index.ts'
import type { Definition, Say } from './lint-definition.ts'

/** Events that a notice may tell of, besides the ends of its own stages. */
const events = new Set(['started', 'submitted', 'acted', 'term-ended', 'deadline-passed', 'certificate-issued', 'payment-requested', 'paid', 'signature-requested', 'signed', 'deleted', 'expired', 'claimed'])
const ways = new Set(['inbox', 'email', 'sms', 'letter', 'phone', 'chat', 'social'])
const outcome = (action: string) => (Object.hasOwn(stageActions, action) ? stageActions[action] : undefined)

/** E08: every stage ends, and names only what is there. */
export function judgeStages({ service, vocabulary, top, facts }: Definition, say: Say): void {
  const stages = service.lifecycle ?? []
  const outputs = new Set(service.outputs?.map((o) => o.id))
  const known = (path: string) => top.has(path) || facts.some((p) => p.list && `${p.list.id}.${p.fact.id}` === path)
  const ids = new Set(stages.map((s) => s.id))
  stages.forEach((s, i) => {
    const at = ['lifecycle', i]
    if (stages.findIndex((x) => x.id === s.id) !== i) say('E08', [...at, 'id'], `«${s.id}» is there twice`)
    if (s.actor !== undefined && !vocabulary.actors.includes(s.actor)) say('E08', [...at, 'actor'], `there is no actor «${s.actor}»`)
    s.actions?.forEach((a, k) => { if (outcome(a) === undefined) say('E08', [...at, 'actions', k], `there is no action «${a}»: ${Object.keys(stageActions).join(', ')}`) })
    s.outputs?.forEach((o, k) => { if (!outputs.has(o)) say('E08', [...at, 'outputs', k], `there is no output «${o}»`) })
    if (s.onTimeout !== undefined && outcome(s.onTimeout) === undefined && !ids.has(s.onTimeout)) say('E08', [...at, 'onTimeout'], `«${s.onTimeout}» is neither an action nor a stage`)
    if (s.actor === undefined ? !s.outputs?.length : !s.actions?.some((a) => outcome(a) === 'ends' || outcome(a) === 'refuses')) {
      say('E08', at, s.actor === undefined ? `the stage «${s.id}» has no exit: nobody acts in it and it makes nothing` : `the stage «${s.id}» has no exit: give it an action that ends it`)
    }
    if (s.actor === 'person' && personActionOf(s) === undefined) say('E08', at, `the stage «${s.id}» waits for the person: its action is pay or sign`)
    if (personActionOf(s) === 'pay' && service.fee === undefined && !service.offers?.some((o) => o.fee !== undefined)) say('E08', at, `the stage «${s.id}» waits for a payment, and the service has no fee`)
    if (s.actions?.includes('ask_more') && s.reads !== '*' && !s.reads?.length) say('E08', [...at, 'actions'], '«ask_more» asks again what the stage reads, and it reads nothing')
    for (const key of ['reads', 'writes'] as const) {
      const list = s[key]
      if (Array.isArray(list)) list.forEach((path: string, k) => { if (!known(path)) say('E01', [...at, key, k], `there is no «${path}»`) })
    }
  })
  service.outputs?.forEach((o, i) => { o.facts?.forEach((path, k) => { if (!known(path)) say('E01', ['outputs', i, 'facts', k], `there is no «${path}»`) }) })
  service.notify?.forEach((n, i) => {
    if (!events.has(n.on) && !ids.has(n.on)) say('E08', ['notify', i, 'on'], `«${n.on}» never happens: name a stage, or one of ${[...events].join(', ')}`)
    n.channels.forEach((c, k) => { if (!ways.has(c)) say('E08', ['notify', i, 'channels', k], `no notice goes by «${c}»: ${[...ways].join(', ')}`) })
  })
}
