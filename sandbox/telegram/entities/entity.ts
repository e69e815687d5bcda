import type { JsonObject } from '../../../src/ports.ts'

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

export interface FormattedText {
  readonly text: string
  readonly entities: readonly MessageEntity[]
}

export function entityJson(entity: MessageEntity): JsonObject {
  return { ...entity, ...(entity.user === undefined ? {} : { user: { id: entity.user.id } }) }
}
