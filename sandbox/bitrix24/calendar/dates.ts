/** Dates of events on their way out: display texts, script texts and timestamps (reference 6.2). */
import { DateTime } from 'luxon'

import { ownerZone, type Portal } from '../portal.ts'
import type { EventRow } from '../rows.ts'
import { lastDay, lastDayOf, type Occurrence } from './recurrence.ts'
import { dayOf, momentOf, offsetAt, onDay, plusDays, plusSeconds, secondsBetween } from './wall.ts'

const second = 1000
const daySeconds = 86_400

/** `03.09.2026 15:00:00`, or as an English site shows it; the zone is not told. */
export function showWall(portal: Portal, wall: string): string {
  const format = portal.modes.calendarDates === 'ru' ? 'dd.MM.yyyy HH:mm:ss' : 'MM/dd/yyyy hh:mm:ss a'
  return read(wall)
    .toFormat(format)
    .replace(/[AP]M$/, (half) => half.toLowerCase())
}

export function showDay(portal: Portal, day: string): string {
  return read(day).toFormat(portal.modes.calendarDates === 'ru' ? 'dd.MM.yyyy' : 'MM/dd/yyyy')
}

/** `Wed Dec 11 2024 17:59:00`, in English on every portal; an all-day event has no time (docs, source). */
export function scriptDate(wall: string, allDay: boolean): string {
  return read(wall).toFormat(allDay ? 'ccc LLL dd yyyy' : 'ccc LLL dd yyyy HH:mm:ss')
}

function read(wall: string): DateTime {
  return DateTime.fromISO(wall, { zone: 'utc', locale: 'en-US' })
}

/** When an occurrence really begins and ends. The end of an all-day one is the midnight after its last day. */
export function spanOf(
  event: EventRow,
  occurrence: Occurrence,
  dayZone: string,
): { readonly startMs: number; readonly endMs: number } {
  if (!event.allDay) {
    return {
      startMs: momentOf(occurrence.from, event.zoneFrom ?? dayZone),
      endMs: momentOf(occurrence.to, event.zoneTo ?? dayZone),
    }
  }
  return {
    startMs: momentOf(occurrence.from, dayZone),
    endMs: momentOf(plusSeconds(occurrence.to, daySeconds), dayZone),
  }
}

export interface Stamps {
  /** Unix seconds. */
  readonly from: number
  readonly to: number
}

/** `DATE_*_TS_UTC`. Of an all-day event both are the midnights its first and its last day begin with (source). */
export function stampsOf(portal: Portal, event: EventRow, occurrence: Occurrence): Stamps {
  return {
    from: stamp(portal, occurrence.from, event.zoneFrom),
    to: stamp(portal, occurrence.to, event.zoneTo),
  }
}

/** The row's own: from the first occurrence until the series ends, UNTIL being followed by a day more (source). */
export function seriesStamps(portal: Portal, event: EventRow): Stamps {
  const own = stampsOf(portal, event, { from: event.from, to: event.to, index: 0 })
  return event.rule === null ? own : { from: own.from, to: seriesEnd(portal, event) }
}

function seriesEnd(portal: Portal, event: EventRow): number {
  const { rule } = event
  if (rule === null) throw new TypeError('Only a series ends')
  if (rule.until !== null) {
    return stamp(portal, `${plusDays(rule.until, 1)}T00:00:00`, event.zoneTo)
  }
  const last = portal.modes.countedSeriesEnd === 'counted' ? lastDayOf(rule, dayOf(event.from)) : null
  const lengthSeconds = secondsBetween(event.from, event.to)
  const wall = last === null ? `${lastDay}T00:00:00` : plusSeconds(onDay(last, event.from), lengthSeconds)
  return stamp(portal, wall, event.zoneTo)
}

/** Read on the server's clock, less the offset of the event's zone: true UTC only where the server runs on it (source). */
function stamp(portal: Portal, wall: string, zone: string | null): number {
  const { calendarTimestamps, allDayTimestamps } = portal.modes
  const server = calendarTimestamps === 'utc' ? 'utc' : portal.state.zone
  if (zone === null) {
    return momentOf(wall, allDayTimestamps === 'utc' ? server : ownerZone(portal)) / second
  }
  return momentOf(wall, server) / second - offsetAt(wall, zone)
}
