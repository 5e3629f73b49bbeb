import { createHmac } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Outcome, yes } from '#core/refusal'
import type { App } from '#platform/http'
import type { Sql } from '#platform/log'
import { mount, type Mounted } from './routes.ts'
import { type Figures, figuresOf, questions, readSaid } from './rules.ts'

export type SurveysNeeds = {
  readonly sql: Sql
  /** 32 bytes of this installation: fingerprints of cases and contacts come from it. */
  readonly secret: Uint8Array
  /** Civil date in Chile. */
  readonly today: () => string
}
/** What is answered for: one case, or one contact without a case. Where and in which words it was asked goes with it. */
export type About = { readonly id: string; readonly service?: string; readonly institution: string; readonly channel: string; readonly venue?: string; readonly language: string }
export type Surveys = ReturnType<typeof createSurveys>

/** Opinions, kept apart from who gave them. The same case or contact answered again changes its line. */
export function createSurveys({ sql, secret, today }: SurveysNeeds) {
  const print = (id: string): Buffer => createHmac('sha256', secret).update(id).digest()
  const surveys = {
    /** Keeps what was said; `raw` as it came (a form, keys, buttons). Refusal: answer-invalid. */
    async answer(about: About, raw: { readonly [field: string]: unknown }): Promise<Outcome<{ readonly kept: true }>> {
      const read = readSaid(raw)
      if (!read.ok) return read
      const { score, resolved, ease } = read.value
      await sql.query(`insert into surveys.answers (about, questions, service, institution, channel, venue, language, score, resolved, ease, day) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (about) do update set score = excluded.score, resolved = excluded.resolved, ease = excluded.ease`, [print(about.id), questions, about.service ?? null, about.institution, about.channel, about.venue ?? null, about.language, score, resolved, ease, today()], 'surveys-answer')
      return yes({ kept: true })
    },
    async answered(id: string): Promise<boolean> { return (await sql.query('select 1 from surveys.answers where about = $1', [print(id)], 'surveys-answered')).rows.length > 0 },
    /** Marks of one service in each channel. Under 30 answers there are none: they would point at people. */
    async figures(service: string): Promise<readonly (Figures & { readonly channel: string })[]> {
      const { rows } = await sql.query<{ channel: string; n: number; high: number; low: number }>(`select channel, count(*)::int as n, count(*) filter (where score >= 6)::int as high, count(*) filter (where score <= 4)::int as low from surveys.answers where service = $1 group by channel order by channel`, [service], 'surveys-figures')
      return rows.map((row) => ({ channel: row.channel, ...figuresOf(row) }))
    },
    routes: (app: App, mounted: Mounted): void => mount(app, surveys, mounted),
  }
  return surveys
}
export { type Field, type Figures, least, questions, type Resolution, resolutions, type Said } from './rules.ts'
export { say as surveyWords } from './words.ts'
/** For `migrate`. */
export const migrations = { name: 'surveys', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
