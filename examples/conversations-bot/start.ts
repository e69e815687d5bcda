/** `TELEGRAM_BOT_TOKEN=… node examples/conversations-bot/start.ts` */
import { openConversationsBot } from './bot.ts'

let booked = 0
const bot = await openConversationsBot({
  token: process.env['TELEGRAM_BOT_TOKEN'] ?? '',
  apiRoot: process.env['TELEGRAM_API_ROOT'] ?? 'https://api.telegram.org',
  file: 'conversations.db',
  async book(wish, operation) {
    booked += 1
    console.log('столик', booked, operation, wish)
    return booked
  },
})
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void bot[Symbol.asyncDispose]())
