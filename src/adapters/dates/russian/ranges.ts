import { type ClockSaid, type DaySaid, type Edge, type Fact, type Need, hourIn } from '../said.ts'
import { clock } from './clocks.ts'
import { day } from './days.ts'
import { closes, standsBefore } from './followers.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { cardinal, ordinal } from './numbers.ts'
import { wholePeriod } from './periods.ts'
import { isSuffix, preposition } from './prepositions.ts'
import { type Match, type Tokens, is } from './tokens.ts'
import { words } from './words.ts'

/** «с 14 до 15:30», «с 16 по 20 марта», «между 14 и 16», «14:00-15:00», «16-20 марта», «пн-пт». */
export function ranged({ tokens, i, known = false }: Ranged): Match<Meaning> | null {
  const found = (known ? spacedHours(tokens, i) : null) ?? range(tokens, i)
  return found === null ? null : meaning(found.end, found.value.fact, found.value.need)
}

type Ranged = Pick<Place, 'tokens' | 'i'> & { readonly known?: boolean }

/** «завтра 10 - 12»: after a day two numbers with a dash are hours. */
function spacedHours(tokens: Tokens, i: number): Match<RangeFound> | null {
  const first = cardinal(tokens, i)
  if (first === null || first.value.width === 0 || first.value.width > 2 || !is(tokens[first.end], '-'))
    return null
  const last = cardinal(tokens, first.end + 1)
  if (last === null || last.value.width === 0 || !closes(tokens, last.end)) return null
  const [left, right] = [first.value.value, last.value.value]
  if (left > 24 || right > 24 || left === right) return null
  const fact: Fact = { type: 'clocks', start: bareHour(left), end: bareHour(right) }
  return { end: last.end, value: { fact, need: 'company' } }
}

interface RangeFound {
  readonly fact: Fact
  readonly need: Need
}

function range(said: Tokens, i: number): Match<RangeFound> | null {
  const between = is(said[i], 'между')
  const tokens = between ? afterBetween(said, i) : said
  const opened = between || (is(tokens[i], 'с', 'со', 'от') && !isSuffix(tokens, i)) || isShortDays(tokens, i)
  const joints = between ? ['и'] : opened ? ['до', 'по', '-'] : ['-', 'до']
  const start = opened ? i + 1 : i
  const need: Need = opened ? 'none' : 'company'
  return (
    (between ? null : severalDays(tokens, start)) ??
    hyphenated(tokens, start, need) ??
    numberedDays(tokens, start, joints) ??
    clocks(tokens, start, joints, opened) ??
    days(tokens, start, joints, opened) ??
    null
  )
}

/** «в пн-вт», «на чт-пт». */
function isShortDays(tokens: Tokens, i: number): boolean {
  const [first, last] = [tokens[i + 1]?.word, tokens[i + 3]?.word]
  return is(tokens[i], 'в', 'на') && first?.short === true && is(tokens[i + 2], '-') && last?.short === true
}

/** «между двумя и четырьмя», «между часом и тремя дня»: read as after «с … до». */
function afterBetween(tokens: Tokens, i: number): Tokens {
  return tokens.map((token, at) => {
    const form = at > i && at <= i + 8 ? instrumentals.get(token.text) : undefined
    return form === undefined ? token : { ...token, text: form, word: words.get(form) ?? {} }
  })
}

const instrumentals: ReadonlyMap<string, string> = new Map([
  ['часом', 'часа'],
  ['часами', 'часов'],
  ['двумя', 'двух'],
  ['тремя', 'трех'],
  ['четырьмя', 'четырех'],
  ['полуднем', 'полудня'],
  ['восемью', 'восьми'],
  ...'пятью шестью семью девятью десятью одиннадцатью двенадцатью'
    .split(' ')
    .map((form) => [form, form.replace(/ью$/, 'и')] as const),
])

/** «15 и 16 марта», and «с 14 по 16», which is as often hours as days. */
function severalDays(tokens: Tokens, i: number): Match<RangeFound> | null {
  const first = ordinal(tokens, i) ?? number(tokens, i)
  if (first === null || first.value < 1 || first.value > 31) return null
  if (is(tokens[first.end], 'и', 'или', ',')) {
    const last = day(tokens, first.end + 1, null)
    const dated = last?.value.day !== 'no-such-day' && last?.value.day.type === 'calendar'
    return dated ? { end: last.end, value: unclear } : null
  }
  if (!is(tokens[i - 1], 'с') || !is(tokens[first.end], 'по')) return null
  // «с двадцатого по двадцать пятое» are days.
  if (ordinal(tokens, first.end + 1) !== null) return null
  const last = number(tokens, first.end + 1)
  const alone = last !== null && last.value <= 31 && standsBefore(tokens, last.end, false)
  return alone && tokens[last.end]?.word.month === undefined ? { end: last.end, value: unclear } : null
}

const unclear: RangeFound = { fact: { type: 'unclear' }, need: 'none' }

/** «16-20 марта» and the hours of «завтра 14-16», both one literal. */
function hyphenated(tokens: Tokens, i: number, need: Need): Match<RangeFound> | null {
  const pair = tokens[i]?.literal
  if (pair?.type !== 'pair') return null
  const month = tokens[i + 1]?.word.month
  if (month !== undefined && tokens[i + 1]?.word.monthCase === 'gen') {
    return calendarPair(tokens, i, month, pair.left, pair.right)
  }
  const hours = pair.left < pair.right && pair.right <= 24 && pair.right % 5 !== 0
  if (!hours || tokens[i + 1]?.kind === 'word') return null
  const fact: Fact = { type: 'clocks', start: bareHour(pair.left), end: bareHour(pair.right) }
  return { end: i + 1, value: { fact, need } }
}

function bareHour(hour: number): ClockSaid {
  return { hour, minute: 0, second: 0, bare: hour >= 1 && hour <= 12 }
}

function calendarPair(
  tokens: Tokens,
  i: number,
  month: number,
  left: number,
  right: number,
): Match<RangeFound> | null {
  const last = day(withNumber(tokens, i, right), 0, null)
  if (last === null || last.value.day === 'no-such-day') return invalid(i + 2)
  const year = last.value.day.type === 'calendar' ? last.value.day.year : null
  const first: DaySaid = { type: 'calendar', day: left, month, year }
  if (left < 1 || left >= right) return invalid(i + 2)
  return {
    end: i + last.end,
    value: dayRange({ day: first, clock: null }, { day: last.value.day, clock: null }),
  }
}

/** The tokens from `i` on, with the literal there read as the plain number `value`. */
function withNumber(tokens: Tokens, i: number, value: number): Tokens {
  const [first, ...rest] = tokens.slice(i, i + 6)
  if (first === undefined) return []
  return [{ ...first, gap: true, literal: { type: 'number', value, width: 2 } }, ...rest]
}

function invalid(end: number): Match<RangeFound> {
  return { end, value: { fact: { type: 'invalid', reason: 'no-such-day' }, need: 'none' } }
}

function dayRange(start: Edge, end: Edge): RangeFound {
  return { fact: { type: 'days', start, end }, need: 'none' }
}

/** «с 16 по 20 марта», «с 15 по 20 число»: the first number borrows the month of the second. */
function numberedDays(tokens: Tokens, i: number, joints: readonly string[]): Match<RangeFound> | null {
  const first = ordinal(tokens, i) ?? number(tokens, i)
  if (first === null || !is(tokens[first.end], ...joints)) return null
  const last = day(tokens, first.end + 1, 'по')
  if (last === null || first.value < 1 || first.value > 31) return null
  const said = last.value.day
  if (said === 'no-such-day') return invalid(last.end)
  const clocky = tokens[first.end + 1]?.literal?.type === 'dots' && is(tokens[first.end], 'до')
  if (said.type === 'calendar' && !clocky) {
    const start: DaySaid = { ...said, day: first.value }
    if (first.value >= said.day) return null
    return { end: last.end, value: dayRange({ day: start, clock: null }, { day: said, clock: null }) }
  }
  if (said.type !== 'day-of-month') return null
  const start: DaySaid = { ...said, day: first.value }
  return { end: last.end, value: dayRange({ day: start, clock: null }, { day: said, clock: null }) }
}

function number(tokens: Tokens, i: number): Match<number> | null {
  const whole = cardinal(tokens, i)
  return whole === null || whole.value.width > 2 ? null : { end: whole.end, value: whole.value.value }
}

function clocks(
  tokens: Tokens,
  i: number,
  joints: readonly string[],
  opened: boolean,
): Match<RangeFound> | null {
  const before = opened ? 'с' : null
  const first = clock(tokens, i, before, false)
  if (first === null || first.value.clock === 'no-such-time' || !is(tokens[first.end], ...joints)) return null
  const last = clock(tokens, first.end + 1, 'до', false)
  if (last === null || last.value.clock === 'no-such-time') return null
  const shared = last.value.half && first.value.clock.bare && !first.value.half
  const start = shared
    ? sharedHalf(tokens, last.end - 1, first.value.clock, last.value.clock)
    : first.value.clock
  const both = tokens[i]?.literal?.type === 'clock' && tokens[first.end + 1]?.literal?.type === 'clock'
  const fact: Fact = { type: 'clocks', start, end: last.value.clock }
  return { end: last.end, value: { fact, need: opened || both ? 'none' : 'company' } }
}

/** «с 10 до 11 вечера»: the marker serves both ends, unless the start would come after the end. */
function sharedHalf(tokens: Tokens, at: number, start: ClockSaid, end: ClockSaid): ClockSaid {
  const half = tokens[at]?.word.half
  if (half === undefined) return start
  const hour = hourIn(half, start.hour)
  const fits = hour * 60 + start.minute < end.hour * 60 + end.minute
  return fits ? { ...start, hour, bare: false } : start
}

/** «с понедельника по пятницу», «с 30 марта по 3 апреля», «с пятницы 18:00 до понедельника 9:00». */
function days(
  tokens: Tokens,
  i: number,
  joints: readonly string[],
  opened: boolean,
): Match<RangeFound> | null {
  // «счёт № 125 от 20.11 до пятницы»: the first date belongs to the paper.
  if (is(tokens[i - 1], 'от') && tokens[i - 2] !== undefined && tokens[i - 2]?.kind !== 'mark') return null
  const first = edge(tokens, i, opened ? 'с' : null)
  if (first === null || !is(tokens[first.end], ...joints)) return null
  if (!opened && is(tokens[first.end], 'до')) return null
  const last = edge(tokens, first.end + 1, is(tokens[first.end], 'до') ? 'до' : 'по')
  if (last === null || (first.value.clock === null) !== (last.value.clock === null)) return null
  const either = opened ? null : eitherDay(first.value.day, last.value.day)
  if (either !== null) return { end: last.end, value: either }
  return { end: last.end, value: dayRange(first.value, last.value) }
}

/** «сегодня-завтра» is one of the two, not both. */
function eitherDay(first: DaySaid, last: DaySaid): RangeFound | null {
  if (first.type !== 'offset' || last.type !== 'offset') return null
  const [length, other] = [first.days, last.days].map((days) => ({ months: 0, days, seconds: 0 }))
  if (length === undefined || other === undefined) return null
  return { fact: { type: 'day', day: { type: 'shift', length, other } }, need: 'none' }
}

/** «с 20 октября до конца месяца», «с завтра по конец недели». */
function lastDay(tokens: Tokens, i: number): Match<{ day: DaySaid }> | null {
  const of = is(tokens[i], 'конца', 'конец') ? wholePeriod(tokens, i + 1) : null
  return of === null ? null : { end: of.end, value: { day: { type: 'end', period: of.value } } }
}

function edge(tokens: Tokens, i: number, before: 'с' | 'до' | 'по' | null): Match<Edge> | null {
  const found = day(tokens, i, before) ?? (before === 'до' || before === 'по' ? lastDay(tokens, i) : null)
  if (found === null || found.value.day === 'no-such-day') return null
  const inner = preposition(tokens, found.end)
  const time =
    inner?.value.name === 'в'
      ? clock(tokens, inner.end, 'в', true)
      : tokens[found.end]?.literal?.type === 'clock'
        ? clock(tokens, found.end, null, true)
        : null
  if (time === null || time.value.clock === 'no-such-time') {
    return { end: found.end, value: { day: found.value.day, clock: null } }
  }
  return { end: time.end, value: { day: found.value.day, clock: time.value.clock } }
}
