import { type Definition, insertsOf, type Say } from './lint-definition.ts'

/** E09: each declared language has each text. A text that is empty everywhere says nothing anywhere. */
export function judgeLanguages({ wordings, facts, languages, service }: Definition, say: Say): void {
  const missing = (text: { readonly [lang: string]: string }) => (Object.values(text).some((t) => t.trim() !== '') ? languages.filter((l) => !Object.hasOwn(text, l) || text[l]!.trim() === '') : [])
  for (const { at, text } of wordings) for (const l of missing(text)) say('E09', at, `is missing in «${l}»`)
  for (const { fact, written, at } of facts) {
    const lent = fact.say?.ask && !written.say?.ask ? missing(fact.say.ask) : []
    for (const l of lent) say('E09', [...at, 'attribute'], `its wording in the data directory is missing in «${l}»`)
  }
  if (!Object.values(service.title).some((t) => t.trim() !== '')) say('E09', ['title'], 'has no text')
}

/** E01: a text inserts only facts, or the value it is about. */
export function judgeInserts({ wordings, top, facts }: Definition, say: Say): void {
  const known = new Set([...top.keys(), ...facts.filter((p) => p.list).map((p) => p.fact.id), 'value'])
  for (const { at, text } of wordings) for (const id of new Set(Object.values(text).flatMap(insertsOf))) if (!known.has(id)) say('E01', at, `inserts «{${id}}», which is no fact`)
}

const word = (list: string) => new RegExp(`(?<![\\p{L}\\d])(?:${list})(?![\\p{L}\\d])`, 'iu')
const opening = (list: string) => new RegExp(`(?:^|[.!?:;]\\s+|[¿¡*«"]\\s*)(?:${list})(?![\\p{L}\\d])`, 'iu')
/** What gives away the form of address. Verbs count only where they open a sentence: elsewhere they are a third person. */
const formal = [word('usted|ustedes'), opening('acérquese|adjunte|agregue|avísenos|complete|confirme|declare|descargue|diga|dígame|elija|envíe|escriba|espere|haga|indique|indíquenos|ingrese|lea|llame|marque|presione|pulse|recuerde|revise|seleccione|suba|verifique|vuelva')] as const
const familiar = [word('tú|tu|tus|ti|contigo|te'), word('tienes|quieres|puedes|debes|necesitas|eres|estás|vives|recibes|cumpliste|escribiste|elegiste|prefieres|trabajas|pagas|pides|haz')] as const
/** What cannot be said aloud. */
const unsayable: readonly (readonly [RegExp, string])[] = [
  [/https?:\/\/|www\.|\]\(/i, 'an address of the web'],
  [word('haga clic|haz clic|hacer clic|cliquea|pincha|pinche|click|tap on'), 'a click'],
  [word('arriba|abajo|más arriba|más abajo|aquí abajo|above|below'), 'a place on the screen'],
  [/\|[^|\n]*\||\t/, 'a table'],
  [/(?<![a-z])(?:dd|mm)[/.-](?:mm|dd)[/.-](?:aaaa|yyyy|aa|yy)/i, 'a date pattern'],
]
const LONGEST = 25

/** W01: what is said aloud can be said, and speaks formally; what is shown says tú (contracts §2). */
export function judgeVoice({ wordings, facts, serves }: Definition, say: Say): void {
  const spoken = serves('phone') || serves('ivr')
  for (const { at, text, heard } of wordings) {
    const es = Object.hasOwn(text, 'es') ? text.es! : ''
    if (heard === 'seen' && formal.some((re) => re.test(es))) say('W01', at, 'screens say tú')
    if (heard === 'said' && familiar.some((re) => re.test(es))) say('W01', at, 'what is said aloud says usted')
    if (heard === 'said' && at.includes('voice')) for (const what of unsaid(text)) say('W01', at, `cannot be said aloud: it has ${what}`)
  }
  if (!spoken) return
  for (const { written: f, at } of facts) {
    if (!f.say?.ask || f.say.voice || (f.source && !('registry' in f.source))) continue
    for (const what of unsaid(f.say.ask)) say('W01', [...at, 'say', 'ask'], `has no voice, and cannot be said aloud: it has ${what}`)
    if (Object.values(f.say.ask).some((t) => words(t) > LONGEST)) say('W01', [...at, 'say', 'ask'], `has no voice, and more than ${LONGEST} words`)
    if (familiar.some((re) => re.test(f.say.ask['es'] ?? ''))) say('W01', [...at, 'say', 'ask'], 'has no voice, and aloud one says usted')
  }
}
const unsaid = (text: { readonly [lang: string]: string }): readonly string[] => unsayable.filter(([re]) => Object.values(text).some((t) => re.test(t))).map(([, what]) => what)
const words = (t: string): number => t.split(/\s+/).filter((w) => /[\p{L}\d]/u.test(w)).length

/** W06: two questions, or two options of one, that read the same. */
export function judgeTwice({ facts, service }: Definition, say: Say): void {
  const first = service.languages[0] ?? 'es'
  const key = (text: { readonly [lang: string]: string } | undefined) => (text && Object.hasOwn(text, first) ? text[first]!.trim().toLowerCase() : '')
  const asks = new Map<string, string>()
  for (const { written: f, at, list } of facts) {
    if (f.source && !('registry' in f.source)) continue
    const ask = key(f.say?.ask)
    const had = asks.get(`${list?.id ?? ''}\u0000${ask}`)
    if (ask !== '' && had !== undefined) say('W06', [...at, 'say', 'ask'], `reads the same as «${had}»`)
    else asks.set(`${list?.id ?? ''}\u0000${ask}`, f.id)
    const options = new Map<string, string>()
    f.options?.forEach((o, i) => {
      const words = key(o.say), other = options.get(words)
      if (words !== '' && other !== undefined) say('W06', [...at, 'options', i, 'say'], `reads the same as «${other}»`)
      else options.set(words, o.id)
    })
  }
}
