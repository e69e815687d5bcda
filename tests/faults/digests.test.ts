/**
 * The process is killed while it tells people of the morning: at the named points of the dispatcher, and at any moment.
 * Started again, it goes on: nobody is told twice, and whoever was not told is either told now or written down as in doubt.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FaultPoint } from '../../src/ports/fault-points.ts'
import { plain } from '../support/chat-client.ts'
import { createAssistants } from '../support/faults/assistants.ts'
import { openFaultWorld, type FaultWorld } from '../support/faults/fault-world.ts'
import { journeyOf } from '../support/faults/journey.ts'
import type { Newcomer } from '../support/faults/newcomer.ts'
import { pause, waitFor } from '../support/faults/waiting.ts'

const assistants = createAssistants()
const hourMs = 3_600_000
let world: FaultWorld
let people: readonly Newcomer[]
/** Midnight in Moscow. */
let dayMs = Date.parse('2026-11-24T00:00:00+03:00')

beforeAll(async () => {
  world = await openFaultWorld(assistants)
  people = [1, 2, 3, 4].map(() => world.newcomer())
  for (const newcomer of people) {
    for (const step of journeyOf(newcomer).slice(0, 3)) {
      await step.act()
      await newcomer.sees(step.sees)
      await world.atRest()
    }
    const { employee } = newcomer
    world.portal.addTask({
      title: 'Просроченный отчёт',
      responsibleId: employee,
      createdBy: employee,
      deadlineMs: Date.parse('2026-11-20T18:00:00+03:00'),
      createdAtMs: Date.parse('2026-11-01T10:00:00+03:00'),
    })
  }
}, 60_000)
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  await assistants[Symbol.asyncDispose]()
})

test('undisturbed, everybody is told', { timeout: 60_000 }, async () => {
  await beforeNextMorning()
  await morning()
  expect(await toldOf()).toEqual({ told: people.length, doubted: 0 })
})

test(
  'killed before any request has left, everybody is told, and nobody is in doubt',
  { timeout: 60_000 },
  async () => {
    await beforeNextMorning()
    await world.assistant.arm('dispatch: leased', 1)
    await morning()
    await world.comeBack()
    expect(await toldOf()).toEqual({ told: people.length, doubted: 0 })
  },
)

const points: readonly [FaultPoint, number][] = [
  ['dispatch: done outside', 2],
  ['dispatch: before settling', 1],
  ['dispatch: settling', 2],
  ['dispatch: settled', 3],
]

test.each(points)('killed at «%s», nobody is told twice', { timeout: 60_000 }, async (point, passing) => {
  await beforeNextMorning()
  await world.assistant.arm(point, passing)
  await morning()
  await world.comeBack()
  const { told, doubted } = await toldOf()
  expect(told + doubted).toBeGreaterThanOrEqual(people.length)
})

test(
  'killed before anything was handed over, everybody is told afterwards',
  { timeout: 60_000 },
  async () => {
    await beforeNextMorning()
    await world.assistant.kill()
    await world.comeBack()
    await morning()
    expect(await toldOf()).toEqual({ told: people.length, doubted: 0 })
  },
)

test(
  'killed a moment after the first was handed over, nobody is told twice',
  { timeout: 120_000 },
  async () => {
    for (const afterMs of [0, 5, 20, 60]) {
      await beforeNextMorning()
      await morning()
      await waitFor(
        () => 'the first digest',
        () => rows().some(({ state }) => state === 'sent'),
      )
      await pause(afterMs)
      await world.assistant.kill()
      await world.comeBack()
      // What the dead one was about to hand over is anybody's again after two minutes.
      await world.moveTo(dayMs + 8 * hourMs + 150_000)
      const { told, doubted } = await toldOf()
      expect(told + doubted).toBeGreaterThanOrEqual(people.length)
    }
  },
)

/** Just before eight in the morning of the next work day, with nothing left to do. */
async function beforeNextMorning(): Promise<void> {
  do dayMs += 24 * hourMs
  while ([0, 6].includes(new Date(dayMs + 3 * hourMs).getUTCDay()))
  await world.moveTo(dayMs + 8 * hourMs - 20_000)
  await world.atRest()
}

async function morning(): Promise<void> {
  await world.moveTo(dayMs + 8 * hourMs + 1_000)
}

function rows() {
  return world.ledger.digests('morning', dateOf())
}

function dateOf(): string {
  return new Date(dayMs + 3 * hourMs).toISOString().slice(0, 10)
}

/** Everybody's digest of the day has come to its end: once in the chat, or in doubt and at most once in the chat. */
async function toldOf(): Promise<{ readonly told: number; readonly doubted: number }> {
  await waitFor(
    () => `the digests of ${dateOf()}: ${JSON.stringify(rows())}`,
    () =>
      rows().length === people.length && rows().every(({ state }) => state === 'sent' || state === 'unknown'),
  )
  await world.atRest()
  const greeting = `, ${long.format(dayMs)}.`
  const seen = people.map((newcomer) => ({
    times: newcomer
      .transcript()
      .filter((line) => line.includes('Доброе утро, Анна') && plain(line).includes(greeting)).length,
    state: rows().find(({ key }) => key.startsWith(`morning:${newcomer.employee}:`))?.state,
  }))
  expect(seen.filter(({ times }) => times > 1)).toEqual([])
  expect(seen.filter(({ times, state }) => times === 0 && state === 'sent')).toEqual([])
  const doubted = seen.filter(({ state }) => state === 'unknown').length
  return { told: seen.filter(({ times }) => times === 1).length, doubted }
}

const long = new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long', timeZone: 'Europe/Moscow' })
