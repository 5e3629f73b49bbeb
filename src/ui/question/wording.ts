import type { Engine, View } from '#core/journey'
import { type FactSpec, kinds } from '#core/kinds'
import type { Fact, Option, Text, Value } from '#core/service'

/** A text in the page's language; without it Spanish, else the first there is (contracts §2). */
export const textIn = (text: Text | undefined, lang: string): string => text?.[lang] ?? text?.['es'] ?? Object.values(text ?? {})[0] ?? ''
/** Language of what `textIn` gives, when it is not the page's: it is marked for screen readers. */
export const langOf = (text: Text | undefined, lang: string): string | undefined => (text === undefined || text[lang] !== undefined ? undefined : text['es'] !== undefined ? 'es' : Object.keys(text)[0])

export const labelOf = (fact: Fact, lang: string): string => textIn(fact.say.label ?? fact.say.ask, lang).replace(/[¿?]/g, '')
/** Options that no definition carries: comunas of an address, banks of an account. */
export type Lists = { readonly comunas: readonly Option[]; readonly banks: readonly Option[] }
export const withLists = (fact: Fact, lists: Lists): FactSpec =>
  fact.options !== undefined ? fact : fact.type === 'address' && lists.comunas.length > 0 ? { ...fact, options: lists.comunas } : fact.type === 'bank_account' && lists.banks.length > 0 ? { ...fact, options: lists.banks } : fact

export const formatValue = (fact: Fact, value: unknown, lang: string, lists: Lists): string =>
  value === undefined || value === null ? '' : kinds[fact.type].format(value as Value, withLists(fact, lists), lang)
/** $3.820, US$10,50: an amount in minor units. */
export const formatMoney = ({ amount, currency }: { readonly amount: number; readonly currency: string }, lang: string): string => kinds.money.format(amount, { type: 'money', currency }, lang)

/** What `{fact}` stands for: a formatted answer or computed value; nothing while it is not known. */
export const fillOf = (engine: Engine, view: View, lang: string, lists: Lists) => (id: string): string | undefined => {
  const fact = engine.fact(id), value = view.computed[id] ?? view.facts.find(f => f.path === id)?.value
  return fact === undefined || value === undefined || value === null ? undefined : formatValue(fact, value, lang, lists)
}
/** A text shown as it stands, its `{fact}`s filled in. Wording that holds Markdown goes to `Prose` with `fillOf`, never through here first. */
export const fill = (text: string, engine: Engine, view: View, lang: string, lists: Lists): string => {
  const of = fillOf(engine, view, lang, lists)
  return text.replace(/\{([A-Za-z][A-Za-z0-9_-]{0,63})\}/g, (_, id: string) => of(id) ?? '…')
}
