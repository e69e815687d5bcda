/** Lists of events: a calendar's window, what comes next, and when people are busy (docs; windows: source). */
import type { JsonObject } from '../../../src/ports/json.ts'
import { seriesStamps, showWall, spanOf, stampsOf } from '../calendar/dates.ts'
import { missing } from '../calendar/refusals.ts'
import { requireStaff, sightOf } from '../calendar/rights.ts'
import { lastDay } from '../calendar/recurrence.ts'
import { entriesOf, type FoundEntry } from '../calendar/store.ts'
import { showEntry, takenAs, userOffsets } from '../calendar/view.ts'
import { dayOf, plusDays, readMoment, wallAt } from '../calendar/wall.ts'
import { inDays, type FoundOccurrence } from '../calendar/window.ts'
import { idsOf, integerOf, isEmpty, textOf } from '../json.ts'
import { ownerZone } from '../portal.ts'
import { calendarScopes as scopes, requireParams } from './calendar-events.ts'
import type { Answer, Call, MethodTable } from './method.ts'

export const calendarListMethods: MethodTable = {
  'calendar.event.get': { scopes, run: listEvents },
  'calendar.event.get.nearest': { scopes, run: listNearest },
  'calendar.accessibility.get': { scopes, run: listBusy },
}

const pastDays = 30
const futureDays = 90

function listEvents(call: Call): Answer {
  const { portal, owner, params } = call
  requireParams(call, 'calendar.event.get', ['type'])
  requireStaff(portal, owner)
  if (textOf(params['type']) !== 'user') return { result: [] }
  const { from, through } = windowOf(call)
  const sections = idsOf(params['section'])
  const entries = entriesOf(portal.state, integerOf(params['ownerId'])).filter(
    ({ entry }) => sections.length === 0 || sections.includes(entry.sectionId),
  )
  const shown = inDays(portal, entries, from, through).filter((found) => !isHidden(call, found))
  return { result: shown.map((found) => showEntry(portal, owner, found, found.occurrence)) }
}

/** A month back and three ahead; `from` alone runs until the server's last day, `to` alone has no beginning (source). */
function windowOf(call: Call): { readonly from: string; readonly through: string } {
  const given = (name: string): string | null => {
    const moment = readMoment(textOf(call.params[name]), ownerZone(call.portal))
    return moment === null ? null : dayOf(moment.wall)
  }
  const [from, through] = [given('from'), given('to')]
  const today = dayOf(wallAt(call.portal.clock.now(), call.portal.state.zone))
  if (from === null && through === null) {
    return { from: plusDays(today, -pastDays), through: plusDays(today, futureDays) }
  }
  return { from: from ?? '1970-01-01', through: through ?? lastDay }
}

function isHidden({ portal, owner }: Call, { event, entry }: FoundEntry): boolean {
  return portal.modes.declinedEvents === 'hidden' && entry.status === 'N' && event.createdBy !== owner.id
}

/** For the webhook's owner unless told otherwise, declined ones left out, those that are over too (docs; the last inferred). */
function listNearest(call: Call): Answer {
  const { portal, owner, params } = call
  requireStaff(portal, owner)
  const isOwn = params['type'] === undefined || params['ownerId'] === undefined || isForOwner(call)
  const ownerId = isOwn ? owner.id : integerOf(params['ownerId'])
  const everybody = !isOwn && portal.modes.nearestOwner === 'forgotten'
  const entries = everybody ? everyEntry(call) : entriesOf(portal.state, ownerId)
  const nowMs = portal.clock.now()
  const today = dayOf(wallAt(nowMs, portal.state.zone))
  const days = params['days'] === undefined ? 60 : integerOf(params['days'])
  const zone = ownerZone(portal)
  const coming = inDays(portal, entries, today, plusDays(today, days)).filter(
    ({ event, entry, occurrence }) => entry.status !== 'N' && spanOf(event, occurrence, zone).endMs > nowMs,
  )
  const max = params['maxEventsCount'] === undefined ? coming.length : integerOf(params['maxEventsCount'])
  return { result: coming.slice(0, max).map((found) => showEntry(portal, owner, found, found.occurrence)) }
}

/** `true` unless a value PHP takes for false came; the word "false" is true (source). */
function isForOwner({ params }: Call): boolean {
  return params['forCurrentUser'] === undefined || !isEmpty(params['forCurrentUser'])
}

function everyEntry({ portal }: Call): readonly FoundEntry[] {
  return portal.state.events.flatMap((event) => event.entries.map((entry) => ({ event, entry })))
}

/** An object by person, however nobody they are; no place, no description, no attendees (docs). */
function listBusy(call: Call): Answer {
  const { portal, params } = call
  const method = 'calendar.accessibility.get'
  requireStaff(portal, call.owner)
  requireParams(call, method, ['from', 'to', 'users'])
  const zone = ownerZone(portal)
  const [from, to] = [readMoment(textOf(params['from']), zone), readMoment(textOf(params['to']), zone)]
  if (from === null) throw missing(portal, 'from', method)
  if (to === null) throw missing(portal, 'to', method)
  const users = idsOf(params['users'])
  if (users.length === 0) return { result: [] }
  const busyOf = (userId: number): readonly JsonObject[] =>
    inDays(portal, entriesOf(portal.state, userId), dayOf(from.wall), dayOf(to.wall))
      .filter(isTaken(call))
      .map((found) => showBusy(call, found))
  return { result: Object.fromEntries(users.map((userId) => [String(userId), busyOf(userId)])) }
}

function isTaken({ portal }: Call): (found: FoundEntry) => boolean {
  return ({ event, entry }) =>
    portal.modes.accessibilityRows === 'all' || (event.accessibility !== 'free' && entry.status !== 'N')
}

function showBusy({ portal, owner }: Call, found: FoundOccurrence): JsonObject {
  const { event, entry, occurrence } = found
  const stamps =
    portal.modes.occurrenceTimestamps === 'occurrence'
      ? stampsOf(portal, event, occurrence)
      : seriesStamps(portal, event)
  const isMasked = sightOf(portal, owner, found) === 'time'
  return {
    ID: portal.modes.accessibilityIds === 'text' ? String(entry.id) : entry.id,
    NAME: isMasked ? `[${takenAs(portal, event)}]` : event.name,
    DATE_FROM: showWall(portal, occurrence.from),
    DATE_TO: showWall(portal, occurrence.to),
    DATE_FROM_TS_UTC: String(stamps.from),
    DATE_TO_TS_UTC: String(stamps.to),
    ...userOffsets(portal, event),
    DT_SKIP_TIME: event.allDay ? 'Y' : 'N',
    TZ_FROM: event.zoneFrom,
    TZ_TO: event.zoneTo,
    ACCESSIBILITY: event.accessibility,
    IMPORTANCE: event.importance,
    EVENT_TYPE: '',
  }
}
