import type { Renaming } from './types.ts'

/**
 * Ids are the source's names (issue: bring your forms). One that is no legal id becomes `q_` and its legal characters; one that is taken gets its
 * section's name before it, and a number if even that is taken. Every renaming is told, and `walk` takes the source's own key too (`alias`).
 */
export type Names = {
  /** The id for a source name; the same source key gives the same id. `section` is the source's own section name, if it has one. */
  fact(name: string, section?: string): string
  /** An id of our own making (a note without a name, say): no renaming is told. */
  own(wish: string): string
  /** The keys under which the source knows a renamed fact. */
  alias(id: string): readonly string[] | undefined
  readonly renamed: readonly Renaming[]
}
const legal = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/
/** Words of FEEL and of the engine: a fact called so could not be read by a rule. */
const reserved = new Set(['if', 'then', 'else', 'and', 'or', 'in', 'some', 'every', 'satisfies', 'between', 'true', 'false', 'null', 'not', 'row', 'value', 'today', 'submitted', 'law', 'date', 'years'])
export const legalId = (s: string): boolean => legal.test(s) && !reserved.has(s) && !s.endsWith('-') && !s.includes('--')
const clean = (s: string): string => s.normalize('NFD').replace(/[^A-Za-z0-9_-]+/g, '').replace(/-{2,}/g, '-').replace(/-+$/, '')

export function createNames(taken: readonly string[] = []): Names {
  const used = new Set(taken)
  const renamed: Renaming[] = []
  const aliases = new Map<string, string[]>()
  const free = (wish: string): string => {
    const base = wish.slice(0, 58)
    let id = wish.slice(0, 64).replace(/-+$/, '')
    for (let n = 2; used.has(id); n++) id = `${base}_${n}`
    used.add(id)
    return id
  }
  return {
    renamed,
    fact(name, section) {
      const illegal = !legalId(name)
      const wish = illegal ? `q_${clean(name)}` : name
      const clash = used.has(wish.slice(0, 64))
      const before = clash && section !== undefined ? clean(section) : ''
      const id = free(before === '' ? wish : `${/^[A-Za-z]/.test(before) ? '' : 'q_'}${before}_${illegal ? clean(name) : name}`)
      if (id !== name) {
        renamed.push({ from: section === undefined ? name : `${section}.${name}`, to: id, why: illegal ? 'its name is no legal id' : 'its name is taken' })
        aliases.set(id, [...(section === undefined ? [] : [`${section}.${name}`]), ...(clash ? [] : [name])].filter((key) => key !== id))
      }
      return id
    },
    own: (wish) => { const id = clean(wish).slice(0, 58); return free(legalId(id) ? id : `q_${id}`) },
    alias: (id) => { const keys = aliases.get(id); return keys?.length ? keys : undefined },
  }
}

/** A service's id out of a file's name or a form's title. */
export const serviceId = (name: string): string => {
  const plain = name.replace(/^.*[\\/]/, '').replace(/\.[A-Za-z]{2,5}$/, '').normalize('NFD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 100).replace(/-+$/, '')
  return /^[a-z]/.test(plain) ? plain : `form-${plain || 'unnamed'}`
}
/** Section and option ids: any text without control characters, up to `most`. */
export const plainId = (s: string, most: number): string => s.replace(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, most)
