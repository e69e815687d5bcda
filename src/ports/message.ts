/** A stretch of a text; offsets and lengths count UTF-16 units, as Bot API `MessageEntity` does. */
export interface Span {
  readonly type:
    | 'bold'
    | 'italic'
    | 'underline'
    | 'strikethrough'
    | 'code'
    | 'spoiler'
    | 'text_link'
    | 'date_time'
  readonly offset: number
  readonly length: number
  /** Only with `text_link`. */
  readonly url?: string
  /** Only with `date_time`: unix seconds (Bot API 9.5). */
  readonly unixTime?: number
}

export interface FormattedText {
  readonly text: string
  readonly spans: readonly Span[]
}

/** One button under a message. */
export interface Choice {
  readonly label: string
  readonly style?: 'primary' | 'success' | 'danger'
  readonly act:
    /** Opaque to everyone but the card it belongs to; at most 64 bytes (Bot API `callback_data`). */
    | { readonly type: 'press'; readonly data: string }
    | { readonly type: 'open'; readonly url: string }
    | { readonly type: 'copy'; readonly text: string }
    | { readonly type: 'disabled' }
}

export interface Message extends FormattedText {
  readonly rows: readonly (readonly Choice[])[]
  /** Delivered without a sound. */
  readonly silent?: boolean
}
