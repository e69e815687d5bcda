import { isDeepStrictEqual } from 'node:util'

import type { JsonObject } from '../../src/ports/json.ts'
import { chatOf, messageOf, refuseIfBlocked } from './chats.ts'
import { flagField, integerField } from './fields.ts'
import type { FormattedText } from './entities/entity.ts'
import { isArray, isObject } from './json.ts'
import { readReplyMarkup, settleInlineKeyboard, settleMarkup } from './keyboards.ts'
import { messageJson } from './message-json.ts'
import { readCaption, readLinkPreview, readText, settleCaption, settleText } from './message-text.ts'
import type { Parameters } from './parameters.ts'
import { refuse } from './refusal.ts'
import type { Chat, MessageKind, StoredMessage } from './state.ts'
import { findMessage, nextMessageId } from './world.ts'
import type { MethodResult, World } from './world.ts'

/** Bots may delete what is younger than this, their own and, in private chats, the person's (docs, `deleteMessage`). */
const deletableForMs = 48 * 3600_000

export function sendMessage(world: World, parameters: Parameters): MethodResult {
  const linkPreview = readLinkPreview(parameters)
  const text = readText(parameters)
  return sendContent(world, parameters, () => ({
    kind: 'text',
    text: settleText(world, text),
    linkPreview,
    media: null,
  }))
}

export interface Content {
  readonly kind: MessageKind
  readonly text: FormattedText
  readonly linkPreview: JsonObject | null
  readonly media: JsonObject | null
}

/**
 * The part that all sending methods share. The order of the checks is the server's: reply and markup as JSON, chat, the
 * replied message, content, keyboard, and last whether the person lets the bot write.
 */
export function sendContent(world: World, parameters: Parameters, settle: () => Content): MethodResult {
  const reply = readReply(parameters)
  const given = readReplyMarkup(parameters)
  const chat = chatOf(world, parameters)
  const replyTo = resolveReply(chat, reply)
  const content = settle()
  const markup = settleMarkup(given)
  refuseIfBlocked(chat)
  const message: StoredMessage = {
    id: nextMessageId(world),
    from: 'bot',
    kind: content.kind,
    dateMs: world.clock.now(),
    editedMs: null,
    text: content.text.text,
    entities: content.text.entities,
    markup: markup?.type === 'inline' ? markup.rows : null,
    frozen: markup !== null && markup.type !== 'inline',
    silent: parameters.flag('disable_notification'),
    replyTo,
    linkPreview: content.linkPreview,
    media: content.media,
  }
  chat.messages.push(message)
  chat.action = null
  chat.draft = null
  if (markup?.type === 'reply') chat.replyKeyboard = markup.rows
  if (markup?.type === 'remove') chat.replyKeyboard = []
  world.changed(chat.person.id)
  return { result: messageJson(world, chat, message) }
}

export function editMessageText(world: World, parameters: Parameters): MethodResult {
  const linkPreview = readLinkPreview(parameters)
  const given = readText(parameters)
  const markup = readReplyMarkup(parameters)
  const { chat, message } = editable(world, parameters)
  if (message.kind !== 'text') refuse('There is no text in the message to edit')
  const { text, entities } = settleText(world, given)
  return finishEdit(world, chat, message, {
    text,
    entities,
    linkPreview,
    markup: settleInlineKeyboard(markup),
  })
}

export function editMessageCaption(world: World, parameters: Parameters): MethodResult {
  const markup = readReplyMarkup(parameters)
  const given = readCaption(parameters)
  const { chat, message } = editable(world, parameters)
  if (message.kind === 'text') refuse('There is no caption in the message to edit')
  const { text, entities } = settleCaption(world, given)
  return finishEdit(world, chat, message, {
    text,
    entities,
    linkPreview: null,
    markup: settleInlineKeyboard(markup),
  })
}

export function editMessageReplyMarkup(world: World, parameters: Parameters): MethodResult {
  const given = readReplyMarkup(parameters)
  const { chat, message } = editable(world, parameters)
  const { text, entities, linkPreview } = message
  return finishEdit(world, chat, message, {
    text,
    entities,
    linkPreview,
    markup: settleInlineKeyboard(given),
  })
}

export function deleteMessage(world: World, parameters: Parameters): MethodResult {
  if (parameters.text('chat_id') === '') refuse('Chat identifier is not specified')
  if (parameters.text('message_id') === '') refuse('Message identifier is not specified')
  const chat = chatOf(world, parameters)
  const message = messageOf(chat, parameters, 'message to delete')
  if (!isDeletable(world, message)) refuse("Message can't be deleted")
  removeMessages(world, chat, [message.id])
  return { result: true }
}

/** Takes what is there and may be deleted; true whatever that was. */
export function deleteMessages(world: World, parameters: Parameters): MethodResult {
  const ids = readMessageIds(parameters)
  const chat = chatOf(world, parameters)
  const found = ids.filter((id) => {
    const message = findMessage(chat, id)
    return message !== undefined && isDeletable(world, message)
  })
  removeMessages(world, chat, found)
  return { result: true }
}

function editable(world: World, parameters: Parameters): { chat: Chat; message: StoredMessage } {
  if (parameters.text('chat_id') === '' && parameters.integer('message_id', 0) === 0) {
    if (parameters.text('inline_message_id') === '') refuse('Message identifier is not specified')
    refuse('MESSAGE_ID_INVALID')
  }
  const chat = chatOf(world, parameters)
  const message = messageOf(chat, parameters, 'message to edit')
  return message.from === 'bot' && !message.frozen ? { chat, message } : refuse("Message can't be edited")
}

type Edited = Pick<StoredMessage, 'text' | 'entities' | 'linkPreview' | 'markup'>

/** The bot gets no update about its own edit. */
function finishEdit(world: World, chat: Chat, message: StoredMessage, edited: Edited): MethodResult {
  refuseIfBlocked(chat)
  if (isSame(message, edited)) {
    refuse(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
  }
  const nowMs = world.clock.now()
  const reworded = message.text !== edited.text || !isDeepStrictEqual(message.entities, edited.entities)
  Object.assign(message, edited, { editedMs: nowMs }, reworded ? { rewordedMs: nowMs } : {})
  world.changed(chat.person.id)
  return { result: messageJson(world, chat, message) }
}

/** A changed preview is a change only where there is something to preview. */
function isSame(message: StoredMessage, edited: Edited): boolean {
  const hasLink = edited.entities.some((entity) => entity.type === 'url' || entity.type === 'text_link')
  return (
    message.text === edited.text &&
    isDeepStrictEqual(message.entities, edited.entities) &&
    isDeepStrictEqual(message.markup, edited.markup) &&
    (!hasLink || isDeepStrictEqual(message.linkPreview, edited.linkPreview))
  )
}

function isDeletable(world: World, message: StoredMessage): boolean {
  return world.clock.now() - message.dateMs < deletableForMs
}

function removeMessages(world: World, chat: Chat, ids: readonly number[]): void {
  if (ids.length === 0) return
  chat.messages = chat.messages.filter((message) => !ids.includes(message.id))
  world.changed(chat.person.id)
}

function readMessageIds(parameters: Parameters): number[] {
  const json = parameters.json('message_ids')
  if (json === undefined) refuse('Message identifiers are not specified')
  if (json === 'invalid') refuse("Can't parse message_ids JSON object")
  if (!isArray(json.value)) refuse('Expected an Array of message identifiers')
  if (json.value.length > 100) refuse('Too many message identifiers specified')
  if (json.value.length === 0) refuse('Message identifiers are not specified')
  return json.value.map((value) => {
    if (typeof value !== 'number' && typeof value !== 'string') refuse('Message identifier must be a Number')
    const id = Number(value)
    if (!Number.isInteger(id)) refuse("Can't parse message identifier as a Number")
    return id > 0 ? id : refuse('Invalid message identifier specified')
  })
}

interface Reply {
  readonly messageId: number
  readonly isOptional: boolean
}

function readReply(parameters: Parameters): Reply {
  if (!parameters.has('reply_parameters')) {
    const messageId = Math.max(parameters.integer('reply_to_message_id', 0), 0)
    return { messageId, isOptional: parameters.flag('allow_sending_without_reply') }
  }
  const json = parameters.json('reply_parameters')
  if (json === undefined) return { messageId: 0, isOptional: true }
  if (json === 'invalid') refuse("Can't parse reply parameters JSON object")
  const reply = json.value
  if (!isObject(reply)) refuse('Object expected as reply parameters')
  if (Object.keys(reply).length === 0) return { messageId: 0, isOptional: true }
  const messageId = integerField(reply, 'message_id') ?? refuse('Can\'t find field "message_id"')
  return { messageId: Math.max(messageId, 0), isOptional: flagField(reply, 'allow_sending_without_reply') }
}

function resolveReply(chat: Chat, reply: Reply): number | null {
  if (reply.messageId === 0) return null
  if (findMessage(chat, reply.messageId) !== undefined) return reply.messageId
  return reply.isOptional ? null : refuse('message to be replied not found')
}
