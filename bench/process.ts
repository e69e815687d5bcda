/** The bot as a process of its own: how soon it answers after it was started, and how much memory it takes. */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { median } from './measuring.ts'
import type { Question, Report, Row } from './report.ts'
import { firstChat, openFolder, shippedDialogs, type Folder } from './scene.ts'
import { multiply, prepareTemplate } from './crowd.ts'

const starts = 3
const crowd = 100_000
/** Of the crowd so many say something, all different, before the memory is looked at. */
const talking = 2_000
const batch = 100

export const question: Question = {
  title: 'the bot as a process: from its start to its first answer, and its memory',
  ask,
}

async function ask(): Promise<Report> {
  await using folder = await openFolder()
  const bare: number[] = []
  const cold: Started[] = []
  for (let at = 0; at < starts; at += 1) {
    bare.push(await bareNode())
    cold.push(await startOnce(folder.path(`cold-${at}.db`), 0))
  }
  const again: Started[] = []
  for (let at = 0; at < starts; at += 1) again.push(await startOnce(folder.path('cold-0.db'), 0))
  const idle = again.map(({ idleMb }) => idleMb)
  const busy = await startOnce(await crowdedFile(folder), talking)
  const rows: Row[] = [
    { what: 'node alone, started and ended', value: `${median(bare).toFixed(0)} ms` },
    {
      what: 'first answer, database made on the way',
      value: `${median(cold.map(({ answerMs }) => answerMs)).toFixed(0)} ms`,
    },
    {
      what: 'first answer, database there',
      value: `${median(again.map(({ answerMs }) => answerMs)).toFixed(0)} ms`,
    },
    { what: 'memory after the first answer', value: `${median(idle).toFixed(0)} MB` },
    {
      what: `memory with ${crowd.toLocaleString('en')} chats in the middle of a task, after ${talking.toLocaleString('en')} of them went on`,
      value: `${busy.busyMb.toFixed(0)} MB`,
    },
  ]
  return {
    rows,
    ratios: [
      { what: 'memory with the crowd : with one chat', value: busy.busyMb / median(idle) },
      {
        what: 'first answer : node alone',
        value: median(again.map(({ answerMs }) => answerMs)) / median(bare),
      },
    ],
    notes: ['memory is VmRSS of the whole process, right after the last answer'],
  }
}

async function crowdedFile(folder: Folder): Promise<string> {
  const file = await prepareTemplate(folder, await shippedDialogs())
  multiply(file, crowd)
  return file
}

interface Started {
  readonly answerMs: number
  readonly idleMb: number
  readonly busyMb: number
}

/** Starts the bot, lets somebody write to it and then `more` others, and ends it. */
async function startOnce(file: string, more: number): Promise<Started> {
  const telegram = await openTelegram()
  const startedAt = performance.now()
  const child = startBot(file, telegram.origin)
  try {
    telegram.offer([firstChat + crowd + 1])
    await telegram.answered(1, child)
    const answerMs = performance.now() - startedAt
    const idleMb = memoryOf(child)
    for (let at = 0; at < more; at += batch) {
      telegram.offer(Array.from({ length: batch }, (_, nth) => firstChat + at + nth))
      await telegram.answered(1 + at + batch, child)
    }
    return { answerMs, idleMb, busyMb: memoryOf(child) }
  } finally {
    child.kill('SIGTERM')
    await new Promise((resolve) => child.once('exit', resolve))
    telegram.close()
  }
}

function startBot(file: string, origin: string): ChildProcess {
  const program = fileURLToPath(new URL('../bin/assistant.js', import.meta.url))
  return spawn(process.execPath, [program, 'bot'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'] ?? '',
      TELEGRAM_BOT_TOKEN: `1:${'a'.repeat(35)}`,
      TELEGRAM_API_ROOT: origin,
      BITRIX24_WEBHOOK: `${origin}/rest/1/secret/`,
      DATABASE_URL: `sqlite:${file}`,
      LOG_LEVEL: 'error',
    },
  })
}

async function bareNode(): Promise<number> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' })
  await new Promise((resolve) => child.once('exit', resolve))
  return performance.now() - startedAt
}

/** Resident memory of the process, in MB (Linux, `/proc`). */
function memoryOf(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024
}

/** Never the same twice: a database that is opened again has taken the earlier ones. */
let updateId = 0

interface Telegram {
  readonly origin: string
  /** Lets each of these people say something. */
  offer(chats: readonly number[]): void
  /** Resolves when so many people in all have been answered. @throws Error when the bot has ended before. */
  answered(people: number, child: ChildProcess): Promise<void>
  close(): void
}

/** As little of the Bot API as the bot needs to start, be told and answer. */
async function openTelegram(): Promise<Telegram> {
  const reached = new Set<unknown>()
  let waiting: { chat: number; id: number }[] = []
  let poll: ServerResponse | null = null
  const server: Server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()

  function give(): void {
    if (poll === null || waiting.length === 0) return
    const response = poll
    poll = null
    const updates = waiting
    waiting = []
    send(
      response,
      updates.map(({ chat, id }) => updateOf(id, chat)),
    )
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const method = request.url?.split('/').at(-1) ?? ''
    if (method === 'getUpdates') {
      poll = response
      give()
      return
    }
    if (method === 'sendMessage' || method === 'editMessageText') reached.add(chatOf(body))
    send(response, resultOf(method))
  }

  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    offer(chats) {
      for (const chat of chats) {
        updateId += 1
        waiting.push({ chat, id: updateId })
      }
      give()
    },
    async answered(people, child) {
      while (reached.size < people) {
        if (child.exitCode !== null) throw new Error(`The bot ended with ${child.exitCode}`)
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function chatOf(body: string): unknown {
  const value: unknown = JSON.parse(body)
  return typeof value === 'object' && value !== null && 'chat_id' in value ? value.chat_id : null
}

function updateOf(id: number, chat: number) {
  const person = { id: chat, first_name: 'Анна' }
  const from = { ...person, is_bot: false, language_code: 'ru' }
  const message = {
    message_id: id,
    date: 0,
    chat: { ...person, type: 'private' },
    from,
    text: 'завтра в 18:00',
  }
  return { update_id: id, message }
}

function resultOf(method: string): unknown {
  if (method === 'getMe') return { id: 1, is_bot: true, first_name: 'bench', username: 'bench_bot' }
  if (method === 'getMyCommands') return []
  if (method === 'sendMessage') return { message_id: 1, date: 0, chat: { id: 1, type: 'private' }, text: '' }
  return true
}

function send(response: ServerResponse, result: unknown): void {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ ok: true, result }))
}
