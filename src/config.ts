/** The environment, checked: every mistake is named at once, in Russian, and no value is ever repeated. */
import {
  isDatabaseUrl,
  isRedisUrl,
  parseListenAddress,
  parseSecretUrl,
  type ListenAddress,
} from './config-url.ts'
import type { Language } from './ports/language.ts'

export interface Config {
  readonly telegram: {
    readonly token: string
    readonly apiRoot: string
    /** Null without a proxy. */
    readonly proxyUrl: string | null
    /** How updates come: the assistant asks for them, or Telegram brings them to an address. */
    readonly updates:
      | { readonly type: 'polling' }
      | { readonly type: 'webhook'; readonly url: string; readonly secret: string }
  }
  readonly bitrix24: {
    /** The incoming webhook, with its secret. */
    readonly webhook: string
    readonly attempts: number
    readonly retryDelayMs: number
    /** How long what people are called may be remembered. */
    readonly cacheTtlMs: number
    /** What is signed with a comment in the employee's own name, as the portal's history names the webhook's owner. */
    readonly signed: readonly SignedChange[]
    /** What the portal's outgoing webhook proves itself with. Null: its events are not listened to. */
    readonly eventToken: string | null
  }
  readonly telemost: {
    /** Null: rooms for video calls are not made. */
    readonly token: string | null
    readonly apiRoot: string
  }
  /** Where to listen for Telegram's updates, the portal's events and questions about health; null: nowhere. */
  readonly listen: ListenAddress | null
  /** Who may ask for a look at the clock over HTTP; null: nobody. */
  readonly tickSecret: string | null
  /** For people who have chosen nothing else. Minutes after local midnight, and minutes before an event. */
  readonly notifications: {
    readonly morningAtMinutes: number
    readonly eveningAtMinutes: number
    readonly eventLeadMinutes: number
    /** In addition, for important events; null: not at all. */
    readonly importantLeadMinutes: number | null
  }
  /** `sqlite:<path>` or `postgres://…`, the latter with a password. */
  readonly databaseUrl: string
  /** `redis://` or `rediss://`, with a password: where processes share what they know. Null: in the database, or not at all. */
  readonly redisUrl: string | null
  /** Where the company keeps dialogs of its own. */
  readonly dialogsFolder: string | null
  /** The language of those who write dialogs: what the commands for them and saved files are told in. */
  readonly authorLanguage: Language
  /** Whether a saved dialog takes effect at once: for those who write them. */
  readonly watchDialogs: boolean
  /** IANA name. */
  readonly defaultZone: string
  /** Null: made anew at every start, so that codes sent before a restart stop working. */
  readonly linkCodeSecret: string | null
  /** Empty: any domain. */
  readonly linkDomains: readonly string[]
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'fatal'
  /** Null: standard output. */
  readonly logFile: string | null
  readonly alertChat: number | null
}

/** `status`: any change of status but finishing a task. */
export type SignedChange = 'complete' | 'assign' | 'status'

export interface ConfigProblem {
  readonly key: string
  /** In Russian. */
  readonly message: string
  readonly english: string
}

type Environment = Readonly<Record<string, string | undefined>>

interface ConfigReading {
  readonly config: Config | null
  readonly problems: readonly ConfigProblem[]
}

/** Reads the environment. Pure. The names of the variables are a contract with every tool that starts the assistant. */
export function readConfig(env: Environment): ConfigReading {
  return readAll(env, checkListening)
}

/** The same for functions of a cloud (edge.ts), which are woken up by requests and share nothing but the database. */
export function readFunctionConfig(env: Environment): ConfigReading {
  return readAll({ ...env, TELEGRAM_MODE: 'webhook' }, checkFunction)
}

function readAll(
  env: Environment,
  check: (config: Config, problems: ConfigProblem[]) => void,
): ConfigReading {
  const problems: ConfigProblem[] = []
  const read = reader(env, problems)
  const config: Config = {
    telegram: {
      token: read('TELEGRAM_BOT_TOKEN', botToken),
      apiRoot: read('TELEGRAM_API_ROOT', urlWithoutSlash, 'https://api.telegram.org'),
      proxyUrl: read('TELEGRAM_PROXY_URL', optionalText, ''),
      updates: readUpdates(read),
    },
    bitrix24: {
      webhook: read('BITRIX24_WEBHOOK', portalWebhook),
      attempts: read('BITRIX24_RETRY_ATTEMPTS', wholeBetween(1, 10), '3'),
      retryDelayMs: read('BITRIX24_RETRY_DELAY', wholeBetween(0, 60), '1') * 1_000,
      cacheTtlMs: read('BITRIX24_CACHE_TTL', wholeBetween(0, 86_400), '3600') * 1_000,
      signed: read('BITRIX24_SIGNATURE', signedChanges, 'complete,assign'),
      eventToken: read('BITRIX24_EVENT_TOKEN', eventToken, ''),
    },
    telemost: {
      token: read('TELEMOST_OAUTH_TOKEN', oauthToken, ''),
      apiRoot: read('TELEMOST_API_ROOT', urlWithoutSlash, 'https://cloud-api.yandex.net'),
    },
    listen: read('HTTP_LISTEN', listenAddress, ''),
    tickSecret: read('TICK_SECRET', secret, ''),
    notifications: {
      morningAtMinutes: read('NOTIFICATION_MORNING_TIME', clockTime, '08:00'),
      eveningAtMinutes: read('NOTIFICATION_EVENING_TIME', clockTime, '18:00'),
      eventLeadMinutes: read('EVENT_REMINDER_MINUTES', wholeBetween(1, dayMinutes), '15'),
      importantLeadMinutes:
        read('EVENT_IMPORTANT_REMINDER_MINUTES', wholeBetween(0, dayMinutes), '60') || null,
    },
    ...dialogSettings(read),
    redisUrl: read('REDIS_URL', redis, ''),
    watchDialogs: read('DIALOGS_WATCH', yesOrNo, 'false'),
    linkCodeSecret: read('LINK_CODE_SECRET', secret, ''),
    linkDomains: read('LINK_ALLOWED_EMAIL_DOMAINS', list, ''),
    logLevel: read('LOG_LEVEL', logLevel, 'info'),
    logFile: read('LOG_FILE', optionalText, ''),
    alertChat: read('ALERT_CHAT_ID', optionalId, ''),
  }
  read(
    'BITRIX24_USE_WEBHOOK',
    only(
      'true',
      'в этой версии — только true: работа через входящий вебхук',
      'only true in this version: it works through an incoming webhook',
    ),
    'true',
  )
  checkDomain(env, problems)
  checkTimes(config.notifications, problems)
  check(config, problems)
  return problems.length === 0 ? { config, problems } : { config: null, problems }
}

/** The database alone, for commands that need nothing else. Null when the environment names none that can be opened. */
export function readDatabaseUrl(env: Environment): {
  readonly databaseUrl: string | null
  readonly problems: readonly ConfigProblem[]
} {
  const problems: ConfigProblem[] = []
  const databaseUrl = reader(env, problems)('DATABASE_URL', database, 'sqlite:./data/bot.db')
  return problems.length === 0 ? { databaseUrl, problems } : { databaseUrl: null, problems }
}

type Read = ReturnType<typeof reader>

/** The address and the secret of the webhook are asked for only where there is one. */
function readUpdates(read: Read): Config['telegram']['updates'] {
  if (read('TELEGRAM_MODE', mode, 'polling') !== 'webhook') return { type: 'polling' }
  return {
    type: 'webhook',
    url: read('TELEGRAM_WEBHOOK_URL', webhookUrl),
    secret: read('TELEGRAM_WEBHOOK_SECRET', webhookSecret),
  }
}

type DialogSetting = 'databaseUrl' | 'dialogsFolder' | 'defaultZone' | 'authorLanguage'

/** What commands for authors need. Null when the environment holds something that cannot be used. */
export function readDialogSettings(env: Environment): {
  readonly settings: Pick<Config, DialogSetting> | null
  readonly problems: readonly ConfigProblem[]
} {
  const problems: ConfigProblem[] = []
  const settings = dialogSettings(reader(env, problems))
  return problems.length === 0 ? { settings, problems } : { settings: null, problems }
}

function dialogSettings(read: Read): Pick<Config, DialogSetting> {
  return {
    databaseUrl: read('DATABASE_URL', database, 'sqlite:./data/bot.db'),
    dialogsFolder: read('DIALOGS_FOLDER', optionalText, ''),
    defaultZone: read('DEFAULT_TIMEZONE', zone, 'Europe/Moscow'),
    authorLanguage: read('DIALOGS_LANG', authorLanguage, 'ru'),
  }
}

/** A parser says what is wrong by throwing a `Wrong`; its message never holds the value. */
type Parse<T> = (value: string) => T

class Wrong extends Error {
  override name = 'Wrong'
  readonly english: string

  constructor(russian: string, english: string) {
    super(russian)
    this.english = english
  }
}

function reader(env: Environment, problems: ConfigProblem[]) {
  return <T>(key: string, parse: Parse<T>, fallback?: string): T => {
    const value = env[key]?.trim()
    try {
      if (value !== undefined && value !== '') return parse(value)
      if (fallback !== undefined) return parse(fallback)
      throw new Wrong('не задано', 'is not set')
    } catch (error) {
      if (!(error instanceof Wrong)) throw error
      problems.push({ key, message: error.message, english: error.english })
      // Never used: with a problem there is no config.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
      return undefined as T
    }
  }
}

const httpsOnly = 'must be an https:// address (http:// only for this same computer)'

function botToken(value: string): string {
  if (!/^[1-9][0-9]{0,19}:[A-Za-z0-9_-]{20,60}$/.test(value))
    throw new Wrong(
      'не похоже на токен бота от @BotFather: «123456789:AA…»',
      'does not look like a bot token of @BotFather: «123456789:AA…»',
    )
  return value
}

function urlWithoutSlash(value: string): string {
  const url = parseSecretUrl(value)
  if (url === null)
    throw new Wrong('нужен адрес https:// (http:// — только для этого же компьютера)', httpsOnly)
  return value.replace(/\/+$/, '')
}

function authorLanguage(value: string): Language {
  const lower = value.toLowerCase()
  if (lower === 'ru' || lower === 'en') return lower
  throw new Wrong('одно из: ru, en', 'one of: ru, en')
}

function mode(value: string): 'polling' | 'webhook' {
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

function webhookUrl(value: string): string {
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

function webhookSecret(value: string): string {
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

function portalWebhook(value: string): string {
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

function checkDomain(env: Environment, problems: ConfigProblem[]): void {
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
function checkTimes(times: Config['notifications'], problems: ConfigProblem[]): void {
  if (times.eveningAtMinutes <= times.morningAtMinutes) {
    problems.push({
      key: 'NOTIFICATION_EVENING_TIME',
      message: 'должно быть позже, чем NOTIFICATION_MORNING_TIME',
      english: 'must be later than NOTIFICATION_MORNING_TIME',
    })
  }
}

/** With a mistake in either there is nothing to compare. */
function checkListening(config: Config, problems: ConfigProblem[]): void {
  if (config.telegram.updates.type !== 'webhook' || config.listen !== null) return
  problems.push({
    key: 'HTTP_LISTEN',
    message: 'нужен для TELEGRAM_MODE=webhook: адрес и порт, например 127.0.0.1:8443',
    english: 'is needed for TELEGRAM_MODE=webhook: an address and a port, for instance 127.0.0.1:8443',
  })
}

/** Functions share nothing but the database: what a process makes up for itself, they have to be told. */
function checkFunction(config: Config, problems: ConfigProblem[]): void {
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

const eventTokenLengthMin = 8

function eventToken(value: string): string | null {
  if (value === '') return null
  if (!/^[\x21-\x7e]+$/.test(value) || value.length < eventTokenLengthMin)
    throw new Wrong(
      'нужен «код приложения» исходящего вебхука: латинские буквы и цифры без пробелов',
      'must be the application token of the outgoing webhook: Latin letters and digits without spaces',
    )
  return value
}

function oauthToken(value: string): string | null {
  if (value === '') return null
  if (!/^[\x21-\x7e]+$/.test(value))
    throw new Wrong(
      'нужен сам токен OAuth, без слова «OAuth» и без пробелов',
      'must be the OAuth token itself, without the word «OAuth» and without spaces',
    )
  return value
}

function listenAddress(value: string): ListenAddress | null {
  if (value === '') return null
  const address = parseListenAddress(value)
  if (address === null)
    throw new Wrong(
      'нужны адрес и порт, например 127.0.0.1:8443',
      'must be an address and a port, for instance 127.0.0.1:8443',
    )
  return address
}

const dayMinutes = 24 * 60

function clockTime(value: string): number {
  const found = /^(?<hours>[01]?\d|2[0-3]):(?<minutes>[0-5]\d)$/.exec(value)?.groups
  if (found === undefined) throw new Wrong('нужно время вида 08:00', 'must be a time like 08:00')
  return Number(found['hours']) * 60 + Number(found['minutes'])
}

function database(value: string): string {
  if (!isDatabaseUrl(value))
    throw new Wrong(
      'нужен вид sqlite:./data/bot.db или postgres://имя:пароль@адрес/база',
      'must look like sqlite:./data/bot.db or postgres://user:password@host/database',
    )
  return value
}

function redis(value: string): string | null {
  if (value === '') return null
  if (!isRedisUrl(value))
    throw new Wrong(
      'нужен вид rediss://имя:пароль@адрес:6379 (redis:// — только для этого же компьютера)',
      'must look like rediss://user:password@host:6379 (redis:// for this computer only)',
    )
  return value
}

function zone(value: string): string {
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

function secret(value: string): string | null {
  if (value === '') return null
  if (Buffer.byteLength(value) < secretBytesMin)
    throw new Wrong(
      'слишком короткий: нужно не меньше 32 знаков, например из «openssl rand -hex 32»',
      'too short: at least 32 characters, for instance from «openssl rand -hex 32»',
    )
  return value
}

function list(value: string): readonly string[] {
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

function signedChanges(value: string): readonly SignedChange[] {
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

function logLevel(value: string): Config['logLevel'] {
  const level = value.toLowerCase()
  if (level === 'debug' || level === 'info' || level === 'error') return level
  if (level === 'warn' || level === 'warning') return 'warn'
  if (level === 'fatal' || level === 'critical') return 'fatal'
  throw new Wrong(
    'одно из: DEBUG, INFO, WARNING, ERROR, CRITICAL',
    'one of: DEBUG, INFO, WARNING, ERROR, CRITICAL',
  )
}

function wholeBetween(min: number, max: number): Parse<number> {
  return (value) => {
    const number = Number(value)
    if (!Number.isInteger(number) || number < min || number > max)
      throw new Wrong(`целое число от ${min} до ${max}`, `a whole number from ${min} to ${max}`)
    return number
  }
}

function only(allowed: string, ...otherwise: ConstructorParameters<typeof Wrong>): Parse<string> {
  return (value) => {
    if (value.toLowerCase() !== allowed) throw new Wrong(...otherwise)
    return value
  }
}

function yesOrNo(value: string): boolean {
  const said = value.toLowerCase()
  if (said !== 'true' && said !== 'false') throw new Wrong('бывает true или false', 'is true or false')
  return said === 'true'
}

function optionalText(value: string): string | null {
  return value === '' ? null : value
}

function optionalId(value: string): number | null {
  if (value === '') return null
  const id = Number(value)
  if (!Number.isSafeInteger(id) || id <= 0)
    throw new Wrong(
      'нужен номер личного чата с ботом: целое положительное число',
      'must be the number of a private chat with the bot: a whole positive number',
    )
  return id
}
