import type { YearSaid } from '../said.ts'
import { closes } from './followers.ts'
import { cardinal } from './numbers.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** «2027», «2027 года», «27 г.», «следующего года», and a closing «26» that can be no hour. */
export function yearAfter(tokens: Tokens, i: number): Match<YearSaid> | null {
  const which = tokens[i]?.word.which
  if ((which === 'this' || which === 'next') && is(tokens[i + 1], 'года', 'году')) {
    return { end: i + 2, value: which }
  }
  return writtenYear(tokens, i)
}

/** The year in digits alone. */
export function writtenYear(tokens: Tokens, i: number): Match<number> | null {
  const whole = cardinal(tokens, i)
  if (whole === null || whole.value.form !== 'digits') return null
  const { value, width } = whole.value
  const word = is(tokens[whole.end], 'года', 'году', 'год', 'г')
  const dot = is(tokens[whole.end], 'г') && is(tokens[whole.end + 1], '.') ? 1 : 0
  const end = word ? whole.end + 1 + dot : whole.end
  if (width === 4 && value >= 1900 && value < 2200) return { end, value }
  const plain = value > 24 && value < 50 && closes(tokens, end)
  return width === 2 && (word || plain) ? { end, value: 2000 + value } : null
}
