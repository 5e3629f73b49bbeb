import type { App, Page } from '#platform/http'
import type { Switches } from './switches.ts'

/** The switches of the demo's registers; `back` is the page that shows them. Mounted only with `--demo`. */
export function switchRoutes(app: App, { page, switches, back }: { readonly page: Page; readonly switches: Switches; readonly back: string }): void {
  app.post('/demo/registros', { config: { access: 'demo' } }, async (req, reply) => {
    const body = (req.body ?? {}) as { readonly [field: string]: unknown }
    if (body['do'] === 'reset') switches.reset()
    else {
      const wanted = switches.ids.flatMap((id) => (typeof body[id] === 'string' ? [[id, body[id]] as const] : []))
      // All or none: a form that says something else was not ours.
      if (wanted.length === 0 || wanted.some(([, state]) => !['normal', 'slow', 'down'].includes(state))) return page.refuse(req, reply, { refusal: 'bad-request' })
      for (const [id, state] of wanted) switches.set(id, state)
    }
    return reply.code(303).header('location', page.href(req, back)).send()
  })
}
