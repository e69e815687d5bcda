/** News of the portal asked for one person at a time, through the same doors as their own commands. */
import type { Calendar, Outcome, TaskDesk, TaskRow } from '../../ports.ts'
import type { TaskFacts } from '../rules/notification.ts'
import type { PortalNews } from './portal-news.ts'

export function createPlainNews(deps: { readonly calendar: Calendar; readonly desk: TaskDesk }): PortalNews {
  const { calendar, desk } = deps
  return {
    async tasks(people, { nowMs }, signal) {
      const found = await Promise.all(
        people.map(async ({ employee, zone }) => {
          const rows = await desk.list({ actor: employee, which: 'my', nowMs, zone }, signal)
          return [employee, valueOf(rows)?.map(factsOf) ?? null] as const
        }),
      )
      return new Map(found)
    },
    async events(people, { fromMs, toMs }, signal) {
      const found = await Promise.all(
        people.map(async ({ employee, zone }) => {
          const events = await calendar.list({ actor: employee, fromMs, toMs, zone }, signal)
          return [employee, valueOf(events)] as const
        }),
      )
      return new Map(found)
    },
    async event({ employee, zone }, id, occurrence, signal) {
      const found = await calendar.get({ actor: employee, id, occurrence, zone }, signal)
      if (found.ok) return found.value
      return found.reason === 'not_found' ? null : undefined
    },
    calendar: async (signal) => valueOf(await calendar.settings(signal)),
  }
}

function valueOf<T>(outcome: Outcome<T>): T | null {
  return outcome.ok ? outcome.value : null
}

function factsOf({ id, title, status, deadline, role }: TaskRow): TaskFacts {
  return {
    id,
    title,
    status,
    deadline,
    role,
    creator: null,
    url: null,
    closedAt: null,
    closedBy: null,
    deadlineSetAtMs: null,
  }
}
