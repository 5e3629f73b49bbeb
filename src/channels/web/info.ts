import type { App } from '#platform/http'
import { infoPages } from './pages.ts'
import { infoScreen } from './screens/info.tsx'
import type { Web } from './types.ts'

export function infoRoutes(app: App, web: Web): void {
  for (const info of infoPages.filter(p => p.path !== '/ayuda')) app.get(info.path, { config: { access: 'public' } }, async (req, reply) => web.page(req, reply, infoScreen(web, req, info)))
}
