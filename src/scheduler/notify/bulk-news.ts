/** News of the portal, read for many people at once and behind everybody who waits for an answer. */
import type { BulkReads, PerEmployee, TaskLine } from '../../ports/bulk-reads.ts'
import type { Calendar, PortalCalendar } from '../../ports/calendar.ts'
import type { Clock } from '../../ports/environment.ts'
import type { Outcome, Trouble } from '../../ports/outcome.ts'
import type { TaskFacts } from '../rules/notification.ts'
import type { NewsOf, PortalNews } from './portal-news.ts'

export interface BulkNewsDeps {
  readonly bulk: BulkReads
  readonly calendar: Pick<Calendar, 'get' | 'settings'>
  readonly clock: Clock
  /** What an administrator has to know; of one look at the portal each kind once, however many people it concerns. */
  onTrouble(trouble: Trouble): void
}

/** Work days change once a year. */
const calendarEveryMs = 3_600_000

export function createBulkNews({ bulk, calendar, clock, onTrouble }: BulkNewsDeps): PortalNews {
  let settings: PortalCalendar | null = null
  let askedAtMs = -Infinity
  let restUntilMs = -Infinity

  return {
    async tasks(people, { untilMs, control = false, closed = false, undated = false }, signal) {
      const wanted = { untilMs, control, closedToday: closed, undated }
      const found = await bulk.openTasks(people, wanted, signal)
      return eachOf(found, (lines) => lines.map(factsOf))
    },
    async events(people, { fromMs, toMs }, signal) {
      const found = await bulk.events(people, fromMs, toMs, signal)
      return eachOf(found, (events) => events)
    },
    async event({ employee, zone }, id, occurrence, signal) {
      const found = await calendar.get({ actor: employee, id, occurrence, zone }, signal)
      if (found.ok) return found.value
      tell([found])
      return found.reason === 'not_found' ? null : undefined
    },
    restMs: () => Math.max(0, restUntilMs - clock.now()),
    async calendar(signal) {
      if (clock.now() - askedAtMs < calendarEveryMs) return settings
      askedAtMs = clock.now()
      // What was known before is better than nothing.
      const found = await calendar.settings(signal)
      tell([found])
      if (found.ok) settings = found.value
      return settings
    },
  }

  function eachOf<T, S>(found: PerEmployee<T>, read: (value: T) => S): NewsOf<S> {
    tell([...found.values()])
    for (const one of found.values()) {
      if (isUsedUp(one)) restUntilMs = Math.max(restUntilMs, clock.now() + (one.retryAfterMs ?? 0))
    }
    return new Map(
      [...found]
        .filter(([, one]) => !isUsedUp(one))
        .map(([employee, one]) => [employee, one.ok ? read(one.value) : null]),
    )
  }

  function tell(outcomes: readonly Outcome<unknown>[]): void {
    const troubles = outcomes.flatMap((one) => (one.ok || one.trouble === undefined ? [] : [one.trouble]))
    for (const trouble of new Map(troubles.map((one) => [one.kind, one])).values()) onTrouble(trouble)
  }
}

function isUsedUp(one: Outcome<unknown>): one is Extract<Outcome<never>, { ok: false }> {
  return !one.ok && one.reason === 'limited'
}

function factsOf({ createdAt, changedAt, ...line }: TaskLine): TaskFacts {
  const { id, title, status, deadline, role, creator, url, closedAt, closedBy } = line
  // The portal does not say when a deadline was set; neither before the task was made, nor after its last change.
  const deadlineSetAtMs = createdAt === null ? null : Date.parse(createdAt)
  const changedAtMs = changedAt === null ? null : Date.parse(changedAt)
  return { id, title, status, deadline, role, creator, url, closedAt, closedBy, deadlineSetAtMs, changedAtMs }
}
