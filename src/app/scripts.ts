import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Asset } from '#platform/http'

/** What browsers run, by the name of its room: pages work without it, and it knows only ui and itself. */
const entries = {
  web: 'src/channels/web/live.client.ts',
  agent: 'src/channels/agent/agent.client.ts',
  chat: 'src/channels/chat/pages/talk.client.ts',
  mirror: 'src/channels/mirror/mirror.client.ts',
  kiosk: 'src/channels/kiosk/kiosk.client.ts',
  passkey: 'src/enablers/accounts/passkey.client.ts',
} as const
export type Scripts = { readonly assets: readonly Asset[]; readonly path: { readonly [room in keyof typeof entries]: string } }

/** Bundled once at the start, each under a path that holds its own hash. */
export async function bundleScripts(root: string): Promise<Scripts> {
  const made = await Promise.all(Object.entries(entries).map(async ([room, entry]) => {
    const { outputFiles } = await build({ entryPoints: [join(root, entry)], bundle: true, minify: true, write: false, format: 'esm', target: 'es2020', platform: 'browser', logLevel: 'error', jsx: 'automatic', jsxImportSource: 'preact' })
    const body = Buffer.from(outputFiles[0]!.contents), path = `/assets/${room}-${createHash('sha256').update(body).digest('hex').slice(0, 12)}.js`
    return [room, { path, type: 'text/javascript; charset=utf-8', body, immutable: true }] as const
  }))
  return { assets: made.map(([, asset]) => asset), path: Object.fromEntries(made.map(([room, { path }]) => [room, path])) as Scripts['path'] }
}
