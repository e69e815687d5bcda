/** `filter` and `order` of the Drive's lists: exact by default, unknown fields dropped in silence (docs; source). */
import type { JsonObject } from '../../../src/ports/json.ts'
import { listOf, textOf } from '../json.ts'
import { matchesLike } from '../like.ts'

type Test = (row: JsonObject) => boolean

const prefixes = ['>=', '<=', '=%', '%=', '!@', '!=', '>', '<', '@', '%', '=', '!'] as const

/** The shown rows that pass, in the asked order. */
export function selectShown(
  rows: readonly JsonObject[],
  filter: JsonObject,
  order: JsonObject,
): readonly JsonObject[] {
  const known = new Set(rows.flatMap((row) => Object.keys(row)))
  const tests = Object.entries(filter).flatMap(([key, operand]): Test[] => {
    const prefix = prefixes.find((one) => key.startsWith(one)) ?? ''
    const field = key.slice(prefix.length)
    const operands = listOf(operand).map((one) => textOf(one))
    return known.has(field) ? [(row) => passes(textOf(row[field]), prefix, operands)] : []
  })
  const [field, direction] = Object.entries(order)[0] ?? []
  const passed = rows.filter((row) => tests.every((test) => test(row)))
  if (field === undefined) return passed
  const sign = textOf(direction).toUpperCase() === 'DESC' ? -1 : 1
  return passed.toSorted((left, right) => sign * compare(textOf(left[field]), textOf(right[field])))
}

function passes(value: string, prefix: string, operands: readonly string[]): boolean {
  const any = (test: (operand: string) => boolean): boolean => operands.some(test)
  switch (prefix) {
    case '>=':
      return any((operand) => compare(value, operand) >= 0)
    case '<=':
      return any((operand) => compare(value, operand) <= 0)
    case '>':
      return any((operand) => compare(value, operand) > 0)
    case '<':
      return any((operand) => compare(value, operand) < 0)
    case '=%':
    case '%=':
      return any((operand) => matchesLike(value, operand))
    case '%':
      return any((operand) => value.toLowerCase().includes(operand.toLowerCase()))
    case '!':
    case '!=':
    case '!@':
      return !any((operand) => compare(value, operand) === 0)
    default:
      return any((operand) => compare(value, operand) === 0)
  }
}

function compare(left: string, right: string): number {
  const isNumber = /^\d+$/.test(left) && /^\d+$/.test(right)
  if (isNumber) return Number(left) - Number(right)
  const [a, b] = [left.toLowerCase(), right.toLowerCase()]
  return a === b ? 0 : a < b ? -1 : 1
}
