import type { Kysely } from 'kysely'
import type { ChatId } from '../../src/ports/identity.ts'
import type { Settings } from '../../src/store/settings.ts'
import { decodeJsonObject } from '../json.ts'
import type { Schema } from '../schema.ts'

export async function loadSettings(db: Kysely<Schema>, chat: ChatId): Promise<Settings | null> {
  const row = await db.selectFrom('settings').select('value').where('chat', '=', chat).executeTakeFirst()
  if (row === undefined) return null
  // Only saveSettings writes the column.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return decodeJsonObject(row.value) as unknown as Settings
}

/** All of a person's settings are one value: the last one written is the one that counts. */
export async function saveSettings(
  db: Kysely<Schema>,
  chat: ChatId,
  settings: Settings,
  atMs: number,
): Promise<void> {
  await db
    .insertInto('settings')
    .values({ chat, value: JSON.stringify(settings), updated_at_ms: atMs })
    .onConflict((conflict) =>
      conflict.column('chat').doUpdateSet((row) => ({
        value: row.ref('excluded.value'),
        updated_at_ms: row.ref('excluded.updated_at_ms'),
      })),
    )
    .execute()
}

export async function deleteSettings(db: Kysely<Schema>, chat: ChatId): Promise<void> {
  await db.deleteFrom('settings').where('chat', '=', chat).execute()
}
