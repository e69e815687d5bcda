/**
 * All that is kept about one employee, and its end. A private chat has one person, so what a chat holds is its employee's;
 * one that speaks for somebody else by now is theirs, and only the ended link is still the first one's.
 */
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { ChatId, PortalUserId } from '../../src/ports/identity.ts'
import type { Schema } from '../schema.ts'

export type PersonalRows = Readonly<Record<string, readonly object[]>>

/** The chats that speak, or last spoke, for the employee. */
export async function loadChatsOf(db: Kysely<Schema>, employee: PortalUserId): Promise<readonly ChatId[]> {
  const rows = await db
    .selectFrom('links as link')
    .select('link.chat')
    .distinct()
    .where('link.employee', '=', employee)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('links as later')
            .select('later.seq')
            .whereRef('later.chat', '=', 'link.chat')
            .where('later.employee', '!=', employee)
            .whereRef('later.seq', '>', 'link.seq'),
        ),
      ),
    )
    .orderBy('link.chat')
    .execute()
  return rows.map(({ chat }) => chat)
}

/** Every row about the employee or of these chats, by table. Digests of codes are left out. */
export async function loadPersonal(
  db: Kysely<Schema>,
  employee: PortalUserId,
  chats: readonly ChatId[],
): Promise<PersonalRows> {
  const of = async (table: ChatTable): Promise<readonly object[]> =>
    (await sql<object>`select * from ${sql.table(table)} where ${isOf(chats)} order by 1`.execute(db)).rows
  return {
    links: await db.selectFrom('links').selectAll().where('employee', '=', employee).execute(),
    chats: await of('chats'),
    settings: await of('settings'),
    cards: await of('cards'),
    journal: await of('journal'),
    deliveries: await of('deliveries'),
    notifications: await of('notifications'),
    poisoned_updates: await of('poisoned_updates'),
    link_attempts: await db
      .selectFrom('link_attempts')
      .select(['chat', 'email', 'employee', 'name', 'first_name', 'zone', 'requested_at_ms', 'expires_at_ms'])
      .where(({ or, eb }) => or([eb('employee', '=', employee), isOf(chats)]))
      .execute(),
    actions: await db.selectFrom('actions').selectAll().where('employee', '=', employee).execute(),
    audit: await db
      .selectFrom('audit')
      .selectAll()
      .where(({ or, eb }) => or([eb('employee', '=', employee), isOf(chats)]))
      .execute(),
  }
}

/** What is still to be said or done: it ends by itself, and must not be lost on the way. */
export async function countUnfinished(db: Kysely<Schema>, chats: readonly ChatId[]): Promise<number> {
  const row = await db
    .selectFrom('deliveries')
    .select((delivery) => delivery.fn.countAll<number>().as('rows'))
    .where(isOf(chats))
    .where('kind', '!=', 'timer')
    .where(({ or, eb }) => or([eb('state', '=', 'pending'), eb('lease_until_ms', 'is not', null)]))
    .executeTakeFirst()
  return row?.rows ?? 0
}

/**
 * Deletes what {@link loadPersonal} finds but three things: the chat itself, whose number of turns must go on (what is done
 * in the portal is named by it), and the two records of who did what, which hold numbers alone and have an end of their own.
 */
export async function deletePersonal(
  db: Kysely<Schema>,
  employee: PortalUserId,
  chats: readonly ChatId[],
): Promise<number> {
  const results = [
    await db.deleteFrom('links').where('employee', '=', employee).executeTakeFirst(),
    await db.deleteFrom('link_attempts').where('employee', '=', employee).executeTakeFirst(),
  ]
  for (const table of ofChats) results.push(await db.deleteFrom(table).where(isOf(chats)).executeTakeFirst())
  return results.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0)
}

const ofChats = [
  'settings',
  'cards',
  'journal',
  'deliveries',
  'notifications',
  'poisoned_updates',
  'link_attempts',
] as const

type ChatTable = (typeof ofChats)[number] | 'chats'

function isOf(chats: readonly ChatId[]) {
  return chats.length === 0 ? sql<boolean>`1 = 0` : sql<boolean>`chat in (${sql.join([...chats])})`
}
