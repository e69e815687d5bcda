/** A conversation of @grammyjs/conversations that asks without end, its state in SQLite, its requests answered without a network. */
import {
  conversations,
  createConversation,
  type Conversation,
  type ConversationFlavor,
} from '@grammyjs/conversations'
import { Bot, type Context } from 'grammy'
import { questionAt } from '../form.ts'
import { openSessions } from './sqlite-sessions.ts'
import { botInfo, nowhere, sent, textUpdate } from './updates.ts'

export interface ConversationAtTurn extends Disposable {
  /** Takes the same turn again, from the same stored state; what it leaves is written elsewhere. */
  run(): Promise<void>
  /** What is stored after the turn. */
  readonly bytes: number
}

type OuterContext = ConversationFlavor<Context>
type State = object

/** A conversation in which `turn - 1` turns have been taken; `run` takes the next one. */
export async function openConversationAt(file: string, turn: number): Promise<ConversationAtTurn> {
  const sessions = openSessions<State>(file)
  let frozen = false
  const bot = openBot({
    read: (key) => sessions.get(key),
    write: (key, state) => sessions.set(frozen ? `${key}:after` : key, state),
    delete: (key) => sessions.delete(key),
  })
  for (let at = 0; at < turn - 1; at += 1) await bot.handleUpdate(turnAt(at))
  frozen = true
  const next = turnAt(turn - 1)
  return {
    run: () => bot.handleUpdate(next),
    get bytes() {
      return Buffer.byteLength(JSON.stringify(sessions.get('1:after') ?? null))
    },
    [Symbol.dispose]: () => sessions[Symbol.dispose](),
  }
}

function turnAt(at: number) {
  return textUpdate(at + 1, 1, at === 0 ? '/form' : `Ответ на вопрос ${at}`)
}

function openBot(adapter: {
  read(key: string): State | undefined
  write(key: string, state: State): void
  delete(key: string): void
}): Bot<OuterContext> {
  const answer = JSON.stringify({ ok: true, result: sent })
  const client = {
    apiRoot: nowhere,
    // The conversation builds a client of its own, so that only what lies beneath both is called by both.
    fetch: () => Promise.resolve({ json: () => Promise.resolve(JSON.parse(answer)) }),
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of fetch as grammY calls
  const bot = new Bot<OuterContext>('1:bench', { botInfo, client: client as unknown as object })
  bot.use(
    conversations<OuterContext, Context>({
      storage: {
        type: 'key',
        getStorageKey: (ctx) => String(ctx.chatId),
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it stores is its own affair
        adapter: adapter as never,
      },
    }),
  )
  bot.use(createConversation<OuterContext, Context>(form, 'form'))
  bot.command('form', (ctx) => ctx.conversation.enter('form'))
  return bot
}

async function form(conversation: Conversation<OuterContext>, ctx: Context): Promise<void> {
  const answers: string[] = []
  for (let at = 0; ; at += 1) {
    await ctx.reply(questionAt(at))
    const said = await conversation.waitFor('message:text')
    answers.push(said.message.text)
  }
}
