import type { WhenExpect } from '../../ports/dates.ts'
import { englishLength } from './english/lengths.ts'
import type { Frame, Resolved } from './frame.ts'
import { hoursOf, isDoubtful, preferredHour } from './half-day.ts'
import type { Plain } from './normalise.ts'
import { resolveMoment } from './resolve-moment.ts'
import type { Range } from './rest.ts'
import { clock } from './russian/clocks.ts'
import { length } from './russian/numbers.ts'
import { part } from './russian/parts.ts'
import { preposition } from './russian/prepositions.ts'
import { countedBy, unitFirst } from './russian/shifts.ts'
import { type Match, type Tokens, is, tokenise } from './russian/tokens.ts'
import { correct } from './russian/typos.ts'
import type { ClockSaid, DaySaid, Length } from './said.ts'
import { durationValue, timeValue } from './values.ts'

/** A whole text that is an answer only because of what was asked: «полчаса», «9», «15». */
export interface Answer {
  readonly resolved: Resolved
  readonly spans: readonly Range[]
}

/** Null when the text is no such answer; it is then read like any other. */
export function answerOf(
  plain: Plain,
  expect: WhenExpect | null,
  frame: Frame,
  english: boolean,
): Answer | null {
  if (expect === null || plain.text === '') return null
  const { tokens } = correct(tokenise(plain))
  const resolved = resolvedAnswer(plain, tokens, expect, frame, english)
  if (resolved === null) return null
  return { resolved, spans: [{ start: plain.starts[0] ?? 0, end: plain.original.length }] }
}

function resolvedAnswer(
  plain: Plain,
  tokens: Tokens,
  expect: WhenExpect,
  frame: Frame,
  english: boolean,
): Resolved | null {
  const zone = frame.zone
  if (expect === 'duration') {
    const minutes = (english ? minutesOf(englishLength(plain.text)) : null) ?? durationOf(tokens)
    return minutes === null ? null : { value: durationValue(minutes, zone), alternatives: [], past: false }
  }
  if (expect === 'time') return timeOf(tokens, frame)
  return numberOf(tokens, expect, frame)
}

/** «за 15 минут», «1:30», «на час», «за час до начала», «где-то час», «полтора», «45». */
function durationOf(tokens: Tokens): number | null {
  let start = 0
  while (is(tokens[start], 'за', 'на', 'примерно', 'около', 'где', 'то', 'где-то', '-') && start < 4)
    start += 1
  const first = tokens[start]?.literal
  const found = length(tokens, start) ?? unitThenCount(tokens, start)
  if (found !== null) return isRestIdle(tokens, found.end) ? minutesOf(found.value) : null
  if (!isRestIdle(tokens, start + 1)) return null
  const hours = tokens[start]?.word.count
  if (hours !== undefined && hours < 2) return hours * 60
  if (first?.type === 'clock' && first.second === 0) return first.hour * 60 + first.minute
  return first?.type === 'number' && first.value >= 5 && first.value <= 600 ? first.value : null
}

/** «минут 20», «часика два», «минут на двадцать». */
function unitThenCount(tokens: Tokens, i: number): Match<Length> | null {
  const inverted = is(tokens[i + 1], 'на') && tokens[i]?.word.unit !== undefined
  const found = inverted ? countedBy(tokens, i + 2, i) : unitFirst(tokens, i)
  return found?.value.type === 'length' ? { end: found.end, value: found.value.length } : null
}

function isRestIdle(tokens: Tokens, i: number): boolean {
  const idle = is(tokens[i], 'до') ? i + 2 : i
  return tokens.slice(idle).every((token) => token.kind === 'mark')
}

function minutesOf(length: Length | null): number | null {
  if (length === null || length.months !== 0) return null
  const minutes = length.days * 1440 + length.seconds / 60
  return Number.isInteger(minutes) && minutes > 0 ? minutes : null
}

/** «9», «0830», «18.30», «в 7 вечера», «утром». */
function timeOf(tokens: Tokens, frame: Frame): Resolved | null {
  const at = preposition(tokens, 0)?.end ?? 0
  const digits = tokens[at]?.literal
  if (digits?.type === 'number' && digits.width > 2 && digits.width < 5 && tokens.length === at + 1) {
    const hour = Math.floor(digits.value / 100)
    return plainTime({ hour, minute: digits.value % 100, second: 0, bare: false }, frame)
  }
  const noun = part(tokens, 0, null) ?? part(tokens, at, preposition(tokens, 0)?.value.name ?? null)
  const found = clock(tokens, at, 'в', true)
  if (found !== null && found.end === tokens.length) {
    return found.value.clock === 'no-such-time' ? null : plainTime(found.value.clock, frame)
  }
  if (noun === null || noun.end !== tokens.length) return null
  const hours = hoursOf(noun.value.part, frame.policy, null)
  return hours === null ? null : plainTime({ ...hours, bare: false }, frame)
}

function plainTime(said: ClockSaid, frame: Frame): Resolved | null {
  const zone = frame.zone
  const hour = preferredHour(said, frame.policy)
  if (hour > 24 || said.minute > 59) return null
  const other = { value: timeValue(hour - 12, said.minute, zone), doubt: 'half-day' } as const
  const alternatives = isDoubtful(said, frame.policy) ? [other] : []
  return { value: timeValue(hour, said.minute, zone), alternatives, past: false }
}

/** A bare number: a day or an hour, whichever the question makes likelier, with the other offered. */
function numberOf(tokens: Tokens, expect: WhenExpect, frame: Frame): Resolved | null {
  const digits = tokens[0]?.literal
  if (tokens.length !== 1 || digits?.type !== 'number' || digits.width > 2) return null
  const { value } = digits
  if (value < 1 || value > 31) return null
  const day: DaySaid = { type: 'day-of-month', day: value, offset: null }
  const said = { type: 'moment', checks: [], end: null, part: null, length: null, zone: null } as const
  const asDay = resolveMoment({ ...said, day, clock: null, bound: 'at' }, frame)
  if (value > 24) return asDay
  const hour: ClockSaid = { hour: value, minute: 0, second: 0, bare: value <= 12 }
  const asHour = resolveMoment({ ...said, day: null, clock: hour, bound: 'at' }, frame)
  const [main, other] = expect === 'deadline' ? [asDay, asHour] : [asHour, asDay]
  return { ...main, alternatives: [{ value: other.value, doubt: 'date-or-time' }] }
}
