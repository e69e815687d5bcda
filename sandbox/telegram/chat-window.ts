import type { MessageEntity } from './entities/entity.ts'
import { forwardName } from './forwards.ts'
import { isArray, isObject } from './json.ts'
import type { ButtonStyle, InlineButton } from './keyboards.ts'
import type { MessageKind, StoredMessage } from './state.ts'

/** A message as the chat window shows it. */
export interface ChatMessage {
  readonly messageId: number
  readonly from: 'person' | 'bot'
  readonly kind: MessageKind
  readonly dateMs: number
  /** When its words last changed. */
  readonly editedMs?: number
  /** The caption, when `kind` is not `text`. */
  readonly text: string
  readonly entities: readonly MessageEntity[]
  readonly buttons: readonly (readonly ChatButton[])[]
  /** Arrived without a sound. */
  readonly silent?: boolean
  readonly replyTo?: number
  /** Set when the bot switched the preview of links off. */
  readonly withoutPreview?: boolean
  /** Whom it was forwarded from. */
  readonly forwardedFrom?: string
  /** The photo at its largest, or the document. */
  readonly file?: ChatFile
}

export interface ChatFile {
  readonly fileId: string
  /** Empty for a photo. */
  readonly name: string
  readonly size: number
  readonly width?: number
  readonly height?: number
}

export interface ChatButton {
  readonly label: string
  readonly style?: ButtonStyle
  readonly act:
    | { readonly type: 'callback'; readonly data: string }
    | { readonly type: 'url'; readonly url: string }
    | { readonly type: 'copy'; readonly text: string }
    | { readonly type: 'disabled' }
    /** A kind this window cannot act on; `name` is its Bot API field. */
    | { readonly type: 'other'; readonly name: string }
}

export function windowMessage(message: StoredMessage): ChatMessage {
  return {
    messageId: message.id,
    from: message.from,
    kind: message.kind,
    dateMs: message.dateMs,
    ...(message.rewordedMs === undefined ? {} : { editedMs: message.rewordedMs }),
    text: message.text,
    entities: message.entities,
    buttons: windowButtons(message),
    ...(message.silent ? { silent: true } : {}),
    ...(message.replyTo === null ? {} : { replyTo: message.replyTo }),
    ...(message.linkPreview?.['is_disabled'] === true ? { withoutPreview: true } : {}),
    ...(message.forward === undefined ? {} : { forwardedFrom: forwardName(message.forward) }),
    ...fileOf(message),
  }
}

function fileOf({ media }: StoredMessage): { readonly file?: ChatFile } {
  const sizes = media?.['photo']
  const json = (isArray(sizes) ? sizes.at(-1) : undefined) ?? media?.['document']
  if (json === undefined || !isObject(json)) return {}
  const { file_id: fileId, file_name: name = '', file_size: size = 0, width, height } = json
  if (typeof fileId !== 'string' || typeof name !== 'string' || typeof size !== 'number') return {}
  const edges = typeof width === 'number' && typeof height === 'number' ? { width, height } : {}
  return { file: { fileId, name, size, ...edges } }
}

export function windowButtons(message: StoredMessage | undefined): ChatButton[][] {
  return (message?.markup ?? []).map((row) =>
    row.map((button) => ({
      label: button.text,
      ...(button.style === undefined ? {} : { style: button.style }),
      act: actOf(button),
    })),
  )
}

function actOf(button: InlineButton): ChatButton['act'] {
  if (button.url !== undefined) return { type: 'url', url: button.url }
  if (button.callback_data !== undefined) return { type: 'callback', data: button.callback_data }
  if (button.copy_text !== undefined) return { type: 'copy', text: button.copy_text.text }
  if (button.disabled !== undefined) return { type: 'disabled' }
  return { type: 'other', name: Object.keys(button.other ?? {})[0] ?? 'unknown' }
}
