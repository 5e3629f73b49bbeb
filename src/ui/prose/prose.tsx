import type { ComponentChildren, VNode } from 'preact'
import { LinkTo } from '../link/link.tsx'
import { type Fill, type Part, parseParts, parseProse } from './parse.ts'

const partsOf = (parts: readonly Part[], fill: Fill | undefined): ComponentChildren => parts.map(p =>
  typeof p === 'string' ? p : 'fact' in p ? (fill?.(p.fact) ?? '…') : 'strong' in p ? <strong>{partsOf(p.strong, fill)}</strong> : <LinkTo href={p.href}>{partsOf(p.parts, fill)}</LinkTo>)

/**
 * Wording of a definition. `fill` gives the formatted answer of `{fact}`; it is put in after reading the Markdown, so an answer that looks
 * like Markdown stays the words somebody wrote.
 */
export const Prose = ({ text, fill, lang }: { text: string; fill?: Fill | undefined; lang?: string | undefined }): VNode => {
  const blocks = parseProse(text).map(b => b.kind === 'paragraph' ? <p class="govuk-body" lang={lang}>{partsOf(b.parts, fill)}</p>
    : b.kind === 'bullets' ? <ul class="govuk-list govuk-list--bullet" lang={lang}>{b.items.map(i => <li>{partsOf(i, fill)}</li>)}</ul>
      : <ol class="govuk-list govuk-list--number" lang={lang}>{b.items.map(i => <li>{partsOf(i, fill)}</li>)}</ol>)
  return <>{blocks}</>
}
/** One line of wording (a label, a hint) without blocks. */
export const Phrase = ({ text, fill }: { text: string; fill?: Fill | undefined }): VNode => <>{partsOf(parseParts(text), fill)}</>
