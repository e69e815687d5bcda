import type { Clock } from '../../ports/environment.ts'
import type { ChatId } from '../../ports/identity.ts'

/** Bot API allows about one message a second to a chat; a burst older than this no longer explains a refusal. */
const burstMs = 3_000
const chatsMax = 1_000

export interface FloodScope {
  /** A request to the chat is about to go out. */
  sending(chat: ChatId): void
  /** The chat was refused with 429 for `afterMs`: who has to wait? */
  limited(chat: ChatId, afterMs: number): 'chat' | 'all'
}

/**
 * Decides whether a 429 concerns one chat or the whole bot, which Bot API does not say. It is the chat's own only when
 * we have just sent it several messages and no other chat is waiting out a 429 at the same time.
 */
export function createFloodScope(clock: Clock): FloodScope {
  const recent = new Map<ChatId, { readonly atMs: number; readonly burst: boolean }>()
  const waiting = new Map<ChatId, number>()
  return {
    sending(chat) {
      const nowMs = clock.now()
      const last = recent.get(chat)
      recent.delete(chat)
      recent.set(chat, { atMs: nowMs, burst: last !== undefined && nowMs - last.atMs < burstMs })
      const [oldest] = recent.keys()
      if (recent.size > chatsMax && oldest !== undefined) recent.delete(oldest)
    },
    limited(chat, afterMs) {
      const nowMs = clock.now()
      for (const [other, untilMs] of waiting) if (untilMs <= nowMs) waiting.delete(other)
      waiting.delete(chat)
      const scope = waiting.size === 0 && recent.get(chat)?.burst === true ? 'chat' : 'all'
      waiting.set(chat, nowMs + afterMs)
      return scope
    },
  }
}
