import type { TaskLine } from '../../ports/bulk-reads.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import { roleOf } from './task-rights.ts'
import type { RawTaskLine } from './task-schemas.ts'

/** A task as one employee may see it in a digest; null when they have no part in it. */
export function toTaskLine(row: RawTaskLine, actor: PortalUserId, portal: string): TaskLine | null {
  const role = roleOf(row, actor)
  if (role === null) return null
  const { id, title, status, deadline, priority, creator } = row
  return {
    id,
    title,
    status,
    deadline,
    priority,
    role,
    creator: creator?.id === row.createdBy ? creator : null,
    url: `${portal}/company/personal/user/${actor}/tasks/task/view/${id}/`,
    createdAt: row.createdDate,
    changedAt: row.changedDate,
    closedAt: row.closedDate,
    closedBy: row.closedBy,
  }
}

/** What a list shows of a task, and what tells a stranger's. */
export const taskRowFields = [
  'ID',
  'TITLE',
  'STATUS',
  'DEADLINE',
  'PRIORITY',
  'CREATED_BY',
  'RESPONSIBLE_ID',
  'ACCOMPLICES',
  'AUDITORS',
] as const

/** What {@link toTaskLine} needs. */
export const taskLineFields = [
  ...taskRowFields,
  'CREATED_DATE',
  'CHANGED_DATE',
  'CLOSED_DATE',
  'CLOSED_BY',
] as const
