import { may } from '#core/assurance'
import { answerAt, type Case, type Fetched, mayRetry } from '#core/case'
import type { Engine, Need } from '#core/journey'
import { no } from '#core/refusal'
import type { Value } from '#core/service'
import { type CasesNeeds, type Spine, system } from './spine.ts'
import type { Cases, Journey, Viewer } from './types.ts'

type Reply = Awaited<ReturnType<CasesNeeds['registers']['fetch']>>

/**
 * Once-only (contracts §4): what the State already knows is asked of the registers, not of the person. All registers at once, each with
 * its own two seconds, outside any transaction, once per journey, attribute and key. What came, and what did not, is one event.
 */
export function createPrefill(needs: CasesNeeds, spine: Spine, journeyOf: (id: string, viewer: Viewer) => ReturnType<Cases['open']>): Cases['prefill'] {
  return async (id, paths, viewer) => {
    const found = await journeyOf(id, viewer)
    if (!found.ok) return found
    const { value: journey } = found, { engine, view, case: file } = journey
    const wanted = neededNow(journey, paths)
    // Without a person whose identity was checked there is nobody to ask a register about.
    if (file.status !== 'journey' || file.person === undefined || wanted.length === 0 || !may('answer', viewer, file).ok) return found
    const basis = { person: file.person, case: id, service: engine.service.id, institution: view.competent ?? engine.service.institution }
    const groups = [...grouped(wanted).values()]
    // Nor about one whose card nobody could verify: she says it, and what may only come from a register waits (reliability.md §4).
    const replies = viewer.how === 'document-unverified' ? groups.map(() => 'down' as const) : await Promise.all(groups.map((group) => within(needs.registerBudget ?? 2000, () => needs.registers.fetch(group.map(({ path, registry, field, key }) => ({ path, registry, field, ...(key === undefined ? {} : { key }) })), basis), (cause) => needs.tell?.('a register failed', cause))))
    const values: { [path: string]: Fetched } = {}
    groups.forEach((group, i) => {
      const reply = replies[i]!
      for (const n of group) {
        const said = typeof reply === 'string' ? { outcome: reply } : Object.hasOwn(reply, n.path) ? reply[n.path]! : { outcome: 'down' as const }
        values[n.path] = { ...(said.outcome === 'got' ? { value: (said as { value?: unknown }).value as Value } : {}), outcome: said.outcome, ...(n.key === undefined ? {} : { key: n.key }), ...('receipt' in said && said.receipt ? { receipt: said.receipt } : {}) }
      }
    })
    // The register answered, not the person: the event says through whom it was asked.
    const done = await spine.act(id, { do: 'fetch', values }, { ...system, channel: viewer.channel, ...(viewer.by === undefined ? {} : { by: viewer.by }) })
    return done.ok ? journeyOf(id, viewer) : done.refusal === 'stale' ? no('busy') : done
  }
}
const grouped = (all: readonly Need[]): Map<string, Need[]> => { const map = new Map<string, Need[]>(); for (const n of all) map.set(n.registry, [...(map.get(n.registry) ?? []), n]); return map }

/** Needs of these paths that were not asked yet by the same key; sensitive ones only when the person allowed them. */
const neededNow = ({ engine, view, case: file }: Journey, paths: readonly string[]): readonly Need[] =>
  view.needs.filter((n) => paths.includes(n.path)).flatMap((n): Need[] => {
    // A record named by another answer (a company by its RUT) is asked for once that answer stands.
    const source = engine.fact(n.path)?.source, named = source !== undefined && 'registry' in source ? source.key : undefined, key = named === undefined ? undefined : answerAt(file.answers, named)?.value
    if (named !== undefined && key === undefined) return []
    const need: Need = key === undefined ? n : { ...n, key }
    return asked(file, need, engine) || (n.sensitive && !authorised(engine, file, n.path)) ? [] : [need]
  })
/** Once is enough, with one exception: where only the register may say it and it did not answer, a person who tries again asks again. */
const asked = (file: Case, n: Need, engine: Engine): boolean => Object.hasOwn(file.fetched, n.path) && JSON.stringify(file.fetched[n.path]!.key) === JSON.stringify(n.key) && !mayRetry(engine.fact(n.path), file.fetched[n.path]!.outcome)
/**
 * Sensitive data are read on a permission the person gave in this journey (Ley 19.628 art. 10, Ley 19.880 art. 24 bis): a fact with the
 * purpose `authorisation`, answered yes, that stands in the fact's own condition. That answer is the authorisation event.
 */
const authorised = (engine: Engine, file: Case, path: string): boolean =>
  engine.reads(path.split('.')[0]!).some((id) => engine.fact(id)?.purpose === 'authorisation' && Object.hasOwn(file.answers, id) && file.answers[id]!.value === true && (file.answers[id]!.state === 'given' || file.answers[id]!.state === 'confirmed'))

/** The reply, or how it failed: `slow` after the budget, `down` when it threw. */
function within(ms: number, work: () => Promise<Reply>, tell: (cause: unknown) => void): Promise<Reply | 'slow' | 'down'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('slow'), ms)
    const end = (reply: Reply | 'down') => { clearTimeout(timer); resolve(reply) }
    try { work().then(end, (cause) => { tell(cause); end('down') }) } catch (cause) { tell(cause); end('down') }
  })
}
