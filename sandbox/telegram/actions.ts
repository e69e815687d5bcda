import { refuseIfBlocked, writableChatOf } from './chats.ts'
import type { Parameters } from './parameters.ts'
import { refuse } from './refusal.ts'
import type { MethodResult, World } from './world.ts'

/** How long the client shows an action (docs, `sendChatAction`). */
const actionVisibleMs = 5000

export function sendChatAction(world: World, parameters: Parameters): MethodResult {
  const name = parameters.text('action').toLowerCase()
  if (!actions.has(name)) refuse('Wrong parameter action in request')
  const chat = writableChatOf(world, parameters)
  refuseIfBlocked(chat)
  chat.action = name === 'cancel' ? null : { name, untilMs: world.clock.now() + actionVisibleMs }
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
