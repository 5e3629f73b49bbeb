import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const brotli = promisify(brotliCompress), gz = promisify(gzip)
const text = /^(text\/|image\/svg\+xml|application\/(javascript|json|manifest\+json|xml))/

/** Best encoding that the client takes (RFC 9110 §12.5.3); q=0 is a refusal. */
export function encodingOf(accept: string | undefined): 'br' | 'gzip' | undefined {
  const takes = new Map((accept ?? '').toLowerCase().split(',').map((part) => {
    const [name, ...rest] = part.split(';').map((s) => s.trim())
    return [name!, !rest.some((r) => /^q=0(\.0*)?$/.test(r))]
  }))
  return takes.get('br') ? 'br' : takes.get('gzip') ? 'gzip' : undefined
}
export const compressible = (type: string, bytes: number) => bytes > 900 && text.test(type)
/** Pages are squeezed while someone waits (level 4, about 1 ms for 40 kB); assets once and for all (11). */
export const squeeze = (body: string | Buffer, how: 'br' | 'gzip', once: boolean): Promise<Buffer> =>
  how === 'br' ? brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: once ? 11 : 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } }) : gz(body, { level: once ? 9 : 6 })
