import type { Limits } from './transports.ts'

/** `id` comes back when it is tapped; `main`: what most people want here. */
export type Option = { readonly id: string; readonly text: string; readonly main?: true }
/** The way on to a page of ours: what is asked there, in its own words. */
export type Way = { readonly title: string; readonly text: string; readonly href: string; readonly words: string }
/** One thing said in a conversation, before any transport gave it a shape. `ask`: the question itself; `note`: told by the system, by nobody. */
export type Said = { readonly text: string; readonly ask?: string; readonly options?: readonly Option[]; readonly way?: Way; readonly note?: true; /** A paper to hand over here: only on our own page. */ readonly file?: { readonly path: string; readonly accept: string }; /** Too many options to show: she writes a part of one. */ readonly search?: true }
/** What a transport sends. */
export type Shape =
  | { readonly do: 'text'; readonly body: string }
  | { readonly do: 'buttons'; readonly body: string; readonly buttons: readonly Option[] }
  | { readonly do: 'list'; readonly body: string; readonly rows: readonly Option[] }

/** How options are given: tapped as buttons or rows where all fit, else written by number. */
export function waysOf(options: readonly Option[], limits: Limits): 'none' | 'buttons' | 'list' | 'numbered' {
  const fits = (most: number, chars: number): boolean => options.length <= most && options.every((o) => [...o.text].length <= chars)
  return options.length === 0 ? 'none' : fits(limits.maxButtons, limits.maxButtonChars) ? 'buttons' : fits(limits.maxListRows, limits.maxRowChars) ? 'list' : 'numbered'
}
/** The messages that say it, within the limits: one for a question whenever it fits. */
export function shapesOf(said: Said, limits: Limits): readonly Shape[] {
  const options = said.options ?? [], way = waysOf(options, limits)
  const numbered = way === 'numbered' ? options.map((o, i) => `${i + 1}. ${o.text}`).join('\n') : ''
  const body = [said.ask, said.text, numbered, ...(said.way === undefined ? [] : [`${said.way.title}\n${said.way.text}\n${said.way.href}`])].filter((t) => t !== undefined && t !== '').join('\n\n'), parts = pieces(body, limits.bodyChars)
  return parts.map((part, i): Shape => (i < parts.length - 1 || way === 'none' || way === 'numbered' ? { do: 'text', body: part } : way === 'buttons' ? { do: 'buttons', body: part, buttons: options } : { do: 'list', body: part, rows: options }))
}
/** Cut where lines end, else where words do; never inside a letter. */
export function pieces(text: string, most: number): readonly string[] {
  const out: string[] = []
  let rest = text
  while (rest.length > most) {
    const room = rest.slice(0, most), line = room.lastIndexOf('\n'), space = room.lastIndexOf(' '), at = line > most / 2 ? line : space > most / 2 ? space : /[\uD800-\uDBFF]$/.test(room) ? most - 1 : most
    out.push(rest.slice(0, at).trimEnd())
    rest = rest.slice(at).trimStart()
  }
  return [...out, rest]
}
