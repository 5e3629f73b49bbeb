import type { VNode } from 'preact'
import { By, CardList, Lead, LinkTo, type Meta, Phrase, Prose, ServiceCard, Text } from '#ui'
import type { Catalogue } from '../catalogue.ts'
import { brief, costLabel, hostOf, money, monthOf, pesos } from '../rules.ts'
import type { Entry, Lang } from '../types.ts'
import { say, waited } from '../words.ts'

/** What every screen of this room is made with: the register, a language, and links that stay in it. */
export type View = { readonly c: Catalogue; readonly lang: Lang; readonly to: (path: string) => string }

/** An amount in a catalogue's own currency, in minor units; pesos where it names none. */
export const amountText = (amount: number, lang: Lang, currency: string | undefined): string =>
  currency === undefined || currency === 'CLP' ? pesos(amount, lang) : money(amount, currency, lang)
/** How long it takes, in the language of the page where the source measures it. */
export const timeOf = (entry: Entry, lang: Lang): string | undefined => (entry.wait === undefined ? entry.time?.[lang] : waited(entry.wait, lang))

export const costText = (entry: Entry, lang: Lang, currency?: string): string => {
  const cost = costLabel(entry)
  if ('unknown' in cost) return say('unknown', lang)
  if ('varies' in cost) return say('costVaries', lang)
  return 'amount' in cost ? amountText(cost.amount, lang, currency) : say(cost.free === 'online' ? 'freeOnline' : 'free', lang)
}
/** Cost, time where it is short, and who gives it or that it is done here. */
function metaOf({ c, lang }: View, entry: Entry, institution: boolean): readonly Meta[] {
  const cost = 'unknown' in costLabel(entry) ? say('costUnknown', lang) : costText(entry, lang, c.about().currency), time = timeOf(entry, lang)?.replace(/\.$/, '')
  return [
    { icon: 'cost', text: cost },
    ...(time !== undefined && time.length <= 36 && !time.includes('. ') ? [{ icon: 'time', text: time } as const] : []),
    ...(institution ? [{ icon: 'institution', text: c.nameOf(entry.institution, lang) } as const] : []),
    ...(c.transactable(entry.id)?.channels.web === 'transact' ? [{ icon: 'good', text: say('hereOnline', lang) } as const] : []),
  ]
}
/** More than these in one list are seen page by page. */
export const most = 60
/** A list of services. `level` of the heading of each. */
export const Services = ({ view, entries, level, institution = true }: { view: View; entries: readonly Entry[]; level: 2 | 3; institution?: boolean }): VNode => {
  const tongue = view.c.about().language
  return <CardList>{entries.map(e => <ServiceCard key={e.id} href={view.to(`/servicios/${e.id}`)} title={e.name[view.lang]} text={tongue === undefined ? e.what[view.lang] : brief(e.what[view.lang])} lang={tongue} level={level} meta={metaOf(view, e, institution)} />)}</CardList>
}

/** What something is: a lead, and what stands below its first paragraph. A source of another tongue writes as long as it likes, with marks; a first paragraph too long to lead is a text like the others. */
export function Told({ text, tongue }: { text: string; tongue: string | undefined }): VNode {
  if (tongue === undefined) return <Lead>{text}</Lead>
  const [first = '', ...rest] = text.split('\n\n'), leads = first.length <= 320 && !/^(?:- |\d+\. )/m.test(first)
  return <>{leads && <Lead><span lang={tongue}><Phrase text={first.replaceAll('\n', ' ')} /></span></Lead>}{(!leads || rest.length > 0) && <Prose text={leads ? rest.join('\n\n') : text} lang={tongue} />}</>
}
/** What no source says is said as such, and looks like it. */
export const Unknown = ({ lang }: { lang: Lang }): VNode => <p><By icon="unknown" text={say('unknownLong', lang)} /></p>

/** The line below each block of facts: where they come from and how old they are. */
export const From = ({ entry, lang }: { entry: Entry; lang: Lang }): VNode => {
  const [first = '', ...others] = entry.sources, when = entry.asOf === undefined ? say('undated', lang) : monthOf(entry.asOf)
  return <Text quiet>{others.length === 0 ? <>{say('source', lang)} <LinkTo href={first}>{hostOf(first)}</LinkTo></> : <>{say('sourcesShort', lang)} <LinkTo href="#fuentes">{say('andOthers', lang, { host: hostOf(first), n: others.length })}</LinkTo></>}, {when}.</Text>
}
/** Text that is Spanish on every page: the names of laws, what a source is called. */
export const Spanish = ({ lang, children }: { lang: Lang; children: string }): VNode => <span lang={lang === 'es' ? undefined : 'es'}>{children}</span>
