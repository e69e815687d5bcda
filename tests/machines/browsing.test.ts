import { expect, test } from 'vitest'
import type { JsonObject, Outcome } from '../../src/ports.ts'
import type { ServiceRequest } from '../../src/machines/services.ts'
import { textAt } from '../../src/machines/json.ts'
import { openRig, type Rig, type RigOptions } from '../support/rig.ts'

const failing = `
    on_error: { temporary: { retry: 1, every: 1s, say: down, end: failed }, otherwise: { say: down, end: failed } }`

const shelf = `
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

const annotate = `
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
    waiting: ask${failing}
  - say: saved
start: { file: book }
texts:
  ask: { ru: Что записать?, en: What? }
  saved: { ru: Записал, en: Saved }
  down: { ru: Не вышло, en: No luck }
`

const club = `
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
const read = new Map<number, number>()

function books(): RigOptions {
  read.clear()
  return {
    dialogs: [shelf, annotate, club],
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
      'books.get': ({ input }) => ({ ok: true, value: card(Number(input['id'])) }),
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

function card(id: number): JsonObject {
  const times = read.get(id) ?? 0
  return {
    id,
    title: titles[id - 1] ?? '?',
    may: times < 1 ? ['read'] : [],
    state: { words: 'fresh', times },
  }
}

function labels(rig: Rig): readonly string[] {
  return rig
    .last()
    .message.rows.flat()
    .map(({ label }) => label)
}

test('a list is shown page by page, in groups, and each line has its button', async () => {
  await using rig = await openRig(books())
  await rig.says('/shelf')
  expect(rig.texts().at(-1)).toBe('Книги 1–3 из 5\n\nПушкин\n1. Дубровский\n2. Метель\n\nГоголь\n3. Нос')
  expect(labels(rig)).toEqual(['1', '2', '3', ' ', '1/2', '›', 'Просроченные'])
  await rig.presses('›')
  expect(rig.texts().at(-1)).toBe('Книги 4–5 из 5\n\nГоголь\n4. Шинель\n5. Вий')
  expect(rig.messages()).toHaveLength(1)
})

test('a chosen line opens its card, and the way back leads to the page it stood on', async () => {
  await using rig = await openRig(books())
  await rig.says('/shelf')
  await rig.presses('›')
  await rig.presses('5')
  expect(rig.texts().at(-1)).toBe('Книга «Вий», прочтений 0')
  expect(labels(rig)).toEqual(['Прочитал', 'Заметка', 'К списку'])
  await rig.presses('К списку')
  expect(rig.texts().at(-1)).toContain('Книги 4–5 из 5')
})

test('what is done about a card is said above the card as it is afterwards', async () => {
  await using rig = await openRig(books())
  await rig.says('/shelf')
  await rig.says('3')
  await rig.presses('Прочитал')
  expect(rig.texts().at(-1)).toBe('Отмечено: Нос\n\nКнига «Нос», прочтений 1')
  expect(labels(rig)).toEqual(['Заметка', 'К списку'])
  expect(read.get(3)).toBe(1)
})

test('a second tap on an action, or a late one, does it no second time', async () => {
  await using rig = await openRig(books())
  await rig.says('/shelf')
  await rig.presses('3')
  const data = rig.pressData('Прочитал')
  for (let tap = 0; tap < 3; tap += 1) {
    await rig.does({ type: 'press', pressId: `p${tap}`, data, messageId: null })
    await rig.settles()
    await rig.waits(4_000)
  }
  expect(read.get(3)).toBe(1)
})

test('another dialog in between leads back to a fresh card, whether it was finished or given up', async () => {
  await using rig = await openRig(books())
  await rig.says('/shelf')
  await rig.presses('1')
  await rig.presses('Заметка')
  expect(rig.texts().at(-1)).toBe('Что записать?')
  await rig.says('перечитать')
  expect(rig.texts().slice(-2)).toEqual(['Записал', 'Книга «Дубровский», прочтений 0'])
  expect(rig.calls.find(({ service }) => service === 'books.note')?.input).toEqual({
    id: 1,
    words: 'перечитать',
  })
  await rig.presses('Заметка')
  await rig.says('/cancel')
  expect(rig.texts().at(-1)).toBe('Книга «Дубровский», прочтений 0')
})

test('what is only looked at gives way to any command without a question', async () => {
  await using rig = await openRig(books())
  await rig.says('/shelf')
  await rig.says('/club')
  expect(rig.texts().at(-1)).toBe('Кого позвать?')
  expect((await rig.stored()).state.frames).toHaveLength(1)
  await rig.presses('Никого')
  await rig.says('/shelf')
  expect(rig.texts().at(-1)).toContain('Сейчас вы заполняете «Клуб»')
})

test('a word after the command chooses what is listed, and a button chooses it anew in place', async () => {
  await using rig = await openRig(books())
  await rig.says('/shelf поздние')
  expect(rig.texts().at(-1)).toContain('Книги 1–2 из 2')
  await rig.says('/shelf')
  await rig.presses('›')
  await rig.presses('Просроченные')
  expect(rig.texts().at(-1)).toContain('Книги 1–2 из 2')
})

test('a message outside any dialog, or beside something only looked at, is offered to who takes it', async () => {
  await using rig = await openRig(books())
  await rig.says('/shelf')
  await rig.says('Чтения\nпо средам, вечером')
  expect(rig.texts().at(-1)).toBe('«Чтения по средам, вечером»\nЧто из этого сделать?')
  await rig.presses('Клуб')
  await rig.presses('Никого')
  expect(rig.texts().at(-1)).toBe('Чтения — —; по средам, вечером; 5')
})

test('a first line too long for its step goes whole to the next one', async () => {
  await using rig = await openRig(books())
  await rig.says('Очень длинное название для клуба\nи ещё')
  await rig.presses('Клуб')
  await rig.presses('Никого')
  expect(rig.texts().at(-1)).toBe('Название?')
  await rig.says('Чтения')
  expect(rig.texts().at(-1)).toBe('Чтения — —; Очень длинное название для клуба\nи ещё; 5')
})

test('several are chosen one after another, dropped again, and changed from the review', async () => {
  await using rig = await openRig(books())
  await rig.says('/club 7 Анна')
  expect(rig.texts().at(-1)).toBe('Позваны: 1. Ещё?')
  expect(labels(rig).slice(0, 2)).toEqual(['✕ Анна', 'Готово'])
  await rig.says('И')
  expect(rig.texts().at(-1)).toBe('Кого позвать?')
  await rig.says('Иг')
  await rig.says('Ив')
  expect(rig.texts().at(-1)).toBe('Позваны: 3. Ещё?')
  await rig.says('Пётр')
  expect(rig.texts().at(-1)).toBe('Больше нельзя')
  await rig.presses('✕ Игорь')
  await rig.presses('Готово')
  await rig.says('Чтения')
  await rig.presses('Пропустить')
  expect(rig.texts().at(-1)).toBe('Чтения — Анна, Иван; —; 7')
  await rig.presses('Изменить')
  await rig.presses('Кого позвать?')
  expect(rig.texts().at(-1)).toBe('Позваны: 2. Ещё?')
  await rig.presses('✕ Анна')
  await rig.presses('✕ Иван')
  await rig.presses('Никого')
  expect(rig.texts().at(-1)).toBe('Чтения — —; —; 7')
})

test('a dialog that is given up says so in its own words, where it has some', async () => {
  const own = annotate
    .replace('light: true', 'light: true\ncancelled: given_up')
    .replace('texts:', 'texts:\n  given_up: { ru: Ничего не записал, en: Nothing noted }')
  await using rig = await openRig({ ...books(), dialogs: [shelf, own] })
  await rig.says('/shelf')
  await rig.presses('1')
  await rig.presses('Заметка')
  await rig.presses('✕ Отмена')
  expect(rig.texts()).toContain('Ничего не записал')
  expect(rig.texts().at(-1)).toBe('Книга «Дубровский», прочтений 0')
})

test('nobody is told twice of a card they closed, nor of one that lay too long', async () => {
  await using rig = await openRig(books())
  await rig.says('/shelf')
  const before = rig.texts().length
  await rig.waits(25 * 3_600_000)
  expect(rig.texts()).toHaveLength(before)
  expect(rig.last().message.rows).toEqual([])
})
