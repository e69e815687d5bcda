import type { EmployeeInZone, PerEmployee } from '../../ports/bulk-reads.ts'
import type { CalendarEvent } from '../../ports/calendar.ts'
import type { NameBook } from '../../ports/employees.ts'
import type { Clock } from '../../ports/environment.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import { command } from './batch.ts'
import { byZone, chunksOf, createFailures } from './bulk-people.ts'
import type { Failures } from './bulk-people.ts'
import type { BulkRunner } from './bulk-run.ts'
import type { FullLooks } from './full-looks.ts'
import { isOwnEntry } from './calendar-calls.ts'
import { refuse, toCalendarFailure } from './calendar-errors.ts'
import { namesFor, withTimes } from './calendar-find.ts'
import type { FoundEvent } from './calendar-find.ts'
import { eventsBetween, touches } from './calendar-order.ts'
import { busyRows, eventRows } from './calendar-schemas.ts'
import type { BusyRow, EventRow } from './calendar-schemas.ts'
import { dateAt, isZone, plusDays, readSpan } from './calendar-time.ts'
import { toCalendarEvent } from './calendar-view.ts'
import type { BulkNote } from './bulk-tasks.ts'
import { toIsoDay } from './reads.ts'

export interface BulkEventsDeps {
  readonly runner: BulkRunner
  readonly clock: Clock
  readonly portal: string
  readonly names: NameBook
  readonly readLink: (text: string) => string | null
  readonly note: (note: BulkNote) => void
}

const busyMethod = 'calendar.accessibility.get'
const method = 'calendar.event.get'
/** The documents name no limit; this many people at once is what was tried (reference of digests). */
const busyChunk = 50
const busyPerBatch = 25
/** 0.065 s a command (docs' examples). */
export const eventsPerBatch = 50

interface Period {
  readonly fromMs: number
  readonly toMs: number
}

/** First who has anything at all, by fifty people a command; then the calendars of those, and of some of the others. */
export async function bulkEvents(
  deps: BulkEventsDeps & { readonly looks: FullLooks },
  people: readonly EmployeeInZone[],
  period: Period,
  signal: AbortSignal | undefined,
): Promise<PerEmployee<readonly CalendarEvent[]>> {
  const failures = createFailures()
  const inOrder = byZone(people, deps.clock.now(), failures)
  const engaged = await engagedPeople(deps, inOrder, period, failures, signal)
  const known = new Set(engaged)
  const others = inOrder.filter((person) => !known.has(person) && !failures.has(person))
  const wanted = [...engaged, ...deps.looks.among(others, inOrder.length, engaged.length)]
  const read = await readCalendars(
    deps,
    wanted.map((person) => ({ person, days: daysOf([person], period) })),
    failures,
    signal,
  )
  const found = new Map(
    [...read].map(([id, events]) => [id, eventsBetween(events, period.fromMs, period.toMs)]),
  )
  for (const [employee, events] of found) deps.looks.read(employee, events.length > 0)
  const shown = await showEvents(deps, found, signal)
  return new Map(
    people.map((person) => [person.employee, failures.or(person, () => shown.get(person.employee) ?? [])]),
  )
}

/** What each calendar holds on and around these days. */
export async function readCalendars(
  { runner, clock, note }: BulkEventsDeps,
  asked: readonly { readonly person: EmployeeInZone; readonly days: Days }[],
  failures: Failures,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<PortalUserId, readonly FoundEvent[]>> {
  const commands = asked.map(({ person, days }) =>
    command(method, { type: 'user', ownerId: person.employee, ...days } as const, eventRows),
  )
  const results = await runner.run(commands, eventsPerBatch, signal)
  const found = new Map<PortalUserId, readonly FoundEvent[]>()
  for (const [at, { person }] of asked.entries()) {
    const result = results[at]
    if (result === undefined) continue
    if (result.type !== 'ok') {
      failures.add([person], toCalendarFailure(method, 'read', result, clock.now()))
    } else if (isForgotten(result.value, person)) {
      note({ type: 'strangers', method, rows: result.value.length })
      failures.add([person], refuse('config', `${method}: the owner was not applied`))
    } else {
      const own = result.value.filter((row) => isOwnEntry(row, person.employee))
      found.set(person.employee, withTimes(own, person.zone))
    }
  }
  return found
}

/** Each person's events as they may see them; names are asked for once, for all of them. */
export async function showEvents(
  { portal, names, readLink }: BulkEventsDeps,
  found: ReadonlyMap<PortalUserId, readonly FoundEvent[]>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<PortalUserId, readonly CalendarEvent[]>> {
  const rows = [...found.values()].flatMap((events) => events.map(({ row }) => row))
  const known = await namesFor(names, rows, signal)
  return new Map(
    [...found].map(([actor, events]) => {
      const reader = { actor, portal, readLink, names: known }
      return [actor, events.map(({ row, span }) => toCalendarEvent(row, span, reader))]
    }),
  )
}

export type Days = ReturnType<typeof daysOf>

/** The portal compares whole days on the UTC clock (source): a day more at either end. */
export function daysOf(people: readonly EmployeeInZone[], { fromMs, toMs }: Period) {
  const first = people.map(({ zone }) => dateAt(fromMs, zone)).toSorted()[0] ?? dateAt(fromMs, 'utc')
  const last =
    people
      .map(({ zone }) => dateAt(toMs, zone))
      .toSorted()
      .at(-1) ?? dateAt(toMs, 'utc')
  return { from: toIsoDay(plusDays(first, -1)), to: toIsoDay(plusDays(last, 1)) }
}

async function engagedPeople(
  { runner, clock }: BulkEventsDeps,
  people: readonly EmployeeInZone[],
  period: Period,
  failures: Failures,
  signal: AbortSignal | undefined,
): Promise<readonly EmployeeInZone[]> {
  const chunks = chunksOf(people, busyChunk)
  const commands = chunks.map((chunk) => {
    const users = chunk.map(({ employee }) => employee)
    return command(busyMethod, { users, ...daysOf(chunk, period) }, busyRows)
  })
  const results = await runner.run(commands, busyPerBatch, signal)
  return chunks.flatMap((chunk, at) => {
    const result = results[at]
    if (result?.type === 'ok') return chunk.filter((person) => isEngaged(result.value, person, period))
    if (result !== undefined) failures.add(chunk, toCalendarFailure(busyMethod, 'read', result, clock.now()))
    return []
  })
}

/** Whoever is not in the answer, or has something nobody can tell the time of, is looked at more closely. */
function isEngaged(
  answer: Readonly<Record<string, BusyRow[]>>,
  { employee, zone }: EmployeeInZone,
  { fromMs, toMs }: Period,
): boolean {
  const rows = answer[String(employee)]
  if (rows === undefined) return Object.keys(answer).length > 0
  return rows.some(({ time }) => {
    const own = time.from.zone
    const span = readSpan(time, time.allDay && isZone(own) ? own : zone, 'unknown')
    return span === null || touches(span, fromMs, toMs)
  })
}

function isForgotten(rows: readonly EventRow[], { employee }: EmployeeInZone): boolean {
  return rows.length > 0 && rows.every(({ ownerId }) => ownerId !== employee)
}
