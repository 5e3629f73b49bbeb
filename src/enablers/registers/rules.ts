import { canonical, type FactSpec, type Parsed } from '#core/kinds'
import type { Attribute } from '#core/service'
import type { Attributes, Needed } from './types.ts'

const specOf = ({ type, options, currency, of, max }: Attribute): FactSpec => ({
  type, ...(options === undefined ? {} : { options }), ...(currency === undefined ? {} : { currency }),
  ...(type === 'list' ? { list: { of: of ?? [], ...(max === undefined ? {} : { max }) } as NonNullable<FactSpec['list']> } : max === undefined ? {} : { max_length: max }),
})
/** A value as the data directory defines it, or the code of what is wrong: what a register answers is checked like what a person writes. */
export const readValue = (attribute: Attribute, value: unknown): Parsed => canonical(specOf(attribute), value)

export const attributeOf = (attributes: Attributes, registry: string, field: string): Attribute | undefined => Object.values(attributes).find((a) => a.register === registry && a.field === field)

/** One question for each register and each thing named: all of a person's fields go together. */
export function questionsOf(needs: readonly Needed[]): readonly { readonly registry: string; readonly key?: unknown; readonly needs: readonly Needed[] }[] {
  const groups = new Map<string, { registry: string; key?: unknown; needs: Needed[] }>()
  for (const need of needs) {
    const id = JSON.stringify([need.registry, need.key ?? null]), group = groups.get(id)
    if (group) group.needs.push(need)
    else groups.set(id, { registry: need.registry, needs: [need], ...(need.key === undefined ? {} : { key: need.key }) })
  }
  return [...groups.values()]
}
