import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { CallResult } from './result.ts'
import { toFailure } from './errors.ts'
import { closedFailure, deniedFailure, seeTask, troubledBy } from './task-card.ts'
import type { TaskCardDeps } from './task-card.ts'
import { taskChanged } from './task-schemas.ts'
import type { ChangedTask, RawTask } from './task-schemas.ts'

/** One write to one task on behalf of an employee whose right to it has just been checked. */
export interface TaskWrite {
  readonly actor: PortalUserId
  readonly id: number
  readonly method: string
  readonly params: object
  /** Whether the task is already as it should become. */
  readonly reached: (task: ChangedTask) => boolean
  /** Whether the actor, asked about once more after a "no", still may: then it was not about their right. */
  readonly still?: (task: RawTask, flags: ReadonlySet<string>) => boolean
  /** What was to be done, for the log. */
  readonly what: string
  readonly signal?: AbortSignal | undefined
}

/**
 * What the task is like afterwards, by the portal's own answer, which it reads anew after every write.
 *
 * "Not allowed" has the same words for a task that is gone, forbidden or in another status, and a lost answer has
 * none: then the task is looked at again. What was wanted and is there counts as done.
 */
export async function writeTask(deps: TaskCardDeps, write: TaskWrite): Promise<Outcome<ChangedTask>> {
  const { method, params, signal } = write
  const options = { version: 2, kind: 'write', schema: taskChanged } as const
  const result = await deps.client.call(method, params, { ...options, signal })
  if (result.type === 'ok' && result.value !== null) return { ok: true, value: result.value }
  if (result.type === 'ok' || result.type === 'rejected' || result.type === 'uncertain') {
    return lookAgain(deps, write, result)
  }
  return toFailure(method, 'write', result, deps.clock.now())
}

async function lookAgain(
  deps: TaskCardDeps,
  write: TaskWrite,
  result: Extract<CallResult<ChangedTask | null>, { type: 'ok' | 'rejected' | 'uncertain' }>,
): Promise<Outcome<ChangedTask>> {
  const { actor, id, method, signal } = write
  const seen = await seeTask(deps, actor, id, signal)
  if (!seen.ok) {
    if (seen.reason === 'not_found' || result.type !== 'uncertain') return seen
    return toFailure(method, 'write', result, deps.clock.now())
  }
  const { task, flags } = seen.value
  if (result.type === 'ok' || write.reached(task)) return { ok: true, value: task }
  if (result.type === 'uncertain') return toFailure(method, 'write', result, deps.clock.now())
  const failure = toFailure(method, 'write', result, deps.clock.now())
  if (!vague.has(failure.reason)) return failure
  if (write.still?.(task, flags) === true) return { ...failure, reason: 'rejected' }
  return troubledBy(failure, await refusal(deps, task, write.what, signal))
}

/** Reasons that say no more than "no". */
const vague: ReadonlySet<string> = new Set(['denied', 'rejected'])

/** Why somebody may not do something to a task they can see. */
export function refusal(deps: TaskCardDeps, task: RawTask, what: string, signal?: AbortSignal) {
  return task.status === 'completed'
    ? closedFailure(deps, task, signal)
    : deniedFailure(deps, task, what, signal)
}
