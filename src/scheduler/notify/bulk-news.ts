/** News of the portal, read for many people at once and behind everybody who waits for an answer. */
import type { BulkReads, Calendar, Clock, Outcome, PortalCalendar, TaskLine } from '../../ports.ts'
import type { TaskFacts } from '../rules/notification.ts'
import type { PortalNews } from './portal-news.ts'

export interface BulkNewsDeps {
  readonly bulk: BulkReads
  readonly calendar: Pick<Calendar, 'get' | 'settings'>
  readonly clock: Clock
}

/** Work days change once a year. */
const calendarEveryMs = 3_600_000

export function createBulkNews({ bulk, calendar, clock }: BulkNewsDeps): PortalNews {
  let settings: PortalCalendar | null = null
  let askedAtMs = -Infinity

  return {
    async tasks(people, { untilMs }, signal) {
      const found = await bulk.openTasks(people, { untilMs, control: true, closedToday: true }, signal)
      return new Map([...found].map(([employee, lines]) => [employee, valueOf(lines)?.map(factsOf) ?? null]))
    },
    async events(people, { fromMs, toMs }, signal) {
      const found = await bulk.events(people, fromMs, toMs, signal)
      return new Map([...found].map(([employee, events]) => [employee, valueOf(events)]))
    },
    async event({ employee, zone }, id, occurrence, signal) {
      const found = await calendar.get({ actor: employee, id, occurrence, zone }, signal)
      if (found.ok) return found.value
      return found.reason === 'not_found' ? null : undefined
    },
    async calendar(signal) {
      if (clock.now() - askedAtMs < calendarEveryMs) return settings
      askedAtMs = clock.now()
      // What was known before is better than nothing.
      settings = valueOf(await calendar.settings(signal)) ?? settings
      return settings
    },
  }
}

function valueOf<T>(outcome: Outcome<T>): T | null {
  return outcome.ok ? outcome.value : null
}

function factsOf({ createdAt, ...line }: TaskLine): TaskFacts {
  const { id, title, status, deadline, role, creator, url, closedAt, closedBy } = line
  // The portal does not say when a deadline was set; before the task was made it was not.
  const deadlineSetAtMs = createdAt === null ? null : Date.parse(createdAt)
  return { id, title, status, deadline, role, creator, url, closedAt, closedBy, deadlineSetAtMs }
}
