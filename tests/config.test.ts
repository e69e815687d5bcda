import { expect, test } from 'vitest'
import { readConfig, readFunctionConfig } from '../src/config/read-config.ts'
import { scrub } from '../src/scrub.ts'

const good = {
  TELEGRAM_BOT_TOKEN: '123456789:AAabcdefghijklmnopqrstuvwxyz0123456',
  BITRIX24_WEBHOOK: 'https://company.bitrix24.ru/rest/1/abcdef0123456789/',
}

function problemsOf(changes: Record<string, string>): readonly string[] {
  return readConfig({ ...good, ...changes }).problems.map((problem) => problem.key)
}

test('two settings are enough, the rest has defaults', () => {
  const { config, problems } = readConfig(good)
  expect(problems).toEqual([])
  expect(config).toMatchObject({
    databaseUrl: 'sqlite:./data/bot.db',
    dialogsFolder: null,
    watchDialogs: false,
    defaultZone: 'Europe/Moscow',
    bitrix24: {
      attempts: 3,
      retryDelayMs: 1_000,
      cacheTtlMs: 3_600_000,
      signed: ['complete', 'assign'],
      eventToken: null,
    },
    telemost: { token: null, apiRoot: 'https://cloud-api.yandex.net' },
    listen: null,
    tickSecret: null,
    notifications: {
      morningAtMinutes: 480,
      eveningAtMinutes: 1_080,
      eventLeadMinutes: 15,
      importantLeadMinutes: 60,
    },
    logLevel: 'info',
    linkCodeSecret: null,
  })
})

test.each([
  ['TELEGRAM_BOT_TOKEN', 'not a token'],
  ['TELEGRAM_API_ROOT', 'http://api.example.org'],
  ['TELEGRAM_MODE', 'push'],
  ['BITRIX24_WEBHOOK', 'https://company.bitrix24.ru/'],
  ['BITRIX24_DOMAIN', 'other.bitrix24.ru'],
  ['BITRIX24_USE_WEBHOOK', 'false'],
  ['BITRIX24_RETRY_DELAY', '-1'],
  ['BITRIX24_CACHE_TTL', 'час'],
  ['BITRIX24_SIGNATURE', 'deadline'],
  ['BITRIX24_EVENT_TOKEN', 'short'],
  ['BITRIX24_EVENT_TOKEN', 'jvh9 8mno 2kqr 4stu'],
  ['TELEMOST_OAUTH_TOKEN', 'OAuth y0_AgAAAAexample'],
  ['TELEMOST_API_ROOT', 'http://cloud-api.yandex.net'],
  ['HTTP_LISTEN', '8443'],
  ['HTTP_LISTEN', 'assistant.company.ru:8443'],
  ['HTTP_LISTEN', '127.0.0.1:0'],
  ['HTTP_LISTEN', '127.0.0.1:65536'],
  ['HTTP_LISTEN', '300.0.0.1:8443'],
  ['HTTP_LISTEN', '[::1:8443'],
  ['NOTIFICATION_MORNING_TIME', '24:00'],
  ['NOTIFICATION_MORNING_TIME', '8'],
  ['NOTIFICATION_EVENING_TIME', '18:60'],
  ['NOTIFICATION_EVENING_TIME', '07:59'],
  ['EVENT_REMINDER_MINUTES', '0'],
  ['EVENT_IMPORTANT_REMINDER_MINUTES', '-1'],
  ['REDIS_URL', 'redis://redis.company.ru:6379'],
  ['REDIS_URL', 'https://redis.company.ru'],
  ['DATABASE_URL', 'mysql://localhost/db'],
  ['DATABASE_URL', 'postgres://bot:secret@127.0.0.1'],
  ['DATABASE_URL', 'postgres:///assistant'],
  ['DEFAULT_TIMEZONE', 'Москва'],
  ['LINK_CODE_SECRET', 'too short'],
  ['LINK_ALLOWED_EMAIL_DOMAINS', 'company'],
  ['LOG_LEVEL', 'loud'],
  ['ALERT_CHAT_ID', 'me'],
  ['DIALOGS_WATCH', 'иногда'],
])('%s=%s is refused by name', (key, value) => {
  expect(problemsOf({ [key]: value })).toEqual([key])
})

test.each([
  ['TELEGRAM_API_ROOT', 'http://127.0.0.1:8081'],
  ['TELEGRAM_API_ROOT', 'http://localhost:8081/'],
  ['BITRIX24_WEBHOOK', 'http://127.0.0.1:9000/rest/1/code/'],
  ['BITRIX24_DOMAIN', 'company.bitrix24.ru'],
  ['BITRIX24_DOMAIN', 'https://company.bitrix24.ru/'],
  ['BITRIX24_EVENT_TOKEN', 'jvh98mno2kqr4stu51856fefc120afa4'],
  ['BITRIX24_CACHE_TTL', '0'],
  ['BITRIX24_SIGNATURE', 'none'],
  ['BITRIX24_SIGNATURE', 'Complete, status'],
  ['TELEMOST_OAUTH_TOKEN', 'y0__xCexample'],
  ['TELEMOST_API_ROOT', 'http://127.0.0.1:8090'],
  ['HTTP_LISTEN', '0.0.0.0:8443'],
  ['HTTP_LISTEN', 'localhost:8443'],
  ['LOG_LEVEL', 'WARNING'],
  ['LOG_LEVEL', 'CRITICAL'],
  ['LINK_ALLOWED_EMAIL_DOMAINS', 'company.ru, @company.com'],
])('%s=%s is accepted', (key, value) => {
  expect(problemsOf({ [key]: value })).toEqual([])
})

test('addresses, times and lengths are read as they are used', () => {
  const { config } = readConfig({
    ...good,
    HTTP_LISTEN: '[::1]:8443',
    BITRIX24_EVENT_TOKEN: ' jvh98mno2kqr4stu ',
    TELEMOST_API_ROOT: 'https://telemost.example/',
    NOTIFICATION_MORNING_TIME: '7:30',
    NOTIFICATION_EVENING_TIME: '23:59',
    EVENT_REMINDER_MINUTES: '5',
    EVENT_IMPORTANT_REMINDER_MINUTES: '0',
  })
  expect(config).toMatchObject({
    listen: { host: '::1', port: 8443 },
    bitrix24: { eventToken: 'jvh98mno2kqr4stu' },
    telemost: { apiRoot: 'https://telemost.example' },
    notifications: {
      morningAtMinutes: 450,
      eveningAtMinutes: 1_439,
      eventLeadMinutes: 5,
      importantLeadMinutes: null,
    },
  })
})

test('a digest time that cannot be read is the only thing said of it', () => {
  expect(problemsOf({ NOTIFICATION_MORNING_TIME: 'утром', NOTIFICATION_EVENING_TIME: '06:00' })).toEqual([
    'NOTIFICATION_MORNING_TIME',
  ])
})

test('what is said of a wrong value never repeats it', () => {
  const secret = 'секрет-с-пробелом 51856fefc120'
  const env = { BITRIX24_EVENT_TOKEN: secret, TELEMOST_OAUTH_TOKEN: secret, HTTP_LISTEN: secret }
  const { problems } = readConfig({ ...good, ...env })
  expect(problems).toHaveLength(3)
  expect(JSON.stringify(problems)).not.toContain('51856')
})

test('a log line loses secrets and addresses', () => {
  expect(scrub('{"url":"https://x/bot1:AAA/y","who":"anna.petrova@romashka.example"}', ['1:AAA'])).toBe(
    '{"url":"https://x/bot***/y","who":"***@***"}',
  )
})

const webhook = {
  TELEGRAM_MODE: 'webhook',
  TELEGRAM_WEBHOOK_URL: 'https://bot.company.ru/telegram/updates',
  TELEGRAM_WEBHOOK_SECRET: 'a-secret_of-20-chars',
  HTTP_LISTEN: '127.0.0.1:8443',
}

test('a webhook has an address, a secret and somewhere to listen', () => {
  expect(readConfig({ ...good, ...webhook }).config?.telegram.updates).toEqual({
    type: 'webhook',
    url: 'https://bot.company.ru/telegram/updates',
    secret: 'a-secret_of-20-chars',
  })
  expect(problemsOf({ TELEGRAM_MODE: 'webhook' })).toEqual([
    'TELEGRAM_WEBHOOK_URL',
    'TELEGRAM_WEBHOOK_SECRET',
    'HTTP_LISTEN',
  ])
})

test('what only a webhook needs is not asked for, and not looked at, without one', () => {
  expect(problemsOf({ TELEGRAM_WEBHOOK_URL: 'nonsense', TELEGRAM_WEBHOOK_SECRET: '?' })).toEqual([])
})

test.each([
  ['TELEGRAM_WEBHOOK_URL', 'http://bot.company.ru/telegram'],
  ['TELEGRAM_WEBHOOK_URL', 'https://bot.company.ru:9000/telegram'],
  ['TELEGRAM_WEBHOOK_URL', 'https://bot.company.ru/telegram#here'],
  ['TELEGRAM_WEBHOOK_SECRET', 'too short'],
  ['TELEGRAM_WEBHOOK_SECRET', 'секрет-длиной-в-двадцать-знаков'],
  ['HTTP_LISTEN', ''],
])('in webhook mode %s=%s is refused by name', (key, value) => {
  expect(problemsOf({ ...webhook, [key]: value })).toEqual([key])
})

test.each([
  'postgres://bot:secret@db.company.ru/assistant?sslmode=verify-full',
  'postgresql://bot@127.0.0.1:6543/assistant',
  'postgres:///assistant?host=/run/postgresql',
])('%s names a database', (url) => {
  expect(readConfig({ ...good, DATABASE_URL: url }).config?.databaseUrl).toBe(url)
})

test('a Redis of this machine, or one over TLS, is taken', () => {
  expect(readConfig(good).config?.redisUrl).toBe(null)
  for (const url of ['redis://127.0.0.1:6379', 'rediss://bot:secret@redis.company.ru:6380'])
    expect(readConfig({ ...good, REDIS_URL: url }).config?.redisUrl).toBe(url)
})

test('functions of a cloud are told every secret and have PostgreSQL, and need not listen', () => {
  const { LINK_CODE_SECRET: _secret, ...rest } = { LINK_CODE_SECRET: '', ...good }
  const webhook = {
    TELEGRAM_WEBHOOK_URL: 'https://project.supabase.co/functions/v1/telegram',
    TELEGRAM_WEBHOOK_SECRET: 'webhook-secret-of-a-bot',
  }
  const keys = readFunctionConfig({ ...rest, ...webhook }).problems.map(({ key }) => key)
  expect(keys).toEqual(['LINK_CODE_SECRET', 'TICK_SECRET', 'DATABASE_URL'])
  const secret = 'a-secret-of-thirty-two-characters!'
  const settings = {
    LINK_CODE_SECRET: secret,
    TICK_SECRET: secret,
    DATABASE_URL: 'postgres://bot@db.example/bot',
  }
  expect(readFunctionConfig({ ...rest, ...webhook, ...settings }).problems).toEqual([])
})
