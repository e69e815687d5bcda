/** Reading `fields` of v2 `add` and `update` into a change of the row. Unknown names are ignored (source). */
import type { JsonObject } from '../../../src/ports/json.ts'
import { idsOf, integerOf, isEmpty, listOf, textOf } from '../json.ts'
import { findEmployee, findTask, ownerZone, type Portal } from '../portal.ts'
import { Refusal } from '../refusal.ts'
import type { EmployeeRow, TaskRow } from '../rows.ts'
import { say, type TextKey } from '../texts.ts'
import { instantOf } from '../time.ts'
import { areFilesKnown } from './files.ts'

type Change = { -readonly [K in keyof TaskRow]?: TaskRow[K] }

/** @throws Refusal `ERROR_CORE` with every complaint glued by `<br>` (docs). `task` is absent for a new one. */
export function readFields(portal: Portal, owner: EmployeeRow, fields: JsonObject, task?: TaskRow): Change {
  const change: Change = {}
  for (const [name, read] of Object.entries(readers)) {
    if (Object.hasOwn(fields, name)) read(portal, fields, change)
  }
  const complaints = [...complain(portal, fields, change, task)]
  if (!areFilesKnown(portal, owner, fields, task)) complaints.push(say(portal, 'fileUnknown'))
  if (complaints.length > 0) {
    throw new Refusal(400, 'ERROR_CORE', complaints.map((text) => `${text}<br>`).join(''))
  }
  return change
}

type Reader = (portal: Portal, fields: JsonObject, change: Change) => void

const readers: Readonly<Record<string, Reader>> = {
  TITLE: (_portal, fields, change) => (change.title = textOf(fields['TITLE']).trim()),
  DESCRIPTION: (_portal, fields, change) => (change.description = textOf(fields['DESCRIPTION'])),
  RESPONSIBLE_ID: (_portal, fields, change) => (change.responsibleId = integerOf(fields['RESPONSIBLE_ID'])),
  CREATED_BY: (_portal, fields, change) => (change.createdBy = integerOf(fields['CREATED_BY'])),
  ACCOMPLICES: (portal, fields, change) => (change.accomplices = known(portal, idsOf(fields['ACCOMPLICES']))),
  AUDITORS: (portal, fields, change) => (change.auditors = known(portal, idsOf(fields['AUDITORS']))),
  PRIORITY: (_portal, fields, change) =>
    (change.priority = Math.min(2, Math.max(0, integerOf(fields['PRIORITY'])))),
  DEADLINE: (portal, fields, change) => (change.deadlineMs = dateOf(portal, fields, 'DEADLINE')),
  START_DATE_PLAN: (portal, fields, change) =>
    (change.startPlanMs = dateOf(portal, fields, 'START_DATE_PLAN')),
  END_DATE_PLAN: (portal, fields, change) => (change.endPlanMs = dateOf(portal, fields, 'END_DATE_PLAN')),
  GROUP_ID: (_portal, fields, change) => (change.groupId = integerOf(fields['GROUP_ID'])),
  PARENT_ID: (_portal, fields, change) => (change.parentId = integerOf(fields['PARENT_ID']) || null),
  TAGS: (_portal, fields, change) => (change.tags = listOf(fields['TAGS']).map(textOf)),
  ALLOW_CHANGE_DEADLINE: (_portal, fields, change) =>
    (change.allowChangeDeadline = yes(fields, 'ALLOW_CHANGE_DEADLINE')),
  TASK_CONTROL: (_portal, fields, change) => (change.taskControl = yes(fields, 'TASK_CONTROL')),
  XML_ID: (_portal, fields, change) => (change.xmlId = textOf(fields['XML_ID']) || null),
  STATUS: (_portal, fields, change) => (change.status = integerOf(fields['STATUS'])),
  SE_PARAMETER: (_portal, fields, change) => (change.requireResult = requiresResult(fields)),
  MARK: (_portal, fields, change) => (change.mark = markOf(fields)),
}

function* complain(portal: Portal, fields: JsonObject, change: Change, task?: TaskRow): Generator<string> {
  const key = (name: TextKey): string => say(portal, name)
  const isNew = task === undefined
  if (isNew ? !change.title : change.title === '') yield key('titleMissing')
  if (isNew ? !change.responsibleId : change.responsibleId === 0) yield key('responsibleMissing')
  else if (isUnknown(portal, change.responsibleId)) yield key('responsibleUnknown')
  if (isUnknown(portal, change.createdBy)) yield key('creatorUnknown')
  if (change.status !== undefined && (change.status < 1 || change.status > 7)) yield key('statusWrong')
  if (change.parentId !== undefined && change.parentId !== null) {
    if (change.parentId === task?.id) yield key('parentSelf')
    else if (findTask(portal.state, change.parentId) === undefined) yield key('parentUnknown')
  }
  const start = change.startPlanMs ?? task?.startPlanMs ?? null
  const end = change.endPlanMs ?? task?.endPlanMs ?? null
  if (start !== null && end !== null && end < start) yield key('planWrong')
  const mandatory = portal.modes.mandatoryTaskField
  if (isNew && mandatory !== null && isEmpty(fields[mandatory])) yield `${key('fieldMandatory')} ${mandatory}`
}

function isUnknown(portal: Portal, id: number | undefined): boolean {
  return id !== undefined && findEmployee(portal.state, id) === undefined
}

function known(portal: Portal, ids: readonly number[]): readonly number[] {
  return ids.filter((id) => findEmployee(portal.state, id) !== undefined)
}

/** Without offset the text is read in the owner's zone (docs); what is no date clears the field (inferred). */
function dateOf(portal: Portal, fields: JsonObject, name: string): number | null {
  return instantOf(textOf(fields[name]), ownerZone(portal))
}

function yes(fields: JsonObject, name: string): boolean {
  return fields[name] === 'Y' || fields[name] === true
}

function requiresResult(fields: JsonObject): boolean {
  return listOf(fields['SE_PARAMETER']).some(
    (one) =>
      typeof one === 'object' &&
      one !== null &&
      'CODE' in one &&
      integerOf(one['CODE']) === 3 &&
      one['VALUE'] === 'Y',
  )
}

function markOf(fields: JsonObject): TaskRow['mark'] {
  const mark = textOf(fields['MARK'])
  return mark === 'P' || mark === 'N' ? mark : null
}
