import type { ComponentChildren } from 'preact'

/** Both languages, always: a test requires it. */
export type Words = { readonly es: string; readonly en: string }
export type Lang = keyof Words
/** A language of contents that pages do not speak: texts are shown as they are and marked as it. Its words stand in both members of `Words`. */
export type Tongue = 'pt'
export type SearchLang = Lang | Tongue
/** What a catalogue says of itself (catalogue.yaml); nothing for one in the languages of the pages, in pesos. `examples`: searches to begin with. */
export type About = { readonly language?: Tongue; readonly currency?: string; readonly source?: string; readonly examples: readonly string[] }

/** Channels of the register of services. `mail` is post. What a source does not say is absent, and absent is unknown. */
export const channelIds = ['web', 'phone', 'counter', 'kiosk', 'chat', 'outreach', 'mail', 'email'] as const
export type ChannelId = (typeof channelIds)[number]
export type Depth = 'inform' | 'signpost' | 'transact'
export type ChannelFact = { readonly available: boolean; readonly depth?: Depth; readonly url?: string; readonly note?: Words }

/** How near the source stands to the institution. official: its own page; official-via-secondary: a work that cites it; press; secondary. */
export type Evidence = 'official' | 'official-via-secondary' | 'press' | 'secondary'

/** What holds always (no `when`) or in one case, in the words of who gives the service. */
export type Case<T> = { readonly when?: Words; readonly items: readonly T[] }
/** One thing to pay: an amount in minor units of its currency, or how it varies. */
export type Charge = { readonly text?: Words; readonly amount?: number; readonly currency?: string; readonly varies?: Words }
export type StepChannel = { readonly channel: ChannelId; readonly type?: string; readonly text?: Words; readonly wait?: Words; readonly ifDown?: Words }
/** One step of a service whose source tells them apart. */
export type Step = { readonly title?: Words; readonly what?: Words; readonly documents: readonly Case<Words>[]; readonly costs: readonly Case<Charge>[]; readonly channels: readonly Case<StepChannel>[]; readonly time?: Words }
export type Segment = 'citizens' | 'companies' | 'bodies' | 'others'
/** How long it takes, for machines. `unit` as the source measures: minutos, horas, dias-corridos, dias-uteis, meses. */
export type Wait = { readonly kind: 'at-once' | 'between' | 'up-to' | 'average'; readonly least?: number; readonly most?: number; readonly unit?: string }

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
  /** CLP, whole pesos; minor units of the catalogue's own currency where it names one. `amount` when it is the same everywhere. */
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
  /** What an imported register says beyond that: who for and on what conditions, step by step, how long what is given holds, whom to ask. */
  readonly audience?: readonly { readonly who: Words; readonly needs?: Words }[]
  readonly segments?: readonly Segment[]
  readonly steps?: readonly Step[]
  readonly wait?: Wait
  readonly timeNote?: Words
  readonly validity?: Words
  readonly contact?: Words
  readonly access?: Words
  readonly priority?: Words
  readonly treatment?: Words
  /** Subjects, for search; other services that belong to it. */
  readonly topics?: readonly string[]
  readonly related?: readonly string[]
  /** Its number where it comes from. */
  readonly ref?: string
}

/** `uri`: its address in its State's own register of bodies. `code` in the public list of 2018. `comuna`: CUT code, municipalities only. */
export type Institution = { readonly id: string; readonly name: string; readonly short?: string; readonly code?: string; readonly kind: string; readonly comuna?: string; readonly zone?: string; readonly note?: Words; readonly uri?: string; readonly contact?: Words }
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
  /** What some of them say of themselves today: where they serve, how to reach them, channels in which they go another way. */
  readonly places?: { readonly [institution: string]: { readonly office?: Words; readonly contact?: Words; readonly channels?: { readonly [c in ChannelId]?: Depth } } }
}
/**
 * What the web channel puts on the page of a service it can carry out. `start`: the button and what stands beside it; `precheck`: "can I apply?", which
 * gets its heading here; `held`: what the State has; `asked`: what the person is asked. Texts in the language of the page.
 */
export type StartBlock = { readonly start?: ComponentChildren; readonly precheck?: ComponentChildren; readonly held: readonly string[]; readonly asked: readonly string[] }
