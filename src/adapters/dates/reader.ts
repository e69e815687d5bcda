import type { DateReader, When, WhenExpect, WhenReading } from '../../ports/dates.ts'
import { type Assembled, assemble } from './assemble.ts'
import { type Answer, answerOf } from './answers.ts'
import { readEnglish } from './english/read.ts'
import { type Plain, normalise } from './normalise.ts'
import { type Frame, type Resolved, createFrame } from './frame.ts'
import { isDoubtful } from './half-day.ts'
import { resolve } from './resolve.ts'
import { resolveRepeat } from './resolve-repeat.ts'
import { restOf, spansOf } from './rest.ts'
import { readRussian } from './russian/read.ts'
import type { Correction } from './russian/typos.ts'
import type { Piece } from './said.ts'
import { timeValue } from './values.ts'
import { isWorkingDate } from './working-days.ts'
import { isZone, readZone } from './zone.ts'

/**
 * Reads Russian and, where a text has only Latin words, English. `parseWhen` scans the first 300 characters, does not
 * depend on the server's zone or locale, and never throws on a text; it throws RangeError when `zone` is not an IANA
 * zone (ask `isZone` first).
 */
export function createDateReader(): DateReader {
  return {
    parseWhen(text, { now, zone, expect, policy }) {
      if (!isZone(zone)) throw new RangeError(`Not an IANA zone: ${zone}`)
      return read(normalise(text), createFrame(now, zone, policy), expect ?? null)
    },
    isWorkDay: (date, { days }) => isWorkingDate(date, days),
    readZone,
  }
}

function read(plain: Plain, frame: Frame, expect: WhenExpect | null): WhenReading {
  const english = isEnglish(plain.text)
  const answer = answerOf(plain, expect, frame, english)
  if (answer !== null) return answered(plain, answer)
  const { pieces, corrections } = english
    ? { pieces: readEnglish(plain.text).pieces, corrections: [] }
    : readRussian(plain)
  const assembled = assemble(plain.text, pieces)
  const notes = plain.capped ? ['capped'] : []
  const found = {
    ...reading(plain, assembled, frame, notes),
    ...correctedIn(assembled, corrections),
    ...besides(plain, pieces, assembled),
  }
  return expect === 'time' ? withoutDay(found, assembled, frame) : found
}

/** Any Cyrillic letter makes a text Russian; zone names alone do not make it English. */
function isEnglish(text: string): boolean {
  if (/[а-я]/.test(text)) return false
  return /[a-z]/.test(text.replaceAll(/utc|gmt|msk|\dt\d|\dz/g, ''))
}

function answered(plain: Plain, { resolved, spans }: Answer): WhenReading {
  return {
    status: resolved.alternatives.length > 0 ? 'ambiguous' : 'ok',
    value: resolved.value,
    alternatives: resolved.alternatives,
    rest: restOf(plain.original, spans),
    spans,
    notes: [],
  }
}

/** Asked for a time, a clock without a day is just that time, not its next occurrence. */
function withoutDay(found: WhenReading, assembled: Assembled, frame: Frame): WhenReading {
  if (assembled.type !== 'said' || assembled.said.type !== 'moment' || assembled.said.day !== null)
    return found
  if (found.value?.kind !== 'point') return found
  // That nine has passed today says nothing of a time for every day.
  const doubtful = assembled.said.clock !== null && isDoubtful(assembled.said.clock, frame.policy)
  const alternatives = doubtful
    ? found.alternatives.map((other) => ({ ...other, value: clockValue(other.value) }))
    : []
  return {
    ...found,
    value: clockValue(found.value),
    alternatives,
    status: alternatives.length > 0 ? 'ambiguous' : 'ok',
  }
}

function clockValue(value: When): When {
  const [hour, minute] = value.start.local.slice(11, 16).split(':').map(Number)
  return timeValue(hour ?? 0, minute ?? 0, value.zone)
}

function reading(plain: Plain, assembled: Assembled, frame: Frame, notes: readonly string[]): WhenReading {
  if (assembled.type === 'none') return nothing(plain, [...notes, ...assembled.notes])
  const spans = spansOf(plain, assembled.used)
  const found = { alternatives: [], rest: restOf(plain.original, spans), spans, notes }
  if (assembled.type === 'invalid') {
    const { reason, month } = assembled
    return { ...found, status: 'invalid', invalid: reason, ...(month !== null && { month }) }
  }
  if (assembled.type === 'recurrence') {
    const { value, recurrence } = resolveRepeat(assembled.said, frame)
    const shown = value !== undefined && isWritable(value)
    return { ...found, status: 'recurrence', ...(shown && { value }), ...(recurrence && { recurrence }) }
  }
  const resolved = resolve(assembled.said, frame)
  if (resolved === null || !isWritable(resolved.value)) return nothing(plain, [...notes, 'unclear'])
  const { value, alternatives } = resolved
  return { ...found, status: statusOf(resolved), value, alternatives: alternatives.slice(0, 2) }
}

/** What was said of the length, where the value has none: it must not be lost. */
function besides(
  plain: Plain,
  pieces: readonly Piece[],
  assembled: Assembled,
): Pick<WhenReading, 'lasting' | 'wholeDay'> {
  const told = assembled.type === 'said' ? assembled.said : null
  const open =
    assembled.type === 'none' || (told?.type === 'moment' && told.clock === null && told.part === null)
  if (!open) return {}
  if (
    told !== null &&
    assembled.type !== 'none' &&
    assembled.used.some(({ fact }) => fact.type === 'whole-day')
  )
    return { wholeDay: true }
  const [length, another] = pieces.filter(({ fact }) => fact.type === 'length' && fact.length.seconds > 0)
  if (length?.fact.type !== 'length' || another !== undefined) return {}
  const minutes = length.fact.length.seconds / 60
  const [span] = spansOf(plain, [length])
  return Number.isInteger(minutes) && span !== undefined ? { lasting: { minutes, ...span } } : {}
}

/** luxon gives no date past its range («через 999999999 лет»); years beyond four digits are no plan either. */
function isWritable({ start, end }: When): boolean {
  return [start, end ?? start].every(({ local }) => /^\d{4}-/.test(local))
}

function statusOf({ alternatives, past }: Resolved): WhenReading['status'] {
  if (past) return 'past'
  return alternatives.length > 0 ? 'ambiguous' : 'ok'
}

function nothing(plain: Plain, notes: readonly string[]): WhenReading {
  return { status: 'none', alternatives: [], rest: restOf(plain.original, []), spans: [], notes }
}

function correctedIn(
  assembled: Assembled,
  corrections: readonly Correction[],
): { corrected?: { from: string; to: string } } {
  if (assembled.type === 'none') return {}
  const found = corrections.find(({ at }) => assembled.used.some((piece) => covers(piece, at)))
  return found === undefined ? {} : { corrected: { from: found.from, to: found.to } }
}

function covers({ from, to }: Piece, at: number): boolean {
  return from <= at && at < to
}
