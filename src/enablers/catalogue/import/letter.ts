import { channelsOfLetters, currencies, type Fate, fates, numbers, segments, tellsOnly, units, unknownRow } from './fates.ts'
import { addressIn, line, plain, written } from './prose.ts'
import type { Xml } from './xml.ts'

/** Plain data in the shape of services/_catalogue: every scalar a text, as YAML's failsafe schema reads it back. */
export type Row = string | readonly Row[] | { readonly [key: string]: Row }
export type Entry = { readonly [key: string]: Row } & { readonly id: string; readonly institution: string }
/** One part of a letter and what became of it. `kind` is its path below `servico`. */
export type Element = { readonly kind: string; readonly fate: Fate; readonly how?: string }
export type Letter = {
  readonly entry: Entry; readonly elements: readonly Element[]; readonly related: readonly string[]; readonly areas: readonly string[]
  readonly body: { readonly uri: string; readonly name: string | undefined }
}
export type Refused = { readonly refused: string }

/** One service letter (servico.xsd of version 3, and what the published letters hold beyond it). `file` names it where it has no id. */
export function readLetter(root: Xml, file: string): Letter | Refused {
  const problem = unfit(root)
  if (problem !== undefined) return { refused: problem }
  const id = valueOf(root, 'id') ?? file.replace(/^.*[\\/]/, '').replace(/\.xml$/i, '')
  if (!/^[a-z0-9][a-z0-9-]{0,199}$/.test(id)) return { refused: `has the id «${id.slice(0, 60)}», which is not of small letters, digits and hyphens` }
  const dropped = new Set<string>()
  const prose = (text: string | undefined): { readonly pt: string } | undefined => { if (text === undefined) return undefined; const w = written(text); for (const l of w.lost) dropped.add(l); return w.text === '' ? undefined : { pt: w.text } }
  const one = (text: string | undefined): { readonly pt: string } | undefined => { if (text === undefined) return undefined; const w = line(text); for (const l of w.lost) dropped.add(l); return w.text === '' ? undefined : { pt: w.text } }
  const steps = each(root, 'etapas', 'etapa').map((e) => stepOf(e, prose, one)).filter((s) => Object.keys(s).length > 0), orgao = child(root, 'orgao')!, free = valueOf(root, 'gratuito')
  const web = addressOf(valueOf(root, 'link-servico-digital')), time = child(root, 'tempo-total-estimado'), span = time && spanOf(time)
  const audience = each(root, 'solicitantes', 'solicitante').flatMap((s) => { const who = one(valueOf(s, 'tipo')), needs = prose(valueOf(s, 'requisitos')); return who || needs ? [tidy({ who: who ?? { pt: 'Solicitante' }, needs })] : [] })
  const words = [...new Set([...each(root, 'nomes-populares', 'item').map((i) => plain(i.text)), plain(valueOf(root, 'sigla') ?? '')])].filter((w) => w !== '')
  const areas = each(root, 'areas-de-interesse', 'item').map((i) => plain(i.text)).filter((a) => a !== ''), topics = [...new Set([...areas, ...each(root, 'palavras-chave', 'item').map((i) => plain(i.text))])].filter((t) => t !== '')
  const entry = tidy({
    id, ref: valueOf(root, 'dbId') ?? valueOf(root, 'dbID'), name: { pt: plain(valueOf(root, 'nome')!) }, institution: '', what: prose(valueOf(root, 'descricao')) ?? { pt: plain(valueOf(root, 'nome')!) },
    audience, segments: each(root, 'segmentos-da-sociedade', 'item').map((i) => segments[i.text.trim()]!), cost: costOf(free, steps),
    time: span && { pt: span.text }, wait: span?.wait, time_note: prose(time && valueOf(time, 'descricao')), validity: validityOf(child(root, 'validade-documento'), one),
    steps, channels: channelsOf(root, steps, web), law: [...new Set(each(root, 'legislacoes', 'item').map((i) => line(i.text).text))].filter(says), topics, words: { pt: words },
    contact: prose(valueOf(root, 'contato')), access: one(valueOf(root, 'condicoes-acessibilidade')), priority: one(valueOf(root, 'tratamento-prioritario')), treatment: one(valueOf(root, 'tratamento-dispensado-atendimento')), evidence: ['official'],
  }) as unknown as Entry
  const elements = [...elementsOf(root), ...[...dropped].map((l): Element => ({ kind: `text: ${l}`, fate: 'lost', how: 'pages of the register show text and links' }))]
  return { entry, elements, related: each(root, 'servicos-relacionados', 'item').map((i) => i.text.trim()), areas, body: { uri: orgao.attributes['id']!.trim(), name: valueOf(orgao, 'nomeOrgao') } }
}

/** What the XSD demands and a register cannot do without: names of elements, types of channel, units of time, numbers. */
function unfit(root: Xml): string | undefined {
  if (root.name !== 'servico') return `is a <${root.name.slice(0, 40)}>, not a <servico>`
  if (valueOf(root, 'nome') === undefined) return 'has no <nome>'
  if (child(root, 'descricao') === undefined) return 'has no <descricao>'
  if ((child(root, 'orgao')?.attributes['id'] ?? '').trim() === '') return 'has no <orgao id="…">'
  for (const name of ['id', 'nome', 'descricao', 'gratuito', 'orgao', 'etapas', 'tempo-total-estimado']) if (root.children.filter((c) => c.name === name).length > 1) return `has <${name}> twice`
  const free = child(root, 'gratuito')?.text.trim() ?? ''
  if (!['', 'true', 'false'].includes(free)) return `has <gratuito> ${quote(free)}: it must be true or false`
  for (const item of each(root, 'segmentos-da-sociedade', 'item')) if (!Object.hasOwn(segments, item.text.trim())) return `names the segment ${quote(item.text)}, which the schema does not have`
  const open = [...root.children]
  for (let x = open.pop(); x !== undefined; x = open.pop()) {
    open.push(...x.children)
    if (x.name === 'canal-de-prestacao' && !Object.hasOwn(channelsOfLetters, x.attributes['tipo'] ?? '')) return `has a channel of type ${quote(x.attributes['tipo'] ?? '')}, which the schema does not have`
    if (['entre', 'ate', 'em-media'].includes(x.name)) {
      if (!Object.hasOwn(units, x.attributes['unidade'] ?? '')) return `measures time in ${quote(x.attributes['unidade'] ?? '')}, which the schema does not have`
      for (const bound of x.name === 'entre' ? ['min', 'max'] : ['max']) if (!/^\d{1,5}$/.test(x.attributes[bound] ?? '')) return `has the time ${quote(x.attributes[bound] ?? '')}, which is no whole number`
    }
  }
  return undefined
}

type Prose = (text: string | undefined) => { readonly pt: string } | undefined
const cases = (x: Xml | undefined, itemsOf: (c: Xml) => readonly Row[]): readonly Row[] => (x?.children ?? []).flatMap((c) => {
  const items = itemsOf(c), when = c.name === 'caso' ? plain(c.attributes['descricao'] ?? '') : ''
  return items.length === 0 ? [] : [tidy({ when: c.name === 'caso' ? { pt: when === '' ? 'Em outros casos' : when } : undefined, items })]
})
type Step = { readonly title?: Row; readonly channels?: readonly Row[]; readonly costs?: readonly Row[] }
function stepOf(e: Xml, prose: Prose, one: Prose): Step & { readonly [key: string]: Row } {
  const time = child(e, 'tempo-total-estimado')
  return tidy({
    title: one(valueOf(e, 'titulo')), what: prose(valueOf(e, 'descricao')),
    documents: cases(child(e, 'documentos'), (c) => [...c.children.filter((i) => i.name === 'item').map((i) => i.text), ...c.children.filter((i) => i.name === 'documento').map((d) => valueOf(d, 'descricao'))].flatMap((t) => one(t) ?? [])),
    costs: cases(child(e, 'custos'), (c) => c.children.filter((k) => k.name === 'custo').map((k) => chargeOf(k, one))),
    channels: cases(child(e, 'canais-de-prestacao'), (c) => c.children.filter((k) => k.name === 'canal-de-prestacao').map((k) => {
      const wait = k.attributes['tempo-estimado-espera']?.trim(), unit = k.attributes['tempo-estimado-periodo']?.trim().replaceAll('ú', 'u').replaceAll(' ', '-') ?? '', said = units[unit]
      return tidy({ channel: channelsOfLetters[k.attributes['tipo']!]!, type: k.attributes['tipo']!, text: prose(valueOf(k, 'descricao')), wait: wait && wait !== '0' ? { pt: `${wait} ${said?.[Number(wait) === 1 ? 0 : 1] ?? k.attributes['tempo-estimado-periodo'] ?? ''}`.trim() } : undefined, if_down: one(k.attributes['procedimento-sistema-indisponivel']) })
    })),
    time: time && one(spanOf(time)?.text ?? valueOf(time, 'descricao')),
  }) as Step & { readonly [key: string]: Row }
}
/** `1.040,05` is an amount in minor units; a text, or a number that can be read two ways (`2,000`), stays a text. */
function chargeOf(k: Xml, one: Prose): Row {
  const moeda = valueOf(k, 'moeda') ?? 'R$', valor = valueOf(k, 'valor'), m = /^(\d{1,3}(?:\.\d{3})*|\d+)(?:,(\d{1,2}))?$/.exec(valor ?? ''), currency = currencies[moeda]
  const varies = one(valueOf(k, 'valorVariavel')) ?? (valor !== undefined && (!m || currency === undefined) ? { pt: `${moeda} ${valor}` } : undefined)
  return tidy({ text: one(valueOf(k, 'descricao')), amount: m && currency !== undefined ? String(Number(m[1]!.replaceAll('.', '')) * 100 + Number((m[2] ?? '').padEnd(2, '0'))) : undefined, currency: m && currency !== undefined ? currency : undefined, varies })
}
/** Free by the letter's word; one amount when the steps name one and nothing else; else its parts. */
function costOf(free: string | undefined, steps: readonly Step[]): Row | undefined {
  if (free === 'true') return { amount: '0', text: { pt: 'Gratuito.' } }
  const sets = steps.flatMap((s) => (s.costs ?? []) as readonly { readonly when?: Row; readonly items: readonly { readonly text?: { readonly pt: string }; readonly amount?: string; readonly currency?: string; readonly varies?: { readonly pt: string } }[] }[])
  const all = sets.flatMap((s) => s.items), only = all[0]
  if (only === undefined) return free === 'false' ? { text: { pt: 'Não é gratuito; a carta não diz quanto custa.' } } : undefined
  const names = [...new Set(all.flatMap((c) => c.text?.pt ?? []))].slice(0, 6).join('; ')
  return tidy({ amount: all.length === 1 && sets[0]!.when === undefined && only.varies === undefined && only.currency === 'BRL' ? only.amount : undefined, text: { pt: names === '' ? 'Veja os custos em cada etapa.' : `${names.replace(/[.;]$/, '')}.` } })
}
/** Between nothing and nothing: a field left open, not a time. */
const isNothing = (x: Xml): boolean => ['entre', 'ate', 'em-media'].includes(x.name) && Number(x.attributes['max']) === 0
function spanOf(time: Xml): { readonly text: string; readonly wait: Row } | undefined {
  const x = time.children.find((c) => ['entre', 'ate', 'em-media', 'atendimento-imediato'].includes(c.name))
  if (x === undefined || isNothing(x)) return undefined
  if (x.name === 'atendimento-imediato') return { text: 'Atendimento imediato', wait: { kind: 'at-once' } }
  const { min = '', max = '', unidade = '' } = x.attributes, [single, plural] = units[unidade]!, unit = Number(max) === 1 ? single : plural
  return x.name === 'entre' ? { text: `Entre ${Number(min)} e ${Number(max)} ${unit}`, wait: { kind: 'between', least: min, most: max, unit: unidade } } : { text: `${x.name === 'ate' ? 'Até' : 'Em média'} ${Number(max)} ${unit}`, wait: { kind: x.name === 'ate' ? 'up-to' : 'average', most: max, unit: unidade } }
}
function validityOf(x: Xml | undefined, one: Prose): Row | undefined {
  if (x === undefined) return undefined
  const of = child(x, 'valido-por')?.attributes, n = of?.['max'] ?? valueOf(x, 'quantidade'), unit = units[of?.['unidade'] ?? valueOf(x, 'unidade') ?? ''], none = child(x, 'sem-validade') !== undefined || /^sem/i.test(valueOf(x, 'tipo') ?? '')
  return one([none ? 'Sem prazo de validade.' : unit && n !== undefined && n !== '0' ? `Válido por ${n} ${unit[n === '1' ? 0 : 1]}.` : '', valueOf(x, 'descricao') ?? ''].filter((t) => t !== '').join(' ') || undefined)
}
/**
 * How far each channel goes, which no letter says outright: from start to finish when it stands in every step that names channels, or the letter calls the
 * service digital; it tells only, when all its types do; else it serves for some of the steps and the others are elsewhere.
 */
function channelsOf(root: Xml, steps: readonly Step[], web: string | undefined): Row {
  const byStep = steps.map((s) => ((s.channels ?? []) as readonly { readonly items: readonly { readonly channel: string; readonly type: string; readonly text?: { readonly pt: string } }[] }[]).flatMap((c) => c.items)).filter((s) => s.length > 0), all = byStep.flat()
  const digital = valueOf(root, 'servico-digital') === 'true', ids = [...new Set([...(digital || web !== undefined ? ['web'] : []), ...all.map((c) => c.channel)])]
  return Object.fromEntries(ids.map((id) => {
    const here = all.filter((c) => c.channel === id), whole = byStep.length > 0 && byStep.every((s) => s.some((c) => c.channel === id))
    const depth = id === 'web' && digital ? 'transact' : here.length > 0 && here.every((c) => tellsOnly.has(c.type)) ? 'inform' : whole ? 'transact' : 'signpost'
    return [id, tidy({ available: 'true', depth, url: id !== 'web' ? undefined : (web ?? here.map((c) => addressIn(c.text?.pt ?? '')).find((u) => u !== undefined)) })]
  }))
}
const addressOf = (text: string | undefined): string | undefined => { const url = text === undefined ? undefined : addressIn(/^www\./i.test(text) ? `http://${text}` : text); return url !== undefined && URL.canParse(url) ? url : undefined }

/** Every part that says something, in document order, with its fate by the table. */
export function elementsOf(root: Xml): readonly Element[] {
  const out: Element[] = []
  const add = (kind: string): void => { const [fate, how] = Object.hasOwn(fates, kind) ? fates[kind]! : unknownRow; out.push({ kind, fate, ...(how === undefined ? {} : { how }) }) }
  const visit = (x: Xml, path: string): void => {
    if ((x.children.length === 0 && says(x.text)) || /\/(?:entre|ate|em-media|atendimento-imediato|nao-estimado-ainda|valido-por|sem-validade)$/.test(path)) add(isNothing(x) ? `${path} 0` : path)
    else if (x.children.length > 0 && x.text.trim() !== '') add(`${path}#text`)
    if (!/\/(?:entre|ate|em-media|valido-por)$/.test(path)) for (const a of Object.keys(x.attributes)) if ((!numbers.has(a) || path === 'orgao') && x.attributes[a]!.trim() !== '') add(`${path}@${a}`)
    for (const c of x.children) visit(c, `${path}/${c.name === 'caso' ? 'default' : c.name}`)
  }
  for (const c of root.children) visit(c, c.name)
  return out
}

/** Dashes and signs alone are how letters write "nothing". */
const says = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)
export const child = (x: Xml, name: string): Xml | undefined => x.children.find((c) => c.name === name)
const each = (x: Xml, list: string, item: string): readonly Xml[] => child(x, list)?.children.filter((c) => c.name === item) ?? []
/** Text of a child; nothing for one that is empty or a dash, as letters write "nothing". */
export const valueOf = (x: Xml, name: string): string | undefined => { const t = child(x, name)?.text.trim(); return t === undefined || t === '' || t === '-' ? undefined : t }
const quote = (s: string): string => `«${s.trim().slice(0, 60)}»`
const tidy = (x: { readonly [key: string]: Row | undefined }): { readonly [key: string]: Row } => Object.fromEntries(Object.entries(x).filter((e): e is [string, Row] => e[1] !== undefined && !(Array.isArray(e[1]) && e[1].length === 0)))
