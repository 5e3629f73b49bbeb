import { isIP } from 'node:net'
import { delimiter, resolve } from 'node:path'
import { Fault } from '#platform/fault'

export type Config = {
  /** 0 asks for any free port. */
  readonly port: number
  readonly host: string
  /** Absolute. */
  readonly data: string
  /** Undefined: the embedded server. */
  readonly databaseUrl: string | undefined
  /** An origin, without a slash at its end. Undefined: whatever address a request came to. */
  readonly publicUrl: string | undefined
  readonly trustedProxies: readonly string[]
  readonly trace: boolean
  /** Whose accounts people sign in with, outside the demo; undefined: not chosen. */
  readonly identity: 'own' | undefined
  /** Absolute folders with definitions beside our own. */
  readonly services: readonly string[]
  /** Absolute folder of the register of services to serve instead of our own; undefined: ours. */
  readonly catalogue: string | undefined
  /** Where the reference telephone adapter listens; undefined: nowhere. Port 0 takes any. */
  readonly sip: { readonly host: string; readonly port: number } | undefined
  /** Another origin than the platform's for the OpenID provider. */
  readonly oidcOrigin: string | undefined
  /** Hosts of our own network that the OpenID provider may call. */
  readonly oidcInternal: readonly string[]
  /** Secrets shared with telephone providers. None: only the reference adapter of this process can sign. */
  readonly telephonySecrets: readonly string[]
  /** What transports of chats sign with. */
  readonly chatSecrets: readonly string[]
  /** Machines in public places, by the id in their address. */
  readonly kiosks: readonly { readonly id: string; readonly venue: string; readonly institution: string; readonly scanner?: true }[]
  /** To sign in by ClaveÚnica: its origin, and our credentials there. */
  readonly claveunicaUrl: string | undefined
  readonly claveunicaClient: string | undefined
  readonly claveunicaSecret: string | undefined
  /** Settings of ours by their name that nothing reads: most likely misspelt. */
  readonly unknown: readonly string[]
}
/** Reads one setting; throws a sentence that says what it must be. */
type Setting<T = unknown> = { readonly name: string; readonly key: keyof Config; readonly fallback: string; readonly read: (text: string) => T; readonly says: string }

/** Every setting there is. docs/configuration.md is printed from this table. */
export const settings: readonly Setting[] = [
  { name: 'PORT',                     key: 'port',           fallback: '8080',          read: port,    says: 'Port to listen on. `0` takes any free one; the ready line tells which.' },
  { name: 'VENTANILLA_HOST',          key: 'host',           fallback: '127.0.0.1',     read: host,    says: 'Address to listen on. Behind a proxy on the same machine leave it; `0.0.0.0` listens to everybody.' },
  { name: 'VENTANILLA_DATA',          key: 'data',           fallback: './.ventanilla', read: resolve, says: 'Folder for what is kept outside the database: keys, files of people, the embedded PostgreSQL. Back it up; keep its `keys` apart from copies of the database.' },
  { name: 'DATABASE_URL',             key: 'databaseUrl',    fallback: '',              read: database, says: 'A PostgreSQL 15 or later, as `postgres://user:password@host:5432/name`. Without it an embedded one starts below the data folder: for trial and small use.' },
  { name: 'VENTANILLA_PUBLIC_URL',    key: 'publicUrl',      fallback: '',              read: origin,  says: 'The address people use, as `https://tramites.example.cl`. Links in certificates and messages begin with it; with `https` cookies are only sent encrypted.' },
  { name: 'VENTANILLA_TRUSTED_PROXY', key: 'trustedProxies', fallback: '',              read: proxies, says: 'Addresses or ranges of the proxies before us, separated by commas. Only from these is the address of a person believed (`X-Forwarded-For`).' },
  { name: 'VENTANILLA_SERVICES',      key: 'services',       fallback: '',              read: folders, says: 'Folders with further definitions that the demo publishes at start, as `services/` is ordered (`<institution>/<service>/service.yaml`); separated as in `PATH`. Outside the demo, use `ventanilla publish`.' },
  { name: 'VENTANILLA_CATALOGUE',     key: 'catalogue',      fallback: '',              read: (text) => (text === '' ? undefined : resolve(text)), says: 'Folder of another register of services to search and show, as `ventanilla import cartas-de-servico` writes one. Without it the one in `services/_catalogue`.' },
  { name: 'VENTANILLA_TELEPHONY_SECRET', key: 'telephonySecrets', fallback: '',         read: secrets, says: 'What telephone providers sign their messages with, 32 characters or more; two separated by a comma while one replaces the other. See telephony.md.' },
  { name: 'VENTANILLA_CHAT_SECRET',      key: 'chatSecrets', fallback: '',         read: secrets, says: 'What transports of chats sign their messages with, 32 characters or more; two separated by a comma while one replaces the other. See integrator.md.' },
  { name: 'VENTANILLA_SIP',           key: 'sip',            fallback: '',              read: sip,     says: 'Address and port, as `127.0.0.1:5060`, at which the reference telephone adapter answers calls itself: for tests and a small office behind its own exchange; neither TLS nor SRTP. It speaks by `espeak-ng`. Without it nothing listens.' },
  { name: 'VENTANILLA_OIDC_ISSUER',   key: 'oidcOrigin',     fallback: '',              read: origin,  says: 'Another origin for the OpenID provider, as `https://identidad.example.cl`; it leads to this same process. Its issuer is that origin and `/oidc`. Without it the provider stands at the platform’s own address.' },
  { name: 'VENTANILLA_OIDC_INTERNAL', key: 'oidcInternal',   fallback: '',              read: hosts,   says: 'Hosts inside your own network, as `tramites.interno.cl:8443`, separated by commas, that the OpenID provider may tell of a sign-out. Without it nothing is sent to internal addresses.' },
  { name: 'VENTANILLA_KIOSKS',        key: 'kiosks',         fallback: '',              read: kiosks,  says: 'Machines in public places, separated by commas, each as `id:venue:institution`, with `:scanner` where one hands papers over as a file: `3:oficina-017:ips,4:oficina-017:ips:scanner`. `ventanilla kiosk ID` tells the address that makes a browser that machine. See kiosk.md.' },
  { name: 'VENTANILLA_IDENTITY',      key: 'identity',       fallback: '',              read: identity, says: 'Whose accounts people sign in with: `own` for those kept here (RUN and password, passkeys; enrolled at a counter). Needed outside the demo.' },
  { name: 'VENTANILLA_CLAVEUNICA_URL', key: 'claveunicaUrl', fallback: '',              read: origin,  says: 'Origin of the ClaveÚnica to sign people in with, as `https://accounts.claveunica.gob.cl`, or of another installation of this platform. With it the next two are needed. See operator.md.' },
  { name: 'VENTANILLA_CLAVEUNICA_CLIENT_ID', key: 'claveunicaClient', fallback: '',     read: (text) => (text === '' ? undefined : text), says: 'The `client_id` that ClaveÚnica gave this installation.' },
  { name: 'VENTANILLA_CLAVEUNICA_CLIENT_SECRET', key: 'claveunicaSecret', fallback: '', read: (text) => (text === '' ? undefined : text), says: 'Its `client_secret`. It stands in the environment and nowhere else.' },
  { name: 'VENTANILLA_TRACE',         key: 'trace',          fallback: '',              read: (text) => text !== '' && text !== '0', says: '`1` shows where in the code an error of the command line arose.' },
]

/** Reads the environment. Throws `config-invalid` naming every setting that cannot be, never its value. */
export function readConfig(env: { readonly [name: string]: string | undefined }): Config {
  const problems: string[] = []
  const found = settings.map(({ name, key, fallback, read }) => {
    const text = env[name]?.trim() || fallback
    try { return [key, read(text)] } catch (error) { problems.push(`${name} ${(error as Error).message}`); return [key, undefined] }
  })
  if (problems.length) throw new Fault('config-invalid', `settings that cannot be: ${problems.join('; ')}`)
  const unknown = Object.keys(env).filter((name) => name.startsWith('VENTANILLA_') && !settings.some((s) => s.name === name)).sort()
  return Object.freeze({ ...(Object.fromEntries(found) as Config), unknown: Object.freeze(unknown) })
}
let once: Config | undefined
/** The settings of this process, read the first time and frozen. */
export const config = (): Config => (once ??= readConfig(process.env))

/** The text of docs/configuration.md. */
export const configDocs = (): string => `# Configuration
Everything is set by environment variables, read once at start. A value that cannot be stops the start and says why; a variable \`VENTANILLA_...\` that is not in this table is named in the log. How to run it: [operator.md](operator.md).
This page is printed from \`src/platform/config\` (\`node --import tsx scripts/docs.ts\`); a test fails when they differ.

| setting | default | what it is |
| --- | --- | --- |
${settings.map(({ name, fallback, says }) => `| \`${name}\` | ${fallback ? `\`${fallback}\`` : '–'} | ${says} |`).join('\n')}
`

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new Error('must be a number from 0 to 65535')
  return Number(text)
}
function host(text: string): string {
  if (!isIP(text) && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) throw new Error('must be an address or a host name')
  return text
}
function database(text: string): string | undefined {
  if (text === '') return undefined
  if (!/^postgres(ql)?:\/\/./.test(text) || !URL.canParse(text)) throw new Error('must begin with postgres:// and be a URL')
  return text
}
function origin(text: string): string | undefined {
  if (text === '') return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username) throw new Error('must be like https://tramites.example.cl, without a path')
  return url.origin
}
function hosts(text: string): readonly string[] {
  const list = text.split(',').map((s) => s.trim()).filter(Boolean)
  if (list.some((s) => !/^[a-z0-9.-]+(:\d{1,5})?$/.test(s))) throw new Error('must be hosts like tramites.interno.cl:8443, separated by commas')
  return Object.freeze(list)
}
function secrets(text: string): readonly string[] {
  const list = text.split(',').map((s) => s.trim()).filter(Boolean)
  if (list.length > 2 || list.some((s) => s.length < 32)) throw new Error('must be one or two secrets of 32 characters or more, separated by a comma')
  return Object.freeze(list)
}
function sip(text: string): Config['sip'] {
  if (text === '') return undefined
  const [, host = '', digits = ''] = /^([\d.]+):(\d{1,5})$/.exec(text) ?? []
  if (isIP(host) !== 4 || Number(digits) > 65_535) throw new Error('must be an IPv4 address and a port, like 127.0.0.1:5060')
  return Object.freeze({ host, port: Number(digits) })
}
function kiosks(text: string): Config['kiosks'] {
  const list = text.split(',').map((s) => s.trim()).filter(Boolean).map((s) => /^([A-Za-z0-9-]{1,40}):([A-Za-z0-9-]{1,60}):([A-Za-z0-9-]{1,60})(:scanner)?$/.exec(s))
  if (list.some((m) => m === null) || new Set(list.map((m) => m![1])).size < list.length) throw new Error('must be machines like 3:oficina-017:ips, separated by commas, each with an id of its own')
  return Object.freeze(list.map((m) => Object.freeze({ id: m![1]!, venue: m![2]!, institution: m![3]!, ...(m![4] === undefined ? {} : { scanner: true as const }) })))
}
function identity(text: string): 'own' | undefined {
  if (text !== '' && text !== 'own') throw new Error('must be own')
  return text === '' ? undefined : text
}
function folders(text: string): readonly string[] { return Object.freeze(text.split(delimiter).filter(Boolean).map((folder) => resolve(folder))) }
function proxies(text: string): readonly string[] {
  const list = text.split(',').map((s) => s.trim()).filter(Boolean)
  for (const item of list) {
    const [address = '', bits, ...rest] = item.split('/'), version = isIP(address)
    if (!version || rest.length || (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128)))) throw new Error('must be addresses or ranges like 10.0.0.0/8, separated by commas')
  }
  return Object.freeze(list)
}
