import { GrammyError } from 'grammy'
import { detailOf, failureOf } from './errors.ts'
import type { LogEntry } from './log.ts'

/** Why a `getUpdates` brought nothing, and what the poller does about it. */
export interface PollTrouble {
  readonly level: LogEntry['level']
  /** For the operator. */
  readonly message: string
  readonly detail: string
  /** The Bot API itself refuses the token or the method: asking again is useless. */
  readonly final: boolean
  /** The pause after the `failures`-th failure in a row, ms. */
  pauseMs(failures: number): number
}

const firstPauseMs = 1_000
const firstConflictPauseMs = 5_000
const pauseMsMax = 30_000

export function troubleOf(error: unknown): PollTrouble {
  const failure = failureOf(error)
  const detail = detailOf(failure)
  const code = error instanceof GrammyError ? error.error_code : null
  const conflict = code === 409
  const askedMs = failure.type === 'later' && !conflict ? failure.afterMs : 0
  // Only the Bot API's own word is final: a gateway's 404 passes when the gateway's trouble does.
  const final = code === 401 || code === 404
  return {
    level: conflict || final ? 'error' : 'warn',
    message: messageOf(detail, conflict, final),
    detail,
    final,
    pauseMs: (failures) =>
      Math.max(askedMs, growing(conflict ? firstConflictPauseMs : firstPauseMs, failures)),
  }
}

/** The pause after the `failures`-th time a batch could not be stored, ms: 1, 2, 4 … 30 s. */
export function storingPauseMs(failures: number): number {
  return growing(firstPauseMs, failures)
}

function growing(firstMs: number, failures: number): number {
  return Math.min(firstMs * 2 ** Math.min(failures - 1, 10), pauseMsMax)
}

function messageOf(detail: string, conflict: boolean, final: boolean): string {
  if (final) return 'telegram refuses the token or the address, polling ends'
  if (!conflict) return 'telegram did not answer getUpdates'
  return /webhook/i.test(detail)
    ? 'a webhook is set for this bot: remove it (deleteWebhook) or run with TELEGRAM_MODE=webhook'
    : 'another instance is asking for the updates of this bot'
}
