import type { ComponentChildren } from 'preact'

/** Both languages, always: a test requires it. */
export type Words = { readonly es: string; readonly en: string }
export type Lang = keyof Words

/** Channels of the register of services. `mail` is post. What a source does not say is absent, and absent is unknown. */
export const channelIds = ['web', 'phone', 'counter', 'kiosk', 'chat', 'outreach', 'mail'] as const
export type ChannelId = (typeof channelIds)[number]
export type Depth = 'inform' | 'signpost' | 'transact'
export type ChannelFact = { readonly available: boolean; readonly depth?: Depth; readonly url?: string; readonly note?: Words }

/** How near the source stands to the institution. official: its own page; official-via-secondary: a work that cites it; press; secondary. */
export type Evidence = 'official' | 'official-via-secondary' | 'press' | 'secondary'

/** One service of the register: facts from its sources in our words. Absent = no source read states it. */
export type Entry = {
  readonly id: string
  readonly name: Words
  readonly institution: string
  /** The general service of which this is the form that one municipality gives it; by us. */
  readonly localOf?: string
  readonly partners: readonly ({ readonly institution: string } | { readonly name: Words })[]
  readonly what: Words
  readonly who?: Words
  readonly requirements: readonly Words[]
  readonly documents: readonly Words[]
  /** CLP, whole pesos. `amount` when it is the same everywhere. */
  readonly cost?: { readonly amount?: number; readonly byChannel?: { readonly [c in ChannelId]?: number }; readonly text: Words; readonly source?: string }
  readonly time?: Words
  readonly channels: { readonly [c in ChannelId]?: ChannelFact }
  readonly law: readonly string[]
  readonly lifeEvents: readonly string[]
  /** Digital identity (ClaveÚnica). required: in its online or only channel. */
  readonly identity?: 'required' | 'optional' | 'none'
  /** `comparable`: counts this service alone, in the whole country. */
  readonly volume?: { readonly value: number; readonly percent?: boolean; readonly unit: Words; readonly period: Words; readonly source: string; readonly comparable?: boolean }
  /** Year or year-month of the newest fact, by its source. */
  readonly asOf?: string
  /** Day on which the sources were read. */
  readonly gathered: string
  readonly evidence: readonly Evidence[]
  readonly note?: Words
  /** Other ways of naming it, for search. */
  readonly words: { readonly es: readonly string[]; readonly en: readonly string[] }
  readonly sources: readonly string[]
}

/** `code` in the public list of 2018. `comuna`: CUT code, municipalities only. */
export type Institution = { readonly id: string; readonly name: string; readonly short?: string; readonly code?: string; readonly kind: string; readonly comuna?: string; readonly zone?: string; readonly note?: Words }
export type Comuna = { readonly cut: string; readonly name: string; readonly province: string; readonly region: string; readonly regionId: string }
export type Office = {
  readonly id: string; readonly name: string; readonly institution: string; readonly kind: string; readonly comuna: string
  readonly address?: string; readonly hours?: Words; readonly phone?: string; readonly asOf?: string; readonly confidence: string; readonly note?: Words; readonly sources: readonly string[]
}
export type LifeEvent = { readonly id: string; readonly order: number; readonly icon: string; readonly name: Words; readonly first: readonly string[] }
/** `ignore`: words of asking that name no service. `same`: words that mean the same; phrases allowed; ~ before what is typed but not looked for. Per language. */
export type SearchWords = { readonly ignore: { readonly [l in Lang]: readonly string[] }; readonly same: { readonly [l in Lang]: readonly (readonly string[])[] } }

/** `limit` 20 when not given, at most 200. */
export type Filter = { readonly limit?: number; readonly offset?: number; readonly institution?: string; readonly lifeEvent?: string }
/**
 * `corrected`: what was searched instead, as people write it. `loose`: no service has all the words; these have some.
 * `named`: institutions whose name has all the words, at most five. `institutions`: how many of the services found each gives, whatever the filter by institution.
 */
export type Found = { readonly total: number; readonly hits: readonly Entry[]; readonly corrected?: string; readonly loose?: boolean; readonly named?: readonly string[]; readonly institutions: readonly { readonly id: string; readonly count: number }[] }

/** A definition of ours that carries a catalogue entry out, and how far it goes in each channel of this platform. */
export type Transactable = {
  readonly serviceId: string; readonly channels: { readonly [c in ChannelId]?: Depth }
  /** Institutions that carry it out here, when the definition names providers (contracts.md §2, Offer). */
  readonly institutions?: readonly string[]
}
/**
 * What the web channel puts on the page of a service it can carry out. `start`: the button and what stands beside it; `precheck`: "can I apply?", which
 * gets its heading here; `held`: what the State has; `asked`: what the person is asked. Texts in the language of the page.
 */
export type StartBlock = { readonly start?: ComponentChildren; readonly precheck?: ComponentChildren; readonly held: readonly string[]; readonly asked: readonly string[] }
