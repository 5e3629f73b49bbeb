import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export { type Basis, type Callers, type Client, demoClient } from './callers.ts'
export { createIdentity, type Identity, type IdentityNeeds } from './identity.ts'
export type { Choice, Fields, IdentityProvider, Proof } from './provider.ts'
export type { Deliver, Otp } from './otp.ts'
export { demo } from './providers/demo.ts'
export { failing } from './providers/failing.ts'
export { none } from './providers/none.ts'
export { demoStaff, failingStaff } from './providers/staff.ts'
export { ownPath } from './rules.ts'
export { PeopleForm } from './screens/enter.tsx'
export { type Powers, type Session, type SessionLine, sessionCookie } from './sessions.ts'
export type { Post, Staff, StaffDoor, StaffMember, StaffProvider } from './staff-types.ts'
/** For `migrate`. */
export const migrations = { name: 'identity', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
