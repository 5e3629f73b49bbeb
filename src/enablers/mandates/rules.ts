import { isDate } from '#core/date'
import { powerActs, type PowerAct } from '#core/actor'
import type { Mandate, Powers, Problem, Terms } from './types.ts'

/** How a mandate was made. `solemn`: it may stand for an act that needs a solemn instrument; `online`: given by the person at her own screen; `needs`: what has to be shown. */
export const forms = {
  'simple-signature':   form(false, true,  false), // the represented, signed in at level 3 (Ley 19.799 art. 2 f)
  'advanced-signature': form(true,  false, true),
  'public-deed':        form(true,  false, true),
  'notary':             form(false, false, true),  // private document authorised before a notary
  'court':              form(true,  false, true),  // tutor or curator: the resolution
  'birth-record':       form(true,  false, true),  // father or mother of a minor
  'register':           form(true,  false, false), // what a public register says of a company, asked again
} as const
function form(solemn: boolean, online: boolean, needs: boolean) { return { solemn, online, needs } }
export type Form = keyof typeof forms

type Rule = { readonly law: string; readonly since: string; readonly until?: string; readonly forms: readonly Form[]; /** Years it may last at most; without it, until its cause ends. */ readonly years?: number }
/** Kinds of mandate, each with the law it stands on and from when: dated data. What a form is missing from nobody may give that way. */
export const kinds = {
  power:    [{ law: 'Ley 19.880 art. 22', since: '2024-06-12', forms: ['simple-signature', 'advanced-signature', 'public-deed', 'notary'], years: 5 }],
  guardian: [{ law: 'Código Civil arts. 43, 260 y 338', since: '1857-01-01', forms: ['court', 'birth-record'] }],
  company:  [{ law: 'Ley 20.659; Código de Comercio art. 22', since: '2013-05-02', forms: ['register', 'public-deed'] }],
} as const satisfies { readonly [kind: string]: readonly Rule[] }
export type Kind = keyof typeof kinds
export const kindNames = Object.keys(kinds) as readonly Kind[]
/** The rule of a kind on a day. */
export const ruleOn = (kind: Kind, today: string): Rule | undefined => (kinds[kind] as readonly Rule[]).findLast((r) => r.since <= today && (r.until === undefined || today <= r.until))

/** The most a person may have given, or have been given, at once. */
export const most = 50
const yearsLater = (day: string, years: number): string => `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`

/** What is wrong with these terms, first things first; undefined when nothing is. `allowed`: services that let a mandate act, with whether their act is solemn. */
export function wrongIn({ kind, services, acts, until }: Terms, how: Form, allowed: readonly { readonly id: string; readonly solemn: boolean }[], today: string): Problem | undefined {
  const rule = Object.hasOwn(kinds, kind) ? ruleOn(kind, today) : undefined
  if (rule === undefined) return 'kind'
  if (!rule.forms.includes(how)) return 'form'
  if (services !== 'all' && (services.length === 0 || new Set(services).size !== services.length || services.some((s) => !allowed.some((a) => a.id === s)))) return 'services'
  if (services !== 'all' && !forms[how].solemn && services.some((s) => allowed.find((a) => a.id === s)!.solemn)) return 'solemn'
  // Who may do anything may look; sending what one may not fill in makes no sense.
  if (!acts.includes('see') || acts.some((a) => !powerActs.includes(a)) || new Set(acts).size !== acts.length || (acts.includes('send') && !acts.includes('fill'))) return 'acts'
  if (until === undefined ? rule.years !== undefined : !isDate(until) || until < today || (rule.years !== undefined && until > yearsLater(today, rule.years))) return 'until'
  return undefined
}

/** Does it hold on this day? `granted` waits for whom it was given to. */
export const holds = (m: Pick<Mandate, 'state' | 'from' | 'until'>, today: string): boolean => m.state === 'active' && m.from <= today && (m.until === undefined || today <= m.until)
/**
 * How far it reaches now, or undefined. All powers unless stated otherwise (Ley 19.880 art. 22, law.md 6.18): all services that let a mandate act, by name, so that
 * no other is ever opened by it; and no solemn act of a service by a form that is not solemn.
 */
export function powerOf(m: Mandate, today: string, allowed: readonly { readonly id: string; readonly solemn: boolean }[]): Powers | undefined {
  if (!holds(m, today)) return undefined
  const within = allowed.filter((a) => forms[m.form].solemn || !a.solemn).map((a) => a.id)
  return { id: m.id, person: m.represented, kind: m.kind, services: m.services === 'all' ? within : m.services.filter((s) => within.includes(s)), acts: m.acts, ...(m.until === undefined ? {} : { until: m.until }) }
}
/** In the order of the table, once each. */
export const actsIn = (raw: readonly string[]): readonly PowerAct[] => powerActs.filter((a) => a === 'see' || raw.includes(a))
