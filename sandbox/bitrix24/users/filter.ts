/** The `FILTER` of `user.get`, with its traps (source: rest user methods, filter preparation). */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { integerOf, isEmpty, isList, isObject, listOf, textOf } from '../json.ts'
import { matchesLike } from '../like.ts'
import type { Portal } from '../portal.ts'
import type { EmployeeRow } from '../rows.ts'
import { employeeFields, visibleFields } from './view.ts'

const prefixes = [
  '!=%',
  '!%=',
  '=%',
  '%=',
  '!%',
  '!@',
  '!=',
  '>=',
  '<=',
  '!',
  '=',
  '>',
  '<',
  '@',
  '%',
] as const
type Prefix = (typeof prefixes)[number] | ''

/** Fields compared exactly without any prefix (source). */
const exactFields = new Set(['ACTIVE', 'USER_TYPE'])
const numericFields = new Set(['ID', 'UF_DEPARTMENT'])

/**
 * Employees `user.get` may show that pass `filter`. A condition on a field outside the scope, or unknown, is dropped
 * without a word: with `user_brief` an e-mail filter returns everybody.
 */
export function selectEmployees(portal: Portal, filter: JsonObject): readonly EmployeeRow[] {
  const allowed = visibleFields(portal.scopes)
  const conditions = Object.entries(filter)
    .map(([key, operand]) => conditionOf(key.toUpperCase(), operand))
    .filter(({ field }) => allowed.includes(field))
  return portal.state.employees.filter((row) => {
    if (row.userType === 'bot' || row.userType === 'email') return false
    const fields = employeeFields(portal, row)
    return conditions.every(({ prefix, field, operand }) =>
      passes(fields[field] ?? '', field, prefixFor(portal, prefix, field), operand),
    )
  })
}

interface Condition {
  readonly prefix: Prefix
  readonly field: string
  readonly operand: Json
}

function conditionOf(key: string, operand: Json): Condition {
  const prefix = prefixes.find((one) => key.startsWith(one)) ?? ''
  return { prefix, field: key.slice(prefix.length), operand }
}

function prefixFor(portal: Portal, prefix: Prefix, field: string): Prefix {
  const exact = portal.modes.userFilterDefault === 'exact' || exactFields.has(field)
  return prefix === '' && exact ? '=' : prefix
}

function passes(value: Json, field: string, prefix: Prefix, operand: Json): boolean {
  const operands = isList(operand) || isObject(operand) ? listOf(operand) : [operand]
  const values = isList(value) ? value : [value]
  const any = (test: (one: Json, against: Json) => boolean): boolean =>
    operands.some((against) => values.some((one) => test(one, against)))
  const same = (one: Json, against: Json): boolean => isSame(field, one, against)
  const like = (one: Json, against: Json): boolean =>
    numericFields.has(field) ? same(one, against) : matchesLike(textOf(one), textOf(against))
  switch (prefix) {
    case '':
    case '=%':
    case '%=':
      return any(like)
    case '=':
    case '@':
      return any(same)
    case '!=':
    case '!@':
      return !any(same)
    case '!':
    case '!%=':
    case '!=%':
      return !any(like)
    case '%':
      return any(contains)
    case '!%':
      return !any(contains)
    case '>':
      return any((one, against) => compare(field, one, against) > 0)
    case '>=':
      return any((one, against) => compare(field, one, against) >= 0)
    case '<':
      return any((one, against) => compare(field, one, against) < 0)
    case '<=':
    default:
      return any((one, against) => compare(field, one, against) <= 0)
  }
}

function contains(value: Json, against: Json): boolean {
  return textOf(value).toLowerCase().includes(textOf(against).toLowerCase())
}

function isSame(field: string, value: Json, against: Json): boolean {
  // Anything non-empty except "N" is yes, so the string "false" asks for active people (source).
  if (field === 'ACTIVE') return value === (!isEmpty(against) && against !== 'N')
  return compare(field, value, against) === 0
}

function compare(field: string, value: Json, against: Json): number {
  if (numericFields.has(field)) return integerOf(value) - integerOf(against)
  const left = textOf(value).toLowerCase()
  const right = textOf(against).toLowerCase()
  return left === right ? 0 : left < right ? -1 : 1
}
