/** What differs by kind: what may not wait behind others, and what becomes of each when something goes wrong outside. */
import type { NotificationKind, Payload } from './notification.ts'

/**
 * Worth something at their minute alone. While they are punctual they are read and sent apart from digests and deadlines,
 * which ask more of the portal, and of a large company for many minutes.
 */
export const promptKinds: readonly NotificationKind[] = [
  'event',
  'important-event',
  'event-change',
  'snoozed',
]

/**
 * What becomes of a row whose message was written out and never answered: Telegram has no idempotency key. An event
 * reminder is sent again, for a meeting missed is worse than one said twice; a digest or a deadline stays `unknown` and
 * is not repeated.
 */
export function afterUncertainSend({ type }: Payload): 'retry' | 'unknown' {
  return aboutEvent[type] ? 'retry' : 'unknown'
}

/**
 * What becomes of a due row that cannot be verified because the portal is silent: an event is told from what is stored
 * (a doubtful reminder beats a missed meeting), all else waits until it expires.
 */
export function whenPortalSilent({ type }: Payload): 'send_stored' | 'wait' {
  return type === 'event' ? 'send_stored' : 'wait'
}

const aboutEvent: Readonly<Record<Payload['type'], boolean>> = {
  event: true,
  change: true,
  digest: false,
  deadline: false,
}
