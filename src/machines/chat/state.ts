/** Everything one chat is in the middle of, as it is stored: the stack of conversations and a little memory. */
import type { JsonObject } from '../../ports/json.ts'
import type { Wish } from '../conversation/wish.ts'
import { newContext } from '../statechart/context.ts'
import type { Frame } from '../conversation/frame.ts'
import { fromJson } from '../json.ts'
import type { Missed } from '../conversation/missed.ts'

export interface ChatState {
  /** The stack of conversations: the last one is the one the person talks to. */
  readonly frames: readonly Frame[]
  /** Conversations ever begun in this chat; numbers the next. */
  readonly conversations: number
  /** How the messenger knows the person. Hostile text: only ever shown escaped, and cut. */
  readonly person: { readonly firstName: string; readonly lastName?: string; readonly username?: string }
  /** "You are in the middle of something": what was wanted, and the card that asks. */
  readonly digression?: Digression
  /** The card that asks what shall become of a message or a file, until something else has begun. */
  readonly offer?: string
  /** The card that is the last message of the chat; null once anything stands below it. */
  readonly bottom: string | null
  /** What the person has not been shown, because they had the bot blocked. */
  readonly missed?: Missed
  /** The menu of commands this chat was given of its own, by its mark. */
  readonly menu?: string
  /** When the person last let the bot in again. */
  readonly awakeAtMs?: number
  /** The last press, so that the second tap of a double one changes nothing. */
  readonly pressed?: { readonly data: string; readonly atMs: number }
  /** How much the person may still do before being asked to slow down. */
  readonly allowance: { readonly tokens: number; readonly atMs: number; readonly warned?: true }
  /** Which message of the person was taken as the answer to which step, for when it is edited. */
  readonly answeredBy?: { readonly messageId: number; readonly conversation: string; readonly step: string }
}

export interface Digression {
  readonly dialog: string
  readonly wish: Wish
  readonly token: string
  /** The conversation the person was in when it was asked. */
  readonly about?: string
}

export const allowanceMax = 20

export function newChatState(person: ChatState['person'], nowMs: number): ChatState {
  return {
    frames: [],
    conversations: 0,
    person,
    bottom: null,
    allowance: { tokens: allowanceMax, atMs: nowMs },
  }
}

/** A stored state; what an older version of the program did not yet keep is as it is at the start. */
export function readChatState(stored: JsonObject): ChatState {
  const state = fromJson<ChatState>(stored)
  const start = newContext({})
  return {
    ...state,
    frames: state.frames.map((frame) => ({ ...frame, context: { ...start, ...frame.context } })),
  }
}

/** A place no chart has: whoever stands there is walked to where their answers lead. */
const nowhere = { '': '' }

/**
 * The state without conversations on definitions that are `lost`: each goes on with its answers on the present
 * definition of its dialog; what it was waiting for is not waited for any more. Where there is no such dialog either,
 * it is over.
 */
export function rehomed(
  state: ChatState,
  lost: ReadonlySet<string>,
  present: (dialog: string) => { readonly hash: string } | undefined,
): ChatState {
  if (lost.size === 0) return state
  const frames = state.frames.flatMap((frame): readonly Frame[] => {
    const hash = present(frame.dialog)?.hash
    if (!lost.has(frame.hash)) return [frame]
    if (hash === undefined) return []
    const { call: _call, ...rest } = frame
    return [{ ...rest, hash, value: frame.value === null ? null : nowhere, timers: {} }]
  })
  return { ...state, frames }
}

const refillPerMs = allowanceMax / 60_000

/**
 * Twenty actions a minute, in a bucket that refills evenly (security rules: resource exhaustion).
 *
 * @returns whether the action may be taken, and if not, whether the person is still to be told.
 */
export function spendAllowance(
  state: ChatState,
  nowMs: number,
): { readonly state: ChatState; readonly allowed: boolean; readonly warn: boolean } {
  const { tokens, atMs, warned } = state.allowance
  const filled = Math.min(allowanceMax, tokens + Math.max(0, nowMs - atMs) * refillPerMs)
  if (filled >= 1)
    return { state: { ...state, allowance: { tokens: filled - 1, atMs: nowMs } }, allowed: true, warn: false }
  return {
    state: { ...state, allowance: { tokens: filled, atMs: nowMs, warned: true } },
    allowed: false,
    warn: warned !== true,
  }
}
