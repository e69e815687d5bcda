import { setTimeout as sleep } from 'node:timers/promises'
import BetterSqlite from 'better-sqlite3'
import { CompiledQuery, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely'
import type { DatabaseConnection, DialectAdapter, Driver, SqliteDatabase, SqliteDialectConfig } from 'kysely'

/** Statements kept prepared; the turns use about forty, the rest are `in (…)` and `values …` of other lengths. */
const STATEMENTS_MAX = 300
/** How long one try for the write lock blocks the event loop; the rest of the wait is asynchronous. */
const BUSY_BLOCK_MS = 20
const BUSY_PAUSE_MS = 30
const BUSY_TRIES_MAX = 200
const BEGIN = CompiledQuery.raw('begin immediate')

/** Another process held the write lock of the database file for longer than anybody should. */
export class DatabaseBusy extends Error {
  override name = 'DatabaseBusy'
  constructor(cause: unknown) {
    const seconds = Math.round((BUSY_TRIES_MAX * (BUSY_BLOCK_MS + BUSY_PAUSE_MS)) / 1000)
    super(`Another process has kept the SQLite file locked for ${seconds} s; nothing was written`, { cause })
  }
}

/**
 * SQLite as the assistant uses it: WAL, every commit on the disk before it is acknowledged (`synchronous=FULL`; with
 * NORMAL a power cut may take back turns whose answers have been sent), and every transaction `immediate`: one that
 * reads first and writes later fails with SQLITE_BUSY_SNAPSHOT when another process wrote in between.
 */
export function createSqliteDialect(path: string): SqliteDialect {
  return new ImmediateSqliteDialect({ database: () => Promise.resolve(openFile(path)) })
}

function openFile(path: string): SqliteDatabase {
  const database = new BetterSqlite(path, { timeout: BUSY_BLOCK_MS })
  // Switching a new file to WAL needs the file for itself; two processes may start together.
  database.pragma('busy_timeout = 10000')
  database.pragma('journal_mode = wal')
  database.pragma(`busy_timeout = ${BUSY_BLOCK_MS}`)
  database.pragma('synchronous = full')
  database.pragma('foreign_keys = on')
  database.pragma('journal_size_limit = 67108864')
  return {
    close: () => {
      database.close()
    },
    prepare: rememberStatements((text) => database.prepare(text)),
  }
}

/** Kysely's driver prepares each statement anew, which costs more than running it. */
function rememberStatements<Statement>(prepare: (text: string) => Statement): (text: string) => Statement {
  const statements = new Map<string, Statement>()
  return (text) => {
    const known = statements.get(text)
    const statement = known ?? prepare(text)
    if (known !== undefined) statements.delete(text)
    statements.set(text, statement)
    if (statements.size > STATEMENTS_MAX) statements.delete(statements.keys().next().value ?? '')
    return statement
  }
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig
  constructor(config: SqliteDialectConfig) {
    super(config)
    this.#config = config
  }
  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#config)
  }
  override createAdapter(): DialectAdapter {
    return new TransactionalDdlAdapter()
  }
}

/** Waits for the write lock without blocking the event loop, in the place in the queue that the transaction already has. */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await connection.executeQuery(BEGIN)
        return
      } catch (error) {
        if (!isBusy(error)) throw error
        if (tries === BUSY_TRIES_MAX) throw new DatabaseBusy(error)
        await sleep(BUSY_PAUSE_MS)
      }
    }
  }
}

/** SQLite rolls `create table` back like anything else; Kysely's own adapter leaves migrations outside transactions. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')
}
