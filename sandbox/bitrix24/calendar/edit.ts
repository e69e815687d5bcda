/** Writing what an update said into one row (source: calendar `SaveEvent`, `CheckFields`). */
import { ownerZone, type Portal } from '../portal.ts'
import type { EventRow } from '../rows.ts'
import type { Content, GivenMeeting, GivenTime } from './fields.ts'
import { changeEvent, invite, plainMeeting } from './store.ts'
import { dayOf, onDay, plusSeconds, secondsBetween } from './wall.ts'

export interface Said {
  readonly content: Content
  readonly time: GivenTime
  /** Null: `is_meeting` did not come, the attendees stay as they are. */
  readonly meeting: GivenMeeting | null
  /** Who hosts what was no meeting before. */
  readonly newHostId: number
  /** A part of a series keeps its attendees where `is_meeting` came without a list; anything else loses them (source). */
  readonly keepsAttendees: boolean
}

export function withoutRule(said: Said): Said {
  const { rule: _rule, ...content } = said.content
  return { ...said, content }
}

export function apply(portal: Portal, event: EventRow, said: Said, time: Time): EventRow {
  const nowMs = portal.clock.now()
  const changed = changeEvent(portal.state, event.id, {
    ...said.content,
    ...time,
    changedAtMs: nowMs,
    version: event.version + 1,
  })
  return said.meeting === null ? changed : applyMeeting(portal, changed, said, said.meeting)
}

/** The host of a meeting never changes (docs). */
function applyMeeting(portal: Portal, event: EventRow, said: Said, given: GivenMeeting): EventRow {
  const { state, clock } = portal
  if (!given.isMeeting) {
    const entries = event.entries.slice(0, 1)
    return changeEvent(state, event.id, { entries, isMeeting: false, meeting: plainMeeting(event.ownerId) })
  }
  const hostId = event.isMeeting ? event.meeting.hostId : said.newHostId
  const changed = changeEvent(state, event.id, { isMeeting: true, meeting: { ...given.meeting, hostId } })
  const present = event.entries.map(({ userId }) => userId)
  const wanted = given.attendees ?? []
  const userIds = wanted.length === 0 && said.keepsAttendees ? present : wanted
  const asked = given.meeting.reinvite ? Object.fromEntries(present.map((id) => [id, 'Q' as const])) : {}
  return invite(state, changed, userIds, asked, clock.now())
}

export type Time = Pick<EventRow, 'from' | 'to' | 'allDay' | 'zoneFrom' | 'zoneTo'>

/**
 * Not saying `skip_time` makes a timed event of an all-day one, not naming zones reads the wall clock in the webhook
 * owner's (docs, source; by mode), and an end before the start becomes the start (source).
 */
export function timeOf(portal: Portal, event: EventRow, said: GivenTime): Time {
  const from = said.from ?? event.from
  const to = said.to ?? event.to
  if (said.allDay) {
    const days = { from: midnight(from), to: midnight(to < from ? from : to) }
    return { ...days, allDay: true, zoneFrom: null, zoneTo: null }
  }
  const usual = ownerZone(portal)
  const isKept = portal.modes.zoneOnUpdate === 'kept'
  return {
    from,
    to: to < from ? from : to,
    allDay: false,
    zoneFrom: said.zoneFrom ?? (isKept ? event.zoneFrom : null) ?? usual,
    zoneTo: said.zoneTo ?? (isKept ? event.zoneTo : null) ?? usual,
  }
}

function midnight(wall: string): string {
  return `${dayOf(wall)}T00:00:00`
}

/** The time of day and the length of `time`, on the day the event has. */
export function keepingDay(event: EventRow, time: Time): Time {
  return startingAt(time, onDay(dayOf(event.from), time.from))
}

/** A start on the series' own first day means the occurrence's day; any other is where the occurrence goes (source). */
export function onOccurrence(series: EventRow, time: Time, day: string): Time {
  return dayOf(time.from) === dayOf(series.from) ? startingAt(time, onDay(day, time.from)) : time
}

function startingAt(time: Time, from: string): Time {
  return { ...time, from, to: plusSeconds(from, secondsBetween(time.from, time.to)) }
}
