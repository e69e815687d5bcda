/** Deliveries that tell people of notifications: their rows, `sent` as soon as the message is enqueued, end as it does. */
import type { ChatId } from '../ports/identity.ts'
import type { JsonObject } from '../ports/json.ts'
import type { NotificationRow } from '../store/notifications.ts'
import type { Delivery } from '../store/outbox.ts'
import type { Unit } from '../store/unit.ts'

/** What a delivery's payload says of the notifications it carries. */
export interface Told {
  readonly keys: readonly string[]
  /** From this moment on it is not sent any more; null: never too late. */
  readonly expiresMs: number | null
  /** Once it may have been sent it is not sent again, whatever became of it. */
  readonly onceOnly: boolean
}

/** Reads `notifications`, `expiresMs` and `uncertain`; a payload without them is that of any other message. */
export function toldBy({ notifications, expiresMs, uncertain }: JsonObject): Told {
  return {
    keys: Array.isArray(notifications) ? notifications.filter((key) => typeof key === 'string') : [],
    expiresMs: typeof expiresMs === 'number' ? expiresMs : null,
    onceOnly: uncertain === 'unknown',
  }
}

/** The rows of what was to be told and was not, or nobody knows. Part of the transaction that settles the delivery. */
export async function endTold(
  unit: Unit,
  { payload }: Delivery,
  end: Extract<NotificationRow['state'], 'expired' | 'failed' | 'unknown'>,
  atMs: number,
): Promise<void> {
  const { keys } = toldBy(payload)
  if (keys.length > 0) await unit.notifications.mark(keys, end, null, atMs)
}

/** The lane of what nobody waits for: a person's own conversation must not stand behind a digest that does. */
export function notificationLane(chat: ChatId): string {
  return `n:${chat}`
}

/** The lane of a digest that waits for its place in the minute: what is due before that must not stand behind it. */
export function waitingLane(chat: ChatId): string {
  return `d:${chat}`
}
