import type { MonthNamed } from '../../../ports/dates.ts'
import { type DaySaid, type Need, type Which, lengthOf, noLength } from '../said.ts'
import { daysInMonth } from '../calendar.ts'
import { closes, standsBefore } from './followers.ts'
import { isLabelled } from './labels.ts'
import { namedDays } from './named-days.ts'
import { cardinal, nthSaid, ordinal } from './numbers.ts'
import { wholePeriod } from './periods.ts'
import type { Preposition } from './prepositions.ts'
import { type Match, type Token, type Tokens, is } from './tokens.ts'
import { yearAfter } from './years.ts'

export interface DayFound {
  readonly day: DaySaid | 'no-such-day'
  /** Of a day that does not exist, where it was named. */
  readonly month?: MonthNamed
  readonly need: Need
}

type Before = Preposition['name'] | null

/** A day at `i`, read after the preposition `before`. */
export function day(tokens: Tokens, i: number, before: Before): Match<DayFound> | null {
  return (
    relativeDay(tokens, i, before) ??
    weekday(tokens, i, before) ??
    monthDay(tokens, i, before) ??
    writtenDay(tokens, i, before) ??
    dayOfMonth(tokens, i, before)
  )
}

function relativeDay(tokens: Tokens, i: number, before: Before): Match<DayFound> | null {
  if (before === 'на' && tokens[i]?.word.which === 'next' && is(tokens[i + 1], 'день')) {
    const tied = is(tokens[i + 2], 'после', 'за')
    return tied ? null : { end: i + 2, value: { day: { type: 'offset', days: 1 }, need: 'none' } }
  }
  const days = tokens[i]?.word.day ?? namedDays.get(tokens[i]?.text ?? '')
  if (days === undefined) return null
  if (tokens[i]?.word.day !== undefined)
    return { end: i + 1, value: { day: { type: 'offset', days }, need: 'none' } }
  // «сегодняшний протокол» is no date, «к завтрашнему дню» is one.
  if (before === null || !is(tokens[i + 1], 'дня', 'дню', 'день')) return null
  return { end: i + 2, value: { day: { type: 'offset', days }, need: 'none' } }
}

/** «пятница», «в эту среду», «к следующей пятнице». */
function weekday(tokens: Tokens, i: number, before: Before): Match<DayFound> | null {
  const which = tokens[i]?.word.which
  const at = which === undefined ? i : i + 1
  const token = tokens[at]
  const said = token?.word.weekday
  if (token === undefined || said === undefined || !isWeekdayHere(tokens, at, before, which)) return null
  const end = token.word.short === true && is(tokens[at + 1], '.') ? at + 2 : at + 1
  const week = which === undefined ? weekAfter(tokens, end) : null
  if (week !== null) {
    return { end: week.end, value: { day: { ...week.value, weekday: said }, need: 'none' } }
  }
  if (before === null && which === undefined && isNamed(tokens[at - 1], token)) return null
  const need = before !== null || which !== undefined ? 'none' : needAlone(token)
  return { end, value: { day: { type: 'weekday', weekday: said, which: which ?? 'bare' }, need } }
}

/** «в среду следующей недели». */
function weekAfter(
  tokens: Tokens,
  i: number,
): Match<Omit<DaySaid & { type: 'weekday-after' }, 'weekday'>> | null {
  const found = tokens[i]?.word.which === undefined ? null : wholePeriod(tokens, i)
  if (found?.value.type !== 'unit' || found.value.unit !== 'week') return null
  const shift = lengthOf(found.value.offset, 'week') ?? noLength
  return { end: found.end, value: { type: 'weekday-after', shift } }
}

/** «Чёрная пятница», «вторая среда»: an adjective makes a name of the day. */
function isNamed(before: Token | undefined, { capital }: Token): boolean {
  // «ИП Суббота», «бар Пятница».
  if (capital && is(before, ...owners)) return true
  if (before === undefined || before.kind !== 'word' || before.text.length < 4) return false
  if (nthSaid(before) !== null || /(?:ая|яя|ую|юю|ый|ое|ее)$/.test(before.text)) return true
  // «Юрий» and «Толстой» are people.
  return !before.capital && /(?:ий|ой)$/.test(before.text)
}

const owners =
  'ип ооо оао зао ао пао нко фонд кафе ресторан бар клуб паб фильм сериал книга журнал газета группа'.split(
    ' ',
  )

/** «среда» is also an environment: only the case that goes with a weekday's preposition, and no owner after it. */
function isWeekdayHere(tokens: Tokens, at: number, before: Before, which: Which | undefined): boolean {
  const token = tokens[at]
  if (is(tokens[at + 1], ...environments) || is(tokens[at - 1], ...counting)) return false
  if (token?.word.weekday !== 3 || token.word.short === true || which !== undefined) return true
  if (before === 'в' || before === 'на' || before === 'по') return token.text === 'среду'
  if (before === 'к') return token.text === 'среде'
  if (before === 'до' || before === 'с' || before === 'после') return token.text === 'среды'
  return true
}

const environments =
  'разработки исполнения выполнения тестирования программирования обитания передачи общения обучения сборки'.split(
    ' ',
  )

/** «в первый понедельник апреля» is another day than the coming Monday. */
const counting =
  'первый первую первое второй вторую третий третью четвертый последний последнюю последнее другой любой тот'.split(
    ' ',
  )

function needAlone(token: Token): Need {
  return token.word.weekday === 3 && token.text !== 'среда' && token.word.short !== true ? 'company' : 'edge'
}

/** «25 ноября», «двадцать пятого мая 2027 года», «3 сент.». */
function monthDay(tokens: Tokens, i: number, before: Before): Match<DayFound> | null {
  const number = ordinal(tokens, i) ?? digits(tokens, i)
  if (number === null) return null
  const token = tokens[number.end]
  const month = token?.word.month
  // «15 февраль» is a common slip.
  if (month === undefined || (token?.word.monthCase !== 'gen' && token?.word.monthCase !== 'nom')) return null
  if (before === null && isStreet(tokens, i)) return null
  const dot = token.text.length <= 4 && is(tokens[number.end + 1], '.') ? 1 : 0
  const year = yearAfter(tokens, number.end + 1 + dot)
  const known = typeof year?.value === 'number' ? year.value : null
  const exists = number.value >= 1 && number.value <= daysInMonth(month, known)
  const said: DaySaid = { type: 'calendar', day: number.value, month, year: year?.value ?? null }
  return {
    end: year?.end ?? number.end + 1 + dot,
    value: exists ? { day: said, need: 'none' } : impossible(month, known, 'none'),
  }
}

/** «ул. 8 марта», «площадь 1905 года». */
function isStreet(tokens: Tokens, i: number): boolean {
  const label = is(tokens[i - 1], '.') ? tokens[i - 2] : tokens[i - 1]
  return is(label, 'ул', 'улица', 'улице', 'улицу', 'пл', 'площадь', 'площади', 'пр', 'проспект', 'пер')
}

function digits(tokens: Tokens, i: number): Match<number> | null {
  const whole = cardinal(tokens, i)
  if (whole === null || whole.value.width === 0 || whole.value.width > 2) return null
  return isGlued(tokens, i) ? null : { end: whole.end, value: whole.value.value }
}

/** «К25» is a name, «до25 ноября» a slip of the finger. */
function isGlued(tokens: Tokens, i: number): boolean {
  const before = tokens[i - 1]
  return tokens[i]?.gap === false && before?.kind === 'word' && !is(before, 'до', 'на', 'по')
}

/** «15.03», «15.03.2027», «2026-04-17», «15/03» with a deadline's preposition. */
function writtenDay(tokens: Tokens, i: number, before: Before): Match<DayFound> | null {
  const token = tokens[i]
  const said = token?.literal
  if (token === undefined || said === null || said === undefined) return null
  if (!token.gap && tokens[i - 1]?.kind === 'word' && before === null) return null
  if (before === null && isLabelled(tokens, i)) return null
  if (said.type === 'date' && isVersion(tokens, i)) return null
  if (said.type === 'date') {
    const exists = existsDay(said.day, said.month, said.year)
    const need = exists || before !== null ? 'none' : 'company'
    const end = is(tokens[i + 1], 'г', 'года') ? i + 2 : i + 1
    return {
      end,
      value: exists ? { day: { ...said, type: 'calendar' }, need } : impossible(said.month, said.year, need),
    }
  }
  if (said.type !== 'dots' && said.type !== 'slash') return null
  return shortDay(tokens, i, before, said.left, said.right, said.type === 'dots' && said.width === 2)
}

/** «обновить 1С до 8.3.25»: after a word of updating, three numbers that are not padded are a version. */
function isVersion(tokens: Tokens, i: number): boolean {
  if (!/^\d{1,2}\.\d\.\d{1,2}$/.test(tokens[i]?.text ?? '')) return false
  return tokens.slice(Math.max(0, i - 6), i).some(({ text }) => updating.test(text))
}

const updating = /^(?:обнов|апдейт|апгрейд|прошив|верси|релиз|сборк|update|upgrade)/u

/** Without a year there is little to tell a date from a version or a price, so its neighbours decide. */
function shortDay(
  tokens: Tokens,
  i: number,
  before: Before,
  day: number,
  month: number,
  padded: boolean,
): Match<DayFound> | null {
  const deadline = before === 'до' || before === 'к' || before === 'на' || before === 'с' || before === 'по'
  const next = tokens[i + 1]
  const hour = next?.literal?.type === 'number' && next.literal.width <= 2 && closes(tokens, i + 2)
  const plainWord = padded && (next?.kind === 'word' || is(next, '-') || hour)
  if (!standsBefore(tokens, i + 1, false) && !plainWord) return null
  if (is(next, ...measures) || (is(next, '/') && next?.gap === false)) return null
  if (day === 24 && month === 7 && !padded) return null
  if (!existsDay(day, month, null)) {
    const meant = padded && month >= 1 && month <= 12 && day <= 39
    return meant ? { end: i + 1, value: impossible(month, null, deadline ? 'none' : 'company') } : null
  }
  const need = deadline ? 'none' : padded ? 'edge' : 'company'
  return { end: i + 1, value: { day: { type: 'calendar', day, month, year: null }, need } }
}

const measures =
  'млн млрд тыс тысяч руб рублей р кг г гр км м см мм т л % процента процентов договора закона версии балла балл'.split(
    ' ',
  )

function impossible(month: number, year: number | null, need: Need): DayFound {
  return { day: 'no-such-day', need, ...(month >= 1 && month <= 12 && { month: { month, year } }) }
}

function existsDay(day: number, month: number, year: number | null): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(month, year)
}

/** «15-го», «5 числа», «до пятого». */
function dayOfMonth(tokens: Tokens, i: number, before: Before): Match<DayFound> | null {
  if (is(tokens[i], 'числа')) return numberAfter(tokens, i + 1)
  const number = ordinal(tokens, i) ?? digits(tokens, i)
  if (number === null || number.value < 1) return null
  const word = is(tokens[number.end], 'числа', 'число', 'числу')
  const month = monthNamed(tokens, word ? number.end + 1 : number.end)
  const named = word || month !== null
  if (!named && ordinal(tokens, i) === null) return null
  const spelled = tokens[i]?.literal?.type !== 'ordinal'
  if (!named && !standsBefore(tokens, number.end, false)) return null
  if (!named && spelled && before === 'с') return null
  const end = month?.end ?? (word ? number.end + 1 : number.end)
  const need = named || (before !== null && before !== 'в') ? 'none' : spelled ? 'company' : 'edge'
  if (number.value > 31) return named ? { end, value: { day: 'no-such-day', need } } : null
  const offset = month?.value ?? null
  return { end, value: { day: { type: 'day-of-month', day: number.value, offset }, need } }
}

/** «числа 15», «числа 15-го»: about that day. */
function numberAfter(tokens: Tokens, i: number): Match<DayFound> | null {
  const number = ordinal(tokens, i) ?? digits(tokens, i)
  if (number === null || number.value < 1 || number.value > 31 || !closes(tokens, number.end)) return null
  const day: DaySaid = { type: 'day-of-month', day: number.value, offset: null }
  return { end: number.end, value: { day, need: 'edge' } }
}

/** «15 числа следующего месяца», «5 этого месяца». */
function monthNamed(tokens: Tokens, i: number): Match<number> | null {
  const which = tokens[i]?.word.which
  if (which === undefined || !is(tokens[i + 1], 'месяца')) return null
  return { end: i + 2, value: which === 'next' ? 1 : which === 'last' ? -1 : 0 }
}
