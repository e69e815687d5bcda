/**
 * The page a newcomer opens: the phone of one person, beside it the list of people and the portal.
 *
 * @import { Push, PersonView } from '../site/wire.ts'
 * @import { Link } from '../site/links.ts'
 */
import { follow, phoneOf } from './api.js'
import { createChat } from './chat.js'
import { createClock } from './clock.js'
import { button, fill, h } from './dom.js'
import { createFaultStrip } from './faults.js'
import { createFirstSteps } from './first-steps.js'
import { icon } from './icons.js'
import { createPeople } from './people.js'
import { createPortal } from './portal.js'
import { showToast } from './toasts.js'

const store = sessionStorage
const threeColumns = matchMedia('(min-width: 1181px)')
const address = new URL(location.href)

/** Server's clock minus this computer's. */
let skewMs = 0
const nowMs = () => Date.now() + skewMs

/** @type {Push} */
let known = { nowMs: Date.now() }
let personId = Number(address.searchParams.get('person') ?? store.getItem('person') ?? '0')
let startPayload = address.searchParams.get('start')
let stopFollowing = () => {}
if (startPayload !== null) history.replaceState(null, '', '/')

const chat = createChat({
  nowMs,
  phone: () => phoneOf(personId),
  senders,
  onLink,
  onBack: () => showPane('people'),
  onStarted: () => {
    startPayload = null
    redraw()
  },
})
const people = createPeople({ nowMs, onChoose: (id) => choosePerson(id, true) })
const portal = createPortal({ nowMs, onLink, compact: true, onNews })
const faults = createFaultStrip()
const steps = createFirstSteps()
const clock = createClock({ nowMs })
const side = h(
  'aside',
  { class: 'side', 'aria-label': 'Песочница' },
  people.element,
  clock.element,
  faults.element,
)
const portalPane = h('section', { class: 'portal-pane', 'aria-label': 'Портал компании' }, portal.element)
const tabBadge = h('span', { class: 'badge' })
const offline = h(
  'p',
  { class: 'offline', role: 'status', hidden: true },
  'Песочница остановлена. Жду, когда она снова запустится…',
)

fill(document.body, offline, side, h('main', { class: 'stage' }, chat.element), portalPane, paneTabs())
placeSteps()
threeColumns.addEventListener('change', placeSteps)
showPane('chat')
connect()
setInterval(() => {
  clock.tick()
  chat.tick()
}, 1000)

/** Where the list of people is not on show, the hint stands over the portal: there is the e-mail it speaks of. */
function placeSteps() {
  if (threeColumns.matches) people.element.after(steps.element)
  else portalPane.prepend(steps.element)
}

/** @param {Push} push */
function onPush(push) {
  skewMs = push.nowMs - Date.now()
  known = { ...known, ...push }
  const [first] = known.people ?? []
  if (first && !known.people?.some(({ id }) => id === personId)) {
    choosePerson(first.id, false)
    return
  }
  redraw()
}

function redraw() {
  const { bot, people: persons = [], chat: chatView, portal: portalView } = known
  const current = persons.find(({ id }) => id === personId)
  if (bot && current && chatView?.personId === personId) {
    chat.show({ bot, person: current, chat: chatView, startPayload })
    if (document.hasFocus() || document.visibilityState === 'visible') people.markSeen(current)
  }
  people.show(persons, personId)
  if (portalView) {
    portal.show(portalView, personId)
    steps.show(portalView)
    if (known.clock) clock.show(known.clock, portalView, personId)
  }
  faults.show(known.faults ?? [])
  tabBadge.textContent = portal.unreadCount() > 0 ? String(portal.unreadCount()) : ''
}

function connect() {
  stopFollowing()
  stopFollowing = follow({
    person: personId,
    onPush,
    onConnection: (up) => {
      offline.hidden = up
    },
  })
}

/**
 * @param {PersonView['id']} id
 * @param {boolean} byHand
 */
function choosePerson(id, byHand) {
  const changed = id !== personId
  personId = id
  store.setItem('person', String(id))
  if (changed) connect()
  if (byHand) {
    showPane('chat')
    redraw()
    chat.focus()
  }
}

/** Colleagues: those with a phone here by their account, the rest of the company by name. */
function senders() {
  const withPhone = (known.people ?? []).filter(({ id }) => id !== personId)
  const names = new Set((known.people ?? []).map(({ name }) => name))
  const others = (known.portal?.employees ?? []).filter(({ active, name }) => active && !names.has(name))
  return [
    ...withPhone.map(({ id, name }) => ({ name, personId: id })),
    ...others.map(({ name }) => ({ name })),
  ]
}

/** @param {Link} link */
function onLink(link) {
  if (link.type === 'start') {
    startPayload = link.payload
    showPane('chat')
    redraw()
    chat.focus()
  } else if (link.type === 'portal') {
    portal.open(link.path)
    showPane('portal')
  }
}

/**
 * On a narrow screen the portal may be out of sight when the code arrives.
 *
 * @param {string} name
 */
function onNews(name) {
  if (portalPane.offsetParent === null) showToast(`Портал: новое уведомление, ${name}`)
}

/** @param {'people' | 'chat' | 'portal'} pane */
function showPane(pane) {
  document.body.dataset['pane'] = pane
  for (const tab of document.querySelectorAll('.pane-tab')) {
    if (tab instanceof HTMLElement) tab.setAttribute('aria-pressed', String(tab.dataset['pane'] === pane))
  }
}

function paneTabs() {
  return h(
    'nav',
    { class: 'pane-tabs', 'aria-label': 'Разделы страницы' },
    button({ class: 'pane-tab', 'data-pane': 'people' }, () => showPane('people'), icon('people'), 'Люди'),
    button({ class: 'pane-tab', 'data-pane': 'chat' }, () => showPane('chat'), icon('chat'), 'Чат'),
    button(
      { class: 'pane-tab', 'data-pane': 'portal' },
      () => showPane('portal'),
      icon('portal'),
      'Портал',
      tabBadge,
    ),
  )
}
