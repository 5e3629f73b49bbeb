import { Fault } from '#platform/fault'
import type { Circuit } from '#platform/circuit'
import { attributeOf, questionsOf, readValue } from './rules.ts'
import type { Attributes, Basis, Needed, Registered, RegisterProvider, Registers, RegisterState, Reply } from './types.ts'

export type RegistersNeeds = {
  /** Who stands behind each register of the vocabulary. */
  readonly providers: { readonly [registry: string]: RegisterProvider }
  readonly registers: Registered
  readonly attributes: Attributes
  /** Our id of a person to their RUN: known to identity, given to registers, kept by nobody else. */
  readonly runOf: (person: string) => Promise<string | undefined>
  /** UTC instant with milliseconds. */
  readonly now: () => string
  /** Was the platform started with `--demo`? */
  readonly demo: boolean
  /** Milliseconds after which a question is given up; whoever asks waits less (contracts §4: 2 s). */
  readonly patience?: number
  readonly tell?: (what: string, cause: unknown) => void
  /** Notes how each call ended (platform/circuit), for `status`. */
  readonly circuit?: Circuit
  /** What is known without a call: the demo's switches. */
  readonly known?: (registry: string) => RegisterState | undefined
}

/** Once-only: what a base register holds is fetched there (Decreto 12/2023), each register by itself, none holding up another. Throws `provider-missing` and `provider-demo` at start. */
export function createRegisters({ providers, registers, attributes, runOf, now, demo, patience = 10_000, tell = () => {}, circuit, known }: RegistersNeeds): Registers {
  const missing = Object.keys(registers).filter((id) => !Object.hasOwn(providers, id))
  if (missing.length > 0) throw new Fault('provider-missing', `no provider for ${missing.join(', ')}`)
  const stand = Object.entries(providers).find(([, p]) => p.demo && !demo)
  if (stand) throw new Fault('provider-demo', `the provider «${stand[1].name}» of ${stand[0]} is a demo: start with --demo, or set a real one`)

  async function ask(registry: string, key: unknown, needs: readonly Needed[], basis: Basis): Promise<readonly (readonly [string, Reply])[]> {
    const all = (outcome: 'none' | 'slow' | 'down') => needs.map((n) => [n.path, { outcome }] as const)
    const provider = Object.hasOwn(providers, registry) ? providers[registry] : undefined, register = Object.hasOwn(registers, registry) ? registers[registry] : undefined
    if (provider === undefined || register === undefined) { tell('no register is called so', new Fault('register-unknown', `no register is called ${registry}`)); return all('down') }
    const signal = AbortSignal.timeout(patience)
    try {
      const run = key === undefined ? await runOf(basis.person) : undefined
      if (key === undefined && run === undefined) throw new Fault('person-unknown', 'a journey names a person whom identity does not know')
      const call = () => orAborted(provider.ask({ registry, ...(run === undefined ? { key } : { run }), fields: [...new Set(needs.map((n) => n.field))], basis, signal }), signal)
      const found = await (circuit === undefined ? call() : circuit.watch(registry, call))
      if (found === null) return all('none')
      const receipt = { register: registry, institution: register.institution, id: found.receipt, at: now(), ...(found.until === undefined ? {} : { until: found.until }) }
      return needs.map(({ path, field }): readonly [string, Reply] => {
        const value = Object.hasOwn(found.fields, field) ? found.fields[field] : undefined
        if (value === undefined || value === null) return [path, { outcome: 'none' }]
        const attribute = attributeOf(attributes, registry, field), read = attribute === undefined ? ({ ok: true, value } as const) : readValue(attribute, value)
        if (!read.ok) { tell(`register ${registry} answered what it may not`, new Fault('register-answer', `${registry}.${field}: ${read.code}`)); return [path, { outcome: 'down' }] }
        return [path, { outcome: 'got', value: read.value, receipt }]
      })
    } catch (cause) {
      if (signal.aborted) return all('slow')
      tell(`register ${registry} failed`, cause)
      return all('down')
    }
  }
  return {
    status() {
      const down = new Set(circuit?.down().map((d) => d.id))
      return Object.keys(registers).flatMap((id) => { const state = known?.(id) ?? (down.has(id) ? 'down' : undefined); return state === undefined ? [] : [{ id, state }] })
    },
    async fetch(needs, basis) {
      const replies = await Promise.all(questionsOf(needs).map((q) => ask(q.registry, q.key, q.needs, basis)))
      return Object.fromEntries(replies.flat())
    },
  }
}
/** A provider that forgets its signal still does not hold us. */
const orAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => new Promise((resolve, reject) => {
  signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  work.then(resolve, reject)
})
