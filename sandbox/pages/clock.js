/**
 * The sandbox's time, and the ways to let it pass: a digest comes tomorrow morning, and nobody wants to wait for it.
 *
 * @import { ClockView, EventView, PortalView } from '../site/wire.ts'
 */
import { portalApi } from './api.js'
import { popoverItem } from './composer.js'
import { button, fill, h } from './dom.js'
import { moment } from './format.js'
import { openPopover } from './popover.js'
import { showToast } from './toasts.js'
import { clockIn, dayHeading, dayIn, instantIn, localIn, plusDays } from './week.js'

const minuteMs = 60_000
/** The usual reminder of an event. */
const leadMs = 15 * minuteMs
const eventsMax = 6

/** @param {{ nowMs: () => number }} options */
export function createClock({ nowMs }) {
  let zone = 'Europe/Moscow'
  let firstName = ''
  /** @type {readonly EventView[]} */
  let coming = []

  const time = h('span', { class: 'clock-time' })
  const day = h('span', { class: 'clock-day' })
  const ahead = h('p', { class: 'clock-ahead' })
  const events = chip('К событию…', openEvents, { 'aria-haspopup': 'menu' })
  const element = h(
    'section',
    { class: 'side-section clock-section', 'aria-label': 'Время песочницы', hidden: true },
    h('div', { class: 'clock-head' }, h('h2', { class: 'side-heading' }, 'Время'), day, time),
    h(
      'div',
      { class: 'chips' },
      chip('+15 мин', () => void move(nowMs() + 15 * minuteMs), { label: 'Вперёд на 15 минут' }),
      chip('+1 час', () => void move(nowMs() + 60 * minuteMs), { label: 'Вперёд на час' }),
      chip('Завтра, 8:00', () => void move(tomorrowMorning())),
      events,
      chip('Другое…', openChoice, { 'aria-haspopup': 'dialog' }),
    ),
    ahead,
  )

  function tomorrowMorning() {
    return instantIn(`${plusDays(dayIn(nowMs(), zone), 1)}T08:00`, zone)
  }

  function openEvents() {
    const near = coming.filter(({ startMs }) => startMs - leadMs > nowMs()).slice(0, eventsMax)
    const title =
      near.length > 0 ? 'За 15 минут до начала' : `Событий впереди нет${firstName && `: ${firstName}`}.`
    const items = near.map((event) =>
      popoverItem(
        () => void move(event.startMs - leadMs),
        h('span', {}, event.title),
        h('small', {}, `${dayHeading(dayIn(event.startMs, zone))}, ${clockIn(event.startMs, zone)}`),
      ),
    )
    openPopover(
      events,
      'За 15 минут до события',
      [h('p', { class: 'popover-empty' }, title), ...items],
      'events',
    )
  }

  function openChoice() {
    const field = h('input', {
      class: 'form-field',
      type: 'datetime-local',
      required: true,
      min: localIn(nowMs() + minuteMs, zone),
      value: localIn(nowMs() + 24 * 60 * minuteMs, zone),
      'aria-label': 'До какого времени',
    })
    const form = h(
      'form',
      { class: 'form', method: 'dialog' },
      h('label', {}, `До какого времени (${zone})`, field),
      h(
        'div',
        { class: 'dialog-buttons' },
        button({ class: 'dialog-button' }, () => dialog.close(), 'Отмена'),
        h('button', { class: 'dialog-button', type: 'submit' }, 'Перевести'),
      ),
    )
    const dialog = h(
      'dialog',
      { class: 'dialog', 'aria-label': 'Перевести время вперёд' },
      h('h2', { class: 'dialog-title' }, 'Перевести время вперёд'),
      h('p', { class: 'dialog-text clock-note' }, 'Назад нельзя: что уже пришло, то пришло.'),
      form,
    )
    form.addEventListener('submit', () => void move(instantIn(field.value, zone)))
    dialog.addEventListener('close', () => dialog.remove())
    document.body.append(dialog)
    dialog.showModal()
    field.focus()
  }

  /**
   * @param {ClockView} clock
   * @param {PortalView} portal
   * @param {number} personId
   */
  function show(clock, portal, personId) {
    element.hidden = clock.offsetMs === null
    const employeeId = portal.namesakes[String(personId)]
    const employee = portal.employees.find(({ id }) => id === employeeId)
    zone = employee?.zone || portal.zone
    firstName = employee?.firstName ?? ''
    coming = portal.events
      .filter(({ dates, attendees }) => dates === null && comes(attendees, employeeId))
      .toSorted((a, b) => a.startMs - b.startMs)
    ahead.textContent = clock.offsetMs ? `Впереди настоящего на ${span(clock.offsetMs)}` : ''
    ahead.hidden = !clock.offsetMs
    tick()
  }

  function tick() {
    const text = clockIn(nowMs(), zone)
    if (time.textContent !== text) fill(time, text)
    const today = dayHeading(dayIn(nowMs(), zone))
    if (day.textContent !== today) fill(day, today)
  }

  return { element, show, tick }
}

/** @param {number} toMs */
async function move(toMs) {
  if ((await portalApi.moveClock(Math.round(toMs))) === null) return
  showToast(`В песочнице ${moment(toMs, toMs)}`)
}

/**
 * @param {string} text
 * @param {() => void} onTap
 * @param {Record<string, string>} [attributes]
 */
function chip(text, onTap, attributes = {}) {
  return button({ class: 'chip', ...attributes }, onTap, text)
}

/**
 * @param {EventView['attendees']} attendees
 * @param {number | undefined} employeeId
 */
function comes(attendees, employeeId) {
  return attendees.some(({ id, answer }) => id === employeeId && answer !== 'N')
}

/**
 * «2 дн 3 ч», «45 мин»
 *
 * @param {number} ms
 */
function span(ms) {
  const minutes = Math.max(1, Math.round(ms / minuteMs))
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60]
  const parts = [days && `${days} дн`, hours && `${hours} ч`, days === 0 && rest && `${rest} мин`]
  return parts.filter(Boolean).join(' ')
}
