import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import { refusals, yes } from '#core/refusal'
import { createAccounts, migrations as accountsRoom, sandboxPeople } from '#enablers/accounts'
import { createClaveUnica, demoClients, migrations as claveunicaRoom } from '#enablers/claveunica'
import { ids } from '#platform/clock'
import { testDatabase } from '#platform/database'
import { createHttp, type Http } from '#platform/http'
import { assets, document } from '#ui'

/** Every form whose password costs a core, while more wait than can be judged in time: told politely, with a time, and nothing is lost. */
const secret = createHash('sha256').update('tests').digest(), sent: string[] = [], run = '44444444-4'
let db: Awaited<ReturnType<typeof testDatabase>>, http: Http, origin = '', accounts: ReturnType<typeof createAccounts>, shut: ReturnType<typeof createAccounts>, code = ''
test.before(async () => {
  db = await testDatabase({ rooms: [accountsRoom, claveunicaRoom] })
  const now = Date.now, personOf = async (r: string): Promise<string> => ids.uuid5('00000000-0000-4000-8000-000000000000', r), mine = { person: await personOf(run), names: 'María', assurance: 3 as const, amr: ['pwd'], since: Date.now(), sid: 's' }
  const needs: Parameters<typeof createAccounts>[0] = { sql: db, secret, ids, now, personOf, runOf: async () => run, endSessions: async () => {}, tell: async () => {}, send: async (m) => { sent.push(m.text) }, elsewhere: async (m) => { sent.push(m.text); return yes({ to: 'contacto' }) } }
  accounts = createAccounts(needs)
  // The same accounts in a process where nobody's turn ever comes.
  shut = createAccounts({ ...needs, atOnce: -1 })
  await accounts.seed(sandboxPeople, 'testing')
  const made = await accounts.enrol({ run: '41000119-5', names: ['Ana'], surnames: ['Rojas'], document: { kind: 'cedula', number: 'A123456', expires: '2040-01-01' }, checkedBy: 'ana', second: { by: 'luis' } })
  assert.ok(made.ok)
  code = made.activation
  const claveunica = createClaveUnica({ sql: db, secret, now, publicUrl: () => origin, demo: true, accounts: shut })
  for (const c of demoClients) await claveunica.keepClient(c)
  http = await createHttp({
    secret, now, log: () => {}, healthy: async () => true, refusals, assets: assets(),
    render: { page: (s) => document({ lang: s.lang, title: s.title, siteName: 'V', home: '/', skip: 's', body: s.body as never, nav: { label: 'n', items: [] }, footer: { label: 'f', items: [] } } as never), apology: (a) => `${a.code}` as never },
  })
  await http.screens((app) => {
    shut.routes(app, {
      page: http.page, limits: http.limits, https: false, demo: false, script: '/x.js', now, sessionOf: async () => mine, enter: async () => {}, sessionsOf: async () => [], endSession: async () => true, ownPath: (t) => t, originOf: () => origin, insecure: () => false, home: '/', more: () => [], watch: (work) => work(), answers: () => true, tell: () => {},
    })
    claveunica.routes(app, { page: http.page, limits: http.limits, https: false })
  })
  origin = await http.listen('127.0.0.1', 0)
})
test.after(async () => { await http?.stop(500); await db?.close() })

/** Opens the page, fills its form and sends it as a browser without scripts does. */
async function send(page: string, action: string, values: { readonly [k: string]: string }): Promise<{ readonly status: number; readonly wait: number; readonly html: string }> {
  const shown = await fetch(`${origin}${page}`), cookie = shown.headers.getSetCookie().map((c) => c.split(';')[0]).join('; '), html = await shown.text()
  const hidden = Object.fromEntries([...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [/name="([^"]*)"/.exec(tag)![1]!, /value="([^"]*)"/.exec(tag)?.[1] ?? '']))
  const reply = await fetch(`${origin}${action}`, { method: 'POST', redirect: 'manual', headers: { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ ...hidden, ...values }) })
  return { status: reply.status, wait: Number(reply.headers.get('retry-after') ?? 0), html: await reply.text() }
}
test('too many wait: sign-in, activation, recovery, another password and ClaveÚnica’s form refuse politely in both languages, with a time, and keep what was typed', async () => {
  const query = new URLSearchParams({ client_id: demoClients[0]!.id, redirect_uri: demoClients[0]!.redirectUris[0]!, response_type: 'code', scope: 'openid run name', state: 's'.repeat(40) })
  const recovery = await accounts.recover(run, 'es')
  await recovery.sent
  const digits = (/(\d{3} \d{3})/.exec(sent.at(-1) ?? '')?.[1] ?? '').replace(' ', '')
  assert.equal(digits.length, 6, 'six digits came')
  const forms: readonly (readonly [name: string, page: string, action: string, values: { readonly [k: string]: string }, kept: string])[] = [
    ['sign-in', '/entrar', '/entrar', { run: '44.444.444-4', password: 'testing' }, '44.444.444-4'],
    ['activation', '/activar', '/activar', { run: '41.000.119-5', code, password: 'cuatro zorros azules' }, '41.000.119-5'],
    ['recovery', '/entrar/recuperar', '/entrar/recuperar/codigo', { pending: recovery.token, digits, password: 'cuatro zorros azules' }, digits],
    ['another password', '/mi-cuenta/seguridad', '/mi-cuenta/seguridad', { password: 'cuatro zorros azules' }, ''],
    ['ClaveÚnica', `/openid/authorize?${query}`, '/openid/entrar', { run: '44.444.444-4', password: 'testing' }, '44.444.444-4'],
  ]
  for (const [lang, words] of [['', /Estamos recibiendo muchas visitas. Espera \d+ segundos/], ['/en', /We are very busy. Wait \d+ seconds/]] as const) for (const [name, page, action, values, kept] of forms) {
    const said = await send(`${lang}${page}`, `${lang}${action}`, values)
    assert.equal(said.status, 503, `${lang}${name}`)
    assert.ok(said.wait >= 1 && said.wait <= 60, `${name} says when to come back: ${said.wait}`)
    assert.match(said.html, words, `${lang}${name}`)
    assert.ok((kept === '' || said.html.includes(`value="${kept}"`)) && !said.html.includes('zorros') && !said.html.includes('testing'), `${name} keeps what was typed, and no password`)
  }
  // Nothing was used up by it: the code from the counter and the six digits still do what they are for.
  assert.equal((await accounts.recovered(recovery.token, digits, 'cuatro zorros azules')).ok, true)
  assert.equal((await accounts.activate('41.000.119-5', code, 'cuatro zorros azules')).ok, true)
  assert.equal((await accounts.check(run, 'cuatro zorros azules')).ok, true)
})
test('the telephone’s PIN waits a little for its turn; what could not be judged is no try, and what could not be kept says when to come back', async () => {
  const person = ids.uuid5('00000000-0000-4000-8000-000000000000', run)
  assert.equal((await accounts.pin.set(person, '482915', 'ana')).ok, true)
  assert.deepEqual(await shut.pin.set(person, '482916', 'ana'), { ok: false, refusal: 'busy', detail: { retryAfter: 1 } })
  await Promise.all([0, 1, 2, 3, 4].map(() => assert.rejects(shut.pin.check(person, '000000'))))
  for (let i = 0; i < 4; i++) assert.equal(await accounts.pin.check(person, '000000'), 'wrong', 'all five tries were left')
  assert.equal(await accounts.pin.check(person, '482915'), 'right')
})
