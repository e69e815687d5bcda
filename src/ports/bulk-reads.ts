import type { CalendarEvent } from './calendar.ts'
import type { Participant } from './employees.ts'
import type { PortalUserId } from './identity.ts'
import type { Outcome } from './outcome.ts'
import type { TaskRow } from './tasks.ts'

/** A task as digests and reminders know it. */
export interface TaskLine extends TaskRow {
  /** Null when the portal gives no name to show. */
  readonly creator: Participant | null
  /** Opens it in the portal, in the employee's own section. */
  readonly url: string
  /** ISO instant; null when the portal does not say. */
  readonly createdAt: string | null
  /** ISO instant of the last change of anything; null when the portal does not say. */
  readonly changedAt: string | null
  /** ISO instant; of a task on control when it was handed in. */
  readonly closedAt: string | null
  readonly closedBy: PortalUserId | null
}

/** Whose, and whose day «today» is. */
export interface EmployeeInZone {
  readonly employee: PortalUserId
  /** IANA name. */
  readonly zone: string
}

/** By employee. What could not be read is said for those it concerns; everybody asked for is in it, once. */
export type PerEmployee<T> = ReadonlyMap<PortalUserId, Outcome<T>>

/**
 * What many employees have on, in few requests, behind everybody who waits for an answer. It may wait some minutes for
 * the portal to allow more. Never rejects; once aborted, what is missing is `temporary`.
 */
export interface BulkReads {
  /**
   * Open tasks (their own, and those they help with) with a deadline before `untilMs`, of overdue ones those of the last
   * 60 days; with `control` also what waits for their acceptance, with `closedToday` also what was closed or handed in
   * on their local day, by them or as their own task; with `undated` also their own open ones without a deadline, none of
   * them where they are too many to be counted.
   */
  openTasks(
    people: readonly EmployeeInZone[],
    wanted: {
      readonly untilMs: number
      readonly control?: boolean
      readonly closedToday?: boolean
      readonly undated?: boolean
    },
    signal?: AbortSignal,
  ): Promise<PerEmployee<readonly TaskLine[]>>
  /**
   * As {@link Calendar.list}, but who has only events marked as free, new ones, may come out without any for an hour: most
   * portals leave these out when they are asked who has something at all.
   */
  events(
    people: readonly EmployeeInZone[],
    fromMs: number,
    toMs: number,
    signal?: AbortSignal,
  ): Promise<PerEmployee<readonly CalendarEvent[]>>
  /**
   * What has become of these, right now: what is gone, or theirs no longer, is missing. Events around the ones asked
   * for come along, so that an occurrence moved out of its series can be found.
   */
  stillThere(
    asked: readonly (EmployeeInZone & {
      readonly tasks: readonly number[]
      readonly events: readonly {
        readonly id: number
        readonly occurrence: string | null
        readonly startMs: number
      }[]
    })[],
    signal?: AbortSignal,
  ): Promise<
    ReadonlyMap<
      PortalUserId,
      {
        readonly tasks: Outcome<readonly TaskLine[]>
        readonly events: Outcome<readonly CalendarEvent[]>
      }
    >
  >
}
