import { type ClockFound, found, withHalf } from './clock-found.ts'
import { closes, standsBefore } from './followers.ts'
import { isLabelled } from './labels.ts'
import { type Cardinal, cardinal, unitAt, unitOnward } from './numbers.ts'
import type { Preposition } from './prepositions.ts'
import { spokenClock } from './spoken-clocks.ts'
import { type Match, type Token, type Tokens, is } from './tokens.ts'

type Before = Preposition['name'] | null

/** A clock time at `i`, read after the preposition `before`; `known`: a day was named right before. */
export function clock(tokens: Tokens, i: number, before: Before, known: boolean): Match<ClockFound> | null {
  return (
    spokenClock(tokens, i, before) ??
    writtenClock(tokens, i, before, known) ??
    hourSaid(tokens, i, before, known) ??
    namedClock(tokens, i, before, known)
  )
}

/** «18:00», «18.30», «18-00» in digits. */
function writtenClock(tokens: Tokens, i: number, before: Before, known: boolean): Match<ClockFound> | null {
  const token = tokens[i]
  const said = token?.literal
  if (token === undefined || said === null || said === undefined || isGlued(tokens, i, before)) return null
  if (before === null && said.type !== 'clock' && isLabelled(tokens, i)) return null
  if (said.type === 'clock') {
    const exists = said.hour <= 24 && said.minute <= 59
    const need = exists || (before !== null && before !== 'с') ? 'none' : 'company'
    const end = is(tokens[i + 1], 'ч', 'час', 'часов', 'часа') ? i + 2 : i + 1
    return withHalf(tokens, found(end, said.hour, said.minute, { second: said.second, need }))
  }
  if (said.type === 'number' && known && (before === 'в' || before === 'к' || before === null))
    return clockDigits(tokens, i, said, before)
  // «завтра в 15,00»: the comma lies beside the full stop.
  const comma = said.type === 'decimal' && before === 'в' ? /^(\d{1,2}),([0-5][05])$/.exec(said.text) : null
  if (comma !== null && Number(comma[1]) <= 24 && standsBefore(tokens, i + 1, known))
    return withHalf(tokens, found(i + 1, Number(comma[1]), Number(comma[2])))
  if (said.type === 'dots' && isClockDots(said.left, said.right, said.width, before)) {
    const followed = isRange(tokens, i + 1) || unitOnward(tokens, i + 1) !== null
    if (!followed && !standsBefore(tokens, i + 1, known)) return null
    return withHalf(
      tokens,
      found(i + 1, said.left, said.right, { need: before === null ? 'company' : 'none' }),
    )
  }
  if (
    said.type === 'pair' &&
    said.width === 2 &&
    said.left <= 24 &&
    said.right <= 59 &&
    (said.right % 5 === 0 || ((before === 'в' || known) && !isHours(said.left, said.right)))
  ) {
    const need = before === null || before === 'на' ? 'company' : 'none'
    return withHalf(tokens, found(i + 1, said.left, said.right, { need }))
  }
  return null
}

/** «завтра в 1600», «завтра 930»: after a day three or four digits can be no year. */
function clockDigits(
  tokens: Tokens,
  i: number,
  { value, width }: { readonly value: number; readonly width: number },
  before: Before,
): Match<ClockFound> | null {
  const [hour, minute] = [Math.floor(value / 100), value % 100]
  const round = minute % 5 === 0
  if ((width !== 4 && (width !== 3 || !round)) || (before === null && !round)) return null
  if (hour >= 24 || minute >= 60 || !closes(tokens, i + 1)) return null
  return found(i + 1, hour, minute, { need: before === null ? 'company' : 'none' })
}

/** «завтра 10-11» is an hour long. */
function isHours(left: number, right: number): boolean {
  return left < right && right <= 24
}

/** «15.00-16.30». */
function isRange(tokens: Tokens, i: number): boolean {
  return is(tokens[i], '-') && tokens[i + 1]?.literal?.type === 'dots'
}

/** «в15:00» is a slip of the finger, «А4» and «20x30» are not times. */
function isGlued(tokens: Tokens, i: number, before: Before): boolean {
  return tokens[i]?.gap === false && tokens[i - 1]?.kind === 'word' && before === null
}

/** «в 10.05» is a time; elsewhere only what cannot be a day and a month («18.30», «14.00»). */
function isClockDots(left: number, right: number, width: number, before: Before): boolean {
  if (width !== 2 || left > 24 || right > 59) return false
  return before === 'в' || right === 0 || right > 12
}

/** «в 18 часов», «18ч30», «в девять утра», «в 15», «в десять тридцать». */
function hourSaid(tokens: Tokens, i: number, before: Before, known: boolean): Match<ClockFound> | null {
  const hour = cardinal(tokens, i)
  if (hour === null || hour.value.width > 2) return null
  if (hour.value.value > 24) return tooLate(tokens, hour, before, known)
  if (isGlued(tokens, i, before) || !fits(hour.value, before) || (!known && isScore(tokens, i))) return null
  if (isNamed(tokens[hour.end])) return null
  const bare = hour.value.value >= 1 && hour.value.value <= 12
  const options = { bare }
  // «в 10 минут на 20», «в 11 часа на два»: the unit is that of the length.
  if (unitOnward(tokens, hour.end) !== null && !is(tokens[hour.end], 'часов', 'час'))
    return before === null ? null : found(hour.end, hour.value.value, 0, options)
  if (tokens[hour.end]?.word.unit === 'hour') return withUnit(tokens, hour, before)
  // «поднять с 15 на 20 процентов»: what both numbers count stands after the second.
  const raised = before === 'с' && is(tokens[hour.end], 'на') ? cardinal(tokens, hour.end + 1) : null
  if (raised !== null && unitAt(tokens, raised.end) === null && !standsBefore(tokens, raised.end, false))
    return null
  if (before === 'в' && bare && is(tokens[hour.end], 'с') && is(tokens[hour.end + 1], 'половиной'))
    return found(hour.end + 2, hour.value.value, 30, options)
  const minutes = before === null && !known ? null : minutesAfter(tokens, hour.end, known)
  if (minutes !== null && (before !== null || closes(tokens, minutes.end))) {
    return withHalf(tokens, found(minutes.end, hour.value.value, minutes.value, options))
  }
  const half = tokens[hour.end]?.word.half
  // «на 2 дня», «бронь на 2 ночи» are as often lengths.
  if (before === 'на' && (half === 'day' || (half === 'night' && !known))) return null
  if (half !== undefined && (before !== null || half === 'morning' || half === 'evening')) {
    return withHalf(tokens, found(hour.end, hour.value.value, 0, options))
  }
  // «завтра 2 дня» can only be two in the afternoon: a length would say from when.
  if (half === 'day' && known && before === null && hour.value.value <= 4 && closes(tokens, hour.end + 1)) {
    return withHalf(tokens, found(hour.end, hour.value.value, 0, { bare, need: 'company' }))
  }
  const trailing = before === null && known && hour.value.width > 0 && closes(tokens, hour.end)
  if (trailing) return found(hour.end, hour.value.value, 0, { bare, need: 'company' })
  if (before === null || before === 'по' || !standsBefore(tokens, hour.end, known)) return null
  const need = before === 'на' || hour.value.value === 0 ? 'company' : 'none'
  return found(hour.end, hour.value.value, 0, { bare, need })
}

/** «позвонить в 1С», «в 2ГИС»: letters written to a number make a name of it, unless they count it or name a zone. */
function isNamed(next: Token | undefined): boolean {
  if (next?.kind !== 'word' || next.gap) return false
  return next.word.unit === undefined && next.word.half === undefined && !is(next, 'мск', 'msk', 'utc', 'gmt')
}

/** «3 в 1» counts. */
function isScore(tokens: Tokens, i: number): boolean {
  const count = tokens[i - 2]
  const counted = count?.literal?.type === 'number' || count?.word.cardinal !== undefined
  // «в переговорной 12 в 14»
  return counted && is(tokens[i - 1], 'в', 'на', 'по') && !places.test(tokens[i - 3]?.text ?? '')
}

/** What is told apart by numbers. */
const places =
  /^(?:переговор|кабинет|комнат|аудитори|офис|зал[а-я]{0,2}$|этаж|корпус|квартир|дом[а-я]{0,2}$|павильон|стенд|цех|бокс|подъезд|объект)/u

/** «завтра в 25», «в 26 часов» are no times; «в 25 кабинете» speaks of none. */
function tooLate(
  tokens: Tokens,
  hour: Match<Cardinal>,
  before: Before,
  known: boolean,
): Match<ClockFound> | null {
  const unit = tokens[hour.end]?.word.unit === 'hour'
  if (hour.value.width !== 2 || before !== 'в' || (!unit && !known)) return null
  const end = unit ? hour.end + 1 : hour.end
  return closes(tokens, end) ? found(end, hour.value.value, 0) : null
}

function withUnit(tokens: Tokens, hour: Match<Cardinal>, before: Before): Match<ClockFound> | null {
  const short = is(tokens[hour.end], 'ч', 'час') && is(tokens[hour.end + 1], '.')
  const after = short && cardinal(tokens, hour.end + 2) !== null ? hour.end + 2 : hour.end + 1
  const minutes = cardinal(tokens, after)
  const hasMinutes = minutes !== null && minutes.value.value <= 59
  const unit = hasMinutes && tokens[minutes.end]?.word.unit === 'minute'
  const glued = hasMinutes && tokens[after]?.gap === false
  const dot = hasMinutes && unit && is(tokens[minutes.end + 1], '.') && is(tokens[minutes.end], 'мин') ? 1 : 0
  const end = hasMinutes && (unit || glued) ? minutes.end + (unit ? 1 + dot : 0) : after
  const minute = end === after ? 0 : (minutes?.value.value ?? 0)
  const { value } = hour.value
  // «24 часа» is how long.
  if (before === null && value === 24) return null
  const need = before === null || before === 'на' || before === 'с' ? 'company' : 'none'
  const match = withHalf(tokens, found(end, value, minute, { bare: value >= 1 && value <= 12, need }))
  if (match.value.half) return { end: match.end, value: { ...match.value, need: 'none' } }
  return before === 'на' && value < 13 ? null : match
}

/** The minutes of «в 18 30», «десять тридцать», «семнадцать ноль-ноль», «девять ноль пять». */
function minutesAfter(tokens: Tokens, i: number, known: boolean): Match<number> | null {
  const first = cardinal(tokens, i)
  if (first === null) return null
  const { value, width } = first.value
  // «в 10 27 ноября»: the second number is the day.
  if (tokens[first.end]?.word.month !== undefined || is(tokens[first.end], 'числа')) return null
  if (value === 0 && width === 0) {
    const second = cardinal(tokens, is(tokens[first.end], '-') ? first.end + 1 : first.end)
    return second !== null && second.value.value <= 9 ? { end: second.end, value: second.value.value } : null
  }
  if (value > 59 || (width === 0 ? value < 10 : width !== 2)) return null
  return standsBefore(tokens, first.end, known) ? { end: first.end, value } : null
}

/** The case a numeral in words takes after the preposition: «в двух словах» is no time. */
function fits(said: Cardinal, before: Before): boolean {
  if (said.form === 'digits' || before === null) return true
  if (before === 'в' || before === 'на') return said.form === 'acc'
  return before === 'к' ? said.form !== 'acc' : said.form === 'gen'
}

/** «в час», «к часу дня», «в полдень», «до полуночи». */
function namedClock(tokens: Tokens, i: number, before: Before, known: boolean): Match<ClockFound> | null {
  const token = tokens[i]
  if (isOne(token, before)) {
    const match = withHalf(tokens, found(i + 1, 1, 0, { bare: true }))
    if (match.value.half)
      return before === null ? { ...match, value: { ...match.value, need: 'company' } } : match
    if (before === null) return null
    const minutes = minutesAfter(tokens, i + 1, known)
    if (minutes !== null) return withHalf(tokens, found(minutes.end, 1, minutes.value, { bare: true }))
    if (!standsBefore(tokens, match.end, known)) return null
    const need = before === 'в' && i > 1 ? 'company' : 'none'
    return found(match.end, 1, 0, { bare: true, need })
  }
  const noon =
    is(token, 'полдень', 'полудня', 'полудню', 'полдню') || (before !== null && is(token, 'полдня'))
  const midnight = is(token, 'полночь', 'полночи', 'полуночи')
  if (!noon && !midnight) return null
  // Of a named day midnight may be either end, unlike 24:00: `bare` keeps the doubt.
  return found(i + 1, noon ? 12 : 24, 0, { bare: midnight, need: before === null ? 'company' : 'none' })
}

/** «100 рублей в час» stays in the text: «в час» inside a sentence needs a day beside it. */
function isOne(token: Token | undefined, before: Before): boolean {
  if (before === 'в' || before === null) return is(token, 'час')
  return (
    (before === 'к' || before === 'до' || before === 'с' || before === 'после') && is(token, 'часу', 'часа')
  )
}
