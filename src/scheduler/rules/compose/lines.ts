/** One event or one task as one line of a list. */
import type { CalendarEvent } from '../../../ports/calendar.ts'
import { addDays, instantMs, localDate, startOfDayMs } from '../local-day.ts'
import type { TaskFacts } from '../notification.ts'
import { shortTitle } from './content.ts'
import type { Voice } from './voice.ts'

/**
 * The events of a local date, all-day ones first, then by start; without declined ones, those that only touch its
 * midnight, and those over by `nowMs`.
 */
export function eventsOf(
  date: string,
  events: readonly CalendarEvent[],
  { nowMs, zone }: { readonly nowMs: number; readonly zone: string },
): readonly CalendarEvent[] {
  const fromMs = Math.max(startOfDayMs(date, zone), 0)
  const toMs = startOfDayMs(addDays(date, 1), zone)
  return events
    .filter((event) => event.answer !== 'no')
    .filter((event) => {
      const [startMs, endMs] = placeOf(event)
      if (event.dates !== null) return event.dates.first <= date && date <= event.dates.last
      if (startMs === endMs) return startMs >= fromMs && startMs < toMs && startMs >= nowMs
      return startMs < toMs && endMs > Math.max(fromMs, nowMs)
    })
    .sort((a, b) => Number(b.allDay) - Number(a.allDay) || placeOf(a)[0] - placeOf(b)[0] || a.id - b.id)
}

/** «10:00–10:30 Планёрка · Телемост»; on the second day of one that runs past midnight «до 00:30 …». */
export function eventLine(event: CalendarEvent, date: string, voice: Voice): string {
  const marks = [
    event.link === null ? null : voice.say('telemost'),
    event.answer === 'none' && event.meeting ? voice.say('no_answer') : null,
  ]
  const said = [
    `${eventSpan(event, date, voice)} ${eventTitle(event.title, voice)}`,
    ...marks.filter((mark) => mark !== null),
  ]
  return said.join(' · ')
}

export function eventTitle(title: string | null, voice: Voice): string {
  return title === null ? voice.say('hidden_event') : shortTitle(title)
}

/** Earliest deadline first; of one moment by id. */
export function byDeadline(tasks: readonly TaskFacts[]): readonly TaskFacts[] {
  return tasks.toSorted((a, b) => deadlineMs(a) - deadlineMs(b) || a.id - b.id)
}

/** Infinity where there is none. */
export function deadlineMs(task: TaskFacts): number {
  return instantMs(task.deadline) ?? Infinity
}

export function taskTitle(task: TaskFacts, voice: Voice): string {
  const title = shortTitle(task.title)
  return task.role === 'accomplice' ? voice.say('accomplice', { title }) : title
}

/** «до 12:00 Отправить договор». */
export function dueLine(task: TaskFacts, voice: Voice): string {
  return voice.say('until_title', { time: voice.clock(deadlineMs(task)), title: taskTitle(task, voice) })
}

/** «Счёт для «Вектора» — 2 дня назад». */
export function overdueLine(task: TaskFacts, voice: Voice): string {
  return voice.say('item_late', { title: taskTitle(task, voice), ago: voice.ago(deadlineMs(task)) })
}

function eventSpan(event: CalendarEvent, date: string, voice: Voice): string {
  if (event.allDay) return voice.say('all_day')
  const [startMs, endMs] = placeOf(event)
  const dayEndMs = startOfDayMs(addDays(date, 1), voice.zone)
  const startsBefore = localDate(startMs, voice.zone) < date
  if (startsBefore && endMs >= dayEndMs) return voice.say('all_day')
  if (startsBefore) return voice.say('until', { time: voice.clock(endMs) })
  if (startMs === endMs) return voice.clock(startMs)
  const nextDay = startOfDayMs(addDays(date, 2), voice.zone)
  if (endMs >= nextDay) return voice.say('from', { time: voice.clock(startMs) })
  return `${voice.clock(startMs)}–${voice.clock(endMs)}`
}

function placeOf(event: CalendarEvent): readonly [number, number] {
  const startMs = instantMs(event.start) ?? 0
  return [startMs, Math.max(instantMs(event.end) ?? startMs, startMs)]
}
