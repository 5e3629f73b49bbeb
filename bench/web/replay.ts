import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { startHouse } from '#app/main.ts'
import { readConfig } from '#platform/config'
import type { Database } from '#platform/database'
import { clients } from '../spine.ts'
import { begin, createBrowser, step } from './browser.ts'

type Seen = { readonly text: string; readonly values: readonly unknown[] }
export type Replay = { readonly script: string; readonly seq: number; readonly statements: number }

/**
 * The statements of one web step, in order and with their values, as the whole application sends them; and a script of pgbench that runs them again on a copy
 * of the case for each client. From turn to turn only the case, the number of the event and the key of the command differ.
 */
export async function replayOf(db: Database & { readonly url: string }, { root, data, session, folder }: { readonly root: string; readonly data: string; readonly session: string; readonly folder: string }): Promise<Replay> {
  const query = pg.Client.prototype.query as (...all: unknown[]) => unknown
  let all: Seen[] = []
  // The house runs in this process for once, so that its driver can be listened to.
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) { const said = args[0]; if (said !== null && typeof said === 'object' && 'text' in said) all.push({ text: String(said.text), values: (said as { values?: readonly unknown[] }).values ?? (args[1] as readonly unknown[] | undefined) ?? [] }); return query.apply(this, args) } as typeof pg.Client.prototype.query
  // Its log is not what is read here.
  const write = process.stderr.write
  process.stderr.write = (() => true) as typeof process.stderr.write
  const house = await startHouse(readConfig({ ...process.env, PORT: '0', DATABASE_URL: db.url, VENTANILLA_DATA: data }), { root, demo: true, dev: false, work: false, serve: true })
  const browser = createBrowser(house.address!, { session })
  let seen: readonly Seen[] = [], id = '', seq = 0
  try {
    const walk = await begin(browser, 0)
    id = walk.id
    // Chores of the process (every two seconds) may fall between: the shortest of several steps has none of them.
    for (let n = 0; n < 6; n++) {
      const before = Number(walk.seq)
      all = []
      await step(walk)
      if (n > 0 && (seen.length === 0 || all.length < seen.length)) { seen = all; seq = before }
    }
  } finally { process.stderr.write = write; pg.Client.prototype.query = query as typeof pg.Client.prototype.query; browser.close(); await house.stop() }

  const copy = "('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid"
  for (const table of ['streams', 'keys', 'events', 'cases']) {
    const column = table === 'streams' || table === 'cases' ? 'id' : 'stream_id', { rows } = await db.query<{ c: string }>("select column_name as c from information_schema.columns where table_schema = 'log' and table_name = $1 order by ordinal_position", [table])
    const cells = rows.map((r) => (r.c === column ? copy : table === 'cases' && r.c === 'code' ? "'BENCH-' || n" : table === 'cases' && r.c === 'seq' ? String(seq) : `t.${r.c}`))
    await db.query(`insert into log.${table} (${rows.map((r) => r.c).join(', ')}) select ${cells.join(', ')} from log.${table} t, generate_series(0, ${clients - 1}) n where t.${column} = '${id}'${table === 'events' ? ` and t.seq <= ${seq}` : ''}`)
  }
  const script = join(folder, 'step.sql')
  writeFileSync(script, `${seen.map((s) => sqlOf(s, id, seq)).join(';\n')};\n\\set seq :seq + 1\n`)
  return { script, seq, statements: seen.length }
}

function sqlOf({ text, values }: Seen, id: string, seq: number): string {
  const mine = "('00000000-0000-4000-8000-' || lpad(:client_id::text, 12, '0'))"
  const literal = (v: unknown, type: string | undefined): string => {
    const cast = type === undefined ? '' : `::${type}`
    if (v === null || v === undefined) return `null${cast}`
    if (v === id) return `${mine}${cast || '::uuid'}`
    if (type === 'bigint') return '(:seq * 64 + :client_id)::bigint'
    if (typeof v === 'number') return v === seq ? `:seq::integer` : v === seq + 1 ? '(:seq::integer + 1)' : `${v}${cast}`
    if (Buffer.isBuffer(v)) return `'\\x${v.toString('hex')}'::bytea`
    return `'${String(v).replaceAll("'", "''")}'${cast}`
  }
  return text.replace(/\$(\d+)(?:::([a-z]+))?/g, (_, n: string, type?: string) => literal(values[Number(n) - 1], type)).replace(/\s+/g, ' ')
}
