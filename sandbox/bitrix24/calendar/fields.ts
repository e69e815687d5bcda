/** Parameters of `calendar.event.add` and `update` as columns of a row (source: `calendar_restservice.php`). */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { idsOf, integerOf, isEmpty, isList, isObject, listOf, textOf } from '../json.ts'
import type { Portal } from '../portal.ts'
import { ownerZone } from '../portal.ts'
import type { EventRow, MeetingRow } from '../rows.ts'
import { invalid, refuse } from './refusals.ts'
import { readRule } from './rule-view.ts'
import { readMoment, wallAt, type GivenMoment } from './wall.ts'

/** The columns that say what an event is; when it is and who comes are read apart. */
export type Content = Partial<
  Pick<
    EventRow,
    | 'name'
    | 'description'
    | 'location'
    | 'color'
    | 'accessibility'
    | 'importance'
    | 'isPrivate'
    | 'remind'
    | 'rule'
  >
>

/** @throws Refusal when a name or description is no text, or `crm_fields` no list. */
export function readContent(portal: Portal, params: JsonObject): Content {
  for (const name of ['name', 'description']) {
    const value = params[name]
    if (value !== undefined && typeof value !== 'string') throw invalid(portal, name)
  }
  if (params['crm_fields'] !== undefined && !isList(params['crm_fields'])) throw refuse(portal, 'crmFields')
  return {
    ...given(params, 'name', (value) => ({ name: textOf(value).trim() || newName(portal) })),
    ...given(params, 'description', (value) => ({ description: textOf(value).trim() })),
    ...given(params, 'location', (value) => ({ location: textOf(value).trim() })),
    ...given(params, 'color', (value) => readColor(textOf(value))),
    ...given(params, 'accessibility', (value) => ({ accessibility: oneOf(accessibilities, value, 'busy') })),
    ...given(params, 'importance', (value) => ({ importance: oneOf(importances, value, 'normal') })),
    ...given(params, 'private_event', (value) => ({ isPrivate: value === 'Y' })),
    ...given(params, 'remind', (value) => ({ remind: readReminders(value) })),
    ...given(params, 'rrule', (value) => ({ rule: readRule(value, ownerZone(portal)) })),
  }
}

const accessibilities = ['busy', 'absent', 'quest', 'free'] as const
const importances = ['high', 'normal', 'low'] as const
const units = ['min', 'hour', 'day'] as const

function given(params: JsonObject, key: string, read: (value: Json) => Content): Content {
  const value = params[key]
  return value === undefined || value === null ? {} : read(value)
}

/** What an event without a name is called. */
function newName(portal: Portal): string {
  return portal.modes.language === 'ru' ? 'Новое событие' : 'New event'
}

/** `%23RRGGBB` in a body that is not a form arrives as it was written (docs). */
function readColor(text: string): Content {
  const color = /^(?:#|%23)?([0-9a-f]{6})$/i.exec(text)?.[1]
  return color === undefined ? {} : { color: `#${color}` }
}

function oneOf<T extends string>(words: readonly T[], value: Json, usual: T): T {
  const text = textOf(value).trim().toLowerCase()
  return words.find((word) => word === text) ?? usual
}

function readReminders(value: Json): EventRow['remind'] {
  return listOf(value).flatMap((one) => {
    const type = isObject(one) ? units.find((unit) => unit === textOf(one['type'])) : undefined
    return type !== undefined && isObject(one) ? [{ type, count: integerOf(one['count']) }] : []
  })
}

/** The dates as they were sent; null where there is none that can be read. */
export interface GivenTime {
  readonly allDay: boolean
  readonly from: string | null
  readonly to: string | null
  /** Null: not said. */
  readonly zoneFrom: string | null
  readonly zoneTo: string | null
}

/**
 * `skip_time` alone makes an event all-day. A zone is not heeded beside a date that carries an offset: that date becomes
 * the wall clock of the webhook owner's zone, and one zone alone serves both ends (docs, source).
 */
export function readTime(portal: Portal, params: JsonObject): GivenTime {
  const zone = ownerZone(portal)
  const allDay = textOf(params['skip_time'] ?? params['skipTime']) === 'Y'
  const from = momentIn(params, 'from', zone)
  const to = momentIn(params, 'to', zone)
  const zoneFrom = allDay || from?.withOffset === true ? null : zoneIn(params, 'timezone_from')
  const zoneTo = allDay || to?.withOffset === true ? null : zoneIn(params, 'timezone_to')
  return {
    allDay,
    from: wallOf(from, allDay),
    to: wallOf(to, allDay),
    zoneFrom,
    zoneTo: zoneTo ?? (to?.withOffset === true ? null : zoneFrom),
  }
}

function momentIn(params: JsonObject, name: 'from' | 'to', zone: string): GivenMoment | null {
  const text = params[name]
  if (text !== undefined && text !== null) return readMoment(textOf(text), zone)
  const seconds = params[`${name}_ts`]
  if (isEmpty(seconds)) return null
  return { wall: wallAt(integerOf(seconds) * 1000, zone), withOffset: true }
}

function wallOf(moment: GivenMoment | null, allDay: boolean): string | null {
  if (moment === null) return null
  return allDay ? `${moment.wall.slice(0, 10)}T00:00:00` : moment.wall
}

/** A name the server does not know counts as UTC in PHP; here it is not heeded (inferred). */
function zoneIn(params: JsonObject, name: string): string | null {
  const zone = textOf(params[name])
  return zone !== '' && isZone(zone) ? zone : null
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** What was said about who comes. Without `is_meeting` the rest is not read (source). */
export interface GivenMeeting {
  readonly isMeeting: boolean
  /** Null: no list was sent. */
  readonly attendees: readonly number[] | null
  readonly meeting: Omit<MeetingRow, 'hostId'>
}

export function readMeeting(params: JsonObject): GivenMeeting | null {
  if (params['is_meeting'] === undefined) return null
  const { attendees } = params
  const flags = isObject(params['meeting']) ? params['meeting'] : {}
  const flag = (name: string): boolean => !isEmpty(flags[name])
  return {
    isMeeting: textOf(params['is_meeting']) === 'Y',
    attendees: isList(attendees) || isObject(attendees) ? idsOf(attendees) : null,
    meeting: {
      notify: flag('notify'),
      reinvite: flag('reinvite'),
      allowInvite: flag('allow_invite'),
      hideGuests: flag('hide_guests'),
    },
  }
}
