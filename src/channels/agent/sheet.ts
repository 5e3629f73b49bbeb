import type { Given } from '#core/case'
import type { App, Reply } from '#platform/http'
import { isEmpty, type Problems, rawOf, readAnswers, type Typed, valueAt } from '#ui'
import { again, bodyOf, go, journeyPath, staff, tableOf, word } from './desk.ts'
import { arrive } from './journey.ts'
import { envOf, sheetFacts } from './script.ts'
import { sheetScreen } from './screens/sheet.tsx'
import type { Agent, Table } from './types.ts'
import { say } from './words.ts'

/** The same journey as one form, for whoever tells all of it at once. What is typed is read back afterwards, section by section. */
export function sheetRoutes(app: App, agent: Agent): void {
  const path = '/agente/contacto/:episode/t/:id/hoja', to = (table: Table, ...rest: readonly string[]): string => journeyPath(table.episode.id, table.id, ...rest)
  const show = async (table: Table, typed: Typed = {}, problems: Problems = {}, changed = false): Promise<Reply> => agent.page(table.req, table.reply, await sheetScreen(agent, table, { typed, problems, ...(changed ? { told: { kind: 'care', text: say('answerChanged', table.lang) } } : {}) }))
  app.get(path, staff, async (req, reply) => {
    const table = await tableOf(agent, req, reply)
    return table === undefined ? reply : table.journey.case.status === 'journey' ? show((await arrive(agent, table)).table) : go(agent, req, reply, to(table, 'comprobante'))
  })
  app.post(path, staff, async (req, reply) => {
    const table = await tableOf(agent, req, reply)
    if (table === undefined) return reply
    const { engine, case: file, seq } = table.journey, body = bodyOf(req), said = Number(word(req, 'seq', 12))
    // Blank is not an answer: what she has not said yet stays open.
    const typed = sheetFacts(table).filter((f) => { const raw = rawOf(engine.fact(f.path)!, f.path, body); return !isEmpty(raw) && raw !== '' }).map((f) => f.path)
    const read = readAnswers(engine, file.answers, typed, body, envOf(agent, table), table.lang, agent.lists())
    if (Object.keys(read.problems).length > 0) return show(table, read.typed, read.problems)
    const answers: { [path: string]: Given } = Object.fromEntries(Object.entries(read.given).filter(([p, g]) => JSON.stringify(g.value) !== JSON.stringify(valueAt(file.answers, p))))
    if (Object.keys(answers).length > 0) {
      const done = await agent.cases.act(table.id, { do: 'answer', answers, basedOn: Number.isSafeInteger(said) && said > 0 ? said : seq }, table.viewer, agent.page.key(req))
      if (!done.ok) return done.refusal === 'answer-changed' ? show(await again(agent, table), read.typed, {}, true) : agent.page.refuse(req, reply, done)
    }
    return go(agent, req, reply, to(table, word(req, 'do') === 'read' ? 'leer' : 'hoja'))
  })
}
