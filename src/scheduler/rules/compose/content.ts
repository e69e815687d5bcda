/** A notification as data, before it is a text: what it is headed by, its sections, and its buttons. */
import type { FormattedText, Span } from '../../../ports/message.ts'
import type { SnoozeChoice } from '../snooze.ts'

export interface Content {
  /** The first block: a heading line, and lines that belong right under it. */
  readonly opening: readonly string[]
  readonly sections: readonly Section[]
  /** Last lines, a block of their own. */
  readonly closing: readonly string[]
  readonly rows: readonly (readonly ReminderButton[])[]
}

export interface Section {
  /** In bold; null for a section that is only its items. */
  readonly title: string | null
  readonly items: readonly string[]
}

export interface ReminderButton {
  readonly label: string
  readonly act: ReminderAct
}

/** What a button of a notification means. `key` is the row it stands for; nothing in it is proof of a right. */
export type ReminderAct =
  | { readonly type: 'done'; readonly task: number; readonly key: string }
  | { readonly type: 'deadline'; readonly task: number; readonly key: string }
  | { readonly type: 'snooze'; readonly key: string; readonly choice: SnoozeChoice }
  /** Shows the choices of when to remind again. */
  | { readonly type: 'snooze_menu'; readonly key: string }
  /** Asks for a time to be typed. */
  | { readonly type: 'snooze_typed'; readonly key: string }
  | { readonly type: 'open'; readonly url: string }
  | { readonly type: 'join'; readonly url: string }
  | { readonly type: 'tasks' }
  | { readonly type: 'schedule' }
  /** Moves the deadlines of what is left of the day. */
  | { readonly type: 'move_rest'; readonly tasks: readonly number[] }

export interface ComposedMessage extends FormattedText {
  readonly rows: readonly (readonly ReminderButton[])[]
}

/** Bot API allows 4,096 UTF-16 units after entities; what is composed stays well below. */
export const textMax = 3_500
/** Of a section no more than this is shown. */
export const itemsMax = 7

/** Renders `content`; `more` says «и ещё N». A text too long for one message shows less of each section. */
export function renderContent(content: Content, more: (count: number) => string): ComposedMessage {
  let shown = itemsMax
  let text = renderText(content, shown, more)
  while (text.text.length > textMax && shown > 1) {
    shown -= 1
    text = renderText(content, shown, more)
  }
  return { ...clipped(text), rows: content.rows.filter((row) => row.length > 0) }
}

function renderText(content: Content, shown: number, more: (count: number) => string): FormattedText {
  const spans: Span[] = []
  let text = content.opening.join('\n')
  for (const { title, items } of content.sections) {
    if (text !== '') text += '\n\n'
    if (title !== null) {
      spans.push({ type: 'bold', offset: text.length, length: title.length })
      text += `${title}\n`
    }
    const rest = items.length - shown
    text += [...items.slice(0, shown), ...(rest > 0 ? [more(rest)] : [])].join('\n')
  }
  if (content.closing.length > 0) text += `${text === '' ? '' : '\n\n'}${content.closing.join('\n')}`
  return { text, spans }
}

function clipped({ text, spans }: FormattedText): FormattedText {
  if (text.length <= textMax) return { text, spans }
  return {
    text: `${wholeUnits(text.slice(0, textMax - 1))}…`,
    spans: spans.filter(({ offset, length }) => offset + length < textMax - 1),
  }
}

/** Titles of other people are shown on one line, and no longer than this. */
const titleMax = 80

/** A title fit to be shown: one line, at most `max` characters as people count them, the last «…» where it was longer. */
export function shortTitle(title: string, max = titleMax): string {
  const line = title
    .slice(0, unitsMax)
    .replaceAll(/[\s\u200B]+/g, ' ')
    .trim()
  const characters = Array.from(characterCuts.segment(line), ({ segment }) => segment)
  if (characters.length <= max) return line
  return `${characters
    .slice(0, max - 1)
    .join('')
    .trimEnd()}…`
}

const characterCuts = new Intl.Segmenter('ru', { granularity: 'grapheme' })
/** Nothing beyond is looked at: a title is somebody else's text, of any length. */
const unitsMax = 1_000

/** Without half of a surrogate pair at the end. */
function wholeUnits(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '')
}
