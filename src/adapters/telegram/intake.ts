import type { Api } from 'grammy'
import type { Update } from 'grammy/types'
import type { Clock } from '../../ports/environment.ts'
import type { Incoming } from '../../ports/incoming.ts'
import { type Foreign, toIncoming } from './inbound.ts'
import type { Log } from './log.ts'

/** Updates of one group come in a bunch; within this time they get one answer. */
const sameGroupMs = 60_000
/** In both languages: a group has readers of either. */
const privateOnly = 'Я работаю только в личных сообщениях.\nI work in private chats only.'

export interface Intake {
  /** What an update asks the dialogs for; null when it is nothing for them. Never throws. */
  accept(update: Update): Incoming | null
  /** Resolves when everything {@link accept} started on the side has come to an end. */
  idle(): Promise<void>
}

/**
 * The door between Telegram and the dialogs, the same for polling and webhook. Groups and channels are left at the door
 * and idle buttons answered there, on the side and best effort: nobody waits for it.
 */
export function createIntake({ api, clock, log }: { api: Api; clock: Clock; log: Log }): Intake {
  const left = new Map<number, number>()
  const errands = new Set<Promise<void>>()

  function onTheSide(method: string, request: () => Promise<unknown>): void {
    const errand = request()
      .then(() => undefined)
      .catch(() => log({ level: 'debug', message: 'telegram request had no effect', method }))
      .finally(() => errands.delete(errand))
    errands.add(errand)
  }

  function leave(chat: Foreign): void {
    const nowMs = clock.now()
    for (const [id, atMs] of left) if (nowMs - atMs >= sameGroupMs) left.delete(id)
    if (!chat.leave || left.has(chat.chatId)) return
    left.set(chat.chatId, nowMs)
    log({ level: 'info', message: 'leaving a chat that is not private', kind: chat.kind })
    onTheSide('leaveChat', async () => {
      // In a channel the sentence would be a post to all its readers.
      if (chat.kind === 'group') await api.sendMessage(chat.chatId, privateOnly).catch(() => undefined)
      await api.leaveChat(chat.chatId)
    })
  }

  return {
    accept(update) {
      try {
        const found = toIncoming(update)
        if (found === null || !('type' in found)) return found
        const { pressId } = found
        if (pressId !== undefined) onTheSide('answerCallbackQuery', () => api.answerCallbackQuery(pressId))
        if (found.type === 'foreign') leave(found)
      } catch (error) {
        const detail = error instanceof Error ? error.name : 'not an error'
        log({ level: 'error', message: 'unreadable update skipped', updateId: update.update_id, detail })
      }
      return null
    },
    async idle() {
      while (errands.size > 0) await Promise.all(errands)
    },
  }
}
