import { all, any, type Condition, not, readsOf } from './condition.ts'
import { type Asked, createDiagrams, FALSE, TooLarge, TRUE } from './diagram.ts'

/** A page of a form that goes from page to page. The next page is the first link whose condition holds, else the first without one. */
export type Page = { readonly id: string; readonly next: readonly Link[]; readonly asks: readonly Asked[] }
export type Link = { readonly to: string; readonly when?: Condition }
export type Reach = {
  /** Pages some way leads to, each before all that come after it. */
  readonly order: readonly string[]
  /** When a page is reached with the answers above it. */
  readonly reached: ReadonlyMap<string, Condition>
  /** When the way ends at a page: no link holds, or none leads anywhere. */
  readonly ends: ReadonlyMap<string, Condition>
  readonly never: readonly string[]
  /** Links that lead nowhere or can never be taken, by page and place. */
  readonly dead: readonly { readonly page: string; readonly link: number; readonly why: string }[]
  /** Conditions that read a question asked later, or never: false there, as it has no answer yet. */
  readonly late: readonly { readonly page: string; readonly fact: string }[]
  /** Only when the ways are too many to write out: yesno facts to compute, one per page, that the conditions read. */
  readonly steps: readonly { readonly page: string; readonly id: string; readonly is: Condition }[]
}

/** Ordered facts have no pages and no gotos: this is what a page graph says about them. `step` names a computed fact for a page. */
export function reach(pages: readonly Page[], start: string, step: (page: string) => string): Reach | { readonly loop: readonly string[] } {
  const byId = new Map(pages.map((p) => [p.id, p]))
  const links = new Map(pages.map((p) => [p.id, p.next.map((l, i) => ({ ...l, i })).filter((l) => byId.has(l.to))]))
  const loop = loopOf(start, (id) => links.get(id)!.map((l) => l.to), byId)
  if (loop) return { loop }
  const home = new Map(pages.flatMap((p) => p.asks.map((a) => [a.fact, p.id] as const)))
  // A question that a condition reads comes before what the condition leads to, wherever the graph leaves it open.
  const read = pages.flatMap((p) => links.get(p.id)!.flatMap((l) => (l.when === undefined ? [] : readsOf(l.when).flatMap((f) => (home.has(f) ? [[home.get(f)!, l.to] as const] : [])))))
  const order = sorted(start, pages, links, read) ?? sorted(start, pages, links, [])!
  const place = new Map(order.map((id, i) => [id, i]))
  const dead: { page: string; link: number; why: string }[] = [], late: { page: string; fact: string }[] = []
  for (const p of pages) p.next.forEach((l, link) => { if (!byId.has(l.to)) dead.push({ page: p.id, link, why: `there is no page ${l.to}` }) })

  /** Links in the order they are tried, their conditions without what cannot be answered yet. */
  const tried = order.map((id) => {
    const own = links.get(id)!.map((l) => ({ ...l, when: l.when === undefined ? undefined : timely(l.when, (fact) => { const at = place.get(home.get(fact) ?? ''); if (at !== undefined && at <= place.get(id)!) return true; late.push({ page: id, fact }); return false }) }))
    const plain = own.filter((l) => l.when === undefined)
    for (const l of plain.slice(1)) dead.push({ page: id, link: l.i, why: 'another link without a condition stands before it' })
    return { id, next: [...own.filter((l) => l.when !== undefined), ...plain.slice(0, 1)] }
  })
  const said = ways(() => drawn(tried, order.flatMap((id) => byId.get(id)!.asks), byId), () => stepped(tried, step))
  // A link may lead to a page and yet never be taken.
  const led = order.filter((id) => said.reached.get(id) !== false)
  return { ...said, order: led, never: pages.map((p) => p.id).filter((id) => !led.includes(id)), dead, late }
}
const ways = <T>(short: () => T, long: () => T): T => { try { return short() } catch (error) { if (error instanceof TooLarge) return long(); throw error } }
type Tried = readonly { readonly id: string; readonly next: readonly { readonly to: string; readonly when?: Condition | undefined }[] }[]

function drawn(tried: Tried, asks: readonly Asked[], byId: ReadonlyMap<string, Page>): Pick<Reach, 'reached' | 'ends' | 'steps'> {
  const d = createDiagrams(asks, tried.flatMap((p) => p.next.flatMap((l) => l.when ?? [])))
  const nodes = new Map<string, number>()
  const reached = new Map<string, Condition>(), ends = new Map<string, Condition>()
  tried.forEach(({ id, next }, i) => {
    const here = i === 0 ? TRUE : (nodes.get(id) ?? FALSE)
    for (const a of byId.get(id)!.asks) d.guard(a.fact, here)
    reached.set(id, d.read(here))
    let left = here
    for (const l of next) {
      const test = l.when === undefined ? TRUE : d.of(l.when)
      nodes.set(l.to, d.or(nodes.get(l.to) ?? FALSE, d.and(left, test)))
      left = d.and(left, d.not(test))
    }
    if (left !== FALSE) ends.set(id, d.read(left))
  })
  return { reached, ends, steps: [] }
}
/** The same, step by step: one computed fact a page. Longer, never too large. */
function stepped(tried: Tried, step: (page: string) => string): Pick<Reach, 'reached' | 'ends' | 'steps'> {
  const into = new Map<string, Condition[]>()
  const reached = new Map<string, Condition>(), ends = new Map<string, Condition>()
  const steps: { page: string; id: string; is: Condition }[] = []
  tried.forEach(({ id, next }, i) => {
    const is = i === 0 ? true : any(...(into.get(id) ?? []))
    let here: Condition = is
    if (typeof is !== 'boolean' && !('fact' in is)) { const fact = step(id); steps.push({ page: id, id: fact, is }); here = { fact, in: [true] } }
    reached.set(id, here)
    const before: Condition[] = []
    for (const l of next) {
      into.set(l.to, [...(into.get(l.to) ?? []), all(here, ...before, l.when ?? true)])
      before.push(l.when === undefined ? false : not(l.when))
    }
    if (!before.includes(false)) ends.set(id, all(here, ...before))
  })
  return { reached, ends, steps }
}

/** What has no answer yet makes its test false. */
export function timely(c: Condition, known: (fact: string) => boolean): Condition {
  if (typeof c === 'boolean') return c
  if ('all' in c) return all(...c.all.map((x) => timely(x, known)))
  if ('any' in c) return any(...c.any.map((x) => timely(x, known)))
  if ('not' in c) return not(timely(c.not, known))
  return ('feel' in c ? c.reads : [c.fact]).every(known) ? c : false
}
/** A way that comes back to itself, as the pages it goes through. No recursion: a stranger's graph may be long. */
function loopOf(start: string, next: (id: string) => readonly string[], known: ReadonlyMap<string, unknown>): readonly string[] | undefined {
  if (!known.has(start)) return undefined
  const closed = new Set<string>(), way: { readonly id: string; readonly to: readonly string[]; i: number }[] = [{ id: start, to: next(start), i: 0 }], on = new Set([start])
  for (let top = way.at(-1); top; top = way.at(-1)) {
    const to = top.to[top.i++]
    if (to === undefined) { closed.add(top.id); on.delete(top.id); way.pop(); continue }
    if (on.has(to)) return [...way.slice(way.findIndex((w) => w.id === to)).map((w) => w.id), to]
    if (closed.has(to)) continue
    on.add(to)
    way.push({ id: to, to: next(to), i: 0 })
  }
  return undefined
}
/** Pages before all that follow them (Kahn 1962), a branch in full before the next, else as the file has them; undefined when that cannot be. */
function sorted(start: string, pages: readonly Page[], links: ReadonlyMap<string, readonly Link[]>, more: readonly (readonly [string, string])[]): readonly string[] | undefined {
  const seen = new Set<string>(), open = [start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) if (!seen.has(id)) { seen.add(id); open.push(...links.get(id)!.map((l) => l.to)) }
  const after = new Map<string, string[]>(), waits = new Map<string, number>()
  const edge = (from: string, to: string) => { if (from !== to && seen.has(from) && seen.has(to)) { after.set(from, [...(after.get(from) ?? []), to]); waits.set(to, (waits.get(to) ?? 0) + 1) } }
  for (const p of pages) for (const l of links.get(p.id)!) edge(p.id, l.to)
  for (const [from, to] of more) edge(from, to)
  const out: string[] = [], ready = waits.has(start) ? [] : [start]
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    out.push(id)
    // The last pushed goes next: the first link's page, if it is ready.
    for (const to of [...(after.get(id) ?? [])].reverse()) { const n = waits.get(to)! - 1; waits.set(to, n); if (n === 0) ready.push(to) }
  }
  return out.length === seen.size ? out : undefined
}
