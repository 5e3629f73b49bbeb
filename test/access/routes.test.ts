import assert from 'node:assert/strict'
import test from 'node:test'
import { desks } from '#core/assurance'
import { type RouteLine, routesOf } from '#platform/http'
import { expected, inEnglish, people, places, plain, type Role, roles, stale } from './table.ts'
import { watchReads } from './watch.ts'
import { knock, type World, world } from './visitors.ts'

/** Every route of the platform by every role (reliability S1). A route or a role about which nobody has said anything fails; whoever adds one says for whom it is. */
const watch = watchReads()
let w: World, routes: readonly RouteLine[]
test.before(async () => { w = await world(watch.tap); routes = routesOf(w.house.http!.app).filter((r) => !r.url.startsWith('/assets/')) })
test.after(async () => { await w.stop(); watch.close() })

test('every route says who may reach it, for every role; the table names no route and no desk that is gone', () => {
  assert.ok(inEnglish.length >= 12 && new Set(roles).size === roles.length)
  assert.deepEqual([...new Set(routes.flatMap((r) => (roles.every((role) => expected(r, role) !== undefined) ? [] : plain(r))))], [], 'undeclared: say in test/access/table.ts who may reach it')
  assert.deepEqual(stale(new Set(routes.map(plain))), [])
  assert.deepEqual(Object.keys(places).sort(), Object.keys(desks).sort())
})

/** What ends a session or a case comes last, each after all others. */
const last = (r: RouteLine): number => (r.method !== 'POST' ? 0 : /borrar$/.test(r.url) ? 1 : /salir$/.test(r.url) ? 2 : 0)
/** Everybody at these doors: what was not as the table says. */
async function judge(some: readonly RouteLine[], callers = w.callers, whom: readonly Role[] = roles): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const route of [...some].sort((a, b) => last(a) - last(b))) {
    // Whoever may delete or sign out comes after those who may not; the others all at once.
    const one = async (role: Role): Promise<void> => {
      const want = expected(route, role)
      if (want === undefined || (last(route) > 0 && want === 'in' && route.url.startsWith('/en/'))) return
      const got = await knock(w.origin, w.names, route, role, callers[role])
      const right = want === 'place' ? got.answer === 'in' || got.answer === 'gone' : want === 'shut' ? got.answer === 'gone' || got.status === 409 : got.answer === want
      if (!right) wrong.push(`${route.method} ${route.url} as ${role}: ${got.answer} (${got.status}), the table says ${want}`)
    }
    const of = whom.filter((r) => !route.url.startsWith('/en/') || inEnglish.includes(r)), [those, then] = [of.filter((r) => expected(route, r) !== 'in'), of.filter((r) => expected(route, r) === 'in')]
    if (last(route) > 0) for (const role of [...those, ...then]) await one(role)
    else await Promise.all(of.map(one))
  }
  return wrong.sort()
}

test('a rule that lets somebody else in is found: another person with her rights, an officer at a desk that is not his, a staff page without a door', async () => {
  const of = (...plains: readonly string[]): readonly RouteLine[] => routes.filter((r) => plains.includes(`${r.method} ${r.url}`))
  // The rule of cases says yes to another person.
  const cases = of('GET /tramite/:id', 'GET /mis-tramites/:id', 'GET /tramite/:id/parar')
  assert.deepEqual(await judge(cases, w.callers, ['other']), [])
  assert.equal((await judge(cases, { ...w.callers, other: w.callers.person }, ['other'])).length, cases.length)
  // The table of desks says yes to an officer; and then to nobody at all.
  const row = desks.attention as unknown as { officer: string | null; agent: string | null }, inbox = of('GET /agente')
  try {
    row.officer = 'own'
    assert.match((await judge(inbox, w.callers, ['officer'])).join(), /GET \/agente as officer: in \(200\), the table says low/)
    row.agent = null
    assert.match((await judge(inbox, w.callers, ['agent'])).join(), /GET \/agente as agent: low \(403\), the table says in/)
  } finally { row.officer = null; row.agent = 'own' }
  assert.deepEqual(await judge(inbox), [])
  // A page of a desk that forgot to be of staff would be in nobody's table.
  assert.equal(expected({ method: 'GET', url: '/equipo/nueva', access: 'session' }, 'nobody'), undefined)
  assert.equal(expected({ method: 'GET', url: '/equipo/nueva', access: 'staff', desk: 'no-such-desk' }, 'nobody'), undefined)
})

test('route by route, role by role', async (t) => {
  const began = Date.now()
  assert.deepEqual(await judge(routes), [])
  assert.deepEqual(watch.forgotten(), [], 'a person was read, and her own record does not say so')
  assert.ok(watch.reads > 20, `${watch.reads} reads of people were looked at`)
  t.diagnostic(`${watch.reads} reads of people by staff and institutions, each with its event`)
  t.diagnostic(`${routes.length} routes, ${roles.length} roles (${people.length} who are not of staff), ${Math.round((Date.now() - began) / 1000)} s`)
})
