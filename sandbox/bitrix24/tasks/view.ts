/** A task as REST v2 shows it: camelCase, numbers as strings, flags "Y"/"N", `[]` for empty objects (docs). */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { isEmpty, listOf, objectOf, phpObject, textOf } from '../json.ts'
import { findEmployee, fullName, ownerZone, type Portal } from '../portal.ts'
import type { EmployeeRow, TaskRow } from '../rows.ts'
import { isoInZone } from '../time.ts'
import { systemFields } from './files.ts'
import { allowedActions } from './rights.ts'
import { metaStatus } from './status.ts'

/**
 * `select` names are UPPER_SNAKE, unknown ones are dropped, none means the usual set. The objects `group`, `creator`,
 * `responsible` stand beside the ids whatever was selected (docs' example).
 */
export function showTask(
  portal: Portal,
  viewer: EmployeeRow,
  task: TaskRow,
  select?: Json,
  params?: Json,
): JsonObject {
  const fields = taskFields(portal, viewer, task)
  const asked = listOf(select).map((name) => textOf(name))
  const names = asked.length === 0 || asked.includes('*') ? usualNames(fields, asked) : ['ID', ...asked]
  const shown: [string, Json][] = names
    .filter((name) => Object.hasOwn(fields, name))
    .map((name) => [camel(name), fields[name] ?? null])
  if (names.includes('STATUS'))
    shown.push(['subStatus', String(metaStatus(task, viewer.id, portal.clock.now()))])
  return {
    ...Object.fromEntries(shown),
    ...systemFields(portal, task, asked),
    ...resultInfo(task, params),
    ...people(portal, task, names),
  }
}

/** The `action` block of a single task. */
export function showActions(portal: Portal, viewer: EmployeeRow, task: TaskRow): JsonObject {
  const flags = allowedActions(portal, viewer.id, task)
  return Object.fromEntries(
    Object.entries(flags)
      .filter(([key]) => key !== 'CREATE')
      .map(([key, value]) => [camel(key), value]),
  )
}

function usualNames(fields: JsonObject, asked: readonly string[]): readonly string[] {
  return [
    ...Object.keys(fields).filter((name) => name !== 'TAGS'),
    ...(asked.includes('TAGS') ? ['TAGS'] : []),
  ]
}

function taskFields(portal: Portal, viewer: EmployeeRow, task: TaskRow): JsonObject {
  return { ...plainFields(task), ...dateFields(portal, task), ...viewerFields(portal, viewer, task) }
}

function plainFields(task: TaskRow): JsonObject {
  return {
    ID: String(task.id),
    PARENT_ID: task.parentId === null ? null : String(task.parentId),
    TITLE: task.title,
    DESCRIPTION: task.description,
    MARK: task.mark,
    PRIORITY: String(task.priority),
    MULTITASK: 'N',
    REPLICATE: 'N',
    GROUP_ID: String(task.groupId),
    STAGE_ID: '0',
    CREATED_BY: String(task.createdBy),
    RESPONSIBLE_ID: String(task.responsibleId),
    ACCOMPLICES: task.accomplices.map(String),
    AUDITORS: task.auditors.map(String),
    STATUS: String(task.status),
    STATUS_CHANGED_BY: String(task.statusChangedBy),
    CHANGED_BY: String(task.changedBy),
    CLOSED_BY: task.closedBy === null ? '0' : String(task.closedBy),
    XML_ID: task.xmlId,
    COMMENTS_COUNT: task.comments.length === 0 ? null : String(task.comments.length),
    NEW_COMMENTS_COUNT: 0,
    CHAT_ID: task.id - 5000,
    ALLOW_CHANGE_DEADLINE: flag(task.allowChangeDeadline),
    ALLOW_TIME_TRACKING: 'N',
    TASK_CONTROL: flag(task.taskControl),
    ADD_IN_REPORT: 'N',
    TIME_ESTIMATE: '0',
    TIME_SPENT_IN_LOGS: null,
    MATCH_WORK_TIME: 'N',
    FORUM_TOPIC_ID: null,
    SITE_ID: 's1',
    SUBORDINATE: 'N',
    DESCRIPTION_IN_BBCODE: 'Y',
    TAGS: phpObject(
      Object.fromEntries(task.tags.map((title, at) => [String(at + 1), { id: at + 1, title }])),
    ),
  }
}

function dateFields(portal: Portal, task: TaskRow): JsonObject {
  const date = (atMs: number | null): string | null => (atMs === null ? null : taskDate(portal, atMs))
  return {
    CREATED_DATE: date(task.createdAtMs),
    CHANGED_DATE: date(task.changedAtMs),
    STATUS_CHANGED_DATE: date(task.statusChangedAtMs),
    ACTIVITY_DATE: date(task.changedAtMs),
    CLOSED_DATE: date(task.closedAtMs),
    DATE_START: date(task.startedAtMs),
    DEADLINE: date(task.deadlineMs),
    START_DATE_PLAN: date(task.startPlanMs),
    END_DATE_PLAN: date(task.endPlanMs),
  }
}

function viewerFields(portal: Portal, viewer: EmployeeRow, task: TaskRow): JsonObject {
  const notViewed = metaStatus(task, viewer.id, portal.clock.now()) === -2
  return {
    NOT_VIEWED: flag(notViewed),
    FAVORITE: 'N',
    IS_MUTED: 'N',
    IS_PINNED: 'N',
    IS_PINNED_IN_GROUP: 'N',
  }
}

/** A date of a task in the webhook owner's zone; whose offset labels it is a mode. */
export function taskDate(portal: Portal, atMs: number): string {
  const offsetAtMs = portal.modes.taskDateOffset === 'now' ? portal.clock.now() : atMs
  return isoInZone(atMs, ownerZone(portal), offsetAtMs)
}

/** `params.WITH_RESULT_INFO`: must the task have a result before it ends, and has it one (docs). */
function resultInfo(task: TaskRow, params: Json | undefined): JsonObject {
  if (isEmpty(objectOf(params)['WITH_RESULT_INFO'])) return {}
  return {
    taskRequireResult: flag(task.requireResult),
    taskHasOpenResult: 'N',
    taskHasResult: flag(task.hasResult),
  }
}

function people(portal: Portal, task: TaskRow, names: readonly string[]): JsonObject {
  const data = (ids: readonly number[]): Json =>
    phpObject(Object.fromEntries(ids.map((id) => [String(id), personCard(portal, id)])))
  return {
    group: [],
    creator: personCard(portal, task.createdBy),
    responsible: personCard(portal, task.responsibleId),
    ...(names.includes('ACCOMPLICES') ? { accomplicesData: data(task.accomplices) } : {}),
    ...(names.includes('AUDITORS') ? { auditorsData: data(task.auditors) } : {}),
  }
}

function personCard(portal: Portal, id: number): JsonObject {
  const row = findEmployee(portal.state, id)
  return {
    id: String(id),
    name: row === undefined ? '' : fullName(row),
    link: `/company/personal/user/${id}/`,
    icon: '/bitrix/images/tasks/default_avatar.png',
    workPosition: row?.position ?? '',
  }
}

function flag(value: boolean): string {
  return value ? 'Y' : 'N'
}

/** `RESPONSIBLE_ID` → `responsibleId`; `EDIT.PLAN` → `edit.plan`. */
function camel(name: string): string {
  return name.toLowerCase().replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase())
}
