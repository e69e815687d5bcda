import { day } from './days.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { length } from './numbers.ts'
import { ranged } from './ranges.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** Left in the title, so that no other rule takes it for when. */
export function topical({ tokens, i }: Place): Match<Meaning> | null {
  const end = topic(tokens, i)
  return end === null ? null : meaning(end, { type: 'topic' })
}

/**
 * Periods and dates that say what the task is about, not when: «за март», «за 2025 год», «от 15.03», «на 2027 год».
 * Gives the index after them, or null.
 */
function topic(tokens: Tokens, i: number): number | null {
  if (tokens[i]?.literal?.type === 'date' && isBirth(tokens, i)) return i + 1
  if (is(tokens[i], 'за')) return aboutPeriod(tokens, i + 1)
  if (is(tokens[i], 'от')) return day(tokens, i + 1, null)?.end ?? null
  if (is(tokens[i], 'на') && tokens[i + 1]?.word.month !== undefined) return i + 2
  if (is(tokens[i], 'на') && tokens[i + 1]?.literal?.type === 'number' && is(tokens[i + 2], 'год'))
    return i + 3
  return null
}

/** «27.11.1985 г.р.», «дата рождения 12.05.1990». */
function isBirth(tokens: Tokens, i: number): boolean {
  const after = is(tokens[i + 1], 'г') && is(tokens[i + 2], '.') && is(tokens[i + 3], 'р')
  return after || is(tokens[i - 1], 'рождения', 'р') || is(tokens[i + 1], 'рождения')
}

function aboutPeriod(tokens: Tokens, i: number): number | null {
  const days = ranged({ tokens, i: is(tokens[i], 'период') ? i + 1 : i })
  if (days?.value.fact.type === 'days') return days.end
  const at = tokens[i]?.word.which === undefined ? i : i + 1
  const token = tokens[at]
  if (token?.word.month !== undefined) return at + 1
  if (token?.word.unit !== undefined && token.literal === null) return at + 1
  const year = token?.literal?.type === 'number' && is(tokens[at + 1], 'год', 'года', 'г')
  if (year) return at + 2
  if (is(token, 'полугодие')) return at + 1
  if (is(token, 'выходные') || is(tokens[at + 1], 'квартал', 'полугодие')) return at + 2
  return length(tokens, at)?.end ?? day(tokens, i, 'по')?.end ?? null
}
