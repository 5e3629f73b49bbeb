import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import type { Fact, FileValue, Value } from '#core/service'
import { kinds } from '#core/kinds'
import { turnsOf as chatTurns } from '#channels/chat'
import { turnsOf, type TurnOut } from '#channels/ivr'
import { signed } from '#platform/webhook'
import { launch, visitor } from '../web/browser.ts'
import { begin, signIn } from '../web/people.ts'
import { type FileField, type Fill, Visitor } from '../web/visitor.ts'
import { type Typed, walk } from '../web/walker.ts'
import { digits, documentOf, type Sample } from './samples.ts'

/** The real application and one of its people, who is signed in or shows her card wherever a channel needs it. */
export type World = { readonly url: string; readonly browser: Browser; readonly person: { readonly id: string; readonly run: string } }
/** Carries a sample through a channel as it is built, from the first page or call to the end, and answers the id of the case. */
export type Adapter = (world: World, sample: Sample) => Promise<string>
const idIn = (path: string): string => /([0-9a-f]{8}-[0-9a-f-]{27})/.exec(path)![1]!
/** All that may have to be said: what registers know too, for where one of them has nothing. */
const answersOf = ({ fetched, given }: Sample): { readonly [fact: string]: Value } => ({ ...fetched, ...given })
const fieldsOf = (fact: Fact, value: Value): { readonly [suffix: string]: string | readonly string[] } => kinds[fact.type].fields(value, fact)

/** What a person writes on pages. */
const typedOf = (sample: Sample): { readonly [path: string]: Typed } => Object.fromEntries(Object.entries(answersOf(sample)).map(([id, value]): [string, Typed] => {
  const fact = sample.engine.fact(id)!, f = fieldsOf(fact, value)
  if (fact.type === 'file') { const { name, type, bytes } = documentOf((value as unknown as FileValue).name); return [id, { file: { name, mimeType: type, buffer: bytes } }] }
  return [id, '' in f ? f[''] as Typed : (f as Typed)]
}))
/** Pages, without scripts: as a person goes. */
const web: Adapter = async ({ url, browser, person }, sample) => {
  const context = await visitor(browser, { js: false }), page = await context.newPage()
  try {
    await signIn(page, url, person.id)
    await begin(page, url, sample.engine.service.id)
    const typed = typedOf(sample)
    const end = await walk(page, { answers: typed })
    assert.equal(end.end, 'sent', `${end.pages.join(' ')} ${await page.locator('main').innerText()}`)
    return idIn(end.url)
  } finally { await context.close() }
}

/** A system of an institution, for the person. */
const api: Adapter = async ({ url, person }, sample) => {
  const token = /(vc_[A-Za-z0-9_-]{43})/.exec(await (await fetch(`${url}/demo`)).text())![1]!, values = answersOf(sample)
  let n = 0
  const call = async (method: string, path: string, body?: unknown): Promise<{ readonly [k: string]: never }> => {
    const form = body instanceof FormData, reply = await fetch(`${url}/api/v1${path}`, { method, ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }), headers: { authorization: `Bearer ${token}`, 'ventanilla-person': person.run, 'ventanilla-basis': 'prueba de paridad', ...(form || body === undefined ? {} : { 'content-type': 'application/json' }), ...(method === 'POST' ? { 'idempotency-key': `parity-${sample.engine.service.id}-${n++}-of-this-run` } : {}) } })
    const said = await reply.json() as { [k: string]: never }
    assert.ok(reply.ok, `${method} ${path} ${JSON.stringify(said)}`)
    return said
  }
  type Seen = { readonly seq: number; readonly next: string | null; readonly registers: readonly string[]; readonly facts: readonly { readonly path: string; readonly value?: unknown; readonly provenance?: { readonly state: string } }[] }
  const { id } = (await call('POST', '/journeys', { service: sample.engine.service.id, language: 'es' })) as unknown as { id: string }
  for (let turn = 0; turn < 80; turn++) {
    let seen = (await call('GET', `/journeys/${id}`)) as unknown as Seen
    if (seen.next === null) break
    if (seen.registers.length > 0) seen = (await call('POST', `/journeys/${id}/registers`, { paths: seen.registers })) as unknown as Seen
    const path = seen.next
    if (path === null) break
    const here = seen.facts.find((f) => f.path === path)!, fact = sample.engine.fact(path)!
    let value = here.provenance?.state === 'fetched' ? here.value : values[path]
    const state = here.provenance?.state === 'fetched' ? 'confirmed' : value === undefined ? (fact.optional ? 'declined' : 'deferred') : 'given'
    if (fact.type === 'file' && state === 'given') {
      const { name, type, bytes } = documentOf((value as FileValue).name), form = new FormData()
      form.append('file', new Blob([new Uint8Array(bytes)], { type }), name)
      value = await call('POST', `/journeys/${id}/files/${path}`, form)
    }
    await call('POST', `/journeys/${id}/answers`, { basedOn: seen.seq, answers: { [path]: { ...(state === 'given' ? {} : { state }), ...(state === 'given' || state === 'confirmed' ? { value } : {}) } } })
  }
  const { digest } = (await call('GET', `/journeys/${id}/summary`)) as unknown as { digest: string }
  await call('POST', `/journeys/${id}/submission`, { digest })
  return id
}

/** A form filled in by hand, handed in with the card and typed in by a clerk. */
const paper: Adapter = async ({ url, person }, sample) => {
  const desk = new Visitor(url), values = answersOf(sample)
  await desk.get('/equipo/entrar?volver=/equipo/papel')
  await desk.send('Tomar')
  await desk.get('/equipo/papel')
  await desk.send('Copiar este papel', { mark: sample.engine.service.id, run: person.run, how: 'document', ref: '' })
  for (let turn = 0; turn < 10; turn++) {
    const names = new Set(desk.fields('Guardar y revisar').map((c) => c.name)), fill: { [name: string]: string | readonly string[] | FileField } = {}
    for (const [id, value] of Object.entries(values)) {
      const fact = sample.engine.fact(id)!
      // What registers know stays blank on the paper.
      if (Object.hasOwn(sample.fetched, id) && !desk.page.text.includes('cópialo si está en el papel')) continue
      if (fact.type === 'file') { if (names.has(id)) { const d = documentOf((value as unknown as FileValue).name); fill[id] = { name: d.name, type: d.type, body: new Uint8Array(d.bytes) } } continue }
      for (const [suffix, text] of Object.entries(fieldsOf(fact, value))) { const name = suffix === '' ? id : `${id}-${suffix}`; if (names.has(name)) fill[name] = text }
    }
    await desk.send('Guardar y revisar', fill as Fill)
    assert.match(desk.page.url, /\/revisar$/, desk.page.text)
    if (!desk.page.html.includes('name="digest"')) { await desk.follow('Volver a copiar'); continue }
    await desk.send('Enviar la solicitud', { signed: 'yes' })
    assert.match(desk.page.url, /\/comprobante$/, desk.page.text)
    return desk.page.url.split('/').at(-2)!
  }
  return assert.fail(`the paper does not end: ${desk.page.text}`)
}

/** What a telephone provider signs with: the house of this test is told it too. */
export const telephonySecret = 'a-secret-of-tests-of-32-characters-or-more'
/** Keys on the telephone, begun after RUN and six digits; what cannot be keyed in or confirmed there is ended on her own screen, as the link would have it. */
const ivr: Adapter = async ({ url, browser, person }, sample) => {
  const { engine } = sample, call = `parity-${engine.service.id}`, turns = turnsOf(engine, 'es'), values = answersOf(sample)
  let turn = 0, now: TurnOut = { call, turn, verbs: [] }
  const text = (): string => now.verbs.flatMap((v) => (v.do === 'say' ? [v.text] : [])).join(' ')
  const next = async (heard?: object): Promise<void> => {
    const body = JSON.stringify({ call, turn, ...(heard === undefined ? {} : { heard }) }), reply = await fetch(`${url}/api/telephony/turns`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...signed(telephonySecret, body, Date.now()) } })
    assert.equal(reply.status, 200, await reply.clone().text())
    now = (await reply.json()) as TurnOut
    turn = now.turn
  }
  const key = (keys: string): Promise<void> => next({ digits: keys })
  await next()
  for (const keys of ['1', '2']) await key(keys)
  const title = engine.service.title['es']!, place = new RegExp(`Para ${title.replace(/[()]/g, '\\$&')}, marque (\\d)`).exec(text())?.[1]
  assert.ok(place, text())
  for (const keys of [place, `${person.run.replace('-', '')}#`]) await key(keys)
  const board = await (await fetch(`${url}/demo`)).text()
  await key(/(\d{3}) (\d{3})/.exec(board)!.slice(1).join(''))
  for (let n = 0; n < 60 && !/Por teclas no se responde|Ya está todo/.test(text()); n++) {
    if (text().includes('Si está bien, marque uno')) { await key('1'); continue }
    const asked = turns.find((t) => t.ask !== undefined && text().includes(t.ask.say[0]!)), value = asked && values[asked.fact]
    assert.ok(asked, text())
    const fact = engine.fact(asked.fact)!
    await key(value === undefined ? '#' : (digits(fact, value, (fact.options ?? []).map((o) => o.id)) as { digits: string }).digits)
  }
  await key('2')
  assert.deepEqual(now.verbs.at(-1), { do: 'hang-up' })
  const context = await visitor(browser, { js: false }), page = await context.newPage()
  try {
    await signIn(page, url, person.id)
    // Her newest journey of this service is the one of the call.
    await page.locator('main a', { hasText: title }).first().click()
    await page.waitForLoadState('load')
    const end = await walk(page, { answers: {} })
    assert.equal(end.end, 'sent', `${end.pages.join(' ')} ${await page.locator('main').innerText()}`)
    return idIn(end.url)
  } finally { await context.close() }
}

/** A member of staff at a post types what she says and reads it back; her yes is spoken (at the counter because its screen is said to be out of order). By telephone her own one raises the call to her identity. */
const attended = (channel: 'counter' | 'phone'): Adapter => async ({ url, browser, person }, sample) => {
  const { engine } = sample, agent = new Visitor(url), values = answersOf(sample), hers = (): string => agent.page.url.replace(/\?.*$/, '')
  await agent.get('/equipo/entrar?volver=/agente')
  agent.page = { ...agent.page, html: onlyButton(agent.page.html, channel === 'counter' ? 'marta@meson-3' : 'juan@telefono-2') }
  await agent.send('Tomar')
  if (channel === 'counter') {
    await agent.send('Atender la visita', { ticket: `P-${engine.service.id.slice(0, 12)}` })
    await agent.send('Es la persona', { run: person.run, seen: 'yes' })
  } else {
    await agent.send('Anotar la llamada')
    const contact = hers()
    await agent.send('Anotar lo que dice', { run: person.run })
    await agent.send('Enviar enlace para T3')
    const link = /\/seguir\/[\w-]+/.exec(await (await fetch(`${url}/demo`)).text())![0], context = await visitor(browser, { js: false }), page = await context.newPage()
    await signIn(page, url, person.id, { back: link })
    await page.locator('main form button').first().click()
    await page.waitForLoadState('load')
    await context.close()
    await agent.get(contact)
  }
  await agent.send('Empezar', { service: engine.service.id })
  for (let turn = 0; turn < 120; turn++) {
    const { html, url: at, text } = agent.page
    if (at.endsWith('/comprobante')) return idIn(at.split('/t/')[1]!)
    if (at.includes('/leer')) {
      const whole = !at.includes('seccion=')
      if (whole && /Todavía falta|Queda para otro momento/.test(text)) break
      if (channel === 'phone') await agent.send('Dijo que sí')
      else { await agent.send('Dijo que sí', { why: 'la pantalla no enciende' }) }
      continue
    }
    if (html.includes('value="confirm"')) { await agent.send('Dijo que sí'); continue }
    if (html.includes('value="close"')) { await agent.send('No hay ninguno'); continue }
    const fact = engine.fact(/name="p" value="([^"]+)"/.exec(html)![1]!)!, button = html.includes('Guardar el archivo') ? 'Guardar el archivo' : 'Leer de vuelta'
    const names = new Set(agent.fields(button).map((c) => c.name)), fill: { [name: string]: string | readonly string[] | FileField } = {}
    for (const [id, value] of Object.entries(values)) {
      const f = engine.fact(id)!
      if (f.type === 'file') { if (names.has(id)) { const d = documentOf((value as unknown as FileValue).name); fill[id] = { name: d.name, type: d.type, body: new Uint8Array(d.bytes) } } continue }
      for (const [suffix, text] of Object.entries(fieldsOf(f, value))) { const name = suffix === '' ? id : `${id}-${suffix}`; if (names.has(name)) fill[name] = text }
    }
    if (Object.keys(fill).length === 0) { await agent.send(fact.optional ? 'No quiere responder' : 'Responde después'); continue }
    await agent.send(button, fill as Fill)
    assert.equal(agent.page.status, 200, agent.page.text)
    if (button === 'Leer de vuelta') await agent.send('Dijo que sí')
  }
  // What a voice cannot take, a document, she ends on her own screen, as the link would have it.
  const context = await visitor(browser, { js: false }), page = await context.newPage()
  try {
    await signIn(page, url, person.id, { back: `/tramite/${idIn(hers().split('/t/')[1]!)}` })
    const files = Object.fromEntries(Object.entries(values).flatMap(([id, value]) => { if (engine.fact(id)!.type !== 'file') return []; const { name, type, bytes } = documentOf((value as unknown as FileValue).name); return [[id, { file: { name, mimeType: type, buffer: bytes } }]] }))
    const end = await walk(page, { answers: files })
    assert.equal(end.end, 'sent', `${end.pages.join(' ')} ${await page.locator('main').innerText()}`)
    return idIn(end.url)
  } finally { await context.close() }
}
/** The form of the sign-in with one of its buttons alone: whoever presses «take» takes this post. */
const onlyButton = (html: string, value: string): string => html.replace(/<button[^>]*name="staff" value="([^"]+)"[^>]*>[\s\S]*?<\/button>/g, (all, v: string) => (v === value ? all : ''))

/** A machine in a public place, without scripts: she says who she is on her own telephone, answers and sends there, and takes the receipt along. */
const kiosk: Adapter = async ({ url, browser, person }, sample) => {
  const machine = await visitor(browser, { js: false, width: 1080 }), telephone = await visitor(browser, { js: false, width: 390 }), at = await machine.newPage(), phone = await telephone.newPage()
  const press = async (name: string): Promise<void> => { await at.locator('main').getByRole('button', { name }).or(at.locator('main').getByRole('link', { name })).first().click(); await at.waitForLoadState('load') }
  const scan = async (name: string): Promise<void> => { await press(name); await phone.goto((await at.locator('[data-address]').textContent())!); await phone.locator('main form button').first().click(); await phone.waitForLoadState('load') }
  try {
    await signIn(phone, url, person.id)
    await at.goto(`${url}/totem/4`)
    for (const name of ['Español', 'Continuar', sample.engine.service.title['es']!]) await press(name)
    if (at.url().includes('/quien/')) { await scan('Mostrar el código QR'); await press('Ya entré en mi celular'); await press('Empezar el trámite') }
    const end = await walk(at, { answers: typedOf(sample) })
    assert.equal(end.end, 'sent', `${end.pages.join(' ')} ${await at.locator('main').innerText()}`)
    await scan('en mi celular')
    return idIn(phone.url())
  } finally { await machine.close(); await telephone.close() }
}

/** A conversation on our own page, signed in: buttons, words and papers; what is left for our pages is ended there. */
const chat: Adapter = async ({ url, browser, person }, sample) => {
  const context = await visitor(browser, { js: false }), page = await context.newPage(), { engine } = sample, values = answersOf(sample), turns = chatTurns(engine, 'es'), title = engine.service.title['es']!
  const last = () => page.locator('.vn-bubble:not(.vn-bubble--mine)').last(), done = () => page.waitForLoadState('load'), lists = { options: [] }
  const write = async (text: string): Promise<void> => { await page.getByLabel('Tu mensaje').fill(text); await page.getByRole('button', { name: 'Enviar', exact: true }).last().click(); await done() }
  const tap = async (value: string): Promise<void> => { await last().locator(`button[value="${value}"]`).click(); await done() }
  try {
    await signIn(page, url, person.id)
    await page.goto(`${url}/chat`)
    await page.getByRole('button', { name: 'Empezar a conversar' }).click()
    await done()
    await tap('begin')
    await tap(`s:${engine.service.id}`)
    for (let n = 0; n < 80; n++) {
      const said = await last().innerText(), buttons = await last().locator('button[name=choice]').evaluateAll((all) => all.map((b) => (b as HTMLButtonElement).value))
      const confirm = buttons.find((b) => b === 'ok' || b.startsWith('ok:')), tapped = buttons.find((b) => b.startsWith('a:')), paper = await last().locator('input[type=file]').count()
      if (confirm !== undefined) { await tap(confirm); continue }
      if (buttons.includes('send')) { await tap('send'); break }
      if (buttons.includes('done')) break
      const asked = tapped?.split(':')[1] ?? (paper > 0 ? (await last().locator('input[type=file]').getAttribute('name'))!.slice(2) : turns.find((t) => t.say?.ask !== undefined && said.includes(t.say.ask))?.fact)
      assert.ok(asked, said)
      const fact = engine.fact(asked)!, value = values[asked], skip = buttons.find((b) => b.startsWith('skip:') || b.startsWith('later:'))
      if (value === undefined) { assert.ok(skip, `${asked}: ${said}`); await tap(skip); continue }
      if (fact.type === 'file') { const d = documentOf((value as unknown as FileValue).name); await last().locator('input[type=file]').setInputFiles({ name: d.name, mimeType: d.type, buffer: d.bytes }); await page.getByRole('button', { name: 'Adjuntar' }).click(); await done(); continue }
      if (fact.type === 'yesno') await tap(`a:${asked}:${value === true ? 'yes' : 'no'}`)
      else if (tapped !== undefined) await tap(`a:${asked}:${String(value)}`)
      else await write(fact.type === 'many' ? ((value as readonly string[]).map((id) => (fact.options ?? []).findIndex((o) => o.id === id) + 1).join(', ') || 'ninguna') : fact.type === 'choice' ? String(value) : kinds[fact.type].format(value, { ...fact, ...lists }, 'es'))
    }
    await page.goto(`${url}/mis-tramites`)
    await page.locator('main a', { hasText: title }).first().click()
    await done()
    if (/comprobante|mis-tramites\/[0-9a-f-]{36}/.test(page.url())) return idIn(page.url())
    const end = await walk(page, { answers: typedOf(sample) })
    assert.equal(end.end, 'sent', `${end.pages.join(' ')} ${await page.locator('main').innerText()}`)
    return idIn(end.url)
  } finally { await context.close() }
}

/** The channels as they are built, one line each; a new one gets its line here. */
export const adapters: { readonly [channel: string]: Adapter } = { web, api, paper, ivr, chat, kiosk, counter: attended('counter'), phone: attended('phone') }
export const openBrowser = launch
