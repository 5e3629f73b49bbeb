import type { Looker } from '#core/assurance'
import type { Vocabulary, Service } from '#core/service'
import type { Crypto } from '#platform/crypto'
import type { App } from '#platform/http'
import type { Log } from '#platform/log'
import { createBreaches } from './breaches.ts'
import { copyZip } from './copy.ts'
import type { Both, PrivacyLaw } from './law.ts'
import { activitiesOf, type Activity, type Change, changeOf, ownActivities } from './rat.ts'
import { createRequests } from './requests.ts'
import type { Mounted } from './mounted.ts'
import { mount } from './routes.ts'
import { createStore, type Sql } from './store.ts'
import { type Clock, createStreams } from './streams.ts'
import type { Holding, PrivacyPorts } from './types.ts'

/** One published version of a service: the compiled definition and the civil date it holds from. */
export type PublishedVersion = { readonly service: Service; readonly from: string; readonly current: boolean }
export type PrivacyNeeds = {
  readonly sql: Sql
  readonly log: Log
  readonly crypto: Crypto
  readonly clock: Clock
  readonly ids: { uuid5(namespace: string, name: string): string }
  readonly law: PrivacyLaw
  readonly workingDay: (date: string) => boolean
  readonly vocabulary: Vocabulary
  readonly institutionName: (id: string, lang: string) => string
  /** Every published version of every service, oldest first. */
  readonly versions: () => readonly PublishedVersion[]
  /** Version of the platform, and the day it is in force from: for what it does on its own account. */
  readonly platform: { readonly institution: string; readonly version: string; readonly from: string }
  readonly tell?: (what: string, cause: unknown) => void
}
export type Privacy = ReturnType<typeof createPrivacy>

/** Rights over personal data, incidents, and the register of processing activities (Ley 21.719; reference/law.md §10). */
export function createPrivacy(needs: PrivacyNeeds) {
  const { sql, law, clock } = needs, store = createStore(sql), streams = createStreams(needs), tell = needs.tell ?? (() => {})
  let given: PrivacyPorts | undefined
  const ports = (): PrivacyPorts => { if (given === undefined) throw new Error('privacy was not introduced to the other rooms'); return given }
  const requests = createRequests({ ...needs, store, streams, ports, tell }), breaches = createBreaches({ ...needs, store, streams, ports, tell })
  const nameOf = (id: string): Both => ({ es: needs.institutionName(id, 'es'), en: needs.institutionName(id, 'en') })
  const of = (v: PublishedVersion): readonly Activity[] => activitiesOf(v.service, v.from, { vocabulary: needs.vocabulary, nameOf, platform: needs.platform.institution })
  const room = {
    law, requests, breaches, nameOf,
    /** The rooms it leans on, once they stand. */
    use(rooms: PrivacyPorts): void { given = rooms },
    ports,
    /** For cases: what its person had blocked, and who still reads it. */
    blocks: { of: (person: string, id: string) => store.blocked(person, id), roles: law.blocked.roles },
    /** The register as it stands: what is in force now. */
    activities: (): readonly Activity[] => [...needs.versions().filter((v) => v.current).flatMap(of), ...ownActivities(law.platform, needs.platform.institution, needs.platform.version, needs.platform.from)],
    /** From each version of a service to its next, newest first. */
    changes(service: string): readonly Change[] {
      const all = needs.versions().filter((v) => v.service.id === service)
      return all.slice(1).flatMap((v, i) => changeOf(of(all[i]!), of(v)) ?? []).reverse()
    },
    /** Everything held of the one who looks, as a ZIP while it is made; the caller has asked `requests.ask` first. */
    copy: (viewer: Looker, base: string): AsyncGenerator<Buffer> => copyZip({ holdings: ports().holdings(viewer), files: ports().files(viewer), base, madeAt: clock.now() }),
    holdings: (viewer: Looker): AsyncIterable<Holding> => ports().holdings(viewer),
    routes: (app: App, mounted: Mounted): void => mount(app, room, mounted),
    /** Tells those whom an incident touched; a few at a time. */
    work: (): Promise<number> => breaches.work(),
  }
  return room
}
