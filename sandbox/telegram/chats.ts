import { leadingInteger } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { refuse, Refusal } from './refusal.ts'
import type { Chat, StoredMessage } from './state.ts'
import { findChat, findMessage } from './world.ts'
import type { World } from './world.ts'

/**
 * The chat that `chat_id` names. A person who never wrote is as unknown to the bot as one who does not exist.
 *
 * @throws Refusal 400 when there is no such chat.
 */
export function chatOf(world: World, parameters: Parameters, field = 'chat_id'): Chat {
  const id = parameters.text(field)
  if (id === '') throw new Refusal(400, 'Bad Request: chat_id is empty')
  const chat = id.startsWith('@') ? undefined : findChat(world, leadingInteger(id))
  if (chat === undefined || !chat.met) refuse('chat not found')
  return chat
}

/** The same for methods that write: 403 once the person has blocked the bot. */
export function writableChatOf(world: World, parameters: Parameters): Chat {
  const chat = chatOf(world, parameters)
  refuseIfBlocked(chat)
  return chat
}

export function refuseIfBlocked(chat: Chat): void {
  if (chat.blocked) refuse('bot was blocked by the user', 403)
}

/** @throws Refusal 400 `<what> not found`. */
export function messageOf(
  chat: Chat,
  parameters: Parameters,
  what: string,
  field = 'message_id',
): StoredMessage {
  return findMessage(chat, leadingInteger(parameters.text(field))) ?? refuse(`${what} not found`)
}
