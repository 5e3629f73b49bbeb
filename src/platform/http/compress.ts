import { promisify } from 'node:util'
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib'

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
/** Below this a page is squeezed where it stands: about 0.1 ms, less than handing it to another thread and back costs. */
const small = 32_768
/** Pages are squeezed while someone waits (level 4, a window no wider than they need); assets once and for all (11). */
export async function squeeze(body: string | Buffer, how: 'br' | 'gzip', once: boolean): Promise<Buffer> {
  const size = Buffer.byteLength(body), here = !once && size <= small
  if (how === 'gzip') return here ? gzipSync(body) : gz(body, { level: once ? 9 : 6 })
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: once ? 11 : 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_SIZE_HINT]: size, ...(here ? { [constants.BROTLI_PARAM_LGWIN]: 16 } : {}) } }
  return here ? brotliCompressSync(body, options) : brotli(body, options)
}
