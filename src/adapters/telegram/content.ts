import type { InlineKeyboardButton, MessageEntity } from 'grammy/types'
import type { Choice, Message, Span } from '../../ports/message.ts'
import type { Part } from './errors.ts'
import { fitText } from './text.ts'

/** Callback data of a button that does nothing, where the server has no disabled buttons. */
export const idleData = 'idle'

/** A message in Bot API form. */
export interface Content {
  readonly text: string
  readonly entities: MessageEntity[]
  readonly keyboard: InlineKeyboardButton[][]
}

/** `without` names the parts that a server has refused: they are left out, or replaced by something plainer. */
export function toContent(message: Message, without: ReadonlySet<Part>): Content {
  const { text, spans } = fitText(message)
  return {
    text,
    entities: without.has('spans') ? [] : spans.map(toEntity),
    keyboard: message.rows
      .map((row) => row.flatMap((choice) => toButton(choice, without)))
      .filter((row) => row.length > 0),
  }
}

/** Whether leaving `part` out of the message would change anything. */
export function hasPart(message: Message, part: Part): boolean {
  if (part === 'spans') return message.spans.length > 0
  const type = part === 'links' ? 'open' : 'disabled'
  return choicesOf(message).some(({ act }) => act.type === type)
}

/** What no server would take and only a programmer can mend, or null. */
export function faultOf(message: Message): string | null {
  for (const { act } of choicesOf(message)) {
    if (act.type === 'press') {
      const bytes = new TextEncoder().encode(act.data).length
      if (bytes < 1 || bytes > 64) return `callback data of ${bytes} bytes, 1 to 64 are allowed`
    }
    if (act.type === 'copy' && (act.text.length < 1 || act.text.length > 256)) {
      return `copy text of ${act.text.length} characters, 1 to 256 are allowed`
    }
  }
  return null
}

function choicesOf(message: Message): readonly Choice[] {
  return message.rows.flat()
}

function toEntity(span: Span): MessageEntity {
  const { type, offset, length } = span
  if (type === 'text_link') return { type, offset, length, url: span.url ?? '' }
  if (type === 'date_time') {
    // No format: the client keeps our words, which name the zone, and shows the reader's own time on a tap.
    return { type, offset, length, unix_time: span.unixTime ?? 0, date_time_format: '' }
  }
  return { type, offset, length }
}

function toButton({ label, style, act }: Choice, without: ReadonlySet<Part>): InlineKeyboardButton[] {
  const face = { text: label.toWellFormed(), ...(style && { style }) }
  if (act.type === 'press') return [{ ...face, callback_data: act.data }]
  if (act.type === 'copy') return [{ ...face, copy_text: { text: act.text.toWellFormed() } }]
  if (act.type === 'open') return without.has('links') ? [] : [{ ...face, url: act.url }]
  return [without.has('disabled') ? { ...face, callback_data: idleData } : { ...face, disabled: {} }]
}
