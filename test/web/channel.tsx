import type { Actor } from '#core/actor'
import { compile, type Engine } from '#core/journey'
import { refusals } from '#core/refusal'
import type { RegistersPort, Viewer } from '#cases'
import { createWeb, type Document as Issued, type WebPorts } from '#channels/web'
import { readVocabulary } from '#enablers/authoring'
import { createHttp } from '#platform/http'
import { readYaml } from '#platform/yaml'
import { Apology, assets, document } from '#ui'
import { citizen, house, type House } from '../spine/house.ts'

const { vocabulary } = readVocabulary(['services'], {})
export function engineFrom(text: string, file = 'service.yaml'): Engine {
  const done = compile(readYaml(text, file).value, vocabulary)
  if ('problems' in done) throw new Error(JSON.stringify(done.problems))
  return done.engine
}
/** Registers that know these data, by path; the rest is down, or `none` where it says so. */
export const registersOf = (data: { readonly [path: string]: unknown }): RegistersPort => ({
  fetch: async needs => Object.fromEntries(needs.map(n => [n.path, !Object.hasOwn(data, n.path) ? { outcome: 'down' as const } : data[n.path] === null ? { outcome: 'none' as const }
    : { outcome: 'got' as const, value: data[n.path], receipt: { register: n.registry, institution: n.registry.split('.')[0]!, id: 'r-1', at: '2026-11-24T12:59:00.000Z' } }])),
})
const comunas = [['13120', 'Ñuñoa'], ['13101', 'Santiago'], ['05109', 'Viña del Mar']].map(([id, name]) => ({ id: id!, say: { es: name! } }))
const banks = [['012', 'BancoEstado'], ['001', 'Banco de Chile']].map(([id, name]) => ({ id: id!, say: { es: name! } }))

export type Channel = { readonly url: string; readonly h: House; readonly engine: Engine; readonly lines: string[]; readonly ports: WebPorts; stop(): Promise<void> }
/**
 * The web channel on the real spine and a real server, without app: people sign in by a cookie that names them. `issues`: documents appear
 * once an outcome says so.
 */
export async function webChannel({ engine, registers = registersOf({}), level = 3, port = 0 }: { engine: Engine; registers?: RegistersPort; level?: Actor['assurance']; port?: number }): Promise<Channel> {
  const performers = { 'issue-certificate': async (e: { data: { readonly [k: string]: unknown } }) => ({ type: 'certificate-issued', data: { output: e.data['output'] } }), notify: async () => null }
  const h = await house({ engine, registers, performers })
  const worker = h.cases.work()
  const lines: string[] = []
  const actorOf = (req: { cookies: { readonly [name: string]: string | undefined } }): Viewer => {
    const who = Number(req.cookies['session'] ?? 0), held = (req.cookies['held'] ?? '').split('.').filter(Boolean)
    return who > 0 ? { ...citizen(who, level), journeys: held } : { role: 'citizen', channel: 'web', assurance: 0, journeys: held }
  }
  const nav = (lang: string) => (lang === 'es' ? [['/tramites', 'Trámites'], ['/seguir', 'Seguir un trámite'], ['/mis-tramites', 'Mis trámites'], ['/ayuda', 'Ayuda']] : [['/tramites', 'Services'], ['/seguir', 'Continue'], ['/mis-tramites', 'My services'], ['/ayuda', 'Help']])
  const http = await createHttp({
    secret: Buffer.alloc(32, 7), now: () => h.time.now, log: line => { lines.push(JSON.stringify({ ...line, error: line.error instanceof Error ? line.error.stack : line.error })) }, healthy: async () => true,
    refusals, assets: assets(), accountOf: req => req.cookies['session'],
    render: {
      page: (sheet, req) => {
        const at = (path: string) => (sheet.lang === 'es' ? path : `/${sheet.lang}${path === '/' ? '' : path}`), es = sheet.lang === 'es'
        return document({
          lang: es ? 'es-CL' : sheet.lang, title: sheet.title, siteName: 'Ventanilla', body: sheet.body as never, home: at('/'), skip: es ? 'Saltar al contenido' : 'Skip to content',
          nav: { label: es ? 'Principal' : 'Main', items: nav(sheet.lang).map(([href, text]) => ({ href: at(href!), text: text!, current: sheet.nav === href })) },
          languages: sheet.other.map(o => ({ ...o, text: o.lang === 'en' ? 'English' : 'Español' })), languagesLabel: es ? 'Idiomas' : 'Languages',
          me: req.cookies['session'] ? { known: true, href: at('/mis-tramites'), text: 'Rosa Núñez' } : { known: false, href: at('/entrar'), text: es ? 'Entrar' : 'Sign in' },
          footer: { label: es ? 'Sobre el sitio' : 'About the site', items: [{ href: at('/accesibilidad'), text: es ? 'Accesibilidad' : 'Accessibility' }, { href: at('/privacidad'), text: es ? 'Privacidad' : 'Privacy' }] }, noindex: sheet.personal,
        })
      },
      apology: a => <Apology title={a.title} message={a.message} reference={{ label: 'Referencia', code: a.reference }} />,
    },
  })
  const ports: WebPorts = {
    cases: h.cases, engineOf: async id => (id === engine.service.id ? engine : undefined), today: h.clock.today,
    names: {
      institution: id => vocabulary.institutions[id]?.name ?? id, register: (id, lang) => vocabulary.registers[id]?.name[lang] ?? vocabulary.registers[id]?.name['es'] ?? id,
      owner: id => { const at = vocabulary.registers[id]?.institution ?? id; return vocabulary.institutions[at]?.name ?? at },
    },
    lists: () => ({ comunas, banks }), serviceName: async (id, lang) => (id === 'consulta-reclamo-pensiones' ? (lang === 'en' ? 'Question or complaint about pensions' : 'Consulta o reclamo sobre pensiones') : undefined),
    publicUrl: req => `${req.protocol}://${req.host}`,
    remember: async (req, reply, id) => { reply.setCookie('held', [...(req.cookies['held'] ?? '').split('.').filter(Boolean), id].join('.'), { path: '/' }) },
    guardOf: async () => undefined, actorAnew: async req => actorOf(req), staffName: async () => 'Marcela Díaz',
    documents: async journey => journey.case.outcomes.filter(o => o.type === 'certificate-issued').map((): Issued => ({ title: engine.service.outputs?.[0]?.title['es'] ?? 'Documento', href: `/documentos/${journey.id}`, verify: '/verificar/FOLIO-1', folio: 'FOLIO-1' })),
  }
  const web = createWeb(ports)
  await http.screens(app => {
    web.mount(app, { actorOf, page: http.page })
    // The service's page of the catalogue, as far as this channel fills it.
    app.get('/', { config: { access: 'public' } }, async (req, reply) => http.page(req, reply, { title: 'Inicio', body: <><h1 class="govuk-heading-xl">Inicio</h1>{await web.homeBlock(req)}</> }))
    app.get('/servicios/:id', { config: { access: 'session' } }, async (req, reply) => {
      const lang = http.page.lang(req), block = web.startBlock(req, engine, lang)
      return http.page(req, reply, { title: engine.service.title[lang] ?? '', body: <><h1 class="govuk-heading-xl">{engine.service.title[lang]}</h1>{block.start}{block.precheck}<h2>Held</h2><ul>{block.held.map(t => <li>{t}</li>)}</ul><h2>Asked</h2><ul>{block.asked.map(t => <li>{t}</li>)}</ul></> })
    })
  })
  const url = await http.listen('127.0.0.1', port)
  return { url, h, engine, lines, ports, async stop() { await http.stop(500); await worker.stop(); await h.close() } }
}
