import { createNameBook } from '../../../src/adapters/bitrix24/name-book.ts'
import { createTaskDesk } from '../../../src/adapters/bitrix24/task-desk.ts'
import type { TaskDeskDeps } from '../../../src/adapters/bitrix24/task-desk.ts'
import type { Strangers } from '../../../src/adapters/bitrix24/task-list.ts'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import { romashka } from '../../../sandbox/bitrix24/company.ts'
import type { TaskDesk } from '../../../src/ports/tasks.ts'
import { startTestPortal } from './sandbox-portal.ts'
import type { TestPortal } from './sandbox-portal.ts'

/** People of the sandbox company: 7 heads the department of 15, 2 heads everybody, 1 owns the webhook. */
export const admin = toPortalUserId(1)
export const viktor = toPortalUserId(2)
export const olga = toPortalUserId(7)
export const sergey = toPortalUserId(9)
export const anna = toPortalUserId(15)
export const alexander = toPortalUserId(19)
export const dmitry = toPortalUserId(23)
export const igor = toPortalUserId(27)
export const petr = toPortalUserId(31)
export const elena = toPortalUserId(40)

export interface DeskOfPortal extends AsyncDisposable {
  readonly portal: TestPortal
  readonly desk: TaskDesk
  readonly strangers: readonly Strangers[]
  /** HTTP requests since the last look. */
  requests(): number
}

type PortalOptions = Parameters<typeof startTestPortal>[0]

/** A desk as a process has it that has just started, before a portal without tasks but those a test puts there. */
export async function startDesk(
  options: PortalOptions = {},
  deps: Partial<TaskDeskDeps> & { readonly fetch?: typeof globalThis.fetch } = {},
): Promise<DeskOfPortal> {
  const portal = await startTestPortal({ company: { ...romashka, tasks: () => [] }, ...options })
  const { fetch, ...rest } = deps
  const client = portal.connect(fetch)
  const { clock } = portal
  const strangers: Strangers[] = []
  const desk = createTaskDesk({
    client,
    clock,
    sleep: clock.sleep,
    names: createNameBook({ client, clock, ttlMs: 3_600_000 }),
    onStrangers: (found) => strangers.push(found),
    ...rest,
  })
  let looked = 0
  return {
    portal,
    desk,
    strangers,
    requests() {
      const since = portal.sandbox.requests.length - looked
      looked = portal.sandbox.requests.length
      return since
    },
    [Symbol.asyncDispose]: () => portal[Symbol.asyncDispose](),
  }
}

/** The commands of every batch so far, as they went over the wire. */
export function batchLines({ sandbox }: TestPortal): readonly string[] {
  return sandbox.requests.flatMap(({ method, params }) => {
    const cmd = method === 'batch' ? params['cmd'] : null
    return typeof cmd === 'object' && cmd !== null ? Object.values(cmd).map(String) : []
  })
}

export function taskIn({ sandbox }: TestPortal, id: number) {
  const task = sandbox.tasks().find((row) => row.id === id)
  if (task === undefined) throw new Error(`No task ${id} on the portal`)
  return task
}
