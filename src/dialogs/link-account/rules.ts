/**
 * The numbers of linking and what follows from them. Pure: what happened so far goes in as counts, a decision comes out.
 *
 * Sources: NIST SP 800-63B 5.1.3.2 and 5.2.2, OWASP ASVS 5.0 chapter 6, OWASP cheat sheets (multifactor, forgot password).
 */
import type { LinkAttempt, LinkCount } from '../../store/links.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** So many within any stretch of this length. */
export interface Limit {
  readonly times: number
  readonly perMs: number
}

/** About 20 bits, the least NIST 5.1.3.2 and ASVS 6.5.4 accept, and only with every limit below. */
export const codeDigits = 6

/** NIST 5.1.3.2, ASVS 6.5.5. Counted from the request: from the sending, it would tell a sent code from none. */
export const attemptLifeMs = 10 * minuteMs

/** Wrong codes after which a code is dead: 5·10⁻⁶ to guess one. */
export const triesPerCode = 5

/** OWASP multifactor: a pause between codes. */
export const cooldownMs = minuteMs

export const chatRequestsPerHour: Limit = { times: 3, perMs: hourMs }
export const chatRequestsPerDay: Limit = { times: 5, perMs: dayMs }

/** Wrong codes that close a chat, for {@link chatClosedMs} from the last of them. */
export const chatWrongPerDay: Limit = { times: 10, perMs: dayMs }
export const chatClosedMs = dayMs

/** ASVS 6.6.4: nobody is bombed with codes, whichever chats ask for them. */
export const employeeCodesPerHour: Limit = { times: 3, perMs: hourMs }
export const employeeCodesPerDay: Limit = { times: 5, perMs: dayMs }

/** NIST 5.2.2: no more than 100 failures in a row on one account; then an administrator has to help. */
export const employeeFailuresMax = 100

/** What a whole office does not reach, an attack spread over many chats does. Closes linking for {@link breakerMs}. */
export const allRequestsPerHour: Limit = { times: 30, perMs: hourMs }
export const allWrongPerHour: Limit = { times: 200, perMs: hourMs }
export const breakerMs = hourMs

/** What has been asked for and failed so far, as a decision needs it. The `…Burst` counts end with the last event. */
export interface ChatPast {
  readonly requestsInHour: LinkCount
  readonly requestsInDay: LinkCount
  readonly wrongBurst: LinkCount
}

export interface EverybodysPast {
  readonly requestsBurst: LinkCount
  readonly wrongBurst: LinkCount
}

export interface EmployeePast {
  readonly sentInHour: number
  readonly sentInDay: number
  readonly failuresInARow: number
}

export type RequestDecision =
  | { readonly type: 'yes' }
  | { readonly type: 'cooldown'; readonly seconds: number }
  /** `entries`: whether a code that was sent before may still be typed. */
  | { readonly type: 'limit'; readonly untilMs: number; readonly entries: 'open' | 'closed' }

/** Whether this chat may ask for a code now. Knows nothing of whose code: so the answer cannot tell. */
export function mayRequest(chat: ChatPast, everybody: EverybodysPast, nowMs: number): RequestDecision {
  const entriesUntilMs = entriesClosedUntilMs(chat, everybody)
  const untilMs = Math.max(
    entriesUntilMs,
    fullUntilMs(chat.requestsInHour, chatRequestsPerHour),
    fullUntilMs(chat.requestsInDay, chatRequestsPerDay),
    closedUntilMs(everybody.requestsBurst, allRequestsPerHour, breakerMs),
  )
  if (untilMs > nowMs) return { type: 'limit', untilMs, entries: entriesUntilMs > nowMs ? 'closed' : 'open' }
  const readyMs = (chat.requestsInHour.newestAtMs ?? Number.NEGATIVE_INFINITY) + cooldownMs
  if (readyMs > nowMs) return { type: 'cooldown', seconds: Math.ceil((readyMs - nowMs) / 1000) }
  return { type: 'yes' }
}

/** Until when no code of this chat is looked at; in the past, or −∞, when codes are welcome. */
export function entriesClosedUntilMs(
  chat: Pick<ChatPast, 'wrongBurst'>,
  everybody: Pick<EverybodysPast, 'wrongBurst'>,
): number {
  return Math.max(
    closedUntilMs(chat.wrongBurst, chatWrongPerDay, chatClosedMs),
    closedUntilMs(everybody.wrongBurst, allWrongPerHour, breakerMs),
  )
}

/** Whether a code may be made for this employee, whoever asks. */
export function maySend(past: EmployeePast): boolean {
  return (
    past.sentInHour < employeeCodesPerHour.times &&
    past.sentInDay < employeeCodesPerDay.times &&
    !isClosed(past.failuresInARow)
  )
}

/** Linking is closed for an employee for whom so many codes in a row were wrong: even the right one is refused. */
export function isClosed(failuresInARow: number): boolean {
  return failuresInARow >= employeeFailuresMax
}

/** What an attempt is good for. `dead`: its tries are used up. */
export function standingOf(attempt: LinkAttempt | null, nowMs: number): 'live' | 'dead' | 'expired' {
  if (attempt === null) return 'expired'
  if (attempt.triesLeft <= 0) return 'dead'
  return nowMs < attempt.expiresAtMs ? 'live' : 'expired'
}

export function afterWrongCode(attempt: LinkAttempt): LinkAttempt {
  return { ...attempt, triesLeft: Math.max(0, attempt.triesLeft - 1) }
}

/** A limit frees its places one by one: when the oldest of the events that fill it leaves. */
function fullUntilMs(past: LinkCount, limit: Limit): number {
  if (past.times < limit.times || past.oldestAtMs === null) return Number.NEGATIVE_INFINITY
  return past.oldestAtMs + limit.perMs
}

/** A limit that closes something for a time of its own: counted from the event that reached it, which is the last. */
function closedUntilMs(burst: LinkCount, limit: Limit, closedMs: number): number {
  if (burst.times < limit.times || burst.newestAtMs === null) return Number.NEGATIVE_INFINITY
  return burst.newestAtMs + closedMs
}
