import type { Kysely } from 'kysely'
import type { Json } from '../../src/ports.ts'
import type { DefinitionStore } from '../../src/store.ts'
import { decodeJson, encodeJson } from '../json.ts'
import type { Schema } from '../schema.ts'

/** Content under its own hash: whoever is second has nothing to add. */
export async function keepDefinition(
  db: Kysely<Schema>,
  definition: Parameters<DefinitionStore['keep']>[0],
): Promise<void> {
  await db
    .insertInto('definitions')
    .values({
      hash: definition.hash,
      dialog: definition.dialog,
      source: encodeJson(definition.source),
      at_ms: definition.atMs,
    })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute()
}

export async function loadDefinition(db: Kysely<Schema>, hash: string): Promise<Json | null> {
  const row = await db.selectFrom('definitions').select('source').where('hash', '=', hash).executeTakeFirst()
  return row === undefined ? null : decodeJson(row.source)
}
