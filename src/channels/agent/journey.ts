import { createHash } from 'node:crypto'
import type { Given } from '#core/case'
import { answerError } from '#core/kinds'
import type { Refusal } from '#core/refusal'
import type { Value } from '#core/service'
import type { App, Reply } from '#platform/http'
import { isFetched, type Problems, readAnswers, sectionOf, type Typed, valueAt } from '#ui'
import { again, asked, bodyOf, contactPath, go, journeyPath, staff, tableOf, wishOf, word } from './desk.ts'
import { envOf, nextOf, type Turn, turnOf, unsaid } from './script.ts'
import { scriptScreen, type ScriptState } from './screens/script.tsx'
import { wordsFor } from './spoken.ts'
import type { Agent, Table } from './types.ts'
import { say } from './words.ts'

const rowId = (key: string): string => `r${createHash('sha256').update(key).digest('hex').slice(0, 10)}`
const questionAt = (table: Table, path: string, correct = false): string => `${journeyPath(table.episode.id, table.id)}?p=${encodeURIComponent(path)}${correct ? '&corregir=1' : ''}`
const readAt = (table: Table, section?: string): string => journeyPath(table.episode.id, table.id, `leer${section === undefined ? '' : `?seccion=${encodeURIComponent(section)}`}`)
const seqOf = (table: Table): number => { const n = Number(word(table.req, 'seq', 12)); return Number.isSafeInteger(n) && n >= 0 && word(table.req, 'seq') !== '' ? n : table.journey.seq }

/** What registers know of the section that is about to be put, once. */
async function filled(agent: Agent, table: Table, path: string): Promise<Table> {
  const section = sectionOf(table.journey.engine, path), wanted = table.journey.view.needs.map((n) => n.path).filter((p) => sectionOf(table.journey.engine, p) === section)
  if (wanted.length === 0) return table
  const got = await agent.cases.prefill(table.id, wanted, table.viewer)
  return got.ok ? { ...table, journey: got.value } : table
}
/** The next question, with its registers asked: where they settle it, the one after it. */
export async function arrive(agent: Agent, first: Table): Promise<{ readonly table: Table; readonly path: string | undefined }> {
  let table = first
  for (let turn = 0; turn < 12; turn++) {
    const path = nextOf(table) ?? table.journey.view.needs.map((n) => n.path)[0]
    if (path === undefined) break
    const then = await filled(agent, table, path), next = nextOf(then)
    if (next !== undefined && (next === path || then.journey.seq === table.journey.seq)) return { table: then, path: next }
    if (then.journey.seq === table.journey.seq) break
    table = then
  }
  return { table, path: nextOf(table) }
}

/** One journey as a script: the question to say, what she answered read back, the next; her word on each section, and on all of it. */
export function journeyRoutes(app: App, agent: Agent): void {
  const base = '/agente/contacto/:episode/t/:id'
  app.get(base, staff, async (req, reply) => {
    const first = await tableOf(agent, req, reply)
    if (first === undefined) return reply
    if (first.journey.case.status !== 'journey') return go(agent, req, reply, journeyPath(first.episode.id, first.id, 'comprobante'))
    const wished = asked(req, 'p'), correct = asked(req, 'corregir') === '1'
    const { table, path } = wished === undefined ? await arrive(agent, first) : { table: await filled(agent, first, wished), path: wished }
    const turn = path === undefined ? undefined : turnOf(table, path, correct)
    if (turn === undefined) return go(agent, req, reply, wished === undefined ? readAt(table) : journeyPath(table.episode.id, table.id))
    return agent.page(req, reply, await scriptScreen(agent, table, turn, {}))
  })
  app.post(base, staff, async (req, reply) => {
    const table = await tableOf(agent, req, reply)
    if (table === undefined) return reply
    if (table.journey.case.status !== 'journey') return go(agent, req, reply, journeyPath(table.episode.id, table.id, 'comprobante'))
    const turn = turnOf(table, word(req, 'p', 200), word(req, 'correct') === '1')
    if (turn === undefined) return go(agent, req, reply, journeyPath(table.episode.id, table.id))
    // Fields come before files, and the button after them: what was wished is known once they were read.
    const taken = await takeFiles(agent, table, turn), [what, about] = wishOf(req)
    switch (what) {
      case 'answer': case 'yes': return answer(agent, table, turn, what === 'yes', taken)
      case 'edit': { const read = typedNow(agent, table, turn); return agent.page(req, reply, await scriptScreen(agent, table, turn, { typed: read.typed })) }
      case 'confirm': return keep(agent, table, turn, Object.fromEntries(turn.step.paths.flatMap((p): [string, Given][] => { const value = valueAt(table.journey.case.answers, p); return value !== undefined && isFetched(table.journey.view.facts.find((f) => f.path === p)) ? [[p, { value, state: 'confirmed' }]] : [] })))
      case 'defer': return keep(agent, table, turn, Object.fromEntries(turn.step.paths.map((p): [string, Given] => [p, { state: 'deferred' }])))
      case 'decline': return keep(agent, table, turn, Object.fromEntries(turn.step.paths.filter((p) => table.journey.engine.fact(p)?.optional).map((p): [string, Given] => [p, { state: 'declined' }])))
      case 'add': case 'remove': case 'close': return list(agent, table, turn, what, about)
      case 'link': return sendQuestion(agent, table, turn)
      default: return agent.page.refuse(req, reply, { refusal: 'bad-request' })
    }
  })
  /** Whose turn it is to write: between people advisory, each field keeps its own race. */
  app.post(`${base}/turno`, staff, async (req, reply) => {
    const table = await tableOf(agent, req, reply)
    if (table === undefined) return reply
    const done = await (word(req, 'do') === 'back' ? agent.cases.live.handBack : agent.cases.live.takeOver)(table.id, table.viewer, agent.page.key(req))
    return done.ok ? go(agent, req, reply, journeyPath(table.episode.id, table.id)) : agent.page.refuse(req, reply, done)
  })
}

const typedNow = (agent: Agent, table: Table, { step }: Turn, files: { readonly [path: string]: Value } = {}, refused: Problems = {}) =>
  readAnswers(table.journey.engine, table.journey.case.answers, step.paths, bodyOf(table.req), envOf(agent, table), table.lang, agent.lists(), files, refused)

/** First read back, then kept: only what she said yes to is written down. A file is kept at once: it was looked at when it came. */
async function answer(agent: Agent, table: Table, turn: Turn, yes: boolean, { files, refused }: Taken): Promise<Reply> {
  if (turn.how !== 'ask') return go(agent, table.req, table.reply, questionAt(table, turn.path))
  const read = typedNow(agent, table, turn, files, refused)
  const show = async (state: ScriptState): Promise<Reply> => agent.page(table.req, table.reply, await scriptScreen(agent, table, turn, state))
  if (Object.keys(read.problems).length > 0) return show({ typed: read.typed, problems: read.problems })
  if (!yes && Object.keys(files).length === 0) return show({ typed: read.typed, given: read.given })
  return keep(agent, table, turn, read.given, read.typed)
}
type Taken = { readonly files: { readonly [path: string]: Value }; readonly refused: Problems }
async function takeFiles(agent: Agent, { req, id, viewer, lang, journey: { engine } }: Table, { step }: Turn): Promise<Taken> {
  const files: { [path: string]: Value } = {}, refused: { [path: string]: string } = {}
  for await (const upload of req.uploads) {
    const fact = step.paths.includes(upload.field) ? engine.fact(upload.field) : undefined
    if (fact?.type !== 'file') continue
    const kept = await agent.cases.attach(id, upload.field, upload, viewer)
    if (kept.ok) files[upload.field] = kept.value
    else refused[upload.field] = answerError(kept.refusal === 'file-too-large' ? 'file-too-big' : kept.refusal === 'file-type-refused' ? 'file-type' : 'file-expected', fact, lang)
  }
  return { files, refused }
}
/** Writes it down as said by her and typed here; what somebody else wrote meanwhile is shown, never written over. */
export async function keep(agent: Agent, table: Table, turn: Turn, answers: { readonly [path: string]: Given }, typed: Typed = {}): Promise<Reply> {
  const { req, id, viewer } = table
  if (Object.keys(answers).length > 0) {
    const files = Object.values(answers).map((a) => (a.value as { sha256?: string } | undefined)?.sha256 ?? '').join(''), done = await agent.cases.act(id, { do: 'answer', answers, basedOn: seqOf(table) }, viewer, `${agent.page.key(req)}${files === '' ? '' : `:${files}`}`)
    if (!done.ok) return refused(agent, table, turn, done, typed)
  }
  return onward(agent, await again(agent, table), turn.path)
}
async function refused(agent: Agent, table: Table, turn: Turn, no: Refusal, typed: Typed): Promise<Reply> {
  const { req, reply, lang } = table
  const text = { 'answer-changed': say('answerChanged', lang), 'assurance-too-low': say('levelLow', lang), 'not-allowed': say('notChange', lang) }[no.refusal as string]
  if (text === undefined) return no.refusal === 'question-not-asked' || no.refusal === 'already-submitted' ? go(agent, req, reply, journeyPath(table.episode.id, table.id)) : agent.page.refuse(req, reply, no)
  const now = await again(agent, table), same = turnOf(now, turn.path, word(req, 'correct') === '1')
  return same === undefined ? go(agent, req, reply, journeyPath(table.episode.id, table.id)) : agent.page(req, reply, await scriptScreen(agent, now, same, { typed, told: { kind: 'care', text } }))
}
/** At the end of a section what was said in it is read back; then the next question. */
async function onward(agent: Agent, table: Table, from: string): Promise<Reply> {
  const { req, reply } = table, { table: then, path } = await arrive(agent, table), section = sectionOf(then.journey.engine, from), next = path === undefined ? undefined : sectionOf(then.journey.engine, path)
  if (path !== undefined && section === next) return go(agent, req, reply, journeyPath(then.episode.id, then.id))
  const due = unsaid(then, (s) => agent.cases.digest(then.journey, s), agent.lists(), wordsFor(then.talk)).find((s) => s.section === (section ?? ''))
  return go(agent, req, reply, due === undefined ? journeyPath(then.episode.id, then.id) : readAt(then, due.section))
}
async function list(agent: Agent, table: Table, turn: Turn, what: 'add' | 'remove' | 'close', row: string): Promise<Reply> {
  const { req, reply, id, viewer, journey: { engine, case: file } } = table, of = engine.fact(turn.path)
  if (of?.type !== 'list') return go(agent, req, reply, questionAt(table, turn.path))
  if (what === 'close' && (file.answers[turn.path]?.rows?.length ?? 0) < (of.list?.min ?? 0)) return agent.page(req, reply, await scriptScreen(agent, table, turn, { problems: { [turn.path]: answerError('list-too-short', of, table.lang) } }))
  const key = agent.page.key(req), command = what === 'add' ? ({ do: 'add-row', list: turn.path, row: rowId(key), basedOn: seqOf(table) } as const) : what === 'remove' ? ({ do: 'remove-row', list: turn.path, row, basedOn: seqOf(table) } as const) : ({ do: 'close-list', list: turn.path, basedOn: seqOf(table) } as const)
  const done = await agent.cases.act(id, command, viewer, key)
  return done.ok ? onward(agent, await again(agent, table), turn.path) : refused(agent, table, turn, done, {})
}
/** What this channel cannot take, or this level may not read, she does on her own screen: that one question. */
async function sendQuestion(agent: Agent, table: Table, turn: Turn): Promise<Reply> {
  const { req, reply, lang, viewer, id } = table
  const show = async (kind: 'good' | 'care', text: string): Promise<Reply> => agent.page(req, reply, await scriptScreen(agent, table, turn, { told: { kind, text } }))
  if (viewer.person === undefined || viewer.assurance < 2 || agent.message === undefined) return show('care', say('linkLow', lang))
  const made = await agent.cases.links.make(viewer, { kind: 'continue', journey: id, episode: table.episode.id, path: turn.path })
  if (!made.ok) return agent.page.refuse(req, reply, made)
  const sent = await agent.message({ person: viewer.person, key: `question:${createHash('sha256').update(made.value.token).digest('hex').slice(0, 24)}`, text: say('smsContinue', 'es', { code: table.journey.case.code, link: `${agent.publicUrl(req)}/seguir/${made.value.token}` }) })
  return sent.ok ? show('good', say('linkSent', lang)) : show('care', say('notSent', lang))
}
export const backToContact = (table: Table): string => contactPath(table.episode.id)
