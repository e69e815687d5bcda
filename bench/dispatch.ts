/** Due deliveries a second through the real dispatcher, each claimed, made and settled, beside the same statements run raw. */
import { systemRandomness } from '../src/adapters/clock.ts'
import { toChatId } from '../src/ports/identity.ts'
import type { Messenger } from '../src/ports/messenger.ts'
import { createDispatcher } from '../src/scheduler/dispatcher.ts'
import { performMessage } from '../src/scheduler/perform-message.ts'
import type { NewDelivery } from '../src/store/deliveries.ts'
import { measuredOf, ratioOf, sideBySide } from './measuring.ts'
import { createRecorder, openRaw, type Recorded } from './raw.ts'
import { rowsOf, type Question, type Report } from './report.ts'
import { firstChat, openFolder, openScene, type Scene } from './scene.ts'

const perRun = 100
const rounds = 7

export const question: Question = {
  title:
    'due messages claimed, sent and settled by the dispatcher (the messenger answers at once), beside the same statements raw',
  ask,
}

async function ask(): Promise<Report> {
  await using folder = await openFolder()
  const runs = rounds + 1
  {
    await using scene = await openScene({ file: folder.path('base.db'), dialogs: [] })
    for (let run = 0; run < runs; run += 1) await enqueue(scene, run)
  }
  const recorded = await record(await folder.copy('base.db', 'recorded.db'), runs)
  await using scene = await openScene({ file: await folder.copy('base.db', 'ours.db'), dialogs: [] })
  using raw = openRaw(await folder.copy('base.db', 'raw.db'))
  const dispatching = dispatcherOf(scene)
  dispatching.start()
  let next = 0
  const measured = await sideBySide(
    [
      {
        what: 'ours',
        perRun,
        async run() {
          scene.clock.advance(1_000)
          await dispatching.drained()
        },
      },
      {
        what: 'raw',
        perRun,
        run() {
          for (const transaction of recorded[next] ?? []) raw.run([transaction])
          next += 1
        },
      },
    ],
    { rounds, runs: 1 },
  )
  await dispatching.stop(1_000)
  const of = measuredOf(measured)
  const commits = recorded.flat().length / (recorded.length * perRun)
  return {
    rows: rowsOf(measured),
    ratios: [{ what: 'a delivery of ours : its statements raw', value: ratioOf(of('ours'), of('raw')) }],
    notes: [
      `${commits.toFixed(2)} transactions a delivery, each on the disk before it counts: sixteen are claimed together, each is settled alone`,
    ],
  }
}

/** The transactions of each run, in order. */
async function record(file: string, runs: number): Promise<readonly (readonly Recorded[])[]> {
  const recorder = createRecorder()
  const recorded: Recorded[][] = []
  await using scene = await openScene({ file, dialogs: [], onQuery: recorder.onQuery })
  recorder.take()
  const dispatching = dispatcherOf(scene)
  dispatching.start()
  for (let run = 0; run < runs; run += 1) {
    scene.clock.advance(1_000)
    await dispatching.drained()
    recorded.push([...recorder.takeTransactions()])
  }
  await dispatching.stop(1_000)
  return recorded
}

/** Falls due a second after the last run's. */
async function enqueue(scene: Scene, run: number): Promise<void> {
  const dueAtMs = scene.clock.now() + (run + 1) * 1_000
  await scene.store.transaction((unit) =>
    unit.deliveries.enqueue(
      Array.from({ length: perRun }, (_, at): NewDelivery => {
        const chat = toChatId(firstChat + at)
        const message = { text: 'Сегодня у вас три задачи и две встречи.', spans: [], rows: [] }
        return { id: `${run}:${at}`, lane: `m:${chat}`, kind: 'message', chat, payload: { message }, dueAtMs }
      }),
    ),
  )
}

function dispatcherOf(scene: Scene) {
  const deps = {
    store: scene.store,
    messenger: prompt(),
    clock: scene.clock,
    random: systemRandomness,
    unreachable: () => Promise.reject(new Error('everybody is reachable here')),
    alert: (problem: string) => {
      throw new Error(problem)
    },
  }
  return createDispatcher({
    outbox: scene.store.outbox,
    clock: scene.clock,
    reach: () => {},
    log: () => {},
    perform: (delivery, signal) => performMessage(deps, delivery, signal),
    broken: (_unit, delivery) => Promise.reject(new Error(`${delivery.id} could not be settled`)),
  })
}

const done = async () => ({ type: 'done', messageId: 1 }) as const

/** A messenger with no distance to it. */
function prompt(): Messenger {
  return {
    send: done,
    edit: done,
    removeButtons: done,
    remove: done,
    setCommands: done,
    setChatCommands: done,
    answerPress: async () => {},
    showTyping: async () => {},
  }
}
