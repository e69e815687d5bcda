import type { Json } from '../../../src/ports/json.ts'
import { integerOf, textOf } from '../json.ts'
import { findEmployee } from '../portal.ts'
import type { TaskRow } from '../rows.ts'
import { isHeadOf } from '../tasks/rights.ts'
import { metaStatus } from '../tasks/status.ts'
import type { Answer, Call, MethodTable } from './method.ts'
import { taskScopes } from './tasks.ts'

export const taskCounterMethods: MethodTable = {
  'tasks.task.counters.get': { scopes: taskScopes, run: getCounters },
}

type Role = (task: TaskRow, userId: number) => boolean

const roles: Readonly<Record<string, Role>> = {
  view_role_responsible: (task, userId) => task.responsibleId === userId,
  view_role_accomplice: (task, userId) => task.accomplices.includes(userId),
  view_role_auditor: (task, userId) => task.auditors.includes(userId),
  view_role_originator: (task, userId) => task.createdBy === userId && task.responsibleId !== userId,
}

/** `total` is 1 whatever is counted; without the right to look at the person `result` is `[]` (docs). */
function getCounters(call: Call): Answer {
  const { portal, owner } = call
  const userId = integerOf(call.params['userId']) || owner.id
  const isAllowed = owner.isAdmin || owner.id === userId || isHeadOf(portal.state, owner.id, userId)
  if (!isAllowed || findEmployee(portal.state, userId) === undefined) return { result: [], total: 1 }
  const type = textOf(call.params['type']) || 'view_all'
  const counted =
    type === 'view_all'
      ? Object.values(roles)
      : Object.entries(roles).flatMap(([name, role]) => (name === type ? [role] : []))
  const expired = portal.state.tasks.filter(
    (task) =>
      counted.some((role) => role(task, userId)) && metaStatus(task, userId, portal.clock.now()) === -1,
  )
  const result: Json = {
    expired: { counter: expired.length, code: 6291456 },
    new_comments: { counter: 0, code: 12582912 },
  }
  return { result, total: 1 }
}
