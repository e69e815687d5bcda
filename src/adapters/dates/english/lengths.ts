import { type Length, lengthOf, sumOf } from '../said.ts'
import { numberOf, numberPattern, unitOf, unitPattern } from './words.ts'

const one = `(?:${numberPattern})(?: and a half)?\\s?(?:${unitPattern})(?: and a half)?`

/** Alternation for a whole length: «an hour and a half», «1 hour 20 minutes», «2h 30m». */
export const lengthPattern = `(?:a )?quarter of an hour|${one}(?:,? (?:and )?(?:${one}))?|\\d{1,2}h\\d{1,2}m?`

/** Reads what {@link lengthPattern} matched; null for fractions without an agreed meaning («1.5 days»). */
export function lengthSaid(text: string): Length | null {
  if (text.endsWith('quarter of an hour')) return lengthOf(15, 'minute')
  const glued = /^(\d{1,2})h(\d{1,2})m?$/.exec(text)
  if (glued !== null) return lengthOf(Number(glued[1]) * 60 + Number(glued[2]), 'minute')
  let total: Length | null = null
  const part = new RegExp(`(${numberPattern})( and a half)?\\s?(${unitPattern})(?![a-z])( and a half)?`, 'g')
  for (const [, count = '', before, unit = '', after] of text.matchAll(part)) {
    const half = before !== undefined || after !== undefined ? 0.5 : 0
    const fortnight = unit.startsWith('fortnight') ? 2 : 1
    const length = lengthOf((numberOf(count) + half) * fortnight, fortnight === 2 ? 'week' : unitOf(unit))
    if (length === null) return null
    total = total === null ? length : sumOf(total, length)
  }
  return total
}

/** A text that is nothing but a length, as an answer to "how long?". */
export function englishLength(text: string): Length | null {
  const found = new RegExp(`^(?:for |about )?(${lengthPattern})(?: before.*)?[.!]?$`).exec(text.trim())
  return found?.[1] === undefined ? null : lengthSaid(found[1])
}
