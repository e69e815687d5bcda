/** The `filter` of v2 `tasks.task.list` (docs; undocumented keys and the silence about unknown ones: source). */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { idsOf, integerOf, isEmpty, isList, isObject, listOf, objectOf, textOf } from '../json.ts'
import { matchesLike } from '../like.ts'
import { ownerZone, type Portal } from '../portal.ts'
import { Refusal } from '../refusal.ts'
import type { EmployeeRow, TaskRow } from '../rows.ts'
import { instantOf } from '../time.ts'
import { metaStatus } from './status.ts'

const prefixes = ['!=', '!%', '!@', '<=', '>=', '!', '<', '>', '=', '%', '@'] as const
type Prefix = (typeof prefixes)[number] | ''
type Test = (task: TaskRow) => boolean

/** Every condition must hold; `::SUBFILTER-…` groups nest and `::LOGIC: 'OR'` loosens a group (source). */
export function taskFilter(portal: Portal, viewer: EmployeeRow, filter: JsonObject): Test {
  const tests = Object.entries(filter)
    .filter(([key]) => key !== '::LOGIC')
    .map(([key, operand]) =>
      key.startsWith('::SUBFILTER')
        ? taskFilter(portal, viewer, objectOf(operand))
        : condition(portal, viewer, key, operand, filter),
    )
    .filter((test) => test !== null)
  const any = textOf(filter['::LOGIC']).toUpperCase() === 'OR'
  return (task) =>
    any && tests.length > 0 ? tests.some((test) => test(task)) : tests.every((test) => test(task))
}

/** Null for a condition the portal drops: an unknown key, an empty array (source). */
function condition(
  portal: Portal,
  viewer: EmployeeRow,
  key: string,
  operand: Json,
  filter: JsonObject,
): Test | null {
  const prefix = prefixes.find((one) => key.startsWith(one)) ?? ''
  const field = key.slice(prefix.length)
  if (isList(operand) && operand.length === 0) return null
  const numbers = numberFields(portal, viewer)[field]
  if (numbers !== undefined) return numberTest(portal, field, numbers, prefix, operand)
  const date = dateFields[field]
  if (date !== undefined) return dateTest(portal, date, prefix, operand)
  const text = textFields[field]
  if (text !== undefined) return textTest(text, prefix, operand)
  const special = specialTest(portal, viewer, field, operand, filter)
  if (special !== undefined)
    return special === null || !prefix.startsWith('!') ? special : (task) => !special(task)
  if (portal.modes.unknownTaskFilter === 'refused')
    throw new Refusal(400, '0', `Unknown filter field ${field}`)
  return null
}

type NumbersOf = (task: TaskRow) => readonly number[]

function numberFields(portal: Portal, viewer: EmployeeRow): Readonly<Record<string, NumbersOf>> {
  return {
    ID: (task) => [task.id],
    PARENT_ID: (task) => [task.parentId ?? 0],
    GROUP_ID: (task) => [task.groupId],
    CREATED_BY: (task) => [task.createdBy],
    RESPONSIBLE_ID: (task) => [task.responsibleId],
    STATUS_CHANGED_BY: (task) => [task.statusChangedBy],
    CLOSED_BY: (task) => [task.closedBy ?? 0],
    PRIORITY: (task) => [task.priority],
    REAL_STATUS: (task) => [task.status],
    STATUS: (task) => [metaStatus(task, viewer.id, portal.clock.now())],
    FORUM_TOPIC_ID: () => [0],
    STAGE_ID: () => [0],
    ACCOMPLICE: (task) => task.accomplices,
    AUDITOR: (task) => task.auditors,
    DEPENDS_ON: () => [],
    MEMBER: (task) => [task.createdBy, task.responsibleId, ...task.accomplices, ...task.auditors],
    DOER: (task) => [task.responsibleId, ...task.accomplices],
  }
}

const userFields = new Set(['CREATED_BY', 'RESPONSIBLE_ID', 'ACCOMPLICE', 'AUDITOR', 'MEMBER', 'DOER'])

function numberTest(
  portal: Portal,
  field: string,
  numbers: NumbersOf,
  prefix: Prefix,
  operand: Json,
): Test | null {
  const isArray = isList(operand) || isObject(operand)
  if (isArray && portal.modes.userArrayFilter === 'ignored' && userFields.has(field)) return null
  const operands = isArray ? listOf(operand).map(integerOf) : [integerOf(operand)]
  const against = operands[0] ?? 0
  const some = (test: (one: number) => boolean): Test => {
    return (task) => numbers(task).some(test)
  }
  if (prefix === '<') return some((one) => one < against)
  if (prefix === '<=') return some((one) => one <= against)
  if (prefix === '>') return some((one) => one > against)
  if (prefix === '>=') return some((one) => one >= against)
  const among = some((one) => operands.includes(one))
  return prefix.startsWith('!') ? (task) => !among(task) : among
}

const dateFields: Readonly<Record<string, (task: TaskRow) => number | null>> = {
  DEADLINE: (task) => task.deadlineMs,
  CREATED_DATE: (task) => task.createdAtMs,
  CHANGED_DATE: (task) => task.changedAtMs,
  ACTIVITY_DATE: (task) => task.changedAtMs,
  CLOSED_DATE: (task) => task.closedAtMs,
  DATE_START: (task) => task.startedAtMs,
  START_DATE_PLAN: (task) => task.startPlanMs,
  END_DATE_PLAN: (task) => task.endPlanMs,
}

/** Instants are compared whole seconds wide; an empty operand asks for "none" (inferred). */
function dateTest(
  portal: Portal,
  read: (task: TaskRow) => number | null,
  prefix: Prefix,
  operand: Json,
): Test {
  const negated = prefix.startsWith('!')
  if (isEmpty(operand) && typeof operand !== 'number') return (task) => (read(task) === null) !== negated
  const bound = seconds(operandInstant(portal, operand))
  return (task) => {
    const atMs = read(task)
    if (atMs === null) return negated || (prefix.startsWith('<') && portal.modes.noDeadlineIsBefore)
    const at = seconds(atMs)
    if (prefix === '<') return at < bound
    if (prefix === '<=') return at <= bound
    if (prefix === '>') return at > bound
    if (prefix === '>=') return at >= bound
    return (at === bound) !== negated
  }
}

/** Only strings are read as dates; a number or an unparsable string silently becomes 1970-01-01 (source). */
function operandInstant(portal: Portal, operand: Json): number {
  return typeof operand === 'string' ? (instantOf(operand, ownerZone(portal)) ?? 0) : 0
}

function seconds(atMs: number): number {
  return Math.floor(atMs / 1000)
}

const textFields: Readonly<Record<string, (task: TaskRow) => readonly string[]>> = {
  TITLE: (task) => [task.title],
  MARK: (task) => [task.mark ?? ''],
  TAG: (task) => task.tags,
  SITE_ID: () => ['s1'],
  ADD_IN_REPORT: () => ['N'],
}

function textTest(read: (task: TaskRow) => readonly string[], prefix: Prefix, operand: Json): Test {
  const patterns = listOf(operand).map(textOf)
  const exact = prefix === '=' || prefix === '!='
  const inside = prefix === '%' || prefix === '!%'
  const one = (value: string, pattern: string): boolean => {
    if (exact) return value.toLowerCase() === pattern.toLowerCase()
    return inside ? value.toLowerCase().includes(pattern.toLowerCase()) : matchesLike(value, pattern)
  }
  const test: Test = (task) => read(task).some((value) => patterns.some((pattern) => one(value, pattern)))
  return prefix.startsWith('!') ? (task) => !test(task) : test
}

/** Undefined: no such key. Null: known, but not applied. */
function specialTest(
  portal: Portal,
  viewer: EmployeeRow,
  field: string,
  operand: Json,
  filter: JsonObject,
): Test | null | undefined {
  if (field === 'XML_ID') {
    return portal.modes.xmlIdFilter === 'applied' ? (task) => task.xmlId === textOf(operand) : null
  }
  if (field === 'ONLY_ROOT_TASKS') return operand === 'Y' ? (task) => task.parentId === null : null
  if (field !== 'ROLE') return undefined
  const member = idsOf(filter['MEMBER'])[0] ?? viewer.id
  const role = textOf(operand).toUpperCase()
  if (role === 'R') return (task) => task.responsibleId === member
  if (role === 'A') return (task) => task.accomplices.includes(member)
  if (role === 'U') return (task) => task.auditors.includes(member)
  return role === 'O' ? (task) => task.createdBy === member && task.responsibleId !== member : null
}
