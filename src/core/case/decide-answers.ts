import type { Actor } from '../actor/index.ts'
import { isVisible, mayChange } from '../assurance/index.ts'
import type { Answer, Engine } from '../journey/index.ts'
import { canonical as canonicalValue, readers } from '../kinds/index.ts'
import { no, yes } from '../refusal/index.ts'
import type { Fact, Value } from '../service/index.ts'
import { answerAt, partsOf, rowAt, withAnswer } from './answers.ts'
import type { Context, Decided } from './decide.ts'
import type { Case, CaseEvent, Command, Fetched, Given, GivenRow, Recorded } from './types.ts'

type Do<K extends Command['do']> = Extract<Command, { readonly do: K }>
type Problem = { readonly path: string; readonly code: string; readonly check?: number }
const most = 500

/** Who changed it, where, when, and to what: what a conflict shows (design.md §2, promise 2). */
export type Change = { readonly path: string; readonly by?: string; readonly role?: string; readonly channel?: string; readonly at?: string; readonly value?: Value; readonly state: Answer['state'] }
/** The new value only to whom it may be shown. */
const changeOf = (path: string, a: Answer, file: Case, actor: Actor): Change => ({ path, ...(a.by === undefined ? {} : { by: a.by }), ...(a.role === undefined ? {} : { role: a.role }), ...(a.channel === undefined ? {} : { channel: a.channel }), ...(a.at === undefined ? {} : { at: a.at }), ...(a.value === undefined || (file.person !== undefined && !isVisible(a, actor)) ? {} : { value: a.value }), state: a.state })

/** The answers of one form, judged together, kept together. */
export function decideAnswer(file: Case, { answers, basedOn }: Do<'answer'>, actor: Actor, ctx: Context): Decided {
  const paths = Object.keys(answers)
  if (paths.length === 0 || paths.length > most || !Number.isSafeInteger(basedOn) || basedOn < 0) return no('bad-request')
  const changed: Change[] = [], problems: Problem[] = []
  const recorded: { [path: string]: Recorded } = {}
  const voids: string[] = []
  let next = file.answers
  for (const path of paths) {
    const given = answers[path]!, fact = asked(ctx.engine, path)
    if (fact === undefined || !Object.hasOwn(answers, path)) return no('question-not-asked', { path })
    const [list, row] = partsOf(path)
    if (row !== undefined && rowAt(file.answers, list, row) === undefined) return no('question-not-asked', { path })
    // What was put off until after sending may follow, and only that.
    if (file.status !== 'journey' && (fact.may_follow === undefined || !isOpen(ctx, path))) return no('already-submitted', { path })
    const before = answerAt(file.answers, path)
    // A lower caller may put it off or pass it by, which says nothing; but not take away what was said.
    const silent = (given.state === 'deferred' || given.state === 'declined') && (before === undefined || before.state === 'deferred' || before.state === 'declined')
    if ((fact.assurance ?? 0) > actor.assurance && !silent) return no(actor.person === undefined ? 'sign-in-needed' : 'assurance-too-low', { path, needs: fact.assurance })
    if (file.person !== undefined && !mayChange(before, actor)) return no('assurance-too-low', { path, needs: 2 })
    if (before?.seq !== undefined && before.seq > basedOn) { changed.push(changeOf(path, before, file, actor)); continue }
    const made = record(fact, given, before, ctx)
    if ('code' in made) { problems.push({ path, code: made.code }); continue }
    recorded[path] = made
    next = withAnswer(next, path, { state: made.state, ...(made.value === undefined ? {} : { value: made.value }), ...(made.rows === undefined ? before?.rows === undefined ? {} : { rows: before.rows } : { rows: made.rows.map((r) => ({ id: r.id, answers: Object.fromEntries(Object.entries(r.values).map(([id, value]) => [id, { value, state: 'given' as const }])) })) }) })
    for (const gone of voided(ctx.engine, file, path, made.value)) if (!Object.hasOwn(answers, gone)) { voids.push(gone); next = withAnswer(next, gone, undefined) }
  }
  if (changed.length > 0) return no('answer-changed', { ...changed[0]!, changed })
  if (problems.length > 0) return no('answer-invalid', { ...problems[0]!, problems })
  // Does it apply, and does it hold, once the whole form is kept?
  const after = ctx.engine.pass(next, ctx.env)
  const standing = new Map(after.facts.map((f) => [f.path, f.status]))
  for (const path of paths) { const status = standing.get(path); if (status === undefined || status === 'absent' || status === 'undecided') return no('question-not-asked', { path }) }
  const wrong = after.errors.filter((e) => e.level !== 'warn' && (Object.hasOwn(recorded, e.fact) || recorded[partsOf(e.fact)[0]]?.rows !== undefined))
  if (wrong.length > 0) return no('answer-invalid', { path: wrong[0]!.fact, code: wrong[0]!.code, ...(wrong[0]!.check === undefined ? {} : { check: wrong[0]!.check }), problems: wrong.map((e) => ({ path: e.fact, code: e.code, ...(e.check === undefined ? {} : { check: e.check }) })) })
  return yes([{ type: 'answered', data: { answers: recorded, ...(voids.length > 0 ? { voids } : {}) } }])
}

const isOpen = ({ view }: Context, path: string): boolean => view.deferred.includes(path) || view.missing.includes(path)

/** A fact that a person is asked: neither a note nor computed, nor a list's cell named without its row. */
export function asked(engine: Engine, path: string): Fact | undefined {
  const fact = engine.fact(path), parts = path.split('.')
  if (fact === undefined || fact.type === 'note' || (parts.length !== 1 && parts.length !== 3)) return undefined
  return fact.source !== undefined && !('registry' in fact.source) ? undefined : fact
}

/** One given answer as it is kept, or the code of what is wrong with it. */
function record(fact: Fact, given: Given, before: Answer | undefined, ctx: Context): Recorded | { readonly code: string } {
  const register = fact.source !== undefined && 'registry' in fact.source ? fact.source : undefined
  switch (given.state) {
    case 'declined': return fact.optional ? { state: 'declined' } : { code: 'required' }
    case 'deferred': return { state: 'deferred' }
    case 'confirmed':
      if (before === undefined || (before.state !== 'fetched' && before.state !== 'confirmed') || before.value === undefined || (given.value !== undefined && !same(given.value, before.value))) return { code: 'not-fetched' }
      return { value: before.value, state: 'confirmed' }
    case 'given': break
    default: return { code: 'answer-state' }
  }
  // Only the register may say this: nobody's word stands in for it.
  if (register?.else === 'block') return { code: 'register-only' }
  const state = register === undefined ? 'given' : 'declared'
  const parsed = canonicalValue(fact, given.value, ctx.env.today)
  if (!parsed.ok) return { code: parsed.code }
  if (fact.type !== 'list') return { value: parsed.value, state }
  const rows = rowsFrom(fact, given.value, ctx.env.today)
  return rows === null ? { code: 'list-row' } : { rows, state }
}
/** A whole list as rows; ids come with them or are made in order. Null when an id is odd or there twice. */
function rowsFrom(fact: Fact, value: unknown, today: string): readonly GivenRow[] | null {
  const rows: GivenRow[] = []
  for (const raw of Array.isArray(value) ? value : []) {
    const cells = (typeof raw === 'object' && raw !== null ? raw : {}) as { readonly [k: string]: unknown }
    const named = Object.hasOwn(cells, 'id') && !fact.list?.of.some((f) => f.id === 'id') ? cells['id'] : `r${rows.length + 1}`
    if (typeof named !== 'string' || !isRowId(named) || rows.some((r) => r.id === named)) return null
    const values: { [id: string]: Value } = {}
    for (const of of fact.list?.of ?? []) {
      if (of.type === 'note' || of.source !== undefined || !Object.hasOwn(cells, of.id)) continue
      const cell = readers[of.type].parse(cells[of.id], of, { lang: 'en', channel: 'api', today })
      if (cell.ok) values[of.id] = cell.value
    }
    rows.push({ id: named, values })
  }
  return rows
}
const isRowId = (id: string): boolean => /^[A-Za-z0-9_-]{1,40}$/.test(id)
/** Canonical values are small plain JSON with one order of keys per kind. */
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What was said or fetched about another record: when a key fact changes, it is void and may be asked again. */
export function voided(engine: Engine, file: Case, path: string, value: Value | undefined): readonly string[] {
  const before = answerAt(file.answers, path)?.value
  if (before === undefined || same(before, value)) return []
  return engine.service.facts.flatMap((f) => (f.source !== undefined && 'registry' in f.source && f.source.key === path && (answerAt(file.answers, f.id) !== undefined || Object.hasOwn(file.fetched, f.id)) ? [f.id] : []))
}

/** Rows: each has its own id, so two hands add two rows; taking one away or closing the list needs to have seen the latest. */
export function decideList(file: Case, command: Do<'add-row'> | Do<'remove-row'> | Do<'close-list'>, actor: Actor, ctx: Context): Decided {
  const { list, basedOn } = command, fact = asked(ctx.engine, list), before = answerAt(file.answers, list)
  if (!Number.isSafeInteger(basedOn) || basedOn < 0) return no('bad-request')
  const standing = ctx.view.facts.find((f) => f.path === list)
  if (fact?.type !== 'list' || standing === undefined || standing.status === 'absent' || standing.status === 'undecided') return no('question-not-asked', { path: list })
  if ((fact.assurance ?? 0) > actor.assurance) return no(actor.person === undefined ? 'sign-in-needed' : 'assurance-too-low', { path: list, needs: fact.assurance })
  if (fact.source !== undefined && 'registry' in fact.source && fact.source.else === 'block') return no('question-not-asked', { path: list })
  const seen = before?.seq === undefined || before.seq <= basedOn
  switch (command.do) {
    case 'add-row':
      if (!isRowId(command.row)) return no('bad-request')
      if (rowAt(file.answers, list, command.row) !== undefined) return no('answer-changed', changeOf(`${list}.${command.row}`, before!, file, actor))
      if ((before?.rows?.length ?? 0) >= (fact.list?.max ?? 100)) return no('answer-invalid', { path: list, code: 'list-too-long' })
      return yes([{ type: 'row-added', data: { list, row: command.row } }])
    case 'remove-row': {
      const row = rowAt(file.answers, list, command.row)
      if (row === undefined) return no('question-not-asked', { path: `${list}.${command.row}` })
      const newer = Object.entries(row.answers).find(([, a]) => a.seq !== undefined && a.seq > basedOn)
      return newer ? no('answer-changed', changeOf(`${list}.${command.row}.${newer[0]}`, newer[1], file, actor)) : yes([{ type: 'row-removed', data: { list, row: command.row } }])
    }
    case 'close-list':
      if (!seen) return no('answer-changed', changeOf(list, before!, file, actor))
      if ((before?.rows?.length ?? 0) < (fact.list?.min ?? 0)) return no('answer-invalid', { path: list, code: 'list-too-short' })
      return yes([{ type: 'list-closed', data: { list } }])
  }
}

/** A register that did not answer may be asked again only where nobody else may say it: everywhere else the person is asked. */
export const mayRetry = (fact: Fact | undefined, outcome: Fetched['outcome']): boolean => (outcome === 'slow' || outcome === 'down') && fact?.source !== undefined && 'registry' in fact.source && fact.source.else === 'block'

/** What registers said, checked by each fact's kind: what cannot be read counts as not known. Only once per path and key. */
export function decideFetch(file: Case, { values }: Do<'fetch'>, _actor: Actor, ctx: Context): Decided {
  const kept: { [path: string]: Fetched } = {}
  for (const [path, f] of Object.entries(values)) {
    const fact = ctx.engine.fact(path), was = Object.hasOwn(file.fetched, path) ? file.fetched[path] : undefined
    if (fact === undefined || fact.source === undefined || !('registry' in fact.source) || (was !== undefined && same(was.key, f.key) && !mayRetry(fact, was.outcome))) continue
    const { value, rows: _rows, receipt: _receipt, ...rest } = f
    if (f.outcome !== 'got') { kept[path] = rest; continue }
    const parsed = canonicalValue(fact, value, ctx.env.today)
    if (!parsed.ok) { kept[path] = { ...rest, outcome: 'none' }; continue }
    const rows = fact.type === 'list' ? rowsFrom(fact, value, ctx.env.today) : undefined
    kept[path] = { ...rest, ...(rows ? { rows } : { value: parsed.value }), ...(f.receipt === undefined ? {} : { receipt: f.receipt }) }
  }
  const events: CaseEvent[] = Object.keys(kept).length > 0 ? [{ type: 'fetched', data: { values: kept } }] : []
  return yes(events)
}
