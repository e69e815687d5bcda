import type { Json, JsonObject } from '../../../src/ports/json.ts'
import {
  startBitrixSandbox,
  type BitrixSandbox,
  type BitrixSandboxOptions,
} from '../../../sandbox/bitrix24/server.ts'

/** Monday, 23 November 2026, noon in Moscow. */
export const noonMs = Date.parse('2026-11-23T09:00:00Z')

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: JsonObject
  readonly result: Json | undefined
}

export interface TestPortal extends AsyncDisposable {
  readonly sandbox: BitrixSandbox
  /** Moves the sandbox clock. */
  pass(ms: number): void
  v2(method: string, params?: Json, headers?: Record<string, string>): Promise<Reply>
  v3(method: string, params?: Json, headers?: Record<string, string>): Promise<Reply>
  /** Any request; `path` is relative to the webhook. */
  send(path: string, init?: RequestInit): Promise<Response>
}

/** The sandbox with a clock that stands still until told, spoken to over real HTTP. */
export async function startPortal(options: Partial<BitrixSandboxOptions> = {}): Promise<TestPortal> {
  let nowMs = noonMs
  const sandbox = await startBitrixSandbox({ clock: { now: () => nowMs }, ...options })
  const send = (path: string, init?: RequestInit) =>
    fetch(new URL(path, sandbox.webhook), { redirect: 'manual', ...init })
  const post = async (address: string, params: Json, headers: Record<string, string>): Promise<Reply> => {
    const response = await send(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(params),
    })
    const body = (await response.json()) as JsonObject
    return { status: response.status, headers: response.headers, body, result: body['result'] }
  }
  return {
    sandbox,
    pass: (ms) => (nowMs += ms),
    v2: (method, params = {}, headers = {}) => post(method, params, headers),
    v3: (method, params = {}, headers = {}) => post(v3Address(sandbox) + method, params, headers),
    send,
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  }
}

export function v3Address(sandbox: BitrixSandbox): string {
  return sandbox.webhook.replace('/rest/', '/rest/api/')
}

/** The rows of a list answer. */
export function rows(reply: Reply): readonly JsonObject[] {
  const { result } = reply
  const list = Array.isArray(result)
    ? result
    : ((result as JsonObject)['tasks'] ?? (result as JsonObject)['items'])
  return list as readonly JsonObject[]
}

export function taskOf(reply: Reply): JsonObject {
  return (reply.result as JsonObject)['task'] as JsonObject
}

export function itemOf(reply: Reply): JsonObject {
  return (reply.result as JsonObject)['item'] as JsonObject
}
