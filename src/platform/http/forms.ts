import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { MultipartFile } from '@fastify/multipart'
import type { Reply, Request, Upload } from './types.ts'

/** Hours a form may stay open. Longer than a working day; the session usually ends first. */
const formHours = 24
export const tokenField = '_token'
/** Never written back into a page. */
const secretFields = new Set([tokenField, 'pin', 'password', 'code'])

export type Forms = {
  device(req: Request): string
  token(req: Request): string
  /** Is this POST from our own page, by the browser's word, and does its token belong to this session? */
  check(req: Request): 'ok' | 'foreign' | 'expired'
  key(req: Request): string
  kept(req: Request): readonly (readonly [string, string])[]
  setCookie(req: Request, reply: Reply): void
}

export function createForms({ secret, now, https, sessionCookie, originOf }: { secret: Uint8Array; now: () => number; https: boolean; sessionCookie: string; originOf: (req: Request) => string }): Forms {
  const deviceCookie = https ? '__Host-device' : 'device'
  const bound = (req: Request, device: string) => `${req.cookies[sessionCookie] ?? ''}|${device}`
  const mac = (nonce: string, to: string) => createHmac('sha256', secret).update(`form|${nonce}|${to}`).digest('base64url')
  const device = (req: Request): string => {
    const given = req.cookies[deviceCookie]
    if (given && /^[A-Za-z0-9_-]{22}$/.test(given)) return given
    req.typed.deviceIsNew = true
    return (req.typed.device ??= randomBytes(16).toString('base64url'))
  }
  const own = (req: Request): boolean => {
    // Fetch Metadata and Origin (RFC 6454), where a browser sends them, must vouch for the page. Old telephones send neither with a form:
    // for them the token alone does, which nobody can make or read who has not this browser's cookies.
    const site = req.headers['sec-fetch-site'], origin = req.headers.origin
    return (origin === undefined || origin === originOf(req)) && (site === undefined || site === 'same-origin')
  }
  const fieldsOf = (req: Request) => Object.entries((req.body ?? {}) as Record<string, unknown>)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).filter((v): v is string => typeof v === 'string').map((v) => [name, v] as const))
  return {
    device,
    token(req) {
      const nonce = `${randomBytes(12).toString('base64url')}.${Math.floor(now() / 1000).toString(36)}`
      return `${nonce}.${mac(nonce, bound(req, device(req)))}`
    },
    check(req) {
      if (!own(req)) return 'foreign'
      const token = (req.body as Record<string, unknown> | undefined)?.[tokenField]
      if (typeof token !== 'string' || token.length > 200) return 'expired'
      const [random = '', at = '', given = ''] = token.split('.')
      const want = Buffer.from(mac(`${random}.${at}`, bound(req, req.cookies[deviceCookie] ?? '')))
      const have = Buffer.from(given)
      if (want.length !== have.length || !timingSafeEqual(want, have)) return 'expired'
      if (now() / 1000 - Number.parseInt(at, 36) > formHours * 3600) return 'expired'
      req.typed.nonce = `${random}.${at}`
      return 'ok'
    },
    key(req) {
      const fields = fieldsOf(req).filter(([name]) => name !== tokenField).sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
      return `form:${req.typed.nonce ?? ''}:${createHash('sha256').update(JSON.stringify(fields)).digest('hex')}`
    },
    kept: (req) => fieldsOf(req).filter(([name]) => !secretFields.has(name)),
    setCookie(req, reply) {
      if (req.typed.deviceIsNew && req.typed.device) reply.setCookie(deviceCookie, req.typed.device, { path: '/', httpOnly: true, sameSite: 'lax', secure: https })
    },
  }
}

/**
 * Reads a multipart form up to its first file, so that its token is checked before one byte of a file is taken. `req.body` gets
 * the fields before it, `req.uploads` the files as they stream in; an empty file input is no file.
 */
export async function readParts(req: Request): Promise<void> {
  const parts = req.parts()
  const body: Record<string, string | string[]> = Object.create(null)
  const upTo = async (): Promise<MultipartFile | undefined> => {
    for (;;) {
      // The parser's own complaints (a form cut short, a bent header) are the sender's mistake.
      const { value: part, done } = await parts.next().catch((error: Error & { statusCode?: number }) => { throw Object.assign(error, { statusCode: error.statusCode ?? 400 }) })
      if (done || !part) return undefined
      if (part.type === 'file') { if (part.filename) return part; part.file.resume(); continue }
      const had = body[part.fieldname], value = String(part.value ?? '')
      body[part.fieldname] = had === undefined ? value : [...[had].flat(), value]
    }
  }
  const first = await upTo()
  req.body = body
  async function* uploads(): AsyncGenerator<Upload> {
    for (let part = first; part; part = await upTo()) {
      yield { field: part.fieldname, name: part.filename, type: part.mimetype, stream: part.file }
      if (!part.file.readableEnded) part.file.resume()
    }
  }
  req.uploads = uploads()
}

/** The first file of a form, if there is one, for whoever takes it. What is not taken is read to its end all the same: the browser waits until all of its form has gone. */
export async function withUpload<T>(req: Pick<Request, 'uploads'>, take: (file: Upload | undefined) => Promise<T>): Promise<T> {
  const all = req.uploads[Symbol.asyncIterator](), first = await all.next(), done = await take(first.done === true ? undefined : first.value)
  // Going on to the next lets the rest of the one before run out; a form that was cut off has no rest.
  try { while ((await all.next()).done !== true) { /* not asked for */ } } catch { /* nobody waits for it */ }
  return done
}
