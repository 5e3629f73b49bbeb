import type { ComponentChildren, VNode } from 'preact'
import { Details, Heading, List, Phrase, Prose, Section, Stack, Text } from '#ui'
import type { Case, Charge, Entry, Lang, Step, StepChannel, Words } from '../types.ts'
import { channelWords, say, segmentWords } from '../words.ts'
import { amountText } from './parts.tsx'

/** Who may have it: whom it is for in a word, then each kind of applicant with its conditions. */
export const Audience = ({ entry, lang, tongue }: { entry: Entry; lang: Lang; tongue: string | undefined }): VNode => <>
  {entry.segments && entry.segments.length > 0 && <p>{say('segments', lang)} {entry.segments.map(s => segmentWords[s][lang]).join(', ')}.</p>}
  {entry.audience && entry.audience.length > 0 && <List items={entry.audience.map(a => <><span lang={tongue}><Phrase text={a.who[lang]} /></span>{a.needs && <Details summary={say('conditions', lang)}><Prose text={a.needs[lang]} lang={tongue} /></Details>}</>)} />}
</>

/** What only a register that tells its steps apart has to say: who for, step by step, what it holds. Its words are in its own tongue and marked so. */
export function importedSections(entry: Entry, lang: Lang, tongue: string | undefined, currency: string | undefined): VNode | null {
  const said = (w: Words): VNode => <span lang={tongue}><Phrase text={w[lang]} /></span>
  /** What holds always, then each case with its condition. */
  const cases = <T,>(all: readonly Case<T>[], show: (item: T) => ComponentChildren): VNode => <>{all.filter(c => c.items.length > 0).map((c, i) => <div key={i}>
    {c.when && <Text>{say('inCase', lang)} {said(c.when)}</Text>}
    <List items={c.items.map(show)} />
  </div>)}</>
  const charge = (c: Charge): ComponentChildren => <>{c.text && <>{said(c.text)}{c.amount !== undefined || c.varies ? ': ' : ''}</>}{c.amount !== undefined ? amountText(c.amount, lang, c.currency ?? currency) : c.varies && said(c.varies)}</>
  const way = (c: StepChannel): ComponentChildren => <>{channelWords[c.channel][lang]}{c.text && <>: {said(c.text)}</>}{c.wait && <>. {say('expectedWait', lang)} {said(c.wait)}</>}{c.ifDown && <>. {say('ifDown', lang)} {said(c.ifDown)}</>}</>
  const has = (all: readonly Case<unknown>[]): boolean => all.some(c => c.items.length > 0)
  /** What you need stands above already when one step needs all of it in every case. */
  const once = entry.steps?.length === 1 && entry.steps[0]!.documents.every(c => c.when === undefined)
  const step = (s: Step, n: number): VNode => <section key={n} aria-labelledby={`paso-${n + 1}`}><Stack tight>
    <Heading level={3} id={`paso-${n + 1}`}>{say('stepN', lang, { n: n + 1 })}{s.title && <>: {said(s.title)}</>}</Heading>
    {s.what && <Prose text={s.what[lang]} lang={tongue} />}
    {has(s.documents) && !once && <><Text><strong>{say('documents', lang)}</strong></Text>{cases(s.documents, said)}</>}
    {has(s.costs) && <><Text><strong>{say('cost', lang)}</strong></Text>{cases(s.costs, charge)}</>}
    {has(s.channels) && <><Text><strong>{say('where', lang)}</strong></Text>{cases(s.channels, way)}</>}
    {s.time && <Text><strong>{say('time', lang)}</strong> {said(s.time)}</Text>}
  </Stack></section>
  const more = ([['timeNote', entry.timeNote], ['validity', entry.validity], ['contact', entry.contact], ['access', entry.access], ['priority', entry.priority], ['treatment', entry.treatment]] as const).filter((x): x is [typeof x[0], Words] => x[1] !== undefined)
  if (!entry.steps?.length && more.length === 0) return null
  return <>
    {entry.steps && entry.steps.length > 0 && <Section id="pasos" title={say('steps', lang)}><Stack>{entry.steps.map(step)}</Stack></Section>}
    {more.length > 0 && <Section id="ademas" title={say('furthermore', lang)}>{more.map(([key, w]) => <div key={key}><Heading level={3} size="s">{say(key, lang)}</Heading><Prose text={w[lang]} lang={tongue} /></div>)}</Section>}
  </>
}
