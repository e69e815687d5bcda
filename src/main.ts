/** The process: reads the environment, opens the application, waits for a signal, closes. */
import { openStore } from '../db/database.ts'
import type { OwnedStore } from '../db/store.ts'
import { systemClock, systemRandomness } from './adapters/clock.ts'
import { openApp, type App, type AppOptions, type Role } from './app.ts'
import { readConfig, readDatabaseUrl, readDialogSettings } from './config/read-config.ts'
import type { ConfigProblem } from './config/reader.ts'
import { answerDatabase } from './commands/database.ts'
import { loadLinkWording } from './dialogs/link-account/notices.ts'
import { explainTrouble } from './start-trouble.ts'
import { readInspectFlags } from './inspector/flag.ts'
import { answerLink } from './commands/link.ts'
import { inviteByEmail } from './commands/link-invite.ts'
import { createLog, type Log } from './log.ts'
import { secretsOf } from './secrets.ts'
import { answerUserData } from './commands/user-data.ts'
import { answerCalendar } from './commands/work-calendar.ts'

export interface RunOptions extends Pick<AppOptions, 'clock' | 'hear'> {
  /** The words after the command. */
  readonly args?: readonly string[]
  /** Called once it works, for whoever moves the clock. */
  opened?(app: App): void
}

/** Runs until a signal arrives or Telegram refuses the bot's token. Sets the exit code; never throws. */
export async function run(
  roles: readonly Role[],
  { opened, args = [], ...options }: RunOptions = {},
): Promise<void> {
  const inspect = readInspectFlags(args)
  if (inspect !== null && 'problem' in inspect) {
    process.stderr.write(`${inspect.problem}\n`)
    process.exitCode = 64
    return
  }
  const { config, problems } = readConfig(process.env)
  if (config === null) return refuseSettings(problems)
  const log = createLog({ level: config.logLevel, file: config.logFile, secrets: secretsOf(config) })
  // From here on a signal is obeyed in order, not in the middle of opening.
  const signal = signalled()
  try {
    const app = await openApp(config, { ...options, ...(inspect && { inspect }), roles, log, tell })
    log({ level: 'info', message: 'started', roles: roles.join('+'), bot: app.username })
    if (app.inspector !== null) tellInspector(app.inspector)
    opened?.(app)
    process.send?.({ type: 'started' })
    const end = await Promise.race([app.finished, signal])
    if (end === 'misconfigured') {
      process.exitCode = 1
      log({ level: 'fatal', message: 'Telegram refuses the bot: nothing more can be received' })
    }
    log({ level: 'info', message: 'stopping' })
    await stop(app, log)
  } catch (error) {
    log({ level: 'fatal', message: 'could not run', error: error instanceof Error ? error.name : 'thrown' })
    process.stderr.write(
      `Не удалось запустить: ${explainTrouble(error) ?? (error instanceof Error ? error.message : 'неизвестная ошибка')}\n`,
    )
    process.exitCode = 1
  } finally {
    // An open channel to the parent would keep the process alive, and the parent waits for its end.
    if (process.connected) process.disconnect()
  }
}

/** Whoever stops it kills it after 20 s or more; until then it can still say so. */
const stopMaxMs = 19_000

async function stop(app: App, log: Log): Promise<void> {
  const late = setTimeout(() => {
    log({ level: 'fatal', message: 'not stopped in time; what is left comes back when its lease ends' })
    process.exit(1)
  }, stopMaxMs)
  await app[Symbol.asyncDispose]()
  clearTimeout(late)
}

/** Answers `npm run calendar -- …` and ends. Sets the exit code; never throws. */
export async function runCalendar(args: readonly string[]): Promise<void> {
  const { databaseUrl, problems } = readDatabaseUrl(process.env)
  if (databaseUrl === null) return refuseSettings(problems)
  await answerFrom(databaseUrl, (store) => answerCalendar(args, store))
}

/** Answers `npm run link -- …` and ends. Sets the exit code; never throws. */
export async function runLink(args: readonly string[]): Promise<void> {
  const { settings, problems } = readDialogSettings(process.env)
  if (settings === null) return refuseSettings(problems)
  const { databaseUrl, defaultZone: zone } = settings
  await answerFrom(databaseUrl, (store) =>
    answerLink(args, {
      store,
      wording: loadLinkWording(),
      clock: systemClock,
      zone,
      async invite(email) {
        const { config, problems } = readConfig(process.env)
        const deps = { store, clock: systemClock, random: systemRandomness }
        return config === null
          ? { ok: false, reason: 'settings', detail: refusalOf(problems) }
          : inviteByEmail(email, config, deps)
      },
    }),
  )
}

/** Answers `npm run user-data -- …` and ends. Sets the exit code; never throws. */
export async function runUserData(args: readonly string[]): Promise<void> {
  const { databaseUrl, problems } = readDatabaseUrl(process.env)
  if (databaseUrl === null) return refuseSettings(problems)
  await answerFrom(databaseUrl, ({ personal }) => answerUserData(args, { personal, clock: systemClock }))
}

interface Answer {
  readonly code: number
  readonly lines: readonly string[]
}

async function answerFrom(url: string, ask: (store: OwnedStore) => Promise<Answer>): Promise<void> {
  try {
    await using store = await openStore({ url, clock: systemClock })
    const { code, lines } = await ask(store)
    const output = code === 0 ? process.stdout : process.stderr
    output.write(`${lines.join('\n')}\n`)
    process.exitCode = code
  } catch (error) {
    process.stderr.write(
      `База данных не открылась: ${explainTrouble(error) ?? (error instanceof Error ? error.message : 'неизвестная ошибка')}\n`,
    )
    process.exitCode = 1
  }
}

/** Answers `npm run db -- …` and ends. Sets the exit code; never throws. */
export async function runDatabase(args: readonly string[]): Promise<void> {
  const { databaseUrl, problems } = readDatabaseUrl(process.env)
  if (databaseUrl === null) return refuseSettings(problems)
  const { code, lines } = await answerDatabase(args, databaseUrl, process.env)
  const output = code === 0 ? process.stdout : process.stderr
  output.write(`${lines.join('\n')}\n`)
  process.exitCode = code
}

/** To the terminal and not to the log: the address is a key, and logs are kept. */
function tellInspector({ page, socket }: NonNullable<App['inspector']>): void {
  const lines = [
    'Инспектор диалогов открыт — только на этой машине; адрес и есть ключ, не пересылайте его.',
    `  В браузере:             ${page}`,
    `  createWebSocketReceiver: ${socket}`,
  ]
  process.stderr.write(`${lines.join('\n')}\n`)
}

function refuseSettings(problems: readonly ConfigProblem[]): void {
  process.stderr.write(`${refusalOf(problems)}\n`)
  process.exitCode = 78
}

function refusalOf(problems: readonly ConfigProblem[]): string {
  const lines = problems.map(({ key, message }) => `  ${key}: ${message}`)
  return `Настройки не приняты. Исправьте в файле .env (образец — .env.example):\n${lines.join('\n')}`
}

function tell(lines: string): void {
  process.stdout.write(`${lines}\n`)
}

function signalled(): Promise<'signal'> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve('signal'))
    process.once('SIGINT', () => resolve('signal'))
    // A parent that started this process to work together with it has gone.
    process.once('disconnect', () => resolve('signal'))
  })
}
