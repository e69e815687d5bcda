import { type ClockSaid, type Need, hourIn } from '../said.ts'
import type { Match, Tokens } from './tokens.ts'

/** A clock time as the rules found it. */
export interface ClockFound {
  readonly clock: ClockSaid | 'no-such-time'
  readonly need: Need
  /** A word fixed the half-day. */
  readonly half: boolean
}

/** A match that ends before token `end`; an hour past 24 or a minute past 59 makes it `no-such-time`. */
export function found(
  end: number,
  hour: number,
  minute: number,
  rest: { second?: number; bare?: boolean; need?: Need; half?: boolean } = {},
): Match<ClockFound> {
  const { second = 0, bare = false, need = 'none', half = false } = rest
  const exists = hour <= 23 ? minute <= 59 && second <= 59 : hour === 24 && minute === 0 && second === 0
  return {
    end,
    value: { clock: exists ? { hour, minute, second, bare } : 'no-such-time', need, half },
  }
}

/** Applies «утра/дня/вечера/ночи» that follows the time, if it does. */
export function withHalf(tokens: Tokens, match: Match<ClockFound>): Match<ClockFound> {
  const half = tokens[match.end]?.word.half
  const { clock, need } = match.value
  if (half === undefined || clock === 'no-such-time') return match
  const hour = hourIn(half, clock.hour)
  return found(match.end + 1, hour === 24 && clock.minute > 0 ? 0 : hour, clock.minute, {
    second: clock.second,
    // «полпервого ночи» has nothing left to decide.
    bare: hour === 24 && clock.minute === 0,
    need,
    half: true,
  })
}
