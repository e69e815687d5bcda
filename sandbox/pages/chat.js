/**
 * The phone: header, messages, composer, and what taps in them do.
 *
 * @import { BotView, ChatView, MessageView, PersonView } from '../site/wire.ts'
 * @import { Link } from '../site/links.ts'
 * @import { phoneOf } from './api.js'
 */
import { createComposer, popoverItem } from './composer.js'
import { button, copy, fill, h } from './dom.js'
import { clockTime } from './format.js'
import { askForward } from './forwarding.js'
import { icon } from './icons.js'
import { createMessages, isEditable } from './messages.js'
import { openPopover } from './popover.js'
import { beginningOf, createTalkRecorder, talkFile } from './talk-file.js'
import { confirmThat, showAlert, showToast } from './toasts.js'

/**
 * @typedef {object} ChatOptions
 * @property {() => number} nowMs
 * @property {() => ReturnType<typeof phoneOf>} phone of the person who is shown
 * @property {() => readonly import('./forwarding.js').Sender[]} senders whose messages the person may forward
 * @property {(link: Link) => void} onLink
 * @property {() => void} onBack
 * @property {() => void} onStarted a deep link has been followed
 */

/**
 * @typedef {object} ChatShown
 * @property {BotView} bot
 * @property {PersonView} person
 * @property {ChatView} chat
 * @property {string | null} startPayload
 */

/** @param {ChatOptions} options */
export function createChat({ nowMs, phone, senders, onLink, onBack, onStarted }) {
  /** @type {ChatShown | null} */
  let shown = null
  const recorder = createTalkRecorder()

  const messages = createMessages({
    taps: { onLink, onCommand: (command) => void phone().say(command), nowMs },
    onButton: (message, row, column) => void press(message, row, column),
    onMenu: openMessageMenu,
    onEdit: (message) => composer.edit(message),
  })
  const composer = createComposer({
    onSay: (text) => void phone().say(text),
    onSaveEdit: (id, text) => void phone().edit(id, text),
    onStandIn: (kind) => void phone().sendMedia(kind, ''),
    onFile: ({ kind, content, name }, caption) => void phone().sendFile(kind, content, { name, caption }),
    onForward: (draft) => askForward(senders(), draft, (what) => void phone().forward(what)),
    onStart: start,
    onUnblock: () => void phone().unblock(),
  })
  composer.field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowUp' && composer.isEmpty()) editLast(event)
  })

  const statusTime = h('span', {}, clockTime(nowMs()))
  const head = h('header', { class: 'chat-head' })
  const intro = h('div', { class: 'intro' })
  const body = h(
    'div',
    { class: 'chat-body' },
    h('div', { class: 'wallpaper', 'aria-hidden': 'true' }),
    messages.scroller,
    intro,
    messages.jump,
    h('div', { class: 'toasts', 'data-toasts': true }),
  )
  const element = h(
    'section',
    { class: 'phone', 'aria-label': 'Чат с ботом' },
    h(
      'div',
      { class: 'status-bar', 'aria-hidden': 'true' },
      statusTime,
      h('span', { class: 'status-icons' }),
    ),
    head,
    body,
    composer.element,
  )

  body.addEventListener('dragover', (event) => event.preventDefault())
  body.addEventListener('drop', (event) => {
    event.preventDefault()
    if (shown && !shown.chat.blocked) composer.takeCarried(event.dataTransfer)
  })

  function start() {
    const payload = shown?.startPayload ?? ''
    void phone().openLink(payload)
    onStarted()
    composer.focus()
  }

  /**
   * @param {MessageView} message
   * @param {number} row
   * @param {number} column
   */
  async function press(message, row, column) {
    const name = shown?.bot.name ?? ''
    const person = shown?.person.id
    const label = message.rows[row]?.[column]?.text
    if (person !== undefined && label !== undefined) recorder.press(person, label, nowMs())
    const result = await phone().press(message.id, row, column)
    if (!result || shown?.person.id !== person) return
    if (result.alert) showAlert(name, result.alert)
    else if (result.toast) showToast(result.toast)
    if (result.link?.type === 'web') open(result.link.href, '_blank', 'noopener')
    else if (result.link) onLink(result.link)
  }

  /**
   * @param {MessageView} message
   * @param {{ x: number, y: number }} at
   */
  function openMessageMenu(message, at) {
    const copyItem = popoverItem(
      () =>
        void copy(message.text).then((done) =>
          showToast(done ? 'Текст скопирован' : 'Не удалось скопировать'),
        ),
      icon('copy'),
      h('span', {}, 'Копировать текст'),
    )
    const editItem = popoverItem(() => composer.edit(message), icon('edit'), h('span', {}, 'Изменить'))
    const forwardItem = popoverItem(
      () => void phone().forward({ messageId: message.id }),
      icon('forward'),
      h('span', {}, 'Переслать боту'),
    )
    const items = [message.text !== '' && copyItem, forwardItem].filter((item) => item !== false)
    openPopover(at, 'Сообщение', isEditable(message) ? [editItem, ...items] : items, 'message')
  }

  /** @param {Event} event */
  function editLast(event) {
    const last = shown?.chat.messages.findLast(isEditable)
    if (!last) return
    event.preventDefault()
    composer.edit(last)
  }

  /** @param {ChatShown} next */
  function show(next) {
    shown = next
    const { bot, person, chat } = next
    statusTime.textContent = clockTime(nowMs())
    fillHead(bot, person, chat)
    const empty = chat.messages.length === 0
    intro.hidden = !empty
    if (empty) fill(intro, introCard(bot))
    recorder.see(chat, nowMs())
    messages.show(chat, nowMs())
    composer.show(chat, next.startPayload)
  }

  /** @type {string} */
  let headShown = ''

  /**
   * @param {BotView} bot
   * @param {PersonView} person
   * @param {ChatView} chat
   */
  function fillHead(bot, person, chat) {
    const now = JSON.stringify([bot, person.id, chat.typing, chat.blocked])
    if (now === headShown) return
    headShown = now
    const subtitle = chat.typing
      ? h('span', { class: 'typing' }, 'печатает', h('i'), h('i'), h('i'))
      : h('span', {}, chat.blocked ? 'бот заблокирован' : 'бот')
    const more = button(
      { class: 'icon-button', label: 'Действия', 'aria-haspopup': 'menu' },
      () => openChatMenu(more),
      icon('more'),
    )
    fill(
      head,
      button({ class: 'icon-button back', label: 'К списку людей' }, onBack, icon('back')),
      h('span', { class: 'avatar avatar-bot', 'aria-hidden': 'true' }, icon('task')),
      h(
        'div',
        { class: 'chat-title' },
        h('h1', {}, bot.name),
        h('p', { role: 'status', 'aria-live': 'polite' }, subtitle),
      ),
      more,
    )
  }

  function block() {
    confirmThat('Заблокировать бота?', 'Бот больше не сможет писать в этот чат.', 'Заблокировать', () => {
      void phone().block()
    })
  }

  async function saveTalk() {
    const entries = shown ? recorder.entries(shown.person.id) : []
    const beginMs = beginningOf(entries)
    const answers = beginMs === null ? [] : await phone().answers(beginMs)
    const text = talkFile(entries, answers)
    if (!text) {
      showToast('Сохранять пока нечего: скажите что-нибудь боту')
      return
    }
    const url = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }))
    h('a', { href: url, download: 'dialog.tests.yaml' }).click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  }

  /** @param {HTMLElement} opener */
  function openChatMenu(opener) {
    const blocked = shown?.chat.blocked ?? false
    openPopover(
      opener,
      'Действия',
      [
        blocked
          ? popoverItem(() => void phone().unblock(), icon('check'), h('span', {}, 'Разблокировать бота'))
          : popoverItem(block, icon('block'), h('span', {}, 'Заблокировать бота')),
        popoverItem(() => void phone().say('/help'), icon('bolt'), h('span', {}, 'Помощь')),
        popoverItem(() => void saveTalk(), icon('file'), h('span', {}, 'Сохранить разговор как тест')),
      ],
      'chat',
    )
  }

  /** The clock in the corner of a phone goes on when nothing happens. */
  function tick() {
    const text = clockTime(nowMs())
    if (statusTime.textContent !== text) statusTime.textContent = text
  }

  return { element, show, tick, focus: composer.focus }
}

/** @param {BotView} bot */
function introCard(bot) {
  return h(
    'div',
    { class: 'intro-card' },
    h('span', { class: 'avatar avatar-bot avatar-big', 'aria-hidden': 'true' }, icon('task')),
    h('h2', {}, 'Что умеет этот бот?'),
    h('p', {}, `${bot.name} создаёт задачи прямо в чате: название, исполнитель, срок своими словами.`),
    h('p', { class: 'intro-name' }, `@${bot.username}`),
  )
}
