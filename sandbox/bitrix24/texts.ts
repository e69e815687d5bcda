/** Error texts of the portal in its two languages. Descriptions are for logs; clients must not branch on them. */
import type { Portal } from './portal.ts'

const texts = {
  titleMissing: ['Не указано название задачи.', 'Task name is not specified.'],
  responsibleMissing: ['Не указан исполнитель.', 'Responsible person is not specified.'],
  responsibleUnknown: [
    'Не найден исполнитель, указанный в поле «Исполнитель».',
    'Responsible person not found.',
  ],
  creatorUnknown: ['Не найден постановщик, указанный в поле «Постановщик».', 'Creator not found.'],
  statusWrong: ['Указан неверный статус задачи.', 'Incorrect task status.'],
  parentUnknown: ['Не найдена базовая задача.', 'Parent task not found.'],
  parentSelf: ['Задача не может быть базовой для самой себя.', 'A task cannot be its own parent.'],
  planWrong: [
    'Плановая дата завершения раньше даты начала.',
    'Planned end date is earlier than the start date.',
  ],
  fieldMandatory: ['Не заполнено обязательное поле', 'Required field is empty'],
  createDenied: ['Недостаточно прав для создания задачи', 'Task creation is not allowed'],
  actionDenied: ['Действие над задачей не разрешено', 'Action on the task is not allowed'],
  wrongTaskId: ['Неверный идентификатор задачи', 'wrong task id'],
  commentEmpty: ['Не указан текст комментария', 'Comment text is not specified'],
  commentDenied: [
    'Недостаточно прав для добавления комментария',
    'Insufficient permissions to add a comment',
  ],
  fileUnknown: ['Файл не найден.', 'File could not be found.'],
  rightsMissing: ['Недостаточно прав.', 'Insufficient permissions.'],
  accessDenied: ['Доступ запрещен', 'Access denied'],
  requestInvalid: ['Ошибка валидации объекта запроса', 'Error validating request object'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>

export type TextKey = keyof typeof texts

export function say(portal: Portal, key: TextKey): string {
  return texts[key][portal.modes.language === 'ru' ? 0 : 1]
}
