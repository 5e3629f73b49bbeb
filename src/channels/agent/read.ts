import type { App, Reply } from '#platform/http'
import { again, asked, bodyOf, contactPath, go, journeyPath, staff, tableOf, word } from './desk.ts'
import { hashOf } from './script.ts'
import { readScreen, receiptScreen } from './screens/read.tsx'
import { linesOf } from './spoken.ts'
import type { Agent, Table, Told } from './types.ts'
import { say } from './words.ts'

/**
 * Her word on what was written down. By telephone it is read to her and whoever attends notes her yes with the hash of the very words (level 2); at a counter she confirms on her own screen,
 * and only when that screen is dead is it read aloud, with why. core/case keeps the rule: without it nothing is sent.
 */
export function readRoutes(app: App, agent: Agent): void {
  const path = '/agente/contacto/:episode/t/:id/leer', { cases } = agent
  const sectionOf = (table: Table): string | undefined => { const raw = table.req.method === 'POST' ? bodyOf(table.req)['section'] : asked(table.req, 'seccion'); return typeof raw === 'string' ? raw.slice(0, 100) : undefined }
  const show = async (table: Table, told?: Told, problem?: string): Promise<Reply> => agent.page(table.req, table.reply, await readScreen(agent, table, sectionOf(table), { ...(told === undefined ? {} : { told }), ...(problem === undefined ? {} : { problem }) }))
  const sent = (table: Table): boolean => table.journey.case.status !== 'journey'
  app.get(path, staff, async (req, reply) => {
    const table = await tableOf(agent, req, reply)
    return table === undefined ? reply : sent(table) ? go(agent, req, reply, journeyPath(table.episode.id, table.id, 'comprobante')) : show(table)
  })
  app.post(path, staff, async (req, reply) => {
    const table = await tableOf(agent, req, reply)
    if (table === undefined) return reply
    if (sent(table)) return go(agent, req, reply, journeyPath(table.episode.id, table.id, 'comprobante'))
    const section = sectionOf(table), of = section === undefined ? {} : { section }, key = agent.page.key(req), sum = word(req, 'sum', 128), lines = linesOf(agent, table, section), counter = table.episode.channel === 'counter', why = word(req, 'why', 200)
    const on = (): Reply => go(agent, req, reply, journeyPath(table.episode.id, table.id, ...(section === undefined ? ['leer'] : [])))
    switch (word(req, 'do', 20)) {
      case 'yes': case 'no': {
        const says = word(req, 'do') === 'yes' ? 'yes' : 'no'
        if (counter && why === '') return show(table, undefined, say('whyNeeded', table.lang))
        if (section === undefined && says === 'yes' && table.viewer.assurance < 2) return show(table, { kind: 'care', text: say('levelLow', table.lang) })
        const done = await cases.act(table.id, { do: 'read-back', says, ...of, sum, text: hashOf(lines), how: 'spoken', ...(counter ? { why } : {}) }, table.viewer, `${key}:said`)
        if (!done.ok) return refusedBy(done.refusal)
        if (says === 'no') return show(await again(agent, table), { kind: 'info', text: say('chooseWrong', table.lang) })
        return section === undefined ? send(table, key) : on()
      }
      case 'ask': {
        const done = await cases.act(table.id, { do: 'ask-read-back', ...of }, table.viewer, key)
        return done.ok ? show(await again(agent, table)) : agent.page.refuse(req, reply, done)
      }
      case 'send': return send(table, key)
      default: return agent.page.refuse(req, reply, { refusal: 'bad-request' })
    }
    async function refusedBy(code: string): Promise<Reply> { return code === 'summary-changed' ? show(await again(agent, table!), { kind: 'care', text: say('readAgain', table!.lang) }) : agent.page.refuse(req, reply, { refusal: code }) }
  })
  async function send(table: Table, key: string): Promise<Reply> {
    const { req, reply, lang } = table, now = await again(agent, table), done = await cases.act(table.id, { do: 'submit', digest: cases.digest(now.journey) }, table.viewer, `${key}:send`)
    if (done.ok || done.refusal === 'already-submitted') return go(agent, req, reply, journeyPath(table.episode.id, table.id, 'comprobante'))
    const text = { 'confirmation-needed': say('confirmFirst', lang), 'summary-changed': say('readAgain', lang), 'answers-missing': say('stillMissing', lang), 'assurance-too-low': say('levelLow', lang), 'not-eligible': say('notEligible', lang) }[done.refusal as string]
    return text === undefined ? agent.page.refuse(req, reply, done) : show(now, { kind: 'care', text })
  }
  app.get('/agente/contacto/:episode/t/:id/comprobante', staff, async (req, reply) => {
    const table = await tableOf(agent, req, reply)
    if (table === undefined) return reply
    return table.journey.case.submittedAt === undefined ? go(agent, req, reply, table.journey.case.status === 'journey' ? journeyPath(table.episode.id, table.id) : contactPath(table.episode.id)) : agent.page(req, reply, await receiptScreen(agent, table))
  })
}
