import { expect, test } from 'vitest'
import type { CalendarEvent } from '../../../../src/ports/calendar.ts'
import { planChanges } from '../../../../src/scheduler/rules/changes.ts'
import { composeSnoozeMenu } from '../../../../src/scheduler/rules/compose/compose.ts'
import type { TaskFacts } from '../../../../src/scheduler/rules/notification.ts'
import { plan } from '../../../../src/scheduler/rules/plan.ts'
import { snooze } from '../../../../src/scheduler/rules/snooze.ts'
import { anna, at, facts, igor, meeting, noDigests, task, vera, words } from '../people.ts'
import { composedAt, saidAt, saidOf, shown } from './said.ts'

const person = anna({ settings: noDigests })
const english = anna({ settings: noDigests, language: 'en' })
const telemost = 'https://telemost.yandex.ru/j/12345678901234'

function guests(count: number): CalendarEvent['participants'] {
  const names = ['Анна Петрова', 'Пётр Орлов', 'Ольга Лис', 'Юрий Бойко', 'Яна Цой', 'Лев Тан', 'Мая Фет']
  return names
    .slice(0, count)
    .map((name, index) => ({ id: (100 + index) as typeof igor.id, name, answer: 'yes' as const }))
}

const show = meeting(501, '2026-11-24 15:00', '2026-11-24 16:00', {
  location: 'переговорная 2',
  link: telemost,
  participants: [
    { ...igor, answer: 'host' },
    { ...vera, answer: 'no' },
    { id: anna().employee, name: 'Анна', answer: 'yes' },
  ],
})

function events(now: string, list: readonly CalendarEvent[], who = person) {
  return saidAt(now, { person: who, events: list })
}

function tasks(now: string, list: readonly TaskFacts[], who = person) {
  return saidAt(now, { person: who, tasks: list })
}

test('N3: fifteen minutes before an event', () => {
  expect(events('2026-11-24 14:45', [show])).toBe(`⏰ Через 15~минут — «Показ клиенту»
15:00–16:00, переговорная 2
Участники: Игорь Ким
[Войти в Телемост] [Напомнить за 5~минут]`)
})

test('N3 in English', () => {
  expect(events('2026-11-24 14:45', [show], english)).toBe(`⏰ In 15~minutes — “Показ клиенту”
15:00–16:00, переговорная 2
With: Игорь Ким
[Join in Telemost] [Remind me 5~minutes before]`)
})

test('five people are named, and how many more come', () => {
  expect(events('2026-11-24 14:45', [{ ...show, participants: guests(7) }])).toContain(
    'Участники: Анна Петрова, Пётр Орлов, Ольга Лис, Юрий Бойко, Яна Цой и ещё~2',
  )
})

test('an hour before an important event', () => {
  const important = { ...show, important: true }
  expect(events('2026-11-24 14:00', [important])).toContain(
    '⏰ Через час — важная встреча «Показ клиенту»\n15:00–16:00',
  )
  expect(events('2026-11-24 14:23', [important])).toContain(
    '⏰ Через 37~минут — важная встреча «Показ клиенту»',
  )
})

test.each([
  ['2026-11-24 14:56', '⏰ Через 4~минуты — «Показ клиенту»'],
  ['2026-11-24 14:59', '⏰ Через 1~минуту — «Показ клиенту»'],
  ['2026-11-24 15:00', '⏰ Сейчас — «Показ клиенту»'],
  ['2026-11-24 15:03', '⏰ «Показ клиенту» уже началась, в~15:00.'],
])('discovered or sent late, at %s, it says the true number', (now, line) => {
  expect(events(now, [show]).split('\n')[0]).toBe(line)
})

test('with less than five minutes left there is nothing to put off', () => {
  expect(events('2026-11-24 14:56', [show])).not.toContain('Напомнить')
})

test('who has not answered is told where to', () => {
  expect(events('2026-11-24 14:45', [{ ...show, answer: 'none' }])).toContain(
    'Вы ещё не ответили на приглашение — это можно сделать в Битрикс24.',
  )
})

test('of a hidden event only the time is told', () => {
  const hidden = { ...show, title: null, private: true, location: '', link: null, participants: [] }
  expect(events('2026-11-24 14:45', [hidden])).toBe(
    '⏰ Через 15~минут — личное событие. 15:00–16:00. Название скрыто настройками приватности Битрикс24.\n[Напомнить за 5~минут]',
  )
  expect(events('2026-11-24 15:02', [hidden])).toContain('⏰ Личное событие уже началось, в~15:00.')
})

test('a link in the place of an event is a button, not text', () => {
  expect(events('2026-11-24 14:45', [{ ...show, location: telemost }])).toContain('\n15:00–16:00\n')
})

test('an event of tomorrow says so', () => {
  const settings = { ...noDigests, events: { enabled: true, leadMinutes: 150, importantLeadMinutes: null } }
  const late = meeting(1, '2026-11-25 00:30', '2026-11-25 01:00')
  expect(events('2026-11-24 22:00', [late], anna({ settings }))).toContain(
    '⏰ Через 2~часа 30~минут — «Показ клиенту»\nзавтра, 00:30–01:00',
  )
})

test('two events at one start are one message with a button for each call', () => {
  const other = meeting(502, '2026-11-24 15:00', '2026-11-24 15:30', { title: 'Планёрка', link: telemost })
  expect(events('2026-11-24 14:45', [{ ...show, location: '' }, other])).toBe(`⏰ Через 15~минут — 2~события

«Показ клиенту» — 15:00–16:00
«Планёрка» — 15:00–15:30
[Войти: Показ клиенту]
[Войти: Планёрка]
[Расписание]`)
})

test('when the portal is silent an event is told from what was stored', () => {
  const rows = plan(facts('2026-11-24 14:45', { person, events: [show] }))
  expect(saidOf(rows, '2026-11-24 14:45', { person, events: null, tasks: null }))
    .toBe(`⏰ Через 15~минут — «Показ клиенту»
15:00–16:00, переговорная 2
[Войти в Телемост] [Напомнить за 5~минут]`)
})

test('N4: a deadline tomorrow', () => {
  const report = task(8, '2026-11-25 14:00', {
    title: 'Отчёт за октябрь',
    creator: { ...igor, name: 'Анна Петрова' },
  })
  expect(tasks('2026-11-24 14:00', [report])).toBe(`📌 Завтра срок: «Отчёт за октябрь»
Срок — ср, 25~ноября, 14:00. Постановщик: Анна Петрова
[Готово] [Открыть]
[Напомнить завтра утром] [Напомнить позже]
[Перенести срок]`)
})

test('nobody is told that they set the task themselves', () => {
  const own = task(8, '2026-11-25 14:00', { creator: { id: person.employee, name: 'Анна' } })
  expect(tasks('2026-11-24 14:00', [own])).toContain('\nСрок — ср, 25~ноября, 14:00\n')
})

test('N4 for several tasks, and for a Monday', () => {
  const three = [1, 2, 3].map((id) => task(id, '2026-11-25 14:00'))
  expect(tasks('2026-11-24 14:00', three)).toBe(`📌 Завтра срок у 3~задач

до~14:00 Задача 1
до~14:00 Задача 2
до~14:00 Задача 3
[Задачи]`)
  expect(tasks('2026-11-27 18:00', [task(1, '2026-11-30 14:00')])).toContain(
    '📌 В понедельник, 30~ноября, срок: «Задача 1»',
  )
  const both = [task(1, '2026-11-30 14:00'), task(2, '2026-11-30 15:00')]
  expect(tasks('2026-11-27 18:00', both)).toContain('📌 В понедельник, 30~ноября, срок у 2~задач')
})

test('deadlines of different days in one message stand under their days', () => {
  const both = [task(1, '2026-11-28 20:00'), task(2, '2026-11-30 15:00')]
  expect(tasks('2026-11-27 18:00', both)).toContain(`📌 Сроки — 2~задачи

Завтра срок — 1~задача
до~20:00 Задача 1

В понедельник, 30~ноября, срок — 1~задача
до~15:00 Задача 2`)
})

test('N5: a deadline today, without the digest', () => {
  expect(tasks('2026-11-24 08:00', [task(8, '2026-11-24 14:00')]))
    .toBe(`📌 Сегодня срок: «Задача 8» — до~14:00.
[Готово] [Открыть]
[Напомнить завтра утром] [Напомнить позже]
[Перенести срок]`)
  const two = [task(1, '2026-11-24 14:00'), task(2, '2026-11-24 15:00')]
  expect(tasks('2026-11-24 08:00', two)).toContain('📌 Сегодня срок у 2~задач\n\nдо~14:00 Задача 1')
})

test('N6: a deadline that has passed', () => {
  expect(tasks('2026-11-24 18:00', [task(8, '2026-11-24 12:00')]))
    .toBe(`⚠️ Срок прошёл: «Задача 8» — сегодня в~12:00.
Если всё сделано, отметьте «Готово»; если нужно время — перенесите срок.
[Готово] [Открыть]
[Напомнить позже]
[Перенести срок]`)
  const two = [task(1, '2026-11-24 14:00'), task(2, '2026-11-24 15:00')]
  expect(tasks('2026-11-24 18:00', two)).toContain('⚠️ Срок прошёл у 2~задач\n\nЗадача 1 — сегодня в~14:00')
})

test('putting off and moving the deadline never stand in one row', () => {
  for (const deadline of ['2026-11-25 14:00', '2026-11-24 12:00']) {
    const now = deadline.startsWith('2026-11-25') ? '2026-11-24 14:00' : '2026-11-24 18:00'
    const [composed] = composedAt(now, { person, tasks: [task(8, deadline)] })
    if (composed?.type !== 'message') throw new Error(composed?.type)
    const kinds = composed.message.rows.map((row) => new Set(row.map(({ act }) => act.type)))
    expect(kinds.some((row) => row.has('deadline') && (row.has('snooze') || row.has('snooze_menu')))).toBe(
      false,
    )
    expect(kinds.some((row) => row.has('deadline'))).toBe(true)
  }
})

test('buttons name the task and the row they stand for', () => {
  const [composed] = composedAt('2026-11-24 14:00', { person, tasks: [task(8, '2026-11-25 14:00')] })
  if (composed?.type !== 'message') throw new Error(composed?.type)
  const key = `dl1:15:8:${at('2026-11-25 14:00') / 60_000}`
  expect(composed.message.rows.flat().map(({ act }) => act)).toEqual([
    { type: 'done', task: 8, key },
    { type: 'open', url: 'https://portal.example/tasks/8' },
    { type: 'snooze', key, choice: { type: 'tomorrow' } },
    { type: 'snooze_menu', key },
    { type: 'deadline', task: 8, key },
  ])
})

test('«Напомнить позже» offers ten minutes, an hour, tomorrow morning and a time of one’s own', () => {
  const [row] = plan(facts('2026-11-24 14:00', { person, tasks: [task(8, '2026-11-25 14:00')] }))
  const menu = composeSnoozeMenu(row!, { nowMs: at('2026-11-24 14:00'), person }, words)
  expect(menu.map((buttons) => buttons.map(({ label }) => shown(label)))).toEqual([
    ['Напомнить через 10~минут'],
    ['Напомнить через час'],
    ['Напомнить завтра утром'],
    ['Напомнить в другое время'],
  ])
})

test('a snoozed reminder says how things stand by then', () => {
  const [row] = plan(facts('2026-11-24 14:00', { person, tasks: [task(8, '2026-11-25 14:00')] }))
  const again = snooze({ type: 'tomorrow' }, row!, { nowMs: at('2026-11-24 14:00'), person })
  if (!again.ok) throw new Error(again.reason)
  const text = saidOf([again.notification], '2026-11-25 08:00', {
    person,
    tasks: [task(8, '2026-11-25 14:00')],
  })
  expect(text).toContain('📌 Сегодня срок: «Задача 8» — до~14:00.')
})

test('after the fifth time there is no «Напомнить» any more', () => {
  const [row] = plan(facts('2026-11-24 14:00', { person, tasks: [task(8, '2026-11-25 14:00')] }))
  const fifth = { ...row!, key: `snz:15:${row!.key}:5`, kind: 'snoozed' as const }
  const text = saidOf([fifth], '2026-11-24 15:00', { person, tasks: [task(8, '2026-11-25 14:00')] })
  expect(text).not.toContain('Напомнить')
  expect(text).toContain('[Перенести срок]')
})

test('a task that cannot be read any more leaves nothing to say, a silent portal leaves it open', () => {
  const rows = plan(facts('2026-11-24 14:00', { person, tasks: [task(8, '2026-11-25 14:00')] }))
  expect(saidOf(rows, '2026-11-24 14:00', { person, tasks: [] })).toBe('empty')
  expect(saidOf(rows, '2026-11-24 14:00', { person, tasks: null })).toBe('unknown')
})

function change(current: CalendarEvent | null, who = person) {
  const nowMs = at('2026-11-24 10:00')
  const mention = {
    event: 501,
    occurrence: null,
    title: 'Показ клиенту',
    startMs: at('2026-11-24 15:00'),
    endMs: at('2026-11-24 16:00'),
  }
  const found = [{ mention, current }]
  return planChanges({ nowMs, person: who, found, own: new Set(), already: new Set() })
}

test('N7: a meeting was moved', () => {
  const rows = change(meeting(501, '2026-11-25 11:00', '2026-11-25 12:00'))
  expect(saidOf(rows, '2026-11-24 10:00')).toBe(
    '📌 Встреча перенесена: «Показ клиенту». Было: сегодня, 15:00. Стало: завтра, 11:00–12:00.\n[Расписание]',
  )
})

test('N8: a meeting was cancelled', () => {
  expect(saidOf(change(null), '2026-11-24 10:00')).toBe(
    '📌 Встреча отменена: «Показ клиенту», сегодня, 15:00.\n[Расписание]',
  )
  expect(saidOf(change(null, english), '2026-11-24 10:00', { person: english })).toBe(
    '📌 Meeting cancelled: “Показ клиенту”, today, 15:00.\n[Schedule]',
  )
})

test('a message is silent only when all it carries is', () => {
  const [quiet] = composedAt('2026-11-24 06:15', {
    person,
    events: [meeting(1, '2026-11-24 06:30', '2026-11-24 07:00')],
  })
  expect(quiet).toMatchObject({ type: 'message', silent: true })
  const [loud] = composedAt('2026-11-24 14:45', { person, events: [show] })
  expect(loud).toMatchObject({ type: 'message', silent: false })
})

test('one message of silent and heard reminders is heard', () => {
  const list = [55, 56, 57].map((minutes) => meeting(minutes, `2026-11-28 11:${minutes}`, '2026-11-28 12:30'))
  const composed = composedAt('2026-11-28 11:54', {
    person,
    events: list,
    tasks: [task(8, '2026-11-28 14:00')],
  })
  expect(composed).toMatchObject([{ type: 'message', silent: false }])
})

test('a late digest among many late reminders gives the message its heading and its sections', () => {
  const list = [13, 14, 15].map((minutes) =>
    meeting(minutes, `2026-11-24 11:${minutes}`, '2026-11-24 12:00', { title: `Встреча ${minutes}` }),
  )
  const composed = composedAt('2026-11-24 11:12', { events: list, tasks: [task(8, '2026-11-24 14:00')] })
  if (composed[0]?.type !== 'message') throw new Error(composed[0]?.type)
  expect(composed).toHaveLength(1)
  expect(shown(composed[0].message.text)).toBe(`☀️ Доброе утро, Анна. Вторник, 24~ноября.

Сейчас и скоро — 3
11:13–12:00 Встреча 13 — через 1~минуту
11:14–12:00 Встреча 14 — через 2~минуты
11:15–12:00 Встреча 15 — через 3~минуты

Срок сегодня — 1~задача
до~14:00 Задача 8`)
})

test('many late reminders are one message: what starts soon, then deadlines', () => {
  const list = [13, 14, 15].map((minutes) =>
    meeting(minutes, `2026-11-24 14:${minutes}`, '2026-11-24 15:00', {
      title: `Встреча ${minutes}`,
      link: telemost,
    }),
  )
  const composed = composedAt('2026-11-24 14:14', {
    person,
    events: [meeting(11, '2026-11-24 14:11', '2026-11-24 15:00', { title: 'Идёт' }), ...list],
    tasks: [task(8, '2026-11-25 14:00')],
  })
  const combined = composed[0]!
  if (combined.type !== 'message') throw new Error(combined.type)
  expect(composed).toHaveLength(1)
  expect(shown(combined.message.text)).toBe(`📌 Несколько напоминаний сразу

Сейчас и скоро — 4
14:11–15:00 Идёт — началось
14:13–15:00 Встреча 13 — началось
14:14–15:00 Встреча 14 — сейчас
14:15–15:00 Встреча 15 — через 1~минуту

Завтра срок — 1~задача
до~14:00 Задача 8`)
})
