/**
 * A week of one person under chance: any zone, changes of clocks, a ticker that sleeps and stands still, objects that
 * appear, move, are declined, closed, given away and deleted, settings and zones that change.
 */
import { array, boolean, constantFrom, integer, nat, oneof, record, type Arbitrary } from 'fast-check'
import type { CalendarEvent } from '../../../src/ports/calendar.ts'
import type { Payload, Recipient, TaskFacts } from '../../../src/scheduler/rules/notification.ts'
import { dates, zones } from './arbitraries.ts'
import { anna, defaults, meeting, noDigests, task } from './people.ts'

export const minuteMs = 60_000

/** One thing that happens, and for how long the ticker then sleeps. */
export interface Step {
  readonly sleepMinutes: number
  /** What was sent is always looked at anew; what is planned only now and then. */
  readonly scans: boolean
  /** The process is killed between sending and writing it down. */
  readonly killed: boolean
  readonly what: Change
}

export type Change =
  | { readonly type: 'nothing' }
  | { readonly type: 'event'; readonly id: number; readonly inMinutes: number; readonly important: boolean }
  | { readonly type: 'answer'; readonly id: number; readonly answer: 'no' | 'yes' }
  | { readonly type: 'task'; readonly id: number; readonly inMinutes: number }
  | { readonly type: 'status'; readonly id: number; readonly status: TaskFacts['status'] }
  | { readonly type: 'role'; readonly id: number; readonly role: TaskFacts['role'] }
  | { readonly type: 'delete'; readonly id: number }
  | { readonly type: 'zone'; readonly zone: string }
  | { readonly type: 'hour'; readonly digest: 'morning' | 'evening'; readonly atMinutes: number }

const ids = nat({ max: 3 })

export const changes: Arbitrary<Change> = oneof(
  record({ type: constantFrom('nothing' as const) }),
  record({
    type: constantFrom('event' as const),
    id: ids,
    inMinutes: integer({ min: -30, max: 3_000 }),
    important: boolean(),
  }),
  record({
    type: constantFrom('answer' as const),
    id: ids,
    answer: constantFrom('no' as const, 'yes' as const),
  }),
  record({ type: constantFrom('task' as const), id: ids, inMinutes: integer({ min: -600, max: 4_000 }) }),
  record({
    type: constantFrom('status' as const),
    id: ids,
    status: constantFrom('pending', 'in_progress', 'awaiting_control', 'completed', 'deferred'),
  }),
  record({
    type: constantFrom('role' as const),
    id: ids,
    role: constantFrom('responsible', 'creator', 'accomplice'),
  }),
  record({ type: constantFrom('delete' as const), id: ids }),
)

/** People do not move every hour: what changes the clock itself is rarer. */
export const moves: Arbitrary<Change> = oneof(
  { weight: 8, arbitrary: changes },
  { weight: 1, arbitrary: record({ type: constantFrom('zone' as const), zone: zones }) },
  {
    weight: 1,
    arbitrary: record({
      type: constantFrom('hour' as const),
      digest: constantFrom('morning' as const, 'evening' as const),
      atMinutes: integer({ min: 5 * 60, max: 22 * 60 }),
    }),
  },
)

/** Mostly minutes, sometimes a downtime of hours, sometimes a clock that is set back. */
const sleeps = oneof(
  { weight: 6, arbitrary: integer({ min: 1, max: 30 }) },
  { weight: 2, arbitrary: integer({ min: 30, max: 240 }) },
  { weight: 1, arbitrary: integer({ min: 240, max: 1_600 }) },
  { weight: 1, arbitrary: integer({ min: -10, max: -1 }) },
)

export const weeks = (what: Arbitrary<Change>) =>
  record({
    zone: zones,
    date: dates,
    digests: boolean(),
    workDaysOnly: boolean(),
    steps: array(record({ sleepMinutes: sleeps, scans: boolean(), killed: boolean(), what }), {
      minLength: 5,
      maxLength: 60,
      size: 'max',
    }),
  })

/** Where the person is, and what the portal knows. */
export interface Life {
  nowMs: number
  person: Recipient
  readonly events: Map<number, CalendarEvent>
  readonly tasks: Map<number, TaskFacts>
}

export interface Setting {
  readonly zone: string
  readonly date: string
  readonly digests: boolean
  readonly workDaysOnly: boolean
}

export function beginLife(week: Setting): Life {
  const settings = { ...(week.digests ? defaults : noDigests), workDaysOnly: week.workDaysOnly }
  return {
    nowMs: Date.parse(`${week.date}T00:07:00Z`),
    person: anna({ zone: week.zone, settings }),
    events: new Map(),
    tasks: new Map(),
  }
}

export function happen(world: Life, what: Change): void {
  const { nowMs } = world
  if (what.type === 'event') {
    const start = new Date(nowMs + what.inMinutes * minuteMs)
    const end = new Date(start.getTime() + 45 * minuteMs)
    const event = meeting(what.id, '2026-01-01 00:00', '2026-01-01 01:00', { important: what.important })
    world.events.set(what.id, { ...event, start: start.toISOString(), end: end.toISOString() })
  } else if (what.type === 'answer') {
    const event = world.events.get(what.id)
    if (event !== undefined) world.events.set(what.id, { ...event, answer: what.answer })
  } else if (what.type === 'task') {
    const deadline = new Date(nowMs + what.inMinutes * minuteMs).toISOString()
    world.tasks.set(what.id, { ...task(what.id, null), deadline, deadlineSetAtMs: nowMs })
  } else if (what.type === 'status' || what.type === 'role') {
    const found = world.tasks.get(what.id)
    if (found === undefined) return
    const changed = what.type === 'status' ? { status: what.status } : { role: what.role }
    world.tasks.set(what.id, { ...found, ...changed, deadlineSetAtMs: nowMs })
  } else if (what.type === 'delete') {
    world.events.delete(what.id)
    world.tasks.delete(what.id)
  } else if (what.type === 'zone') {
    world.person = { ...world.person, zone: what.zone, chosenAtMs: { morning: nowMs, evening: nowMs } }
  } else if (what.type === 'hour') {
    const settings = { ...world.person.settings, [what.digest]: { enabled: true, atMinutes: what.atMinutes } }
    const chosenAtMs = { ...world.person.chosenAtMs, [what.digest]: nowMs }
    world.person = { ...world.person, settings, chosenAtMs }
  }
}

/** Whether a reminder says how things are: of nothing that is closed, moved, declined, deleted or not theirs. */
export function isTrue(payload: Payload, world: Life): boolean {
  if (payload.type === 'event') {
    const event = world.events.get(payload.event)
    return event !== undefined && event.answer !== 'no' && Date.parse(event.start) === payload.startMs
  }
  if (payload.type !== 'deadline') return true
  const found = world.tasks.get(payload.task)
  return (
    found?.deadline === new Date(payload.deadlineMs).toISOString() &&
    ['pending', 'in_progress'].includes(found.status) &&
    found.role === 'responsible'
  )
}
