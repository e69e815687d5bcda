import { DateTime } from 'luxon'

import type { EmployeeInZone } from '../../ports/bulk-reads.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { Failure } from './errors.ts'

/**
 * Each person once, neighbours sharing a zone, so that the days a chunk asks for are hardly more than those of each of
 * its people. Whoever is said to live in a zone that is none is left out, and told so.
 */
export function byZone<P extends EmployeeInZone>(
  people: readonly P[],
  nowMs: number,
  failures: Failures,
): readonly P[] {
  const once = [...new Map(people.map((person) => [person.employee, person])).values()]
  const startOf = new Map(once.map(({ zone }) => [zone, startOfDay(nowMs, zone)]))
  const start = ({ zone }: P): number => startOf.get(zone) ?? Number.NaN
  const [placed, lost] = [
    once.filter((person) => start(person) > 0),
    once.filter((person) => !(start(person) > 0)),
  ]
  failures.add(lost, { ok: false, reason: 'config', detail: 'no such time zone' })
  return placed.toSorted((a, b) => start(a) - start(b) || a.employee - b.employee)
}

/** Local midnight; no number for a zone that is none. */
export function startOfDay(atMs: number, zone: string): number {
  return DateTime.fromMillis(atMs, { zone }).startOf('day').toMillis()
}

export function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size))
}

/** Why some people cannot be told anything. Of two reasons the one that an administrator must know. */
export interface Failures {
  add(people: readonly EmployeeInZone[], failure: Failure): void
  has(person: EmployeeInZone): boolean
  /** What came of a person: the failure, or else what `read` gives. */
  or<T>(person: EmployeeInZone, read: () => T): Outcome<T>
}

export function createFailures(): Failures {
  const failures = new Map<PortalUserId, Failure>()
  return {
    add(people, failure) {
      for (const { employee } of people) {
        if (failures.get(employee)?.reason !== 'config') failures.set(employee, failure)
      }
    },
    has: ({ employee }) => failures.has(employee),
    or: ({ employee }, read) => failures.get(employee) ?? { ok: true, value: read() },
  }
}
