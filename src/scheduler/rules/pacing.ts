/** Spreads the digests of one minute, so that a whole company at 08:00 is no burst. */
import type { PortalUserId } from '../../ports/identity.ts'

/** Messages a second the assistant allows itself; the exact limits of the Bot API are not published. */
export const messagesPerSecond = 25

/**
 * How long after its minute a person's digest leaves: 0–59,999 ms, always the same for the same person. A crowd that a
 * single second can serve is not spread at all. It is the message that waits: everybody's is made at the hour itself, so
 * that the portal is asked for all of them together.
 */
export function digestSpreadMs(employee: PortalUserId, crowd: number): number {
  return crowd <= messagesPerSecond ? 0 : hash(employee) % 60_000
}

/**
 * How long after a look at the portal the next one is due: 5 minutes, and 10 or 15 once the methods it calls have used
 * more than half, or three quarters, of their `operating` budget (a share of it, 0–1; Bitrix24 `time.operating`).
 */
export function scanEveryMs(operatingShare: number): number {
  if (operatingShare > 0.75) return 15 * 60_000
  return (operatingShare > 0.5 ? 10 : 5) * 60_000
}

/** Murmur3's finaliser: neighbouring ids land far apart. */
function hash(value: number): number {
  let mixed = value | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
