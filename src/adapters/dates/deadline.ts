import { DateTime } from 'luxon'
import type { When, WhenPolicy } from '../../ports/dates.ts'

/** An instant, as the answer to a question about a moment. */
export function momentOf(atMs: number, zone: string): When {
  const at = DateTime.fromMillis(atMs, { zone })
  return {
    kind: 'point',
    start: { local: at.toFormat("yyyy-MM-dd'T'HH:mm", { locale: 'en-US' }), utc: at.toUTC().toISO() },
    bound: 'at',
    sure: { day: true, time: true, year: true },
    zone,
  }
}

/**
 * The instant a deadline means, ISO 8601 with the offset of the person's zone. A day without a clock ends with the
 * working day of the portal (product rule: `work_time_end`).
 *
 * @throws RangeError when `when` holds no date: the dialog's own reading never lets one through.
 */
export function deadlineOf(when: When, policy: WhenPolicy): string {
  const dayOnly = !when.start.local.includes('T')
  const day = DateTime.fromISO(when.start.local, { zone: when.zone })
  const at = dayOnly
    ? day
        .startOf('day')
        .set({ hour: Math.floor(policy.dayEndMinutes / 60), minute: policy.dayEndMinutes % 60 })
    : day
  const iso = at.toISO({ suppressMilliseconds: true })
  if (iso === null) throw new RangeError('A deadline without a date')
  return iso
}
