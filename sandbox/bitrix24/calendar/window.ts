/** Which occurrences fall into a window of days. */
import type { Portal } from '../portal.ts'
import { stampsOf } from './dates.ts'
import { occurrencesOf, type Occurrence } from './recurrence.ts'
import type { FoundEntry } from './store.ts'
import { dayOf, plusDays } from './wall.ts'

export interface FoundOccurrence extends FoundEntry {
  readonly occurrence: Occurrence
}

/**
 * Those that touch the whole days from `fromDay` to `throughDay` on the UTC clock (source): the night of a local day can
 * fall out, that of a neighbour come in.
 */
export function inDays(
  portal: Portal,
  entries: readonly FoundEntry[],
  fromDay: string,
  throughDay: string,
): readonly FoundOccurrence[] {
  const start = Date.parse(`${fromDay}T00:00:00Z`) / 1000
  const end = Date.parse(`${plusDays(throughDay, 1)}T00:00:00Z`) / 1000
  const found = entries.flatMap((one) =>
    // A day more: the wall clock of a zone east of UTC is ahead of it.
    occurrencesOf(one.event, plusDays(throughDay, 1)).flatMap((occurrence) => {
      if (plusDays(dayOf(occurrence.to), 2) < fromDay) return []
      const { from, to } = stampsOf(portal, one.event, occurrence)
      return from < end && to >= start ? [{ ...one, occurrence }] : []
    }),
  )
  return found.toSorted((left, right) => compare(left.occurrence.from, right.occurrence.from))
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
