import { type Desk, mayStandAt } from '#core/assurance'
import type { Identity } from '#enablers/identity'
import type { App, Page } from '#platform/http'
import { Heading, Lead, LinkTo, List, Stack } from '#ui'
import { say } from './words.ts'

/** Where a member of staff comes after taking a post: what can be done there today. Each channel with a place of work adds its line. */
const places = [
  { path: '/agente', word: 'postInbox', desk: 'attention' }, { path: '/equipo/papel', word: 'postPaper', desk: 'paper' }, { path: '/equipo/espejo', word: 'postMirror', desk: 'attention', only: 'counter' },
  { path: '/equipo/aplicaciones', word: 'postApplications', desk: 'applications' }, { path: '/equipo/claveunica', word: 'postFederation', desk: 'federation' },
  { path: '/equipo/privacidad', word: 'postPrivacy', desk: 'privacy' }, { path: '/equipo/privacidad/incidentes', word: 'postIncidents', desk: 'breaches' }, { path: '/equipo/privacidad/pedir', word: 'postRights', desk: 'attention' },
  { path: '/agente/avisos', word: 'postFlagged', desk: 'looks' }, { path: '/equipo/miradas', word: 'postLooks', desk: 'looks' }, { path: '/equipo/explicaciones', word: 'postAsked', desk: 'post' },
] as const satisfies readonly { readonly path: string; readonly word: Parameters<typeof say>[0]; readonly desk: Desk; readonly only?: string }[]

export function postRoutes(app: App, { page, staff }: { readonly page: Page; readonly staff: Identity['staff'] }): void {
  app.get('/equipo', { config: { access: 'staff', desk: 'post' } }, async (req, reply) => {
    const lang = page.lang(req), me = await staff.staffOf(req)
    if (me === undefined) return reply.code(303).header('location', page.href(req, `/equipo/entrar?volver=${encodeURIComponent(page.href(req, '/equipo'))}`)).send()
    return page(req, reply, { title: say('post', lang), body: <Stack>
      <Heading caption={me.post.name[lang === 'en' ? 'en' : 'es']}>{me.names}</Heading>
      <Lead>{say('postLead', lang)}</Lead>
      <List kind="plain" items={[...places.filter(p => mayStandAt(p.desk, me, false) && (!('only' in p) || p.only === me.post.kind)).map(p => <LinkTo href={page.href(req, p.path)}>{say(p.word, lang)}</LinkTo>), <LinkTo href={page.href(req, '/equipo/entrar')}>{say('postOther', lang)}</LinkTo>, <LinkTo href={page.href(req, '/equipo/salir')}>{say('postLeave', lang)}</LinkTo>]} />
    </Stack> })
  })
}
