import { places } from './arrival.ts'
import { type Command, commandIn, isUrgent, looksSecret, plainWords } from './commands.ts'
import { beforeHere, type Here, hearIn, type Input, openHere, placeOf, promptIn, whyHere } from './journey.ts'
import type { Option, Said } from './shape.ts'
import { keyOf, type State, type Step, step, type Turn } from './state.ts'
import { say } from './words.ts'

/** Questions in which a RUN or a long number is the answer. */
const holdsNumbers = new Set(['run', 'rut', 'phone', 'text', 'integer', 'money'])
const doubtOptions = (lang: string): readonly Option[] => [{ id: 'rd:yes', text: say('doubtYes', lang) }, { id: 'rd:no', text: say('doubtNo', lang) }]

/** The question that stands now, outside or inside a journey. */
export async function promptOf(turn: Turn, links: boolean): Promise<{ readonly say: readonly Said[]; readonly at: string }> {
  const { state } = turn, here = await openHere(turn)
  if (state.stage === 'journey') return here === undefined ? { say: [{ text: say('ended', state.lang), options: [{ id: 'menu', text: 'MENU' }] }], at: 'ended' } : { say: await promptIn(turn, here, links), at: placeOf(here) }
  return { say: await places[state.stage].ask(turn, here, links), at: state.stage }
}
/** A number or the very words of an option are the option. */
function tappedBy(text: string, options: readonly Option[]): string | undefined {
  const words = plainWords(text), place = /^\d{1,2}[.)]?$/.test(text.trim()) ? options[Number.parseInt(text, 10) - 1] : undefined
  return (options.find((o) => (plainWords(o.text) === words && words !== '') || o.id.split(':').slice(2).join(':') === text.trim()) ?? place)?.id
}

/** One message of hers: what it means, and what is said next. Commands first, at any moment. */
export async function hear(turn: Turn, input: Input): Promise<Step> {
  const { state } = turn, { lang } = state, text = 'text' in input ? input.text : ''
  if ('file' in input) { const at = await openHere(turn); return at === undefined ? step(turn, {}) : hearIn({ ...turn, state: { ...state, stage: 'journey' } }, at, input) }
  if (isUrgent(text)) return { state, say: [], person: 'urgent' }
  const open = state.doubt !== undefined && !('choice' in input) ? tappedBy(text, doubtOptions(lang)) : undefined, choice = 'choice' in input ? input.choice : open
  if (choice === 'rd:yes' && state.doubt !== undefined) { const { doubt, ...rest } = state; return { state: rest, say: [{ text: say('redactedOk', lang) }], redact: doubt } }
  const { doubt: _left, ...clean } = state, here = await openHere(turn), now: Turn = { ...turn, state: clean }
  if (choice === 'rd:no') return step(now, {})
  const command = 'text' in input ? commandIn(text) : choice === 'person' || choice === 'menu' || choice === 'why' ? choice : undefined
  if (command !== undefined) return obey(now, here, command)
  if (state.stage === 'paused') return places.paused.hear(now, here, input)
  const offered = (await promptOf(now, false)).say.at(-1)?.options ?? [], tapped = 'text' in input ? tappedBy(text, offered) : undefined
  // Where numbers are answers themselves, only words leave a question out.
  const meant: Input = tapped === undefined || (tapped.startsWith('skip:') && offered.length === 1 && /^\d/.test(text)) ? input : { choice: tapped }
  if (tapped === 'person' || tapped === 'menu') return obey(now, here, tapped)
  const asks = here?.next.do === 'ask' ? here.journey.engine.fact(here.next.path)?.type : undefined, page = state.stage === 'journey' && here !== undefined && (here.next.do === 'page' || here.next.do === 'rest')
  if ('text' in meant && ((looksSecret(text) && !(state.stage === 'journey' && asks !== undefined && holdsNumbers.has(asks))) || (page && text.trim().length > 5))) return { state: { ...clean, doubt: turn.message }, say: [{ ask: say('doubt', lang), text: '', options: doubtOptions(lang) }] }
  // A question's button that comes late is a change of that answer, wherever she is now.
  if ('choice' in meant && /^(a|skip|later|ok|ch):/.test(meant.choice) && here !== undefined && state.stage !== 'change') return hearIn({ ...now, state: { ...clean, stage: 'journey' } }, here, meant)
  if (state.stage === 'journey') return here === undefined ? step(now, { stage: 'menu' }, [{ text: say('ended', lang) }]) : hearIn(now, here, meant)
  return places[state.stage].hear(now, here, meant)
}

const obey = async (turn: Turn, here: Here | undefined, command: Command): Promise<Step> => orders[command](turn, here)
const home = ({ journey }: State): State['stage'] => (journey === undefined ? 'menu' : 'journey')
const orders: { readonly [c in Command]: (turn: Turn, here: Here | undefined) => Step | Promise<Step> } = {
  menu: (turn) => step(turn, { stage: 'menu' }),
  person: ({ state }) => ({ state, say: [], person: 'asked' }),
  why: (turn, here) => step(turn, {}, [{ text: here === undefined || turn.state.stage !== 'journey' ? say('whyNothing', turn.state.lang) : whyHere(turn, here) }]),
  back(turn, here) {
    const { state } = turn
    if (state.stage !== 'journey' || here === undefined) return step(turn, { stage: home(state) === 'journey' ? 'journey' : 'menu' })
    const path = beforeHere(here, state.given)
    return path === undefined ? step(turn, {}, [{ text: say('backNone', state.lang) }]) : step(turn, { path })
  },
  pause: (turn, here) => step(turn, { stage: 'paused' }, [{ text: say('paused', turn.state.lang, { code: here === undefined ? '' : say('pausedCode', turn.state.lang, { code: here.journey.case.code }) }) }]),
  erase: (turn) => step(turn, { stage: 'erase' }),
  open: (turn) => step(turn, turn.state.stage === 'paused' ? { stage: home(turn.state) } : {}),
  es: (turn, here) => speak(turn, here, 'es'),
  en: (turn, here) => speak(turn, here, 'en'),
}
/** The language changes; every answer stays. */
async function speak(turn: Turn, here: Here | undefined, lang: string): Promise<Step> {
  if (here !== undefined && here.journey.case.status === 'journey' && here.journey.engine.service.languages.includes(lang)) await turn.chat.cases.act(here.journey.id, { do: 'change-language', language: lang }, here.viewer, keyOf(turn, 'language'))
  return step(turn, { lang })
}
