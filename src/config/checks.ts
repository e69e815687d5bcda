/** What two settings say of each other. */
import { parseSecretUrl } from './url.ts'
import type { Config } from './config.ts'
import type { ConfigProblem, Environment } from './reader.ts'

export function checkDomain(env: Environment, problems: ConfigProblem[]): void {
  const domain = env['BITRIX24_DOMAIN']?.trim()
  const url = parseSecretUrl(env['BITRIX24_WEBHOOK']?.trim() ?? '')
  if (domain === undefined || domain === '' || url === null) return
  const host = domain.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
  if (host !== url.host && host !== url.hostname) {
    problems.push({
      key: 'BITRIX24_DOMAIN',
      message: 'не совпадает с адресом в BITRIX24_WEBHOOK; исправьте один из них или уберите этот',
      english: 'is not the address in BITRIX24_WEBHOOK; correct one of them, or remove this one',
    })
  }
}

/** With a time missing there is nothing to compare. */
export function checkTimes(times: Config['notifications'], problems: ConfigProblem[]): void {
  if (times.eveningAtMinutes <= times.morningAtMinutes) {
    problems.push({
      key: 'NOTIFICATION_EVENING_TIME',
      message: 'должно быть позже, чем NOTIFICATION_MORNING_TIME',
      english: 'must be later than NOTIFICATION_MORNING_TIME',
    })
  }
}

/** With a mistake in either there is nothing to compare. */
export function checkListening(config: Config, problems: ConfigProblem[]): void {
  if (config.telegram.updates.type !== 'webhook' || config.listen !== null) return
  problems.push({
    key: 'HTTP_LISTEN',
    message: 'нужен для TELEGRAM_MODE=webhook: адрес и порт, например 127.0.0.1:8443',
    english: 'is needed for TELEGRAM_MODE=webhook: an address and a port, for instance 127.0.0.1:8443',
  })
}

/** Functions share nothing but the database: what a process makes up for itself, they have to be told. */
export function checkFunction(config: Config, problems: ConfigProblem[]): void {
  // A setting with a mistake is not there to be judged.
  const { databaseUrl, linkCodeSecret, tickSecret } = config as Partial<Config>
  const missing = {
    message: 'не задано, а функциям облака без него нельзя: не меньше 32 знаков',
    english: 'is not set, and cloud functions need it: at least 32 characters',
  }
  if (linkCodeSecret === null) problems.push({ key: 'LINK_CODE_SECRET', ...missing })
  if (tickSecret === null) problems.push({ key: 'TICK_SECRET', ...missing })
  if (databaseUrl?.startsWith('sqlite:') === true)
    problems.push({
      key: 'DATABASE_URL',
      message: 'функциям облака нужен PostgreSQL: postgres://…',
      english: 'cloud functions need PostgreSQL: postgres://…',
    })
}
