export type EntityType =
  | 'mention'
  | 'hashtag'
  | 'cashtag'
  | 'bot_command'
  | 'url'
  | 'email'
  | 'phone_number'
  | 'bank_card_number'
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strikethrough'
  | 'spoiler'
  | 'blockquote'
  | 'expandable_blockquote'
  | 'code'
  | 'pre'
  | 'text_link'
  | 'text_mention'
  | 'custom_emoji'
  | 'date_time'

/** The Bot API object; offsets and lengths count UTF-16 units. */
export interface MessageEntity {
  readonly type: EntityType
  readonly offset: number
  readonly length: number
  /** Only with `text_link`. */
  readonly url?: string
  /** Only with `text_mention`. */
  readonly user?: { readonly id: number }
  /** Only with `pre`. */
  readonly language?: string
  /** Only with `custom_emoji`. */
  readonly custom_emoji_id?: string
  /** Only with `date_time`: unix seconds. */
  readonly unix_time?: number
  /** Only with `date_time`: `r`, or any of `w`, `d`/`D` and `t`/`T`. */
  readonly date_time_format?: string
}

/** A stretch of a text that means something by itself. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

export interface FormattedText {
  readonly text: string
  readonly entities: readonly MessageEntity[]
}

/** First by place, the longer before what it contains, and of equal ones the container before its content. */
export function sortEntities(entities: readonly MessageEntity[]): MessageEntity[] {
  return entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length || priority(a) - priority(b))
}

export function endOf(entity: MessageEntity): number {
  return entity.offset + entity.length
}

/** Of overlapping entities only the first is kept, nested ones go too. Takes sorted ones. */
export function withoutOverlaps(entities: readonly MessageEntity[]): MessageEntity[] {
  let end = 0
  return entities.filter((entity) => {
    if (entity.offset < end) return false
    end = endOf(entity)
    return true
  })
}

/** td `MessageEntity::get_type_priority`. */
function priority(entity: MessageEntity): number {
  if (entity.type === 'pre') return entity.language === undefined ? 11 : 10
  return priorities[entity.type] ?? 50
}

const priorities: Partial<Record<EntityType, number>> = {
  blockquote: 0,
  expandable_blockquote: 0,
  code: 20,
  date_time: 30,
  text_link: 49,
  text_mention: 49,
  bold: 90,
  italic: 91,
  underline: 92,
  strikethrough: 93,
  spoiler: 94,
  custom_emoji: 99,
}
