import type { FormattedText, MessageEntity } from './entity.ts'
import { checkedLink, linkedUser } from './links.ts'
import { readFence } from './markdown-fence.ts'
import { brokenMarkup, byteOffset } from './parse-error.ts'

interface Place {
  readonly offset: number
  readonly length: number
}

/**
 * The old `parse_mode` Markdown as td `parse_markdown` reads it: four marks, no nesting, no escapes inside an entity.
 *
 * @throws Refusal with the server's text and byte offset.
 */
export function parseMarkdown(source: string): FormattedText {
  const entities: MessageEntity[] = []
  let text = ''
  let at = 0
  while (at < source.length) {
    const char = source.charAt(at)
    if (char === '\\' && '_*`['.includes(source.charAt(at + 1) || ' ')) {
      text += source.charAt(at + 1)
      at += 2
    } else if ('_*`['.includes(char)) {
      const { content, entity, end } = readEntity(source, at)
      const place = { offset: text.length, length: content.length }
      text += content
      if (content !== '') entities.push(...entity(place))
      at = end
    } else {
      text += char
      at++
    }
  }
  return { text, entities }
}

interface Marked {
  readonly content: string
  /** At most one; a link to nowhere leaves plain text. */
  readonly entity: (place: Place) => MessageEntity[]
  readonly end: number
}

function readEntity(source: string, at: number): Marked {
  const mark = source.startsWith('```', at) ? '```' : source.charAt(at)
  const fence = mark === '```' ? readFence(source, at + 3) : { language: '', end: at + 1 }
  const close = mark === '[' ? ']' : mark
  const closed = source.indexOf(close, fence.end)
  if (closed < 0) {
    brokenMarkup(`Can't find end of the entity starting at byte offset ${byteOffset(source, at)}`)
  }
  const content = source.slice(fence.end, closed)
  const end = closed + close.length
  if (mark === '[') return readLink(source, content, end)
  const language = fence.language === '' ? {} : { language: fence.language }
  const type = mark === '_' ? 'italic' : mark === '*' ? 'bold' : mark === '`' ? 'code' : 'pre'
  return { content, entity: (place) => [{ type, ...place, ...language }], end }
}

function readLink(source: string, content: string, end: number): Marked {
  const hasTarget = source[end] === '('
  const closed = hasTarget ? source.indexOf(')', end) : end
  const targetEnd = closed < 0 ? source.length : closed
  const link = hasTarget && content !== '' ? source.slice(end + 1, targetEnd) : content
  const user = linkedUser(link)
  const url = checkedLink(link)
  return {
    content,
    entity: (place) => {
      if (user !== null) return [{ type: 'text_mention', ...place, user: { id: user } }]
      return url === null ? [] : [{ type: 'text_link', ...place, url }]
    },
    // Of a link without text the target stays behind as text, as on the real server.
    end: hasTarget && content !== '' ? Math.min(targetEnd + 1, source.length) : end,
  }
}
