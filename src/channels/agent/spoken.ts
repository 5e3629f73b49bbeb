import { readAll, type Words } from './script.ts'
import type { Agent, Table } from './types.ts'
import { say } from './words.ts'

export const wordsFor = (lang: string): Words => ({ declined: say('spokenDeclined', lang), later: say('spokenLater', lang) })
/** The lines that are read out: of a section or of everything, then what she is asked. */
export const linesOf = (agent: Agent, table: Table, section: string | undefined): readonly string[] => [...readAll(table, section, agent.lists(), wordsFor(table.talk)), say(section === undefined ? 'askSend' : 'askRight', table.talk)]
