/**
 * Who may do what with a task. Roles and statuses follow the docs and the reference's reading of the source; where both
 * are silent (a head's view, a stranger's flags) the choice is inferred.
 */
import type { DepartmentRow, EmployeeRow, TaskRow } from '../rows.ts'
import { findEmployee, type PortalState } from '../portal.ts'

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

/** An administrator sees every task, a head those of the department and below, others those they take part in (docs). */
export function canRead(state: PortalState, user: EmployeeRow, task: TaskRow): boolean {
  if (user.isAdmin || isMember(user.id, task)) return true
  return [task.createdBy, task.responsibleId].some((id) => isHeadOf(state, user.id, id))
}

export function isMember(userId: number, task: TaskRow): boolean {
  return [task.createdBy, task.responsibleId, ...task.accomplices, ...task.auditors].includes(userId)
}

export function can(state: PortalState, userId: number, task: TaskRow, key: AccessKey): boolean {
  return allowedActions(state, userId, task)[key]
}

/** All false for an unknown or dismissed person (docs for unknown, inferred for dismissed). */
export function allowedActions(state: PortalState, userId: number, task: TaskRow): Access {
  const user = findEmployee(state, userId)
  return user?.active === true ? { ...noAccess, ...flagsOf(state, user, task) } : noAccess
}

function flagsOf(state: PortalState, user: EmployeeRow, task: TaskRow): Partial<Access> {
  const creator = user.isAdmin || task.createdBy === user.id
  const responsible = user.isAdmin || task.responsibleId === user.id
  const doer = creator || responsible || task.accomplices.includes(user.id)
  const status = task.status
  const open = status !== 4 && status !== 5
  const reads = canRead(state, user, task)
  return {
    COMPLETE: doer && (open || (status === 4 && user.isAdmin)),
    APPROVE: creator && status === 4,
    DISAPPROVE: creator && status === 4,
    START: doer && status <= 2,
    PAUSE: doer && status === 3,
    DEFER: doer && status <= 2,
    RENEW: doer && status >= 4,
    DELEGATE: responsible && open,
    REMOVE: creator,
    EDIT: creator,
    CREATE: true,
    CHANGE_DEADLINE: creator || (responsible && task.allowChangeDeadline),
    CHECKLIST_ADD_ITEMS: doer,
    'CHECKLIST.ADD': doer,
    'CHECKLIST.REORDER': creator,
    ADD_FAVORITE: reads,
    'FAVORITE.ADD': reads,
    RATE: creator,
    'EDIT.ORIGINATOR': creator,
    'ELAPSEDTIME.ADD': doer,
    'EDIT.PLAN': creator,
  }
}

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
