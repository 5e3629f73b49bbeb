import assert from 'node:assert/strict'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { testDatabase } from '#platform/database'
import { createCatalogue, type Lang, migrations } from './index.ts'

const db = await testDatabase({ rooms: [migrations] })
test.after(() => db.close())
const c = createCatalogue({ sql: db, folder: fileURLToPath(new URL('../../../services/_catalogue/', import.meta.url)), now: Date.now, transactable: () => null })
await c.load()

/** As people type it, and what must be among the first three; where several ids stand, any of them will do. A table. */
const table: { readonly [l in Lang]: readonly (readonly [typed: string, wanted: string])[] } = {
  es: [
    ['certificado de nacimiento', 'certificado-nacimiento'], ['sertificado nasimiento', 'certificado-nacimiento'], ['Certificados de Nacimientos', 'certificado-nacimiento'],
    ['nacimiento certificado', 'certificado-nacimiento'], ['partida de nacimiento', 'certificado-nacimiento'], ['CERTIFICADO DE ANTESEDENTES', 'certificado-antecedentes'],
    ['papel de antecedentes', 'certificado-antecedentes'], ['antecedentes para trabajar', 'certificado-antecedentes'],
    ['pencion', 'pension-garantizada-universal pension-sobrevivencia-afp'], ['pgu', 'pension-garantizada-universal'], ['pension garantisada', 'pension-garantizada-universal'],
    ['me quiero jubilar', 'pension-garantizada-universal'], ['juvilacion', 'pension-garantizada-universal'], ['carnet', 'cedula-identidad-chilenos'],
    ['sacar carnet de identidad', 'cedula-identidad-chilenos'], ['renobar carnet', 'cedula-identidad-chilenos renovacion-cedula-en-linea'],
    ['perdi mi carnet', 'reimpresion-cedula bloqueo-cedula'], ['me robaron el carnet', 'bloqueo-cedula'], ['carnet de extranjero', 'cedula-identidad-extranjeros'],
    ['clave unica', 'clave-unica'], ['claveunica', 'clave-unica'], ['recuperar clave única', 'clave-unica'], ['licencia de conducir', 'licencia-conducir-b'],
    ['lisensia conducir', 'licencia-conducir-b'], ['carnet de manejar', 'licencia-conducir-b'], ['permiso circulacion', 'permiso-circulacion'],
    ['patente del auto', 'permiso-circulacion'], ['pago de permiso de sirculasion', 'permiso-circulacion'], ['me echaron del trabajo', 'reclamo-despido'],
    ['despido injustificado', 'reclamo-despido'], ['seguro de cesantía', 'seguro-cesantia-cuenta fondo-cesantia-solidario'],
    ['sesantia', 'subsidio-cesantia seguro-cesantia-cuenta fondo-cesantia-solidario'], ['quedé sin pega', 'seguro-cesantia-cuenta subsidio-cesantia fondo-cesantia-solidario'],
    ['busco pega', 'bolsa-nacional-empleo'], ['registro social de hogares', 'rsh-ingreso'], ['RSH', 'rsh-ingreso'], ['ficha social', 'rsh-ingreso'],
    ['actualizar registro social', 'rsh-actualizacion'], ['subsidio arriendo', 'subsidio-arriendo'], ['arrendar casa', 'subsidio-arriendo'],
    ['bibienda', 'subsidio-ds1 subsidio-arriendo'], ['comprar casa', 'subsidio-ds1'], ['posesion efectiva', 'posesion-efectiva-intestada'],
    ['erencia', 'posesion-efectiva-intestada posesion-efectiva-tribunal'],
    ['se murió mi papá', 'inscripcion-defuncion certificado-defuncion cuota-mortuoria-pgu asignacion-por-muerte'], ['certificado de defunsion', 'certificado-defuncion'],
    ['pasaporte', 'pasaporte'], ['pasaportes', 'pasaporte'], ['pazaporte', 'pasaporte'], ['casarme por el civil', 'matrimonio-civil-hora'],
    ['hora matrimonio', 'matrimonio-civil-hora'], ['licencia medica rechazada', 'reclamo-licencia-suseso reclamo-isapre-licencia'],
    ['licensia medica', 'licencia-medica-fonasa'], ['fonasa', 'afiliacion-fonasa'], ['bono fonasa', 'bono-fonasa'],
    ['beca universidad', 'gratuidad beca-excelencia beca-nuevo-milenio'], ['gratuidad', 'gratuidad'], ['estudiar gratis', 'gratuidad'], ['reclamo sernac', 'reclamo-sernac'],
    ['reclamar tienda', 'reclamo-sernac'], ['vender auto', 'transferencia-vehiculo'], ['multas de transito', 'certificado-multas-transito'],
    ['credencial discapasidad', 'registro-nacional-discapacidad'], ['crear empresa', 'constituir-empresa'], ['spa', 'constituir-empresa'],
    ['inicio de actividades', 'inicio-actividades'], ['boleta de honorarios', 'inicio-actividades'], ['asignacion familiar', 'asignacion-familiar'],
    ['suf', 'subsidio-unico-familiar'], ['embarazada', 'asignacion-maternal subsidio-maternal'], ['sala cuna', 'jardin-junji jardin-integra'],
    ['cuenta de la luz', 'subsidio-electrico reclamo-sec'], ['aguinaldo navidad', 'aguinaldo-navidad-pensionados'], ['cambiar apellido', 'cambio-nombre'],
    ['servisio militar', 'servicio-militar'], ['residencia definitiva', 'residencia-definitiva'], ['visa turista', 'prorroga-permanencia'],
    ['abogado gratis', 'asesoria-juridica'], ['dicom', 'informe-deudas-cmf renegociacion-deudas'], ['inscribir a mi guagua', 'inscripcion-nacimiento'],
    ['birth certificate', 'certificado-nacimiento'], ['nacimient', 'certificado-nacimiento inscripcion-nacimiento'],
    ['cuidadora', 'cuidados-domiciliarios registro-nacional-discapacidad'], ['denunciar robo', 'denuncia-comisaria-virtual denunciar-delito-pdi'],
    ['union civil', 'acuerdo-union-civil'], ['cambio de domicilio', 'cambio-domicilio-electoral rsh-actualizacion'], ['no me pagan el sueldo', 'denuncia-laboral'],
    ['noche digna', 'centros-noche-digna'], ['borrar antecedentes', 'eliminacion-antecedentes'],
  ],
  en: [
    ['birth certificate', 'certificado-nacimiento'], ['brith certificate', 'certificado-nacimiento'], ['driving licence', 'licencia-conducir-b'],
    ['drivers license', 'licencia-conducir-b'], ['passport renewal', 'pasaporte'], ['pasport', 'pasaporte'], ['id card', 'cedula-identidad-chilenos'],
    ['lost id card', 'reimpresion-cedula bloqueo-cedula'], ['criminal record', 'certificado-antecedentes'], ['police certificate', 'certificado-antecedentes'],
    ['unemployment insurance', 'seguro-cesantia-cuenta'], ['i was fired', 'reclamo-despido'], ['old age pension', 'pension-garantizada-universal'],
    ['retirement', 'pension-garantizada-universal'], ['permanent residency', 'residencia-definitiva'], ['visa', 'residencia-definitiva prorroga-permanencia'],
    ['get married', 'matrimonio-civil-hora'], ['rent subsidy', 'subsidio-arriendo'], ['rent help', 'subsidio-arriendo'], ['car tax', 'permiso-circulacion'],
    ['sell my car', 'transferencia-vehiculo'], ['health insurance', 'afiliacion-fonasa'], ['scholarships', 'beca-nuevo-milenio beca-excelencia'],
    ['start a company', 'constituir-empresa'], ['consumer complaint', 'reclamo-sernac reclamo-consumo-vallenar'], ['disability credential', 'registro-nacional-discapacidad'],
    ['social registry of households', 'rsh-ingreso'], ['permiso de circulacion', 'permiso-circulacion'], ['pension garantizada', 'pension-garantizada-universal'],
    ['inheritence', 'posesion-efectiva-intestada posesion-efectiva-tribunal'], ['find a job', 'bolsa-nacional-empleo'], ['childcare', 'jardin-junji jardin-integra'],
    ['unfair dismisal', 'reclamo-despido'], ['debts', 'informe-deudas-cmf renegociacion-deudas'],
  ],
}
for (const lang of ['es', 'en'] as const) test(`what people type finds the service in the first three (${lang})`, async () => {
  const missed: string[] = []
  for (const [typed, wanted] of table[lang]) {
    const { hits } = await c.search(typed, lang), first = hits.slice(0, 3).map(h => h.id)
    if (!wanted.split(' ').some(id => first.includes(id))) missed.push(`${typed}: ${first.join(', ') || 'nothing'}`)
  }
  assert.deepEqual(missed, [])
  assert.ok(table[lang].length >= 30)
})

test('every service is found first by its own name, in both languages', async () => {
  const missed: string[] = []
  for (const lang of ['es', 'en'] as const) for (const e of c.list(lang, { limit: 1000 }).hits) if ((await c.search(e.name[lang], lang)).hits[0]?.id !== e.id) missed.push(`${lang} ${e.name[lang]}`)
  assert.deepEqual(missed, [])
})

test('accents, case, plurals and order of words change nothing', async () => {
  const ids = async (q: string) => (await c.search(q, 'es')).hits.map(h => h.id)
  for (const [a, b] of [['certificado de nacimiento', 'NACIMIENTO CERTIFICADO'], ['pensión', 'pensiones'], ['cédula de identidad', 'cedula de identidad'], ['multas de tránsito', 'multa transito'], ['niño', 'nino']] as const) assert.deepEqual(await ids(a), await ids(b), a)
})

test('what was mended is said; what fits only in part is said', async () => {
  assert.equal((await c.search('sertificado nasimiento', 'es')).corrected, 'certificado nacimiento')
  assert.equal((await c.search('certificados de nacimiento', 'es')).corrected, undefined)
  const winter = await c.search('bono imbierno', 'es')
  assert.ok(winter.loose && winter.total > 0 && winter.hits.slice(0, 3).every(h => /bono/i.test(h.name.es)))
  assert.equal((await c.search('birth certificate', 'es')).corrected, undefined, 'a word of the other language is not misspelt')
})

test('a name counts more than other words, those more than the text, and near ties go by volume', async () => {
  const [first] = (await c.search('pasaporte', 'es')).hits
  assert.equal(first!.id, 'pasaporte')
  const certificates = (await c.search('certificado', 'es')).hits.map(h => h.id)
  assert.equal(certificates[0], 'certificado-antecedentes')
  const herencia = (await c.search('herencia', 'es')).hits.map(h => h.id)
  assert.ok(herencia.indexOf('informe-testamentos') > herencia.indexOf('posesion-efectiva-intestada'))
})

test('filters by institution and moment of life; counts by institution ignore the first of them', async () => {
  const all = await c.search('certificado', 'es', { limit: 100 }), some = await c.search('certificado', 'es', { institution: 'srcei', limit: 100 })
  assert.ok(some.total > 0 && some.total < all.total && some.hits.every(h => h.institution === 'srcei'))
  assert.deepEqual(some.institutions, all.institutions)
  assert.equal(some.institutions.find(i => i.id === 'srcei')!.count, some.total)
  const car = await c.search('certificado', 'es', { lifeEvent: 'vehiculo', limit: 100 })
  assert.ok(car.total > 0 && car.hits.every(h => h.lifeEvents.includes('vehiculo')))
  const none = await c.search('pasaporte', 'es', { institution: 'sii' })
  assert.equal(none.total, 0)
  assert.ok(none.institutions.length > 0)
  const listed = await c.search('', 'es', { institution: 'ips', lifeEvent: 'muerte', limit: 100 })
  assert.ok(listed.total > 0 && listed.hits.every(h => h.institution === 'ips' && h.lifeEvents.includes('muerte')))
})

test('pages do not overlap and lose nothing', async () => {
  const seen: string[] = []
  for (let offset = 0; ; offset += 7) { const { hits, total } = await c.search('subsidio', 'es', { limit: 7, offset }); if (hits.length === 0) { assert.equal(seen.length, total); break } seen.push(...hits.map(h => h.id)) }
  assert.equal(new Set(seen).size, seen.length)
})

test('nothing typed, or only words of asking, lists everything by name', async () => {
  for (const q of ['', '   ', '\t\n', 'quiero hacer un trámite', 'de la']) {
    const { total, hits } = await c.search(q, 'es', { limit: 200 })
    assert.equal(total, 120, q)
    assert.equal(hits.length, 120, q)
  }
  assert.equal((await c.search('how do I apply', 'en', { limit: 1 })).total, 120)
})

test('institutions are found by their name', async () => {
  assert.deepEqual((await c.search('registro civil', 'es')).named, ['srcei'])
  assert.deepEqual((await c.search('municipalidad de nunoa', 'es')).named, ['muni-13120'])
  assert.equal((await c.search('certificado de nacimiento', 'es')).named, undefined)
})

test('no text is an error', async () => {
  const hostile = ['%', '%%%', "'", "''; drop table catalogue.services; --", '"', '\\', '\\\\', '!', '&|!<->', "a:*", "'a':A & b", '(', ')', '<script>alert(1)</script>', '*', '-', '--', '_', '?', '😀', '😀 certificado 🎉', '👨‍👩‍👧‍👦', 'שלום עולם', 'مرحبا بالعالم', '\u202Ecertificado', '证书', 'сертификат', '\u0000', 'a\u0000b', '\ud800', 'x\udfffy', 'ﷺ'.repeat(200), 'a'.repeat(100_000), 'ab '.repeat(50_000), 'é'.repeat(5000), '1', '1234567890', '3.1415', 'user@example.com', 'https://x.y/z?a=b', '/etc/passwd', '../../', '$1', '{}', '[]', 'null', 'undefined', 'constructor', '__proto__', 'toString', '\n\r\t', '\u200b', 'ß', 'İ', 'ﬁ', '𝓬𝓮𝓻𝓽𝓲𝓯𝓲𝓬𝓪𝓭𝓸']
  for (const lang of ['es', 'en'] as const) for (const q of hostile) {
    const found = await c.search(q, lang).catch(error => assert.fail(`${JSON.stringify(q.slice(0, 40))}: ${(error as Error).message}`))
    assert.ok(Number.isInteger(found.total) && found.total >= 0 && found.hits.length <= 20)
  }
  for (const q of ['%', "'", '😀', '!', '&|!<->']) assert.equal((await c.search(q, 'es')).total, 0, q)
  assert.equal((await c.search('𝓬𝓮𝓻𝓽𝓲𝓯𝓲𝓬𝓪𝓭𝓸', 'es')).hits[0]!.id, 'certificado-antecedentes', 'letters in disguise are letters')
  assert.equal((await db.query<{ n: number }>('select count(*)::int as n from catalogue.services')).rows[0]!.n, 120)
  for (const filter of [{ limit: -1 }, { limit: Number.NaN }, { offset: -5 }, { offset: 1e308 }, { limit: 1e9 }, { institution: "'" }, { lifeEvent: '%' }]) await c.search('pasaporte', 'es', filter)
})
