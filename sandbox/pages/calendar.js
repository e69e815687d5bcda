/**
 * One employee's week: events in their own zone, all-day ones on top, and the deadlines of their tasks.
 *
 * @import { EventView, PortalView, TaskView } from '../site/wire.ts'
 * @import { Taps } from './rich-text.js'
 */
import { eventItem } from './calendar-event.js'
import { button, h, syncList } from './dom.js'
import { icon } from './icons.js'
import { clockIn, dayHeading, dayIn, isWeekend, offsetIn, weekHeading, weekOf, weeksBetween } from './week.js'

const open = new Set(['new', 'pending', 'in_progress', 'control'])
/** As far as the site sends events. */
const weeksBack = 2
const weeksAhead = 8

/** @param {{ nowMs: () => number, taps: Taps }} options */
export function createCalendar({ nowMs, taps }) {
  /** @type {PortalView | null} */
  let portal = null
  let viewerId = 0
  let weeks = 0
  /** @type {number | null} */
  let foundId = null

  const title = h('h4', { class: 'week-title', 'aria-live': 'polite' })
  const back = button(
    { class: 'icon-button', label: 'Предыдущая неделя' },
    () => turn(weeks - 1),
    icon('back'),
  )
  const ahead = button(
    { class: 'icon-button week-ahead', label: 'Следующая неделя' },
    () => turn(weeks + 1),
    icon('back'),
  )
  const now = button({ class: 'small-button' }, () => turn(0), 'Сегодня')
  const hint = h('p', { class: 'calendar-hint' })
  const days = h('ol', { class: 'calendar-days' })
  const element = h('div', {}, h('div', { class: 'week-head' }, back, title, ahead, now), hint, days)

  /** @param {number} next */
  function turn(next) {
    weeks = Math.min(weeksAhead, Math.max(-weeksBack, next))
    redraw()
  }

  /**
   * @param {PortalView} next
   * @param {number} nextViewerId
   */
  function show(next, nextViewerId) {
    portal = next
    if (viewerId !== nextViewerId) foundId = null
    viewerId = nextViewerId
    redraw()
  }

  function redraw() {
    if (!portal) return
    const viewer = portal.employees.find(({ id }) => id === viewerId)
    const zone = viewer?.zone || portal.zone
    const today = dayIn(nowMs(), zone)
    const week = weekOf(today, weeks)
    title.textContent = weekHeading(week)
    back.disabled = weeks <= -weeksBack
    ahead.disabled = weeks >= weeksAhead
    now.hidden = weeks === 0
    const mine = portal.events.filter(({ attendees }) => attendees.some(({ id }) => id === viewerId))
    const due = portal.tasks.filter(
      (task) => task.responsibleId === viewerId && open.has(task.status) && task.deadlineAtMs !== null,
    )
    const items = week.map((day) => ({ day, items: itemsOf(day, mine, due, zone) }))
    const isEmpty = items.every((one) => one.items.length === 0)
    hint.textContent = [
      viewer?.firstName ?? 'Сотрудник',
      `время ${offsetIn(nowMs(), zone)}`,
      isEmpty && 'на этой неделе ничего нет',
    ]
      .filter(Boolean)
      .join(' · ')
    syncList(
      days,
      items.map((one) => ({
        key: one.day,
        value: [one, one.day === today, viewerId, zone, foundId],
        build: () => dayElement(one.day, one.day === today, one.items, zone),
      })),
    )
  }

  /**
   * @param {string} day
   * @param {boolean} isToday
   * @param {readonly Item[]} items
   * @param {string} zone
   */
  function dayElement(day, isToday, items, zone) {
    const off = isWeekend(day)
    const names = ['calendar-day', isToday && 'calendar-today', off && 'calendar-off']
    return h(
      'li',
      { class: names.filter(Boolean).join(' ') },
      h('h5', {}, dayHeading(day), isToday ? ' · сегодня' : off ? ' · выходной' : ''),
      h(
        'ul',
        {},
        items.map((item) =>
          item.task
            ? taskItem(item.task, zone)
            : eventItem(item.event, { viewerId, zone, taps, found: item.event.id === foundId }),
        ),
      ),
    )
  }

  /**
   * Turns to the next occurrence of the event with this entry, once it is there.
   *
   * @param {number} entryId
   */
  function reveal(entryId) {
    const viewer = portal?.employees.find(({ id }) => id === viewerId)
    const zone = viewer?.zone || (portal?.zone ?? 'UTC')
    const all = (portal?.events ?? [])
      .filter(({ attendees }) => attendees.some((one) => one.entryId === entryId))
      .sort((one, other) => one.startMs - other.startMs)
    const event = all.find(({ endMs }) => endMs > nowMs()) ?? all.at(-1)
    if (!event) return false
    foundId = event.id
    turn(weeksBetween(dayIn(nowMs(), zone), event.dates?.first ?? dayIn(event.startMs, zone)))
    element.querySelector('.event-found')?.scrollIntoView({ block: 'nearest' })
    return true
  }

  return { element, show, reveal }
}

/** @typedef {{ event: EventView, task?: undefined } | { task: TaskView, event?: undefined }} Item */

/**
 * What a day has: all-day events, then the rest by time. An event over midnight stands on the day it begins.
 *
 * @param {string} day
 * @param {readonly EventView[]} events
 * @param {readonly TaskView[]} tasks
 * @param {string} zone
 * @returns {Item[]}
 */
function itemsOf(day, events, tasks, zone) {
  const whole = events.filter(({ dates }) => dates && dates.first <= day && day <= dates.last)
  const timed = events.filter(({ dates, startMs }) => !dates && dayIn(startMs, zone) === day)
  const due = tasks.filter(({ deadlineAtMs }) => dayIn(deadlineAtMs ?? 0, zone) === day)
  const byTime = [
    ...timed.map((event) => ({ atMs: event.startMs, item: { event } })),
    ...due.map((task) => ({ atMs: task.deadlineAtMs ?? 0, item: { task } })),
  ].sort((one, other) => one.atMs - other.atMs)
  return [...whole.map((event) => ({ event })), ...byTime.map(({ item }) => item)]
}

/**
 * @param {TaskView} task
 * @param {string} zone
 */
function taskItem(task, zone) {
  return h(
    'li',
    { class: 'due' },
    h('time', {}, `до ${clockIn(task.deadlineAtMs ?? 0, zone)}`),
    h('span', { class: 'due-title' }, icon('task'), task.title),
  )
}
