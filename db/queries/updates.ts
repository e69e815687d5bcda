import type { Kysely } from 'kysely'
import type { UpdateStore } from '../../src/store/updates.ts'
import { encodeJson } from '../json.ts'
import { prepared } from '../prepared.ts'
import type { Schema } from '../schema.ts'

/** Of two transactions that claim one id, the second waits for the first and then gets false. */
export async function claimUpdate(db: Kysely<Schema>, updateId: number, atMs: number): Promise<boolean> {
  const { numAffectedRows } = await insertUpdate(db, { updateId, atMs })
  return numAffectedRows === 1n
}

const insertUpdate = prepared<{ readonly updateId: number; readonly atMs: number }, unknown>((db, value) =>
  db
    .insertInto('updates')
    .values({ update_id: value('updateId'), at_ms: value('atMs') })
    .onConflict((conflict) => conflict.column('update_id').doNothing()),
)

/** A second report about the same update leaves the first as it is: its incident is what the person was told. */
export async function keepPoisonedUpdate(
  db: Kysely<Schema>,
  update: Parameters<UpdateStore['poison']>[0],
): Promise<void> {
  await db
    .insertInto('poisoned_updates')
    .values({
      update_id: update.updateId,
      chat: update.chat,
      payload: encodeJson(update.payload),
      incident: update.incident,
      error: update.error,
      at_ms: update.atMs,
    })
    .onConflict((conflict) => conflict.column('update_id').doNothing())
    .execute()
}
