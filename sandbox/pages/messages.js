/**
 * The scrolling list of a chat.
 *
 * @import { ChatView, MessageView } from '../site/wire.ts'
 * @import { ListItem } from './dom.js'
 * @import { Taps } from './rich-text.js'
 */
import { button, calm, h, syncList } from './dom.js'
import { clockTime, dayKey, dayTitle } from './format.js'
import { icon } from './icons.js'
import { renderKeyboard } from './keyboard.js'
import { renderMedia } from './media.js'
import { renderRichText } from './rich-text.js'

/**
 * @typedef {object} MessageActs
 * @property {Taps} taps
 * @property {(message: MessageView, row: number, column: number) => void} onButton
 * @property {(message: MessageView, at: { x: number, y: number }) => void} onMenu
 * @property {(message: MessageView) => void} onEdit
 */

/** Nearer to the end than this, the list follows what comes. */
const nearEndPx = 120
/** Messages of one side within this time stand close together and share a tail. */
const groupMs = 10 * 60_000

/** @param {MessageActs} acts */
export function createMessages(acts) {
  const list = h('div', { class: 'messages', role: 'log', 'aria-label': 'Сообщения' })
  const scroller = h('div', { class: 'scroller', tabindex: -1 }, list)
  const count = h('span', { class: 'jump-count', 'aria-hidden': 'true' })
  const jump = button(
    { class: 'jump', label: 'К новым сообщениям', hidden: true },
    () => toEnd(true),
    icon('down'),
    count,
  )
  let unseen = 0
  let shownPerson = -1

  /** Whether the list stays at its end; only a scroll upwards lets go, so a glide to the end is not mistaken for one. */
  let following = true
  let lastTop = 0

  scroller.addEventListener(
    'scroll',
    () => {
      if (isNearEnd()) following = true
      else if (scroller.scrollTop < lastTop) following = false
      lastTop = scroller.scrollTop
      updateJump()
    },
    { passive: true },
  )
  new ResizeObserver(() => {
    if (following) toEnd(false)
  }).observe(scroller)

  function isNearEnd() {
    return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEndPx
  }

  /** @param {boolean} smooth */
  function toEnd(smooth) {
    scroller.scrollTo({
      top: scroller.scrollHeight,
      behavior: smooth && !calm.matches ? 'smooth' : 'instant',
    })
    following = true
    unseen = 0
    updateJump()
  }

  function updateJump() {
    if (following) unseen = 0
    jump.hidden = following
    count.hidden = unseen === 0
    count.textContent = String(unseen)
    jump.setAttribute('aria-label', unseen ? `К новым сообщениям: ${unseen}` : 'К новым сообщениям')
  }

  /**
   * @param {ChatView} chat
   * @param {number} nowMs
   */
  function show(chat, nowMs) {
    const anew = chat.personId !== shownPerson
    if (anew) list.replaceChildren()
    shownPerson = chat.personId
    const stay = following || anew
    const added = syncList(list, listItems(chat, nowMs, acts), collapse)
    const messages = added.filter((element) => element.dataset['from'] !== undefined)
    if (!anew) for (const element of messages) element.classList.add('message-new')
    const mine = messages.some((element) => element.dataset['from'] === 'person')
    if (stay || mine) toEnd(!anew)
    else {
      unseen += messages.length
      updateJump()
    }
  }

  return { scroller, jump, show, toEnd }
}

/**
 * @param {ChatView} chat
 * @param {number} nowMs
 * @param {MessageActs} acts
 * @returns {ListItem[]}
 */
function listItems({ messages, draft }, nowMs, acts) {
  /** @type {ListItem[]} */
  const items = []
  for (const [index, message] of messages.entries()) {
    const before = messages[index - 1]
    const after = messages[index + 1]
    if (!before || dayKey(before.atMs) !== dayKey(message.atMs)) {
      const title = dayTitle(message.atMs, nowMs)
      items.push({ key: `day-${dayKey(message.atMs)}`, value: title, build: () => daySeparator(title) })
    }
    const place = { first: !isTogether(before, message), last: !isTogether(message, after) }
    items.push({
      key: `message-${message.id}`,
      value: [message, place],
      build: () => renderMessage(message, place, acts),
    })
  }
  if (draft !== null) items.push({ key: 'draft', value: draft, build: () => draftBubble(draft) })
  return items
}

/** @param {string} text */
function draftBubble(text) {
  const bubble = h('div', { class: 'bubble' }, h('div', { class: 'text' }, text || 'Думаю…'))
  return h('div', { class: 'message message-first message-last message-draft', 'data-from': 'bot' }, bubble)
}

/**
 * @param {MessageView | undefined} one
 * @param {MessageView | undefined} other
 */
function isTogether(one, other) {
  if (!one || !other || one.from !== other.from) return false
  return (
    dayKey(one.atMs) === dayKey(other.atMs) &&
    Math.abs(other.atMs - one.atMs) < groupMs &&
    one.rows.length === 0
  )
}

/** @param {string} title */
function daySeparator(title) {
  return h('div', { class: 'day', role: 'separator', 'aria-label': title }, h('span', {}, title))
}

/**
 * @param {MessageView} message
 * @param {{ first: boolean, last: boolean }} place
 * @param {MessageActs} acts
 */
function renderMessage(message, place, acts) {
  const who = message.from === 'bot' ? 'Бот' : 'Вы'
  const text = h('div', { class: 'text' }, renderRichText(message.body, acts.taps), meta(message))
  const media = message.kind === 'text' ? null : renderMedia(message)
  const bubble = h(
    'div',
    { class: 'bubble' },
    message.forwardedFrom !== null && forwardedFrom(message.forwardedFrom),
    message.replyTo && reply(message.replyTo),
    media,
    text,
  )
  const element = h(
    'article',
    {
      class: ['message', place.first && 'message-first', place.last && 'message-last']
        .filter(Boolean)
        .join(' '),
      'data-from': message.from,
      'data-message-id': message.id,
      'data-keyboard': message.rows.length > 0,
      'data-kind': message.kind,
      'aria-label': `${who}, ${clockTime(message.atMs)}`,
    },
    bubble,
    message.rows.length > 0 && renderKeyboard(message, acts),
  )
  bubble.addEventListener('contextmenu', (event) => {
    event.preventDefault()
    acts.onMenu(message, { x: event.clientX, y: event.clientY })
  })
  bubble.addEventListener('dblclick', () => {
    if (isEditable(message)) acts.onEdit(message)
  })
  return element
}

/**
 * Own words; what was forwarded is somebody else's.
 *
 * @param {MessageView} message
 */
export function isEditable({ from, kind, forwardedFrom: origin }) {
  return from === 'person' && kind === 'text' && origin === null
}

/** @param {string} name */
function forwardedFrom(name) {
  return h('span', { class: 'forwarded' }, 'Переслано от ', h('b', {}, name))
}

/** @param {NonNullable<MessageView['replyTo']>} replyTo */
function reply({ from, text }) {
  return h('span', { class: 'reply' }, h('b', {}, from === 'bot' ? 'Бот' : 'Вы'), h('span', {}, text))
}

/** @param {MessageView} message */
function meta(message) {
  return h(
    'span',
    { class: 'meta' },
    message.silent && h('span', { class: 'meta-silent', title: 'Без звука' }, icon('mute')),
    message.edited && h('span', { class: 'meta-edited' }, 'изменено'),
    h('time', { datetime: new Date(message.atMs).toISOString() }, clockTime(message.atMs)),
    message.from === 'person' && icon('checks'),
  )
}

/**
 * A deleted message fades and the ones below move up.
 *
 * @param {HTMLElement} element
 */
function collapse(element) {
  if (calm.matches || element.dataset['from'] === undefined) {
    element.remove()
    return
  }
  element.inert = true
  const { height } = element.getBoundingClientRect()
  const margin = getComputedStyle(element).marginTop
  element.style.overflow = 'hidden'
  const animation = element.animate(
    [
      { height: `${height}px`, marginTop: margin, opacity: 1, transform: 'none' },
      { height: `${height}px`, marginTop: margin, opacity: 0, transform: 'scale(0.92)', offset: 0.5 },
      { height: '0', marginTop: '0', opacity: 0, transform: 'scale(0.92)' },
    ],
    { duration: 320, easing: 'ease' },
  )
  animation.addEventListener('finish', () => element.remove())
  animation.addEventListener('cancel', () => element.remove())
}
