/**
 * Milliseconds from a person's message reaching the assistant to its reply leaving it: the whole application against a
 * bare HTTP server that hands out one update at a time and notes when the reply request comes in.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp } from '../src/app.ts'
import { readConfig } from '../src/config/read-config.ts'
import { quantile } from './measuring.ts'
import type { Question, Report } from './report.ts'

const messages = 500
const warmUp = 50

export const question: Question = {
  title: "from a person's message reaching the assistant to its reply leaving it, over HTTP",
  ask,
}

async function ask(): Promise<Report> {
  const talk = createTalk()
  const server = createServer((request, response) => void talk.answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const { config } = readConfig({
    TELEGRAM_BOT_TOKEN: `1:${'a'.repeat(35)}`,
    TELEGRAM_API_ROOT: origin,
    BITRIX24_WEBHOOK: `${origin}/rest/1/secret/`,
    DATABASE_URL: `sqlite:${folder}/bench.db`,
  })
  if (config === null) throw new Error('the configuration of the measurement is wrong')
  {
    await using _app = await openApp(config, { roles: ['bot'], log: () => {} })
    await talk.done
  }
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true })
  const waits = talk.waits.slice(warmUp)
  const ms = (share: number) => quantile(waits, share).toFixed(2)
  return {
    rows: [{ messages: waits.length, 'median, ms': ms(0.5), 'p95, ms': ms(0.95), 'p99, ms': ms(0.99) }],
  }
}

interface Talk {
  readonly waits: readonly number[]
  readonly done: Promise<void>
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>
}

/** Telegram's side: every person writes once, and the next update leaves when the last is answered. */
function createTalk(): Talk {
  const waits: number[] = []
  let given = 0
  let givenAt = 0
  let waiting: (() => void) | null = null
  const done = Promise.withResolvers<void>()
  return { waits, done: done.promise, answer }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for await (const _chunk of request) void _chunk
    const method = request.url?.split('/').at(-1) ?? ''
    if (method === 'getUpdates') return giveNext(response)
    if (method === 'sendMessage') {
      waits.push(performance.now() - givenAt)
      waiting?.()
    }
    send(response, resultOf(method, given))
  }

  function giveNext(response: ServerResponse): void {
    if (waits.length < given) {
      waiting = () => giveNext(response)
      return
    }
    waiting = null
    if (given >= messages) {
      done.resolve()
      setTimeout(() => send(response, []), 50)
      return
    }
    given += 1
    const id = 10_000 + given
    const from = { id, is_bot: false, first_name: 'Анна', language_code: 'ru' }
    const message = {
      message_id: given,
      date: 0,
      chat: { id, type: 'private', first_name: 'Анна' },
      from,
      text: 'Добрый день',
    }
    send(response, [{ update_id: given, message }])
    givenAt = performance.now()
  }
}

function resultOf(method: string, given: number): unknown {
  if (method === 'getMe') return { id: 1, is_bot: true, first_name: 'bench', username: 'bench_bot' }
  if (method === 'getMyCommands') return []
  if (method === 'sendMessage')
    return { message_id: given, date: 0, chat: { id: 1, type: 'private' }, text: '' }
  return true
}

function send(response: ServerResponse, result: unknown): void {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ ok: true, result }))
}
