/** What may be written at any moment, in both languages, with or without accents and signs. One table. */
export const commands = {
  menu:    ['menu', 'inicio', 'start'],
  person:  ['persona', 'humano', 'agente', 'una persona', 'hablar con una persona', 'quiero hablar con una persona', 'person', 'human', 'agent', 'talk to a person', 'i want to talk to a person'],
  why:     ['por que', 'porque', 'para que', 'why'],
  back:    ['volver', 'atras', 'back'],
  pause:   ['pausa', 'parar', 'pause', 'stop'],
  erase:   ['borrar', 'borrar todo', 'delete', 'erase'],
  open:    ['abrir', 'open'],
  es:      ['espanol', 'castellano'],
  en:      ['english', 'ingles'],
} as const
export type Command = keyof typeof commands

/** Lower case without accents, signs and double spaces. */
export const plainWords = (text: string): string => text.slice(0, 400).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
const byWord = new Map<string, Command>(Object.entries(commands).flatMap(([name, words]) => words.map((w): [string, Command] => [w, name as Command])))
export const commandIn = (text: string): Command | undefined => byWord.get(plainWords(text))

/** Words that call for a person at once, whatever was asked (reference/channels.md §2.4). */
const urgent = /\b(suicid\w*|matarme|me quiero morir|me pega|me golpe\w*|violacion|abuso sexual|emergencia|auxilio|kill myself|suicide|being abused|emergency)\b/
export const isUrgent = (text: string): boolean => urgent.test(plainWords(text))
/** Something in it looks like what is never asked in a chat: a RUN, or a long number as cards and accounts have. */
export const looksSecret = (text: string): boolean => /\b\d{1,2}\.?\d{3}\.?\d{3}\s?-\s?[\dkK]\b/.test(text) || /(?:\d[ -]?){13,19}/.test(text)
