import { sendChatAction, sendMessageDraft } from './actions.ts'
import {
  getMyDescription,
  getMyName,
  getMyShortDescription,
  setMyDescription,
  setMyName,
  setMyShortDescription,
} from './bot-texts.ts'
import { chatOf } from './chats.ts'
import { deleteMyCommands, getMyCommands, setMyCommands } from './commands.ts'
import { getFile } from './file-store.ts'
import { sendDocument, sendPhoto } from './files.ts'
import { getChatMenuButton, setChatMenuButton } from './menu-button.ts'
import {
  deleteMessage,
  deleteMessages,
  editMessageCaption,
  editMessageReplyMarkup,
  editMessageText,
  sendMessage,
} from './messages.ts'
import { answerCallbackQuery } from './presses.ts'
import { fullBotJson, fullChatJson } from './profiles.ts'
import { deleteWebhook, getWebhookInfo, setWebhook } from './webhook-methods.ts'
import type { Method } from './world.ts'

/** The methods that are answered at once, by their documented names; `getUpdates` is the one that is not. */
const methods: Readonly<Record<string, Method>> = {
  getMe: (world) => ({ result: fullBotJson(world.bot) }),
  getChat: (world, parameters) => ({ result: fullChatJson(chatOf(world, parameters).person) }),
  sendMessage,
  sendPhoto,
  sendDocument,
  getFile,
  sendMessageDraft,
  sendChatAction,
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  answerCallbackQuery,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setMyName,
  getMyName,
  setMyDescription,
  getMyDescription,
  setMyShortDescription,
  getMyShortDescription,
  setChatMenuButton,
  getChatMenuButton,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
}

/** Method names are compared without regard to case. */
export const methodsByName: ReadonlyMap<string, { readonly name: string; readonly run: Method }> = new Map(
  Object.entries(methods).map(([name, run]) => [name.toLowerCase(), { name, run }]),
)
