/**
 * Somebody's grammY bot, with a command, a button and an answer to everything of its own, in which one dialog is at home:
 * `dialogs.middleware` in front of its handlers, `dialogs.enter` where one of them wants the dialog.
 */
import { fileURLToPath } from 'node:url'
import { Bot, InlineKeyboard } from 'grammy'
import { openDialogs } from '../../src/embed/dialogs.ts'
import type { RemoteService } from '../../src/machines/services.ts'
import type { JsonObject } from '../../src/ports/json.ts'

export interface LunchBotOptions {
  readonly token: string
  readonly apiRoot: string
  /** `sqlite:./lunch.db` */
  readonly databaseUrl: string
  /** Takes an order; called again with the same `operation` when it is not certain that it was taken. */
  readonly order: (order: JsonObject, operation: string) => Promise<void>
}

/** Starts the bot. Disposing of it stops the bot, then the dialogs. @throws Error when Telegram refuses the token. */
export async function openLunchBot(options: LunchBotOptions): Promise<AsyncDisposable> {
  const { token, apiRoot, databaseUrl, order } = options
  const bot = new Bot(token, { client: { apiRoot } })
  const dialogs = await openDialogs({
    api: bot.api,
    databaseUrl,
    folder: fileURLToPath(new URL('dialogs', import.meta.url)),
    services: new Map([['kitchen.order', kitchen(order)]]),
  })

  bot.use(dialogs.middleware)
  bot.command('start', (ctx) =>
    ctx.reply('Здесь кормят. Сегодня — борщ; другое блюдо — /lunch.', {
      reply_markup: new InlineKeyboard().text('Заказать борщ', 'dish:Борщ'),
    }),
  )
  bot.callbackQuery(/^dish:(.+)$/, async (ctx) => {
    await ctx.answerCallbackQuery()
    await dialogs.enter(ctx, 'order-lunch', { dish: ctx.match[1] ?? '' })
  })
  bot.on('message:text', (ctx) => ctx.reply(`Про «${ctx.message.text}» ничего не знаю.`))

  await bot.api.setMyCommands(dialogs.commands('ru'))
  const { running } = await started(bot)
  return {
    async [Symbol.asyncDispose]() {
      await bot.stop()
      await running
      await dialogs[Symbol.asyncDispose]()
    },
  }
}

/** Once it listens: a bot that is stopped while it is still starting counts that as a failure. */
async function started(bot: Bot): Promise<{ readonly running: Promise<void> }> {
  const listening = Promise.withResolvers<void>()
  const running = bot.start({ onStart: () => listening.resolve() })
  await Promise.race([listening.promise, running])
  return { running }
}

function kitchen(order: LunchBotOptions['order']): RemoteService {
  return {
    type: 'remote',
    timeoutMs: 10_000,
    reasons: [],
    async run({ input, operation }) {
      try {
        await order(input, operation)
        return { ok: true, value: null }
      } catch {
        return { ok: false, reason: 'temporary' }
      }
    },
  }
}
