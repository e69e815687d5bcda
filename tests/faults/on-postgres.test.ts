/**
 * The core of the fault tests on PostgreSQL: the assistant dies at every named point, in the step where most depends on it,
 * and the server is shut down in the middle of everything.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FaultPoint } from '../../src/ports/fault-points.ts'
import { createAssistants } from '../support/faults/assistants.ts'
import { openFaultWorld, type FaultWorld } from '../support/faults/fault-world.ts'
import { effectsOf, expectDoneOnce, expectFileWhole } from '../support/faults/invariants.ts'
import { journeyOf, type StepName } from '../support/faults/journey.ts'
import type { Newcomer } from '../support/faults/newcomer.ts'
import { repetitions, shownTexts } from '../support/faults/outgoing.ts'
import { waitFor } from '../support/faults/waiting.ts'
import { startPostgres } from '../support/postgres/server.ts'
import { prepareDatabases } from '../support/postgres/databases.ts'
import { sharedServers } from '../support/postgres/shared.ts'

const assistants = createAssistants()
let world: FaultWorld
let undisturbed: { readonly texts: readonly string[]; readonly effects: readonly string[] }
const everybody: Newcomer[] = []

beforeAll(async () => {
  world = await openFaultWorld(assistants, { postgres: (await sharedServers()).direct })
  for (const method of ['user.search', 'im.notify.system.add', 'tasks.task.add'])
    world.portal.fault({ kind: 'delay', method, delayMs: 60 })
  const { newcomer } = await goTheWay(world)
  expectDoneOnce(world, newcomer)
  undisturbed = { texts: shownTexts(world.telegram, newcomer.chatId), effects: effectsOf(world, newcomer) }
  everybody.push(newcomer)
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  await assistants[Symbol.asyncDispose]()
})

const points: readonly (readonly [FaultPoint, StepName, number])[] = [
  ['turn: update claimed', 'create', 1],
  ['turn: decided', 'assignee', 2],
  ['turn: chat saved', 'code', 1],
  ['turn: before commit', 'create', 1],
  ['turn: after commit', 'create', 1],
  ['dispatch: leased', 'create', 1],
  ['dispatch: done outside', 'create', 2],
  ['dispatch: before settling', 'create', 2],
  ['dispatch: settling', 'assignee', 2],
  ['dispatch: settled', 'code', 1],
]

test.each(points)('killed at «%s» on PostgreSQL, nothing is lost and nothing done twice', async (...kill) => {
  const { newcomer, repeatable } = await goTheWay(world, kill)
  everybody.push(newcomer)
  const repeated = repetitions(undisturbed.texts, shownTexts(world.telegram, newcomer.chatId))
  expect(repeated.length).toBeLessThanOrEqual(repeatable)
  expect(effectsOf(world, newcomer)).toEqual(undisturbed.effects)
  expectDoneOnce(world, newcomer)
  expectFileWhole(world, everybody)
})

test('the server is shut down at once, three times in the middle of everything, and everybody is served', async () => {
  await using server = await startPostgres()
  const address = `postgres://postgres@127.0.0.1:${server.port}`
  await prepareDatabases(address)
  await using shaken = await openFaultWorld(assistants, { postgres: address })
  const newcomers: Newcomer[] = []
  async function journey() {
    const newcomer = shaken.newcomer()
    newcomers.push(newcomer)
    for (const step of journeyOf(newcomer)) {
      await step.act()
      await newcomer.sees(step.sees)
    }
  }
  const journeys = Promise.all([journey(), journey(), journey()])
  for (let restarts = 0; restarts < 3; restarts += 1) {
    await new Promise((resolve) => setTimeout(resolve, 150))
    await server.restart()
  }
  await journeys
  await shaken.atRest()
  expect(shaken.assistant.isAlive()).toBe(true)
  for (const newcomer of newcomers) {
    const told = shownTexts(shaken.telegram, newcomer.chatId)
    expect(repetitions(undisturbed.texts, told).length).toBeLessThanOrEqual(3)
    expectDoneOnce(shaken, newcomer)
  }
  expectFileWhole(shaken, newcomers)
})

test('killed while it hands out the morning, it tells nobody twice, by the clock of the database', async () => {
  const overdue = Date.parse('2026-11-20T18:00:00+03:00')
  for (const { employee } of everybody)
    world.portal.addTask({
      title: 'Просроченный отчёт',
      responsibleId: employee,
      createdBy: employee,
      deadlineMs: overdue,
      createdAtMs: Date.parse('2026-11-01T10:00:00+03:00'),
    })
  await world.moveTo(Date.parse('2026-11-25T07:59:40+03:00'))
  await world.atRest()
  await world.assistant.arm('dispatch: settled', 1)
  await world.moveTo(Date.parse('2026-11-25T08:00:01+03:00'))
  await world.comeBack()
  const rows = () => world.ledger.digests('morning', '2026-11-25')
  await waitFor(
    () => `the digests: ${JSON.stringify(rows())}`,
    () =>
      rows().length === everybody.length &&
      rows().every(({ state }) => state === 'sent' || state === 'unknown'),
  )
  await world.atRest()
  const times = everybody.map(
    ({ chatId }) =>
      shownTexts(world.telegram, chatId).filter((text) => text.includes('Просроченный отчёт')).length,
  )
  expect(Math.max(...times)).toBe(1)
  // Whoever was not told is one of whom nobody could know it.
  const doubted = rows().filter(({ state }) => state === 'unknown').length
  expect(times.filter((told) => told === 0).length).toBeLessThanOrEqual(doubted)
})

/** A newcomer does every step once; the assistant dies at the one named, with that many messages sent and not settled at most. */
async function goTheWay(
  inWorld: FaultWorld,
  kill?: readonly [point: FaultPoint, step: StepName, passing: number],
): Promise<{ readonly newcomer: Newcomer; readonly repeatable: number }> {
  const newcomer = inWorld.newcomer()
  let repeatable = 0
  for (const step of journeyOf(newcomer)) {
    const isHere = kill?.[1] === step.name
    if (isHere) await inWorld.assistant.arm(kill[0], kill[2])
    await step.act()
    if (isHere) repeatable += (await inWorld.comeBack()).length
    await newcomer.sees(step.sees)
    await inWorld.atRest()
  }
  return { newcomer, repeatable }
}
