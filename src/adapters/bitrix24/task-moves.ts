import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { TaskMove, TaskStatus } from '../../ports/tasks.ts'
import { closedFailure, needsResult, seeTask } from './task-card.ts'
import type { TaskCardDeps } from './task-card.ts'
import { rightsOf, roleOf } from './task-rights.ts'
import { statusCodes } from './task-schemas.ts'
import type { RawTask } from './task-schemas.ts'
import type { Signed } from './task-signature.ts'
import { refusal, writeTask } from './task-writes.ts'
import type { TaskWrite } from './task-writes.ts'

type Moved = Outcome<{ readonly status: TaskStatus }>

/** The status each move leads to; `complete` may stop before its end, where the creator has to accept the result. */
const leadsTo: Readonly<Record<TaskMove, TaskStatus>> = {
  start: 'in_progress',
  pause: 'pending',
  defer: 'deferred',
  renew: 'pending',
  complete: 'completed',
  approve: 'completed',
  disapprove: 'pending',
}

/** Asks the portal whether the actor may, and in the next request does it. */
export async function moveTask(
  deps: TaskCardDeps,
  actor: PortalUserId,
  id: number,
  asked: TaskMove,
  signed: Signed,
  signal?: AbortSignal,
): Promise<Moved> {
  const seen = await seeTask(deps, actor, id, signal)
  if (!seen.ok) return seen
  const { task, flags } = seen.value
  const move = meant(asked, task, actor)
  if (isThere(task, move, actor)) {
    const byAnother = task.status === 'completed' && isClosedByColleague(task, actor)
    return byAnother ? closedFailure(deps, task, signal) : { ok: true, value: { status: task.status } }
  }
  if (task.status === 'completed' && move !== 'renew') return closedFailure(deps, task, signal)
  if (!rightsOf(task, actor, flags, deps.attaching).has(move)) return refusal(deps, task, move, signal)
  if (move === 'complete' && needsResult(task)) {
    return { ok: false, reason: 'needs_result', detail: 'complete: the task demands a result' }
  }
  const moved = await carryOut(deps, task, { actor, id, move, signal })
  if (moved.ok) await signed(actor, id)
  return moved
}

/** Who is done with a task of their own that waits for them accepts it: completing is not offered any more then. */
function meant(asked: TaskMove, task: RawTask, actor: PortalUserId): TaskMove {
  const accepts = asked === 'complete' && task.status === 'awaiting_control' && task.createdBy === actor
  return accepts ? 'approve' : asked
}

function isThere(
  task: { readonly status: TaskStatus } & RoleFields,
  move: TaskMove,
  actor: PortalUserId,
): boolean {
  if (task.status === leadsTo[move]) return true
  return move === 'complete' && task.status === 'awaiting_control' && task.createdBy !== actor
}

type RoleFields = Pick<RawTask, 'createdBy'>

/**
 * The portal names the webhook's owner as who closed what we closed, so only a colleague of the task tells that
 * somebody else was first.
 */
function isClosedByColleague(task: RawTask, actor: PortalUserId): boolean {
  return task.closedBy !== null && task.closedBy !== actor && roleOf(task, task.closedBy) !== null
}

interface Order {
  readonly actor: PortalUserId
  readonly id: number
  readonly move: TaskMove
  readonly signal?: AbortSignal | undefined
}

async function carryOut(deps: TaskCardDeps, task: RawTask, order: Order): Promise<Moved> {
  const { actor, id, move } = order
  const isCreator = task.createdBy === actor
  const reached: TaskWrite['reached'] = (now) => isThere({ ...now, createdBy: task.createdBy }, move, actor)
  const write = { ...order, what: move, reached }
  if (move === 'complete' && task.taskControl && !isCreator) {
    // `complete` goes by the webhook's owner: an administrator would accept the result over the creator's head (source).
    const params = { taskId: id, fields: { STATUS: statusCodes.awaitingControl } }
    return statusOf(await writeTask(deps, { ...write, method: 'tasks.task.update', params }))
  }
  const done = await writeTask(deps, { ...write, method: `tasks.task.${move}`, params: { taskId: id } })
  if (!done.ok || move !== 'complete' || done.value.status !== 'awaiting_control' || !isCreator) {
    return statusOf(done)
  }
  // To the portal the webhook's owner has finished a creator's task; the creator needs nobody's acceptance.
  const accepted = await writeTask(deps, { ...write, method: 'tasks.task.approve', params: { taskId: id } })
  return statusOf(accepted.ok ? accepted : done)
}

function statusOf(outcome: Outcome<{ readonly status: TaskStatus }>): Moved {
  return outcome.ok ? { ok: true, value: { status: outcome.value.status } } : outcome
}
