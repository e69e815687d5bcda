import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { ChatId, PortalUserId } from '../../src/ports/identity.ts'
import type { Link, LinkAttempt, LinkAuditEvent, LinkCount, LinkStore } from '../../src/store/links.ts'
import type { Schedule } from '../../src/store/notifications.ts'
import { nowFor } from '../now.ts'
import { prepared } from '../prepared.ts'
import type { Dialect, Schema } from '../schema.ts'

const LINK_COLUMNS = [
  'chat',
  'employee',
  'name',
  'first_name',
  'zone',
  'linked_at_ms',
  'checked_at_ms',
] as const

const ATTEMPT_COLUMNS = [
  'id',
  'chat',
  'email',
  'employee',
  'name',
  'first_name',
  'zone',
  'code_digest',
  'invite_digest',
  'tries_left',
  'requested_at_ms',
  'expires_at_ms',
] as const

export type LinkEnd = Parameters<LinkStore['end']>[1]

/** The living link of a chat or of an employee. */
export async function loadLink(
  db: Kysely<Schema>,
  whose: { readonly chat: ChatId } | { readonly employee: PortalUserId },
): Promise<Link | null> {
  const {
    rows: [row],
  } = 'chat' in whose ? await selectByChat(db, whose) : await selectByEmployee(db, whose)
  return row === undefined ? null : toLink(row)
}

const selectByChat = prepared<{ readonly chat: ChatId }, LinkRow>((db, value) =>
  livingLinks(db).where('chat', '=', value('chat')).where('ended_at_ms', 'is', null),
)

const selectByEmployee = prepared<{ readonly employee: PortalUserId }, LinkRow>((db, value) =>
  livingLinks(db).where('employee', '=', value('employee')).where('ended_at_ms', 'is', null),
)

type LinkRow = Parameters<typeof toLink>[0]

function livingLinks(db: Kysely<Schema>) {
  return db.selectFrom('links').select(LINK_COLUMNS)
}

export async function loadLinks(db: Kysely<Schema>): Promise<readonly Link[]> {
  const rows = await db
    .selectFrom('links')
    .select(LINK_COLUMNS)
    .where('ended_at_ms', 'is', null)
    .orderBy('seq')
    .execute()
  return rows.map(toLink)
}

/** Ends what stands in the way of `link`: its employee's other chat and its chat's other employee. */
export async function endRivalLinks(db: Kysely<Schema>, link: Link): Promise<readonly Link[]> {
  const rows = await db
    .updateTable('links')
    .set({ ended_at_ms: link.linkedAtMs, ended_reason: 'moved' satisfies LinkEnd })
    .where('ended_at_ms', 'is', null)
    .where((rival) => rival.or([rival('chat', '=', link.chat), rival('employee', '=', link.employee)]))
    .where((rival) => rival.or([rival('chat', '!=', link.chat), rival('employee', '!=', link.employee)]))
    .returning(LINK_COLUMNS)
    .execute()
  return rows.map(toLink)
}

/**
 * Makes or renews the living link of the chat; its rivals must be ended. When another transaction links the same
 * employee to another chat at the same time, the unique index fails the later of the two, and its turn is repeated.
 */
export async function saveLink(db: Kysely<Schema>, link: Link): Promise<void> {
  await db
    .insertInto('links')
    .values({
      chat: link.chat,
      employee: link.employee,
      name: link.name,
      first_name: link.firstName,
      zone: link.zone,
      linked_at_ms: link.linkedAtMs,
      checked_at_ms: link.checkedAtMs,
      planned_at_ms: 0,
    })
    .onConflict((conflict) =>
      conflict
        .column('chat')
        .where('ended_at_ms', 'is', null)
        .doUpdateSet((link) => ({
          employee: link.ref('excluded.employee'),
          name: link.ref('excluded.name'),
          first_name: link.ref('excluded.first_name'),
          zone: link.ref('excluded.zone'),
          linked_at_ms: link.ref('excluded.linked_at_ms'),
          checked_at_ms: link.ref('excluded.checked_at_ms'),
          planned_at_ms: link.ref('excluded.planned_at_ms'),
        })),
    )
    .execute()
}

/** Of two that end one link, only the first gets it back. */
export async function endLink(
  db: Kysely<Schema>,
  chat: ChatId,
  reason: LinkEnd,
  atMs: number,
): Promise<Link | null> {
  const row = await db
    .updateTable('links')
    .set({ ended_at_ms: atMs, ended_reason: reason })
    .where('chat', '=', chat)
    .where('ended_at_ms', 'is', null)
    .returning(LINK_COLUMNS)
    .executeTakeFirst()
  return row === undefined ? null : toLink(row)
}

export async function setLinkZone(db: Kysely<Schema>, chat: ChatId, zone: string): Promise<void> {
  await db
    .updateTable('links')
    .set({ zone })
    .where('chat', '=', chat)
    .where('ended_at_ms', 'is', null)
    .execute()
}

/** Never moves a check back, whichever of two reports comes last. */
export async function markLinksChecked(
  db: Kysely<Schema>,
  employees: readonly PortalUserId[],
  atMs: number,
): Promise<void> {
  await db
    .updateTable('links')
    .set({ checked_at_ms: atMs })
    .where('employee', 'in', employees)
    .where('ended_at_ms', 'is', null)
    .where('checked_at_ms', '<', atMs)
    .execute()
}

export async function replanLink(db: Kysely<Schema>, chat: ChatId): Promise<void> {
  await db
    .updateTable('links')
    .set({ planned_at_ms: 0 })
    .where('chat', '=', chat)
    .where('ended_at_ms', 'is', null)
    .execute()
}

export async function replanAllLinks(db: Kysely<Schema>): Promise<void> {
  await db
    .updateTable('links')
    .set({ planned_at_ms: 0 })
    .where('planned_at_ms', '>', 0)
    .where('ended_at_ms', 'is', null)
    .execute()
}

/** Of two claimers at once, neither waits and neither gets a link of the other; see `claimDeliveries`. */
export async function claimPlanning(
  db: Kysely<Schema>,
  dialect: Dialect,
  options: Parameters<Schedule['claimPlanning']>[0],
): Promise<readonly Link[]> {
  const now = nowFor(dialect, options.nowMs)
  const rows = await db
    .with(
      (cte) => cte('stale').materialized(),
      (query) =>
        query
          .selectFrom('links as link')
          .select(['link.seq', 'link.planned_at_ms'])
          .where('link.ended_at_ms', 'is', null)
          .where('link.planned_at_ms', '<=', sql<number>`${now} - ${sql.val(options.staleMs)}`)
          .orderBy('link.planned_at_ms')
          .orderBy('link.seq')
          .limit(options.limit)
          .$if(dialect === 'postgres', (stale) => stale.forUpdate().skipLocked()),
    )
    .updateTable('links')
    .set({ planned_at_ms: now })
    .where('seq', 'in', (query) => query.selectFrom('stale').select('stale.seq'))
    .returning(LINK_COLUMNS)
    .execute()
  return rows.map(toLink)
}

export async function loadAttempt(
  db: Kysely<Schema>,
  which: { readonly chat: ChatId } | { readonly id: string },
): Promise<LinkAttempt | null> {
  const row = await db
    .selectFrom('link_attempts')
    .select(ATTEMPT_COLUMNS)
    .where((attempt) => ('chat' in which ? attempt('chat', '=', which.chat) : attempt('id', '=', which.id)))
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    id: row.id,
    chat: row.chat,
    email: row.email,
    employee: row.employee,
    profile:
      row.name === null || row.first_name === null
        ? null
        : { name: row.name, firstName: row.first_name, zone: row.zone },
    codeDigest: row.code_digest,
    inviteDigest: row.invite_digest,
    triesLeft: row.tries_left,
    requestedAtMs: row.requested_at_ms,
    expiresAtMs: row.expires_at_ms,
  }
}

/** One attempt per chat: the last one written is the one that counts. */
export async function saveAttempt(db: Kysely<Schema>, attempt: LinkAttempt): Promise<void> {
  await db
    .insertInto('link_attempts')
    .values({
      id: attempt.id,
      chat: attempt.chat,
      email: attempt.email,
      employee: attempt.employee,
      name: attempt.profile?.name ?? null,
      first_name: attempt.profile?.firstName ?? null,
      zone: attempt.profile?.zone ?? null,
      code_digest: attempt.codeDigest,
      invite_digest: attempt.inviteDigest,
      tries_left: attempt.triesLeft,
      requested_at_ms: attempt.requestedAtMs,
      expires_at_ms: attempt.expiresAtMs,
    })
    .onConflict((conflict) =>
      conflict.column('chat').doUpdateSet((attempt) => ({
        id: attempt.ref('excluded.id'),
        email: attempt.ref('excluded.email'),
        employee: attempt.ref('excluded.employee'),
        name: attempt.ref('excluded.name'),
        first_name: attempt.ref('excluded.first_name'),
        zone: attempt.ref('excluded.zone'),
        code_digest: attempt.ref('excluded.code_digest'),
        invite_digest: attempt.ref('excluded.invite_digest'),
        tries_left: attempt.ref('excluded.tries_left'),
        requested_at_ms: attempt.ref('excluded.requested_at_ms'),
        expires_at_ms: attempt.ref('excluded.expires_at_ms'),
      })),
    )
    .execute()
}

export async function deleteAttempt(db: Kysely<Schema>, chat: ChatId): Promise<void> {
  await db.deleteFrom('link_attempts').where('chat', '=', chat).execute()
}

export async function appendAudit(
  db: Kysely<Schema>,
  event: LinkAuditEvent,
  facts: Parameters<LinkStore['audit']>[1],
): Promise<void> {
  await db
    .insertInto('audit')
    .values({ at_ms: facts.atMs, event, chat: facts.chat, employee: facts.employee })
    .execute()
}

/**
 * Lets one transaction after the other count what was done for an employee, or by everybody, and do more of it: what two
 * chats ask for at once would otherwise be counted by neither. A chat's own events need no lock, its turns have it. SQLite
 * has but one writer. Ends with the transaction, so it works behind a pooler.
 */
export async function holdLimits(
  db: Kysely<Schema>,
  dialect: Dialect,
  whose: { readonly employee: PortalUserId } | 'everybody',
): Promise<void> {
  if (dialect === 'sqlite') return
  const key = whose === 'everybody' ? 0 : whose.employee
  await sql`select pg_advisory_xact_lock(hashtextextended(${`links:${key}`}, 0))`.execute(db)
}

/** Counts what happened after `sinceMs`; an event of exactly that instant has left the window. */
export async function countAudit(
  db: Kysely<Schema>,
  event: LinkAuditEvent,
  whose: Parameters<LinkStore['count']>[1],
  sinceMs: number,
): Promise<LinkCount> {
  const row = await db
    .selectFrom('audit')
    .select((entry) => [
      entry.fn.countAll<number>().as('times'),
      entry.fn.min('at_ms').as('oldest_at_ms'),
      entry.fn.max('at_ms').as('newest_at_ms'),
    ])
    .where('event', '=', event)
    .$if(whose !== 'everybody', (query) =>
      query.where((entry) => {
        if (whose === 'everybody') return entry.lit(true)
        return 'chat' in whose ? entry('chat', '=', whose.chat) : entry('employee', '=', whose.employee)
      }),
    )
    .where('at_ms', '>', sinceMs)
    .executeTakeFirst()
  return {
    times: row?.times ?? 0,
    oldestAtMs: row?.oldest_at_ms ?? null,
    newestAtMs: row?.newest_at_ms ?? null,
  }
}

export async function countFailuresInARow(db: Kysely<Schema>, employee: PortalUserId): Promise<number> {
  const row = await db
    .selectFrom('audit')
    .select((entry) => entry.fn.countAll<number>().as('times'))
    .where('employee', '=', employee)
    .where('event', '=', 'wrong')
    .where('seq', '>', (query) =>
      query
        .selectFrom('audit as success')
        .select((entry) => sql<number>`coalesce(${entry.fn.max('success.seq')}, 0)`.as('seq'))
        .where('success.employee', '=', employee)
        .where('success.event', 'in', ['linked', 'unlocked']),
    )
    .executeTakeFirst()
  return row?.times ?? 0
}

function toLink(row: Pick<Schema['links'], Exclude<(typeof LINK_COLUMNS)[number], 'seq'>>): Link {
  return {
    chat: row.chat,
    employee: row.employee,
    name: row.name,
    firstName: row.first_name,
    zone: row.zone,
    linkedAtMs: row.linked_at_ms,
    checkedAtMs: row.checked_at_ms,
  }
}
