/** Settings that are values of their own: each throws `Wrong`, which never repeats the value. */
import type { Language } from '../ports/language.ts'
import type { Config, SignedChange } from './config.ts'
import { type Parse, Wrong } from './reader.ts'

export function authorLanguage(value: string): Language {
  const lower = value.toLowerCase()
  if (lower === 'ru' || lower === 'en') return lower
  throw new Wrong('одно из: ru, en', 'one of: ru, en')
}

const eventTokenLengthMin = 8

export function eventToken(value: string): string | null {
  if (value === '') return null
  if (!/^[\x21-\x7e]+$/.test(value) || value.length < eventTokenLengthMin)
    throw new Wrong(
      'нужен «код приложения» исходящего вебхука: латинские буквы и цифры без пробелов',
      'must be the application token of the outgoing webhook: Latin letters and digits without spaces',
    )
  return value
}

export function oauthToken(value: string): string | null {
  if (value === '') return null
  if (!/^[\x21-\x7e]+$/.test(value))
    throw new Wrong(
      'нужен сам токен OAuth, без слова «OAuth» и без пробелов',
      'must be the OAuth token itself, without the word «OAuth» and without spaces',
    )
  return value
}

export const dayMinutes = 24 * 60

export function clockTime(value: string): number {
  const found = /^(?<hours>[01]?\d|2[0-3]):(?<minutes>[0-5]\d)$/.exec(value)?.groups
  if (found === undefined) throw new Wrong('нужно время вида 08:00', 'must be a time like 08:00')
  return Number(found['hours']) * 60 + Number(found['minutes'])
}

export function zone(value: string): string {
  try {
    return new Intl.DateTimeFormat('ru', { timeZone: value }).resolvedOptions().timeZone && value
  } catch {
    throw new Wrong(
      'нет такого часового пояса; пример: Europe/Moscow',
      'there is no such time zone; an example: Europe/Moscow',
    )
  }
}

const secretBytesMin = 32

export function secret(value: string): string | null {
  if (value === '') return null
  if (Buffer.byteLength(value) < secretBytesMin)
    throw new Wrong(
      'слишком короткий: нужно не меньше 32 знаков, например из «openssl rand -hex 32»',
      'too short: at least 32 characters, for instance from «openssl rand -hex 32»',
    )
  return value
}

export function list(value: string): readonly string[] {
  const domains = value.split(/[\s,;]+/).filter((one) => one !== '')
  const bad = domains.some((one) => !/^@?[\p{L}\p{N}.-]+\.[\p{L}\p{N}-]+$/u.test(one))
  if (bad)
    throw new Wrong(
      'нужны домены через запятую: company.ru, company.com',
      'must be domains separated by commas: company.ru, company.com',
    )
  return domains.map((one) => one.replace(/^@/, '').toLowerCase())
}

const signable: readonly SignedChange[] = ['complete', 'assign', 'status']

export function signedChanges(value: string): readonly SignedChange[] {
  if (value.toLowerCase() === 'none') return []
  return value.split(/[\s,;]+/).map((word) => {
    const found = signable.find((one) => one === word.toLowerCase())
    if (found === undefined)
      throw new Wrong(
        'через запятую из: complete, assign, status; или none',
        'of complete, assign, status, separated by commas; or none',
      )
    return found
  })
}

export function logLevel(value: string): Config['logLevel'] {
  const level = value.toLowerCase()
  if (level === 'debug' || level === 'info' || level === 'error') return level
  if (level === 'warn' || level === 'warning') return 'warn'
  if (level === 'fatal' || level === 'critical') return 'fatal'
  throw new Wrong(
    'одно из: DEBUG, INFO, WARNING, ERROR, CRITICAL',
    'one of: DEBUG, INFO, WARNING, ERROR, CRITICAL',
  )
}

export function wholeBetween(min: number, max: number): Parse<number> {
  return (value) => {
    const number = Number(value)
    if (!Number.isInteger(number) || number < min || number > max)
      throw new Wrong(`целое число от ${min} до ${max}`, `a whole number from ${min} to ${max}`)
    return number
  }
}

export function only(allowed: string, ...otherwise: ConstructorParameters<typeof Wrong>): Parse<string> {
  return (value) => {
    if (value.toLowerCase() !== allowed) throw new Wrong(...otherwise)
    return value
  }
}

export function yesOrNo(value: string): boolean {
  const said = value.toLowerCase()
  if (said !== 'true' && said !== 'false') throw new Wrong('бывает true или false', 'is true or false')
  return said === 'true'
}

export function optionalText(value: string): string | null {
  return value === '' ? null : value
}

export function optionalId(value: string): number | null {
  if (value === '') return null
  const id = Number(value)
  if (!Number.isSafeInteger(id) || id <= 0)
    throw new Wrong(
      'нужен номер личного чата с ботом: целое положительное число',
      'must be the number of a private chat with the bot: a whole positive number',
    )
  return id
}
