import { readFileSync, statSync } from 'node:fs'
import { channels } from '#core/actor'
import { walk } from '#core/journey'
import { checkFile, lineOf, refuses } from '#enablers/authoring'
import { built } from '../channels.ts'
import type { Run } from '../cli.ts'
import { lint, vocabularyOf } from '../judge.ts'
import { Usage } from '../usage.ts'

/** One pass with these answers; JSON alone on stdout (contracts §3). 0 walked, 1 the definition is refused, 2 usage, 3 the channel is not built. */
export const run: Run = async ({ root, files, flags }) => {
  const file = files[0]!, { answers: from, channel = 'web', lang = 'es', today = civilToday() } = flags as { [name: string]: string | undefined }
  if (!isFile(file)) throw new Usage(`no file ${file}`)
  if (from === undefined) throw new Usage('--answers is missing')
  if (!(channels as readonly string[]).includes(channel)) throw new Usage(`no channel is called ${channel}`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(today) || Number.isNaN(Date.parse(today)) || new Date(today).toISOString().slice(0, 10) !== today) throw new Usage(`${today} is no date (YYYY-MM-DD)`)
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(lang)) throw new Usage(`${lang} is no language tag`)
  const answers = readAnswers(from)
  if (!built.includes(channel)) { console.error(`the channel ${channel} is not built yet`); return 3 }
  const { vocabulary } = vocabularyOf(root, flags.vocabulary)
  const { engine, problems, draft } = checkFile(file, vocabulary, lint)
  if (!engine || problems.some((p) => refuses(p, draft))) {
    for (const p of problems) if (p.level === 'E') console.error(lineOf(p))
    return 1
  }
  console.log(JSON.stringify(walk(engine, answers, { lang, channel, today }), null, 2))
  return 0
}

function readAnswers(from: string): { readonly [key: string]: unknown } {
  let text: string, value: unknown
  try { text = readFileSync(from === '-' ? 0 : from, 'utf8') } catch { throw new Usage(`no answers at ${from}`) }
  try { value = JSON.parse(text) } catch (error) { throw new Usage(`the answers are no JSON: ${(error as Error).message}`) }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Usage('the answers are one JSON object')
  return value as { readonly [key: string]: unknown }
}
/** The civil date where the State sits; the real day unless --today says another. */
const civilToday = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Santiago', year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date())
const isFile = (path: string) => { try { return statSync(path).isFile() } catch { return false } }
