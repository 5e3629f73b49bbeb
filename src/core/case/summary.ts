import type { Engine, View } from '../journey/index.ts'
import { answerAt } from './answers.ts'
import type { Case } from './types.ts'

/**
 * What a person checks before sending: every applicable answer, by path, with the service and its version. Its digest (SHA-256 of the
 * RFC 8785 text) names the summary that was shown. `section`: of that one alone ('': what stands in none). A declined answer is null, a deferred one says so.
 */
export type Summary = { readonly service: string; readonly version: string; readonly answers: { readonly [path: string]: unknown } }
export function summaryOf(engine: Engine, file: Pick<Case, 'answers'>, view: View, section?: string): Summary {
  const answers: { [path: string]: unknown } = Object.create(null)
  for (const f of view.facts) {
    if (section !== undefined && (engine.fact(f.path.split('.')[0]!)?.section ?? '') !== section) continue
    const a = f.answer ?? answerAt(file.answers, f.path)
    if (a === undefined || f.status === 'absent' || f.status === 'undecided' || f.status === 'computed' || f.status === 'note') continue
    answers[f.path] = a.state === 'deferred' ? { deferred: true } : a.state === 'declined' ? null : a.rows !== undefined ? { rows: a.rows.map((r) => r.id), state: a.state === 'open' ? 'open' : 'closed' } : a.value
  }
  return { service: engine.service.id, version: engine.service.version, answers }
}
/** Which answers differ between the summary a person saw and the one that stands: `was` or `is` is missing where there was or is none. */
export type Difference = { readonly path: string; readonly was?: unknown; readonly is?: unknown }
export function differences(was: Summary, is: Summary, text: (value: unknown) => string): readonly Difference[] {
  const paths = [...new Set([...Object.keys(was.answers), ...Object.keys(is.answers)])]
  return paths.flatMap((path) => {
    const a = was.answers[path], b = is.answers[path]
    return a !== undefined && b !== undefined && text(a) === text(b) ? [] : a === undefined && b === undefined ? [] : [{ path, ...(a === undefined ? {} : { was: a }), ...(b === undefined ? {} : { is: b }) }]
  })
}
