import type { Api } from 'grammy'
import type { Clock } from '../../ports/environment.ts'
import type { Messenger, MessengerResult } from '../../ports/messenger.ts'
import { setChatCommandsMenu, setCommandsMenu } from './commands.ts'
import type { Content } from './content.ts'
import { failureOf, verdictOf } from './errors.ts'
import type { Log } from './log.ts'
import { createRequests, type Reply, report } from './requests.ts'
import { grammySignal } from './signal.ts'
import { cut } from './text.ts'

/** Bot API `answerCallbackQuery.text`. */
const noteUnitsMax = 200

/** The Bot API as a {@link Messenger}. Repeats nothing that may have been delivered. */
export function createMessenger({ api, log, clock }: { api: Api; log: Log; clock: Clock }): Messenger {
  const requests = createRequests({ log, clock })
  const messenger: Messenger = {
    async send(chat, message, signal) {
      const reply = await requests.showing('sendMessage', chat, message, async (content) => {
        const format = {
          ...formatOf(content),
          ...(message.silent === true && { disable_notification: true }),
        }
        const sent = await api.sendMessage(chat, content.text, format, grammySignal(signal))
        return sent.message_id
      })
      return resultOf(reply, 0)
    },

    async edit(chat, messageId, message, signal) {
      const reply = await requests.showing('editMessageText', chat, message, async (content) => {
        await api.editMessageText(chat, messageId, content.text, formatOf(content), grammySignal(signal))
        return messageId
      })
      return resultOf(reply, messageId)
    },

    async removeButtons(chat, messageId, signal) {
      const reply = await requests.once('editMessageReplyMarkup', chat, async () => {
        await api.editMessageReplyMarkup(chat, messageId, {}, grammySignal(signal))
        return messageId
      })
      return resultOf(reply, messageId)
    },

    async remove(chat, messageId, signal) {
      const reply = await requests.once('deleteMessage', chat, async () => {
        await api.deleteMessage(chat, messageId, grammySignal(signal))
        return messageId
      })
      // Too old to be deleted (48 h): then at least nobody should press what is on it.
      if (reply.type === 'undeletable') await messenger.removeButtons(chat, messageId, signal)
      return resultOf(reply, messageId)
    },

    answerPress(pressId, note) {
      const text = note === undefined ? {} : { text: cut(note.toWellFormed(), noteUnitsMax) }
      return requests.bestEffort('answerCallbackQuery', () => api.answerCallbackQuery(pressId, text))
    },

    showTyping(chat) {
      return requests.bestEffort('sendChatAction', () => api.sendChatAction(chat, 'typing'))
    },

    async setCommands(commands, language) {
      try {
        await setCommandsMenu(api, commands, language)
        return { type: 'done', messageId: 0 }
      } catch (error) {
        report(log, 'setMyCommands', verdictOf(error))
        return failureOf(error)
      }
    },

    async setChatCommands(chat, commands, signal) {
      try {
        await setChatCommandsMenu(api, chat, commands, signal)
        return { type: 'done', messageId: 0 }
      } catch (error) {
        report(log, commands === null ? 'deleteMyCommands' : 'setMyCommands', verdictOf(error))
        return failureOf(error)
      }
    },
  }
  return messenger
}

function formatOf(content: Content) {
  return {
    link_preview_options: { is_disabled: true },
    ...(content.entities.length > 0 && { entities: content.entities }),
    // On an edit, no markup at all is what removes the buttons.
    ...(content.keyboard.length > 0 && { reply_markup: { inline_keyboard: content.keyboard } }),
  }
}

function resultOf(reply: Reply, messageId: number): MessengerResult {
  if (reply.type === 'unchanged') return { type: 'done', messageId }
  if (reply.type === 'undeletable') return { type: 'missing' }
  if (reply.type === 'unfit') return { type: 'refused', reason: 'invalid', detail: reply.detail }
  return reply
}
