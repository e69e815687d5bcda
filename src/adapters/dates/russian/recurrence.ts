import type { DaySaid, Part } from '../said.ts'
import { cardinal } from './numbers.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** A repetition: the weekday of «каждый понедельник» gives the first date, of the others there is none to give. */
export interface Repetition {
  readonly day: DaySaid | null
  readonly part: Part | null
}

/** «каждую пятницу», «по будням», «ежедневно», «раз в месяц», «2 раза в неделю». */
export function recurrence(tokens: Tokens, i: number): Match<Repetition> | null {
  return every(tokens, i) ?? byPlural(tokens, i) ?? adverb(tokens, i) ?? times(tokens, i)
}

const everyWords = ['каждый', 'каждую', 'каждое', 'каждые', 'каждого', 'каждой']
const plain: Repetition = { day: null, part: null }

function every(tokens: Tokens, i: number): Match<Repetition> | null {
  if (!is(tokens[i], ...everyWords)) return null
  const number = cardinal(tokens, i + 1)
  const at = number?.end ?? (is(tokens[i + 1], 'рабочий', 'будний', 'выходной', 'второй') ? i + 2 : i + 1)
  const token = tokens[at]
  if (token?.word.weekday !== undefined) {
    return withMore(tokens, at + 1, {
      day: { type: 'weekday', weekday: token.word.weekday, which: 'bare' },
      part: null,
    })
  }
  if (is(token, 'утро', 'утра')) return { end: at + 1, value: { day: null, part: 'morning' } }
  if (is(token, 'вечер', 'вечера')) return { end: at + 1, value: { day: null, part: 'evening' } }
  const ordinal = token?.word.ordinal !== undefined || token?.literal?.type === 'ordinal'
  if (token?.word.unit !== undefined || ordinal || is(token, 'число', 'выходные', 'будни')) {
    return { end: is(tokens[at + 1], 'число', 'числа') ? at + 2 : at + 1, value: plain }
  }
  return null
}

/** «каждый вторник и четверг»: the further weekdays belong to the repetition too. */
function withMore(tokens: Tokens, i: number, value: Repetition): Match<Repetition> {
  let end = i
  for (let more = 0; more < 6; more++) {
    if (!is(tokens[end], 'и', ',')) break
    const next = tokens[end + 1]
    if (next?.word.weekday === undefined && !pluralDays.has(next?.text ?? '')) break
    end += 2
  }
  return { end, value }
}

const pluralDays: ReadonlyMap<string, number> = new Map([
  ['понедельникам', 1],
  ['вторникам', 2],
  ['средам', 3],
  ['четвергам', 4],
  ['пятницам', 5],
  ['субботам', 6],
  ['воскресеньям', 7],
])

const pluralOthers: ReadonlyMap<string, Part | null> = new Map([
  ['будням', null],
  ['выходным', null],
  ['утрам', 'morning'],
  ['вечерам', 'evening'],
])

function byPlural(tokens: Tokens, i: number): Match<Repetition> | null {
  if (!is(tokens[i], 'по')) return null
  const text = tokens[i + 1]?.text ?? ''
  const weekday = pluralDays.get(text)
  if (weekday !== undefined) {
    return withMore(tokens, i + 2, { day: { type: 'weekday', weekday, which: 'bare' }, part: null })
  }
  if (is(tokens[i + 1], 'рабочим', 'будним', 'четным', 'нечетным') && is(tokens[i + 2], 'дням', 'числам')) {
    return { end: i + 3, value: plain }
  }
  const part = pluralOthers.get(text)
  return part === undefined ? null : { end: i + 2, value: { day: null, part } }
}

function adverb(tokens: Tokens, i: number): Match<Repetition> | null {
  return is(tokens[i], 'ежедневно', 'еженедельно', 'ежемесячно', 'ежеквартально', 'ежегодно', 'ежечасно')
    ? { end: i + 1, value: plain }
    : null
}

function times(tokens: Tokens, i: number): Match<Repetition> | null {
  const counted = cardinal(tokens, i)
  const at = counted?.end ?? i
  const twice = is(tokens[i], 'дважды', 'трижды')
  if (!twice && !is(tokens[at], 'раз', 'раза')) return null
  const start = twice ? i + 1 : at + 1
  if (!is(tokens[start], 'в', 'за')) return null
  const number = cardinal(tokens, start + 1)
  const unit = number?.end ?? start + 1
  return tokens[unit]?.word.unit === undefined ? null : { end: unit + 1, value: plain }
}
