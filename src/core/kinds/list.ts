import type { KindName, Value } from '../service/index.ts'
import { fieldsOf, isEnglish, no, ok, textIn } from './raw.ts'
import type { Reader } from './types.ts'

/**
 * Value: an array of row objects, each cell by its own fact's kind (an empty cell is left out: whether it had to be answered is
 * the pass's to say). A journey keeps rows as answers of their own (`list.row.fact`); this reads whole lists: a sheet, JSON, a register's reply.
 */
export const listOf = (kinds: () => { readonly [k in KindName]: Reader }): Reader => ({
  parse(raw, fact, how) {
    if (raw === undefined || raw === null || raw === '') return no('required')
    if (!Array.isArray(raw)) return no('list-expected')
    if (raw.length > (fact.list?.max ?? 100)) return no('list-too-long')
    if (raw.length < (fact.list?.min ?? 0)) return no('list-too-short')
    const rows: { [fact: string]: Value }[] = []
    for (const given of raw) {
      const cells = fieldsOf(given)
      if (cells === null) return no('list-expected')
      const row: { [fact: string]: Value } = {}
      for (const of of fact.list?.of ?? []) {
        if (of.type === 'note' || !Object.hasOwn(cells, of.id)) continue
        const cell = kinds()[of.type].parse(cells[of.id], of, how)
        if (cell.ok) row[of.id] = cell.value
        else if (cell.code !== 'required') return no('list-row')
      }
      rows.push(row)
    }
    return ok(rows as unknown as Value)
  },
  format: (value, fact, lang) => `${textIn(fact.list?.label, lang) || (isEnglish(lang) ? 'Rows' : 'Filas')}: ${Array.isArray(value) ? value.length : 0}`,
  fields: () => ({}),
})
