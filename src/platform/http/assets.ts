import { createHash } from 'node:crypto'
import { compressible, encodingOf, squeeze } from './compress.ts'
import type { App } from './types.ts'

/** `immutable`: the path holds a hash of the content, so it may be kept for ever. */
export type Asset = { readonly path: string; readonly type: string; readonly body: Buffer | string; readonly immutable?: boolean }

/** Few files, all in memory, each squeezed once on first use. */
export function serveAssets(app: App, assets: readonly Asset[]): void {
  for (const asset of assets) {
    const body = Buffer.isBuffer(asset.body) ? asset.body : Buffer.from(asset.body)
    const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
    const squeezed = new Map<string, Promise<Buffer>>()
    app.get(asset.path, { config: { access: 'public' }, schema: { hide: true } }, async (req, reply) => {
      const small = !compressible(asset.type, body.length)
      reply.type(asset.type).header('etag', etag).header('cache-control', asset.immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
      if (!small) reply.header('vary', 'accept-encoding')
      if (req.headers['if-none-match'] === etag) return reply.code(304).send()
      const how = small ? undefined : encodingOf(req.headers['accept-encoding'])
      if (!how) return reply.send(body)
      if (!squeezed.has(how)) squeezed.set(how, squeeze(body, how, true))
      return reply.header('content-encoding', how).send(await squeezed.get(how)!)
    })
  }
}
