/**
 * The inline keyboard under a message.
 *
 * @import { ButtonView, MessageView } from '../site/wire.ts'
 * @import { MessageActs } from './messages.js'
 */
import { copy, h } from './dom.js'
import { icon } from './icons.js'
import { showToast } from './toasts.js'

/**
 * @param {MessageView} message
 * @param {MessageActs} acts
 */
export function renderKeyboard(message, acts) {
  return h(
    'div',
    { class: 'keyboard', role: 'group', 'aria-label': 'Кнопки под сообщением' },
    message.rows.map((row, rowIndex) =>
      h(
        'div',
        { class: 'keyboard-row' },
        row.map((one, column) =>
          key(one, `${rowIndex}:${column}`, () => tap(message, one, rowIndex, column, acts)),
        ),
      ),
    ),
  )
}

/**
 * @param {ButtonView} view
 * @param {string} focusKey
 * @param {() => void} onTap
 */
function key(view, focusKey, onTap) {
  const { act } = view
  const attributes = {
    class: 'key',
    'data-style': view.style,
    'data-act': act.type,
    'data-focus-key': focusKey,
    'data-pressing': view.pressing,
  }
  const label = h('span', { class: 'key-label' }, view.text)
  if (act.type === 'open' && act.link.type === 'web')
    return h(
      'a',
      { ...attributes, href: act.link.href, target: '_blank', rel: 'noopener noreferrer' },
      label,
      h('span', { class: 'key-mark' }, icon('out')),
    )
  const mark = act.type === 'open' ? icon('out') : act.type === 'copy' ? icon('copy') : null
  const element = h(
    'button',
    { ...attributes, type: 'button', disabled: act.type === 'disabled', 'aria-busy': view.pressing || null },
    label,
    mark && h('span', { class: 'key-mark' }, mark),
    view.pressing && h('span', { class: 'spinner', 'aria-hidden': 'true' }),
  )
  element.addEventListener('click', onTap)
  return element
}

/**
 * @param {MessageView} message
 * @param {ButtonView} view
 * @param {number} row
 * @param {number} column
 * @param {MessageActs} acts
 */
function tap(message, view, row, column, acts) {
  const { act } = view
  if (act.type === 'press') acts.onButton(message, row, column)
  else if (act.type === 'open') acts.taps.onLink(act.link)
  else if (act.type === 'copy') void copy(act.text).then((done) => showToast(done ? 'Скопировано' : act.text))
}
