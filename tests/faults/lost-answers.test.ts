/**
 * The portal creates the task, and the assistant dies before it has learnt of it. Whatever the portal offers against
 * doing a thing twice, there is one task in the end, and the person is told so.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Modes } from '../../sandbox/bitrix24/modes.ts'
import { createAssistants } from '../support/faults/assistants.ts'
import { openFaultWorld, type FaultWorld } from '../support/faults/fault-world.ts'
import { expectDoneOnce, expectFileWhole } from '../support/faults/invariants.ts'
import { journeyOf } from '../support/faults/journey.ts'
import type { Newcomer } from '../support/faults/newcomer.ts'
import { pause, waitFor } from '../support/faults/waiting.ts'

interface Scene {
  readonly world: FaultWorld
  readonly newcomer: Newcomer
  /** Aims a fault of the portal at the request for the task. */
  readonly aim: { readonly method: string; readonly version: 2 | 3; readonly times: 1 }
  /** Resolves when that request is on its way. */
  sent(): Promise<void>
  taskIsThere(): Promise<void>
}

/** From the press of «Создать» to a living assistant that has no faults ahead. */
const deaths = {
  'between the task and the answer': async ({ world, newcomer, aim, taskIsThere }) => {
    world.portal.fault({ ...aim, kind: 'delay', delayMs: 1_000 })
    await newcomer.clicks('Создать')
    await taskIsThere()
    await world.assistant.kill()
    await world.comeBack()
  },
  'after the answer was lost, before that is written down': async ({ world, newcomer, aim }) => {
    world.portal.fault({ ...aim, kind: 'apply-then-cut' })
    // The first passing is that of the words «Создаю задачу».
    await world.assistant.arm('dispatch: done outside', 2)
    await newcomer.clicks('Создать')
    await world.comeBack()
  },
  'after the answer was lost, while it waits to look for the task': async ({ world, newcomer, aim }) => {
    world.portal.fault({ ...aim, kind: 'apply-then-cut' })
    await newcomer.clicks('Создать')
    await newcomer.sees('Не уверен, что задача создалась')
    await world.assistant.kill()
    await world.comeBack()
  },
  'while the portal, which will go through with it, has not begun': async (scene) => {
    const { world, newcomer, aim } = scene
    world.portal.fault({ ...aim, kind: 'late', delayMs: 500 })
    const sending = scene.sent()
    await newcomer.clicks('Создать')
    await sending
    await world.assistant.kill()
    await world.startAgain()
    await scene.taskIsThere()
    await world.outlastLeases()
  },
  'again and again before it has written down what it found': async ({ world, newcomer }) => {
    await world.assistant.arm('dispatch: done outside', 2)
    await newcomer.clicks('Создать')
    await world.comeBack()
    await world.assistant.arm('dispatch: done outside', 1)
    await world.comeBack()
  },
} satisfies Record<string, (scene: Scene) => Promise<void>>

type Death = keyof typeof deaths

const portals: readonly {
  readonly name: string
  readonly modes: Partial<Modes>
  readonly dies: readonly Death[]
}[] = [
  { name: 'REST 3.0', modes: {}, dies: Object.keys(deaths) as Death[] },
  {
    name: 'REST 3.0 that ignores keys',
    modes: { idempotency: 'ignored' },
    dies: ['again and again before it has written down what it found'],
  },
  {
    name: 'no REST 3.0',
    modes: { restV3: false },
    dies: [
      'between the task and the answer',
      'after the answer was lost, while it waits to look for the task',
      'while the portal, which will go through with it, has not begun',
      'again and again before it has written down what it found',
    ],
  },
]

const assistants = createAssistants()
afterAll(() => assistants[Symbol.asyncDispose]())

describe.each(portals)('a portal with $name', ({ modes, dies }) => {
  const method = 'tasks.task.add'
  const version = modes.restV3 === false ? 2 : 3
  const everybody: Newcomer[] = []
  let world: FaultWorld
  let tellSent: (() => void) | null = null

  beforeAll(async () => {
    world = await openFaultWorld(assistants, {
      modes,
      toPortal: {
        async passing(path) {
          if (!path.endsWith(method) || path.startsWith('/rest/api/') !== (version === 3)) return
          // By then the person has been told that the task is being created.
          await pause(100)
          tellSent?.()
        },
      },
    })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test.each(dies)('killed %s, there is one task', async (death) => {
    const newcomer = await upToTheCard()
    await deaths[death]({
      world,
      newcomer,
      aim: { method, version, times: 1 },
      sent: () => new Promise((resolve) => (tellSent = resolve)),
      async taskIsThere() {
        await waitFor(
          () => 'a task in the portal',
          () => world.portal.tasks().some(({ createdBy }) => createdBy === newcomer.employee),
        )
      },
    })
    await newcomer.sees('«Подготовить смету».')
    await world.atRest()
    expectDoneOnce(world, newcomer)
    expectFileWhole(world, everybody)
    expect(newcomer.transcript().filter((line) => line.includes('✅ Задача'))).toHaveLength(1)
  })

  async function upToTheCard(): Promise<Newcomer> {
    const newcomer = world.newcomer()
    everybody.push(newcomer)
    for (const step of journeyOf(newcomer).filter(({ name }) => name !== 'create')) {
      await step.act()
      await newcomer.sees(step.sees)
    }
    await world.atRest()
    return newcomer
  }
})
