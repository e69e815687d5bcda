/**
 * `npm start` without a bot's token: the pretended Telegram, Bitrix24 and Telemost on this machine, the page that shows
 * them, and the assistant itself as a process of its own, which knows them by their addresses alone and goes by the
 * sandbox's clock.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Json } from '../src/ports/json.ts'
import type { ClockMoved, Heard } from './assistant.ts'
import { startBitrixSandbox } from './bitrix24/server.ts'
import { createFolderBlobs } from './blobs.ts'
import { createMovableClock, type MovableClock } from './clock.ts'
import { listenOnLoopback } from './loopback.ts'
import { people } from './people.ts'
import { startSite } from './site.ts'
import { createAnswerBook } from './site/answer-book.ts'
import { startTelegramSandbox } from './telegram/server.ts'
import { startTelemost } from './telemost/server.ts'

const folder = './data'
const stateFile = `${folder}/sandbox.json`
const saveEveryMs = 2_000
/** Where the guide for administrators has the portal's outgoing webhook sent. */
const eventsPath = '/bitrix24/events'

/** What is absent was saved by an earlier version, or never. */
interface Saved {
  readonly telegram: Json
  readonly bitrix: Json
  readonly telemost?: Json
  readonly linkCodeSecret: string
  readonly clockOffsetMs?: number
}

/** A webhook as the guide for administrators asks for it, and the Drive, for files brought to tasks. */
const scopes = ['user_basic', 'im', 'task', 'tasks', 'calendar', 'department', 'disk']

/** Runs until a signal arrives. @param args what the assistant is started with. */
export async function start(args: readonly string[] = []): Promise<void> {
  const saved = await restore()
  const clock = createMovableClock(saved?.clockOffsetMs)
  const blobs = createFolderBlobs(`${folder}/sandbox-files`)
  await using telegram = await startTelegramSandbox({
    clock,
    blobs,
    persons: people,
    ...(saved && { restore: saved.telegram }),
  })
  await using bitrix = await startBitrixSandbox({
    clock,
    blobs,
    scopes,
    ...(saved && { restore: saved.bitrix }),
  })
  await using telemost = await startTelemost({ clock, ...(saved?.telemost && { restore: saved.telemost }) })
  const answers = createAnswerBook()
  await using site = await openSite({ telegram, bitrix, telemost, clock, answers })
  const linkCodeSecret = saved?.linkCodeSecret ?? randomBytes(32).toString('hex')
  const keeper = createKeeper(() => ({
    telegram: telegram.save(),
    bitrix: bitrix.save(),
    telemost: telemost.save(),
    linkCodeSecret,
    clockOffsetMs: clock.offsetMs(),
  }))
  for (const { onChange } of [telegram, bitrix, telemost]) onChange(keeper.changed)
  clock.onMove(keeper.changed)

  const listen = process.env['HTTP_LISTEN'] ?? `127.0.0.1:${await freePort()}`
  const eventToken = randomBytes(16).toString('hex')
  bitrix.setHook({ url: `http://${listen}${eventsPath}`, token: eventToken })

  const assistant = startAssistant(clock, args, {
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    BITRIX24_WEBHOOK: bitrix.webhook,
    TELEMOST_API_ROOT: telemost.apiRoot,
    TELEMOST_OAUTH_TOKEN: telemost.token,
    LINK_CODE_SECRET: linkCodeSecret,
    HTTP_LISTEN: listen,
    BITRIX24_EVENT_TOKEN: eventToken,
    DIALOGS_WATCH: 'true',
  })
  assistant.on('message', (message: Heard | { readonly type: 'started' }) => {
    if (message.type === 'answered') answers.hear(message.answered)
    else announce(site.url)
  })
  await Promise.race([signalled(), exited(assistant)])
  assistant.kill('SIGTERM')
  await exited(assistant)
  await keeper.close()
}

function startAssistant(
  clock: MovableClock,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const entry = fileURLToPath(new URL('./assistant.ts', import.meta.url))
  const child = fork(entry, [String(clock.offsetMs()), ...args], {
    env: { LOG_FILE: `${folder}/assistant.log`, ...process.env, ...env },
  })
  clock.onMove(() => {
    if (child.connected) child.send({ type: 'clock', offsetMs: clock.offsetMs() } satisfies ClockMoved)
  })
  return child
}

/** Free at this moment: the portal has to know where the assistant will listen before it does. */
async function freePort(): Promise<number> {
  const probe = await listenOnLoopback(createServer(), 0)
  await probe.close()
  return probe.port
}

function announce(url: string): void {
  process.stdout.write(
    [
      '',
      'Помощник работает в песочнице: Telegram, Битрикс24 и Телемост — ненастоящие, всё остальное настоящее.',
      '',
      `  Откройте в браузере:  ${url}`,
      '',
      'Остановить — Ctrl+C. Настоящие бот и портал задаются в файле .env (образец — .env.example).',
      '',
    ].join('\n'),
  )
}

const firstPort = 8080
const portsTried = 20

/** The first free port from 8080 on, so that the address is the same from day to day. */
async function openSite(
  options: Omit<Parameters<typeof startSite>[0], 'port'>,
): ReturnType<typeof startSite> {
  const wished = Number(process.env['SANDBOX_PORT'] ?? firstPort)
  for (let port = wished; port < wished + portsTried; port += 1) {
    try {
      return await startSite({ ...options, port })
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') throw error
    }
  }
  return startSite({ ...options, port: 0 })
}

async function restore(): Promise<Saved | null> {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written below, by this program alone
    return JSON.parse(await readFile(stateFile, 'utf8')) as Saved
  } catch {
    // The first start, or a file from before: begin with the seeded company.
    return null
  }
}

interface Keeper {
  /** There is something to write at the next occasion. */
  readonly changed: () => void
  /** Writes once more, and stops. */
  close(): Promise<void>
}

/** Writes what `take` gives to the file, one writing after another. */
function createKeeper(take: () => Saved): Keeper {
  let isChanged = true
  let writing: Promise<void> = Promise.resolve()
  const keep = (): Promise<void> => {
    isChanged = false
    return (writing = writing.then(() => store(take())))
  }
  const timer = setInterval(() => void (isChanged && keep()), saveEveryMs)
  return {
    changed() {
      isChanged = true
    },
    async close() {
      clearInterval(timer)
      await keep()
    },
  }
}

async function store(saved: Saved): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(`${stateFile}.new`, JSON.stringify(saved))
  await rename(`${stateFile}.new`, stateFile)
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
}

function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => void child.once('exit', () => resolve()))
}
