/**
 * The outbox. A delivery is `pending` until it is settled (`done`, `dead`, `unknown`) or `cancelled`, and never pending
 * again after that. While somebody performs it, `lease_until_ms` is set; `attempts` grows with every claim and is what
 * a settlement must know, so that a performer whose lease was taken over cannot overwrite its successor.
 *
 * `state` is compared with literals, not parameters: only then do both databases use the partial indexes.
 */
import { sql } from 'kysely'
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely'
import type { ChatId } from '../../src/ports/identity.ts'
import type { NewDelivery } from '../../src/store/deliveries.ts'
import type { Delivery, Outbox, Settlement } from '../../src/store/outbox.ts'
import { decodeJsonObject, encodeJson } from '../json.ts'
import { nowFor } from '../now.ts'
import { prepared } from '../prepared.ts'
import type { Dialect, Schema } from '../schema.ts'

const pending = sql.lit<'pending'>('pending')
const cancelled = sql.lit<'cancelled'>('cancelled')
/** Any number that nothing else in the database locks. */
const paceLock = 25_001_000

/**
 * In the order given; the numbering follows it. An id that exists stays as it is, whatever became of it. `deliveries`
 * must not be empty.
 *
 * What is due at once is so by the database's clock, too, which decides: an answer must not wait because the clock of
 * the process that gave it is ahead.
 */
export async function insertDeliveries(
  db: Kysely<Schema>,
  dialect: Dialect,
  deliveries: readonly NewDelivery[],
  nowMs: number,
): Promise<void> {
  if (dialect === 'sqlite') {
    // A statement for each costs less than building one for all.
    for (const { background, payload, ...rest } of deliveries) {
      const values = { ...rest, payload: encodeJson(payload), background: background === true ? 1 : 0, nowMs }
      await insertDelivery(db, values)
    }
    return
  }
  await db
    .insertInto('deliveries')
    .values(
      deliveries.map((delivery) => ({
        id: delivery.id,
        lane: delivery.lane,
        kind: delivery.kind,
        chat: delivery.chat,
        payload: encodeJson(delivery.payload),
        background: delivery.background === true ? 1 : 0,
        due_at_ms:
          delivery.dueAtMs <= nowMs
            ? sql<number>`least(${sql.val(delivery.dueAtMs)}::bigint, ${nowFor(dialect, nowMs)})`
            : delivery.dueAtMs,
        attempts: 0,
        undone: 0,
        state: 'pending' as const,
        created_at_ms: nowMs,
      })),
    )
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

type DeliveryValues = Omit<NewDelivery, 'payload' | 'background'> & {
  readonly payload: string
  readonly background: number
  readonly nowMs: number
}

const insertDelivery = prepared<DeliveryValues, unknown>((db, value) =>
  db
    .insertInto('deliveries')
    .values({
      id: value('id'),
      lane: value('lane'),
      kind: value('kind'),
      chat: value('chat'),
      payload: value('payload'),
      background: value('background'),
      due_at_ms: value('dueAtMs'),
      attempts: 0,
      undone: 0,
      state: 'pending' as const,
      created_at_ms: value('nowMs'),
    })
    .onConflict((conflict) => conflict.column('id').doNothing()),
)

/**
 * Of two claimers at once, neither waits and neither gets a row of the other: SQLite lets one write at a time, and on
 * PostgreSQL a locked row is skipped; its successors in the lane are not heads yet, so order holds. The candidates are
 * materialized because a planner may run a bare `in (select … limit …)` more than once.
 *
 * On PostgreSQL both "due" and the lease go by the database's clock, since those of the replicas differ.
 *
 * Either those somebody waits for, or those nobody does: of the latter no more than still fit into the second.
 */
export async function claimDeliveries(
  db: Kysely<Schema>,
  dialect: Dialect,
  options: Pick<Parameters<Outbox['claim']>[0], 'limit' | 'nowMs' | 'leaseMs' | 'lanes' | 'besides'> & {
    readonly background: boolean
    readonly perSecond?: number
  },
): Promise<readonly Delivery[]> {
  const now = nowFor(dialect, options.nowMs)
  const { limit, perSecond, besides = [] } = options
  const rows = await db
    .with(
      (cte) => cte('heads').materialized(),
      (query) =>
        query
          .selectFrom('deliveries as head')
          .select('head.seq')
          .where('head.state', '=', pending)
          .where('head.background', '=', sql.lit(options.background ? 1 : 0))
          .where('head.due_at_ms', '<=', now)
          .where((head) =>
            head.or([head('head.lease_until_ms', 'is', null), head('head.lease_until_ms', '<=', now)]),
          )
          .$if(options.lanes !== undefined, (heads) => heads.where('head.lane', 'in', options.lanes ?? []))
          .$if(besides.length > 0, (heads) => heads.where('head.id', 'not in', besides))
          .where((head) => isHead(head, now))
          .orderBy('head.due_at_ms')
          .orderBy('head.seq')
          .limit(perSecond === undefined ? limit : roomWithin(limit, perSecond, now))
          .$if(dialect === 'postgres', (heads) => heads.forUpdate().skipLocked()),
    )
    .updateTable('deliveries')
    .set((row) => ({
      attempts: row('attempts', '+', 1),
      lease_until_ms: sql<number>`${now} + ${sql.val(options.leaseMs)}`,
    }))
    .where('seq', 'in', (query) => query.selectFrom('heads').select('heads.seq'))
    .returning([
      'seq',
      'id',
      'lane',
      'kind',
      'chat',
      'payload',
      'background',
      'due_at_ms',
      'attempts',
      'undone',
      'begun',
      'lease_until_ms',
    ])
    .execute()
  return rows
    .map((row) => ({
      seq: row.seq,
      id: row.id,
      lane: row.lane,
      kind: row.kind,
      chat: row.chat,
      payload: decodeJsonObject(row.payload),
      ...(row.background === 1 && { background: true as const }),
      dueAtMs: row.due_at_ms,
      attempts: row.attempts,
      undone: row.undone,
      begun: row.begun,
      leaseUntilMs: row.lease_until_ms ?? 0,
    }))
    .sort((one, other) => one.dueAtMs - other.dueAtMs || one.seq - other.seq)
}

/** Of two performers only the one that claimed last may let its request go. */
export async function beginDelivery(db: Kysely<Schema>, delivery: Delivery): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ begun: delivery.begun + 1 })
    .where('id', '=', delivery.id)
    .where('attempts', '=', delivery.attempts)
    .where('state', '=', pending)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Whoever claimed last may settle, even after the lease ran out; anybody else gets false, and nothing is written. */
export async function settleDelivery(
  db: Kysely<Schema>,
  delivery: Delivery,
  settlement: Settlement,
  nowMs: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set((row) => ({
      lease_until_ms: null,
      ...settledAs(settlement, nowMs),
      ...(settlement.type === 'retry' &&
        settlement.undone === true && {
          undone: row('undone', '+', 1),
          begun: delivery.begun,
        }),
    }))
    .where('id', '=', delivery.id)
    .where('attempts', '=', delivery.attempts)
    .where('state', '=', pending)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Opens the lane of a delivery that was cancelled while it was being performed. */
export async function releaseCancelled(db: Kysely<Schema>, delivery: Delivery): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ lease_until_ms: null })
    .where('id', '=', delivery.id)
    .where('attempts', '=', delivery.attempts)
    .where('state', '=', cancelled)
    .execute()
}

/** Keeps the lease of one that is being performed: its lane waits for it, so that nothing overtakes it. */
export async function cancelDeliveries(
  db: Kysely<Schema>,
  ids: readonly string[],
  reason: string,
  nowMs: number,
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'cancelled', detail: reason, settled_at_ms: nowMs })
    .where('id', 'in', ids)
    .where('state', '=', pending)
    .execute()
}

/** Of every kind unless told otherwise: an ended link must not leave a call behind that speaks for its employee. */
export async function cancelChatDeliveries(
  db: Kysely<Schema>,
  chat: ChatId,
  reason: string,
  nowMs: number,
  kinds?: readonly NewDelivery['kind'][],
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'cancelled', detail: reason, settled_at_ms: nowMs })
    .where('chat', '=', chat)
    .where('state', '=', pending)
    .$if(kinds !== undefined, (query) => query.where('kind', 'in', [...(kinds ?? [])]))
    .execute()
}

/** The earliest due time among the heads nobody performs, of one of the two classes; may be in the past. */
export async function nextHeadDueMs(
  db: Kysely<Schema>,
  dialect: Dialect,
  { nowMs, background }: { readonly nowMs: number; readonly background: boolean },
): Promise<number | null> {
  const now = nowFor(dialect, nowMs)
  const row = await db
    .selectFrom('deliveries as head')
    .select('head.due_at_ms')
    .where('head.state', '=', pending)
    .where('head.background', '=', sql.lit(background ? 1 : 0))
    .where('head.lease_until_ms', 'is', null)
    .where((head) => isHead(head, now))
    .orderBy('head.due_at_ms')
    .limit(1)
    .executeTakeFirst()
  return row?.due_at_ms ?? null
}

/** When the next lane opens because its performer never came back. A cancelled one holds its lane no longer than that. */
export async function nextLeaseEndMs(
  db: Kysely<Schema>,
  dialect: Dialect,
  nowMs: number,
): Promise<number | null> {
  const row = await db
    .selectFrom('deliveries')
    .select((leased) => leased.fn.min('lease_until_ms').as('lease_until_ms'))
    .where('lease_until_ms', 'is not', null)
    .where((leased) =>
      leased.or([leased('state', '=', pending), leased('lease_until_ms', '>', nowFor(dialect, nowMs))]),
    )
    .executeTakeFirst()
  return row?.lease_until_ms ?? null
}

/**
 * Lets one transaction after the other count what has left and claim the rest of the second; SQLite has but one writer.
 * Ends with the transaction, so it works behind a pooler.
 */
export async function holdPace(db: Kysely<Schema>, dialect: Dialect): Promise<void> {
  if (dialect === 'sqlite') return
  await sql`select pg_advisory_xact_lock(${sql.lit(paceLock)})`.execute(db)
}

/**
 * How many more messages may leave now, of at most `limit`: with those in hand and those that ended within the last
 * second there shall be `perSecond`. Whatever was sent in that second ended in it, or is in hand still, so no second
 * has more of them, however long each takes and whichever process sends it.
 */
function roomWithin(limit: number, perSecond: number, now: Expression<number>): Expression<number> {
  const message = sql`kind in ('message', 'card')`
  const ended = sql`select count(*) from deliveries where ${message} and settled_at_ms > ${now} - 1000 and state <> 'cancelled'`
  const inHand = sql`select count(*) from deliveries where ${message} and lease_until_ms > ${now}`
  const room = sql`${sql.val(perSecond)} - (${ended}) - (${inHand})`
  return sql<number>`(select case when room < 0 then 0 when room < ${sql.val(limit)} then room else ${sql.val(limit)} end from (select ${room} as room) as second)`
}

/** No earlier delivery of the lane is pending, and none that was cancelled is still being performed. */
function isHead(
  head: ExpressionBuilder<Schema & { readonly head: Schema['deliveries'] }, 'head'>,
  now: Expression<number>,
): Expression<SqlBool> {
  const earlier = head
    .selectFrom('deliveries as earlier')
    .select('earlier.seq')
    .whereRef('earlier.chat', '=', 'head.chat')
    .whereRef('earlier.lane', '=', 'head.lane')
    .whereRef('earlier.seq', '<', 'head.seq')
    .where('earlier.state', '=', pending)
  const performed = head
    .selectFrom('deliveries as performed')
    .select('performed.seq')
    .whereRef('performed.lane', '=', 'head.lane')
    .where('performed.lease_until_ms', '>', now)
    .where('performed.state', '=', cancelled)
  return head.and([head.not(head.exists(earlier)), head.not(head.exists(performed))])
}

function settledAs(settlement: Settlement, nowMs: number): Partial<DeliveryEnd> {
  if (settlement.type === 'retry') return { due_at_ms: settlement.dueAtMs, detail: settlement.detail }
  const settled = { state: settlement.type, settled_at_ms: nowMs }
  if (settlement.type !== 'done') return { ...settled, detail: settlement.detail }
  return settlement.outcome === undefined ? settled : { ...settled, outcome: encodeJson(settlement.outcome) }
}

type DeliveryEnd = Pick<Schema['deliveries'], 'state' | 'outcome' | 'detail' | 'due_at_ms' | 'settled_at_ms'>
