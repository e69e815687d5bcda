import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Dialect } from '../schema.ts'

/**
 * What a turn writes, in fewer places: half of the time of its statements went into indexes that only the forgetting of
 * old rows read, or nobody. Those rows are found in the order of their keys instead (`queries/retention.ts`).
 *
 * A lane belongs to one chat, so that one index finds what waits in either.
 */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  for (const index of ['updates_by_age', 'journal_by_age', 'journal_by_chat', 'cards_by_expiry'])
    await db.schema.dropIndex(index).execute()
  for (const index of ['lane', 'chat', 'over', 'sent'])
    await db.schema.dropIndex(`deliveries_${index}`).execute()
  if (dialect === 'sqlite') await rebuild(db)
  await db.schema
    .createIndex('deliveries_waiting')
    .on('deliveries')
    .columns(['chat', 'lane', 'seq'])
    .where(sql<boolean>`state = 'pending'`)
    .execute()
  await db.schema
    .createIndex('deliveries_settled')
    .on('deliveries')
    .column('settled_at_ms')
    .where(sql<boolean>`settled_at_ms is not null`)
    .execute()
}

/**
 * SQLite keeps a table with a key of text twice unless told otherwise, and writes down the last number of an
 * `autoincrement` with every row. Without it a number comes back only when the row that had it last is gone, which for
 * these two takes weeks in which nothing was written.
 */
async function rebuild(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('cards_lighter')
    .addColumn('token', 'text', (column) => column.primaryKey().notNull())
    .addColumn('chat', 'integer', (column) => column.notNull())
    .addColumn('conversation', 'text')
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('message_id', 'integer')
    .addColumn('choices', 'text', (column) => column.notNull())
    .addColumn('expires_at_ms', 'integer', (column) => column.notNull())
    .modifyEnd(sql`without rowid`)
    .execute()
  await replace(db, 'cards')
  await db.schema
    .createTable('journal_lighter')
    .addColumn('seq', 'integer', (column) => column.primaryKey())
    .addColumn('chat', 'integer', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('conversation', 'text')
    .addColumn('dialog', 'text')
    .addColumn('hash', 'text')
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('from_state', 'text')
    .addColumn('to_state', 'text')
    .addColumn('at_ms', 'integer', (column) => column.notNull())
    .execute()
  await replace(db, 'journal')
  await db.schema
    .createTable('deliveries_lighter')
    .addColumn('seq', 'integer', (column) => column.primaryKey())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('lane', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('chat', 'integer', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('due_at_ms', 'integer', (column) => column.notNull())
    .addColumn('lease_until_ms', 'integer')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('undone', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('detail', 'text')
    .addColumn('created_at_ms', 'integer', (column) => column.notNull())
    .addColumn('settled_at_ms', 'integer')
    .addColumn('background', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('begun', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await replace(db, 'deliveries')
  for (const [name, background] of [
    ['urgent', 0],
    ['background', 1],
  ] as const) {
    await db.schema
      .createIndex(`deliveries_${name}`)
      .on('deliveries')
      .columns(['due_at_ms', 'seq'])
      .where(sql<boolean>`state = 'pending' and background = ${sql.lit(background)}`)
      .execute()
  }
  await db.schema
    .createIndex('deliveries_leased')
    .on('deliveries')
    .columns(['lane', 'lease_until_ms'])
    .where(sql<boolean>`lease_until_ms is not null`)
    .execute()
}

/** The columns of both are the same, in the same order. */
async function replace(db: Kysely<unknown>, table: string): Promise<void> {
  await sql`insert into ${sql.table(`${table}_lighter`)} select * from ${sql.table(table)}`.execute(db)
  await db.schema.dropTable(table).execute()
  await db.schema.alterTable(`${table}_lighter`).renameTo(table).execute()
}
