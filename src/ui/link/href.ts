/**
 * Where a link of ours may lead: http(s), tel, mailto, or a path of our own. Browsers drop control characters and read `\` as `/`, so both
 * are refused anywhere (`/<tab>/evil`). Anything else, `javascript:` and `//host` too, is no link at all.
 */
export function safeHref(href: string): string | undefined {
  if (/[\u0000-\u0020\u007f\\]/.test(href)) return undefined
  return /^(\/(?!\/)|[?#]|$)/.test(href) || /^https?:\/\/[^/?#@]+([/?#]|$)/i.test(href) || /^tel:\+?[0-9().-]+(;[\w=+.-]+)*$/i.test(href) || /^mailto:[^@?]+@[^@]+$/i.test(href) ? href : undefined
}
/** Where a form of ours may post: a path of our own. */
export const safePath = (path: string): string | undefined => (/^(\/(?!\/)|[?#]|$)/.test(path) ? safeHref(path) : undefined)
/** As an attribute: an address that is not allowed is not written at all. */
export const to = (href: string): { readonly href?: string } => {
  const safe = safeHref(href)
  return safe === undefined ? {} : { href: safe }
}
