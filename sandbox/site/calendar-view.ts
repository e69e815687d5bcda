/** The portal's calendars as its page shows them: one line per occurrence, not per attendee. */
import { spanOf } from '../bitrix24/calendar/dates.ts'
import { occurrencesOf, type Occurrence } from '../bitrix24/calendar/recurrence.ts'
import { dayOf, plusDays, wallAt } from '../bitrix24/calendar/wall.ts'
import type { BitrixSandbox } from '../bitrix24/server.ts'
import { readBbcode } from './bbcode.ts'
import type { LinkPlaces } from './links.ts'
import type { EventView } from './wire.ts'

type Event = ReturnType<BitrixSandbox['events']>[number]

/** So far a page can leaf back and ahead. */
const pastDays = 21
const comingDays = 63

export function eventViews(
  bitrix: BitrixSandbox,
  nameOf: (id: number) => string,
  places: LinkPlaces,
  nowMs: number,
): readonly EventView[] {
  const today = dayOf(wallAt(nowMs, bitrix.zone))
  const firstDay = plusDays(today, -pastDays)
  return bitrix.events().flatMap((event) =>
    occurrencesOf(event, plusDays(today, comingDays))
      .filter(({ to }) => dayOf(to) >= firstDay)
      .map((occurrence) => ({
        ...content(event, nameOf, places),
        ...time(event, occurrence, bitrix.zone),
      })),
  )
}

const conference = /https:\/\/telemost(?:\.360)?\.yandex\.ru\/j\/\d+/

function content(
  event: Event,
  nameOf: (id: number) => string,
  places: LinkPlaces,
): Omit<EventView, keyof Time> {
  return {
    id: event.id,
    title: event.name,
    description: readBbcode(event.description, places),
    place: readBbcode(event.location, places),
    conference: conference.exec(`${event.location}\n${event.description}`)?.[0] ?? null,
    host: nameOf(event.meeting.hostId),
    meeting: event.isMeeting,
    attendees: event.entries.map((entry) => ({
      id: entry.userId,
      entryId: entry.id,
      name: nameOf(entry.userId),
      answer: entry.status,
    })),
    important: event.importance === 'high',
    private: event.isPrivate,
    series: event.rule !== null,
    accessibility: event.accessibility,
  }
}

type Time = Pick<EventView, 'key' | 'startMs' | 'endMs' | 'dates'>

function time(event: Event, occurrence: Occurrence, zone: string): Time {
  return {
    key: `${event.id} ${occurrence.from}`,
    ...spanOf(event, occurrence, zone),
    dates: event.allDay ? { first: dayOf(occurrence.from), last: dayOf(occurrence.to) } : null,
  }
}
