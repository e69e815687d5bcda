/**
 * What people shall be told. A row is `planned` until it is claimed (`sending`, under a lease) or settled; what was sent,
 * or may have been, is never planned again. `lease_until_ms` is set exactly while a row is being sent.
 *
 * `state` is compared with literals, not parameters: only then do both databases use the partial indexes.
 */
import { sql } from 'kysely'
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely'
import type { ChatId } from '../../src/ports/identity.ts'
import type { ClaimedRow, DuePart, NotificationRow, Schedule } from '../../src/store/notifications.ts'
import { decodeJsonObject, encodeJson } from '../json.ts'
import { nowFor } from '../now.ts'
import type { Dialect, Schema } from '../schema.ts'

type State = NotificationRow['state']

/** Word for word what the partial indexes say. */
const open = literals('planned', 'sending')
const settled = literals('sent', 'cancelled', 'expired', 'failed', 'unknown')
const replannable = literals('planned', 'cancelled', 'expired')
const restorable = literals('planned', 'sending', 'cancelled', 'expired')

const ROW_COLUMNS = [
  'key',
  'kind',
  'chat',
  'together_name',
  'due_ms',
  'expires_ms',
  'silent',
  'payload',
  'state',
  'reason',
] as const

type StoredRow = Pick<Schema['notifications'], (typeof ROW_COLUMNS)[number]>

/** Open rows of a chat, and those settled after `sinceMs`; the soonest first. */
export async function loadChatNotifications(
  db: Kysely<Schema>,
  chat: ChatId,
  sinceMs: number,
): Promise<readonly NotificationRow[]> {
  const rows = await db
    .selectFrom('notifications')
    .select(ROW_COLUMNS)
    .where('chat', '=', chat)
    .where('state', 'in', open)
    .unionAll(
      db
        .selectFrom('notifications')
        .select(ROW_COLUMNS)
        .where('chat', '=', chat)
        .where('state', 'in', settled)
        .where('updated_ms', '>', sinceMs),
    )
    .execute()
  return soonestFirst(rows)
}

export async function loadNotification(db: Kysely<Schema>, key: string): Promise<NotificationRow | null> {
  const row = await db
    .selectFrom('notifications')
    .select(ROW_COLUMNS)
    .where('key', '=', key)
    .executeTakeFirst()
  return row === undefined ? null : toNotification(row)
}

/** Of `claimed`, which must not be empty, those nobody has settled or claimed since. */
export async function loadHeldKeys(
  db: Kysely<Schema>,
  claimed: readonly ClaimedRow[],
): Promise<readonly string[]> {
  const leases = new Map(claimed.map(({ key, leaseUntilMs }) => [key, leaseUntilMs]))
  const rows = await db
    .selectFrom('notifications')
    .select(['key', 'lease_until_ms'])
    .where('key', 'in', [...leases.keys()])
    .where('state', '=', sql.lit<'sending'>('sending'))
    .execute()
  return rows.filter((row) => row.lease_until_ms === leases.get(row.key)).map(({ key }) => key)
}

/** `rows` must not be empty, nor name a key twice. */
export async function planNotifications(
  db: Kysely<Schema>,
  rows: readonly Omit<NotificationRow, 'state' | 'reason'>[],
  atMs: number,
): Promise<void> {
  await db
    .insertInto('notifications')
    .values(
      rows.map((row) => ({
        key: row.key,
        kind: row.kind,
        chat: row.chat,
        together_name: row.together,
        due_ms: row.dueMs,
        expires_ms: row.expiresMs,
        silent: row.silent ? 1 : 0,
        payload: encodeJson(row.payload),
        state: 'planned' as const,
        updated_ms: atMs,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((row) => ({
          kind: row.ref('excluded.kind'),
          chat: row.ref('excluded.chat'),
          together_name: row.ref('excluded.together_name'),
          due_ms: row.ref('excluded.due_ms'),
          expires_ms: row.ref('excluded.expires_ms'),
          silent: row.ref('excluded.silent'),
          payload: row.ref('excluded.payload'),
          state: row.ref('excluded.state'),
          reason: null,
          updated_ms: row.ref('excluded.updated_ms'),
        }))
        .where('notifications.state', 'in', replannable),
    )
    .execute()
}

export async function markNotifications(
  db: Kysely<Schema>,
  keys: readonly string[],
  to: { readonly state: State; readonly reason: string | null; readonly atMs: number },
): Promise<void> {
  await db
    .updateTable('notifications')
    .set({ state: to.state, reason: to.reason, lease_until_ms: null, updated_ms: to.atMs })
    .where('key', 'in', keys)
    .$if(to.state === 'planned', (query) => query.where('state', 'in', restorable))
    .execute()
}

export async function cancelChatNotifications(
  db: Kysely<Schema>,
  chat: ChatId,
  reason: string,
  atMs: number,
): Promise<void> {
  await db
    .updateTable('notifications')
    .set({ state: 'cancelled', reason, lease_until_ms: null, updated_ms: atMs })
    .where('chat', '=', chat)
    .where('state', 'in', open)
    .execute()
}

/**
 * Chats are claimed by their head, the row that has waited longest, and the head brings the others along: two claimers
 * agree on it, so rows that leave as one message go to one of them. On PostgreSQL a row that somebody holds is left for
 * the next time; nobody waits, and nobody can meet a turn that cancels the same rows in a deadlock.
 *
 * On PostgreSQL both "due" and the lease go by the database's clock, as in the outbox.
 *
 * Of a part, the head and those it brings along are of that part.
 */
export async function claimNotifications(
  db: Kysely<Schema>,
  dialect: Dialect,
  options: Parameters<Schedule['claimDue']>[0],
): Promise<readonly ClaimedRow[]> {
  const now = nowFor(dialect, options.nowMs)
  const { part } = options
  const rows = await db
    .with(
      (cte) => cte('heads').materialized(),
      (query) =>
        query
          .selectFrom('notifications as head')
          .select('head.chat')
          .where('head.state', 'in', open)
          .where('head.due_ms', '<=', now)
          .where(isFree('head', now))
          .$call((heads) => (part === undefined ? heads : heads.where(isIn('head', part, now))))
          .where((head) => isLongestWaiting(head, part, now))
          .orderBy('head.due_ms')
          .orderBy('head.key')
          .limit(options.chats)
          .$if(dialect === 'postgres', (heads) => heads.forUpdate().skipLocked()),
    )
    .with(
      (cte) => cte('claimed').materialized(),
      (query) =>
        query
          .selectFrom('notifications as row')
          .select('row.key')
          .where('row.chat', 'in', (heads) => heads.selectFrom('heads').select('heads.chat'))
          .where('row.state', 'in', open)
          .where('row.due_ms', '<=', now)
          .where(isFree('row', now))
          .$call((claimed) => (part === undefined ? claimed : claimed.where(isIn('row', part, now))))
          .$if(dialect === 'postgres', (claimed) => claimed.forUpdate().skipLocked()),
    )
    .updateTable('notifications')
    .set({
      state: 'sending',
      lease_until_ms: sql<number>`${now} + ${sql.val(options.leaseMs)}`,
      updated_ms: now,
    })
    .where('key', 'in', (query) => query.selectFrom('claimed').select('claimed.key'))
    .returning([...ROW_COLUMNS, 'lease_until_ms'])
    .execute()
  const leases = new Map(rows.map((row) => [row.key, row.lease_until_ms ?? 0]))
  return soonestFirst(rows).map((row) => ({ ...row, leaseUntilMs: leases.get(row.key) ?? 0 }))
}

/** The earliest due time among the rows nobody is sending; may be in the past. */
export async function nextPlannedMs(db: Kysely<Schema>): Promise<number | null> {
  const row = await db
    .selectFrom('notifications')
    .select('due_ms')
    .where('state', 'in', open)
    .where('lease_until_ms', 'is', null)
    .orderBy('due_ms')
    .limit(1)
    .executeTakeFirst()
  return row?.due_ms ?? null
}

/** When the next row comes back because whoever was sending it never ended it. */
export async function nextUnsentMs(db: Kysely<Schema>): Promise<number | null> {
  const row = await db
    .selectFrom('notifications')
    .select((leased) => leased.fn.min('lease_until_ms').as('lease_until_ms'))
    .where('lease_until_ms', 'is not', null)
    .executeTakeFirst()
  return row?.lease_until_ms ?? null
}

function isLongestWaiting(
  head: ExpressionBuilder<Schema & { readonly head: Schema['notifications'] }, 'head'>,
  part: DuePart | undefined,
  now: Expression<number>,
): Expression<SqlBool> {
  const earlier = head
    .selectFrom('notifications as earlier')
    .select('earlier.key')
    .whereRef('earlier.chat', '=', 'head.chat')
    .where('earlier.state', 'in', open)
    .where(sql<SqlBool>`(earlier.due_ms, earlier.key) < (head.due_ms, head.key)`)
    .where(isFree('earlier', now))
    .$call((rows) => (part === undefined ? rows : rows.where(isIn('earlier', part, now))))
  return head.not(head.exists(earlier))
}

function isIn(row: Alias, part: DuePart, now: Expression<number>): Expression<SqlBool> {
  const kinds = sql.join(part.kinds)
  const young = sql`${sql.ref(`${row}.kind`)} in (${kinds}) and ${sql.ref(`${row}.due_ms`)} > ${now} - ${sql.val(part.youngMs)}`
  return part.which === 'young' ? sql<SqlBool>`(${young})` : sql<SqlBool>`not (${young})`
}

type Alias = 'head' | 'row' | 'earlier'

/** Nobody is sending it, or whoever was has not ended it in time. */
function isFree(row: Alias, now: Expression<number>): Expression<SqlBool> {
  const lease = sql.ref(`${row}.lease_until_ms`)
  return sql<SqlBool>`(${lease} is null or ${lease} <= ${now})`
}

function literals<Name extends State>(...states: readonly Name[]) {
  return states.map((state) => sql.lit<Name>(state))
}

function soonestFirst(rows: readonly StoredRow[]): readonly NotificationRow[] {
  return rows
    .map(toNotification)
    .sort((one, other) => one.dueMs - other.dueMs || (one.key < other.key ? -1 : 1))
}

function toNotification(row: StoredRow): NotificationRow {
  return {
    key: row.key,
    kind: row.kind,
    chat: row.chat,
    together: row.together_name,
    dueMs: row.due_ms,
    expiresMs: row.expires_ms,
    silent: row.silent === 1,
    payload: decodeJsonObject(row.payload),
    state: row.state,
    reason: row.reason,
  }
}
