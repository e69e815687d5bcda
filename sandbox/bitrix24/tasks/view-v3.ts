/** A task as REST 3.0 shows it: numbers are numbers, flags booleans, statuses words (docs: fields-rest-v3.md). */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { isList, isObject } from '../json.ts'
import { findEmployee, findTask, fullName, type Portal } from '../portal.ts'
import { Refusal } from '../refusal.ts'
import type { EmployeeRow, TaskRow } from '../rows.ts'
import { v3Prefix } from '../transport/envelope.ts'
import { allowedActions, canRead, type AccessKey } from './rights.ts'
import { taskDate } from './view.ts'

export const statusWords: Readonly<Record<number, string>> = {
  1: 'pending',
  2: 'pending',
  3: 'in_progress',
  4: 'supposedly_completed',
  5: 'completed',
  6: 'deferred',
  7: 'declined',
}
export const priorityWords = ['low', 'average', 'high'] as const

/** Own fields the default item lacks: they come only when asked for (docs' examples). */
const askedOnly = new Set([
  'creatorId',
  'responsibleId',
  'created',
  'groupId',
  'changedById',
  'statusChangedById',
  'closedById',
])

/**
 * `select` of own names cuts the item to them and `id`; an unknown own name is dropped silently. With related names
 * alone (`responsible.email`) the whole default item comes, and they with it (docs).
 * @throws Refusal for an unknown field of a related object.
 */
export function showTaskV3(
  portal: Portal,
  viewer: EmployeeRow,
  task: TaskRow,
  select: readonly string[],
): JsonObject {
  const fields = taskFieldsV3(portal, viewer, task)
  const own = select.filter((name) => !name.includes('.'))
  const related = select.filter((name) => name.includes('.') || (name in relations && !(name in fields)))
  const names = own.length === 0 ? Object.keys(fields).filter((name) => !askedOnly.has(name)) : ['id', ...own]
  const item: Record<string, Json> = {}
  for (const name of names) if (Object.hasOwn(fields, name)) item[name] = fields[name] ?? null
  for (const path of related) addRelated(portal, task, item, path)
  return item
}

/** Every own field of the task object, whether or not the sandbox keeps data for it. */
export function isTaskField(name: string): boolean {
  return ownFields.includes(name) || name in relations
}

const ownFields = (
  'id title description creatorId created responsibleId deadline needsControl startPlan endPlan fileIds checklist groupId ' +
  'stageId epicId storyPoints flowId priority status statusChanged accomplices auditors parentId containsChecklist ' +
  'containsSubTasks containsRelatedTasks containsGanttLinks containsPlacements containsResults numberOfReminders chatId ' +
  'plannedDuration actualDuration durationType started estimatedTime replicate changed changedById statusChangedById ' +
  'closedById closed activity guid xmlId exchangeId exchangeModified outlookVersion mark allowsChangeDeadline ' +
  'allowsTimeTracking matchesWorkTime addInReport isMultitask siteId forkedByTemplateId maxDeadlineChangeDate ' +
  'maxDeadlineChanges requireDeadlineChangeReason link rights archiveLink crmItemIds emailId requireResult ' +
  'matchesSubTasksTime autocompleteSubTasks allowsChangeDatePlan inFavorite inPin inGroupPin inMute dependsOn scenarios'
).split(' ')

const relations: Readonly<Record<string, (task: TaskRow) => number | null | readonly number[]>> = {
  creator: (task) => task.createdBy,
  responsible: (task) => task.responsibleId,
  changedBy: (task) => task.changedBy,
  statusChangedBy: (task) => task.statusChangedBy,
  closedBy: (task) => task.closedBy,
  accomplices: (task) => task.accomplices,
  auditors: (task) => task.auditors,
}

const userFields: Readonly<Record<string, (row: EmployeeRow) => Json>> = {
  id: (row) => row.id,
  name: fullName,
  role: () => null,
  image: () => null,
  gender: (row) => row.gender,
  email: (row) => row.email,
  externalAuthId: () => null,
  rights: () => [],
}

function addRelated(portal: Portal, task: TaskRow, item: Record<string, Json>, path: string): void {
  const [relation = '', field] = path.split('.')
  const ids = relations[relation]?.(task)
  if (ids === undefined) return
  if (field !== undefined && !(field in userFields)) {
    const message = `Unknown field \`${field}\` for entity \`UserDto\``
    throw new Refusal(400, `${v3Prefix}UNKNOWNDTOPROPERTYEXCEPTION`, message)
  }
  const wanted = field === undefined ? ['id', 'name'] : [field]
  const show = (id: number, before: Json | undefined): JsonObject => {
    const row = findEmployee(portal.state, id)
    const kept = isObject(before) ? before : {}
    return {
      ...kept,
      ...Object.fromEntries(wanted.map((name) => [name, row ? (userFields[name]?.(row) ?? null) : null])),
    }
  }
  const before = item[relation]
  item[relation] =
    ids === null
      ? null
      : typeof ids === 'number'
        ? show(ids, before)
        : ids.map((id, at) => show(id, isList(before) ? before[at] : undefined))
}

function taskFieldsV3(portal: Portal, viewer: EmployeeRow, task: TaskRow): JsonObject {
  const date = (atMs: number | null): string | null => (atMs === null ? null : taskDate(portal, atMs))
  return {
    ...plainFields(portal, task),
    created: date(task.createdAtMs),
    deadline: date(task.deadlineMs),
    startPlan: date(task.startPlanMs),
    endPlan: date(task.endPlanMs),
    statusChanged: date(task.statusChangedAtMs),
    started: date(task.startedAtMs),
    changed: date(task.changedAtMs),
    closed: date(task.closedAtMs),
    activity: date(task.changedAtMs),
    // The webhook owner's own address: useless to the people the bot answers (docs' example).
    link: `/company/personal/user/${viewer.id}/tasks/task/view/${task.id}/`,
    rights: rightsOf(portal, viewer, task),
  }
}

function plainFields(portal: Portal, task: TaskRow): JsonObject {
  return {
    id: task.id,
    title: task.title,
    description: task.description,
    creatorId: task.createdBy,
    responsibleId: task.responsibleId,
    changedById: task.changedBy,
    statusChangedById: task.statusChangedBy,
    closedById: task.closedBy,
    groupId: task.groupId,
    parentId: task.parentId,
    needsControl: task.taskControl,
    checklist: task.checklist.map(({ id }) => id),
    containsChecklist: task.checklist.length > 0,
    containsSubTasks: portal.state.tasks.some(({ parentId }) => parentId === task.id),
    priority: priorityWords[task.priority] ?? 'average',
    status: statusWords[task.status] ?? 'pending',
    chatId: task.id - 5000,
    xmlId: task.xmlId,
    mark: task.mark === null ? 'none' : task.mark === 'P' ? 'positive' : 'negative',
    allowsChangeDeadline: task.allowChangeDeadline,
    allowsTimeTracking: false,
    requireResult: task.requireResult,
    siteId: 's1',
    fileIds: null,
    crmItemIds: [],
    inFavorite: [],
    inPin: [],
    inMute: [],
    dependsOn: [],
  }
}

const rightKeys: Readonly<Record<string, AccessKey>> = {
  edit: 'EDIT',
  remove: 'REMOVE',
  complete: 'COMPLETE',
  approve: 'APPROVE',
  disapprove: 'DISAPPROVE',
  start: 'START',
  delegate: 'DELEGATE',
  defer: 'DEFER',
  renew: 'RENEW',
  pause: 'PAUSE',
  deadline: 'CHANGE_DEADLINE',
  datePlan: 'EDIT.PLAN',
  changeResponsible: 'EDIT',
  checklistAdd: 'CHECKLIST.ADD',
  favorite: 'FAVORITE.ADD',
}

function rightsOf(portal: Portal, viewer: EmployeeRow, task: TaskRow): JsonObject {
  const flags = allowedActions(portal, viewer.id, task)
  const rights = Object.entries(rightKeys).map(([name, key]): [string, boolean] => [name, flags[key]])
  return { read: canRead(portal, viewer, task), ...Object.fromEntries(rights) }
}

export function findReadable(
  portal: Portal,
  viewer: EmployeeRow,
  id: number,
): TaskRow | 'missing' | 'forbidden' {
  const task = findTask(portal.state, id)
  if (task === undefined) return 'missing'
  return canRead(portal, viewer, task) ? task : 'forbidden'
}
