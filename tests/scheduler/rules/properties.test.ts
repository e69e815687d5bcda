/**
 * A week of one person under chance: any zone, changes of clocks, a ticker that sleeps and stands still, objects that
 * appear, move, are declined, closed, given away and deleted, settings and zones that change. After every tick it is
 * checked what was said and what should have been.
 */
import {
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  nat,
  oneof,
  property,
  record,
  type Arbitrary,
} from 'fast-check'
import { expect, test } from 'vitest'
import type { CalendarEvent } from '../../../src/ports.ts'
import { composeMessage } from '../../../src/scheduler/rules/compose/compose.ts'
import { localDate } from '../../../src/scheduler/rules/local-day.ts'
import type {
  Facts,
  PlannedNotification,
  Recipient,
  StoredNotification,
  TaskFacts,
} from '../../../src/scheduler/rules/notification.ts'
import { plan, reconcile, settledKeys } from '../../../src/scheduler/rules/plan.ts'
import { afterUncertainSend } from '../../../src/scheduler/rules/policy.ts'
import { prepare } from '../../../src/scheduler/rules/prepare.ts'
import { whyNot } from '../../../src/scheduler/rules/verify.ts'
import { dates, zones } from './arbitraries.ts'
import { anna, defaults, kept, meeting, noDigests, task, weekdays, words } from './people.ts'
import { owedDeadlines, owedDigests, owedEvents } from './owed.ts'

/** Each run is a week of up to sixty ticks; the rules as they are have stood thousands of runs. */
const numRuns = 60
const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** One thing that happens, and for how long the ticker then sleeps. */
interface Step {
  readonly sleepMinutes: number
  /** What was sent is always looked at anew; what is planned only now and then. */
  readonly scans: boolean
  /** The process is killed between sending and writing it down. */
  readonly killed: boolean
  readonly what: Change
}

type Change =
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

const changes: Arbitrary<Change> = oneof(
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
const moves: Arbitrary<Change> = oneof(
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

const weeks = (what: Arbitrary<Change>) =>
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

interface World {
  nowMs: number
  person: Recipient
  readonly events: Map<number, CalendarEvent>
  readonly tasks: Map<number, TaskFacts>
  readonly outbox: Map<string, StoredNotification>
  readonly sent: { readonly row: PlannedNotification; readonly atMs: number; readonly date: string }[]
}

function begin(week: { zone: string; date: string; digests: boolean; workDaysOnly: boolean }): World {
  const settings = { ...(week.digests ? defaults : noDigests), workDaysOnly: week.workDaysOnly }
  return {
    nowMs: Date.parse(`${week.date}T00:07:00Z`),
    person: anna({ zone: week.zone, settings }),
    events: new Map(),
    tasks: new Map(),
    outbox: new Map(),
    sent: [],
  }
}

function factsOf(world: World): Facts {
  return {
    nowMs: world.nowMs,
    person: world.person,
    events: [...world.events.values()],
    tasks: [...world.tasks.values()],
    calendar: weekdays,
    already: settledKeys([...world.outbox.values()]),
  }
}

function happen(world: World, what: Change): void {
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

function scan(world: World): void {
  const difference = reconcile({
    stored: [...world.outbox.values()],
    planned: plan(factsOf(world)),
    nowMs: world.nowMs,
    known: { events: true, tasks: true },
  })
  for (const row of [...difference.insert, ...difference.update]) world.outbox.set(row.key, kept(row))
  for (const { key, reason } of difference.cancel) settle(world, key, 'cancelled', reason)
  for (const key of difference.expire) settle(world, key, 'expired', null)
}

function settle(world: World, key: string, state: StoredNotification['state'], reason: string | null): void {
  const row = world.outbox.get(key)
  if (row !== undefined) world.outbox.set(key, { ...row, state, reason })
}

/** Sends what is due; returns how many messages that were. */
function send(world: World): number {
  const { nowMs, person } = world
  const due = [...world.outbox.values()].filter((row) => row.state === 'planned' && row.dueMs <= nowMs)
  const facts = factsOf(world)
  const { messages, cancel, later } = prepare(due, facts)
  for (const { key, reason } of cancel) settle(world, key, 'cancelled', reason)
  for (const row of later) world.outbox.set(row.key, kept(row))
  let count = 0
  for (const outgoing of messages) {
    const composed = composeMessage(outgoing, facts, words)
    expect(composed.type).not.toBe('unknown')
    if (composed.type === 'message') count += 1
    for (const row of outgoing.rows) {
      const empty = composed.type === 'empty'
      world.outbox.set(
        row.key,
        kept(row, { state: empty ? 'cancelled' : 'sent', reason: empty ? 'empty' : null }),
      )
      if (!empty) world.sent.push({ row, atMs: nowMs, date: localDate(nowMs, person.zone) })
    }
  }
  return count
}

/** Runs the steps; `check` is called after each tick. */
function live(
  world: World,
  steps: readonly Step[],
  check: () => void,
  options = { alwaysScan: false },
): void {
  for (const { sleepMinutes, scans, what } of steps) {
    happen(world, what)
    if (scans || options.alwaysScan) scan(world)
    send(world)
    check()
    world.nowMs += sleepMinutes * minuteMs
  }
}

test('each digest is sent at most once for a local date, whatever moves', () => {
  assert(
    property(weeks(moves), (week) => {
      const world = begin({ ...week, digests: true })
      live(world, week.steps, () => {
        const digests = world.sent.filter(({ row }) => row.payload.type === 'digest')
        const said = digests.map(({ row, date }) => `${row.kind} ${date}`)
        expect(new Set(said).size).toBe(said.length)
        for (const { row, date } of digests) expect(row.payload).toMatchObject({ date })
      })
    }),
    { numRuns },
  )
})

test('no row is said twice, none before its hour, none after it has expired', () => {
  assert(
    property(weeks(moves), (week) => {
      const world = begin(week)
      live(world, week.steps, () => {
        const keys = world.sent.map(({ row }) => row.key)
        expect(new Set(keys).size).toBe(keys.length)
        for (const { row, atMs } of world.sent) {
          expect(row.dueMs).toBeLessThanOrEqual(atMs)
          expect(row.expiresMs).toBeGreaterThan(atMs)
        }
      })
    }),
    { numRuns },
  )
})

test('killed between sending and writing it down, only what is about events is ever said again', () => {
  assert(
    property(weeks(moves), (week) => {
      const world = begin(week)
      for (const { sleepMinutes, killed, what } of week.steps) {
        happen(world, what)
        scan(world)
        const before = world.sent.length
        send(world)
        if (killed) world.sent.slice(before).forEach(({ row }) => forget(world, row))
        world.nowMs += sleepMinutes * minuteMs
      }
      const keys = world.sent.filter(({ row }) => row.payload.type !== 'event').map(({ row }) => row.key)
      expect(new Set(keys).size).toBe(keys.length)
    }),
    { numRuns },
  )
})

/** What the next process makes of a row whose lease ran out while it was being sent. */
function forget(world: World, row: PlannedNotification): void {
  const state = afterUncertainSend(row.payload) === 'retry' ? 'planned' : 'unknown'
  world.outbox.set(row.key, kept(row, { state }))
}

test('nothing is said of what is closed, moved, declined, deleted or not theirs', () => {
  assert(
    property(weeks(moves), (week) => {
      const world = begin(week)
      let seen = 0
      live(world, week.steps, () => {
        const wrong = world.sent.slice(seen).filter(({ row }) => !isTrue(row, world))
        expect(wrong).toEqual([])
        seen = world.sent.length
      })
    }),
    { numRuns },
  )
})

function isTrue({ payload }: PlannedNotification, world: World): boolean {
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

test('none is lost that is due and not stale: no event, no digest, no deadline', () => {
  assert(
    property(weeks(changes), (week) => {
      const world = begin(week)
      live(
        world,
        week.steps,
        () => {
          const known = {
            ...factsOf(world),
            settled: new Set(
              [...world.outbox.values()].filter(({ state }) => state !== 'planned').map(({ key }) => key),
            ),
          }
          expect(owedEvents(known)).toEqual([])
          expect(owedDigests(known)).toEqual([])
          expect(owedDeadlines(known)).toEqual([])
        },
        { alwaysScan: true },
      )
    }),
    { numRuns },
  )
})

test('a tick leaves nothing to do for a second one at the same moment', () => {
  assert(
    property(weeks(moves), (week) => {
      const world = begin(week)
      live(
        world,
        week.steps,
        () => {
          const said = world.sent.length
          const before = structuredClone([...world.outbox])
          scan(world)
          expect(send(world)).toBe(0)
          expect(world.sent).toHaveLength(said)
          expect([...world.outbox]).toEqual(before)
        },
        { alwaysScan: true },
      )
    }),
    { numRuns },
  )
})

test('what is planned would be sent by the very facts it was planned from, and stays planned as time goes on', () => {
  assert(
    property(weeks(moves), nat({ max: 30 }), (week, hours) => {
      const world = begin(week)
      live(world, week.steps, () => {})
      const facts = factsOf(world)
      const planned = plan(facts)
      const later = plan({ ...facts, nowMs: facts.nowMs + hours * hourMs })
      for (const row of planned) {
        const { payload } = row
        const event = payload.type === 'event' ? (world.events.get(payload.event) ?? null) : null
        const found = payload.type === 'deadline' ? (world.tasks.get(payload.task) ?? null) : null
        expect(whyNot(row, { ...facts, event, task: found })).toBeNull()
        const still = later.some(({ key }) => key === row.key)
        expect([row.key, still]).toEqual([row.key, row.expiresMs > facts.nowMs + hours * hourMs])
      }
    }),
    { numRuns },
  )
})

test('after any downtime one tick says at most one combined message besides what is punctual', () => {
  assert(
    property(weeks(changes), (week) => {
      const world = begin(week)
      for (const { sleepMinutes, what } of week.steps) {
        happen(world, what)
        scan(world)
        const late = [...world.outbox.values()].filter(
          ({ state, dueMs }) => state === 'planned' && dueMs < world.nowMs - minuteMs,
        )
        const punctual = [...world.outbox.values()].filter(
          ({ state, dueMs }) =>
            state === 'planned' && dueMs <= world.nowMs && dueMs >= world.nowMs - minuteMs,
        )
        const count = send(world)
        expect(count).toBeLessThanOrEqual(Math.min(late.length, 3) + punctual.length)
        world.nowMs += sleepMinutes * minuteMs
      }
    }),
    { numRuns },
  )
})
