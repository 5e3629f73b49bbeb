import { createHash, randomBytes } from 'node:crypto'
import { no, type Outcome, yes } from '#core/refusal'
import { open, seal } from '#platform/crypto'
import type { App } from '#platform/http'
import type { Sql } from '#platform/log'
import { checklist, countersOf, isComplete, type Line, type LineId, machineLines, type Observation, type Seen } from './checklist.ts'
import { mount, type Mounted } from './routes.ts'
import { type Application, type Certification, clientIdOf, type Contract, type Do, type Institution, mayDo, newKeysProblem, overlapDays, type Problems, type Raw, readAddresses, readApplication, readKeys, serviceLevels, stages, type Stage, type Standing, type State } from './rules.ts'
import { createStore, type Row } from './store.ts'

/** A client as the sign-in that serves it keeps it. `open`: it may sign people in now; production opens once certified. */
export type Client = { readonly id: string; readonly institution: string; readonly name: string; readonly stage: Stage; readonly open: boolean; readonly redirectUris: readonly string[]; readonly logoutUris: readonly string[]; readonly keys?: Application['keys'] }
/** What this room asks of a sign-in: claveunica, oidc. `signs`: the client proves itself by a key, so that no secret is needed. */
export type Keeper = {
  keep(client: Client & { readonly secret: string }): Promise<void>
  /** Addresses, keys and whether it is open, from now on. */
  change(client: Client): Promise<void>
  /** Another secret; the one before counts until then (ISO 8601), and one before that no more. */
  rotate(id: string, secret: string, until: string): Promise<void>
  /** Other public keys, the same way. Only where clients prove themselves by keys. */
  rekey?(id: string, keys: NonNullable<Application['keys']>, until: string): Promise<void>
  /** What counted before ends now. */
  endOld(id: string): Promise<void>
  /** At once: nothing of it opens anything from the next request on. */
  revoke(id: string): Promise<void>
}
export type OnboardingNeeds = {
  readonly sql: Sql
  /** 32 bytes of this installation: seals names and mail of contacts. */
  readonly secret: Buffer
  readonly ids: { uuid7(): string }
  /** Unix milliseconds. */
  readonly now: () => number
  readonly today: () => string
  /** The nth working day after a date (Ley 19.880 art. 25). */
  readonly workingDays: (date: string, n: number) => string
  readonly institution: (id: string) => Institution
  readonly keepers: { readonly [c in Contract]?: Keeper }
  readonly tell: (what: string, cause: unknown) => void
}
/** A member of staff who stands here. `all`: the central unit; `see`: reads every institution's. */
export type Hand = { readonly by: string; readonly institution: string; readonly reach: 'own' | 'all' | 'see' }
export type Pair = { readonly client: string; readonly stage: Stage; readonly open: boolean; readonly madeAt: string; readonly rotatedAt?: string; /** Until when the secret or keys before still count; gone once they do not. */ readonly oldUntil?: string; readonly keys: boolean }
export type Told = { readonly at: string; readonly by: string; readonly what: string; readonly stage?: Stage; readonly note?: string }
export type Brief = { readonly id: string; readonly institution: string; readonly name: string; readonly contract: Contract; readonly state: State; readonly certification: Certification; readonly askedAt: string; readonly due?: string; /** Of the demonstration, there from the start. */ readonly demo: boolean; /** What waits for the central unit, and until when. */ readonly waits: readonly { readonly what: 'request' | 'certification' | 'change'; readonly due: string }[] }
export type Whole = Brief & {
  readonly standing: Standing; readonly application: Application; readonly pairs: readonly Pair[]; readonly history: readonly Told[]; readonly lines: readonly Line[]; readonly seen: readonly Seen[]; readonly complete: boolean
  readonly change?: { readonly redirects: Application['redirects']; readonly logouts: readonly string[]; readonly due: string }
  /** Commands this hand may give now. */
  readonly may: readonly Do[]
}
/** A secret, shown this once. */
export type Fresh = { readonly client: string; readonly secret: string; readonly stage: Stage; /** Until when the one before still counts. */ readonly oldUntil?: string }
export type Onboarding = ReturnType<typeof createOnboarding>
const secretOf = (): string => randomBytes(32).toString('base64url')

/** How an institution comes to sign people in here: request, review, credentials, certification, changes, revocation (Decreto 9 arts. 10 and 11; law.md 1.19, 1.21, 1.22). */
export function createOnboarding({ sql, secret, ids, now, today, workingDays, institution, keepers, tell }: OnboardingNeeds) {
  const store = createStore(sql), at = (): string => new Date(now()).toISOString()
  const sealed = (value: unknown, place: string): Buffer => seal(secret, Buffer.from(JSON.stringify(value)), `onboarding:${place}`)
  const opened = <T,>(bytes: Buffer, place: string): T => JSON.parse(open(secret, bytes, `onboarding:${place}`).toString()) as T
  const fields = (row: Row): Application => opened<Application>(row.sealed, row.id)
  const brief = (r: Row): Brief => ({
    id: r.id, institution: r.institution, name: r.name, contract: r.contract, state: r.state, certification: r.certification, askedAt: r.asked_at.toISOString(), demo: r.demo,
    waits: [...(r.state === 'asked' && r.due !== null ? [{ what: 'request' as const, due: r.due }] : []), ...(r.state === 'accepted' && r.certification === 'asked' && r.certification_due !== null ? [{ what: 'certification' as const, due: r.certification_due }] : []), ...(r.state === 'accepted' && r.change_due !== null ? [{ what: 'change' as const, due: r.change_due }] : [])],
  })
  /** Another institution's is as one that does not exist. */
  const standingOf = (hand: Hand, r: Pick<Row, 'institution'>): Standing | undefined => (hand.reach === 'all' ? 'central' : hand.reach === 'see' ? 'reader' : hand.institution === r.institution ? 'institution' : undefined)
  const note = (text: string | undefined, id: string) => (text === undefined || text === '' ? undefined : (seq: number): Buffer => sealed(text, `${id}:${seq}`))
  const clientOf = (r: Row, a: Application, client: string, stage: Stage): Client => ({ id: client, institution: r.institution, name: a.name, stage, open: stage !== 'production' || r.certification === 'certified', redirectUris: a.redirects[stage], logoutUris: a.logouts, ...(a.keys === undefined ? {} : { keys: a.keys }) })
  const keeperOf = (c: Contract): Keeper => { const keeper = keepers[c]; if (keeper === undefined) throw new Error(`no sign-in serves the contract ${c}`); return keeper }
  const hasOld = (p: { readonly old_until: Date | null }): boolean => p.old_until !== null && p.old_until.getTime() > now(), overlap = (): string => new Date(now() + overlapDays * 86_400_000).toISOString()
  const tested = (pairs: readonly { readonly client: string; readonly stage: Stage }[]): readonly string[] => pairs.filter((p) => p.stage !== 'production').map((p) => p.client)

  async function whole(row: Row, standing: Standing): Promise<Whole> {
    const [history, pairs, checks, change] = await Promise.all([store.history(row.id), store.credentials(row.id), store.checks(row.id), store.change(row.id)]), a = fields(row), seen = await store.seen(tested(pairs)), machine = machineLines(seen, a.redirects.production)
    const lines = checklist.map(({ id, by }): Line => {
      if (by === 'machine') { const { verdict, evidence } = machine[id], last = seen.filter((s) => evidence.includes(s.what)).map((s) => s.lastAt).sort().at(-1); return { id, by, verdict, ...(last === undefined ? {} : { at: last }) } }
      const c = checks.find((x) => x.line === id)
      return c === undefined ? { id, by, verdict: 'unseen' } : { id, by, verdict: c.good ? 'good' : 'bad', evidence: opened<string>(c.evidence, `${row.id}:check:${id}`), at: c.at.toISOString(), who: c.by }
    })
    const complete = isComplete(lines), changed = change === undefined ? undefined : opened<Pick<Application, 'redirects' | 'logouts'>>(change.sealed, `${row.id}:change`)
    const can = (what: Do): boolean => mayDo(what, standing, row.state, row.certification) && (what === 'certify' ? complete : what === 'ask-change' ? change === undefined : what === 'accept-change' || what === 'return-change' ? change !== undefined : what === 'ask-certification' ? tested(pairs).length > 0 : what === 'make' ? pairs.length < stages.length : what === 'rotate' ? pairs.length > 0 && a.keys === undefined : what === 'rekey' ? a.keys !== undefined && keeperOf(row.contract).rekey !== undefined : what === 'end-old' ? pairs.some(hasOld) : true)
    return {
      ...brief(row), standing, application: a, lines, seen, complete, ...(changed === undefined ? {} : { change: { ...changed, due: change!.due } }),
      pairs: [...pairs].sort((x, y) => stages.indexOf(x.stage) - stages.indexOf(y.stage)).map((p) => ({ client: p.client, stage: p.stage, open: row.state === 'accepted' && (p.stage !== 'production' || row.certification === 'certified'), madeAt: p.made_at.toISOString(), ...(p.rotated_at === null ? {} : { rotatedAt: p.rotated_at.toISOString() }), ...(hasOld(p) ? { oldUntil: p.old_until!.toISOString() } : {}), keys: a.keys !== undefined })),
      history: history.map((h) => ({ at: h.at.toISOString(), by: h.by, what: h.what, ...(h.stage === null ? {} : { stage: h.stage }), ...(h.note === null ? {} : { note: opened<string>(h.note, `${row.id}:${h.seq}`) }) })),
      may: (['correct', 'accept', 'return', 'make', 'rotate', 'rekey', 'end-old', 'ask-change', 'accept-change', 'return-change', 'ask-certification', 'check', 'certify', 'return-certification', 'revoke'] as const).filter(can),
    }
  }
  async function find(hand: Hand, id: string): Promise<Outcome<{ readonly row: Row; readonly whole: Whole }>> {
    const row = /^[0-9a-f-]{36}$/.test(id) ? await store.get(id) : undefined, standing = row === undefined ? undefined : standingOf(hand, row)
    return row === undefined || standing === undefined ? no('not-found') : yes({ row, whole: await whole(row, standing) })
  }
  /** Tells every client of it how things stand now. */
  async function refresh(id: string): Promise<void> {
    const row = (await store.get(id))!, a = fields(row), keeper = keeperOf(row.contract)
    for (const p of await store.credentials(id)) await keeper.change(clientOf(row, a, p.client, p.stage))
  }
  const written = (hand: Hand, id: string, what: string, text?: string, stage?: Stage) => store.tell(id, { at: at(), by: hand.by, what, stage, note: note(text, id) })

  const seenBefore = new Map<string, number>()
  const room = {
    async list(hand: Hand): Promise<readonly Brief[]> { return (await store.list(hand.reach === 'own' ? hand.institution : undefined)).map(brief) },
    async open(hand: Hand, id: string): Promise<Outcome<Whole>> { const found = await find(hand, id); return found.ok ? yes(found.value.whole) : found },
    /** Asks for credentials, or asks again after it came back. Problems box by box; nothing is kept until all are right. */
    async ask(hand: Hand, raw: Raw, again?: string): Promise<Outcome<{ readonly id: string }> | { readonly ok: false; readonly problems: Problems }> {
      const old = again === undefined ? undefined : await find(hand, again)
      if (old !== undefined && !old.ok) return old
      if (hand.reach !== 'own' || (old !== undefined && !old.value.whole.may.includes('correct'))) return no('not-allowed')
      const read = readApplication(raw, institution(hand.institution))
      if (!read.ok) return read
      if (keepers[read.value.contract] === undefined) return { ok: false, problems: { contract: 'contractMissing' } }
      const due = workingDays(today(), serviceLevels.request), id = old?.value.row.id ?? ids.uuid7(), a = read.value
      // The contract of an application that was once asked for stays.
      if (old !== undefined) { if (!(await store.move(id, old.value.row, { state: 'asked', due, name: a.name, sealed: sealed({ ...a, contract: old.value.row.contract }, id) }))) return no('answer-changed') }
      else await store.add({ id, institution: hand.institution, name: a.name, contract: a.contract, state: 'asked', sealed: sealed(a, id), at: at(), due })
      await written(hand, id, old === undefined ? 'asked' : 'corrected')
      return yes({ id })
    },
    /** New addresses: they count once the central unit says so. */
    async askChange(hand: Hand, id: string, raw: Raw): Promise<Outcome<{ readonly id: string }> | { readonly ok: false; readonly problems: Problems }> {
      const found = await find(hand, id)
      if (!found.ok) return found
      if (!found.value.whole.may.includes('ask-change')) return no('not-allowed')
      const { redirects, logouts, problems } = readAddresses(raw, institution(found.value.row.institution))
      if (Object.keys(problems).length > 0) return { ok: false, problems }
      if (!(await store.addChange({ id: ids.uuid7(), application: id, sealed: sealed({ redirects, logouts }, `${id}:change`), at: at(), due: workingDays(today(), serviceLevels.change) }))) return no('answer-changed')
      await written(hand, id, 'change-asked')
      return yes({ id })
    },
    /** A pair of credentials for one stage: its secret is in the answer and nowhere else. `not-allowed` when it is there already. */
    async make(hand: Hand, id: string, stage: Stage): Promise<Outcome<Fresh>> {
      const found = await find(hand, id)
      if (!found.ok) return found
      const { row, whole: w } = found.value
      if (!w.may.includes('make')) return no('not-allowed')
      const client = clientIdOf(row.institution, row.name, stage, randomBytes(3).toString('hex')), fresh = secretOf()
      if (!(await store.addCredential(id, client, stage, at()))) return no('not-allowed')
      try { await keeperOf(row.contract).keep({ ...clientOf(row, w.application, client, stage), secret: fresh }) } catch (cause) { await store.dropCredential(client); throw cause }
      await written(hand, id, 'made', undefined, stage)
      return yes({ client, secret: fresh, stage })
    },
    /** Another secret; the one before goes on for some days, until the institution ends it or they are over. */
    async rotate(hand: Hand, id: string, stage: Stage): Promise<Outcome<Fresh>> {
      const found = await find(hand, id)
      if (!found.ok) return found
      const pair = found.value.whole.pairs.find((p) => p.stage === stage), fresh = secretOf(), oldUntil = overlap()
      if (!found.value.whole.may.includes('rotate') || pair === undefined) return no('not-allowed')
      await keeperOf(found.value.row.contract).rotate(pair.client, fresh, oldUntil)
      await store.rotated(pair.client, at(), oldUntil)
      await written(hand, id, 'rotated', undefined, stage)
      return yes({ client: pair.client, secret: fresh, stage, oldUntil })
    },
    /** Other public keys at every stage; those before go on for some days. `problem`: what is wrong with them. */
    async rekey(hand: Hand, id: string, typed: string): Promise<Outcome<null>> {
      const found = await find(hand, id)
      if (!found.ok) return found
      const { row, whole: w } = found.value, keeper = keeperOf(row.contract), keys = readKeys(typed), until = overlap()
      if (!w.may.includes('rekey') || keeper.rekey === undefined) return no('not-allowed')
      if (typeof keys !== 'object') return no('answer-invalid', { problem: keys ?? 'keysJson' })
      const problem = newKeysProblem(keys.keys, w.application.keys!.keys)
      if (problem !== undefined) return no('answer-invalid', { problem })
      if (!(await store.move(id, row, { sealed: sealed({ ...w.application, keys }, id) }))) return no('answer-changed')
      for (const p of w.pairs) { await keeper.rekey(p.client, keys, until); await store.rotated(p.client, at(), until) }
      await written(hand, id, 'rekeyed')
      return yes(null)
    },
    /** What counted before ends now: it leaked, or nobody needs it any more. Without a stage, at each. */
    async endOld(hand: Hand, id: string, stage?: Stage): Promise<Outcome<null>> {
      const found = await find(hand, id)
      if (!found.ok) return found
      const ending = found.value.whole.pairs.filter((p) => p.oldUntil !== undefined && (stage === undefined || p.stage === stage))
      if (!found.value.whole.may.includes('end-old') || ending.length === 0) return no('not-allowed')
      for (const p of ending) { await keeperOf(found.value.row.contract).endOld(p.client); await store.oldEnded(p.client); await written(hand, id, 'old-ended', undefined, p.stage) }
      return yes(null)
    },
    /** What the central unit found on one line that a person decides. */
    async check(hand: Hand, id: string, line: string, good: boolean, evidence: string): Promise<Outcome<null>> {
      const found = await find(hand, id), entry = checklist.find((c) => c.id === line)
      if (!found.ok) return found
      if (!found.value.whole.may.includes('check') || entry?.by !== 'declared') return no('not-allowed')
      if (evidence.trim().length < 5) return no('answer-invalid', { problem: 'evidenceNeeded' })
      await store.keepCheck(id, { line: entry.id, good, by: hand.by, at: at(), evidence: sealed(evidence.trim().slice(0, 1000), `${id}:check:${entry.id satisfies LineId}`) })
      await written(hand, id, good ? 'checked-good' : 'checked-bad', `${entry.id}: ${evidence.trim().slice(0, 1000)}`)
      return yes(null)
    },
    /** Everything else that is decided by one word, with a note; what sends something back, and what ends it, must say why. */
    async decide(hand: Hand, id: string, what: Extract<Do, 'accept' | 'return' | 'accept-change' | 'return-change' | 'ask-certification' | 'certify' | 'return-certification' | 'revoke'>, text = ''): Promise<Outcome<null>> {
      const found = await find(hand, id)
      if (!found.ok) return found
      const { row, whole: w } = found.value, why = text.trim().slice(0, 2000)
      if (!w.may.includes(what)) return no('not-allowed')
      if ((what.startsWith('return') || what === 'revoke') && why.length < 10) return no('answer-invalid', { problem: 'reasonNeeded' })
      const move = (to: Parameters<typeof store.move>[2]) => store.move(id, row, to)
      let done = true
      switch (what) {
        case 'accept': done = await move({ state: 'accepted', due: null }); break
        case 'return': done = await move({ state: 'returned', due: null }); break
        case 'revoke':
          // First what opens doors, then what says so: a failure between leaves it closed, and can be given again.
          for (const p of w.pairs) await keeperOf(row.contract).revoke(p.client)
          done = await move({ state: 'revoked', due: null, certificationDue: null })
          break
        case 'ask-certification': done = await move({ certification: 'asked', certificationDue: workingDays(today(), serviceLevels.certification) }); break
        case 'certify': done = await move({ certification: 'certified', certificationDue: null }); if (done) await refresh(id); break
        case 'return-certification': done = await move({ certification: 'returned', certificationDue: null }); if (done) await store.forgetSeen(tested(w.pairs)); break
        case 'accept-change': case 'return-change': {
          const change = (await store.change(id))!
          if (what === 'accept-change') done = await move({ sealed: sealed({ ...w.application, redirects: w.change!.redirects, logouts: w.change!.logouts }, id) })
          if (done) done = await store.settleChange(change.id, what === 'accept-change' ? 'accepted' : 'returned')
          if (done && what === 'accept-change') await refresh(id)
        }
      }
      if (!done) return no('answer-changed')
      await written(hand, id, what, why)
      return yes(null)
    },
    /** From the sign-ins: what a client did, as far as the checklist asks. Once it was seen often it is written down once a minute. */
    /** Whose application has these credentials; undefined: none that was asked for here. */
    institutionOf: (client: string): Promise<string | undefined> => store.institutionOf(client),
    async observed(o: Observation): Promise<void> {
      try {
        for (const { what, good, compare } of countersOf(o)) {
          const key = `${o.client} ${what}`, last = seenBefore.get(key)
          if (good && last !== undefined && now() - last < 60_000) continue
          if (good && compare === undefined && what !== 'state-length') seenBefore.set(key, now())
          if (seenBefore.size > 10_000) seenBefore.clear()
          await store.see(o.client, what, good, compare === undefined || o.what !== 'authorize' ? undefined : createHash('sha256').update(o.state).digest().subarray(0, 16), at())
        }
      } catch (cause) { tell('what the sign-in saw of a client was not kept', cause) }
    },
    /** An application that was there before this room: accepted, with its client as it stands (the demo's). */
    async adopt(a: { readonly id: string; readonly institution: string; readonly application: Application; readonly pairs: readonly { readonly client: string; readonly stage: Stage }[]; readonly demo?: boolean }): Promise<void> {
      if (!(await store.add({ id: a.id, institution: a.institution, name: a.application.name, contract: a.application.contract, state: 'accepted', sealed: sealed(a.application, a.id), at: at(), due: null, demo: a.demo ?? false }))) return
      for (const p of a.pairs) await store.addCredential(a.id, p.client, p.stage, at())
      await store.tell(a.id, { at: at(), by: 'system', what: 'adopted' })
    },
    institution,
    contracts: (Object.keys(keepers) as Contract[]).filter((c) => keepers[c] !== undefined),
    routes: (app: App, mounted: Mounted): void => mount(app, room, mounted),
  }
  return room
}
