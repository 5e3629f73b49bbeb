import pg from 'pg'
import { Fault } from '#platform/fault'

export type Row = { [column: string]: unknown }
/** `count`: rows that the statement touched, also when it returns none. */
export type Result<T> = { readonly rows: readonly T[]; readonly count: number }
/** Whoever can be asked: the pool, or one transaction. Rooms declare the part of it they need. */
export type Sql = {
  /** `name` makes it a prepared statement, kept by each connection: for hot ones. Errors of PostgreSQL come as they are (`code`, `constraint`); a lost connection is the fault `database-lost`: nobody knows whether it was done. */
  query<T extends object = Row>(text: string, values?: readonly unknown[], name?: string): Promise<Result<T>>
}
export type Database = Sql & {
  /** BEGIN, `work`, COMMIT; ROLLBACK when `work` throws. Resolves only when PostgreSQL said COMMIT: otherwise the fault `transaction-failed`. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  readonly pool: pg.Pool
  close(): Promise<void>
}
export type DatabaseOptions = {
  readonly url: string
  /** Connections at most; 20 when not given. */
  readonly max?: number
  /** Milliseconds to wait for a server that is starting; 30 000 when not given. */
  readonly patience?: number
  /** Hears every statement that succeeded with its rows, before whoever asked does: for tests that watch what is read. */
  readonly tap?: ((statement: { readonly text: string; readonly values: readonly unknown[]; readonly rows: readonly Row[] }) => void) | undefined
  /** Hears what happens to connections nobody is using. */
  readonly tell?: (what: string, cause: unknown) => void
}

/** A civil date stays the text it is (contracts §1): a Date would move it into somebody's zone. */
const types = { getTypeParser: ((oid: number, format?: 'text' | 'binary') => (oid === 1082 ? String : pg.types.getTypeParser(oid, format as 'text'))) as typeof pg.types.getTypeParser }

/** Connects and checks that this server keeps what it acknowledges. Throws `database-down`, `database-refused`, or `database-unfit` with what to change. */
export async function openDatabase({ url, max = 20, patience = 30_000, tell = () => {}, tap }: DatabaseOptions): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url, max, types, application_name: 'ventanilla', keepAlive: true, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 10_000,
    // A process that hangs inside a transaction must not hold a case for ever.
    statement_timeout: 60_000, idle_in_transaction_session_timeout: 60_000, options: '-c TimeZone=UTC',
  })
  // Without these two a server that restarts takes the process with it.
  pool.on('error', (error) => tell('an idle connection was lost', error))
  pool.on('connect', (client) => { client.on('error', (error) => tell('a connection was lost', error)) })
  try { await fit(pool, patience) } catch (error) { await pool.end(); throw error }

  const on = (client: pg.Pool | pg.PoolClient): Sql => ({
    async query<T extends object>(text: string, values?: readonly unknown[], name?: string) {
      try {
        const { rows, rowCount } = await client.query<T & pg.QueryResultRow>({ text, ...(values ? { values: values as unknown[] } : {}), ...(name ? { name } : {}) })
        tap?.({ text, values: values ?? [], rows })
        return { rows, count: rowCount ?? 0 }
      } catch (error) { throw lost(error) }
    },
  })
  return {
    ...on(pool), pool,
    async transaction(work) {
      const client = await pool.connect().catch((error) => { throw lost(error) })
      let broken = false
      try {
        await client.query('BEGIN')
        const answer = await work(on(client))
        // A transaction in which a statement failed answers COMMIT with ROLLBACK, and no error.
        const { command } = await client.query('COMMIT')
        if (command !== 'COMMIT') throw new Fault('transaction-failed', `COMMIT answered ${command}: a statement had failed and its error was swallowed`)
        return answer
      } catch (error) {
        await client.query('ROLLBACK').catch(() => { broken = true })
        throw lost(error)
      } finally { client.release(broken) }
    },
    close: () => pool.end(),
  }
}

/** Errors of the connection have no SQLSTATE; those of the server do and stay as they are. */
function lost(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Fault || error instanceof pg.DatabaseError) return error
  const code = (error as NodeJS.ErrnoException).code
  if (code !== undefined ? /^E[A-Z]+$/.test(code) : /connection|connect$|not queryable/i.test(error.message)) return new Fault('database-lost', `the connection to the database failed: ${error.message}`, error)
  return error
}

/** What a server that starts, or restarts, says. */
const starting = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EAI_AGAIN', 'ENOTFOUND', '57P03', '57P01', '57P02', '53300'])

async function fit(pool: pg.Pool, patience: number): Promise<void> {
  const until = Date.now() + patience
  for (;;) {
    try {
      const { rows: [s] } = await pool.query<{ version: number; sync: string; fsync: string; pages: string; encoding: string; replica: boolean }>(`select current_setting('server_version_num')::int as version, current_setting('synchronous_commit') as sync,
        current_setting('fsync') as fsync, current_setting('full_page_writes') as pages, current_setting('server_encoding') as encoding, pg_is_in_recovery() as replica`)
      const problems = [
        s!.version < 150000 && `it is PostgreSQL ${Math.floor(s!.version / 10000)}: 15 or later is needed`,
        // Off, a crash loses what people were told is done; only these two wait for the disk and for what is asked of a standby.
        !['on', 'remote_apply'].includes(s!.sync) && `synchronous_commit is ${s!.sync}: it must be on`,
        s!.fsync !== 'on' && 'fsync is off: it must be on',
        s!.pages !== 'on' && 'full_page_writes is off: it must be on',
        s!.encoding !== 'UTF8' && `its encoding is ${s!.encoding}: it must be UTF8`,
        s!.replica && 'it is a standby, which takes no writes',
      ].filter((p) => p !== false)
      if (problems.length) throw new Fault('database-unfit', `this database cannot be used: ${problems.join('; ')}`)
      return
    } catch (error) {
      if (error instanceof Fault) throw error
      const code = (error as { code?: string }).code
      if (code !== undefined && !starting.has(code)) throw new Fault('database-refused', `the database does not let us in (${code}): ${(error as Error).message}`, error)
      if (Date.now() > until) throw new Fault('database-down', `the database does not answer: ${(error as Error).message || code}`, error)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
