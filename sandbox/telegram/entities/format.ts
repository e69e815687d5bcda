import type { FormattedText, MessageEntity } from './entity.ts'

/** First version: only commands, links, mentions and e-mails of plain text. */
export function formatPlain(text: string): FormattedText {
  const entities: MessageEntity[] = []
  for (const [type, pattern] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const offset = match.index
      const length = match[0].length
      if (
        entities.every((other) => other.offset + other.length <= offset || offset + length <= other.offset)
      ) {
        entities.push({ type, offset, length })
      }
    }
  }
  return { text, entities: entities.sort((a, b) => a.offset - b.offset) }
}

const patterns = [
  ['url', /https?:\/\/[^\s]+/g],
  ['email', /[\w.+-]+@[\w-]+\.[\w.]+/g],
  ['bot_command', /(?<![\w/])\/[A-Za-z0-9_]{1,64}(?:@\w+)?/g],
  ['mention', /(?<!\w)@[A-Za-z0-9_]{3,32}/g],
] as const
