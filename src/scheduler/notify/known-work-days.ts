import type { Calendar, PortalCalendar } from '../../ports/calendar.ts'
import type { WorkDays } from '../../ports/dates.ts'
import type { Clock } from '../../ports/environment.ts'
import type { DayOverrides } from '../rules/work-days.ts'

export interface KnownWorkDays {
  /** As they were known a while ago; undefined until somebody has told. Asks anew in the background. Never throws. */
  now(): WorkDays | undefined
}

export interface KnownWorkDaysDeps {
  readonly calendar: Pick<Calendar, 'settings'>
  /** What an administrator imported. */
  readonly overrides: () => Promise<DayOverrides>
  readonly clock: Clock
  readonly signal?: AbortSignal
}

/** Work days change once a year; what an administrator imports is to be known within the hour. */
const askedEveryMs = 3_600_000
const portalEveryMs = 24 * 3_600_000

/** Work days for whoever reads a date and cannot wait: the portal's calendar, and an administrator's table over it. */
export function createKnownWorkDays(deps: KnownWorkDaysDeps): KnownWorkDays {
  const { calendar, overrides, clock, signal } = deps
  let known: WorkDays | undefined
  let portal: PortalCalendar | null = null
  let portalAtMs = -Infinity
  let askedAtMs = -Infinity

  return {
    now() {
      const nowMs = clock.now()
      // A clock that was put back must not keep an old answer alive.
      if (Math.abs(nowMs - askedAtMs) >= askedEveryMs) {
        askedAtMs = nowMs
        void ask(nowMs)
      }
      return known
    },
  }

  async function ask(nowMs: number): Promise<void> {
    try {
      if (Math.abs(nowMs - portalAtMs) >= portalEveryMs) {
        const told = await calendar.settings(signal)
        if (told.ok) [portal, portalAtMs] = [told.value, nowMs]
      }
      known = workDaysOf(portal, await overrides())
    } catch {
      // The database is away, or closed: what was known stands.
    }
  }
}

function workDaysOf(portal: PortalCalendar | null, overrides: DayOverrides): WorkDays {
  const { holidays, extraWorkdays, restWeekdays } = portal ?? {
    holidays: [],
    extraWorkdays: [],
    restWeekdays: [6, 7],
  }
  return {
    restWeekdays,
    dates: Object.fromEntries([
      ...holidays.map((day) => [day, 'off'] as const),
      ...extraWorkdays.map((day) => [day, 'work'] as const),
      ...[...overrides].map(([date, kind]) => [date, kind === 'off' ? 'off' : 'work'] as const),
    ]),
  }
}
