/**
 * The viewer's two weeks: each day with the deadlines that fall on it. Meetings join them once the portal has any.
 *
 * @import { TaskView } from '../site/wire.ts'
 */
import { fill, h } from './dom.js'
import { clockTime, dayKey } from './format.js'

const daysShown = 14
const saturday = 6
const sunday = 0
const open = new Set(['new', 'pending', 'in_progress', 'control'])
const heading = new Intl.DateTimeFormat('ru', { weekday: 'short', day: 'numeric', month: 'long' })

/** @param {{ nowMs: () => number }} options */
export function createCalendar({ nowMs }) {
  const hint = h('p', { class: 'calendar-hint' })
  const days = h('ol', { class: 'calendar-days' })
  const element = h('div', {}, hint, days)

  /**
   * @param {readonly TaskView[]} tasks
   * @param {number} viewerId
   * @param {string} firstName
   */
  function show(tasks, viewerId, firstName) {
    const mine = tasks.filter((task) => task.responsibleId === viewerId && open.has(task.status))
    const due = Map.groupBy(
      mine.filter(({ deadlineAtMs }) => deadlineAtMs !== null),
      ({ deadlineAtMs }) => dayKey(deadlineAtMs ?? 0),
    )
    hint.textContent = firstName
      ? `${firstName}: сроки на две недели. Встреч нет.`
      : 'Сроки на две недели. Встреч нет.'
    fill(
      days,
      comingDays(nowMs()).map((atMs, index) => dayElement(atMs, index === 0, due.get(dayKey(atMs)) ?? [])),
    )
  }

  return { element, show }
}

/** @param {number} nowMs */
function comingDays(nowMs) {
  const today = new Date(nowMs)
  // Noon: a day that is an hour longer or shorter does not slip into its neighbour.
  return Array.from({ length: daysShown }, (_, day) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() + day, 12).getTime(),
  )
}

/**
 * @param {number} atMs
 * @param {boolean} today
 * @param {readonly TaskView[]} tasks
 */
function dayElement(atMs, today, tasks) {
  const weekday = new Date(atMs).getDay()
  const off = weekday === saturday || weekday === sunday
  const sorted = [...tasks].sort((one, other) => (one.deadlineAtMs ?? 0) - (other.deadlineAtMs ?? 0))
  return h(
    'li',
    { class: ['calendar-day', today && 'calendar-today', off && 'calendar-off'].filter(Boolean).join(' ') },
    h('h4', {}, heading.format(atMs), today ? ' · сегодня' : off ? ' · выходной' : ''),
    h(
      'ul',
      {},
      sorted.map((task) =>
        h('li', {}, h('time', {}, `до ${clockTime(task.deadlineAtMs ?? 0)}`), h('span', {}, task.title)),
      ),
    ),
  )
}
