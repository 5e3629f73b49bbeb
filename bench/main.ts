// npm run bench: every number against its peer or its limit, in one run. Each part alone: node --import tsx bench/<part>.ts
import { availableParallelism, cpus, totalmem } from 'node:os'
import { run as engine } from './engine.ts'
import { run as identity } from './identity-token.ts'
import { run as live } from './live.ts'
import { run as search } from './search.ts'
import { run as signIn } from './sign-in.ts'
import { run as spine } from './spine.ts'
import { run as web } from './web.ts'

const parts = { engine, search, spine, web, live, identity, 'sign-in': signIn }, wanted = process.argv.slice(2), broken: string[] = []
console.log(`${availableParallelism()} processors (${cpus()[0]?.model.trim() || 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`)
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  for (const line of await run()) {
    const bad = line.startsWith('FAIL ')
    if (bad) broken.push(line)
    console.log(`${bad ? 'NOT ok' : line.includes('(limit') || line.includes('; limit') ? 'ok    ' : '      '} ${line.replace('FAIL ', '')}`)
  }
}
console.log(broken.length === 0 ? 'every limit holds' : `${broken.length} broken`)
process.exit(broken.length === 0 ? 0 : 1)
