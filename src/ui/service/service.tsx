import type { VNode } from 'preact'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/icons.ts'

export type Depth = 'inform' | 'signpost' | 'transact' | 'none' | 'unknown'
const fills: { readonly [d in Depth]?: string } = { inform: 'M3 19h22v9H3z', signpost: 'M3.4 11A11 11 0 0 0 3 14v14h22V14a11 11 0 0 0-.4-3Z', transact: 'M3 28V14a11 11 0 0 1 22 0v14Z' }
/** How far the window opens in a channel: a third, two thirds, all; shut; or nobody knows. The words always stand beside it. */
export const DepthArch = ({ depth, text, note }: { depth: Depth; text: string; note?: string | undefined }): VNode =>
  <span class={fills[depth] ? 'vn-depth' : `vn-depth vn-depth--${depth}`}>
    <svg viewBox="0 0 28 32" aria-hidden="true" focusable="false">{fills[depth] && <path class="vn-depth__fill" d={fills[depth]} />}<path class="vn-depth__edge" d="M3 28V14a11 11 0 0 1 22 0v14" /><rect class="vn-mark__sill" y="28" width="28" height="3.5" rx="1.75" /></svg>
    <span><b>{text}</b>{note !== undefined && <small>{note}</small>}</span>
  </span>
export type ChannelRow = { readonly icon: IconName; readonly name: string; readonly depth: Depth; readonly depthText: string; readonly note?: string | undefined; readonly when?: string | undefined }
/** `head`: channel, how far it goes, and (when any row has it) when. On phones every row is a block. */
export const ChannelTable = ({ caption, head, rows }: { caption: string; head: readonly string[]; rows: readonly ChannelRow[] }): VNode =>
  <table class="govuk-table vn-stack"><caption class="govuk-visually-hidden">{caption}</caption>
    <thead><tr>{head.map(cell => <th scope="col">{cell}</th>)}</tr></thead>
    <tbody>{rows.map(r => <tr><th scope="row"><span class="vn-channels__name"><Icon name={r.icon} />{r.name}</span></th><td><DepthArch depth={r.depth} text={r.depthText} note={r.note} /></td>{head.length > 2 && <td>{r.when ?? ''}</td>}</tr>)}</tbody>
  </table>
