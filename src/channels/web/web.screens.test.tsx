import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { createWeb } from '#channels/web'
import type { Outcome } from '#core/refusal'
import { agent, citizen, person } from '../../../test/spine/house.ts'
import { type Channel, engineFrom, registersOf, webChannel } from '../../../test/web/channel.tsx'
import { type Page, Visitor } from '../../../test/web/visitor.ts'

const read = (file: string) => engineFrom(readFileSync(file, 'utf8'), file)
const value = <T,>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const certificate = { run: '41000117-9', names: 'Rosa Núñez Paredes', record: 'Sin antecedentes.', email: 'rosa@ejemplo.cl' }
const pensioner = { run: '41000512-3', names: 'Marta Rivas Lobos', born: '1960-03-05', residence_years: 45, residence_recent_years: 5, base_pension: 180000, phone: '+56910000005' }
let records: Channel, pensions: Channel, kinds: Channel
const visitors: Visitor[] = []
const visit = (c: Channel, who?: number): Visitor => { const v = new Visitor(c.url, who); visitors.push(v); return v }
const idOfPage = (p: Page): string => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(p.url)![0]

before(async () => {
  records = await webChannel({ engine: read('services/srcei/certificado-antecedentes/service.yaml'), registers: registersOf(certificate) })
  pensions = await webChannel({ engine: read('services/ips/pension-garantizada-universal/service.yaml'), registers: registersOf({ ...pensioner, score: 4200, email: null }) })
  kinds = await webChannel({ engine: read('test/web/kinds.yaml') })
})
after(async () => { for (const c of [records, pensions, kinds]) await c?.stop() })

/** From the service's page to the kind of certificate. */
async function beginRecord(v: Visitor, lang: 'es' | 'en' = 'es'): Promise<void> {
  await v.get(`${lang === 'en' ? '/en' : ''}/servicios/certificado-antecedentes`)
  await v.send(lang === 'en' ? 'Start now' : 'Empezar el trámite')
  await v.send(lang === 'en' ? 'Save and continue' : 'Guardar y continuar', { confirm: 'yes' })
}

test('the certificate in Spanish: facts with their source, one question a page, check, send, document, history', async () => {
  const v = visit(records, 1)
  await v.get('/servicios/certificado-antecedentes')
  await v.send('Empezar el trámite')
  assert.equal(v.page.title, '¿Son correctos estos datos? – Certificado de antecedentes – Ventanilla')
  assert.match(v.page.text, /RUN 41\.000\.117-9 Nombre completo Rosa Núñez Paredes Registro Civil, consultado el 24\/11\/2026 a las 09:59 horas solo para este trámite/)
  assert.equal(v.fields('Guardar y continuar').filter(f => f.name === 'confirm' && f.on).length, 0, 'nobody says yes for the person')
  await v.send('Guardar y continuar')
  assert.equal(v.page.status, 422)
  assert.match(v.page.title, /^Error: ¿Son correctos/)
  await v.send('Guardar y continuar', { confirm: 'yes' })
  assert.equal(v.page.h1, '¿Para qué necesitas el certificado?')
  assert.match(v.page.text, /Por qué lo preguntamos El tipo va escrito en el certificado/)
  await v.send('Guardar y continuar', { use: 'special' })
  assert.equal(v.page.h1, 'El certificado', 'two questions stand together')
  await v.send('Guardar y continuar', { asking_institution: 'Ñ'.repeat(121), asking_procedure: '' })
  assert.equal(v.page.status, 422)
  assert.match(v.page.text, /Falta corregir 2 respuestas/)
  assert.equal(v.fields('Guardar y continuar').find(f => f.name === 'asking_institution')!.value, 'Ñ'.repeat(121), 'what was typed is still there')
  assert.match(v.page.html, /href="#f-asking_institution"/)
  await v.send('Guardar y continuar', { asking_institution: 'Sename', asking_procedure: 'Un cargo' })
  assert.equal(v.page.h1, 'Revisa «El certificado»')
  await v.follow('Continuar')
  assert.match(v.page.text, /Se apoya en: Ley 19\.880, art\. 24 bis/)
  await v.send('Guardar y continuar', { record_authorised: 'no' })
  assert.equal(v.page.h1, 'Este trámite no te corresponde')
  assert.match(v.page.text, /Sin tu autorización no podemos incluir el extracto.*Norma: Ley 19\.880/)
  await v.follow('Cambiar')
  await v.send('Guardar y continuar', { record_authorised: 'yes' })
  assert.match(v.page.text, /Correo electrónico rosa@ejemplo\.cl/, 'the silent extract has no page of its own')
  await v.send('Guardar y continuar', { confirm: 'no:email' })
  assert.match(v.page.text, /El registro dice «rosa@ejemplo\.cl»/)
  await v.send('Guardar y continuar', { email: 'nueva@ejemplo.cl' })
  // Everything of this last section was seen; the whole list comes next.
  assert.equal(v.page.h1, 'Revisa tus respuestas')
  assert.match(v.page.text, /Extracto de antecedentes Sin antecedentes\. Registro General de Condenas/)
  assert.match(v.page.text, /nueva@ejemplo\.cl Corregiste lo que dice Datos de contacto/)
  assert.match(v.page.text, /La recibe Servicio de Registro Civil/)
  await v.follow('Cambiar Tipo de certificado')
  assert.match(v.page.url, /volver=revisar/)
  await v.send('Guardar y continuar', { use: 'private' })
  assert.equal(v.page.h1, 'Revisa tus respuestas', 'a change comes back to the list')
  assert.doesNotMatch(v.page.text, /Sename/)
  await v.send('Enviar solicitud')
  assert.match(v.page.url, /comprobante$/)
  assert.equal(v.page.h1, 'Tu documento está listo')
  assert.match(v.page.text, /[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}/)
  assert.match(v.page.html, /class="vn-qr"/)
  assert.match(v.page.text, /Descargar «Certificado de antecedentes».*Qué pasa después.*Emitimos «Certificado de antecedentes»/)
  await v.follow('Ver este trámite')
  assert.match(v.page.text, /Terminado.*Se emitió tu documento.*Enviaste la solicitud.*Consultamos Registro Civil.*Empezaste el trámite/)
  await v.follow('Mis trámites')
  assert.match(v.page.text, /Enviados Certificado de antecedentes/)
})

test('the same in English, with English titles, verdicts and dates', async () => {
  const v = visit(records, 2)
  await beginRecord(v, 'en')
  assert.match(v.page.url, /^\/en\/tramite\//)
  assert.equal(v.page.title, 'What do you need the certificate for? – Criminal-record certificate – Ventanilla')
  await v.send('Save and continue', { use: 'private' })
  await v.send('Save and continue', { record_authorised: 'yes' })
  assert.match(v.page.text, /ClaveÚnica contact details, consulted on 24 November 2026 at 09:59/)
  await v.send('Save and continue', { confirm: 'yes' })
  await v.send('Send application')
  assert.equal(v.page.h1, 'Your document is ready')
  await v.follow('See this application')
  assert.match(v.page.text, /You sent the application 24 November 2026/)
  assert.equal(value(await records.h.cases.open(idOfPage(v.page), citizen(2))).case.language, 'en')
})

test('the pension: the pre-check grows and says why, notes stand with questions, the receipt has the date of the answer', async () => {
  const v = visit(pensions, 3)
  await v.get('/servicios/pension-garantizada-universal')
  assert.match(v.page.text, /No guardamos estas respuestas/)
  await v.send('Revisar mis respuestas', { 'r.born-day': '24', 'r.born-month': '11', 'r.born-year': '1999' })
  assert.match(v.page.text, /Con esas respuestas no te corresponde.*64 años y 9 meses.*Norma: Ley 21\.419/)
  await v.send('Revisar mis respuestas', { 'r.born-day': '31', 'r.born-month': '2', 'r.born-year': '1950' })
  assert.match(v.page.html, /href="#f-r-born-day"[^>]*>Esa fecha no existe/)
  await v.send('Revisar mis respuestas', { 'r.born-day': '5', 'r.born-month': '3', 'r.born-year': '1950' })
  assert.match(v.page.text, /Todavía no se sabe/)
  await v.send('Empezar el trámite')
  assert.match(v.page.text, /Fecha de nacimiento 05\/03\/1960/)
  await v.send('Guardar y continuar', { confirm: 'yes' })
  await v.send('Guardar y continuar', { confirm: 'yes' })
  await v.send('Guardar y continuar', { uniformed_fund: 'yes' })
  assert.equal(v.page.h1, 'Este trámite no te corresponde')
  assert.match(v.page.text, /Capredena o Dipreca Sí/)
  await v.follow('Cambiar Capredena')
  await v.send('Guardar y continuar', { uniformed_fund: 'no' })
  assert.match(v.page.text, /Puntaje de Focalización Previsional, consultado/)
  await v.send('Guardar y continuar', { confirm: 'no:score' })
  assert.match(v.page.h1, /^Corrige «.*» en su registro$/)
  await v.send('Seguir con el dato del registro')
  await v.follow('Continuar')
  assert.equal(v.page.h1, '¿Cómo quieres recibir el pago?')
  await v.send('Guardar y continuar', { pay_by: 'account' })
  await v.send('Guardar y continuar', { 'account-bank': '012', 'account-type': '', 'account-number': '12a' })
  assert.match(v.page.text, /Elige el tipo de cuenta/)
  assert.equal(v.fields('Guardar y continuar').find(f => f.name === 'account-number')!.value, '12a')
  assert.match(v.page.html, /href="#f-account-type"/)
  await v.send('Guardar y continuar', { 'account-type': 'sight', 'account-number': '12345678' })
  assert.match(v.page.text, /no tiene este dato\. Escríbelo tú/, 'the register knows no e-mail')
  await v.send('Prefiero no responder')
  assert.match(v.page.text, /Teléfono/)
  await v.send('Guardar y continuar', { confirm: 'yes' })
  assert.equal(v.page.h1, 'Revisa tus respuestas')
  assert.match(v.page.text, /monto vigente es \$231\.732 al mes.*Preferiste no responder/)
  await v.send('Enviar solicitud')
  assert.equal(v.page.h1, 'Recibimos tu solicitud')
  assert.match(v.page.text, /Instituto de Previsión Social revisa.*Te responden a más tardar el 24\/05\/2027.*art\. 65/)
  await v.get('/mis-tramites')
  assert.match(v.page.text, /Enviado.*Respuesta a más tardar el 24\/05\/2027/)
})

test('every kind has its control; nobody need sign in; lists, files, later, another hand', async () => {
  const v = visit(kinds)
  await v.get('/servicios/every-kind')
  assert.match(v.page.text, /Puedes empezar sin entrar/)
  await v.send('Empezar el trámite')
  const pin = /PIN (\d{6})/.exec(v.page.text)![1]!, code = /[2-9C-Y]{3}-[2-9C-Y]{3}-[2-9C-Y]{3}/.exec(v.page.text)![0]
  await v.follow('Ya los anoté')
  const id = idOfPage(v.page), holder = { role: 'citizen' as const, channel: 'web' as const, assurance: 0 as const, journeys: [id] }
  const save = (fill: Parameters<Visitor['send']>[1]) => v.send('Guardar y continuar', fill)
  await save({ agree: 'no' })
  assert.match(v.page.html, /href="\/servicios\/consulta-reclamo-pensiones">Ver «Consulta o reclamo sobre pensiones»/)
  await v.follow('Cambiar')
  await save({ agree: 'yes' })
  await save({ few: 'b' })
  assert.match(v.page.html, /<select[^>]*name="lots"/, 'eight options are a list to choose from')
  await save({ lots: 'r7' })
  await save({ needs: ['ramp', 'sign'] })
  assert.match(v.page.html, /<input[^>]*name="rooms"[^>]*inputmode="numeric"/)
  assert.match(v.page.html, /<input[^>]*name="metres"[^>]*inputmode="decimal"/)
  assert.match(v.page.html, /govuk-input__prefix[^>]*>\$</)
  await save({ rooms: '3,5', metres: '40,25', rent: '$350.000' })
  assert.match(v.page.text, /número entero/)
  assert.equal(v.fields('Guardar y continuar').find(f => f.name === 'rent')!.value, '$350.000')
  await save({ rooms: '3' })
  await v.follow('Continuar')
  await save({ 'since-day': '24', 'since-month': '11', 'since-year': '2027' })
  assert.match(v.page.text, /Escribe una fecha hasta el 24\/11\/2026/)
  await save({ 'since-day': '5', 'since-month': '3', 'since-year': '2021' })
  assert.match(v.page.html, /<textarea[^>]*name="story"/)
  await save({ story: 'Uno\n**Dos** [tres](https://malo.example/)' })
  await save({ owner: '41.000.117-0', firm: '' })
  assert.match(v.page.text, /dígito verificador no coincide/)
  await save({ owner: '41.000.117-9' })
  assert.match(v.page.html, /type="email"[^>]*autocomplete="email"/)
  await v.send('Prefiero no responder')
  assert.match(v.page.html, /type="tel"[^>]*autocomplete="tel"/)
  await save({ mobile: '912345678' })
  await save({ 'home-street': '', 'home-number': '12', 'home-comuna': '13120' })
  assert.match(v.page.html, /href="#f-home-street"[^>]*>Falta la calle/)
  await save({ 'home-street': 'Los Aromos' })
  await v.send('Responder después')
  await v.follow('Continuar')

  // A list: too few, one row, its check, one more, away again.
  assert.equal(v.page.h1, '¿Quiénes viven contigo?')
  assert.doesNotMatch(v.page.text, /No tengo nada que agregar/)
  await v.send('Agregar')
  assert.equal(v.page.h1, '¿Cómo se llama?')
  await save({ [v.fields('Guardar y continuar').find(f => f.name.startsWith('family.'))!.name]: 'Ana' })
  const ageField = v.fields('Guardar y continuar').find(f => f.name.startsWith('family.'))!.name
  await save({ [ageField]: 'muchos' })
  assert.equal(v.page.status, 422)
  await save({ [ageField]: '30' })
  assert.match(v.page.text, /Persona 1 Nombre Ana .*Edad 30/)
  await v.send('Agregar otro')
  await v.get(`/tramite/${id}/p/family`)
  assert.match(v.page.text, /Persona 2 Nombre Falta responder/)
  assert.doesNotMatch(v.page.text, /Agregar otro/)
  const second = [...v.page.html.matchAll(/href="([^"]*quitar[^"]*)"/g)][1]![1]!
  await v.get(second)
  assert.equal(v.page.h1, '¿Quitar «Persona 2»?')
  await v.send('Sí, quitar')
  assert.doesNotMatch(v.page.text, /Persona 2/)
  await v.send('No hay más')

  // A file: the wrong kind, the right one, another one, away; after sending.
  assert.match(v.page.html, /Pagas <strong>\$350\.000<\/strong> al mes\./, 'wording is Markdown')
  assert.match(v.page.html, /Contaste: Uno\n\*\*Dos\*\* \[tres\]\(https:\/\/malo\.example\/\)</, 'an answer is not')
  assert.equal(v.page.h1, 'Adjunta tu contrato')
  assert.match(v.page.text, /Un archivo PDF o TXT de hasta 97,7 kB/)
  assert.match(v.page.text, /Es un dato sensible/)
  await save({})
  assert.match(v.page.text, /Adjunta un archivo/)
  await save({ proof: { name: 'foto.png', type: 'image/png', body: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') } })
  assert.match(v.page.text, /Adjunta uno de estos: PDF, TXT/)
  await save({ proof: { name: 'contrato.txt', type: 'text/plain', body: 'Contrato de arriendo' } })
  await v.get(`/tramite/${id}/p/proof`)
  assert.match(v.page.text, /Archivo adjunto: contrato\.txt/)
  await v.send('Quitar el archivo')
  assert.doesNotMatch(v.page.text, /Archivo adjunto/)
  await v.send('Entregarlo después de enviar')
  assert.match(v.page.text, /La firma electrónica todavía no se hace en esta página/)
  await v.get(`/en/tramite/${id}/p/proof`)
  assert.match(v.page.html, /<label[^>]*lang="es"[^>]*>Adjunta tu contrato/, 'a text that is only in Spanish says so')
  await v.get(`/en/tramite/${id}/p/few`)
  assert.match(v.page.html, /<div[^>]*lang="es"[^>]*>La segunda/)
  await v.get(`/en/tramite/${id}/revisar`)
  assert.match(v.page.html, /<dt[^>]*lang="es"[^>]*>Adjunta tu contrato/)
  await v.get(`/tramite/${id}/p/signed`)
  await v.send('Continuar')
  assert.match(v.page.url, /revisar$/)
  assert.match(v.page.text, /Todavía falta algo para enviar/, 'the account was put off')
  await v.follow('Responder En qué cuenta te pagamos')
  await save({ 'account-bank': '012', 'account-type': 'current', 'account-number': '12345678' })
  await v.follow('Cambiar Cuántas piezas tiene')

  // Another hand answers the same while this page is open.
  const seq = value(await kinds.h.cases.open(id, holder)).seq
  value(await kinds.h.cases.act(id, { do: 'answer', answers: { rooms: { value: 4, state: 'given' } }, basedOn: seq }, { ...agent('marcela', 9, 'phone'), journeys: [id] } as never, kinds.h.key()))
  await save({ rooms: '5' })
  assert.equal(v.page.status, 409)
  assert.equal(v.page.h1, 'Esta respuesta cambió mientras la editabas')
  assert.match(v.page.text, /Dejar «4».*quien te atendió en teléfono.*Cambiar a «5»/)
  await v.send('Guardar y continuar')
  assert.match(v.page.text, /Elige cuál de las dos respuestas vale/)
  await v.send('Guardar y continuar', { 'choose:rooms': 'mine' })
  assert.equal(value(await kinds.h.cases.open(id, holder)).case.answers['rooms']!.value, 5)
  await v.get(`/tramite/${id}/p/rooms?volver=revisar`)
  const later = value(await kinds.h.cases.open(id, holder)).seq
  value(await kinds.h.cases.act(id, { do: 'answer', answers: { rooms: { value: 6, state: 'given' } }, basedOn: later }, holder, kinds.h.key()))
  await save({ rooms: '7', metres: '41' })
  await v.send('Guardar y continuar', { 'choose:rooms': 'now' })
  const both = value(await kinds.h.cases.open(id, holder)).case.answers
  assert.deepEqual([both['rooms']!.value, both['metres']!.value], [6, '41'], 'theirs stands, and the rest of the form is kept')

  // A list that changed since it was shown is shown again, and only then sent.
  await v.get(`/tramite/${id}/revisar`)
  const now = value(await kinds.h.cases.open(id, holder)).seq
  value(await kinds.h.cases.act(id, { do: 'answer', answers: { few: { value: 'a', state: 'given' } }, basedOn: now }, holder, kinds.h.key()))
  await v.send('Enviar solicitud')
  assert.equal(v.page.status, 409)
  assert.match(v.page.text, /Tus respuestas cambiaron.*Una/)
  await v.send('Enviar solicitud')
  assert.match(v.page.text, /Entrega lo que falta: Adjunta tu contrato Tienes hasta el 29\/11\/2026/)
  await v.follow('Entregar «Adjunta tu contrato»')
  await save({ proof: { name: 'contrato.txt', type: 'text/plain', body: 'Contrato' } })
  assert.match(v.page.url, /mis-tramites/)
  assert.match(v.page.text, /Adjunta tu contrato contrato\.txt/)

  // Code and PIN open it elsewhere, five wrong ones do not.
  const w = visit(kinds)
  await w.get('/seguir')
  await w.send('Seguir', { code: 'abc', pin: '1' })
  assert.equal(w.page.status, 422)
  assert.match(w.page.text, /Escribe el código completo.*seis números/)
  await w.send('Seguir', { code: code.toLowerCase().replaceAll('-', ' '), pin })
  assert.match(w.page.url, new RegExp(`/${id}$`))
})

test('stop, come back by code and PIN, five wrong tries, delete', async () => {
  const v = visit(kinds)
  await v.get('/servicios/every-kind')
  await v.send('Empezar el trámite')
  const pin = /PIN (\d{6})/.exec(v.page.text)![1]!, code = /[2-9C-Y]{3}-[2-9C-Y]{3}-[2-9C-Y]{3}/.exec(v.page.text)![0]
  await v.follow('Ya los anoté')
  await v.send('Guardar y continuar', { agree: 'yes' })
  await v.get('/')
  assert.match(v.page.text, /Sigue donde quedaste Todas las preguntas/, 'what this browser began stands on its home page')
  await visit(kinds).get('/')
  assert.match(visitors.at(-1)!.page.text, /¿Ya empezaste un trámite\? .* Sigue con tu código/)
  assert.doesNotMatch(visitors.at(-1)!.page.text, /Todas las preguntas/, 'and on no other')
  await v.follow('Todas las preguntas')
  await v.follow('Parar y seguir después')
  assert.match(v.page.text, /se guardan 60 días/)
  assert.match(v.page.text, new RegExp(`PIN ${pin}`))
  const wrong = pin === '000000' ? '111111' : '000000'
  const w = visit(kinds)
  await w.get('/en/seguir')
  await w.send('Continue', { code, pin: wrong })
  assert.equal(w.page.status, 422)
  assert.match(w.page.text, /do not match.*4 tries left/)
  await w.send('Continue', { code, pin })
  assert.match(w.page.url, /^\/en\/tramite\/.*\/p\/few$/, 'at the question where it stopped')
  const x = visit(kinds)
  await x.get('/seguir')
  for (let n = 0; n < 5; n++) await x.send('Seguir', { code, pin: wrong })
  await x.send('Seguir', { code, pin })
  assert.equal(x.page.status, 429, 'the right one no longer helps')
  assert.ok(Number(x.page.headers.get('retry-after')) > 60)
  assert.match(x.page.text, /Espera \d+ minutos/)
  await v.follow('Borrar este trámite')
  await v.send('Sí, borrar')
  assert.equal(v.page.h1, 'Borramos tu trámite')
  assert.equal(v.cookies.has('pin'), false)
  await v.get(`/tramite/${idOfPage(w.page)}`)
  assert.equal(v.page.status, 410)
  assert.doesNotMatch(v.page.text, /¿Vives en Chile\?/)
})

test('a journey of somebody else does not exist; signing in takes up one that was nobody’s', async () => {
  const v = visit(kinds)
  await v.get('/servicios/every-kind')
  await v.send('Empezar el trámite')
  await v.follow('Ya los anoté')
  const id = idOfPage(v.page)
  const stranger = visit(kinds, 8)
  await stranger.get(`/tramite/${id}/p/agree`)
  assert.equal(stranger.page.status, 404)
  v.cookies.set('session', '7')
  await v.get(`/tramite/${id}`)
  assert.equal(value(await kinds.h.cases.open(id, citizen(7))).case.person, person(7))
  await v.get('/mis-tramites')
  assert.match(v.page.text, /Por terminar Todas las preguntas/)
  const nobody = visit(records)
  await nobody.get('/servicios/certificado-antecedentes')
  await nobody.send('Empezar el trámite')
  assert.match(nobody.page.url, /^\/entrar\?volver=%2Fempezar%2Fcertificado-antecedentes$/)
})

test('a register that is down or lacks what only it may say: nothing lost, and the way on', async () => {
  const data: { [path: string]: unknown } = { run: '41000117-9', names: 'Rosa', email: 'rosa@ejemplo.cl' }
  const c = await webChannel({ engine: records.engine, registers: { fetch: (needs, basis) => registersOf(data).fetch(needs, basis) } })
  try {
    const v = visit(c, 4)
    await beginRecord(v)
    await v.send('Guardar y continuar', { use: 'private' })
    await v.send('Guardar y continuar', { record_authorised: 'yes' })
    assert.equal(v.page.h1, 'Un registro del Estado no responde')
    assert.match(v.page.text, /no perdiste nada/)
    data['record'] = 'Sin antecedentes.'
    await v.follow('Probar otra vez')
    assert.match(v.page.text, /rosa@ejemplo\.cl/, 'trying again asks again')
    delete data['record']
    data['record'] = null
    const w = visit(c, 5)
    await beginRecord(w)
    await w.send('Guardar y continuar', { use: 'private' })
    await w.send('Guardar y continuar', { record_authorised: 'yes' })
    assert.match(w.page.text, /no tiene «Extracto de antecedentes» a tu nombre/)
  } finally { await c.stop() }
})

test('pages about the site, in both languages', async () => {
  for (const path of ['/ayuda', '/accesibilidad', '/privacidad', '/como-lo-hacemos']) for (const prefix of ['', '/en']) {
    const v = visit(kinds)
    await v.get(prefix + path)
    assert.equal(v.page.status, 200)
  }
})

test('the example of the README runs and gives what it says', async () => {
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/channels/web/README.md', 'utf8')) ?? []
  const lines = block.split('\n').filter(l => !l.startsWith('import ')).map(line => line.replace(/^(\S+)\s+\/\/ (\[.*\])$/, 'same($1, $2)'))
  const routes: string[] = [], app = { get: (path: string) => routes.push(path), post: () => {} }
  const page = Object.assign(async () => {}, { href: (_: unknown, path: string) => path, token: () => 't', lang: () => 'es' })
  const scope = { createWeb, ports: records.ports, http: { page, screens: async (mount: (a: unknown) => void) => mount(app) }, actorOf: () => citizen(), engine: records.engine, req: { url: '/tramites/x', query: {} }, same: assert.deepEqual }
  await new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)(...Object.keys(scope), lines.join('\n'))(...Object.values(scope))
  assert.ok(routes.includes('/tramite/:id/p/:path') && lines.some(l => l.startsWith('same(')))
})

test('every page seen is valid HTML, with one h1, one main button and a title that says where it is', async () => {
  const checker = new HtmlValidate({ extends: ['html-validate:recommended', 'html-validate:a11y'], rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'void-style': 'off', 'tel-non-breaking': 'off', 'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit'] }] } })
  const bad = new Set<string>()
  let n = 0
  for (const page of visitors.flatMap(v => v.seen)) {
    n++
    const where = `${page.status} ${page.url.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, ':id').replace(/r[0-9a-f]{10}/, ':row')}`
    const { results } = await checker.validateString(page.html)
    for (const m of results[0]?.messages ?? []) bad.add(`${where}: ${m.ruleId} ${m.message} ${m.selector ?? ''}`)
    if ((page.html.match(/<h1/g) ?? []).length !== 1) bad.add(`${where}: not one h1`)
    if ((page.html.match(/class="govuk-button(?: govuk-button--start| govuk-button--warning)?"/g) ?? []).length > 1) bad.add(`${where}: more than one main button`)
    if (/\sstyle="|<script/.test(page.html)) bad.add(`${where}: inline style or script`)
    if (/undefined|\[object|NaN|\{\w+\}/.test(page.text)) bad.add(`${where}: ${/.{30}(undefined|\[object|NaN|\{\w+\}).{20}/.exec(page.text)?.[0]}`)
    if (page.status === 422 && !/^Error/.test(page.title)) bad.add(`${where}: an error page that does not say so: ${page.title}`)
    if (/41\.?000\.?\d{3}-/.test(page.url)) bad.add(`${where}: a RUN in an address`)
  }
  assert.ok(n > 100, `only ${n} pages`)
  assert.deepEqual([...bad].sort(), [])
})

test('no fault, and nothing personal in the log', () => {
  for (const c of [records, pensions, kinds]) {
    assert.deepEqual(c.lines.filter(l => l.includes('"what":"fault"')), [])
    assert.doesNotMatch(c.lines.join('\n'), /41\.?000\.?\d{3}|Rosa|Marta|@ejemplo/)
  }
})
