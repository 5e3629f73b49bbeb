import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { startHouse, type House } from '#app/main.ts'
import { readConfig } from '#platform/config'
import { type RouteLine, routesOf } from '#platform/http'

/** Every route of the platform, and who gets through. A route that is not in the table fails the suite: whoever adds one says here for whom it is. */
const roles = ['nobody', 'claimed', 'person', 'other', 'journey token', 'token of another journey', 'client', 'client for the person', 'client for another', 'cookie on the API'] as const
type Role = (typeof roles)[number]
/** `in`: the answer is for them (2xx, 3xx, or a refusal of what was sent: 400, 409, 422). `door`: sent to sign in, or 401. `gone`: 404, as if there were nothing. `low`: 403, signed in too weakly. */
type Answer = 'in' | 'door' | 'gone' | 'low'
type Row = readonly [nobody: Answer, claimed: Answer, person: Answer, other: Answer, own: Answer, foreign: Answer, client: Answer, forThem: Answer, forOther: Answer, cookie: Answer]
const all: Row =  ['in',   'in',   'in', 'in',   'in',   'in',   'in',   'in',   'in',   'in']
/** A machine speaks only what it is told to, and registers by its own token: nobody here has either. A browser in which nobody has written watches nothing. */
const gone: Row = ['gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone']
const own: Row =  ['gone', 'low',  'in', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'in']
/** No case here has such a file, so that nobody finds one; test/web/details.test.ts opens one that is there. */
const nobodys: Row = ['gone', 'low', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone']
const paper: Row = ['gone', 'gone', 'in', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'in']
const mine: Row = ['door', 'in',   'in', 'in',   'door', 'door', 'door', 'door', 'door', 'in']
/** All that ever happened with her is hers alone, and not for who only claims to be her. */
const history: Row = ['door', 'low', 'in', 'in', 'door', 'door', 'door', 'door', 'door', 'in']
const api: Row =  ['gone', 'gone', 'gone', 'gone', 'in', 'gone', 'gone', 'in',   'gone', 'gone']
const begins: Row = ['in', 'in', 'in', 'in', 'low', 'low', 'in', 'in', 'in', 'in']
/** The token's own journey has no such document. */
const theirs: Row = ['gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone', 'in', 'gone', 'gone']
/** The page of a post: to the door of staff, whoever one is as a person. */
const staffOnly: Row = ['door', 'door', 'door', 'door', 'door', 'door', 'door', 'door', 'door', 'door']
const acts: Row = ['door', 'door', 'door', 'door', 'low',  'low',  'low', 'in',  'in',   'door']
/** Staff at a post alone: test/paper signs in at one. */
const posts: Row = ['door', 'door', 'door', 'door', 'door', 'door', 'door', 'door', 'door', 'door']
/** Telephone providers sign what they send; nobody here does. */
const signed: Row = posts
/** What a person sees of pages takes cookies only; what a system asks for takes Bearer tokens only. */
const table: { readonly [route: string]: Row } = {
  'GET /': all, 'GET /buscar': all, 'GET /servicios/:id': all, 'GET /instituciones': all, 'GET /instituciones/:id': all, 'GET /vida': all, 'GET /vida/:id': all,
  'GET /ayuda': all, 'POST /ayuda/llamada': all, 'GET /ayuda/llamada': all, 'GET /accesibilidad': all, 'GET /privacidad': all, 'GET /como-lo-hacemos': all, 'GET /borrado': all,
  'GET /verificar': all, 'POST /verificar': all, 'GET /verificar/:folio': all, 'POST /verificar/:folio': all,
  'GET /entrar': all, 'POST /entrar': all, 'GET /salir': all, 'POST /salir': all, 'GET /seguir': all, 'POST /seguir': all, 'GET /empezar/:service': all, 'POST /empezar': all, 'GET /demo': all, 'POST /demo/registros': all,
  'GET /equipo': staffOnly, 'GET /equipo/entrar': all, 'POST /equipo/entrar': all, 'GET /equipo/salir': all, 'POST /equipo/salir': all,
  'GET /tramite/:id/compartir': own, 'POST /tramite/:id/compartir': own, 'POST /tramite/:id/presencia': own, 'GET /seguir/:token': all, 'POST /seguir/:token': all, 'GET /eventos': all,
  'GET /equipo/papel': posts, 'POST /equipo/papel': posts, 'GET /equipo/papel/:episode/:id': posts, 'POST /equipo/papel/:episode/:id': posts, 'GET /equipo/papel/:episode/:id/revisar': posts, 'POST /equipo/papel/:episode/:id/revisar': posts, 'GET /equipo/papel/:episode/:id/comprobante': posts, 'POST /equipo/papel/:episode/:id/terminar': posts,
  'GET /espejo': all, 'POST /espejo': all, 'POST /espejo/respuesta': all, 'GET /espejo/eventos': all, 'GET /equipo/espejo': posts, 'POST /equipo/espejo': posts, 'GET /equipo/meson/:episode/:id/escaner': posts, 'POST /equipo/meson/:episode/:id/escaner': posts, 'GET /equipo/meson/:episode/:id/comprobante': posts, 'POST /equipo/meson/:episode/:id/comprobante': posts,
  'GET /agente': posts, 'POST /agente': posts, 'GET /agente/eventos': posts, 'GET /agente/tarea/:task': posts, 'POST /agente/tarea/:task': posts, 'GET /agente/contacto/:episode': posts, 'POST /agente/contacto/:episode': posts, 'GET /agente/contacto/:episode/cerrar': posts, 'POST /agente/contacto/:episode/cerrar': posts, 'GET /agente/contacto/:episode/saber': posts,
  'GET /agente/contacto/:episode/t/:id': posts, 'POST /agente/contacto/:episode/t/:id': posts, 'POST /agente/contacto/:episode/t/:id/turno': posts, 'POST /agente/contacto/:episode/t/:id/presencia': posts, 'GET /agente/contacto/:episode/t/:id/leer': posts, 'POST /agente/contacto/:episode/t/:id/leer': posts, 'GET /agente/contacto/:episode/t/:id/hoja': posts, 'POST /agente/contacto/:episode/t/:id/hoja': posts, 'GET /agente/contacto/:episode/t/:id/comprobante': posts,
  'GET /totem/:machine': all, 'POST /totem/:machine': all, 'GET /totem/:machine/registrar/:token': gone, 'GET /totem/:machine/modo': all, 'POST /totem/:machine/modo': all, 'POST /totem/:machine/ayudas': all, 'GET /totem/:machine/servicios': all, 'POST /totem/:machine/servicios': all,
  'GET /totem/:machine/terminar': all, 'POST /totem/:machine/terminar': all, 'POST /totem/:machine/latido': all, 'GET /totem/:machine/voz': gone, 'GET /totem/:machine/quien/:service': all, 'POST /totem/:machine/quien/:service': all, 'GET /totem/:machine/identidad': all, 'POST /totem/:machine/identidad': all, 'POST /totem/:machine/pasar': all,
  'GET /totem/:machine/seguir': all, 'POST /totem/:machine/seguir': all, 'GET /totem/:machine/pin': all, 'POST /totem/:machine/pin': all,
  'GET /totem/:machine/tramite': all, 'GET /totem/:machine/p/:path': all, 'POST /totem/:machine/p/:path': all, 'GET /totem/:machine/revisar': all, 'POST /totem/:machine/revisar': all, 'GET /totem/:machine/no-corresponde': all, 'GET /totem/:machine/comprobante': all, 'POST /totem/:machine/papel': all,
  'GET /formulario/:service': all, 'GET /tramite/:id/formulario': own,
  'GET /mi-cuenta/mandatos': history, 'POST /mi-cuenta/mandatos': history, 'GET /mi-cuenta/mandatos/dar': history, 'POST /mi-cuenta/mandatos/dar': history, 'GET /mi-cuenta/mandatos/:mandate': ['door', 'low', 'gone', 'gone', 'door', 'door', 'door', 'door', 'door', 'gone'],
  'GET /tramite/:id/pagar': own, 'POST /tramite/:id/pagar': own, 'GET /tramite/:id/firmar': own, 'POST /tramite/:id/firmar': own, 'GET /tramite/:id/opinion': own, 'POST /tramite/:id/opinion': own,
  'GET /mi-historia': history, 'POST /mi-historia': history,
  'GET /mis-tramites': mine,
  'POST /entrar/demo': all, 'GET /entrar/segundo': all, 'POST /entrar/segundo': all, 'GET /entrar/llave': all, 'POST /entrar/llave': all, 'GET /entrar/codigo': all, 'POST /entrar/codigo': all, 'GET /entrar/codigo/verificar': all, 'POST /entrar/codigo/verificar': all, 'GET /entrar/recuperar': all, 'POST /entrar/recuperar': all, 'GET /entrar/recuperar/codigo': all, 'POST /entrar/recuperar/codigo': all, 'GET /activar': all, 'POST /activar': all,
  'GET /mi-cuenta': history, 'GET /mi-cuenta/seguridad': history, 'POST /mi-cuenta/seguridad': history, 'GET /mi-cuenta/llaves': history, 'POST /mi-cuenta/llaves': history, 'GET /mi-cuenta/codigos': history, 'POST /mi-cuenta/codigos': history, 'GET /mi-cuenta/sesiones': history, 'POST /mi-cuenta/sesiones': history, 'GET /mi-cuenta/contactos': history, 'POST /mi-cuenta/contactos': history,
  'GET /mis-tramites/:id': own, 'GET /tramite/:id': own, 'GET /tramite/:id/borrar': own, 'POST /tramite/:id/borrar': own, 'GET /tramite/:id/codigo': own, 'GET /tramite/:id/comprobante': own, 'GET /tramite/:id/documento/:folio': paper,
  'POST /tramite/:id/enviar': own, 'GET /tramite/:id/no-corresponde': own, 'GET /tramite/:id/p/:path': own, 'POST /tramite/:id/p/:path': own, 'GET /tramite/:id/p/:path/quitar/:row': own, 'POST /tramite/:id/p/:path/quitar/:row': own,
  'GET /tramite/:id/archivo/:sha256': nobodys, 'GET /tramite/:id/parar': own, 'GET /tramite/:id/revisar': own, 'GET /tramite/:id/seccion/:n': own, 'GET /tramite/:id/terminado': own,
  'GET /health': all, 'GET /api/openapi.json': all, 'GET /api/v1/services': all, 'GET /api/v1/services/:id': all,
  'GET /chat': all, 'POST /chat': all, 'GET /chat/eventos': gone, 'GET /agente/chat/:episode': posts, 'POST /agente/chat/:episode': posts, 'GET /demo/mensajes': all, 'POST /api/chat/:transport': signed,
  'POST /api/telephony/turns': signed, 'POST /api/telephony/calls': signed,
  'GET /openid/authorize': all, 'POST /openid/entrar': all, 'GET /openid/jwks': all, 'GET /api/v1/accounts/app/logout': all, 'POST /openid/token': signed, 'POST /openid/userinfo': signed,
  'GET /oidc/.well-known/openid-configuration': all, 'GET /oidc/jwks': all, 'GET /oidc/auth': all, 'GET /oidc/auth/:uid': all, 'GET /oidc/device': all, 'POST /oidc/device': all, 'GET /oidc/device/:uid': all, 'GET /oidc/session/end': all, 'POST /oidc/session/end/confirm': all, 'GET /oidc/session/end/success': all,
  'GET /oidc/interaccion/:uid': all, 'POST /oidc/interaccion/:uid': all, 'GET /aprobar/:link': all, 'POST /aprobar/:link': all, 'GET /mi-cuenta/aprobaciones': mine, 'POST /mi-cuenta/aprobaciones': mine,
  // Without a client's own proof, and with anybody's cookie or token of ours, these say so and nothing else.
  'POST /oidc/token': all, 'POST /oidc/introspection': all, 'POST /oidc/revocation': all, 'POST /oidc/request': all, 'POST /oidc/device/auth': all, 'POST /oidc/backchannel': all, 'GET /oidc/userinfo': signed, 'POST /oidc/userinfo': signed,
  'POST /api/v1/journeys': begins,
  'GET /api/v1/cases': acts,
  'GET /api/v1/cases/:id': api, 'GET /api/v1/cases/:id/files/:sha256': theirs, 'GET /api/v1/journeys/:id': api, 'GET /api/v1/journeys/:id/summary': api, 'POST /api/v1/journeys/:id/answers': api, 'POST /api/v1/journeys/:id/files/:path': api,
  'POST /api/v1/journeys/:id/registers': api, 'POST /api/v1/journeys/:id/rows': api, 'DELETE /api/v1/journeys/:id/rows/:list/:row': api, 'POST /api/v1/journeys/:id/rows/close': api, 'POST /api/v1/journeys/:id/submission': api,
}
const plain = (route: RouteLine): string => `${route.method} ${route.url.replace(/^\/en(?=\/|$)/, '') || '/'}`

let house: House, folder: string, origin: string
const sent = new Map<Role, { readonly cookie?: string; readonly headers?: { readonly [name: string]: string } }>()
/** Nobody needs to say who they are for this one: its journeys are held by whoever began them. */
const open = `id: prueba-abierta
version: 1.0.0
institution: srcei
title: { es: Prueba, en: Test }
languages: [es, en]
law: [Ley 19.880]
audience: { who: person, assurance: 0 }
facts:
  - { id: use, type: text, purpose: decide, say: { ask: { es: ¿Para qué?, en: What for? } } }
eligibility:
  - { id: any, must: use != "no", say: { es: No se puede., en: It cannot be. } }
examples:
  - { name: yes, on: 2026-11-24, given: { use: algo }, expect: { eligibility: yes } }
  - { name: no, on: 2026-11-24, given: { use: no }, expect: { eligibility: no } }
`
let ids: { readonly case: string; readonly held: string; readonly sent: string; readonly folio: string; readonly sha256: string }
test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ventanilla-routes-'))
  const file = join(folder, 'service.yaml')
  writeFileSync(file, open)
  execFileSync(process.execPath, ['bin/ventanilla.mjs', 'publish', file], { env: { ...process.env, VENTANILLA_DATA: folder }, stdio: ['ignore', 'pipe', 'pipe'] })
  house = await startHouse(readConfig({ PORT: '0', VENTANILLA_DATA: folder }), { root: process.cwd(), demo: true, dev: false, work: true, serve: true, limits: { 'session-write': { burst: 100_000, perMinute: 100_000 } } })
  origin = house.address!
})
test.after(async () => { await house.stop(); rmSync(folder, { recursive: true, force: true }) })

/** A browser in a few lines: cookies, tokens of forms, no redirects followed. */
function browser() {
  const jar = new Map<string, string>()
  const ask = async (method: string, path: string, body?: string, headers: { readonly [name: string]: string } = {}): Promise<Response> => {
    const reply = await fetch(`${origin}${path}`, { method, redirect: 'manual', ...(body === undefined ? {} : { body }), headers: { origin, ...(jar.size ? { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') } : {}), ...headers } })
    for (const line of reply.headers.getSetCookie()) { const [pair = ''] = line.split(';'), at = pair.indexOf('='); if (/max-age=0|1970/i.test(line)) jar.delete(pair.slice(0, at)); else jar.set(pair.slice(0, at), pair.slice(at + 1)) }
    return reply
  }
  const token = async (page: string): Promise<string> => /name="_token" value="([^"]+)"/.exec(await (await ask('GET', page)).text())?.[1] ?? ''
  const post = async (page: string, path: string, fields: { readonly [name: string]: string }): Promise<Response> => ask('POST', path, new URLSearchParams({ _token: await token(page), ...fields }).toString(), { 'content-type': 'application/x-www-form-urlencoded' })
  return { ask, token, post, jar }
}
async function signedIn(person: string, level: string) {
  const b = browser()
  const page = await (await b.ask('GET', '/demo')).text(), name = /<button[^>]*name="([^"]+)"[^>]*value="rosa"/.exec(page)?.[1] ?? /name="([^"]+)" value="rosa"/.exec(page)?.[1]
  assert.ok(name, 'the sign-in page offers people')
  const levels = /name="([^"]*level[^"]*|nivel)"/.exec(page)?.[1]
  await b.post('/entrar', '/entrar/demo', { [name]: person, ...(levels === undefined ? {} : { [levels]: level }), volver: '/' })
  assert.ok(b.jar.has('session'), `${person} signed in`)
  return b
}

test('every route is in the table, and the table names no route that is gone', () => {
  const there = new Set(routesOf(house.http!.app).filter((r) => !r.url.startsWith('/assets/')).map(plain))
  assert.deepEqual([...there].filter((r) => !Object.hasOwn(table, r)).sort(), [], 'undeclared: say who may reach it')
  assert.deepEqual(Object.keys(table).filter((r) => !there.has(r)).sort(), [])
})

test('route by route, role by role', async () => {
  // A case of Rosa's with a certificate, begun by an institution's system on her behalf; what the others hold is theirs.
  const rosa = await signedIn('rosa', '3'), ana = await signedIn('ana', '3'), low = await signedIn('rosa', '1')
  const token = /(vc_[A-Za-z0-9_-]{43})/.exec(await (await rosa.ask('GET', '/demo')).text())![1]!
  const json = { 'content-type': 'application/json' }, acting = (run: string) => ({ authorization: `Bearer ${token}`, 'ventanilla-person': run, 'ventanilla-basis': 'prueba de la tabla de rutas' })
  let n = 0
  const post = async (path: string, headers: object, body: unknown): Promise<{ readonly [k: string]: unknown }> => { const reply = await fetch(`${origin}/api/v1${path}`, { method: 'POST', headers: { ...json, 'idempotency-key': `routes-of-the-platform-${n++}`, ...headers }, body: JSON.stringify(body) }); const value = await reply.json() as { [k: string]: unknown }; assert.ok(reply.ok, `${path} ${JSON.stringify(value)}`); return value }
  const begin = (run: string) => post('/journeys', acting(run), { service: 'certificado-antecedentes', language: 'es' })
  const mine = await begin('41000117-9'), foreign = await begin('41000498-4'), id = String(mine['id'])
  const held = await post('/journeys', {}, { service: 'prueba-abierta', language: 'es' })
  const certified = await certificate(post, acting('41000117-9'))
  ids = { case: id, held: String(held['id']), ...certified }
  const holds = async (journey: unknown) => ({ authorization: `Bearer ${await tokenOf(String(journey))}` })
  sent.set('nobody', {}).set('claimed', { cookie: cookies(low) }).set('person', { cookie: cookies(rosa) }).set('other', { cookie: cookies(ana) })
  sent.set('journey token', { headers: await holds(held['id']) }).set('token of another journey', { headers: await holds(foreign['id']) })
  sent.set('client', { headers: { authorization: `Bearer ${token}` } }).set('client for the person', { headers: acting('41000117-9') }).set('client for another', { headers: acting('41000498-4') }).set('cookie on the API', { cookie: cookies(rosa) })

  const wrong: string[] = []
  // What ends a session or a case comes last, each after all others.
  const last = (r: RouteLine): number => (r.method !== 'POST' ? 0 : /borrar$/.test(r.url) ? 1 : /salir$/.test(r.url) ? 2 : 0)
  for (const route of routesOf(house.http!.app).filter((r) => !r.url.startsWith('/assets/')).sort((a, b) => last(a) - last(b))) {
    const row = table[plain(route)]
    if (row === undefined) continue
    // Whoever may delete or sign out comes after those who may not.
    for (const [i, role] of [...roles.entries()].sort(([a], [b]) => Number(row[a] === 'in') - Number(row[b] === 'in'))) {
      if (last(route) > 0 && row[i] === 'in' && route.url.startsWith('/en/')) continue
      const got = await answerTo(route, role)
      const want = row[i]!
      if (got.answer !== want) wrong.push(`${route.method} ${route.url} as ${role}: ${got.answer} (${got.status}), the table says ${want}`)
    }
  }
  assert.deepEqual(wrong, [])
})
/** A certificate of Rosa's, asked for by an institution's system from start to end. */
async function certificate(post: (path: string, headers: object, body: unknown) => Promise<{ readonly [k: string]: unknown }>, acting: { readonly [name: string]: string }) {
  const begun = await post('/journeys', acting, { service: 'certificado-antecedentes', language: 'es' }), at = `/journeys/${String(begun['id'])}`
  const get = async (path: string) => (await (await fetch(`${origin}/api/v1${path}`, { headers: acting })).json()) as { readonly [k: string]: unknown }
  let seen: { readonly [k: string]: unknown } = await post(`${at}/registers`, acting, {})
  const answer = async (answers: object): Promise<void> => { seen = await post(`${at}/answers`, acting, { answers, basedOn: seen['seq'] }) }
  await answer({ run: { state: 'confirmed' }, names: { state: 'confirmed' }, use: { value: 'private' }, record_authorised: { value: true } })
  seen = await post(`${at}/registers`, acting, {})
  await answer({ email: { state: 'confirmed' } })
  await post(`${at}/submission`, acting, { digest: (await get(`${at}/summary`))['digest'] })
  for (let turn = 0; turn < 50; turn++) {
    const { documents } = await get(`/cases/${String(begun['id'])}`) as { documents?: readonly { folio: string }[] }
    if (documents?.length) {
      const { folio } = documents[0]!, page = await (await fetch(`${origin}/verificar/${folio}`)).text()
      return { sent: String(begun['id']), folio, sha256: /[0-9a-f]{64}/.exec(page.replace(/<[^>]+>|\s/g, ''))![0] }
    }
    await new Promise((wait) => setTimeout(wait, 100))
  }
  throw new Error('no certificate came')
}
const cookies = (b: ReturnType<typeof browser>): string => [...b.jar].map(([k, v]) => `${k}=${v}`).join('; ')
const tokenOf = async (journey: string): Promise<string> => house.journeyToken(journey)

const bodies: { readonly [last: string]: unknown } = { answers: { answers: { use: { value: 'private' } }, basedOn: 1 }, rows: { list: 'use', row: 'r1', basedOn: 1 }, close: { list: 'use', basedOn: 1 }, submission: { digest: '0'.repeat(64) }, journeys: { service: 'prueba-abierta', language: 'es' } }

async function answerTo(route: RouteLine, role: Role): Promise<{ readonly answer: Answer | `odd ${number}`; readonly status: number }> {
  const { cookie, headers = {} } = sent.get(role)!, api = route.url.startsWith('/api/')
  const path = route.url.replace(':machine', '3').replace(':service', 'certificado-antecedentes').replace(':folio', ids.folio).replace(':path', 'use').replace(':row', 'r1').replace(':n', '1').replace(':list', 'use').replace(':sha256', ids.sha256)
    .replace(':id', /servicios|api\/v1\/services/.test(route.url) ? 'certificado-antecedentes' : route.url.includes('instituciones') ? 'srcei' : route.url.includes('vida') ? 'nacimiento' : role === 'journey token' ? ids.held : /folio|comprobante|sha256/.test(route.url) ? ids.sent : ids.case)
  const b = browser(), query = route.method === 'DELETE' ? '?basedOn=1' : ''
  for (const pair of cookie?.split('; ') ?? []) { const at = pair.indexOf('='); b.jar.set(pair.slice(0, at), pair.slice(at + 1)) }
  const write = route.method !== 'GET', form = write && !api
  const token = form ? await b.token('/entrar') : ''
  // In the right shape and mostly of no use: what counts is who may send it.
  const body = !write ? undefined : form ? new URLSearchParams({ _token: token, volver: '/', service: 'prueba-abierta' }).toString() : route.method === 'DELETE' ? undefined : JSON.stringify(bodies[route.url.split('/').at(-1)!] ?? {})
  const reply = await b.ask(route.method, `${path}${query}`, body, { ...headers, ...(body !== undefined ? { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json', 'idempotency-key': `routes-${route.method}${route.url}${role}`.replace(/\W/g, '-').slice(0, 100) } : {}) })
  const { status } = reply, location = reply.headers.get('location') ?? ''
  // A stream that is let in stays open: that it began is the answer.
  await (reply.headers.get('content-type')?.startsWith('text/event-stream') === true ? reply.body?.cancel() : reply.arrayBuffer())
  return { status, answer: status === 401 || (status === 303 && location.includes('/entrar?')) ? 'door' : status === 404 ? 'gone' : status === 403 ? 'low' : status < 300 || status === 303 || [400, 409, 410, 415, 422].includes(status) ? 'in' : `odd ${status}` }
}
