import { channelIcon, channelName } from '../question/by.ts'
import { moment } from '../question/when.ts'
import { say, type Word, words } from './words.ts'

/** One line of a person's history over all channels, as the timeline of cases gives it. */
export type HistoryEntry = {
  readonly at: string; readonly type: string; readonly channel: string; readonly role: string; readonly by?: string; /** Whose matter it is, when somebody acts by mandate. */ readonly for?: string; readonly venue?: string; readonly case?: string; readonly service?: string; readonly code?: string; readonly episode?: string
  readonly data: { readonly [k: string]: unknown }; readonly internal?: true
}
export type HistoryNames = { service(id: string, lang: string): string; staff(by: string): string }
export type HistoryKnot = { readonly state: 'done'; readonly icon: ReturnType<typeof channelIcon>; readonly title: string; readonly when: string; readonly text?: string; readonly episode?: string; readonly case?: string }

/** Steps inside a contact or a journey that say nothing to whoever reads its history. */
const quiet = new Set(['language-changed', 'row-added', 'row-removed', 'list-closed', 'stage-ended', 'consented', 'joined', 'left', 'claimed', 'entered', 'waited', 'notified', 'fetched', 'link-made', 'readback-asked', 'payment-requested', 'signature-requested', 'handed-back', 'topic-opened', 'topic-closed', 'call-back-taken', 'verification-promised', 'verification-taken', 'verification-closed', 'review-promised', 'review-taken', 'review-closed', 'survey-answered', 'paused', 'resumed', 'identified'])

/** Newest first, as it comes: what one hand did in a row in one place is one knot. */
export function historyKnots(entries: readonly HistoryEntry[], lang: string, names: HistoryNames): readonly HistoryKnot[] {
  const knots: (HistoryKnot & { readonly group: string })[] = []
  for (const e of entries) {
    if (quiet.has(e.type)) continue
    const group = `${e.case ?? e.episode ?? ''} ${e.type} ${e.channel} ${e.by ?? e.role}`
    if (knots.at(-1)?.group === group && (e.type === 'answered' || e.type === 'noted')) continue
    const service = e.service === undefined ? undefined : `${names.service(e.service, lang)}${e.code === undefined ? '' : `, ${e.code}`}`
    const who = e.by === undefined || e.role === 'citizen' ? mandateText(e, lang, names) : e.for === undefined || e.role !== 'representative' ? say('attended', lang, { who: names.staff(e.by) }) : say('forOther', lang, { who: names.staff(e.by), whom: names.staff(e.for) })
    const text = [service, who, typeof e.data['text'] === 'string' ? e.data['text'] : undefined].filter((t) => t !== undefined).join('. ')
    knots.push({ state: 'done', icon: channelIcon(e.channel), title: say(Object.hasOwn(words, `h_${e.type}`) ? (`h_${e.type}` as Word) : 'h_other', lang, { channel: channelName(e.channel, lang) }), when: moment(e.at, lang), group, ...(text === '' ? {} : { text }), ...(e.episode === undefined ? {} : { episode: e.episode }), ...(e.case === undefined ? {} : { case: e.case }) })
  }
  return knots.map(({ group: _group, ...knot }) => knot)
}
/** Of a mandate, the other side: who was given it is named to who gave it once they said yes, and not before. */
function mandateText({ type, data }: HistoryEntry, lang: string, names: HistoryNames): string | undefined {
  if (!type.startsWith('mandate-') || typeof data['other'] !== 'string') return undefined
  return data['side'] === 'representative' ? say('youActFor', lang, { who: names.staff(data['other']) }) : type === 'mandate-accepted' ? say('actsForYou', lang, { who: names.staff(data['other']) }) : undefined
}
