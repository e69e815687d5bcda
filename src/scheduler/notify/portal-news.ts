/** What the ticker wants to know of the portal, for many people at once. Whatever it does not say is null. */
import type { CalendarEvent, PortalCalendar } from '../../ports/calendar.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { TaskFacts } from '../rules/notification.ts'

export interface Reader {
  readonly employee: PortalUserId
  /** IANA name. */
  readonly zone: string
}

/**
 * What is known of each person; null where the portal could not be asked. Who is not in it is to be asked for again after
 * {@link PortalNews.restMs}: the portal itself is well, but its working time for this is used up.
 */
export type NewsOf<T> = ReadonlyMap<PortalUserId, T | null>

export interface PortalNews {
  /**
   * Open tasks with a deadline before `untilMs`; of each other kind only where somebody will be told of it, for each
   * takes working time of its own: what waits for their `control`, what was `closed` today, what is `undated`.
   */
  tasks(
    people: readonly Reader[],
    window: {
      readonly untilMs: number
      readonly control?: boolean
      readonly closed?: boolean
      readonly undated?: boolean
    },
    signal?: AbortSignal,
  ): Promise<NewsOf<readonly TaskFacts[]>>
  events(
    people: readonly Reader[],
    window: { readonly fromMs: number; readonly toMs: number },
    signal?: AbortSignal,
  ): Promise<NewsOf<readonly CalendarEvent[]>>
  /** One event as it is now; null when it is gone, undefined when the portal did not say. */
  event(
    reader: Reader,
    id: number,
    occurrence: string | null,
    signal?: AbortSignal,
  ): Promise<CalendarEvent | null | undefined>
  /** How long it is no use to ask again for many; 0 when it is. */
  restMs(): number
  /** From a cache of an hour. */
  calendar(signal?: AbortSignal): Promise<PortalCalendar | null>
}
