import type { Period, Which } from '../said.ts'
import { closes } from './followers.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { nthSaid } from './numbers.ts'
import type { Preposition } from './prepositions.ts'
import { season } from './seasons.ts'
import { type Match, type Tokens, is } from './tokens.ts'
import { writtenYear, yearAfter } from './years.ts'

type Before = Preposition['name'] | null

/** «на следующей неделе», «в апреле», «на выходных». */
export function inPeriod({ tokens, i, before }: Place): Match<Meaning> | null {
  if (before === null) return nominative(tokens, i)
  const week = before.value.name === 'на' ? weekLeftOut(tokens, before.end) : null
  if (week !== null) return meaning(before.end + 1, { type: 'period', period: week }, 'company')
  const found = period(tokens, before.end, before.value.name)
  return found === null ? null : meaning(found.end, { type: 'period', period: found.value })
}

/** «следующая неделя», «след месяц»: an answer, or a word beside other dates; in a title it is something else. */
function nominative(tokens: Tokens, i: number): Match<Meaning> | null {
  const which = tokens[i]?.word.which
  const text = tokens[i + 1]?.text ?? ''
  const unit = text === 'неделя' ? 'week' : units.get(text)?.unit
  if ((which !== 'next' && which !== 'this') || unit === undefined || !closes(tokens, i + 2)) return null
  if (text !== 'неделя' && units.get(text)?.form !== 'other') return null
  const period: Period = { type: 'unit', unit, offset: offsetOf(which) }
  return meaning(i + 2, { type: 'period', period }, 'company')
}

/** «в четверг на следующей», «на следующей в четверг»: the week goes without saying. */
function weekLeftOut(tokens: Tokens, i: number): Period | null {
  if (!is(tokens[i], 'следующей', 'след', 'следущей', 'будущей', 'той', 'этой')) return null
  const weekday = is(tokens[i + 1], 'в', 'во') && tokens[i + 2]?.word.weekday !== undefined
  if (!weekday && !closes(tokens, i + 1) && tokens[i + 1]?.word.link !== true) return null
  return { type: 'unit', unit: 'week', offset: is(tokens[i], 'этой') ? 0 : 1 }
}

/** A whole period after «в» or «на»: «на следующей неделе», «в апреле», «в 2027 году», «на выходных». */
function period(tokens: Tokens, i: number, before: Before): Match<Period> | null {
  if (before !== 'в' && before !== 'на') return null
  const which = tokens[i]?.word.which
  const at = which === undefined ? i : i + 1
  const weekend = is(tokens[at], 'выходных', 'выходные', 'выхах', 'выхи')
  if (weekend && !is(tokens[at + 1], 'дни', 'данные', 'параметры'))
    return { end: at + 1, value: { type: 'weekend', offset: offsetOf(which) } }
  if (before === 'на' && is(tokens[i], 'той', 'ту') && is(tokens[i + 1], 'неделе', 'неделю'))
    return { end: i + 2, value: { type: 'unit', unit: 'week', offset: 1 } }
  if (which !== undefined && isHalfYear(tokens[at]))
    return { end: at + 1, value: { type: 'half-years', offset: offsetOf(which) } }
  if (which !== undefined) return unitNamed(tokens, at, which, before)
  if (before === 'на') return null
  return (
    half(tokens, i) ??
    halfYear(tokens, i) ??
    quarter(tokens, i) ??
    monthAlone(tokens, i) ??
    yearAlone(tokens, i)
  )
}

/** A period in the genitive: «этой недели», «декабря 2027», «IV квартала», «2027 года», «лета». */
export function wholePeriod(tokens: Tokens, i: number): Match<Period> | null {
  const which = tokens[i]?.word.which
  const unit = units.get(tokens[which === undefined ? i : i + 1]?.text ?? '')
  if (unit?.form === 'genitive') {
    const end = which === undefined ? i + 1 : i + 2
    return { end, value: { type: 'unit', unit: unit.unit, offset: offsetOf(which) } }
  }
  return (
    halfYear(tokens, i) ??
    quarter(tokens, i) ??
    month(tokens, i, 'gen') ??
    season(tokens, i, 'gen') ??
    year(tokens, i)
  )
}

interface UnitForm {
  readonly unit: 'week' | 'month' | 'quarter' | 'year'
  readonly form: 'genitive' | 'other'
}

const units: ReadonlyMap<string, UnitForm> = new Map([
  ['недели', { unit: 'week', form: 'genitive' }],
  ['месяца', { unit: 'month', form: 'genitive' }],
  ['мес', { unit: 'month', form: 'genitive' }],
  ['квартала', { unit: 'quarter', form: 'genitive' }],
  ['года', { unit: 'year', form: 'genitive' }],
  ['неделе', { unit: 'week', form: 'other' }],
  ['неделю', { unit: 'week', form: 'other' }],
  ['месяце', { unit: 'month', form: 'other' }],
  ['месяц', { unit: 'month', form: 'other' }],
  ['квартале', { unit: 'quarter', form: 'other' }],
  ['квартал', { unit: 'quarter', form: 'other' }],
  ['году', { unit: 'year', form: 'other' }],
  ['год', { unit: 'year', form: 'other' }],
])

/** «на следующей недели» is a common slip for «неделе». */
function unitNamed(tokens: Tokens, i: number, which: Which, before: 'в' | 'на'): Match<Period> | null {
  const unit = units.get(tokens[i]?.text ?? '')
  if (unit === undefined || which === 'nearest') return null
  const slip = unit.form === 'genitive' && !is(tokens[i], 'мес') && (unit.unit !== 'week' || before !== 'на')
  return slip ? null : { end: i + 1, value: { type: 'unit', unit: unit.unit, offset: offsetOf(which) } }
}

function offsetOf(which: Which | undefined): number {
  return which === 'next' ? 1 : which === 'last' ? -1 : 0
}

/** «первой половине декабря», «второй половине следующего месяца». */
function half(tokens: Tokens, i: number): Match<Period> | null {
  const number = is(tokens[i], 'первой', '1-й') ? 1 : is(tokens[i], 'второй', '2-й') ? 2 : null
  if (number === null || !is(tokens[i + 1], 'половине')) return null
  const of = wholePeriod(tokens, i + 2)
  return of === null ? null : { end: of.end, value: { type: 'half', of: of.value, half: number } }
}

/** «полугодия», «этого полугодия», «первого полугодия 2027 года», «II полугодии». */
function halfYear(tokens: Tokens, i: number): Match<Period> | null {
  const which = tokens[i]?.word.which
  if (isHalfYear(tokens[which === undefined ? i : i + 1])) {
    const end = which === undefined ? i + 1 : i + 2
    return { end, value: { type: 'half-years', offset: offsetOf(which) } }
  }
  const said = numbered(tokens, i)
  if ((said !== 1 && said !== 2) || !isHalfYear(tokens[i + 1])) return null
  const year = yearAfter(tokens, i + 2)
  return { end: year?.end ?? i + 2, value: { type: 'half-year', half: said, year: year?.value ?? null } }
}

function isHalfYear(token: Tokens[number] | undefined): boolean {
  return is(token, 'полугодие', 'полугодия', 'полугодию', 'полугодии')
}

/** «первого», «2», «IV». */
function numbered(tokens: Tokens, i: number): number {
  const token = tokens[i]
  const digit =
    token?.literal?.type === 'number' ? token.literal.value : romans.indexOf(token?.text ?? '') + 1
  return digit > 0 ? digit : (nthSaid(token) ?? 0)
}

const romans = ['i', 'ii', 'iii', 'iv']

/** «первом квартале», «II квартала 2027», «4 кв.». */
function quarter(tokens: Tokens, i: number): Match<Period> | null {
  const said = numbered(tokens, i)
  const noun = tokens[i + 1]
  if (said < 1 || said > 4 || (units.get(noun?.text ?? '')?.unit !== 'quarter' && !is(noun, 'кв')))
    return null
  const end = is(noun, 'кв') && is(tokens[i + 2], '.') ? i + 3 : i + 2
  const year = yearAfter(tokens, end)
  return { end: year?.end ?? end, value: { type: 'quarter', quarter: said, year: year?.value ?? null } }
}

function monthAlone(tokens: Tokens, i: number): Match<Period> | null {
  return month(tokens, i, 'prep')
}

/** A month in that case, with its year. */
export function month(
  tokens: Tokens,
  i: number,
  form: 'gen' | 'prep' | 'dat' | 'nom',
): Match<Period & { type: 'month' }> | null {
  const token = tokens[i]
  if (token?.word.month === undefined || token.word.monthCase !== form) return null
  const year = yearAfter(tokens, i + 1)
  return {
    end: year?.end ?? i + 1,
    value: { type: 'month', month: token.word.month, year: year?.value ?? null },
  }
}

function yearAlone(tokens: Tokens, i: number): Match<Period> | null {
  return is(tokens[i + 1], 'году', 'г') ? year(tokens, i) : null
}

function year(tokens: Tokens, i: number): Match<Period> | null {
  const found = writtenYear(tokens, i)
  return found === null ? null : { end: found.end, value: { type: 'year', year: found.value } }
}
