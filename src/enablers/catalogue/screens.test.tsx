import assert from 'node:assert/strict'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { HtmlValidate } from 'html-validate'
import { testDatabase } from '#platform/database'
import { createHttp, routesOf } from '#platform/http'
import { Apology, Button, document } from '#ui'
import { createCatalogue, migrations } from './index.ts'

const db = await testDatabase({ rooms: [migrations] })
const c = createCatalogue({
  sql: db, folder: fileURLToPath(new URL('../../../services/_catalogue/', import.meta.url)), now: Date.now,
  transactable: id => (id === 'certificado-antecedentes' ? { serviceId: 'antecedentes', channels: { web: 'transact', kiosk: 'signpost' } } : id === 'permiso-circulacion' ? { serviceId: 'circulacion', channels: { web: 'transact' }, institutions: ['muni-13120', 'muni-13103'], places: { 'muni-13103': { office: { es: 'Tránsito', en: 'Traffic' }, contact: { es: 'transito@ejemplo.cl', en: 'transito@ejemplo.cl' }, channels: { kiosk: 'inform' } } } } : null),
})
await c.load()
const faults: unknown[] = [], asked: string[] = []
const http = await createHttp({
  secret: new Uint8Array(32), now: Date.now, log: line => { if (line.error) faults.push(line.error) }, healthy: async () => true,
  refusals: { 'not-found': { status: 404, es: 'No existe.', en: 'There is no such page.' }, fault: { status: 500, es: 'Falla.', en: 'Fault.' }, 'bad-request': { status: 400, es: 'No.', en: 'No.' } },
  render: {
    page: sheet => document({ lang: sheet.lang, title: sheet.title, siteName: 'Ventanilla', home: '/', skip: 'Saltar', body: sheet.body as never, wide: sheet.wide === true, nav: { label: 'Principal', items: [] }, footer: { label: 'Sobre', items: [{ href: '/ayuda', text: 'Ayuda' }] } }),
    apology: a => <Apology title={a.title} message={a.message} />,
  },
})
await http.screens(app => c.routes(app, {
  page: http.page, homeBlock: () => <p id="seguir">Seguir</p>,
  startBlock: (req, serviceId) => { asked.push(serviceId); return { start: <Button kind="start" href={http.page.href(req, `/empezar/${serviceId}`)}>Empezar</Button>, precheck: <p>Tres preguntas</p>, held: ['Tu nombre'], asked: ['Para qué'] } },
}))
await http.app.ready()
test.after(async () => { await http.stop(); await db.close() })
const get = async (url: string) => { const { statusCode, body } = await http.app.inject({ url, method: 'GET' }); return { status: statusCode, html: body, text: body.replace(/<(script|style|svg)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ') } }
const checker = new HtmlValidate({ extends: ['html-validate:recommended', 'html-validate:a11y', 'html-validate:document'], rules: { 'void-style': ['error', { style: 'selfclose' }], 'require-sri': 'off', 'long-title': 'off', 'no-redundant-role': 'off', 'no-inline-style': 'error' } })
const problems = async (url: string): Promise<readonly string[]> => {
  const { status, html } = await get(url), { results } = await checker.validateString(html)
  return [...(status === 200 ? [] : [`${url}: ${status}`]), ...results.flatMap(r => r.messages.map(m => `${url}: ${m.ruleId} ${m.message} ${html.split('\n')[m.line - 1]?.slice(Math.max(0, m.column - 60), m.column + 60)}`))]
}
const langs = [['es', ''], ['en', '/en']] as const

test('the pages of all services are valid HTML in both languages, one h1 each, and nothing shows undefined', async () => {
  const bad: string[] = []
  for (const [lang, prefix] of langs) for (const { id, name } of c.list(lang, { limit: 1000 }).hits) {
    bad.push(...await problems(`${prefix}/servicios/${id}`))
    const { html, text } = await get(`${prefix}/servicios/${id}`)
    if ((html.match(/<h1/g) ?? []).length !== 1) bad.push(`${id}: not one h1`)
    if (/undefined|\[object|NaN|null/.test(text)) bad.push(`${lang} ${id}: ${/.{30}(undefined|\[object|NaN|null).{30}/.exec(text)?.[0]}`)
    if (!html.includes(name[lang].replaceAll('&', '&amp;').replaceAll('"', '&quot;'))) bad.push(`${lang} ${id}: its name is missing`)
  }
  assert.deepEqual(bad.slice(0, 10), [])
})

test('home, results, institutions and moments of life are valid in both languages', async () => {
  const bad: string[] = []
  for (const [, prefix] of langs) for (const path of [prefix || '/', ...['/buscar', '/buscar?q=certificado', '/buscar?q=certificado&institucion=srcei&vida=vehiculo', '/buscar?q=pasaporte&institucion=sii', '/buscar?q=zzzzqq', '/buscar?q=sertificado', '/buscar?q=registro+civil', '/buscar?pagina=3', '/instituciones', '/instituciones?q=nunoa', '/instituciones?q=zzz', '/instituciones/srcei', '/instituciones/dt', '/instituciones/muni-13103', '/instituciones/municipalidades', '/instituciones/afc', '/vida', ...c.lifeEvents().map(m => `/vida/${m.id}`)].map(p => prefix + p)]) bad.push(...await problems(path))
  assert.deepEqual(bad.slice(0, 10), [])
})

test('what no source says is said to be unknown', async () => {
  const unknown = { es: 'No se sabe', en: 'Not known' } as const
  for (const [lang, prefix] of langs) for (const e of c.list(lang, { limit: 1000 }).hits) {
    const { text } = await get(`${prefix}/servicios/${e.id}`), count = text.split(unknown[lang]).length - 1, ours = c.transactable(e.id)
    const facts = [e.who, e.requirements[0], e.documents[0], e.law[0], e.cost, e.time, e.identity, e.volume].filter(x => x === undefined).length
    const channels = (['web', 'phone', 'counter', 'kiosk', 'mail'] as const).filter(ch => e.channels[ch] === undefined && ours?.channels[ch] === undefined).length
    const offices = e.institution !== 'municipalidades' && c.offices(e.institution).length === 0 ? 1 : 0
    assert.ok(count >= facts + channels + offices, `${lang} ${e.id} hides what is not known: ${count} of ${facts + channels + offices}`)
  }
})

test('each service names its sources and when they were read', async () => {
  for (const e of c.list('es', { limit: 1000 }).hits) {
    const { html, text } = await get(`/servicios/${e.id}`)
    for (const s of e.sources) if (/^https?:/.test(s)) assert.ok(html.includes(`href="${s.replaceAll('&', '&amp;')}"`), `${e.id}: ${s}`)
    assert.ok(text.includes(e.gathered.split('-').reverse().join('/')), e.id)
  }
})

test('the start block stands on the pages of what we carry out, at the top, and nowhere else', async () => {
  asked.length = 0
  const { html, text } = await get('/en/servicios/certificado-antecedentes')
  assert.deepEqual(asked, ['antecedentes'])
  assert.ok(html.indexOf('/en/empezar/antecedentes') > 0 && html.indexOf('/en/empezar/antecedentes') < html.indexOf('<h2'), 'before anything else')
  assert.ok(html.indexOf('id="revisa"') < html.indexOf('id="quien"'))
  for (const words of ['Check whether it is for you', 'Tres preguntas', 'Tu nombre', 'Para qué', 'Here, in this window', 'Points the way']) assert.ok(text.includes(words), words)
  assert.ok(!(await get('/servicios/pasaporte')).html.includes('/empezar/'))
  assert.ok((await get('/buscar?q=antecedentes')).text.includes('Hazlo aquí en línea'))
})

test('a municipal service says who offers it', async () => {
  const { html, text } = await get('/servicios/patente-comercial')
  assert.match(text, /cada una de las 346 municipalidades/)
  assert.equal(new Set(html.match(/\/instituciones\/muni-\d{5}/g)).size, 346)
  assert.ok(html.includes('/servicios/patente-comercial-machali'))
  assert.ok((await get('/servicios/patente-comercial-machali')).html.includes('href="/servicios/patente-comercial"'))
  assert.match((await get('/servicios/permiso-circulacion')).text, /En esta ventanilla lo ofrecen: Municipalidad de Ñuñoa Municipalidad de Cerro Navia Tránsito\. Contacto: transito@ejemplo\.cl Aquí es distinto: Tótem: te informa\./)
  assert.ok((await get('/instituciones/muni-13103')).html.includes('/servicios/permiso-circulacion'))
})

test('the home page shows six moments, the most used, and what another room gives', async () => {
  const { html, text } = await get('/')
  assert.equal(new Set(html.match(/href="\/vida\/[a-z]+"/g)).size, 6)
  assert.ok(html.includes('id="seguir"') && html.indexOf('id="seguir"') < html.indexOf('/servicios/'))
  assert.deepEqual([...html.matchAll(/<a class="govuk-link" href="\/servicios\/([a-z-]+)"/g)].map(m => m[1]), ['rsh-ingreso', 'afiliacion-fonasa', 'clave-unica', 'pension-garantizada-universal', 'certificado-antecedentes', 'reclamo-sernac'])
  assert.match(text, /Ver los 120 trámites del registro/)
  assert.match((await get('/en')).html, /href="\/en\/vida\/nacimiento"/)
})

test('nothing typed in an address is an error, and all of it is text', async () => {
  for (const q of ['%25', '%27%22%3Cscript%3Ealert(1)%3C/script%3E', '%F0%9F%98%80', '%00', '%E0%A4', 'a'.repeat(3000), '%D7%A9%D7%9C%D7%95%D7%9D', '%E2%80%AEabc']) for (const path of [`/buscar?q=${q}`, `/instituciones?q=${q}`, `/buscar?q=a&institucion=${q}&vida=${q}&pagina=${q}`, `/buscar?q=a&q=b&pagina=-3`, `/buscar?pagina=999999999999`]) {
    const { status, html } = await get(path)
    assert.equal(status, 200, path.slice(0, 60))
    assert.ok(!html.includes('<script>alert'))
  }
  for (const path of ['/servicios/nada', '/servicios/__proto__', '/instituciones/constructor', '/vida/%27', '/en/vida/x']) assert.equal((await get(path)).status, 404, path)
  assert.deepEqual(faults, [])
})

test('every page here is the same for all, but those that can start something', () => {
  const ours = routesOf(http.app).filter(r => !/^\/(health|api)/.test(r.url) && r.url !== '*')
  assert.deepEqual(ours.filter(r => r.access !== 'public' || r.method !== 'GET').map(r => r.url), ['/en/servicios/:id', '/servicios/:id'])
  assert.equal(ours.length, 14)
})
