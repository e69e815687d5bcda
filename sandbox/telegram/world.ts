import type { Clock } from '../../src/ports/environment.ts'
import type { Json, JsonObject } from '../../src/ports/json.ts'
import type { Blobs } from '../blobs.ts'
import type { Parameters } from './parameters.ts'
import type { Chat, State, StoredMessage, UpdateType } from './state.ts'
import type { BotProfile } from './profiles.ts'

/** What every method of the server works on. */
export interface World {
  readonly state: State
  readonly clock: Clock
  readonly bot: BotProfile
  /** Contents of files. */
  readonly blobs: Blobs
  /** Something that a page showing this chat must redraw. */
  changed(chatId: number): void
  /** Puts an update into the queue, unless the bot did not ask for its type. */
  publish(type: UpdateType, chatId: number, content: JsonObject): void
  /** The webhook was set, changed or removed: a held poll ends, delivery starts or stops. */
  webhookChanged(): void
  /** The person's side of `answerCallbackQuery`: stops the spinner. */
  settlePress(pressId: string, answer: PressAnswer): void
}

export interface PressAnswer {
  readonly answered: boolean
  readonly toast?: string
  readonly alert?: boolean
  /** The address that the answer made the client open. */
  readonly opened?: string
}

/** What a successful method returns; `description` is only used by the webhook methods. */
export interface MethodResult {
  readonly result: Json
  readonly description?: string
}

/** One Bot API method that is answered at once. @throws Refusal */
export type Method = (world: World, parameters: Parameters) => MethodResult

export function findChat(world: World, id: number): Chat | undefined {
  return world.state.chats.find((chat) => chat.person.id === id)
}

export function findMessage(chat: Chat, id: number): StoredMessage | undefined {
  return chat.messages.find((message) => message.id === id)
}

export function nextMessageId(world: World): number {
  return world.state.nextMessageId++
}
