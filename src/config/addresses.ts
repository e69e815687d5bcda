/** Settings that say where something is, or open it: each throws `Wrong`, which never repeats the value. */
import { isDatabaseUrl, isRedisUrl, parseListenAddress, parseSecretUrl, type ListenAddress } from './url.ts'
import { Wrong } from './reader.ts'

export function botToken(value: string): string {
  if (!/^[1-9][0-9]{0,19}:[A-Za-z0-9_-]{20,60}$/.test(value))
    throw new Wrong(
      'не похоже на токен бота от @BotFather: «123456789:AA…»',
      'does not look like a bot token of @BotFather: «123456789:AA…»',
    )
  return value
}

const httpsOnly = 'must be an https:// address (http:// only for this same computer)'

export function urlWithoutSlash(value: string): string {
  const url = parseSecretUrl(value)
  if (url === null)
    throw new Wrong('нужен адрес https:// (http:// — только для этого же компьютера)', httpsOnly)
  return value.replace(/\/+$/, '')
}

export function mode(value: string): 'polling' | 'webhook' {
  const lower = value.toLowerCase()
  if (lower !== 'polling' && lower !== 'webhook')
    throw new Wrong(
      'одно из: polling (помощник спрашивает сам) или webhook (обновления приносит Telegram)',
      'one of: polling (the assistant asks by itself) or webhook (Telegram brings the updates)',
    )
  return lower
}

/** Bot API, `setWebhook`: "Ports currently supported for webhooks". */
const webhookPorts = new Set(['', '80', '88', '443', '8443'])

export function webhookUrl(value: string): string {
  const url = parseSecretUrl(value)
  if (url === null)
    throw new Wrong('нужен адрес https:// (http:// — только для этого же компьютера)', httpsOnly)
  if (url.hash !== '' || url.username !== '')
    throw new Wrong(
      'нужен адрес без «#» и без имени с паролем',
      'must be an address without «#», user and password',
    )
  if (url.protocol === 'https:' && !webhookPorts.has(url.port))
    throw new Wrong(
      'Telegram приносит обновления только на порты 443, 80, 88 и 8443',
      'Telegram brings updates only to ports 443, 80, 88 and 8443',
    )
  return value
}

const webhookSecretLengthMin = 16

export function webhookSecret(value: string): string {
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(value))
    throw new Wrong(
      'только латинские буквы, цифры, «_» и «-», не больше 256 знаков',
      'only Latin letters, digits, «_» and «-», at most 256 characters',
    )
  if (value.length < webhookSecretLengthMin)
    throw new Wrong(
      'слишком короткий: нужно не меньше 16 знаков, например из «openssl rand -hex 32»',
      'too short: at least 16 characters, for instance from «openssl rand -hex 32»',
    )
  return value
}

export function portalWebhook(value: string): string {
  const url = parseSecretUrl(value)
  if (url === null)
    throw new Wrong('нужен адрес https:// (http:// — только для этого же компьютера)', httpsOnly)
  if (!/^\/rest\/[1-9][0-9]*\/[^/]+\/?$/.test(url.pathname)) {
    throw new Wrong(
      'нужен входящий вебхук вида https://company.bitrix24.ru/rest/1/секрет/',
      'must be an incoming webhook like https://company.bitrix24.ru/rest/1/secret/',
    )
  }
  return value
}

export function listenAddress(value: string): ListenAddress | null {
  if (value === '') return null
  const address = parseListenAddress(value)
  if (address === null)
    throw new Wrong(
      'нужны адрес и порт, например 127.0.0.1:8443',
      'must be an address and a port, for instance 127.0.0.1:8443',
    )
  return address
}

export function database(value: string): string {
  if (!isDatabaseUrl(value))
    throw new Wrong(
      'нужен вид sqlite:./data/bot.db или postgres://имя:пароль@адрес/база',
      'must look like sqlite:./data/bot.db or postgres://user:password@host/database',
    )
  return value
}

export function redis(value: string): string | null {
  if (value === '') return null
  if (!isRedisUrl(value))
    throw new Wrong(
      'нужен вид rediss://имя:пароль@адрес:6379 (redis:// — только для этого же компьютера)',
      'must look like rediss://user:password@host:6379 (redis:// for this computer only)',
    )
  return value
}
