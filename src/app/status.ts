import type { Vocabulary } from '#core/service'
import type { Registers } from '#enablers/registers'
import type { Circuit } from '#platform/circuit'
import { say, type Word } from './words.ts'

/** Something people notice is away: a register of the vocabulary, or an enabler. */
export type Trouble = { readonly kind: 'register' | 'enabler'; readonly id: string; readonly state: 'slow' | 'down' }
export type Status = {
  /** In order: registers first. Empty: all is well. */
  troubles(): readonly Trouble[]
  /** Does anybody say who people are now? While not, each channel does what is open to everybody (reliability.md §4). */
  verifies(): boolean
  /** The same in plain words for any channel, read or spoken; undefined when all is well. */
  text(lang: string): string | undefined
}
/** What an enabler's outage means for whoever is on a page. */
const enablers: { readonly [id: string]: Word } = { identity: 'downIdentity', certificates: 'downCertificates', notifications: 'downMessages' }

/** `answers`: can anybody be verified now, as far as a switch goes; its own calls tell the rest. */
export function createStatus({ registers, circuit, vocabulary, answers = () => true }: { readonly registers: Pick<Registers, 'status'>; readonly circuit: Circuit; readonly vocabulary: Pick<Vocabulary, 'registers'>; readonly answers?: () => boolean }): Status {
  const down = (): readonly string[] => [...new Set([...(answers() ? [] : ['identity']), ...circuit.down().map(({ id }) => id)])]
  const troubles = (): readonly Trouble[] => [
    ...registers.status().map(({ id, state }): Trouble => ({ kind: 'register', id, state })),
    ...down().flatMap((id): Trouble[] => (Object.hasOwn(enablers, id) ? [{ kind: 'enabler', id, state: 'down' }] : [])),
  ]
  return {
    troubles, verifies: () => !troubles().some((t) => t.kind === 'enabler' && t.id === 'identity'),
    text(lang) {
      const all = troubles(), name = (id: string): string => vocabulary.registers[id]?.name[lang] ?? vocabulary.registers[id]?.name['es'] ?? id
      const list = (of: readonly string[]): string => (of.length < 2 ? (of[0] ?? '') : `${of.slice(0, -1).join(', ')} ${say('and', lang)} ${of.at(-1)!}`)
      const named = (state: Trouble['state']): readonly string[] => all.filter((t) => t.kind === 'register' && t.state === state).map((t) => name(t.id)), down = named('down'), slow = named('slow')
      const sentences = [
        ...(down.length === 0 ? [] : [say(down.length === 1 ? 'downOne' : 'downSome', lang, { names: list(down) })]), ...(slow.length === 0 ? [] : [say(slow.length === 1 ? 'slowOne' : 'slowSome', lang, { names: list(slow) })]),
        ...(down.length + slow.length === 0 ? [] : [say('downGoOn', lang)]), ...all.filter((t) => t.kind === 'enabler').map((t) => say(enablers[t.id]!, lang)),
      ]
      return sentences.length === 0 ? undefined : sentences.join(' ')
    },
  }
}
