import type { JsonObject } from '../../src/ports/json.ts'
import type { MessageEntity } from './entities/entity.ts'
import { forwardJson } from './forwards.ts'
import { inlineKeyboardJson } from './keyboards.ts'
import { botJson, chatJson, personJson } from './profiles.ts'
import { seconds } from './seconds.ts'
import type { Chat, StoredMessage } from './state.ts'
import { findChat, findMessage } from './world.ts'
import type { World } from './world.ts'

/** The Bot API `Message`; what is empty is left out, and of reply markups only inline keyboards are shown. */
export function messageJson(world: World, chat: Chat, message: StoredMessage, withReply = true): JsonObject {
  const replied = withReply && message.replyTo !== null ? findMessage(chat, message.replyTo) : undefined
  return {
    message_id: message.id,
    from: message.from === 'bot' ? botJson(world.bot) : personJson(chat.person),
    chat: chatJson(chat.person),
    date: seconds(message.dateMs),
    ...(message.editedMs === null ? {} : { edit_date: seconds(message.editedMs) }),
    ...(message.forward === undefined ? {} : forwardJson(message.forward)),
    ...(replied === undefined ? {} : { reply_to_message: messageJson(world, chat, replied, false) }),
    ...contentJson(world, message),
    ...(message.markup === null ? {} : { reply_markup: inlineKeyboardJson(message.markup) }),
  }
}

/** What is left of a message that was deleted (`InaccessibleMessage`). */
export function inaccessibleMessageJson(chat: Chat, messageId: number): JsonObject {
  return { chat: chatJson(chat.person), message_id: messageId, date: 0 }
}

/** Entities as the Bot API returns them: a mentioned person in full. */
export function entitiesJson(world: World, entities: readonly MessageEntity[]): JsonObject[] {
  return entities.map((entity) => {
    const { user, ...rest } = entity
    const mentioned = user === undefined ? undefined : findChat(world, user.id)
    return Object.assign(rest, mentioned === undefined ? {} : { user: personJson(mentioned.person) })
  })
}

function contentJson(world: World, message: StoredMessage): JsonObject {
  const entities = entitiesJson(world, message.entities)
  if (message.kind === 'text') {
    return {
      text: message.text,
      ...(entities.length === 0 ? {} : { entities }),
      ...(message.linkPreview === null ? {} : { link_preview_options: message.linkPreview }),
    }
  }
  return {
    ...message.media,
    ...(message.text === '' ? {} : { caption: message.text }),
    ...(entities.length === 0 ? {} : { caption_entities: entities }),
  }
}
