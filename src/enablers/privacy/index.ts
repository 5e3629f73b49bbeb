export { type Both, readPrivacyLaw, type PrivacyLaw, type Right, rights } from './law.ts'
export { activitiesOf, type Activity, type Change, changeOf, csvOf, ownActivities, type RatNeeds } from './rat.ts'
