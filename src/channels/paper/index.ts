import type { App } from '#platform/http'
import { deskRoutes } from './desk.ts'
import { formRoutes } from './routes.ts'
import type { Mounted, PaperPorts } from './types.ts'

export { formOf, isHead, type PaperForm, type PaperItem, type PaperNote, type PaperSection } from './form.ts'
export { type FormMark, markText, markUrl, readMark } from './mark.ts'
export type { Mounted, PaperPorts } from './types.ts'

export type PaperChannel = {
  /** Once for each language (http.screens). */
  mount(app: App, mounted: Mounted): void
}
/** The paper channel: every service as a form to print, and the desk where a clerk types it in. It knows no service. */
export const createPaper = (ports: PaperPorts): PaperChannel => ({
  mount(app, mounted) { const paper = { ...ports, ...mounted }; formRoutes(app, paper); deskRoutes(app, paper) },
})
