import type { Answer } from '#core/journey'
import type { Fact } from '#core/service'
import { say, type Word } from './words.ts'
import { moment } from './when.ts'

export type Names = {
  institution(id: string, lang: string): string
  register(id: string, lang: string): string
  /** The institution that answers for a register, by name. */
  owner(register: string, lang: string): string
}
export type By = { readonly text: string; readonly icon: 'register' | 'web' | 'counter' | 'phone' | 'kiosk' | 'chat' | 'outreach' | 'letter' | 'computed' }

const icons: { readonly [channel: string]: By['icon'] } = { web: 'web', counter: 'counter', phone: 'phone', ivr: 'phone', kiosk: 'kiosk', chat: 'chat', social: 'chat', outreach: 'outreach', paper: 'letter', api: 'web' }
export const channelIcon = (channel: string | undefined): By['icon'] => icons[channel ?? ''] ?? 'web'
export const channelName = (channel: string | undefined, lang: string): string => say(`ch_${channel ?? 'web'}` as Word, lang)

const signs = { diamond: '◆', circle: '●', triangle: '▲', square: '■', star: '★' } as const
/** A symbol that two screens show, as it is seen and as it is said: «◆7», «rombo 7». */
export const symbolText = ({ shape, digit }: { readonly shape: keyof typeof signs; readonly digit: number }, lang: string): { readonly sign: string; readonly name: string } => ({ sign: `${signs[shape]}${digit}`, name: `${say(`sy_${shape}`, lang)} ${digit}` })

/** The line under an answer: where it comes from, who wrote it, when and through which channel (design.md §1, answer = value with provenance). `outcome`: what the register said when it was asked, if it was. `attending`: read by whoever attends her, not by herself. */
export function by(answer: Answer, fact: Fact, lang: string, names: Names, outcome?: string, attending = false): By {
  const when = answer.at === undefined ? '' : moment(answer.at, lang)
  const channel = channelName(answer.channel, lang)
  if (answer.from !== undefined && answer.state !== 'given' && answer.state !== 'declared') {
    const register = names.register(answer.from.register, lang)
    const key: Word = answer.state !== 'confirmed' ? 'byRegister' : answer.channel === undefined || answer.channel === 'web' ? 'byConfirmed' : 'byConfirmedOther'
    return { text: say(key, lang, { register, when, channel }), icon: 'register' }
  }
  const icon = channelIcon(answer.channel)
  if (attending && (answer.role === undefined || answer.role === 'citizen')) return { text: say('byPerson', lang, { when, channel }), icon }
  const registry = fact.source !== undefined && 'registry' in fact.source ? fact.source.registry : undefined
  if (answer.state === 'declared' && registry !== undefined && (answer.role === undefined || answer.role === 'citizen')) {
    const key: Word | undefined = outcome === 'got' ? 'byCorrected' : outcome === 'none' ? 'byNone' : outcome === undefined ? undefined : 'byDeclared'
    if (key !== undefined) return { text: say(key, lang, { when, register: names.register(registry, lang) }), icon }
  }
  if (answer.channel === 'paper' && answer.role === 'agent') return { text: say('byPaper', lang, { when }), icon }
  if (answer.role === 'representative') return { text: say('bySomeone', lang, { when }), icon }
  if (answer.role === 'client') return { text: say('byClient', lang, { when }), icon }
  if (answer.role !== undefined && answer.role !== 'citizen') return { text: say('byAgent', lang, { when, channel }), icon }
  if (answer.channel !== undefined && answer.channel !== 'web') return { text: say('byChannel', lang, { when, channel }), icon }
  return { text: say(fact.type === 'file' ? 'byWebAttached' : 'byWeb', lang, { when }), icon: 'web' }
}
