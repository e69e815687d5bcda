import { unsentCause } from '../http/unsent.ts'
import { AnswerTooLong, readRaw } from './answer.ts'
import type { RawAnswer } from './answer.ts'
import type { UncertainCause } from './result.ts'
import { redirectTarget } from './webhook.ts'

/** What one POST came to. Nothing in it can hold an address: undici puts URLs, and with them the secret, into errors. */
export type Exchange =
  | { readonly type: 'answered'; readonly raw: RawAnswer; readonly redirected: boolean }
  /** Sent elsewhere, to where the secret must not go, or sent around in a circle. */
  | { readonly type: 'moved'; readonly status: number }
  /** No connection: the request never left. */
  | { readonly type: 'unsent'; readonly cause: string }
  | { readonly type: 'lost'; readonly cause: UncertainCause; readonly status: number }

export interface Request {
  readonly body: string
  readonly idempotencyKey?: string
  /** The caller's own; `timeoutMs` runs besides. */
  readonly signal?: AbortSignal
  readonly timeoutMs: number
}

const userAgent = 'bitrix24-telegram-assistant/0.1'

/**
 * Posts JSON and reads the whole answer. A renamed portal answers 302 to the old address; `fetch` would follow it as a
 * GET without the body, so the one allowed hop is made here, as a POST.
 */
export async function exchange(
  fetch: typeof globalThis.fetch,
  address: URL,
  request: Request,
): Promise<Exchange> {
  const timeout = AbortSignal.timeout(request.timeoutMs)
  const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout])
  let status = 0
  try {
    let response = await post(fetch, address, request, signal)
    const redirected = isRedirect(response.status)
    if (redirected) {
      await response.body?.cancel()
      const target = redirectTarget(address, response.headers.get('location'))
      if (target === null) return { type: 'moved', status: response.status }
      response = await post(fetch, target, request, signal)
      if (isRedirect(response.status)) {
        await response.body?.cancel()
        return { type: 'moved', status: response.status }
      }
    }
    status = response.status
    return { type: 'answered', raw: await readRaw(response), redirected }
  } catch (error) {
    if (error instanceof AnswerTooLong) return { type: 'lost', cause: 'too_long', status }
    const unsent = unsentCause(error)
    if (unsent !== null) return { type: 'unsent', cause: unsent }
    if (request.signal?.aborted === true) return { type: 'lost', cause: 'aborted', status }
    return { type: 'lost', cause: timeout.aborted ? 'timeout' : 'connection', status }
  }
}

function post(
  fetch: typeof globalThis.fetch,
  address: URL,
  request: Request,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(address, {
    method: 'POST',
    redirect: 'manual',
    signal,
    body: request.body,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': userAgent,
      ...(request.idempotencyKey === undefined ? {} : { 'idempotency-key': request.idempotencyKey }),
    },
  })
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}
