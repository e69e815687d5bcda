/** The form as a wizard scene of Telegraf, its session in SQLite, its requests answered without a network. */
import { Scenes, session, Telegraf } from 'telegraf'
import { formQuestions, questionAt } from '../form.ts'
import { openSessions } from './sqlite-sessions.ts'
import { botInfo, nowhere, sent, textUpdate } from './updates.ts'

export interface TelegrafForm extends Disposable {
  says(chat: number, text: string): Promise<void>
}

type Answers = Scenes.WizardSessionData & { answers?: string[] }
type Context = Scenes.WizardContext<Answers>

export function openTelegrafForm(file: string): TelegrafForm {
  const sessions = openSessions<object>(file)
  const bot = new Telegraf<Context>('1:bench', { telegram: { apiRoot: nowhere } })
  bot.botInfo = botInfo
  // Each update gets a client of its own.
  bot.use((ctx, next) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every method is answered alike
    ctx.telegram.callApi = (async () => sent) as unknown as typeof ctx.telegram.callApi
    return next()
  })
  bot.use(session({ store: sessions }))
  const stage = new Scenes.Stage<Context>([wizard()])
  bot.use(stage.middleware())
  bot.command('form', (ctx) => ctx.scene.enter('form'))
  let updateId = 0
  return {
    async says(chat, text) {
      updateId += 1
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same update in Telegraf's own types
      await bot.handleUpdate(textUpdate(updateId, chat, text) as Parameters<typeof bot.handleUpdate>[0])
    },
    [Symbol.dispose]: () => sessions[Symbol.dispose](),
  }
}

function wizard(): Scenes.WizardScene<Context> {
  const asks = Array.from({ length: formQuestions }, (_, at) => async (ctx: Context) => {
    if (at > 0 && 'message' in ctx.update && 'text' in ctx.update.message)
      (ctx.scene.session.answers ??= []).push(ctx.update.message.text)
    await ctx.reply(questionAt(at))
    ctx.wizard.next()
  })
  return new Scenes.WizardScene<Context>(
    'form',
    ...asks,
    async (ctx) => {
      if ('message' in ctx.update && 'text' in ctx.update.message)
        (ctx.scene.session.answers ??= []).push(ctx.update.message.text)
      await ctx.reply(`Проверьте:\n${(ctx.scene.session.answers ?? []).slice(0, 3).join('\n')}`)
      ctx.wizard.next()
    },
    async (ctx) => {
      await ctx.reply('Записал.')
      await ctx.scene.leave()
    },
  )
}
