import type { Actor } from '#core/actor'
import { type Looker, reachOf } from '#core/assurance'
import type { Blobs, Incoming } from '#platform/blob'
import type { App } from '#platform/http'
import type { Sql } from '#platform/log'
import { createEvidence } from './evidence.ts'
import { endingDays, noticeOf } from './notices.ts'
import { mount, type Mounted } from './routes.ts'
import { type Form, forms, kinds, most, powerOf, wrongIn } from './rules.ts'
import { createStore } from './store.ts'
import type { Allowing, Companies, Doer, Evidence, Granted, Happened, Mandate, Powers, Problem, Terms } from './types.ts'

export type MandatesNeeds = {
  readonly sql: Sql
  /** 32 bytes of this installation: what is personal beside a mandate is sealed by it. */
  readonly secret: Uint8Array
  readonly ids: { uuid7(): string }
  /** Unix milliseconds. */
  readonly now: () => number
  /** Civil date in Chile. */
  readonly today: () => string
  /** The person with this RUN, made when she was never here; undefined: no RUN. */
  readonly personOf: (run: string) => Promise<string | undefined>
  readonly runOf: (person: string) => Promise<string | undefined>
  /** Services that let a mandate act, as they are today. */
  readonly allowing: () => readonly Allowing[]
  readonly companies: Companies
  /** Where documents of mandates lie: apart from those of cases. */
  readonly blobs: Blobs
  /** Faults that nobody waits for. Never personal data. */
  readonly report?: (what: string, cause: unknown) => void
}
/** Who hears of it: each person's own record, and whoever holds something open by a mandate. */
export type Ears = {
  /** Written on the person's stream, once for each `key`. */
  readonly tell: (person: string, event: { readonly type: string; readonly data: { readonly [k: string]: unknown } }, actor: Actor, key: string) => Promise<void>
  /** It is over: nothing may stay open by it. */
  readonly over: (mandate: string) => Promise<void>
  /** Words to everything that reaches a person, in her language; they stand in her record before. `alone`: nobody asked for it, the sweep did. */
  readonly notice: (person: string, text: { readonly es: string; readonly en: string }, key: string, alone: boolean) => Promise<void>
  /** Somebody of the staff opens a document about this person: in her record before anything leaves. */
  readonly looked: (staff: Looker, person: string) => Promise<void>
}
/** A register's word about a company is asked again after this long; what cannot be asked does not stand. */
const registerMs = 24 * 3_600_000
const live = ['granted', 'active'] as const
/** To be saved, as it came. */
export type Document = { readonly name: string; readonly type: string; readonly stream: AsyncIterable<Uint8Array> }
export type Mandates = ReturnType<typeof createMandates>

/** One person acts for another (Ley 19.880 art. 22): given, accepted, checked on every request, over at once everywhere. */
export function createMandates({ sql, secret, ids, now, today, personOf, runOf, allowing, companies, blobs, report = () => {} }: MandatesNeeds) {
  const store = createStore(sql, secret), evidences = createEvidence(blobs, secret), at = (): string => new Date(now()).toISOString()
  let ears: Ears | undefined
  /** Each side's own record has it, now or at the next sweep; the other is named by id. */
  async function tell(id?: string): Promise<void> {
    if (ears === undefined) return
    for (const { mandate: m, seq, happened: h } of await store.untold(id)) {
      for (const [person, other, side] of [[m.represented, m.representative, 'represented'], [m.representative, m.represented, 'representative']] as const) {
        const own = h.role === 'citizen' && h.by === person, actor: Actor = { role: h.role as Actor['role'], person, ...(own || h.role === 'system' ? {} : { by: h.by }), channel: h.role === 'citizen' || h.role === 'system' ? 'web' : 'counter', assurance: 3 }
        await ears.tell(person, { type: `mandate-${h.type}`, data: { mandate: m.id, kind: m.kind, services: m.services, acts: m.acts, ...(m.until === undefined ? {} : { until: m.until }), other, side, by: h.by, at: h.at } }, actor, `mandate:${m.id}:${seq}`)
        // The message is no record: one that does not leave is told to us, and not tried again.
        const text = noticeOf(m, h.type, side)
        if (text !== undefined) await ears.notice(person, text, `mandate:${m.id}:${seq}`, h.role === 'system').catch((cause: unknown) => report('a person could not be told of a mandate', cause))
      }
      await store.told(m.id, seq, at())
    }
  }
  const telling = async (id: string): Promise<void> => { try { await tell(id) } catch (cause) { report('a mandate could not be told yet', cause) } }
  const over = async (id: string): Promise<void> => { await ears?.over(id); await telling(id) }

  async function grant(represented: string, representative: string | undefined, { kind, services, acts, until }: Terms, form: Form, evidence: Evidence, doer: Doer, more: { readonly run?: string; readonly names?: string; readonly accepted?: boolean; readonly file?: Incoming | undefined }): Promise<Granted> {
    const problem = representative === undefined ? 'run' : representative === represented ? 'self' : wrongIn({ kind, services, acts, ...(until === undefined ? {} : { until }) }, form, allowing(), today())
    if (problem !== undefined || representative === undefined) return { ok: false, problem: problem ?? 'run' }
    if (forms[form].needs && (evidence.reference ?? '').trim().length < 3 && more.file === undefined) return { ok: false, problem: 'evidence' }
    if ((await store.open(represented)) >= most || (await store.open(representative)) >= most * 4) return { ok: false, problem: 'too-many' }
    const id = ids.uuid7(), file = more.file === undefined ? undefined : await evidences.keep(id, more.file)
    if (typeof file === 'string') return { ok: false, problem: file }
    await store.add({ id, represented, representative, kind, form, state: more.accepted === true ? 'active' : 'granted', services, acts, from: today(), ...(until === undefined ? {} : { until }), kept: { evidence: { ...evidence, ...(file === undefined ? {} : { file }) }, ...(more.run === undefined ? {} : { run: more.run }), ...(more.names === undefined ? {} : { names: more.names }) } }, at(), doer)
    await telling(id)
    return { ok: true, id }
  }
  async function documentOf(m: Mandate): Promise<Document | undefined> {
    const { file } = m.kept.evidence, stream = file && (await evidences.open(m.id, file))
    return file && stream ? { name: file.name, type: file.type, stream } : undefined
  }
  const citizen = (by: string): Doer => ({ by, role: 'citizen', channel: 'web' })

  /** Whether a register still says it. What it does not say any more has ended; what cannot be asked stands no longer than a day. */
  async function stillSaid(m: Mandate & { readonly checkedAt?: string }): Promise<boolean> {
    if (m.form !== 'register' || now() - Date.parse(m.checkedAt ?? m.grantedAt) < registerMs) return true
    const [run, rut] = await Promise.all([runOf(m.representative), runOf(m.represented)])
    try {
      if (run !== undefined && rut !== undefined && (await companies.companiesOf(run)).some((c) => c.rut === rut)) { await store.checked(m.id, at()); return true }
    } catch (cause) { report('the register of companies did not answer', cause); return false }
    if ((await store.move(m.id, live, 'ended', 'ended', at(), { by: 'register', role: 'system', channel: 'api' })) !== undefined) await over(m.id)
    return false
  }
  const powers = {
    /** What this one may do for another by that mandate now; undefined: revoked, over, not begun, or never theirs. */
    async of(mandate: string, representative: string): Promise<Powers | undefined> {
      const m = await store.get(mandate)
      return m === undefined || m.representative !== representative ? undefined : (await stillSaid(m)) ? powerOf(m, today(), allowing()) : undefined
    },
    /** All that they may do for others now. */
    async list(representative: string): Promise<readonly Powers[]> {
      const found: Powers[] = []
      for (const m of await store.of(representative)) { const p = m.representative === representative && (await stillSaid(m)) ? powerOf(m, today(), allowing()) : undefined; if (p !== undefined) found.push(p) }
      return found
    },
  }
  const mandates = {
    powers,
    /** Those that a person gave or was given, newest first. */
    async of(person: string) { const all = await store.of(person); return { given: all.filter((m) => m.represented === person), received: all.filter((m) => m.representative === person) } },
    /** One of theirs, whichever side they stand on, with what happened to it. */
    async get(id: string, person: string): Promise<{ readonly mandate: Mandate; readonly happened: readonly Happened[] } | undefined> {
      const m = await store.get(id)
      return m === undefined || (m.represented !== person && m.representative !== person) ? undefined : { mandate: m, happened: await store.happened(id) }
    },
    /** Given by the represented at her own screen, signed in at level 3: a simple electronic signature. The answer is the same whether that RUN was ever here. */
    async grant(represented: { readonly person: string; readonly assurance: number; readonly amr: readonly string[] }, run: string, terms: Terms, text: string, file?: Incoming): Promise<Granted> {
      if (represented.assurance < 3) return { ok: false, problem: 'level' }
      return grant(represented.person, await personOf(run), terms, 'simple-signature', { form: 'simple-signature', amr: represented.amr, text }, citizen(represented.person), { run, file })
    },
    /** Who stands on either side of it, over or not: for whoever shows an event that was done by it. `names`: of a company. */
    async parties(id: string): Promise<{ readonly represented: string; readonly representative: string; readonly names?: string } | undefined> {
      const m = await store.get(id)
      return m && { represented: m.represented, representative: m.representative, ...(m.kept.names === undefined ? {} : { names: m.kept.names }) }
    },
    /** What would be wrong with giving it, before anything is kept. */
    async wrongIn(represented: string, run: string, terms: Terms): Promise<Problem | undefined> {
      const whom = await personOf(run)
      return whom === undefined ? 'run' : whom === represented ? 'self' : wrongIn(terms, 'simple-signature', allowing(), today())
    },
    /** At a counter, by staff who saw the document or deed. `accepted`: the representative stood there too. Both are persons of identity. */
    grantAtCounter: ({ represented, representative, evidence, by, institution, accepted = false, role = 'agent', file, ...terms }: Terms & { readonly represented: string; readonly representative: string; readonly evidence: Evidence; readonly by: string; readonly institution: string; readonly accepted?: boolean; readonly role?: 'agent' | 'officer' | 'supervisor'; readonly file?: Incoming | undefined }): Promise<Granted> =>
      grant(represented, representative, terms, evidence.form, evidence, { by, role, institution, channel: 'counter' }, { accepted, file }),
    /** What the register of companies says of this person now: each company a mandate with all powers, in force at once. Throws when it does not answer. */
    async fromRegister(representative: string): Promise<number> {
      const run = await runOf(representative), found = run === undefined ? [] : await companies.companiesOf(run), have = (await store.of(representative)).filter((m) => m.kind === 'company' && m.representative === representative && m.state === 'active')
      let added = 0
      for (const { rut, names } of found) {
        const company = await personOf(rut)
        if (company === undefined || have.some((m) => m.represented === company)) continue
        if ((await grant(company, representative, { kind: 'company', services: 'all', acts: ['see', 'fill', 'send', 'sign', 'notify'] }, 'register', { form: 'register', register: companies.name }, { by: 'register', role: 'system', channel: 'api' }, { names, accepted: true })).ok) added++
      }
      return added
    },
    async accept(id: string, representative: string): Promise<boolean> {
      const m = await store.get(id)
      // One that is past its last day is not there to be accepted.
      if (m === undefined || (m.until !== undefined && m.until < today())) return false
      const done = await store.move(id, ['granted'], 'active', 'accepted', at(), citizen(representative), { representative })
      if (done !== undefined) await telling(id)
      return done !== undefined
    },
    async refuse(id: string, representative: string): Promise<boolean> {
      const done = await store.move(id, ['granted'], 'refused', 'refused', at(), citizen(representative), { representative })
      if (done !== undefined) await over(id)
      return done !== undefined
    },
    /** Either side ends it, at once and everywhere. What a court or a register says of the represented ends by them, by staff who saw the paper, or by whoever was given it. */
    async revoke(id: string, person: string, doer: Doer = citizen(person)): Promise<boolean> {
      const m = await store.get(id)
      if (m === undefined || (m.represented !== person && m.representative !== person) || !(doer.role !== 'citizen' || m.kind === 'power' || m.representative === person)) return false
      const done = await store.move(id, live, 'revoked', 'revoked', at(), doer)
      if (done !== undefined) await over(id)
      return done !== undefined
    },
    /** Its document, for either side. */
    async document(id: string, person: string): Promise<Document | undefined> {
      const m = await store.get(id)
      return m === undefined || (m.represented !== person && m.representative !== person) ? undefined : documentOf(m)
    },
    /** For staff: whoever gave it, and who audits. Both people's records have it first. */
    async documentFor(id: string, staff: Looker & { readonly by: string }): Promise<Document | undefined> {
      const reach = reachOf('mandates', staff), m = reach === undefined ? undefined : await store.get(id)
      if (m?.kept.evidence.file === undefined || (reach !== 'see' && !(await store.grantedBy(id, staff.by)))) return undefined
      if (ears === undefined) throw new Error('mandates were not introduced to the other rooms')
      for (const person of [m.represented, m.representative]) await ears.looked(staff, person)
      return documentOf(m)
    },
    /** Did this member of the staff give it, and is there a document? */
    readableBy: async (m: Mandate, by: string): Promise<boolean> => m.kept.evidence.file !== undefined && store.grantedBy(m.id, by),
    kinds, companies: { name: companies.name, demo: companies.demo },
    /** Set once, when cases are there: until then nothing can act by a mandate. */
    listen(to: Ears): void { ears = to },
    /** Those past their last day end, those that soon will are told of; what could not be told is told; documents of nothing go. */
    async sweep(): Promise<void> {
      for (const id of await store.past(today())) if ((await store.move(id, live, 'ended', 'ended', at(), { by: 'time', role: 'system', channel: 'api' })) !== undefined) await over(id)
      for (const id of await store.ending(today(), endingDays, at())) await telling(id)
      await tell()
      await evidences.sweep(now() - 86_400_000, async (id) => { const file = (await store.get(id))?.kept.evidence.file; return new Set(file === undefined ? [] : [file.sha256]) })
    },
    routes: (app: App, mounted: Mounted): void => mount(app, mandates, { ...mounted, allowing, today }),
  }
  return mandates
}
