/**
 * Whose phone is in the hands: a list like that of chats.
 *
 * @import { PersonView } from '../site/wire.ts'
 */
import { button, h, syncList } from './dom.js'
import { briefMoment, tint } from './format.js'

/** @param {{ nowMs: () => number, onChoose: (id: number) => void }} options */
export function createPeople({ nowMs, onChoose }) {
  const list = h('ul', { class: 'people' })
  const element = h(
    'section',
    { class: 'side-section people-section' },
    h('h2', { class: 'side-title' }, 'Песочница'),
    h('p', { class: 'side-lead' }, 'Чей телефон у вас в руках?'),
    list,
  )

  /**
   * @param {readonly PersonView[]} people
   * @param {number} chosen
   */
  function show(people, chosen) {
    syncList(
      list,
      people.map((person) => {
        const unread = person.id === chosen ? 0 : countUnread(person)
        const when = person.lastAtMs === null ? '' : briefMoment(person.lastAtMs, nowMs())
        return {
          key: String(person.id),
          value: [person, unread, when, person.id === chosen],
          build: () => h('li', {}, personButton(person, unread, when, person.id === chosen)),
        }
      }),
    )
  }

  /**
   * @param {PersonView} person
   * @param {number} unread
   * @param {string} when
   * @param {boolean} chosen
   */
  function personButton(person, unread, when, chosen) {
    return button(
      { class: 'person', 'aria-current': chosen ? 'true' : null, 'data-focus-key': 'person' },
      () => onChoose(person.id),
      h('span', { class: `avatar ${tint(person.name)}`, 'aria-hidden': 'true' }, person.initials),
      h('span', { class: 'person-name' }, person.name),
      h('span', { class: 'person-when' }, when),
      h(
        'span',
        { class: 'person-last' },
        person.blocked ? 'бот заблокирован' : person.lastText || 'чат ещё не начат',
      ),
      unread > 0 && h('span', { class: 'badge', 'aria-label': `непрочитанных: ${unread}` }, String(unread)),
    )
  }

  return { element, show, markSeen }
}

/** @param {PersonView} person */
function countUnread(person) {
  const seen = Number(sessionStorage.getItem(`seen-${person.id}`) ?? '0')
  return person.botMessageIds.filter((id) => id > seen).length
}

/** @param {PersonView} person */
function markSeen(person) {
  sessionStorage.setItem(`seen-${person.id}`, String(person.botMessageIds.at(-1) ?? 0))
}
