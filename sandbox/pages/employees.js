/** @import { EmployeeView } from '../site/wire.ts' */
import { portalApi } from './api.js'
import { button, copy, h, syncList } from './dom.js'
import { tint } from './format.js'
import { icon } from './icons.js'
import { confirmThat, showToast } from './toasts.js'

/** @param {{ onViewAs: (id: number) => void }} options */
export function createEmployees({ onViewAs }) {
  const element = h('ul', { class: 'employees' })

  /**
   * The one whose eyes are used comes first, those who left last.
   *
   * @param {readonly EmployeeView[]} employees
   * @param {number} viewerId
   */
  function show(employees, viewerId) {
    const rank = (/** @type {EmployeeView} */ one) =>
      one.id === viewerId ? 0 : !one.active ? 4 : one.admin ? 3 : one.extranet ? 2 : 1
    const sorted = [...employees].sort((a, b) => rank(a) - rank(b) || a.id - b.id)
    syncList(
      element,
      sorted.map((employee) => ({
        key: String(employee.id),
        value: [employee, employee.id === viewerId],
        build: () => employeeRow(employee, employee.id === viewerId, onViewAs),
      })),
    )
  }

  return { element, show }
}

/**
 * @param {EmployeeView} employee
 * @param {boolean} isViewer
 * @param {(id: number) => void} onViewAs
 */
function employeeRow(employee, isViewer, onViewAs) {
  const { id, name, initials, email, position, departments, active } = employee
  const place = [position, ...departments].filter(Boolean).join(' · ')
  return h(
    'li',
    { class: active ? 'employee' : 'employee employee-dismissed', 'data-viewer': isViewer },
    h('span', { class: `avatar ${tint(name)}`, 'aria-hidden': 'true' }, initials),
    h(
      'p',
      { class: 'employee-name' },
      active && !isViewer
        ? button(
            { class: 'quiet-link', title: `Смотреть как ${name}`, 'data-focus-key': 'name' },
            () => onViewAs(id),
            name,
          )
        : h('span', {}, name),
      marks(employee, isViewer),
    ),
    h('p', { class: 'employee-place' }, place),
    h('p', { class: 'employee-email' }, email ? emailButton(email) : null),
    changeButton(employee),
  )
}

/**
 * @param {EmployeeView} employee
 * @param {boolean} isViewer
 */
function marks(employee, isViewer) {
  return [
    isViewer && h('span', { class: 'mark mark-viewer' }, 'смотрим как'),
    !employee.active && h('span', { class: 'mark mark-bad' }, 'уволен'),
    employee.extranet && h('span', { class: 'mark mark-extranet' }, 'экстранет'),
    employee.admin && h('span', { class: 'mark' }, 'администратор'),
  ]
}

/** @param {string} email */
function emailButton(email) {
  return button(
    { class: 'copyable', label: `Скопировать ${email}`, 'data-focus-key': 'email' },
    () => void copy(email).then((done) => showToast(done ? 'Почта скопирована' : email)),
    h('span', {}, email),
    icon('copy'),
  )
}

/** @param {EmployeeView} employee */
function changeButton({ id, name, active }) {
  if (!active)
    return button(
      { class: 'small-button', label: `Вернуть: ${name}`, 'data-focus-key': 'change' },
      () => void portalApi.rehire(id),
      'Вернуть',
    )
  const dismiss = () =>
    confirmThat(
      `Уволить: ${name}?`,
      'Учётная запись станет неактивной, бот должен закрыть этому человеку доступ.',
      'Уволить',
      () => void portalApi.dismiss(id),
    )
  return button(
    { class: 'small-button small-button-quiet', label: `Уволить: ${name}`, 'data-focus-key': 'change' },
    dismiss,
    'Уволить',
  )
}
