import type { Engine } from '#core/journey'
import { no, type Outcome, yes } from '#core/refusal'
import type { Vocabulary } from '#core/service'
import { checkFile, hashed, type Lint } from './check.ts'
import { definitionFiles } from './definition.ts'
import { refuses } from './problems.ts'
import { createShelf, type Shelf } from './shelf.ts'
import { createStore, type Row, type Sql } from './store.ts'
import { byVersion } from './rules.ts'

export type Did = { readonly service: string; readonly version: string; readonly did: 'published' | 'revised' | 'nothing' | 'drafted' }
export type Authoring = Shelf & {
  /** Lints, runs the examples (E13) and stores. Refusals: definition-refused (with the problems), version-published. */
  publish(file: string): Promise<Outcome<Did>>
  /** Every service below a folder; stops at nothing, answers what happened to each. */
  publishAll(folder: string): Promise<readonly { readonly file: string; readonly outcome: Outcome<Did> }[]>
  withdraw(service: string, version: string): Promise<void>
  /** Reads what other processes published meanwhile. Cheap when nothing changed. */
  refresh(): Promise<void>
}

/**
 * Definitions as this process knows them. `dev`: a changed text under a published version is a draft on top, in memory, instead of a refusal.
 * `today` is the civil date where the institutions are, `now` an ISO instant.
 */
export async function createAuthoring({ sql, vocabulary, lint, today, now, tell, dev = false }: {
  sql: Sql; vocabulary: Vocabulary; lint: Lint; today: () => string; now: () => string; tell: (message: string) => void; dev?: boolean
}): Promise<Authoring> {
  const store = createStore(sql)
  const drafts = new Map<string, Engine>()
  let mark = '', rows: readonly Row[] = [], shelf = createShelf([], [], vocabulary, () => {})
  const rebuild = () => { shelf = createShelf(rows, [...drafts.values()], vocabulary, (row, message) => tell(`${row.service}@${row.version} does not compile any more: ${message}`)) }
  const refresh = async () => {
    const seen = await store.mark()
    if (seen === mark) return
    rows = await store.all()
    mark = seen
    rebuild()
  }
  const latest = (service: string, version: string): unknown => {
    const had = rows.filter((row) => row.service === service && row.status !== 'draft' && byVersion(row.version, version) < 0).sort((a, b) => byVersion(b.version, a.version) || b.revision - a.revision)[0]
    return had === undefined ? undefined : JSON.parse(had.json)
  }
  const put = async (file: string): Promise<Outcome<Did>> => {
    const first = checkFile(file, vocabulary, lint)
    const before = first.service === undefined ? undefined : latest(first.service.id, first.service.version)
    const { service, engine, problems, draft } = before === undefined ? first : checkFile(file, vocabulary, lint, before)
    if (!service || !engine || problems.some((p) => refuses(p, draft && dev))) return no('definition-refused', problems)
    const named = { service: service.id, version: service.version }
    if (draft) {
      if (!dev) return no('definition-refused', [{ file, line: 1, col: 1, code: 'E00', level: 'E', message: 'a draft is not published: finish it and remove status: draft' }])
      drafts.set(service.id, engine)
      rebuild()
      return yes({ ...named, did: 'drafted' })
    }
    const verdict = await store.publish(service.id, service.version, hashed(service), today(), now())
    if (verdict.do === 'refuse') {
      if (!dev) return no('version-published', named)
      drafts.set(service.id, engine)
      rebuild()
      return yes({ ...named, did: 'drafted' })
    }
    drafts.delete(service.id)
    await refresh()
    return yes({ ...named, did: verdict.do === 'nothing' ? 'nothing' : verdict.do === 'first' ? 'published' : 'revised' })
  }
  await refresh()
  return {
    engine: (service, version) => shelf.engine(service, version), current: (service, day) => shelf.current(service, day), list: (day) => shelf.list(day), versions: (day) => shelf.versions(day),
    publish: put, refresh,
    async publishAll(folder) {
      const done = []
      for (const file of definitionFiles(folder)) done.push({ file, outcome: await put(file) })
      return done
    },
    async withdraw(service, version) { await store.withdraw(service, version, today()); mark = ''; await refresh() },
  }
}
