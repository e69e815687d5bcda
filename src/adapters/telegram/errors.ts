import { GrammyError, HttpError } from 'grammy'
import type { MessengerResult } from '../../ports/messenger.ts'
import { reachedNobody, RequestFailed, UnreadableAnswer } from './transport.ts'

/** A result that is not a success. */
export type Failure = Exclude<MessengerResult, { type: 'done' }>

/** What a failed call means, before anything is done about it. */
export type Verdict =
  | Failure
  /** An edit that would change nothing. */
  | { readonly type: 'unchanged' }
  /** It is there, and it is too old to be deleted. */
  | { readonly type: 'undeletable' }
  /** 429: wait. Bot API does not say whether the chat or the whole bot has to. */
  | { readonly type: 'limited'; readonly afterMs: number; readonly detail: string }
  /** The server does not take this part of the message; without it, it may. */
  | { readonly type: 'unfit'; readonly part: Part; readonly detail: string }

export type Part = 'spans' | 'links' | 'disabled'

/** Thrown where there is no result to return (see `readIdentity`). */
export class TelegramFailed extends Error {
  override name = 'TelegramFailed'
  readonly failure: Failure
  constructor(method: string, failure: Failure) {
    super(`${method}: ${detailOf(failure)}`)
    this.failure = failure
  }
}

/** How long to leave an unreachable server alone before the first repetition. */
const unreachableMs = 2_000
/** Used when a 429 names no `retry_after`. */
const unnamedWaitMs = 5_000

/**
 * Reads what grammY threw. Descriptions are matched by a fragment, ignoring case: the server changes their first letter
 * and adds to their end (telegram-bot-api, `fail_query_with_error`).
 */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof GrammyError) return answered(error)
  if (error instanceof HttpError) return unanswered(error.error)
  return { type: 'refused', reason: 'invalid', detail: error instanceof Error ? error.name : 'not an error' }
}

/** The verdict as a plain failure, for calls that have no message to make simpler and nothing to leave unchanged. */
export function failureOf(error: unknown): Failure {
  const verdict = verdictOf(error)
  if (verdict.type === 'limited') {
    return { type: 'later', afterMs: verdict.afterMs, scope: 'all', detail: verdict.detail }
  }
  if (verdict.type === 'unchanged' || verdict.type === 'undeletable' || verdict.type === 'unfit') {
    return { type: 'refused', reason: 'invalid', detail: detailOf(verdict) }
  }
  return verdict
}

/** One line for the log about a failed call. */
export function detailOf(verdict: Verdict): string {
  return 'detail' in verdict ? verdict.detail : verdict.type
}

function answered(error: GrammyError): Verdict {
  const detail = error.description.slice(0, 200)
  switch (error.error_code) {
    case 400:
      return badRequest(detail)
    case 401:
    case 404:
      return { type: 'misconfigured', detail }
    case 403:
      return { type: 'refused', reason: forbiddenReason(detail), detail }
    case 409:
      return { type: 'later', afterMs: unnamedWaitMs, scope: 'all', detail }
    case 429: {
      const seconds = error.parameters.retry_after
      return { type: 'limited', afterMs: seconds === undefined ? unnamedWaitMs : seconds * 1000, detail }
    }
    default:
      return error.error_code >= 500
        ? { type: 'uncertain', detail }
        : { type: 'refused', reason: 'invalid', detail }
  }
}

function badRequest(detail: string): Verdict {
  if (/message is not modified|message_not_modified/i.test(detail)) return { type: 'unchanged' }
  if (/message can't be deleted/i.test(detail)) return { type: 'undeletable' }
  if (/message to (edit|delete) not found|message can't be edited|message_id_invalid/i.test(detail)) {
    return { type: 'missing' }
  }
  if (/chat not found|user not found|peer_id_invalid/i.test(detail)) {
    return { type: 'refused', reason: 'no_chat', detail }
  }
  if (/entit|date-time/i.test(detail)) return { type: 'unfit', part: 'spans', detail }
  if (/button_url_invalid|wrong http url|button url/i.test(detail)) {
    return { type: 'unfit', part: 'links', detail }
  }
  // What a server older than Bot API 10.3 says to a button whose only field it does not know.
  if (/text buttons are unallowed|disabled/i.test(detail)) return { type: 'unfit', part: 'disabled', detail }
  return { type: 'refused', reason: 'invalid', detail }
}

function forbiddenReason(detail: string): 'blocked' | 'deactivated' | 'no_chat' | 'invalid' {
  if (/blocked by the user/i.test(detail)) return 'blocked'
  if (/deactivated/i.test(detail)) return 'deactivated'
  if (/can't initiate conversation|was kicked|not a member|can't send messages to/i.test(detail)) {
    return 'no_chat'
  }
  return 'invalid'
}

function unanswered(cause: unknown): Failure {
  if (cause instanceof RequestFailed) {
    return cause.stage === 'before'
      ? { type: 'later', afterMs: unreachableMs, scope: 'all', detail: cause.code }
      : { type: 'uncertain', detail: cause.code }
  }
  if (cause instanceof UnreadableAnswer) return unreadable(cause.status)
  // A client with a transport of its own (a bot we are a guest in) says it in the platform's codes.
  if (reachedNobody(cause))
    return { type: 'later', afterMs: unreachableMs, scope: 'all', detail: 'unreachable' }
  // The client's own backstop, or a fetch that broke its promise: either way the request may have gone out.
  return { type: 'uncertain', detail: 'no answer' }
}

function unreadable(status: number): Failure {
  const detail = `HTTP ${status} without a Bot API answer`
  if (status === 408 || status === 425 || status === 429) {
    return { type: 'later', afterMs: unnamedWaitMs, scope: 'all', detail }
  }
  return status >= 300 && status < 500 ? { type: 'misconfigured', detail } : { type: 'uncertain', detail }
}
