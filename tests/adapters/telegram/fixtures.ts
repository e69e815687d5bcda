import { createTelegramClient, type TelegramClientOptions } from '../../../src/adapters/telegram/client.ts'
import type { LogEntry } from '../../../src/adapters/telegram/log.ts'
import { createMessenger } from '../../../src/adapters/telegram/messenger.ts'
import { toChatId } from '../../../src/ports/identity.ts'
import type { Message } from '../../../src/ports/message.ts'
import { type Call, type Script, startScriptedServer } from './scripted-server.ts'

export const token = '123456:AAtest-SECRET_part'
export const secret = 'AAtest-SECRET_part'

/** Анна Смирнова, who talks to the bot in these tests. */
export const anna = toChatId(4001)
export const boris = toChatId(4002)

export function plain(text: string, rows: Message['rows'] = []): Message {
  return { text, spans: [], rows }
}

export function createLog(): { entries: LogEntry[]; log: (entry: LogEntry) => void } {
  const entries: LogEntry[] = []
  return { entries, log: (entry) => void entries.push(entry) }
}

export function createClock(startMs = Date.UTC(2026, 10, 24, 6)): {
  now(): number
  advance(ms: number): void
} {
  let nowMs = startMs
  return {
    now: () => nowMs,
    advance(ms) {
      nowMs += ms
    },
  }
}

/** The whole adapter over real HTTP, in front of a server that follows the script. */
export async function startAdapter(
  answer: (call: Call, index: number) => Script | Promise<Script>,
  options: Pick<TelegramClientOptions, 'timeoutMs'> = {},
) {
  const server = await startScriptedServer(answer)
  const clock = createClock()
  const { entries, log } = createLog()
  const api = createTelegramClient({ token, apiRoot: server.apiRoot, log, ...options })
  const messenger = createMessenger({ api, log, clock })
  return {
    server,
    clock,
    entries,
    log,
    api,
    messenger,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

export const sent = { result: { message_id: 77, date: 1, chat: { id: 4001, type: 'private' } } }
