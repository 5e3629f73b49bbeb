import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCalendar, type Holiday } from '#core/law'
import { type PrivacyLaw, readPrivacyLaw } from '#enablers/privacy'
import type { Vocabulary } from '#core/service'
import { readYaml } from '#platform/yaml'

/** Law as data of the checkout: working days from the dated table of holidays, zones from the institutions. */
export function readLaw(root: string, vocabulary: Vocabulary): { readonly workingDay: (date: string) => boolean; /** The nth working day after a date. */ readonly workingDays: (date: string, n: number) => string; readonly zoneOf: (institution: string) => string | undefined } {
  const file = join(root, 'services/_law/holidays-cl.yaml'), { value, problems } = readYaml(readFileSync(file, 'utf8'), file)
  if (problems.length) throw new Error(`${file}:${problems[0]!.line}:${problems[0]!.col} ${problems[0]!.message}`)
  const calendar = createCalendar((value as unknown as { readonly holidays: readonly Holiday[] }).holidays)
  return { workingDay: calendar.isWorkingDay, workingDays: calendar.addWorkingDays, zoneOf: (institution) => (Object.hasOwn(vocabulary.institutions, institution) ? vocabulary.institutions[institution]!.zone : undefined) }
}

/** Rights over personal data, notices of incidents and the platform's own processing, from the dated table of the checkout. */
export function privacyLawOf(root: string): PrivacyLaw {
  const file = join(root, 'services/_law/privacy.yaml'), { value, problems } = readYaml(readFileSync(file, 'utf8'), file)
  if (problems.length) throw new Error(`${file}:${problems[0]!.line}:${problems[0]!.col} ${problems[0]!.message}`)
  return readPrivacyLaw(value)
}
