import type { FormattedText, Span } from '../../ports/message.ts'

/** Bot API limit of a message, counted the strictest way it could be: in UTF-16 units. */
export const textUnitsMax = 4096

/**
 * The text as Telegram will take it: at most 4,096 units, cut with «…», with no half of a surrogate pair; spans that
 * lie in the lost part are dropped, those that reach into it are shortened.
 */
export function fitText(message: FormattedText): FormattedText {
  const text = cut(message.text.toWellFormed(), textUnitsMax)
  return { text, spans: message.spans.flatMap((span) => clip(span, text.length)) }
}

/** At most `unitsMax` UTF-16 units; a cut text ends with «…». */
export function cut(text: string, unitsMax: number): string {
  return text.length <= unitsMax ? text : `${head(text, unitsMax - 1)}…`
}

/** At most `unitsMax` UTF-16 units, nothing added. */
export function head(text: string, unitsMax: number): string {
  const part = text.slice(0, unitsMax)
  return /[\uD800-\uDBFF]$/.test(part) ? part.slice(0, -1) : part
}

/**
 * What a person or their client sent, safe to store and to show: no NUL (PostgreSQL refuses it), no half surrogates
 * (JSON in PostgreSQL refuses them), no bidi controls (they make a name or a title read as another one).
 */
export function cleanText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000\u202A-\u202E\u2066-\u2069]/g, '').toWellFormed()
}

function clip(span: Span, end: number): Span[] {
  const start = Math.max(0, span.offset)
  const length = Math.min(span.offset + span.length, end) - start
  return length > 0 ? [{ ...span, offset: start, length }] : []
}
