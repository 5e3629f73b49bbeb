import { createHash } from 'node:crypto'
import type { Given } from '#core/case'
import type { Env, FactView } from '#core/journey'
import { answerError } from '#core/kinds'
import { type Outcome, yes } from '#core/refusal'
import type { Value } from '#core/service'
import { type Body, isAsked, isEmpty, isFetched, type Problems, rawOf, readAnswers, type Typed, valueAt } from '#ui'
import type { Desk, Paper } from './types.ts'
import { say } from './words.ts'

export type Saved = { readonly typed: Typed; readonly problems: Problems }
export const scanField = 'scan'

export const envOf = (paper: Paper, desk: Pick<Desk, 'journey' | 'lang'>): Env => ({ today: desk.journey.today, channel: 'paper', lang: desk.lang, ...(paper.workingDay === undefined ? {} : { workingDay: paper.workingDay }) })
/** The questions that stand open to the clerk now: no rows' heads, no signature (it is on the paper). */
export const openFacts = ({ journey: { engine, view } }: Pick<Desk, 'journey'>): readonly FactView[] => view.facts.filter((f) => isAsked(engine, f) && !['list', 'signature'].includes(engine.fact(f.path)!.type))
const rowId = (key: string): string => `r${createHash('sha256').update(key).digest('hex').slice(0, 10)}`

/**
 * Keeps what was typed: only what differs from what is there, as one event. Blank is not an answer; where a register knows it, blank means that
 * the register is right. `do`: save, check (save and look), blank (what is still missing was left blank), add:list, remove:list:row, close:list.
 */
export async function save(paper: Paper, desk: Desk): Promise<Outcome<Saved>> {
  const { req, id, viewer, lang } = desk, { engine, case: file, seq } = desk.journey
  // Files stand among the fields, in the order of the paper: what comes after one is known once it was read.
  const { files, refused } = await takeFiles(paper, desk), body = (req.body ?? {}) as Body
  const wish = String(body['do'] ?? 'save'), key = paper.page.key(req), said = Number(body['seq']), basedOn = Number.isSafeInteger(said) && said >= 0 ? said : seq
  const open = openFacts(desk), typedPaths = open.filter((f) => { const fact = engine.fact(f.path)!; return fact.type === 'file' ? files[f.path] !== undefined || refused[f.path] !== undefined : !isEmpty(rawOf(fact, f.path, body)) && rawOf(fact, f.path, body) !== '' }).map((f) => f.path)
  const read = readAnswers(engine, file.answers, typedPaths, body, envOf(paper, desk), lang, paper.lists(), files, refused)
  const problems = { ...read.problems, ...(refused[scanField] === undefined ? {} : { [scanField]: refused[scanField] }) }
  if (Object.keys(problems).length > 0) return yes({ typed: read.typed, problems })
  const answers: { [path: string]: Given } = {}
  for (const [path, given] of Object.entries(read.given)) if (JSON.stringify(given.value) !== JSON.stringify(valueAt(file.answers, path))) answers[path] = given
  // Typed the same as the register says, or blank: both let it stand.
  for (const f of open) { const held = valueAt(file.answers, f.path); if (isFetched(f) && answers[f.path] === undefined && held !== undefined) answers[f.path] = { value: held, state: 'confirmed' } }
  let at = seq
  if (Object.keys(answers).length > 0) {
    const done = await paper.cases.act(id, { do: 'answer', answers, basedOn }, viewer, `${key}:${Object.values(files).map((v) => (v as { sha256?: string }).sha256 ?? '').join()}`)
    if (!done.ok) return done
    at = done.value.seq
  }
  const [what = '', list = '', row = ''] = wish.split(':')
  const command = what === 'add' ? ({ do: 'add-row', list, row: rowId(key), basedOn: at } as const) : what === 'remove' ? ({ do: 'remove-row', list, row, basedOn: at } as const) : what === 'close' ? ({ do: 'close-list', list, basedOn: at } as const) : undefined
  if (command !== undefined && engine.fact(list)?.type === 'list') {
    if (command.do === 'close-list' && (file.answers[list]?.rows?.length ?? 0) < (engine.fact(list)?.list?.min ?? 0)) return yes({ typed: read.typed, problems: { [list]: answerError('list-too-short', engine.fact(list)!, lang) } })
    const done = await paper.cases.act(id, command, viewer, `${key}:row`)
    if (!done.ok) return done
  }
  if (what === 'blank' || what === 'check') { const left = await leaveBlank(paper, desk, key, what === 'blank'); if (!left.ok) return left }
  return yes({ typed: {}, problems: {} })
}

/** Complete lists close; on «left blank», each question that the paper does not answer is put off, or declined where that may be. */
async function leaveBlank(paper: Paper, desk: Desk, key: string, all: boolean): Promise<Outcome<null>> {
  for (let turn = 0; turn < 20; turn++) {
    const found = await paper.cases.open(desk.id, desk.viewer)
    if (!found.ok) return found
    const { engine, view, case: file, seq } = found.value, missing = view.facts.filter((f) => f.status === 'missing' && !isFetched(f) && f.answer?.state !== 'deferred')
    const lists = missing.filter((f) => engine.fact(f.path)?.type === 'list'), full = lists.find((f) => (file.answers[f.path]?.rows?.length ?? 0) >= Math.max(1, engine.fact(f.path)?.list?.min ?? 0) && !missing.some((c) => c.list === f.path))
    if (full !== undefined) { const done = await paper.cases.act(desk.id, { do: 'close-list', list: full.path, basedOn: seq }, desk.viewer, `${key}:close:${full.path}`); if (!done.ok) return done; continue }
    if (!all || missing.length === 0) break
    const done = await paper.cases.act(desk.id, { do: 'answer', answers: Object.fromEntries(missing.map((f): [string, Given] => [f.path, { state: engine.fact(f.path)?.optional ? 'declined' : 'deferred' }])), basedOn: seq }, desk.viewer, `${key}:blank:${turn}`)
    if (!done.ok) return done
  }
  return yes(null)
}

/** The scan goes to the file, what is attached to a question to that question; what is refused becomes a problem beside it. */
async function takeFiles(paper: Paper, { req, id, journey: { engine }, viewer, lang }: Desk): Promise<{ files: { [path: string]: Value }; refused: Problems }> {
  const files: { [path: string]: Value } = {}, refused: { [path: string]: string } = {}
  for await (const upload of req.uploads) {
    const fact = engine.fact(upload.field)
    if (upload.field !== scanField && fact?.type !== 'file') continue
    const kept = upload.field === scanField ? await paper.cases.keepPaper(id, upload, viewer) : await paper.cases.attach(id, upload.field, upload, viewer)
    if (!kept.ok) refused[upload.field] = fact?.type === 'file' ? answerError(kept.refusal === 'file-too-large' ? 'file-too-big' : kept.refusal === 'file-type-refused' ? 'file-type' : 'file-expected', fact, lang) : say('scanRefused', lang)
    else if (upload.field !== scanField) files[upload.field] = kept.value
  }
  return { files, refused }
}
