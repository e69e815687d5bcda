/** Several people talk at once while the assistant is killed again and again, wherever it happens to be. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/adapters/clock.ts'
import { seededRandomness } from '../support/random.ts'
import { createAssistants } from '../support/faults/assistants.ts'
import { openFaultWorld, type FaultWorld } from '../support/faults/fault-world.ts'
import { effectsOf, expectDoneOnce, expectFileWhole } from '../support/faults/invariants.ts'
import { journeyOf } from '../support/faults/journey.ts'
import type { Newcomer } from '../support/faults/newcomer.ts'
import { repetitions, shownTexts } from '../support/faults/outgoing.ts'
import { everythingTwice } from '../support/faults/twice.ts'
import { pause } from '../support/faults/waiting.ts'

const assistants = createAssistants()
let undisturbed: { readonly texts: readonly string[]; readonly effects: readonly string[] }

beforeAll(async () => {
  await using world = await openFaultWorld(assistants)
  const newcomer = world.newcomer()
  await goTheWay(newcomer)
  await world.atRest()
  undisturbed = { texts: shownTexts(world.telegram, newcomer.chatId), effects: effectsOf(world, newcomer) }
})
afterAll(() => assistants[Symbol.asyncDispose]())

test('whoever gets every update twice says and does everything once', async () => {
  await using world = await openFaultWorld(assistants, { toTelegram: everythingTwice() })
  const newcomers = [world.newcomer(), world.newcomer()]
  await Promise.all(newcomers.map(goTheWay))
  await world.atRest()
  for (const newcomer of newcomers) {
    expect(shownTexts(world.telegram, newcomer.chatId)).toEqual(undisturbed.texts)
    expect(effectsOf(world, newcomer)).toEqual(undisturbed.effects)
    expectDoneOnce(world, newcomer)
  }
  expectFileWhole(world, newcomers)
})

const faultsMs = 7_000
const atOnce = 4
/** Fewer requests for a code than close linking for everybody (30 an hour). */
const newcomersMax = 25

test(
  'killed at any moment, over and over, with every update delivered twice, it serves everybody in the end',
  { timeout: 60_000 },
  async () => {
    const seed = systemClock.now() % 1_000_000
    await using world = await openFaultWorld(assistants, { toTelegram: everythingTwice() })
    const newcomers: Newcomer[] = []
    let faulty = true
    const queue = async (): Promise<void> => {
      do {
        const newcomer = world.newcomer()
        newcomers.push(newcomer)
        await goTheWay(newcomer)
      } while (faulty && newcomers.length < newcomersMax)
    }
    const journeys = Promise.all(Array.from({ length: atOnce }, queue))
    // Whoever fails early is reported after the faults have ended.
    journeys.catch(() => {})
    const kills = await killAtRandom(world, seed)
    faulty = false
    expect(kills).toBeGreaterThan(0)
    try {
      await journeys
      await world.atRest()
      for (const newcomer of newcomers) expectServed(world, newcomer)
      expectFileWhole(world, newcomers)
    } catch (error) {
      throw new Error(`With the seed ${seed}, ${kills} kills and ${newcomers.length} newcomers`, {
        cause: error,
      })
    }
  },
)

/** Every message came, in order, and no more of them twice than deliveries were taken over from the dead. */
function expectServed(world: FaultWorld, newcomer: Newcomer): void {
  const { telegram, ledger } = world
  const { chatId } = newcomer
  const told = shownTexts(telegram, chatId).filter((text) => !text.startsWith(refused))
  const repeated = repetitions(undisturbed.texts, told)
  const takenOver = ledger
    .deliveries(chatId)
    .reduce((sum, { attempts }) => sum + Math.max(0, attempts - 1), 0)
  expect(repeated.length).toBeLessThanOrEqual(takenOver + ledger.audited('wrong', chatId))
  expect(ledger.audited('sent', chatId)).toBeLessThanOrEqual(3)
  expectDoneOnce(world, newcomer)
}

/** Ends with the assistant alive, and nothing leased to a dead one. Returns how often it has died. */
async function killAtRandom(world: FaultWorld, seed: number): Promise<number> {
  const random = seededRandomness(seed)
  const untilMs = systemClock.now() + faultsMs
  let kills = 0
  while (systemClock.now() < untilMs) {
    await pause(100 + random.integer(600))
    // An employee is sent three codes an hour, and a sending cut short counts: the last one is let through.
    if (world.ledger.openDeliveries().some(({ id, attempts }) => id.endsWith(':deliver') && attempts > 1))
      continue
    await world.assistant.kill()
    kills += 1
    if (random.integer(3) === 0) await world.startAgain()
    else await world.comeBack()
  }
  await world.outlastLeases()
  return kills
}

const refused = 'Код не подошёл'

/**
 * Acts as soon as there is something to act on. A sending that is repeated makes another code: whoever was quicker with
 * the first is told that it is wrong, and looks into the bell again.
 */
async function goTheWay(newcomer: Newcomer): Promise<void> {
  for (const step of journeyOf(newcomer)) {
    await step.act()
    await newcomer.sees(step.sees, () => {
      if (newcomer.shows(refused) && newcomer.hasFreshCode()) void newcomer.typesCode()
    })
  }
}
