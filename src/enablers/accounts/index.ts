import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export { type Accounts, createAccounts } from './accounts.ts'
export { demoAccount, sandboxPeople } from './providers/demo.ts'
export { argon, contactIn, lock, maskedContact, passwordProblem, pinProblem, type ContactKind, type PasswordProblem, type PinProblem } from './rules.ts'
export type { Mounted } from './routes.ts'
export type { Known } from './secrets.ts'
export type { Account, AccountsNeeds, Checked, Contact, Contacts, Enrolled, Enrolment, NewPassword, Passkey, PhonePin, Send, Tell, Try } from './types.ts'
/** For `migrate`. */
export const migrations = { name: 'accounts', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
