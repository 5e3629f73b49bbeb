import { accesses, type Access, type App } from './types.ts'

export type RouteLine = { readonly method: string; readonly url: string; readonly access: Access; readonly desk?: string; readonly level?: number }
const tables = new WeakMap<object, RouteLine[]>()

/** Refuses any route that does not say who may reach it, and any of staff without a desk of `desks`: forgetting is a start-up error, not a leak. */
export function watchRoutes(app: App, desks?: readonly string[]): void {
  const lines: RouteLine[] = []
  tables.set(app, lines)
  app.addHook('onRoute', (route) => {
    const { access, desk, level } = (route.config ?? {}) as { access?: string; desk?: string; level?: number }
    if (!access || !Object.hasOwn(accesses, access)) throw new Error(`route ${route.method} ${route.url} declares ${access ? `an unknown access «${access}»` : 'no access'}: give config.access one of ${Object.keys(accesses).join(', ')}`)
    if ((access === 'staff') !== (desk !== undefined) || (desk !== undefined && desks !== undefined && !desks.includes(desk))) throw new Error(`route ${route.method} ${route.url} ${access !== 'staff' ? 'names a desk and is not of staff' : desk === undefined ? 'is of staff and names no desk' : `names an unknown desk «${desk}»`}: give config.desk${desks === undefined ? '' : ` one of ${desks.join(', ')}`}`)
    if (level !== undefined && access !== 'person') throw new Error(`route ${route.method} ${route.url} names a level and is no person's own`)
    for (const method of [route.method].flat()) if (method !== 'HEAD') lines.push({ method, url: route.url, access: access as Access, ...(desk === undefined ? {} : { desk }), ...(level === undefined ? {} : { level }) })
  })
}

/** Every route of the running app with its declared access, sorted. */
export const routesOf = (app: object): readonly RouteLine[] =>
  [...(tables.get(app) ?? [])].sort((a, b) => (a.url === b.url ? (a.method < b.method ? -1 : 1) : a.url < b.url ? -1 : 1))

/** The methods that some route takes on this path: for 405 and its Allow header (RFC 9110 §15.5.6). */
export function methodsFor(app: object, path: string): readonly string[] {
  const parts = path.split('/')
  const fits = (url: string) => {
    const pattern = url.split('/')
    return pattern.length === parts.length && pattern.every((p, i) => p.startsWith(':') ? parts[i] !== '' : p === parts[i])
  }
  return [...new Set((tables.get(app) ?? []).filter((line) => fits(line.url)).map((line) => line.method))].sort()
}
