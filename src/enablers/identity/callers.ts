import type { Assurance } from '#core/actor'
import type { Looker } from '#core/assurance'
import { no, type Outcome, yes } from '#core/refusal'
import { Fault } from '#platform/fault'
import type { Request } from '#platform/http'
import { basisIn, naturalIn } from './rules.ts'
import { hashToken, newToken, sameBytes, type Secrets } from './secrets.ts'
import type { Powers } from './sessions.ts'
import type { Store } from './store.ts'

/** For whom a client acts, and on which agreement or law. `mandate`: that one acts for somebody else by it. */
export type Basis = { readonly run: string; readonly basis: string; readonly mandate?: string }
export type Client = { readonly id: string; readonly institution: string; readonly assurance: Assurance }
export type Callers = {
  /** Who this Authorization header speaks for. Without one: nobody in particular. An unknown, ended or revoked token has one and the same answer. `req`: for tokens that count only with a proof of their key. */
  who(authorization: string | undefined, basis?: Basis, req?: Request): Promise<Outcome<Looker>>
  /** The same, of a request: the basis stands in the headers `Ventanilla-Person` (a RUN) and `Ventanilla-Basis`; a representative's mandate in `Ventanilla-Mandate`, asked about anew each time. */
  of(req: Request): Promise<Outcome<Looker>>
  /** A token that opens this journey and no other. */
  journeyToken(caseId: string): Promise<string>
  /** Makes the client known and gives a token for it: shown once, kept only as its hash. */
  clientToken(client: Client, days?: number): Promise<string>
  /** The token of `demo-client`, printed on the demo page: another one before the old one ends. Throws `provider-demo` without the demo. */
  demoToken(): Promise<string>
  revoke(what: { readonly token: string } | { readonly case: string } | { readonly client: string }): Promise<void>
  /** Which institutions acted for a person, on what basis: for the page "who used my data". */
  basesOf(person: string): Promise<readonly { readonly client: string; readonly institution: string; readonly basis: string; readonly firstAt: string; readonly lastAt: string; readonly uses: number }[]>
}
/** Tokens of another issuer of ours: whose they are, or a refusal; undefined: not theirs. */
export type OtherTokens = { who(authorization: string | undefined, req: Request): Promise<Outcome<{ readonly kind: 'client'; readonly client: Client } | { readonly kind: 'representative'; readonly looker: Looker }> | undefined> }
const day = 86_400_000
/** As long as a journey is kept by default (contracts §4), and a year for an institution's system. */
const journeyDays = 60, clientDays = 365
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const shape = /^Bearer (v[jc]_[A-Za-z0-9_-]{43})$/i
export const demoClient: Client = { id: 'demo-client', institution: 'srcei', assurance: 3 }

export function createCallers({ store, secrets, ids, now, demo, covers, tokens, powers }: { readonly powers?: Powers | undefined; readonly tokens?: OtherTokens | undefined; readonly store: Store; readonly secrets: Secrets; readonly ids: { uuid7(): string }; readonly now: () => number; readonly demo: boolean; readonly covers: (run: string) => boolean }): Callers {
  let printed: { readonly token: Promise<string>; readonly until: number } | undefined
  const issue = async (prefix: string, whose: { readonly case?: string; readonly client?: string }, days: number): Promise<string> => {
    const token = newToken(prefix)
    await store.issue(hashToken(token), whose, now(), now() + days * day)
    return token
  }
  /** An institution's system, for a person on a recorded basis or for nobody. */
  async function acting(its: Client, basis: Basis | undefined): Promise<Outcome<Looker>> {
    const client = { role: 'client', by: its.id, institution: its.institution, channel: 'api' } as const
    // How sure one is of whom it acts for: of nobody, not at all.
    if (basis === undefined) return yes({ ...client, assurance: 0 })
    const run = naturalIn(basis.run), words = basisIn(basis.basis)
    if (run === undefined) return no('bad-request', { header: 'Ventanilla-Person' })
    if (words === undefined) return no('bad-request', { header: 'Ventanilla-Basis' })
    if (!covers(run)) return no('not-found')
    const key = secrets.runKey(run), basisKey = secrets.basisKey(words)
    const person = await store.person(ids.uuid7(), key, secrets.sealPerson(key, { run, names: '' }), now(), false)
    // Recorded before anything is shown or done.
    await store.knownClient(its.id, its.institution, its.assurance, now())
    await store.basis(client.by, person, basisKey, secrets.sealBasis(basisKey, words), now())
    if (basis.mandate === undefined) return yes({ ...client, person, assurance: its.assurance })
    const power = uuid.test(basis.mandate) ? await powers?.of(basis.mandate, person) : undefined
    if (power === undefined) return no('not-found')
    // The one whose matter it is finds it with herself too.
    await store.basis(client.by, power.person, basisKey, secrets.sealBasis(basisKey, words), now())
    return yes({ ...client, person: power.person, mandate: power.id, power: { services: power.services, acts: power.acts }, assurance: its.assurance })
  }
  const callers: Callers = {
    async who(authorization, basis, req) {
      if (authorization === undefined) return basis === undefined ? yes({ role: 'citizen', channel: 'api', assurance: 0 }) : no('sign-in-needed')
      const other = req === undefined ? undefined : await tokens?.who(authorization, req)
      if (other !== undefined) return !other.ok ? other : other.value.kind === 'client' ? acting(other.value.client, basis) : basis === undefined ? yes(other.value.looker) : no('bad-request', { problem: 'a representative acts by the mandate of the token' })
      const token = shape.exec(authorization)?.[1], hash = token === undefined ? undefined : hashToken(token)
      const row = hash === undefined ? undefined : await store.token(hash, now())
      if (hash === undefined || row === undefined || !sameBytes(row.hash, hash) || (row.demo === true && !demo)) return no('sign-in-needed')
      if (row.case_id !== null) return basis === undefined ? yes({ role: 'citizen', channel: 'api', assurance: 0, journeys: [row.case_id] }) : no('bad-request', { problem: 'a journey token acts for nobody else' })
      return acting({ id: row.client_id!, institution: row.institution!, assurance: row.assurance! }, basis)
    },
    of(req) {
      const run = headerOf(req, 'ventanilla-person'), basis = headerOf(req, 'ventanilla-basis'), mandate = headerOf(req, 'ventanilla-mandate')
      if ((run === undefined) !== (basis === undefined)) return Promise.resolve(no('bad-request', { header: run === undefined ? 'Ventanilla-Person' : 'Ventanilla-Basis' }))
      if (mandate !== undefined && run === undefined) return Promise.resolve(no('bad-request', { header: 'Ventanilla-Person' }))
      return callers.who(req.headers.authorization, run === undefined ? undefined : { run, basis: basis!, ...(mandate === undefined ? {} : { mandate }) }, req)
    },
    journeyToken: (caseId) => issue('vj_', { case: caseId }, journeyDays),
    async clientToken(client, days = clientDays) {
      await store.client(client.id, client.institution, client.assurance, client.id === demoClient.id, now())
      return issue('vc_', { client: client.id }, days)
    },
    async demoToken() {
      if (!demo) throw new Fault('provider-demo', 'the demo client exists only with --demo')
      if (printed === undefined || printed.until <= now()) {
        const token = callers.clientToken(demoClient, 2)
        printed = { token, until: now() + day }
        token.catch(() => { printed = undefined })
      }
      return printed.token
    },
    revoke: (what) => store.revoke('token' in what ? { hash: hashToken(what.token) } : what, now()),
    basesOf: async (person) => (await store.basesOf(person)).map((b) => ({ client: b.client_id, institution: b.institution, basis: secrets.openBasis(b.basis_key, b.sealed), firstAt: b.first_at.toISOString(), lastAt: b.last_at.toISOString(), uses: b.uses })),
  }
  return callers
}
/** A header that came twice is nobody's. Node reads header bytes as Latin-1; most senders write UTF-8. */
function headerOf(req: Request, name: string): string | undefined {
  const value = req.headers[name]
  if (value === undefined) return undefined
  const text = Array.isArray(value) ? value.join(', ') : value, utf8 = Buffer.from(text, 'latin1').toString('utf8')
  return utf8.includes('\ufffd') ? text : utf8
}
