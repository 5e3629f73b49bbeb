import type { Channel } from '../actor/index.ts'
import type { KindName } from '../service/index.ts'
import type { Capture, FactSpec } from './types.ts'

/**
 * How each channel captures each kind (engine.md §4.2, channels.md §2). `deferred`: the journey goes on and a link opens
 * that one fact elsewhere. `link`: the channel sends the link itself. `read`: said or shown, nothing captured. No cell is blank today;
 * a kind a channel could not take would read null here, never an `if` elsewhere.
 */
const columns = ['web', 'counter', 'phone', 'ivr', 'kiosk', 'chat', 'social', 'outreach', 'paper', 'api'] as const satisfies readonly Channel[]
const table = {
  //              web          counter       phone        ivr         kiosk         chat       social     outreach      paper         api
  yesno:        ['radios',     'radios',     'say',       'digits',   'buttons',    'buttons', 'buttons', 'radios',     'radios',     'json'],
  choice:       ['radios',     'select',     'say',       'digits',   'buttons',    'buttons', 'buttons', 'radios',     'radios',     'json'],
  many:         ['checkboxes', 'checkboxes', 'say',       'digits',   'checkboxes', 'text',    'text',    'checkboxes', 'checkboxes', 'json'],
  integer:      ['field',      'field',      'say',       'digits',   'keypad',     'text',    'text',    'field',      'field',      'json'],
  decimal:      ['field',      'field',      'say',       'deferred', 'keypad',     'text',    'text',    'field',      'field',      'json'],
  money:        ['field',      'field',      'say',       'digits',   'keypad',     'text',    'text',    'field',      'field',      'json'],
  date:         ['fields',     'field',      'say',       'digits',   'keypad',     'text',    'text',    'fields',     'fields',     'json'],
  text:         ['field',      'field',      'say',       'deferred', 'field',      'text',    'text',    'field',      'field',      'json'],
  run:          ['field',      'scan',       'say-spell', 'digits',   'scan',       'text',    'text',    'field',      'field',      'json'],
  rut:          ['field',      'field',      'say-spell', 'digits',   'keypad',     'text',    'text',    'field',      'field',      'json'],
  email:        ['field',      'field',      'say-spell', 'deferred', 'field',      'text',    'text',    'field',      'field',      'json'],
  phone:        ['field',      'field',      'say-spell', 'digits',   'keypad',     'text',    'text',    'field',      'field',      'json'],
  address:      ['fields',     'fields',     'say',       'deferred', 'fields',     'text',    'text',    'fields',     'fields',     'json'],
  file:         ['upload',     'scan',       'deferred',  'deferred', 'scan',       'upload',  'link',    'upload',     'scan',       'json'],
  bank_account: ['fields',     'fields',     'say-spell', 'deferred', 'fields',     'link',    'link',    'fields',     'fields',     'json'],
  signature:    ['link',       'link',       'deferred',  'deferred', 'link',       'link',    'link',    'deferred',   'scan',       'json'],
  list:         ['rows',       'rows',       'rows',      'deferred', 'rows',       'rows',    'rows',    'rows',       'rows',       'json'],
  note:         ['read',       'read',       'read',      'read',     'read',       'read',    'read',    'read',       'read',       'read'],
} as const satisfies { readonly [k in KindName]: readonly (Capture | null)[] & { readonly length: 10 } }

type Captures = { readonly [k in KindName]: { readonly [c in Channel]: Capture | null } }
const byName = () => Object.fromEntries(Object.entries(table).map(([kind, cells]) => [kind, Object.fromEntries(columns.map((c, i) => [c, cells[i] ?? null]))])) as Captures
export const capture: Captures = /* @__PURE__ */ byName()

/** Where the number of options, or of lines, changes the way: above `most` the way is `then`. */
const limits: { readonly [c in Channel]?: { readonly most: number; readonly then: Capture } } = {
  web: { most: 7, then: 'select' }, outreach: { most: 7, then: 'select' }, ivr: { most: 9, then: 'deferred' }, chat: { most: 3, then: 'text' }, social: { most: 3, then: 'text' },
}
/** How this very fact is captured: a choice of many options becomes a list or is deferred, a long text a text area. */
export function captureOf(fact: FactSpec, channel: Channel): Capture | null {
  const way = capture[fact.type][channel]
  if (fact.type === 'text' && way === 'field' && (fact.lines ?? 1) > 1) return 'textarea'
  const limit = limits[channel]
  const counted = fact.type === 'choice' || (fact.type === 'many' && channel === 'ivr')
  return counted && limit !== undefined && (fact.options?.length ?? 0) > limit.most ? limit.then : way
}
/** Does the channel leave this fact for another one? */
export const defers = (fact: FactSpec, channel: Channel): boolean => {
  const way = captureOf(fact, channel)
  return way === 'deferred' || way === 'link' || way === null
}

/** Why a fact is left for another channel; docs/parity.md says each in words. */
export const deferrals = ['keys', 'options', 'rows', 'paper', 'own-page', 'signature'] as const
export type Deferral = (typeof deferrals)[number]
/**
 * The reason of `defers`; undefined where the fact is captured here. keys: a keypad has no letters · options: more than its nine keys · rows: a
 * list is not filled in by keys · paper: a document is not said · own-page: not in a network of others · signature: made with its provider, on the person's own screen.
 */
export function deferral(fact: FactSpec, channel: Channel): Deferral | undefined {
  if (!defers(fact, channel)) return undefined
  if (fact.type === 'signature') return 'signature'
  if (fact.type === 'file') return channel === 'social' ? 'own-page' : 'paper'
  if (channel === 'chat' || channel === 'social') return 'own-page'
  return fact.type === 'list' ? 'rows' : fact.type === 'choice' || fact.type === 'many' ? 'options' : 'keys'
}
