import { type Problem, readService, type Vocabulary } from '../service/index.ts'
import { compileService } from './compile.ts'
import { runExamples } from './examples.ts'
import { lintCodes } from './lint-codes.ts'
import { type Definition, definitionOf, type Say } from './lint-definition.ts'
import { judgeAssurance, judgeData, judgeKeypad, judgeNames, judgeOnce } from './lint-facts.ts'
import { judgeConditions, judgeTables } from './lint-logic.ts'
import { judgeStages } from './lint-stages.ts'
import { judgeIds } from './lint-versions.ts'
import { judgeInserts, judgeLanguages, judgeTwice, judgeVoice } from './lint-words.ts'

/** Each judge reads the definition once and says what it finds; none depends on another. */
const judges: readonly ((d: Definition, say: Say) => void)[] = [judgeNames, judgeLanguages, judgeInserts, judgeVoice, judgeTwice, judgeConditions, judgeTables, judgeStages, judgeData, judgeOnce, judgeAssurance, judgeKeypad, judgeOutcomes]

/**
 * The judge of definitions (contracts §2): everything that keeps one from being published (E) or should be looked at (W), with the path to
 * where it stands. `previous` is an earlier version (E14); `languages` are wanted besides the declared ones (E09). Total, for any value.
 * In a draft what is still to finish says so. Codes: lintCodes.
 */
export function lint(raw: unknown, vocabulary: Vocabulary, { previous, languages = [] }: { readonly previous?: unknown; readonly languages?: readonly string[] } = {}): readonly Problem[] {
  const { service, problems } = readService(raw)
  if (!service) return problems
  const compiled = compileService(service, vocabulary)
  const found: Problem[] = 'problems' in compiled ? [...compiled.problems] : []
  const say: Say = (code, at, message) => { found.push({ code, level: code.startsWith('W') ? 'W' : 'E', at, message }) }
  const definition = definitionOf(service, vocabulary, languages)
  for (const judge of judges) judge(definition, say)
  if ('engine' in compiled) found.push(...runExamples(compiled.engine))
  const before = previous === undefined ? undefined : readService(previous).service
  if (before) judgeIds(definition, before, say)
  return service.status === 'draft' ? found.map((p) => (lintCodes[p.code]?.finish || open(p) ? { ...p, toFinish: true } : p)) : found
}
/** A name in a text, or a section, that is not there yet keeps nothing from running. */
const open = (p: Problem): boolean => p.code === 'E01' && (p.at.includes('say') || p.at.at(-1) === 'section')

/** E13: an example for a yes and one for a no; a service without rules has one all the same. */
function judgeOutcomes({ service }: Definition, say: Say): void {
  const { eligibility, examples } = service
  if (!examples.length) say('E13', ['examples'], eligibility.length ? 'there are no examples: give one for each outcome, yes and no' : 'there are no examples')
  else for (const verdict of eligibility.length ? (['yes', 'no'] as const) : []) if (!examples.some((e) => e.expect.eligibility === verdict)) say('E13', ['examples'], `no example has the outcome «${verdict}»`)
}
