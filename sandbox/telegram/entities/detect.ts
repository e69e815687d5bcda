import { findBankCards } from './bank-cards.ts'
import { sortEntities, withoutOverlaps } from './entity.ts'
import type { EntityType, MessageEntity, Stretch } from './entity.ts'
import { findAddresses, findTelegramUrls } from './urls.ts'

/**
 * Everything a client marks in plain text without being told: mentions, commands, tags, links, e-mails, bank cards. Phone
 * numbers are left to the real server's other parts, as in td `find_entities`.
 */
export function detectEntities(text: string): MessageEntity[] {
  const found: MessageEntity[] = []
  const add = (type: EntityType, stretches: readonly Stretch[]) => {
    for (const { start, end } of stretches) found.push({ type, offset: start, length: end - start })
  }
  add('mention', findMentions(text))
  add('bot_command', findCommands(text))
  add('hashtag', findHashtags(text))
  add('cashtag', findCashtags(text))
  add('bank_card_number', findBankCards(text))
  add('url', findTelegramUrls(text))
  const { urls, emails } = findAddresses(text)
  add('url', urls)
  add('email', emails)
  return withoutOverlaps(sortEntities(found))
}

const mention = /(?<![\p{L}\p{N}_])@([a-zA-Z0-9_]{2,32})(?![\p{L}\p{N}_])/gu
/** Names shorter than four characters that exist all the same. */
const shortNames = new Set(['gif', 'nft', 'pic', 'ufc', 'vid'])

function findMentions(text: string): Stretch[] {
  return stretches(text, mention).filter(({ start, end }) => {
    const name = text.slice(start + 1, end)
    return name.length >= 4 || shortNames.has(name.toLowerCase())
  })
}

const command = /(?<![\p{L}\p{N}_/<>])\/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32}|(?!@))(?![\p{L}\p{N}_/<>])/gu

function findCommands(text: string): Stretch[] {
  return stretches(text, command)
}

const tagLetter = String.raw`[\p{L}\p{Nd}_\u200c\u00b7\u0d80-\u0dff]`
const hashtag = new RegExp(`(?<!${tagLetter})#(${tagLetter}+)`, 'gu')
const tagOwner = /@[a-zA-Z0-9_]{3,32}/y
const hashtagLengthMax = 256

function findHashtags(text: string): Stretch[] {
  const found: Stretch[] = []
  for (const match of text.matchAll(hashtag)) {
    const letters = Array.from(match[1] ?? '')
    const tag = letters.slice(0, hashtagLengthMax).join('')
    const runEnd = match.index + match[0].length
    const owner = letters.length <= hashtagLengthMax ? matchAt(tagOwner, text, runEnd) : ''
    if (text[runEnd + owner.length] === '#' || !/\p{L}/u.test(tag)) continue
    found.push({ start: match.index, end: match.index + 1 + tag.length + owner.length })
  }
  return found
}

const cashtag = new RegExp(String.raw`(?<!${tagLetter}|\$)\$(?:1INCH|[A-Z]{1,8}(?![A-Z]))`, 'gu')
const cashtagOwner = /@[a-zA-Z0-9_]{3,32}(?![a-zA-Z0-9_])/y
const tagGoesOn = new RegExp(String.raw`${tagLetter}|\$`, 'uy')

function findCashtags(text: string): Stretch[] {
  const found: Stretch[] = []
  for (const { start, end } of stretches(text, cashtag)) {
    const tagEnd = end + matchAt(cashtagOwner, text, end).length
    if (matchAt(tagGoesOn, text, tagEnd) === '') found.push({ start, end: tagEnd })
  }
  return found
}

function stretches(text: string, pattern: RegExp): Stretch[] {
  return Array.from(text.matchAll(pattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }))
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}
