import type { ComponentChildren, VNode } from 'preact'
import { render } from 'preact-render-to-string'
import { Icon, Mark } from '../icon/icon.tsx'
import { safePath, to } from '../link/href.ts'
import type { PageLink } from '../link/link.tsx'
import { fontPath, iconPath, kioskStylesheetPath, stylesheetPath } from '../assets.ts'

/** A page in another language; `text` in that language itself. */
export type OtherLanguage = { readonly lang: string; readonly href: string; readonly text: string }
export type Me = {
  readonly href: string; readonly text: string
  /** A person who is signed in has her name here; otherwise this is the way in. */
  readonly known: boolean
  readonly leave?: { readonly action: string; readonly token: string; readonly text: string } | undefined
}
export type DocumentProps = {
  readonly lang: string; readonly title: string; readonly siteName: string; readonly body: ComponentChildren
  readonly home: string; readonly skip: string
  readonly nav: { readonly label: string; readonly items: readonly PageLink[] }
  readonly languages?: readonly OtherLanguage[] | undefined; readonly languagesLabel?: string | undefined
  readonly me?: Me | undefined
  readonly footer: { readonly label: string; readonly items: readonly PageLink[]; readonly note?: ComponentChildren }
  /** One line above all: "Demostración: nada de esto tiene valor legal". */
  readonly demo?: string | undefined
  /** Something is down: said above every page, with what still works. */
  readonly notice?: string | undefined
  /** For whom this browser's person acts now: a band above every page, with the way out. `action` takes `do=stop`. */
  readonly acting?: { readonly text: string; readonly stop: string; readonly action: string; readonly token: string } | undefined
  /** Nothing around the body: a machine in a public place leads nowhere else. The body has its own header, main and footer. */
  readonly bare?: boolean | undefined
  /** The body draws its own width (home). */
  readonly wide?: boolean | undefined
  /** A screen in a public place, turned to whoever stands there: no way out of it but the other languages. `language`: this one's name. */
  readonly stage?: { readonly language: string } | undefined
  readonly description?: string | undefined
  /** Pages about one person are nobody else's to find. */
  readonly noindex?: boolean | undefined
  readonly styles?: readonly string[] | undefined; readonly scripts?: readonly string[] | undefined
}
const languageLinks = (languages: readonly OtherLanguage[]): VNode[] => languages.map(l => <a {...to(l.href)} lang={l.lang} hreflang={l.lang} rel="alternate">{l.text}</a>)

const Header = ({ siteName, home, nav, languages = [], me, demo, acting, notice }: DocumentProps): VNode =>
  <header class="vn-header">{demo !== undefined && <DemoBanner text={demo} />}{acting !== undefined && <ActingBand {...acting} />}{notice !== undefined && <p class="vn-outage"><span class="vn-width"><Icon name="care" />{notice}</span></p>}<div class="vn-width vn-header__in">
    <a class="vn-brand" {...to(home)} translate={false}><Mark />{siteName}</a>
    {nav.items.length > 0 && <nav class="vn-nav" aria-label={nav.label}><ul>{nav.items.map(i => <li><a {...to(i.href)} aria-current={i.current ? 'page' : undefined}>{i.text}</a></li>)}</ul></nav>}
    <div class="vn-me">
      {languageLinks(languages.slice(0, 1))}
      {me && (me.known ? <a {...to(me.href)}><Icon name="account" /><span class="vn-me__name">{me.text}</span></a> : <a class="vn-enter" {...to(me.href)}>{me.text}</a>)}
      {me?.leave && <form action={safePath(me.leave.action)} method="post"><input type="hidden" name="_token" value={me.leave.token} /><button type="submit" class="vn-leave">{me.leave.text}</button></form>}
    </div>
  </div></header>
const StageHeader = ({ siteName, lang, languages = [], languagesLabel, stage, demo, notice }: DocumentProps): VNode =>
  <header class="vn-header vn-header--stage">{demo !== undefined && <DemoBanner text={demo} />}{notice !== undefined && <p class="vn-outage"><span class="vn-width"><Icon name="care" />{notice}</span></p>}<div class="vn-width vn-header__in">
    <span class="vn-brand" translate={false}><Mark />{siteName}</span>
    {languages.length > 0 && <nav class="vn-tongues" aria-label={languagesLabel ?? languages.map(l => l.text).join(', ')}><span class="govuk-tag govuk-tag--info" lang={lang} aria-current="true"><Icon name="check" />{stage!.language}</span>{languages.map(l => <a class="govuk-tag govuk-tag--plain" {...to(l.href)} lang={l.lang} hreflang={l.lang} rel="alternate">{l.text}</a>)}</nav>}
  </div></header>
/** Every page ends with the cordillera. */
const Footer = ({ footer, languages = [], languagesLabel }: DocumentProps): VNode =>
  <footer class="vn-footer"><div class="vn-width vn-footer__in">
    <nav aria-label={footer.label}><ul>{footer.items.map(i => <li><a {...to(i.href)}>{i.text}</a></li>)}</ul></nav>
    {languages.length > 0 && <nav aria-label={languagesLabel ?? languages.map(l => l.text).join(', ')}><ul>{languageLinks(languages).map(l => <li>{l}</li>)}</ul></nav>}
    {footer.note !== undefined && <p class="vn-footer__note">{footer.note}</p>}
  </div></footer>

/** Inside the header, so on paper too: a printed demo must not pass for the real thing. */
/** Whose matters these are, while they are somebody else's. */
const ActingBand = ({ text, stop, action, token }: NonNullable<DocumentProps['acting']>): VNode =>
  <form class="vn-acting" action={safePath(action)} method="post"><div class="vn-width"><Icon name="person" /><strong>{text}</strong><input type="hidden" name="_token" value={token} /><button type="submit" name="do" value="stop">{stop}</button></div></form>
export const DemoBanner = ({ text }: { text: string }): VNode => <p class="vn-demo"><span class="vn-width"><Icon name="info" />{text}</span></p>

/** The whole HTML page. No inline style or script, so the strictest CSP holds; it works without JavaScript. */
export function document(props: DocumentProps): string {
  const { lang, title, siteName, body, skip, wide, bare, description, noindex, styles = bare ? [stylesheetPath, kioskStylesheetPath] : [stylesheetPath], scripts = [] } = props
  return '<!DOCTYPE html>\n' + render(<html lang={lang}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title === siteName ? title : `${title} – ${siteName}`}</title>
      {description !== undefined && <meta name="description" content={description} />}
      {noindex && <meta name="robots" content="noindex" />}
      <meta name="color-scheme" content="light dark" />
      <link rel="preload" href={fontPath} as="font" type="font/woff2" crossorigin="anonymous" />
      {styles.map(href => <link rel="stylesheet" href={href} />)}
      <link rel="icon" href={iconPath} type="image/svg+xml" />
      {scripts.map(src => <script type="module" src={src} />)}
    </head>
    <body>
      <a class="govuk-skip-link" href="#main">{skip}</a>
      {bare ? <>{props.demo !== undefined && <DemoBanner text={props.demo} />}{body}</> : <>
        {props.stage === undefined ? <Header {...props} /> : <StageHeader {...props} />}
        <main id="main" tabIndex={-1} class={wide ? 'vn-wide-page' : undefined}>{wide ? body : <div class="vn-width">{body}</div>}</main>
        {props.stage === undefined && <Footer {...props} />}
      </>}
    </body>
  </html>)
}
