import type { Length } from '../said.ts'
import { lengthOf } from '../said.ts'
import { type Place, type Meaning, meaning } from './meaning.ts'
import { cardinal, count, length, singleLength, unitAt } from './numbers.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** A length as said, with the second of «2–3 дня». Working days are counted apart from calendar ones. */
export type Shift =
  | { readonly type: 'length'; readonly length: Length; readonly other: Length | null }
  | { readonly type: 'working'; readonly days: number; readonly other: number | null }

/** «через 3 дня», «спустя час», «минут через 20», «2 дня назад», «через 2–3 дня», «через 5 рабочих дней». */
export function shifted({ tokens, i }: Place): Match<Meaning> | null {
  // «через понедельник» is the Monday after the next one to some and the next one to others.
  if (is(tokens[i], 'через') && tokens[i + 1]?.word.weekday !== undefined)
    return meaning(i + 2, { type: 'unclear' })
  const found = ahead(tokens, i) ?? inverted(tokens, i) ?? ago(tokens, i)
  return found === null ? null : shiftMeaning(found)
}

/** A shift of hours or minutes names a moment, one of days or longer a day. */
export function shiftMeaning({ end, value }: Match<Shift>): Match<Meaning> {
  if (value.type === 'working') {
    return meaning(end, { type: 'day', day: { type: 'working', days: value.days, other: value.other } })
  }
  const { length, other } = value
  if (length.seconds !== 0) return meaning(end, { type: 'moment-shift', length, other })
  return meaning(end, { type: 'day', day: { type: 'shift', length, other } })
}

/** What may stand after «через» or «в течение»: «3 дня», «2–3 дня», «3 рабочих дня», «1:30», «часа полтора». */
export function shiftSaid(tokens: Tokens, i: number): Match<Shift> | null {
  return workingDays(tokens, i) ?? oneOfTwo(tokens, i) ?? plainLength(tokens, i) ?? unitFirst(tokens, i)
}

function ahead(tokens: Tokens, i: number): Match<Shift> | null {
  if (!is(tokens[i], 'через', 'спустя')) return null
  const found = shiftSaid(tokens, i + 1)
  return found === null || isUnclear(tokens, found.end) ? null : found
}

/** «через час после встречи», «в течение суток с момента оплаты»: counted from something else than now. */
export function isUnclear(tokens: Tokens, i: number): boolean {
  if (is(tokens[i], 'с', 'со') && is(tokens[i + 1], 'момента', 'даты', 'дня')) return true
  if (is(tokens[i], 'после') && is(tokens[i + 1], 'обеда', 'работы')) return false
  return (is(tokens[i], '-') && tokens[i]?.gap === false) || is(tokens[i], 'после', 'перед', 'от')
}

function workingDays(tokens: Tokens, i: number): Match<Shift> | null {
  const pair = pairOf(tokens, i)
  const whole = cardinal(tokens, i)
  const at = pair?.end ?? whole?.end ?? i
  if (!is(tokens[at], 'рабочих', 'рабочий', 'рабочего', 'раб')) return null
  const noun = is(tokens[at + 1], '.') ? at + 2 : at + 1
  if (tokens[noun]?.word.unit !== 'day') return null
  const days = pair?.value[0] ?? whole?.value.value ?? 1
  const other = pair?.value[1] ?? null
  return days > daysMax || (other ?? 0) > daysMax
    ? null
    : { end: noun + 1, value: { type: 'working', days, other } }
}

/** More working days than this are a typing error, and no plan. */
const daysMax = 1000

/** «2–3 дня», «два-три дня», «час-полтора», «неделю-две». */
function oneOfTwo(tokens: Tokens, i: number): Match<Shift> | null {
  const pair = pairOf(tokens, i)
  const unit = pair === null ? null : unitAt(tokens, pair.end)
  if (pair !== null && unit !== null) {
    const [length, other] = [lengthOf(pair.value[0], unit.value), lengthOf(pair.value[1], unit.value)]
    return length === null || other === null
      ? null
      : { end: unit.end, value: { type: 'length', length, other } }
  }
  const single = singleLength(tokens, i)
  const said = tokens[i]?.word.unit
  if (single === null || said === undefined || single.end !== i + 1 || !is(tokens[i + 1], '-', 'или'))
    return null
  const more = count(tokens, i + 2)
  const other = more === null || more.value <= 1 ? null : lengthOf(more.value, said)
  if (more === null || other === null) return null
  return { end: more.end, value: { type: 'length', length: single.value, other } }
}

/** Two counts that are close and in order: «2-3», «два-три», «10 или 15». */
function pairOf(tokens: Tokens, i: number): Match<readonly [number, number]> | null {
  const literal = tokens[i]?.literal
  if (literal?.type === 'pair') return closePair(literal.left, literal.right, i + 1)
  const first = count(tokens, i)
  if (first === null || !is(tokens[first.end], '-', 'или')) return null
  const second = count(tokens, first.end + 1)
  return second === null ? null : closePair(first.value, second.value, second.end)
}

function closePair(first: number, second: number, end: number): Match<readonly [number, number]> | null {
  return first < second && second <= 60 ? { end, value: [first, second] } : null
}

function plainLength(tokens: Tokens, i: number): Match<Shift> | null {
  const clock = tokens[i]?.literal
  if (clock?.type === 'clock' && clock.second === 0 && clock.minute < 60) {
    const seconds = (clock.hour * 60 + clock.minute) * 60
    return { end: i + 1, value: { type: 'length', length: { months: 0, days: 0, seconds }, other: null } }
  }
  const found = length(tokens, i)
  return found === null
    ? null
    : { end: found.end, value: { type: 'length', length: found.value, other: null } }
}

/** «через часа полтора», «через минут десять». */
export function unitFirst(tokens: Tokens, i: number): Match<Shift> | null {
  const word = tokens[i]?.word
  return word?.unit === undefined || word.one === true ? null : countedBy(tokens, i + 1, i)
}

/** «минут через 20», «дня через три», «дня через два-три». */
function inverted(tokens: Tokens, i: number): Match<Shift> | null {
  return tokens[i]?.word.unit === undefined || !is(tokens[i + 1], 'через')
    ? null
    : countedBy(tokens, i + 2, i)
}

/** A count at `i` of the unit at `unit`, which stands before it. */
export function countedBy(tokens: Tokens, i: number, unit: number): Match<Shift> | null {
  const said = tokens[unit]?.word.unit
  if (said === undefined) return null
  const pair = pairOf(tokens, i)
  const one = pair === null ? count(tokens, i) : null
  const length = lengthOf(pair?.value[0] ?? one?.value ?? Number.NaN, said)
  const end = pair?.end ?? one?.end
  if (end === undefined || length === null) return null
  return {
    end,
    value: { type: 'length', length, other: pair === null ? null : lengthOf(pair.value[1], said) },
  }
}

function ago(tokens: Tokens, i: number): Match<Shift> | null {
  const found = length(tokens, i)
  if (found === null || !is(tokens[found.end], 'назад')) return null
  const { months, days, seconds } = found.value
  const past = { months: 0 - months, days: 0 - days, seconds: 0 - seconds }
  return { end: found.end + 1, value: { type: 'length', length: past, other: null } }
}
