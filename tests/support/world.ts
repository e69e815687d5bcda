/**
 * The whole product over real HTTP: the pretended Telegram and Bitrix24, and between them the assistant as it is
 * shipped, on a real SQLite file. People say and click; tests look at what they see.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBitrixSandbox, type BitrixSandbox } from '../../sandbox/bitrix24/server.ts'
import { startTelegramSandbox, type TelegramSandbox } from '../../sandbox/telegram/server.ts'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { createLog, type LogEntry } from '../../src/log.ts'
import { openChat, type ChatClient } from './chat-client.ts'
import { testClock, type SleepableClock } from './clock.ts'
import { openGate, type Gate } from './gate.ts'

export interface World extends AsyncDisposable {
  readonly clock: SleepableClock
  readonly telegram: TelegramSandbox
  readonly portal: BitrixSandbox
  /** What lies between the assistant and the portal. */
  readonly gate: Gate
  readonly folder: string
  /** The chat of one of the people below. */
  chat(person?: keyof typeof people): ChatClient
  /** A chat that is already linked to its person's employee, as a person would link it. */
  linkedChat(person?: keyof typeof employees): Promise<ChatClient>
  /** Lets time go by, and whatever falls due be begun. */
  pass(ms: number): void
  /** Time goes by, a few seconds at a time, until there is an answer. @throws Error when there is none within `limitMs`. */
  passUntil<T>(limitMs: number, ask: () => T | null | undefined | false): Promise<T>
  /** Resolves when everything that was said has been taken in, and nothing is left to do at this hour. */
  settled(): Promise<void>
  /** Stops the assistant as a signal would, and starts it again on the same database. */
  restart(): Promise<void>
  logText(): Promise<string>
  /** What was handed to the log at any level, before it took out anything. */
  readonly logged: readonly LogEntry[]
}

export interface WorldOptions {
  readonly modes?: Parameters<typeof startBitrixSandbox>[0]['modes']
  /** The rights of the webhook; those of the sandbox where absent. */
  readonly scopes?: Parameters<typeof startBitrixSandbox>[0]['scopes']
  /** Without the gate in between: the portal's own hooks name the address it is really reached at. */
  readonly ungated?: boolean
  /** Whether the assistant tells people anything by itself. */
  readonly ticker?: boolean
  /** Added to the assistant's environment. */
  readonly env?: Readonly<Record<string, string>>
}

export const people = {
  anna: { id: 501_001, firstName: 'Анна', lastName: 'Петрова', languageCode: 'ru' },
  igor: { id: 501_002, firstName: 'Игорь', languageCode: 'ru' },
  /** Анна's other telephone. */
  annaAtHome: { id: 501_003, firstName: 'Аня', languageCode: 'ru' },
  john: { id: 501_004, firstName: 'John', languageCode: 'en' },
} as const

/** Whose employee of the portal each of them is. */
export const employees = {
  anna: { id: 15, email: 'anna.petrova@romashka.example' },
  igor: { id: 27, email: 'igor.kim@romashka.example' },
  annaAtHome: { id: 15, email: 'anna.petrova@romashka.example' },
  john: { id: 9, email: 'sergey.lebedev@romashka.example' },
} as const

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const clock = testClock()
  const folder = await mkdtemp(join(tmpdir(), 'assistant-'))
  const telegram = await startTelegramSandbox({ clock, persons: Object.values(people) })
  const { modes, scopes } = options
  const portal = await startBitrixSandbox({ clock, ...(modes && { modes }), ...(scopes && { scopes }) })
  const gate = await openGate(Number(new URL(portal.webhook).port))
  const webhook = new URL(portal.webhook)
  if (options.ungated !== true) webhook.port = String(gate.port)
  const env = {
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    BITRIX24_WEBHOOK: webhook.href,
    DATABASE_URL: `sqlite:${folder}/bot.db`,
    LINK_CODE_SECRET: 'test-secret-of-more-than-32-bytes!!',
    BITRIX24_RETRY_DELAY: '0',
    LOG_LEVEL: 'debug',
    ...options.env,
  }
  const { config, problems } = readConfig(env)
  if (config === null) throw new Error(JSON.stringify(problems))
  const logFile = `${folder}/log.jsonl`
  const logged: LogEntry[] = []
  const write = createLog({ level: config.logLevel, file: logFile, secrets: [] })
  const log = (entry: LogEntry): void => {
    logged.push(entry)
    write(entry)
  }
  const open = () =>
    openApp(config, {
      roles: options.ticker === true ? ['bot', 'ticker'] : ['bot'],
      clock,
      sleep: clock.sleep,
      log,
    })
  let app = await open()
  // From here on faults of the portal meet what people do, not what the assistant asks by itself.
  await eventually(() => portal.requests.some(({ method }) => method === 'user.get'))

  const world: World = {
    clock,
    telegram,
    portal,
    gate,
    folder,
    logged,
    chat: (person = 'anna') => openChat(telegram.person(people[person].id), clock),
    async linkedChat(person = 'anna') {
      const english = person === 'john'
      const chat = world.chat(person)
      await chat.asks('/start', english ? 'Type the work e-mail' : 'Напишите рабочую почту')
      const { email, id } = employees[person]
      await chat.asks(email, english ? 'send me the six digits' : 'пришлите мне шесть цифр')
      await world.settled()
      await chat.asks(await codeFor(portal, id), english ? 'Done, ' : 'Готово, ')
      await world.settled()
      return chat
    },
    pass(ms) {
      clock.advance(ms)
      app.dispatcher.nudge()
    },
    async passUntil(limitMs, ask) {
      const stepMs = Math.max(1_000, limitMs / 100)
      for (let leftMs = limitMs; ; leftMs -= stepMs) {
        const answer = ask()
        if (answer !== null && answer !== undefined && answer !== false) return answer
        if (leftMs <= 0) throw new Error(`It did not come about within ${limitMs} ms: ${ask.toString()}`)
        world.pass(stepMs)
        // Time waits for the work that it has brought on, unless that work itself waits for more time.
        await Promise.race([world.settled(), new Promise((resolve) => setTimeout(resolve, 100))])
      }
    },
    async settled() {
      await telegram.idle()
      await app.dispatcher.drained()
    },
    async restart() {
      await app[Symbol.asyncDispose]()
      app = await open()
    },
    logText: () => readFile(logFile, 'utf8'),
    async [Symbol.asyncDispose]() {
      clock.release()
      await app[Symbol.asyncDispose]()
      await gate[Symbol.asyncDispose]()
      await telegram[Symbol.asyncDispose]()
      await portal[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return world
}

/** The six digits of the newest notice with a code that an employee has in the portal, once it is there. */
export async function codeFor(portal: BitrixSandbox, employee: number): Promise<string> {
  return eventually(() => codes(portal, employee).at(-1) ?? null)
}

/** The codes an employee can read in the portal now, oldest first. */
export function codes(portal: BitrixSandbox, employee: number): readonly string[] {
  return portal.notices(employee).flatMap(({ message }) => {
    const digits = /: (\d{3})\s(\d{3})\./.exec(message)
    return digits === null ? [] : [digits.slice(1).join('')]
  })
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
