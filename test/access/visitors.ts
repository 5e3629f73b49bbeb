import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type House, startHouse } from '#app/main.ts'
import type { Hand } from '#cases'
import { readConfig } from '#platform/config'
import { type RouteLine, routesOf } from '#platform/http'
import type { Answer, Role } from './table.ts'

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
/** What somebody brings: cookies of a browser, or the headers of a system; and the form token of that browser. */
export type Caller = { readonly cookies: ReadonlyMap<string, string>; readonly headers: { readonly [name: string]: string }; readonly token: string }
export type Names = { readonly case: string; readonly held: string; readonly sent: string; readonly folio: string; readonly sha256: string; readonly episode: string; /** Of a service that somebody may do for her. */ readonly covered: string }
export type World = Awaited<ReturnType<typeof world>>

/** The real house of the demo, and somebody of each role before its doors. */
export async function world(tap?: NonNullable<Parameters<typeof startHouse>[1]['tap']>) {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-access-')), file = join(folder, 'service.yaml')
  writeFileSync(file, open)
  execFileSync(process.execPath, ['bin/ventanilla.mjs', 'publish', file], { env: { ...process.env, VENTANILLA_DATA: folder }, stdio: ['ignore', 'pipe', 'pipe'] })
  const house: House = await startHouse(readConfig({ PORT: '0', VENTANILLA_DATA: folder }), { root: process.cwd(), demo: true, dev: false, work: true, serve: true, tap, limits: { 'session-write': { burst: 100_000, perMinute: 100_000 }, 'sign-in': { burst: 100_000, perMinute: 100_000 }, 'token': { burst: 100_000, perMinute: 100_000 } } })
  const origin = house.address!
  const visitor = (jar = new Map<string, string>(), headers: { readonly [name: string]: string } = {}) => {
    const ask = async (method: string, path: string, body?: string, more: { readonly [name: string]: string } = {}): Promise<Response> => {
      const reply = await fetch(`${origin}${path}`, { method, redirect: 'manual', ...(body === undefined ? {} : { body }), headers: { origin, ...(jar.size ? { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') } : {}), ...headers, ...more } })
      for (const line of reply.headers.getSetCookie()) { const [pair = ''] = line.split(';'), at = pair.indexOf('='); if (/max-age=0|1970/i.test(line)) jar.delete(pair.slice(0, at)); else jar.set(pair.slice(0, at), pair.slice(at + 1)) }
      return reply
    }
    const tokenOf = async (page: string): Promise<string> => /name="_token" value="([^"]+)"/.exec(await (await ask('GET', page)).text())?.[1] ?? ''
    const post = async (page: string, fields: { readonly [name: string]: string }): Promise<Response> => ask('POST', page, new URLSearchParams({ _token: await tokenOf(page === '/entrar/demo' ? '/demo' : page), ...fields }).toString(), { 'content-type': 'application/x-www-form-urlencoded' })
    return { jar, headers, ask, post, tokenOf }
  }
  const caller = async (v: ReturnType<typeof visitor>): Promise<Caller> => { const token = await v.tokenOf('/equipo/entrar'); return { cookies: v.jar, headers: v.headers, token } }
  const person = async (id: string, level: string) => {
    // The demo's own door, wherever it stands.
    const v = visitor(), at = routesOf(house.http!.app).some((r) => r.url === '/entrar/demo') ? ['/demo', '/entrar/demo'] as const : ['/entrar', '/entrar'] as const
    const page = await (await v.ask('GET', at[0])).text(), name = /<button[^>]*name="([^"]+)"[^>]*value="rosa"/.exec(page)?.[1] ?? /name="([^"]+)" value="rosa"/.exec(page)?.[1] ?? 'person'
    const levels = /name="([^"]*level[^"]*|nivel)"/.exec(page)?.[1]
    await v.post(at[1], { [name]: id, ...(levels === undefined ? {} : { [levels]: level }), volver: '/' })
    assert.ok(v.jar.has('session'), `${id} signed in`)
    return v
  }
  const member = async (at: string) => { const v = visitor(); await v.post('/equipo/entrar', { staff: at }); assert.ok(v.jar.has('staff'), `${at} took the post`); return v }

  // A case of Rosa's with a certificate, begun by an institution's system on her behalf; what the others hold is theirs.
  const rosa = await person('rosa', '3'), token = /(vc_[A-Za-z0-9_-]{43})/.exec(await (await rosa.ask('GET', '/demo')).text())![1]!
  const acting = (run: string) => ({ authorization: `Bearer ${token}`, 'ventanilla-person': run, 'ventanilla-basis': 'prueba de la tabla de rutas' })
  let n = 0
  const send = async (path: string, headers: object, body: unknown): Promise<{ readonly [k: string]: unknown }> => {
    const reply = await fetch(`${origin}/api/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': `routes-of-the-platform-${n++}`, ...headers }, body: JSON.stringify(body) }), value = await reply.json() as { [k: string]: unknown }
    assert.ok(reply.ok, `${path} ${JSON.stringify(value)}`)
    return value
  }
  const begin = (run: string) => send('/journeys', acting(run), { service: 'certificado-antecedentes', language: 'es' })
  const mine = String((await begin('41000117-9'))['id']), foreign = String((await begin('41000498-4'))['id']), held = String((await send('/journeys', {}, { service: 'prueba-abierta', language: 'es' }))['id'])
  const certified = await certificate(origin, send, acting('41000117-9'))

  // Marta attends Rosa at the counter, her document checked, and her case is open there.
  const marta: Hand = { role: 'agent', by: 'marta', institution: 'ips', channel: 'counter', venue: 'oficina-017', assurance: 0 }, at = { agent: await member('juan@telefono-2'), attending: await member('marta@meson-3') }
  const begun = await house.cases.open(mine, { role: 'system', channel: 'api', assurance: 0 }), contact = await house.cases.episodes.open({ key: 'A17', actor: marta, institution: 'ips', direction: 'in', post: 'meson-3', ticket: 'A17' })
  assert.ok(begun.ok && contact.ok)
  const whose = begun.value.case.person!, episode = contact.value.id
  const known = await house.cases.episodes.identify(episode, marta, { person: whose, how: 'document' }), opened = await house.cases.attention.open(marta, { on: { ticket: episode }, person: whose, reason: 'la tabla de rutas' })
  assert.ok(known.ok && opened.ok, JSON.stringify([known, opened]))

  // Pedro acts for Rosa in what may be done by another; Elena did, until a moment ago.
  const covered = String((await send('/journeys', acting('41000117-9'), { service: 'pension-garantizada-universal', language: 'es' }))['id']), mandates = '/mi-cuenta/mandatos'
  const acts = async (name: string, run: string) => {
    const v = await person(name, '3'), given = await rosa.ask('POST', `${mandates}/dar`, new URLSearchParams([['_token', await rosa.tokenOf(`${mandates}/dar`)], ['run', run], ['which', 'some'], ['services', 'pension-garantizada-universal'], ...['see', 'fill', 'send', 'sign', 'notify'].map((a) => ['acts', a]), ['until-day', '1'], ['until-month', '1'], ['until-year', String(new Date().getFullYear() + 1)], ['do', 'confirm']]).toString(), { 'content-type': 'application/x-www-form-urlencoded' })
    assert.equal(given.status, 303, `a mandate for ${name}`)
    const id = /value="accept:([0-9a-f-]{36})"/.exec(await (await v.ask('GET', mandates)).text())![1]!
    for (const wish of ['accept', 'act']) assert.equal((await v.post(mandates, { do: `${wish}:${id}` })).status, 303, wish)
    return { v, id }
  }
  const pedro = await acts('pedro', '41000250-7'), elena = await acts('elena', '41000333-3')
  assert.equal((await rosa.post(mandates, { do: `revoke:${elena.id}` })).status, 303)

  const bearer = async (journey: string) => visitor(new Map(), { authorization: `Bearer ${await house.journeyToken(journey)}` })
  const callers: { readonly [role in Role]: Caller } = {
    'nobody': await caller(visitor()), 'claimed': await caller(await person('rosa', '1')), 'person': await caller(rosa), 'other': await caller(await person('ana', '3')), 'cookie on the API': await caller(await person('rosa', '3')),
    'representative': await caller(pedro.v), 'representative, not covered': await caller(pedro.v), 'representative, revoked': await caller(elena.v),
    'journey token': await caller(await bearer(held)), 'token of another journey': await caller(await bearer(foreign)),
    'client': await caller(visitor(new Map(), { authorization: `Bearer ${token}` })), 'client for the person': await caller(visitor(new Map(), acting('41000117-9'))), 'client for another': await caller(visitor(new Map(), acting('41000498-4'))),
    'agent': await caller(at.agent), 'agent attending': await caller(at.attending), 'officer': await caller(await member('olga@resolucion-ips')), 'officer elsewhere': await caller(await member('rene@resolucion-sernac')), 'supervisor': await caller(await member('carmen@telefono-2')),
    'author': await caller(await member('elisa@autoria-ips')), 'institution-admin': await caller(await member('ines@administracion-ips')), 'institution-admin elsewhere': await caller(await member('hugo@administracion-sernac')),
    'central-unit': await caller(await member('pablo@unidad-central')), 'auditor': await caller(await member('teresa@auditoria')), 'operator': await caller(await member('omar@operacion')),
  }
  const names: Names = { case: mine, held, episode, covered, ...certified }
  return { house, origin, callers, names, async stop(): Promise<void> { await house.stop(); rmSync(folder, { recursive: true, force: true }) } }
}

/** A certificate of Rosa's, asked for by an institution's system from start to end. */
async function certificate(origin: string, send: (path: string, headers: object, body: unknown) => Promise<{ readonly [k: string]: unknown }>, acting: { readonly [name: string]: string }) {
  const begun = await send('/journeys', acting, { service: 'certificado-antecedentes', language: 'es' }), at = `/journeys/${String(begun['id'])}`
  const get = async (path: string) => (await (await fetch(`${origin}/api/v1${path}`, { headers: acting })).json()) as { readonly [k: string]: unknown }
  let seen: { readonly [k: string]: unknown } = await send(`${at}/registers`, acting, {})
  const answer = async (answers: object): Promise<void> => { seen = await send(`${at}/answers`, acting, { answers, basedOn: seen['seq'] }) }
  await answer({ run: { state: 'confirmed' }, names: { state: 'confirmed' }, use: { value: 'private' }, record_authorised: { value: true } })
  seen = await send(`${at}/registers`, acting, {})
  await answer({ email: { state: 'confirmed' } })
  await send(`${at}/submission`, acting, { digest: (await get(`${at}/summary`))['digest'] })
  for (let turn = 0; turn < 100; turn++) {
    const { documents } = await get(`/cases/${String(begun['id'])}`) as { documents?: readonly { folio: string }[] }
    if (documents?.length) {
      const { folio } = documents[0]!, page = await (await fetch(`${origin}/verificar/${folio}`)).text()
      return { sent: String(begun['id']), folio, sha256: /[0-9a-f]{64}/.exec(page.replace(/<[^>]+>|\s/g, ''))![0] }
    }
    await new Promise((wait) => setTimeout(wait, 100))
  }
  throw new Error('no certificate came')
}

const bodies: { readonly [last: string]: unknown } = { answers: { answers: { use: { value: 'private' } }, basedOn: 1 }, rows: { list: 'use', row: 'r1', basedOn: 1 }, close: { list: 'use', basedOn: 1 }, submission: { digest: '0'.repeat(64) }, journeys: { service: 'prueba-abierta', language: 'es' } }
/** One of a role knocks at one route. In the right shape and mostly of no use: what counts is who may send it. */
export async function knock(origin: string, names: Names, route: RouteLine, role: Role, { cookies, headers, token }: Caller): Promise<{ readonly answer: Answer | `odd ${number}`; readonly status: number }> {
  const api = route.url.startsWith('/api/'), values: { readonly [name: string]: string } = {
    machine: '3', service: 'certificado-antecedentes', folio: names.folio, path: 'use', row: 'r1', n: '1', list: 'use', sha256: names.sha256, episode: names.episode,
    id: /servicios|api\/v1\/services/.test(route.url) ? 'certificado-antecedentes' : route.url.includes('instituciones') ? 'srcei' : route.url.includes('vida') ? 'nacimiento' : role === 'journey token' ? names.held : role === 'representative' || role === 'representative, revoked' ? names.covered : /folio|comprobante|sha256/.test(route.url) ? names.sent : names.case,
  }
  const path = route.url.replace(/:(\w+)/g, (all, name: string) => values[name] ?? all), write = route.method !== 'GET', form = write && !api
  const body = !write || route.method === 'DELETE' ? undefined : form ? new URLSearchParams({ _token: token, volver: '/', service: 'prueba-abierta' }).toString() : JSON.stringify(bodies[route.url.split('/').at(-1)!] ?? {})
  const reply = await fetch(`${origin}${path}${route.method === 'DELETE' ? '?basedOn=1' : ''}`, {
    method: route.method, redirect: 'manual', ...(body === undefined ? {} : { body }),
    headers: { origin, ...(cookies.size ? { cookie: [...cookies].map(([k, v]) => `${k}=${v}`).join('; ') } : {}), ...headers, ...(body === undefined ? {} : { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json', 'idempotency-key': `routes-${route.method}${route.url}${role}`.replace(/\W/g, '-').slice(0, 100) }) },
  })
  const { status } = reply, location = reply.headers.get('location') ?? ''
  // A stream that is let in stays open: that it began is the answer.
  await (reply.headers.get('content-type')?.startsWith('text/event-stream') === true ? reply.body?.cancel() : reply.arrayBuffer())
  // A door that asks to wait was reached. OAuth says no to a client that brought nothing by 400 as well as by 401 (RFC 6749 §5.2).
  return { status, answer: status === 401 || (status === 400 && route.access === 'signed' && route.url.startsWith('/oidc/')) || (status === 303 && location.includes('/entrar?')) ? 'door' : status === 404 ? 'gone' : status === 403 ? 'low' : status < 300 || status === 303 || ((status === 429 || status === 503) && /\/entrar$/.test(route.url)) || [400, 409, 410, 415, 422].includes(status) ? 'in' : `odd ${status}` }
}
