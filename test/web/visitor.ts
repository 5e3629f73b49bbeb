import assert from 'node:assert/strict'

/** A browser without scripts: follows redirects, keeps cookies, fills and sends the forms of a page. */
export type Page = { readonly status: number; readonly url: string; readonly html: string; readonly text: string; readonly title: string; readonly h1: string; readonly headers: Headers }
type Control = { readonly tag: string; readonly type: string; readonly name: string; readonly value: string; readonly on: boolean; readonly all: string }
export type FileField = { readonly name: string; readonly type: string; readonly body: Uint8Array | string }
export type Fill = { readonly [name: string]: string | readonly string[] | FileField }

const decode = (s: string): string => s.replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
const attribute = (tag: string, name: string): string | undefined => { const m = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`).exec(tag); return m ? decode(m[1] ?? '') : undefined }
export const textOf = (html: string): string => decode(html.replace(/<(script|style|svg)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ').trim()

export class Visitor {
  readonly cookies = new Map<string, string>()
  page!: Page
  /** Every page seen, for what is true of all of them. */
  readonly seen: Page[] = []
  readonly origin: string
  constructor(origin: string, signedInAs?: number) { this.origin = origin; if (signedInAs !== undefined) this.cookies.set('session', String(signedInAs)) }

  async get(path: string): Promise<Page> { return this.go(path, { method: 'GET' }) }
  async go(path: string, init: RequestInit): Promise<Page> {
    let url = new URL(path, this.origin), next = init
    for (let n = 0; n < 10; n++) {
      const reply = await fetch(url, { ...next, redirect: 'manual', headers: { ...next.headers, cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; '), ...(next.method === 'POST' ? { origin: this.origin, 'sec-fetch-site': 'same-origin' } : {}) } })
      for (const line of reply.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
        if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.cookies.delete(name!)
        else this.cookies.set(name!, decodeURIComponent(value!))
      }
      const html = await reply.text(), to = reply.headers.get('location')
      if (reply.status >= 300 && reply.status < 400 && to !== null) { url = new URL(to, url); next = { method: 'GET' }; continue }
      this.page = { status: reply.status, url: url.pathname + url.search, html, text: textOf(/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html), title: textOf(/<title>([\s\S]*?)<\/title>/.exec(html)?.[1] ?? ''), h1: textOf(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? ''), headers: reply.headers }
      if (/^<!doctype html/i.test(html)) this.seen.push(this.page)
      return this.page
    }
    return assert.fail(`too many redirects from ${path}`)
  }
  /** Follows the first link with these words. */
  async follow(words: string): Promise<Page> {
    for (const [, tag, inside] of this.page.html.matchAll(/(<a\s[^>]*>)([\s\S]*?)<\/a>/g)) if (textOf(inside!).includes(words)) return this.get(attribute(tag!, 'href')!)
    return assert.fail(`no link «${words}» on ${this.page.url}: ${this.page.text.slice(0, 600)}`)
  }
  private form(button: string) {
    for (const [, head, inside] of this.page.html.matchAll(/(<form\s[^>]*>)([\s\S]*?)<\/form>/g)) {
      for (const [, tag, words] of inside!.matchAll(/(<button\s[^>]*>)([\s\S]*?)<\/button>/g)) if (textOf(words!).includes(button)) return { head: head!, inside: inside!, name: attribute(tag!, 'name'), value: attribute(tag!, 'value') ?? '' }
    }
    return assert.fail(`no button «${button}» on ${this.page.url}: ${this.page.text.slice(0, 900)}`)
  }
  /** What stands in the fields of the form with this button. */
  fields(button: string): readonly Control[] {
    const { inside } = this.form(button), out: Control[] = []
    for (const [all] of inside.matchAll(/<input\s[^>]*>|<select\s[^>]*>[\s\S]*?<\/select>|<textarea\s[^>]*>[\s\S]*?<\/textarea>/g)) {
      const tag = all.slice(1, all.search(/\s/)), type = attribute(all, 'type') ?? 'text', name = attribute(all, 'name') ?? ''
      const value = tag === 'textarea' ? decode(all.replace(/^[^>]*>/, '').replace(/<\/textarea>$/, '')) : tag === 'select' ? (attribute(/<option\s[^>]*\sselected[^>]*>/.exec(all)?.[0] ?? '<option value="">', 'value') ?? '') : (attribute(all, 'value') ?? '')
      out.push({ tag, type, name, value, on: type !== 'radio' && type !== 'checkbox' ? true : /\schecked(?=[\s/>=])/.test(all), all })
    }
    return out
  }
  /** Fills the form that has this button and presses it, in the order of the page as browsers do. */
  async send(button: string, fill: Fill = {}): Promise<Page> {
    const { head, name, value } = this.form(button), action = attribute(head, 'action')!, pairs: [string, string | FileField][] = []
    const controls = this.fields(button)
    for (const key of Object.keys(fill)) assert.ok(controls.some(c => c.name === key), `no field «${key}» beside «${button}» on ${this.page.url}`)
    const done = new Set<string>()
    for (const c of controls) {
      const want = fill[c.name]
      if (c.type === 'radio' || c.type === 'checkbox') { if (want === undefined ? c.on : [want].flat().includes(c.value)) pairs.push([c.name, c.value]); continue }
      if (done.has(c.name) && c.type !== 'hidden') continue
      done.add(c.name)
      if (c.type === 'file') { pairs.push([c.name, (want as FileField | undefined) ?? { name: '', type: 'application/octet-stream', body: '' }]); continue }
      pairs.push([c.name, want === undefined ? c.value : String(want)])
    }
    if (name !== undefined) pairs.push([name, value])
    if (attribute(head, 'method') === 'get') return this.get(`${action.split('#')[0]}?${new URLSearchParams(pairs as [string, string][])}`)
    if (attribute(head, 'enctype') !== 'multipart/form-data') return this.go(action, { method: 'POST', body: new URLSearchParams(pairs as [string, string][]) })
    const form = new FormData()
    for (const [k, v] of pairs) { if (typeof v === 'string') form.append(k, v); else form.append(k, new Blob([v.body as never], { type: v.type }), v.name) }
    return this.go(action, { method: 'POST', body: form })
  }
}
