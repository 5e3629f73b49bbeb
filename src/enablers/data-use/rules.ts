/** One look of somebody at one person, by the plain header of its event. `acted`: the same hand did something in a case of hers within the half hour of an attention. */
export type Seen = {
  readonly at: string; readonly by: string; readonly person: string; readonly institution: string; readonly hour: number; readonly acted: boolean
  /** Of who looked and of who was looked at, folded (`surnamesOf`); nothing where they are not known. */
  readonly viewer: readonly string[]; readonly names: readonly string[]
  /** Where each lives, as one opaque key; undefined where nobody knows. */
  readonly viewerHome?: string | undefined; readonly home?: string | undefined
  /** Who was looked at is who looks. */
  readonly self: boolean
}
export type Reason = 'own-record' | 'surname' | 'same-as-last' | 'address' | 'no-act' | 'night' | 'many' | 'disowned'
/** Points of each reason; `least` of them make a look one that needs an explanation. Data of the installation: they may be other ones. */
export type Weights = { readonly [r in Reason]: number }
export const weights: Weights = { 'own-record': 4, 'disowned': 4, 'surname': 3, 'address': 3, 'same-as-last': 2, 'no-act': 2, 'many': 2, 'night': 1 }
export const usual = { least: 3, /** Hours of the day in which a post serves, in Chile. */ from: 7, to: 21, /** Different persons within an hour. */ persons: 12 } as const
export type Usual = { readonly least: number; readonly from: number; readonly to: number; readonly persons: number }

/** Two surnames at most, without accents: the last words of a Chilean full name. Particles belong to no family. */
export const surnamesOf = (names: string): readonly string[] => names.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().split(/[^a-zñ]+/).filter((w) => w.length > 1 && !['de', 'del', 'la', 'las', 'los', 'y'].includes(w)).slice(1).slice(-2)
const shares = (a: readonly string[], b: readonly string[]): boolean => a.some((w) => b.includes(w))
const hourMs = 3_600_000

export type Finding = { readonly by: string; readonly person: string; readonly institution: string; readonly day: string; readonly firstAt: string; readonly lastAt: string; readonly looks: number; readonly points: number; readonly reasons: readonly Reason[] }

/**
 * Looks of one hand at one person on one day that need an explanation. Pure: the same looks in any order give the same findings, and one more look takes
 * no reason away but `no-act`. `seen` holds all looks of the days that are judged.
 */
export function findingsOf(seen: readonly Seen[], rules: Usual = usual, points: Weights = weights): readonly Finding[] {
  const groups = new Map<string, { readonly looks: Seen[]; readonly reasons: Set<Reason> }>(), byHand = new Map<string, Seen[]>()
  for (const s of [...seen].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.person < b.person ? -1 : 1))) byHand.set(s.by, [...(byHand.get(s.by) ?? []), s])
  for (const looks of byHand.values()) {
    looks.forEach((s, i) => {
      const key = `${s.by} ${s.person} ${s.at.slice(0, 10)}`, group = groups.get(key) ?? { looks: [], reasons: new Set<Reason>() }
      groups.set(key, group)
      group.looks.push(s)
      const add = (r: Reason, when: boolean): void => { if (when) group.reasons.add(r) }
      const before = looks.slice(0, i).findLast((o) => o.person !== s.person)
      add('own-record', s.self)
      add('surname', !s.self && shares(s.viewer, s.names))
      add('address', !s.self && s.home !== undefined && s.home === s.viewerHome)
      add('same-as-last', before !== undefined && Date.parse(s.at) - Date.parse(before.at) <= hourMs && (shares(before.names, s.names) || (s.home !== undefined && s.home === before.home)))
      add('night', s.hour < rules.from || s.hour >= rules.to)
      const within = new Set(looks.filter((o) => Math.abs(Date.parse(o.at) - Date.parse(s.at)) <= hourMs && Date.parse(o.at) <= Date.parse(s.at)).map((o) => o.person))
      add('many', within.size > rules.persons)
    })
  }
  for (const { looks, reasons } of groups.values()) if (!looks.some((l) => l.acted)) reasons.add('no-act')
  return [...groups.values()].flatMap(({ looks, reasons }): Finding[] => {
    const first = looks[0]!, sum = [...reasons].reduce((n, r) => n + points[r], 0)
    return sum < rules.least ? [] : [{ by: first.by, person: first.person, institution: first.institution, day: first.at.slice(0, 10), firstAt: first.at, lastAt: looks.at(-1)!.at, looks: looks.length, points: sum, reasons: [...reasons].sort() }]
  })
}
