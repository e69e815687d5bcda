/** The rows of a whole database, read and written a page at a time, whichever database it is. */
import { sql } from 'kysely'
import type { Kysely, RawBuilder } from 'kysely'
import type { Dialect, Schema } from '../schema.ts'

export type TableName = keyof Schema
export type Row = Readonly<Record<string, string | number | null>>

/** What the rows of each table are told apart by, and paged in the order of. */
const keys = {
  updates: 'update_id',
  poisoned_updates: 'update_id',
  chats: 'chat',
  cards: 'token',
  definitions: 'hash',
  publications: 'dialog',
  journal: 'seq',
  deliveries: 'seq',
  links: 'seq',
  link_attempts: 'id',
  audit: 'seq',
  settings: 'chat',
  actions: 'id',
  request_buckets: 'name',
  notifications: 'key',
  work_days: 'date',
} as const satisfies Record<TableName, string>

export const tableNames = Object.keys(keys).filter(isTableName)
/** Those whose rows the database numbers: another database goes on after the last number. */
export const numberedTables = tableNames.filter((table) => keys[table] === 'seq')

export function isTableName(name: string): name is TableName {
  return Object.hasOwn(keys, name)
}

const pageRows = 500

/** All rows of a table, at most 500 at a time; never empty. */
export async function* pagesOf(db: Kysely<Schema>, table: TableName): AsyncGenerator<readonly Row[]> {
  const key = sql.ref(keys[table])
  let last: Row[string] = null
  for (;;) {
    const after: RawBuilder<unknown> = last === null ? sql`` : sql`where ${key} > ${last}`
    const { rows }: { rows: Row[] } = await sql<Row>`
      select * from ${sql.table(table)} ${after} order by ${key} limit ${sql.lit(pageRows)}`.execute(db)
    if (rows.length > 0) yield rows.map(storable)
    if (rows.length < pageRows) return
    last = rows.at(-1)?.[keys[table]] ?? null
  }
}

export async function insertPage(db: Kysely<Schema>, table: TableName, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column] ?? null))})`)
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map((name) => sql.ref(name)))})
    values ${sql.join(values)}`.execute(db)
}

/** Whether no table has a row. */
export async function isEmpty(db: Kysely<Schema>): Promise<boolean> {
  for (const table of tableNames) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db)
    if (rows.length > 0) return false
  }
  return true
}

/** SQLite numbers these after the last row there is; of the others it writes the last number down. */
const unwritten: ReadonlySet<TableName> = new Set(['journal', 'deliveries'])

/** The last number given out in a table; 0 for none. */
export async function lastNumber(db: Kysely<Schema>, dialect: Dialect, table: TableName): Promise<number> {
  const last =
    dialect === 'postgres'
      ? sql<{ last: number }>`
          select case when is_called then last_value else 0 end as last from ${sql.table(`${table}_seq_seq`)}`
      : unwritten.has(table)
        ? sql<{ last: number | null }>`select max(seq) as last from ${sql.table(table)}`
        : sql<{ last: number }>`select seq as last from sqlite_sequence where name = ${table}`
  return (await last.execute(db)).rows[0]?.last ?? 0
}

/** Numbers go on after `last`. */
export async function setLastNumber(
  db: Kysely<Schema>,
  dialect: Dialect,
  table: TableName,
  last: number,
): Promise<void> {
  if (last === 0) return
  if (dialect === 'postgres') {
    await sql`select setval(pg_get_serial_sequence(${table}, 'seq'), ${last})`.execute(db)
    return
  }
  if (unwritten.has(table)) return
  await sql`delete from sqlite_sequence where name = ${table}`.execute(db)
  await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(db)
}

/** No text of PostgreSQL holds the character NUL: it is left out whichever way the rows go. */
function storable(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value === 'string' ? value.replaceAll('\0', '') : value,
    ]),
  )
}
