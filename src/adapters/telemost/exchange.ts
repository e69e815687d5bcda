import { parseJson, readBytes } from '../http/body.ts'
import { unsentCause } from '../http/unsent.ts'

export interface Answer {
  readonly type: 'answered'
  readonly status: number
  /** Undefined when it is not JSON. */
  readonly body: unknown
  readonly retryAfter: string | null
}

/** What one request came to. Errors of `fetch` are taken apart here, so that no address and no header gets any further. */
export type Exchange =
  | Answer
  /** No connection was made. */
  | { readonly type: 'unsent'; readonly cause: string }
  | { readonly type: 'lost'; readonly cause: 'timeout' | 'aborted' | 'connection' | 'too_long' }

export interface Request {
  /** POST when absent. */
  readonly method?: 'GET'
  readonly token: string
  readonly body?: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** More than this is no answer of this service. */
const answerBytesMax = 64 * 1024

export async function exchange(
  fetch: typeof globalThis.fetch,
  url: string,
  request: Request,
): Promise<Exchange> {
  const timeout = AbortSignal.timeout(request.timeoutMs)
  const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout])
  try {
    const response = await fetch(url, {
      method: request.method ?? 'POST',
      // The token goes to the address it was meant for, or nowhere.
      redirect: 'manual',
      signal,
      ...(request.body !== undefined && { body: request.body }),
      headers: {
        authorization: `OAuth ${request.token}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
    })
    const bytes = await readBytes(response, answerBytesMax)
    if (bytes === null) return { type: 'lost', cause: 'too_long' }
    const retryAfter = response.headers.get('retry-after')
    return { type: 'answered', status: response.status, body: parseJson(bytes), retryAfter }
  } catch (error) {
    const unsent = unsentCause(error)
    if (unsent !== null) return { type: 'unsent', cause: unsent }
    if (request.signal?.aborted === true) return { type: 'lost', cause: 'aborted' }
    return { type: 'lost', cause: timeout.aborted ? 'timeout' : 'connection' }
  }
}
