import type { Kysely } from 'kysely'
import type { Json } from '../../src/ports/json.ts'
import type { CardRecord } from '../../src/store/cards.ts'
import { decodeJson, encodeJson } from '../json.ts'
import { prepared } from '../prepared.ts'
import type { Schema } from '../schema.ts'

export async function loadCard(db: Kysely<Schema>, token: string): Promise<CardRecord | null> {
  const row = await db
    .selectFrom('cards')
    .select(['token', 'chat', 'conversation', 'revision', 'message_id', 'choices', 'expires_at_ms'])
    .where('token', '=', token)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    token: row.token,
    chat: row.chat,
    conversation: row.conversation,
    revision: row.revision,
    messageId: row.message_id,
    choices: decodeChoices(row.choices),
    expiresAtMs: row.expires_at_ms,
  }
}

/** Leaves `message_id` alone, so that a turn and the report that the card was shown cannot undo each other. */
export async function saveCard(db: Kysely<Schema>, card: Omit<CardRecord, 'messageId'>): Promise<void> {
  await upsertCard(db, { ...card, choices: encodeJson(card.choices) })
}

type CardValues = Omit<CardRecord, 'messageId' | 'choices'> & { readonly choices: string }

const upsertCard = prepared<CardValues, unknown>((db, value) =>
  db
    .insertInto('cards')
    .values({
      token: value('token'),
      chat: value('chat'),
      conversation: value('conversation'),
      revision: value('revision'),
      message_id: null,
      choices: value('choices'),
      expires_at_ms: value('expiresAtMs'),
    })
    .onConflict((conflict) =>
      conflict.column('token').doUpdateSet((card) => ({
        chat: card.ref('excluded.chat'),
        conversation: card.ref('excluded.conversation'),
        revision: card.ref('excluded.revision'),
        choices: card.ref('excluded.choices'),
        expires_at_ms: card.ref('excluded.expires_at_ms'),
      })),
    ),
)

/** Does nothing for a card that has been purged. */
export async function placeCard(db: Kysely<Schema>, token: string, messageId: number): Promise<void> {
  await db.updateTable('cards').set({ message_id: messageId }).where('token', '=', token).execute()
}

function decodeChoices(text: string): readonly Json[] {
  const choices = decodeJson(text)
  if (!isList(choices)) throw new TypeError('The choices of a card are not a list')
  return choices
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
