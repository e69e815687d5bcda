/** The process: reads the environment, opens the application, waits for a signal, closes. */
import { openApp, type App, type AppOptions, type Role } from './app.ts'
import { authorLanguageOf, refusalOf } from './config/refusal.ts'
import { readConfig } from './config/read-config.ts'
import { explainTrouble } from './start-trouble.ts'
import { readInspectFlags } from './inspector/flag.ts'
import { createLog, type Log } from './log.ts'
import { secretsOf } from './secrets.ts'

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
  const language = authorLanguageOf(process.env)
  if (config === null) {
    process.stderr.write(`${refusalOf(problems, language)}\n`)
    process.exitCode = 78
    return
  }
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
    const said = explainTrouble(error)?.[language] ?? (error instanceof Error ? error.message : '?')
    process.stderr.write(`${language === 'ru' ? 'Не удалось запустить' : 'Could not start'}: ${said}\n`)
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

/** To the terminal and not to the log: the address is a key, and logs are kept. */
function tellInspector({ page, socket }: NonNullable<App['inspector']>): void {
  const lines = [
    'Инспектор диалогов открыт — только на этой машине; адрес и есть ключ, не пересылайте его.',
    `  В браузере:             ${page}`,
    `  createWebSocketReceiver: ${socket}`,
  ]
  process.stderr.write(`${lines.join('\n')}\n`)
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
