/** The morning and the evening digest: what is said of a day, from what is true when it is sent. */
import type { CalendarEvent } from '../../../ports/calendar.ts'
import { dayBeforeMs, hasOwnDeadline, isOpen, setAtMs } from '../deadline-reminders.ts'
import { digestHourMs } from '../digest-times.ts'
import { dayBeforeKey } from '../keys.ts'
import { addDays, instantMs, localDate, startOfDayMs, weekday } from '../local-day.ts'
import type { Facts, TaskFacts } from '../notification.ts'
import { nextWorkDay } from '../work-days.ts'
import { capitalised } from '../../../machines/language/first-letter.ts'
import type { Content, Section } from './content.ts'
import { byDeadline, deadlineMs, dueLine, eventLine, eventsOf, overdueLine, taskTitle } from './lines.ts'
import type { Voice } from './voice.ts'

/** What a digest is made from. Null stands for what the portal did not say. */
export type DigestFacts = Pick<Facts, 'nowMs' | 'person' | 'events' | 'tasks' | 'calendar' | 'known'>

/** `empty`: there is nothing to say · `unknown`: the portal did not say enough to know; ask it again. */
export type DigestContent =
  | { readonly type: 'content'; readonly content: Content }
  | { readonly type: 'empty' }
  | { readonly type: 'unknown' }

/**
 * Which events a digest of `date` needs, as instants: for the evening up to the end of the next work day. Tasks are
 * needed with every deadline up to the end of that stretch, and those closed on `date`.
 */
export function digestWindow(
  kind: 'morning' | 'evening',
  date: string,
  { person, calendar }: Pick<Facts, 'person' | 'calendar'>,
): { readonly fromMs: number; readonly toMs: number } {
  const last = kind === 'morning' ? date : nextWorkDay(date, calendar)
  return { fromMs: startOfDayMs(date, person.zone), toMs: startOfDayMs(addDays(last, 1), person.zone) }
}

export function morningContent(date: string, facts: DigestFacts, voice: Voice): DigestContent {
  const { events, tasks, person, nowMs } = facts
  const open = (tasks ?? []).filter((task) => isListed(task))
  const endMs = startOfDayMs(addDays(date, 1), person.zone)
  const due = open.filter((task) => deadlineMs(task) >= nowMs && deadlineMs(task) < endMs)
  const overdue = open.filter((task) => deadlineMs(task) < nowMs)
  const control = (tasks ?? []).filter(
    ({ role, status }) => role === 'creator' && status === 'awaiting_control',
  )
  const sections = [
    eventsSection(date, facts, voice),
    section(
      'section_due_today',
      due,
      byDeadline(due).map((task) => dueLine(task, voice)),
      voice,
    ),
    section(
      'section_overdue',
      overdue,
      byDeadline(overdue).map((task) => overdueLine(task, voice)),
      voice,
    ),
    section(
      'section_control',
      control,
      byDeadline(control).map((task) => taskTitle(task, voice)),
      voice,
    ),
  ].filter((one) => one !== null)
  if (sections.length === 0 && (events === null || tasks === null)) return { type: 'unknown' }
  if (sections.length === 0 && person.settings.skipEmpty) return { type: 'empty' }
  const content = {
    opening: [sections.length === 0 ? emptyMorning(facts, voice) : morningHeading(date, facts, voice)],
    sections,
    closing: [...withoutDeadline(date, facts, voice), ...silences(facts, voice)],
    rows: [
      [
        { label: voice.say('button_tasks'), act: { type: 'tasks' } as const },
        { label: voice.say('button_schedule'), act: { type: 'schedule' } as const },
      ],
    ],
  }
  return { type: 'content', content }
}

export function eveningContent(date: string, facts: DigestFacts, voice: Voice): DigestContent {
  const { events, tasks, person } = facts
  const endMs = startOfDayMs(addDays(date, 1), person.zone)
  const done = (tasks ?? []).filter((task) => isDone(task, date, facts))
  const left = byDeadline((tasks ?? []).filter((task) => isListed(task) && deadlineMs(task) < endMs))
  const sections = [
    section(
      'section_done',
      done,
      done.map((task) => doneLine(task, voice)),
      voice,
    ),
    section(
      'section_left',
      left,
      left.map((task) => leftLine(task, voice)),
      voice,
    ),
    ...beforeSections(date, facts, voice),
    ...comingSections(date, facts, voice),
  ].filter((one) => one !== null)
  if (sections.length === 0) return { type: events === null || tasks === null ? 'unknown' : 'empty' }
  const closed = tasks !== null && left.length === 0 && done.length > 0
  const own = left.filter(({ role }) => role === 'responsible').map(({ id }) => id)
  const moveRest = { type: 'move_rest', tasks: own } as const
  const content = {
    opening: [voice.say('evening_heading', { day: voice.longDay(date) })],
    sections,
    closing: [...(closed ? [voice.say('all_closed')] : []), ...silences(facts, voice)],
    rows: [
      [
        ...(own.length > 0 ? [{ label: voice.say('button_move_rest'), act: moveRest }] : []),
        { label: voice.say('button_tasks'), act: { type: 'tasks' } as const },
      ],
    ],
  }
  return { type: 'content', content }
}

/** Open, and the person's own or theirs to help with. */
function isListed({ status, role }: TaskFacts): boolean {
  return isOpen(status) && (role === 'responsible' || role === 'accomplice')
}

/** Closed or handed in on that local date, by the person or as their own task. */
function isDone(task: TaskFacts, date: string, { person }: DigestFacts): boolean {
  const closedMs = instantMs(task.closedAt)
  if (closedMs === null || localDate(closedMs, person.zone) !== date) return false
  if (task.status !== 'completed' && task.status !== 'awaiting_control') return false
  return task.role === 'responsible' || task.closedBy === person.employee
}

function eventsSection(date: string, { events, nowMs, person }: DigestFacts, voice: Voice): Section | null {
  const found = eventsOf(date, events ?? [], { nowMs, zone: person.zone })
  return section(
    'section_events',
    found,
    found.map((event) => eventLine(event, date, voice)),
    voice,
  )
}

function section(
  key: 'section_events' | 'section_due_today' | 'section_overdue' | 'section_control' | DayEndKey,
  all: readonly unknown[],
  items: readonly string[],
  voice: Voice,
): Section | null {
  return all.length === 0 ? null : { title: voice.say(key, { count: all.length }), items }
}

type DayEndKey = 'section_done' | 'section_left'

function morningHeading(date: string, { person }: DigestFacts, voice: Voice): string {
  const day = capitalised(voice.longDay(date))
  const name = person.firstName.trim()
  return name === ''
    ? voice.say('morning_heading_nameless', { day })
    : voice.say('morning_heading', { name, day })
}

function emptyMorning({ person }: DigestFacts, voice: Voice): string {
  const name = person.firstName.trim()
  return voice.say('morning_empty', { greeting: name === '' ? '' : `, ${name}` })
}

function withoutDeadline(date: string, facts: DigestFacts, voice: Voice): readonly string[] {
  // Nobody asks for them on other days, nor of a crowd.
  const undated = (facts.tasks ?? []).filter(
    ({ deadline, role, status }) => deadline === null && role === 'responsible' && isOpen(status),
  )
  const count = undated.length
  return weekday(date) === 1 && count > 0 ? [voice.say('without_deadline', { count })] : []
}

function silences({ events, tasks }: DigestFacts, voice: Voice): readonly string[] {
  return [
    ...(events === null ? [voice.say('calendar_silent')] : []),
    ...(tasks === null ? [voice.say('tasks_silent')] : []),
  ]
}

function doneLine(task: TaskFacts, voice: Voice): string {
  const title = taskTitle(task, voice)
  return task.status === 'awaiting_control' ? voice.say('item_on_control', { title }) : title
}

function leftLine(task: TaskFacts, voice: Voice): string {
  const dueMs = deadlineMs(task)
  const title = taskTitle(task, voice)
  if (dueMs < voice.nowMs) return voice.say('item_was_due', { title, ago: voice.ago(dueMs) })
  return voice.say('item_until', { title, time: voice.clock(dueMs) })
}

/** The tasks whose reminder of the day before falls to this evening, by the date of their deadline. */
function beforeSections(date: string, facts: DigestFacts, voice: Voice): readonly Section[] {
  const { tasks, person, calendar } = facts
  if (!person.settings.deadlines.dayBefore) return []
  const eveningMs = digestHourMs('evening', date, person)
  const found = (tasks ?? []).filter(
    (task) =>
      hasOwnDeadline(task) &&
      setAtMs(task, dayBeforeKey(person.employee, task.id, deadlineMs(task)), facts) <=
        deadlineMs(task) - 86_400_000 &&
      dayBeforeMs(deadlineMs(task), person, calendar) === eveningMs,
  )
  const byDate = Map.groupBy(byDeadline(found), (task) => localDate(deadlineMs(task), person.zone))
  return [...byDate].map(([day, due]) => ({
    title:
      day === addDays(date, 1)
        ? voice.say('section_due_tomorrow', { count: due.length })
        : voice.say('section_due_on', { on: voice.onDay(day), count: due.length }),
    items: due.map((task) =>
      voice.say('item_until', { title: taskTitle(task, voice), time: voice.clock(deadlineMs(task)) }),
    ),
  }))
}

/** The events of the days off ahead that have any, and of the next work day. */
function comingSections(date: string, facts: DigestFacts, voice: Voice): readonly Section[] {
  const { events, calendar, person } = facts
  const last = nextWorkDay(date, calendar)
  const sections: Section[] = []
  for (let day = addDays(date, 1); day <= last; day = addDays(day, 1)) {
    const found = eventsOf(day, events ?? [], { nowMs: facts.nowMs, zone: person.zone })
    if (found.length > 0)
      sections.push({
        title: comingTitle(day, date, found, voice),
        items: found.map((event) => eventLine(event, day, voice)),
      })
  }
  return sections
}

function comingTitle(
  day: string,
  date: string,
  { length: count }: readonly CalendarEvent[],
  voice: Voice,
): string {
  const on = day === addDays(date, 1) ? capitalised(voice.say('tomorrow')) : voice.onDay(day)
  return voice.say('section_tomorrow', { on, count })
}
