import type { MonthNamed, When } from '../../ports/dates.ts'
import { repeatOf } from './assemble-repeat.ts'
import {
  type DaySaid,
  type Fact,
  type Length,
  type Piece,
  type Said,
  type SaidRepeat,
  lengthOf,
  noLength,
} from './said.ts'

/** What a text's pieces say when put together, and which of them it took. */
export type Assembled =
  | { readonly type: 'said'; readonly said: Said; readonly used: readonly Piece[] }
  | { readonly type: 'recurrence'; readonly said: SaidRepeat; readonly used: readonly Piece[] }
  | {
      readonly type: 'invalid'
      readonly reason: 'no-such-day' | 'no-such-time'
      readonly month: MonthNamed | null
      readonly used: readonly Piece[]
    }
  /** Nothing to read, or several things that exclude each other: `notes` tells which. */
  | { readonly type: 'none'; readonly notes: readonly string[] }

/** Joins pieces from anywhere in the text («завтра созвон с Петровым в 11»); what does not fit together is `none`. */
export function assemble(text: string, pieces: readonly Piece[]): Assembled {
  const used = believed(text, pieces)
  if (used.length === 0) return { type: 'none', notes: [] }
  const invalid = used.find((piece) => piece.fact.type === 'invalid')
  if (invalid?.fact.type === 'invalid') {
    const { reason, month = null } = invalid.fact
    return { type: 'invalid', reason, month, used }
  }
  if (used.some((piece) => piece.fact.type === 'unclear')) return { type: 'none', notes: ['unclear'] }
  const facts = gather(used)
  if (used.some((piece) => piece.fact.type === 'repeat')) {
    const said = repeatOf(used)
    return said === null ? { type: 'none', notes: ['unclear'] } : { type: 'recurrence', said, used }
  }
  const told = used.some((piece) => piece.fact.type === 'same-time') ? sameTime(facts) : sayOf(facts)
  if (told === null) return { type: 'none', notes: ['unclear'] }
  return { type: 'said', said: told, used }
}

/** Drops pieces whose need is not met: nothing beside them, not at an edge, not the whole text. */
function believed(text: string, pieces: readonly Piece[]): Piece[] {
  const repeats = pieces.some((piece) => piece.fact.type === 'repeat')
  const real = pieces.filter(({ fact }) => fact.type !== 'topic' && (repeats || fact.type !== 'count'))
  if (isAll(text, real)) return real
  const kept = new Set(real.filter((piece, at) => piece.need === 'none' || isAtEdge(text, real, at)))
  for (const [at, piece] of real.entries()) if (isDated(text, piece, real[at + 1])) kept.add(piece)
  for (let round = 0; round < 3; round++) {
    for (const [index, piece] of real.entries()) {
      const beside = [real[index - 1], real[index + 1]].some(
        (other) =>
          other !== undefined && kept.has(other) && supports(other, piece) && isGapEmpty(text, other, piece),
      )
      if (beside) kept.add(piece)
    }
  }
  return real.filter((piece) => kept.has(piece))
}

/** «ретро пт 16.00 с Олегом»: a day and a clock right after it vouch for each other. */
function isDated(text: string, { fact, need, ...at }: Piece, next: Piece | undefined): boolean {
  if (fact.type !== 'day' || need !== 'edge' || next?.fact.type !== 'clock') return false
  return isFiller(text.slice(at.to, next.from))
}

/** «ретро пт 16.00»: what lies between it and the end of the text may be other pieces. */
function isAtEdge(text: string, pieces: readonly Piece[], at: number): boolean {
  const piece = pieces[at]
  if (piece?.need !== 'edge') return false
  return isAll(text.slice(0, piece.to), pieces.slice(0, at + 1)) || isTail(text, pieces.slice(at))
}

function isTail(text: string, pieces: readonly Piece[]): boolean {
  const gaps = pieces.map(({ to }, at) => text.slice(to, pieces[at + 1]?.from ?? text.length))
  return gaps.every((gap) => isFiller(gap))
}

function isAll(text: string, pieces: readonly Piece[]): boolean {
  let at = 0
  for (const piece of pieces) {
    if (!isFiller(text.slice(at, piece.from))) return false
    at = piece.to
  }
  return pieces.length > 0 && isFiller(text.slice(at))
}

function isGapEmpty(text: string, a: Piece, b: Piece): boolean {
  return isFiller(text.slice(Math.min(a.to, b.to), Math.max(a.from, b.from)))
}

function isFiller(between: string): boolean {
  return /^[\s,.;:!?()«»"—-]*$/.test(between)
}

/** A zone belongs to a clock; everything else to a day, a part of one, or a clock. */
function supports(other: Piece, piece: Piece): boolean {
  const clocky = other.fact.type === 'clock' || other.fact.type === 'clocks'
  return piece.fact.type === 'zone' ? clocky : other.fact.type !== 'zone' && other.fact.type !== 'length'
}

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>

interface Facts {
  readonly days: readonly Of<'day'>['day'][]
  readonly clocks: readonly Of<'clock'>['clock'][]
  readonly parts: readonly Of<'part'>['part'][]
  readonly ranges: readonly (Of<'clocks'> | Of<'days'>)[]
  readonly periods: readonly Of<'period'>['period'][]
  readonly shifts: readonly Of<'moment-shift'>[]
  readonly lengths: readonly Length[]
  readonly zones: readonly string[]
  readonly bound: When['bound']
}

function gather(pieces: readonly Piece[]): Facts {
  const facts = pieces.map((piece) => piece.fact)
  return {
    days: facts.flatMap((fact) => (fact.type === 'day' ? [fact.day] : [])),
    clocks: facts.flatMap((fact) => (fact.type === 'clock' ? [fact.clock] : [])),
    parts: facts.flatMap((fact) => (fact.type === 'part' ? [fact.part] : [])),
    ranges: facts.flatMap((fact) => (fact.type === 'clocks' || fact.type === 'days' ? [fact] : [])),
    periods: facts.flatMap((fact) => (fact.type === 'period' ? [fact.period] : [])),
    shifts: facts.flatMap((fact) => (fact.type === 'moment-shift' ? [fact] : [])),
    lengths: facts.flatMap((fact) => (fact.type === 'length' ? [fact.length] : [])),
    zones: facts.flatMap((fact) => (fact.type === 'zone' ? [fact.zone] : [])),
    bound: pieces.map((piece) => piece.bound).find((bound) => bound !== 'at') ?? 'at',
  }
}

/** «через неделю в это же время», «завтра в это же время»: now, that much later. */
function sameTime(facts: Facts): Said | null {
  const { days, clocks, parts, ranges, periods, shifts } = facts
  const [day] = days
  const more = clocks.length + parts.length + ranges.length + periods.length + shifts.length
  if (day === undefined || days.length > 1 || more > 0) return null
  const length = facts.lengths.find(({ seconds }) => seconds > 0) ?? null
  const bound = 'at'
  if (day.type === 'offset')
    return { type: 'shift', shift: { ...noLength, days: day.days }, other: null, length, bound }
  return day.type === 'shift' ? { type: 'shift', shift: day.length, other: day.other, length, bound } : null
}

function sayOf(facts: Facts): Said | null {
  const { days, clocks, parts, ranges, periods, shifts, zones, bound } = facts
  if (clocks.length > 1 || parts.length > 1 || ranges.length > 1 || shifts.length > 1 || zones.length > 1)
    return null
  const [shift] = shifts
  if (shift !== undefined) {
    const alone = days.length + clocks.length + parts.length + ranges.length + periods.length === 0
    const length = facts.lengths.find(({ seconds }) => seconds > 0) ?? null
    return alone ? { type: 'shift', shift: shift.length, other: shift.other, length, bound } : null
  }
  const [range] = ranges
  if (range?.type === 'days') {
    const alone = days.length + clocks.length + periods.length === 0
    return alone ? { type: 'days', start: range.start, end: range.end } : null
  }
  return momentOf(facts, range)
}

function momentOf(facts: Facts, range: Of<'clocks'> | undefined): Said | null {
  const { days, clocks, parts, periods, lengths, zones, bound } = facts
  const merged = mergeDays(days, periods)
  if (merged === null || (range !== undefined && clocks.length > 0)) return null
  const timed = range !== undefined || clocks.length > 0 || parts.length > 0
  if (merged.period !== null) {
    return timed ? null : { type: 'period', period: merged.period }
  }
  if (merged.day === null && !timed) return null
  // «сегодня ночью» may lie on either side of midnight.
  if (parts[0] === 'night' && (clocks.length === 0 || merged.day !== null)) return null
  const timeless = clocks.length + parts.length === 0 && range === undefined
  const length = lengths.find(({ seconds }) => (seconds === 0 ? timeless : !timeless)) ?? null
  return {
    type: 'moment',
    day: merged.day,
    checks: merged.checks,
    clock: range?.start ?? clocks[0] ?? null,
    end: range?.end ?? null,
    part: parts[0] ?? null,
    length,
    zone: zones[0] ?? null,
    bound,
  }
}

interface Merged {
  readonly day: DaySaid | null
  readonly period: Of<'period'>['period'] | null
  readonly checks: readonly DaySaid[]
}

/** «вторник, 17 марта», «в среду через неделю», «на следующей неделе в среду», «завтра, в среду». */
function mergeDays(days: Facts['days'], periods: Facts['periods']): Merged | null {
  const [period] = periods
  if (days.length > 3 || periods.length > 1) return null
  if (days.length > 1) return period === undefined ? mergeSeveral(days) : null
  const [day] = days
  if (period === undefined || day === undefined)
    return { day: day ?? null, period: period ?? null, checks: [] }
  if (period.type === 'unit' && period.unit === 'week' && day.type === 'weekday') {
    return mergedDay(day.weekday, lengthOf(period.offset, 'week') ?? noLength)
  }
  if (period.type === 'weekend' && day.type === 'shift' && day.other === null && day.length.months === 0) {
    const weeks = day.length.days / 7
    return Number.isInteger(weeks) ? { day: null, period: { ...period, offset: weeks }, checks: [] } : null
  }
  if (period.type === 'month' && day.type === 'day-of-month') {
    const { month, year } = period
    return { day: { type: 'calendar', day: day.day, month, year }, period: null, checks: [] }
  }
  return null
}

/** The firmest decides: a date before «завтра» before a weekday. Two of a kind exclude each other. */
function mergeSeveral(days: Facts['days']): Merged | null {
  const [weekday, ...weekdays] = days.filter((day) => day.type === 'weekday')
  const [offset, ...offsets] = days.filter((day) => day.type === 'offset')
  const firms = days.filter((day) => day.type !== 'weekday' && day.type !== 'offset')
  const shift = firms.length > 1 ? firms.find((day) => day.type === 'shift') : undefined
  const [firm, ...others] = firms.filter((day) => day !== shift)
  if (weekdays.length + offsets.length + others.length > 0) return null
  if (firm?.type === 'shift') {
    return weekday === undefined || offset !== undefined ? null : mergedDay(weekday.weekday, firm.length)
  }
  if (firm !== undefined && firm.type !== 'calendar' && firm.type !== 'day-of-month') return null
  const checks = [shift, weekday, offset].filter((day) => day !== undefined)
  if (firm !== undefined) return { day: firm, period: null, checks }
  return offset === undefined ? null : { day: offset, period: null, checks: checks.slice(0, 1) }
}

function mergedDay(weekday: number, shift: Length): Merged {
  return { day: { type: 'weekday-after', weekday, shift }, period: null, checks: [] }
}
