import { systemClock } from '../../src/adapters/clock.ts'
import type { Randomness } from '../../src/ports/environment.ts'
import type { FaultWorld } from '../../tests/support/faults/fault-world.ts'
import { everythingTwice } from '../../tests/support/faults/twice.ts'
import { pause } from '../../tests/support/faults/waiting.ts'
import type { Row } from '../row.ts'
import { openTrialWorld, play } from '../scene.ts'

export const kill: Row = {
  name: 'kill',
  about: 'kill -9 at any moment, every update delivered twice',
  bases: ['sqlite', 'postgres', 'pgbouncer'],
  async run(trial) {
    await using world = await openTrialWorld(trial, { toTelegram: everythingTwice() })
    return await play(trial, world, {
      atOnce: trial.bounded ? 2 : 4,
      disturb: () => killAtRandom(world, trial.random, trial.bounded ? 1_500 : 6_000),
    })
  },
}

/** Ends with the assistant alive, and nothing leased to a dead one. Returns how often it has died. */
async function killAtRandom(world: FaultWorld, random: Randomness, forMs: number): Promise<number> {
  const untilMs = systemClock.now() + forMs
  let kills = 0
  while (systemClock.now() < untilMs || kills === 0) {
    await pause(100 + random.integer(500))
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
