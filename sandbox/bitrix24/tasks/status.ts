/** The status machine of tasks (reference 5.2, 5.6; source: tasks `taskitem.php`). */
import { changeTask, type Portal } from '../portal.ts'
import type { EmployeeRow, TaskRow } from '../rows.ts'

export const status = {
  pending: 2,
  inProgress: 3,
  supposedlyCompleted: 4,
  completed: 5,
  deferred: 6,
} as const

/** Sets a status with the dates and names that go with it. The actor is the webhook's owner, whoever asked. */
export function setStatus(portal: Portal, task: TaskRow, next: number, actor: EmployeeRow): TaskRow {
  const nowMs = portal.clock.now()
  const closed = next === status.completed || next === status.supposedlyCompleted
  return changeTask(portal.state, task.id, {
    status: next,
    statusChangedAtMs: nowMs,
    statusChangedBy: actor.id,
    changedAtMs: nowMs,
    changedBy: actor.id,
    startedAtMs: next === status.inProgress ? nowMs : task.startedAtMs,
    closedAtMs: closed ? (task.closedAtMs ?? nowMs) : null,
    closedBy: closed ? (task.closedBy ?? actor.id) : null,
  })
}

/**
 * Where `complete` leads: with control on and an actor who is not the creator the task waits for control, except that
 * an administrator completes one that already waits, and that creator = responsible needs no control (source).
 */
export function completedStatus(task: TaskRow, actor: EmployeeRow): number {
  const controlled = task.taskControl && task.createdBy !== actor.id && task.createdBy !== task.responsibleId
  const acceptsWaiting = actor.isAdmin && task.status === status.supposedlyCompleted
  return controlled && !acceptsWaiting ? status.supposedlyCompleted : status.completed
}

/** A new responsible: back to pending, the old one goes on watching (source). */
export function reassign(portal: Portal, task: TaskRow, responsibleId: number, actor: EmployeeRow): TaskRow {
  const auditors = [...new Set([...task.auditors, task.responsibleId])].filter((id) => id !== responsibleId)
  const pending = task.status === status.pending ? task : setStatus(portal, task, status.pending, actor)
  return changeTask(portal.state, task.id, {
    responsibleId,
    auditors,
    changedAtMs: portal.clock.now(),
    changedBy: actor.id,
    viewedBy: pending.viewedBy.filter((id) => id !== responsibleId),
  })
}

export const dayMs = 24 * 60 * 60 * 1000

/** `STATUS` with the meta values −1 overdue, −3 nearly overdue, −2 not viewed, computed for one viewer (docs). */
export function metaStatus(task: TaskRow, viewerId: number, nowMs: number): number {
  const open = task.status <= status.inProgress
  if (open && task.deadlineMs !== null && task.deadlineMs < nowMs) return -1
  if (open && task.deadlineMs !== null && task.deadlineMs < nowMs + dayMs) return -3
  const isNew =
    task.status <= status.pending && task.responsibleId === viewerId && !task.viewedBy.includes(viewerId)
  return isNew ? -2 : task.status
}
