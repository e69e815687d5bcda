/** A sound dialog with every kind of step; the tests break it one piece at a time. */
import type { Known } from '../../src/machines/diagnose/draft.ts'

export const bookRoom = `dialog: book-room
version: 3
title: { ru: Переговорная, en: Meeting room }

start:
  command: room
  describe: { ru: Занять переговорную, en: Book a meeting room }
  argument: topic
  payload: invite
  button: { ru: Переговорная, en: Room }
  requires: { linked: link-account }

steps:
  - ask: topic
    type: text
    length: [3, 80]
    label: topic_label
    prompt: ask_topic
    invalid: bad_topic
  - ask: seats
    type: number
    min: 1
    max: 40
    integer: true
    label: seats_label
    prompt: ask_seats
    invalid: [bad_seats, bad_seats_again]
  - ask: day
    type: date_time
    future: true
    optional: true
    skip: any_day
    shortcuts: [today, tomorrow]
    label: day_label
    prompt: ask_day
    invalid: bad_day
    past: past_day
    unsure: which_day
  - ask: video
    type: yes_no
    prompt: ask_video
    invalid: bad_video
  - ask: screen
    type: choice
    options: [wall, table]
    default: wall
    when: { video: true }
    label: screen_label
    prompt: ask_screen
    invalid: bad_screen
  - find: host
    type: person
    label: host_label
    prompt: ask_host
    service: rooms.people
    several: pick_host
    none: no_host
    waiting: searching
    depends_on: [topic]
    on_error:
      temporary: { retry: 2, every: 1s, retrying: wait, say: down, ask_again: host }
      otherwise: { say: down, ask_again: host }
  - set: caption
    to: join
    with: { a: topic, b: { value: "!" } }
  - review: card
    text: card
    edit: [topic, seats, host]
    edit_prompt: what_to_change
    confirm: book
  - call: booking
    service: rooms.book
    with: { topic: topic, host: host.id }
    once: true
    waiting: wait
    on_error:
      taken: { say: taken, ask_again: day, buttons: [{ label: other_topic, again: topic }] }
      denied: { say: denied, end: failed }
      otherwise: { say: down, back_to: card }
  - say: booked
    when: { any: [{ screen: [wall, table] }, { seats: { above: 10 } }, { not: { day: empty } }] }
    buttons:
      - { label: open_room, open: booking.url }
      - { label: copy_code, copy: booking.code }
      - { label: one_more, start: book-room }

idle:
  - { after: 30m, say: nudge }
  - { after: 24h, end: expired }

texts:
  topic_label: { ru: Тема, en: Topic }
  seats_label: { ru: Места, en: Seats }
  day_label: { ru: День, en: Day }
  screen_label: { ru: Экран, en: Screen }
  host_label: { ru: Хозяин, en: Host }
  ask_topic: { ru: "Какая тема?", en: "What about?" }
  bad_topic: { ru: "От 3 до 80 знаков.", en: "3 to 80 characters." }
  ask_seats: { ru: "Сколько человек?", en: "How many people?" }
  bad_seats: { ru: "Нужно число.", en: "A number is needed." }
  bad_seats_again: { ru: "Число от 1 до 40.", en: "A number from 1 to 40." }
  ask_day: { ru: "Когда встреча «{topic}»?", en: "When is “{topic}”?" }
  any_day: { ru: Любой день, en: Any day }
  today: { ru: Сегодня, en: Today }
  tomorrow: { ru: Завтра, en: Tomorrow }
  bad_day: { ru: "Не понял «{answer}».", en: "I did not understand “{answer}”." }
  past_day: { ru: "Уже прошло: {refused.said}.", en: "That has passed: {refused.said}." }
  which_day: { ru: "Какой день?", en: "Which day?" }
  ask_video: { ru: "Нужна видеосвязь?", en: "Is video needed?" }
  bad_video: { ru: "Да или нет?", en: "Yes or no?" }
  ask_screen: { ru: "Какой экран?", en: "Which screen?" }
  bad_screen: { ru: "Нажмите кнопку.", en: "Press a button." }
  wall: { ru: На стене, en: On the wall }
  table: { ru: На столе, en: On the table }
  ask_host: { ru: "Кто хозяин встречи?", en: "Who is the host?" }
  pick_host:
    count: found
    ru: { one: "{found} человек", few: "{found} человека", many: "{found} человек", other: "{found} человека" }
    en: { one: "{found} person", other: "{found} people" }
  no_host: { ru: "Никого нет.", en: "Nobody." }
  searching: { ru: "Ищу…", en: "Searching…" }
  wait: { ru: "Минуту…", en: "One minute…" }
  down: { ru: "Не отвечает.", en: "No answer." }
  card: { ru: "<b>{caption}</b>, {day|в любой день} &amp; {host}", en: "<b>{caption}</b>, {day|any day} &amp; {host}" }
  what_to_change: { ru: "Что изменить?", en: "What shall we change?" }
  book: { ru: Занять, en: Book }
  taken: { ru: "Занято, ответил {error.room}.", en: "Taken, says {error.room}." }
  other_topic: { ru: Другая тема, en: Another topic }
  denied: { ru: "Нельзя, {me.name}.", en: "You may not, {me.name}." }
  booked: { ru: "Готово: {booking.room}", en: "Done: {booking.room}" }
  open_room: { ru: Открыть, en: Open }
  copy_code: { ru: Код двери, en: Door code }
  one_more: { ru: Ещё, en: One more }
  nudge: { ru: "Бронь «{topic|без темы}» не закончена.", en: "The booking “{topic|untitled}” is not finished." }
`

export const around: Known = {
  services: new Map([
    ['rooms.people', { reasons: ['temporary', 'denied'] }],
    ['rooms.book', { reasons: ['taken', 'denied', 'temporary'] }],
  ]),
  functions: new Set(['join', 'first']),
  dialogs: new Set(['link-account', 'book-room']),
  facts: new Set(['linked']),
}
