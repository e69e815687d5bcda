/** What the bot showed in a chat, as Telegram's side of the line recorded it. */
import type { TelegramSandbox } from '../../../sandbox/telegram/server.ts'

/** The texts sent to a chat and the texts messages were edited to, in the order they arrived. */
export function shownTexts({ calls }: Pick<TelegramSandbox, 'calls'>, chatId: number): readonly string[] {
  return calls
    .filter((call) => call.chatId === chatId)
    .filter(({ method }) => method === 'sendMessage' || method === 'editMessageText')
    .map(({ params }) => params['text'])
    .filter((text) => typeof text === 'string')
    .map((text) => text.replaceAll(/[\u00A0\u202F]/g, ' '))
}

/**
 * The texts of `actual` that came once more than in `expected`, right after themselves. A task that a killed assistant had
 * made is told of as being there already; that is the same message.
 *
 * @throws Error when a text is missing, strange, or out of its order.
 */
export function repetitions(expected: readonly string[], actual: readonly string[]): readonly string[] {
  const repeated: string[] = []
  let at = 0
  for (const shown of actual) {
    const text = shown.replace('✅ Задача уже есть: ', '✅ Задача создана: ')
    if (text === expected[at]) at += 1
    else if (at > 0 && text === expected[at - 1]) repeated.push(text)
    else throw new Error(`«${text}» came instead of «${expected[at] ?? 'nothing more'}»`)
  }
  if (at < expected.length) throw new Error(`«${expected[at]}» never came`)
  return repeated
}
