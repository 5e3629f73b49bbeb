import { join } from 'node:path'
import { type Cases, createCases } from '#cases'
import { refusals } from '#core/refusal'
import { lineOf, type FileProblem } from '#enablers/authoring'
import type { Config } from '#platform/config'
import { Fault } from '#platform/fault'
import { createHttp, type Http, type Page } from '#platform/http'
import { runErrands } from '#platform/outbox'
import { asJob } from '#platform/telemetry'
import { assets } from '#ui'
import { type Base, openBase } from './ground.ts'
import { mountChannels } from './channels.ts'
import { dataUseOf, heardHomes, isHomeOf, mountDataUse } from './data-use.ts'
import { createEnablers, type Enablers } from './enablers.ts'
import { privacyPorts } from './privacy.ts'
import type { Given } from '#enablers/oidc'
import { bundleScripts } from './scripts.ts'
import { createGate, deskNames } from './gate.ts'
import { createRender } from './layout.tsx'
import { actingForOf } from './mandates.ts'
import { startSip } from './telephone.ts'
import { version } from './version.ts'

export type HouseOptions = { readonly root: string; readonly demo: boolean; readonly dev: boolean; readonly work: boolean; readonly serve: boolean; /** Another time than the machine's, for a story that lasts days. */ readonly millis?: () => number; /** Hears every statement, for a test that watches what is read. */ readonly tap?: NonNullable<Parameters<typeof openBase>[1]>['tap']; /** Other rates than those of platform/http: for what knocks at every door of the house. */ readonly limits?: Parameters<typeof createHttp>[0]['limits'] }
export type House = { readonly address: string | undefined; readonly says: readonly string[]; readonly http: Http | undefined; /** What a process does now and then, by name; a test need not wait for it. */ readonly chores: { readonly [name in Chore]: () => Promise<unknown> }; /** A token that opens this journey alone, as the API gives it. */ journeyToken(id: string): Promise<string>; /** For whole-journey tests, which take the other hand. */ readonly cases: Cases; stop(): Promise<void> }

/** How often each chore of a process is done, in milliseconds. */
const every = { seal: 5_000, tell: 10_000, refresh: 2_000, looks: 60_000, sweep: 3_600_000 } as const
type Chore = keyof typeof every

/** Opens the whole house: database, enablers, cases, channels, work. What it opened before a failure it closes again. */
export async function startHouse(config: Config, options: HouseOptions): Promise<House> {
  const base = await openBase(config, { ...(options.millis === undefined ? {} : { millis: options.millis }), tap: options.tap })
  try { return await furnish(base, options) } catch (error) { await base.close(); throw error }
}

async function furnish(base: Base, { root, demo, dev, work: works, serve, limits }: HouseOptions): Promise<House> {
  const { config, clock, db, telemetry } = base
  for (const setting of config.unknown) telemetry.log({ what: 'a setting that nothing reads', setting })
  let address: string | undefined
  const enablers = await createEnablers(base, { root, demo, dev, publicUrl: () => config.publicUrl ?? address ?? `http://${config.host}:${config.port}` })
  if (demo) await load(enablers, [join(root, 'services'), ...config.services])
  await enablers.catalogue.load()
  const cases = createCases({
    sql: db, log: base.log, crypto: base.crypto, outbox: base.outbox, blobs: base.blobs, clock, ids: base.ids, registers: heardHomes(enablers.registers, isHomeOf(enablers.vocabulary), (person, home) => dataUse.uses.lives(person, home), telemetry.tell), performers: enablers.performers, law: enablers.law, blocks: enablers.privacy.blocks, tell: telemetry.tell, otp: enablers.identity.otp, identityDown: () => !enablers.status.verifies(), powers: enablers.mandates.powers,
    definitions: { get: (service, version) => { const engine = version === undefined ? enablers.current(service) : enablers.authoring.engine(service, version); return engine && { engine } } },
  })
  // What happens with a person's account stands in her own record, before the answer leaves.
  enablers.tellAccounts((person, type, data) => cases.tell(person, { type, data }, { role: typeof data['by'] === 'string' ? 'agent' : 'citizen', person, ...(typeof data['by'] === 'string' ? { by: data['by'] } : {}), channel: typeof data['by'] === 'string' ? 'counter' : 'web', assurance: 3 }, base.ids.uuid7()))
  // A mandate stands in the record of both people, and once it is over nothing stays open by it.
  enablers.mandates.listen({
    tell: cases.tell, over: cases.endMandate, looked: (staff, person) => cases.attention.look({ ...staff, assurance: 0 }, person, 'file'),
    async notice(person, text, key, alone) {
      if (alone) await cases.tell(person, { type: 'looked', data: { what: 'told' } }, { role: 'system', by: 'sweep', channel: 'web', assurance: 0, person }, `told:${key}`)
      await enablers.accounts.contacts.notice(person, text, key)
    },
  })
  const dataUse = dataUseOf(base, enablers, cases)
  enablers.privacy.use(privacyPorts(cases, enablers, () => clock.today(), dataUse))
  // Whoever signs in is known: what they sent while nobody could verify them goes on.
  enablers.identity.onEntered(({ person, assurance }) => cases.known(person, assurance))
  // Whoever leaves takes along what was open: the attention of a hand, the streams of a browser.
  enablers.identity.onLeft(async (who) => {
    if ('by' in who) await cases.attention.close({ by: who.by })
    await cases.live.signal('by' in who ? cases.live.idOf('hand', who.by) : cases.live.idOf('session', who.session))
  })
  // Before data of a person leave for an institution, it stands in her own record that they do.
  const given = ({ person, client, institution, data, key = base.ids.uuid7() }: Given): Promise<void> => cases.tell(person, { type: 'data-given', data: { client, institution, data } }, { role: 'client', by: client, institution, channel: 'api', assurance: 0, person }, `given:${key}`)
  enablers.oidc.onGiven(given)
  enablers.claveunica.onGiven(async ({ run, client, key }) => given({ person: (await enablers.identity.personOf(run))!, client, institution: (await enablers.onboarding.institutionOf(client)) ?? client, data: ['run', 'name'], key: `claveunica:${key}` }))
  enablers.oidc.onTold(({ person, what, ask, message, by, client }) => cases.tell(person, { type: what, data: { message, client, ...by } }, { role: 'citizen', channel: 'web', assurance: 0, person }, `ask:${ask}`))
  const stops: (() => unknown)[] = [() => cases.live.stop()]
  const work: { readonly [name in Chore]: () => Promise<unknown> } = {
    seal: () => base.sealer.seal(), tell: () => enablers.privacy.work(), refresh: () => enablers.refresh(), looks: () => dataUse.uses.refresh(),
    async sweep() { await cases.sweep(); for (const room of ['identity', 'accounts', 'claveunica', 'mandates', 'oidc'] as const) await enablers[room].sweep() },
  }
  // Each under its own name: what it reads of somebody stands in their record as this job's.
  const chores = Object.fromEntries(Object.entries(work).map(([name, does]) => [name, () => asJob({ name }, does)])) as typeof work
  if (works) {
    const worker = cases.work(), errands = runErrands({ outbox: base.outbox, errands: enablers.oidc.errands, tell: telemetry.tell, around: (name, errand) => asJob({ name }, errand) }).start()
    stops.push(() => worker.stop(), () => errands.stop(), ...(['looks', 'seal', 'tell', 'sweep'] as const).map((name) => chore(every[name], chores[name], telemetry.tell)))
  }
  stops.push(chore(every.refresh, chores.refresh, telemetry.tell))

  let http: Http | undefined, sip: Awaited<ReturnType<typeof startSip>>
  if (serve) {
    let page: Page | undefined
    const scripts = await bundleScripts(root)
    http = await createHttp({
      ...(limits === undefined ? {} : { limits }), publicUrl: config.publicUrl, ...(config.oidcOrigin === undefined ? {} : { origins: [config.oidcOrigin] }), trustedProxies: config.trustedProxies, secret: base.secret('forms'), now: () => Date.now(), log: (line) => telemetry.log(line), refusals, assets: [...assets(), ...scripts.assets],
      render: createRender({ demo, notice: enablers.status.text, nameOf: enablers.identity.nameOf, actingFor: actingForOf(enablers), staffNameOf: async (req) => (await enablers.identity.staff.staffOf(req))?.names, page: () => page! }), accountOf: enablers.identity.accountOf, desks: deskNames, gate: createGate(enablers.identity), title: 'Ventanilla', version: version(root),
      healthy: async () => (await db.query('select 1', [], 'health')).rows.length === 1,
    })
    page = http.page
    await mountChannels(http, { cases, base, enablers, demo, scripts: scripts.path, origin: () => address ?? '' })
    await mountDataUse(http, dataUse, enablers)
    address = await http.listen(config.host, config.port)
    stops.unshift(() => http!.stop(9_000))
    sip = await startSip(base, address)
    if (sip !== undefined) stops.unshift(() => sip!.stop())
  }
  const shown = config.publicUrl ?? address
  return {
    address, http, cases, chores, journeyToken: enablers.identity.callers.journeyToken,
    says: [...(demo ? [`the demo: people, registers and what is not here yet: ${shown}/demo`] : []), ...(sip === undefined ? [] : [`telephone: sip:ventanilla@${sip.host}:${sip.port}`]), `listening on ${address}`],
    async stop() { for (const stop of stops) await stop(); await base.close() },
  }
}

/** The demo's services. What is refused is said and what was published before goes on serving: one bad edit must not close the window for all. */
async function load({ authoring }: Enablers, folders: readonly string[]): Promise<void> {
  const published: Awaited<ReturnType<typeof authoring.publishAll>>[number][] = []
  for (const folder of folders) published.push(...(await authoring.publishAll(folder)))
  const refused = published.flatMap(({ file, outcome }) => (outcome.ok ? [] : outcome.refusal === 'definition-refused' ? (outcome.detail as readonly FileProblem[]).filter((p) => p.level === 'E').map(lineOf) : [`${file}: is published with other rules under this version: give it a new one, or try it with npm run dev`]))
  for (const line of refused) console.error(line)
  if (!authoring.list('9999-12-31').length) throw new Fault('definition-refused', 'no service could be published')
}

/** Does it now and then, never twice at once; what goes wrong is told and tried again. The answer stops it. */
function chore(ms: number, work: () => Promise<unknown>, tell: (what: string, cause: unknown) => void): () => Promise<void> {
  let running: Promise<unknown> | undefined
  const timer = setInterval(() => { running ??= work().catch((cause) => tell('a chore failed', cause)).finally(() => { running = undefined }) }, ms)
  return async () => { clearInterval(timer); await running }
}
