import type { Kysely } from 'kysely'
import { toChatId, type ChatId } from '../../src/ports/identity.ts'
import type { ChatRecord } from '../../src/store/chats.ts'
import { decodeJsonObject, encodeJson } from '../json.ts'
import { prepared, type Value } from '../prepared.ts'
import type { Dialect, Schema } from '../schema.ts'

/**
 * On PostgreSQL holds the row against other turns of the chat; on SQLite the transaction itself is the only writer.
 * A chat without a row cannot be held: there {@link insertChat} decides who was first.
 */
export async function loadChat(
  db: Kysely<Schema>,
  dialect: Dialect,
  chat: ChatId,
): Promise<ChatRecord | null> {
  const {
    rows: [row],
  } = await selectChat[dialect](db, { chat })
  return row === undefined ? null : { ...row, state: decodeJsonObject(row.state) }
}

const selectChat = {
  sqlite: prepared<ChatKey, ChatRow>((db, value) => chatRow(db, value)),
  postgres: prepared<ChatKey, ChatRow>((db, value) => chatRow(db, value).forUpdate()),
}

type ChatKey = { readonly chat: ChatId }
type ChatRow = Omit<ChatRecord, 'state'> & { readonly state: string }

function chatRow(db: Kysely<Schema>, value: Value<ChatKey>) {
  return db
    .selectFrom('chats')
    .select(['chat', 'revision', 'language', 'status', 'state'])
    .where('chat', '=', value('chat'))
}

/** As it is now, holding nobody up: only to be looked at. */
export async function lookAtChat(
  db: Kysely<Schema>,
  chat: ChatId,
): Promise<Pick<ChatRecord, 'revision' | 'state'> | null> {
  const row = await db
    .selectFrom('chats')
    .select(['revision', 'state'])
    .where('chat', '=', chat)
    .executeTakeFirst()
  return row === undefined ? null : { ...row, state: decodeJsonObject(row.state) }
}

/**
 * Takes the chat before its deliveries, as a turn does. A settlement that went the other way round would meet a turn
 * that cancels the same delivery in a deadlock; SQLite has but one writer.
 */
export async function holdChat(db: Kysely<Schema>, dialect: Dialect, chat: ChatId): Promise<void> {
  if (dialect === 'sqlite') return
  await db.selectFrom('chats').select('chat').where('chat', '=', chat).forUpdate().execute()
}

/** The first turn of a chat. False when another transaction has inserted the chat already. */
export async function insertChat(db: Kysely<Schema>, record: ChatRecord, atMs: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('chats')
    .values({ ...record, state: encodeJson(record.state), updated_at_ms: atMs })
    .onConflict((conflict) => conflict.column('chat').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Every later turn. False, and nothing written, when the stored revision is not the one before `record.revision`. */
export async function updateChat(db: Kysely<Schema>, record: ChatRecord, atMs: number): Promise<boolean> {
  const { chat, revision, language, status } = record
  const { numAffectedRows } = await setChat(db, {
    chat,
    revision,
    before: revision - 1,
    language,
    status,
    state: encodeJson(record.state),
    atMs,
  })
  return numAffectedRows === 1n
}

type ChatValues = {
  readonly chat: ChatId
  readonly revision: number
  readonly before: number
  readonly language: ChatRecord['language']
  readonly status: ChatRecord['status']
  readonly state: string
  readonly atMs: number
}

const setChat = prepared<ChatValues, unknown>((db, value) =>
  db
    .updateTable('chats')
    .set({
      revision: value('revision'),
      language: value('language'),
      status: value('status'),
      state: value('state'),
      updated_at_ms: value('atMs'),
    })
    .where('chat', '=', value('chat'))
    .where('revision', '=', value('before')),
)

/** Those that can be reached, by their id. */
export async function loadChatPage(
  db: Kysely<Schema>,
  after: ChatId | null,
  limit: number,
): Promise<readonly ChatRecord[]> {
  const rows = await db
    .selectFrom('chats')
    .select(['chat', 'revision', 'language', 'status', 'state'])
    .where('status', '=', 'active')
    .$if(after !== null, (query) => query.where('chat', '>', after ?? toChatId(0)))
    .orderBy('chat')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, state: decodeJsonObject(row.state) }))
}
