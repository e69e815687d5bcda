/**
 * Who may do what with a task: roles, status and the heads of departments, as the access rules of the server's source
 * decide it (tasks `lib/access/rule/Task*Rule.php`) under the rights a fresh portal gives its roles. What an
 * administrator of a portal may loosen is a mode.
 */
import type { DepartmentRow, EmployeeRow, TaskRow } from '../rows.ts'
import { findEmployee, type Portal } from '../portal.ts'
import type { PortalState } from '../portal-state.ts'

/** The 27 keys of `tasks.task.getaccess`. There is no READ among them. */
const noAccess = {
  ACCEPT: false,
  DECLINE: false,
  COMPLETE: false,
  APPROVE: false,
  DISAPPROVE: false,
  START: false,
  PAUSE: false,
  DELEGATE: false,
  REMOVE: false,
  EDIT: false,
  DEFER: false,
  RENEW: false,
  CREATE: false,
  CHANGE_DEADLINE: false,
  CHECKLIST_ADD_ITEMS: false,
  ADD_FAVORITE: false,
  DELETE_FAVORITE: false,
  RATE: false,
  TAKE: false,
  'EDIT.ORIGINATOR': false,
  'CHECKLIST.REORDER': false,
  'ELAPSEDTIME.ADD': false,
  'DAYPLAN.TIMER.TOGGLE': false,
  'EDIT.PLAN': false,
  'CHECKLIST.ADD': false,
  'FAVORITE.ADD': false,
  'FAVORITE.DELETE': false,
}
export type AccessKey = keyof typeof noAccess
export type Access = Readonly<Record<AccessKey, boolean>>

/** An administrator sees every task, members their own, a head those with a subordinate in any role (source). */
export function canRead({ state }: Portal, user: EmployeeRow, task: TaskRow): boolean {
  return user.isAdmin || isMember(user.id, task) || membersOf(task).some((id) => isHeadOf(state, user.id, id))
}

export function isMember(userId: number, task: TaskRow): boolean {
  return membersOf(task).includes(userId)
}

export function can(portal: Portal, userId: number, task: TaskRow, key: AccessKey): boolean {
  return allowedActions(portal, userId, task)[key]
}

/** Any member, or whoever may edit (source: TaskAttachFileRule; the docs name the creator and editors only). */
export function canAttach(portal: Portal, userId: number, task: TaskRow): boolean {
  return isMember(userId, task) || can(portal, userId, task, 'EDIT')
}

/** All false for an unknown or dismissed person (docs for unknown, inferred for dismissed). */
export function allowedActions(portal: Portal, userId: number, task: TaskRow): Access {
  const user = findEmployee(portal.state, userId)
  return user?.active === true ? { ...noAccess, ...flagsOf(portal, user, task) } : noAccess
}

interface Standing {
  readonly admin: boolean
  readonly creator: boolean
  readonly responsible: boolean
  /** Creator, responsible or accomplice. */
  readonly active: boolean
  /** Head over the creator; over the responsible; over anyone active. */
  readonly overCreator: boolean
  readonly overResponsible: boolean
  readonly overActive: boolean
}

function standingOf({ state }: Portal, user: EmployeeRow, task: TaskRow): Standing {
  const { createdBy, responsibleId, accomplices } = task
  const isOver = (id: number): boolean => isHeadOf(state, user.id, id)
  const acting = [createdBy, responsibleId, ...accomplices]
  return {
    admin: user.isAdmin,
    creator: createdBy === user.id,
    responsible: responsibleId === user.id,
    active: acting.includes(user.id),
    overCreator: isOver(createdBy),
    overResponsible: isOver(responsibleId),
    overActive: acting.some(isOver),
  }
}

const pending = new Set([1, 2])
const waiting = 4
const completed = 5

/** Status first, whoever asks: an administrator too starts only what waits to be started. */
function flagsOf(portal: Portal, user: EmployeeRow, task: TaskRow): Partial<Access> {
  const is = standingOf(portal, user, task)
  const { status } = task
  const doer = is.admin || is.active || is.overActive
  const owner = is.admin || is.creator || is.overCreator
  const edit = canEdit(portal, is, task)
  const deadline = owner || edit || (task.allowChangeDeadline && (is.responsible || is.overResponsible))
  const reads = canRead(portal, user, task)
  const checklist = edit || is.responsible || task.accomplices.includes(user.id)
  return {
    COMPLETE: status === waiting ? is.admin || is.creator || is.overActive : doer && status !== completed,
    APPROVE: owner && status === waiting,
    DISAPPROVE: owner && status === waiting,
    START: doer && pending.has(status),
    PAUSE: doer && status === 3,
    DEFER: (is.admin || is.active || edit) && pending.has(status),
    RENEW: canRenew(is, status, edit),
    DELEGATE: (is.admin || is.creator || is.responsible || is.overActive) && status !== completed,
    REMOVE: owner,
    EDIT: edit,
    CREATE: true,
    CHANGE_DEADLINE: deadline,
    // Copied from the deadline's key by the method itself.
    'EDIT.PLAN': deadline,
    CHECKLIST_ADD_ITEMS: checklist,
    'CHECKLIST.ADD': checklist,
    'CHECKLIST.REORDER': edit,
    ADD_FAVORITE: reads,
    'FAVORITE.ADD': reads,
    RATE: owner,
    // EDIT.ORIGINATOR asks who the new creator would be, which this method cannot say: false for everybody (docs, source).
    'ELAPSEDTIME.ADD': edit || is.responsible || task.accomplices.includes(user.id),
  }
}

/** The responsible has no EDIT unless the portal's rights say so; a head has it where a subordinate is the creator. */
function canEdit({ modes }: Portal, is: Standing, task: TaskRow): boolean {
  if (is.admin || is.creator || is.overCreator) return true
  if (modes.responsibleEdits && is.responsible && task.status !== completed) return true
  return modes.headsEdit === 'any' && is.overActive
}

/** What waits for control may be taken back by those who did it, though not by its creator nor by an administrator. */
function canRenew(is: Standing, status: number, edit: boolean): boolean {
  if (status === waiting) return is.active && !is.creator
  return (status === completed || status === 6) && (is.admin || is.active || edit)
}

function membersOf({ createdBy, responsibleId, accomplices, auditors }: TaskRow): readonly number[] {
  return [createdBy, responsibleId, ...accomplices, ...auditors]
}

/** Whether one person heads a department of the other, or one above it. */
export function isHeadOf(state: PortalState, headId: number, userId: number): boolean {
  const departments = findEmployee(state, userId)?.departmentIds ?? []
  return (
    headId !== userId && departments.some((id) => chainOf(state, id).some((row) => row.headId === headId))
  )
}

/** A department and those above it. */
function chainOf(state: PortalState, id: number): readonly DepartmentRow[] {
  const row = state.departments.find((one) => one.id === id)
  if (row === undefined) return []
  return row.parentId === null ? [row] : [row, ...chainOf(state, row.parentId)]
}
