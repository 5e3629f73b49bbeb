import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Attribute, Vocabulary } from '#core/service'
import type { Choice } from '#enablers/identity'
import { attributeOf, type DemoRecord, readValue } from '#enablers/registers'
import { Fault } from '#platform/fault'
import { readYaml, type Tree } from '#platform/yaml'

type Map = { readonly [key: string]: Tree }
type Both = { readonly es: string; readonly en: string }
/** What one service finds about a person on the day of the table. */
export type Expected = { readonly eligibility: 'yes' | 'no' | 'unknown'; readonly because?: readonly string[] }
export type DemoPerson = Choice & {
  readonly registers: DemoRecord['registers']
  /** `register.field` of what no register has. */
  readonly without: readonly string[]
  readonly expect: { readonly [service: string]: Expected }
  /** Answers of this person, by service, as text. */
  readonly given: { readonly [service: string]: Map }
}
export type DemoPeople = {
  readonly people: readonly DemoPerson[]
  readonly companies: readonly DemoRecord[]
  /** RUNs of those who represent each company, by its RUT. */
  readonly representatives: { readonly [rut: string]: readonly string[] }
  /** Paths of ours worth a visit. */
  readonly try: readonly { readonly path: string; readonly text: Both }[]
  /** The day the expectations hold, and what everybody answers, by service. */
  readonly on: string
  readonly given: { readonly [service: string]: Map }
  /** For identity, and for registers. */
  readonly identity: readonly Choice[]
  readonly registers: readonly DemoRecord[]
}

/** Reads services/_demo/people.yaml. A value that its attribute would not take is a fault that names its place: the demo must not teach what cannot be. */
export function readPeople(root: string, { attributes }: Pick<Vocabulary, 'attributes'>): DemoPeople {
  const file = join(root, 'services/_demo/people.yaml'), { value, problems, where } = readYaml(readFileSync(file, 'utf8'), file)
  const bad = (path: readonly (string | number)[], what: string): never => { const { line, col } = where(path); throw new Fault('demo-refused', `${file}:${line}:${col} ${what}`) }
  if (value === undefined) throw new Fault('demo-refused', problems.map((p) => `${file}:${p.line}:${p.col} ${p.message}`).join('\n'))
  const top = value as Map

  const recordOf = (tree: Map, at: readonly (string | number)[]): DemoRecord['registers'] => Object.fromEntries(Object.entries(tree as { [r: string]: Map }).map(([registry, fields]) => [registry, Object.fromEntries(Object.entries(fields).map(([field, text]) => {
    const attribute = attributeOf(attributes, registry, field), path = [...at, registry, field]
    if (attribute === undefined) return bad(path, `the data directory has no ${registry}.${field}`)
    const read = readValue(attribute, typed(attribute, text))
    return read.ok ? [field, read.value] : bad(path, `${registry}.${field}: ${read.code}`)
  }))]))
  const people = listOf(top, 'people').map((p, i): DemoPerson => {
    const registers = recordOf(p['registers'] as Map, ['people', i, 'registers']), civil = registers['srcei.civil'] ?? bad(['people', i], 'a person without the civil registry')
    return {
      id: p['id'] as string, run: String(civil['run']), names: String(civil['names']), story: p['story'] as Both, registers,
      without: (p['without'] ?? []) as string[], expect: p['expect'] as unknown as DemoPerson['expect'], given: (p['given'] ?? {}) as DemoPerson['given'],
    }
  })
  const companies = listOf(top, 'companies').map((c, i): DemoRecord => ({ key: c['rut'] as string, registers: recordOf(c['registers'] as Map, ['companies', i, 'registers']) }))
  const representatives = Object.fromEntries(listOf(top, 'companies').map((c, i) => [c['rut'] as string, ((c['represented_by'] ?? []) as string[]).map((id, k) => people.find((p) => p.id === id)?.run ?? bad(['companies', i, 'represented_by', k], `no such person: ${id}`))]))
  return {
    people, companies, representatives, on: top['on'] as string, given: top['given'] as unknown as DemoPeople['given'], try: listOf(top, 'try') as unknown as DemoPeople['try'],
    identity: people.map(({ id, run, names, story }) => ({ id, run, names, story })),
    registers: [...people.map(({ run, registers }) => ({ key: run, registers })), ...companies],
  }
}
const listOf = (top: Map, key: string): readonly Map[] => top[key] as Map[]
/** Text of the file as its kind has it in JSON. */
const typed = ({ type }: Attribute, text: Tree): unknown => (typeof text !== 'string' ? text : type === 'integer' || type === 'money' ? Number(text) : type === 'yesno' ? text === 'true' : text)
