/**
 * `task.checklistitem.*` and `task.commentitem.add`: parameters are read by position (live, per the SDK's authors), so
 * another order of keys or one more parameter in the query string breaks the call. By name with the mode `named`.
 */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { integerOf, isEmpty, isObject, objectOf, textOf } from '../json.ts'
import { changeTask, findEmployee, findTask } from '../portal.ts'
import { Refusal } from '../refusal.ts'
import type { ChecklistItemRow, TaskRow } from '../rows.ts'
import { can, canRead } from '../tasks/rights.ts'
import { taskDate } from '../tasks/view.ts'
import { say } from '../texts.ts'
import type { Answer, Call, Method, MethodTable } from './method.ts'
import { taskScopes } from './tasks.ts'

export const taskLegacyMethods: MethodTable = {
  'task.checklistitem.add': legacy(['TASKID', 'FIELDS'], addItem),
  'task.checklistitem.getlist': legacy(['TASKID', 'ORDER'], listItems),
  'task.checklistitem.update': legacy(['TASKID', 'ITEMID', 'FIELDS'], updateItem),
  'task.checklistitem.complete': legacy(['TASKID', 'ITEMID'], (call, args) => toggleItem(call, args, true)),
  'task.checklistitem.renew': legacy(['TASKID', 'ITEMID'], (call, args) => toggleItem(call, args, false)),
  'task.checklistitem.delete': legacy(['TASKID', 'ITEMID'], deleteItem),
  'task.commentitem.add': legacy(['TASKID', 'FIELDS'], addComment),
}

type Arguments = readonly (Json | undefined)[]

function legacy(names: readonly string[], run: (call: Call, args: Arguments) => Json): Method {
  return { scopes: taskScopes, run: (call): Answer => ({ result: run(call, argumentsOf(call, names)) }) }
}

function argumentsOf(call: Call, names: readonly string[]): Arguments {
  if (call.portal.modes.legacyParameters === 'named') return names.map((name) => call.params[name])
  const values = Object.values(call.params)
  const isObjectAt = (at: number): boolean => names[at] === 'FIELDS' || names[at] === 'ORDER'
  const wrong = values.findIndex(
    (value, at) => at >= names.length || isObjectAt(at) !== (isObject(value) || isEmptyList(value)),
  )
  if (wrong >= 0) {
    throw new Refusal(
      400,
      'WRONG_ARGUMENTS',
      `Param #${wrong} of the method is expected to be of another type`,
    )
  }
  return values
}

/** PHP cannot tell `{}` from `[]`. */
function isEmptyList(value: Json): boolean {
  return Array.isArray(value) && value.length === 0
}

function addItem(call: Call, [taskId, given]: Arguments): Json {
  const task = editable(call, taskId)
  const fields = objectOf(given)
  const title = textOf(fields['TITLE']).trim()
  if (title === '') throw legacyError(4, 'ACTION_FAILED_TO_BE_PROCESSED')
  const { state } = call.portal
  const item: ChecklistItemRow = {
    id: ++state.lastId.item,
    parentId: integerOf(fields['PARENT_ID']),
    title,
    sort: integerOf(fields['SORT_INDEX']),
    complete: fields['IS_COMPLETE'] === 'Y',
    toggledAtMs: null,
    createdBy: call.owner.id,
  }
  changeTask(state, task.id, { checklist: [...task.checklist, item] })
  return item.id
}

function listItems(call: Call, [taskId]: Arguments): Json {
  const task = readable(call, taskId)
  return [...task.checklist]
    .sort((left, right) => left.sort - right.sort)
    .map((item) => showItem(call, task, item))
}

/** `PARENT_ID` is the number 0 for a checklist itself and a string for its items (docs). */
function showItem(call: Call, task: TaskRow, item: ChecklistItemRow): JsonObject {
  return {
    ID: String(item.id),
    TASK_ID: String(task.id),
    PARENT_ID: item.parentId === 0 ? 0 : String(item.parentId),
    CREATED_BY: String(item.createdBy),
    TITLE: item.title,
    SORT_INDEX: String(item.sort),
    IS_COMPLETE: item.complete ? 'Y' : 'N',
    IS_IMPORTANT: 'N',
    TOGGLED_BY: null,
    TOGGLED_DATE: item.toggledAtMs === null ? '' : taskDate(call.portal, item.toggledAtMs),
    MEMBERS: [],
    ATTACHMENTS: [],
  }
}

function updateItem(call: Call, [taskId, itemId, given]: Arguments): Json {
  const fields = objectOf(given)
  changeItem(call, taskId, itemId, (item) => ({
    ...item,
    title: textOf(fields['TITLE']).trim() || item.title,
    sort: 'SORT_INDEX' in fields ? integerOf(fields['SORT_INDEX']) : item.sort,
    complete: 'IS_COMPLETE' in fields ? fields['IS_COMPLETE'] === 'Y' : item.complete,
  }))
  return null
}

function toggleItem(call: Call, [taskId, itemId]: Arguments, complete: boolean): Json {
  const toggledAtMs = call.portal.clock.now()
  changeItem(call, taskId, itemId, (item) => ({ ...item, complete, toggledAtMs }))
  return true
}

function deleteItem(call: Call, [taskId, itemId]: Arguments): Json {
  changeItem(call, taskId, itemId, () => null)
  return true
}

/**
 * Any user's name may be put under a comment: the method's own power and risk (docs). Whether it still writes on a portal
 * with the new card is a mode; its words of refusal are those of a missing right (inferred).
 */
function addComment(call: Call, [taskId, given]: Arguments): Json {
  const { state, clock, modes } = call.portal
  const fields = objectOf(given)
  const strange = Object.keys(fields).find((name) => !commentFields.has(name))
  if (integerOf(taskId) === 0) {
    throw wrongArgument(
      'Param #0 (taskId) for method ctaskcommentitem::add() expected to be of type "integer"',
    )
  }
  if (strange !== undefined) {
    throw wrongArgument(
      `Param #1 (arFields) for method ctaskcommentitem::add() must not contain key "${strange}".`,
    )
  }
  const task = findTask(state, integerOf(taskId))
  const mayWrite = task !== undefined && canRead(call.portal, call.owner, task)
  if (!mayWrite || modes.taskComments === 'refused') throw coreError(say(call.portal, 'commentDenied'))
  const text = textOf(fields['POST_MESSAGE'])
  const authorId = integerOf(fields['AUTHOR_ID']) || call.owner.id
  if (isEmpty(text.trim())) throw coreError(say(call.portal, 'commentEmpty'))
  if (findEmployee(state, authorId) === undefined) throw legacyError(256, 'ACTION_FAILED_TO_BE_PROCESSED')
  const comment = { id: ++state.lastId.comment, authorId, text, atMs: clock.now() }
  changeTask(state, task.id, { comments: [...task.comments, comment] })
  return comment.id
}

function changeItem(
  call: Call,
  taskId: Json | undefined,
  itemId: Json | undefined,
  change: (item: ChecklistItemRow) => ChecklistItemRow | null,
): void {
  const task = editable(call, taskId)
  const id = integerOf(itemId)
  if (task.checklist.every((item) => item.id !== id)) throw legacyError(8, 'ITEM_NOT_FOUND_OR_NOT_ACCESSIBLE')
  const checklist = task.checklist.flatMap((item) => (item.id === id ? (change(item) ?? []) : [item]))
  changeTask(call.portal.state, task.id, { checklist })
}

function readable(call: Call, taskId: Json | undefined): TaskRow {
  const task = findTask(call.portal.state, integerOf(taskId))
  if (task === undefined || !canRead(call.portal, call.owner, task)) {
    throw legacyError(8, 'TASK_NOT_FOUND_OR_NOT_ACCESSIBLE')
  }
  return task
}

function editable(call: Call, taskId: Json | undefined): TaskRow {
  const task = readable(call, taskId)
  if (!can(call.portal, call.owner.id, task, 'CHECKLIST.ADD')) throw legacyError(32, 'ACTION_NOT_ALLOWED')
  return task
}

const commentFields = new Set(['POST_MESSAGE', 'AUTHOR_ID', 'POST_DATE', 'UF_FORUM_MESSAGE_DOC'])

function wrongArgument(text: string): Refusal {
  return coreError(`TASKS_ERROR_EXCEPTION_#256; ${text}; 256/TE/WRONG_ARGUMENTS`)
}

function coreError(text: string): Refusal {
  return new Refusal(400, 'ERROR_CORE', `${text}<br>`)
}

function legacyError(number: number, name: string): Refusal {
  return coreError(`TASKS_ERROR_EXCEPTION_#${number}; ${name}; ${number}/TE/${name}`)
}
