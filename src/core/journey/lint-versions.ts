import type { Fact, Service } from '../service/index.ts'
import type { Definition, Say } from './lint-definition.ts'

/** E14: an id keeps its meaning for ever (engine.md §4.1): answers under way, and in the archive, are read by it. */
export function judgeIds({ facts }: Definition, previous: Service, say: Say): void {
  const before = new Map<string, Fact>()
  const asks = new Map<string, string>()
  const key = (f: Fact, list?: string) => (list === undefined ? f.id : `${list}.${f.id}`)
  const put = (f: Fact, list?: string) => {
    before.set(key(f, list), f)
    for (const t of Object.values(f.say?.ask ?? {})) asks.set(`${list ?? ''}\u0000${t.trim()}`, key(f, list))
  }
  for (const f of previous.facts) { put(f); for (const g of f.list?.of ?? []) put(g, f.id) }
  const now = new Set(facts.map((p) => key(p.written, p.list?.id)))
  for (const { written: f, at, list } of facts) {
    const id = key(f, list?.id), old = before.get(id)
    if (!old) continue
    if (f.type !== undefined && old.type !== undefined && f.type !== old.type) say('E14', [...at, 'id'], `«${id}» was ${old.type} and is ${f.type} now: take a new id`)
    else if (f.attribute !== undefined && old.attribute !== undefined && f.attribute !== old.attribute) say('E14', [...at, 'id'], `«${id}» was ${old.attribute} and is ${f.attribute} now: take a new id`)
    else if ((f.currency ?? 'CLP') !== (old.currency ?? 'CLP')) say('E14', [...at, 'id'], `«${id}» was in ${old.currency ?? 'CLP'} and is in ${f.currency ?? 'CLP'} now: take a new id`)
    const owner = [...new Set(Object.values(f.say?.ask ?? {}).map((t) => asks.get(`${list?.id ?? ''}\u0000${t.trim()}`)))].find((x) => x !== undefined)
    if (owner !== undefined && owner !== id && !sameAsk(f, old) && now.has(owner)) say('E14', [...at, 'id'], `«${id}» asks now what «${owner}» asked: an id keeps its meaning`)
    judgeOptions(f, old, at, say)
  }
}
const sameAsk = (a: Fact, b: Fact) => Object.entries(a.say?.ask ?? {}).some(([l, t]) => b.say?.ask?.[l]?.trim() === t.trim())
function judgeOptions(f: Fact, old: Fact, at: readonly (string | number)[], say: Say): void {
  const says = new Map<string, string>()
  for (const o of old.options ?? []) for (const [l, t] of Object.entries(o.say)) says.set(`${l}\u0000${t.trim()}`, o.id)
  const known = new Map(old.options?.map((o) => [o.id, o]))
  f.options?.forEach((o, i) => {
    const was = known.get(o.id)
    if (!was) return
    const same = Object.entries(o.say).some(([l, t]) => was.say[l]?.trim() === t.trim())
    const owner = Object.entries(o.say).map(([l, t]) => says.get(`${l}\u0000${t.trim()}`)).find((x) => x !== undefined)
    if (!same && owner !== undefined && owner !== o.id) say('E14', [...at, 'options', i, 'id'], `«${o.id}» says now what «${owner}» said: an option keeps its meaning`)
  })
}
