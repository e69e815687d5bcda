import type { JsonObject } from '../../src/ports/json.ts'

/** Who sits in front of a chat window. `id` is the Telegram user id and, in a private chat, the chat id too. */
export interface PersonProfile {
  readonly id: number
  readonly firstName: string
  readonly lastName?: string
  readonly username?: string
  /** IETF tag of the person's client. */
  readonly languageCode?: string
}

export interface BotProfile {
  readonly id: number
  readonly username: string
  readonly firstName: string
}

/** The Bot API `User` of a person. */
export function personJson(person: PersonProfile): JsonObject {
  return {
    id: person.id,
    is_bot: false,
    first_name: person.firstName,
    ...(person.lastName === undefined ? {} : { last_name: person.lastName }),
    ...(person.username === undefined ? {} : { username: person.username }),
    ...(person.languageCode === undefined ? {} : { language_code: person.languageCode }),
  }
}

/** The Bot API `User` of the bot as it stands in messages. */
export function botJson(bot: BotProfile): JsonObject {
  return { id: bot.id, is_bot: true, first_name: bot.firstName, username: bot.username }
}

/** What `getMe` adds to {@link botJson}. */
export function fullBotJson(bot: BotProfile): JsonObject {
  return {
    ...botJson(bot),
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    supports_guest_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
  }
}

/** The Bot API `Chat` of a private chat. */
export function chatJson(person: PersonProfile): JsonObject {
  return {
    id: person.id,
    first_name: person.firstName,
    ...(person.lastName === undefined ? {} : { last_name: person.lastName }),
    ...(person.username === undefined ? {} : { username: person.username }),
    type: 'private',
  }
}

/** What `getChat` returns for a private chat. */
export function fullChatJson(person: PersonProfile): JsonObject {
  return {
    ...chatJson(person),
    can_send_gift: true,
    ...(person.username === undefined ? {} : { active_usernames: [person.username] }),
    accepted_gift_types: {
      unlimited_gifts: true,
      limited_gifts: true,
      unique_gifts: true,
      premium_subscription: true,
      gifts_from_channels: true,
    },
    max_reaction_count: 11,
    accent_color_id: person.id % 7,
  }
}
