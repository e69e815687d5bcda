/** Status changes of REST v2: start, pause, complete, defer, renew, approve, disapprove. */
import { canRead, can, type AccessKey } from '../tasks/rights.ts'
import { completedStatus, setStatus, status } from '../tasks/status.ts'
import type { EmployeeRow, TaskRow } from '../rows.ts'
import type { Answer, Call, Method, MethodTable } from './method.ts'
import { requireTask, showWithActions, taskScopes } from './tasks.ts'

interface StatusChange {
  readonly key: AccessKey
  /** The code of "not allowed", different per method (docs). */
  readonly code: '0' | '1048582'
  readonly target: (task: TaskRow, actor: EmployeeRow) => number
}

export const taskStatusMethods: MethodTable = {
  'tasks.task.start': change({ key: 'START', code: '0', target: () => status.inProgress }),
  'tasks.task.complete': change({ key: 'COMPLETE', code: '0', target: completedStatus }),
  'tasks.task.pause': change({ key: 'PAUSE', code: '1048582', target: () => status.pending }),
  'tasks.task.defer': change({ key: 'DEFER', code: '1048582', target: () => status.deferred }),
  'tasks.task.renew': change({ key: 'RENEW', code: '1048582', target: () => status.pending }),
  'tasks.task.approve': change({ key: 'APPROVE', code: '1048582', target: () => status.completed }),
  'tasks.task.disapprove': change({ key: 'DISAPPROVE', code: '1048582', target: () => status.pending }),
}

function change(rule: StatusChange): Method {
  return { scopes: taskScopes, run: (call) => apply(call, rule) }
}

/** A call that changes nothing succeeds without asking for the right (source). */
function apply(call: Call, { key, code, target }: StatusChange): Answer {
  const { portal, owner } = call
  const isDone = (task: TaskRow): boolean => task.status === target(task, owner)
  const task = requireTask(
    call,
    code,
    (found) => (isDone(found) && canRead(portal, owner, found)) || can(portal, owner.id, found, key),
  )
  const changed = isDone(task) ? task : setStatus(portal, task, target(task, owner), owner)
  return { result: { task: showWithActions(call, changed) } }
}
