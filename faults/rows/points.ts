import type { FaultPoint } from '../../src/ports/fault-points.ts'
import type { FaultWorld } from '../../tests/support/faults/fault-world.ts'
import { journeyOf, type StepName } from '../../tests/support/faults/journey.ts'
import type { Newcomer } from '../../tests/support/faults/newcomer.ts'
import { waitFor } from '../../tests/support/faults/waiting.ts'
import type { Row } from '../row.ts'
import { judge, openTrialWorld } from '../scene.ts'

const points: readonly FaultPoint[] = [
  'turn: update claimed',
  'turn: decided',
  'turn: chat saved',
  'turn: before commit',
  'turn: after commit',
  'dispatch: leased',
  'dispatch: done outside',
  'dispatch: before settling',
  'dispatch: settling',
  'dispatch: settled',
]

/** More often than anything is passed. */
const never = 1e9

const stepNames: readonly StepName[] = ['start', 'code', 'title', 'assignee', 'create']

export const namedPoints: Row = {
  name: 'points',
  about: 'kill -9 at every named point of turn and dispatcher, at a step and a passing drawn anew',
  bases: ['sqlite', 'postgres', 'pgbouncer'],
  async run(trial) {
    await using world = await openTrialWorld(trial)
    const { random, bounded } = trial
    const deaths = bounded ? points.filter((_, index) => index % 3 === 0) : points
    const newcomers: Newcomer[] = []
    return await judge(trial, world, newcomers, async () => {
      let kills = 0
      for (const point of deaths) {
        const newcomer = world.newcomer()
        newcomers.push(newcomer)
        const step = stepNames[random.integer(stepNames.length)] ?? 'create'
        if (await goAndDie(world, newcomer, { point, step, passing: 1 + random.integer(2) })) kills += 1
      }
      return kills
    })
  },
}

interface Death {
  readonly point: FaultPoint
  readonly step: StepName
  readonly passing: number
}

/** Whether it came to that: the point may not be passed so often at that step. */
async function goAndDie(world: FaultWorld, newcomer: Newcomer, death: Death): Promise<boolean> {
  let died = false
  for (const step of journeyOf(newcomer)) {
    const isHere = step.name === death.step
    if (isHere) await world.assistant.arm(death.point, death.passing)
    await step.act()
    if (isHere) {
      await waitFor(
        () => `a death at «${death.point}», or «${step.sees}»`,
        () =>
          !world.assistant.isAlive() ||
          (newcomer.shows(step.sees) && world.ledger.openDeliveries().length === 0),
      )
      // It may die of what follows the last thing that can be seen.
      if (world.assistant.isAlive()) await world.assistant.arm(death.point, never).catch(() => {})
      died = !world.assistant.isAlive()
      if (died) await world.comeBack()
    }
    await newcomer.sees(step.sees)
    await world.atRest()
  }
  return died
}
