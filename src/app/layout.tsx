import type { VNode } from 'preact'
import { mandateWords } from '#enablers/mandates'
import type { Page, Render, Request } from '#platform/http'
import { Apology, document } from '#ui'
import { say } from './words.ts'

/** What the frame of a page needs to know of whoever looks. */
export type Frame = {
  readonly demo: boolean
  readonly nameOf: (req: Request) => Promise<string | undefined>
  /** Whom this browser's person acts for now, by name. */
  readonly actingFor?: (req: Request) => Promise<string | undefined>
  /** Who serves at this browser's post, by name; undefined while nobody does. */
  readonly staffNameOf: (req: Request) => Promise<string | undefined>
  /** What is down now, in plain words; undefined when all is well. */
  readonly notice: (lang: string) => string | undefined
  /** Known once the server is made: tokens and links of the header's own form. */
  readonly page: () => Page
}

/** The frame around every page: header, main, footer. What stands inside comes from the rooms. */
export function createRender({ demo, nameOf, actingFor = async () => undefined, staffNameOf, notice, page }: Frame): Render {
  return {
    async page(sheet, req) {
      // A machine in a public place shows its own frame and leads nowhere else.
      const bare = sheet.path.startsWith('/totem/')
      const { lang } = sheet, to = (path: string) => page().href(req, path)
      const name = await nameOf(req).catch(() => undefined)
      // A place of work has its own ways, and says whose it is.
      const staff = /^\/(?:agente|equipo)(?:\/|$)/.test(sheet.path) ? ((await staffNameOf(req).catch(() => undefined)) ?? '') : undefined
      const acting = staff !== undefined || name === undefined ? undefined : await actingFor(req).catch(() => undefined)
      // Whoever asks for help in the middle of a journey takes it along.
      const journey = /^\/(?:tramite|mis-tramites)\/([0-9a-f-]{36})(?:\/|$)/.exec(sheet.path)?.[1], help = journey === undefined ? '/ayuda' : `/ayuda?tramite=${journey}`
      const item = (path: string, key: Parameters<typeof say>[0]) => ({ href: to(path), text: say(key, lang), ...(sheet.nav === key || sheet.nav === path.split('?')[0] ? { current: true } : {}) })
      return document({
        lang, title: sheet.title, siteName: say('site', lang), home: to('/'), skip: say('skip', lang), body: bare && sheet.error === true ? <main id="main" tabIndex={-1} class="vn-kiosk"><div class="vn-width">{sheet.body as VNode}</div></main> : sheet.body as VNode, bare, wide: sheet.wide === true, ...(sheet.stage === true ? { stage: { language: nameOfLanguage[lang] ?? lang } } : {}), scripts: sheet.scripts, noindex: sheet.personal || sheet.error === true,
        nav: { label: say('main', lang), items: staff !== undefined ? (staff === '' ? [] : [item('/agente', 'postNavInbox'), item('/equipo/papel', 'postNavPaper'), item('/equipo', 'post')]) : [item('/buscar', 'services'), item('/mis-tramites', 'mine'), item('/seguir', 'resume'), item('/verificar', 'verify'), item(help, 'help')] },
        languages: sheet.other.map((o) => ({ ...o, text: nameOfLanguage[o.lang] ?? o.lang })), languagesLabel: say('language', lang),
        me: staff !== undefined ? (staff === '' ? { href: to('/equipo/entrar'), text: say('post', lang), known: false } : { href: to('/equipo'), text: staff, known: true, leave: { action: to('/equipo/salir'), token: page().token(req), text: say('signOut', lang) } }) : name === undefined ? { href: to(`/entrar`), text: say('signIn', lang), known: false } : { href: to('/mi-cuenta'), text: name, known: true, leave: { action: to('/salir'), token: page().token(req), text: say('signOut', lang) } },
        footer: { label: say('about', lang), items: [{ href: to(help), text: say('helpMe', lang) }, item('/instituciones', 'institutions'), item('/accesibilidad', 'accessible'), item('/privacidad', 'privacy'), item('/como-lo-hacemos', 'how'), ...(demo ? [item('/demo', 'demoPage')] : [])], note: say('note', lang) },
        ...(demo ? { demo: say('demo', lang) } : {}), ...(acting === undefined ? {} : { acting: { text: mandateWords('acting', lang, { name: acting }), stop: mandateWords('stop', lang), action: to('/mi-cuenta/mandatos'), token: page().token(req) } }), notice: notice(lang),
      })
    },
    async apology(a, req) {
      // Who is not signed in finds nothing of anybody's, and may be the one whose it is: said of what is there and of what is not.
      const mayBeTheirs = a.status === 404 && isOwned(req) && (await nameOf(req).catch(() => undefined)) === undefined
      const machine = /^(?:\/\w\w)?(\/totem\/[\w-]{1,40})(?:[/?]|$)/.exec(req.url)?.[1]
      const minutes = Math.ceil((a.retryAfter ?? 0) / 60), to = page().href
      return <Apology title={a.title} message={a.message}
        wait={a.retryAfter === undefined ? undefined : a.retryAfter < 100 ? say('waitSeconds', a.lang, { n: a.retryAfter }) : say('waitMinutes', a.lang, { n: minutes })}
        retry={mayBeTheirs ? { href: to(req, `/entrar?volver=${encodeURIComponent(req.method === 'GET' ? a.again : to(req, '/mis-tramites'))}`), text: say('ifYours', a.lang), icon: 'account' as const } : a.status === 404 || a.kept || machine !== undefined ? undefined : { href: a.again, text: say('retry', a.lang) }}
        again={a.kept && { action: a.kept.action, token: page().token(req), fields: a.kept.fields, text: say('again', a.lang) }}
        other={{ href: to(req, machine ?? '/'), text: say('home', a.lang) }} reference={{ label: say('reference', a.lang), code: a.reference }} />
    },
  }
}
/** Somebody's own things stand there. */
const isOwned = (req: Request): boolean => ['case', 'person'].includes(req.routeOptions?.config?.access ?? '')
/** Each in its own language, whatever the page's. */
const nameOfLanguage: { readonly [lang: string]: string } = { es: 'Español', en: 'English' }
