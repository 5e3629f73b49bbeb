import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { createStatus } from '#app/status.ts'
import { createCircuit } from '#platform/circuit'
import { keyed } from '../ivr/line.ts'
import { idIn, main, press, system, value } from '../stories/stage.ts'
import { begin, signIn, signInByPassword } from '../web/people.ts'
import { walk } from '../web/walker.ts'
import { careless, type Met, replayed, wrongs } from './judge.ts'
import { open, place, type Place, visit } from './place.ts'

let p: Place
test.before(async () => { p = await place() })
test.after(async () => { await p.close() })
test.afterEach(() => p.identity('up'))
const home = { address: { street: 'Los Aromos', number: '1', comuna: '13120' }, born: { day: '5', month: '3', year: '1980' }, tenure: 'own', income: 'low', heating: 'wood', other_benefit: 'no', pay_by: 'office' }
const away = /Ahora no podemos comprobar quién eres/, elena = '41.000.333-3'
/** Code and PIN of a draft of nobody, as the page that gives them shows them. */
async function anonymous(page: Page): Promise<{ readonly id: string; readonly code: string; readonly pin: string }> {
  await begin(page, p.url, open)
  const [code = '', pin = ''] = await page.locator('main .vn-code').allInnerTexts()
  return { id: idIn(page), code: code.trim(), pin: pin.replace(/\D/g, '') }
}
const bySystem = async (id: string) => value(await p.house.cases.open(id, system)).case

test('on the web nobody enters by any door and each says what goes on; who is inside goes on to the end, what asks for nobody begins and goes on by its code', async () => {
  const rosa = await p.someone(), nobody = await p.someone(), other = await p.someone(320)
  await signIn(rosa, p.url, 'rosa')
  await begin(rosa, p.url, 'bono-prueba')
  const early = await anonymous(nobody)
  assert.doesNotMatch(await nobody.locator('body').innerText(), away, 'all is well')
  await p.identity('down')

  // The doors: a card of the demo, RUN and password, a passkey, six digits, a code from a counter; and the other language.
  await signIn(other, p.url, 'ana')
  assert.match(await main(other), /La identificación no responde[\s\S]*Seguir un trámite con su código y PIN/)
  await p.clean(other, 'card')
  await other.goto(`${p.url}/entrar?volver=%2Fmis-tramites`)
  await p.clean(other, 'door')
  await other.fill('[name=run]', elena)
  await other.fill('[name=password]', 'testing')
  const [answer] = await Promise.all([other.waitForResponse((r) => r.request().method() === 'POST'), other.locator('main form button').first().click()])
  await other.waitForLoadState('load')
  assert.deepEqual([answer.status(), Number(answer.headers()['retry-after']) > 0], [503, true])
  assert.deepEqual([await other.inputValue('[name=run]'), await other.inputValue('[name=password]')], [elena, ''], 'what was typed is there, but for the password')
  assert.match(await other.locator('.vn-outage').innerText(), away)
  for (const [path, words] of [['/seguir', /código y PIN/], ['/buscar', /no pide/], ['/ayuda', /una persona/]] as const) assert.match(await other.locator(`main a[href="${path}"]`).first().innerText(), words)
  await p.clean(other, 'refused')
  await other.goto(`${p.url}/en/entrar`)
  assert.match(await other.locator('.vn-outage').innerText(), /We cannot check who you are now/)
  for (const [path, from, fields, kept] of [
    ['/en/entrar', '/en/entrar', { run: elena, password: 'testing' }, elena], ['/entrar/llave', '/entrar/llave', { challenge: 'x', response: '{}' }, 'passkey-get'], ['/entrar/codigo', '/entrar/codigo', { run: elena }, elena], ['/entrar/recuperar', '/entrar/recuperar', { run: elena }, elena],
    ['/entrar/codigo/verificar', '/entrar/codigo', { pending: 'x', digits: '123456' }, '123456'], ['/entrar/segundo', '/entrar', { pending: 'x', digits: '654321' }, '654321'], ['/activar', '/activar', { run: elena, code: 'CDFG-2345-HJKM', password: 'x' }, 'CDFG-2345-HJKM'],
  ] as const) {
    const refused = await p.send(other, path, from, fields)
    assert.deepEqual([refused.status, refused.wait > 0, refused.text.includes(kept)], [503, true, true], path)
    assert.match(refused.text, path.startsWith('/en/') ? /Sign-in is not answering[\s\S]*Continue with a code and PIN/ : /La identificación no responde[\s\S]*Seguir un trámite con su código y PIN/, path)
    assert.ok(!refused.text.includes('value="testing"'), 'no password comes back')
  }
  // An application of an institution, through ClaveÚnica's contract: the same form, with her RUN.
  const ask = { client_id: 'demo-claveunica', redirect_uri: 'http://127.0.0.1:4599/institucion-demo/callback', state: 's'.repeat(40) }
  const openid = await p.send(other, '/openid/entrar', `/openid/authorize?${new URLSearchParams({ ...ask, response_type: 'code', scope: 'openid run name' })}`, { ...ask, run: elena, password: 'testing' })
  assert.deepEqual([openid.status, openid.wait > 0, openid.text.includes(`value="${elena}"`)], [503, true, true])
  assert.match(openid.text, away)
  // Nor is anybody asked on her own telephone.
  const backchannel = await fetch(`${p.url}/oidc/backchannel`, { method: 'POST', body: new URLSearchParams({ scope: 'openid' }) })
  assert.deepEqual([backchannel.status, Number(backchannel.headers.get('retry-after')) > 0], [503, true])

  // Inside: answers, sends, and sees it among hers.
  assert.equal((await walk(rosa, { answers: home })).end, 'sent')
  const sent = await bySystem(idIn(rosa))
  assert.deepEqual([sent.status !== 'journey', sent.provisional], [true, undefined], 'who was known before sends as ever')
  await rosa.goto(`${p.url}/mis-tramites`)
  assert.match(await main(rosa), /Bono de calefacción/)
  // Nobody: a draft of before goes on elsewhere by code and PIN; another one begins; what asks who she is leads to the door.
  const elsewhere = await p.someone(320)
  await elsewhere.goto(`${p.url}/seguir`)
  await elsewhere.fill('[name=code]', early.code)
  await elsewhere.fill('[name=pin]', early.pin)
  await elsewhere.locator('main form button').first().click()
  await elsewhere.waitForURL(`**/tramite/${early.id}/**`)
  assert.equal((await walk(elsewhere, { answers: home })).end, 'sent')
  assert.notEqual((await bySystem(early.id)).status, 'journey')
  const late = await anonymous(await p.someone())
  assert.equal((await bySystem(late.id)).status, 'journey')
  await nobody.goto(`${p.url}/empezar/bono-prueba`)
  await nobody.locator('main form button').first().click()
  await nobody.waitForURL(/\/entrar\?/)

  // It is back: the page says nothing any more, and no try was counted against anybody.
  await p.identity('up')
  await signInByPassword(other, p.url, elena)
  await other.waitForURL(/\/mis-tramites$/)
  assert.doesNotMatch(await other.locator('body').innerText(), away)
})

test('a kiosk informs, begins what asks for nobody and goes on by code and PIN; no code for a telephone is shown until it is back', async () => {
  const kiosk = await p.someone(), draft = await anonymous(await p.someone())
  await kiosk.setViewportSize({ width: 1080, height: 1920 })
  await p.identity('down')
  await kiosk.goto(`${p.url}/totem/3`)
  await press(kiosk, 'Español')
  await press(kiosk, 'Continuar')
  assert.match(await main(kiosk), away)
  await p.shot(kiosk, 'kiosk-services')
  await kiosk.locator('button[value="cert-prueba"]').click()
  await kiosk.getByRole('heading', { name: away }).waitFor()
  assert.match(await main(kiosk), /En el mesón te atienden con tu cédula/)
  assert.equal(await kiosk.locator('[data-address], .vn-kiosk-code').count(), 0, 'nobody is sent to a door that is shut')
  await p.shot(kiosk, 'kiosk-who')
  // A page that was open before offers the code all the same: the answer is the same.
  await kiosk.goto(`${p.url}/totem/3/seguir`)
  await kiosk.getByRole('link', { name: 'Tengo un código y un PIN' }).click()
  await kiosk.locator('input[name=code]').fill(draft.code)
  await kiosk.locator('input[name=pin]').fill(draft.pin)
  await press(kiosk, 'Continuar')
  await kiosk.waitForURL(/\/totem\/3\/(?:p\/|tramite|seccion)/)
  await kiosk.goto(`${p.url}/totem/3/terminar`)
  await kiosk.locator('button[data-key="1"]').first().click()
  await kiosk.waitForURL(/\/totem\/3$/)

  await p.identity('up')
  await press(kiosk, 'English')
  await press(kiosk, 'Continue')
  assert.doesNotMatch(await main(kiosk), /We cannot check/)
  await kiosk.locator('button[value="cert-prueba"]').click()
  await press(kiosk, 'Show the QR code')
  await kiosk.locator('[data-address]').waitFor()
})

test('the automatic line says so, goes on by code and PIN, asks nobody for digits or a PIN, and promises to call back', async () => {
  const draft = await anonymous(await p.someone())
  await p.identity('down')
  const call = await p.dial('+56955500117')
  assert.match(await call.key('1'), /Ahora no podemos comprobar quién llama/)
  await call.key('1')
  await call.key(keyed(draft.code))
  assert.match(await call.key(`${draft.pin}#`), /Bono abierto/, 'hers by code and PIN')

  const english = await p.dial('+56955500117')
  assert.match(await english.key('2'), /We cannot check who is calling/)
  // A service that asks who she is, by its place in the list.
  const listed = await english.key('2'), place = /For Heating allowance \(test\), press (\d)/.exec(listed)?.[1]
  assert.ok(place, listed)
  const here = await english.key(place)
  assert.match(here, /needs to know who is calling[\s\S]*call you at this number, press three/)
  assert.match(await english.key('3'), /We will call you/)
  assert.equal(english.last, 'hang-up')
  const task = (await p.house.cases.tasks.list({ institution: 'ips' })).findLast((t) => t.kind === 'call-back')!
  assert.deepEqual([task.status, task.post, Date.parse(task.dueAt) > Date.now()], ['open', 'phone', true])
  const contact = value(await p.house.cases.episodes.get(task.episode, system))
  assert.deepEqual([contact.person, contact.level, contact.tasks[0]!.about?.includes('+56955500117')], [undefined, 0, true], 'a number tells whom to call, and who it is no more than before')

  // Without a PIN, hers is not opened by digits that nobody can judge.
  const hers = await p.dial('+56955500117')
  await hers.key('1')
  await hers.key('1')
  await hers.key(keyed(draft.code))
  assert.match(await hers.key('#'), /ahora no podemos comprobarlo/)
  // Nor by keys in a call that somebody attends.
  assert.deepEqual([(await p.signedPost('/api/telephony/keys', { call: hers.call, digits: '740926' })).status], [503])

  await p.identity('up')
  const back = await p.dial('+56955500117')
  assert.doesNotMatch(await back.key('2'), /cannot check/)
  await back.key('2')
  assert.match(await back.key(place), /Key in your whole RUN/)
})

test('a chat says so, sends nobody to sign in, and begins what asks for nobody', async () => {
  await p.identity('down')
  const her = await p.someone(320)
  const say = async (text: string): Promise<void> => { await her.getByLabel('Tu mensaje').fill(text); await her.getByRole('button', { name: 'Enviar', exact: true }).click(); await her.waitForLoadState('load') }
  const tap = async (name: string | RegExp): Promise<void> => { await her.getByRole('button', { name }).last().click(); await her.waitForLoadState('load') }
  await her.goto(`${p.url}/chat`)
  await tap('Empezar a conversar')
  await her.getByText(/Puedo informarte, empezar lo que no pide identidad/).waitFor()
  await say('menú')
  await tap(/^Empezar/)
  await tap('Bono de calefacción (prueba)')
  await her.getByText('Este trámite pide saber quién eres, y ahora no podemos comprobarlo').waitFor()
  assert.equal(await her.locator('main a[href*="/seguir/"]').count(), 0, 'no way to a door that is shut')
  await p.clean(her, 'chat')
  await say('menú')
  await tap(/^Empezar/)
  await tap('Bono abierto (prueba)')
  await her.getByText(/Empezamos: Bono abierto/).waitFor()

  await p.identity('up')
  await say('menú')
  await tap(/^Empezar/)
  await tap('Bono de calefacción (prueba)')
  await her.locator('main a[href*="/seguir/"]').first().waitFor()
})

/** At a counter, from the ticket to the person: her card is looked at. */
async function visited(marta: Page, ticket: string, run: string): Promise<string> {
  await visit(marta, `${p.url}/agente`)
  await marta.locator('input[name=ticket]').fill(ticket)
  await press(marta, 'Atender la visita')
  await marta.locator('input[name=run]').fill(run)
  await marta.locator('input[name=seen]').check()
  await press(marta, 'Es la persona')
  return marta.url().split('?')[0]!
}
/** All that is asked, as she says it, read back; sent, since her screen does not work. */
async function filed(marta: Page, contact: string, service: string, said: { readonly [fact: string]: string | { readonly [part: string]: string } }): Promise<string> {
  await visit(marta, contact)
  await marta.locator('select[name=service]').selectOption(service)
  await press(marta, 'Empezar')
  const id = /\/t\/([0-9a-f-]{36})/.exec(marta.url())![1]!, at = `${contact}/t/${id}`
  for (let n = 0; n < 20; n++) {
    await visit(marta, at)
    if (marta.url().includes('/leer')) break
    const fact = await marta.locator('#pregunta input[name=p]').inputValue(), answer = said[fact]
    if (answer === undefined) assert.fail(`nothing to say: ${fact}`)
    if (typeof answer !== 'string') for (const [part, text] of Object.entries(answer)) { const field = marta.locator(`#pregunta [name="${fact}-${part}"]`); await ((await field.evaluate((e) => e.tagName)) === 'SELECT' ? field.selectOption(text) : field.fill(text)) }
    else if (await marta.locator(`#pregunta input[name="${fact}"][value="${answer}"]`).count()) await marta.locator(`#pregunta input[name="${fact}"][value="${answer}"]`).check()
    else await marta.locator(`#pregunta [name="${fact}"]`).fill(answer)
    await press(marta, 'Leer de vuelta')
    await press(marta, 'Dijo que sí')
  }
  await visit(marta, `${at}/leer`)
  await marta.locator('summary', { hasText: 'La pantalla no funciona' }).click()
  await marta.locator('details[open] input[name=why]').fill('No enciende')
  await marta.locator('details[open] button[value=yes]').click()
  await marta.waitForURL('**/comprobante')
  return id
}
const types = async (id: string): Promise<readonly string[]> => (await p.events(id)).map((e) => e.type)
const owed = async (id: string) => (await p.house.cases.tasks.list({ institution: 'ips' })).filter((t) => t.case === id)

test('at a counter a card is looked at and what is sent is provisional: no register is asked, nothing is decided or charged; her own sign-in, as sure as the service asks, sets it going', async () => {
  const marta = await p.staff('marta@meson-3'), hers = await p.someone()
  await p.identity('down')
  const contact = await visited(marta, 'P1', elena)
  assert.match(await main(marta), /lo que se envíe queda provisorio[\s\S]*Mostró su cédula; no se pudo verificar[\s\S]*T2, sin verificar/)
  await p.clean(marta, 'counter')
  // No account is made of it, and her own telephone is not asked.
  await press(marta, 'Pedir confirmación en su teléfono')
  await marta.getByText('Ahora no se puede comprobar quién es. Mira su cédula').waitFor()
  const checked = await p.send(marta, contact.replace(p.url, '') + '/inscribir', contact.replace(p.url, ''), { do: 'check', names: 'Elena', surnames: 'Vera Muñoz', kind: 'id-card', number: '523118904', 'expires-day': '7', 'expires-month': '3', 'expires-year': '2031', checks: 'original' })
  assert.ok(checked.status >= 400, 'nobody is enrolled by a card that was not verified')
  const id = await filed(marta, contact, 'cert-prueba', { run: elena, names: 'Elena Vera', use: 'work' })
  assert.match(await main(marta), /Quedó provisoria: hay que verificar a la persona a más tardar el/)
  await p.clean(marta, 'receipt')
  const file = await bySystem(id), after = await types(id)
  assert.deepEqual([file.provisional !== undefined, file.answers['names']?.value, file.answers['names']?.state], [true, 'Elena Vera', 'declared'], 'what she said, for whoever decides to check, not what a register says')
  assert.ok(!after.includes('payment-requested') && !after.includes('certificate-issued'))
  const decided = await p.house.cases.act(id, { do: 'act', action: 'approve' }, { role: 'officer', by: 'oscar', institution: 'srcei', channel: 'web', assurance: 3 }, 'o-1')
  assert.ok(!decided.ok && decided.refusal === 'case-provisional')
  await visit(marta, `${p.url}/agente`)
  assert.match(await main(marta), /Personas por verificar: 1[\s\S]*Verificar a la persona antes del/)
  await p.clean(marta, 'inbox')
  const [task] = await owed(id), days = (Date.parse(task!.dueAt) - Date.now()) / 86_400_000
  assert.ok(days > 4 && days < 12, `five working days: ${task!.dueAt}`)

  // All of it judged at once; a status that never says so, and a fold to which provisional means nothing, are found out.
  const visit1 = value(await p.house.cases.episodes.get(/contacto\/([0-9a-f-]{36})/.exec(contact)![1]!, system)), { engine } = await p.journey(id), events = await p.events(id)
  const met: Met = { notice: await marta.locator('.vn-outage').innerText(), verifies: visit1.level >= 3, ...replayed(events, engine) }
  assert.deepEqual(wrongs(met), [])
  const silent = createStatus({ registers: { status: () => [] }, circuit: createCircuit(() => 0), vocabulary: { registers: {} } })
  assert.deepEqual(wrongs({ ...met, notice: silent.text('es'), verifies: silent.verifies() }), ['nobody is told', 'a card is taken for a verified one'])
  assert.deepEqual(wrongs({ ...met, ...replayed(events, engine, careless) }), ['what is sent is as good as any', 'asked for: charge'])

  // Back: she enters by a code alone, which is not enough for it; then with her password.
  await p.identity('up')
  await hers.goto(`${p.url}/demo?volver=%2Fmis-tramites#people`)
  await hers.locator('summary', { hasText: 'Elegir otro nivel' }).click()
  await hers.locator('input[name=level][value="2"]').check()
  await hers.locator('main button[value="elena"]').first().click()
  await hers.waitForURL(/\/mis-tramites$/)
  assert.ok((await bySystem(id)).provisional !== undefined)
  await signInByPassword(hers, p.url, elena)
  await hers.waitForURL(/\/mis-tramites$/)
  assert.equal((await bySystem(id)).provisional, undefined)
  assert.deepEqual(await owed(id), [])
  await p.soon(async () => ((await types(id)).includes('payment-requested') ? true : undefined), 'what waited is asked of her now')
  await hers.goto(`${p.url}/tramite/${id}/pagar`)
  await press(hers, /^Pagar/)
  await p.soon(async () => ((await types(id)).includes('certificate-issued') ? true : undefined), 'the certificate')
  const history = await p.timeline((await bySystem(id)).person!)
  for (const type of ['made-provisional', 'verified', 'verification-closed']) assert.ok(history.some((e) => e.type === type), type)
  await hers.goto(`${p.url}/mi-historia`)
  assert.match(await main(hers), /Se verificó quién la envió[\s\S]*Quedó provisoria/)
})

test('on an attended call nothing that proves who she is is tried; once it is back, whoever took the verification calls her and her six digits close it', async () => {
  const marta = await p.staff('marta@meson-3'), luis = await p.staff('luis@telefono-1'), rosa = '41.000.117-9'
  await p.identity('down')
  const id = await filed(marta, await visited(marta, 'P2', rosa), 'bono-prueba', { ...home, born: { day: '5', month: '3', year: '1960' } })
  await press(luis, 'Anotar la llamada')
  await luis.locator('#otp-run').fill(rosa)
  await luis.keyboard.press('Enter')
  await luis.getByText(/Informa, sigue con código y PIN lo que empezó sin identidad, o promete una llamada/).waitFor()
  assert.equal(await luis.locator('#otp-run').inputValue(), rosa, 'what was typed stays')
  assert.equal(await luis.locator('input[name=digits]').count(), 0)
  assert.match(await luis.locator('.vn-outage').innerText(), away)
  await p.clean(luis, 'call')

  await p.identity('up')
  await visit(luis, `${p.url}/agente`)
  await press(luis, 'Tomar la verificación')
  assert.match(await main(luis), /Verificar a una persona[\s\S]*Esta tarea se cierra sola cuando queda verificada/)
  assert.equal(await luis.locator('button[value=cancel]').count(), 0)
  // Whom: only with an attention, which her own record has.
  assert.doesNotMatch(await main(luis), /Rosa/)
  await press(luis, 'Ver a quién')
  await luis.getByText(/Rosa/).first().waitFor()
  assert.ok((await p.house.cases.looksAt((await bySystem(id)).person!)).some((l) => l.by === 'luis' && l.reason === 'Verificar a una persona'))
  await p.clean(luis, 'task')
  await press(luis, 'No contestó')
  assert.equal((await owed(id))[0]!.attempts, 1)
  await press(luis, 'Contestó o está aquí')
  await luis.locator('#otp-run').fill(rosa)
  await luis.keyboard.press('Enter')
  await luis.locator('input[name=digits]').waitFor()
  assert.ok((await bySystem(id)).provisional !== undefined, 'an answered call verifies nobody')
  await luis.locator('input[name=digits]').fill(await p.digits())
  await luis.keyboard.press('Enter')
  await luis.getByText('T2, contacto verificado').first().waitFor()
  assert.deepEqual([(await bySystem(id)).provisional, await owed(id)], [undefined, []])
  await visit(luis, `${p.url}/agente`)
  assert.doesNotMatch(await main(luis), /por verificar/)
})

test('a form handed in on paper, with a card that nobody could verify, is typed in and provisional', async () => {
  const marta = await p.staff('marta@meson-3')
  await p.identity('down')
  await visit(marta, `${p.url}/equipo/papel`)
  await marta.getByLabel('Código del formulario').fill('bono-prueba@1.0.0')
  await marta.getByLabel('RUN de quien firma').fill('41.000.250-7')
  await marta.getByLabel('Lo entregó en persona y mostró su cédula').check()
  await press(marta, 'Copiar este papel')
  for (const [name, text] of Object.entries({ 'born-day': '20', 'born-month': '8', 'born-year': '1957', 'address-street': 'Los Aromos', 'address-number': '1' })) await marta.locator(`main [name="${name}"]`).fill(text)
  await marta.locator('main select[name="address-comuna"]').selectOption('13120')
  for (const [name, choice] of Object.entries({ tenure: 'own', income: 'low', heating: 'wood', other_benefit: 'no', pay_by: 'office' })) await marta.locator(`main [name="${name}"][value="${choice}"]`).check()
  await press(marta, 'Guardar y revisar')
  const id = /[0-9a-f-]{36}\/([0-9a-f-]{36})/.exec(marta.url())![1]!
  await marta.getByLabel('El papel está firmado y dice lo mismo').check()
  await press(marta, 'Enviar la solicitud')
  await marta.getByText(/Quedó provisoria: no se pudo comprobar quién la entregó/).waitFor()
  await p.clean(marta, 'paper')
  assert.deepEqual([(await bySystem(id)).provisional !== undefined, (await owed(id)).map((t) => t.kind)], [true, ['verify']])
  await p.identity('up')
  const hers = await p.someone()
  await signIn(hers, p.url, 'pedro')
  assert.deepEqual([(await bySystem(id)).provisional, await owed(id)], [undefined, []])
})
