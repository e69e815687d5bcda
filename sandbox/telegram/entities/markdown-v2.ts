import { sortEntities } from './entity.ts'
import type { EntityType, FormattedText, MessageEntity } from './entity.ts'
import { checkedLink, linkedSymbol, linkedUser } from './links.ts'
import { brokenMarkup, byteOffset } from './parse-error.ts'
import { readFence } from './markdown-fence.ts'

/** An entity that waits for its end. `symbol` is `![…](tg://…)`: a custom emoji or a date. */
interface OpenEntity {
  readonly kind: EntityType | 'symbol'
  readonly language: string
  /** Where its content begins in the text without markup. */
  readonly offset: number
  /** Where its mark stands in the source. */
  readonly at: number
}

interface Reading {
  readonly source: string
  at: number
  text: string
  readonly open: OpenEntity[]
  readonly entities: MessageEntity[]
  isInQuote: boolean
  /** Only line breaks, and nothing at all, may stand before `>`. */
  isLineStart: boolean
}

const reserved = '_*[]()~`>#+-=|{}.!\n'

/**
 * `parse_mode` MarkdownV2 as td `parse_markdown_v2` reads it: every reserved character is markup, escaped, or an error.
 *
 * @throws Refusal with the server's text and byte offset.
 */
export function parseMarkdownV2(source: string): FormattedText {
  const reading: Reading = {
    source,
    at: 0,
    text: '',
    open: [],
    entities: [],
    isInQuote: false,
    isLineStart: true,
  }
  while (reading.at < source.length) step(reading)
  closeLastQuote(reading)
  const last = reading.open.at(-1)
  if (last !== undefined) unclosed(reading, last)
  return { text: reading.text, entities: sortEntities(reading.entities) }
}

function step(reading: Reading): void {
  const { source, at, open } = reading
  const char = source.charAt(at)
  const next = source.charAt(at + 1)
  if (char === '\\' && next !== '' && next >= '\u0001' && next <= '~') {
    reading.text += next
    if (next !== '\r') reading.isLineStart = next === '\n'
    reading.at += 2
    return
  }
  const last = open.at(-1)
  const isCode = last?.kind === 'code' || last?.kind === 'pre'
  if (!(isCode ? '`' : reserved).includes(char)) {
    reading.text += char
    if (char !== '\r') reading.isLineStart = false
    reading.at++
    return
  }
  if (last !== undefined && isEnd(reading, last, char)) close(reading, last, char)
  else begin(reading, char)
}

function isEnd({ source, at, isInQuote }: Reading, last: OpenEntity, char: string): boolean {
  if (isInQuote && char === '\n' && source[at + 1] !== '>') return true
  if (last.kind === 'blockquote') return false
  if (last.kind === 'italic') return char === '_' && source[at + 1] !== '_'
  return source.startsWith(endMarks[last.kind] ?? '\0', at)
}

const endMarks: Partial<Record<OpenEntity['kind'], string>> = {
  bold: '*',
  underline: '__',
  strikethrough: '~',
  spoiler: '||',
  code: '`',
  pre: '```',
  text_link: ']',
  symbol: ']',
}

function begin(reading: Reading, char: string): void {
  const { source, at, text, open } = reading
  const start = (kind: OpenEntity['kind'], length: number, language = '') => {
    open.push({ kind, language, offset: text.length, at })
    reading.at += length
  }
  if (char === '\n') {
    reading.text += '\n'
    reading.isLineStart = true
    reading.at++
  } else if (char === '>' && reading.isLineStart) {
    if (reading.isInQuote) reading.at++
    else start('blockquote', 1)
    reading.isInQuote = true
  } else if (source.startsWith('```', at)) {
    const { language, end } = readFence(source, at + 3)
    start('pre', end - at, language)
  } else if (source.startsWith('__', at)) start('underline', 2)
  else if (source.startsWith('||', at)) start('spoiler', 2)
  else if (source.startsWith('![', at)) start('symbol', 2)
  else {
    const kind = singleMarks[char]
    if (kind === undefined) {
      brokenMarkup(`Character '${char}' is reserved and must be escaped with the preceding '\\'`)
    }
    start(kind, 1)
  }
}

const singleMarks: Partial<Record<string, EntityType>> = {
  _: 'italic',
  '*': 'bold',
  '~': 'strikethrough',
  '`': 'code',
  '[': 'text_link',
}

function close(reading: Reading, last: OpenEntity, char: string): void {
  if (char === '\n') return closeQuote(reading, last)
  reading.open.pop()
  const place = { offset: last.offset, length: reading.text.length - last.offset }
  const mark = endMarks[last.kind]?.length ?? 1
  if (last.kind === 'text_link') return closeLink(reading, place)
  if (last.kind === 'symbol') return closeSymbol(reading, place)
  reading.at += mark
  if (place.length === 0) return
  const language = last.language === '' ? {} : { language: last.language }
  reading.entities.push({ type: last.kind, ...place, ...language })
}

/** A quote ends with its line; `||` as the last thing in it, opening nothing, makes it expandable. */
function closeQuote(reading: Reading, last: OpenEntity): void {
  const { source, at, text } = reading
  const isTail = last.at === at - 2 || (last.at === at - 3 && text.endsWith('\r') && source[at - 1] === '\r')
  const isExpandable = last.kind === 'spoiler' && isTail
  if (isExpandable) reading.open.pop()
  const quote = reading.open.at(-1)
  if (quote?.kind !== 'blockquote') unclosed(reading, quote ?? last)
  reading.text += '\n'
  endQuote(reading, quote, isExpandable)
  reading.isLineStart = true
  reading.at++
}

function closeLastQuote(reading: Reading): void {
  if (!reading.isInQuote) return
  const last = reading.open.at(-1)
  const isExpandable = last?.kind === 'spoiler' && last.at === reading.source.length - 2
  if (isExpandable) reading.open.pop()
  const quote = reading.open.at(-1)
  if (quote?.kind === 'blockquote') endQuote(reading, quote, isExpandable)
}

function endQuote(reading: Reading, quote: OpenEntity, isExpandable: boolean): void {
  reading.open.pop()
  reading.isInQuote = false
  const length = reading.text.length - quote.offset
  if (length === 0) return
  const type = isExpandable ? 'expandable_blockquote' : 'blockquote'
  reading.entities.push({ type, offset: quote.offset, length })
}

interface Place {
  readonly offset: number
  readonly length: number
}

function closeLink(reading: Reading, place: Place): void {
  const isExplicit = reading.source[reading.at + 1] === '('
  const link = isExplicit ? readTarget(reading) : reading.text.slice(place.offset)
  if (!isExplicit) reading.at++
  if (place.length === 0) return
  const user = linkedUser(link)
  const url = checkedLink(link)
  if (user !== null) reading.entities.push({ type: 'text_mention', ...place, user: { id: user } })
  else if (url !== null) reading.entities.push({ type: 'text_link', ...place, url })
}

function closeSymbol(reading: Reading, place: Place): void {
  if (reading.source[reading.at + 1] !== '(') {
    brokenMarkup('The entity must contain a tg://emoji or tg://time URL')
  }
  const symbol = linkedSymbol(readTarget(reading))
  if (symbol === null) brokenMarkup('Invalid tg://emoji or tg://time URL specified')
  if (place.length === 0) return
  const type = 'unix_time' in symbol ? 'date_time' : 'custom_emoji'
  reading.entities.push({ type, ...place, ...symbol })
}

/** Reads `](…)` and moves behind it. */
function readTarget(reading: Reading): string {
  const { source } = reading
  const start = reading.at + 2
  let at = start
  let target = ''
  while (at < source.length && source[at] !== ')') {
    const next = source.charAt(at + 1)
    const isEscaped = source[at] === '\\' && next !== '' && next >= '\u0001' && next <= '~'
    target += isEscaped ? next : source.charAt(at)
    at += isEscaped ? 2 : 1
  }
  if (source[at] !== ')') brokenMarkup(`Can't find end of a URL at byte offset ${byteOffset(source, start)}`)
  reading.at = at + 1
  return target
}

function unclosed(reading: Reading, entity: OpenEntity): never {
  const name =
    entity.kind === 'pre' && entity.language !== '' ? 'PreCode' : (names[entity.kind] ?? entity.kind)
  return brokenMarkup(
    `Can't find end of ${name} entity at byte offset ${byteOffset(reading.source, entity.at)}`,
  )
}

const names: Partial<Record<OpenEntity['kind'], string>> = {
  bold: 'Bold',
  italic: 'Italic',
  underline: 'Underline',
  strikethrough: 'Strikethrough',
  spoiler: 'Spoiler',
  code: 'Code',
  pre: 'Pre',
  text_link: 'TextUrl',
  symbol: 'CustomEmoji',
  blockquote: 'BlockQuote',
}
