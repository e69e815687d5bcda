/** Two whole assistants on one PostgreSQL, behind one address that Telegram brings its updates to. */
import { afterAll, expect, test } from 'vitest'
import { createAssistants } from '../support/faults/assistants.ts'
import { expectDoneOnce, expectFileWhole } from '../support/faults/invariants.ts'
import { journeyOf } from '../support/faults/journey.ts'
import type { Newcomer } from '../support/faults/newcomer.ts'
import { repetitions, shownTexts } from '../support/faults/outgoing.ts'
import { openReplicas } from '../support/faults/replica-world.ts'
import { sharedServers } from '../support/postgres/shared.ts'

const assistants = createAssistants()
afterAll(() => assistants[Symbol.asyncDispose]())

test.each([
  ['each update to one of them', false],
  ['each update to both of them at once', true],
])('two replicas that get %s keep every conversation in order, and do everything once', async (_, toAll) => {
  await using world = await openReplicas(assistants, await sharedServers(), { toAll })
  const newcomers = [world.newcomer(), world.newcomer(), world.newcomer()]
  await Promise.all(newcomers.map(goTheWay))
  await world.atRest()
  const [first, ...others] = newcomers.map(({ chatId }) => shownTexts(world.telegram, chatId))
  for (const texts of others) expect(texts).toEqual(first)
  for (const newcomer of newcomers) expectDoneOnce(world, newcomer)
  expectFileWhole(world, newcomers)
  expect(Math.min(...world.balancer.taken)).toBeGreaterThan(0)
})

test('a replica that dies is not missed: the other takes its updates and finishes what it had begun', async () => {
  await using world = await openReplicas(assistants, await sharedServers())
  const undisturbed = world.newcomer()
  await goTheWay(undisturbed)
  await world.atRest()
  const texts = shownTexts(world.telegram, undisturbed.chatId)
  const newcomer = world.newcomer()
  for (const step of journeyOf(newcomer)) {
    if (step.name === 'assignee') {
      await step.act()
      await world.replicas[0]?.kill()
      await world.outlastLeases()
    } else await step.act()
    await newcomer.sees(step.sees)
  }
  await world.atRest()
  expect(repetitions(texts, shownTexts(world.telegram, newcomer.chatId)).length).toBeLessThanOrEqual(1)
  expectDoneOnce(world, newcomer)
  expectFileWhole(world, [undisturbed, newcomer])
})

async function goTheWay(newcomer: Newcomer): Promise<void> {
  for (const step of journeyOf(newcomer)) {
    await step.act()
    await newcomer.sees(step.sees)
  }
}
