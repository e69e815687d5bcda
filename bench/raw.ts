/**
 * The floor under every figure: the very statements that a stretch of turns has run, read from the engine as it ran them,
 * run again by prepared statements of better-sqlite3 on a copy of the same file, with nothing around them.
 */
import BetterSqlite from 'better-sqlite3'
import type { CompiledQuery } from 'kysely'

export interface Recorder {
  readonly onQuery: (query: CompiledQuery) => void
  /** What has been run since the last call, without the beginning and the end of its transaction. */
  take(): Recorded
  /** The same, one for each transaction. */
  takeTransactions(): readonly Recorded[]
}

export type Recorded = readonly { readonly sql: string; readonly parameters: readonly unknown[] }[]

export function createRecorder(): Recorder {
  let transactions: { sql: string; parameters: readonly unknown[] }[][] = []
  return {
    onQuery({ sql, parameters }) {
      if (/^begin\b/i.test(sql)) transactions.push([])
      else if (!/^(commit|rollback)\b/i.test(sql)) transactions.at(-1)?.push({ sql, parameters })
    },
    take: () => takeAll().flat(),
    takeTransactions: takeAll,
  }

  function takeAll(): readonly Recorded[] {
    const taken = transactions
    transactions = []
    return taken
  }
}

export interface Raw extends Disposable {
  /** Several recorded turns in one transaction. */
  run(turns: readonly Recorded[]): void
}

export function openRaw(file: string): Raw {
  const db = new BetterSqlite(file)
  db.pragma('journal_mode = wal')
  db.pragma('synchronous = full')
  db.pragma('foreign_keys = on')
  db.pragma('wal_autocheckpoint = 8000')
  const begin = db.prepare('begin immediate')
  const commit = db.prepare('commit')
  const statements = new Map<string, BetterSqlite.Statement>()

  function prepared(sql: string): BetterSqlite.Statement {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  return {
    run(turns) {
      begin.run()
      for (const turn of turns) {
        for (const { sql, parameters } of turn) {
          const statement = prepared(sql)
          if (statement.reader) statement.all(...parameters)
          else statement.run(...parameters)
        }
      }
      commit.run()
    },
    [Symbol.dispose]() {
      db.close()
    },
  }
}
