/** `tasks.task.*` of REST v2. */
import type { JsonObject } from '../../../src/ports/json.ts'
import { idsOf, integerOf, isObject, objectOf, textOf } from '../json.ts'
import { changeTask, findTask, insertTask, removeTask } from '../portal.ts'
import { Refusal } from '../refusal.ts'
import type { TaskRow } from '../rows.ts'
import { readFields } from '../tasks/fields.ts'
import { storeFiles } from '../tasks/files.ts'
import { taskFilter } from '../tasks/filter.ts'
import { orderTasks } from '../tasks/order.ts'
import { allowedActions, can, canRead } from '../tasks/rights.ts'
import { reassign, setStatus } from '../tasks/status.ts'
import { showActions, showTask } from '../tasks/view.ts'
import { say } from '../texts.ts'
import { pageOf, type Answer, type Call, type MethodTable } from './method.ts'

export const taskScopes = ['task']

export const taskMethods: MethodTable = {
  'tasks.task.add': { scopes: taskScopes, run: addTask },
  'tasks.task.get': { scopes: taskScopes, run: getTask },
  'tasks.task.list': { scopes: taskScopes, run: listTasks },
  'tasks.task.update': { scopes: taskScopes, run: updateTask },
  'tasks.task.delete': { scopes: taskScopes, run: deleteTask },
  'tasks.task.delegate': { scopes: taskScopes, run: delegateTask },
  'tasks.task.getaccess': { scopes: taskScopes, run: getAccess },
}

/** An administrator's webhook may name another creator, another's may not (source: TaskSaveRule). */
function addTask(call: Call): Answer {
  const { portal, owner } = call
  const fields = requireFields(call)
  const change = readFields(portal, owner, fields)
  const createdBy = change.createdBy ?? owner.id
  const { title, responsibleId } = change
  if (title === undefined || responsibleId === undefined)
    throw new TypeError('readFields let an empty task through')
  if (!owner.isAdmin && createdBy !== owner.id && responsibleId !== owner.id) {
    throw new Refusal(400, 'ERROR_TASK_CREATE_ACCESS_DENIED', say(portal, 'createDenied'))
  }
  const task = insertTask(
    portal.state,
    { ...change, title, responsibleId, createdBy, changedBy: owner.id, statusChangedBy: owner.id },
    portal.clock.now(),
  )
  storeFiles(portal, owner, task.id, fields)
  return { result: { task: showWithActions(call, task) } }
}

/** Absent and forbidden are the same empty answer with 200 (docs). */
function getTask(call: Call): Answer {
  const task = findTask(call.portal.state, taskIdOf(call))
  if (task === undefined || !canRead(call.portal, call.owner, task)) return { result: [] }
  const shown = showTask(call.portal, call.owner, task, call.params['select'], call.params['params'])
  return { result: { task: { ...shown, action: showActions(call.portal, call.owner, task) } } }
}

function listTasks(call: Call): Answer {
  const { portal, owner, params } = call
  const passes = taskFilter(portal, owner, objectOf(params['filter']))
  const readable = portal.state.tasks.filter((task) => canRead(portal, owner, task) && passes(task))
  const ordered = orderTasks(portal, readable, objectOf(params['order']))
  const { result, ...counts } = pageOf(call, ordered, (task) =>
    showTask(portal, owner, task, params['select'], params['params']),
  )
  return { result: { tasks: result }, ...counts }
}

/** The responsible may move the deadline where it is allowed, all else needs EDIT. */
function updateTask(call: Call): Answer {
  const { portal, owner } = call
  const fields = requireFields(call)
  const task = requireTask(call, '0', (found) => {
    const onlyDeadline = Object.keys(fields).every((name) => name === 'DEADLINE')
    return can(portal, owner.id, found, onlyDeadline ? 'CHANGE_DEADLINE' : 'EDIT')
  })
  const { status, responsibleId, ...change } = readFields(portal, owner, fields, task)
  storeFiles(portal, owner, task.id, fields)
  let updated = changeTask(portal.state, task.id, {
    ...change,
    changedAtMs: portal.clock.now(),
    changedBy: owner.id,
  })
  if (responsibleId !== undefined && responsibleId !== task.responsibleId) {
    updated =
      portal.modes.updateResponsible === 'delegates'
        ? reassign(portal, updated, responsibleId, owner)
        : changeTask(portal.state, task.id, { responsibleId })
  }
  if (status !== undefined && status !== updated.status) updated = setStatus(portal, updated, status, owner)
  return { result: { task: showWithActions(call, updated) } }
}

function deleteTask(call: Call): Answer {
  const { portal, owner } = call
  const task = requireTask(call, '1048582', (found) => can(portal, owner.id, found, 'REMOVE'))
  removeTask(portal.state, task.id)
  return { result: { task: true } }
}

function delegateTask(call: Call): Answer {
  const { portal, owner } = call
  const userId = integerOf(call.params['userId'])
  if (!('userId' in call.params)) throw missing('userId')
  const task = requireTask(call, '0', (found) => can(portal, owner.id, found, 'DELEGATE'))
  readFields(portal, owner, { RESPONSIBLE_ID: userId }, task)
  return { result: { task: showWithActions(call, reassign(portal, task, userId, owner)) } }
}

/** Computed for any person, also for one who is not the owner (docs); `[]` when the owner has no access. */
function getAccess(call: Call): Answer {
  const { portal } = call
  const task = findTask(portal.state, taskIdOf(call))
  if (task === undefined || !canRead(portal, call.owner, task)) return { result: { allowedActions: [] } }
  const asked = idsOf(call.params['users'])
  const users = asked.length === 0 ? [call.owner.id] : asked
  return {
    result: {
      allowedActions: Object.fromEntries(users.map((id) => [String(id), allowedActions(portal, id, task)])),
    },
  }
}

/**
 * The task, when the owner may read it and `allows` holds.
 * @throws Refusal with the method's own `code` otherwise: the words are the same for gone, forbidden and wrong status.
 */
export function requireTask(call: Call, code: '0' | '1048582', allows: (task: TaskRow) => boolean): TaskRow {
  const task = findTask(call.portal.state, taskIdOf(call))
  if (task === undefined || !canRead(call.portal, call.owner, task) || !allows(task)) {
    throw new Refusal(400, code, say(call.portal, 'actionDenied'))
  }
  return task
}

export function showWithActions(call: Call, task: TaskRow): JsonObject {
  return { ...showTask(call.portal, call.owner, task), action: showActions(call.portal, call.owner, task) }
}

/** @throws Refusal "100" when `taskId` is missing, "0" when it is no number (docs). */
export function taskIdOf(call: Call): number {
  if (!('taskId' in call.params)) {
    throw new Refusal(400, '100', 'CTaskItem All parameters in the constructor must have real class type')
  }
  const id = call.params['taskId']
  if (typeof id !== 'number' && !/^\d+$/.test(textOf(id)))
    throw new Refusal(400, '0', say(call.portal, 'wrongTaskId'))
  return integerOf(id)
}

function requireFields(call: Call): JsonObject {
  const fields = call.params['fields']
  if (!isObject(fields)) throw missing('fields')
  return fields
}

function missing(name: string): Refusal {
  return new Refusal(400, '100', `Could not find value for parameter {${name}}`)
}
