/** What the ticker wants to know of the portal, for many people at once. Whatever it does not say is null. */
import type { CalendarEvent, PortalCalendar, PortalUserId } from '../../ports.ts'
import type { TaskFacts } from '../rules/notification.ts'

export interface Reader {
  readonly employee: PortalUserId
  /** IANA name. */
  readonly zone: string
}

export interface PortalNews {
  /**
   * Tasks with a deadline that matter until `untilMs`, what waits for their control, and what was closed today; with
   * `undated` also open ones without a deadline.
   */
  tasks(
    people: readonly Reader[],
    window: { readonly nowMs: number; readonly untilMs: number; readonly undated?: boolean },
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<PortalUserId, readonly TaskFacts[] | null>>
  events(
    people: readonly Reader[],
    window: { readonly fromMs: number; readonly toMs: number },
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<PortalUserId, readonly CalendarEvent[] | null>>
  /** One event as it is now; null when it is gone, undefined when the portal did not say. */
  event(
    reader: Reader,
    id: number,
    occurrence: string | null,
    signal?: AbortSignal,
  ): Promise<CalendarEvent | null | undefined>
  /** From a cache of an hour. */
  calendar(signal?: AbortSignal): Promise<PortalCalendar | null>
}
