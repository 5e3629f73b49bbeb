import type { Cases, OwnCase } from '#cases'
import type { Looker } from '#core/assurance'
import { kinds } from '#core/kinds'
import { no, yes } from '#core/refusal'
import type { Vocabulary } from '#core/service'
import { actionOf, dataName, dataUseWords as useWords } from '#enablers/data-use'
import { createPrivacy, type ErasureResult, type Holding, type Privacy, type PrivacyPorts, privacyWords as say, type Section } from '#enablers/privacy'
import { channelName, formatValue, moment, textIn } from '#ui'
import type { Authoring } from '#enablers/authoring'
import type { Catalogue } from '#enablers/catalogue'
import type { Enablers } from './enablers.ts'
import type { Base } from './ground.ts'
import type { dataUseOf } from './data-use.ts'
import { privacyLawOf, type readLaw } from './law.ts'
import { version } from './version.ts'

type Needs = { readonly authoring: Authoring; readonly catalogue: Catalogue; readonly vocabulary: Vocabulary; readonly law: ReturnType<typeof readLaw> }
/** Who runs the platform answers for it, and is processor for the institutions. */
const keeper = 'sgd'

export function privacyOf(base: Base, root: string, { authoring, catalogue, vocabulary, law }: Needs): Privacy {
  const today = () => base.clock.today(), started = today()
  return createPrivacy({
    sql: base.db, log: base.log, crypto: base.crypto, clock: base.clock, ids: base.ids, law: privacyLawOf(root), workingDay: law.workingDay, vocabulary, institutionName: (id, lang) => catalogue.nameOf(id, lang === 'en' ? 'en' : 'es'), tell: base.telemetry.tell,
    versions: () => authoring.versions(today()).map(({ engine, from, current }) => ({ service: engine.service, from, current })), platform: { institution: keeper, version: version(root), from: started },
  })
}

type Rooms = Pick<Enablers, 'identity' | 'accounts' | 'mandates' | 'oidc' | 'authoring' | 'catalogue' | 'certificates' | 'privacy' | 'vocabulary'>
type Show = (lang: string) => { readonly title: string; readonly rows: readonly (readonly [string, string])[] }
const held = (section: Section, data: unknown, show: Show): Holding => ({ section, data, show })

/** What the privacy room needs of the others, once cases stand: what is held, what may go, who is told. */
export function privacyPorts(cases: Cases, rooms: Rooms, today: () => string, { uses, names: said }: ReturnType<typeof dataUseOf>): PrivacyPorts {
  const { identity, accounts, mandates, oidc, authoring, catalogue, certificates, privacy } = rooms
  const titleOf = (service: string, version: string) => (authoring.engine(service, version) ?? authoring.current(service, today()))?.service.title
  const bothOf = (service: string, v: string) => { const t = titleOf(service, v); return { es: t?.['es'] ?? service, en: t?.['en'] ?? t?.['es'] ?? service } }
  const lists = () => ({ comunas: catalogue.comunas().map(({ cut, name }) => ({ id: cut, say: { es: name } })), banks: [] })
  const institution = (id: string | undefined, lang: string): string => (id === undefined ? '' : catalogue.nameOf(id, lang === 'en' ? 'en' : 'es'))

  /** A case as she reads it: each answer with the question's own words, and where it came from. */
  const showCase = (c: OwnCase): Show => (lang) => {
    const engine = authoring.engine(c.service, c.version), register = (id: string) => textIn(rooms.vocabulary.registers[id]?.name, lang) || id
    return {
      title: `${textIn(titleOf(c.service, c.version), lang) || c.service}, ${c.code}`,
      rows: [
        ...(c.institution === undefined ? [] : [[say('f_institution', lang), institution(c.institution, lang)] as const]),
        ...Object.entries(c.answers).flatMap(([path, a]): (readonly [string, string])[] => {
          const fact = engine?.fact(path)
          if (a.value === undefined && a.rows === undefined) return []
          return [[textIn(fact?.say.label, lang) || textIn(fact?.say.ask, lang) || path, `${a.rows !== undefined ? say('f_rows', lang, { n: a.rows.length }) : fact === undefined ? String(a.value) : formatValue(fact, a.value, lang, lists())}${a.from === undefined ? '' : ` ${say('f_from', lang, { register: register(a.from.register) })}`}`]]
        }),
        [say('f_documents', lang), String(c.files.length)], [say('f_events', lang), String(c.events.length)],
      ],
    }
  }
  async function* holdings(viewer: Looker): AsyncGenerator<Holding> {
    const { person } = viewer
    if (person === undefined) return
    const [run, names, account, sessions] = await Promise.all([identity.runOf(person), identity.namesOf(person), accounts.ofPerson(person), identity.sessionsOf(person)]), pin = await accounts.pin.has(person)
    yield held('person', { run, names, ...(account === undefined ? {} : { account: { number: account.number, active: account.active, second: account.second } }), telephonePin: pin }, (lang) => ({ title: names ?? '', rows: [[say('f_run', lang), run === undefined ? '' : kinds.run.format(run, { type: 'run' }, lang)], [say('f_names', lang), names ?? ''], [say('f_account', lang), say(account === undefined ? 'f_none' : account.active ? 'f_active' : 'f_inactive', lang)], [say('f_pin', lang), say(pin ? 'f_yes' : 'f_no', lang)]] }))
    for (const { sid: _sid, ...s } of sessions) yield held('sessions', s, (lang) => ({ title: moment(s.since, lang), rows: [[say('f_since', lang), moment(s.since, lang)], [say('f_last', lang), moment(s.lastAt, lang)], [say('f_level', lang), String(s.assurance)]] }))
    for (const { id: _id, masked: _masked, ...c } of await accounts.contacts.list(person)) yield held('contacts', c, (lang) => ({ title: c.value, rows: [[say(`f_${c.kind}`, lang), c.value], [say('f_since', lang), moment(c.addedAt, lang)], [say('f_confirmed', lang), say(c.confirmed ? 'f_yes' : 'f_no', lang)]] }))
    const { given, received } = await mandates.of(person)
    // Whom it is with is somebody else's name: it stands on the page of mandates, and not in a copy that travels.
    for (const [side, all] of [['f_given', given], ['f_received', received]] as const) for (const m of all) { const { represented: _a, representative: _b, kept: _c, ...rest } = m; yield held('mandates', { side: side.slice(2), ...rest }, (lang) => ({ title: say(side, lang), rows: [[say('f_since', lang), m.from], [say('f_state', lang), m.state]] })) }
    for (const b of await identity.callers.basesOf(person)) yield held('bases', b, (lang) => ({ title: institution(b.institution, lang), rows: [[say('f_basis', lang), b.basis], [say('f_since', lang), moment(b.firstAt, lang)], [say('f_last', lang), moment(b.lastAt, lang)]] }))
    for await (const c of cases.personal.cases(viewer)) yield held('cases', { ...c, title: bothOf(c.service, c.version) }, showCase(c))
    for await (const e of cases.personal.contacts(viewer)) yield held('episodes', e, (lang) => ({ title: `${channelName(e.channel as never, lang)}, ${moment(e.openedAt, lang)}`, rows: [[say('f_institution', lang), institution(e.institution, lang)], [say('f_events', lang), String(e.events.length)]] }))
    // All of it, as her page of who used her data tells it: staff by name, systems, registers, jobs.
    for (const u of await uses.usesOf(person)) {
      const { seq: _seq, ...use } = u, by = u.kind === 'staff' && u.by !== undefined ? said.staff(u.by) : ''
      yield held('looks', { ...use, ...(by === '' ? {} : { name: by }) }, (lang) => ({
        title: moment(u.at, lang),
        rows: [[say('f_who', lang), [by, u.institution === undefined ? (u.kind === 'staff' ? '' : useWords('platform', lang)) : institution(u.institution, lang)].filter((s) => s !== '').join(', ') || (u.role ?? '')], [say('f_what', lang), actionOf(u, lang, said.register)],
          ...(u.data === undefined ? [] : [[useWords('dataUsed', lang), u.data.map((d) => dataName(d, lang, said.attribute)).join(', ')] as const]), [say('f_why', lang), u.why ?? ''], ...(u.channel === undefined ? [] : [[say('f_channel', lang), channelName(u.channel, lang)] as const])],
      }))
    }
    for (const r of await privacy.requests.mine(person)) { const file = await privacy.requests.ofOwn(viewer, r.id); yield held('requests', file.ok ? file.value : r, (lang) => ({ title: r.number, rows: [[say('f_what', lang), say(`right_${r.kind}`, lang)], [say('f_state', lang), say(`state_${r.status}`, lang)], [say('f_since', lang), moment(r.askedAt, lang)]] })) }
  }

  /** What erasure takes and leaves: nothing that was filed; the person herself only when no file, and nobody else's mandate, needs to say whose it is. */
  async function erasable(viewer: Looker): Promise<ErasureResult> {
    if (viewer.person === undefined) return { gone: {}, kept: [] }
    const { person } = viewer, reach = await cases.personal.reach(person), { given, received } = await mandates.of(person), account = await accounts.ofPerson(person), looks = await cases.looksAt(person), needed = reach.filed.length > 0 || given.length + received.length > 0
    const has = account !== undefined || (await accounts.contacts.list(person)).length > 0 || (await accounts.pin.has(person))
    return {
      gone: { journeys: reach.journeys.length, contacts: reach.contacts.length, account: has ? 1 : 0, ...(needed ? {} : { person: 1 }) },
      kept: [...(reach.filed.length > 0 ? [{ what: 'filed' as const, n: reach.filed.length }] : []), ...(looks.length > 0 ? [{ what: 'looks' as const, n: looks.length }] : []), ...(needed ? [{ what: 'person' as const, n: 1 }] : [])],
    }
  }
  return {
    holdings, erasable,
    async *files(viewer) {
      for await (const c of cases.personal.cases(viewer)) {
        for (const f of c.files) { const found = await cases.download(c.id, f.sha256, viewer); if (found.ok) yield { name: `${c.code}/${f.name}`, bytes: found.value.stream } }
        for (const { folio } of await certificates.documents(c.id, 'es')) { const found = await certificates.download(c.id, folio); if (found.ok) yield { name: `${c.code}/${found.value.name}`, bytes: (async function* () { yield found.value.bytes })() } }
      }
    },
    async caseOf(viewer, id) {
      const found = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? await cases.open(id, viewer) : no('not-found')
      if (!found.ok) return found
      const { case: file, engine } = found.value
      return viewer.person !== file.person ? no('not-found') : yes({ institution: file.institution ?? engine.service.institution, name: bothOf(file.service, file.version), code: file.code })
    },
    async casesOf(viewer) { return viewer.person === undefined ? [] : (await cases.mine(viewer.person)).map((l) => ({ id: l.id, name: bothOf(l.service, l.version), code: l.code, ...(l.institution === undefined ? {} : { institution: l.institution }) })) },
    async erase(viewer) {
      const plan = await erasable(viewer), done = await cases.personal.forget(viewer)
      if (!done.ok) return done
      const person = viewer.person!, account = await accounts.forget(person)
      await uses.forget(person)
      if (plan.gone['person'] !== undefined) { await oidc.forget(person); await identity.forget(person) }
      return yes({ gone: { ...plan.gone, journeys: done.value.journeys, contacts: done.value.contacts, account: account ? 1 : 0 }, kept: plan.kept })
    },
    async tellCase(id, event, key) {
      const done = await cases.act(id, { do: 'record', effect: key, outcome: event }, { role: 'system', channel: 'web', assurance: 0 }, key)
      if (!done.ok && done.refusal !== 'journey-ended' && done.refusal !== 'key-reused') throw new Error(`a case could not be told: ${done.refusal}`)
    },
    async correctable(staff, id) {
      const state = await cases.open(id, { role: 'system', channel: 'web', assurance: 0 })
      if (!state.ok) return 'gone'
      if (state.value.case.status === 'journey') return 'draft'
      const found = await cases.open(id, { ...staff, assurance: 3 })
      return found.ok ? { journey: found.value, lists: lists() } : 'elsewhere'
    },
    correct: (staff, id, { path, value, why, request }, key) => cases.act(id, { do: 'correct', path, value, why, request }, { ...staff, assurance: 3 }, key),
    // Her contact point, else what the demo knows of her: that it was used stands in her record first.
    async tell({ person, key, text }) {
      await cases.tell(person, { type: 'looked', data: { what: 'told' } }, { role: 'system', by: 'tell', channel: 'web', assurance: 0, person }, `told:${key}`)
      return accounts.contacts.carry({ person, key, text })
    },
    looked: (staff, person, what, request) => cases.attention.look(staff as Parameters<Cases['attention']['look']>[0], person, what, request),
    affected: (by) => cases.personal.affected(by),
  }
}
