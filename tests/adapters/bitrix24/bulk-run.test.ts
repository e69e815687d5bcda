import { setTimeout as pause } from 'node:timers/promises'

import { expect, test } from 'vitest'

import type { PerEmployee, TaskLine } from '../../../src/ports/bulk-reads.ts'
import { createTaskDesk } from '../../../src/adapters/bitrix24/task-desk.ts'
import { createLimiter } from '../../../src/adapters/bitrix24/limiter.ts'
import type { Limiter } from '../../../src/adapters/bitrix24/limiter.ts'
import { createOperatingTracker } from '../../../src/adapters/bitrix24/operating.ts'
import { bigCompany, peopleOf } from './big-company.ts'
import { inMoscow, nowMs, openBulk, titlesOf, untilMs } from './bulk-scene.ts'
import { createHandClock } from './hand-clock.ts'
import type { HandClock } from './hand-clock.ts'
import { anna, batchLines, igor } from './task-desk-portal.ts'

const minuteMs = 60_000
const method = 'tasks.task.list'

/** Two hundred people are forty-eight commands; each is counted as so many seconds of work. */
function working(operatingPerCall: number, operatingCap = 480) {
  return { company: bigCompany(200), limits: true, modes: { operatingPerCall, operatingCap } }
}

function isWhole(read: PerEmployee<readonly TaskLine[]>): boolean {
  return [...read.values()].every((outcome) => outcome.ok && outcome.value.length === 7)
}

test('a method is left alone at six tenths of its working time, and gone on with after the reset', async () => {
  await using scene = await openBulk(working(2, 100), { operatingCapSeconds: 100 })
  const startMs = scene.portal.clock.now()
  expect(isWhole(await scene.bulk.openTasks(peopleOf(200), { untilMs }))).toBe(true)
  expect(scene.notes[0]).toMatchObject({ type: 'waits', method })
  const { requests } = scene.portal.sandbox
  const early = requests.filter(({ atMs }) => atMs < startMs + 10 * minuteMs)
  const calls = early.reduce((sum, { params }) => sum + Object.keys(params['cmd'] ?? {}).length, 0)
  expect(calls * 2).toBe(60)
  expect(scene.portal.clock.now() - startMs).toBeGreaterThanOrEqual(10 * minuteMs)
  expect(scene.portal.clock.now() - startMs).toBeLessThan(11 * minuteMs)
})

test('a batch that is refused as a whole is waited for, and not sent again and again meanwhile', async () => {
  await using scene = await openBulk(working(0.1))
  const startMs = scene.portal.clock.now()
  scene.portal.sandbox.fault({
    kind: 'status',
    status: 429,
    code: 'OPERATION_TIME_LIMIT',
    method: 'batch',
    times: 1,
  })
  expect(isWhole(await scene.bulk.openTasks(peopleOf(200), { untilMs }))).toBe(true)
  expect(scene.portal.clock.now() - startMs).toBeGreaterThanOrEqual(minuteMs)
  const refused = scene.portal.sandbox.requests.filter(({ fault }) => fault === 'status')
  expect(refused).toHaveLength(1)
})

test('who has no more patience says so for those who were not read, and until when', async () => {
  const patienceMs = 2 * minuteMs
  await using scene = await openBulk(working(2, 100), { operatingCapSeconds: 100, patienceMs })
  const read = await scene.bulk.openTasks(peopleOf(200), { untilMs })
  const failed = [...read.values()].filter((outcome) => !outcome.ok)
  expect(failed.length).toBeGreaterThan(0)
  expect(failed.length).toBeLessThan(200)
  for (const outcome of failed) {
    expect(outcome.retryAfterMs).toBeGreaterThan(patienceMs)
    expect(outcome.retryAfterMs).toBeLessThanOrEqual(10 * minuteMs)
  }
})

test('people may still call a method that a digest may not call any more', async () => {
  await using scene = await openBulk(working(2, 100), { operatingCapSeconds: 100, patienceMs: 0 })
  await scene.bulk.openTasks(peopleOf(200), { untilMs })
  const { client, clock } = { client: scene.portal.connect(), clock: scene.portal.clock }
  const desk = createTaskDesk({
    client,
    clock,
    names: { names: () => Promise.resolve({ ok: true, value: [] }) },
  })
  const actor = peopleOf(1)[0]?.employee ?? anna
  const list = await desk.list({ actor, which: 'my', nowMs, zone: 'Europe/Moscow' })
  expect(list).toMatchObject({ ok: true })
})

test('a portal that says stop earlier than it is known to is waited for as well', async () => {
  await using scene = await openBulk(working(2, 80))
  expect(isWhole(await scene.bulk.openTasks(peopleOf(200), { untilMs }))).toBe(true)
  expect(scene.notes).toMatchObject([{ type: 'waits', method }])
})

test('people who ask something while a digest is read do not wait for it', async () => {
  const waits: number[] = []
  let ask: (() => Promise<void>) | null = null
  const asking: typeof globalThis.fetch = async (input, init) => {
    const response = await fetch(input, init)
    await ask?.()
    return response
  }
  const limiterOf = (clock: HandClock): Limiter => {
    // The digest has two tokens of its own, and then one in half a second.
    const size = { perSecond: 1.8, burst: 12, reserve: 10 }
    const limiter = createLimiter({ clock, sleep: clock.sleep }, size)
    ask = async () => {
      const startMs = clock.now()
      await limiter.take('interactive')
      waits.push(clock.now() - startMs)
    }
    return limiter
  }
  await using scene = await openBulk(working(0.2), { fetch: asking, limiterOf })
  const { clock } = scene.portal
  const startMs = clock.now()
  const people = peopleOf(200)
  await scene.bulk.openTasks(people, { untilMs })
  await scene.bulk.events(people, nowMs, untilMs)
  expect(clock.now()).toBeGreaterThan(startMs)
  expect(waits.length).toBeGreaterThan(5)
  expect(new Set(waits)).toEqual(new Set([0]))
})

test('two batches are on their way at once, and no more', async () => {
  let flying = 0
  let most = 0
  const counting: typeof globalThis.fetch = async (input, init) => {
    flying += 1
    most = Math.max(most, flying)
    await pause(5)
    const response = await fetch(input, init)
    flying -= 1
    return response
  }
  await using scene = await openBulk(working(0.2), { fetch: counting })
  const people = peopleOf(200)
  await Promise.all([
    scene.bulk.openTasks(people, { untilMs, control: true }),
    scene.bulk.events(people, nowMs, untilMs),
  ])
  expect(most).toBe(2)
})

test('lists go by twenty-five in a request, calendars by fifty', async () => {
  await using scene = await openBulk(working(0.2))
  const people = peopleOf(200)
  await scene.bulk.openTasks(people, { untilMs })
  await scene.bulk.events(people, nowMs, untilMs)
  const sizes = scene.portal.sandbox.requests.map(({ params }) => Object.keys(params['cmd'] ?? {}).length)
  // Of the eighty who seem to have nothing, thirty: what is left of a batch.
  expect(sizes).toEqual([25, 23, 4, 25, 50, 50, 25])
  expect(batchLines(scene.portal)).toHaveLength(202)
})

test('once aborted nothing more is asked, and who is left is told so', async () => {
  const controller = new AbortController()
  const aborting: typeof globalThis.fetch = async (input, init) => {
    const response = await fetch(input, init)
    controller.abort()
    return response
  }
  await using scene = await openBulk(working(0.2), { fetch: aborting })
  const read = await scene.bulk.openTasks(peopleOf(200), { untilMs }, controller.signal)
  expect(scene.requests()).toBeLessThanOrEqual(2)
  const reasons = new Set([...read.values()].map((outcome) => (outcome.ok ? 'ok' : outcome.reason)))
  expect(reasons).toEqual(new Set(['temporary']))
  expect(read.size).toBe(200)
})

test('aborted while it waits for working time it does not wait on', async () => {
  const controller = new AbortController()
  await using scene = await openBulk(working(2, 100), {
    operatingCapSeconds: 100,
    note: ({ type }) => type === 'waits' && controller.abort(),
  })
  const startMs = scene.portal.clock.now()
  const read = await scene.bulk.openTasks(peopleOf(200), { untilMs }, controller.signal)
  expect(scene.portal.clock.now() - startMs).toBeLessThan(minuteMs)
  expect([...read.values()].some((outcome) => outcome.ok)).toBe(true)
  expect([...read.values()].some((outcome) => !outcome.ok)).toBe(true)
})

test('a portal without working times in its answers is read all the same', async () => {
  await using scene = await openBulk({ modes: { operatingInTime: false } })
  scene.portal.sandbox.addTask({ title: 'Смета', responsibleId: anna, deadlineMs: nowMs })
  expect(titlesOf(await scene.bulk.openTasks(inMoscow(anna, igor), { untilMs }))).toEqual({
    [anna]: ['Смета'],
    [igor]: [],
  })
})

test('the room left for background calls goes by what the calls have cost', () => {
  const clock = createHandClock()
  const tracker = createOperatingTracker({ clock }, 100)
  const resetAtMs = clock.now() + 5 * minuteMs
  expect(tracker.roomFor(method)).toBe(25)
  tracker.note(method, 40, resetAtMs)
  expect(tracker.roomFor(method)).toBe(57)
  tracker.note(method, 42, resetAtMs)
  expect(tracker.roomFor(method)).toBe(9)
  tracker.note(method, 60, resetAtMs)
  expect(tracker.roomFor(method)).toBe(1)
  clock.advance(5 * minuteMs)
  expect(tracker.roomFor(method)).toBe(1)
  clock.advance(5 * minuteMs)
  expect(tracker.roomFor(method)).toBe(3)
})
