import { DateTime } from 'luxon'

import type { Participant } from '../../ports/employees.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { command, readBatch } from './batch.ts'
import { toFailure } from './errors.ts'
import { userRows } from './schemas.ts'
import type { Signed } from './task-signature.ts'
import { closedFailure, isTaskId, judgeSeen, notFound, seeTask, taskCommands } from './task-card.ts'
import type { TaskCardDeps } from './task-card.ts'
import { handoverOf, rightsOf } from './task-rights.ts'
import { toInstant } from './task-schemas.ts'
import { refusal, writeTask } from './task-writes.ts'
import { isActiveEmployee, toColleague } from './users.ts'

/** Sent with its offset: without one the portal takes a time for that of the webhook's owner. */
export async function changeDeadline(
  deps: TaskCardDeps,
  actor: PortalUserId,
  id: number,
  deadline: string | null,
  signal?: AbortSignal,
): Promise<Outcome<{ readonly before: string | null; readonly after: string | null }>> {
  const wanted = readDeadline(deadline)
  if (wanted === undefined) {
    return { ok: false, reason: 'rejected_deadline', detail: 'not an instant with an offset' }
  }
  const seen = await seeTask(deps, actor, id, signal)
  if (!seen.ok) return seen
  const { task, flags } = seen.value
  const before = task.deadline
  if (before === wanted.instant) return { ok: true, value: { before, after: before } }
  if (task.status === 'completed') return closedFailure(deps, task, signal)
  if (!rightsOf(task, actor, flags, deps.attaching).has('deadline')) {
    return refusal(deps, task, 'move the deadline', signal)
  }
  const written = await writeTask(deps, {
    actor,
    id,
    method: 'tasks.task.update',
    params: { taskId: id, fields: { DEADLINE: wanted.sent } },
    reached: (now) => now.deadline === wanted.instant,
    still: (now, flags) =>
      now.status !== 'completed' && rightsOf(now, actor, flags, deps.attaching).has('deadline'),
    what: 'move the deadline',
    signal,
  })
  return written.ok ? { ok: true, value: { before, after: written.value.deadline } } : written
}

/** Undefined: not a time. An empty text takes the deadline away. */
function readDeadline(text: string | null): { instant: string | null; sent: string } | undefined {
  if (text === null) return { instant: null, sent: '' }
  const at = DateTime.fromISO(text, { setZone: true })
  if (!at.isValid || !/T.*(?:Z|[+-]\d{2}:?\d{2})$/u.test(text)) return undefined
  const whole = at.startOf('second')
  return { instant: toInstant(whole.toMillis()), sent: whole.toISO({ suppressMilliseconds: true }) }
}

/** Whether the colleague still works here is asked together with the right: no later request could be fresher. */
export async function assignTask(
  deps: TaskCardDeps,
  actor: PortalUserId,
  id: number,
  to: PortalUserId,
  signed: Signed,
  signal?: AbortSignal,
): Promise<Outcome<{ readonly responsible: Participant }>> {
  if (!isTaskId(id)) return notFound
  const commands = {
    ...taskCommands(actor, id),
    colleague: command('user.get', { FILTER: { '@ID': [to] }, select: colleagueFields }, userRows),
  }
  const { colleague, ...results } = await readBatch(deps.client, commands, { signal })
  const seen = judgeSeen(deps, actor, id, results)
  if (!seen.ok) return seen
  if (colleague.type !== 'ok') return toFailure('user.get', 'read', colleague, deps.clock.now())
  const { task, flags } = seen.value
  const row = colleague.value.find((one) => one.ID === to)
  const responsible = { id: to, name: row === undefined ? `#${to}` : toColleague(row).name }
  if (task.responsibleId === to) return { ok: true, value: { responsible } }
  if (task.status === 'completed') return closedFailure(deps, task, signal)
  const way = handoverOf(task, actor, flags)
  if (way === null) return refusal(deps, task, 'assign', signal)
  if (row === undefined || !isActiveEmployee(row)) {
    return { ok: false, reason: 'rejected_assignee', detail: 'assign: not an active employee' }
  }
  const written = await writeTask(deps, {
    actor,
    id,
    method: way === 'delegate' ? 'tasks.task.delegate' : 'tasks.task.update',
    params: way === 'delegate' ? { taskId: id, userId: to } : { taskId: id, fields: { RESPONSIBLE_ID: to } },
    reached: (now) => now.responsibleId === to,
    still: (now, flags) => now.status !== 'completed' && handoverOf(now, actor, flags) !== null,
    what: 'assign',
    signal,
  })
  if (!written.ok) return written
  // A portal may say yes and keep its own mind (a flow, a robot): the person is told how it is.
  if (written.value.responsibleId !== to) return refusal(deps, task, 'assign', signal)
  await signed(actor, id)
  return { ok: true, value: { responsible } }
}

const colleagueFields = ['ID', 'ACTIVE', 'NAME', 'LAST_NAME', 'USER_TYPE', 'UF_DEPARTMENT'] as const
