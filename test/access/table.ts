import type { RouteLine } from '#platform/http'

/** Everybody who may knock. Staff are at a post; `agent attending` has an attention open on the person, with her case in it; `officer` decides for the institution, `officer elsewhere` for another. */
export const people = ['nobody', 'claimed', 'person', 'other', 'journey token', 'token of another journey', 'client', 'client for the person', 'client for another', 'cookie on the API'] as const
export const staff = ['agent', 'agent attending', 'officer', 'officer elsewhere', 'supervisor', 'author', 'institution-admin', 'institution-admin elsewhere', 'central-unit', 'auditor', 'operator'] as const
/** They act by a mandate of the person: on a case that it covers, on one that it does not, and after it was revoked. */
export const representatives = ['representative', 'representative, not covered', 'representative, revoked'] as const
export const roles = [...people, ...representatives, ...staff] as const
export type Role = (typeof roles)[number]
/**
 * `in`: the answer is for them (2xx, 3xx, or a refusal of what was sent: 400, 409, 422). `door`: sent to sign in, or 401. `gone`: 404, as if there were nothing.
 * `low`: 403, signed in too weakly or not for this. `place`: in, or gone: the desk is theirs, and what the address names may not be. `shut`: gone, or 409 because they attend nobody there.
 */
export type Answer = 'in' | 'door' | 'gone' | 'low' | 'place' | 'shut'
type Row = readonly Answer[]

/** Rows of what is not of staff. Who is at a post is nobody there: their cookie opens desks alone. */
const rows = {
  //          nobody  claimed person  other   journey foreign client  forThem forOther cookie
  all:      ['in',   'in',   'in',   'in',   'in',   'in',   'in',   'in',   'in',   'in'],
  // Nobody here has what opens it: a machine's token, a signature, a conversation, a file of a case.
  gone:     ['gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone'],
  signed:   ['door', 'door', 'door', 'door', 'door', 'door', 'door', 'door', 'door', 'door'],
  own:      ['gone', 'low',  'in',   'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'in'],
  nobodys:  ['gone', 'low',  'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone'],
  paper:    ['gone', 'gone', 'in',   'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'in'],
  person1:  ['door', 'in',   'in',   'in',   'door', 'door', 'door', 'door', 'door', 'in'],
  person2:  ['door', 'low',  'in',   'in',   'door', 'door', 'door', 'door', 'door', 'in'],
  // Hers, by an id in the address: everybody else finds nothing.
  api:      ['gone', 'gone', 'gone', 'gone', 'in',   'gone', 'gone', 'in',   'gone', 'gone'],
  theirs:   ['gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'in',   'gone', 'gone'],
  begins:   ['in',   'in',   'in',   'in',   'low',  'low',  'in',   'in',   'in',   'in'],
  acts:     ['door', 'door', 'door', 'door', 'low',  'low',  'low',  'in',   'in',   'door'],
} as const satisfies { readonly [row: string]: Row }

/** Who has a place at which desk: said here again, by name, so that a slip in core/assurance is not its own proof. `looks only`: their writes are refused. */
export const places: { readonly [desk: string]: { readonly in: readonly (typeof staff)[number][]; readonly looks?: readonly (typeof staff)[number][] } } = {
  post:         { in: staff },
  attention:    { in: ['agent', 'agent attending', 'supervisor'] },
  paper:        { in: ['agent', 'agent attending', 'supervisor'] },
  enrolment:    { in: ['agent', 'agent attending', 'supervisor'] },
  mandates:     { in: ['agent', 'agent attending', 'officer', 'officer elsewhere', 'supervisor'], looks: ['auditor'] },
  decisions:    { in: ['officer', 'officer elsewhere', 'supervisor'] },
  looks:        { in: ['supervisor'], looks: ['auditor'] },
  applications: { in: ['institution-admin', 'institution-admin elsewhere', 'central-unit'], looks: ['auditor'] },
  privacy:      { in: ['institution-admin', 'institution-admin elsewhere', 'central-unit'], looks: ['auditor'] },
  breaches:     { in: ['central-unit', 'operator'], looks: ['auditor'] },
  federation:   { in: ['central-unit', 'operator'], looks: ['auditor'] },
  authoring:    { in: ['author'], looks: ['auditor'] },
  operation:    { in: ['operator'] },
}

const listed = (text: string): readonly string[] => text.trim().split(/\s*\n\s*/)
/** Routes that are not of their class: who reaches them is said by hand. A route whose answer depends on who looks (`session`, `client`) always stands here. */
const special: { readonly [row in keyof typeof rows]?: readonly string[] } = {
  all: listed(`
    GET /entrar
    POST /entrar
    GET /entrar/segundo
    POST /entrar/segundo
    GET /entrar/llave
    POST /entrar/llave
    GET /entrar/codigo
    POST /entrar/codigo
    GET /entrar/codigo/verificar
    POST /entrar/codigo/verificar
    GET /entrar/recuperar
    POST /entrar/recuperar
    GET /entrar/recuperar/codigo
    POST /entrar/recuperar/codigo
    GET /activar
    POST /activar
    GET /salir
    POST /salir
    GET /seguir
    POST /seguir
    GET /seguir/:token
    POST /seguir/:token
    GET /empezar/:service
    POST /empezar
    GET /ayuda
    POST /ayuda/llamada
    GET /ayuda/llamada
    GET /equipo/entrar
    POST /equipo/entrar
    GET /equipo/salir
    POST /equipo/salir
    GET /eventos
    GET /servicios/:id
    GET /verificar/:folio
    POST /verificar/:folio
    GET /verificar
    POST /verificar
    GET /
    GET /borrado
    GET /espejo
    POST /espejo
    POST /espejo/respuesta
    POST /espejo/pin
    GET /espejo/eventos
    GET /totem/:machine
    POST /totem/:machine
    GET /totem/:machine/modo
    POST /totem/:machine/modo
    POST /totem/:machine/ayudas
    GET /totem/:machine/servicios
    POST /totem/:machine/servicios
    GET /totem/:machine/terminar
    POST /totem/:machine/terminar
    POST /totem/:machine/latido
    GET /totem/:machine/quien/:service
    POST /totem/:machine/quien/:service
    GET /totem/:machine/identidad
    POST /totem/:machine/identidad
    POST /totem/:machine/pasar
    GET /totem/:machine/seguir
    POST /totem/:machine/seguir
    GET /totem/:machine/pin
    POST /totem/:machine/pin
    GET /totem/:machine/tramite
    GET /totem/:machine/p/:path
    POST /totem/:machine/p/:path
    GET /totem/:machine/revisar
    POST /totem/:machine/revisar
    GET /totem/:machine/no-corresponde
    GET /totem/:machine/comprobante
    POST /totem/:machine/papel
    GET /chat
    POST /chat
    GET /aprobar/:link
    POST /aprobar/:link
    GET /oidc/auth
    POST /oidc/auth
    GET /oidc/auth/:uid
    GET /oidc/device
    POST /oidc/device
    GET /oidc/device/:uid
    GET /oidc/interaccion/:uid
    POST /oidc/interaccion/:uid
    GET /oidc/session/end
    POST /oidc/session/end
    POST /oidc/session/end/confirm
    GET /oidc/session/end/success
    GET /tramite/:id/firmado
    GET /openid/authorize
    POST /openid/entrar
    GET /openid/jwks
    GET /api/v1/accounts/app/logout`),
  gone: listed(`
    GET /entrar/claveunica
    GET /entrar/claveunica/vuelta
    GET /entrar/claveunica/no
    GET /entrar/claveunica/cerrar
    GET /entrar/claveunica/adios
    GET /totem/:machine/registrar/:token
    GET /totem/:machine/voz
    GET /chat/eventos`),
  signed: listed(`
    POST /openid/token
    POST /openid/userinfo`),
  nobodys: ['GET /tramite/:id/archivo/:sha256'],
  paper: ['GET /tramite/:id/documento/:folio'],
  begins: ['POST /api/v1/journeys'],
  acts: ['GET /api/v1/cases'],
  theirs: ['GET /api/v1/cases/:id/files/:sha256'],
  api: listed(`
    GET /api/v1/cases/:id
    GET /api/v1/journeys/:id
    GET /api/v1/journeys/:id/summary
    POST /api/v1/journeys/:id/answers
    POST /api/v1/journeys/:id/files/:path
    POST /api/v1/journeys/:id/registers
    POST /api/v1/journeys/:id/rows
    DELETE /api/v1/journeys/:id/rows/:list/:row
    POST /api/v1/journeys/:id/rows/close
    POST /api/v1/journeys/:id/submission`),
}
const byHand = new Map<string, keyof typeof rows>(Object.entries(special).flatMap(([row, routes]) => routes.map((r) => [r, row as keyof typeof rows] as const)))
/** A page in the second language is the same route: it is asked by these, and every role asks the first. */
export const inEnglish: readonly Role[] = ['nobody', 'claimed', 'person', 'other', 'representative', 'representative, revoked', 'journey token', 'client for the person', 'agent', 'agent attending', 'officer', 'institution-admin', 'auditor', 'operator']
export const plain = (route: Pick<RouteLine, 'method' | 'url'>): string => `${route.method} ${route.url.replace(/^\/en(?=\/|$)/, '') || '/'}`
/** Routes named here that are gone. */
export const stale = (there: ReadonlySet<string>): readonly string[] => [...byHand.keys(), ...Object.keys(goneFor)].filter((r) => !there.has(r)).sort()

/** Of the contact that is attended, with the person's case let in: these are there for its hand. */
const inContact = /^(\/en)?\/agente\/contacto\/:episode(\/(t\/:id(\/(leer|turno|presencia))?|cerrar|saber))?$/
/** At a desk, and yet not for all who stand there. */
const goneFor: { readonly [route: string]: readonly Role[] } = {
  'GET /equipo/aplicaciones/nueva': ['central-unit', 'auditor'], 'POST /equipo/aplicaciones/nueva': ['central-unit'],
  // Nobody here was asked for an explanation; test/access/data-use.test.ts gives one.
  'POST /equipo/explicaciones': staff,
}
/** While they act for somebody: rights over personal data are each one's own (Ley 19.628), and what is begun must be within the mandate. */
const acting: readonly Role[] = ['representative', 'representative, not covered'], notByMandate = /^(GET|POST) \/mi-cuenta\/privacidad($|\/(?!pedir))|^POST \/empezar$/
/** A case of hers, in the channels where people act for her. */
const isCovered = (route: RouteLine): boolean => route.access === 'case' && byHand.get(plain(route)) === undefined
/** What this role must get at this route; undefined: nobody has said it, and the suite fails. */
export function expected(route: RouteLine, role: Role): Answer | undefined {
  if (acting.includes(role) && notByMandate.test(plain(route))) return 'low'
  // A representative is somebody else, but where the mandate reaches.
  const acts = (representatives as readonly string[]).includes(role)
  const i = (people as readonly string[]).indexOf(acts ? (role === 'representative' && isCovered(route) ? 'person' : 'other') : role), of = (row: keyof typeof rows): Answer => rows[row][i < 0 ? 0 : i]!
  if (route.access === 'staff') {
    const place = places[route.desk ?? '']
    if (place === undefined) return undefined
    if (i >= 0) return 'door'
    const here = (place.in as readonly string[]).includes(role) || (route.method === 'GET' && (place.looks as readonly string[] | undefined)?.includes(role) === true)
    if (here && goneFor[plain(route)]?.includes(role) === true) return 'gone'
    // A contact is its hand's: to a colleague at the same desk there is nothing there.
    return !here ? 'low' : route.url.includes(':episode') && role !== 'agent attending' ? (route.url.includes('/agente/') ? 'gone' : 'shut') : inContact.test(route.url) ? 'in' : route.url.includes(':') ? 'place' : 'in'
  }
  if (route.access === 'operator') return role === 'operator' ? 'in' : i >= 0 ? 'door' : 'low'
  const hand = byHand.get(plain(route))
  if (hand !== undefined) return of(hand)
  switch (route.access) {
    case 'public': case 'demo': return of('all')
    case 'person': { const answer = of((route.level ?? 1) > 1 ? 'person2' : 'person1'); return answer === 'in' && route.url.includes(':') ? 'place' : answer }
    case 'case': return of('own')
    case 'signed': return of('signed')
    default: return undefined
  }
}
