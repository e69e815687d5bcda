/**
 * Who has only events marked as free is not found by asking who has something: most portals leave these out of
 * `calendar.accessibility.get`. So everybody's calendar is read by itself once an hour, some at every look, and at every
 * look that of those who were found to have something.
 */
import type { EmployeeInZone } from '../../ports/bulk-reads.ts'
import type { Clock } from '../../ports/environment.ts'
import type { PortalUserId } from '../../ports/identity.ts'

export interface FullLooks {
  /** Of people who seem to have nothing, those to be read all the same; `reading`: how many calendars are read anyway. */
  among(people: readonly EmployeeInZone[], all: number, reading: number): readonly EmployeeInZone[]
  /** A calendar has been read. */
  read(employee: PortalUserId, hasEvents: boolean): void
}

const everyMs = 60 * 60_000
/** A company is looked at every five minutes: so much of it at a time makes an hour. */
const share = 12
/** In a larger one the working time of the calendar is dearer than the room left in a batch. */
const crowd = 1_000

export function createFullLooks({ clock }: { readonly clock: Clock }, perBatch: number): FullLooks {
  const looks = new Map<PortalUserId, { readonly atMs: number; readonly hasEvents: boolean }>()

  return {
    among(people, all, reading) {
      const nowMs = clock.now()
      const followed = people.filter(({ employee }) => looks.get(employee)?.hasEvents === true)
      const due = people
        .filter(({ employee }) => looks.get(employee)?.hasEvents !== true)
        .map((person) => ({ person, atMs: looks.get(person.employee)?.atMs ?? -Infinity }))
        // A clock that was set back must not make anybody wait.
        .filter(({ atMs }) => Math.abs(nowMs - atMs) >= everyMs)
        .toSorted((one, other) => (one.atMs === other.atMs ? 0 : one.atMs - other.atMs))
      const room = (perBatch - ((reading + followed.length) % perBatch)) % perBatch
      const most = Math.max(Math.ceil(all / share), looks.size > crowd ? 0 : room)
      return [...followed, ...due.slice(0, most).map(({ person }) => person)]
    },
    read(employee, hasEvents) {
      looks.set(employee, { atMs: clock.now(), hasEvents })
    },
  }
}
