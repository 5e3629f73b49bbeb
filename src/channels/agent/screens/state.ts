import type { Body } from '#ui'
import type { Told } from '../types.ts'

/** What the page of a contact shows besides the contact: what was tried, what was wrong with it, what is under way. */
export type ContactState = {
  readonly told?: Told; readonly problems?: { readonly [field: string]: string }; readonly typed?: Body; readonly handing?: boolean
  /** Six digits are on their way: what was sent for, and where, masked. */
  readonly challenge?: { readonly id: string; readonly to: string; readonly code?: string; readonly reason: string }
  /** Her own screen was asked. */
  readonly asked?: { readonly request: string; readonly until: string }
}
export const typedIn = (state: ContactState, name: string): string => { const v = state.typed?.[name]; return typeof v === 'string' ? v : '' }
