import type { Kysely } from 'kysely'
import type { JournalEntry } from '../../src/store.ts'
import { encodeJson } from '../json.ts'
import type { Schema } from '../schema.ts'

/** Append-only, in the order given; `entries` must not be empty. */
export async function appendJournal(db: Kysely<Schema>, entries: readonly JournalEntry[]): Promise<void> {
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
