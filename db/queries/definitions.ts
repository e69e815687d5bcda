import type { Kysely } from 'kysely'
import type { Json } from '../../src/ports/json.ts'
import type { DefinitionStore, Publication } from '../../src/store/definitions.ts'
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

export async function savePublication(db: Kysely<Schema>, publication: Publication): Promise<void> {
  await db
    .insertInto('publications')
    .values({ dialog: publication.dialog, hash: publication.hash, at_ms: publication.atMs })
    .onConflict((conflict) =>
      conflict.column('dialog').doUpdateSet({ hash: publication.hash, at_ms: publication.atMs }),
    )
    .execute()
}

/** Null before the first one. */
export async function lastPublicationMs(db: Kysely<Schema>): Promise<number | null> {
  const row = await db
    .selectFrom('publications')
    .select('at_ms')
    .orderBy('at_ms', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.at_ms ?? null
}

/** A handful of rows, one a dialog: no index serves this, nor is one needed. */
export async function loadPublications(db: Kysely<Schema>, afterMs: number): Promise<readonly Publication[]> {
  return db
    .selectFrom('publications')
    .select(['dialog', 'hash', 'at_ms as atMs'])
    .where('at_ms', '>', afterMs)
    .orderBy('at_ms')
    .orderBy('dialog')
    .execute()
}
