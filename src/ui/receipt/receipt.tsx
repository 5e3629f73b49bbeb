import type { ComponentChildren, VNode } from 'preact'
import { encode } from 'uqr'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/icons.ts'

/** A QR code as one path. Always dark on white with its quiet zone, whatever the scheme: phones read it no other way. `label` says what it opens. */
export function QrCode({ text, label, size = 148 }: { text: string; label: string; size?: number | undefined }): VNode {
  const { data, size: n } = encode(text, { ecc: 'M', border: 4 })
  const d = data.flatMap((row, y) => [...runs(row)].map(([x, w]) => `M${x} ${y}h${w}v1h-${w}z`)).join('')
  return <svg class="vn-qr" viewBox={`0 0 ${n} ${n}`} width={size} height={size} role="img" aria-label={label} shape-rendering="crispEdges"><path fill="#fff" d={`M0 0h${n}v${n}H0z`} /><path fill="#000" d={d} /></svg>
}
function* runs(row: readonly boolean[]): Generator<readonly [x: number, width: number]> {
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue
    const from = x
    while (row[x + 1]) x++
    yield [from, x - from + 1]
  }
}
/** govuk-frontend's panel as an arch with its sill: the code to keep is the largest thing on the page. `qr` is a `<QrCode>`. */
export const Receipt = ({ title, text, code, codeLabel, qr, children }: { title: string; text?: ComponentChildren; code: string; codeLabel: string; qr?: ComponentChildren; children?: ComponentChildren }): VNode =>
  <div class="govuk-panel govuk-panel--confirmation">
    <div><h1 class="govuk-panel__title">{title}</h1>{text !== undefined && <p>{text}</p>}<p class="govuk-panel__body">{codeLabel}</p><p><strong class="vn-code vn-ticket" translate={false}>{code}</strong></p>{children}</div>
    {qr}
  </div>
export type Verdicts = 'valid' | 'altered' | 'unknown'
const icons: { readonly [v in Verdicts]: IconName } = { valid: 'valid', altered: 'altered', unknown: 'unknown' }
/** The answer about a document, in an arch: word, icon and colour. */
export const Verdict = ({ kind, title, children }: { kind: Verdicts; title: string; children?: ComponentChildren }): VNode =>
  <div class={kind === 'unknown' ? 'vn-verdict' : `vn-verdict vn-verdict--${kind}`}><span class="vn-vano"><Icon name={icons[kind]} /></span><div><h1>{title}</h1>{typeof children === 'string' ? <p>{children}</p> : children}</div></div>
