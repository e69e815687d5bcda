/** @import { PortalView } from '../site/wire.ts' */
import { button, copy, fill, h } from './dom.js'
import { icon } from './icons.js'
import { showToast } from './toasts.js'

const key = 'first-steps-closed'

/** What to do first; stays closed once closed. */
export function createFirstSteps() {
  const element = h('section', { class: 'side-section steps', 'aria-label': 'Первые шаги', hidden: true })
  let shown = ''

  /** @param {PortalView} portal */
  function show(portal) {
    element.hidden = localStorage.getItem(key) !== null
    const active = portal.employees.filter(({ active, extranet, email }) => active && !extranet && email)
    const example = active.find(({ name }) => name === 'Анна Петрова') ?? active[0]
    if (!example || shown === example.email) return
    shown = example.email
    const email = button(
      { class: 'copyable', label: `Скопировать ${example.email}` },
      () => void copyEmail(example.email),
      example.email,
      icon('copy'),
    )
    fill(
      element,
      h(
        'div',
        { class: 'steps-head' },
        h('h2', { class: 'side-heading' }, 'Первые шаги'),
        button({ class: 'icon-button', label: 'Скрыть подсказку' }, close, icon('close')),
      ),
      h(
        'ol',
        {},
        h('li', {}, 'Нажмите ', h('b', {}, 'Старт'), ' в чате.'),
        h(
          'li',
          {},
          'Введите почту сотрудника. ',
          h('span', { class: 'steps-who' }, `${example.name}: `),
          email,
        ),
        h('li', {}, 'Код придёт в ', h('b', {}, 'колокольчик'), ' на портале. Отправьте его боту.'),
        h('li', {}, 'Напишите: «Позвонить в банк завтра в 15:00».'),
      ),
    )
  }

  function close() {
    localStorage.setItem(key, '1')
    element.hidden = true
  }

  return { element, show }
}

/** @param {string} email */
async function copyEmail(email) {
  showToast((await copy(email)) ? 'Почта скопирована' : email)
}
