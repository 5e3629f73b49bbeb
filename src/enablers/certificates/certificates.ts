import { no, type Outcome, yes } from '#core/refusal'
import { chile } from '#platform/clock'
import { type Key, open, seal, sha256 } from '#platform/crypto'
import { dateText, langOf, lawOf, type Lists, outputOf, sayings, textIn, validUntil } from './content.ts'
import { folioOf, readFolio } from './folio.ts'
import { mount, type Mounted } from './routes.ts'
import type { App } from '#platform/http'
import { createStore, type Row, type Sql } from './store.ts'
import type { Document, Effect, Issued, Maker, Public, Verdict } from './types.ts'

/** JSON Schemas of the effects this room performs; app joins them into the vocabulary. */
export const effects = {
  'issue-certificate': { type: 'object', required: ['output'], properties: { output: { type: 'string', description: 'Id of one of the service’s outputs.' } }, additionalProperties: false },
} as const

export type CertificatesNeeds = {
  readonly sql: Sql
  readonly maker: Maker
  /** The case's key, which seals its documents; null when it was forgotten. */
  readonly keyOf: (caseId: string) => Promise<Key | null>
  /** 32 bytes of this installation, always the same: folios come from them. */
  readonly secret: Uint8Array
  /** Address people use, without a closing slash. */
  readonly publicUrl: () => string
  readonly institutionName: (id: string, lang: string) => string
  readonly zoneOf?: (institution: string) => string | undefined
  /** Names of comunas and banks, which definitions do not carry. */
  readonly lists?: Lists
  /** Civil date in a zone: until when a document counts. */
  readonly today: (zone: string) => string
}
export type Certificates = {
  readonly performs: { readonly 'issue-certificate': (effect: Effect) => Promise<Issued> }
  /** What was issued for a case, for whoever may open it. */
  documents(caseId: string, lang: string): Promise<readonly Document[]>
  /** What anyone may know. `folio` as it was typed; without one the fingerprint alone finds the document. */
  verify(asked: { readonly folio?: string; readonly sha256?: string }, lang: string): Promise<Verdict>
  /** The bytes, for whoever may open the case. Refusals: not-found, journey-ended (its key was forgotten). */
  download(caseId: string, folio: string): Promise<Outcome<{ readonly name: string; readonly bytes: Buffer }>>
  /** Drops the bytes of a forgotten case; that a folio was issued stays true. */
  forget(caseId: string): Promise<void>
  /** Mounted once per language by `http.screens`. */
  routes(app: App, mounted: Mounted): void
}

/** Exactly once: the effect's id is the row's key and gives the folio, so a retry after kill -9 finds what was made or makes it for the first time. */
export function createCertificates(needs: CertificatesNeeds): Certificates {
  const { maker, secret, keyOf, institutionName } = needs
  if (secret.length < 32) throw new Error('the secret of folios has at least 32 bytes')
  const store = createStore(needs.sql), place = (effect: string): string => `certificate:${effect}`

  async function issue(effect: Effect): Promise<Issued> {
    const before = await store.byEffect(effect.id)
    if (before !== undefined) return issuedOf(before)
    const { case: file, engine, view, today, now } = effect, output = outputOf(engine, effect.data['output']), lang = langOf(file.language)
    const institution = file.institution ?? engine.service.institution, zone = needs.zoneOf?.(institution) ?? chile, folio = folioOf(effect.id, secret), until = validUntil(output, today)
    const pdf = await maker.make({
      lang, folio, title: textIn(output.title, lang), institution: institutionName(institution, lang), issuedAt: now, issued: { date: dateText(today, lang), time: timeIn(now, zone) }, law: lawOf(engine, output),
      illustrative: textIn(engine.service.illustrative, lang), verify: `${needs.publicUrl()}/verificar/${folio}`, ...(until === undefined ? {} : { until }), ...sayings({ engine, view, output, lang, lists: needs.lists ?? (() => undefined) }),
    })
    const key = await keyOf(file.id)
    if (key === null) throw new Error('the case of this certificate was forgotten')
    return issuedOf(await store.once({
      effect: effect.id, folio, case: file.id, output: output.id, service: file.service, version: file.version, title: output.title, serviceName: engine.service.title,
      institution, zone, issuedAt: now, until: until ?? null, demo: maker.demo, sha256: sha256(pdf).toString('hex'),
    }, seal(key, pdf, place(effect.id))))
  }
  const publicOf = (row: Row, lang: string): Public => ({
    folio: row.folio, title: textIn(row.title, lang), service: textIn(row.serviceName, lang), institution: institutionName(row.institution, lang), sha256: row.sha256, demo: row.demo,
    issued: { date: dateText(dayIn(row.issuedAt, row.zone), lang), time: timeIn(row.issuedAt, row.zone) },
    expired: row.until !== null && needs.today(row.zone) > row.until, ...(row.until === null ? {} : { until: dateText(row.until, lang) }),
  })

  const certificates: Certificates = {
    performs: { 'issue-certificate': issue },
    async documents(caseId, lang) {
      return (await store.ofCase(caseId)).map((row) => ({ title: textIn(row.title, lang), folio: row.folio, href: `/tramite/${row.case}/documento/${row.folio}`, verify: `/verificar/${row.folio}` }))
    },
    async verify({ folio, sha256: yours }, lang) {
      const none: Verdict = { verdict: 'unknown', ...(yours === undefined ? {} : { yours }) }
      if (folio === undefined && yours === undefined) return none
      // A mistyped folio is looked up as well: it answers like one that does not exist, and takes as long.
      const row = folio === undefined ? await store.byHash(yours!) : await store.byFolio(readFolio(folio) ?? '')
      if (row === undefined) return none
      return { verdict: yours === undefined ? 'issued' : yours === row.sha256 ? 'same' : 'altered', record: publicOf(row, lang), ...(yours === undefined ? {} : { yours }) }
    },
    async download(caseId, folio) {
      const row = await store.byFolio(readFolio(folio) ?? '')
      if (row === undefined || row.case !== caseId) return no('not-found')
      const key = await keyOf(caseId), sealed = key === null ? null : await store.pdf(row.folio)
      if (key === null || sealed === null) return no('journey-ended')
      const bytes = open(key, sealed, place(row.effect))
      if (sha256(bytes).toString('hex') !== row.sha256) throw new Error(`the bytes of a certificate are not those that were issued`)
      return yes({ name: `${row.service}-${row.folio}.pdf`, bytes })
    },
    forget: (caseId) => store.forget(caseId),
    routes: (app, mounted) => mount(app, certificates, mounted),
  }
  return certificates
}

const issuedOf = (row: Row): Issued => ({ type: 'certificate-issued', data: { output: row.output, folio: row.folio, sha256: row.sha256, issuedAt: row.issuedAt, ...(row.until === null ? {} : { validUntil: row.until }) } })
const parts = (at: string, zone: string, options: Intl.DateTimeFormatOptions): { readonly [part: string]: string } =>
  Object.fromEntries(new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', { timeZone: zone, hourCycle: 'h23', ...options }).formatToParts(new Date(at)).map(({ type, value }) => [type, value]))
const timeIn = (at: string, zone: string): string => { const p = parts(at, zone, { hour: '2-digit', minute: '2-digit' }); return `${p['hour']}:${p['minute']}` }
const dayIn = (at: string, zone: string): string => { const p = parts(at, zone, { year: 'numeric', month: '2-digit', day: '2-digit' }); return `${p['year']}-${p['month']}-${p['day']}` }
