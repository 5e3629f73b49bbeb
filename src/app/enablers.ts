import { join } from 'node:path'
import type { Engine } from '#core/journey'
import { offerOn, providersOf, type Text } from '#core/service'
import { createAccounts, demoAccount, maskedContact, sandboxPeople, type Tell } from '#enablers/accounts'
import { createAuthoring, lineOf, readVocabulary } from '#enablers/authoring'
import { createCatalogue, type Transactable } from '#enablers/catalogue'
import { createCertificates, effects as certificateEffects, typst } from '#enablers/certificates'
import { createClaveUnica, createClients, demoClients } from '#enablers/claveunica'
import { cameBy, createFederation, demoTributaria, failingTributaria, type Federation } from '#enablers/federation'
import { createIdentity, demo as demoIdentity, demoStaff, none } from '#enablers/identity'
import { createMandates } from '#enablers/mandates'
import { createNotifications, demoTelephone, effects as notificationEffects, inbox } from '#enablers/notifications'
import { createOidc, demoClients as demoOidcClients, type Oidc } from '#enablers/oidc'
import { createOnboarding } from '#enablers/onboarding'
import { createPayments, demo as demoPayments, effects as paymentEffects } from '#enablers/payments'
import type { Privacy } from '#enablers/privacy'
import { createRegisters, createSwitches, demoProviders } from '#enablers/registers'
import { createSignature, demo as demoSignature, effects as signatureEffects } from '#enablers/signature'
import { createSurveys } from '#enablers/surveys'
// new: import { create__Camel__, demo as demo__Camel__, effects as __camel__Effects } from '#enablers/__name__'
import { fileBlobs } from '#platform/blob'
import { type Circuit, createCircuit } from '#platform/circuit'
import { Fault } from '#platform/fault'
import type { Request } from '#platform/http'
import type { Base } from './ground.ts'
import { built } from './channels.ts'
import { readPeople } from './demo.tsx'
import { readStaff } from './demo/staff.ts'
import { demoApplication, keepersOf } from './credentials.ts'
import { lint } from './judge.ts'
import { privacyOf } from './privacy.ts'
import { createOutage } from './outage.ts'
import { createStatus } from './status.ts'
import { say } from './words.ts'
import { readLaw } from './law.ts'

/** Effects that somebody here performs, for definitions to name. */
export const effects = {
  ...certificateEffects,
  ...notificationEffects,
  ...paymentEffects,
  ...signatureEffects,
  // new: ...__camel__Effects,
} as const

export type Enablers = Awaited<ReturnType<typeof createEnablers>>

/**
 * Everything services lean on, introduced to each other. Without `demo` a port that has no real provider refuses the start and names
 * its setting; today that is so for identity and registers.
 */
export async function createEnablers(base: Base, { root, demo, dev, publicUrl }: { readonly root: string; readonly demo: boolean; readonly dev: boolean; readonly publicUrl: () => string }) {
  const { db, clock, ids, keyring, telemetry, config } = base
  if (!demo) for (const [setting, what] of [...(config.identity === undefined ? [['VENTANILLA_IDENTITY', 'identity']] : []), ['VENTANILLA_REGISTERS', 'registers']]) throw new Fault('provider-missing', `${setting} names no provider of ${what}: start with --demo to try it`)
  const { vocabulary, problems } = readVocabulary([join(root, 'services')], effects)
  if (problems.some((p) => p.level === 'E')) throw new Fault('vocabulary-refused', problems.map(lineOf).join('\n'))
  const law = readLaw(root, vocabulary), now = () => Date.now(), people = readPeople(root, vocabulary), switches = createSwitches(Object.keys(vocabulary.registers), now)

  const circuit = createCircuit(now), outage = createOutage(now), { answers } = outage

  const authoring = await createAuthoring({ sql: db, vocabulary, lint, today: () => clock.today(), now: clock.now, tell: (message) => telemetry.tell(message), dev })
  const current = (id: string): Engine | undefined => authoring.current(id, clock.today())
  const catalogue = createCatalogue({ sql: db, folder: config.catalogue ?? join(root, 'services/_catalogue'), now, transactable: (entry) => transactable(authoring.list(clock.today()), entry, clock.today()) })
  // Numbers that people of the demo verified: their record in the contact register.
  const telephone = demoTelephone({ now: clock.now, contactOf: async (person) => { const run = await identity.runOf(person), number = people.people.find((p) => p.run === run)?.registers['sgd.contacto']?.['phone']; return typeof number === 'string' ? number : undefined } })
  let heard: Tell = async () => {}
  // Whoever came by ClaveÚnica leaves it too.
  const leaving = (req: Request): string | undefined => (federation.configured && cameBy(req) ? '/entrar/claveunica/cerrar' : undefined)
  const accounts = createAccounts({
    sql: db, secret: base.secret('accounts'), ids, now, report: telemetry.tell, personOf: (run) => identity.personOf(run), runOf: (person) => identity.runOf(person), endSessions: (person) => identity.revoke(person), tell: (person, type, data) => heard(person, type, data),
    send: ({ person, kind, to, text, key }) => circuit.watch('notifications', () => telephone.sendTo({ person, to, shown: maskedContact(kind, to), text, key })),
    // Who has none in her account yet: the demo's contact register.
    ...(demo ? { elsewhere: (message: { readonly person: string; readonly text: string; readonly key: string }) => telephone.send(message) } : {}),
  })
  const identity = createIdentity({
    staff: demoStaff(readStaff(root, (id) => Object.hasOwn(vocabulary.institutions, id))), deliver: ({ person, digits, key }) => accounts.contacts.carry({ person, key, text: { es: say('sixDigits', 'es', spaced(digits)), en: say('sixDigits', 'en', spaced(digits)) } }),
    sql: db, keyring, provider: demo ? watched(circuit, answers, demoIdentity(people.identity)) : none('own'), ids, now, demo, answers, also: ['own', 'claveunica'], leaving, clears: ['pin'], https: config.publicUrl?.startsWith('https:') ?? false, tell: telemetry.tell,
    powers: { of: (mandate, representative) => mandates.powers.of(mandate, representative) },
    tokens: { who: (authorization, req) => oidc.tokens.who(authorization, req) },
  })
  const oidc: Oidc = createOidc({
    sql: db, secret: base.secret('oidc'), ids, now, publicUrl, origin: config.oidcOrigin, internal: config.oidcInternal, people: identity, answers, powers: { of: (mandate, representative) => mandates.powers.of(mandate, representative) }, institution: (id, lang) => catalogue.nameOf(id, lang === 'en' ? 'en' : 'es'), deliver: (m) => accounts.contacts.carry(m), tell: telemetry.tell, outbox: base.outbox, observed: (o) => onboarding.observed(o),
  })
  // Whoever leaves here leaves where they went with it.
  identity.onLeft(async (who) => { if ('session' in who) await oidc.left(who.session) })
  if (demo) for (const client of demoOidcClients) await oidc.keepClient(client)
  const registers = createRegisters({ providers: demoProviders(people.registers, switches), registers: vocabulary.registers, attributes: vocabulary.attributes, runOf: identity.runOf, now: clock.now, demo, tell: telemetry.tell, circuit, known: (id) => { const state = switches.of(id); return state === 'normal' ? undefined : state } })
  const certificates = createCertificates({
    sql: db, maker: typst({ demo }), keyOf: async (id) => (await base.log.read(id))?.key ?? null, secret: base.secret('folios'), publicUrl,
    institutionName: (id, lang) => catalogue.nameOf(id, lang === 'en' ? 'en' : 'es'), zoneOf: law.zoneOf, today: (zone) => clock.today(zone),
  })
  const notifications = createNotifications({ provider: inbox() })
  const payments = createPayments({ provider: demoPayments() })
  const signature = createSignature({ provider: demoSignature({ sign: base.crypto.sign, publicKey: base.crypto.publicKey }), now: clock.now })
  const surveys = createSurveys({ sql: db, secret: base.secret('surveys'), today: () => clock.today() })
  const claveunica = createClaveUnica({ sql: db, secret: base.secret('claveunica'), now, publicUrl, demo, accounts, answers })
  if (demo) { for (const client of demoClients) await claveunica.keepClient(client); await accounts.seed([...sandboxPeople, ...people.identity.map((p) => demoAccount(p.run, p.names))], 'testing') }
  const clients = createClients(db)
  const federation: Federation = createFederation({
    sql: db, secret: base.secret('federation'), ids, now, publicUrl, settings: { url: config.claveunicaUrl, client: config.claveunicaClient, secret: config.claveunicaSecret }, demo, watch: (work) => circuit.watch('identity', work), answers, tell: telemetry.tell,
    companies: demo ? demoTributaria(people.companies.map((c) => ({ rut: c.key, name: String(c.registers['sii.contribuyentes']?.['name'] ?? c.key), representedBy: people.representatives[c.key] ?? [] }))) : failingTributaria(), signIn: (req, reply, proof) => identity.enter(req, reply, proof),
  })
  const mandates = createMandates({
    sql: db, secret: base.secret('mandates'), ids, now, today: () => clock.today(), personOf: identity.personOf, runOf: identity.runOf, report: telemetry.tell,
    companies: { name: 'clave-tributaria', demo, companiesOf: async (run) => (await federation.companiesOf(run)).map(({ rut, name }) => ({ rut, names: name })) },
    // Inside the folder of documents, so that a copy of it is a copy of all; below a name that is no case's shelf.
    blobs: fileBlobs(join(config.data, 'blobs', 'mandates')),
    allowing: () => authoring.list(clock.today()).filter(({ service }) => service.audience.representation === true).map(({ service }) => ({ id: service.id, title: (lang) => service.title[lang] ?? service.title['es'] ?? service.id, solemn: service.audience.solemn === true })),
  })
  const onboarding = createOnboarding({
    sql: db, secret: base.secret('onboarding'), ids, now, today: () => clock.today(), workingDays: law.workingDays, keepers: keepersOf({ claveunica, clients, oidc }), tell: telemetry.tell,
    institution: (id) => ({ id, name: catalogue.nameOf(id, 'es'), ...(vocabulary.institutions[id]?.short === undefined ? {} : { short: vocabulary.institutions[id].short }) }),
  })
  // Shown where institutions ask for theirs; a machine without an address to come back to is none of those.
  if (demo) {
    for (const client of demoClients) await onboarding.adopt(demoApplication('claveunica', client))
    for (const { id, name, redirectUris = [], logoutUris = [] } of demoOidcClients) if (redirectUris.length > 0) await onboarding.adopt(demoApplication('oidc', { id, name: name.es, redirectUris, logoutUris }))
  }
  const privacy: Privacy = privacyOf(base, root, { authoring, catalogue, vocabulary, law })
  // new: const __camel__ = create__Camel__({ provider: demo__Camel__() })
  return {
    /** What is down among registers, identity, certificates and messages: `createStatus` says it to people. */
    circuit, outage, status: createStatus({ registers, circuit, vocabulary, answers }),
    vocabulary, law, people, switches, authoring, current, catalogue, identity, registers, certificates, notifications, telephone, payments, privacy, signature, surveys, claveunica, clients, leaving, federation, mandates, onboarding, accounts, /** Where what happens with an account is written: the person's own access stream, once cases is there. */ tellAccounts(to: Tell) { heard = to }, oidc,
    // new: __camel__,
    performers: {
      ...guarded(circuit, 'certificates', certificates.performs),
      ...guarded(circuit, 'notifications', notifications.performs),
      ...guarded(circuit, 'payments', payments.performs),
      ...guarded(circuit, 'signature', signature.performs),
      // new: ...__camel__.performs,
    },
    /** What other processes changed meanwhile. */
    async refresh() { await authoring.refresh(); await catalogue.refresh(); await oidc.refresh() },
  }
}

const spaced = (digits: string) => ({ digits: `${digits.slice(0, 3)} ${digits.slice(3)}` })
/** Sign-in as its calls go: an outage of the provider is told to people. */
const watched = <P extends { verify(fields: never): Promise<unknown> }>(circuit: Circuit, answers: () => boolean, provider: P): P => ({ ...provider, verify: async (fields: never) => { if (!answers()) throw new Error('identity was taken down on the demo page'); return circuit.watch('identity', () => provider.verify(fields)) } })
/** Effects as they are performed; what throws is tried again by the outbox, and told. */
const guarded = <P extends { readonly [kind: string]: (effect: never) => Promise<unknown> }>(circuit: Circuit, enabler: string, performs: P): P =>
  Object.fromEntries(Object.entries(performs).map(([kind, perform]) => [kind, (effect: never) => circuit.watch(enabler, () => perform(effect))])) as unknown as P

/** The definition of ours that carries a catalogue entry out, and how far it goes in each channel of this platform. */
function transactable(engines: readonly Engine[], entry: string, today: string): Transactable | null {
  const service = engines.find((e) => e.service.catalogue === entry)?.service
  if (service === undefined) return null
  const here = (channels: { readonly [channel: string]: unknown } = {}) => Object.fromEntries(Object.entries(channels).filter(([channel]) => built.includes(channel)))
  const both = (text: Text | undefined) => text && { es: text['es'] ?? Object.values(text)[0] ?? '', en: text['en'] ?? text['es'] ?? '' }
  const institutions = providersOf(service), offers = institutions.flatMap((id) => offerOn(service, id, today) ?? [])
  const places = Object.fromEntries(offers.map((o) => [o.institution, { office: both(o.office), contact: both(o.contact), channels: here(o.channels) }]))
  return { serviceId: service.id, channels: here(service.channels ?? { web: 'transact' }), ...(institutions.length > 1 ? { institutions, places } : {}) } as unknown as Transactable
}
