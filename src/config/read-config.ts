/** The environment, checked: every mistake is named at once, in both languages, and no value is ever repeated. */
import {
  botToken,
  urlWithoutSlash,
  mode,
  webhookUrl,
  webhookSecret,
  portalWebhook,
  listenAddress,
  database,
  redis,
} from './addresses.ts'
import { checkDomain, checkTimes, checkListening, checkFunction } from './checks.ts'
import type { Config } from './config.ts'
import { type ConfigProblem, type Environment, type Read, reader } from './reader.ts'
import {
  authorLanguage,
  eventToken,
  oauthToken,
  dayMinutes,
  clockTime,
  zone,
  secret,
  list,
  signedChanges,
  logLevel,
  wholeBetween,
  only,
  yesOrNo,
  optionalText,
  optionalId,
} from './values.ts'

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

/** The address and the secret of the webhook are asked for only where there is one. */
function readUpdates(read: Read): Config['telegram']['updates'] {
  if (read('TELEGRAM_MODE', mode, 'polling') !== 'webhook') return { type: 'polling' }
  return {
    type: 'webhook',
    url: read('TELEGRAM_WEBHOOK_URL', webhookUrl),
    secret: read('TELEGRAM_WEBHOOK_SECRET', webhookSecret),
  }
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
