/**
 * PostgreSQL as the assistant uses it. Nothing lives longer than a transaction: no `LISTEN`, no named statements, no
 * advisory locks of a session, only `SET LOCAL`. So it works behind a pooler that hands out connections for a
 * transaction at a time (PgBouncer, Supavisor).
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery, PostgresAdapter, PostgresDriver, PostgresIntrospector } from 'kysely'
import { PostgresQueryCompiler } from 'kysely'
import type { DatabaseConnection, Dialect, PostgresPool, PostgresPoolClient } from 'kysely'
import { Pool, types } from 'pg'
import type { CustomTypesConfig, PoolClient, QueryConfig, QueryResult } from 'pg'
import { StoreAway } from '../src/store/store.ts'
import { troubleOf } from './trouble.ts'

export interface PostgresOptions {
  /** Connections of one process at most. */
  readonly connectionsMax?: number
  /** How long it waits for a database that is away before it begins anything, ms. */
  readonly patienceMs?: number
}

const connectionsMax = 10
/** A restart of the server takes no longer. */
const patienceMs = 10_000
const pauseMs = 100
/** Waiting for the network, the server or a free connection. */
const connectMs = 5_000
/** Longer than {@link begin} allows the server: reached only when the server cannot be heard. */
const queryMs = 20_000
/** A transaction begins at once, or nobody is there: found out before a person is kept waiting for {@link queryMs}. */
const beginMs = 5_000
const closeMs = 3_000

/**
 * What a process that vanished leaves open ends on the server within these times, so that no chat stays locked. Part of
 * the same message as `begin`: no round trip of its own.
 */
const begin = CompiledQuery.raw(
  [
    'begin isolation level read committed',
    `set local statement_timeout = '15s'`,
    `set local lock_timeout = '10s'`,
    `set local idle_in_transaction_session_timeout = '20s'`,
  ].join('; '),
)

/** `url` is `postgres://user:password@host/database`, with `?sslmode=…` and the like as libpq knows them. */
export function createPostgresDialect(url: string, options: PostgresOptions = {}): Dialect {
  const pool = createPool(url, options)
  return {
    createAdapter: () => new TransactionAdapter(),
    createDriver: () => new BoundedDriver({ pool }),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

/** Kysely's own adapter locks migrations for the session; `migrate` holds a lock of its transaction already. */
class TransactionAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class BoundedDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(begin)
  }
}

function createPool(url: string, options: PostgresOptions): PostgresPool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'bitrix24-telegram-assistant',
    max: options.connectionsMax ?? connectionsMax,
    connectionTimeoutMillis: connectMs,
    query_timeout: queryMs,
    keepAlive: true,
    types: { getTypeParser },
  })
  // A connection that breaks tells so twice: to the pool when it is idle, to nobody when it is in use between two
  // statements. Unheard, either ends the process (node-postgres, issues 2386 and 3083).
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return {
    options: pool.options,
    connect: () => connect(pool, options.patienceMs ?? patienceMs),
    async end() {
      // A connection nobody answers on is not waited for.
      await Promise.race([pool.end(), sleep(closeMs, undefined, { ref: false })])
    },
  }
}

/** Nothing has begun yet, so that waiting for the database cannot do anything twice. */
async function connect(pool: Pool, patienceMs: number): Promise<PostgresPoolClient> {
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    try {
      return guard(await pool.connect())
    } catch (error) {
      if (troubleOf(error) !== 'away') throw error
      if (waitedMs >= patienceMs) throw new StoreAway(error)
      await sleep(pauseMs)
    }
  }
}

/**
 * One statement after another (pg warns of anything else), and none on a connection that has failed: a statement nobody
 * answered would hold up the `rollback` behind it, and the connection must not go back to the others.
 */
function guard(client: PoolClient): PostgresPoolClient {
  let failure: Error | null = null
  let last: Promise<unknown> = Promise.resolve()

  async function query(text: string, parameters: readonly unknown[]): Promise<QueryResult> {
    if (failure !== null) throw failure
    try {
      const values = parameters.map(storable)
      if (text !== begin.sql) return await client.query(text, values)
      const hurried: QueryConfig & { readonly query_timeout: number } = { text, query_timeout: beginMs }
      return await client.query(hurried)
    } catch (error) {
      if (error instanceof Error && troubleOf(error) === 'away') failure = error
      throw error
    }
  }

  return {
    query(text: unknown, parameters?: readonly unknown[]) {
      if (typeof text !== 'string') throw new TypeError('Only statements, no cursors')
      const answer = last.then(() => query(text, parameters ?? []))
      last = answer.catch(() => undefined)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the overload for cursors is never used
      return answer as never
    },
    release: (destroy) => client.release(failure ?? destroy),
  }
}

/** No text of PostgreSQL holds the character NUL; what people send may. */
function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value
}

/** Every whole number here is a `bigint`, and below 2^53. */
const getTypeParser: CustomTypesConfig['getTypeParser'] = (oid, format) =>
  // oxlint-disable-next-line typescript/no-unsafe-return -- pg's own parsers are untyped
  oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)
