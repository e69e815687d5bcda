/** What the calendar says no with: the code is always empty, the sentence in the portal's language (docs). */
import type { Portal } from '../portal.ts'
import { Refusal } from '../refusal.ts'

const sentences = {
  denied: ['Доступ запрещен', 'Access denied'],
  section: [
    'Указан неверный идентификатор раздела календаря, или у пользователя нет доступа к нему',
    'You specified an invalid calendar section ID or the user does not have access to it',
  ],
  crmFields: [
    'Список привязок события к CRM должен быть массивом',
    'The list of event links to CRM must be an array',
  ],
  recurrenceMode: [
    'Указан неверный тип редактирования повторяющегося события',
    'An invalid editing type for the recurring event is specified',
  ],
  create: ['При создании события произошла ошибка', 'An error occurred while creating the event'],
  change: ['При изменении события произошла ошибка', 'An error occurred while changing the event'],
  noId: ['Не указан идентификатор события', 'Event id not specified'],
  remove: ['При удалении события произошла ошибка', 'An error occurred while deleting the event'],
  status: ['При получении статуса произошла ошибка', 'An error occurred while retrieving the status'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>

export type Reason = keyof typeof sentences

export function sentence(portal: Portal, reason: Reason): string {
  return sentences[reason][portal.modes.language === 'ru' ? 0 : 1]
}

export function refuse(portal: Portal, reason: Reason): Refusal {
  return new Refusal(400, '', sentence(portal, reason))
}

export function missing(portal: Portal, name: string, method: string): Refusal {
  const text =
    portal.modes.language === 'ru'
      ? `Не задан обязательный параметр "${name}" для метода "${method}"`
      : `The required parameter "${name}" for the method "${method}" is not set`
  return new Refusal(400, '', text)
}

export function invalid(portal: Portal, name: string): Refusal {
  const text =
    portal.modes.language === 'ru'
      ? `Неверное значение параметра "${name}"`
      : `Invalid value for the parameter "${name}"`
  return new Refusal(400, '', text)
}
