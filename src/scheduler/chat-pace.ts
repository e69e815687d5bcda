import type { Clock } from '../ports/environment.ts'
import type { ChatId } from '../ports/identity.ts'

/** Bots FAQ: not more than one message a second to a chat; short bursts are let through, and then answered with 429. */
const perSecond = 1
const burst = 3
const chatsMax = 1_000

/** How much a chat has been sent of late, so that what can wait does not become too much. Counts for this process alone. */
export interface ChatPace {
  /** A message goes to the chat now. */
  sent(chat: ChatId): void
  /** In how many ms one more would be no more than the messenger allows; 0 for now. */
  waitMs(chat: ChatId): number
}

export function createChatPace(clock: Clock): ChatPace {
  const counted = new Map<ChatId, { readonly left: number; readonly atMs: number }>()

  function leftOf(chat: ChatId): number {
    const last = counted.get(chat)
    if (last === undefined) return burst
    // A clock that was set back must not make anybody wait.
    const passedMs = Math.abs(clock.now() - last.atMs)
    return Math.min(burst, last.left + (passedMs / 1_000) * perSecond)
  }

  return {
    sent(chat) {
      const left = Math.max(0, leftOf(chat) - 1)
      counted.delete(chat)
      counted.set(chat, { left, atMs: clock.now() })
      const [oldest] = counted.keys()
      if (counted.size > chatsMax && oldest !== undefined) counted.delete(oldest)
    },
    waitMs(chat) {
      const missing = 1 - leftOf(chat)
      return missing <= 0 ? 0 : Math.ceil((missing / perSecond) * 1_000)
    },
  }
}
