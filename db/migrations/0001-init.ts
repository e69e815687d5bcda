import { sql } from 'kysely'
import type { CreateTableBuilder, Kysely } from 'kysely'
import type { Dialect } from '../schema.ts'

/**
 * Every index on `deliveries` but its id is partial, so that a claim costs the same beside a million settled rows as
 * beside none.
 */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createIntake(db, dialect)
  await createConversations(db, dialect)
  await createOutbox(db, dialect)
  await createLinks(db, dialect)
  await createSettings(db, dialect)
  await createActions(db, dialect)
}

async function createIntake(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const whole = wholeNumber(dialect)
  await db.schema
    .createTable('updates')
    .addColumn('update_id', whole, (column) => column.primaryKey())
    .addColumn('at_ms', whole, (column) => column.notNull())
    .execute()
  await db.schema.createIndex('updates_by_age').on('updates').column('at_ms').execute()
  await db.schema
    .createTable('poisoned_updates')
    .addColumn('update_id', whole, (column) => column.primaryKey())
    .addColumn('chat', whole, (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('incident', 'text', (column) => column.notNull())
    .addColumn('error', 'text', (column) => column.notNull())
    .addColumn('at_ms', whole, (column) => column.notNull())
    .execute()
}

async function createConversations(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const whole = wholeNumber(dialect)
  await db.schema
    .createTable('chats')
    .addColumn('chat', whole, (column) => column.primaryKey())
    .addColumn('revision', whole, (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('updated_at_ms', whole, (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('cards')
    .addColumn('token', 'text', (column) => column.primaryKey().notNull())
    .addColumn('chat', whole, (column) => column.notNull())
    .addColumn('conversation', 'text')
    .addColumn('revision', whole, (column) => column.notNull())
    .addColumn('message_id', whole)
    .addColumn('choices', 'text', (column) => column.notNull())
    .addColumn('expires_at_ms', whole, (column) => column.notNull())
    .execute()
  await db.schema.createIndex('cards_by_expiry').on('cards').column('expires_at_ms').execute()
  await db.schema
    .createTable('definitions')
    .addColumn('hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('dialog', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('at_ms', whole, (column) => column.notNull())
    .execute()
  await numbered(db, dialect, 'journal')
    .addColumn('chat', whole, (column) => column.notNull())
    .addColumn('revision', whole, (column) => column.notNull())
    .addColumn('conversation', 'text')
    .addColumn('dialog', 'text')
    .addColumn('hash', 'text')
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('from_state', 'text')
    .addColumn('to_state', 'text')
    .addColumn('at_ms', whole, (column) => column.notNull())
    .execute()
  await db.schema.createIndex('journal_by_chat').on('journal').columns(['chat', 'revision']).execute()
  await db.schema.createIndex('journal_by_age').on('journal').column('at_ms').execute()
}

async function createOutbox(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const whole = wholeNumber(dialect)
  await numbered(db, dialect, 'deliveries')
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('lane', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('chat', whole, (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('due_at_ms', whole, (column) => column.notNull())
    .addColumn('lease_until_ms', whole)
    .addColumn('attempts', whole, (column) => column.notNull())
    .addColumn('undone', whole, (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('detail', 'text')
    .addColumn('created_at_ms', whole, (column) => column.notNull())
    .addColumn('settled_at_ms', whole)
    .execute()
  const pending = sql<boolean>`state = 'pending'`
  await db.schema
    .createIndex('deliveries_due')
    .on('deliveries')
    .columns(['due_at_ms', 'seq'])
    .where(pending)
    .execute()
  await db.schema
    .createIndex('deliveries_lane')
    .on('deliveries')
    .columns(['lane', 'seq'])
    .where(sql<boolean>`state = 'pending' and lane is not null`)
    .execute()
  await db.schema.createIndex('deliveries_chat').on('deliveries').column('chat').where(pending).execute()
  await db.schema
    .createIndex('deliveries_leased')
    .on('deliveries')
    .columns(['lane', 'lease_until_ms'])
    .where(sql<boolean>`lease_until_ms is not null`)
    .execute()
  await db.schema
    .createIndex('deliveries_over')
    .on('deliveries')
    .column('settled_at_ms')
    .where(sql<boolean>`state in ('done', 'cancelled')`)
    .execute()
}

async function createLinks(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const whole = wholeNumber(dialect)
  await numbered(db, dialect, 'links')
    .addColumn('chat', whole, (column) => column.notNull())
    .addColumn('employee', whole, (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('first_name', 'text', (column) => column.notNull())
    .addColumn('zone', 'text', (column) => column.notNull())
    .addColumn('linked_at_ms', whole, (column) => column.notNull())
    .addColumn('checked_at_ms', whole, (column) => column.notNull())
    .addColumn('ended_at_ms', whole)
    .addColumn('ended_reason', 'text')
    .execute()
  for (const whose of ['chat', 'employee']) {
    await db.schema
      .createIndex(`links_living_${whose}`)
      .unique()
      .on('links')
      .column(whose)
      .where(sql<boolean>`ended_at_ms is null`)
      .execute()
  }
  await db.schema
    .createTable('link_attempts')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('chat', whole, (column) => column.notNull().unique())
    .addColumn('email', 'text')
    .addColumn('employee', whole)
    .addColumn('name', 'text')
    .addColumn('first_name', 'text')
    .addColumn('zone', 'text')
    .addColumn('code_digest', 'text')
    .addColumn('invite_digest', 'text')
    .addColumn('tries_left', whole, (column) => column.notNull())
    .addColumn('requested_at_ms', whole, (column) => column.notNull())
    .addColumn('expires_at_ms', whole, (column) => column.notNull())
    .execute()
  await numbered(db, dialect, 'audit')
    .addColumn('at_ms', whole, (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('chat', whole)
    .addColumn('employee', whole)
    .execute()
  await db.schema.createIndex('audit_by_chat').on('audit').columns(['chat', 'event', 'at_ms']).execute()
  await db.schema
    .createIndex('audit_by_employee')
    .on('audit')
    .columns(['employee', 'event', 'at_ms'])
    .execute()
  await db.schema.createIndex('audit_by_age').on('audit').columns(['at_ms', 'event']).execute()
}

async function createSettings(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const whole = wholeNumber(dialect)
  await db.schema
    .createTable('settings')
    .addColumn('chat', whole, (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('updated_at_ms', whole, (column) => column.notNull())
    .execute()
}

async function createActions(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const whole = wholeNumber(dialect)
  await db.schema
    .createTable('actions')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('chat', whole, (column) => column.notNull())
    .addColumn('employee', whole, (column) => column.notNull())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('object', 'text')
    .addColumn('at_ms', whole, (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('ended_at_ms', whole)
    .execute()
  await db.schema.createIndex('actions_by_age').on('actions').column('at_ms').execute()
  await db.schema.createIndex('actions_by_employee').on('actions').columns(['employee', 'at_ms']).execute()
}

/** SQLite makes only a column of exactly this type the row's own key; PostgreSQL's `integer` would be too short. */
function wholeNumber(dialect: Dialect): 'integer' | 'bigint' {
  return dialect === 'sqlite' ? 'integer' : 'bigint'
}

/** A table whose rows are numbered in the order they were inserted; numbers are never given out twice. */
function numbered(db: Kysely<unknown>, dialect: Dialect, table: string): CreateTableBuilder<string, 'seq'> {
  const creation = db.schema.createTable(table)
  return dialect === 'sqlite'
    ? creation.addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    : creation.addColumn('seq', 'bigserial', (column) => column.primaryKey())
}
