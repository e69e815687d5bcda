import type { Randomness } from '../../src/ports/environment.ts'
import type { FaultWorld } from '../../tests/support/faults/fault-world.ts'
import { pause } from '../../tests/support/faults/waiting.ts'
import type { Row, Tally, Trial } from '../row.ts'
import { openTrialWorld, play } from '../scene.ts'

export const throttled: Row = {
  name: 'throttled',
  about: 'Telegram answers 429, for one chat and for all of them',
  bases: ['sqlite', 'postgres'],
  async run(trial) {
    await using world = await openTrialWorld(trial)
    const times = trial.bounded ? 2 : 8
    const found = await play(trial, world, {
      atOnce: trial.bounded ? 1 : 4,
      peopleMax: trial.bounded ? 1 : 8,
      async disturb() {
        for (let done = 0; done < times; done += 1) {
          const aim = trial.random.integer(2) === 0 ? { chatId: 502_001 } : {}
          const method = trial.random.integer(2) === 0 ? 'sendMessage' : 'editMessageText'
          world.telegram.fault({ kind: 'error', code: 429, retryAfter: 1, method, times: 1, ...aim })
          await pause(trial.bounded ? 100 : 400)
        }
        return times
      },
    })
    return { ...found, violations: [...found.violations, ...tooEarly(world)] }
  },
}

/** Calls to a chat that came before the end of the pause that Telegram had asked for there. */
function tooEarly({ telegram }: FaultWorld): readonly string[] {
  const shown = telegram.calls.filter(
    ({ method }) => method === 'sendMessage' || method === 'editMessageText',
  )
  return shown.flatMap((refused, at) => {
    if (refused.errorCode !== 429) return []
    const next = shown.slice(at + 1).find(({ chatId }) => chatId === refused.chatId)
    const waitedMs = next === undefined ? Infinity : next.atMs - refused.atMs
    return waitedMs < 1_000
      ? [`${refused.method} again after ${Math.round(waitedMs)} ms, asked for 1000`]
      : []
  })
}

export const portalLimits: Row = {
  name: 'portal-limits',
  about:
    'Bitrix24 answers QUERY_LIMIT_EXCEEDED, OPERATION_TIME_LIMIT, 502 pages, and cuts before anything ran',
  bases: ['sqlite', 'postgres'],
  run: (trial) => withPortal(trial, refusals),
}

export const lostAnswers: Row = {
  name: 'lost-answers',
  about: 'Bitrix24 creates the task, and the answer is cut, replaced by a page, or empty',
  bases: ['sqlite', 'postgres'],
  run: (trial) => withPortal(trial, applied),
}

type PortalFault = Parameters<FaultWorld['portal']['fault']>[0]

const refusals: readonly PortalFault[] = [
  { kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED', method: 'tasks.task.add', times: 1 },
  { kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED', method: 'user.search', times: 1 },
  { kind: 'cut', method: 'tasks.task.add', times: 1 },
  { kind: 'html', method: 'tasks.task.add', times: 1 },
  { kind: 'delay', delayMs: 1_500, method: 'tasks.task.add', times: 1 },
  { kind: 'late', delayMs: 700, method: 'tasks.task.add', times: 1 },
  { kind: 'status', status: 429, code: 'OPERATION_TIME_LIMIT', method: 'tasks.task.add', times: 1 },
]

const applied: readonly PortalFault[] = [
  { kind: 'apply-then-cut', method: 'tasks.task.add', times: 1 },
  { kind: 'html', applied: true, method: 'tasks.task.add', times: 1 },
  { kind: 'empty', applied: true, method: 'tasks.task.add', times: 1 },
  { kind: 'twice', method: 'tasks.task.add', times: 1 },
]

/** A portal out of operating time is asked again after five minutes, of which about twenty seconds go by in one. */
const patienceMs = 60_000

async function withPortal(trial: Trial, faults: readonly PortalFault[]): Promise<Tally> {
  // What the client itself may repeat, it repeats, as it is shipped.
  const env = { BITRIX24_RETRY_ATTEMPTS: '3', BITRIX24_RETRY_DELAY: '0' }
  await using world = await openTrialWorld(trial, { env, patienceMs })
  const ordered = trial.bounded ? faults.slice(0, 2) : faults
  return await play(trial, world, {
    atOnce: trial.bounded ? 1 : 4,
    peopleMax: trial.bounded ? 2 : 12,
    disturb: () => refuse(world, ordered, trial.random),
    hurry: () => passTime(world),
  })
}

async function refuse(
  world: FaultWorld,
  faults: readonly PortalFault[],
  random: Randomness,
): Promise<number> {
  for (const fault of faults) {
    world.portal.fault(fault)
    await pause(random.integer(400))
    await passTime(world)
  }
  return faults.length
}

/** Waiting that the portal asks for goes by in no time: the clock is moved. What is to be tried again falls due. */
async function passTime(world: FaultWorld): Promise<void> {
  await pause(250)
  await world.outlastLeases()
}
