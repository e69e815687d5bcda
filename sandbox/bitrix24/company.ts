import { DateTime } from 'luxon'

import type { JsonObject } from '../../src/ports/json.ts'
import { romashkaEvents } from './romashka-calendar.ts'
import type { DepartmentRow, EmployeeRow, NewEmployee, NewEvent, NewTask } from './rows.ts'

/** What a portal starts with. */
export interface Company {
  readonly name: string
  /** Zone of the portal's server and default of its people. */
  readonly zone: string
  readonly departments: readonly DepartmentRow[]
  readonly employees: readonly EmployeeRow[]
  /** Tasks of the first day; `nowMs` is the sandbox clock at start. */
  tasks(nowMs: number): readonly NewTask[]
  /** Calendars of the first days; none when absent. */
  events?(nowMs: number): readonly NewEvent[]
  /** Keys of `calendar.settings.get` that are not the usual ones. */
  readonly calendarSettings?: JsonObject
}

/** Completes a row with what most people have: active, employee, Moscow, no department. */
export function employee(id: number, row: NewEmployee): EmployeeRow {
  return {
    active: true,
    secondName: '',
    gender: '',
    position: '',
    departmentIds: [],
    timeZone: 'Europe/Moscow',
    userType: 'employee',
    isAdmin: false,
    mobile: '',
    noticesOff: false,
    registeredOn: '2021-03-01',
    ...row,
    id,
  }
}

/**
 * ООО «Ромашка»: fourteen people at work, and the traps a real portal has — namesakes, a dismissed one, a partner in the
 * extranet, no time zone, another time zone, `_` in an address, one address for two, a bot, an e-mail user.
 */
export const romashka: Company = {
  name: 'ООО «Ромашка»',
  zone: 'Europe/Moscow',
  departments: [
    { id: 1, name: 'ООО «Ромашка»', sort: 100, parentId: null, headId: 2 },
    { id: 5, name: 'Отдел продаж', sort: 200, parentId: 1, headId: 7 },
    { id: 7, name: 'Производственно-технический отдел', sort: 300, parentId: 1, headId: 9 },
    { id: 9, name: 'Бухгалтерия', sort: 400, parentId: 1, headId: 11 },
    { id: 12, name: 'Отдел снабжения', sort: 500, parentId: 1, headId: 17 },
    { id: 14, name: 'Склад', sort: 600, parentId: 12, headId: null },
  ],
  employees: [
    person(1, 'Помощник', '', '', 'Технический администратор', [1], 'assistant', { isAdmin: true }),
    person(2, 'Виктор', 'Громов', 'Павлович', 'Генеральный директор', [1], 'viktor.gromov'),
    person(7, 'Ольга', 'Белова', 'Андреевна', 'Начальник отдела продаж', [5], 'olga.belova'),
    person(9, 'Сергей', 'Лебедев', 'Иванович', 'Начальник ПТО', [7], 'sergey.lebedev'),
    person(11, 'Татьяна', 'Орлова', 'Юрьевна', 'Главный бухгалтер', [9], 'tatyana.orlova', {
      timeZone: null,
    }),
    person(15, 'Анна', 'Петрова', 'Сергеевна', 'Менеджер по продажам', [5], 'anna.petrova'),
    person(16, 'Мария', 'Соколова', 'Олеговна', 'Бухгалтер', [9], 'maria.sokolova'),
    person(17, 'Мария', 'Соколова', 'Дмитриевна', 'Руководитель снабжения', [12], 'm.sokolova'),
    person(19, 'Александр', 'Волков', 'Ильич', 'Инженер', [7], 'alexander.volkov', {
      timeZone: 'Asia/Yekaterinburg',
    }),
    person(20, 'Александра', 'Волкова', 'Николаевна', 'Дизайнер', [5], 'alexandra.volkova'),
    person(23, 'Дмитрий', 'Жуков', 'Петрович', 'Менеджер по продажам', [5], 'dmitry.zhukov', {
      active: false,
    }),
    person(27, 'Игорь', 'Ким', 'Викторович', 'Инженер-сметчик', [7], 'igor.kim'),
    person(31, 'Пётр', 'Иванов', 'Алексеевич', 'Юрист', [1], 'petr.ivanov'),
    person(33, 'Олег', 'Котов', 'Романович', 'Водитель-экспедитор', [12], 'oleg_kotov'),
    person(35, 'Геннадий', 'Рябов', 'Фёдорович', 'Кладовщик', [14], 'sklad'),
    person(36, 'Лидия', 'Рябова', 'Семёновна', 'Кладовщик', [14], 'sklad'),
    employee(40, {
      name: 'Елена',
      lastName: 'Маркова',
      gender: 'F',
      email: 'e.markova@partner.example',
      position: 'Подрядчик',
      userType: 'extranet',
    }),
    employee(90, { name: 'Марта', lastName: '', email: '', position: 'Чат-бот', userType: 'bot' }),
    employee(91, { name: 'Николай', lastName: 'Клиентов', email: 'klient@mail.example', userType: 'email' }),
  ],
  tasks: firstTasks,
  events: (nowMs) => romashkaEvents(nowMs, romashka.zone),
}

function person(
  id: number,
  name: string,
  lastName: string,
  secondName: string,
  position: string,
  departmentIds: readonly number[],
  mailbox: string,
  more: Partial<EmployeeRow> = {},
): EmployeeRow {
  const email = `${mailbox}@romashka.example`
  const gender = secondName === '' ? '' : secondName.endsWith('на') ? 'F' : 'M'
  return employee(id, { name, lastName, secondName, position, departmentIds, email, gender, ...more })
}

function firstTasks(nowMs: number): readonly NewTask[] {
  const deadline = (days: number, hour: number) =>
    DateTime.fromMillis(nowMs, { zone: romashka.zone }).startOf('day').plus({ days, hours: hour }).toMillis()
  return [
    {
      title: 'Подготовить договор с ООО «Вектор»',
      description: 'Проект договора и спецификация',
      createdBy: 7,
      responsibleId: 15,
      auditors: [31],
      deadlineMs: deadline(0, 18),
      priority: 2,
    },
    {
      title: 'Обновить прайс-лист',
      createdBy: 7,
      responsibleId: 15,
      deadlineMs: deadline(-2, 18),
      status: 3,
    },
    {
      title: 'Смета на ремонт склада',
      createdBy: 15,
      responsibleId: 27,
      accomplices: [19],
      deadlineMs: deadline(-1, 12),
      allowChangeDeadline: true,
      status: 4,
      taskControl: true,
    },
    { title: 'Разобрать архив писем', createdBy: 15, responsibleId: 15, deadlineMs: null },
    {
      title: 'Сверка с поставщиками',
      createdBy: 11,
      responsibleId: 16,
      deadlineMs: deadline(3, 18),
      status: 6,
    },
    {
      title: 'Отчёт за квартал',
      createdBy: 2,
      responsibleId: 11,
      deadlineMs: deadline(1, 10),
      accomplices: [16],
    },
    {
      title: 'Купить бумагу для принтера',
      createdBy: 17,
      responsibleId: 33,
      deadlineMs: deadline(-5, 18),
      status: 5,
    },
  ]
}
