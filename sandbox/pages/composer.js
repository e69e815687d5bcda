/**
 * Everything below the messages: the field, the menu of commands, attachments, the START button.
 *
 * @import { ChatView, MessageView } from '../site/wire.ts'
 */
import { button, fill, h } from './dom.js'
import { icon } from './icons.js'
import { standIns } from './media.js'
import { pickFiles, take } from './picking.js'
import { closePopover, openPopover } from './popover.js'

/**
 * @typedef {object} ComposerActs
 * @property {(text: string) => void} onSay
 * @property {(messageId: number, text: string) => void} onSaveEdit
 * @property {(kind: string) => void} onStandIn
 * @property {(picked: import('./picking.js').Picked, caption: string) => void} onFile
 * @property {(draft: string) => void} onForward
 * @property {() => void} onStart
 * @property {() => void} onUnblock
 */

const textMax = 4096

/** @param {ComposerActs} acts */
export function createComposer(acts) {
  /** @type {MessageView | null} */
  let editing = null
  /** @type {ChatView['commands']} */
  let commands = []
  /** @type {Map<number, string>} */
  const drafts = new Map()
  let person = -1

  const field = h('textarea', {
    class: 'field',
    rows: 1,
    maxlength: textMax,
    placeholder: 'Сообщение',
    'aria-label': 'Сообщение',
    enterkeyhint: 'send',
    autocomplete: 'off',
  })
  const menu = button(
    { class: 'menu-button', 'aria-haspopup': 'menu' },
    () => openCommands(),
    icon('menu'),
    'Меню',
  )
  const attach = button(
    { class: 'attach', label: 'Прикрепить', 'aria-haspopup': 'menu' },
    () => openAttach(),
    icon('clip'),
  )
  const send = button({ class: 'send', label: 'Отправить' }, () => submit(), icon('send'))
  const editBar = h('div', { class: 'edit-bar', hidden: true })
  const row = h('div', { class: 'composer-row' }, menu, h('div', { class: 'field-box' }, field, attach), send)
  const replyKeyboard = h('div', { class: 'reply-keyboard', role: 'group', 'aria-label': 'Клавиатура бота' })
  const wide = button({ class: 'wide-button', hidden: true }, () =>
    wide.dataset['mode'] === 'unblock' ? acts.onUnblock() : acts.onStart(),
  )
  const element = h('footer', { class: 'composer' }, editBar, row, replyKeyboard, wide)

  field.addEventListener('input', layOut)
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault()
      submit()
    }
    if (event.key === 'Escape' && editing) {
      event.stopPropagation()
      stopEditing()
    }
  })

  function layOut() {
    field.style.height = 'auto'
    field.style.height = `${Math.min(field.scrollHeight, 160)}px`
    const empty = field.value.trim() === ''
    row.classList.toggle('composer-empty', empty)
    send.disabled = empty
    send.classList.toggle('send-save', editing !== null)
  }

  function submit() {
    const text = field.value.trim()
    if (!text) return
    if (editing) {
      if (text !== editing.text) acts.onSaveEdit(editing.id, text)
      stopEditing()
      return
    }
    field.value = ''
    layOut()
    acts.onSay(text)
  }

  /** @param {MessageView} message */
  function edit(message) {
    if (!editing) drafts.set(person, field.value)
    editing = message
    field.value = message.text
    fill(
      editBar,
      icon('edit'),
      h('div', { class: 'edit-what' }, h('b', {}, 'Изменение'), h('span', {}, message.text)),
      button({ class: 'icon-button', label: 'Не изменять' }, stopEditing, icon('close')),
    )
    editBar.hidden = false
    layOut()
    field.focus()
    field.setSelectionRange(field.value.length, field.value.length)
  }

  function stopEditing() {
    editing = null
    editBar.hidden = true
    field.value = drafts.get(person) ?? ''
    layOut()
    field.focus()
  }

  function openCommands() {
    openPopover(
      menu,
      'Команды бота',
      commands.length === 0
        ? [h('p', { class: 'popover-empty' }, 'Бот пока не объявил команд.')]
        : commands.map(({ command, description }) =>
            popoverItem(
              () => acts.onSay(`/${command}`),
              h('span', {}, description),
              h('code', {}, `/${command}`),
            ),
          ),
      'commands',
    )
  }

  function openAttach() {
    openPopover(
      attach,
      'Прикрепить',
      [
        popoverItem(() => pickFiles('photo', sendFile), icon('photo'), h('span', {}, 'Фотография')),
        popoverItem(() => pickFiles('document', sendFile), icon('file'), h('span', {}, 'Файл')),
        popoverItem(
          () => acts.onForward(takeDraft()),
          icon('forward'),
          h('span', {}, 'Пересланное сообщение'),
        ),
        ...standIns.map(({ kind, name, icon: picture }) =>
          popoverItem(() => acts.onStandIn(kind), icon(picture), h('span', {}, name)),
        ),
      ],
      'attach',
    )
  }

  /**
   * What stands in the field goes along as the caption, under the first file.
   *
   * @param {import('./picking.js').Picked} picked
   */
  function sendFile(picked) {
    acts.onFile(picked, takeDraft())
  }

  function takeDraft() {
    if (editing) return ''
    const text = field.value.trim()
    field.value = ''
    layOut()
    return text
  }

  /**
   * Files out of the clipboard or dropped onto the chat: pictures as photos.
   *
   * @param {DataTransfer | null} carried
   */
  function takeCarried(carried) {
    const files = [...(carried?.files ?? [])]
    for (const file of files) {
      void take(/^image\/(jpeg|png|webp)$/.test(file.type) ? 'photo' : 'document', [file], sendFile)
    }
    return files.length > 0
  }

  field.addEventListener('paste', (event) => {
    if (takeCarried(event.clipboardData)) event.preventDefault()
  })

  /**
   * @param {ChatView} chat
   * @param {string | null} startPayload a deep link waits for the person to tap START
   */
  function show(chat, startPayload) {
    if (chat.personId !== person) {
      if (person !== -1 && !editing) drafts.set(person, field.value)
      editing = null
      editBar.hidden = true
      person = chat.personId
      field.value = drafts.get(person) ?? ''
    }
    commands = chat.commands
    const start = chat.messages.length === 0 || startPayload !== null
    const mode = chat.blocked ? 'unblock' : start ? 'start' : 'write'
    wide.hidden = mode === 'write'
    row.hidden = mode !== 'write'
    showReplyKeyboard(mode === 'write' ? chat.replyKeyboard : [])
    wide.textContent = mode === 'unblock' ? 'Разблокировать' : 'Старт'
    wide.dataset['mode'] = mode
    layOut()
  }

  /** @param {ChatView['replyKeyboard']} rows */
  function showReplyKeyboard(rows) {
    replyKeyboard.hidden = rows.length === 0
    fill(
      replyKeyboard,
      rows.map((labels) =>
        h(
          'div',
          {},
          labels.map((label) => button({ class: 'reply-key' }, () => acts.onSay(label), label)),
        ),
      ),
    )
  }

  return {
    element,
    show,
    edit,
    focus: () => field.focus(),
    takeCarried,
    isEmpty: () => field.value === '' && !editing,
    field,
  }
}

/**
 * @param {() => void} onTap
 * @param {...Node} children
 */
export function popoverItem(onTap, ...children) {
  return button(
    { class: 'popover-item', role: 'menuitem' },
    () => {
      closePopover()
      onTap()
    },
    children,
  )
}
