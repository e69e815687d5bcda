import type { BulkReads, EmployeeInZone, TaskLine } from '../../ports/bulk-reads.ts'
import type { Clock } from '../../ports/environment.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { command } from './batch.ts'
import { daysOf, eventsPerBatch, readCalendars, showEvents } from './bulk-events.ts'
import type { BulkEventsDeps } from './bulk-events.ts'
import { byZone, createFailures } from './bulk-people.ts'
import type { Failures } from './bulk-people.ts'
import type { BulkRunner } from './bulk-run.ts'
import { isLiveEntry } from './calendar-calls.ts'
import { toCalendarFailure } from './calendar-errors.ts'
import { withTimes } from './calendar-find.ts'
import type { FoundEvent } from './calendar-find.ts'
import { eventsBetween } from './calendar-order.ts'
import { oneEvent } from './calendar-schemas.ts'
import { entryOf } from './calendar-view.ts'
import { toFailure } from './errors.ts'
import { isTaskId } from './task-card.ts'
import { taskLineFields, toTaskLine } from './task-line.ts'
import { taskLineFound } from './task-schemas.ts'
import type { RawTaskLine } from './task-schemas.ts'

type StillThere = BulkReads['stillThere']
type Asked = Parameters<StillThere>[0]

const taskMethod = 'tasks.task.get'
const tasksPerBatch = 50
const eventMethod = 'calendar.event.getbyid'

/** Reads tasks by their ids, and events with the calendars they should be in. */
export async function stillThere(
  deps: BulkEventsDeps,
  asked: Asked,
  signal: AbortSignal | undefined,
): ReturnType<StillThere> {
  const [tasks, events] = await Promise.all([readTasks(deps, asked, signal), readEvents(deps, asked, signal)])
  return new Map(
    asked.map(({ employee }) => [
      employee,
      {
        tasks: tasks.get(employee) ?? nothing,
        events: events.get(employee) ?? nothing,
      },
    ]),
  )
}

const nothing = { ok: true, value: [] } as const

async function readTasks(
  deps: { readonly runner: BulkRunner; readonly clock: Clock; readonly portal: string },
  asked: Asked,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<PortalUserId, Outcome<readonly TaskLine[]>>> {
  const { runner, clock, portal } = deps
  const ids = [...new Set(asked.flatMap(({ tasks }) => tasks))].filter(isTaskId)
  const commands = ids.map((id) => command(taskMethod, { taskId: id, select: taskLineFields }, taskLineFound))
  const results = await runner.run(commands, tasksPerBatch, signal)
  const rows = new Map<number, RawTaskLine>()
  const failures = createFailures()
  for (const [at, id] of ids.entries()) {
    const result = results[at]
    // One that answers for another is none of those asked for.
    if (result?.type === 'ok' && result.value?.id === id) rows.set(id, result.value)
    if (result === undefined || result.type === 'ok') continue
    const failure = toFailure(taskMethod, 'read', result, clock.now())
    // The webhook may not see it any more, and so is gone like one that was deleted.
    if (failure.reason === 'denied') continue
    failures.add(
      asked.filter(({ tasks }) => tasks.includes(id)),
      failure,
    )
  }
  return new Map(
    asked.map((person) => [
      person.employee,
      failures.or(person, () =>
        person.tasks.flatMap((id) => {
          const row = rows.get(id)
          return row === undefined ? [] : (toTaskLine(row, person.employee, portal) ?? [])
        }),
      ),
    ]),
  )
}

async function readEvents(deps: BulkEventsDeps, asked: Asked, signal: AbortSignal | undefined) {
  const failures = createFailures()
  const wanted = asked.filter(({ events }) => events.length > 0)
  const placed = byZone(wanted, deps.clock.now(), failures)
  const found = new Map(
    await readCalendars(
      deps,
      placed.map((person) => ({ person, days: daysOf([person], periodOf(person)) })),
      failures,
      signal,
    ),
  )
  const lost = placed
    .filter((person) => !failures.has(person))
    .flatMap((person) => idsLost(person, found.get(person.employee) ?? []).map((id) => ({ person, id })))
  for (const { person, event } of await readLost(deps, lost, failures, signal)) {
    found.set(person.employee, [...(found.get(person.employee) ?? []), event])
  }
  const inOrder = new Map([...found].map(([id, events]) => [id, eventsBetween(events, -Infinity, Infinity)]))
  const shown = await showEvents(deps, inOrder, signal)
  return new Map(
    wanted.map((person) => [person.employee, failures.or(person, () => shown.get(person.employee) ?? [])]),
  )
}

function periodOf({ events }: Asked[number]) {
  const starts = events.map(({ startMs }) => startMs)
  return { fromMs: Math.min(...starts), toMs: Math.max(...starts) }
}

/** Events that stand alone and are not where they were: moved to another week, or gone. */
function idsLost({ events }: Asked[number], found: readonly FoundEvent[]): readonly number[] {
  const alone = events.filter(({ id, occurrence }) => occurrence === null && isTaskId(id))
  return alone
    .map(({ id }) => id)
    .filter((id) => !found.some(({ row }) => row.id === id || row.parentId === id))
}

async function readLost(
  { runner, clock }: BulkEventsDeps,
  lost: readonly { readonly person: EmployeeInZone; readonly id: number }[],
  failures: Failures,
  signal: AbortSignal | undefined,
): Promise<readonly { readonly person: EmployeeInZone; readonly event: FoundEvent }[]> {
  const commands = lost.map(({ id }) => command(eventMethod, { id }, oneEvent))
  const results = await runner.run(commands, eventsPerBatch, signal)
  return lost.flatMap(({ person, id }, at) => {
    const result = results[at]
    if (result === undefined) return []
    if (result.type !== 'ok') {
      const failure = toCalendarFailure(eventMethod, 'read', result, clock.now())
      if (failure.reason !== 'denied') failures.add([person], failure)
      return []
    }
    const row = result.value
    const isTheirs =
      row !== null && row.id === id && isLiveEntry(row) && entryOf(row, person.employee) !== null
    return isTheirs ? withTimes([row], person.zone).map((event) => ({ person, event })) : []
  })
}
