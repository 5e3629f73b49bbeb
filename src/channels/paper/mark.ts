import { readCode } from '#core/case'

/** What a printed form says of itself: which service, in which version, and whose journey if it was begun. */
export type FormMark = { readonly service: string; readonly version?: string; readonly code?: string }

const text = (service: string, version: string): string => `${service}@${version}`
export const markText = ({ service, version }: { readonly service: string; readonly version: string }): string => text(service, version)
/** The address in the QR: a telephone opens the form, a clerk's scanner types it into the desk's box. */
export const markUrl = (origin: string, { service, version, code }: { readonly service: string; readonly version: string; readonly code?: string | undefined }): string =>
  `${origin}/formulario/${encodeURIComponent(service)}?version=${encodeURIComponent(version)}${code === undefined ? '' : `&codigo=${code}`}`

const id = /^[A-Za-z][A-Za-z0-9._-]{0,127}$/, versioned = /^[0-9A-Za-z.-]{1,60}$/
/** Reads what a scanner or a hand gave: the address of the QR, `service@version`, a service, or the code of a journey. Undefined: none of them. */
export function readMark(typed: string): FormMark | undefined {
  const said = typed.trim().slice(0, 300)
  const url = /\/formulario\/([^?#/]+)(?:\?([^#]*))?$/.exec(said)
  if (url !== null) {
    const query = new URLSearchParams(url[2] ?? ''), version = query.get('version') ?? '', code = readCode(query.get('codigo') ?? '')
    let service = ''
    try { service = decodeURIComponent(url[1]!) } catch { return undefined }
    return id.test(service) ? { service, ...(versioned.test(version) ? { version } : {}), ...(code === null ? {} : { code }) } : undefined
  }
  const code = readCode(said)
  if (code !== null) return { service: '', code }
  const [service = '', version] = said.split('@')
  return id.test(service) && (version === undefined || versioned.test(version)) ? { service, ...(version === undefined ? {} : { version }) } : undefined
}
