import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { CalendarCalls } from './calendar-calls.ts'
import type { BusyRow } from './calendar-schemas.ts'
import { dateAt, isZone, plusDays, readSpan } from './calendar-time.ts'

/** The documents name no limit; this many people at once is what was tried (reference of digests). */
const chunkSize = 50

/**
 * Who has something in [fromMs, toMs). What it is never leaves the schema. `zone` is where dates without a zone of
 * their own belong.
 */
export async function busyPeople(
  calls: CalendarCalls,
  people: readonly PortalUserId[],
  period: { readonly fromMs: number; readonly toMs: number },
  zone: string,
  signal?: AbortSignal,
): Promise<Outcome<readonly PortalUserId[]>> {
  const wanted = [...new Set(people)]
  const busy = new Set<PortalUserId>()
  const first = plusDays(dateAt(period.fromMs, zone), -1)
  const last = plusDays(dateAt(period.toMs, zone), 1)
  for (let at = 0; at < wanted.length; at += chunkSize) {
    const chunk = wanted.slice(at, at + chunkSize)
    const outcome = await calls.busy(chunk, first, last, signal)
    if (!outcome.ok) return outcome
    for (const id of chunk) {
      const rows = outcome.value[String(id)] ?? []
      if (rows.some((row) => touches(row, period, zone))) busy.add(id)
    }
  }
  return { ok: true, value: wanted.filter((id) => busy.has(id)) }
}

/** Nothing of no length keeps anybody busy. */
function touches(
  row: BusyRow,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  zone: string,
): boolean {
  if (row.free) return false
  const own = row.time.from.zone
  const span = readSpan(row.time, row.time.allDay && isZone(own) ? own : zone, 'unknown')
  return span !== null && span.startMs < toMs && span.endMs > fromMs
}
