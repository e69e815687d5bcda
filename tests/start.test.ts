/** What a person sees who starts the assistant by hand and has something wrong. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startBitrixSandbox } from '../sandbox/bitrix24/server.ts'
import { startTelegramSandbox } from '../sandbox/telegram/server.ts'
import { createTestDatabase } from './support/postgres/databases.ts'
import { freePort } from './support/postgres/server.ts'
import { sharedServers } from './support/postgres/shared.ts'

const program = fileURLToPath(new URL('../bin/assistant.js', import.meta.url))
const oldNode = 'data:text/javascript,Object.defineProperty(process.versions, "node", { value: "20.20.2" })'

interface Ended {
  readonly code: number | null
  readonly errors: string
  readonly printed: string
}

async function start(
  args: readonly string[],
  env: Record<string, string> = {},
  files: Record<string, string> = {},
): Promise<Ended> {
  const folder = await mkdtemp(join(tmpdir(), 'start-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const child = spawn(process.execPath, [...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...env },
  })
  let [errors, printed] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  await rm(folder, { recursive: true })
  return { code, errors, printed }
}

async function sandbox() {
  const clock = { now: () => Date.now() }
  const telegram = await startTelegramSandbox({ clock, persons: [] })
  const portal = await startBitrixSandbox({ clock })
  const env = {
    PATH: process.env['PATH'] ?? '',
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    BITRIX24_WEBHOOK: portal.webhook,
  }
  const close = async (): Promise<void> => {
    await telegram[Symbol.asyncDispose]()
    await portal[Symbol.asyncDispose]()
  }
  return { env, close }
}

test.each(['bot', 'ticker', 'start'])('%s ends cleanly when it is asked to', async (role) => {
  const { env, close } = await sandbox()
  const folder = await mkdtemp(join(tmpdir(), 'start-'))
  const child = spawn(process.execPath, [program, role], { cwd: folder, env })
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (text: Buffer) => void (text.toString().includes('"started"') && resolve()))
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  await close()
  await rm(folder, { recursive: true })
})

test.each(['bot', 'start'])('%s behind a webhook and on PostgreSQL ends cleanly, too', async (role) => {
  const { env, close } = await sandbox()
  const { direct } = await sharedServers()
  const database = await createTestDatabase(direct)
  const port = await freePort()
  const child = spawn(process.execPath, [program, role], {
    cwd: tmpdir(),
    env: {
      ...env,
      DATABASE_URL: `${direct}/${database.name}`,
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram`,
      TELEGRAM_WEBHOOK_SECRET: 'only-telegram-knows-this',
      HTTP_LISTEN: `127.0.0.1:${port}`,
    },
  })
  let printed = ''
  await new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      if (printed.includes('telegram brings the updates')) resolve()
    })
  })
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(printed).not.toContain('only-telegram')
  await close()
  await database[Symbol.asyncDispose]()
})

test('a database that is away and an address that is taken are named in a sentence', async () => {
  const { env, close } = await sandbox()
  const password = 'secret-of-the-database'
  const away = await start([program, 'ticker'], {
    ...env,
    DATABASE_URL: `postgres://bot:${password}@127.0.0.1:${await freePort()}/assistant`,
  })
  expect(away.code).toBe(1)
  expect(away.errors).toMatch(/^Не удалось запустить: База данных не отвечает/)
  expect(away.errors).not.toContain(password)
  const taken = new URL(env.TELEGRAM_API_ROOT).host
  const webhook = await start([program, 'bot'], {
    ...env,
    DATABASE_URL: 'sqlite:./bot.db',
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_WEBHOOK_URL: `http://${taken}/telegram`,
    TELEGRAM_WEBHOOK_SECRET: 'only-telegram-knows-this',
    HTTP_LISTEN: taken,
  })
  expect(webhook).toMatchObject({
    code: 1,
    errors: 'Не удалось запустить: Адрес из HTTP_LISTEN уже занят другой программой.\n',
  })
  await close()
})

test('a token that Telegram refuses is said to be refused, and is not repeated', async () => {
  const { env, close } = await sandbox()
  const wrong = `${env.TELEGRAM_BOT_TOKEN.split(':')[0]}:${'z'.repeat(35)}`
  const { code, errors, printed } = await start([program, 'bot'], {
    ...env,
    TELEGRAM_BOT_TOKEN: wrong,
    LOG_LEVEL: 'CRITICAL',
  })
  expect(code).toBe(1)
  expect(errors).toMatch(/^Не удалось запустить: /)
  expect(errors).not.toContain('zzz')
  expect(JSON.parse(printed)).toMatchObject({ level: 'fatal', msg: 'could not run', error: 'TelegramFailed' })
  await close()
})

test('an old Node gets one clear sentence', async () => {
  const { code, errors } = await start(['--import', oldNode, program, 'bot'])
  expect(code).toBe(1)
  expect(errors).toBe(
    'Нужен Node.js 24 или новее, а это 20.20.2. Запустите через npm (npm start): нужная версия уже установлена вместе с проектом.\n',
  )
})

test('an unknown command is named together with those there are', async () => {
  const { code, errors } = await start([program, 'fly'])
  expect(code).toBe(64)
  expect(errors).toBe(
    'Нет такой команды: fly. Есть: start, bot, ticker, calendar, db, dialogs, doctor, link, user-data.\n',
  )
})

test('every mistake in the settings is named at once, and no value is repeated', async () => {
  const { code, errors } = await start([program, 'bot'], {
    TELEGRAM_BOT_TOKEN: 'secret-but-wrong',
    BITRIX24_WEBHOOK: 'http://company.bitrix24.ru/rest/1/hush/',
    DEFAULT_TIMEZONE: 'Moscow',
    LINK_CODE_SECRET: 'short',
    BITRIX24_RETRY_ATTEMPTS: 'many',
  })
  expect(code).toBe(78)
  for (const key of [
    'TELEGRAM_BOT_TOKEN',
    'BITRIX24_WEBHOOK',
    'DEFAULT_TIMEZONE',
    'LINK_CODE_SECRET',
    'BITRIX24_RETRY_ATTEMPTS',
  ]) {
    expect(errors).toContain(`  ${key}: `)
  }
  expect(errors).not.toMatch(/secret-but-wrong|hush|short|many/)
})

test('settings are read from a .env file beside it', async () => {
  const { errors } = await start(
    [program, 'bot'],
    {},
    { '.env': 'TELEGRAM_BOT_TOKEN=nonsense\nBITRIX24_WEBHOOK=nonsense\n' },
  )
  expect(errors).toContain('TELEGRAM_BOT_TOKEN: не похоже на токен')
})
