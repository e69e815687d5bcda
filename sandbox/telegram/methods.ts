import { sendChatAction } from './actions.ts'
import { chatOf } from './chats.ts'
import { deleteMyCommands, getMyCommands, setMyCommands } from './commands.ts'
import {
  deleteMessage,
  deleteMessages,
  editMessageReplyMarkup,
  editMessageText,
  sendMessage,
} from './messages.ts'
import type { Parameters } from './parameters.ts'
import { answerCallbackQuery } from './presses.ts'
import { fullBotJson, fullChatJson } from './profiles.ts'
import { deleteWebhook, getWebhookInfo } from './webhook-methods.ts'
import type { MethodResult, World } from './world.ts'

export type Method = (world: World, parameters: Parameters) => MethodResult

/** The methods that are answered at once, by their documented names. */
const methods: Readonly<Record<string, Method>> = {
  getMe: (world) => ({ result: fullBotJson(world.bot) }),
  getChat: (world, parameters) => ({ result: fullChatJson(chatOf(world, parameters).person) }),
  sendMessage,
  editMessageText,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  sendChatAction,
  answerCallbackQuery,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  deleteWebhook,
  getWebhookInfo,
}

/** Method names are compared without regard to case. */
export const methodsByName: ReadonlyMap<string, { readonly name: string; readonly run: Method }> = new Map(
  Object.entries(methods).map(([name, run]) => [name.toLowerCase(), { name, run }]),
)
