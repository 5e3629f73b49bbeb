import { Fault } from '#platform/fault'
import { createMetrics, type Labels } from './metrics.ts'
import { redact, unquoted } from './redact.ts'

export { asJob, type Job, jobChannel } from './job.ts'

/** All that a line may hold. A field that is not here is left out, whatever it holds: payloads, answers, names, RUNs and addresses have no place. */
export const fields = ['what', 'id', 'method', 'route', 'status', 'ms', 'code', 'service', 'version', 'institution', 'channel', 'stream', 'seq', 'effect', 'kind', 'attempts', 'count', 'port', 'pid', 'setting'] as const
export type Line = { readonly what: string; readonly error?: unknown } & { readonly [K in Exclude<(typeof fields)[number], 'what'>]?: string | number | boolean | undefined }

export type Telemetry = {
  /** One line of JSON. A `request` with a route and `ms` is counted as well. */
  log(line: Line): void
  /** A fault that nobody waits for. */
  tell(what: string, error?: unknown): void
  /** Labels come from our own tables (route, status, kind), never from what people send. */
  count(name: string, labels?: Labels, by?: number): void
  /** Milliseconds. */
  observe(name: string, ms: number, labels?: Labels): void
  /** What was counted, in the text format of Prometheus. */
  metrics(): string
}

export function createTelemetry({ now, write = (line) => { process.stderr.write(`${line}\n`) } }: { readonly now: () => string; readonly write?: (line: string) => void }): Telemetry {
  const metrics = createMetrics()
  const log = (line: Line): void => {
    const kept: { [name: string]: unknown } = { at: now() }
    for (const name of fields) {
      const value = line[name]
      if (typeof value === 'string') kept[name] = redact(value).slice(0, 500)
      else if (typeof value === 'number' || typeof value === 'boolean') kept[name] = value
    }
    if (line.error !== undefined) kept['error'] = errorOf(line.error)
    write(JSON.stringify(kept))
    if (line.what !== 'request' || line.route === undefined) return
    const labels = { method: String(line.method), route: String(line.route) }
    metrics.count('ventanilla_requests_total', { ...labels, status: Number(line.status) })
    if (typeof line.ms === 'number') metrics.observe('ventanilla_request_milliseconds', line.ms, labels)
  }
  return { log, tell: (what, error) => log({ what, error }), count: metrics.count, observe: metrics.observe, metrics: metrics.text }
}

/** Name, code, message, where in our code, and its causes. Of a database error never the detail: it quotes rows. */
function errorOf(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = (error as { code?: unknown }).code
  return {
    name: error.name, ...(typeof code === 'string' ? { code: redact(code) } : {}),
    message: redact(error instanceof Fault ? error.message : unquoted(error.message)).slice(0, 500),
    at: (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 8).map((line) => redact(line.trim().slice(3))),
    ...(error.cause !== undefined && depth < 4 ? { cause: errorOf(error.cause, depth + 1) } : {}),
  }
}
