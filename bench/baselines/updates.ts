/** Updates as Telegram sends them, and a Bot API that answers at once: what is measured is the engine, not the network. */
import type { Update, UserFromGetMe } from 'grammy/types'

/** A person types something into the private chat. */
export function textUpdate(updateId: number, chatId: number, text: string): Update {
  const command = /^\/\w+/.exec(text)?.[0]
  const person = { id: chatId, first_name: 'Анна' }
  return {
    update_id: updateId,
    message: {
      message_id: updateId,
      date: 1_763_971_200,
      chat: { ...person, type: 'private' },
      from: { ...person, is_bot: false },
      text,
      ...(command !== undefined && {
        entities: [{ type: 'bot_command', offset: 0, length: command.length }],
      }),
    },
  }
}

export const botInfo: UserFromGetMe = {
  id: 1,
  is_bot: true,
  first_name: 'bench',
  username: 'bench_bot',
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
}

/** What every method answers. */
export const sent = { message_id: 1, date: 1_763_971_200, chat: { id: 1, type: 'private' }, text: '' }

/** Where nothing listens: should a request find its way out after all, it goes no further. */
export const nowhere = 'http://127.0.0.1:9'
