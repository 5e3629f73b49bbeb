import { createHmac, randomBytes } from 'node:crypto'
import { type Outcome, yes } from '#core/refusal'
import { open, seal } from '#platform/crypto'
import { Fault } from '#platform/fault'
import type { App, Reply, Request } from '#platform/http'
import type { Sql } from '#platform/log'
import { claveunica } from './providers/claveunica.ts'
import { mount, type Mounted } from './routes.ts'
import { admits, contract, type Person, providers, type ProviderName } from './rules.ts'
import { judge, type Line } from './self-test.ts'
import { createStore } from './store.ts'
import type { Company, CompanyProvider, PersonProvider, Proof } from './types.ts'

/** From the environment; all three or none. */
export type Settings = { readonly url: string | undefined; readonly client: string | undefined; readonly secret: string | undefined }
export type FederationNeeds = {
  readonly sql: Sql
  /** 32 bytes of this installation: binds a sign-in to its browser, and names persons in the register of accesses. */
  readonly secret: Buffer
  readonly ids: { uuid7(): string }
  /** Unix milliseconds. */
  readonly now: () => number
  readonly publicUrl: () => string
  readonly settings: Settings
  /** Another provider of persons than the one of the settings: for tests. */
  readonly persons?: PersonProvider
  readonly companies: CompanyProvider
  /** A session here for whoever the provider vouches for. */
  readonly signIn: (req: Request, reply: Reply, proof: Proof) => Promise<void>
  /** Is this somebody we can serve? Without it, everybody with a RUN. */
  readonly knows?: (person: Person) => Promise<boolean>
  /** Notes how calls to the provider end: people are told of an outage. */
  readonly watch: <T>(work: () => Promise<T>) => Promise<T>
  /** Can anybody be verified now? While not, nobody is sent away to sign in. Without it: always. */
  readonly answers?: () => boolean
  readonly tell: (what: string, cause: unknown) => void
  readonly demo: boolean
}
export type Begun = { readonly state: string; readonly back: string; readonly lang: string; readonly at: number }
export type Came = { readonly end: 'in'; readonly person: Person; readonly back: string } | { readonly end: 'no'; readonly why: 'estado' | 'rechazo' | 'cancelada' | 'caida' | 'desconocido' }
export type Federation = ReturnType<typeof createFederation>
/** After so many failures in a row nobody waits for the provider any more, for so long. */
const shutAfter = 3, shutMs = 30_000

/** Signing in by the State's own providers, by configuration only (law.md 1.11 to 1.23): ClaveÚnica for persons, the Clave Tributaria for companies. */
export function createFederation({ sql, secret, ids, now, publicUrl, settings, persons: given, companies, signIn, knows = async () => true, watch, answers = () => true, tell, demo }: FederationNeeds) {
  const names = { url: 'VENTANILLA_CLAVEUNICA_URL', client: 'VENTANILLA_CLAVEUNICA_CLIENT_ID', secret: 'VENTANILLA_CLAVEUNICA_CLIENT_SECRET' } as const, missing = (Object.keys(names) as (keyof typeof names)[]).filter((k) => settings[k] === undefined)
  if (missing.length > 0 && missing.length < 3) throw new Fault('federation-incomplete', `to sign in by ClaveÚnica set ${missing.map((k) => names[k]).join(' and ')} too`)
  if (settings.url?.startsWith('http:') === true && !/^http:\/\/127(?:\.\d{1,3}){3}(?::|$)/.test(settings.url)) throw new Fault('federation-insecure', `${names.url} must begin with https`)
  if (companies.demo && !demo) throw new Fault('provider-demo', `the provider «${companies.name}» is a demo: start with --demo, or set a real one`)
  const store = createStore(sql), redirect = (): string => `${publicUrl()}/entrar/claveunica/vuelta`, goodbye = (): string => `${publicUrl()}/entrar/claveunica/adios`
  const persons = given ?? (missing.length === 0 ? claveunica({ url: settings.url!, client: settings.client!, secret: settings.secret!, redirect, goodbye, now }) : undefined)
  const at = (): string => new Date(now()).toISOString(), keyOf = (run: string): Buffer => createHmac('sha256', secret).update(`access:${run}`).digest()
  const record = (provider: ProviderName, run: string, outcome: 'entered' | 'unknown' | 'refused', more: { readonly company?: string; readonly institution?: string | undefined } = {}) => store.record({ id: ids.uuid7(), at: at(), provider, who: keyOf(run), outcome, ...more })
  const saw = (line: 'backend' | 'logout' | 'unknown', good: boolean, detail = ''): Promise<void> => store.saw({ line, good, at: at(), detail }).catch((cause) => tell('evidence of the sign-in was not kept', cause))
  let failures = 0, shutUntil = 0

  const room = {
    /** Is there a provider of persons? */
    configured: persons !== undefined,
    settings: { url: settings.url ?? '', redirect, goodbye },
    /** Not even tried while nobody can be verified, or the provider was away a moment ago. */
    shut: (): boolean => !answers() || now() < shutUntil,
    /** What the browser keeps, sealed, and where it goes. */
    begin(back: string, lang: string): { readonly state: string; readonly kept: string; readonly to: string } {
      const state = randomBytes(24).toString('hex')
      return { state, kept: seal(secret, Buffer.from(JSON.stringify({ state, back, lang, at: now() } satisfies Begun)), 'federation:state').toString('base64url'), to: persons!.begin(state) }
    },
    /** What this browser began with that state; undefined when it was another, long ago, or somebody else's. */
    begun(kept: string | undefined, state: string): Begun | undefined {
      try {
        const b = JSON.parse(open(secret, Buffer.from(kept ?? '', 'base64url'), 'federation:state').toString()) as Begun
        return b.state === state && now() - b.at <= contract.patience ? b : undefined
      } catch { return undefined }
    },
    /** The person came back: with a code, or without one. Outages are an answer here: they have their own page. */
    async finish(begun: Begun | undefined, came: { readonly code: string; readonly error: string }): Promise<Came> {
      if (begun === undefined) return { end: 'no', why: 'estado' }
      if (came.code === '') return { end: 'no', why: came.error === 'access_denied' ? 'cancelada' : 'rechazo' }
      if (room.shut()) return { end: 'no', why: 'caida' }
      try {
        const done = await watch(() => persons!.finish({ code: came.code, state: begun.state }))
        failures = 0
        if (!done.ok) return { end: 'no', why: 'rechazo' }
        const { person, ms } = done.value
        await saw('backend', true, String(ms))
        if (person === undefined || !(await knows(person))) {
          if (person !== undefined) await record('claveunica', person.run, 'unknown')
          return { end: 'no', why: 'desconocido' }
        }
        return { end: 'in', person, back: begun.back }
      } catch (cause) {
        if (++failures >= shutAfter) shutUntil = now() + shutMs
        tell('the State’s sign-in failed', cause)
        return { end: 'no', why: 'caida' }
      }
    },
    /** A session here, of the level this provider gives. Written down before it opens (Decreto 9/2023 art. 13). */
    async enter(req: Request, reply: Reply, { run, names }: Person): Promise<void> {
      const { level, amr } = providers.claveunica
      await record('claveunica', run, 'entered')
      await signIn(req, reply, { run, names, assurance: level, method: 'claveunica', amr, provider: 'claveunica' })
    },
    leave: (): string | undefined => persons?.leave(),
    saw,
    /**
     * Companies that somebody represents, by the tax service: for a mandate of kind `company`. Whoever asks signed in as themselves; nothing here says that they act for it.
     * Throws while the provider is away.
     */
    companiesOf: (run: string): Promise<readonly Company[]> => watch(() => companies.companiesOf(run)),
    /** A company by its own key. A natural person by it has no validity outside the tax service: refused and written down (law.md 1.02). */
    async company(fields: { readonly [field: string]: string | undefined }, institution?: string): Promise<Outcome<{ readonly rut: string; readonly by: string }>> {
      const done = await watch(() => companies.verify(fields))
      if (!done.ok) return done
      const { subject, rut, by } = done.value, allowed = admits('clave-tributaria', subject, institution)
      await record('clave-tributaria', by, allowed.ok ? 'entered' : 'refused', { institution, ...(subject === 'company' ? { company: rut } : {}) })
      return allowed.ok ? yes({ rut, by }) : allowed
    },
    /** May this provider be believed here? Pure; `company` asks it too. */
    admits,
    /** Tries what a machine can try, now. `fetchOwn`: a page of ours as a stranger gets it. */
    async test(fetchOwn: (path: string) => Promise<{ readonly status: number; readonly location: string; readonly policy: string; readonly text: string }>): Promise<{ readonly at: string; readonly lines: readonly Line[] } | undefined> {
      if (persons === undefined) return undefined
      const door = await fetchOwn('/entrar'), begins = [await fetchOwn('/entrar/claveunica'), await fetchOwn('/entrar/claveunica')]
      let provider: number | undefined
      try { const reply = await fetch(begins[0]!.location, { redirect: 'manual', signal: AbortSignal.timeout(contract.wait) }); provider = reply.status; await reply.body?.cancel() } catch { provider = undefined }
      return { at: at(), lines: judge({ door: door.text, begins, provider, publicUrl: publicUrl(), url: settings.url ?? '', secret: settings.secret ?? '', client: settings.client ?? '', redirect: redirect(), evidence: await store.evidence() }) }
    },
    routes: (app: App, mounted: Mounted): void => mount(app, room, mounted),
  }
  return room
}
