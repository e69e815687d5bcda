import type { JsonObject } from '../../src/ports/json.ts'
import type { QueuedUpdate, State, UpdateType } from './state.ts'
import { isArray } from './json.ts'
import type { Parameters } from './parameters.ts'

/** How long an update waits to be fetched (`Client::add_update`): a press is worthless much sooner than a message. */
const lifetimeMs: Readonly<Record<UpdateType, number>> = {
  message: 24 * 3600_000,
  edited_message: 24 * 3600_000,
  my_chat_member: 24 * 3600_000,
  callback_query: 150_000,
}

const updatesMax = 100_000

/**
 * Puts an update into the queue and returns it; undefined when the bot does not want this type. The list of wanted types
 * counts now, not when the update is fetched.
 */
export function enqueue(
  state: State,
  nowMs: number,
  type: UpdateType,
  chatId: number,
  content: JsonObject,
): QueuedUpdate | undefined {
  if (state.allowedUpdates !== null && !state.allowedUpdates.includes(type)) return undefined
  if (state.updates.length >= updatesMax) return undefined
  const update = {
    id: state.nextUpdateId++,
    type,
    content,
    expiresAtMs: nowMs + lifetimeMs[type],
    queueId: queueIdOf(type, chatId),
  }
  state.updates.push(update)
  return update
}

/** One private chat has three queues: its messages, its presses and its blocking (`Client::add_update` calls). */
function queueIdOf(type: UpdateType, chatId: number): number {
  if (type === 'callback_query') return chatId + 3 * 2 ** 33
  if (type === 'my_chat_member') return chatId + 5 * 2 ** 33
  return chatId
}

export function updateJson(update: QueuedUpdate): JsonObject {
  return { update_id: update.id, [update.type]: update.content }
}

export function dropExpired(state: State, nowMs: number): void {
  if (state.updates.some((update) => update.expiresAtMs <= nowMs)) {
    state.updates = state.updates.filter((update) => update.expiresAtMs > nowMs)
  }
}

/**
 * What `getUpdates` finds: everything below `offset` is confirmed and forgotten. A negative offset keeps only that many
 * of the newest; one that is too far from the queue is ignored and the oldest updates are returned (td `TQueue.cpp`).
 */
export function fetchUpdates(
  state: State,
  nowMs: number,
  offset: number,
  limit: number,
): readonly QueuedUpdate[] {
  if (offset < 0) state.updates = state.updates.slice(offset)
  dropExpired(state, nowMs)
  const head = state.updates[0]?.id ?? state.nextUpdateId
  const isFar = offset > state.nextUpdateId + 10 || offset < head - updatesMax
  if (offset > 0 && !isFar) state.updates = state.updates.filter((update) => update.id >= offset)
  return state.updates.slice(0, limit)
}

/**
 * Remembers `allowed_updates` when it is given and readable; nonsense changes nothing, and a list without any known type
 * restores the default set (`Client::get_allowed_update_types`). Returns whether anything changed.
 */
export function rememberAllowedUpdates(state: State, parameters: Parameters): boolean {
  const json = parameters.json('allowed_updates')
  if (json === undefined || json === 'invalid' || !isArray(json.value)) return false
  if (!json.value.every((type) => typeof type === 'string')) return false
  const names = new Set(json.value.map((type) => type.toLowerCase()))
  const known = allTypes.filter((type) => names.has(type))
  const wanted = known.length === 0 || isDefault(known) ? null : known
  const isSame = JSON.stringify(wanted) === JSON.stringify(state.allowedUpdates)
  state.allowedUpdates = wanted
  return !isSame
}

function isDefault(types: readonly string[]): boolean {
  return types.length === allTypes.length - onRequest.size && !types.some((type) => onRequest.has(type))
}

/** Every type the server knows, in its order; those {@link onRequest} are not in the default set. */
const allTypes: readonly string[] = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'custom_event',
  'custom_query',
  'shipping_query',
  'pre_checkout_query',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'chat_boost',
  'removed_chat_boost',
  'message_reaction',
  'message_reaction_count',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'purchased_paid_media',
  'managed_bot',
  'guest_message',
]
const onRequest = new Set(['chat_member', 'message_reaction', 'message_reaction_count'])
