/**
 * Formatted text as a tree that a page turns into elements one to one. Both sources of formatting end here: Bot API
 * `MessageEntity` lists and the portal's BBCode. Nothing in the tree is markup, so nothing has to be escaped.
 */
import type { MessageEntity } from '../telegram/entities/entity.ts'
import { readLink, type Link, type LinkPlaces } from './links.ts'

export type RichNode = string | RichElement

export type RichElement = { readonly children: readonly RichNode[] } & (
  | { readonly tag: PlainTag }
  | { readonly tag: 'pre'; readonly language?: string }
  | { readonly tag: 'quote'; readonly expandable: boolean }
  | { readonly tag: 'link'; readonly link: Link }
  /** A bot command: tapping it sends it. */
  | { readonly tag: 'command'; readonly command: string }
  /** Bot API 9.5 `date_time`; `format` is `r` or `w?[dD]?[tT]?`, the children are what to show when it is unreadable. */
  | { readonly tag: 'time'; readonly unixTime: number; readonly format: string }
)

export type PlainTag = 'bold' | 'italic' | 'underline' | 'strike' | 'code' | 'spoiler' | 'mention' | 'hashtag'

/**
 * Lays `entities` over `text`. Nested ones nest, an entity that leaves its parent is cut at the parent's end, one that
 * lies outside the text is dropped, an unknown type leaves its text plain.
 */
export function richText(text: string, entities: readonly MessageEntity[], places: LinkPlaces): RichNode[] {
  const ordered = entities
    .filter(({ offset, length }) => offset >= 0 && length > 0 && offset < text.length)
    .map((entity, index) => ({ entity, index, end: Math.min(entity.offset + entity.length, text.length) }))
    .sort((a, b) => a.entity.offset - b.entity.offset || b.end - a.end || a.index - b.index)
  let next = 0

  function span(from: number, to: number): RichNode[] {
    const nodes: RichNode[] = []
    let at = from
    for (let item = ordered[next]; item && item.entity.offset < to; item = ordered[next]) {
      const start = Math.max(item.entity.offset, at)
      const end = Math.min(item.end, to)
      next += 1
      if (start >= end) continue
      if (start > at) nodes.push(text.slice(at, start))
      const children = span(start, end)
      nodes.push(...wrap(item.entity, text.slice(start, end), children, places))
      at = end
    }
    if (at < to) nodes.push(text.slice(at, to))
    return nodes
  }

  return span(0, text.length)
}

function wrap(entity: MessageEntity, text: string, children: RichNode[], places: LinkPlaces): RichNode[] {
  switch (entity.type) {
    case 'pre':
      return [{ tag: 'pre', children, ...(entity.language ? { language: entity.language } : {}) }]
    case 'blockquote':
    case 'expandable_blockquote':
      return [{ tag: 'quote', expandable: entity.type === 'expandable_blockquote', children }]
    case 'bot_command':
      return [{ tag: 'command', command: text, children }]
    case 'url':
      return linked(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`, children, places)
    case 'text_link':
      return linked(entity.url ?? '', children, places)
    case 'email':
      return linked(`mailto:${text}`, children, places)
    case 'date_time':
      return entity.unix_time === undefined
        ? children
        : [{ tag: 'time', unixTime: entity.unix_time, format: entity.date_time_format ?? '', children }]
    case 'bold':
    case 'italic':
    case 'underline':
    case 'code':
    case 'spoiler':
    case 'mention':
    case 'hashtag':
      return [{ tag: entity.type, children }]
    case 'strikethrough':
      return [{ tag: 'strike', children }]
    case 'text_mention':
      return [{ tag: 'mention', children }]
    case 'cashtag':
      return [{ tag: 'hashtag', children }]
    case 'phone_number':
    case 'bank_card_number':
    case 'custom_emoji':
      return children
    default:
      // A type of a newer Bot API: the text itself is always right.
      return children
  }
}

function linked(url: string, children: RichNode[], places: LinkPlaces): RichNode[] {
  const link = readLink(url, places)
  return link ? [{ tag: 'link', link, children }] : children
}

/** The tree's text without its formatting. */
export function plainText(nodes: readonly RichNode[]): string {
  return nodes.map((node) => (typeof node === 'string' ? node : plainText(node.children))).join('')
}
