import { randomUUID } from 'node:crypto'
import { symbolsOn } from '#core/case'
import { letter, parse, spokenError } from '#core/kinds'
import { textIn } from '#ui'
import { type Call, caller, keyOf, type PhaseRule, type Step } from './call.ts'
import { entered } from './onward.ts'
import { gather } from './turns.ts'
import { say } from './words.ts'

const one = gather(1), six = gather(7, { secret: true }), perPage = 8
const notKey = ({ state }: Call): Step => ({ wrong: [say('notKey', state.lang)] })
const trouble = (call: Call, lang: string): readonly string[] => { const names = call.ivr.troubled?.(lang) ?? []; return [...(names.length === 0 ? [] : [say('notice', lang, { names: names.join(', ') })]), ...(isAway(call) ? [say('away', lang)] : [])] }
/** Nobody says who people are now: what asks for it is not tried. */
const isAway = ({ ivr }: Call): boolean => ivr.verifies?.() === false
/** Hours until somebody calls back whom nobody could identify. */
const callBackHours = 24
const digitsIn = (heard: string): string => heard.replace(/#$/, '')
/** Codes, PINs and RUNs tried from one number, or in one call when there is none: forged numbers win nothing, each call ends at its third error. */
const tried = ({ ivr, id, from }: Call, rule: 'resume' | 'sign-in', key = from ?? id): boolean => ivr.limits.take(rule, `ivr:${key}`).ok

/** From the first word to a journey: language, wish, code or service, proof. */
export const arrival = {
  welcome: {
    ask: () => ({ say: [say('welcome', 'es'), say('chooseEs', 'es'), say('chooseEn', 'en')], gather: one }),
    hear: (call, digits) => (digits === '1' || digits === '2' ? { go: 'menu', state: { lang: digits === '1' ? 'es' : 'en' }, say: [say('anyMoment', digits === '1' ? 'es' : 'en'), ...trouble(call, digits === '1' ? 'es' : 'en')] } : notKey(call)),
  },
  menu: {
    ask: ({ state: { lang } }) => ({ say: [say('menuGoOn', lang), say('menuStart', lang), say('menuPerson', lang)], gather: one }),
    hear: (call, digits) => (digits === '1' ? { go: 'code' } : digits === '2' ? { go: 'services', state: { page: 0 } } : notKey(call)),
  },
  code: {
    ask: ({ state: { lang } }) => ({ say: [say('code', lang)], gather: gather(9) }),
    async hear(call, digits) {
      const { ivr, state: { lang } } = call, keys = digitsIn(digits)
      if (!/^[2-9]{9}$/.test(keys)) return { wrong: [say('codeShort', lang)] }
      if (!tried(call, 'resume')) return { person: 'errors', say: [say('tooMany', lang)] }
      const codes = await ivr.cases.live.byKeys(keys)
      return codes.length === 0 ? { wrong: [say('codeUnknown', lang)] } : narrowed(keys, codes)
    },
  },
  symbol: {
    ask({ state: { lang, keys = '', codes = [] } }) {
      const at = differs(codes)
      return { say: [say('symbol', lang, { n: at + 1 }), ...symbolsOn(keys[at]!).map((s, i) => say('symbolIs', lang, { symbol: /\d/.test(s) ? s : letter(s, lang), key: i + 1 }))], gather: one }
    },
    hear(call, digits) {
      const { keys = '', codes = [] } = call.state, at = differs(codes), symbol = symbolsOn(keys[at]!)[Number(digits) - 1]
      if (symbol === undefined) return notKey(call)
      const left = codes.filter((c) => c.replaceAll('-', '')[at] === symbol)
      return left.length === 0 ? { go: 'code', say: [say('codeUnknown', call.state.lang)] } : narrowed(keys, left)
    },
  },
  proof: {
    ask: ({ state: { lang } }) => ({ say: [say('proof', lang)], gather: six }),
    async hear(call, digits) {
      const { ivr, episode, state: { lang, code = '' } } = call, pin = digitsIn(digits)
      if (pin === '') {
        if (isAway(call)) return { go: 'needsMore' }
        const asked = await ivr.cases.live.askOtp(code, caller, episode)
        // Nobody learns here whose it is, nor whether there is a telephone.
        return !asked.ok && asked.refusal === 'too-many-tries' ? { person: 'errors', say: [say('tooMany', lang)] } : { go: 'otp', state: { challenge: asked.ok ? asked.value.challenge : randomUUID() } }
      }
      if (!/^\d{6}$/.test(pin)) return { wrong: [say('sixDigits', lang)] }
      if (!tried(call, 'resume')) return { person: 'errors', say: [say('tooMany', lang)] }
      const done = await ivr.cases.live.enter(code, caller, { episode, proof: { how: 'pin', pin } })
      return done.ok ? entered(call, done.value.id) : done.refusal === 'journey-ended' ? { go: 'menu', say: [say('ended', lang)] } : { wrong: [say(done.refusal === 'too-many-tries' ? 'tooMany' : 'proofWrong', lang)] }
    },
  },
  otp: {
    ask: ({ state: { lang } }) => ({ say: [say('otp', lang)], gather: six }),
    async hear(call, digits) {
      const { ivr, episode, state: { lang, code = '', challenge = '' } } = call, six = digitsIn(digits)
      if (!/^\d{6}$/.test(six)) return { wrong: [say('sixDigits', lang)] }
      const done = await ivr.cases.live.enter(code, caller, { episode, proof: { how: 'otp', challenge, digits: six } })
      if (!done.ok && done.refusal === 'identity-down') return { go: 'needsMore' }
      if (!done.ok) return { wrong: [say('proofWrong', lang)] }
      // Where more is needed to see or send it, the PIN set in person brings it; without one it goes on as far as six digits reach.
      const { id, level } = done.value, opened = ivr.pin === undefined ? undefined : await ivr.cases.open(id, await ivr.cases.live.viewer(episode, caller))
      return opened?.ok && opened.value.engine.service.audience.assurance > level ? { go: 'phonePin', state: { journey: id } } : entered(call, id)
    },
  },
  /** Only after six digits: neither alone is enough. Hash alone passes it by. */
  phonePin: {
    ask: ({ state: { lang } }) => ({ say: [say('phonePin', lang)], gather: six }),
    async hear(call, digits) {
      const { ivr, episode, state: { lang, service = '', journey } } = call, pin = digitsIn(digits)
      const without = (words: readonly string[] = []): Step | Promise<Step> => (journey === undefined ? { go: 'needsMore', say: words } : entered(call, journey))
      if (pin === '' || isAway(call)) return without()
      if (!/^\d{6}$/.test(pin)) return { wrong: [say('sixDigits', lang)] }
      const { person, assurance } = await ivr.cases.live.viewer(episode, caller)
      if (person === undefined || assurance < 2 || ivr.pin === undefined) return without()
      const said = await ivr.pin(person, pin)
      if (said === 'locked') return without([say('phonePinLocked', lang)])
      // Whether she ever set one is not told.
      if (said !== 'right') return { wrong: [say('proofWrong', lang)] }
      const known = await ivr.cases.episodes.identify(episode, caller, { person, how: 'phone-pin' })
      return !known.ok ? { person: 'fault' } : journey === undefined ? begin(call, service) : entered(call, journey)
    },
  },
  services: {
    async ask({ ivr, state: { lang, page = 0 } }) {
      const all = await ivr.services(), here = all.slice(page * perPage, (page + 1) * perPage)
      if (all.length === 0) return { say: [say('servicesNone', lang), say('menuPerson', lang)], gather: one }
      return { say: [say('services', lang), ...here.map((e, i) => say('option', lang, { option: textIn(e.service.title, lang), key: i + 1 })), ...(all.length > perPage ? [say('more', lang)] : [])], gather: one }
    },
    async hear(call, digits) {
      const { ivr, state: { page = 0 } } = call, all = await ivr.services()
      if (digits === '9' && all.length > perPage) return { go: 'services', state: { page: (page + 1) * perPage < all.length ? page + 1 : 0 } }
      const chosen = /^[1-8]$/.test(digits) ? all[page * perPage + Number(digits) - 1] : undefined
      if (chosen === undefined) return notKey(call)
      const known = (await ivr.cases.live.viewer(call.episode, caller)).assurance, wanted = chosen.service.audience.assurance
      if (known < wanted && wanted >= 2) return isAway(call) || ivr.otp === undefined || ivr.personOf === undefined || (wanted > 2 && ivr.pin === undefined) ? { go: 'needsMore' } : { go: 'run', state: { service: chosen.service.id } }
      return begin(call, chosen.service.id)
    },
  },
  run: {
    ask: ({ state: { lang } }) => ({ say: [say('askRun', lang), say('yourRun', lang)], gather: gather(10, { secret: true }) }),
    async hear(call, digits) {
      const { ivr, state: { lang, service = '' } } = call, read = parse({ type: 'run' }, { digits }, { lang, channel: 'ivr' })
      if (!read.ok) return { wrong: [spokenError(read.code, { type: 'run' }, lang)] }
      const person = tried(call, 'sign-in', String(read.value)) ? await ivr.personOf!(String(read.value)) : undefined
      // A RUN of nobody, or of somebody without a verified telephone: the same words, and six digits that will not come.
      const sent = person === undefined ? undefined : await ivr.otp!.send({ person, about: `start:${service}` })
      return { go: 'runOtp', state: { challenge: sent?.ok ? sent.value.challenge : randomUUID(), ...(person === undefined ? {} : { person }) } }
    },
  },
  runOtp: {
    ask: ({ state: { lang } }) => ({ say: [say('runOtp', lang)], gather: six }),
    async hear(call, digits) {
      const { ivr, episode, state: { lang, challenge = '', person, service = '' } } = call, six = digitsIn(digits)
      if (!/^\d{6}$/.test(six)) return { wrong: [say('sixDigits', lang)] }
      const said = await ivr.otp!.verify(challenge, six, `start:${service}`)
      if (!said.ok && said.refusal === 'identity-down') return { go: 'needsMore' }
      if (!said.ok || said.value.person !== person) return { wrong: [say('proofWrong', lang)] }
      const known = await ivr.cases.episodes.identify(episode, caller, { person, how: 'otp' })
      if (!known.ok) return { person: 'fault' }
      return (await wantedBy(call, service)) > known.value.level && ivr.pin !== undefined ? { go: 'phonePin' } : begin(call, service)
    },
  },
  needsMore: {
    ask: (call) => { const { from, state: { lang } } = call, away = isAway(call); return { say: [say(away ? 'awayHere' : 'needsMore', lang), say('restChoose', lang), ...(away && from !== undefined ? [say('awayCall', lang)] : [])], gather: one } },
    hear: (call, digits) => (digits === '3' && isAway(call) && call.from !== undefined ? callBack(call, call.from) : digits === '1' ? { person: 'rest' } : digits === '2' ? { bye: 'not-resolved', topics: 'not-possible', say: [] } : notKey(call)),
  },
} as const satisfies { readonly [phase: string]: PhaseRule }

const differs = (codes: readonly string[]): number => { const bare = codes.map((c) => c.replaceAll('-', '')); return [...(bare[0] ?? '')].findIndex((c, i) => bare.some((b) => b[i] !== c)) }
const narrowed = (keys: string, codes: readonly string[]): Step => (codes.length === 1 ? { go: 'proof', state: { code: codes[0]! } } : { go: 'symbol', state: { keys, codes } })

/** A promise that stands with this call; its number tells whom to call, and opens nothing. */
async function callBack(call: Call, number: string): Promise<Step> {
  const { ivr, episode, state: { lang } } = call, dueAt = new Date(ivr.now() + callBackHours * 3_600_000).toISOString()
  const done = await ivr.cases.tasks.open({ episode, actor: caller, dueAt, post: ivr.people.post, key: 'away', about: say('awayAbout', 'es', { number: number.slice(0, 40) }) })
  return done.ok ? { bye: 'handed-over', topics: 'call-back', say: [say('awayPromised', lang)] } : { person: 'fault' }
}
const wantedBy = async ({ ivr }: Call, service: string): Promise<number> => (await ivr.services()).find((e) => e.service.id === service)?.service.audience.assurance ?? 0
async function begin(call: Call, service: string): Promise<Step> {
  const { ivr, episode, state: { lang } } = call
  const begun = await ivr.cases.live.start(episode, caller, { service, language: lang, key: keyOf(call, 'start') })
  if (!begun.ok) return begun.refusal === 'assurance-too-low' || begun.refusal === 'sign-in-needed' || begun.refusal === 'not-allowed' ? { go: 'needsMore' } : { person: 'fault' }
  return entered({ ...call, state: { ...call.state, code: begun.value.code, ...(begun.value.pin === undefined ? {} : { pin: begun.value.pin }) } }, begun.value.id, true)
}
