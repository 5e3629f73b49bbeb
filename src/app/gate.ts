import { desks, mayStandAt } from '#core/assurance'
import type { Identity } from '#enablers/identity'
import type { HttpOptions, Request } from '#platform/http'

/** Where each desk begins, for whoever comes back through the door after a form that went nowhere. */
const homes: { readonly [desk: string]: string } = { attention: '/agente', paper: '/equipo/papel', looks: '/equipo/miradas', applications: '/equipo/aplicaciones', privacy: '/equipo/privacidad' }
const prefixOf = (req: Request): string => (req.url === '/en' || req.url.startsWith('/en/') ? '/en' : '')

/**
 * Asked by the web server before every route of staff and every page of a person's own: the tables of core/assurance decide, and no such route
 * has a rule of its own. What a desk shows of one person or one case stands under the access rule of cases on top.
 */
export function createGate({ sessionOf, staff }: Pick<Identity, 'sessionOf' | 'staff'>): NonNullable<HttpOptions['gate']> {
  return async (req, { access, desk = 'operation', level }) => {
    const reads = req.method === 'GET' || req.method === 'HEAD', door = (of: string, home: string) => ({ door: `${prefixOf(req)}${of}?volver=${encodeURIComponent(reads ? req.url : `${prefixOf(req)}${home}`)}` })
    if (access === 'person') {
      const session = await sessionOf(req)
      if (session === undefined) return req.url.startsWith('/api/') ? { refusal: 'sign-in-needed' } : door('/entrar', '/')
      return session.assurance < level ? { refusal: 'assurance-too-low', detail: { needs: level } } : undefined
    }
    const who = await staff.staffOf(req)
    return who === undefined ? door('/equipo/entrar', homes[desk] ?? '/equipo') : mayStandAt(desk, who, !reads) ? undefined : { refusal: 'not-allowed', detail: { desk } }
  }
}
export const deskNames: readonly string[] = Object.keys(desks)
