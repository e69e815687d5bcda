/**
 * One event in somebody's day.
 *
 * @import { AttendeeView, EventView } from '../site/wire.ts'
 * @import { Taps } from './rich-text.js'
 */
import { h } from './dom.js'
import { icon } from './icons.js'
import { renderRichText } from './rich-text.js'
import { clockIn } from './week.js'

const answers = { H: 'организатор', Y: 'согласие', N: 'отказ', Q: 'нет ответа' }
const presence = { busy: null, absent: 'отсутствие', quest: 'под вопросом', free: 'не занимает время' }

/**
 * @param {EventView} event
 * @param {{ viewerId: number, zone: string, taps: Taps, found: boolean }} options
 */
export function eventItem(event, { viewerId, zone, taps, found }) {
  const own = event.attendees.find(({ id }) => id === viewerId)?.answer ?? 'Q'
  const names = ['event', own === 'N' && 'event-declined', found && 'event-found']
  return h(
    'li',
    {
      class: names.filter(Boolean).join(' '),
      'data-answer': event.meeting ? own : null,
      'data-presence': event.accessibility,
    },
    h('time', {}, when(event, zone)),
    h(
      'div',
      { class: 'event-body' },
      h('p', { class: 'event-title' }, event.important && important(), h('span', {}, event.title)),
      labels(event, own),
      place(event, taps),
      event.meeting && people(event, viewerId),
      event.description.length > 0 &&
        h(
          'details',
          { class: 'event-about' },
          h('summary', {}, 'Описание'),
          h('p', {}, renderRichText(event.description, taps)),
        ),
    ),
  )
}

/**
 * @param {EventView} event
 * @param {string} zone
 */
function when(event, zone) {
  if (event.dates) return 'весь день'
  return `${clockIn(event.startMs, zone)} – ${clockIn(event.endMs, zone)}`
}

function important() {
  return h(
    'span',
    { class: 'important', role: 'img', 'aria-label': 'Важное', title: 'Важное' },
    icon('flame'),
  )
}

/**
 * @param {EventView} event
 * @param {AttendeeView['answer']} own
 */
function labels(event, own) {
  const words = [
    event.meeting && own === 'N' && 'отказ',
    event.meeting && own === 'Q' && 'без ответа',
    event.private && 'личное',
    presence[event.accessibility],
    event.series && 'повторяется',
  ].filter((word) => typeof word === 'string')
  if (words.length === 0) return null
  return h(
    'p',
    { class: 'event-labels' },
    words.map((word) => h('span', { class: word === 'без ответа' ? 'label label-asks' : 'label' }, word)),
  )
}

/**
 * A conference is named once, as a link; any other place as it was written.
 *
 * @param {EventView} event
 * @param {Taps} taps
 */
function place(event, taps) {
  if (event.conference) {
    const link = { href: event.conference, target: '_blank', rel: 'noopener noreferrer', class: 'event-join' }
    return h('p', { class: 'event-place' }, h('a', link, icon('out'), 'Подключиться в Телемосте'))
  }
  return event.place.length > 0 ? h('p', { class: 'event-place' }, renderRichText(event.place, taps)) : null
}

/**
 * @param {EventView} event
 * @param {number} viewerId
 */
function people(event, viewerId) {
  const others = event.attendees.filter(({ id, answer }) => id !== viewerId || answer === 'H')
  return h(
    'ul',
    { class: 'event-people', 'aria-label': 'Участники' },
    others.map(({ name, answer }) =>
      h(
        'li',
        { 'data-answer': answer, title: `${name}: ${answers[answer]}` },
        answer === 'Y' && icon('check'),
        answer === 'N' && icon('close'),
        answer === 'Q' && h('span', { 'aria-hidden': 'true' }, '?'),
        answer === 'H' ? `организатор: ${name}` : name,
      ),
    ),
  )
}
