/** A shelf of books: lists, a menu, going back, a dialog in between, and choosing several. */
import { textAt } from '../../src/machines/json.ts'
import type { ServiceRequest } from '../../src/machines/services.ts'
import type { JsonObject } from '../../src/ports/json.ts'
import type { Outcome } from '../../src/ports/outcome.ts'
import type { RigOptions } from './rig.ts'

const failing = `
    on_error: { temporary: { retry: 1, every: 1s, say: down, end: failed }, otherwise: { say: down, end: failed } }`

export const shelfDialog = `
dialog: shelf
version: 1
light: true
title: { ru: Полка, en: Shelf }
start: { command: shelf, argument: which }
steps:
  - ask: which
    type: choice
    options: [all, late]
    default: all
    prompt: heading
    invalid: heading
  - list: book
    service: books.list
    with: { which: which }
    heading: heading
    line: line
    group: group
    none: none
    page: 3
    waiting: wait
    buttons:
      - { label: only_late, answer: { which: { value: late } }, when: { which: all } }${failing}
  - call: card
    service: books.get
    with: { id: book.id }
    waiting: wait${failing}
  - menu: action
    depends_on: [card]
    text: card
    buttons:
      - { pick: read, when: { card.may: { has: read } } }
      - { label: note, run: annotate, with: { book: card }, redo: card }
      - { label: to_list, again: book }
  - call: reading
    when: { action: read }
    service: books.read
    with: { id: book.id, action: action }
    waiting: wait${failing}
  - return: read_it
    to: card
    notice: was_read
idle: [{ after: 24h, end: expired }]
texts:
  heading: { ru: 'Книги {shown.from}–{shown.to} из {shown.total}', en: 'Books {shown.from}–{shown.to} of {shown.total}' }
  line: { ru: '{number}. {item.title}', en: '{number}. {item.title}' }
  group: { ru: '{item.author}', en: '{item.author}' }
  none: { ru: Пусто, en: Empty }
  wait: { ru: Смотрю…, en: Looking… }
  down: { ru: Не вышло, en: No luck }
  only_late: { ru: Просроченные, en: Late }
  card: { ru: 'Книга «{card.title}», {card.state}', en: 'Book {card.title}, {card.state}' }
  fresh: { ru: 'прочтений {times}', en: '{times} times' }
  read: { ru: Прочитал, en: Read }
  note: { ru: Заметка, en: Note }
  to_list: { ru: К списку, en: Back }
  was_read: { ru: 'Отмечено: {reading.title}', en: 'Marked: {reading.title}' }
  all: { ru: Все, en: All }
  late: { ru: Поздние, en: Late ones }
`

export const annotateDialog = `
dialog: annotate
version: 1
light: true
title: { ru: Заметка, en: Note }
steps:
  - ask: words
    type: text
    length: [1, 100]
    prompt: ask
    invalid: ask
  - call: save
    service: books.note
    with: { id: book.id, words: words }
    waiting: noting${failing}
  - say: saved
start: { file: book }
texts:
  ask: { ru: Что записать?, en: What? }
  noting: { ru: Записываю…, en: Noting… }
  saved: { ru: Записал, en: Saved }
  down: { ru: Не вышло, en: No luck }
`

export const clubDialog = `
dialog: club
version: 1
title: { ru: Клуб, en: Club }
start: { command: club, message: { lines: [name, about] }, argument: { words: [size, guests] } }
steps:
  - ask: size
    type: number
    default: 5
    prompt: name
    invalid: name
  - find: guests
    type: person
    optional: true
    skip: alone
    prompt: whom
    service: people.search
    multiple: { max: 3, more: more, done: enough, full: full }
    several: several
    none: none
    waiting: wait
    label: whom${failing}
  - ask: name
    type: text
    length: [3, 20]
    prompt: name
    invalid: name
    label: name
  - ask: about
    type: text
    length: [1, 200]
    optional: true
    prompt: about
    invalid: about
    label: about
  - review: card
    text: card
    edit: [guests, name]
    edit_prompt: whom
    confirm: enough
  - say: done
texts:
  whom: { ru: Кого позвать?, en: Whom? }
  alone: { ru: Никого, en: Nobody }
  more: { ru: 'Позваны: {chosen}. Ещё?', en: '{chosen} invited. More?' }
  enough: { ru: Готово, en: Done }
  full: { ru: Больше нельзя, en: No more }
  several: { ru: Кого?, en: Which? }
  none: { ru: Нет такого, en: Nobody }
  wait: { ru: Ищу…, en: Looking… }
  down: { ru: Не вышло, en: No luck }
  name: { ru: Название?, en: Name? }
  about: { ru: О чём?, en: About? }
  card: { ru: '{name} — {guests}; {about}; {size}', en: '{name} — {guests}; {about}; {size}' }
  done: { ru: Создан, en: Created }
`

const titles = ['Дубровский', 'Метель', 'Нос', 'Шинель', 'Вий']
/** The services of the shelf, and how often each book was marked as read. */
export function openShelf(): RigOptions & { readonly read: ReadonlyMap<number, number> } {
  const read = new Map<number, number>()
  return {
    read,
    dialogs: [shelfDialog, annotateDialog, clubDialog],
    services: {
      'books.list': ({ input }: ServiceRequest): Outcome => {
        const rows = titles.map((title, at) => ({ id: at + 1, title, author: at < 2 ? 'Пушкин' : 'Гоголь' }))
        const wanted = input['which'] === 'late' ? rows.slice(3) : rows
        const [page, size] = [Number(input['page']), Number(input['size'])]
        const from = page * size
        return {
          ok: true,
          value: { items: wanted.slice(from, from + size), from: from + 1, total: wanted.length },
        }
      },
      'books.get': ({ input }) => ({ ok: true, value: card(Number(input['id']), read) }),
      'books.read': ({ input }) => {
        const id = Number(input['id'])
        read.set(id, (read.get(id) ?? 0) + 1)
        return { ok: true, value: { title: titles[id - 1] ?? '?' } }
      },
      'books.note': () => ({ ok: true, value: null }),
      'people.search': ({ input }) => ({
        ok: true,
        value: ['Иван', 'Игорь', 'Анна', 'Пётр']
          .filter((name) => name.startsWith(textAt(input, 'query')))
          .map((name) => ({ id: name.length, name, position: '' })),
      }),
    },
  }
}

function card(id: number, read: ReadonlyMap<number, number>): JsonObject {
  const times = read.get(id) ?? 0
  return {
    id,
    title: titles[id - 1] ?? '?',
    may: times < 1 ? ['read'] : [],
    state: { words: 'fresh', times },
  }
}
