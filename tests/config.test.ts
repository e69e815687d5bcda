import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { scrub } from '../src/log.ts'

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
    defaultZone: 'Europe/Moscow',
    bitrix24: { attempts: 3, retryDelayMs: 1_000 },
    logLevel: 'info',
    linkCodeSecret: null,
  })
})

test.each([
  ['TELEGRAM_BOT_TOKEN', 'not a token'],
  ['TELEGRAM_API_ROOT', 'http://api.example.org'],
  ['TELEGRAM_MODE', 'webhook'],
  ['BITRIX24_WEBHOOK', 'https://company.bitrix24.ru/'],
  ['BITRIX24_DOMAIN', 'other.bitrix24.ru'],
  ['BITRIX24_USE_WEBHOOK', 'false'],
  ['BITRIX24_RETRY_DELAY', '-1'],
  ['DATABASE_URL', 'mysql://localhost/db'],
  ['DEFAULT_TIMEZONE', 'Москва'],
  ['LINK_CODE_SECRET', 'too short'],
  ['LINK_ALLOWED_EMAIL_DOMAINS', 'company'],
  ['LOG_LEVEL', 'loud'],
  ['ALERT_CHAT_ID', 'me'],
])('%s=%s is refused by name', (key, value) => {
  expect(problemsOf({ [key]: value })).toEqual([key])
})

test.each([
  ['TELEGRAM_API_ROOT', 'http://127.0.0.1:8081'],
  ['TELEGRAM_API_ROOT', 'http://localhost:8081/'],
  ['BITRIX24_WEBHOOK', 'http://127.0.0.1:9000/rest/1/code/'],
  ['BITRIX24_DOMAIN', 'company.bitrix24.ru'],
  ['BITRIX24_DOMAIN', 'https://company.bitrix24.ru/'],
  ['LOG_LEVEL', 'WARNING'],
  ['LINK_ALLOWED_EMAIL_DOMAINS', 'company.ru, @company.com'],
])('%s=%s is accepted', (key, value) => {
  expect(problemsOf({ [key]: value })).toEqual([])
})

test('a log line loses secrets and addresses', () => {
  expect(scrub('{"url":"https://x/bot1:AAA/y","who":"anna.petrova@romashka.example"}', ['1:AAA'])).toBe(
    '{"url":"https://x/bot***/y","who":"***@***"}',
  )
})
