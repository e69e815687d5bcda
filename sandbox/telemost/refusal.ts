import type { JsonObject } from '../../src/ports/json.ts'

/**
 * Telemost's "no": `{error, description, message, details}` (docs). Codes of 402, 403, 404 and the unknown co-host are
 * those of the docs; those of 400, 401 and a missing permission are inferred, for the docs name only the status.
 */
export class TelemostRefusal extends Error {
  override name = 'TelemostRefusal'
  readonly status: number
  readonly code: string
  readonly details: JsonObject

  constructor(status: number, code: string, description: string, details: JsonObject = {}) {
    super(description)
    this.status = status
    this.code = code
    this.details = details
  }
}

/** What a person would read, by code; clients must not branch on it. */
const messages: Readonly<Record<string, string>> = {
  ValidationError: 'Проверьте параметры запроса.',
  Unauthorized: 'Не авторизован.',
  Forbidden: 'Доступ запрещён. Возможно, у приложения недостаточно прав для данного действия.',
  PaymentRequiredToUseLiveStreams: 'Трансляции недоступны на вашем тарифе.',
  ApiRestrictedToOrganizations: 'API доступен только организациям.',
  ConferenceNotFound: 'Встреча не найдена.',
  NoSuchUserPrincipalsFound: 'Пользователи не найдены.',
}

export function refusalBody(refusal: TelemostRefusal): JsonObject {
  return {
    error: refusal.code,
    description: refusal.message,
    message: messages[refusal.code] ?? refusal.message,
    details: refusal.details,
  }
}
