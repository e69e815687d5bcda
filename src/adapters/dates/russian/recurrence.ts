import { type DaySaid, type Part, type Repeat, type Unit, lengthOf } from '../said.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { nthDay } from './nth.ts'
import { cardinal, nthSaid, ordinal } from './numbers.ts'
import { type Match, type Tokens, is } from './tokens.ts'
import { weekdayList } from './weekday-lists.ts'

/** «каждую пятницу», «по будням», «ежедневно», «раз в месяц», «2 раза в неделю». */
export function repeated({ tokens, i }: Place): Match<Meaning> | null {
  const found =
    atEdge(tokens, i) ??
    every(tokens, i) ??
    listed(tokens, i) ??
    onDays(tokens, i) ??
    adverb(tokens, i) ??
    timesPer(tokens, i)
  if (found === null) return null
  const { end, value } = without(tokens, found)
  return meaning(end, { type: 'repeat', repeat: value })
}

/** «ежедневно, кроме выходных» is on working days; of other exceptions no rule can be made. */
function without(tokens: Tokens, found: Match<Repeat>): Match<Repeat> {
  const at = is(tokens[found.end], ',') ? found.end + 1 : found.end
  if (!is(tokens[at], 'кроме')) return found
  const { frequency, interval } = found.value
  const workdaily = frequency === 'daily' && interval === 1 && is(tokens[at + 1], 'выходных')
  return workdaily
    ? { end: at + 2, value: { ...found.value, frequency: 'weekly', weekdays: workdays } }
    : { end: found.end, value: { ...found.value, frequency: null } }
}

/** «5 раз» beside a repetition ends it; alone it is a count of something else. */
export function howOften({ tokens, i }: Place): Match<Meaning> | null {
  const at = is(tokens[i], 'всего', 'только') ? i + 1 : i
  const times = cardinal(tokens, at)
  if (times === null || times.value.value < 1 || times.value.value > 999) return null
  if (!is(tokens[times.end], 'раз', 'раза') || is(tokens[times.end + 1], 'в', 'за')) return null
  return meaning(times.end + 1, { type: 'count', count: times.value.value })
}

const workdays = [1, 2, 3, 4, 5]
const weekend = [6, 7]

function weekly(weekdays: readonly number[], interval = 1): Repeat {
  return { frequency: 'weekly', interval, weekdays, day: null, part: null }
}

function daily(part: Part | null): Repeat {
  return { frequency: 'daily', interval: 1, weekdays: [], day: null, part }
}

function monthlyOn(day: DaySaid): Repeat {
  const frequency = day.type === 'day-of-month' ? 'monthly' : null
  return { frequency, interval: 1, weekdays: [], day, part: null }
}

/** What no calendar rule says: «каждый час», «2 раза в неделю», «по чётным числам». */
const unruly: Repeat = { frequency: null, interval: 1, weekdays: [], day: null, part: null }

/** Every `count` units; null frequency for hours and minutes, which no calendar repeats by. */
function everyUnit(count: number, unit: Unit): Repeat {
  const { months, days } = lengthOf(count, unit) ?? { months: 0, days: 0 }
  const plain = { weekdays: [], day: null, part: null }
  if (unit === 'year') return { ...plain, frequency: 'yearly', interval: count }
  if (months > 0) return { ...plain, frequency: 'monthly', interval: months }
  if (unit === 'week') return { ...plain, frequency: 'weekly', interval: count }
  return { ...plain, frequency: days > 0 ? 'daily' : null, interval: Math.max(1, days) }
}

const everyWords = ['каждый', 'каждую', 'каждое', 'каждые', 'каждого', 'каждой', 'каждых', 'кажд']

function every(tokens: Tokens, i: number): Match<Repeat> | null {
  if (!is(tokens[i], ...everyWords)) return null
  return everyNth(tokens, i + 1) ?? everyNamed(tokens, i + 1) ?? everyCounted(tokens, i + 1)
}

/** «в конце каждого месяца», «в начале каждой недели». */
function atEdge(tokens: Tokens, i: number): Match<Repeat> | null {
  const begin = is(tokens[i + 1], 'начале')
  if (!is(tokens[i], 'в') || (!begin && !is(tokens[i + 1], 'конце', 'середине'))) return null
  if (!is(tokens[i + 2], 'каждого', 'каждой')) return null
  if (begin && is(tokens[i + 3], 'недели')) return { end: i + 4, value: weekly([1]) }
  if (begin && is(tokens[i + 3], 'месяца')) {
    return { end: i + 4, value: monthlyOn({ type: 'day-of-month', day: 1, offset: null }) }
  }
  return tokens[i + 3]?.word.unit === undefined ? null : { end: i + 4, value: unruly }
}

/** «каждый первый понедельник месяца», «каждую вторую пятницу», «каждое 10 число», «каждый последний день месяца». */
function everyNth(tokens: Tokens, i: number): Match<Repeat> | null {
  const nth = nthDay(tokens, i)
  if (nth !== null && nth.value !== 'next') return { end: nth.end, value: monthlyOn(nth.value) }
  if (is(tokens[i], 'последний') && is(tokens[i + 1], 'день')) {
    const period = { type: 'unit', unit: 'month', offset: 0 } as const
    const end = is(tokens[i + 2], 'месяца') ? i + 3 : i + 2
    return { end, value: monthlyOn({ type: 'end', period }) }
  }
  const number = nthSaid(tokens[i])
  const weekday = tokens[i + 1]?.word.weekday
  if (weekday !== undefined && (number === 1 || number === -1)) {
    const period = { type: 'unit', unit: 'month', offset: 0 } as const
    return { end: i + 2, value: monthlyOn({ type: 'nth', nth: number, weekday, period }) }
  }
  if (number !== null && number > 1 && weekday !== undefined)
    return { end: i + 2, value: weekly([weekday], number) }
  const unit = tokens[i + 1]?.word.unit
  if (number !== null && number > 1 && unit !== undefined)
    return { end: i + 2, value: everyUnit(number, unit) }
  return everyDayOfMonth(tokens, i)
}

function everyDayOfMonth(tokens: Tokens, i: number): Match<Repeat> | null {
  const day = ordinal(tokens, i) ?? plainNumber(tokens, i)
  if (day === null || day.value < 1 || day.value > 31) return null
  // «каждое 1 и 15 число»: two days of a month make no one rule.
  const other = is(tokens[day.end], 'и')
    ? (ordinal(tokens, day.end + 1) ?? plainNumber(tokens, day.end + 1))
    : null
  if (other !== null && is(tokens[other.end], 'число', 'числа')) return { end: other.end + 1, value: unruly }
  const word = is(tokens[day.end], 'число', 'числа')
  if (!word && ordinal(tokens, i) === null) return null
  const end = word ? day.end + 1 : day.end
  const month = is(tokens[end], 'месяца') ? end + 1 : end
  return { end: month, value: monthlyOn({ type: 'day-of-month', day: day.value, offset: null }) }
}

function plainNumber(tokens: Tokens, i: number): Match<number> | null {
  const found = cardinal(tokens, i)
  return found === null ? null : { end: found.end, value: found.value.value }
}

/** «каждый вторник и четверг», «каждый рабочий день», «каждое утро», «каждые выходные». */
function everyNamed(tokens: Tokens, i: number): Match<Repeat> | null {
  const list = weekdayList(tokens, i, 'weekday')
  if (list !== null) return { end: list.end, value: weekly(list.value) }
  const day = is(tokens[i + 1], 'день', 'дня')
  if (day && is(tokens[i], 'рабочий', 'будний', 'рабочего')) return { end: i + 2, value: weekly(workdays) }
  if (day && is(tokens[i], 'выходной')) return { end: i + 2, value: weekly(weekend) }
  if (is(tokens[i], 'будни')) return { end: i + 1, value: weekly(workdays) }
  if (is(tokens[i], 'выходные')) return { end: i + 1, value: weekly(weekend) }
  if (is(tokens[i], 'утро', 'утра')) return { end: i + 1, value: daily('morning') }
  if (is(tokens[i], 'вечер', 'вечера')) return { end: i + 1, value: daily('evening') }
  return null
}

/** «каждый день», «каждые две недели», «каждый час», «каждые полгода». */
function everyCounted(tokens: Tokens, i: number): Match<Repeat> | null {
  if (is(tokens[i], 'полгода')) return { end: i + 1, value: everyUnit(6, 'month') }
  if (is(tokens[i], 'полчаса')) return { end: i + 1, value: unruly }
  const number = cardinal(tokens, i)
  const at = number?.end ?? i
  const unit = tokens[at]?.word.unit
  const count = number?.value.value ?? 1
  if (unit === undefined || count < 1 || count > 999) return null
  return { end: at + 1, value: everyUnit(count, unit) }
}

/** «пн, ср, пт в 10»: several weekdays are no one date. */
function listed(tokens: Tokens, i: number): Match<Repeat> | null {
  if (tokens[i]?.word.short !== true) return null
  const list = weekdayList(tokens, i, 'weekday')
  return list === null || list.value.length < 2 ? null : { end: list.end, value: weekly(list.value) }
}

/** «по понедельникам, средам и пятницам», «по пн и ср», «по будням», «в рабочие дни», «по утрам». */
function onDays(tokens: Tokens, i: number): Match<Repeat> | null {
  if (is(tokens[i], 'в', 'во')) return inWorkdays(tokens, i + 1)
  if (!is(tokens[i], 'по')) return null
  const list = weekdayList(tokens, i + 1, 'plural')
  if (list !== null) return { end: list.end, value: weekly(list.value) }
  const days = is(tokens[i + 2], 'дням')
  if (days && is(tokens[i + 1], 'рабочим', 'будним')) return { end: i + 3, value: weekly(workdays) }
  if (days && is(tokens[i + 1], 'выходным')) return { end: i + 3, value: weekly(weekend) }
  if (is(tokens[i + 1], 'четным', 'нечетным') && is(tokens[i + 2], 'дням', 'числам', 'неделям'))
    return { end: i + 3, value: unruly }
  if (is(tokens[i + 1], 'будням')) return { end: i + 2, value: weekly(workdays) }
  if (is(tokens[i + 1], 'выходным')) return { end: i + 2, value: weekly(weekend) }
  if (is(tokens[i + 1], 'утрам')) return { end: i + 2, value: daily('morning') }
  return is(tokens[i + 1], 'вечерам') ? { end: i + 2, value: daily('evening') } : null
}

function inWorkdays(tokens: Tokens, i: number): Match<Repeat> | null {
  if (is(tokens[i], 'будни')) return { end: i + 1, value: weekly(workdays) }
  return is(tokens[i], 'будние', 'рабочие') && is(tokens[i + 1], 'дни')
    ? { end: i + 2, value: weekly(workdays) }
    : null
}

const adverbs: ReadonlyMap<string, Repeat> = new Map([
  ['ежедневно', everyUnit(1, 'day')],
  ['еженедельно', everyUnit(1, 'week')],
  ['ежемесячно', everyUnit(1, 'month')],
  ['ежеквартально', everyUnit(1, 'quarter')],
  ['ежегодно', everyUnit(1, 'year')],
  ['ежечасно', unruly],
])

function adverb(tokens: Tokens, i: number): Match<Repeat> | null {
  const repeat = adverbs.get(tokens[i]?.text ?? '')
  return repeat === undefined ? null : { end: i + 1, value: repeat }
}

/** «раз в две недели», «один раз в месяц»; «2 раза в неделю» is known and cannot be said in a rule. */
function timesPer(tokens: Tokens, i: number): Match<Repeat> | null {
  const counted = cardinal(tokens, i)
  const many = is(tokens[i], 'дважды', 'трижды')
  const at = counted?.end ?? i
  if (!many && !is(tokens[at], 'раз', 'раза')) return null
  const start = many ? i + 1 : at + 1
  if (!is(tokens[start], 'в', 'за')) return null
  const once = !many && (counted?.value.value ?? 1) === 1
  if (is(tokens[start + 1], 'полгода')) {
    return { end: start + 2, value: everyUnit(6, 'month') }
  }
  const number = cardinal(tokens, start + 1)
  const unitAt = number?.end ?? start + 1
  const unit = tokens[unitAt]?.word.unit
  const count = number?.value.value ?? 1
  if (unit === undefined || count < 1 || count > 999) return null
  return { end: unitAt + 1, value: once ? everyUnit(count, unit) : unruly }
}
