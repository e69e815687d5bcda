/** «Переслать»: whose words, and which. */
import { button, h } from './dom.js'
import { moveOver } from './toasts.js'

/**
 * Somebody whose message may be forwarded: with a phone in the sandbox, or a colleague known by name alone.
 *
 * @typedef {{ name: string, personId?: number }} Sender
 */

/**
 * @param {readonly Sender[]} senders
 * @param {string} draft
 * @param {(what: { text: string, personId: number } | { text: string, name: string }) => void} onForward
 */
export function askForward(senders, draft, onForward) {
  const from = h(
    'select',
    { class: 'form-field', 'aria-label': 'От кого' },
    senders.map(({ name }, at) => h('option', { value: at }, name)),
  )
  const text = h('textarea', {
    class: 'form-field',
    rows: 4,
    maxlength: 4096,
    required: true,
    'aria-label': 'Текст сообщения',
    placeholder: 'Нужна смета на ремонт склада до пятницы',
  })
  text.value = draft
  const form = h(
    'form',
    { class: 'form', method: 'dialog' },
    h('label', {}, 'От кого', from),
    h('label', {}, 'Что было написано', text),
    h(
      'div',
      { class: 'dialog-buttons' },
      button({ class: 'dialog-button' }, () => dialog.close(), 'Отмена'),
      h('button', { class: 'dialog-button', type: 'submit' }, 'Переслать'),
    ),
  )
  const dialog = h(
    'dialog',
    { class: 'dialog', 'aria-label': 'Переслать сообщение' },
    h('h2', { class: 'dialog-title' }, 'Переслать сообщение'),
    form,
  )
  form.addEventListener('submit', () => {
    const sender = senders[Number(from.value)]
    const words = text.value.trim()
    if (!sender || !words) return
    const { personId, name } = sender
    onForward(personId === undefined ? { text: words, name } : { text: words, personId })
  })
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
  moveOver(dialog, document.querySelector('.phone'))
  text.focus()
}
