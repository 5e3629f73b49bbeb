import type { Answers, Engine, Env, View } from '#core/journey'
import { accountTypes, captureOf, kinds, textMax } from '#core/kinds'
import type { Fact, KindName } from '#core/service'
import { blocks, fill, formatValue, isSilent, labelOf, langOf, type Lists, type PaperBox, registryOf, textIn } from '#ui'
import { conditionOf, type Printed } from './condition.ts'
import { say } from './words.ts'

export type PaperItem = {
  readonly n: number; readonly fact: string; readonly text: string; readonly mark?: string | undefined
  readonly hint?: string | undefined; readonly when?: string | undefined
  /** The register that knows it: it may stay blank. */
  readonly held?: string | undefined
  readonly optional: boolean; readonly follows: boolean
  /** What was answered before this was printed. */
  readonly answered?: string | undefined
  readonly box: PaperBox
}
export type PaperNote = { readonly note: string; readonly mark?: string | undefined; readonly when?: string | undefined }
export type PaperSection = { readonly title: string; readonly items: readonly (PaperItem | PaperNote)[] }
/** A service as somebody fills it in by hand. It holds no fact that the service does not ask, and every fact that it does. */
export type PaperForm = { readonly sections: readonly PaperSection[]; /** What is looked up without asking, by its label and register. */ readonly looked: readonly { readonly label: string; readonly register: string }[]; readonly numbers: { readonly [fact: string]: number } }
export type FormNeeds = { readonly lang: string; readonly env: Env; readonly lists: Lists; readonly registerName: (id: string, lang: string) => string; readonly answers?: Answers }

/** Who applies stands at the head of each form, so these are not asked again below. */
const atTheHead: readonly string[] = ['person.run', 'person.names']
export const isHead = (fact: Fact): boolean => fact.attribute !== undefined && atTheHead.includes(fact.attribute) && registryOf(fact)?.key === undefined && registryOf(fact) !== undefined
/** A register alone says it, without a question. */
const isLooked = (fact: Fact): boolean => isSilent(fact) || blocks(fact)
const isPrinted = (fact: Fact): boolean => fact.type !== 'note' && (fact.source === undefined || 'registry' in fact.source) && !isLooked(fact) && !isHead(fact) && captureOf(fact, 'paper') !== null

export function formOf(engine: Engine, { lang, env, lists, registerName, answers = {} }: FormNeeds): PaperForm {
  const view = engine.pass(answers, env), facts = engine.service.facts.map((f) => engine.fact(f.id)!)
  const numbers: { [fact: string]: number } = {}
  let n = 0
  for (const fact of facts) if (isPrinted(fact)) numbers[fact.id] = ++n
  const numberOf = (id: string): number | undefined => (Object.hasOwn(numbers, id) ? numbers[id] : undefined), printed = { engine, lang, numberOf }
  const spoken = (fact: Fact): string => fill(textIn(fact.say.ask, lang), engine, view, lang, lists).replaceAll('…', '________')
  const item = (fact: Fact): PaperItem => {
    const registry = registryOf(fact), value = valueOf(fact, answers, view, lang, lists)
    return {
      n: numbers[fact.id]!, fact: fact.id, text: spoken(fact), mark: langOf(fact.say.ask, lang), hint: fact.say.hint && fill(textIn(fact.say.hint, lang), engine, view, lang, lists), when: conditionOf(fact, printed),
      held: registry === undefined ? undefined : registerName(registry.registry, lang), optional: fact.optional === true, follows: fact.may_follow !== undefined, answered: value, box: columnsOf(fact, boxOf(fact, lang, lists), printed),
    }
  }
  const titles = engine.service.sections ?? [], groups: { id: string | undefined; title: string; items: (PaperItem | PaperNote)[] }[] = []
  for (const fact of facts) {
    const shown = isPrinted(fact) ? item(fact) : fact.type === 'note' ? { note: spoken(fact), mark: langOf(fact.say.ask, lang), when: conditionOf(fact, printed) } : undefined
    if (shown === undefined) continue
    if (groups.at(-1)?.id !== fact.section || groups.length === 0) groups.push({ id: fact.section, title: textIn(titles.find((s) => s.id === fact.section)?.title, lang) || say('answers', lang), items: [] })
    groups.at(-1)!.items.push(shown)
  }
  return {
    sections: groups.map(({ title, items }) => ({ title, items })), numbers,
    looked: facts.flatMap((f) => { const registry = registryOf(f); return registry !== undefined && isLooked(f) ? [{ label: labelOf(f, lang), register: registerName(registry.registry, lang) }] : [] }),
  }
}
/** A column of a table that not every row answers says when. */
const columnsOf = (fact: Fact, box: PaperBox, printed: Printed): PaperBox => box.is !== 'rows' ? box : { ...box, head: box.head.map((h, i) => { const when = conditionOf(fact.list!.of[i]!, printed); return when === undefined ? h : { ...h, hint: [h.hint, when].filter((s) => s !== undefined).join('. ') } }) }
function valueOf(fact: Fact, answers: Answers, view: View, lang: string, lists: Lists): string | undefined {
  const answer = answers[fact.id]
  if (answer === undefined || answer.state === 'deferred' || answer.state === 'declined' || answer.state === 'open' || view.missing.includes(fact.id)) return undefined
  return answer.rows !== undefined ? undefined : answer.value === undefined ? undefined : formatValue(fact, answer.value, lang, lists)
}

/** Longest figure a box is drawn for, in digits. */
const digits = (fact: Fact, otherwise: number): number => Math.min(12, Math.max(1, fact.max === undefined ? otherwise : fact.max.replace(/\D/g, '').length))
const lines = (fact: Fact): number => { const most = textMax(fact); return fact.lines !== undefined && fact.lines > 1 ? Math.min(14, Math.max(fact.lines, 3)) : most > 200 ? 4 : most > 80 ? 2 : 1 }
/** Three and three from the right, as amounts are written. */
const thousands = (n: number): readonly number[] => (n <= 3 ? [n] : [...thousands(n - 3), 3])
const option = (fact: Fact, lang: string) => (fact.options ?? []).map((o) => ({ text: textIn(o.say, lang), mark: langOf(o.say, lang), hint: o.hint && textIn(o.hint, lang) }))
const dateBox = (lang: string): PaperBox => ({ is: 'comb', groups: [{ cells: 2, label: say('day', lang) }, { cells: 2, label: say('month', lang) }, { cells: 4, label: say('year', lang) }] })
const runBox = (lang: string): PaperBox => ({ is: 'comb', groups: [{ cells: 2 }, { cells: 3, before: '.' }, { cells: 3, before: '.' }, { cells: 1, before: '-', label: say('check', lang) }] })

/** Kind -> what is drawn to write in. */
const boxes: { readonly [k in KindName]: (fact: Fact, lang: string, lists: Lists) => PaperBox } = {
  yesno:        (fact, lang) => ({ is: 'ticks', many: false, options: [true, false].map((v) => ({ text: kinds.yesno.format(v, fact, lang) })) }),
  choice:       (fact, lang) => ({ is: 'ticks', many: false, options: option(fact, lang) }),
  many:         (fact, lang) => ({ is: 'ticks', many: true, options: option(fact, lang) }),
  integer:      (fact) => ({ is: 'comb', groups: [{ cells: digits(fact, 4) }] }),
  decimal:      (fact) => ({ is: 'comb', groups: [{ cells: digits(fact, 6) }, { cells: Math.max(1, fact.decimals ?? 2), before: ',' }] }),
  money:        (fact) => ({ is: 'comb', before: kinds.money.format(0, fact, 'es').replace(/[\d.,]+$/, '').trim(), groups: thousands(digits(fact, 9)).map((cells, i) => ({ cells, ...(i === 0 ? {} : { before: '.' }) })) }),
  date:         (_fact, lang) => dateBox(lang),
  text:         (fact, lang) => ({ is: 'lines', lines: lines(fact), ...(lines(fact) > 1 ? { more: say('moreSheet', lang) } : {}) }),
  run:          (_fact, lang) => runBox(lang),
  rut:          (_fact, lang) => runBox(lang),
  email:        () => ({ is: 'lines', lines: 1 }),
  phone:        () => ({ is: 'comb', before: '+56', groups: [{ cells: 1 }, { cells: 4 }, { cells: 4 }] }),
  address:      (_fact, lang) => ({ is: 'fields', fields: [{ label: say('street', lang), wide: true }, { label: say('number', lang) }, { label: say('unit', lang) }, { label: say('comuna', lang) }, { label: say('reference', lang), wide: true }] }),
  file:         (_fact, lang) => ({ is: 'attach', text: say('attach', lang), pages: say('pages', lang) }),
  bank_account: (_fact, lang) => ({ is: 'fields', fields: [{ label: say('bank', lang) }, { label: say('account', lang) }], options: Object.values(accountTypes).map((text) => ({ text: textIn(text, lang) })) }),
  signature:    (_fact, lang) => ({ is: 'sign', label: say('signature', lang) }),
  list:         (fact, lang) => ({ is: 'rows', rows: Math.min(8, Math.max(fact.list?.min ?? 0, Math.min(fact.list?.max ?? 4, 4))), more: say('moreRows', lang), head: (fact.list?.of ?? []).map((f) => ({ text: labelOf(f, lang), mark: langOf(f.say.label ?? f.say.ask, lang), hint: cellHint(f, lang) })) }),
  note:         () => ({ is: 'lines', lines: 0 }),
}
export const boxOf = (fact: Fact, lang: string, lists: Lists): PaperBox => boxes[fact.type](fact, lang, lists)
/** What may stand in a cell of a table. */
const cellHint = (fact: Fact, lang: string): string | undefined =>
  fact.type === 'date' ? [say('day', lang), say('month', lang), say('year', lang)].join(' / ').toLowerCase() : fact.type === 'yesno' ? [true, false].map((v) => kinds.yesno.format(v, fact, lang)).join(' / ') : fact.options === undefined ? undefined : fact.options.map((o) => textIn(o.say, lang)).join(' / ')
