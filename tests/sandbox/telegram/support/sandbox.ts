import { startTelegramSandbox } from '../../../../sandbox/telegram/server.ts'
import type { TelegramSandbox, TelegramSandboxOptions } from '../../../../sandbox/telegram/server.ts'

/** A clock that stands still until it is moved. */
export interface TestClock {
  now(): number
  advance(ms: number): void
}

export function createTestClock(iso = '2026-11-23T09:00:00Z'): TestClock {
  let nowMs = Date.parse(iso)
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms
    },
  }
}

export const anna = {
  id: 501,
  firstName: 'Анна',
  lastName: 'Смирнова',
  username: 'smirnova',
  languageCode: 'ru',
}
export const igor = { id: 502, firstName: 'Игорь', languageCode: 'en-GB' }

export interface Setup extends AsyncDisposable {
  readonly sandbox: TelegramSandbox
  readonly clock: TestClock
  /** One raw request with a JSON body; the answer as it came. */
  call(method: string, params?: object): Promise<Answer>
  /** The result of a call that must succeed. */
  ok<T = Record<string, unknown>>(method: string, params?: object): Promise<T>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly ok: boolean
  readonly result?: unknown
  readonly error_code?: number
  readonly description?: string
  readonly parameters?: Record<string, unknown>
}

/** A server with Анна, who has said hello, and Игорь, who has not. */
export interface Update {
  readonly update_id: number
  readonly message?: Record<string, unknown>
  readonly edited_message?: Record<string, unknown>
  readonly callback_query?: Record<string, unknown>
  readonly my_chat_member?: Record<string, unknown>
}

export async function setUp(options: Partial<TelegramSandboxOptions> = {}): Promise<Setup> {
  const clock = createTestClock()
  const sandbox = await startTelegramSandbox({ clock, persons: [anna, igor], ...options })
  async function call(method: string, params: object = {}): Promise<Answer> {
    const response = await fetch(`${sandbox.apiRoot}/bot${sandbox.token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    })
    const body = (await response.json()) as Omit<Answer, 'status' | 'headers'>
    return { ...body, status: response.status, headers: response.headers }
  }
  if (options.restore === undefined) {
    const updateId = (await nextUpdate(() => sandbox.person(anna.id).say('Привет'))).update_id
    await call('getUpdates', { offset: updateId + 1 })
  }
  async function nextUpdate(cause: () => unknown): Promise<Update> {
    const waiting = call('getUpdates', { offset: -1, timeout: 5 })
    cause()
    return ((await waiting).result as Update[]).at(-1)!
  }
  return {
    sandbox,
    clock,
    call,
    async ok<T>(method: string, params?: object) {
      const answer = await call(method, params)
      if (!answer.ok) throw new Error(`${method}: ${answer.error_code} ${answer.description}`)
      return answer.result as T
    },
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  }
}
