/** People go the whole way, again and again, while something is done to the assistant; then everything is looked at. */
import {
  openFaultWorld,
  type FaultWorld,
  type FaultWorldOptions,
} from '../tests/support/faults/fault-world.ts'
import { journeyOf } from '../tests/support/faults/journey.ts'
import type { Newcomer } from '../tests/support/faults/newcomer.ts'
import { shownTexts } from '../tests/support/faults/outgoing.ts'
import type { Assistants } from '../tests/support/faults/assistants.ts'
import { audit, type Books } from './audit.ts'
import type { Tally, Trial } from './row.ts'

/** Where people can be let in. */
export interface Stage extends Books {
  newcomer(): Newcomer
  atRest(): Promise<void>
}

export interface Play {
  /** People who talk at the same time. */
  readonly atOnce: number
  /** Fewer requests for a code than close linking for everybody (30 an hour). */
  readonly peopleMax?: number
  /** Does the damage, and resolves with how often once everything is as it should be again. */
  disturb(): Promise<number>
  /** Done again and again once the damage is over, until everybody has got through. */
  hurry?(): Promise<void>
}

const peopleMax = 25

/** The world on the database of the trial. */
export async function openTrialWorld(trial: Trial, options: FaultWorldOptions = {}): Promise<FaultWorld> {
  if (trial.base === 'sqlite') return openFaultWorld(trial.assistants, options)
  const { direct, pooled } = await trial.servers()
  const through = trial.base === 'pgbouncer' && pooled !== null ? { through: pooled } : {}
  return openFaultWorld(trial.assistants, { postgres: direct, ...through, ...options })
}

/** For as long as the damage is done there is somebody who talks. */
export async function play(trial: Trial, stage: Stage, { disturb, hurry, ...options }: Play): Promise<Tally> {
  const most = options.peopleMax ?? peopleMax
  const newcomers: Newcomer[] = []
  return judge(trial, stage, newcomers, async () => {
    let isOver = false
    const lane = async (): Promise<void> => {
      do {
        const newcomer = stage.newcomer()
        newcomers.push(newcomer)
        await goTheWay(newcomer)
      } while (!isOver && newcomers.length < most)
    }
    const journeys = Promise.all(Array.from({ length: options.atOnce }, lane))
    // Whoever fails early is reported after the faults have ended.
    journeys.catch(() => {})
    const faults = await disturb()
    isOver = true
    let isThrough = false
    const through = journeys.finally(() => {
      isThrough = true
    })
    through.catch(() => {})
    while (hurry !== undefined && !isThrough) await hurry()
    await through
    return faults
  })
}

/** Looks at what `work`, which resolves with the number of faults, has left of those who went the whole way meanwhile. */
export async function judge(
  trial: Trial,
  stage: Stage,
  newcomers: readonly Newcomer[],
  work: () => Promise<number>,
): Promise<Tally> {
  const expected = await undisturbedTexts(trial.assistants)
  let faults = 0
  const stuck: string[] = []
  try {
    faults = await work()
    await stage.atRest()
  } catch (error) {
    stuck.push(`I6: ${error instanceof Error ? error.message : 'thrown'}`)
  }
  const found = audit(stage, newcomers, expected)
  return { runs: newcomers.length, faults, ...found, violations: [...stuck, ...found.violations] }
}

/**
 * Acts as soon as there is something to act on. A sending of a code that is repeated makes another one: whoever was
 * quicker with the first is told that it is wrong, and looks into the bell again. A name not found for trouble is typed
 * again.
 */
export async function goTheWay(newcomer: Newcomer): Promise<void> {
  for (const step of journeyOf(newcomer)) {
    await step.act()
    await newcomer.sees(step.sees, () => {
      if (newcomer.shows('Код не подошёл') && newcomer.hasFreshCode()) void newcomer.typesCode()
    })
  }
}

let undisturbed: Promise<readonly string[]> | null = null

/** They are the same on every database. */
function undisturbedTexts(assistants: Assistants): Promise<readonly string[]> {
  undisturbed ??= readUndisturbed(assistants)
  return undisturbed
}

async function readUndisturbed(assistants: Assistants): Promise<readonly string[]> {
  await using world = await openFaultWorld(assistants)
  const newcomer = world.newcomer()
  await goTheWay(newcomer)
  await world.atRest()
  return shownTexts(world.telegram, newcomer.chatId)
}
