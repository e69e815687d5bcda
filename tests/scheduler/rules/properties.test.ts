/** A week of one person under chance. After every tick it is checked what was said and what should have been. */
import { assert, nat, property } from 'fast-check'
import { expect, test } from 'vitest'
import { composeMessage } from '../../../src/scheduler/rules/compose/compose.ts'
import { localDate } from '../../../src/scheduler/rules/local-day.ts'
import type {
  Facts,
  PlannedNotification,
  StoredNotification,
} from '../../../src/scheduler/rules/notification.ts'
import { plan, reconcile, settledKeys } from '../../../src/scheduler/rules/plan.ts'
import { afterUncertainSend } from '../../../src/scheduler/rules/policy.ts'
import { prepare } from '../../../src/scheduler/rules/prepare.ts'
import { whyNot } from '../../../src/scheduler/rules/verify.ts'
import { kept, weekdays, words } from './people.ts'
import { owedDeadlines, owedDigests, owedEvents } from './owed.ts'
import {
  beginLife,
  changes,
  happen,
  isTrue,
  minuteMs,
  moves,
  weeks,
  type Life,
  type Setting,
  type Step,
} from './weeks.ts'

/** Each run is a week of up to sixty ticks; the rules as they are have stood thousands of runs. */
const numRuns = 60
const hourMs = 60 * minuteMs

interface World extends Life {
  readonly outbox: Map<string, StoredNotification>
  readonly sent: { readonly row: PlannedNotification; readonly atMs: number; readonly date: string }[]
}

function begin(week: Setting): World {
  return { ...beginLife(week), outbox: new Map(), sent: [] }
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
        const wrong = world.sent.slice(seen).filter(({ row }) => !isTrue(row.payload, world))
        expect(wrong).toEqual([])
        seen = world.sent.length
      })
    }),
    { numRuns },
  )
})

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
