import type { App } from '#platform/http'
import { type Data, hashOf, readCatalogue } from './read.ts'
import { fold } from './rules.ts'
import { catalogueRoutes, type Mounted } from './routes.ts'
import { type Index, indexOf, listAll, search } from './search.ts'
import { createStore, type Database, type Snapshot } from './store.ts'
import type { About, Comuna, Entry, Filter, Found, Institution, Lang, LifeEvent, Office, Transactable } from './types.ts'

export type CatalogueNeeds = {
  readonly sql: Database
  /** services/_catalogue, or a folder that an import wrote. */
  readonly folder: string
  /** Unix milliseconds: how long ago one looked whether another process loaded other files. */
  readonly now: () => number
  /** The definition of ours that carries an entry out (its `catalogue:`), or null. */
  readonly transactable: (id: string) => Transactable | null
}
export type Catalogue = {
  /** Reads the files into the database when their hash is not the one there, in one transaction; throws `catalogue-unreadable` with file:line:col and changes nothing. */
  load(): Promise<'loaded' | 'unchanged'>
  /** Notices what another process loaded. Cheap: at most one small query a second. */
  refresh(): Promise<void>
  /** Never throws for what was typed. */
  search(q: string, lang: Lang, filter?: Filter): Promise<Found>
  /** All services by name. */
  list(lang: Lang, filter?: Filter): Found
  get(id: string): Entry | undefined
  /** What the catalogue says of itself: the language of its contents when the pages do not speak it, its currency. */
  about(): About
  institution(id: string): Institution | undefined
  institutions(): readonly Institution[]
  comunas(): readonly Comuna[]
  offices(institution?: string): readonly Office[]
  lifeEvents(): readonly LifeEvent[]
  /** Local forms that municipalities give of a general service. */
  localsOf(id: string): readonly Entry[]
  /** Name of an institution; its id when there is none. Names of bodies are not translated; the language is for what may come. */
  nameOf(institution: string, lang: Lang): string
  transactable(id: string): Transactable | null
  /** Screens of the register: home, search, services, institutions, moments of life. Mounted once per language. */
  routes(app: App, mounted: Mounted): void
}

const every = 1000
const empty: Data = { entries: [], institutions: [], comunas: [], offices: [], lifeEvents: [], search: { ignore: { es: [], en: [] }, same: { es: [], en: [] } }, about: { examples: [] } }
type Held = { readonly snapshot: Snapshot; readonly index: Index; readonly institutions: ReadonlyMap<string, Institution> }
const hold = (snapshot: Snapshot): Held => ({ snapshot, index: indexOf(snapshot), institutions: new Map(snapshot.data.institutions.map(i => [i.id, i])) })

/** The register as this process knows it: rows in the database for searching, the entries themselves in memory. */
export function createCatalogue({ sql, folder, now, transactable }: CatalogueNeeds): Catalogue {
  const store = createStore(sql)
  let held = hold({ hash: '', data: empty }), looked = Number.NEGATIVE_INFINITY
  const refresh = async (): Promise<void> => {
    if (now() - looked < every) return
    looked = now()
    if ((await store.mark()) === held.snapshot.hash) return
    const snapshot = await store.read()
    if (snapshot) held = hold(snapshot)
  }
  const data = () => held.snapshot.data
  const catalogue: Catalogue = {
    refresh, transactable,
    async load() {
      const hash = hashOf(folder), did = (await store.mark()) !== hash && (await store.fill(readCatalogue(folder), hash))
      looked = Number.NEGATIVE_INFINITY
      await refresh()
      return did ? 'loaded' : 'unchanged'
    },
    async search(q, lang, filter = {}) { await refresh(); return search(store, held.index, q, lang, filter) },
    list: (lang, filter = {}) => listAll(data().entries, lang, filter),
    about: () => data().about,
    get: id => held.index.byId.get(id),
    institution: id => held.institutions.get(id),
    institutions: () => [...data().institutions].sort((a, b) => (fold(a.name) < fold(b.name) ? -1 : 1)),
    comunas: () => data().comunas,
    offices: institution => (institution === undefined ? data().offices : data().offices.filter(o => o.institution === institution)),
    lifeEvents: () => data().lifeEvents,
    localsOf: id => data().entries.filter(e => e.localOf === id),
    nameOf: (institution) => held.institutions.get(institution)?.name ?? institution,
    routes: (app, mounted) => catalogueRoutes(app, catalogue, mounted),
  }
  return catalogue
}
