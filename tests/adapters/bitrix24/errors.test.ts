import { expect, test } from 'vitest'

import { toCalendarFailure } from '../../../src/adapters/bitrix24/calendar-errors.ts'
import { toFailure } from '../../../src/adapters/bitrix24/errors.ts'
import type { CallResult } from '../../../src/adapters/bitrix24/result.ts'

type Failed = Exclude<CallResult<unknown>, { type: 'ok' }>

function failureOf(result: Failed, kind: 'read' | 'write' = 'write') {
  return toFailure('tasks.task.add', kind, result, 1000)
}

function refusal(text: string, code = 'ERROR_CORE', fields: readonly string[] = []): Failed {
  return { type: 'rejected', code, text, fields, status: 400 }
}

test.each([
  ['Не указано название задачи', 'rejected_title'],
  ['Название задачи не указано.', 'rejected_title'],
  ['Task title is not specified', 'rejected_title'],
  ['Task name is not specified.', 'rejected_title'],
  ['Не найден постановщик, указанный в поле «Постановщик».', 'denied'],
  ['Task creation is not allowed', 'denied'],
  ['Не указан исполнитель', 'rejected_assignee'],
  ['Ответственный не найден', 'rejected_assignee'],
  ['The responsible person was not found', 'rejected_assignee'],
  ['Assignee not specified', 'rejected_assignee'],
  ['Дата завершения раньше плановой даты начала: крайний срок неверен', 'rejected_deadline'],
  ['The planned end date is earlier than the planned start', 'rejected_deadline'],
  ['Доступ запрещен', 'denied'],
  ['Недостаточно прав для выполнения операции', 'denied'],
  ['Access denied', 'denied'],
  ['Action on the task is not allowed', 'denied'],
  ['Нет прав назначить исполнителя', 'denied'],
  ['Нельзя завершить задачу без результата', 'needs_result'],
  ['A task result is required to complete the task', 'needs_result'],
  ['Что-то ещё', 'rejected'],
  ['', 'rejected'],
])('the portal says «%s»: %s', (text, reason) => {
  expect(failureOf(refusal(text))).toMatchObject({ ok: false, reason })
})

test.each([
  ['Не заполнено обязательное поле «Проект»', 'Проект'],
  ['Не заполнено обязательное поле "Код заказа"', 'Код заказа'],
  ['Поле «Крайний срок согласования» обязательно для заполнения', 'Крайний срок согласования'],
  ['Required field "Cost centre" is empty', 'Cost centre'],
  ['The field "Cost centre" is required.', 'Cost centre'],
  ['Не заполнено обязательное поле Статья расходов.', 'Статья расходов'],
  [`Не указано название\nНе заполнено обязательное поле «${'я'.repeat(120)}»`, 'я'.repeat(80)],
])('the portal says «%s»: a required field, with its name', (text, field) => {
  expect(failureOf(refusal(text))).toMatchObject({ reason: 'required_field', data: { field } })
})

test('a Drive without room is for the administrator', () => {
  expect(failureOf(refusal('Could not save file', 'ERROR_COULD_NOT_SAVE_FILE'))).toMatchObject({
    reason: 'config',
    trouble: { kind: 'portal_drive' },
  })
})

test.each([
  ['calendar.event.add', 'Доступ запрещен', '', { kind: 'portal_owner', at: 'calendar.event.add' }],
  ['calendar.event.get', '', 'INVALID_CREDENTIALS', { kind: 'portal_owner', at: 'calendar.event.get' }],
  // Of an event nobody may see the portal says the same.
  ['calendar.event.getbyid', 'Access denied', '', undefined],
])('%s refused with «%s» %s: whose right is missing', (method, text, code, trouble) => {
  const failure = toCalendarFailure(method, 'write', refusal(text, code), 0)
  expect(failure.reason).toBe('denied')
  expect(failure.trouble).toEqual(trouble)
})

test('whoever gave up waiting says nothing of the portal', () => {
  const aborted = { type: 'uncertain', cause: 'aborted', settlesInMs: 5000 } as const
  expect(failureOf(aborted)).not.toHaveProperty('trouble')
})

test('a field that REST 3.0 names wins over the word «required» in its text', () => {
  const code = 'BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION'
  expect(failureOf(refusal('Required field "title" is empty', code, ['title']))).toMatchObject({
    reason: 'rejected_title',
  })
})

test.each([
  ['BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION', [], 'denied'],
  ['ERROR_TASK_CREATE_ACCESS_DENIED', [], 'denied'],
  ['INVALID_CREDENTIALS', [], 'denied'],
  ['BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION', ['responsibleId'], 'rejected_assignee'],
  ['BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION', ['title'], 'rejected_title'],
  ['BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION', ['deadline'], 'rejected_deadline'],
  ['BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION', ['ufCrmOrder'], 'required_field'],
])('code %s about %j is %s', (code, fields, reason) => {
  expect(failureOf(refusal('Ошибка', code, fields))).toMatchObject({ reason })
})

test.each([
  [
    { type: 'rateLimited', afterMs: 4000 },
    { reason: 'temporary', retryAfterMs: 4000 },
  ],
  [
    { type: 'blocked', untilMs: 61_000 },
    { reason: 'limited', retryAfterMs: 60_000 },
  ],
  [{ type: 'unreachable', cause: 'ECONNREFUSED' }, { reason: 'temporary' }],
  [{ type: 'config', kind: 'webhook', code: 'NO_AUTH_FOUND' }, { reason: 'config' }],
  [
    { type: 'uncertain', cause: 'timeout', settlesInMs: 7000 },
    { reason: 'uncertain', retryAfterMs: 7000 },
  ],
] as const)('%j is %j', (result, expected) => {
  expect(failureOf(result)).toMatchObject(expected)
})

test('a read whose answer was lost can simply be asked again', () => {
  expect(failureOf({ type: 'uncertain', cause: 'connection', settlesInMs: 5000 }, 'read')).toEqual({
    ok: false,
    reason: 'temporary',
    detail: 'tasks.task.add: no usable answer (connection)',
    trouble: { kind: 'portal_silent', at: 'tasks.task.add' },
  })
})

test('the detail for the log has the method and the code, never the text', () => {
  const { detail } = failureOf(refusal('Задача «Премия Игорю» не создана', 'ERROR_CORE'))
  expect(detail).toBe('tasks.task.add: 400 ERROR_CORE')
  expect(failureOf(refusal('', 'Премия Игорю')).detail).toBe('tasks.task.add: 400 OTHER')
  expect(failureOf(refusal('', '')).detail).toBe('tasks.task.add: 400 EMPTY')
})
