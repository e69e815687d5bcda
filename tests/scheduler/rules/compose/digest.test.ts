import { expect, test } from 'vitest'
import { textMax } from '../../../../src/scheduler/rules/compose/content.ts'
import { allDay, anna, annaId, at, defaults, igor, meeting, task } from '../people.ts'
import { composedAt, said, saidAt } from './said.ts'

const telemost = 'https://telemost.yandex.ru/j/12345678901234'
const asks = { ...defaults, skipEmpty: false }
const iso = (local: string) => new Date(at(local)).toISOString()

test('N1: the morning', () => {
  const text = saidAt('2026-11-24 08:00', {
    events: [
      meeting(2, '2026-11-24 15:00', '2026-11-24 16:00', { link: telemost }),
      meeting(1, '2026-11-24 10:00', '2026-11-24 10:30', { title: 'Планёрка отдела' }),
    ],
    tasks: [
      task(1, '2026-11-24 18:00', { title: 'Отчёт за октябрь' }),
      task(2, '2026-11-24 12:00', { title: 'Отправить договор' }),
      task(3, '2026-11-24 19:00', { title: 'Согласовать макет' }),
      task(4, '2026-11-22 18:00', { title: 'Счёт для «Вектора»' }),
    ],
  })
  expect(text).toBe(`☀️ Доброе утро, Анна. Вторник, 24~ноября.

Встречи — 2
10:00–10:30 Планёрка отдела
15:00–16:00 Показ клиенту · Телемост

Срок сегодня — 3~задачи
до~12:00 Отправить договор
до~18:00 Отчёт за октябрь
до~19:00 Согласовать макет

Срок прошёл — 1~задача
Счёт для «Вектора» — 2~дня назад
[Задачи] [Расписание]`)
})

test('N1 in English', () => {
  const text = saidAt('2026-11-24 08:00', {
    person: anna({ language: 'en' }),
    events: [meeting(2, '2026-11-24 15:00', '2026-11-24 16:00', { link: telemost, answer: 'none' })],
    tasks: [task(1, '2026-11-24 18:00'), task(2, '2026-11-23 18:00', { role: 'accomplice' })],
  })
  expect(text).toBe(`☀️ Good morning, Анна. Tuesday, 24~November.

Meetings — 1
15:00–16:00 Показ клиенту · Telemost · no answer

Due today — 1~task
by~18:00 Задача 1

Overdue — 1~task
Задача 2 (helping) — yesterday
[Tasks] [Schedule]`)
})

test('the headings of sections are bold, and nothing else is', () => {
  const [composed] = composedAt('2026-11-24 08:00', {
    events: [meeting(1, '2026-11-24 10:00', '2026-11-24 10:30', { title: '<b>Планёрка</b> & Co' })],
    tasks: [task(1, '2026-11-24 18:00')],
  })
  if (composed?.type !== 'message') throw new Error(composed?.type)
  const { text, spans } = composed.message
  const bold = spans.map(({ type, offset, length }) => `${type} ${text.slice(offset, offset + length)}`)
  expect(bold).toEqual(['bold Встречи — 1', 'bold Срок сегодня — 1\u00A0задача'])
  expect(text).toContain('<b>Планёрка</b> & Co')
})

test('an empty morning says nothing, unless the person asked for it', () => {
  expect(saidAt('2026-11-24 08:00')).toBe('empty')
  const asked = saidAt('2026-11-24 08:00', { person: anna({ settings: asks }) })
  expect(asked).toContain('☀️ Доброе утро, Анна. На сегодня встреч и задач со сроком нет. Хорошего дня.')
})

test('a person whose name is not known is greeted all the same', () => {
  const person = anna({ firstName: ' ', settings: asks })
  expect(saidAt('2026-11-24 08:00', { person })).toContain('☀️ Доброе утро. На сегодня')
  const tasks = [task(1, '2026-11-24 18:00')]
  expect(saidAt('2026-11-24 08:00', { person, tasks })).toContain('☀️ Доброе утро. Вторник, 24~ноября.')
})

test('a calendar that does not answer is named, and the tasks are told', () => {
  const text = saidAt('2026-11-24 08:00', { events: null, tasks: [task(1, '2026-11-24 18:00')] })
  expect(text).toContain('Календарь Битрикс24 сейчас не отвечает, встречи покажу позже: /schedule today.')
  expect(text).toContain('Срок сегодня')
})

test('with half of the portal silent and nothing in the other half it is not known whether the day is empty', () => {
  expect(saidAt('2026-11-24 08:00', { events: null })).toBe('unknown')
  expect(saidAt('2026-11-24 18:00', { tasks: null })).toBe('unknown')
})

test('all-day events stand first, running ones are told, declined and finished ones are not', () => {
  const text = saidAt('2026-11-24 08:00', {
    events: [
      meeting(1, '2026-11-24 10:00', '2026-11-24 11:00', { title: 'Планёрка' }),
      meeting(2, '2026-11-24 07:30', '2026-11-24 08:30', { title: 'Завтрак' }),
      meeting(3, '2026-11-24 12:00', '2026-11-24 13:00', { title: 'Обед', answer: 'no' }),
      meeting(4, '2026-11-24 07:00', '2026-11-24 07:30', { title: 'Зарядка' }),
      allDay(5, '2026-11-24', '2026-11-24', { title: 'День рождения Веры' }),
      meeting(6, '2026-11-24 12:00', '2026-11-24 13:00', { title: null }),
    ],
  })
  expect(text.split('\n').slice(2, 7)).toEqual([
    'Встречи — 4',
    'весь день День рождения Веры',
    '07:30–08:30 Завтрак',
    '10:00–11:00 Планёрка',
    '12:00–13:00 личное событие',
  ])
})

test('an all-day event of three days stands on each of them', () => {
  const events = [allDay(5, '2026-11-23', '2026-11-25', { title: 'Выставка' })]
  for (const date of ['2026-11-23', '2026-11-24', '2026-11-25']) {
    expect(saidAt(`${date} 08:00`, { events })).toContain('весь день Выставка')
  }
  expect(saidAt('2026-11-26 08:00', { events })).toBe('empty')
})

test('an event over midnight stands on its first day, and on the second while it runs; one that ends at midnight does not', () => {
  const early = { ...asks, morning: { enabled: true, atMinutes: 5 } }
  const person = anna({ settings: early })
  const night = [meeting(1, '2026-11-24 23:30', '2026-11-25 00:30', { title: 'Выпуск' })]
  expect(saidAt('2026-11-24 08:00', { events: night })).toContain('23:30–00:30 Выпуск')
  expect(saidAt('2026-11-25 00:05', { person, events: night })).toContain('до~00:30 Выпуск')
  const evening = [meeting(1, '2026-11-24 23:00', '2026-11-25 00:00', { title: 'Выпуск' })]
  expect(saidAt('2026-11-24 08:00', { events: evening })).toContain('23:00–00:00 Выпуск')
  expect(saidAt('2026-11-25 00:05', { person, events: evening })).toContain('На сегодня встреч')
})

test('a meeting of several days says when it begins, that it goes on, and when it ends', () => {
  const events = [meeting(1, '2026-11-24 15:00', '2026-11-27 12:00', { title: 'Сборы' })]
  const line = (date: string) => saidAt(`${date} 08:00`, { events }).split('\n')[3]
  expect(['2026-11-24', '2026-11-25', '2026-11-27'].map(line)).toEqual([
    'с~15:00 Сборы',
    'весь день Сборы',
    'до~12:00 Сборы',
  ])
})

test('an invitation without an answer is marked, and who only helps with a task too', () => {
  const text = saidAt('2026-11-24 08:00', {
    events: [meeting(1, '2026-11-24 10:00', '2026-11-24 11:00', { answer: 'none' })],
    tasks: [task(1, '2026-11-24 18:00', { role: 'accomplice' })],
  })
  expect(text).toContain('10:00–11:00 Показ клиенту · нет ответа')
  expect(text).toContain('до~18:00 Задача 1 (соисполнитель)')
})

test('overdue tasks stand oldest first, each with how long ago', () => {
  const text = saidAt('2026-11-24 08:00', {
    tasks: [
      task(1, '2026-11-24 07:00'),
      task(2, '2026-11-23 12:00'),
      task(3, '2026-11-19 12:00'),
      task(4, '2026-11-03 12:00'),
    ],
  })
  expect(text.split('\n').slice(2, 7)).toEqual([
    'Срок прошёл — 4~задачи',
    'Задача 4 — 21~день назад',
    'Задача 3 — 5~дней назад',
    'Задача 2 — вчера',
    'Задача 1 — сегодня в~07:00',
  ])
})

test('tasks put off, done, or only watched are not in the morning', () => {
  const tasks = [
    task(1, '2026-11-24 18:00', { status: 'deferred' }),
    task(2, '2026-11-24 18:00', { status: 'completed' }),
    task(3, '2026-11-24 18:00', { role: 'auditor' }),
    task(4, '2026-11-24 18:00', { role: 'creator' }),
    task(5, '2026-11-25 00:00'),
  ]
  const person = anna({ settings: { ...defaults, deadlines: { ...defaults.deadlines, dayBefore: false } } })
  expect(saidAt('2026-11-24 08:00', { tasks, person })).toBe('empty')
})

test('what waits for the person’s own acceptance has a section', () => {
  const tasks = [1, 2].map((id) =>
    task(id, '2026-11-20 18:00', { role: 'creator', status: 'awaiting_control' }),
  )
  expect(saidAt('2026-11-24 08:00', { tasks })).toContain(
    'Ждут вашей проверки — 2~задачи\nЗадача 1\nЗадача 2',
  )
})

test('tasks without a deadline are counted on Mondays only', () => {
  const undated = [3, 4, 5, 6, 7].map((id) => task(id, '2026-11-24 18:00', { deadline: null }))
  const others = [
    task(8, '2026-11-24 18:00', { deadline: null, role: 'accomplice' }),
    task(9, '2026-11-24 18:00', { deadline: null, status: 'deferred' }),
  ]
  const tasks = [task(1, '2026-11-24 18:00'), task(2, '2026-11-23 18:00'), ...undated, ...others]
  const told = (now: string) => saidAt(now, { tasks })
  expect(told('2026-11-23 08:00')).toContain('Ещё 5~задач без срока: /tasks my.')
  expect(told('2026-11-24 08:00')).not.toContain('без срока')
})

test('of a long section seven lines are shown, and how many more there are', () => {
  const tasks = Array.from({ length: 11 }, (_, index) => task(index + 1, '2026-11-24 18:00'))
  const lines = saidAt('2026-11-24 08:00', { tasks }).split('\n')
  expect(lines.filter((line) => line.startsWith('до~18:00'))).toHaveLength(7)
  expect(lines).toContain('и ещё~4')
})

test('long titles end with «…», and breaks of lines in them are spaces', () => {
  const title = `Очень\n\nдлинное название ${'ж'.repeat(100)}`
  const text = saidAt('2026-11-24 08:00', { tasks: [task(1, '2026-11-24 18:00', { title })] })
  const line = text.split('\n').find((one) => one.startsWith('до~18:00'))!
  expect(line.slice('до~18:00 '.length)).toHaveLength(80)
  expect(line).toMatch(/Очень длинное название ж+…$/)
})

test('the largest day there can be fits into one message', () => {
  const title = 'ш'.repeat(200)
  const many = Array.from({ length: 30 }, (_, index) => index + 1)
  const [composed] = composedAt('2026-11-24 08:00', {
    events: many.map((id) => meeting(id, '2026-11-24 10:00', '2026-11-24 11:00', { title, link: telemost })),
    tasks: many.flatMap((id) => [
      task(id, '2026-11-24 18:00', { title }),
      task(id + 100, '2026-11-20 18:00', { title }),
      task(id + 200, '2026-11-20 18:00', { title, role: 'creator', status: 'awaiting_control' }),
    ]),
  })
  if (composed?.type !== 'message') throw new Error(composed?.type)
  expect(composed.message.text.length).toBeLessThanOrEqual(textMax)
  expect(composed.message.text.match(/и ещё/g)).toHaveLength(4)
})

test('N2: the evening', () => {
  const closedAt = iso('2026-11-24 16:00')
  const text = saidAt('2026-11-24 18:00', {
    events: [
      meeting(1, '2026-11-25 11:00', '2026-11-25 12:00', { title: 'Созвон с подрядчиком', link: telemost }),
    ],
    tasks: [
      task(1, '2026-11-24 12:00', { title: 'Отправить договор', status: 'completed', closedAt }),
      task(2, '2026-11-24 18:00', { title: 'Отчёт за октябрь', status: 'awaiting_control', closedAt }),
      task(3, '2026-11-24 19:00', { title: 'Согласовать макет' }),
    ],
  })
  expect(text).toBe(`🌙 Итоги дня, вторник, 24~ноября.

Сделано — 2~задачи
Отправить договор
Отчёт за октябрь — на проверке

Осталось — 1~задача
Согласовать макет — до~19:00

Завтра — 1~встреча
11:00–12:00 Созвон с подрядчиком · Телемост
[Перенести оставшиеся] [Задачи]`)
})

test('with nothing left the evening says so, and offers nothing to move', () => {
  const text = saidAt('2026-11-24 18:00', {
    tasks: [task(1, '2026-11-24 12:00', { status: 'completed', closedAt: iso('2026-11-24 12:00') })],
  })
  expect(text).toContain('Все задачи на сегодня закрыты.')
  expect(text).not.toContain('Перенести')
})

test('an empty evening says nothing, even to who wants an empty morning', () => {
  expect(saidAt('2026-11-24 18:00', { person: anna({ settings: asks }) })).toBe('empty')
})

test('what somebody else closed of other people’s tasks, or was closed yesterday, is not the person’s day', () => {
  const closed = { status: 'completed' as const, closedAt: iso('2026-11-24 12:00') }
  const tasks = [
    task(1, null, { ...closed, role: 'creator', closedBy: igor.id }),
    task(2, null, { ...closed, closedAt: iso('2026-11-23 23:59') }),
  ]
  expect(saidAt('2026-11-24 18:00', { tasks })).toBe('empty')
  const own = [task(3, null, { ...closed, role: 'creator', closedBy: annaId, title: 'Приняла' })]
  expect(saidAt('2026-11-24 18:00', { tasks: own })).toContain('Сделано — 1~задача\nПриняла')
})

test('what is left and past its deadline says when that was', () => {
  const tasks = [task(1, '2026-11-24 10:00'), task(2, '2026-11-23 10:00'), task(3, '2026-11-24 20:00')]
  expect(saidAt('2026-11-24 18:00', { tasks })).toContain(`Осталось — 3~задачи
Задача 2 — срок был вчера
Задача 1 — срок был сегодня в~10:00
Задача 3 — до~20:00`)
})

test('«Перенести оставшиеся» leaves out tasks the person only helps with', () => {
  const tasks = [task(1, '2026-11-24 20:00', { role: 'accomplice' })]
  const text = saidAt('2026-11-24 18:00', { tasks })
  expect(text).toContain('Задача 1 (соисполнитель) — до~20:00')
  expect(text).not.toContain('Перенести')
})

test('«Перенести оставшиеся» names the tasks that are left', () => {
  const [composed] = composedAt('2026-11-24 18:00', {
    tasks: [task(1, '2026-11-24 12:00'), task(2, '2026-11-24 20:00'), task(3, '2026-11-26 12:00')],
  })
  if (composed?.type !== 'message') throw new Error(composed?.type)
  expect(composed.message.rows[0]![0]!.act).toEqual({ type: 'move_rest', tasks: [1, 2] })
})

test('the deadlines of tomorrow that fall to the evening are a section of it', () => {
  const text = saidAt('2026-11-24 18:00', {
    already: new Set([`dl1:15:2:${at('2026-11-25 12:00') / 60_000}`]),
    tasks: [task(1, '2026-11-25 20:00', { title: 'Отчёт' }), task(2, '2026-11-25 12:00', { title: 'Смета' })],
  })
  expect(text).toContain('Завтра срок — 1~задача\nОтчёт — до~20:00')
  expect(text).not.toContain('Смета')
})

test('on Friday evening: Saturday’s events, then Monday’s, and Monday’s deadlines under their date', () => {
  const text = saidAt('2026-11-27 18:00', {
    events: [
      meeting(1, '2026-11-30 10:00', '2026-11-30 11:00', { title: 'Планёрка' }),
      meeting(2, '2026-11-28 12:00', '2026-11-28 13:00', { title: 'Субботник' }),
      meeting(3, '2026-12-01 12:00', '2026-12-01 13:00', { title: 'Далеко' }),
    ],
    tasks: [task(1, '2026-11-30 12:00', { title: 'Договор' })],
  })
  expect(text).toBe(`🌙 Итоги дня, пятница, 27~ноября.

В понедельник, 30~ноября, срок — 1~задача
Договор — до~12:00

Завтра — 1~встреча
12:00–13:00 Субботник

В понедельник, 30~ноября — 1~встреча
10:00–11:00 Планёрка
[Задачи]`)
})

test('over the holidays the evening looks ahead to the first work day', () => {
  const days = ['2026-12-31', ...[1, 2, 3, 4, 5, 6, 7, 8].map((day) => `2027-01-0${day}`)]
  const overrides = new Map(days.map((date) => [date, 'off' as const]))
  const text = saidAt('2026-12-30 18:00', {
    calendar: { portal: null, overrides },
    events: [meeting(1, '2027-01-11 10:00', '2027-01-11 11:00', { title: 'Планёрка' })],
  })
  expect(text).toContain('В понедельник, 11~января 2027 — 1~встреча\n10:00–11:00 Планёрка')
})

test('a late digest tells what is true when it comes', () => {
  const tasks = [
    task(1, '2026-11-24 10:00', { title: 'Счёт' }),
    task(2, '2026-11-24 18:00', { title: 'Акт' }),
  ]
  const text = saidAt('2026-11-24 11:00', { tasks })
  expect(text).toContain('Срок сегодня — 1~задача\nдо~18:00 Акт')
  expect(text).toContain('Срок прошёл — 1~задача\nСчёт — сегодня в~10:00')
})

test('what a digest carries is said once', () => {
  const tasks = [task(1, '2026-11-24 18:00', { title: 'Акт' })]
  const composed = composedAt('2026-11-24 08:00', { tasks })
  expect(composed).toHaveLength(1)
  expect(said(composed[0]).match(/Акт/g)).toHaveLength(1)
})
