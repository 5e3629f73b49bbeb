import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a browser fetches besides pages. The path holds a hash of the content, so it may be kept for ever (same shape as platform's Asset). */
export type UiAsset = { readonly path: string; readonly type: string; readonly body: Buffer | string; readonly immutable: true }

const here = fileURLToPath(new URL('.', import.meta.url))
const hashOf = (body: Buffer | string): string => createHash('sha256').update(body).digest('base64url').slice(0, 12)
const asset = (name: string, type: string, body: Buffer | string): UiAsset => ({ path: `/assets/${hashOf(body)}/${name}`, type, body, immutable: true })

/** Latin holds every letter of Spanish, English and Mapuzugun; others fall back to the system's font. */
const font = asset('atkinson-hyperlegible-next.woff2', 'font/woff2', readFileSync(fileURLToPath(import.meta.resolve('@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2'))))
const icon = asset('ventanilla.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 0 38 38"><path fill="#0e3d61" d="M4 32V16.5a13 13 0 0 1 26 0V32Z"/><path fill="#fcfaf6" d="m4 30 8-10 4 5 5.5-8.5L30 28v4H4Z"/><rect width="34" height="4.5" y="32" fill="#b4561f" rx="2.25"/></svg>')

/** Enough for our own style sheets, which hold no strings with braces or comments in them. */
export const minify = (css: string): string => css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ').replace(/ ?([{};,]) ?/g, '$1').replace(/([{;][\w-]+): /g, '$1:').replace(/;}/g, '}').trim()
/** Tokens first, then the ground and its rhythm, then one file a component, then what overrides them all (print, forced colours). */
const first = ['tokens.css', 'ground.css', 'type/type.css']
const last = ['print.css']
/** What only machines in public places show: a sheet of its own, so that nobody at home loads it. */
const machines = ['post/kiosk.css']
export function sheets(): readonly string[] {
  const found = readdirSync(here, { recursive: true, encoding: 'utf8' }).map(f => f.replaceAll('\\', '/')).filter(f => f.endsWith('.css')).sort()
  return [...first, ...found.filter(f => !first.includes(f) && !last.includes(f) && !machines.includes(f)), ...last]
}
const css = asset('ui.css', 'text/css; charset=utf-8', minify(sheets().map(f => readFileSync(join(here, f), 'utf8')).join('\n')).replace(/url\(\s*"?fonts\/[^)]*\)/, `url("${font.path}")`))

const kiosk = asset('kiosk.css', 'text/css; charset=utf-8', minify(machines.map(f => readFileSync(join(here, f), 'utf8')).join('\n')))

export const kioskStylesheetPath = kiosk.path
export const stylesheetPath = css.path
export const fontPath = font.path
export const iconPath = icon.path
/** Style sheet, font, icon, the machines' own sheet: give them to `createHttp({ assets })`. */
export const assets = (): readonly UiAsset[] => [css, font, icon, kiosk]
