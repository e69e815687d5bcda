import { type ClockFound, found, withHalf } from './clock-found.ts'
import { standsBefore } from './followers.ts'
import { cardinal, hourOrdinal } from './numbers.ts'
import type { Preposition } from './prepositions.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** «полпятого», «половине пятого», «четверть третьего», «без десяти четыре», «двадцать минут пятого». */
export function spokenClock(
  tokens: Tokens,
  i: number,
  before: Preposition['name'] | null,
): Match<ClockFound> | null {
  if (is(tokens[i], 'без')) return minutesTo(tokens, i + 1)
  const half = halfPast(tokens, i, before)
  if (half !== null) return half
  if (is(tokens[i], 'четверть', 'четверти')) return minutesPast(tokens, i + 1, 15)
  const minutes = cardinal(tokens, i)
  if (minutes === null || minutes.value.value > 59) return null
  const unit = tokens[minutes.end]?.word.unit === 'minute'
  if (!unit) return null
  return before === null || before === 'в' ? minutesPast(tokens, minutes.end + 1, minutes.value.value) : null
}

function halfPast(tokens: Tokens, i: number, before: Preposition['name'] | null): Match<ClockFound> | null {
  const token = tokens[i]
  if (is(token, 'половине', 'половина', 'половину', 'половины')) return minutesPast(tokens, i + 1, 30)
  if (is(token, 'пол')) {
    const at = is(tokens[i + 1], '-') ? i + 2 : i + 1
    return minutesPast(tokens, at, 30) ?? (before === null ? null : halfTo(tokens, at))
  }
  const hour = halfWords.get(token?.text ?? '')
  if (hour === undefined) return null
  return withHalf(tokens, found(i + 1, hour, 30, { bare: true }))
}

/** «в пол 2», «к пол третьему» in digits. */
function halfTo(tokens: Tokens, i: number): Match<ClockFound> | null {
  const said = tokens[i]?.literal
  if (said?.type !== 'number' || said.value < 1 || said.value > 12) return null
  const hour = said.value === 1 ? 12 : said.value - 1
  return standsBefore(tokens, i + 1, true) ? withHalf(tokens, found(i + 1, hour, 30, { bare: true })) : null
}

/** «полпятого» → 4; «полпервого» is half past twelve. */
const halfWords: ReadonlyMap<string, number> = new Map(
  'первого второго третьего четвертого пятого шестого седьмого восьмого девятого десятого одиннадцатого двенадцатого'
    .split(' ')
    .map((word, index) => [`пол${word}`, index === 0 ? 12 : index]),
)

function minutesPast(tokens: Tokens, i: number, minute: number): Match<ClockFound> | null {
  const next = hourOrdinal(tokens[i])
  if (next === null) return null
  const hour = next === 1 ? 12 : next - 1
  return withHalf(tokens, found(i + 1, hour, minute, { bare: true }))
}

function minutesTo(tokens: Tokens, i: number): Match<ClockFound> | null {
  const quarter = is(tokens[i], 'четверти')
  const minutes = quarter ? { end: i + 1, value: 15 } : minutesSaid(tokens, i)
  if (minutes === null) return null
  const at = tokens[minutes.end]?.word.unit === 'minute' ? minutes.end + 1 : minutes.end
  const hour = is(tokens[at], 'час') ? { end: at + 1, value: { value: 1 } } : cardinal(tokens, at)
  if (hour === null || hour.value.value < 1 || hour.value.value > 24) return null
  const before = hour.value.value - 1
  const bare = before < 13
  return withHalf(tokens, found(hour.end, before === 0 ? 12 : before, 60 - minutes.value, { bare }))
}

/** Only a genitive or digits: «без пяти шесть»; the numeral must not swallow the hour («без двадцати пять»). */
function minutesSaid(tokens: Tokens, i: number): Match<number> | null {
  const token = tokens[i]
  if (token?.literal?.type === 'number') {
    const { value } = token.literal
    return value >= 1 && value <= 29 ? { end: i + 1, value } : null
  }
  if (token?.word.case !== 'gen' || token.word.cardinal === undefined) return null
  const tens = token.word.cardinal
  const next = tokens[i + 1]?.word
  if (tens === 20 && next?.case === 'gen' && next.cardinal !== undefined && next.cardinal < 10) {
    return { end: i + 2, value: tens + next.cardinal }
  }
  return tens >= 1 && tens <= 29 ? { end: i + 1, value: tens } : null
}
