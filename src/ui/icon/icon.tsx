import { h, type VNode } from 'preact'
import { type IconName, shapes } from './icons.ts'

/** Always beside a word, so a screen reader is told nothing. */
export const Icon = ({ name, class: extra }: { name: IconName; class?: string | undefined }): VNode =>
  <svg class={extra ? `vn-icon ${extra}` : 'vn-icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">{shapes[name].map(([tag, attributes]) => h(tag, attributes))}</svg>

/** The mark: a window, the range seen through it, its sill. */
export const Mark = (): VNode => <svg viewBox="0 0 34 38" aria-hidden="true" focusable="false">
  <path class="vn-mark__arch" d="M4 32V16.5a13 13 0 0 1 26 0V32Z" /><path fill="#fcfaf6" d="m4 30 8-10 4 5 5.5-8.5L30 28v4H4Z" /><rect class="vn-mark__sill" width="34" height="4.5" y="32" rx="2.25" />
</svg>
