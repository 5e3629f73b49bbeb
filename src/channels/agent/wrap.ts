import { episodeOutcomes, failureCauses, topicOutcomes, type FailureCause, type TopicOutcome } from '#cases'
import type { Hand, Task } from '#cases'
import type { App } from '#platform/http'
import { labelOf, textIn } from '#ui'
import { deskOf, go, inboxPath, seatOf, staff, uuid, wishOf, word } from './desk.ts'
import { takenBy } from './inbox.ts'
import { knowledgeScreen } from './screens/knowledge.tsx'
import { reviewScreen, taskScreen } from './screens/task.tsx'
import { wrapScreen } from './screens/wrap.tsx'
import type { Agent } from './types.ts'
import { say } from './words.ts'

const isIn = <T extends string>(all: readonly T[], text: string): text is T => (all as readonly string[]).includes(text)

/** How each matter ended and what it was caused by; then the contact ends, and with it what this hand may see. */
export function wrapRoutes(app: App, agent: Agent): void {
  const { cases, page } = agent
  app.get('/agente/contacto/:episode/cerrar', staff, async (req, reply) => { const desk = await deskOf(agent, req, reply); return desk === undefined ? reply : page(req, reply, wrapScreen(agent, desk, {})) })
  app.post('/agente/contacto/:episode/cerrar', staff, async (req, reply) => {
    const desk = await deskOf(agent, req, reply)
    if (desk === undefined) return reply
    const { lang, episode, hand } = desk, problems: { [field: string]: string } = {}, ends: { topic: string; outcome: TopicOutcome; cause?: FailureCause }[] = []
    for (const t of episode.topics) {
      const outcome = word(req, `outcome-${t.id}`, 40), cause = word(req, `cause-${t.id}`, 40)
      if (isIn(topicOutcomes, outcome)) ends.push({ topic: t.id, outcome, ...(isIn(failureCauses, cause) ? { cause } : {}) })
      else if (t.outcome === undefined) problems[`outcome-${t.id}`] = say('outcomeNeeded', lang)
    }
    const outcome = word(req, 'outcome', 40)
    if (!isIn(episodeOutcomes, outcome)) problems['outcome'] = say('outcomeNeeded', lang)
    if (Object.keys(problems).length > 0 || !isIn(episodeOutcomes, outcome)) return page(req, reply, wrapScreen(agent, desk, { problems, typed: req.body as { readonly [k: string]: string } }))
    for (const { topic, ...end } of ends) { const done = await cases.episodes.topic.close(episode.id, hand, topic, end); if (!done.ok) return page.refuse(req, reply, done) }
    const done = await cases.episodes.end(episode.id, hand, outcome)
    return done.ok ? go(agent, req, reply, inboxPath) : page.refuse(req, reply, done)
  })
  app.get('/agente/contacto/:episode/saber', staff, async (req, reply) => { const desk = await deskOf(agent, req, reply); return desk === undefined ? reply : page(req, reply, await knowledgeScreen(agent, desk)) })

  /** A call that was promised: three tries, and it begins again at level 1. */
  const taskOf = async (hand: Hand & { readonly institution: string }, id: string): Promise<Task | undefined> => (await cases.tasks.list({ institution: hand.institution, by: hand.by })).find((t) => t.id === id)
  /** Whom it is about, once this hand opened an attention on it: her own record has the reason before her name stands here. */
  const whoOf = async (hand: Hand, task: Task): Promise<string | undefined> => {
    const now = await cases.attention.of(hand.by)
    return now?.person === undefined || !('task' in now.on) || now.on.task !== task.id ? undefined : ((await agent.acting?.nameOf(now.person)) ?? say('verifyNoName', 'es'))
  }
  app.get('/agente/tarea/:task', staff, async (req, reply) => {
    const hand = await seatOf(agent, req, reply), task = hand && (await taskOf(hand, (req.params as { task: string }).task))
    return hand === undefined ? reply : task === undefined ? page.refuse(req, reply, { refusal: 'not-found' }) : page(req, reply, task.kind === 'review' ? reviewScreen(agent, req, hand, task, await correctedIn(agent, hand, task, page.lang(req))) : await taskScreen(agent, req, hand, task, undefined, await whoOf(hand, task)))
  })
  app.post('/agente/tarea/:task', staff, async (req, reply) => {
    const hand = await seatOf(agent, req, reply), id = (req.params as { task: string }).task
    if (hand === undefined) return reply
    const task = uuid.test(id) ? await taskOf(hand, id) : undefined, [what] = wishOf(req)
    if (task === undefined) return page.refuse(req, reply, { refusal: 'not-found' })
    if (what === 'who') { const done = await cases.attention.open(hand, { on: { task: id }, reason: say('verifyTitle', 'es') }); return done.ok ? go(agent, req, reply, `/agente/tarea/${id}`) : page.refuse(req, reply, done) }
    if (task.kind === 'review') { const done = what === 'reviewed' ? await cases.tasks.close(id, hand, 'reviewed') : ({ ok: false, refusal: 'bad-request' } as const); return done.ok ? go(agent, req, reply, inboxPath) : page.refuse(req, reply, done) }
    if (what === 'not') {
      const done = await cases.tasks.attempt(id, hand, 'not')
      return done.ok ? go(agent, req, reply, done.value.status === 'closed' ? inboxPath : `/agente/tarea/${id}`) : page.refuse(req, reply, done)
    }
    if (what === 'cancel') { const done = await cases.tasks.close(id, hand, 'cancelled'); return done.ok ? go(agent, req, reply, inboxPath) : page.refuse(req, reply, done) }
    if (what === 'reached') {
      // Whoever answers is a new contact: she says again who she is, and nothing of hers is shown before.
      const opened = await cases.episodes.open({ key: `call-back:${id}:${task.attempts}`, actor: hand, institution: hand.institution, direction: 'out', post: hand.post.id })
      if (!opened.ok) return page.refuse(req, reply, opened)
      const claimed = await cases.episodes.claim(opened.value.id, hand), done = claimed.ok ? await cases.tasks.attempt(id, hand, 'reached') : claimed
      return done.ok ? go(agent, req, reply, `/agente/contacto/${opened.value.id}`) : done.refusal === 'contact-taken' ? page(req, reply, { ...(await taskScreen(agent, req, hand, task, takenBy(agent, done, page.lang(req)))) }) : page.refuse(req, reply, done)
    }
    return page.refuse(req, reply, { refusal: 'bad-request' })
  })
}
/** Which case, and which answer was put right last, by its label: the look stands with its person first. */
async function correctedIn(agent: Agent, hand: Hand, { case: id }: Task, lang: string): Promise<string | undefined> {
  const viewer = { ...hand, assurance: 3 } as const, found = id === undefined ? undefined : await agent.cases.open(id, viewer)
  if (!found?.ok) return undefined
  const { case: file, engine } = found.value, events = await agent.cases.timeline(file.id, viewer), path = events.ok ? events.value.findLast((e) => e.type === 'corrected')?.data['path'] : undefined, fact = typeof path === 'string' ? engine.fact(path) : undefined
  return say('reviewCase', lang, { code: file.code, service: textIn(engine.service.title, lang), label: fact === undefined ? '—' : labelOf(fact, lang) })
}
