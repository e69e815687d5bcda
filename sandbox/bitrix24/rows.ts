/** The tables of the sandbox portal. Rows are plain data and are replaced, never changed in place. */

export interface EmployeeRow {
  readonly id: number
  readonly active: boolean
  readonly email: string
  readonly name: string
  readonly lastName: string
  readonly secondName: string
  readonly gender: 'M' | 'F' | ''
  readonly position: string
  readonly departmentIds: readonly number[]
  /** IANA name; null when the person never chose one (`TIME_ZONE: ""` on the wire). */
  readonly timeZone: string | null
  readonly userType: 'employee' | 'extranet' | 'email' | 'bot'
  readonly isAdmin: boolean
  readonly mobile: string
  /** Switched all portal notifications off: `im.notify*` answers `false`. */
  readonly noticesOff: boolean
  /** ISO date. */
  readonly registeredOn: string
}

export type NewEmployee = Partial<EmployeeRow> & Pick<EmployeeRow, 'email' | 'name' | 'lastName'>

export interface DepartmentRow {
  readonly id: number
  readonly name: string
  readonly sort: number
  /** Null for the company itself. */
  readonly parentId: number | null
  readonly headId: number | null
}

export interface ChecklistItemRow {
  readonly id: number
  /** 0 for a checklist itself. */
  readonly parentId: number
  readonly title: string
  readonly sort: number
  readonly complete: boolean
  readonly toggledAtMs: number | null
  readonly createdBy: number
}

export interface CommentRow {
  readonly id: number
  readonly authorId: number
  readonly text: string
  readonly atMs: number
  /** A message of the task's chat, as the new card has them (tasks 25.700.0). */
  readonly inChat?: boolean
}

export interface TaskRow {
  readonly id: number
  readonly title: string
  readonly description: string
  /** 2 pending, 3 in progress, 4 waits for control, 5 completed, 6 deferred (1 and 7 are of old). */
  readonly status: number
  /** 0 low, 1 normal, 2 high. */
  readonly priority: number
  readonly createdBy: number
  readonly responsibleId: number
  readonly accomplices: readonly number[]
  readonly auditors: readonly number[]
  readonly deadlineMs: number | null
  readonly startPlanMs: number | null
  readonly endPlanMs: number | null
  readonly createdAtMs: number
  readonly changedAtMs: number
  readonly changedBy: number
  readonly statusChangedAtMs: number | null
  readonly statusChangedBy: number
  readonly startedAtMs: number | null
  readonly closedAtMs: number | null
  readonly closedBy: number | null
  readonly groupId: number
  readonly parentId: number | null
  readonly tags: readonly string[]
  readonly allowChangeDeadline: boolean
  readonly taskControl: boolean
  /** Cannot be closed on the portal without a result; REST `complete` does not ask (source). */
  readonly requireResult: boolean
  readonly hasResult: boolean
  readonly xmlId: string | null
  readonly mark: 'P' | 'N' | null
  /** Who has opened the task; the meta status "not viewed" comes from it. */
  readonly viewedBy: readonly number[]
  readonly checklist: readonly ChecklistItemRow[]
  readonly comments: readonly CommentRow[]
}

export type NewTask = Partial<Omit<TaskRow, 'id'>> & Pick<TaskRow, 'title' | 'responsibleId'>

export interface NoticeRow {
  readonly id: number
  readonly userId: number
  readonly message: string
  readonly messageOut?: string
  readonly tag?: string
  readonly subTag?: string
  readonly clientId?: string
  readonly type: 'SYSTEM' | 'USER'
  /** 0 for a system notice: nobody is shown as its author. */
  readonly authorId: number
  readonly atMs: number
}
