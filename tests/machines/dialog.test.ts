import { expect, test } from 'vitest'
import { anna, openRig } from '../support/rig.ts'
import { orderDialog, ivanovs } from '../support/dialogs.ts'

const found = (...people: unknown[]) => ({ ok: true as const, value: people as never })

test('a dialog asks its questions one by one and ends with the result in place of the card', async () => {
  await using rig = await openRig({
    dialogs: [orderDialog],
    services: {
      'people.search': () => found(ivanovs[0]),
      'orders.add': () => ({ ok: true, value: { url: 'https://portal/1' } }),
    },
  })
  await rig.says('/order')
  expect(rig.last().message.text).toBe('Что заказать?')
  await rig.says('Бумага')
  expect(rig.last().message.text).toBe('Кому?')
  await rig.says('Иванов')
  expect(rig.last().message.text).toBe('Сколько пачек?')
  await rig.says('3')
  expect(rig.last().message.text).toBe('Проверьте:\nБумага\nКому: Иванов Пётр\nПачек: 3\nСрочно: Обычно')
  const card = rig.last().messageId
  await rig.presses('Заказать')
  expect(rig.last()).toMatchObject({ messageId: card, message: { text: 'Заказано: Бумага.' } })
  expect(rig.last().message.rows.flat()).toMatchObject([
    { label: 'Открыть', act: { type: 'open', url: 'https://portal/1' } },
  ])
  expect(rig.calls.map((call) => [call.service, call.input])).toEqual([
    ['people.search', { query: 'Иванов' }],
    ['orders.add', { what: 'Бумага', who: 7, packs: 3, urgent: 'usual' }],
  ])
})

test('the card moves below what the person typed, and its old buttons go', async () => {
  await using rig = await openRig({ dialogs: [orderDialog] })
  await rig.says('/order')
  const first = rig.last()
  await rig.says('Б')
  expect(rig.messages()).toHaveLength(2)
  expect(first.message.rows).toEqual([])
  expect(rig.last().message.text).toBe('Название — от 2 до 40 букв.')
  await rig.says('В')
  expect(rig.last().message.text).toBe('Напишите, что заказать, от 2 до 40 букв.')
})

test('several found are offered as buttons, a page at a time, and typing again searches anew', async () => {
  const many = Array.from({ length: 5 }, (_, at) => ({ id: at + 1, name: `Иванов ${at + 1}`, position: '' }))
  await using rig = await openRig({
    dialogs: [orderDialog],
    services: { 'people.search': ({ input }) => (input['query'] === 'Никого' ? found() : found(...many)) },
  })
  await rig.says('/order Бумага')
  await rig.says('Иванов')
  expect(rig.last().message.text).toBe('Нашлось 5 человек.')
  expect(rig.last().message.rows.map((row) => row.map((one) => one.label))).toEqual([
    ['Иванов 1'],
    ['Иванов 2'],
    ['Иванов 3'],
    [' ', '1/2', '›'],
    ['← Назад', '✕ Отмена'],
  ])
  await rig.presses('›')
  expect(rig.last().message.rows[0]?.[0]?.label).toBe('Иванов 4')
  await rig.says('Никого')
  expect(rig.last().message.text).toBe('Никого нет по «Никого».')
  await rig.says('Иванов')
  await rig.presses('Иванов 2')
  expect(rig.last().message.text).toBe('Сколько пачек?')
})

test('«Назад» returns to the previous question and «Отмена» ends it from anywhere', async () => {
  await using rig = await openRig({
    dialogs: [orderDialog],
    services: { 'people.search': () => found(ivanovs[0]) },
  })
  await rig.says('/order Бумага')
  await rig.presses('← Назад')
  expect(rig.last().message.text).toBe('Что заказать?')
  await rig.says('Ручки')
  await rig.presses('✕ Отмена')
  expect(rig.last().message).toMatchObject({ text: 'Отменил. Ничего не создано.', rows: [] })
  await rig.says('/cancel')
  expect(rig.last().message.text).toContain('отменять нечего')
})

test('any answer can be changed from the review, and «Назад» there keeps what it was', async () => {
  await using rig = await openRig({
    dialogs: [orderDialog],
    services: { 'people.search': () => found(ivanovs[0]) },
  })
  await rig.says('/order Бумага')
  await rig.says('Иванов')
  await rig.presses('Пропустить')
  await rig.presses('Изменить')
  expect(rig.last().message.text).toBe('Что изменить?')
  await rig.presses('Товар')
  await rig.presses('← Назад')
  expect(rig.last().message.text).toContain('Бумага')
  await rig.presses('Изменить')
  await rig.presses('Срочность')
  await rig.presses('Срочно')
  expect(rig.last().message.text).toBe('Проверьте:\nБумага\nКому: Иванов Пётр\nПачек: —\nСрочно: Срочно')
})

test('a press on an old card says so and shows the present one; a double tap says nothing', async () => {
  await using rig = await openRig({
    dialogs: [orderDialog],
    services: { 'people.search': () => found(...ivanovs) },
  })
  await rig.says('/order Бумага')
  await rig.says('Иванов')
  const data = rig.pressData('Иванов Пётр · Юрист')
  const press = (what: string) => rig.does({ type: 'press', pressId: 'p', data: what, messageId: 1 })
  expect((await press(data)).note).toBeNull()
  expect((await press(data)).note).toBeNull()
  expect(rig.last().message.text).toBe('Сколько пачек?')
  rig.clock.advance(10_000)
  expect((await press(data)).note).toBe('Экран устарел, вот свежий.')
  expect((await press('AAAAAAAAAAAAAA.1.0')).note).toBe('Кнопка устарела.')
  expect((await press('nonsense')).note).toBe('Кнопка устарела.')
})

test('a button of another person’s card does nothing', async () => {
  await using rig = await openRig({
    dialogs: [orderDialog],
    services: { 'people.search': () => found(...ivanovs) },
  })
  await rig.says('/order Бумага')
  const stolen = rig.pressData('← Назад')
  const boris = (anna + 1) as typeof anna
  const taken = await rig.does({ type: 'press', pressId: 'p', data: stolen, messageId: 1 }, boris)
  expect(taken.note).toBe('Кнопка устарела.')
  expect(rig.last().message.text).toBe('Кому?')
})

test('a service that is down is asked again with growing pauses, then the person is told, and nothing is lost', async () => {
  let down = 10
  await using rig = await openRig({
    dialogs: [orderDialog],
    services: {
      'people.search': () => found(ivanovs[0]),
      'orders.add': () =>
        down-- > 0 ? { ok: false, reason: 'temporary' } : { ok: true, value: { url: 'https://portal/2' } },
    },
  })
  await rig.says('/order Бумага')
  await rig.says('Иванов')
  await rig.says('2')
  await rig.presses('Заказать')
  expect(rig.last().message.text).toBe('Склад молчит, пробую ещё.')
  await rig.waits(2_000)
  await rig.waits(4_000)
  expect(rig.last().message.text).toMatch(/^Не вышло, можно повторить\./)
  expect(rig.calls.filter((call) => call.service === 'orders.add')).toHaveLength(3)
  expect(
    new Set(rig.calls.filter((call) => call.service === 'orders.add').map((call) => call.operation)).size,
  ).toBe(1)
  down = 0
  await rig.presses('Заказать')
  expect(rig.last().message.text).toBe('Заказано: Бумага.')
})

test('a call that may have been done cannot be cancelled, and is repeated as the same operation', async () => {
  const outcomes = [
    { ok: false as const, reason: 'uncertain' },
    { ok: true as const, value: { url: 'https://portal/3' } },
  ]
  await using rig = await openRig({
    dialogs: [orderDialog],
    services: {
      'people.search': () => found(ivanovs[0]),
      'orders.add': () => outcomes.shift() ?? { ok: false, reason: 'broken' },
    },
  })
  await rig.says('/order Бумага')
  await rig.says('Иванов')
  await rig.says('2')
  await rig.presses('Заказать')
  expect(rig.last().message.text).toBe('Проверяю, не заказано ли уже.')
  await rig.says('/cancel')
  expect(rig.last().message.text).toBe('Уже заказываю.')
  await rig.waits(5_000)
  expect(rig.last().message.text).toBe('Заказано: Бумага.')
  const orders = rig.calls.filter((call) => call.service === 'orders.add')
  expect(orders.map((call) => call.repeated)).toEqual([false, true])
  expect(new Set(orders.map((call) => call.operation)).size).toBe(1)
})

test('a condition sees the default of a question that is never asked, and its change on the review', async () => {
  const withReason = orderDialog
    .replace(
      '  - review: card',
      '  - ask: reason\n    type: text\n    when: { urgent: urgently }\n    label: reason_label\n    prompt: ask_reason\n    invalid: ask_reason\n  - ask: shelf\n    type: text\n    when: { urgent: usual }\n    label: reason_label\n    prompt: ask_shelf\n    invalid: ask_shelf\n  - review: card',
    )
    .concat(
      '  reason_label: { ru: Почему, en: Why }\n  ask_reason: { ru: "Почему срочно?", en: "Why urgent?" }\n  ask_shelf: { ru: "Куда положить?", en: "Where to?" }\n',
    )
  await using rig = await openRig({
    dialogs: [withReason],
    services: { 'people.search': () => found(ivanovs[0]) },
  })
  await rig.says('/order Бумага')
  await rig.says('Иванов')
  await rig.says('2')
  expect(rig.last().message.text).toBe('Куда положить?')
  await rig.says('на полку')
  await rig.presses('Изменить')
  await rig.presses('Срочность')
  await rig.presses('Срочно')
  expect(rig.last().message.text).toBe('Почему срочно?')
})
