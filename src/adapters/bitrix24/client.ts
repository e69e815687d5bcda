import type { z } from 'zod'

import type { Clock, Randomness } from '../../ports/environment.ts'
import { readAnswer, readOperating } from './answer.ts'
import type { Operating } from './answer.ts'
import { judge, safeCode } from './errors.ts'
import { createLimiter, realSleep } from './limiter.ts'
import type { Limiter, Priority, Sleep } from './limiter.ts'
import { blockedBefore, createOperatingTracker } from './operating.ts'
import type { OperatingTracker } from './operating.ts'
import type { CallResult, UncertainCause } from './result.ts'
import { exchange } from './transport.ts'
import type { Exchange } from './transport.ts'
import { readWebhook } from './webhook.ts'

export interface CallOptions<T> {
  /** REST 3.0 lives beside REST 2 under another path and knows other methods. */
  readonly version: 2 | 3
  /**
   * A read is repeated freely; a write only when the portal surely did not do it, or under `idempotencyKey` once the
   * portal has been seen to keep keys.
   */
  readonly kind: 'read' | 'write'
  /** Shape of `result`; an answer of another shape is `uncertain`. */
  readonly schema: z.ZodType<T>
  /**
   * REST 3.0: 1–255 printable ASCII characters. For 24 h the portal answers the same key and the same bytes with what it
   * answered first. Only meaningful together with `body`.
   */
  readonly idempotencyKey?: string
  /** Sent byte for byte in place of the serialised `params`. */
  readonly body?: string
  readonly signal?: AbortSignal | undefined
  /** For one attempt. The portal itself gives up after 60 s. */
  readonly timeoutMs?: number
  /** Default `interactive`. */
  readonly priority?: Priority
}

export interface BitrixClient {
  /** `https://company.bitrix24.ru`: safe to show, holds no secret. */
  readonly portal: string
  /** The employee in whose name the portal acts, whoever asked. */
  readonly ownerId: number
  /** What each method has worked; whoever puts several calls into one request keeps the account. */
  readonly operating: OperatingTracker
  /** Calls one method. Never throws and never rejects: a failure of any kind is a {@link CallResult}. */
  call<T>(method: string, params: object, options: CallOptions<T>): Promise<CallResult<T>>
}

/** One attempt, without addresses, parameters, texts or e-mails: fit for any log. */
export interface CallLogEntry {
  readonly method: string
  readonly version: 2 | 3
  readonly attempt: number
  readonly ms: number
  /** HTTP status; 0 when no answer came. */
  readonly status: number
  readonly outcome: CallResult<unknown>['type']
  /** The portal's error code, or the cause of having none. */
  readonly code?: string
  /** Seconds this method has worked for the webhook in ten minutes. */
  readonly operating?: number
  /** The portal has moved: the setting needs the new address. */
  readonly redirected?: true
}

export interface BitrixClientDeps {
  /** `https://portal/rest/1/code/`; plain http for loopback only. */
  readonly webhook: string
  readonly clock: Clock
  readonly log: (entry: CallLogEntry) => void
  /** `attempts` includes the first one; `delayMs` doubles from one repeat to the next. */
  readonly retry: { readonly attempts: number; readonly delayMs: number }
  readonly fetch?: typeof globalThis.fetch
  /** Share one between all clients of a process: the portal counts by source address. */
  readonly limiter?: Limiter
  readonly sleep?: Sleep
  /** Seconds a method may work in ten minutes, where the cloud allows others than the documents' example. */
  readonly operatingCapSeconds?: number
  /** For jitter; without it delays are exact. */
  readonly randomness?: Pick<Randomness, 'integer'>
}

const readTimeoutMs = 20_000
const writeTimeoutMs = 55_000
const delayMaxMs = 30_000

/** The portal interrupts every request after 60 s (docs: limits.md). */
const portalLimitMs = 60_000
/** After a cut connection the portal's script usually runs on for a moment. */
const settleMs = 5000

/**
 * The only way to the portal: every attempt is paced by the limiter and logged, and repeated where that is safe.
 *
 * @throws RangeError when the webhook is not usable; the message does not repeat it.
 */
export function createBitrixClient(deps: BitrixClientDeps): BitrixClient {
  const { clock, retry, sleep = realSleep, fetch = globalThis.fetch, randomness } = deps
  const webhook = readWebhook(deps.webhook)
  const jitter = randomness === undefined ? {} : { randomness }
  const limiter = deps.limiter ?? createLimiter({ clock, sleep, ...jitter })
  const operating = createOperatingTracker({ clock }, deps.operatingCapSeconds)
  /** Whether this portal has shown that it knows `Idempotency-Key`: it echoes the header. */
  let keysKept = false

  return {
    portal: webhook.origin,
    ownerId: webhook.ownerId,
    operating,

    async call<T>(method: string, params: object, options: CallOptions<T>): Promise<CallResult<T>> {
      const body = options.body ?? JSON.stringify(params)
      let doubt: Uncertain | null = null
      for (let made = 1; ; made++) {
        const came = await attempt(method, body, options, made)
        // A later attempt that surely did nothing does not take back an earlier one that perhaps did.
        const result: CallResult<T> = doubt !== null && isUndone(came) ? doubt : came
        if (options.kind === 'write' && result.type === 'uncertain') doubt = result
        const waitMs = made < retry.attempts ? msToRepeat(came, options, made) : null
        if (waitMs === null) return result
        if (waitMs > 0) await sleep(waitMs, options.signal)
        if (options.signal?.aborted === true) return result
      }
    },
  }

  async function attempt<T>(
    method: string,
    body: string,
    options: CallOptions<T>,
    number: number,
  ): Promise<CallResult<T>> {
    const { version, kind, signal, idempotencyKey, priority = 'interactive' } = options
    const blocked = blockedBefore(operating, method, priority)
    if (blocked !== null) return blocked
    if (!(await limiter.take(priority, signal))) return { type: 'unreachable', cause: 'aborted' }

    const startedAtMs = clock.now()
    const came = await exchange(fetch, webhook.address(version, method), {
      body,
      timeoutMs: options.timeoutMs ?? (kind === 'read' ? readTimeoutMs : writeTimeoutMs),
      ...(signal === undefined ? {} : { signal }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    })
    const ms = clock.now() - startedAtMs
    const spent = came.type === 'answered' ? readOperating(came.raw.body) : null
    if (came.type === 'answered' && came.raw.keyEchoed) keysKept = true
    if (spent !== null) operating.note(method, spent.seconds, spent.resetAtMs)
    const result = settle(came, method, options, ms)
    deps.log({ method, version, attempt: number, ms, ...describe(came, result), ...operatingOf(spent) })
    return result
  }

  function settle<T>(came: Exchange, method: string, options: CallOptions<T>, ms: number): CallResult<T> {
    if (came.type === 'moved') return { type: 'config', kind: 'moved', code: 'MOVED' }
    if (came.type === 'unsent') return { type: 'unreachable', cause: came.cause }
    if (came.type === 'lost') return unclear(came.cause, ms)
    const answer = readAnswer(came.raw, options.schema)
    if (answer.type === 'good') {
      limiter.resume()
      return { type: 'ok', value: answer.value, next: answer.next, replayed: came.raw.replayed }
    }
    const verdict = judge(came.raw.status, answer)
    if (verdict.type === 'busy') return { type: 'rateLimited', afterMs: limiter.pause() }
    if (verdict.type === 'overworked') return { type: 'blocked', untilMs: operating.block(method) }
    return verdict.type === 'unclear' ? unclear(verdict.cause, ms) : verdict
  }

  /** Null: what came is final. */
  function msToRepeat<T>(result: CallResult<T>, options: CallOptions<T>, made: number): number | null {
    // The limiter holds everybody back, this call included.
    if (result.type === 'rateLimited') return 0
    if (result.type === 'unreachable') return result.cause === 'aborted' ? null : backoffMs(made)
    if (result.type !== 'uncertain' || !isPassing(result.cause)) return null
    if (options.kind === 'read') return backoffMs(made)
    // A portal that ignores the key would do the thing twice. One that keeps it may still run two requests that come
    // at once (docs: rest-v3.md), so the first gets its time to end.
    if (options.idempotencyKey === undefined || !keysKept || result.cause === 'timeout') return null
    return Math.max(backoffMs(made), result.settlesInMs)
  }

  function backoffMs(made: number): number {
    const ms = Math.min(retry.delayMs * 2 ** (made - 1), delayMaxMs)
    return ms + (randomness?.integer(Math.ceil(ms / 2) + 1) ?? 0)
  }
}

type Uncertain = Extract<CallResult<never>, { type: 'uncertain' }>

function isUndone(result: CallResult<unknown>): boolean {
  return ['rateLimited', 'blocked', 'unreachable', 'config'].includes(result.type)
}

function unclear(cause: UncertainCause, ms: number): Uncertain {
  const running = cause === 'timeout' || cause === 'aborted'
  return {
    type: 'uncertain',
    cause,
    settlesInMs: running ? Math.max(settleMs, portalLimitMs - ms) : settleMs,
  }
}

/** Whether another try may fare better. */
function isPassing(cause: UncertainCause): boolean {
  return cause !== 'aborted' && cause !== 'unexpected_shape' && cause !== 'too_long'
}

function describe(
  came: Exchange,
  result: CallResult<unknown>,
): Pick<CallLogEntry, 'status' | 'outcome' | 'code' | 'redirected'> {
  const status = came.type === 'answered' ? came.raw.status : came.type === 'unsent' ? 0 : came.status
  const code = codeOf(result)
  return {
    status,
    outcome: result.type,
    ...(code === null ? {} : { code }),
    ...(came.type === 'answered' && came.redirected ? { redirected: true } : {}),
  }
}

function codeOf(result: CallResult<unknown>): string | null {
  if (result.type === 'rejected') return safeCode(result.code)
  if (result.type === 'config') return result.code
  return result.type === 'uncertain' || result.type === 'unreachable' ? result.cause : null
}

function operatingOf(spent: Operating | null): Pick<CallLogEntry, 'operating'> {
  return spent === null ? {} : { operating: spent.seconds }
}
