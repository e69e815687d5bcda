/** `TELEGRAM_BOT_TOKEN=… node examples/lunch-bot/start.ts` */
import { openLunchBot } from './bot.ts'

const bot = await openLunchBot({
  token: process.env['TELEGRAM_BOT_TOKEN'] ?? '',
  apiRoot: process.env['TELEGRAM_API_ROOT'] ?? 'https://api.telegram.org',
  databaseUrl: process.env['DATABASE_URL'] ?? 'sqlite:./data/lunch.db',
  order: async (order, operation) => console.log('обед', operation, order),
})
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void bot[Symbol.asyncDispose]())
