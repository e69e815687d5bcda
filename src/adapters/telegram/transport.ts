import type { Log } from './log.ts'

/** The part of `fetch` this adapter uses. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
    readonly signal: AbortSignal
    readonly redirect: 'manual'
  },
) => Promise<Response>

/**
 * No answer came. `stage` says whether the request can have reached the server: `before` it was written (refused
 * connection, unknown host, failed TLS), or `after` (timeout, cut connection, cancelled under way).
 */
export class RequestFailed extends Error {
  override name = 'RequestFailed'
  readonly method: string
  readonly stage: 'before' | 'after'
  /** The system's or our own code: `ECONNREFUSED`, `TIMEOUT`, `CANCELLED`… */
  readonly code: string
  constructor(method: string, stage: 'before' | 'after', code: string) {
    super(`${method}: no answer (${code})`)
    this.method = method
    this.stage = stage
    this.code = code
  }
}

/** Something answered, and it was not the Bot API: a gateway's error page, a login page, a wrong address. */
export class UnreadableAnswer extends Error {
  override name = 'UnreadableAnswer'
  readonly method: string
  readonly status: number
  constructor(method: string, status: number) {
    super(`${method}: HTTP ${status} without a Bot API answer`)
    this.method = method
    this.status = status
  }
}

/** What grammY hands to its `fetch` option. Its signal is a polyfill that the platform's `fetch` does not accept. */
interface GrammyInit {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly signal: {
    readonly aborted: boolean
    addEventListener(type: 'abort', listener: () => void): void
    removeEventListener(type: 'abort', listener: () => void): void
  }
}

interface Answer {
  json(): Promise<unknown>
}

interface TransportOptions {
  readonly token: string
  readonly fetch: Fetch
  readonly log: Log
  readonly timeoutMs: (method: string) => number
}

/**
 * grammY's `fetch`, with a hard limit per request and errors that are safe to show. The answer is read to its end here,
 * because the limit has to cover the body too.
 *
 * The promise rejects with {@link RequestFailed} or {@link UnreadableAnswer} only.
 */
export function createTransport(
  options: TransportOptions,
): (url: string, init: GrammyInit) => Promise<Answer> {
  const redact = redactor(options.token)
  return async function request(url, init) {
    const method = url.slice(url.lastIndexOf('/') + 1)
    try {
      const { status, body } = await exchange(options, method, url, init)
      const envelope = readEnvelope(redact(body))
      if (envelope === null) throw new UnreadableAnswer(method, status)
      return { json: () => Promise.resolve(envelope) }
    } catch (error) {
      const message = error instanceof Error ? error.message : 'request failed'
      options.log({ level: 'debug', message: 'telegram request failed', method, detail: redact(message) })
      throw error
    }
  }
}

async function exchange(
  options: TransportOptions,
  method: string,
  url: string,
  init: GrammyInit,
): Promise<{ status: number; body: string }> {
  if (init.signal.aborted) throw new RequestFailed(method, 'before', 'CANCELLED')
  const controller = new AbortController()
  let stopped: 'TIMEOUT' | 'CANCELLED' | null = null
  function stop(why: 'TIMEOUT' | 'CANCELLED'): void {
    stopped ??= why
    controller.abort()
  }
  const cancel = (): void => stop('CANCELLED')
  const timer = setTimeout(() => stop('TIMEOUT'), options.timeoutMs(method))
  init.signal.addEventListener('abort', cancel)
  try {
    const response = await options.fetch(url, {
      method: init.method ?? 'POST',
      headers: init.headers ?? {},
      body: typeof init.body === 'string' ? init.body : '',
      signal: controller.signal,
      // A redirect would carry the token, which is part of the path, to whoever is named there.
      redirect: 'manual',
    })
    return { status: response.status, body: await response.text() }
  } catch (error) {
    throw stopped === null ? networkFailure(method, error) : new RequestFailed(method, 'after', stopped)
  } finally {
    clearTimeout(timer)
    init.signal.removeEventListener('abort', cancel)
  }
}

/** Codes of Node and its HTTP client that only occur while a connection is being made. */
const connectCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_PROXY_TUNNEL',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** Whether what a client threw says that the request cannot have reached the server. */
export function reachedNobody(error: unknown): boolean {
  return causesOf(error).some(isBeforeWriting)
}

function networkFailure(method: string, error: unknown): RequestFailed {
  const causes = causesOf(error)
  const code = causes.map((cause) => property(cause, 'code')).find((value) => value !== null) ?? 'NETWORK'
  return new RequestFailed(method, reachedNobody(error) ? 'before' : 'after', code)
}

function isBeforeWriting(cause: object): boolean {
  const syscall = property(cause, 'syscall')
  return (
    connectCodes.has(property(cause, 'code') ?? '') ||
    syscall === 'connect' ||
    syscall === 'getaddrinfo' ||
    // Node reports a connection that is cut during the TLS handshake as ECONNRESET with this text.
    (property(cause, 'message') ?? '').includes('before secure TLS connection was established')
  )
}

function causesOf(error: unknown, depth = 0): object[] {
  if (typeof error !== 'object' || error === null || depth > 4) return []
  return [error, ...causesOf('cause' in error ? error.cause : null, depth + 1)]
}

function property(from: object, name: string): string | null {
  const value: unknown = Reflect.get(from, name)
  return typeof value === 'string' ? value : null
}

/** Bot API answers are `{ok: true, result}` or `{ok: false, error_code, description, parameters?}`; null for anything else. */
function readEnvelope(body: string): object | null {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== 'object' || value === null || !('ok' in value)) return null
    if (value.ok === true) return 'result' in value ? value : null
    const refused = 'error_code' in value && 'description' in value
    return refused && typeof value.error_code === 'number' && typeof value.description === 'string'
      ? value
      : null
  } catch {
    return null
  }
}

/** Removes every form in which the token could come back in an answer that quotes our own address. */
function redactor(token: string): (text: string) => string {
  const secret = token.slice(token.indexOf(':') + 1)
  return (text) => text.replaceAll(token, '<token>').replaceAll(secret, '<token>')
}
