import type { Kysely } from 'kysely'
import type { PortalUserId } from '../../src/ports/identity.ts'
import type { Action, PastAction } from '../../src/store/actions.ts'
import type { Schema } from '../schema.ts'

/** A repeat of an action keeps the row, and the time, of its first attempt. */
export async function insertAction(db: Kysely<Schema>, action: Action): Promise<void> {
  await db
    .insertInto('actions')
    .values({
      id: action.id,
      chat: action.chat,
      employee: action.employee,
      service: action.service,
      object: action.object,
      at_ms: action.atMs,
      outcome: null,
      ended_at_ms: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** The last attempt has the last word. What was made is known only at the end. */
export async function endAction(
  db: Kysely<Schema>,
  id: string,
  end: { readonly outcome: string; readonly atMs: number; readonly object?: string | undefined },
): Promise<void> {
  await db
    .updateTable('actions')
    .set({
      outcome: end.outcome,
      ended_at_ms: end.atMs,
      ...(end.object !== undefined && { object: end.object }),
    })
    .where('id', '=', id)
    .execute()
}

export async function loadActions(
  db: Kysely<Schema>,
  employee: PortalUserId,
  limit: number,
): Promise<readonly PastAction[]> {
  const rows = await db
    .selectFrom('actions')
    .select(['id', 'chat', 'employee', 'service', 'object', 'at_ms', 'outcome', 'ended_at_ms'])
    .where('employee', '=', employee)
    .orderBy('at_ms', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ at_ms: atMs, ended_at_ms: endedAtMs, ...row }) => ({ ...row, atMs, endedAtMs }))
}
