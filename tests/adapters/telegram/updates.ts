import type { Chat, Message, Update, User } from 'grammy/types'

/** Updates as Telegram sends them, from people with names. */
export const annaUser: User = {
  id: 4001,
  is_bot: false,
  first_name: 'Анна',
  last_name: 'Смирнова',
  username: 'anna_s',
  language_code: 'ru',
}
export const annaChat: Chat = { id: 4001, type: 'private', first_name: 'Анна' }
export const botUser: User = { id: 123456, is_bot: true, first_name: 'Помощник', username: 'helper_bot' }
export const group: Chat = { id: -500, type: 'supergroup', title: 'Отдел продаж' }

export function says(updateId: number, text: string, more: Partial<Message> = {}): Update {
  return { update_id: updateId, message: message({ text, ...more }) }
}

/** A message whose text starts with a command that Telegram has marked. */
export function commands(updateId: number, text: string): Update {
  const length = text.search(/\s|$/)
  return says(updateId, text, { entities: [{ type: 'bot_command', offset: 0, length }] })
}

export function presses(updateId: number, data: string, pressed: Partial<Message> | null = {}): Update {
  return {
    update_id: updateId,
    callback_query: {
      id: '9007199254740993',
      from: annaUser,
      chat_instance: '1',
      data,
      ...(pressed && { message: message(pressed) }),
    },
  }
}

/** Fits both `message` and `edited_message`. */
export function message(more: Partial<Message>): NonNullable<Update['edited_message']> {
  const required = { message_id: 10, date: 1_795_500_000, chat: annaChat, from: annaUser }
  return { ...required, ...more } as NonNullable<Update['edited_message']>
}

export function membership(updateId: number, before: string, after: string, chat: Chat = annaChat): Update {
  const change = {
    chat,
    from: annaUser,
    date: 1_795_500_000,
    old_chat_member: { status: before, user: botUser },
    new_chat_member: { status: after, user: botUser },
  }
  return { update_id: updateId, my_chat_member: change } as Update
}
