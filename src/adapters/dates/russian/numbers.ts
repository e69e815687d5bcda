import { type Length, type Unit, lengthOf, sumOf } from '../said.ts'
import { type Match, type Token, type Tokens, is } from './tokens.ts'

export interface Cardinal {
  readonly value: number
  readonly form: 'digits' | 'acc' | 'gen' | 'dat'
  /** Digits written, 0 for words. */
  readonly width: number
}

/** A whole number: digits, or words up to 399 («двадцать три»). */
export function cardinal(tokens: Tokens, i: number): Match<Cardinal> | null {
  const literal = tokens[i]?.literal
  if (literal?.type === 'number') {
    return { end: i + 1, value: { value: literal.value, form: 'digits', width: literal.width } }
  }
  let value = 0
  let below = 1000
  let end = i
  let form: Cardinal['form'] = 'acc'
  for (; end < i + 3; end++) {
    const word = tokens[end]?.word
    if (word?.cardinal === undefined || word.cardinal >= below) break
    if (word.cardinal === 0 && end > i) break
    value += word.cardinal
    form = word.case ?? 'acc'
    below = word.cardinal >= 100 ? 100 : word.cardinal >= 20 ? 10 : 0
  }
  return end === i ? null : { end, value: { value, form, width: 0 } }
}

/** «пятого», «двадцать пятое», «15-го»: a day of a month. */
export function ordinal(tokens: Tokens, i: number): Match<number> | null {
  const first = tokens[i]
  if (first?.literal?.type === 'ordinal') return { end: i + 1, value: first.literal.value }
  if (first?.word.ordinal !== undefined) return { end: i + 1, value: first.word.ordinal }
  const tens = first?.word.cardinal
  const units = tokens[i + 1]?.word.ordinal
  if ((tens === 20 || tens === 30) && units !== undefined && units < 10)
    return { end: i + 2, value: tens + units }
  return null
}

/** «первый», «вторую», «последней», «4-я»; −1 for the last. */
export function nthSaid(token: Token | undefined): number | null {
  if (token === undefined || token.text.length > 11) return null
  return nthForms.find(([pattern]) => pattern.test(token.text))?.[1] ?? null
}

const nthForms: readonly (readonly [RegExp, number])[] = [
  [/^(?:перв(?:ый|ая|ое|ую|ого|ому|ой|ом)|1-(?:й|я|ю|го|му))$/, 1],
  [/^(?:втор(?:ой|ая|ое|ую|ого|ому|ом)|2-(?:й|я|ю|го|му))$/, 2],
  [/^(?:треть?(?:ий|я|е|ю|его|ему|ей|ем)|третий|3-(?:й|я|ю|го|му))$/, 3],
  [/^(?:четверт(?:ый|ая|ое|ую|ого|ому|ой|ом)|4-(?:й|я|ю|го|му))$/, 4],
  [/^(?:пят(?:ый|ая|ое|ую|ого|ому|ой|ом)|5-(?:й|я|ю|го|му))$/, 5],
  [/^последн(?:ий|яя|ее|юю|его|ему|ей|ем)$/, -1],
]

/** The ordinal in the genitive, which names an hour in «полпятого», «четверть третьего». */
export function hourOrdinal(token: Token | undefined): number | null {
  const value = token?.word.case === 'gen' ? token.word.ordinal : undefined
  return value !== undefined && value <= 12 ? value : null
}

/** «полтора часа», «1 ч 30 мин», «два с половиной часа», «час двадцать», «неделю». */
export function length(tokens: Tokens, i: number): Match<Length> | null {
  let found = lengthPart(tokens, i)
  for (let parts = 1; found !== null && parts < 4; parts++) {
    const next = lengthPart(tokens, is(tokens[found.end], 'и') ? found.end + 1 : found.end)
    if (next === null || sizeOf(next.value) >= sizeOf(found.value)) break
    found = { end: next.end, value: sumOf(found.value, next.value) }
  }
  return found === null ? null : withMinutes(tokens, found)
}

/** Orders the parts of a compound length: months, then days, hours, minutes, seconds. */
function sizeOf(length: Length): number {
  return length.months * 2_592_000 + length.days * 86_400 + length.seconds
}

/** «целый час», «целых два дня». */
function lengthPart(tokens: Tokens, i: number): Match<Length> | null {
  if (is(tokens[i], 'целый', 'целую', 'целых'))
    return countedLength(tokens, i + 1) ?? singleLength(tokens, i + 1)
  return fixedLength(tokens, i) ?? countedLength(tokens, i) ?? singleLength(tokens, i)
}

const fixedLengths: ReadonlyMap<string, Length> = new Map([
  ['полчаса', { months: 0, days: 0, seconds: 1800 }],
  ['полчасика', { months: 0, days: 0, seconds: 1800 }],
  ['получаса', { months: 0, days: 0, seconds: 1800 }],
  ['полминуты', { months: 0, days: 0, seconds: 30 }],
  ['полгода', { months: 6, days: 0, seconds: 0 }],
  ['полгодика', { months: 6, days: 0, seconds: 0 }],
])

function fixedLength(tokens: Tokens, i: number): Match<Length> | null {
  const token = tokens[i]
  const fixed = fixedLengths.get(token?.text ?? '')
  if (fixed !== undefined) return { end: i + 1, value: fixed }
  if (is(token, 'пол')) {
    const end = is(tokens[i + 1], '-') ? i + 2 : i + 1
    const half = fixedLengths.get(`пол${tokens[end]?.text ?? ''}`)
    return half === undefined ? null : { end: end + 1, value: half }
  }
  if (is(token, 'четверть') && is(tokens[i + 1], 'часа'))
    return { end: i + 2, value: { months: 0, days: 0, seconds: 900 } }
  if (token?.word.cardinal === 3 && is(tokens[i + 1], 'четверти') && is(tokens[i + 2], 'часа'))
    return { end: i + 3, value: { months: 0, days: 0, seconds: 2700 } }
  return null
}

function countedLength(tokens: Tokens, i: number): Match<Length> | null {
  const counted = count(tokens, i)
  if (counted === null) return null
  const unit = unitAt(tokens, counted.end)
  const value = unit === null ? null : lengthOf(counted.value, unit.value)
  return unit === null || value === null ? null : { end: unit.end, value }
}

/** A unit after its count: «дней», «календарных дней», «мин.». */
export function unitAt(tokens: Tokens, i: number): Match<Unit> | null {
  const at = is(tokens[i], 'календарных', 'календарный', 'календарного') ? i + 1 : i
  const token = tokens[at]
  const unit = token?.word.unit
  if (token === undefined || unit === undefined || !isUnitHere(tokens, at)) return null
  const dot = token.text.length <= 3 && is(tokens[at + 1], '.') ? 1 : 0
  return { end: at + 1 + dot, value: unit }
}

/** «3», «полтора», «пару», «1,5», «два с половиной». */
export function count(tokens: Tokens, i: number): Match<number> | null {
  const token = tokens[i]
  if (token?.word.count !== undefined) return { end: i + 1, value: token.word.count }
  if (token?.literal?.type === 'decimal') return { end: i + 1, value: token.literal.value }
  if (token?.literal?.type === 'dots' && token.literal.width === 1)
    return { end: i + 1, value: token.literal.left + token.literal.right / 10 }
  const whole = cardinal(tokens, i)
  if (whole === null || whole.value.value > 1000) return null
  const half = is(tokens[whole.end], 'с') && is(tokens[whole.end + 1], 'половиной')
  return half
    ? { end: whole.end + 2, value: whole.value.value + 0.5 }
    : { end: whole.end, value: whole.value.value }
}

/** The end of «минут на 20», «часа на два» whose unit stands at `i`; null where it is something else. */
export function unitOnward(tokens: Tokens, i: number): number | null {
  const unit = tokens[i]?.word.unit
  if ((unit !== 'minute' && unit !== 'hour') || !is(tokens[i + 1], 'на')) return null
  const counted = count(tokens, i + 2)
  const next = counted === null ? undefined : tokens[counted.end]
  return counted !== null && (next === undefined || next.kind === 'mark') ? counted.end : null
}

/** «м» alone may be metres or a name's initial: a unit only when written to its number («30м»). */
function isUnitHere(tokens: Tokens, i: number): boolean {
  return tokens[i]?.text !== 'м' || !tokens[i].gap
}

/** «час», «неделю», «час с половиной». */
export function singleLength(tokens: Tokens, i: number): Match<Length> | null {
  const word = tokens[i]?.word
  if (word?.one !== true || word.unit === undefined) return null
  const half = is(tokens[i + 1], 'с') && is(tokens[i + 2], 'половиной')
  const value = lengthOf(half ? 1.5 : 1, word.unit)
  return value === null ? null : { end: half ? i + 3 : i + 1, value }
}

/** «час двадцать», «час с четвертью»: a bare number after whole hours is minutes, unless it counts what follows. */
function withMinutes(tokens: Tokens, found: Match<Length>): Match<Length> {
  if (found.value.seconds === 0 || found.value.seconds % 3600 !== 0) return found
  if (is(tokens[found.end], 'с') && is(tokens[found.end + 1], 'четвертью')) {
    return { end: found.end + 2, value: sumOf(found.value, { months: 0, days: 0, seconds: 900 }) }
  }
  const minutes = cardinal(tokens, found.end)
  if (minutes === null || minutes.value.value < 1 || minutes.value.value > 59) return found
  const next = tokens[minutes.end]
  if (next !== undefined && next.kind !== 'mark' && next.word.link !== true) return found
  const seconds = minutes.value.value * 60
  return { end: minutes.end, value: sumOf(found.value, { months: 0, days: 0, seconds }) }
}
