import type { CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User } from 'grammy/types'
import { toChatId } from '../../ports/identity.ts'
import type { FileReference, Incoming, PersonEvent, Sender } from '../../ports/incoming.ts'
import { idleData } from './content.ts'
import { cleanText, head, textUnitsMax } from './text.ts'

/** Somebody put the bot into a group or a channel, where it has no business. */
export interface Foreign {
  readonly type: 'foreign'
  readonly chatId: number
  readonly kind: 'group' | 'channel'
  /** False when the bot is out already. */
  readonly leave: boolean
  /** The press that came from there: it has to stop spinning. */
  readonly pressId?: string
}

/** A press that does nothing, or is nobody's to make; it only has to stop spinning. */
export interface IdlePress {
  readonly type: 'idle'
  readonly pressId: string
}

/** What the bot asks Telegram for. Passed at every start, because an omitted list keeps the previous one. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

/**
 * The neutral form of one update. Only a private chat with a person is let through (`from.id` = `chat.id`, not a bot);
 * null for everything the bot has no use for. What the person typed is cleaned (see {@link cleanText}) and kept up to
 * 4,096 units.
 */
export function toIncoming(update: Update): Incoming | Foreign | IdlePress | null {
  const { update_id: updateId } = update
  if (update.message) return fromMessage(updateId, update.message, messageEvent)
  if (update.edited_message) return fromMessage(updateId, update.edited_message, editedEvent)
  if (update.callback_query) return fromPress(updateId, update.callback_query)
  if (update.my_chat_member) return fromMembership(updateId, update.my_chat_member)
  return null
}

/**
 * Whether a webhook's body is an update. Only `update_id` is looked at: what else Telegram documents is either there, or
 * {@link toIncoming} finds nothing in it.
 */
export function isUpdate(body: unknown): body is Update {
  return (
    typeof body === 'object' && body !== null && 'update_id' in body && Number.isSafeInteger(body.update_id)
  )
}

function fromMessage(
  updateId: number,
  message: Message,
  read: (message: Message) => PersonEvent | null,
): Incoming | Foreign | null {
  const { chat, from } = message
  return chat.type === 'private' ? incoming(updateId, chat, from, read(message)) : foreign(chat, true)
}

function fromPress(updateId: number, query: CallbackQuery): Incoming | Foreign | IdlePress {
  const { id: pressId, message, from, data } = query
  const idle: IdlePress = { type: 'idle', pressId }
  if (message && message.chat.type !== 'private') return { ...foreign(message.chat, true), pressId }
  if (data === undefined || query.inline_message_id !== undefined || data === idleData) return idle
  // Telegram may send the message without its content (date 0) or not at all: only its place in the chat is used.
  const chat = message?.chat ?? { id: from.id }
  const messageId = message?.message_id ?? null
  const press: PersonEvent = { type: 'press', pressId, data: head(cleanText(data), 64), messageId }
  return incoming(updateId, chat, from, press) ?? idle
}

function fromMembership(updateId: number, change: ChatMemberUpdated): Incoming | Foreign | null {
  const { chat, from } = change
  const before = change.old_chat_member.status
  const after = change.new_chat_member.status
  if (chat.type !== 'private') return foreign(chat, after !== 'left' && after !== 'kicked')
  if (after === 'kicked') return incoming(updateId, chat, from, { type: 'blocked' })
  return before === 'kicked' ? incoming(updateId, chat, from, { type: 'unblocked' }) : null
}

function incoming(
  updateId: number,
  chat: { readonly id: number },
  from: User | undefined,
  event: PersonEvent | null,
): Incoming | null {
  if (event === null || from === undefined || from.is_bot || from.id !== chat.id) return null
  return { updateId, sender: toSender(from), event }
}

function foreign(chat: Chat, leave: boolean): Foreign {
  return { type: 'foreign', chatId: chat.id, kind: chat.type === 'channel' ? 'channel' : 'group', leave }
}

function toSender(user: User): Sender {
  return {
    chat: toChatId(user.id),
    firstName: toName(user.first_name),
    ...(user.last_name !== undefined && { lastName: toName(user.last_name) }),
    ...(user.username !== undefined && { username: toName(user.username) }),
    ...(user.language_code !== undefined && { languageCode: toName(user.language_code) }),
  }
}

/** Telegram keeps names under 64 characters; ours is a guard, not a rule. */
function toName(text: string): string {
  return head(cleanText(text), 128)
}

function messageEvent(message: Message): PersonEvent | null {
  const { message_id: messageId } = message
  if (message.text !== undefined) {
    return commandEvent(message, message.text) ?? { type: 'text', text: typed(message.text), messageId }
  }
  const kind = mediaKinds.find((name) => message[name] !== undefined)
  if (kind === undefined) return null
  const file = fileIn(message)
  return {
    type: 'media',
    kind,
    messageId,
    ...(file !== null && { file }),
    ...(message.caption !== undefined && { caption: typed(message.caption) }),
  }
}

/** What can be passed on as a file. Of a photo the last size is the largest (Bot API `PhotoSize`). */
function fileIn(message: Message): FileReference | null {
  const { document, video, audio, voice, photo } = message
  const id = message.message_id
  const named = document ?? video ?? audio
  if (named?.file_name !== undefined)
    return { id: named.file_id, name: fileName(named.file_name), size: named.file_size ?? null }
  if (document !== undefined) return unnamed('file', document, `file-${id}`)
  if (video !== undefined) return unnamed('video', video, `video-${id}.mp4`)
  if (audio !== undefined) return unnamed('audio', audio, `audio-${id}.mp3`)
  if (voice !== undefined) return unnamed('voice', voice, `voice-${id}.ogg`)
  const largest = photo?.at(-1)
  return largest === undefined ? null : unnamed('photo', largest, `photo-${id}.jpg`)
}

function unnamed(
  kind: NonNullable<FileReference['unnamed']>,
  { file_id: id, file_size: size }: { readonly file_id: string; readonly file_size?: number },
  name: string,
): FileReference {
  return { id, name, size: size ?? null, unnamed: kind }
}

function fileName(name: string): string {
  return head(cleanText(name), 200)
}

function editedEvent(message: Message): PersonEvent | null {
  if (message.text === undefined) return null
  return { type: 'edited', text: typed(message.text), messageId: message.message_id }
}

/** `/name argument`, `/name@bot argument`: what Telegram itself marked as a command at the very start. */
function commandEvent(message: Message, text: string): PersonEvent | null {
  const mark = message.entities?.find(({ type, offset }) => type === 'bot_command' && offset === 0)
  if (mark === undefined) return null
  const name = /^\/([a-z0-9_]+)(?:@\w+)?$/i.exec(text.slice(0, mark.length))?.[1]
  if (name === undefined) return null
  const argument = typed(text.slice(mark.length)).trim()
  return { type: 'command', name: name.toLowerCase(), argument, messageId: message.message_id }
}

function typed(text: string): string {
  return head(cleanText(text), textUnitsMax)
}

/** First match wins: an animation also comes as a document, a venue also as a location (Bot API `Message`). */
const mediaKinds = [
  'photo',
  'live_photo',
  'animation',
  'sticker',
  'voice',
  'video_note',
  'video',
  'audio',
  'document',
  'contact',
  'venue',
  'location',
  'poll',
  'dice',
  'checklist',
  'story',
  'game',
  'paid_media',
  'rich_message',
  'giveaway',
] as const satisfies readonly (keyof Message)[]
