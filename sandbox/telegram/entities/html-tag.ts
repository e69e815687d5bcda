import { leadingInteger } from '../parameters.ts'
import { readReference } from './html-reference.ts'
import { brokenMarkup, byteOffset } from './parse-error.ts'

export interface StartTag {
  /** In lower case. */
  readonly name: string
  /** The one attribute that matters for this tag, or an empty text. */
  readonly argument: string
  /** Only of `tg-time`; 0 otherwise. */
  readonly unixTime: number
  /** Position after `>`. */
  readonly end: number
}

interface Attribute {
  readonly name: string
  /** Undefined for a bare name. */
  readonly value: string | undefined
  readonly end: number
}

/**
 * Reads the start tag at `at`.
 *
 * @throws Refusal for an unknown tag and for anything unclosed.
 */
export function readStartTag(source: string, at: number): StartTag {
  const name = /^<([^ \t\r\n\v>]*)/.exec(source.slice(at))?.[1] ?? ''
  let position = at + 1 + name.length
  const where = byteOffset(source, at)
  if (position >= source.length) brokenMarkup(`Unclosed start tag at byte offset ${where}`)
  const tag = name.toLowerCase()
  if (!known.has(tag)) brokenMarkup(`Unsupported start tag "${tag}" at byte offset ${where}`)
  let argument = ''
  let unixTime = 0
  for (;;) {
    position = skipSpace(source, position)
    if (source[position] === '>') break
    const attribute = readAttribute(source, position, tag, where)
    position = attribute.end
    const value = attributeArgument(tag, attribute)
    if (value !== undefined) argument = value
    if (tag === 'tg-time' && attribute.name === 'unix') unixTime = leadingInteger(attribute.value ?? '')
  }
  if (tag === 'span' && argument !== 'spoiler') {
    brokenMarkup(`Tag "span" must have class "tg-spoiler" at byte offset ${where}`)
  }
  return { name: tag, argument, unixTime, end: position + 1 }
}

function readAttribute(source: string, at: number, tag: string, where: number): Attribute {
  const name = /^[^ \t\r\n\v=>/"']*/.exec(source.slice(at))?.[0] ?? ''
  if (name === '') brokenMarkup(`Empty attribute name in the tag "${tag}" at byte offset ${where}`)
  let position = skipSpace(source, at + name.length)
  if (position >= source.length) brokenMarkup(`Unclosed start tag "${tag}" at byte offset ${where}`)
  if (source[position] !== '=') return { name, value: undefined, end: position }
  position = skipSpace(source, position + 1)
  if (position >= source.length) brokenMarkup(`Unclosed start tag "${tag}" at byte offset ${where}`)
  const quote = source.charAt(position)
  const { value, end } =
    quote === '"' || quote === "'" ? readQuoted(source, position + 1, quote) : readToken(source, position)
  if (end >= source.length) brokenMarkup(`Unclosed start tag at byte offset ${where}`)
  return { name, value, end }
}

function readQuoted(source: string, at: number, quote: string): { value: string; end: number } {
  let value = ''
  let position = at
  while (position < source.length && source[position] !== quote) {
    const reference = source[position] === '&' ? readReference(source, position) : undefined
    value += reference?.char ?? source.charAt(position)
    position = reference?.end ?? position + 1
  }
  return { value, end: position + 1 }
}

function readToken(source: string, at: number): { value: string; end: number } {
  const value = /^[a-zA-Z0-9.-]*/.exec(source.slice(at))?.[0] ?? ''
  const end = at + value.length
  if (end < source.length && !/[ \t\r\n\v>]/.test(source.charAt(end))) {
    brokenMarkup(`Unexpected end of name token at byte offset ${byteOffset(source, at)}`)
  }
  return { value: value.toLowerCase(), end }
}

/** What an attribute says about its tag; undefined when it says nothing. */
function attributeArgument(tag: string, { name, value = '' }: Attribute): string | undefined {
  if (tag === 'blockquote' && name === 'expandable') return '1'
  if (tag === 'a' && name === 'href') return value
  if (tag === 'tg-emoji' && name === 'emoji-id') return value
  if (tag === 'tg-time' && name === 'format') return value
  if (tag === 'code' && name === 'class' && value.startsWith('language-')) return value.slice(9)
  if (tag === 'span' && name === 'class' && value.startsWith('tg-')) return value.slice(3)
  return undefined
}

function skipSpace(source: string, at: number): number {
  let position = at
  while (position < source.length && ' \t\r\n\v'.includes(source.charAt(position))) position++
  return position
}

const known = new Set([
  'a',
  'b',
  'strong',
  'i',
  'em',
  's',
  'strike',
  'del',
  'u',
  'ins',
  'tg-spoiler',
  'tg-emoji',
  'tg-time',
  'span',
  'pre',
  'code',
  'blockquote',
])
