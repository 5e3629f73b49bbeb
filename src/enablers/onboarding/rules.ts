import type { Text } from './words.ts'

/** The three places of an application, each with credentials of its own (law.md 1.19). */
export const stages = ['sandbox', 'qa', 'production'] as const
export type Stage = (typeof stages)[number]
/** How it signs people in: by the contract institutions know, or by OpenID Connect. */
export const contracts = ['claveunica', 'oidc'] as const
export type Contract = (typeof contracts)[number]
type Key = { readonly [k: string]: unknown }
export type Contact = { readonly name: string; readonly mail: string }
/** What an institution says of its application: exactly the fields of law.md 1.22, and which contract. `keys`: the public JWKS of an OpenID client that signs (private_key_jwt, RFC 7523). */
export type Application = {
  readonly name: string; readonly description: string; readonly audience: 'public' | 'internal'; readonly url: string; readonly contract: Contract
  readonly admin: Contact; readonly technical: Contact
  readonly redirects: { readonly [s in Stage]: readonly string[] }
  readonly logouts: readonly string[]
  readonly keys?: { readonly keys: readonly { readonly [k: string]: unknown }[] }
}
/** The boxes of the form, in the order they are asked. */
export const boxes = ['name', 'description', 'audience', 'url', 'contract', 'keys', 'admin_name', 'admin_mail', 'technical_name', 'technical_mail', 'sandbox', 'qa', 'production', 'logouts', 'terms'] as const
export type Box = (typeof boxes)[number]
export type Raw = { readonly [box in Box]?: string }
export type Problems = { readonly [box in Box]?: Text }
/** By what an institution is recognised in an address. */
export type Institution = { readonly id: string; readonly name: string; readonly short?: string }

/** Working days within which each thing is answered (law.md 1.22). */
export const serviceLevels = { request: 6, certification: 6, change: 3 } as const

/** Days that the secret or key before goes on counting after a change, so that no server of the institution stops meanwhile. No norm says how many; who needs fewer ends it (`end-old`). */
export const overlapDays = 7

/** `asked` waits for the central unit, `returned` for the institution, `accepted` has credentials, `revoked` never has any again. */
export type State = 'asked' | 'returned' | 'accepted' | 'revoked'
export type Certification = 'none' | 'asked' | 'returned' | 'certified'

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const plain = (text: string | undefined, most: number): string => (text ?? '').normalize('NFC').replace(/[ \t]+/g, ' ').trim().slice(0, most)
const lines = (text: string | undefined): readonly string[] => [...new Set((text ?? '').split(/[\s,;]+/).filter(Boolean))]
/** Mailboxes that are nobody's, and mail that no institution gives (law.md 1.22: named, institutional, not generic). */
const generic = /^(?:admin|administra|contact|correo|ayuda|help|info|informa|mesa|no-?reply|oirs|oficina|partes|postmaster|soporte|support|sistemas|ti|tic|web|webmaster|informatica|desarrollo|equipo|claveunica)(?:[a-z0-9._-]*)$/
const free = ['gmail.com', 'googlemail.com', 'hotmail.com', 'hotmail.cl', 'outlook.com', 'outlook.cl', 'live.com', 'live.cl', 'yahoo.com', 'yahoo.es', 'yahoo.cl', 'icloud.com', 'me.com', 'proton.me', 'protonmail.com', 'aol.com', 'vtr.net', 'gmx.com']

export const isLoopback = (host: string): boolean => /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(host)
const isGob = (host: string): boolean => /(?:^|\.)gob\.cl$/i.test(host)
const urlOf = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)
/** Words of no institution in particular. */
const common = new Set(['servicio', 'nacional', 'ministerio', 'subsecretaria', 'municipalidad', 'direccion', 'general', 'instituto', 'chile', 'agencia', 'superintendencia', 'comision', 'consejo', 'publico', 'publica', 'gobierno', 'corporacion', 'estado'])
/** Ways to write an institution in an address: its initials, its id, and each word of its name that is its own. */
export const marksOf = ({ id, name, short }: Institution): readonly string[] => {
  const words = fold(name).split(/[^a-z0-9]+/).filter((w) => w.length > 3 && !common.has(w)), initials = fold(name).split(/[^a-z0-9]+/).filter((w) => w.length > 2 && !['del', 'las', 'los', 'para'].includes(w)).map((w) => w[0]).join('')
  return [...new Set([fold(short ?? '').replace(/[^a-z0-9]/g, ''), fold(id).replace(/[^a-z0-9]/g, ''), initials, ...words])].filter((m) => m.length >= 3)
}
/** Does it name whoever it belongs to (law.md 1.19)? Initials are looked for as a word, names anywhere. */
export function namesInstitution(url: URL, institution: Institution): boolean {
  const text = fold(decodeURIComponent(`${url.hostname}${url.pathname}`)), words = text.split(/[^a-z0-9]+/)
  return marksOf(institution).some((m) => (m.length <= 5 ? words.includes(m) : text.replace(/[^a-z0-9]/g, '').includes(m)))
}

/** An address to come back to, as it is registered: scheme, authority and path, and nothing else (law.md 1.19). Undefined: nothing is wrong. */
export function redirectProblem(text: string, stage: Stage, institution: Institution): Text | undefined {
  const url = urlOf(text)
  if (url === undefined || !['https:', 'http:'].includes(url.protocol) || text.length > 400) return 'uriShape'
  if (url.username !== '' || url.password !== '') return 'uriUser'
  if (/[?#]/.test(text)) return 'uriQuery'
  if (/[*\\]|\/\.{1,2}(?:\/|$)/.test(text)) return 'uriWild'
  if (url.href !== text && url.href !== `${text}/`) return 'uriExact'
  if (isLoopback(url.hostname)) return stage !== 'sandbox' ? 'uriLoopback' : url.hostname.includes('localhost') ? 'uriLocalhost' : undefined
  if (url.protocol !== 'https:') return 'uriHttps'
  if (stage === 'production' && !isGob(url.hostname)) return 'uriGob'
  return namesInstitution(url, institution) ? undefined : 'uriName'
}
/** Where a browser goes after signing out: only the authority is registered. */
export function logoutProblem(text: string): Text | undefined {
  const url = urlOf(text)
  if (url === undefined || !['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '') return 'uriShape'
  if (url.pathname !== '/' || /[?#*]/.test(text)) return 'logoutPath'
  return url.protocol === 'https:' || isLoopback(url.hostname) ? undefined : 'uriHttps'
}
/** A public key set: nothing private in it, every key of a kind that signs. */
export function readKeys(text: string): Application['keys'] | Text {
  let value: unknown
  try { value = JSON.parse(text) } catch { return 'keysJson' }
  const list = (value as { keys?: unknown } | null)?.keys
  if (!Array.isArray(list) || list.length === 0 || list.length > 5) return 'keysJson'
  const keys = list as readonly { readonly [k: string]: unknown }[]
  if (keys.some((k) => typeof k !== 'object' || k === null || ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth'].some((p) => Object.hasOwn(k, p)))) return 'keysPrivate'
  if (keys.some((k) => !['RSA', 'EC', 'OKP'].includes(String(k['kty'])) || (k['kty'] === 'RSA' && String(k['n'] ?? '').length < 342))) return 'keysKind'
  return { keys }
}
const members = ['kty', 'crv', 'x', 'y', 'n', 'e'] as const
export const sameKey = (a: Key, b: Key): boolean => members.every((m) => a[m] === b[m])
/** Keys to come beside those that count now: one that is new at least, and no name (`kid`) for two keys. Undefined: nothing is wrong. */
export function newKeysProblem(keys: readonly Key[], now: readonly Key[]): Text | undefined {
  const fresh = keys.filter((k) => !now.some((n) => sameKey(k, n)))
  if (fresh.length === 0) return 'keysSame'
  return fresh.some((k) => [...now, ...keys].some((n) => !sameKey(k, n) && n['kid'] === k['kid'])) ? 'keysKid' : undefined
}
const mailProblem = (mail: string): Text | undefined => {
  const [, local = '', host = ''] = /^([^\s@,;<>"]+)@([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i.exec(mail) ?? []
  if (local === '') return 'mailShape'
  if (free.includes(host.toLowerCase())) return 'mailFree'
  return generic.test(local.toLowerCase()) ? 'mailGeneric' : undefined
}
const personName = (name: string): boolean => /^\p{L}[\p{L}'’.-]*(?: \p{L}[\p{L}'’.-]*)+$/u.test(name)

/** Reads the addresses of the form: of a request, and of a change to them. */
export function readAddresses(raw: Raw, institution: Institution): { readonly redirects: Application['redirects']; readonly logouts: readonly string[]; readonly problems: Problems } {
  const problems: { [b in Box]?: Text } = {}, redirects = { sandbox: lines(raw.sandbox), qa: lines(raw.qa), production: lines(raw.production) }, logouts = lines(raw.logouts)
  for (const stage of stages) {
    const found = redirects[stage].length === 0 ? 'uriNone' as const : redirects[stage].length > 10 ? 'uriMany' as const : redirects[stage].map((u) => redirectProblem(u, stage, institution)).find((p) => p !== undefined)
    if (found !== undefined) problems[stage] = found
  }
  const wrong = logouts.length > 10 ? 'uriMany' as const : logouts.map(logoutProblem).find((p) => p !== undefined)
  if (wrong !== undefined) problems.logouts = wrong
  return { redirects, logouts, problems }
}
/** Reads the whole form; what is wrong is told box by box, all at once. */
export function readApplication(raw: Raw, institution: Institution): { readonly ok: true; readonly value: Application } | { readonly ok: false; readonly problems: Problems } {
  const { redirects, logouts, problems: wrong } = readAddresses(raw, institution), problems: { [b in Box]?: Text } = { ...wrong }
  const name = plain(raw.name, 100), description = plain(raw.description, 1000), url = plain(raw.url, 300), at = urlOf(url), contract = contracts.find((c) => c === raw.contract), audience = (['public', 'internal'] as const).find((a) => a === raw.audience)
  const admin = { name: plain(raw.admin_name, 100), mail: plain(raw.admin_mail, 200) }, technical = { name: plain(raw.technical_name, 100), mail: plain(raw.technical_mail, 200) }
  if (name.length < 3) problems.name = 'needed'
  if (description.length < 20) problems.description = 'descriptionShort'
  if (audience === undefined) problems.audience = 'choose'
  if (at === undefined || at.protocol !== 'https:' || at.username !== '' || !isGob(at.hostname)) problems.url = 'urlGob'
  if (contract === undefined) problems.contract = 'choose'
  for (const [who, { name: theirs, mail }] of [['admin', admin], ['technical', technical]] as const) {
    if (!personName(theirs)) problems[`${who}_name`] = 'nameFull'
    const bad = mailProblem(mail)
    if (bad !== undefined) problems[`${who}_mail`] = bad
  }
  // The OpenID provider knows one's own machine by its usual address alone (RFC 8252 §7.3).
  if (contract === 'oidc' && [...redirects.sandbox, ...logouts].some((u) => { const to = urlOf(u); return to?.protocol === 'http:' && !['127.0.0.1', '[::1]'].includes(to.hostname) })) problems.sandbox ??= 'uriLocalhost'
  const typed = (raw.keys ?? '').trim().slice(0, 20_000), keys = contract === 'oidc' && typed !== '' ? readKeys(typed) : undefined
  if (typeof keys === 'string') problems.keys = keys
  if (raw.terms !== 'yes') problems.terms = 'termsNeeded'
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  return { ok: true, value: { name, description, audience: audience!, url, contract: contract!, admin, technical, redirects, logouts, ...(typeof keys === 'object' ? { keys } : {}) } }
}
/** What stood in the form, for showing it again. */
export const rawOf = (a: Application): Raw => ({
  name: a.name, description: a.description, audience: a.audience, url: a.url, contract: a.contract, keys: a.keys === undefined ? '' : JSON.stringify(a.keys), admin_name: a.admin.name, admin_mail: a.admin.mail, technical_name: a.technical.name, technical_mail: a.technical.mail,
  sandbox: a.redirects.sandbox.join('\n'), qa: a.redirects.qa.join('\n'), production: a.redirects.production.join('\n'), logouts: a.logouts.join(', '), terms: 'yes',
})
/** The name of a client, for people to recognise; what makes it one of a kind is chance. */
export const clientIdOf = (institution: string, name: string, stage: Stage, chance: string): string => `${fold(institution).replace(/[^a-z0-9]+/g, '-')}-${fold(name).replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 24)}-${stage}-${chance}`

/** Who does what, and from where: the one table of commands. `both`: what must hold of the state and of the certification. */
export const commands = {
  'correct':      { who: 'institution', from: ['returned'] },
  'accept':       { who: 'central',     from: ['asked'] },
  'return':       { who: 'central',     from: ['asked'] },
  'make':         { who: 'institution', from: ['accepted'] },
  'rotate':       { who: 'institution', from: ['accepted'] },
  'rekey':        { who: 'institution', from: ['accepted'] },
  'end-old':      { who: 'institution', from: ['accepted'] },
  'ask-change':   { who: 'institution', from: ['accepted'] },
  'accept-change': { who: 'central',    from: ['accepted'] },
  'return-change': { who: 'central',    from: ['accepted'] },
  'ask-certification': { who: 'institution', from: ['accepted'], certification: ['none', 'returned'] },
  'check':        { who: 'central',     from: ['accepted'], certification: ['none', 'asked', 'returned'] },
  'certify':      { who: 'central',     from: ['accepted'], certification: ['asked'] },
  'return-certification': { who: 'central', from: ['accepted'], certification: ['asked'] },
  'revoke':       { who: 'central',     from: ['accepted'] },
} as const satisfies { readonly [command: string]: { readonly who: 'institution' | 'central'; readonly from: readonly State[]; readonly certification?: readonly Certification[] } }
export type Do = keyof typeof commands
export const isCommand = (text: string): text is Do => Object.hasOwn(commands, text)
/** Who stands before an application: of its institution, of the central unit, or somebody who only reads. */
export type Standing = 'institution' | 'central' | 'reader'
export const mayDo = (what: Do, standing: Standing, state: State, certification: Certification): boolean => {
  const row: { readonly who: string; readonly from: readonly State[]; readonly certification?: readonly Certification[] } = commands[what]
  return row.who === standing && row.from.includes(state) && (row.certification?.includes(certification) ?? true)
}
