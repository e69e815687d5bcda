import type { JsonObject } from '../../../src/ports/json.ts'
import { textOf } from '../json.ts'
import { findEmployee, type Portal } from '../portal.ts'
import { Refusal } from '../refusal.ts'
import type { TaskRow } from '../rows.ts'

type Key = (task: TaskRow, portal: Portal) => string | number | null

/** The documented sort keys; for those the sandbox keeps no data, all tasks are equal. */
const keys: Readonly<Record<string, Key>> = {
  ID: (task) => task.id,
  TITLE: (task) => task.title.toLowerCase(),
  TIME_SPENT_IN_LOGS: () => 0,
  DATE_START: (task) => task.startedAtMs,
  CREATED_DATE: (task) => task.createdAtMs,
  CHANGED_DATE: (task) => task.changedAtMs,
  CLOSED_DATE: (task) => task.closedAtMs,
  ACTIVITY_DATE: (task) => task.changedAtMs,
  START_DATE_PLAN: (task) => task.startPlanMs,
  END_DATE_PLAN: (task) => task.endPlanMs,
  DEADLINE: (task) => task.deadlineMs,
  REAL_STATUS: (task) => task.status,
  STATUS_COMPLETE: (task) => (task.status === 5 ? 1 : 0),
  PRIORITY: (task) => task.priority,
  MARK: (task) => task.mark,
  CREATED_BY_LAST_NAME: (task, portal) => findEmployee(portal.state, task.createdBy)?.lastName ?? null,
  RESPONSIBLE_LAST_NAME: (task, portal) => findEmployee(portal.state, task.responsibleId)?.lastName ?? null,
  GROUP_ID: (task) => task.groupId,
  TIME_ESTIMATE: () => 0,
  ALLOW_CHANGE_DEADLINE: (task) => (task.allowChangeDeadline ? 1 : 0),
  ALLOW_TIME_TRACKING: () => 0,
  MATCH_WORK_TIME: () => 0,
  FAVORITE: () => 0,
  SORTING: () => 0,
  IS_PINNED: () => 0,
  IS_PINNED_IN_GROUP: () => 0,
}

/**
 * Sorts by the keys in the order given; default ID descending (docs). Rows without a value come last (inferred).
 * @throws Refusal 400 "0" for a key that cannot be sorted by (docs).
 */
export function orderTasks(portal: Portal, tasks: readonly TaskRow[], order: JsonObject): readonly TaskRow[] {
  const rules = Object.entries(order).map(([name, direction]) => {
    const key = Object.hasOwn(keys, name.toUpperCase()) ? keys[name.toUpperCase()] : undefined
    if (key === undefined) throw new Refusal(400, '0', `Field ${name} is not allowed for sorting`)
    return { key, sign: textOf(direction).toLowerCase().startsWith('desc') ? -1 : 1 }
  })
  return [...tasks].sort((left, right) => {
    for (const { key, sign } of rules) {
      const result = compare(key(left, portal), key(right, portal), sign)
      if (result !== 0) return result
    }
    return right.id - left.id
  })
}

function compare(left: string | number | null, right: string | number | null, sign: number): number {
  if (left === right) return 0
  if (left === null) return 1
  if (right === null) return -1
  return left < right ? -sign : sign
}
