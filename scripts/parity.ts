// npm run parity: writes docs/parity.md, service x channel x fact, from the capture table of core/kinds and the definitions. test/house holds it to them.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { levelColumns, levelNeeded, levelTable } from '#cases'
import { type Channel, channels } from '#core/actor'
import { compile, type Engine } from '#core/journey'
import { captureOf, type Deferral, deferral } from '#core/kinds'
import type { Fact, Service, Vocabulary } from '#core/service'
import { readVocabulary } from '#enablers/authoring'
import { readYaml } from '#platform/yaml'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** Every definition we ship and every one for tests, compiled, by path. */
export function definitions(vocabulary: Vocabulary = readVocabulary([join(root, 'services')], {}).vocabulary): readonly { readonly file: string; readonly engine: Engine }[] {
  const files = ['services', 'test/services'].flatMap((at) => readdirSync(join(root, at)).filter((i) => !i.startsWith('_') && statSync(join(root, at, i)).isDirectory()).flatMap((i) => readdirSync(join(root, at, i)).map((s) => `${at}/${i}/${s}/service.yaml`))).filter((file) => existsSync(join(root, file))).sort()
  return files.map((file) => { const done = compile(readYaml(readFileSync(join(root, file), 'utf8'), file).value, vocabulary); if ('problems' in done) throw new Error(`${file}: ${JSON.stringify(done.problems)}`); return { file, engine: done.engine } })
}

/** What becomes of one fact in one channel. `known`: a register is asked first. */
export type Cell = { readonly is: 'asked'; readonly way: string; readonly known: boolean } | { readonly is: 'deferred'; readonly why: Deferral; readonly known: boolean } | { readonly is: 'impossible'; readonly why: Impossible } | { readonly is: 'told' | 'given' }
/** depth: the service does not go that far there · assurance: that channel never makes sure enough of who it is. */
export type Impossible = 'depth' | 'assurance'
export function cellOf(service: Service, fact: Fact, channel: Channel, vocabulary: Pick<Vocabulary, 'channels'>): Cell {
  const depth = service.channels === undefined ? (channel === 'web' ? 'transact' : undefined) : service.channels[channel]
  if (depth !== 'transact') return { is: 'impossible', why: 'depth' }
  if (Math.max(service.audience.assurance, fact.assurance ?? 0) > (vocabulary.channels[channel]?.assurance ?? 0)) return { is: 'impossible', why: 'assurance' }
  if (fact.type === 'note') return { is: 'told' }
  const source = fact.source, known = source !== undefined && 'registry' in source
  // What is worked out, what the law fixes and what only a register may say, or says in silence, is asked nowhere.
  if (source !== undefined && (!known || source.else === 'block' || source.confirm === 'silent')) return { is: 'given' }
  const why = deferral(fact, channel)
  return why === undefined ? { is: 'asked', way: captureOf(fact, channel)!, known } : { is: 'deferred', why, known }
}

const ways: { readonly [way: string]: string } = { 'say': 'said', 'say-spell': 'spelt', 'digits': 'keys', 'json': 'json', 'text': 'written' }
const reasons: { readonly [r in Deferral | Impossible]: string } = {
  keys: 'a keypad has no letters: a person, or a link', options: 'more options than a keypad has keys: a person, or a link', rows: 'rows are not filled in by keys: a person, or a link', paper: 'a document is not said: a link to send it, or a scan at a counter',
  'own-page': 'not in a network of others: a link to a page of ours', signature: 'made with its provider, on the person’s own screen', depth: 'the service is not carried out in this channel; it tells the way', assurance: 'this channel never makes sure enough of who it is',
}
const letters = Object.keys(reasons) as (keyof typeof reasons)[]
const letter = (r: keyof typeof reasons): string => String.fromCharCode(97 + letters.indexOf(r))
const shown = (cell: Cell): string =>
  cell.is === 'asked' ? `${ways[cell.way] ?? cell.way}${cell.known ? ' ®' : ''}` : cell.is === 'deferred' ? `*later* (${letter(cell.why)})${cell.known ? ' ®' : ''}` : cell.is === 'impossible' ? `– (${letter(cell.why)})` : cell.is === 'told' ? 'told' : 'known'
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

/** The text of docs/parity.md. */
export function parityDocs(): string {
  const { vocabulary } = readVocabulary([join(root, 'services')], {}), all = definitions(vocabulary)
  const facts = (engine: Engine): readonly Fact[] => engine.service.facts.map((f) => engine.fact(f.id)!)
  const count = (engine: Engine, channel: Channel): string => {
    const cells = facts(engine).map((f) => cellOf(engine.service, f, channel, vocabulary)), asked = cells.filter((c) => c.is === 'asked').length, later = cells.filter((c) => c.is === 'deferred').length, no = cells.find((c) => c.is === 'impossible')
    return no !== undefined && asked + later === 0 ? `– (${letter((no as { why: Impossible }).why)})` : later === 0 ? `${asked}` : `${asked} + ${later} later`
  }
  return `# Parity
What becomes of each fact of each service in each channel. Printed by \`npm run parity\` from the table of captures in \`src/core/kinds\` and the definitions; a test fails when they differ, and \`test/parity\` goes each service through the channels with the same answers and wants
the same case. A channel stands here by the definitions; which of them this release brings, the page of each service tells.

A cell says **how it is asked**; \`®\`: a register is asked first, and the person only confirms, or answers when it is down. \`known\`: asked nowhere, because a register says it alone, it is worked out, or the law fixes it. \`told\`: a note. *later*: the journey goes on without it, and a link or a
person takes it up. –: not possible here. The letters say why:

${letters.map((r) => `- **${letter(r)}** ${reasons[r]}`).join('\n')}

## In short
Facts asked, and left for another channel.

${table(['service', ...channels], all.map(({ engine }) => [`[${engine.service.id}](#${engine.service.id})`, ...channels.map((c) => count(engine, c))]))}

${all.map(({ file, engine }) => `## ${engine.service.id}
${engine.service.title['en'] ?? engine.service.title['es']} · [definition](../${file}) · assurance ${engine.service.audience.assurance}

${table(['fact', 'kind', ...channels], facts(engine).map((f) => [`\`${f.id}\``, f.type, ...channels.map((c) => shown(cellOf(engine.service, f, c, vocabulary)))]))}`).join('\n\n')}
`
}
/** docs/levels.md: what each level of a contact lets do, from the tables the server refuses and masks by; then what each service asks for. */
export function levelDocs(all = definitions()): string {
  const steps: { readonly [step: string]: string } = {
    status: 'be told how an application stands', answers: 'hear or see answers given before', prefilled: 'hear or see what registers say', timeline: 'see the history: their cases and contacts; a representative, the cases alone', documents: 'open documents', change: 'change what another hand wrote',
    submit: 'send an application', appointment: 'change an appointment', callBack: 'ask to be called back', sign: 'sign', contact: 'change contact points or a bank account',
  }
  const words: { readonly [cell: string]: string } = { no: '–', yes: 'yes', own: 'own typing', coarse: 'in outline', scope: 'by mandate' }
  const asks = all.filter(({ file }) => file.startsWith('services/')).map(({ engine }) => { const { submit, facts: more } = levelNeeded(engine); return [`\`${engine.service.id}\``, `T${submit}`, Object.entries(more).map(([id, level]) => `\`${id}\` T${level}`).join(', ') || '–'] })
  return `# Levels
Made by \`npm run parity\` from the tables that mask and refuse (\`core/assurance\`); the same in every channel.

T0 nobody known · T1 says who they are · T2 six digits to a contact verified before · T3 their own telephone and password, or a document checked in person · T3p telephone PIN and six digits · R a representative at T2 or T3, for the person they act for and within the mandate.

${table(['step', ...levelColumns, 'act of the mandate'], levelTable.map((r) => [steps[r.step]!, ...levelColumns.map((c) => words[r.cells[c]]!), r.act ?? '–']))}

## What each service asks for
The agent sees it before the questions.

${table(['service', 'to send it', 'questions that need more'], asks)}
`
}
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) { writeFileSync(join(root, 'docs/parity.md'), parityDocs()); writeFileSync(join(root, 'docs/levels.md'), levelDocs()) }
