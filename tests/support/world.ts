/**
 * The whole product over real HTTP: the pretended Telegram and Bitrix24, and between them the assistant as it is
 * shipped, on a real SQLite file. People say and click; tests look at what they see.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBitrixSandbox, type BitrixSandbox } from '../../sandbox/bitrix24/server.ts'
import { startTelegramSandbox, type TelegramSandbox } from '../../sandbox/telegram/server.ts'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import type { Json } from '../../src/ports.ts'
import { openChat, type ChatClient } from './chat-client.ts'
import { testClock, type TestClock } from './clock.ts'

export interface World extends AsyncDisposable {
  readonly clock: TestClock
  readonly telegram: TelegramSandbox
  readonly portal: BitrixSandbox
  readonly folder: string
  /** The chat of one of the people below. */
  chat(person?: keyof typeof people): ChatClient
  /** A chat that is already linked to Анна Петрова (employee 15), as a person would link it. */
  linkedChat(): Promise<ChatClient>
  /** Stops the assistant as a signal would, and starts it again on the same database. */
  restart(): Promise<void>
  logText(): Promise<string>
}

export const people = {
  anna: { id: 501_001, firstName: 'Анна', lastName: 'Петрова', languageCode: 'ru' },
  igor: { id: 501_002, firstName: 'Игорь', languageCode: 'ru' },
  john: { id: 501_004, firstName: 'John', languageCode: 'en' },
} as const

export async function openWorld(
  options: { readonly modes?: Parameters<typeof startBitrixSandbox>[0]['modes'] } = {},
): Promise<World> {
  const clock = testClock()
  const folder = await mkdtemp(join(tmpdir(), 'assistant-'))
  const telegram = await startTelegramSandbox({ clock, persons: Object.values(people) })
  const portal = await startBitrixSandbox({ clock, ...(options.modes && { modes: options.modes }) })
  const env = {
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    BITRIX24_WEBHOOK: portal.webhook,
    DATABASE_URL: `sqlite:${folder}/bot.db`,
    LINK_CODE_SECRET: 'test-secret-of-more-than-32-bytes!!',
    BITRIX24_RETRY_DELAY: '0',
  }
  const { config, problems } = readConfig(env)
  if (config === null) throw new Error(JSON.stringify(problems))
  const logFile = `${folder}/log.jsonl`
  const open = () =>
    openApp(config, {
      roles: ['bot', 'ticker'],
      clock,
      log: createLog({ level: 'debug', file: logFile, secrets: [] }),
    })
  let app = await open()

  const world: World = {
    clock,
    telegram,
    portal,
    folder,
    chat: (person = 'anna') => openChat(telegram.person(people[person].id), clock),
    async linkedChat() {
      const chat = world.chat()
      chat.says('/start')
      await chat.sees('Напишите рабочую почту')
      chat.says('anna.petrova@romashka.example')
      await chat.sees('пришлите мне шесть цифр')
      chat.says(await codeFor(portal, 15))
      await chat.sees('Готово, Анна!')
      return chat
    },
    async restart() {
      await app[Symbol.asyncDispose]()
      app = await open()
    },
    logText: async () => (await import('node:fs/promises')).readFile(logFile, 'utf8'),
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await telegram[Symbol.asyncDispose]()
      await portal[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return world
}

/** The six digits of the newest notice an employee has in the portal, once it is there. */
export async function codeFor(portal: BitrixSandbox, employee: number): Promise<string> {
  return eventually(
    () =>
      /(\d{3})\s(\d{3})/
        .exec(portal.notices(employee).at(-1)?.message ?? '')
        ?.slice(1)
        .join('') ?? null,
  )
}

const patienceMs = 10_000

/** Asks again and again until there is an answer. @throws Error when there is none after ten seconds. */
export async function eventually<T>(ask: () => T | null | undefined | false): Promise<T> {
  const until = Date.now() + patienceMs
  for (;;) {
    const answer = ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer
    if (Date.now() > until) throw new Error(`It never came about: ${ask.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export type { Json }
