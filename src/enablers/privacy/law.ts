import { isDate } from '#core/date'
import { longestExtension } from '#core/law'

export type Both = { readonly es: string; readonly en: string }
/** What a person may ask of whoever holds her data (Decreto 9/2023 art. 14; Ley 21.719). */
export const rights = ['access', 'portability', 'rectification', 'blocking', 'objection', 'erasure'] as const
export type Right = (typeof rights)[number]
export const isRight = (s: unknown): s is Right => rights.includes(s as Right)
/** Notices of an incident, each with its own clock. */
export const noticeKinds = ['csirt-alert', 'csirt-report', 'agency', 'persons'] as const
export type NoticeKind = (typeof noticeKinds)[number]
/** What erasure does not reach. */
export type Kept = 'filed' | 'looks' | 'person'

/** `confirm`: nobody has read the term in the law yet; it stands in from the norm named. `days` are working days. */
export type RightLaw = { readonly days: number; readonly law: string; readonly confirm: boolean; readonly level: 2 | 3; readonly from?: string }
export type NoticeLaw = { readonly hours: number; readonly law: string; readonly to: string; readonly confirm: boolean }
export type Activity0 = { readonly id: string; readonly purpose: Both; readonly categories: Both; readonly class: string; readonly basis: string; readonly universe: Both; readonly recipients: Both; readonly keep: Both; readonly source: Both }
/** services/_law/privacy.yaml, read. */
export type PrivacyLaw = {
  /** The law over personal data in force that day. */
  nameOn(date: string): string
  readonly rights: { readonly [r in Right]: RightLaw }
  readonly blocked: { readonly roles: readonly string[]; readonly law: string }
  readonly kept: { readonly [k in Kept]: Both & { readonly law: string } }
  readonly notices: { readonly [k in NoticeKind]: NoticeLaw }
  readonly platform: readonly Activity0[]
}

type Tree = { readonly [k: string]: unknown }
const tree = (v: unknown, at: string): Tree => { if (typeof v !== 'object' || v === null || Array.isArray(v)) throw new Error(`privacy.yaml: «${at}» is missing`); return v as Tree }
const text = (t: Tree, k: string, at: string): string => { if (typeof t[k] !== 'string' || t[k] === '') throw new Error(`privacy.yaml: «${at}.${k}» is missing`); return t[k] as string }
const whole = (t: Tree, k: string, at: string): number => { const n = Number(text(t, k, at)); if (!Number.isInteger(n) || n < 1) throw new Error(`privacy.yaml: «${at}.${k}» is no number`); return n }
const both = (v: unknown, at: string): Both => { const t = tree(v, at); return { es: text(t, 'es', at), en: text(t, 'en', at) } }

/** Reads the tree of the file (every scalar is text). Throws, naming the place, on what is missing: nothing legal rests on a default. */
export function readPrivacyLaw(value: unknown): PrivacyLaw {
  const root = tree(value, ''), laws = (root['laws'] as readonly Tree[]).map((l) => ({ name: text(l, 'name', 'laws'), from: text(l, 'from', 'laws') })).sort((a, b) => (a.from < b.from ? 1 : -1))
  const part = <K extends string, T>(name: string, ids: readonly K[], read: (t: Tree, at: string) => T) => Object.fromEntries(ids.map((id) => [id, read(tree(tree(root[name], name)[id], `${name}.${id}`), `${name}.${id}`)])) as { readonly [k in K]: T }
  const blocked = tree(root['blocked'], 'blocked')
  return {
    nameOn: (date) => laws.find((l) => l.from <= date)?.name ?? laws.at(-1)!.name,
    rights: part('rights', rights, (t, at) => ({ days: whole(t, 'days', at), law: text(t, 'law', at), confirm: t['confirm'] === 'true', level: whole(t, 'level', at) as 2 | 3, ...(isDate(t['from']) ? { from: t['from'] } : {}) })),
    blocked: { roles: blocked['roles'] as readonly string[], law: text(blocked, 'law', 'blocked') },
    kept: part('kept', ['filed', 'looks', 'person'] as const, (t, at) => ({ ...both(t, at), law: text(t, 'law', at) })),
    notices: part('notices', noticeKinds, (t, at) => ({ hours: whole(t, 'hours', at), law: text(t, 'law', at), to: text(t, 'to', at), confirm: t['confirm'] === 'true' })),
    platform: (root['platform'] as readonly Tree[]).map((t) => { const id = text(t, 'id', 'platform'), at = `platform.${id}`; return { id, class: text(t, 'class', at), basis: text(t, 'basis', at), purpose: both(t['purpose'], at), categories: both(t['categories'], at), universe: both(t['universe'], at), recipients: both(t['recipients'], at), keep: both(t['keep'], at), source: both(t['source'], at) } }),
  }
}
/** Last day to answer: working days after the day it was asked (Ley 19.880 art. 25). */
export function dueOn(asked: string, days: number, workingDay: (date: string) => boolean, next: (date: string) => string): string {
  let day = asked
  for (let left = days; left > 0; ) { day = next(day); if (workingDay(day)) left-- }
  return day
}
/** Working days that the term may be made longer by, once (Ley 19.880 art. 26). */
export const extensionOf = (law: RightLaw): number => longestExtension(law.days)
