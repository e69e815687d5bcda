export interface Answer {
  readonly type: 'answered'
  readonly status: number
  /** Undefined when it is not JSON. */
  readonly body: unknown
  readonly retryAfter: string | null
}

/** What one POST came to. Errors of `fetch` are taken apart here, so that no address and no header gets any further. */
export type Exchange =
  | Answer
  /** No connection was made. */
  | { readonly type: 'unsent'; readonly cause: string }
  | { readonly type: 'lost'; readonly cause: 'timeout' | 'aborted' | 'connection' | 'too_long' }

export interface Request {
  readonly token: string
  readonly body: string
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
      method: 'POST',
      // The token goes to the address it was meant for, or nowhere.
      redirect: 'manual',
      signal,
      body: request.body,
      headers: {
        authorization: `OAuth ${request.token}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
    })
    const text = await readText(response)
    if (text === null) return { type: 'lost', cause: 'too_long' }
    const retryAfter = response.headers.get('retry-after')
    return { type: 'answered', status: response.status, body: parseJson(text), retryAfter }
  } catch (error) {
    const unsent = unsentCause(error)
    if (unsent !== null) return { type: 'unsent', cause: unsent }
    if (request.signal?.aborted === true) return { type: 'lost', cause: 'aborted' }
    return { type: 'lost', cause: timeout.aborted ? 'timeout' : 'connection' }
  }
}

/** Null: longer than {@link answerBytesMax}. */
async function readText(response: Response): Promise<string | null> {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  // Leaving the loop early cancels the stream, so the rest is never downloaded.
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > answerBytesMax) return null
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The system call tells a connection that was refused from one that broke later. */
function unsentCause(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : undefined
  if (!(cause instanceof Error)) return null
  const code = property(cause, 'code') ?? 'connect'
  if (
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    /^(?:CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/u.test(code)
  ) {
    return code
  }
  const parts: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [cause]
  const early = parts.every((part) => /^(?:connect|getaddrinfo)$/u.test(property(part, 'syscall') ?? ''))
  return early && parts.length > 0 ? code : null
}

function property(value: unknown, name: 'code' | 'syscall'): string | null {
  if (typeof value !== 'object' || value === null || !(name in value)) return null
  const found: unknown = Reflect.get(value, name)
  return typeof found === 'string' ? found : null
}
