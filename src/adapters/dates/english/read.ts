import type { MonthNamed } from '../../../ports/dates.ts'
import { Chrono, type ParsedComponents, type ParsedResult, en } from 'chrono-node'
import { daysInMonth } from '../calendar.ts'
import type { DaySaid, Fact, Piece } from '../said.ts'
import { offsetZone } from '../zone.ts'
import type { Meaning } from './meaning.ts'
import type { Rule } from './rule.ts'
import { rules } from './rules.ts'
import { boundOf } from './words.ts'

export interface EnglishReading {
  readonly pieces: Piece[]
  /** The rules that found something, in their order. */
  readonly by: readonly Rule[]
}

/**
 * Every stretch of an English text that speaks of time. chrono reads calendar dates, whose components do not depend on
 * the reference, so neither its forwardDate nor the server's zone can matter; our rules read what depends on now or is
 * misread by chrono (weekdays, clocks, "next", ends of periods).
 */
export function readEnglish(text: string): EnglishReading {
  const pieces: Piece[] = []
  const by: Rule[] = []
  let left = takeDates(text, pieces)
  for (const rule of rules) {
    const before = pieces.length
    left = take(left, rule, pieces)
    if (pieces.length > before) by.push(rule)
  }
  return { pieces: pieces.sort((a, b) => a.from - b.from || a.to - b.to), by }
}

/** Of chrono's parsers only those of written dates: no clocks, no relative words, no month without a day. */
const dateParsers = new Set([
  'ISOFormatParser',
  'ENYearMonthDayParser',
  'SlashDateFormatParser',
  'ENMonthNameLittleEndianParser',
  'ENMonthNameMiddleEndianParser',
])

const dateRefiners = new Set([
  'OverlapRemovalRefiner',
  'MergeWeekdayComponentRefiner',
  'ENExtractYearSuffixRefiner',
  'ENMergeDateRangeRefiner',
])

/** Day before month in "20/03"; "March 20" keeps its day, which the little-endian set would take for a year. */
const calendar = calendarChrono()

function calendarChrono(): Chrono {
  const british = en.configuration.createCasualConfiguration(true)
  const american = en.configuration.createCasualConfiguration(false)
  const parsers = american.parsers.map((parser, i) =>
    parser.constructor.name === 'SlashDateFormatParser' ? (british.parsers[i] ?? parser) : parser,
  )
  return new Chrono({
    parsers: parsers.filter((parser) => dateParsers.has(parser.constructor.name)),
    refiners: american.refiners.filter((refiner) => dateRefiners.has(refiner.constructor.name)),
  })
}

function takeDates(text: string, pieces: Piece[]): string {
  let left = text
  for (const result of calendar.parse(text, { instant: new Date(0), timezone: 0 })) {
    const piece = datePiece(text, result)
    if (piece === null) continue
    pieces.push(piece, ...isoClock(result))
    left = blank(left, piece.from, piece.to)
  }
  return left
}

function datePiece(text: string, result: ParsedResult): Piece | null {
  const start = dayOf(result.start)
  // Declared optional, but chrono leaves null where there is no end.
  const last = result.end ?? null
  const end = last === null ? null : dayOf(last)
  if (start === null || (end === null && last !== null)) return null
  const exists = isReal(start) && (end === null || isReal(end))
  if (/^\d{1,2}\/\d{1,2}$/.test(result.text)) return null
  const lead = /(?:(by|until|till|before|no later than|from|since|after|on|due|for) )?(?:the )?$/.exec(
    text.slice(0, result.index),
  )
  const fact: Fact = !exists
    ? { type: 'invalid', reason: 'no-such-day', ...monthOf(isReal(start) ? end : start) }
    : end === null
      ? { type: 'day', day: start }
      : { type: 'days', start: { day: start, clock: null }, end: { day: end, clock: null } }
  return {
    from: lead?.index ?? result.index,
    to: result.index + result.text.length,
    need: 'none',
    bound: boundOf(lead?.[1]),
    fact,
  }
}

function monthOf(day: Calendar | null): { month?: MonthNamed } {
  if (day === null) return {}
  return { month: { month: day.month, year: typeof day.year === 'number' ? day.year : null } }
}

type Calendar = Extract<DaySaid, { type: 'calendar' }>

function isReal({ day, month, year }: Calendar): boolean {
  return day >= 1 && day <= daysInMonth(month, typeof year === 'number' ? year : null)
}

function dayOf(components: ParsedComponents): Calendar | null {
  const [day, month, year] = [components.get('day'), components.get('month'), components.get('year')]
  if (day === null || month === null || !components.isCertain('day') || !components.isCertain('month'))
    return null
  return { type: 'calendar', day, month, year: components.isCertain('year') ? year : null }
}

/** The clock and offset inside an ISO date-time, as pieces of no width after its date. */
function isoClock(result: ParsedResult): Piece[] {
  const { start } = result
  const [hour, minute] = [start.get('hour'), start.get('minute')]
  if (!start.isCertain('hour') || hour === null || minute === null) return []
  const at = result.index + result.text.length
  const clock = { hour, minute, second: start.get('second') ?? 0, bare: false }
  const offset = start.isCertain('timezoneOffset') ? start.get('timezoneOffset') : null
  const facts: Fact[] = [{ type: 'clock', clock }]
  if (offset !== null) facts.push({ type: 'zone', zone: offsetZone(offset) })
  return facts.map((fact) => ({ from: at, to: at, need: 'none', bound: 'at', fact }))
}

/** Takes every match of the rule out of the text; what is taken becomes bars, which no pattern crosses. */
function take(text: string, rule: Rule, pieces: Piece[]): string {
  // Most rules find nothing, and asking that is far cheaper than `matchAll`, which copies the pattern.
  if (text.search(rule.pattern) < 0) return text
  let left = text
  for (const found of text.matchAll(rule.pattern)) {
    const meaning = rule.meaning(found.groups ?? {})
    if (meaning === null || found[0] === '') continue
    const to = found.index + found[0].length
    pieces.push(...piecesOf(meaning, found.index, to))
    left = blank(left, found.index, to)
  }
  return left
}

function piecesOf({ facts, need = 'none', bound = 'at' }: Meaning, from: number, to: number): Piece[] {
  return facts.map((fact, i) => ({ from: i === 0 ? from : to, to, need, bound, fact }))
}

function blank(text: string, from: number, to: number): string {
  return text.slice(0, from) + '|'.repeat(to - from) + text.slice(to)
}
