import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export { checklist, countersOf, isComplete, type Line, machineLines, type Observation, type Verdict } from './checklist.ts'
export { type Brief, type Client, createOnboarding, type Fresh, type Hand, type Keeper, type Onboarding, type OnboardingNeeds, type Whole } from './onboarding.ts'
export { type Application, type Institution, type Raw, overlapDays, readApplication, redirectProblem, sameKey, serviceLevels, type Stage, stages } from './rules.ts'
/** For `migrate`. */
export const migrations = { name: 'onboarding', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
