/** How long a company of ten thousand takes to be told something at eight o'clock, without Telegram refusing anything. */
import { sendToEverybody } from './sending.ts'

const chats = Number(process.argv[2] ?? 10_000)
const { seconds, refused, mostInASecond, received } = await sendToEverybody({ chats })
const once = [...received.values()].filter((texts) => texts.length === 1).length

console.log(
  `${chats} due messages: ${seconds} s of virtual time, at most ${mostInASecond} in any second, ` +
    `${refused} answers 429, ${once} chats with exactly one message`,
)
if (refused > 0 || once !== chats) process.exitCode = 1
