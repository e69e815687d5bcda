import type { JsonObject } from '../../src/ports/json.ts'
import type { MessageEntity } from './entities/entity.ts'
import type { Forward } from './forwards.ts'
import type { InlineKeyboard } from './keyboards.ts'
import type { PersonProfile } from './profiles.ts'
import type { SentKind } from './sent-kinds.ts'

/** Everything the server remembers. Plain data, so that it can be saved as JSON and taken up again. */
export interface State {
  nextUpdateId: number
  nextMessageId: number
  nextPressNumber: number
  /** Unconfirmed updates, oldest first. */
  updates: QueuedUpdate[]
  /** What `allowed_updates` was last set to; null means the default set. */
  allowedUpdates: readonly string[] | null
  webhook: Webhook | null
  chats: Chat[]
  presses: Press[]
  /** Commands by `scope|language`. */
  commands: Record<string, readonly BotCommand[]>
  /** Menu buttons by chat id, `default` for all others. */
  menuButtons: Record<string, JsonObject>
  /** Name, description and short description by `field|language`. */
  botTexts: Record<string, string>
  files: StoredFile[]
  nextFileNumber: number
  nextLinkNumber: number
}

/** One file, one size of a photo; the bytes are kept elsewhere. */
export interface StoredFile {
  readonly fileId: string
  readonly uniqueId: string
  /** First part of its path: `photos`, `documents`… */
  readonly folder: string
  /** As the sender's device called it; empty for a photo. */
  readonly name: string
  readonly mimeType: string
  readonly size: number
  /** Null for what is too large for any bot. */
  readonly contentId: string | null
  readonly width: number | null
  readonly height: number | null
  /** Where `getFile` put it last, and until when. */
  link: { readonly number: number; readonly untilMs: number } | null
}

export type UpdateType = 'message' | 'edited_message' | 'callback_query' | 'my_chat_member'

export interface QueuedUpdate {
  readonly id: number
  readonly type: UpdateType
  readonly content: JsonObject
  readonly expiresAtMs: number
  /** Updates of one queue are delivered to a webhook one after another; queues do not wait for each other. */
  readonly queueId: number
}

export interface Webhook {
  readonly url: string
  readonly secret: string
  readonly maxConnections: number
  readonly ipAddress: string
  lastError: { readonly atMs: number; readonly message: string } | null
  /** Since when the endpoint has answered 410 Gone without a break. */
  goneSinceMs: number | null
}

export interface BotCommand {
  readonly command: string
  readonly description: string
}

export interface Chat {
  readonly person: PersonProfile
  /** Has the person ever written? Before that the bot cannot reach them. */
  met: boolean
  blocked: boolean
  /** What the chat window shows, oldest first. */
  messages: StoredMessage[]
  action: { readonly name: string; readonly untilMs: number } | null
  draft: { readonly id: number; readonly text: string; readonly untilMs: number } | null
  /** Labels of the reply keyboard below the input field; empty when there is none. */
  replyKeyboard: readonly (readonly string[])[]
  toasts: Toast[]
}

export interface Toast {
  readonly text: string
  readonly alert: boolean
  readonly atMs: number
}

export type MessageKind = 'text' | SentKind

export interface StoredMessage {
  readonly id: number
  readonly from: 'person' | 'bot'
  readonly kind: MessageKind
  readonly dateMs: number
  editedMs: number | null
  /** When its words last changed: new buttons under the same words are no edit to a person (TDLib `hide_edit_date`). */
  rewordedMs?: number
  /** The text, or the caption of anything that is not text. */
  text: string
  entities: readonly MessageEntity[]
  markup: InlineKeyboard | null
  /** Sent with a reply keyboard, its removal or a forced reply: such a message can never be edited. */
  readonly frozen: boolean
  readonly silent: boolean
  readonly replyTo: number | null
  linkPreview: JsonObject | null
  /** The media fields of the Bot API object, as they are. */
  readonly media: JsonObject | null
  /** Set when it was forwarded from elsewhere. */
  readonly forward?: Forward
}

export interface Press {
  /** `callback_query.id`. */
  readonly id: string
  readonly chatId: number
  readonly messageId: number
  readonly data: string
  readonly expiresAtMs: number
}

/**
 * The memory of a server that nobody has used. First ids are derived from the time, so that a server started anew goes on
 * above the ids of an earlier one, as the real one does.
 */
export function freshState(nowMs: number): State {
  const seconds = Math.floor(nowMs / 1000)
  return {
    nextUpdateId: 1 + (seconds % 1_000_000_000),
    nextMessageId: 1 + (Math.floor(seconds / 60) % 100_000_000),
    nextPressNumber: 1 + (seconds % 1_000_000_000),
    updates: [],
    allowedUpdates: null,
    webhook: null,
    chats: [],
    presses: [],
    commands: {},
    menuButtons: {},
    botTexts: {},
    files: [],
    nextFileNumber: 0,
    nextLinkNumber: 0,
  }
}

export function newChat(person: PersonProfile): Chat {
  return {
    person,
    met: false,
    blocked: false,
    messages: [],
    action: null,
    draft: null,
    replyKeyboard: [],
    toasts: [],
  }
}
