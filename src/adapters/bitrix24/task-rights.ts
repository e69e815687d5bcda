import type { PortalUserId } from '../../ports/identity.ts'
import type { TaskMove, TaskRight, TaskRole } from '../../ports/tasks.ts'
import type { RawTask, RawTaskRow } from './task-schemas.ts'

type Members = Pick<RawTaskRow, 'createdBy' | 'responsibleId' | 'accomplices' | 'auditors'>

/** The strongest part somebody has in a task, or null: it is none of their business. */
export function roleOf(task: Members, actor: PortalUserId): TaskRole | null {
  if (task.responsibleId === actor) return 'responsible'
  if (task.createdBy === actor) return 'creator'
  if (task.accomplices.includes(actor)) return 'accomplice'
  return task.auditors.includes(actor) ? 'auditor' : null
}

/**
 * Who may add files: the portal's own card lets every member (source: TaskAttachFileRule), its documentation of
 * `tasks.task.files.attach` only who may edit the task.
 */
export type Attaching = 'editors' | 'members'

/**
 * What a member may do: what the portal says of them (`flags`, the names of `tasks.task.getaccess`), and no more than
 * their part in the task gives to anyone. The portal allows its administrators everything, also those who are
 * linked like everybody else.
 */
export function rightsOf(
  task: RawTask,
  actor: PortalUserId,
  flags: ReadonlySet<string>,
  attaching: Attaching,
): ReadonlySet<TaskRight> {
  if (roleOf(task, actor) === null) return new Set()
  const may = new Set<TaskRight>(movesOf(task, actor).filter((move) => flags.has(move.toUpperCase())))
  if (mayMoveDeadline(task, actor) && (flags.has('CHANGE_DEADLINE') || flags.has('EDIT'))) may.add('deadline')
  if (handoverOf(task, actor, flags) !== null) may.add('assign')
  if (attaching === 'members' || (task.createdBy === actor && flags.has('EDIT'))) may.add('attach')
  return may.add('comment')
}

/** How the actor may hand the task over: its responsible delegates it, its creator edits it. */
export function handoverOf(
  task: Members,
  actor: PortalUserId,
  flags: ReadonlySet<string>,
): 'delegate' | 'edit' | null {
  if (task.responsibleId === actor && flags.has('DELEGATE')) return 'delegate'
  return task.createdBy === actor && flags.has('EDIT') ? 'edit' : null
}

const doerMoves: readonly TaskMove[] = ['start', 'pause', 'defer', 'renew', 'complete']
const creatorMoves: readonly TaskMove[] = [...doerMoves, 'approve', 'disapprove']

function movesOf(task: Members, actor: PortalUserId): readonly TaskMove[] {
  if (task.createdBy === actor) return creatorMoves
  return task.responsibleId === actor || task.accomplices.includes(actor) ? doerMoves : []
}

function mayMoveDeadline(task: RawTask, actor: PortalUserId): boolean {
  return task.createdBy === actor || (task.responsibleId === actor && task.allowChangeDeadline)
}
