/** Moves everything from one database to another, or to a file and back. */
import { CompiledQuery } from 'kysely'
import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import type { Schema } from '../schema.ts'
import { createSumming, differences, type Sums } from './sums.ts'
import {
  insertPage,
  isEmpty,
  lastNumber,
  numberedTables,
  pagesOf,
  setLastNumber,
  tableNames,
  type Row,
  type TableName,
} from './tables.ts'

/** Some rows of a table, or the last number that was given out in one. */
export type Portion =
  | { readonly table: TableName; readonly rows: readonly Row[] }
  | { readonly table: TableName; readonly last: number }

/** The target holds something already. Nothing was written. */
export class TargetNotEmpty extends Error {
  override name = 'TargetNotEmpty'
}

/** What was read back is not what was written. Nothing was kept. */
export class TransferDiffers extends Error {
  override name = 'TransferDiffers'
  readonly tables: readonly TableName[]
  constructor(tables: readonly TableName[]) {
    super(`These tables differ: ${tables.join(', ')}`)
    this.tables = tables
  }
}

/**
 * Everything in `source` at one moment, whoever writes meanwhile; it holds nobody up. Gives it to `take` portion by
 * portion.
 */
export async function readAll<T>(
  source: Database,
  take: (portions: AsyncIterable<Portion>) => Promise<T>,
): Promise<T> {
  const { db, dialect } = source
  const begin = dialect === 'sqlite' ? 'begin' : 'begin isolation level repeatable read read only'
  return db.connection().execute(async (connection) => {
    await connection.executeQuery(CompiledQuery.raw(begin))
    try {
      return await take(portionsOf({ db: connection, dialect }))
    } finally {
      await connection.executeQuery(CompiledQuery.raw('rollback'))
    }
  })
}

/**
 * Writes all portions to an empty database in one transaction, reads them back and compares. Returns what there is now.
 *
 * @throws TargetNotEmpty, TransferDiffers; then the target is as it was.
 */
export async function fillEmpty(target: Database, portions: AsyncIterable<Portion>): Promise<Sums> {
  const { dialect } = target
  return target.db.transaction().execute(async (trx) => {
    if (!(await isEmpty(trx))) throw new TargetNotEmpty('The target is not empty')
    const given = createSumming()
    for await (const portion of portions) {
      if ('last' in portion) await setLastNumber(trx, dialect, portion.table, portion.last)
      else {
        given.add(portion.table, portion.rows)
        await insertPage(trx, portion.table, portion.rows)
      }
    }
    const kept = await sumsOf(trx)
    const different = differences(given.sums(), kept)
    if (different.length > 0) throw new TransferDiffers(different)
    return kept
  })
}

async function* portionsOf({ db, dialect }: Database): AsyncGenerator<Portion> {
  for (const table of tableNames) for await (const rows of pagesOf(db, table)) yield { table, rows }
  for (const table of numberedTables) yield { table, last: await lastNumber(db, dialect, table) }
}

async function sumsOf(db: Kysely<Schema>): Promise<Sums> {
  const summing = createSumming()
  for (const table of tableNames) for await (const rows of pagesOf(db, table)) summing.add(table, rows)
  return summing.sums()
}
