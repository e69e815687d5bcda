/** `calendar.event.*` of REST v2, reading and writing (docs: api-reference/calendar/calendar-event). */
import { readContent, readMeeting, readTime } from '../calendar/fields.ts'
import { missing, refuse } from '../calendar/refusals.ts'
import { canEdit, requireStaff } from '../calendar/rights.ts'
import { findEntry, insertEvent, answerEvent, removeEvent, sectionsOf } from '../calendar/store.ts'
import { updateEvent } from '../calendar/update.ts'
import { showEntry } from '../calendar/view.ts'
import { integerOf, isEmpty, textOf } from '../json.ts'
import { findEmployee, ownerZone } from '../portal.ts'
import type { NewEvent } from '../rows.ts'
import type { Answer, Call, MethodTable } from './method.ts'

export const calendarScopes = ['calendar']

export const calendarEventMethods: MethodTable = {
  'calendar.event.add': { scopes: calendarScopes, run: addEvent },
  'calendar.event.update': { scopes: calendarScopes, run: changeEvent },
  'calendar.event.delete': { scopes: calendarScopes, run: deleteEvent },
  'calendar.event.getbyid': { scopes: calendarScopes, run: getEvent },
}

/** @throws Refusal for the first parameter that is empty; `ownerId` may be 0, that of the company's calendar (source). */
export function requireParams(call: Call, method: string, names: readonly string[]): void {
  for (const name of names) {
    if (name === 'ownerId' && call.params[name] !== undefined) continue
    if (isEmpty(call.params[name])) throw missing(call.portal, name, method)
  }
}

function addEvent(call: Call): Answer {
  const { portal, owner, params } = call
  const method = 'calendar.event.add'
  const time = readTime(portal, params)
  if (time.from === null) throw missing(portal, 'from', method)
  if (time.to === null) throw missing(portal, 'to', method)
  requireParams(call, method, ['name', 'ownerId', 'type'])
  const content = readContent(portal, params)
  const ownerId = integerOf(params['ownerId'])
  checkSection(call, ownerId)
  // Calendars of groups and of the company are not kept by this sandbox.
  if (textOf(params['type']) !== 'user' || findEmployee(portal.state, ownerId) === undefined) {
    throw refuse(portal, 'create')
  }
  const zoneFrom = time.allDay ? null : (time.zoneFrom ?? ownerZone(portal))
  const event: NewEvent = {
    ...content,
    ...invited(call, ownerId),
    name: content.name ?? '',
    ownerId,
    from: time.from,
    to: time.to < time.from ? time.from : time.to,
    allDay: time.allDay,
    zoneFrom,
    zoneTo: time.allDay ? null : (time.zoneTo ?? ownerZone(portal)),
    // Who made a meeting is the calendar's owner, who made any other event the webhook's (source).
    createdBy: readMeeting(params)?.isMeeting === true ? ownerId : owner.id,
  }
  return { result: insertEvent(portal.state, event, portal.clock.now()).id }
}

/** A named section must be the owner's and open to the webhook; with auto-detection nobody asks (source). */
function checkSection(call: Call, ownerId: number): void {
  const { portal, owner, params } = call
  const detect = params['auto_detect_section']
  if (detect !== undefined && detect !== 'Y') requireParams(call, 'calendar.event.add', ['section'])
  const sectionId = integerOf(params['section'])
  if (sectionId > 0) {
    if (sectionsOf(portal.state, ownerId).every(({ id }) => id !== sectionId)) throw refuse(portal, 'section')
    if (!canEdit(portal, owner, ownerId)) throw refuse(portal, 'denied')
    return
  }
  if (detect !== 'Y' && portal.modes.sectionDetection === 'asked') throw refuse(portal, 'create')
}

/** Without a list the attendee of a meeting is the calendar's owner alone (source). */
function invited(call: Call, ownerId: number): Partial<NewEvent> {
  const { portal, owner, params } = call
  const said = readMeeting(params)
  if (said === null || !said.isMeeting) return {}
  const host = integerOf(params['host'])
  const hostId = portal.modes.eventOrganiser === 'webhook' ? owner.id : host > 0 ? host : ownerId
  return { attendees: said.attendees ?? [], meeting: { ...said.meeting, hostId } }
}

function changeEvent(call: Call): Answer {
  requireParams(call, 'calendar.event.update', ['id', 'ownerId', 'type'])
  return { result: updateEvent(call) }
}

/** The entry of a guest is not taken away: it is declined (source). A series goes as a whole, what was taken out stays. */
function deleteEvent(call: Call): Answer {
  const { portal, owner } = call
  const id = integerOf(call.params['id'])
  if (id <= 0) throw refuse(portal, 'noId')
  const found = findEntry(portal.state, id)
  if (found === undefined || !canEdit(portal, owner, found.entry.userId)) throw refuse(portal, 'remove')
  if (found.entry.id === found.event.id) removeEvent(portal.state, found.event.id)
  else answerEvent(portal.state, found, 'N')
  return { result: true }
}

function getEvent(call: Call): Answer {
  const { portal, owner } = call
  requireParams(call, 'calendar.event.getbyid', ['id'])
  requireStaff(portal, owner)
  const found = findEntry(portal.state, integerOf(call.params['id']))
  if (found === undefined) return { result: portal.modes.missingEvent === 'null' ? null : [] }
  return { result: showEntry(portal, owner, found) }
}
