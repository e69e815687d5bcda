import type { Clock } from '../../ports/environment.ts'
import type { Store } from '../../store/store.ts'
import type { DayOverrides } from '../rules/work-days.ts'

/** Somebody imports a calendar once a year, from a process of its own. */
const rereadMs = 3_600_000

/** The work calendar an administrator imported, read again every hour. @throws Error when the database is away. */
export function createOverrides(
  store: Pick<Store, 'transaction'>,
  clock: Clock,
): () => Promise<DayOverrides> {
  let known: { readonly days: DayOverrides; readonly readAtMs: number } | null = null
  return async () => {
    const nowMs = clock.now()
    // A clock that was put back must not keep an old reading alive.
    if (known !== null && Math.abs(nowMs - known.readAtMs) < rereadMs) return known.days
    const all = await store.transaction((unit) => unit.workDays.all())
    known = { days: new Map(all.map(({ date, kind }) => [date, kind])), readAtMs: nowMs }
    return known.days
  }
}
