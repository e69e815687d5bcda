/**
 * The portal's panel: who works here, what they do, what they were told. One module for the panel beside the chat and for
 * the page of its own.
 *
 * @import { EmployeeView, PortalView } from '../site/wire.ts'
 * @import { Link } from '../site/links.ts'
 */
import { createCalendar } from './calendar.js'
import { button, fill, h } from './dom.js'
import { createEmployees } from './employees.js'
import { tint } from './format.js'
import { icon } from './icons.js'
import { createNotices } from './notices.js'
import { createTasks } from './tasks.js'

/** @typedef {'employees' | 'tasks' | 'calendar' | 'notices'} Section */

/** @type {readonly Section[]} */
const sections = ['employees', 'tasks', 'calendar', 'notices']

const viewerKey = 'viewer'

/**
 * @typedef {object} PortalOptions
 * @property {() => number} nowMs
 * @property {(link: Link) => void} onLink
 * @property {boolean} compact one section at a time
 * @property {(name: string) => void} [onNews] a notice came for this employee
 */

/** @param {PortalOptions} options */
export function createPortal({ nowMs, onLink, compact, onNews = () => {} }) {
  /** @type {PortalView | null} */
  let portal = null
  let viewerId = Number(sessionStorage.getItem(viewerKey) ?? '0')
  /** @type {number | null} */
  let followed = null
  /** @type {Section} */
  let section = 'employees'
  /** @type {string | null} */
  let wanted = null

  const taps = { onLink, nowMs }
  const notices = createNotices({ nowMs, taps, onNews, onViewAs: (id) => setViewer(id, true) })
  const employees = createEmployees({ onViewAs: (id) => setViewer(id, false) })
  const tasks = createTasks({ nowMs, taps })
  const calendar = createCalendar({ nowMs, taps })

  const company = h('h2', { class: 'company' })
  const viewer = h('select', { class: 'viewer', 'aria-label': 'Смотреть как' })
  viewer.addEventListener('change', () => setViewer(Number(viewer.value), false))
  const viewerFace = h('span', { class: 'avatar', 'aria-hidden': 'true' })
  const bellCount = h('span', { class: 'badge' })
  const bell = button(
    { class: 'bell', label: 'Уведомления' },
    () => showSection('notices'),
    icon('bell'),
    bellCount,
  )

  const tabs = {
    employees: tab('employees', 'Сотрудники'),
    tasks: tab('tasks', 'Задачи'),
    calendar: tab('calendar', 'Календарь'),
    notices: tab('notices', 'Уведомления'),
  }
  const panels = {
    employees: panel('employees', 'Сотрудники', employees.element),
    tasks: panel('tasks', 'Задачи', tasks.element),
    calendar: panel('calendar', 'Календарь', calendar.element),
    notices: panel('notices', 'Уведомления', notices.element),
  }
  const element = h(
    'div',
    { class: compact ? 'portal' : 'portal portal-wide' },
    h(
      'header',
      { class: 'portal-head' },
      h('span', { class: 'company-mark', 'aria-hidden': 'true' }, icon('portal')),
      h('div', { class: 'company-name' }, company, h('p', {}, 'портал Битрикс24 · песочница')),
      bell,
    ),
    h('label', { class: 'viewer-row' }, viewerFace, h('span', {}, 'Смотреть как'), viewer),
    h('div', { class: 'portal-tabs', role: 'tablist', 'aria-label': 'Разделы портала' }, Object.values(tabs)),
    h('div', { class: 'portal-body' }, Object.values(panels)),
    notices.popups,
    tasks.slider,
  )
  showSection('employees')

  /**
   * @param {Section} name
   * @param {string} title
   */
  function tab(name, title) {
    const element = button(
      { class: 'portal-tab', role: 'tab', id: `tab-${name}` },
      () => showSection(name),
      title,
      h('span', { class: 'tab-count' }),
    )
    element.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
      if (step !== 0) moveTab(name, step)
    })
    return element
  }

  /**
   * @param {Section} from
   * @param {number} step
   */
  function moveTab(from, step) {
    const to = sections[(sections.indexOf(from) + step + sections.length) % sections.length] ?? from
    showSection(to)
    tabs[to].focus()
  }

  /**
   * @param {Section} name
   * @param {string} title
   * @param {HTMLElement} content
   */
  function panel(name, title, content) {
    return h(
      'section',
      {
        class: `portal-section portal-${name}`,
        ...(compact ? { role: 'tabpanel' } : {}),
        'aria-labelledby': compact ? `tab-${name}` : `title-${name}`,
      },
      compact ? null : h('h3', { class: 'section-title', id: `title-${name}` }, title),
      content,
    )
  }

  /** @param {Section} name */
  function showSection(name) {
    section = name
    tasks.close()
    for (const one of sections) {
      tabs[one].setAttribute('aria-selected', String(one === name))
      tabs[one].tabIndex = one === name ? 0 : -1
      panels[one].toggleAttribute('data-active', one === name)
    }
    if (name === 'notices') {
      notices.markSeen(viewerId)
      panels.notices.scrollIntoView({ block: 'nearest' })
    }
    redraw()
  }

  /**
   * @param {number} id
   * @param {boolean} withNotices
   */
  function setViewer(id, withNotices) {
    viewerId = id
    sessionStorage.setItem(viewerKey, String(id))
    if (withNotices) showSection('notices')
    else redraw()
  }

  /**
   * @param {PortalView} next
   * @param {number | null} personId the person of the chat beside; the portal turns to their namesake once
   */
  function show(next, personId) {
    portal = next
    const namesake = personId === null ? undefined : next.namesakes[String(personId)]
    if (namesake !== undefined && followed !== personId) viewerId = namesake
    followed = personId
    if (!next.employees.some(({ id }) => id === viewerId)) viewerId = firstViewer(next.employees)
    redraw()
  }

  function redraw() {
    if (!portal) return
    const { employees: people } = portal
    const current = people.find(({ id }) => id === viewerId)
    company.textContent = portal.company
    fillViewers(people)
    viewerFace.className = `avatar ${tint(current?.name ?? '')}`
    viewerFace.textContent = current?.initials ?? ''
    employees.show(people, viewerId)
    tasks.show(portal.tasks, viewerId, current?.firstName ?? '')
    calendar.show(portal, viewerId)
    notices.show(portal.notices, people, viewerId)
    if (section === 'notices' && compact && document.hasFocus()) notices.markSeen(viewerId)
    const unread = notices.unread(viewerId)
    bellCount.textContent = unread > 0 ? String(unread) : ''
    bell.classList.toggle('bell-ringing', unread > 0)
    bell.setAttribute('aria-label', unread > 0 ? `Уведомления, новых: ${unread}` : 'Уведомления')
    count(tabs.tasks, portal.tasks.length)
    count(tabs.employees, people.filter(({ active }) => active).length)
    count(tabs.notices, unread, 'tab-count-new')
    if (wanted !== null && reveal(wanted)) wanted = null
  }

  /** @param {string} path */
  function reveal(path) {
    const entry = /\/calendar\/.*[?&]EVENT_ID=(\d+)/.exec(path)?.[1]
    return entry === undefined ? tasks.open(path) : calendar.reveal(Number(entry))
  }

  let optionsShown = ''

  /** @param {readonly EmployeeView[]} people */
  function fillViewers(people) {
    const options = people.filter(({ active, id }) => active || id === viewerId)
    const now = JSON.stringify(options.map(({ id, name }) => [id, name]))
    if (now !== optionsShown)
      fill(
        viewer,
        options.map(({ id, name }) => h('option', { value: id }, name)),
      )
    optionsShown = now
    viewer.value = String(viewerId)
  }

  /**
   * Shows what an address of the portal leads to, as soon as it is known.
   *
   * @param {string} path
   */
  function open(path) {
    wanted = path
    const owner = /\/user\/(\d+)\/calendar\//.exec(path)?.[1]
    if (owner !== undefined) {
      viewerId = Number(owner)
      showSection('calendar')
    } else if (/\/tasks\/task\/view\//.test(path)) showSection('tasks')
    else redraw()
  }

  return { element, show, open, unreadCount: () => notices.unread(viewerId) }
}

/** @param {readonly EmployeeView[]} people */
function firstViewer(people) {
  const usual = people.filter(({ active, extranet, admin }) => active && !extranet && !admin)
  return (usual.find(({ name }) => name === 'Анна Петрова') ?? usual[0] ?? people[0])?.id ?? 0
}

/**
 * @param {HTMLElement} tab
 * @param {number} value
 * @param {string} [extra]
 */
function count(tab, value, extra) {
  const element = tab.querySelector('.tab-count')
  if (!element) return
  element.textContent = value > 0 ? String(value) : ''
  element.className = ['tab-count', extra].filter(Boolean).join(' ')
}
