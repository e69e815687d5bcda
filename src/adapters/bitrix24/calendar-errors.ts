import type { Failure } from './errors.ts'
import { safeCode, toFailure } from './errors.ts'
import type { CallResult } from './result.ts'

/** The only two words looked for in the calendar's sentences, which have no codes (docs: `"error": ""`). */
const access = /access denied|доступ запрещ/iu
const section = /section|календар/iu

/**
 * A failed call of the calendar. Its refusals carry nothing but a sentence in the language of the webhook's owner; what
 * we send is checked beforehand, so what remains is `denied` or `rejected`.
 */
export function toCalendarFailure(
  method: string,
  kind: 'read' | 'write',
  result: Exclude<CallResult<unknown>, { type: 'ok' }>,
  nowMs: number,
): Failure {
  if (result.type !== 'rejected') return toFailure(method, kind, result, nowMs)
  const { status, code, text } = result
  const isOwners = code.toUpperCase() === 'INVALID_CREDENTIALS'
  const about = section.test(text) ? ', about a section' : ''
  const detail = `${method}: ${status} ${safeCode(code)}${about}`
  if (!isOwners && !access.test(text)) return refuse('rejected', detail)
  // An employee's own calendar is closed to nobody but the webhook's owner.
  if (!isOwners && method !== 'calendar.event.add') return refuse('denied', detail)
  return { ...refuse('denied', detail), trouble: { kind: 'portal_owner', at: method } }
}

export function refuse(reason: string, detail: string): Failure {
  return { ok: false, reason, detail }
}
