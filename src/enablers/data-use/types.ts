import type { Actor, Channel } from '#core/actor'
import type { Outcome } from '#core/refusal'
import type { Home } from './homes.ts'

/** A look, as cases keeps it on the person's access stream. */
export type Look = { readonly at: string; readonly seq: number; readonly disowned?: true; readonly what: string; readonly role: string; readonly by?: string; readonly institution?: string; readonly channel: Channel; readonly venue?: string; readonly case?: string; readonly reason?: string; /** What was given, where it was given away. */ readonly data?: readonly string[] }
/** What registers were asked for one case of hers. */
export type Fetch = { readonly at: string; readonly case: string; readonly service: string; readonly institution: string; readonly register: string; /** `register/field`. */ readonly attributes: readonly string[]; readonly got: boolean }
/** Why an institution's system acted. */
export type Ground = { readonly client: string; readonly institution: string; readonly basis: string }

/** One use of a person's data: who, when, why, which, under which case. `kind`: a member of staff, a system of an institution, or what runs by itself. */
export type Use = {
  readonly at: string; readonly kind: 'staff' | 'system' | 'register' | 'job'
  /** Of the institution of whoever looked; for a register, the one that asked. */
  readonly institution?: string; readonly by?: string; readonly role?: string; readonly channel?: Channel; readonly venue?: string
  readonly what: string; readonly register?: string; readonly data?: readonly string[]; readonly case?: string; readonly service?: string; readonly why?: string
  /** Its number in her own record, for saying that she does not recognise it. */
  readonly seq?: number; readonly disowned?: true
}
/** A line of the answer to `findUsage` (Andmejälgija, protocol of usage information 1.3.1, §8: logtime, action, receiver; newest first), with why and under which case. */
export type UsageLine = { readonly logtime: string; readonly action: string; readonly receiver: string; readonly reason?: string; readonly case?: string; readonly data?: readonly string[] }

export type ReviewState = 'new' | 'flagged' | 'asked' | 'answered' | 'closed'
export type Said = { readonly at: string; readonly by: string; readonly what: 'flag' | 'ask' | 'answer' | 'close'; readonly text: string }
/** For a list: who looked, never at whom. */
export type FindingLine = { readonly id: string; readonly by: string; readonly institution: string; readonly firstAt: string; readonly lastAt: string; readonly looks: number; readonly points: number; readonly reasons: readonly string[]; readonly state: ReviewState }
export type FindingFile = FindingLine & { readonly person: string; readonly said: readonly Said[] }
export type Member = Pick<Actor, 'role' | 'channel' | 'assurance' | 'venue' | 'device'> & { readonly by: string; readonly institution: string }

export type DataUse = {
  /** All uses of her data, newest first. */
  usesOf(person: string): Promise<readonly Use[]>
  /** `offset` from 0, `limit` up to 1000. */
  findUsage(person: string, ask: { readonly offset: number; readonly limit: number }, lang: string): Promise<readonly UsageLine[]>
  /** «I do not recognise this»: it stands in her own record, and the supervisor sees it. */
  disown(person: string, seq: number): Promise<Outcome<{ readonly seq: number }>>
  /** A register said where she lives: kept as a digest, for the rules. */
  lives(person: string, home: Home): Promise<void>
  /** What stands here of a person who had herself erased. Findings stay with the record of who looked: a number that leads to nobody. */
  forget(person: string): Promise<void>
  /** Looks for what needs an explanation; `anew`: all of it is made again. How many there are. */
  refresh(anew?: boolean): Promise<number>
  findings(member: Member): Promise<readonly FindingLine[]>
  /** Her record says first that the supervisor looked. Another institution's is `not-found`. */
  open(id: string, member: Member): Promise<Outcome<FindingFile>>
  ask(id: string, member: Member, text: string): Promise<Outcome<FindingFile>>
  close(id: string, member: Member, text: string): Promise<Outcome<FindingFile>>
  /** What this member was asked and has not answered. */
  asked(by: string): Promise<readonly (FindingLine & { readonly said: readonly Said[] })[]>
  answer(id: string, member: Member, text: string): Promise<Outcome<{ readonly id: string }>>
}
