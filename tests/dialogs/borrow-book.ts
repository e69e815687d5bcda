/** A sound dialog that lists, offers, goes back and hands over; the tests break it one piece at a time. */
import type { Known } from '../../src/machines/diagnose/draft.ts'

export const borrowBook = `dialog: borrow-book
version: 1
title: { ru: Книги, en: Books }

start:
  command: books
  describe: { ru: Книги в библиотеке, en: Books in the library }
  argument: { words: [shelf, book] }
  message: { lines: [wish, remark] }
  file: picture
  given: [branch]

steps:
  - ask: shelf
    type: choice
    options: [all_books, new_books]
    default: all_books
    also: { new_books: new_words }
    label: shelf_label
    prompt: ask_shelf
    invalid: ask_shelf
  - list: book
    service: books.list
    with: { shelf: shelf, branch: branch }
    heading: heading
    line: line
    group: group
    none: no_books
    page: 5
    waiting: looking
    buttons:
      - { label: new_books, answer: { shelf: { value: new_books } }, when: { shelf: all_books } }
      - { label: ask_for_one, start: order-book, with: { title: shelf } }
    on_error:
      otherwise: { say: down, end: failed }
  - call: card
    service: books.get
    with: { id: book.id }
    waiting: looking
    on_error:
      otherwise: { say: down, ask_again: book }
  - menu: action
    depends_on: [card]
    text: card_text
    buttons:
      - { pick: take, when: { card.may: { has: take } } }
      - { pick: leave }
      - { label: review_it, run: review-book, with: { book: card }, redo: card }
      - { label: read_it, open: card.url }
      - { label: to_list, again: book }
  - return: left
    when: { action: leave }
    to: book
    notice: was_left
  - ask: pin
    type: code
    digits: 4
    depends_on: [action]
    prompt: ask_pin
    invalid: bad_pin
  - call: checked
    service: readers.check
    with: { pin: pin }
    on_error:
      wrong: { say: bad_pin, ask_again: pin }
      otherwise: { say: down, end: failed }
  - ask: back_at
    type: time
    offers: ["09:00", "18:00"]
    label: back_label
    prompt: ask_back
    invalid: bad_back
  - ask: wish
    type: text
    length: [1, 50]
    takes: [day, friends]
    label: wish_label
    prompt: ask_wish
    invalid: ask_wish
  - ask: day
    type: date_time
    range: true
    label: day_label
    prompt: ask_day
    invalid: ask_day
    unsure: ask_day
  - ask: remark
    type: text
    optional: true
    prompt: ask_remark
    invalid: ask_remark
  - find: friends
    type: person
    optional: true
    label: friends_label
    service: readers.search
    prompt: ask_friends
    multiple: { max: 3, more: more_friends, done: enough, full: too_many }
    several: which_friend
    none: nobody
    waiting: looking
    on_error:
      otherwise: { say: down, ask_again: friends }
  - review: sure
    text: sure
    edit: [back_at, day, friends]
    edit_prompt: what_to_change
    confirm: take
  - call: taken
    service: books.take
    with: { id: card.id, at: back_at, friends: friends, picture: picture }
    once: true
    waiting: taking
    on_error:
      gone: { say: gone, ask_again: book }
      otherwise: { say: down, back_to: sure }
  - say: done
    buttons:
      - { label: read_it, open: card.url }
      - { label: ask_for_one, start: order-book }

idle:
  - { after: 24h, end: expired }

cancelled: given_up

texts:
  all_books: { ru: Все, en: All }
  new_books: { ru: Новые, en: New }
  new_words: { ru: "новинки, свежие", en: "fresh, recent" }
  shelf_label: { ru: Полка, en: Shelf }
  ask_shelf: { ru: "Какие книги?", en: "Which books?" }
  heading: { ru: "{shown.from}–{shown.to} из {shown.total}", en: "{shown.from}–{shown.to} of {shown.total}" }
  line: { ru: "{number}. {item.title}{item.note|}", en: "{number}. {item.title}{item.note|}" }
  group: { ru: "{item.author}", en: "{item.author}" }
  no_books: { ru: "Ничего нет.", en: "Nothing." }
  looking: { ru: "Смотрю…", en: "Looking…" }
  ask_for_one: { ru: Заказать, en: Order one }
  down: { ru: "Не отвечает.", en: "No answer." }
  card_text:
    ru: |-
      <b>{card.title}</b>
      Выдана: {card.reader?}
      {card.state}
    en: |-
      <b>{card.title}</b>
      Lent to: {card.reader?}
      {card.state}
  state_free: { ru: свободна, en: free }
  state_lent: { ru: "выдана до {until}", en: "lent until {until}" }
  take: { ru: Взять, en: Take }
  leave: { ru: Не брать, en: Leave }
  review_it: { ru: Отзыв, en: Review }
  read_it: { ru: Читать, en: Read }
  to_list: { ru: К списку, en: To the list }
  was_left: { ru: "«{card.title}» остаётся на полке.", en: "“{card.title}” stays on the shelf." }
  ask_pin: { ru: "Код читателя?", en: "Your code?" }
  bad_pin: { ru: "Код — четыре цифры.", en: "Four digits." }
  ask_back: { ru: "Когда вернёте?", en: "When will it be back?" }
  bad_back: { ru: "Например, 9:30.", en: "For example 9:30." }
  back_label: { ru: Время, en: Time }
  ask_wish: { ru: "Зачем?", en: "What for?" }
  wish_label: { ru: Зачем, en: What for }
  ask_day: { ru: "На какие дни?", en: "For which days?" }
  day_label: { ru: Дни, en: Days }
  ask_remark: { ru: "Что-то ещё?", en: "Anything else?" }
  friends_label: { ru: С кем, en: With }
  ask_friends: { ru: "С кем?", en: "With whom?" }
  more_friends: { ru: "Уже {chosen}. Ещё?", en: "{chosen} so far. More?" }
  enough: { ru: Хватит, en: Enough }
  too_many: { ru: "Больше нельзя.", en: "No more." }
  which_friend: { ru: "Кто из них?", en: "Which of them?" }
  nobody: { ru: "Никого.", en: "Nobody." }
  sure: { ru: "Берём «{card.title}» на {day}? {friends?}", en: "Take “{card.title}” for {day}? {friends?}" }
  what_to_change: { ru: "Что изменить?", en: "What to change?" }
  taking: { ru: "Записываю…", en: "Noting…" }
  gone: { ru: "Её уже взяли.", en: "It is gone." }
  done: { ru: "Записал.", en: "Noted." }
  given_up: { ru: "Ничего не взяли.", en: "Nothing taken." }
`

export const library: Known = {
  services: new Map([
    ['books.list', { type: 'remote', reasons: [] }],
    ['books.get', { type: 'remote', reasons: [], says: { state_free: [], state_lent: ['until'] } }],
    ['books.take', { type: 'remote', reasons: ['gone'] }],
    ['readers.check', { type: 'local', reasons: ['wrong'] }],
    ['readers.search', { type: 'remote', reasons: [] }],
  ]),
  functions: new Set(['first', 'join']),
  dialogs: new Set(['order-book', 'review-book']),
  takes: new Map([
    ['order-book', new Set(['title', 'author'])],
    ['review-book', new Set(['book'])],
  ]),
  facts: new Set(),
}
