import { compile, type Engine } from '#core/journey'
import type { Vocabulary } from '#core/service'
import type { Row } from './store.ts'
import { byVersion } from './rules.ts'

/** Compiled definitions, ready in memory: what a journey keeps is `service@version`, what a new one begins with is `current`. */
export type Shelf = {
  /** The newest revision of exactly this version, withdrawn ones too: a running journey goes on. */
  engine(service: string, version: string): Engine | undefined
  /** The version in force on a civil date, for a new journey. */
  current(service: string, today: string): Engine | undefined
  /** Every published version, oldest first within its service; `current` on that civil date. */
  versions(today: string): readonly { readonly engine: Engine; readonly from: string; readonly current: boolean }[]
  /** Everything in force on a civil date, in order of service id. */
  list(today: string): readonly Engine[]
}

/**
 * `drafts` lie on top of what is published (npm run dev). A row that no longer compiles under today's vocabulary is told and left out: one bad
 * definition must not keep the others from serving.
 */
export function createShelf(rows: readonly Row[], drafts: readonly Engine[], vocabulary: Vocabulary, tell: (row: Row, message: string) => void): Shelf {
  const engines = new Map<string, { row: Row; engine: Engine }>()
  for (const row of rows) {
    if (row.status === 'draft') continue
    const compiled = compile(JSON.parse(row.json), vocabulary)
    if ('engine' in compiled) engines.set(`${row.service}@${row.version}`, { row, engine: compiled.engine })
    else tell(row, compiled.problems.map((p) => `${p.code} ${p.message}`).join('; '))
  }
  const ontop = new Map(drafts.map((engine) => [engine.service.id, engine]))
  const current = (service: string, today: string): Engine | undefined => ontop.get(service) ?? [...engines.values()]
    .filter(({ row }) => row.service === service && row.status === 'published' && row.from <= today && (row.until === null || row.until >= today))
    .sort((a, b) => (a.row.from === b.row.from ? byVersion(b.row.version, a.row.version) : a.row.from < b.row.from ? 1 : -1))[0]?.engine
  return {
    engine: (service, version) => { const draft = ontop.get(service); return draft?.service.version === version ? draft : engines.get(`${service}@${version}`)?.engine },
    current,
    versions: (today) => [...engines.values()].sort((a, b) => (a.row.service === b.row.service ? byVersion(a.row.version, b.row.version) : a.row.service < b.row.service ? -1 : 1)).map(({ row, engine }) => ({ engine, from: row.from, current: current(row.service, today) === engine })),
    list: (today) => [...new Set([...ontop.keys(), ...[...engines.values()].map(({ row }) => row.service)])].sort().flatMap((service) => current(service, today) ?? []),
  }
}
