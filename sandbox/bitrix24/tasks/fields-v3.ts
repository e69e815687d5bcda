/** Reading `fields` of REST 3.0 `add` and `update`: every field is typed, and an unknown one is an error (source). */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { isList } from '../json.ts'
import { findEmployee, findTask, ownerZone, type Portal } from '../portal.ts'
import { Refusal, type Violation } from '../refusal.ts'
import type { TaskRow } from '../rows.ts'
import { say } from '../texts.ts'
import { instantOf } from '../time.ts'
import { v3Prefix } from '../transport/envelope.ts'
import { isTaskField, priorityWords } from './view-v3.ts'

type Change = { -readonly [K in keyof TaskRow]?: TaskRow[K] }

/** @throws Refusal with one entry of `validation` per broken field. `task` is absent for a new one. */
export function readFieldsV3(portal: Portal, fields: JsonObject, task?: TaskRow): Change {
  const unknown = Object.keys(fields).find((name) => !isTaskField(name))
  if (unknown !== undefined) {
    throw new Refusal(
      400,
      `${v3Prefix}UNKNOWNDTOPROPERTYEXCEPTION`,
      `Unknown field \`${unknown}\` for entity \`TaskDto\``,
    )
  }
  const violations: Violation[] = []
  const change: Change = {}
  for (const [name, reader] of Object.entries(readers)) {
    const value = fields[name]
    if (value === undefined) continue
    if (!reader.read(portal, value, change)) violations.push(wrongType(portal, name, reader.type))
  }
  violations.push(...(task === undefined ? requireNew(portal, fields, violations) : refuseFixed(fields)))
  violations.push(...complain(portal, change, task))
  if (violations.length > 0) throw invalid(portal, violations)
  return change
}

export function invalid(portal: Portal, violations: readonly Violation[]): Refusal {
  return new Refusal(
    400,
    `${v3Prefix}VALIDATION_REQUESTVALIDATIONEXCEPTION`,
    say(portal, 'requestInvalid'),
    violations,
  )
}

export function required(portal: Portal, field: string): Violation {
  const isRussian = portal.modes.language === 'ru'
  return {
    field,
    message: isRussian
      ? `Не указано обязательное поле \`${field}\``
      : `Required field \`${field}\` is not specified`,
  }
}

export function wrongType(portal: Portal, field: string, type: string): Violation {
  const isRussian = portal.modes.language === 'ru'
  const message = isRussian
    ? `Поле \`${field}\` для такого запроса требует тип данных \`${type}\``
    : `Field \`${field}\` requires data type \`${type}\` for this request`
  return { field, message }
}

interface Reader {
  readonly type: string
  /** False when the value is of another type. */
  read(portal: Portal, value: Json, change: Change): boolean
}

const readers: Readonly<Record<string, Reader>> = {
  title: text((value, change) => (change.title = value)),
  description: text((value, change) => (change.description = value)),
  xmlId: text((value, change) => (change.xmlId = value)),
  creatorId: whole((value, change) => (change.createdBy = value)),
  responsibleId: whole((value, change) => (change.responsibleId = value)),
  groupId: whole((value, change) => (change.groupId = value)),
  parentId: whole((value, change) => (change.parentId = value)),
  deadline: date((value, change) => (change.deadlineMs = value)),
  startPlan: date((value, change) => (change.startPlanMs = value)),
  endPlan: date((value, change) => (change.endPlanMs = value)),
  accomplices: ids((value, change) => (change.accomplices = value)),
  auditors: ids((value, change) => (change.auditors = value)),
  needsControl: flag((value, change) => (change.taskControl = value)),
  allowsChangeDeadline: flag((value, change) => (change.allowChangeDeadline = value)),
  requireResult: flag((value, change) => (change.requireResult = value)),
  priority: {
    type: 'string',
    read(_portal, value, change) {
      const priority = priorityWords.findIndex((word) => word === value)
      if (priority >= 0) change.priority = priority
      return priority >= 0
    },
  },
}

function text(set: (value: string, change: Change) => void): Reader {
  return {
    type: 'string',
    read(_portal, value, change) {
      if (typeof value === 'string') set(value, change)
      return typeof value === 'string' || value === null
    },
  }
}

function whole(set: (value: number, change: Change) => void): Reader {
  return {
    type: 'int',
    read(_portal, value, change) {
      if (typeof value === 'number' && Number.isInteger(value)) set(value, change)
      return (typeof value === 'number' && Number.isInteger(value)) || value === null
    },
  }
}

function date(set: (value: number | null, change: Change) => void): Reader {
  return {
    type: 'DateTime',
    read(portal, value, change) {
      const atMs = typeof value === 'string' ? instantOf(value, ownerZone(portal)) : null
      if (atMs !== null || value === null) set(atMs, change)
      return atMs !== null || value === null
    },
  }
}

function ids(set: (value: readonly number[], change: Change) => void): Reader {
  return {
    type: 'array',
    read(_portal, value, change) {
      const numbers = isList(value) ? value.filter((id) => typeof id === 'number') : []
      const isRight = isList(value) && numbers.length === value.length
      if (isRight) set([...new Set(numbers)], change)
      return isRight
    },
  }
}

/** Boolean in the answer; the field table writes `Y` and `N` (docs), so both are taken. */
function flag(set: (value: boolean, change: Change) => void): Reader {
  return {
    type: 'bool',
    read(_portal, value, change) {
      const isRight = value === true || value === false || value === 'Y' || value === 'N'
      if (isRight) set(value === true || value === 'Y', change)
      return isRight
    },
  }
}

function requireNew(portal: Portal, fields: JsonObject, broken: readonly Violation[]): readonly Violation[] {
  return ['title', 'creatorId', 'responsibleId']
    .filter((name) => fields[name] === undefined || fields[name] === null || fields[name] === '')
    .filter((name) => broken.every(({ field }) => field !== name))
    .map((name) => required(portal, name))
}

function refuseFixed(fields: JsonObject): readonly Violation[] {
  if (!('creatorId' in fields)) return []
  const message =
    'In DTO `TaskDto`, the field `creatorId` requires the presence of the `Editable` attribute for such a request'
  return [{ field: 'creatorId', message }]
}

function* complain(portal: Portal, change: Change, task?: TaskRow): Generator<Violation> {
  const unknownUser = (id: number | undefined): boolean =>
    id !== undefined && findEmployee(portal.state, id) === undefined
  if (unknownUser(change.responsibleId))
    yield { field: 'responsibleId', message: say(portal, 'responsibleUnknown') }
  if (unknownUser(change.createdBy)) yield { field: 'creatorId', message: say(portal, 'creatorUnknown') }
  const parentId = change.parentId ?? null
  if (parentId !== null && parentId === task?.id)
    yield { field: 'parentId', message: say(portal, 'parentSelf') }
  else if (parentId !== null && findTask(portal.state, parentId) === undefined) {
    yield { field: 'parentId', message: say(portal, 'parentUnknown') }
  }
  const start = change.startPlanMs ?? task?.startPlanMs ?? null
  const end = change.endPlanMs ?? task?.endPlanMs ?? null
  if (start !== null && end !== null && end < start)
    yield { field: 'endPlan', message: say(portal, 'planWrong') }
}
