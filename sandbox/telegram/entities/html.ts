import { sortEntities } from './entity.ts'
import type { FormattedText, MessageEntity } from './entity.ts'
import { readReference } from './html-reference.ts'
import { readStartTag } from './html-tag.ts'
import type { StartTag } from './html-tag.ts'
import { checkedLink, dateFormat, linkedUser } from './links.ts'
import { brokenMarkup, byteOffset } from './parse-error.ts'

/** A start tag that waits for its end. */
interface OpenTag extends StartTag {
  /** Where its content begins in the text without tags. */
  readonly offset: number
}

/**
 * `parse_mode` HTML as td `parse_html` reads it: a short list of tags, four named references, everything else an error.
 *
 * @throws Refusal with the server's text and byte offset.
 */
export function parseHtml(source: string): FormattedText {
  const open: OpenTag[] = []
  const entities: MessageEntity[] = []
  let text = ''
  let at = 0
  while (at < source.length) {
    const char = source.charAt(at)
    const reference = char === '&' ? readReference(source, at) : undefined
    if (reference !== undefined) {
      text += reference.char
      at = reference.end
    } else if (char !== '<') {
      text += char
      at++
    } else if (source[at + 1] === '/') {
      at = closeTag(source, at, open, entities, text)
    } else {
      const tag = readStartTag(source, at)
      open.push({ ...tag, offset: text.length })
      at = tag.end
    }
  }
  const unclosed = open.at(-1)
  if (unclosed !== undefined) {
    brokenMarkup(`Can't find end tag corresponding to start tag "${unclosed.name}"`)
  }
  if (!text.isWellFormed()) {
    brokenMarkup(
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    )
  }
  return { text, entities: sortEntities(entities.map(withoutCodeLanguage)) }
}

function closeTag(
  source: string,
  at: number,
  open: OpenTag[],
  entities: MessageEntity[],
  text: string,
): number {
  const tag = open.at(-1) ?? brokenMarkup(`Unexpected end tag at byte offset ${byteOffset(source, at)}`)
  const match = /^<\/([^\s>]*)[ \t\r\n\v]*/.exec(source.slice(at))
  const end = at + (match?.[0].length ?? 0)
  const name = (match?.[1] ?? '').toLowerCase()
  if (source[end] !== '>') brokenMarkup(`Unclosed end tag at byte offset ${byteOffset(source, at)}`)
  if (name !== '' && name !== tag.name) {
    const offset = byteOffset(source, at)
    brokenMarkup(`Unmatched end tag at byte offset ${offset}, expected "</${tag.name}>", found "</${name}>"`)
  }
  open.pop()
  if (text.length > tag.offset) addEntity(entities, tag, text)
  return end + 1
}

function addEntity(entities: MessageEntity[], tag: OpenTag, text: string): void {
  const place = { offset: tag.offset, length: text.length - tag.offset }
  const simple = simpleTags.get(tag.name)
  if (simple !== undefined) entities.push({ type: simple, ...place })
  if (tag.name === 'blockquote') {
    entities.push({ type: tag.argument === '' ? 'blockquote' : 'expandable_blockquote', ...place })
  }
  if (tag.name === 'a') addLink(entities, tag.argument || text.slice(tag.offset), place)
  if (tag.name === 'tg-emoji') addEmoji(entities, tag.argument, place)
  if (tag.name === 'tg-time') addTime(entities, tag, place)
  if (tag.name === 'pre' || tag.name === 'code') addCode(entities, tag, place)
}

interface Place {
  readonly offset: number
  readonly length: number
}

function addLink(entities: MessageEntity[], link: string, place: Place): void {
  const user = linkedUser(link)
  const url = checkedLink(link)
  if (user !== null) entities.push({ type: 'text_mention', ...place, user: { id: user } })
  else if (url !== null) entities.push({ type: 'text_link', ...place, url })
}

function addEmoji(entities: MessageEntity[], id: string, place: Place): void {
  if (!/^-?\d{1,19}$/.test(id) || Number(id) === 0) brokenMarkup('Invalid custom emoji identifier specified')
  entities.push({ type: 'custom_emoji', ...place, custom_emoji_id: id })
}

function addTime(entities: MessageEntity[], tag: OpenTag, place: Place): void {
  const format = dateFormat(tag.argument) ?? brokenMarkup('Invalid date format used')
  if (tag.unixTime > 0) {
    entities.push({ type: 'date_time', ...place, unix_time: tag.unixTime, date_time_format: format })
  }
}

/** `<pre><code class="language-…">` over the same stretch, in either nesting, is one block with a language. */
function addCode(entities: MessageEntity[], tag: OpenTag, place: Place): void {
  const last = entities.at(-1)
  const isSamePlace = last?.offset === place.offset && last.length === place.length
  if (tag.name === 'pre') {
    const language = isSamePlace && last.type === 'code' ? last.language : undefined
    if (language !== undefined) entities.pop()
    entities.push({ type: 'pre', ...place, ...(language === undefined ? {} : { language }) })
    return
  }
  const language = tag.argument === '' ? {} : { language: tag.argument }
  const isInPre = isSamePlace && last.type === 'pre' && last.language === undefined && tag.argument !== ''
  if (isInPre) entities.pop()
  entities.push({ type: isInPre ? 'pre' : 'code', ...place, ...language })
}

function withoutCodeLanguage(entity: MessageEntity): MessageEntity {
  if (entity.type !== 'code') return entity
  const { language: _language, ...code } = entity
  return code
}

const simpleTags = new Map<string, MessageEntity['type']>([
  ['b', 'bold'],
  ['strong', 'bold'],
  ['i', 'italic'],
  ['em', 'italic'],
  ['u', 'underline'],
  ['ins', 'underline'],
  ['s', 'strikethrough'],
  ['strike', 'strikethrough'],
  ['del', 'strikethrough'],
  ['tg-spoiler', 'spoiler'],
  ['span', 'spoiler'],
])
