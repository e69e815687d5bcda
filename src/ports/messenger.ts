import type { ChatId } from './identity.ts'
import type { Language } from './language.ts'
import type { Message } from './message.ts'

/** What the messenger said to one request. */
export type MessengerResult =
  | { readonly type: 'done'; readonly messageId: number }
  /** The message to edit or delete is not there, or may not be changed any more. */
  | { readonly type: 'missing' }
  /** Refused for good: this request will never succeed. */
  | {
      readonly type: 'refused'
      readonly reason: 'blocked' | 'deactivated' | 'no_chat' | 'invalid'
      readonly detail: string
    }
  /** Not delivered for sure; repeat no sooner than `afterMs`. `scope` says who has to wait. */
  | {
      readonly type: 'later'
      readonly afterMs: number
      readonly scope: 'chat' | 'all'
      readonly detail: string
    }
  /** The request was written and no answer came: it may or may not have been delivered. */
  | { readonly type: 'uncertain'; readonly detail: string }
  /** The token itself is refused (401) or the server lacks the method (404): nothing can be sent until a person helps. */
  | { readonly type: 'misconfigured'; readonly detail: string }

/** The channel to people. Implementations never throw; every failure is a {@link MessengerResult}. */
export interface Messenger {
  send(chat: ChatId, message: Message, signal?: AbortSignal): Promise<MessengerResult>
  /** Replaces text and buttons in place. An edit that changes nothing is `done`. */
  edit(chat: ChatId, messageId: number, message: Message, signal?: AbortSignal): Promise<MessengerResult>
  removeButtons(chat: ChatId, messageId: number, signal?: AbortSignal): Promise<MessengerResult>
  remove(chat: ChatId, messageId: number, signal?: AbortSignal): Promise<MessengerResult>
  /** Best effort: stops the spinner on a pressed button, optionally with a short note (at most 200 characters). */
  answerPress(pressId: string, note?: string): Promise<void>
  /** Best effort: "typing…", shown for at most 5 s. */
  showTyping(chat: ChatId): Promise<void>
  /** The commands menu of private chats, for one language or (without one) for all others. */
  setCommands(
    commands: readonly { name: string; description: string }[],
    language?: Language,
  ): Promise<MessengerResult>
  /** The commands menu of one chat in place of the common one, whatever the language of the client; null: the common one again. */
  setChatCommands(
    chat: ChatId,
    commands: readonly { name: string; description: string }[] | null,
    signal?: AbortSignal,
  ): Promise<MessengerResult>
}
