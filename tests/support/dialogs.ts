/** Small dialogs for tests of the engine, and the way through them. */
import type { Json } from '../../src/ports/json.ts'
import type { Outcome } from '../../src/ports/outcome.ts'
import type { Rig, RigOptions } from './rig.ts'

export const ivanovs = [
  { id: 7, name: 'Иванов Пётр', position: 'Юрист' },
  { id: 8, name: 'Иванова Анна', position: '' },
]

export const orderDialog = `
dialog: order
version: 1
title: { ru: Заказ, en: Order }
start: { command: order, describe: { ru: Заказать, en: Order }, argument: what }
steps:
  - ask: what
    type: text
    length: [2, 40]
    label: what_label
    prompt: ask_what
    invalid: [bad_what, bad_what_again]
  - find: who
    type: person
    label: who_label
    service: people.search
    prompt: ask_who
    several: several
    none: nobody
    page: 3
    waiting: searching
    on_error:
      otherwise: { say: search_down, ask_again: who }
  - ask: packs
    type: number
    min: 1
    max: 100
    integer: true
    optional: true
    label: packs_label
    prompt: ask_packs
    invalid: bad_packs
  - ask: urgent
    type: choice
    options: [usual, urgently]
    default: usual
    label: urgent_label
    prompt: ask_urgent
    invalid: ask_urgent
  - review: card
    text: card
    edit: [what, who, packs, urgent]
    edit_prompt: change
    confirm: confirm
  - call: add
    service: orders.add
    with: { what: what, who: who.id, packs: packs, urgent: urgent }
    once: true
    timeout: 20s
    waiting: adding
    cancel: too_late
    on_error:
      temporary: { retry: 2, every: 2s, retrying: trying, say: failed, back_to: card }
      uncertain: { retry: 2, every: 5s, retrying: checking, say: failed, back_to: card }
      refused: { say: refused, ask_again: what }
      otherwise: { say: failed, back_to: card }
  - say: added
    buttons:
      - { label: open, open: add.url }
idle:
  - { after: 30m, say: nudge }
  - { after: 24h, end: expired }
texts:
  what_label: { ru: Товар, en: Goods }
  who_label: { ru: Кому, en: For whom }
  packs_label: { ru: Пачек, en: Packs }
  urgent_label: { ru: Срочность, en: Urgency }
  ask_what: { ru: "Что заказать?", en: "What to order?" }
  bad_what: { ru: "Название — от 2 до 40 букв.", en: "2 to 40 letters." }
  bad_what_again: { ru: "Напишите, что заказать, от 2 до 40 букв.", en: "Type what to order, 2 to 40 letters." }
  ask_who: { ru: "Кому?", en: "For whom?" }
  several:
    count: found
    ru: { one: "Нашёлся {found} человек.", few: "Нашлось {found} человека.", many: "Нашлось {found} человек.", other: "Нашлось {found} человека." }
    en: { one: "Found {found} person.", other: "Found {found} people." }
  nobody: { ru: "Никого нет по «{answer}».", en: "Nobody matches “{answer}”." }
  searching: { ru: "Ищу…", en: "Searching…" }
  search_down: { ru: "Поиск не работает, напишите ещё раз.", en: "Search is down, type again." }
  ask_packs: { ru: "Сколько пачек?", en: "How many packs?" }
  bad_packs: { ru: "Целое число от 1 до 100.", en: "A whole number from 1 to 100." }
  ask_urgent: { ru: "Срочно?", en: "Urgent?" }
  usual: { ru: Обычно, en: Usual }
  urgently: { ru: Срочно, en: Urgent }
  card: { ru: "Проверьте:\\n{what}\\nКому: {who}\\nПачек: {packs}\\nСрочно: {urgent}", en: "Check:\\n{what}\\nFor: {who}\\nPacks: {packs}\\nUrgent: {urgent}" }
  change: { ru: "Что изменить?", en: "What to change?" }
  confirm: { ru: Заказать, en: Order }
  adding: { ru: "Заказываю…", en: "Ordering…" }
  trying: { ru: "Склад молчит, пробую ещё.", en: "The store is silent, trying again." }
  checking: { ru: "Проверяю, не заказано ли уже.", en: "Checking whether it has been ordered." }
  too_late: { ru: "Уже заказываю.", en: "Already ordering." }
  failed: { ru: "Не вышло, можно повторить.", en: "That failed, try again." }
  refused: { ru: "Такого не продают. Что-нибудь другое?", en: "Not sold. Something else?" }
  added: { ru: "Заказано: {what}.", en: "Ordered: {what}." }
  open: { ru: Открыть, en: Open }
  nudge: { ru: "Заказ «{what|без названия}» не закончен.", en: "Your order is not finished." }
`

/** What a service that found this answers. */
export function ok(value: unknown): Outcome {
  return { ok: true, value: value as Json }
}

export function fails(reason: string): Outcome {
  return { ok: false, reason }
}

/** Services of {@link orderDialog} as they should be: one Иванов, and every order accepted. */
export function orderServices(more: RigOptions['services'] = {}): NonNullable<RigOptions['services']> {
  return {
    'people.search': () => ok([ivanovs[0]]),
    'orders.add': () => ok({ url: 'https://portal/1' }),
    ...more,
  }
}

/** Answers everything, up to the review. */
export async function fillOrder(rig: Rig): Promise<void> {
  await rig.says('/order Бумага')
  await rig.says('Иванов')
  await rig.says('3')
}

/** Asks for a one-time code that a service of the database checks within the turn, and then for one thing more. */
export const gateDialog = `
dialog: gate
version: 1
title: { ru: Пропуск, en: Pass }
start: { command: gate, describe: { ru: Пропуск, en: Pass } }
steps:
  - ask: pin
    type: code
    digits: 6
    prompt: ask_pin
    invalid: bad_pin
  - call: check
    service: gate.check
    with: { pin: pin }
    on_error:
      wrong: { say: wrong_pin, ask_again: pin }
      otherwise: { say: shut, end: failed }
  - ask: floor
    type: number
    prompt: ask_floor
    invalid: ask_floor
  - say: welcome
texts:
  ask_pin: { ru: "Какой код?", en: "Which code?" }
  bad_pin: { ru: "Шесть цифр.", en: "Six digits." }
  wrong_pin: { ru: "Код не подошёл.", en: "Wrong code." }
  shut: { ru: "Проходная закрыта.", en: "The gate is shut." }
  ask_floor: { ru: "На какой этаж?", en: "Which floor?" }
  welcome: { ru: "Проходите на {floor} этаж.", en: "Go to floor {floor}." }
`
