import { getTdjson } from 'prebuilt-tdlib'
import { configure, execute } from 'tdl'

import type { FormattedText, MessageEntity } from '../../../../sandbox/telegram/entities/entity.ts'

/**
 * TDLib itself, the library under the real Bot API server, asked synchronously and offline. Its answers are turned into
 * the shapes of the Bot API so that they can be compared as they are.
 */
configure({ tdjson: getTdjson(), verbosityLevel: 0 })

export type Mode = 'HTML' | 'MarkdownV2' | 'Markdown'

/** `parse_mode` by TDLib: the text and its entities, or what it says is wrong. */
export function oracleParse(text: string, mode: Mode): FormattedText | { readonly error: string } {
  const parse_mode =
    mode === 'HTML'
      ? ({ _: 'textParseModeHTML' } as const)
      : ({ _: 'textParseModeMarkdown', version: mode === 'MarkdownV2' ? 2 : 1 } as const)
  const answer = execute({ _: 'parseTextEntities', text, parse_mode }) as OracleAnswer
  return answer._ === 'error' ? { error: answer.message ?? '' } : formattedOf(answer)
}

/** What TDLib finds in a plain text. */
export function oracleDetect(text: string): MessageEntity[] {
  const answer = execute({ _: 'getTextEntities', text }) as OracleAnswer
  return (answer.entities ?? []).map(entityOf)
}

/**
 * How TDLib cleans a text and puts its entities right. The call also reads the Markdown of the apps, so the text must
 * have none of it.
 */
export function oracleFix(given: FormattedText): FormattedText | { readonly error: string } {
  const entities = given.entities.map((entity) => ({
    _: 'textEntity',
    offset: entity.offset,
    length: entity.length,
    type: oracleType(entity),
  }))
  const text = { _: 'formattedText', text: given.text, entities } as const
  const answer = execute({ _: 'parseMarkdown', text } as Parameters<typeof execute>[0]) as OracleAnswer
  return answer._ === 'error' ? { error: answer.message ?? '' } : formattedOf(answer)
}

interface OracleAnswer {
  readonly _: string
  readonly message?: string
  readonly text?: string
  readonly entities?: readonly OracleEntity[]
}

interface OracleEntity {
  readonly offset: number
  readonly length: number
  readonly type: {
    readonly _: string
    readonly url?: string
    readonly user_id?: number
    readonly language?: string
    readonly custom_emoji_id?: string
    readonly unix_time?: number
    readonly formatting_type?: {
      readonly _: string
      readonly show_day_of_week?: boolean
      readonly date_precision?: { readonly _: string }
      readonly time_precision?: { readonly _: string }
    } | null
  }
}

function formattedOf(answer: OracleAnswer): FormattedText {
  return { text: answer.text ?? '', entities: (answer.entities ?? []).map(entityOf) }
}

function entityOf({ offset, length, type }: OracleEntity): MessageEntity {
  const place = { offset, length }
  switch (type._) {
    case 'textEntityTypePreCode':
      return { type: 'pre', ...place, language: type.language! }
    case 'textEntityTypeTextUrl':
      return { type: 'text_link', ...place, url: type.url! }
    case 'textEntityTypeMentionName':
      return { type: 'text_mention', ...place, user: { id: type.user_id! } }
    case 'textEntityTypeCustomEmoji':
      return { type: 'custom_emoji', ...place, custom_emoji_id: type.custom_emoji_id! }
    case 'textEntityTypeDateTime':
      return { type: 'date_time', ...place, unix_time: type.unix_time!, date_time_format: dateFormatOf(type) }
    default:
      return { type: plainTypes[type._] ?? (`? ${type._}` as MessageEntity['type']), ...place }
  }
}

function dateFormatOf({ formatting_type: format }: OracleEntity['type']): string {
  if (format === undefined || format === null) return ''
  if (format._ === 'dateTimeFormattingTypeRelative') return 'r'
  const day = format.show_day_of_week === true ? 'w' : ''
  return day + precisionLetter(format.date_precision, 'dD') + precisionLetter(format.time_precision, 'tT')
}

function precisionLetter(part: { readonly _: string } | undefined, letters: 'dD' | 'tT'): string {
  if (part?._.endsWith('Short') === true) return letters.charAt(0)
  return part?._.endsWith('Long') === true ? letters.charAt(1) : ''
}

function oracleType(entity: MessageEntity): object {
  if (entity.type === 'pre' && entity.language !== undefined) {
    return { _: 'textEntityTypePreCode', language: entity.language }
  }
  if (entity.type === 'text_link') return { _: 'textEntityTypeTextUrl', url: entity.url }
  if (entity.type === 'text_mention') return { _: 'textEntityTypeMentionName', user_id: entity.user?.id }
  if (entity.type === 'custom_emoji') {
    return { _: 'textEntityTypeCustomEmoji', custom_emoji_id: entity.custom_emoji_id }
  }
  return { _: Object.entries(plainTypes).find(([, type]) => type === entity.type)![0] }
}

const plainTypes: Readonly<Record<string, MessageEntity['type']>> = {
  textEntityTypeMention: 'mention',
  textEntityTypeHashtag: 'hashtag',
  textEntityTypeCashtag: 'cashtag',
  textEntityTypeBotCommand: 'bot_command',
  textEntityTypeUrl: 'url',
  textEntityTypeEmailAddress: 'email',
  textEntityTypePhoneNumber: 'phone_number',
  textEntityTypeBankCardNumber: 'bank_card_number',
  textEntityTypeBold: 'bold',
  textEntityTypeItalic: 'italic',
  textEntityTypeUnderline: 'underline',
  textEntityTypeStrikethrough: 'strikethrough',
  textEntityTypeSpoiler: 'spoiler',
  textEntityTypeBlockQuote: 'blockquote',
  textEntityTypeExpandableBlockQuote: 'expandable_blockquote',
  textEntityTypeCode: 'code',
  textEntityTypePre: 'pre',
}
