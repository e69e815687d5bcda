/** Calendars of «Ромашка» for the first days: every kind of event a week has, and the traps. */
import { dayOf, plusDays, wallAt, weekdayOf } from './calendar/wall.ts'
import type { NewEvent } from './rows.ts'

const gromov = 2
const belova = 7
const lebedev = 9
const orlova = 11
const petrova = 15
const sokolova = 16
const volkov = 19
const volkova = 20
const kim = 27
const ivanov = 31

const standUpRoom = 'https://telemost.yandex.ru/j/48120573916204'
const demoRoom = 'https://telemost.yandex.ru/j/73304418295561'

/** `nowMs` is the sandbox clock at start: today's demo is at 15:00 of that day in `zone`. */
export function romashkaEvents(nowMs: number, zone: string): readonly NewEvent[] {
  const today = dayOf(wallAt(nowMs, zone))
  const at = (days: number, clock: string): string => `${plusDays(today, days)}T${clock}:00`
  return [
    standUp(today),
    ...thisWeek(at),
    {
      ownerId: sokolova,
      name: 'Отпуск',
      from: at(2, '00:00'),
      to: at(4, '00:00'),
      allDay: true,
      accessibility: 'absent',
    },
    {
      ownerId: volkov,
      name: 'Замеры на объекте',
      location: 'Екатеринбург, ул. Малышева, 51',
      from: at(1, '09:00'),
      to: at(1, '11:00'),
      zoneFrom: 'Asia/Yekaterinburg',
      zoneTo: 'Asia/Yekaterinburg',
      attendees: [kim],
    },
    {
      ownerId: gromov,
      name: 'Отчёт руководителей',
      from: `${today.slice(0, 8)}05T16:00:00`,
      to: `${today.slice(0, 8)}05T17:00:00`,
      rule: { frequency: 'MONTHLY', interval: 1, weekdays: [], until: null, count: 12 },
      attendees: [belova, lebedev, orlova],
      answers: { [belova]: 'Y', [lebedev]: 'Y' },
    },
  ]
}

/** Every working day since the Monday of last week, without end. */
function standUp(today: string): NewEvent {
  const monday = plusDays(today, -((weekdayOf(today) + 6) % 7) - 7)
  return {
    ownerId: belova,
    name: 'Планёрка отдела продаж',
    description: `Что сделали, что мешает, что дальше.\n\n[Телемост] ${standUpRoom}`,
    location: standUpRoom,
    from: `${monday}T10:00:00`,
    to: `${monday}T10:30:00`,
    rule: {
      frequency: 'WEEKLY',
      interval: 1,
      weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'],
      until: null,
      count: null,
    },
    attendees: [petrova, volkova, kim],
    answers: { [petrova]: 'Y', [volkova]: 'Y' },
    remind: [{ type: 'min', count: 5 }],
  }
}

/** What Анна Петрова has before her, from the days after `at(0, …)`, today. */
function thisWeek(at: (days: number, clock: string) => string): readonly NewEvent[] {
  return [
    {
      ownerId: petrova,
      name: 'Показ для ООО «Вектор»',
      description: `Показываем новый раздел отчётов и согласуем сроки.\n\n[Телемост] ${demoRoom}`,
      location: demoRoom,
      from: at(0, '15:00'),
      to: at(0, '16:00'),
      importance: 'high',
      attendees: [belova, ivanov],
      answers: { [belova]: 'Y' },
      remind: [{ type: 'min', count: 15 }],
    },
    {
      ownerId: petrova,
      name: 'Время для звонков клиентам',
      from: at(0, '17:00'),
      to: at(0, '18:00'),
      accessibility: 'free',
    },
    {
      ownerId: gromov,
      name: 'День открытых дверей',
      location: 'Офис на Лесной, 2-й этаж',
      from: at(1, '00:00'),
      to: at(1, '00:00'),
      allDay: true,
      attendees: [belova, petrova],
      answers: { [belova]: 'Y', [petrova]: 'Y' },
    },
    {
      ownerId: ivanov,
      name: 'Согласование договора с «Вектором»',
      location: 'Переговорная «Ромашка»',
      from: at(1, '12:00'),
      to: at(1, '12:45'),
      attendees: [petrova, belova],
      answers: { [belova]: 'Y' },
    },
    { ownerId: petrova, name: 'Приём у врача', from: at(1, '18:30'), to: at(1, '19:30'), isPrivate: true },
    {
      ownerId: lebedev,
      name: 'Инструктаж по охране труда',
      from: at(2, '11:00'),
      to: at(2, '12:00'),
      attendees: [petrova, kim],
      answers: { [petrova]: 'N', [kim]: 'Y' },
    },
    {
      ownerId: petrova,
      name: 'Созвон с Владивостоком',
      from: at(2, '23:30'),
      to: at(3, '00:30'),
      remind: [{ type: 'hour', count: 1 }],
    },
    {
      ownerId: kim,
      name: 'Выезд на склад',
      from: at(3, '14:00'),
      to: at(3, '16:00'),
      accessibility: 'quest',
      attendees: [petrova],
    },
  ]
}
