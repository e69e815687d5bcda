import { setTimeout as sleep } from 'node:timers/promises'
import BetterSqlite from 'better-sqlite3'
import { CompiledQuery, SqliteAdapter, SqliteDriver, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { DatabaseConnection, Dialect, QueryResult } from 'kysely'
import { StoreAway } from '../src/store/store.ts'
import type { Prompt } from './prepared.ts'

/** Statements kept prepared; the turns use about forty, the rest are `in (…)` and `values …` of other lengths. */
const STATEMENTS_MAX = 300
/** How long one try for the write lock blocks the event loop; the rest of the wait is asynchronous. */
const BUSY_BLOCK_MS = 20
const BUSY_PAUSE_MS = 30
const BUSY_TRIES_MAX = 200
const BEGIN = CompiledQuery.raw('begin immediate')

/** Another process held the write lock of the database file for longer than anybody should. */
export class DatabaseBusy extends StoreAway {
  override name = 'DatabaseBusy'
  constructor(tries: number, cause: unknown) {
    super(cause)
    this.message = `Another process keeps the SQLite file locked (${tries} tries); nothing was written`
  }
}

/**
 * SQLite rolls a whole transaction back by itself when the disk is full or fails (SQLite docs, `BEGIN TRANSACTION`,
 * "Response To Errors Within A Transaction"). Whatever came after that would be committed statement by statement.
 */
export class TransactionLost extends StoreAway {
  override name = 'TransactionLost'
  constructor(cause?: unknown) {
    super(cause)
    this.message = 'SQLite has rolled the transaction back after an error; nothing of it was written'
  }
}

/**
 * Opens the file (`:memory:` for none) as the assistant uses SQLite: WAL, every commit on the disk before it is
 * acknowledged (`synchronous=FULL`; with NORMAL a power cut may take back turns whose answers have been sent), and every
 * transaction `immediate`: one that reads first and writes later fails with SQLITE_BUSY_SNAPSHOT when another process
 * wrote in between.
 *
 * A transaction that finds the file locked waits without blocking the event loop, for about `busyTriesMax` × 50 ms, and
 * then fails with {@link DatabaseBusy}.
 */
export function createSqliteDialect(path: string, busyTriesMax = BUSY_TRIES_MAX): Dialect {
  const database = openFile(path)
  const begun = { yes: false }
  const remembered = rememberStatements((text) => database.prepare(text))
  const prepare = (text: string) => {
    if (begun.yes && !database.inTransaction) throw new TransactionLost()
    return remembered(text)
  }
  return {
    createAdapter: () => new PromptAdapter(prepare),
    createDriver: () => new ImmediateSqliteDriver(database, prepare, begun, busyTriesMax),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

function openFile(path: string): BetterSqlite.Database {
  // Switching a new file to WAL needs the file for itself; two processes may start together.
  const database = new BetterSqlite(path, { timeout: 10_000 })
  database.pragma('journal_mode = wal')
  database.pragma('synchronous = full')
  database.pragma('foreign_keys = on')
  database.pragma('journal_size_limit = 67108864')
  // In 32 MB the pages that every turn writes come together often: each is copied to the file once. SQLite's own 4 MB
  // cost a commit about a sixth more.
  database.pragma('wal_autocheckpoint = 8000')
  database.pragma(`busy_timeout = ${BUSY_BLOCK_MS}`)
  return database
}

type Prepare = (text: string) => BetterSqlite.Statement

class PromptAdapter extends SqliteAdapter implements Prompt {
  readonly #prepare: Prepare

  constructor(prepare: Prepare) {
    super()
    this.#prepare = prepare
  }

  /** SQLite rolls `create table` back like anything else; Kysely's own adapter leaves migrations outside transactions. */
  override get supportsTransactionalDdl(): boolean {
    return true
  }

  answer<Row>(text: string, parameters: readonly unknown[]): QueryResult<Row> {
    const statement = this.#prepare(text)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the statement selects is what its builder says
    if (statement.reader) return { rows: statement.all(...parameters) as Row[] }
    const { changes } = statement.run(...parameters)
    return { rows: [], numAffectedRows: BigInt(changes) }
  }
}

/** Adds to Kysely's driver the immediate transaction, the wait for its lock, and a memory for statements. */
class ImmediateSqliteDriver extends SqliteDriver {
  readonly #database: BetterSqlite.Database
  readonly #busyTriesMax: number
  readonly #begun: { yes: boolean }

  constructor(
    database: BetterSqlite.Database,
    prepare: Prepare,
    begun: { yes: boolean },
    busyTriesMax: number,
  ) {
    super({
      database: {
        close: () => {
          database.close()
        },
        prepare,
      },
    })
    this.#database = database
    this.#busyTriesMax = busyTriesMax
    this.#begun = begun
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await connection.executeQuery(BEGIN)
        this.#begun.yes = true
        return
      } catch (error) {
        if (!isBusy(error)) throw error
        if (tries >= this.#busyTriesMax) throw new DatabaseBusy(tries, error)
        await sleep(BUSY_PAUSE_MS)
      }
    }
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection)
    this.#begun.yes = false
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    this.#begun.yes = false
    if (this.#database.inTransaction) await super.rollbackTransaction(connection)
  }
}

/**
 * Kysely's driver prepares each statement anew, which costs more than running it. The oldest statement goes first, used
 * or not: keeping the order of use would cost every query something, preparing one again costs a few microseconds.
 */
function rememberStatements<Statement>(prepare: (text: string) => Statement): (text: string) => Statement {
  const statements = new Map<string, Statement>()
  return (text) => {
    const known = statements.get(text)
    if (known !== undefined) return known
    if (statements.size === STATEMENTS_MAX) statements.delete(statements.keys().next().value ?? '')
    const statement = prepare(text)
    statements.set(text, statement)
    return statement
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')
}
