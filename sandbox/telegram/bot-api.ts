import type { Calls } from './calls.ts'
import type { FaultRule, Faults } from './faults.ts'
import { methodsByName } from './methods.ts'
import { leadingInteger } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import type { Polling } from './polling.ts'
import { Refusal } from './refusal.ts'
import { download } from './download.ts'
import type { ApiRequest, ApiResponse, FileRequest, FileResponse } from './transport.ts'
import type { World } from './world.ts'

/** Requests from the token to the answer, with faults in between and a record of what happened. */
export interface BotApi {
  /** @throws Refusal 401 for a wrong token. */
  answer(request: ApiRequest): Promise<ApiResponse>
  /** @throws Refusal 401 for a wrong token, 404 for a path that leads nowhere. */
  file(request: FileRequest): Promise<FileResponse>
  /** A method named in the answer to a webhook: done and recorded, its result is lost. */
  perform(method: string, parameters: Parameters): void
}

export interface BotApiParts {
  readonly token: string
  readonly world: World
  readonly polling: Polling
  readonly faults: Faults
  readonly calls: Calls
}

type Answered = Exclude<ApiResponse, 'cut'>

export function createBotApi({ token, world, polling, faults, calls }: BotApiParts): BotApi {
  async function answer(request: ApiRequest): Promise<ApiResponse> {
    checkToken(request.token, token)
    const fault = faults.strike(request.method, request.parameters)
    if (fault?.kind === 'drop') return 'cut'
    if (fault?.kind === 'delay') await delay(fault.delayMs, request.closed)
    const response = fault?.kind === 'error' ? faultResponse(fault) : await dispatch(request)
    if (request.method !== 'getupdates') record(request.method, request.parameters, response)
    return fault?.kind === 'apply-then-cut' ? 'cut' : response
  }

  async function dispatch({ method, parameters, closed }: ApiRequest): Promise<Answered> {
    if (method !== 'getupdates') return run(method, parameters)
    try {
      return { body: { ok: true, result: await polling.poll(parameters, closed) } }
    } catch (error) {
      return refused(error)
    }
  }

  function run(name: string, parameters: Parameters): Answered {
    try {
      const method = methodsByName.get(name)
      if (method === undefined) throw new Refusal(404, 'Not Found: method not found')
      return { body: { ok: true, ...method.run(world, parameters) } }
    } catch (error) {
      return refused(error)
    }
  }

  function record(method: string, parameters: Parameters, response: Answered): void {
    const refusal = 'refusal' in response ? response.refusal : undefined
    const chatId = leadingInteger(parameters.text('chat_id'))
    calls.add({
      method: methodsByName.get(method)?.name ?? method,
      params: parameters.sent,
      ok: refusal === undefined,
      ...(refusal === undefined ? {} : { errorCode: refusal.code, description: refusal.message }),
      atMs: world.clock.now(),
      ...(chatId === 0 ? {} : { chatId }),
    })
  }

  return {
    answer,
    file: (request) =>
      download({ world, faults, checkToken: (sent) => checkToken(sent, token), wait: delay }, request),
    perform: (method, parameters) => record(method, parameters, run(method, parameters)),
  }
}

/** @throws Refusal 401, worded differently for malformed and for unknown tokens (`ClientManager::send`). */
function checkToken(sent: string, token: string): void {
  const id = sent.split(':')[0] ?? ''
  if (sent.startsWith('0') || sent.length > 80 || !sent.includes(':')) {
    throw new Refusal(401, 'Unauthorized: invalid token specified')
  }
  if (!/^-?\d+$/.test(id)) throw new Refusal(421, 'Misdirected Request: unallowed token specified')
  if (sent !== token) throw new Refusal(401, 'Unauthorized')
}

function refused(error: unknown): Answered {
  if (error instanceof Refusal) return { refusal: error }
  throw error
}

function faultResponse({ code, description, retryAfter }: FaultRule & { kind: 'error' }): Answered {
  const byDefault =
    retryAfter === undefined ? 'Fault on request' : `Too Many Requests: retry after ${retryAfter}`
  const parameters = retryAfter === undefined ? undefined : { retry_after: retryAfter }
  return { refusal: new Refusal(code, description ?? byDefault, parameters) }
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
