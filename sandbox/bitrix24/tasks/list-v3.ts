/** `filter`, `order` and `pagination` of REST 3.0 `tasks.task.list` (docs: tasks filter by `id` alone). */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { isList, isObject, textOf } from '../json.ts'
import type { Portal } from '../portal.ts'
import { Refusal } from '../refusal.ts'
import type { TaskRow } from '../rows.ts'
import { v3Prefix } from '../transport/envelope.ts'
import { invalid, wrongType } from './fields-v3.ts'
import { isTaskField } from './view-v3.ts'

type Test = (task: TaskRow) => boolean

/** Conditions of one level are joined by AND; `{logic: "or", conditions}` loosens a group. */
export function filterV3(portal: Portal, filter: Json | undefined): Test {
  const conditions = isList(filter) ? filter : []
  const tests = conditions.map((one) => testOf(portal, one))
  return (task) => tests.every((test) => test(task))
}

function testOf(portal: Portal, condition: Json): Test {
  if (isObject(condition)) {
    const inner = isList(condition['conditions'])
      ? condition['conditions'].map((one) => testOf(portal, one))
      : []
    const isOr = textOf(condition['logic']).toLowerCase() === 'or'
    return (task) => (isOr ? inner.some((test) => test(task)) : inner.every((test) => test(task)))
  }
  const parts = isList(condition) ? condition : []
  const field = textOf(parts[0])
  if (!isTaskField(field)) {
    throw new Refusal(
      400,
      `${v3Prefix}UNKNOWNDTOPROPERTYEXCEPTION`,
      `Unknown field \`${field}\` for entity \`TaskDto\``,
    )
  }
  if (field !== 'id') {
    const message = `In DTO \`TaskDto\`, the \`${field}\` field requires the \`Filterable\` attribute for such a request`
    throw invalid(portal, [{ field, message }])
  }
  const operand = parts.length === 2 ? parts[1] : parts[2]
  const operator = parts.length === 2 ? (isList(operand) ? 'in' : '=') : textOf(parts[1])
  return idTest(operator, numbersOf(portal, operand))
}

function numbersOf(portal: Portal, operand: Json | undefined): readonly number[] {
  const all: readonly (Json | undefined)[] = isList(operand) ? operand : [operand]
  const numbers = all.filter((one) => typeof one === 'number')
  if (numbers.length !== all.length) throw invalid(portal, [wrongType(portal, 'id', 'int')])
  return numbers
}

function idTest(operator: string, numbers: readonly number[]): Test {
  const [first = 0, second = 0] = numbers
  const tests: Readonly<Record<string, Test>> = {
    '=': (task) => task.id === first,
    '!=': (task) => task.id !== first,
    '>': (task) => task.id > first,
    '>=': (task) => task.id >= first,
    '<': (task) => task.id < first,
    '<=': (task) => task.id <= first,
    in: (task) => numbers.includes(task.id),
    between: (task) => task.id >= first && task.id <= second,
  }
  const test = Object.hasOwn(tests, operator.toLowerCase()) ? tests[operator.toLowerCase()] : undefined
  if (test === undefined) {
    throw new Refusal(
      400,
      `${v3Prefix}UNKNOWNFILTEROPERATOREXCEPTION`,
      `Unknown filter operator \`${operator}\``,
    )
  }
  return test
}

const sortKeys: Readonly<Record<string, (task: TaskRow) => string | number>> = {
  id: (task) => task.id,
  title: (task) => task.title.toLowerCase(),
  creatorId: (task) => task.createdBy,
  created: (task) => task.createdAtMs,
  responsibleId: (task) => task.responsibleId,
  deadline: (task) => task.deadlineMs ?? 0,
  startPlan: (task) => task.startPlanMs ?? 0,
  endPlan: (task) => task.endPlanMs ?? 0,
  groupId: (task) => task.groupId,
  priority: (task) => task.priority,
  status: (task) => task.status,
  started: (task) => task.startedAtMs ?? 0,
  changed: (task) => task.changedAtMs,
  closed: (task) => task.closedAtMs ?? 0,
  activity: (task) => task.changedAtMs,
}

/** Ascending by `id` unless asked otherwise (docs). */
export function orderV3(tasks: readonly TaskRow[], order: Json | undefined): readonly TaskRow[] {
  const rules = Object.entries(isObject(order) ? order : { id: 'ASC' }).map(([name, direction]) => {
    const key = Object.hasOwn(sortKeys, name) ? sortKeys[name] : undefined
    const word = textOf(direction).toUpperCase()
    if (key === undefined || (word !== 'ASC' && word !== 'DESC')) {
      throw new Refusal(
        400,
        `${v3Prefix}INVALIDORDEREXCEPTION`,
        `Unable to recognize sorting parameter \`${name}\``,
      )
    }
    return { key, sign: word === 'DESC' ? -1 : 1 }
  })
  return [...tasks].sort((left, right) => {
    for (const { key, sign } of rules) {
      const [a, b] = [key(left), key(right)]
      if (a !== b) return a < b ? -sign : sign
    }
    return left.id - right.id
  })
}

export function pageV3(
  portal: Portal,
  tasks: readonly TaskRow[],
  pagination: Json | undefined,
): readonly TaskRow[] {
  const page: JsonObject = isObject(pagination) ? pagination : {}
  const wrong = ['page', 'limit', 'offset'].some((name) => name in page && typeof page[name] !== 'number')
  if (wrong || page['limit'] === 0) {
    const message = `Unable to recognize the pagination parameter \`${JSON.stringify(page)}\``
    throw new Refusal(400, `${v3Prefix}INVALIDPAGINATIONEXCEPTION`, message)
  }
  const limit = Math.min(portal.modes.v3ListCap, typeof page['limit'] === 'number' ? page['limit'] : 50)
  const from =
    typeof page['page'] === 'number'
      ? (page['page'] - 1) * limit
      : typeof page['offset'] === 'number'
        ? page['offset']
        : 0
  return tasks.slice(from, from + limit)
}
