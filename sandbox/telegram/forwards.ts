/** Where a forwarded message comes from (`MessageOrigin`), as the Bot API tells it. */
import type { JsonObject } from '../../src/ports/json.ts'
import { botJson, personJson } from './profiles.ts'
import { seconds } from './seconds.ts'
import type { BotProfile, PersonProfile } from './profiles.ts'

/** Whose message it was: a person, one who hides behind a name, or a channel. */
export type ForwardSource =
  | { readonly type: 'user'; readonly person: PersonProfile }
  /** The bot itself: to the Bot API a user as well. */
  | { readonly type: 'bot'; readonly bot: BotProfile }
  /** Somebody whose settings forbid a link to the account. */
  | { readonly type: 'hidden_user'; readonly name: string }
  | { readonly type: 'channel'; readonly id: number; readonly title: string; readonly messageId: number }

export interface Forward {
  readonly source: ForwardSource
  /** When it was first sent. */
  readonly dateMs: number
}

/** With the fields of before Bot API 7.0, which the server still sends (`JsonMessage::store`). */
export function forwardJson({ source, dateMs }: Forward): JsonObject {
  const date = seconds(dateMs)
  switch (source.type) {
    case 'user':
    case 'bot': {
      const sender = source.type === 'bot' ? botJson(source.bot) : personJson(source.person)
      return {
        forward_origin: { type: 'user', sender_user: sender, date },
        forward_from: sender,
        forward_date: date,
      }
    }
    case 'hidden_user':
      return {
        forward_origin: { type: 'hidden_user', sender_user_name: source.name, date },
        forward_sender_name: source.name,
        forward_date: date,
      }
    case 'channel': {
      const chat = { id: source.id, title: source.title, type: 'channel' }
      return {
        forward_origin: { type: 'channel', chat, message_id: source.messageId, date },
        forward_from_chat: chat,
        forward_from_message_id: source.messageId,
        forward_date: date,
      }
    }
  }
}

/** As a chat window names it: «Переслано от …». */
export function forwardName({ source }: Forward): string {
  if (source.type === 'bot') return source.bot.firstName
  if (source.type === 'user') return `${source.person.firstName} ${source.person.lastName ?? ''}`.trim()
  return source.type === 'channel' ? source.title : source.name
}
