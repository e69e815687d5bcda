/**
 * A bot written with @grammyjs/conversations, which asks for a name in its own way and leaves the rest to a dialog: one
 * awaited call among its own waits.
 */
import { fileURLToPath } from 'node:url'
import {
  conversations,
  createConversation,
  type Conversation,
  type ConversationFlavor,
  type VersionedState,
} from '@grammyjs/conversations'
import { Bot, type Context } from 'grammy'
import { readConversationDialogs } from '../../src/embed/in-conversation.ts'
import type { RemoteService } from '../../src/machines/services.ts'
import type { JsonObject } from '../../src/ports/json.ts'
import { openSqliteStorage } from './sqlite-storage.ts'

export interface ConversationsBotOptions {
  readonly token: string
  readonly apiRoot: string
  /** The SQLite file of the plugin's state. */
  readonly file: string
  /** Books a table and names it; called again with the same `operation` when it is not certain that it was done. */
  readonly book: (wish: JsonObject, operation: string) => Promise<number>
}

type OuterContext = ConversationFlavor<Context>

/** Starts the bot. Disposing of it stops it and closes the file. @throws Error when Telegram refuses the token. */
export async function openConversationsBot(options: ConversationsBotOptions): Promise<AsyncDisposable> {
  const { token, apiRoot, file, book } = options
  const dialogs = await readConversationDialogs({
    folder: fileURLToPath(new URL('dialogs', import.meta.url)),
    services: new Map([['tables.book', restaurant(book)]]),
  })
  const adapter = openSqliteStorage<VersionedState<never>>(file)
  const bot = new Bot<OuterContext>(token, { client: { apiRoot } })

  bot.use(
    conversations<OuterContext, Context>({
      storage: { type: 'key', getStorageKey: (ctx) => ctx.chatId?.toString(), adapter },
    }),
  )
  async function visit(conversation: Conversation<OuterContext>, ctx: Context): Promise<void> {
    await ctx.reply('Как вас записать?')
    const named = await conversation.waitFor('message:text')
    const { ending, answers } = await dialogs.run(conversation, named, 'book-table')
    await ctx.reply(
      ending === 'done'
        ? `${named.message.text}, ждём вас. Гостей: ${Number(answers['guests'])}.`
        : `Хорошо, ${named.message.text}, в другой раз.`,
    )
  }
  bot.use(createConversation<OuterContext, Context>(visit, 'visit'))
  bot.command('table', (ctx) => ctx.conversation.enter('visit'))
  bot.command('hours', (ctx) => ctx.reply('Открыто с 12 до 23.'))

  const { running } = await started(bot)
  return {
    async [Symbol.asyncDispose]() {
      await bot.stop()
      await running
      adapter[Symbol.dispose]()
    },
  }
}

/** Once it listens: a bot that is stopped while it is still starting counts that as a failure. */
async function started(bot: Bot<OuterContext>): Promise<{ readonly running: Promise<void> }> {
  const listening = Promise.withResolvers<void>()
  const running = bot.start({ onStart: () => listening.resolve() })
  await Promise.race([listening.promise, running])
  return { running }
}

function restaurant(book: ConversationsBotOptions['book']): RemoteService {
  return {
    type: 'remote',
    timeoutMs: 10_000,
    reasons: [],
    async run({ input, operation }) {
      try {
        return { ok: true, value: { number: await book(input, operation) } }
      } catch {
        return { ok: false, reason: 'temporary' }
      }
    },
  }
}
