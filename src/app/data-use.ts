import type { Cases, RegistersPort } from '#cases'
import { createDataUse, type DataUse, type DataUseNeeds, type Fetch, type Home, machineRoute, mount } from '#enablers/data-use'
import type { Http } from '#platform/http'
import { textIn } from '#ui'
import type { Enablers } from './enablers.ts'
import type { Base } from './ground.ts'

/** Cases of a person whose registers are told, newest first. */
const most = 60

/** What the room of data use needs of the others: looks and what registers were asked, from the logs; names from where they are kept. */
export function dataUseOf(base: Base, { identity, authoring, catalogue, vocabulary }: Enablers, cases: Cases): { readonly uses: DataUse; readonly names: DataUseNeeds['names'] } {
  const attributes = new Map<string, Parameters<typeof textIn>[0]>(Object.values(vocabulary.attributes).flatMap((a) => { const { register, field, say } = a as { readonly register?: string; readonly field?: string; readonly say?: { readonly label?: Parameters<typeof textIn>[0] } }; return register === undefined || field === undefined ? [] : [[`${register}/${field}`, say?.label] as const] }))
  const names: DataUseNeeds['names'] = {
    staff: identity.staff.nameOf, institution: (id, lang) => catalogue.nameOf(id, lang === 'en' ? 'en' : 'es'), register: (id, lang) => textIn(vocabulary.registers[id]?.name, lang) || id,
    attribute: (id, lang) => textIn(attributes.get(id), lang) || id.slice(id.indexOf('/') + 1), person: identity.namesOf,
  }
  const system = { role: 'system', channel: 'api', assurance: 0 } as const
  async function fetches(person: string): Promise<readonly Fetch[]> {
    const all: Fetch[] = []
    for (const line of (await cases.mine(person)).slice(0, most)) {
      const events = await cases.timeline(line.id, system), engine = authoring.engine(line.service, line.version)
      if (!events.ok || engine === undefined) continue
      for (const e of events.value.filter((x) => x.type === 'fetched')) {
        const byRegister = new Map<string, { readonly fields: string[]; got: boolean }>()
        for (const [path, said] of Object.entries((e.data as { readonly values?: { readonly [path: string]: { readonly outcome: string } } }).values ?? {})) {
          const source = engine.fact(path)?.source
          if (source === undefined || !('registry' in source)) continue
          const of = byRegister.get(source.registry) ?? { fields: [], got: false }
          byRegister.set(source.registry, of)
          of.fields.push(`${source.registry}/${source.field}`)
          of.got ||= said.outcome === 'got'
        }
        for (const [register, { fields, got }] of byRegister) all.push({ at: e.at, case: line.id, service: line.service, institution: line.institution ?? engine.service.institution, register, attributes: fields, got })
      }
    }
    return all
  }
  const uses = createDataUse({
    sql: base.db, secret: base.secret('data-use'), ids: base.ids, now: base.clock.now, looks: cases.looksAt, fetches, grounds: identity.callers.basesOf, names,
    tell: (person, event, key) => cases.tell(person, event, { role: 'citizen', channel: 'web', assurance: 2, person }, key),
    look: (member, person, what) => cases.attention.look({ ...member, assurance: 0 }, person, what),
    compared: (person, { name, what }, key) => cases.tell(person, { type: 'looked', data: { what } }, { role: 'system', by: name, channel: 'web', assurance: 0, person }, key), personOfStaff: identity.personOfStaff,
  })
  return { uses, names }
}

/** Where a register says somebody lives is kept as a digest on its way to her case. What cannot be kept is no reason to keep an answer back. */
export const heardHomes = (registers: RegistersPort, isHome: (registry: string, field: string) => boolean, lives: DataUse['lives'], tell: (what: string, cause: unknown) => void): RegistersPort => ({
  async fetch(needs, basis) {
    const said = await registers.fetch(needs, basis), home = needs.find((n) => n.key === undefined && isHome(n.registry, n.field) && said[n.path]?.outcome === 'got')
    if (home !== undefined) await lives(basis.person, said[home.path]!.value as Home).catch((cause) => tell('where somebody lives could not be kept', cause))
    return said
  },
})
/** Which fields of registers are a person's own address, by the vocabulary. */
export const isHomeOf = ({ attributes }: Enablers['vocabulary']) => (registry: string, field: string): boolean => { const a = attributes['person.address'] as { readonly register?: string; readonly field?: string } | undefined; return a?.register === registry && a.field === field }

export async function mountDataUse(http: Http, { uses, names }: ReturnType<typeof dataUseOf>, { identity, current, catalogue }: Enablers): Promise<void> {
  const serviceName = (id: string, lang: string): string => textIn(current(id)?.service.title, lang) || (catalogue.get(id)?.name[lang === 'en' ? 'en' : 'es'] ?? id), { page } = http
  await http.screens((app) => mount(app, uses, { page, sessionOf: identity.sessionOf, staffOf: identity.staff.staffOf, names, serviceName }))
  await http.routes((app) => machineRoute(app, uses, { sessionOf: identity.sessionOf, lang: (req) => ((req.query as { lang?: string }).lang === 'en' ? 'en' : 'es') }))
}
