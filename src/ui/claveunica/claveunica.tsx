import type { VNode } from 'preact'
import { safePath } from '../link/href.ts'

/** Words of the official button: `start` on a page to sign in, `go-on` in the middle of something. The owner's words, in Spanish on every page (law.md 1.11). */
const labels = { start: 'Iniciar sesión con ClaveÚnica', 'go-on': 'Continuar con ClaveÚnica' } as const
/** The official button: one for each way in, and never beside another that leads to the same. A link, so that it works without scripts and opens a full page. */
export const ClaveUnicaButton = ({ href, kind = 'start' }: { readonly href: string; readonly kind?: keyof typeof labels }): VNode | null => {
  const safe = safePath(href)
  return safe === undefined ? null : <a class="vn-cu" href={safe} lang="es" aria-label={labels[kind]} draggable={false}>
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><circle cx="8.5" cy="12" r="4.75" fill="none" stroke="currentColor" stroke-width="2" /><path d="M13.25 12H22v4M18 12v3" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" /></svg>
    ClaveÚnica
  </a>
}
