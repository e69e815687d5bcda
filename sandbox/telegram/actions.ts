import { writableChatOf } from './chats.ts'
import { readText, settleText } from './message-text.ts'
import { leadingInteger } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { refuse } from './refusal.ts'
import type { MethodResult, World } from './world.ts'

/** How long the client shows an action (docs, `sendChatAction`). */
const actionVisibleMs = 5000
/** The same for drafts (docs, `sendMessageDraft`). */
const draftVisibleMs = 30_000

export function sendChatAction(world: World, parameters: Parameters): MethodResult {
  const name = parameters.text('action').toLowerCase()
  if (!actions.has(name)) refuse('Wrong parameter action in request')
  const chat = writableChatOf(world, parameters)
  chat.action = name === 'cancel' ? null : { name, untilMs: world.clock.now() + actionVisibleMs }
  world.changed(chat.person.id)
  return { result: true }
}

/**
 * Shows a text that is still being written. It is no message; an empty one shows only that something comes (Bot API 10.3).
 *
 * @throws Refusal for a `draft_id` of zero.
 */
export function sendMessageDraft(world: World, parameters: Parameters): MethodResult {
  const given = parameters.text('text') === '' ? { text: '', entities: [] } : readText(parameters)
  const id = leadingInteger(parameters.text('draft_id'))
  const chat = writableChatOf(world, parameters)
  if (id === 0) refuse('Invalid draft_id specified')
  const { text } = given.text === '' ? given : settleText(world, given)
  chat.draft = { id, text, untilMs: world.clock.now() + draftVisibleMs }
  world.changed(chat.person.id)
  return { result: true }
}

const actions = new Set([
  'cancel',
  'typing',
  'record_video',
  'upload_video',
  'record_audio',
  'record_voice',
  'upload_audio',
  'upload_voice',
  'upload_photo',
  'upload_document',
  'choose_sticker',
  'pick_up_location',
  'find_location',
  'record_video_note',
  'upload_video_note',
])
