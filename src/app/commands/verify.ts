import { readFileSync } from 'node:fs'
import { verifyExport } from '#platform/log'
import type { Run } from '../cli.ts'
import { Usage } from '../usage.ts'

/** Checks an export with nothing but the file (and, with --key, the key one trusts): no server, no database. 0 holds, 1 does not. */
export const run: Run = async ({ files, flags }) => {
  let text: string, file: unknown
  try { text = readFileSync(files[0]!, 'utf8') } catch { throw new Usage(`no file ${files[0]}`) }
  try { file = JSON.parse(text) } catch { console.log('FAIL  shape: this is no JSON'); return 1 }
  const verdict = verifyExport(file, typeof flags.key === 'string' ? { publicKey: flags.key } : {})
  for (const { code, seq, message } of verdict.problems) console.log(`FAIL  ${code}${seq === undefined ? '' : ` (event ${seq})`}: ${message}`)
  if (!verdict.ok) return 1
  console.log(`ok    ${verdict.events} events of ${verdict.stream}: every one follows from the one before, none is missing`)
  if (verdict.withheld.length) console.log(`ok    ${verdict.withheld.length} events were erased or left out of this copy; the chain holds without them`)
  console.log(verdict.sealed ? `ok    sealed up to event ${verdict.sealed.seq} in the signed log of ${verdict.sealed.size} entries, ${verdict.sealed.at}` : 'note  not sealed yet: the signed log does not hold this stream')
  console.log(`note  signed by the key ${verdict.fingerprint}${typeof flags.key === 'string' ? '' : ': compare it with the one the institution publishes, or give it with --key'}`)
  return 0
}
