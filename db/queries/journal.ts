import type { Kysely } from 'kysely'
import type { JournalEntry, JournalRow } from '../../src/store/journal.ts'
import { decodeJson, encodeJson } from '../json.ts'
import { prepared } from '../prepared.ts'
import type { Schema } from '../schema.ts'

/** Append-only, in the order given; `entries` must not be empty. */
export async function appendJournal(db: Kysely<Schema>, entries: readonly JournalEntry[]): Promise<void> {
  const [only] = entries
  if (entries.length === 1 && only !== undefined) {
    await insertEntry(db, { ...only, event: encodeJson(only.event) })
    return
  }
  await db
    .insertInto('journal')
    .values(
      entries.map((entry) => ({
        chat: entry.chat,
        revision: entry.revision,
        conversation: entry.conversation,
        dialog: entry.dialog,
        hash: entry.hash,
        event: encodeJson(entry.event),
        from_state: entry.from,
        to_state: entry.to,
        at_ms: entry.atMs,
      })),
    )
    .execute()
}

type EntryValues = Omit<JournalEntry, 'event'> & { readonly event: string }

const insertEntry = prepared<EntryValues, unknown>((db, value) =>
  db.insertInto('journal').values({
    chat: value('chat'),
    revision: value('revision'),
    conversation: value('conversation'),
    dialog: value('dialog'),
    hash: value('hash'),
    event: value('event'),
    from_state: value('from'),
    to_state: value('to'),
    at_ms: value('atMs'),
  }),
)

/** What came after `afterSeq`, oldest first. */
export async function readJournal(
  db: Kysely<Schema>,
  afterSeq: number,
  limit: number,
): Promise<readonly JournalRow[]> {
  const rows = await db
    .selectFrom('journal')
    .selectAll()
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map(({ event, from_state: from, to_state: to, at_ms: atMs, ...row }) => ({
    ...row,
    event: decodeJson(event),
    from,
    to,
    atMs,
  }))
}

/** 0 while nothing has been written. */
export async function lastJournalSeq(db: Kysely<Schema>): Promise<number> {
  const row = await db.selectFrom('journal').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return row?.seq ?? 0
}
