/** `tasks.task.*` of REST 3.0. Status changes do not exist here: they stay v2 (docs). */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { isList, isObject, textOf } from '../json.ts'
import { changeTask, insertTask, removeTask, findTask } from '../portal.ts'
import { Refusal, type Violation } from '../refusal.ts'
import type { TaskRow } from '../rows.ts'
import { invalid, readFieldsV3, required, wrongType } from '../tasks/fields-v3.ts'
import { filterV3, orderV3, pageV3 } from '../tasks/list-v3.ts'
import { allowedActions, canRead } from '../tasks/rights.ts'
import { reassign } from '../tasks/status.ts'
import { findReadable, showTaskV3 } from '../tasks/view-v3.ts'
import { say } from '../texts.ts'
import { v3Prefix } from '../transport/envelope.ts'
import type { CallV3, MethodTableV3 } from './method.ts'

export const taskMethodsV3: MethodTableV3 = {
  'tasks.task.add': { scope: 'tasks', writes: true, run: addTask },
  'tasks.task.get': { scope: 'tasks', writes: false, run: getTask },
  'tasks.task.update': { scope: 'tasks', writes: true, run: updateTask },
  'tasks.task.delete': { scope: 'tasks', writes: true, run: deleteTask },
  'tasks.task.list': { scope: 'tasks', writes: false, run: listTasks },
  'tasks.task.access.get': { scope: 'tasks', writes: false, run: getAccess },
  'tasks.task.chat.message.send': { scope: 'tasks', writes: true, run: sendMessage },
}

function addTask(call: CallV3): Json {
  const { portal, owner } = call
  const change = readFieldsV3(portal, fieldsOf(call))
  const { title, responsibleId, createdBy } = change
  if (title === undefined || responsibleId === undefined)
    throw new TypeError('readFieldsV3 let an empty task through')
  if (!owner.isAdmin && createdBy !== owner.id && responsibleId !== owner.id) throw denied(call)
  const task = insertTask(
    portal.state,
    { ...change, title, responsibleId, changedBy: owner.id, statusChangedBy: owner.id },
    portal.clock.now(),
  )
  return { item: showTaskV3(portal, owner, task, []) }
}

function getTask(call: CallV3): Json {
  const id = idOf(call)
  const select = selectOf(call)
  const task = findReadable(call.portal, call.owner, id)
  if (task === 'missing') {
    const message =
      call.portal.modes.language === 'ru'
        ? `Запись с ID = \`${id}\` не найдена`
        : `Record with ID = \`${id}\` not found`
    throw new Refusal(400, `${v3Prefix}ENTITYNOTFOUNDEXCEPTION`, message)
  }
  if (task === 'forbidden') throw denied(call)
  return { item: showTaskV3(call.portal, call.owner, task, select) }
}

/** A missing task is "access denied" here, as the update page says (docs). */
function updateTask(call: CallV3): Json {
  const { portal, owner } = call
  const id = idOf(call)
  const fields = fieldsOf(call)
  const onlyDeadline = Object.keys(fields).every((name) => name === 'deadline')
  const task = changeable(call, id, onlyDeadline ? 'CHANGE_DEADLINE' : 'EDIT')
  const { responsibleId, ...change } = readFieldsV3(portal, fields, task)
  const updated = changeTask(portal.state, id, {
    ...change,
    changedAtMs: portal.clock.now(),
    changedBy: owner.id,
  })
  if (responsibleId !== undefined && responsibleId !== task.responsibleId) {
    if (portal.modes.updateResponsible === 'delegates') reassign(portal, updated, responsibleId, owner)
    else changeTask(portal.state, id, { responsibleId })
  }
  return { result: true }
}

function deleteTask(call: CallV3): Json {
  removeTask(call.portal.state, changeable(call, idOf(call), 'REMOVE').id)
  return { result: true }
}

/** Without `select` only ids come (docs). */
function listTasks(call: CallV3): Json {
  const { portal, owner, params } = call
  const select = selectOf(call)
  const passes = filterV3(portal, params['filter'])
  const readable = portal.state.tasks.filter((task) => canRead(portal, owner, task) && passes(task))
  const page = pageV3(portal, orderV3(readable, params['order']), params['pagination'])
  return { items: page.map((task) => showTaskV3(portal, owner, task, select.length === 0 ? ['id'] : select)) }
}

/** Rights of the webhook's owner only: no question about a third person here (docs). */
function getAccess(call: CallV3): Json {
  const task = findReadable(call.portal, call.owner, idOf(call))
  if (typeof task === 'string') throw denied(call)
  const { rights } = showTaskV3(call.portal, call.owner, task, ['rights'])
  return { item: rights ?? {} }
}

/** The author is the webhook's owner, whoever asked: there is no field for another (docs). */
function sendMessage(call: CallV3): Json {
  const { portal, owner } = call
  const { taskId, text } = fieldsOf(call)
  const violations = [
    ...(typeof taskId === 'number' ? [] : [fieldFault(call, 'taskId', taskId, 'int')]),
    ...(typeof text === 'string' && text.trim() !== '' ? [] : [fieldFault(call, 'text', text, 'string')]),
  ]
  if (violations.length > 0) throw invalid(portal, violations)
  const task = findReadable(portal, owner, Number(taskId))
  if (typeof task === 'string') throw denied(call)
  const { state, clock } = portal
  const message = { id: ++state.lastId.comment, authorId: owner.id, text: textOf(text), inChat: true }
  changeTask(state, task.id, { comments: [...task.comments, { ...message, atMs: clock.now() }] })
  return { result: true }
}

function fieldFault(call: CallV3, name: string, value: Json | undefined, type: string): Violation {
  const isMissing = value === undefined || value === null || value === ''
  return isMissing ? required(call.portal, name) : wrongType(call.portal, name, type)
}

function changeable(call: CallV3, id: number, key: 'EDIT' | 'REMOVE' | 'CHANGE_DEADLINE'): TaskRow {
  const task = findTask(call.portal.state, id)
  if (task === undefined || !allowedActions(call.portal, call.owner.id, task)[key]) throw denied(call)
  return task
}

function denied(call: CallV3): Refusal {
  return new Refusal(403, `${v3Prefix}ACCESSDENIEDEXCEPTION`, say(call.portal, 'accessDenied'))
}

/** A number, not a string of digits (docs). */
function idOf(call: CallV3): number {
  const id = call.params['id']
  if (id === undefined || id === null) throw invalid(call.portal, [required(call.portal, 'id')])
  if (typeof id !== 'number') throw invalid(call.portal, [wrongType(call.portal, 'id', 'int')])
  return id
}

function fieldsOf(call: CallV3): JsonObject {
  const fields = call.params['fields']
  if (!isObject(fields)) throw invalid(call.portal, [required(call.portal, 'fields')])
  return fields
}

function selectOf(call: CallV3): readonly string[] {
  const select = call.params['select']
  if (select === undefined) return []
  if (!isList(select))
    throw new Refusal(400, `${v3Prefix}INVALIDSELECTEXCEPTION`, 'Unable to recognize select')
  return select.filter((name) => typeof name === 'string')
}
