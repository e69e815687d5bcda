/**
 * `npm start` without a bot's token: the pretended Telegram and Bitrix24 on this machine, the page that shows both, and
 * the assistant itself as a process of its own, which knows them by their addresses alone.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Json } from '../src/ports.ts'
import { startBitrixSandbox } from './bitrix24/server.ts'
import { people } from './people.ts'
import { startSite } from './site.ts'
import { startTelegramSandbox } from './telegram/server.ts'

const folder = './data'
const stateFile = `${folder}/sandbox.json`
const saveEveryMs = 2_000

interface Saved {
  readonly telegram: Json
  readonly bitrix: Json
  readonly linkCodeSecret: string
}

/** Runs until a signal arrives. */
export async function start(): Promise<void> {
  const clock = { now: () => Date.now() }
  const saved = await restore()
  await using telegram = await startTelegramSandbox({
    clock,
    persons: people,
    ...(saved && { restore: saved.telegram }),
  })
  await using bitrix = await startBitrixSandbox({ clock, ...(saved && { restore: saved.bitrix }) })
  await using site = await openSite({ telegram, bitrix, clock })
  const linkCodeSecret = saved?.linkCodeSecret ?? randomBytes(32).toString('hex')
  const save = (): Promise<void> =>
    store({ telegram: telegram.save(), bitrix: bitrix.save(), linkCodeSecret })
  const saving = setInterval(() => void save(), saveEveryMs)

  const assistant = fork(fileURLToPath(new URL('../bin/assistant.js', import.meta.url)), ['start'], {
    env: {
      LOG_FILE: `${folder}/assistant.log`,
      ...process.env,
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      BITRIX24_WEBHOOK: bitrix.webhook,
      LINK_CODE_SECRET: linkCodeSecret,
    },
  })
  assistant.once('message', () => announce(site.url))
  await Promise.race([signalled(), exited(assistant)])
  clearInterval(saving)
  assistant.kill('SIGTERM')
  await exited(assistant)
  await save()
}

function announce(url: string): void {
  process.stdout.write(
    [
      '',
      'Помощник работает в песочнице: Telegram и Битрикс24 — ненастоящие, всё остальное настоящее.',
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
