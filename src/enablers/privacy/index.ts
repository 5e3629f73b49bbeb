import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type { BreachCommand, BreachFile, NewBreach } from './breaches.ts'
export { copySchema, schemaPath } from './copy.ts'
export { type Both, readPrivacyLaw, type PrivacyLaw, type Right, rights } from './law.ts'
export { createPrivacy, type Privacy, type PrivacyNeeds, type PublishedVersion } from './privacy.ts'
export { activitiesOf, type Activity, type Change, changeOf, csvOf, ownActivities, type RatNeeds } from './rat.ts'
export { type ErasureResult, type Holding, type PrivacyPorts, type RequestFile, type RequestLine, type Section, sections } from './types.ts'
export { say as privacyWords } from './words.ts'
/** For `migrate`. */
export const migrations = { name: 'privacy', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
