/** `calendar.event.update`: one event, or one, the rest or all of a series (source: calendar `SaveEvent`). */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { integerOf, textOf } from '../json.ts'
import type { Call } from '../methods/method.ts'
import { ownerZone, type Portal } from '../portal.ts'
import type { EventRow } from '../rows.ts'
import { showWall } from './dates.ts'
import { apply, keepingDay, onOccurrence, timeOf, withoutRule, type Said } from './edit.ts'
import { readContent, readMeeting, readTime } from './fields.ts'
import { countBefore } from './recurrence.ts'
import { invalid, refuse, sentence } from './refusals.ts'
import { canEdit } from './rights.ts'
import { changeEvent, copyEvent, findEntry, sectionsOf } from './store.ts'
import { davIdOf } from './view.ts'
import { dayOf, onDay, plusDays, readMoment } from './wall.ts'

/** The id; an object when a part of a series was cut off; by mode the sentence of a refusal. @throws Refusal */
export function updateEvent(call: Call): Json {
  const { portal, params } = call
  const said = readSaid(call)
  checkSection(call)
  const mode = readMode(portal, params)
  const found = findEntry(portal.state, integerOf(params['id']))
  if (found === undefined) throw refuse(portal, 'change')
  const { event, entry } = found
  if (entry.id !== event.id || !mayChange(call, event)) {
    if (portal.modes.eventUpdateDenied === 'string') return sentence(portal, 'denied')
    throw refuse(portal, 'denied')
  }
  if (mode === null || mode.part === 'all' || event.rule === null) {
    return changeWhole(portal, event, said, mode?.part === 'all')
  }
  return mode.part === 'this'
    ? takeOut(portal, event, said, mode.day)
    : splitOff(portal, event, said, mode.day)
}

function readSaid({ portal, owner, params }: Call): Said {
  const host = integerOf(params['host'])
  return {
    content: readContent(portal, params),
    time: readTime(portal, params),
    meeting: readMeeting(params),
    newHostId: host > 0 && portal.modes.eventOrganiser === 'host' ? host : owner.id,
    keepsAttendees: false,
  }
}

function checkSection({ portal, owner, params }: Call): void {
  if (params['section'] === undefined) return
  const ownerId = integerOf(params['ownerId'])
  const sectionId = integerOf(params['section'])
  if (sectionsOf(portal.state, ownerId).every(({ id }) => id !== sectionId)) throw refuse(portal, 'section')
  if (!canEdit(portal, owner, ownerId)) throw refuse(portal, 'denied')
}

type Mode = { readonly part: 'all' } | { readonly part: 'this' | 'next'; readonly day: string }

function readMode(portal: Portal, params: JsonObject): Mode | null {
  const part = textOf(params['recurrence_mode'])
  if (part === '') return null
  if (part === 'all') return { part }
  if (part !== 'this' && part !== 'next') throw refuse(portal, 'recurrenceMode')
  const date = readMoment(textOf(params['current_date_from']), ownerZone(portal))
  if (date === null) throw invalid(portal, 'current_date_from')
  return { part, day: dayOf(date.wall) }
}

/** A meeting of somebody else needs its host named (docs); the source asks only for the right to edit the calendar. */
function mayChange({ portal, owner, params }: Call, event: EventRow): boolean {
  if (!canEdit(portal, owner, event.ownerId)) return false
  const { hostId } = event.meeting
  if (!event.isMeeting || hostId === owner.id || portal.modes.hostOnUpdate === 'ignored') return true
  return integerOf(params['host']) === hostId
}

/** With `all`, the series keeps its first day and takes the time of day; what was taken out follows (source). */
function changeWhole(portal: Portal, event: EventRow, said: Said, isAll: boolean): number {
  const time = timeOf(portal, event, said.time)
  if (!isAll || event.rule === null) return apply(portal, event, said, time).id
  apply(portal, event, said, keepingDay(event, time))
  for (const one of portal.state.events.filter(({ recurrenceId }) => recurrenceId === event.id)) {
    apply(portal, one, withoutRule(said), keepingDay(one, time))
  }
  return event.id
}

/** The day leaves the series and becomes an event of its own, which remembers where it came from. */
function takeOut(portal: Portal, series: EventRow, said: Said, day: string): Json {
  changeEvent(portal.state, series.id, {
    exceptDays: [...new Set([...series.exceptDays, day])].toSorted(),
    version: series.version + 1,
  })
  const copy = copyEvent(portal.state, series, {
    rule: null,
    exceptDays: [],
    recurrenceId: series.recurrenceId ?? series.id,
    originalFrom: onDay(day, series.from),
    createdAtMs: portal.clock.now(),
  })
  const time = onOccurrence(series, timeOf(portal, series, said.time), day)
  apply(portal, copy, { ...withoutRule(said), keepsAttendees: true }, time)
  return cutAnswer(portal, series, copy.id, day)
}

/** The series ends the day before; a new one, with what was left of the count, begins on the day. */
function splitOff(portal: Portal, series: EventRow, said: Said, day: string): Json {
  const { rule } = series
  if (rule === null) throw new TypeError('Only a series is split')
  const rest = { ...said, keepsAttendees: true }
  const first = dayOf(series.from)
  if (day <= first) {
    apply(portal, series, rest, timeOf(portal, series, said.time))
    return { id: series.id, recEventId: series.id }
  }
  const left = rule.count === null ? null : Math.max(1, rule.count - countBefore(rule, first, day))
  const copy = copyEvent(portal.state, series, {
    rule: { ...rule, count: left },
    exceptDays: series.exceptDays.filter((one) => one >= day),
    continues: series.id,
    createdAtMs: portal.clock.now(),
  })
  changeEvent(portal.state, series.id, {
    rule: { ...rule, until: plusDays(day, -1), count: null },
    version: series.version + 1,
  })
  const time = onOccurrence(series, timeOf(portal, series, said.time), day)
  apply(portal, copy, rest, time)
  moveLater(portal, series, copy, rest, day)
  return cutAnswer(portal, series, copy.id, day)
}

/** What had been taken out of the later part belongs to the new series, and changes with it (source). */
function moveLater(portal: Portal, series: EventRow, copy: EventRow, said: Said, day: string): void {
  const time = timeOf(portal, series, said.time)
  for (const one of portal.state.events.filter(({ recurrenceId }) => recurrenceId === series.id)) {
    if (dayOf(one.from) <= day) continue
    const moved = changeEvent(portal.state, one.id, { recurrenceId: copy.id })
    apply(portal, moved, withoutRule(said), keepingDay(one, time))
  }
}

function cutAnswer(portal: Portal, series: EventRow, recEventId: number, day: string): Json {
  return {
    originalDate: showWall(portal, onDay(day, series.from)),
    originalDavXmlId: davIdOf(series),
    instanceTz: series.zoneFrom,
    recEventId,
    id: series.id,
  }
}
