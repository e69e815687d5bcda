import type { Json, JsonObject } from '../../../src/ports/json.ts'
import type { Portal } from '../portal.ts'
import type { EmployeeRow } from '../rows.ts'

/** One call of a method, after authorisation and scope. */
export interface Call {
  readonly portal: Portal
  /** The webhook's owner: whoever asked the bot, the portal sees only this person. */
  readonly owner: EmployeeRow
  /** Without `start`, in the order sent: query string first, then body (legacy `task.*` methods count on it). */
  readonly params: JsonObject
  /** Rows to skip; −1 switches counting off. */
  readonly start: number
}

export interface Answer {
  readonly result: Json
  readonly next?: number
  readonly total?: number
}

export interface Method {
  /** Any one of them will do; none: every webhook may call it. */
  readonly scopes: readonly string[]
  /** @throws Refusal when the portal says no. */
  run(call: Call): Answer
}

/** Methods of one family by lower-case name. */
export type MethodTable = Readonly<Record<string, Method>>

export const pageSize = 50

/**
 * Cuts a page as every v2 list method does: 50 rows, `start` rounded down to a page (source), `next` absent on the last
 * one; with `start=-1` the first 50 rows without count (docs; `total` by mode).
 */
export function pageOf<Row>(call: Call, rows: readonly Row[], show: (row: Row) => Json): Answer {
  if (call.start < 0) {
    const result = rows.slice(0, pageSize).map(show)
    return call.portal.modes.totalWhenUncounted === 'zero' ? { result, total: 0 } : { result }
  }
  const from = Math.floor(call.start / pageSize) * pageSize
  const result = rows.slice(from, from + pageSize).map(show)
  const end = from + pageSize
  return end < rows.length ? { result, next: end, total: rows.length } : { result, total: rows.length }
}
