import { button, h } from './dom.js'

const shownMs = 3500

/**
 * A short note at the bottom of the chat (answerCallbackQuery without `show_alert`) or of the page.
 *
 * @param {string} text
 */
export function showToast(text) {
  const host = document.querySelector('[data-toasts]') ?? document.body
  const toast = h('div', { class: 'toast', role: 'status' }, text)
  host.replaceChildren(toast)
  setTimeout(() => toast.classList.add('toast-leaving'), shownMs)
  setTimeout(() => toast.remove(), shownMs + 300)
}

/**
 * A dialog with one button (answerCallbackQuery with `show_alert`).
 *
 * @param {string} title
 * @param {string} text
 */
export function showAlert(title, text) {
  openDialog(title, text, [['ОК', () => {}]], document.querySelector('.phone'))
}

/**
 * @param {string} title
 * @param {string} text
 * @param {string} verb what the confirming button says
 * @param {() => void} onConfirm
 */
export function confirmThat(title, text, verb, onConfirm) {
  const choices = /** @type {const} */ ([
    ['Отмена', () => {}],
    [verb, onConfirm],
  ])
  openDialog(title, text, choices, document.activeElement?.closest('.phone, .portal') ?? null)
}

/**
 * @param {string} title
 * @param {string} text
 * @param {readonly (readonly [string, () => void])[]} choices the last one is focused
 * @param {Element | null} over what to stand over the middle of; null for the window
 */
function openDialog(title, text, choices, over) {
  const buttons = choices.map(([label, onTap]) =>
    button(
      { class: 'dialog-button' },
      () => {
        dialog.close()
        onTap()
      },
      label,
    ),
  )
  const dialog = h(
    'dialog',
    { class: 'dialog', 'aria-label': title },
    h('h2', { class: 'dialog-title' }, title),
    h('p', { class: 'dialog-text' }, text),
    h('div', { class: 'dialog-buttons' }, buttons),
  )
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
  moveOver(dialog, over)
  buttons.at(-1)?.focus()
}

/**
 * @param {HTMLElement} dialog
 * @param {Element | null} over
 */
export function moveOver(dialog, over) {
  const middle = over?.getBoundingClientRect()
  if (middle && middle.width > 0)
    dialog.style.translate = `${middle.left + middle.width / 2 - innerWidth / 2}px 0`
}
