import { readCode } from '#core/case'
import { labelOf, textIn } from '#ui'
import { plainWords } from './commands.ts'
import { changeable, type Here, type Input } from './journey.ts'
import type { Option, Said } from './shape.ts'
import { keyOf, type State, type Step, step, type Turn, viewerOf, writer } from './state.ts'
import { say } from './words.ts'

/** Services shown at once: as many rows as a list has, with one for the rest. */
const perPage = 9
/** One place outside the questions: what is asked there, and what an answer means. */
export type Place = { ask(turn: Turn, here: Here | undefined, links: boolean): Promise<readonly Said[]> | readonly Said[]; hear(turn: Turn, here: Here | undefined, input: Input): Promise<Step> | Step }
const lost = (turn: Turn): Step => step(turn, {}, [{ text: say('notUnderstood', turn.state.lang) }])
const chosen = (input: Input): string => ('choice' in input ? input.choice : '')
const written = (input: Input): string => ('text' in input ? input.text : '')
/** Nobody says who people are now. */
const isAway = ({ chat }: Turn): boolean => chat.verifies?.() === false
const ready = (lang: string): readonly Option[] => [{ id: 'ready', text: say('ready', lang) }]

export const places: { readonly [stage in Exclude<State['stage'], 'journey'>]: Place } = {
  menu: {
    ask: ({ state: { lang, journey } }) => [{ ask: say('menu', lang), text: '', options: [...(journey === undefined ? [] : [{ id: 'go-on', text: say('menuGoOn', lang) }]), { id: 'begin', text: say('menuStart', lang) }, { id: 'code', text: say('menuCode', lang) }, ...(journey === undefined ? [{ id: 'person', text: say('menuPerson', lang) }] : [])] }],
    hear: (turn, _here, input) => ({ 'go-on': step(turn, { stage: 'journey' }), 'begin': step(turn, { stage: 'services', page: 0 }), 'code': step(turn, { stage: 'code' }) })[chosen(input)] ?? lost(turn),
  },
  services: {
    async ask({ chat, state: { lang, page = 0 } }) {
      const all = await chat.services(), here = all.slice(page * perPage, (page + 1) * perPage)
      return all.length === 0 ? [{ text: say('servicesNone', lang) }] : [{ ask: say('services', lang), text: '', options: [...here.map((e): Option => ({ id: `s:${e.service.id}`, text: textIn(e.service.title, lang) })), ...(all.length > perPage ? [{ id: 'more', text: say('more', lang) }] : [])] }]
    },
    async hear(turn, _here, input) {
      const { chat, state: { page = 0, lang } } = turn, all = await chat.services(), id = chosen(input)
      if (id === 'more') return step(turn, { page: (page + 1) * perPage < all.length ? page + 1 : 0 })
      const words = plainWords(written(input)), named = words.length < 3 ? [] : all.filter((e) => plainWords(textIn(e.service.title, lang)).includes(words)), service = id.startsWith('s:') ? all.find((e) => e.service.id === id.slice(2)) : named.length === 1 ? named[0] : undefined
      return service === undefined ? lost(turn) : begin(turn, service.service.id)
    },
  },
  code: {
    ask: ({ state: { lang } }) => [{ text: say('code', lang) }],
    hear: (turn, _here, input) => { const code = readCode(written(input)); return code === null ? step(turn, {}, [{ text: say('codeWrong', turn.state.lang) }]) : step(turn, { stage: 'pin', code }) },
  },
  pin: {
    // The link says nothing of whose it is: opened by somebody else, it is only spent.
    ask: async (turn, _here, links) => [isAway(turn) ? { text: say('pinAway', turn.state.lang) } : { text: say('pin', turn.state.lang), ...(links ? { way: await signInWay(turn) } : {}), options: ready(turn.state.lang) }],
    async hear(turn, _here, input) {
      const { chat, thread, episode, state: { lang, code = '' } } = turn, pin = written(input).replace(/\s/g, ''), viewer = await viewerOf(turn), signed = chosen(input) === 'ready'
      if (!signed && !/^\d{6}$/.test(pin)) return step(turn, {}, [{ text: say('pinWrong', lang) }])
      if (signed && viewer.assurance < 2) return step(turn, {}, [{ text: say('levelStill', lang) }])
      if (!chat.limits.take('resume', `chat:${thread}`).ok) return step(turn, { stage: 'menu' }, [{ text: say('tooMany', lang) }])
      const done = await chat.cases.live.enter(code, writer, { episode, proof: signed ? { how: 'session', viewer } : { how: 'pin', pin } })
      return done.ok ? entered(turn, done.value.id) : step(turn, done.refusal === 'journey-ended' || done.refusal === 'too-many-tries' ? { stage: 'menu' } : {}, [{ text: say(done.refusal === 'journey-ended' ? 'ended' : done.refusal === 'too-many-tries' ? 'tooMany' : 'pinWrong', lang) }])
    },
  },
  level: {
    ask: async (turn, _here, links) => [isAway(turn) ? { text: say('levelAway', turn.state.lang), options: ready(turn.state.lang) } : { text: say('level', turn.state.lang), ...(links ? { way: await signInWay(turn) } : {}), options: ready(turn.state.lang) }],
    hear: (turn) => begin(turn, turn.state.service ?? ''),
  },
  change: {
    ask: ({ state: { lang, given } }, here) => (here === undefined ? [] : [{ ask: say('changeWhich', lang), text: '', options: changeable(here, given).slice(0, 20).map((p) => ({ id: `ch:${p}`, text: labelOf(here.journey.engine.fact(p)!, lang) })) }]),
    hear: (turn, here, input) => { const [what, path = ''] = chosen(input).split(':'); return what === 'ch' && here !== undefined && changeable(here, turn.state.given).includes(path) ? step(turn, { stage: 'journey', path }) : lost(turn) },
  },
  erase: {
    ask: ({ state: { lang } }) => [{ ask: say('eraseAsk', lang), text: '', options: [{ id: 'erase:yes', text: say('eraseYes', lang) }, { id: 'erase:no', text: say('eraseNo', lang) }] }],
    async hear(turn, here, input) {
      const { chat, state: { lang } } = turn
      if (chosen(input) !== 'erase:yes') return step(turn, { stage: turn.state.journey === undefined ? 'menu' : 'journey' })
      const sent = here !== undefined && here.journey.case.status !== 'journey'
      if (here !== undefined && !sent) await chat.cases.act(here.journey.id, { do: 'delete' }, here.viewer, keyOf(turn, 'delete'))
      return { state: { lang, stage: 'menu', given: [] }, say: [{ text: say(sent ? 'erasedSent' : 'erased', lang) }], wiped: true }
    },
  },
  paused: { ask: () => [], hear: (turn) => step(turn, { stage: turn.state.journey === undefined ? 'menu' : 'journey' }) },
  survey: {
    ask: ({ state: { lang, mark, resolved } }) => [mark === undefined ? { text: say('survey', lang) } : resolved === undefined ? { ask: say('surveyResolved', lang), text: '', options: (['yes', 'partly', 'no'] as const).map((r) => ({ id: `r:${r}`, text: say(`resolved_${r}`, lang) })) } : { text: say('surveyEase', lang) }],
    async hear(turn, here, input) {
      const { chat, state: { lang, mark, resolved, ...rest } } = turn, typed = written(input).trim(), score = /^[1-7]$/.test(typed) ? typed : undefined, tapped = /^r:(yes|partly|no)$/.exec(chosen(input))?.[1]
      if (mark !== undefined && resolved === undefined) return tapped === undefined ? lost(turn) : step(turn, { resolved: tapped })
      if (score === undefined) return step(turn, {}, [{ text: say('surveyNo', lang) }])
      if (mark === undefined || resolved === undefined) return step(turn, { mark: score })
      if (here !== undefined) await chat.survey?.({ journey: here.journey.id, service: here.journey.case.service, institution: here.journey.case.institution ?? '', language: lang }, { score: mark, resolved, ease: score })
      return { state: { ...rest, lang, stage: 'menu' }, say: [{ text: say('surveyThanks', lang) }] }
    },
  },
}

async function signInWay({ chat, episode, state: { lang } }: Turn): Promise<NonNullable<Said['way']>> {
  const made = await chat.cases.links.make(writer, { kind: 'step-up', episode })
  if (!made.ok) throw new Error(`a link of a conversation was refused: ${made.refusal}`)
  return { title: say('signInTitle', lang), text: say('pageText', lang), href: `${chat.publicUrl()}${lang === 'en' ? '/en' : ''}/seguir/${made.value.token}`, words: say('pageGo', lang) }
}
/** A journey begun in this contact; one that asks who she is waits for her sign-in. */
async function begin(turn: Turn, service: string): Promise<Step> {
  const { chat, episode, state: { lang } } = turn, begun = await chat.cases.live.start(episode, writer, { service, language: lang, key: keyOf(turn, `start:${service}`) })
  const asksWho = !begun.ok && (begun.refusal === 'assurance-too-low' || begun.refusal === 'sign-in-needed')
  if (asksWho && isAway(turn)) return step(turn, { stage: 'menu' }, [{ text: say('levelAway', lang) }])
  if (!begun.ok) return asksWho ? step(turn, { stage: 'level', service }, turn.state.stage === 'level' ? [{ text: say('levelStill', lang) }] : []) : step(turn, { stage: 'menu' }, [{ text: say('fault', lang) }])
  return entered(turn, begun.value.id, { begun: true, pin: begun.value.pin })
}
/** Into a journey: its name, and its own questions from here on. */
export async function entered(turn: Turn, id: string, { begun = false, pin }: { readonly begun?: boolean; readonly pin?: string | undefined } = {}): Promise<Step> {
  const { chat, state } = turn, { lang } = state, viewer = await viewerOf(turn), found = await chat.cases.open(id, viewer)
  if (!found.ok) return step(turn, { stage: 'menu' }, [{ text: say('ended', lang) }])
  const { case: file, engine: { service } } = found.value, { path: _path, search: _search, service: _service, code: _code, ...rest } = state
  if (file.status === 'journey' && file.language !== lang && service.languages.includes(lang)) await chat.cases.act(id, { do: 'change-language', language: lang }, viewer, keyOf(turn, 'language'))
  return { state: { ...rest, stage: 'journey', journey: id, given: [] }, say: [{ text: [say(begun ? 'began' : 'goOn', lang, { service: textIn(service.title, lang), code: file.code }), ...(pin === undefined ? [] : [say('beganPin', lang, { pin: pin.replace(/^(\d{3})/, '$1 ') })])].join(' ') }] }
}
